"""What moved between two advices: which way, for which reason, and in which words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from advisor.analysis.changes import Move, Standing, grouped, moved, notices
from advisor.questionnaire.answers import check_answers
from advisor.render.explanations import move_blocks
from tests.keys import PERSON

if TYPE_CHECKING:
    from advisor.engine.consultation import Consultation
    from advisor.model.advice import Advice


def _advice(consultation: Consultation, **more: str | list[str]) -> Advice:
    return consultation.advise(check_answers(consultation.rulebase, {**PERSON, **more}))


def _told(consultation: Consultation, before: Advice, after: Advice) -> list[str]:
    return [block.text for block in move_blocks(before, after)]


def test_what_is_beyond_the_budget_has_no_rank(consultation: Consultation) -> None:
    before, after = _advice(consultation), _advice(consultation, budget="home_only")
    texts = [move.text for move in moved(before, after)]
    assert any(text.endswith("; now beyond the budget") for text in texts)
    assert not any("beyond the budget, " in text for text in texts)
    back = moved(after, before)
    assert any("was beyond the budget; now suggested, " in move.text for move in back)


def test_what_moved_only_along_stands_last_under_its_own_line(consultation: Consultation) -> None:
    before, after = _advice(consultation), _advice(consultation, budget="home_only")
    moves = moved(before, after)
    along = [move for move in moves if move.way == "along"]
    assert along
    assert all(not (move.reasons or move.gone or move.needs) for move in along)
    assert not [move for move in moves if move.way in ("up", "down")]
    assert [move.way for group in grouped(moves) for move in group.moves][-len(along) :] == ["along"] * len(along)
    told = [text for text in _told(consultation, before, after) if "What else changed" not in text]
    start = told.index("Moved only because others did:")
    assert told[start + 1 : start + 1 + len(along)] == [move.text for move in along]


def test_a_rule_of_its_own_moves_up_or_down(consultation: Consultation) -> None:
    before = _advice(consultation, scar_types=["rolling", "dark_spots"])
    after = _advice(consultation, scar_types=["rolling", "keloid"])
    ways = {move.way for move in moved(before, after) if move.reasons or move.gone}
    assert ways & {"up", "down"}
    assert "along" not in ways


def test_a_reason_that_is_gone_is_said_to_count_no_longer(consultation: Consultation) -> None:
    before, after = _advice(consultation, scar_types=["rolling", "keloid"]), _advice(consultation)
    told = _told(consultation, before, after)
    assert any(text.startswith("This reason no longer counts: ") for text in told)
    assert not any(text.startswith("No longer: ") for text in told)


def test_what_comes_within_the_budget_is_said_to(consultation: Consultation) -> None:
    told = _told(consultation, _advice(consultation, budget="home_only"), _advice(consultation))
    assert "They are now within the budget." in told
    assert not any("because others did" in text and text != "Moved only because others did:" for text in told)


@pytest.mark.parametrize(("place", "rank", "words"), [("suggested", 2, "suggested, 2nd"), ("beyond_budget", 0, "")])
def test_the_same_words_twice_are_not_said_twice(place: str, rank: int, words: str) -> None:
    before, after = Standing(place, rank, ("a",), ()), Standing(place, rank, ("b",), ())
    said = Move("x", "X", before, after, ()).text
    assert said == f"X: still {words or 'beyond the budget'}, but not for the same kinds"


def test_warnings_notes_and_grades_that_changed_are_named(consultation: Consultation) -> None:
    rolling = {"scar_types": ["rolling"], "skin_tone": "V", "prone_to_hyperpigmentation": "not_sure"}
    before = _advice(consultation, **rolling, rolling_depth="moderate")
    after = _advice(consultation, **rolling, rolling_depth="not_sure")
    told = notices(before, after)
    said = " ".join(notice.words for notice in told)
    assert "Needling by a professional, a new warning" in said and "Home needling, a new warning" in said
    assert "for rolling scars: named for this (our judgement) instead of named for this" in said
    new = {note.text for note in after.notes} - {note.text for note in before.notes}
    assert new and new == {notice.text for notice in told if notice.words == "New"}
    back = [notice.words for notice in notices(after, before)]
    assert "Home needling, this warning no longer applies" in back and back.count("No longer said") == len(new)
    blocks = _told(consultation, before, after)
    assert all(any(notice.text in text for text in blocks) for notice in told)


def test_every_change_of_what_is_told_is_named(consultation: Consultation) -> None:
    """Whatever answer changes, the moves and notices together are empty only where nothing else is told."""
    rulebase = consultation.rulebase
    before = _advice(consultation)
    for question in rulebase.questions:
        for option in question.option_ids:
            if question.several or question.id not in before.answers:
                continue
            after = _advice(consultation, **{question.id: option})
            same = replace(before, answers={}, unused_answers=(), trace=()) == replace(
                after, answers={}, unused_answers=(), trace=()
            )
            named = (*moved(before, after), *notices(before, after))
            quiet = not named and before.urgent == after.urgent  # what cannot wait stands at the very top
            assert same or not quiet, (question.id, option)
