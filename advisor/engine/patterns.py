"""Rewrites conditions into terms for experta, such that a rule is activated at most once in a run.

``not`` is moved inward to single facts. An ``any`` becomes a ``Helper``, a fact of its own that holds when one of the
alternatives does; when all alternatives are about one question, it becomes a ``OneOf``, which one predicate decides. So
a rule matches once however many alternatives hold, and the engine needs neither OR nor a negated group.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from advisor.model.conditions import All, AnyOf, Condition, Is, Not, Suggests

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

__all__ = ["FactTest", "Helper", "OneOf", "Term", "negations_inward", "terms"]


@dataclass(frozen=True, slots=True)
class FactTest:
    """Holds when the fact has one of the values or, if negated, none of them."""

    fact: str
    values: frozenset[str]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Helper:
    """Holds when one of the alternatives does."""

    alternatives: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class OneOf:
    """Holds when all tests of one of the alternatives do; every test is about the same fact."""

    fact: str
    alternatives: tuple[tuple[FactTest, ...], ...]


Term = FactTest | Helper | OneOf


def negations_inward(condition: Condition, *, negated: bool = False) -> Condition:
    """Returns an equivalent of a condition, or (negated) of its negation, with ``not`` only around single facts."""
    match condition:
        case Not(part):
            return negations_inward(part, negated=not negated)
        case All(parts):
            inner = tuple(negations_inward(part, negated=negated) for part in parts)
            return AnyOf(inner) if negated else All(inner)
        case AnyOf(parts):
            inner = tuple(negations_inward(part, negated=negated) for part in parts)
            return All(inner) if negated else AnyOf(inner)
        case _:
            return Not(condition) if negated else condition


def terms(condition: Condition, set_valued: Collection[str]) -> tuple[Term, ...]:
    """Returns the distinct terms that must all hold for a condition to hold. Apply ``negations_inward`` to it first.

    ``set_valued`` names the facts that experta holds as one set of values. Any other fact is one experta fact for each
    value, and a rule with several of these values would fire for each: a helper makes it fire once.
    """
    found: list[Term] = []
    for term in _terms(condition):
        match term:
            case FactTest(fact, values, False) if len(values) > 1 and fact not in set_valued:
                found.append(Helper(tuple(Is(fact, frozenset({value})) for value in sorted(values))))
            case Helper(alternatives):
                found.append(_one_of(alternatives, set_valued) or term)
            case _:
                found.append(term)
    return tuple(dict.fromkeys(found))


def _one_of(alternatives: tuple[Condition, ...], set_valued: Collection[str]) -> OneOf | None:
    """Returns the alternatives as one term, or None unless all of them only test one fact, a set-valued one."""
    parts = [terms(alternative, set_valued) for alternative in alternatives]
    tests = [tuple(term for term in part if isinstance(term, FactTest)) for part in parts]
    facts = {test.fact for part in tests for test in part}
    if tests == parts and all(parts) and len(facts) == 1 and facts <= set(set_valued):
        return OneOf(facts.pop(), tuple(tests))
    return None


def _terms(condition: Condition) -> Iterator[Term]:
    match condition:
        case All(parts):
            for part in parts:
                yield from _terms(part)
        case AnyOf((only,)):
            yield from _terms(only)
        case AnyOf(parts):
            yield Helper(parts)
        case Not(Is(fact, values)):
            yield FactTest(fact, values, negated=True)
        case Not(Suggests(treatments)):
            yield FactTest("suggests", treatments, negated=True)
        case Is(fact, values):
            yield FactTest(fact, values)
        case Suggests(treatments):
            yield FactTest("suggests", treatments)
        case _:
            raise AssertionError(condition)  # `not` around a group: negations_inward leaves none
