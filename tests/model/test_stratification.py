"""Derivations in an order in which nothing looked at under `not` is still open."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.diagnostics.errors import RuleBaseInvalid
from advisor.diagnostics.source import Position, SourceText
from advisor.model.conditions import ALWAYS, AnyOf, Condition, Is, Not, leaves
from advisor.model.rules import Derivation
from advisor.model.stratification import strata

SOURCE = SourceText.of("rules/derivations.yaml", "\n" * 20)


def holds(fact: str, *values: str) -> Is:
    return Is(fact, frozenset(values or ("yes",)))


def rule(line: int, fact: str, when: Condition = ALWAYS, value: str = "yes") -> Derivation:
    return Derivation(id=f"r{line}", position=Position(SOURCE, line, 3), when=when, fact=fact, value=value)


def ids(*rules: Derivation) -> list[list[str]]:
    return [[rule.id for rule in layer] for layer in strata(rules)]


def test_answers_are_settled_from_the_start() -> None:
    assert ids() == []
    assert ids(rule(1, "a", holds("answer")), rule(2, "b", Not(holds("answer")))) == [["r1", "r2"]]


def test_what_follows_from_an_absence_comes_later() -> None:
    assert ids(rule(1, "c", Not(holds("b"))), rule(2, "b", holds("a")), rule(3, "a")) == [["r2", "r3"], ["r1"]]
    assert ids(rule(1, "c", holds("b")), rule(2, "b", Not(holds("a"))), rule(3, "a")) == [["r3"], ["r1", "r2"]]


def test_twice_not_is_not_not() -> None:
    assert ids(rule(1, "b", Not(Not(holds("a")))), rule(2, "a", holds("b"))) == [["r1", "r2"]]


def test_facts_may_support_each_other() -> None:
    assert ids(rule(1, "a", holds("b")), rule(2, "b", holds("a")), rule(3, "b", holds("answer"))) == [
        ["r1", "r2", "r3"]
    ]


def test_one_value_may_follow_from_the_absence_of_another() -> None:
    assert ids(rule(1, "a", Not(holds("a", "yes")), "no"), rule(2, "a")) == [["r2"], ["r1"]]


def test_a_circle_shows_every_place_on_it() -> None:
    circle = rule(1, "a", holds("b")), rule(2, "b", holds("c")), rule(3, "c", Not(AnyOf((holds("x"), holds("a")))))
    with pytest.raises(RuleBaseInvalid) as caught:
        strata((*circle, rule(4, "d", Not(holds("a")))))
    (finding,) = caught.value.findings
    assert finding.code == "R017"
    assert finding.message == "`c: yes` would follow from its own absence"
    assert [(str(finding.position), finding.label)] == [
        ("rules/derivations.yaml:3:3", "c: yes follows from not a: yes")
    ]
    assert [(str(other.position), other.says) for other in finding.related] == [
        ("rules/derivations.yaml:1:3", "a: yes follows from b: yes"),
        ("rules/derivations.yaml:2:3", "b: yes follows from c: yes"),
    ]


def test_two_circles_are_two_findings() -> None:
    with pytest.raises(RuleBaseInvalid) as caught:
        strata([rule(1, "a", Not(holds("a"))), rule(2, "b", Not(holds("c"))), rule(3, "c", holds("b"))])
    assert [finding.code for finding in caught.value.findings] == ["R017", "R017"]


LEAVES = st.sampled_from("abcd").map(holds)
CONDITIONS = st.lists(LEAVES | LEAVES.map(Not), max_size=3).map(lambda parts: AnyOf(tuple(parts)))


@given(st.lists(st.tuples(st.sampled_from("abcd"), CONDITIONS), max_size=7))
def test_a_layer_looks_under_not_only_at_lower_layers(made: list[tuple[str, Condition]]) -> None:
    rules = [rule(number + 1, fact, when) for number, (fact, when) in enumerate(made)]
    try:
        layers = strata(rules)
    except RuleBaseInvalid:
        return  # the circles have tests of their own
    assert sorted(one.id for layer in layers for one in layer) == sorted(one.id for one in rules)
    level = {one.fact: number for number, layer in enumerate(layers) for one in layer}
    for number, layer in enumerate(layers):
        for one in layer:
            for leaf, negated in leaves(one.when):
                assert isinstance(leaf, Is)
                assert level.get(leaf.fact, -1) + negated <= number
