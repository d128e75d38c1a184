"""Our matcher and overrides against experta as it comes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from advisor.enumeration.outcomes import space_of
from tests.engine.stock import random_difference, random_rules, shipped_difference

if TYPE_CHECKING:
    from advisor.model.rulebase import RuleBase

PARTS = 4


def test_random_rules_fire_as_in_stock_experta() -> None:
    assert random_difference(range(100)) == ""


def test_random_rules_do_something() -> None:
    fired = [len(random_rules(seed)[0].run(random_rules(seed)[1]).fired) for seed in range(100)]
    assert sum(count > 4 for count in fired) > 30


def test_some_people_are_told_in_the_order_of_stock_experta(rulebase: RuleBase) -> None:
    space = space_of(rulebase)
    assert shipped_difference(rulebase, list(space.numbers(space.every))[::1009]) == ""


@pytest.mark.exhaustive
@pytest.mark.parametrize("part", range(PARTS))
def test_thousands_of_random_rules_fire_as_in_stock_experta(part: int) -> None:
    assert random_difference(range(1000 * (part + 1), 1000 * (part + 2))) == ""
