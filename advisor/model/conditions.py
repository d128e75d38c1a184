"""The conditions of rules as frozen trees of ``is``, ``all``, ``any``, ``not`` and, in some files, ``suggests``.

``truth`` evaluates a condition while some facts are still unknown, for the questionnaire and for explanations. The
engine compiles conditions to patterns and the proofs compile them to bit masks, each with code of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from advisor.diagnostics.source import Position

__all__ = ["ALWAYS", "All", "AnyOf", "Condition", "Is", "Not", "Suggests", "all_of", "leaves", "truth"]


@dataclass(frozen=True, slots=True)
class Is:
    """Holds when the fact has one of the values (for a question with several answers: when one of them was given)."""

    fact: str
    values: frozenset[str]
    position: Position | None = field(default=None, compare=False, repr=False)
    value_positions: tuple[tuple[str, Position], ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class All:
    """Holds when every part holds; without parts always."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Holds when at least one part holds; without parts never."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Holds when the part does not."""

    part: Condition


@dataclass(frozen=True, slots=True)
class Suggests:
    """Holds when at least one of the treatments is suggested.

    ``selector`` holds the ``(field, value)`` pairs by which the rule file chose them; it is empty where it names them.
    """

    treatments: frozenset[str]
    selector: tuple[tuple[str, str], ...] = ()
    position: Position | None = field(default=None, compare=False, repr=False)
    value_positions: tuple[tuple[str, Position], ...] = field(default=(), compare=False, repr=False)


Condition = Is | All | AnyOf | Not | Suggests

ALWAYS = All(())


def all_of(*conditions: Condition) -> Condition:
    """Returns one condition that holds when all of these do, with the parts of every ``all`` taken out of it."""
    parts: list[Condition] = []
    for condition in conditions:
        parts.extend(condition.parts if isinstance(condition, All) else (condition,))
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def leaves(condition: Condition, *, under_not: bool = False) -> Iterator[tuple[Is | Suggests, bool]]:
    """Yields each ``Is`` and ``Suggests`` in reading order, with whether it is under an odd number of ``not``."""
    match condition:
        case All(parts) | AnyOf(parts):
            for part in parts:
                yield from leaves(part, under_not=under_not)
        case Not(part):
            yield from leaves(part, under_not=not under_not)
        case _:
            yield condition, under_not


def truth(condition: Condition, values: Callable[[str], frozenset[str] | None]) -> bool | None:
    """Returns whether a condition holds, or None while that depends on a fact not known yet.

    ``values`` is called with the name of a fact and returns its values (empty: it has none), or None while they are
    unknown. The treatments suggested are the values of the fact ``suggests``.
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
