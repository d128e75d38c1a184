"""The one list of what an advice tells: each kind of thing is in it, and each consumer says what it leaves out."""

from __future__ import annotations

from typing import get_args

from advisor.author.compare.outcome_changes import ChangedAspect
from advisor.enumeration.outcomes import Outcomes
from advisor.enumeration.visible_masks import Aspect, visible_masks
from advisor.loading.loader import load_rules
from tests.outputs.__main__ import PLANTS


def test_every_aspect_is_told_of_and_can_be_left_out() -> None:
    outcomes = Outcomes(load_rules(PLANTS))
    told = list(visible_masks(outcomes))
    assert [aspect for aspect in get_args(Aspect) if all(item.aspect != aspect for item, _ in told)] == []
    assert all(mask for _, mask in told)
    assert len({item for item, _ in told}) == len(told)
    for aspect in get_args(Aspect):
        assert list(visible_masks(outcomes, without=(aspect,))) == [one for one in told if one[0].aspect != aspect]


def test_a_diff_tells_of_all_but_reasons_and_of_the_order_for_points() -> None:
    compared = set(get_args(ChangedAspect)) - {"order"} | {"reason", "points", "ruled out"}  # the last as a grade
    assert compared == set(get_args(Aspect))
