"""What moved between two advices: which way, for which reason, and in which words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from advisor.analysis.changes import Move, Standing, grouped, moved, notices
from advisor.engine.consultation import Consultation
from advisor.questionnaire.answers import check_answers
from advisor.render.explanations import move_blocks

if TYPE_CHECKING:
    from advisor.model.advice import Advice
    from advisor.model.rulebase import RuleBase
    from advisor.model.rules import Basis

OWN: Basis = "house judgement"
PERSON: dict[str, str | list[str]] = {
    "troubles": ["yellow_leaves", "brown_tips", "lice"],
    "yellow_spread": "most",
    "brown_spread": "few",
    "watering": "often",
    "spending": "some",
}


@pytest.fixture(scope="module")
def consultation(plants: RuleBase) -> Consultation:
    """A consultation over house plants with a second cure to be bought, a second grade and a second warning."""
    cold = next(one for one in plants.treatment_by_id["rinse"].warnings if one.id == "rinse-cold-water")
    treatments = {one.id: one for one in plants.treatments}
    water, tray = treatments["less_water"], treatments["damp_tray"]
    fits = [
        replace(one, grade="named_for", basis=one.basis if one.id == "less-water-wet" else OWN) for one in water.fits
    ]
    warnings = (replace(cold, id="less-water-dry-air", treatment="less_water"),)
    treatments["less_water"] = replace(water, fits=tuple(fits), warnings=warnings)
    treatments["damp_tray"] = replace(tray, setting="shop")
    return Consultation(replace(plants, treatments=tuple(treatments.values())))


def _advice(consultation: Consultation, **more: str | list[str]) -> Advice:
    return consultation.advise(check_answers(consultation.rulebase, {**PERSON, **more}))


def _told(consultation: Consultation, before: Advice, after: Advice) -> list[str]:
    return [block.text for block in move_blocks(before, after)]


def test_what_is_beyond_the_budget_has_no_rank(consultation: Consultation) -> None:
    before, after = _advice(consultation), _advice(consultation, spending="none")
    texts = [move.text for move in moved(before, after)]
    assert any(text.endswith("; now beyond the budget") for text in texts)
    assert not any("beyond the budget, " in text for text in texts)
    back = moved(after, before)
    assert any("was beyond the budget; now suggested, " in move.text for move in back)


def test_what_moved_only_along_stands_last_under_its_own_line(consultation: Consultation) -> None:
    before, after = _advice(consultation), _advice(consultation, watering="seldom")
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
    before, after = _advice(consultation, troubles=["yellow_leaves", "brown_tips"]), _advice(consultation)
    ways = {move.way for move in moved(before, after) if move.reasons or move.gone}
    assert ways & {"up", "down"}
    assert "along" not in ways


def test_a_reason_that_is_gone_is_said_to_count_no_longer(consultation: Consultation) -> None:
    before, after = _advice(consultation), _advice(consultation, troubles=["yellow_leaves", "brown_tips"])
    told = _told(consultation, before, after)
    assert any(text.startswith("This reason no longer counts: ") for text in told)
    assert not any(text.startswith("No longer: ") for text in told)


def test_what_comes_within_the_budget_is_said_to(consultation: Consultation) -> None:
    told = _told(consultation, _advice(consultation, spending="none"), _advice(consultation))
    assert "They are now within the budget." in told
    assert not any("because others did" in text and text != "Moved only because others did:" for text in told)


@pytest.mark.parametrize(("place", "rank", "words"), [("suggested", 2, "suggested, 2nd"), ("beyond_budget", 0, "")])
def test_the_same_words_twice_are_not_said_twice(place: str, rank: int, words: str) -> None:
    before, after = Standing(place, rank, ("a",), ()), Standing(place, rank, ("b",), ())
    said = Move("x", "X", before, after, ()).text
    assert said == f"X: still {words or 'beyond the budget'}, but not for the same kinds"


def test_warnings_notes_and_grades_that_changed_are_named(consultation: Consultation) -> None:
    before, after = _advice(consultation, yellow_spread="few"), _advice(consultation, watering="not_sure")
    told = notices(before, after)
    said = " ".join(notice.words for notice in told)
    assert "Rinsing the leaves, a new warning" in said and "Less water, a new warning" in said
    assert "for yellow leaves: named for this (our judgement) instead of named for this" in said
    new = {note.text for note in after.notes} - {note.text for note in before.notes}
    assert new and new == {notice.text for notice in told if notice.words == "New"}
    back = [notice.words for notice in notices(after, before)]
    assert "Rinsing the leaves, this warning no longer applies" in back and back.count("No longer said") == len(new)
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
