"""experta and the masks tell every person the same. They share no evaluation code."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.enumeration.outcomes import space_of
from advisor.model.conditions import ALWAYS, All, AnyOf, Condition, Not, Suggests
from advisor.model.rulebase import Disclaimer, Grade, Kinds, RuleBase, Setting
from advisor.model.rules import Adjustment, Binding, Fit, Note, RuleOut, Treatment, TreatmentWarning
from tests.agreement import disagreement
from tests.enumeration.test_answer_space import ANSWERED, HERE, QUESTIONS, conditions, derivation

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.enumeration.answer_space import Space

PARTS = 16  # so that both cores have something to do


@pytest.mark.exhaustive
@pytest.mark.parametrize("part", range(PARTS))
def test_everyone_is_told_the_same(rulebase: RuleBase, part: int) -> None:
    space = space_of(rulebase)
    numbers = range(space.size * part // PARTS, space.size * (part + 1) // PARTS)
    assert disagreement(rulebase, (number for number in numbers if space.every >> number & 1)) == ""


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


KINDS = ("a", "b", "c")
NAMES = ("one", "two", "three")


def _bindings() -> st.SearchStrategy[Binding]:
    """A kind, a depth of one, or both."""
    kinds = st.frozensets(st.sampled_from(KINDS), min_size=1)
    depths = st.frozensets(st.sampled_from(("low", "high")), min_size=1)
    return (
        st.builds(Binding, kinds=kinds)
        | st.builds(Binding, depths=depths)
        | st.builds(Binding, kinds=kinds | st.just(frozenset({"a"})), depths=depths)
    )


def _facts() -> st.SearchStrategy[Condition]:
    return st.just(ALWAYS) | conditions([*ANSWERED, "f", "g"])


@st.composite
def _treatments(draw: st.DrawFn, name: str) -> Treatment:
    def some(build: type, **fields: st.SearchStrategy[object]) -> tuple[object, ...]:
        found = draw(st.lists(st.fixed_dictionaries(fields), max_size=2))
        common = {"position": HERE, "treatment": name}
        return tuple(build(id=f"{name}-{build.__name__}-{i}", **common, **each) for i, each in enumerate(found))

    bound, maybe = _bindings(), st.none() | _bindings()
    severity = st.sampled_from(("limit", "caution", "serious"))
    stressed = st.none() | _facts()
    return Treatment(
        id=name,
        name=name,
        position=HERE,
        setting=draw(st.sampled_from(("home", "away"))),
        invasiveness=0,
        breaks_skin=draw(st.booleans()),
        **dict.fromkeys(("what", "how_well", "recovery", "unsaid"), ""),
        questions=(),
        fits=some(Fit, when=_facts(), binding=bound, grade=st.sampled_from(("good", "fair"))),
        rules_out=some(RuleOut, when=_facts(), binding=bound),
        adjusts=some(Adjustment, when=_facts(), binding=maybe, points=st.integers(-9, 9)),
        warnings=some(
            TreatmentWarning,
            when=_facts(),
            binding=maybe,
            severity=severity,
            text=st.just(""),
            stressed_when=stressed,
        ),
    )


@st.composite
def rulebases(draw: st.DrawFn) -> RuleBase:
    """A small rule base with a derivation that is negated, bindings, settings and notes on what is suggested."""
    derivations = (
        derivation("d1", draw(conditions(ANSWERED)), "f", "yes"),
        derivation("d2", draw(conditions([*ANSWERED, "f"])), "g", "p"),
        derivation("d3", draw(conditions([*ANSWERED, "f"])), "g", "q"),
    )
    suggests = st.frozensets(st.sampled_from(NAMES), min_size=1).map(Suggests)
    asks = st.recursive(suggests | conditions([*ANSWERED, "g"]), _grow, max_leaves=3)
    notes = [
        Note(id=f"n{i}", position=HERE, section="general", order=i, text="", when=when, urgent_when=urgent)
        for i, (when, urgent) in enumerate(draw(st.lists(st.tuples(asks, st.none() | asks), max_size=3)))
    ]
    return RuleBase(
        **dict.fromkeys(("id", "name", "version", "date", "digest", "root", "intended_use"), "small"),
        authors=(),
        disclaimer=Disclaimer(id="disclaimer", position=HERE, text=""),
        grades=tuple(Grade(id=g, points=p, label="", means="", position=HERE) for g, p in (("good", 9), ("fair", 4))),
        settings=(
            Setting(id="home", label="", position=HERE),
            Setting(id="away", label="", needs=draw(_facts()), position=HERE),
        ),
        kinds=Kinds(
            called="kind", question="kinds", depth_called="depth", depth_questions={"a": "depth_a"}, position=HERE
        ),
        questions=QUESTIONS,
        derivations=derivations,
        treatments=tuple(draw(_treatments(name)) for name in sorted(NAMES)),
        notes=tuple(notes),
        sources=(),
    )


def _grow(inner: st.SearchStrategy[Condition]) -> st.SearchStrategy[Condition]:
    parts = st.lists(inner, min_size=1, max_size=2).map(tuple)
    return parts.map(All) | parts.map(AnyOf) | inner.map(Not)


@settings(max_examples=25)
@given(rulebases(), st.integers(0, 2**32))
def test_random_rule_bases_are_told_the_same(small: RuleBase, seed: int) -> None:
    space = space_of(small)
    numbers = list(space.numbers(space.every))
    assert disagreement(small, random.Random(seed).sample(numbers, 25)) == ""
