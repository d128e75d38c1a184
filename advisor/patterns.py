"""Conditions as the engine takes them: alternatives pulled apart until each is a plain list of literals.

``not`` is pushed inward to the facts; every ``any`` becomes a helper that holds when one of its alternatives does. So a
rule matches at most once however many alternatives hold, and the engine needs neither OR nor a negated group.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from advisor.conditions import All, AnyOf, Condition, Is, Not, Suggests

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

__all__ = ["Helper", "Literal", "Term", "negations_inward", "terms"]


@dataclass(frozen=True, slots=True)
class Literal:
    """A fact has one of the values, or (negated) has none of them."""

    fact: str
    values: frozenset[str]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Helper:
    """Holds when one of the alternatives holds."""

    alternatives: tuple[Condition, ...]


Term = Literal | Helper


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
        if isinstance(term, Literal) and not term.negated and len(term.values) > 1 and term.fact not in whole:
            found.append(Helper(tuple(Is(term.fact, frozenset({value})) for value in sorted(term.values))))
        else:
            found.append(term)
    return tuple(dict.fromkeys(found))


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
            yield Literal(fact, values, negated=True)
        case Not(Suggests(treatments)):
            yield Literal("suggests", treatments, negated=True)
        case Is(fact, values):
            yield Literal(fact, values)
        case Suggests(treatments):
            yield Literal("suggests", treatments)
        case _:
            raise AssertionError(condition)  # a `not` around a group: negations_inward has taken these apart
