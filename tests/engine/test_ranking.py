"""Who stands above whom, and who shares a rank."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from advisor.engine.ranking import Placement, Ranking, ranks

if TYPE_CHECKING:
    from advisor.model.rulebase import RuleBase


def test_equal_scores_share_a_rank_and_the_next_counts_on() -> None:
    assert ranks([30, 20, 20, 10]) == (1, 2, 2, 4)
    assert ranks([]) == ()
    assert ranks([5, 5, 5]) == (1, 1, 1)


def test_equal_scores_are_ordered_by_invasiveness_then_name_then_id(plants: RuleBase) -> None:
    one = plants.treatments[0]
    best_first = [("e", 9, 3, "Z"), ("d", 5, 1, "Z"), ("c", 5, 2, "A"), ("a", 5, 2, "B"), ("b", 5, 2, "B")]
    treatments = [replace(one, id=name, invasiveness=i, name=called) for name, _, i, called in best_first]
    placements = [Placement(name, "suggested", {}, {"k": score}) for name, score, _, _ in best_first]
    for way in (1, -1):
        ranking = Ranking(replace(plants, treatments=tuple(treatments[::way])))
        assert [treatment.id for treatment in ranking.by_invasiveness] == ["d", "c", "a", "b", "e"]
        for given in (placements, placements[::-1]):
            assert [placement.treatment for placement in ranking.ordered(given)] == ["e", "d", "c", "a", "b"]
            assert ranking.plan(given, "k") == ("e", "d", "c", "a", "b")


def test_a_plan_counts_the_score_for_its_kind_and_a_list_the_best(plants: RuleBase) -> None:
    first, second, third = (treatment.id for treatment in plants.treatments[:3])
    placements = [
        Placement(first, "suggested", {}, {"yellow_leaves": 1, "lice": 9}),
        Placement(second, "suggested", {}, {"yellow_leaves": 2}),
        Placement(third, "suggested", {}, {"lice": 10}),
    ]
    ranking = Ranking(plants)
    assert [placement.treatment for placement in ranking.ordered(placements)] == [third, first, second]
    assert ranking.plan(placements, "yellow_leaves") == (second, first)
