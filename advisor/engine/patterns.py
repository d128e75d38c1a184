"""Conditions as the engine takes them: alternatives pulled apart until each is a plain list of literals.

``not`` is pushed inward to the facts; an ``any`` becomes a helper that holds when one of its alternatives does, or,
when it looks at one question only, a choice that one predicate decides. So a rule matches at most once however many
alternatives hold, and the engine needs neither OR nor a negated group.
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
    """A fact has one of the values, or (negated) has none of them."""

    fact: str
    values: frozenset[str]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Helper:
    """Holds when one of the alternatives holds."""

    alternatives: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class OneOf:
    """One of the alternatives holds; each is a list of literals, all about the same fact."""

    fact: str
    alternatives: tuple[tuple[FactTest, ...], ...]


Term = FactTest | Helper | OneOf


def negations_inward(condition: Condition, *, negated: bool = False) -> Condition:
    """The same condition with ``not`` only around single facts."""
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


def terms(condition: Condition, whole: Collection[str]) -> tuple[Term, ...]:
    """The terms that must all hold, each once, of a condition with ``not`` only around single facts.

    ``whole`` names the facts whose values are looked at all at once. Of any other, several values could each be a fact
    of its own, and a rule would fire for each of them: there a helper makes it fire once.
    """
    found: list[Term] = []
    for term in _terms(condition):
        match term:
            case FactTest(fact, values, False) if len(values) > 1 and fact not in whole:
                found.append(Helper(tuple(Is(fact, frozenset({value})) for value in sorted(values))))
            case Helper(alternatives):
                found.append(_choice(alternatives, whole) or term)
            case _:
                found.append(term)
    return tuple(dict.fromkeys(found))


def _choice(alternatives: tuple[Condition, ...], whole: Collection[str]) -> OneOf | None:
    """The alternatives as one choice, when all of them are about one fact that is looked at all at once."""
    parts = [terms(alternative, whole) for alternative in alternatives]
    flat = [tuple(term for term in part if isinstance(term, FactTest)) for part in parts]
    facts = {literal.fact for part in flat for literal in part}
    if (
        len(facts) == 1
        and facts <= set(whole)
        and all(map(len, flat))
        and list(map(len, flat)) == list(map(len, parts))
    ):
        return OneOf(facts.pop(), tuple(flat))
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
            raise AssertionError(condition)  # a `not` around a group: negations_inward has taken these apart
