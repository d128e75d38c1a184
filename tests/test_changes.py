"""What moved between two advices: which way, for which reason, and in which words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from advisor.answers import check
from advisor.changes import Move, Spot, grouped, moved
from advisor.render.explanations import move_blocks
from tests.keys import PERSON

if TYPE_CHECKING:
    from advisor.consultation import Consultation
    from advisor.result import Advice


def _advice(consultation: Consultation, **more: str | list[str]) -> Advice:
    return consultation.advise(check(consultation.rulebase, {**PERSON, **more}))


def _told(before: Advice, after: Advice) -> list[str]:
    return [block.text for block in move_blocks(moved(before, after), before, after)]


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
    assert _told(before, after)[-len(along) - 1 :] == ["Moved only because others did:", *(m.text for m in along)]


def test_a_rule_of_its_own_moves_up_or_down(consultation: Consultation) -> None:
    before = _advice(consultation, scar_types=["rolling", "dark_spots"])
    after = _advice(consultation, scar_types=["rolling", "keloid"])
    ways = {move.way for move in moved(before, after) if move.reasons or move.gone}
    assert ways & {"up", "down"}
    assert "along" not in ways


def test_a_reason_that_is_gone_is_said_to_count_no_longer(consultation: Consultation) -> None:
    before, after = _advice(consultation, scar_types=["rolling", "keloid"]), _advice(consultation)
    told = _told(before, after)
    assert any(text.startswith("This reason no longer counts: ") for text in told)
    assert not any(text.startswith("No longer: ") for text in told)


def test_what_comes_within_the_budget_is_said_to(consultation: Consultation) -> None:
    told = _told(_advice(consultation, budget="home_only"), _advice(consultation))
    assert "They are now within the budget." in told
    assert not any("because others did" in text and text != "Moved only because others did:" for text in told)


@pytest.mark.parametrize(("place", "rank", "words"), [("suggested", 2, "suggested, 2nd"), ("beyond_budget", 0, "")])
def test_the_same_words_twice_are_not_said_twice(place: str, rank: int, words: str) -> None:
    before, after = Spot(place, rank, ("a",), ()), Spot(place, rank, ("b",), ())
    said = Move("x", "X", before, after, ()).text
    assert said == f"X: still {words or 'beyond the budget'}, but not for the same kinds"
