"""Who stands above whom, and who shares a rank."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from advisor.engine.ranking import Placement, ordered, plan_order, ranks

if TYPE_CHECKING:
    from advisor.model.rulebase import RuleBase


def test_equal_scores_share_a_rank_and_the_next_counts_on() -> None:
    assert ranks([30, 20, 20, 10]) == (1, 2, 2, 4)
    assert ranks([]) == ()
    assert ranks([5, 5, 5]) == (1, 1, 1)


def test_equal_scores_are_ordered_by_invasiveness_then_name_then_id(rulebase: RuleBase) -> None:
    one = rulebase.treatments[0]
    best_first = [("e", 9, 3, "Z"), ("d", 5, 1, "Z"), ("c", 5, 2, "A"), ("a", 5, 2, "B"), ("b", 5, 2, "B")]
    treatments = tuple(replace(one, id=name, invasiveness=i, name=called) for name, _, i, called in best_first)
    small = replace(rulebase, treatments=treatments)
    placements = [Placement(name, "suggested", {}, {"k": score}) for name, score, _, _ in best_first]
    for given in (placements, placements[::-1]):
        assert [placement.treatment for placement in ordered(given, small)] == ["e", "d", "c", "a", "b"]
        assert plan_order(given, small, "k") == ("e", "d", "c", "a", "b")


def test_a_plan_counts_the_score_for_its_kind_and_a_list_the_best(rulebase: RuleBase) -> None:
    first, second, third, fourth = (treatment.id for treatment in rulebase.treatments[:4])
    placements = [
        Placement(first, "suggested", {}, {"rolling": 1, "keloid": 9}),
        Placement(second, "suggested", {}, {"rolling": 2}),
        Placement(third, "suggested", {}, {"keloid": 10}),
        Placement(fourth, "beyond_budget", {}, {"rolling": 11}),
    ]
    assert [placement.treatment for placement in ordered(placements, rulebase)] == [fourth, third, first, second]
    assert [placement.treatment for placement in ordered(placements, rulebase, "rolling")] == [fourth, second, first]
    assert plan_order(placements, rulebase, "rolling") == (second, first)
