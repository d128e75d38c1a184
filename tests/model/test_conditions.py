"""What conditions come to while facts are unknown: three-valued logic, as whole truth tables."""

from __future__ import annotations

import pytest

from advisor.model.conditions import All, AnyOf, Condition, Is, Not, Suggests, truth

VALUES = {
    "T": frozenset({"yes", "other"}),
    "F": frozenset({"no"}),
    "none": frozenset(),
    "suggests": frozenset({"needling"}),
}
T, F, U = (Is(fact, frozenset({"yes"})) for fact in ("T", "F", "U"))  # true, false, unknown


def _truth(condition: Condition) -> bool | None:
    return truth(condition, VALUES.get)


def test_a_leaf_is_known_when_its_fact_is() -> None:
    assert [_truth(leaf) for leaf in (T, F, U)] == [True, False, None]
    assert _truth(Is("none", frozenset({"yes"}))) is False
    assert _truth(Is("none", frozenset())) is False
    assert _truth(Suggests(frozenset({"needling", "laser"}))) is True
    assert _truth(Suggests(frozenset({"laser"}))) is False
    assert truth(Suggests(frozenset({"laser"})), {}.get) is None


@pytest.mark.parametrize(("part", "found"), [(T, False), (F, True), (U, None)])
def test_not(part: Condition, found: bool | None) -> None:
    assert _truth(Not(part)) is found


@pytest.mark.parametrize(
    ("parts", "every", "some"),
    [
        ((), True, False),
        ((T,), True, True),
        ((F,), False, False),
        ((U,), None, None),
        ((T, T), True, True),
        ((T, F), False, True),
        ((T, U), None, True),
        ((F, F), False, False),
        ((F, U), False, None),
        ((U, U), None, None),
        ((T, F, U), False, True),
    ],
)
def test_all_and_any(parts: tuple[Condition, ...], every: bool | None, some: bool | None) -> None:
    for order in (parts, parts[::-1]):
        assert _truth(All(order)) is every
        assert _truth(AnyOf(order)) is some
        assert _truth(Not(All(tuple(map(Not, order))))) is some
