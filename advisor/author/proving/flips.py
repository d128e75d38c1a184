"""The nearest changes of answers that put a treatment elsewhere: exact, the fewest answers first.

For the rule author only: any answer may be changed here. What a person is offered stays with answers they can choose
(``advisor.analysis.explanation``).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

from advisor.analysis.influence import spread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.enumeration.answer_space import Digit, Space
    from advisor.enumeration.outcomes import Outcomes

__all__ = ["Flip", "Flips", "nearest_flips"]

MOST = 3


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
    """The nearest profiles where a treatment stands elsewhere (``to``: in that list), told as changed answers."""
    space = outcomes.space
    lists = {name: table[treatment] for name, table in outcomes.lists.items()}
    here = next((name for name, mask in lists.items() if mask >> number & 1), None)
    if here is None:  # these answers are said never to occur together
        return Flips((), 0)
    wanted = (lists[to] if to else space.every & ~lists[here]) & space.every
    ball = 1 << number
    for _ in space.digits:
        ball = _one_further(space, ball)
        if found := ball & wanted:
            return _told(space, number, found, lists)
    return Flips((), 0)


def _one_further(space: Space, ball: int) -> int:
    """Every number that differs from one in the ball in one digit more; what is then no longer asked comes free."""
    found = ball
    for place in range(len(space.digits)):
        found |= spread(space, ball, place)
    for place, digit in enumerate(space.digits):
        if "=" not in digit.name and not digit.values[0]:
            for value in range(1, digit.radix):
                found |= (found & space.with_digit(place, value)) >> (value * space.stride(place))
    return found


def _told(space: Space, number: int, found: int, lists: dict[str, int]) -> Flips:
    """Profiles that differ in the same answers are one flip, where every mixture of their options is among them."""
    alike: dict[tuple[str, tuple[int, ...]], list[tuple[int, ...]]] = {}
    for other in space.numbers(found):
        changed = dict(_changed(space, number, other))
        to = next(name for name, mask in lists.items() if mask >> other & 1)
        alike.setdefault((to, tuple(changed)), []).append(tuple(changed.values()))
    flips = []
    for (to, places), values in alike.items():
        for options in _merged(values):
            words = (_words(space.digits[place], sorted(chosen)) for place, chosen in zip(places, options, strict=True))
            flips.append(Flip(tuple(words), to))
    order = list(lists)
    flips.sort(key=lambda flip: order.index(flip.to))
    return Flips(tuple(flips[:MOST]), max(0, len(flips) - MOST))


def _merged(values: list[tuple[int, ...]]) -> list[list[set[int]]]:
    """The values of each digit as sets, if these are all of their mixtures; else each by itself."""
    options = [set(chosen) for chosen in zip(*values, strict=True)]
    if prod(map(len, options)) == len(set(values)):
        return [options]
    return [[{value} for value in one] for one in sorted(set(values))]


def _changed(space: Space, number: int, other: int) -> Iterator[tuple[int, int]]:
    """Each digit in which two numbers differ, with its value in the second; what is no longer asked is no change."""
    for place, digit in enumerate(space.digits):
        number, before = divmod(number, digit.radix)
        other, after = divmod(other, digit.radix)
        if before != after and (digit.values[after] or "=" in digit.name):
            yield place, after


def _words(digit: Digit, values: list[int]) -> str:
    """``budget flexible``, ``scar_types with rolling (rolling_depth deep)``, ``scar_types without rolling``."""
    question, _, option = digit.name.partition("=")
    told = [digit.values[value][-1][1] for value in sorted(values) if digit.values[value]]
    parts = []
    if told and option:
        asked = next(answers[-1][0] for answers in digit.values if answers)
        parts.append(f"{question} with {option}" + (f" ({asked} {' or '.join(told)})" if asked != question else ""))
    elif told:
        parts.append(f"{question} {' or '.join(told)}")
    if len(told) < len(values):
        parts.append(f"{question} without {option}")
    return ", or ".join(parts)
