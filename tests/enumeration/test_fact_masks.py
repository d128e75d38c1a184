"""Derived facts as masks: what takes several steps, what waits for an absence, and what can never settle."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest

from advisor.diagnostics.errors import InferenceFailed
from advisor.enumeration.fact_masks import FactMasks
from advisor.model.conditions import ALWAYS, All, AnyOf, Condition, Is, Not, Suggests
from tests.enumeration.test_answer_space import derivation

EVERY = 0b1111
ANSWERS = {("q", "x"): 0b0011, ("q", "y"): 0b1100, ("r", "x"): 0b0101}
X, Y, R = (Is(name, frozenset({value})) for name, value in ANSWERS)


def has(fact: str) -> Is:
    return Is(fact, frozenset({"yes"}))


def derived(**whens: Condition) -> dict[str, int]:
    facts = FactMasks(EVERY, ANSWERS, [derivation(fact, when, fact, "yes") for fact, when in whens.items()])
    return {fact: facts.fact(fact, "yes") for fact in whens}


def test_facts_may_follow_in_any_order_and_support_each_other() -> None:
    found = derived(c=has("b"), b=AnyOf((has("a"), has("c"))), a=X, circle=has("circle"))
    assert found == {"a": 0b0011, "b": 0b0011, "c": 0b0011, "circle": 0}


def test_a_long_chain_written_backwards_is_followed() -> None:
    names = [f"f{number}" for number in range(500)]
    found = derived(**dict(reversed([(names[0], X), *((b, has(a)) for a, b in pairwise(names))])))
    assert set(found.values()) == {0b0011}


def test_an_absence_is_that_of_what_follows_in_the_end() -> None:
    found = derived(d=Not(has("c")), c=Not(has("b")), b=has("a"), a=All((X, Not(Not(R)))))
    assert found == {"a": 0b0001, "b": 0b0001, "c": 0b1110, "d": 0b0001}


def test_what_would_follow_from_its_own_absence_is_an_error_unless_something_settles_it() -> None:
    with pytest.raises(InferenceFailed) as caught:
        derived(b=Not(has("a")), a=has("b"))
    assert str(caught.value) == "for some answers these follow from their own absence: a: yes, b: yes"
    assert derived(b=Not(has("a")), a=AnyOf((has("b"), ALWAYS)))["b"] == 0


def test_other_derivations_and_some_profiles_leave_the_masks_as_they_are() -> None:
    facts = FactMasks(EVERY, ANSWERS, [derivation("1", X, "a", "yes")])
    other = facts.deriving([derivation("1", Y, "a", "yes")])
    some = facts.of_profiles([3, 0])
    assert (facts.fact("a", "yes"), other.fact("a", "yes"), some.fact("a", "yes")) == (0b0011, 0b1100, 0)
    assert (some.every, some.mask(X), some.mask(Not(X))) == (0b11, 0b10, 0b01)


def test_what_is_suggested_is_asked_of_what_is_given() -> None:
    facts = FactMasks(EVERY, ANSWERS)
    asked = AnyOf((Not(Suggests(frozenset({"a"}))), X))
    assert facts.mask(asked, {"a": 0b0110}) == 0b1011
    with pytest.raises(KeyError):
        facts.mask(asked)


def test_masks_do_not_hang_on_the_order_of_the_derivations() -> None:
    whens = {"d": Not(has("c")), "c": AnyOf((Not(has("b")), has("d2"))), "b": has("a"), "a": X, "d2": R}
    expected = derived(**whens)
    for seed in range(10):
        shuffled = random.Random(seed).sample(list(whens.items()), len(whens))
        assert derived(**dict(shuffled)) == expected
