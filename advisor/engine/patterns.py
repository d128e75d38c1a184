"""Rewrites conditions into the terms that experta's patterns are made of.

``not`` is moved inward to single facts. What is about answers alone, or about what is suggested alone, is decided by
one predicate when these are declared; derived facts come one by one, so an ``any`` with one in it stays a choice.

An *atom* is a fact with a value as one text, ``name: value``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from advisor.model.conditions import All, AnyOf, Condition, Is, Not, Suggests, leaves

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from collections.abc import Set as AbstractSet

    Predicate = Callable[[AbstractSet[str]], bool]
    Explanation = Callable[[AbstractSet[str]], tuple[str, ...]]

__all__ = [
    "Concluded",
    "Decided",
    "Disjunction",
    "Term",
    "atom",
    "explanation",
    "negations_inward",
    "single_test",
    "terms",
]


@dataclass(frozen=True, slots=True)
class Decided:
    """Holds when the condition does, which is about answers alone or about what is suggested alone."""

    condition: Condition
    about: Literal["answers", "suggests"]


@dataclass(frozen=True, slots=True)
class Concluded:
    """Holds when a rule has concluded the one fact of these or, if negated, none of them, each given as an atom."""

    condition: Condition
    atoms: tuple[str, ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class Disjunction:
    """Holds when all terms of one of the alternatives do."""

    condition: Condition
    alternatives: tuple[tuple[Term, ...], ...]


Term = Decided | Concluded | Disjunction


def atom(fact: str, value: str) -> str:
    """Returns a fact with a value as one text."""
    return f"{fact}: {value}"


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


def terms(condition: Condition, questions: Collection[str]) -> tuple[Term, ...]:
    """Returns the distinct terms that must all hold for a condition to hold. Apply ``negations_inward`` to it first.

    A fact that is not one of the ``questions`` is derived.
    """
    return tuple(dict.fromkeys(_terms(condition, questions)))


def _terms(condition: Condition, questions: Collection[str]) -> Iterator[Term]:
    match condition:
        case All(parts):
            for part in parts:
                yield from _terms(part, questions)
        case AnyOf((only,)):
            yield from _terms(only, questions)
        case _ if about := _about(condition, questions):
            yield Decided(condition, about)
        case AnyOf(parts):
            yield Disjunction(condition, tuple(terms(part, questions) for part in parts))
        case Is(fact, values) if len(values) != 1:
            each = (Is(fact, frozenset({value})) for value in sorted(values))
            yield Disjunction(condition, tuple(terms(one, questions) for one in each))
        case Is() as leaf:
            yield Concluded(condition, _atoms(leaf), negated=False)
        case Not(Is() as leaf):
            yield Concluded(condition, _atoms(leaf), negated=True)


def _about(condition: Condition, questions: Collection[str]) -> Literal["answers", "suggests", None]:
    facts = {_fact(leaf) for leaf, _ in leaves(condition)}
    if facts == {"suggests"}:
        return "suggests"
    return "answers" if facts.issubset(questions) else None


def _fact(leaf: Is | Suggests) -> str:
    return leaf.fact if isinstance(leaf, Is) else "suggests"


def _atoms(leaf: Is | Suggests) -> tuple[str, ...]:
    """Returns the atoms of which one must hold, sorted."""
    values = leaf.values if isinstance(leaf, Is) else leaf.treatments
    return tuple(atom(_fact(leaf), value) for value in sorted(values))


def single_test(condition: Condition) -> tuple[Predicate, bool]:
    """Returns a predicate on the atoms known, and the result with which the condition holds."""
    match condition:
        case Is() | Suggests():
            return frozenset(_atoms(condition)).isdisjoint, False
        case Not(part):
            predicate, wanted = single_test(part)
            return predicate, not wanted
        case All(parts):
            return _none_is(tuple((predicate, not wanted) for predicate, wanted in map(single_test, parts))), True
        case AnyOf(parts):
            return _none_is(tuple(map(single_test, parts))), False


def _none_is(tests: tuple[tuple[Predicate, bool], ...]) -> Predicate:
    """Returns a predicate that is true when no test has the result it stands with."""

    def none_is(known: AbstractSet[str]) -> bool:
        for predicate, result in tests:  # noqa: SIM110  # a generator takes twice as long
            if predicate(known) is result:
                return False
        return True

    return none_is


def explanation(condition: Condition) -> Explanation:
    """Returns what names the facts that make a condition hold, each once, from the atoms known.

    In the condition ``not`` is only around single facts. Of a choice of values of one fact these are the atoms
    known, else those of its first part that holds.
    """
    match condition:
        case Not(Is() | Suggests() as leaf):
            absent = tuple(f"not {one}" for one in _atoms(leaf))
            return lambda _known: absent
        case Is(_, values) if len(values) == 1:
            present = _atoms(condition)
            return lambda _known: present
        case All(parts):
            inner = tuple(map(explanation, parts))
            return lambda known: tuple(dict.fromkeys(one for explained in inner for one in explained(known)))
        case AnyOf(parts) if not _asks_for_values(condition):
            return _first_holding(tuple((*single_test(part), explanation(part)) for part in parts))
        case _:
            named = frozenset(one for leaf, _ in leaves(condition) for one in _atoms(leaf))
            return lambda known: tuple(sorted(named & known))


def _asks_for_values(condition: Condition) -> bool:
    """Returns whether a condition asks for values of one fact, and for the absence of none."""
    found = list(leaves(condition))
    return len({_fact(leaf) for leaf, _ in found}) == 1 and not any(negated for _, negated in found)


def _first_holding(parts: tuple[tuple[Predicate, bool, Explanation], ...]) -> Explanation:
    """Returns the explanation of the first part whose predicate has the result that stands beside it."""

    def explained(known: AbstractSet[str]) -> tuple[str, ...]:
        for predicate, wanted, explain in parts:
            if predicate(known) is wanted:
                return explain(known)
        raise AssertionError("a rule fires when one of the parts holds")

    return explained
