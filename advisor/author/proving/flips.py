"""The nearest changes of answers that put a treatment into another list: exact, the fewest answers first.

For the rule author only: any answer may be changed here. What a person is offered stays with answers that are still
open (``advisor.analysis.alternatives``).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

from advisor.analysis.nearest import nearest_profiles

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.enumeration.answer_space import Digit, Space
    from advisor.enumeration.outcomes import Outcomes

__all__ = ["Flip", "Flips", "nearest_flips"]

_MOST = 3  # flips that are listed


@dataclass(frozen=True, slots=True)
class Flip:
    """Changed answers, each in words, and the list in which the treatment then stands.

    A digit of the answer space is one change: an answer, or one reported kind together with its depth.
    """

    changes: tuple[str, ...]
    to: str


@dataclass(frozen=True, slots=True)
class Flips:
    """The nearest changes that lead elsewhere, at most three; ``more`` is how many are equally near."""

    flips: tuple[Flip, ...]
    more: int


def nearest_flips(outcomes: Outcomes, number: int, treatment: str, *, to: str | None = None) -> Flips:
    """Returns the nearest changes of a profile that put a treatment into another list (``to``: into that list)."""
    space = outcomes.space
    lists = {name: table[treatment] for name, table in outcomes.lists.items()}
    here = next((mask for mask in lists.values() if mask >> number & 1), None)
    if here is None:  # the rule base calls these answers impossible
        return Flips((), 0)
    nearest = nearest_profiles(space, number, lists[to] if to else space.every & ~here)
    flips = [
        Flip(tuple(_words(space.digits[place], values) for place, values in change.items()), name)
        for name, mask in lists.items()
        for change in _changes(space, number, nearest & mask)
    ]
    return Flips(tuple(flips[:_MOST]), max(0, len(flips) - _MOST))


def _changes(space: Space, number: int, mask: int) -> Iterator[dict[int, set[int]]]:
    """Returns the values of each changed digit, by its place, that lead from a profile to those of a mask.

    Profiles that differ in the same digits are one change, but only where every mixture of their values is in the mask.
    """
    by_places: dict[tuple[int, ...], list[tuple[int, ...]]] = {}
    for other in space.numbers(mask):
        changed = dict(_changed_digits(space, number, other))
        by_places.setdefault(tuple(changed), []).append(tuple(changed.values()))
    for places, values in by_places.items():
        mixed = [set(of_digit) for of_digit in zip(*values, strict=True)]
        apart = [[{value} for value in one] for one in sorted(values)]
        for change in [mixed] if prod(map(len, mixed)) == len(values) else apart:
            yield dict(zip(places, change, strict=True))


def _changed_digits(space: Space, number: int, other: int) -> Iterator[tuple[int, int]]:
    """Returns each digit in which two numbers differ, with its value in the second; no longer asked is no change."""
    for place, digit in enumerate(space.digits):
        number, before = divmod(number, digit.radix)
        other, after = divmod(other, digit.radix)
        if before != after and (digit.values[after] or "=" in digit.name):
            yield place, after


def _words(digit: Digit, values: set[int]) -> str:
    """``budget flexible``, ``scar_types with rolling (rolling_depth deep)``, ``scar_types without rolling``."""
    question, _, option = digit.name.partition("=")
    given = [digit.values[value][-1][1] for value in sorted(values) if digit.values[value]]
    parts = []
    if given and option:
        asked = next(answers[-1][0] for answers in digit.values if answers)
        parts.append(f"{question} with {option}" + (f" ({asked} {' or '.join(given)})" if asked != question else ""))
    elif given:
        parts.append(f"{question} {' or '.join(given)}")
    if len(given) < len(values):
        parts.append(f"{question} without {option}")
    return ", or ".join(parts)
