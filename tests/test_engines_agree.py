"""experta, the masks and a plain oracle tell every person the same. The three share no evaluation code."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.enumeration.outcomes import space_of
from tests.agreement import disagreement
from tests.random_rules import RandomRules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.enumeration.answer_space import Space
    from advisor.model.rulebase import RuleBase

PARTS = 16  # so that both cores have something to do
BASES = 3_000  # random ones in the exhaustive run


@pytest.mark.exhaustive
@pytest.mark.parametrize("part", range(PARTS))
def test_everyone_is_told_the_same(rulebase: RuleBase, part: int) -> None:
    size = space_of(rulebase).size
    assert disagreement(rulebase, range(size * part // PARTS, size * (part + 1) // PARTS)) == ""


def _boundaries(space: Space) -> Iterator[int]:
    """The first and last profile for each value of each digit, and for each pair of values of two digits."""
    for place, digit in enumerate(space.digits):
        for value in range(digit.radix):
            mask = space.with_digit(place, value) & space.every
            if mask:
                yield space.first(mask)
                yield mask.bit_length() - 1
            for other in range(place):
                pair = mask & space.with_digit(other, space.digits[other].radix - 1)
                if pair:
                    yield space.first(pair)


def _sample(space: Space, seed: int, of_each: int) -> Iterator[int]:
    """Some profiles of each value of each digit."""
    chance = random.Random(seed)
    for place, digit in enumerate(space.digits):
        for value in range(digit.radix):
            numbers = list(space.numbers(space.with_digit(place, value) & space.every))
            yield from chance.sample(numbers, min(of_each, len(numbers)))


def test_boundaries_and_a_sample_are_told_the_same(rulebase: RuleBase) -> None:
    space = space_of(rulebase)
    assert disagreement(rulebase, sorted({*_boundaries(space), *_sample(space, seed=1, of_each=4)})) == ""


def some_disagreement(chance: random.Random) -> str:
    """That of a random rule base, for some of its profiles and some other numbers."""
    made = RandomRules(chance).rulebase()
    space = space_of(made)
    profiles = list(space.numbers(space.every))
    numbers = chance.sample(profiles, min(10, len(profiles))) + chance.sample(range(space.size), 10)
    return disagreement(made, numbers)


@settings(max_examples=80)
@given(st.randoms(use_true_random=False))
def test_random_rule_bases_are_told_the_same(chance: random.Random) -> None:
    assert some_disagreement(chance) == ""


@pytest.mark.exhaustive
@pytest.mark.parametrize("part", range(PARTS))
def test_many_random_rule_bases_are_told_the_same(part: int) -> None:
    for seed in range(BASES * part // PARTS, BASES * (part + 1) // PARTS):
        assert some_disagreement(random.Random(seed)) == "", seed
