"""The one list of what an advice tells: each kind of thing is in it, and each consumer says what it leaves out."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, get_args

import pytest

from advisor.author.compare.outcome_changes import ChangedAspect
from advisor.enumeration.outcomes import Outcomes
from advisor.enumeration.visible_masks import Aspect, VisibleItem, visible_masks
from advisor.loading.loader import load_rules
from tests.oracle import layers_of, told
from tests.outputs.__main__ import PLANTS
from tests.random_rules import RandomRules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.model.rulebase import RuleBase
    from tests.oracle import Told


def test_every_aspect_is_told_of_and_can_be_left_out() -> None:
    outcomes = Outcomes(load_rules(PLANTS))
    seen = list(visible_masks(outcomes))
    assert [aspect for aspect in get_args(Aspect) if all(item.aspect != aspect for item, _ in seen)] == []
    assert all(mask for _, mask in seen)
    assert len({item for item, _ in seen}) == len(seen)
    for aspect in get_args(Aspect):
        assert list(visible_masks(outcomes, without=(aspect,))) == [one for one in seen if one[0].aspect != aspect]


def test_a_diff_tells_of_all_but_reasons_and_of_the_order_for_points() -> None:
    compared = set(get_args(ChangedAspect)) - {"order"} | {"reason", "points", "ruled out"}  # the last as a grade
    assert compared == set(get_args(Aspect))


@pytest.mark.parametrize("seed", range(12))
def test_every_item_is_told_to_just_those_whom_the_oracle_tells_it(seed: int) -> None:
    chance = random.Random(seed)
    rulebase = RandomRules(chance).rulebase()
    outcomes, layers = Outcomes(rulebase), layers_of(rulebase.derivations)
    seen = dict(visible_masks(outcomes))
    profiles = list(outcomes.space.numbers(outcomes.every))
    for number in (profiles[0], *chance.sample(profiles, min(20, len(profiles)))):
        said = told(rulebase, layers, outcomes.space.profile(number))
        here = [item for item, mask in seen.items() if mask >> number & 1]
        assert {item for item in here if item.aspect not in ("points", "ruled out")} == set(_items(rulebase, said))
        scores: dict[tuple[str, str], int] = {}
        for _, treatment, kind, bit, _ in (item for item in here if item.aspect == "points"):
            at_least = scores.get((treatment, kind), outcomes.scores[treatment, kind].low)
            scores[treatment, kind] = at_least + (1 << int(bit) if bit else 0)
        assert scores == said["scores"]
    ruled_out = {(item.subject, item.kind): mask for item, mask in seen.items() if item.aspect == "ruled out"}
    assert ruled_out == {key: mask for key, mask in outcomes.ruled_out.items() if mask}


def _items(rulebase: RuleBase, said: Told) -> Iterator[VisibleItem]:
    """What the oracle says of one person, but for the scores."""
    for place in ("suggested", "beyond_budget", "not_recommended", "not_applicable"):
        yield from (VisibleItem("place", treatment, "", place) for treatment in said[place])
    fits = {fit.id: fit for treatment in rulebase.treatments for fit in treatment.fits}
    for treatment, rules in said["reasons"].items():
        for rule, kind in rules:
            yield VisibleItem("reason", treatment, kind, rule)
            if rule in fits:
                yield VisibleItem("grade", treatment, kind, said["grades"][treatment, kind], fits[rule].basis)
    for aspect, table in (("warning", "warned"), ("stress", "stressed"), ("note", "noted"), ("urgent", "urgent")):
        yield from (VisibleItem(aspect, name) for name in said[table])
