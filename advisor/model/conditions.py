"""Conditions of rules: ``is``, ``all``, ``any``, ``not`` and, for notes and properties, ``suggests``; frozen nodes.

``truth`` decides a condition where some facts may still be unknown. It serves the questionnaire and explanations;
the engine compiles conditions to patterns and the proofs compile them to bit masks, each by its own code.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from advisor.diagnostics.source import Position

__all__ = ["ALWAYS", "All", "AnyOf", "Condition", "Is", "Not", "Suggests", "both", "leaves", "truth"]


@dataclass(frozen=True, slots=True)
class Is:
    """The fact has one of the values (for a question with several answers: at least one of them was given)."""

    fact: str
    values: frozenset[str]
    position: Position | None = field(default=None, compare=False, repr=False)
    value_positions: tuple[tuple[str, Position], ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds; without parts it always holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds; without parts it never holds."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Condition


@dataclass(frozen=True, slots=True)
class Suggests:
    """At least one of the treatments is suggested.

    ``said`` is how the rule file put it: treatment ids, or ``(field, value)`` pairs that chose them.
    """

    treatments: frozenset[str]
    selector: tuple[tuple[str, str], ...] = ()
    position: Position | None = field(default=None, compare=False, repr=False)
    value_positions: tuple[tuple[str, Position], ...] = field(default=(), compare=False, repr=False)


Condition = Is | All | AnyOf | Not | Suggests

ALWAYS = All(())


def both(*conditions: Condition) -> Condition:
    """All of the conditions as one, without needless nesting."""
    parts: list[Condition] = []
    for condition in conditions:
        parts.extend(condition.parts if isinstance(condition, All) else (condition,))
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def leaves(condition: Condition, *, under_not: bool = False) -> Iterator[tuple[Is | Suggests, bool]]:
    """Each leaf with whether it stands under an odd number of ``not``."""
    match condition:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from leaves(part, under_not=under_not)
        case Not(part):
            yield from leaves(part, under_not=not under_not)
        case _:
            yield condition, under_not


def truth(condition: Condition, values: Callable[[str], frozenset[str] | None]) -> bool | None:
    """Whether a condition holds; None while that still depends on something unknown.

    ``values`` gives the values a fact has (empty when it has none), or None when it is not known yet.
    Treatments are looked up under the name ``suggests``.
    """
    match condition:
        case Is(fact, wanted):
            known = values(fact)
            return None if known is None else not wanted.isdisjoint(known)
        case Suggests(treatments):
            known = values("suggests")
            return None if known is None else not treatments.isdisjoint(known)
        case Not(part):
            inner = truth(part, values)
            return None if inner is None else not inner
        case All(parts):
            found = [truth(part, values) for part in parts]
            return False if False in found else None if None in found else True
        case AnyOf(parts):
            found = [truth(part, values) for part in parts]
            return True if True in found else None if None in found else False
