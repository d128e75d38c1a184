"""Describes a mask by a few groups of profiles, such as ``skin_tone V or VI, anything else``."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from advisor.model.wording import joined

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.enumeration.answer_space import Digit, Space

__all__ = ["Cover", "ProfileGroup", "cover"]

MOST = 4  # groups shown of one mask; nobody reads more


@dataclass(frozen=True, slots=True)
class ProfileGroup:
    """A group of profiles in words, and how many of them are in no group before it."""

    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Cover:
    """The groups of a mask, and how many of its profiles are in none of them."""

    groups: tuple[ProfileGroup, ...]
    left: int


def cover(space: Space, mask: int, most: int = MOST) -> Cover:
    """Returns at most ``most`` groups that cover a mask; every profile of a group is in the mask, or cannot occur."""
    rest = mask
    groups: list[ProfileGroup] = []
    outside = space.every & ~mask
    while rest and len(groups) < most:
        seeds = {space.first(rest), rest.bit_length() - 1}
        ways = (range(len(space.digits)), reversed(range(len(space.digits))))
        blocks = [_grown(space, outside, seed, way) for way in map(list, ways) for seed in sorted(seeds)]
        values, block = max(blocks, key=lambda found: ((found[1] & rest).bit_count(), _freedom(space, found[0])))
        groups.append(ProfileGroup(_words(space, values), (block & rest).bit_count()))
        rest &= ~block
    return Cover(tuple(groups), rest.bit_count())


Values = list[frozenset[int]]


def _freedom(space: Space, values: Values) -> int:
    """How many digits may have any value. Of equal groups the one with most of these has the shortest text."""
    return sum(len(chosen) == digit.radix for chosen, digit in zip(values, space.digits, strict=True))


def _grown(space: Space, outside: int, seed: int, places: Iterable[int]) -> tuple[Values, int]:
    """The values and the mask of a group around a profile: digit by digit widened to all that stays off ``outside``."""
    values: Values = []
    number, block = seed, 1 << seed
    for digit in space.digits:
        number, value = divmod(number, digit.radix)
        values.append(frozenset({value}))
    for place in places:
        stride, (own,) = space.stride(place), values[place]
        taken, grown = {own}, block
        for value in range(space.digits[place].radix):
            moved = _shifted(block, (value - own) * stride)
            if value != own and not moved & outside:
                taken.add(value)
                grown |= moved
        values[place], block = frozenset(taken), grown
    return values, block & space.every


def _shifted(mask: int, shift: int) -> int:
    return mask << shift if shift >= 0 else mask >> -shift


def _words(space: Space, values: Values) -> str:
    having, lacking, parts = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list), []
    for digit, chosen in zip(space.digits, values, strict=True):
        if len(chosen) == digit.radix:
            continue
        question, _, option = digit.name.partition("=")
        answered = [value for value in sorted(chosen) if digit.values[value]]
        if option and not answered:
            lacking[question].append(option)
        elif option and 0 not in chosen and len(answered) == digit.radix - 1:
            having[question].append(option)
        else:
            parts.append(_digit_words(digit, answered, absent=len(answered) < len(chosen)))
    several = []
    for question in dict.fromkeys((*having, *lacking)):
        options = [f"with {joined(having[question])}"] if having[question] else []
        options += [f"without {joined(lacking[question], 'or')}"] if lacking[question] else []
        several.append(f"{question} {joined(options)}")
    parts = [*several, *parts]
    return ", ".join([*parts, "anything else"]) if parts else "anything"


def _digit_words(digit: Digit, answered: list[int], *, absent: bool) -> str:
    """Some values of a digit in words: ``skin_tone V or VI``, ``rolling_depth deep (or no rolling)``.

    ``absent`` where the question may also not be asked.
    """
    question, _, option = digit.name.partition("=")
    names = {value: answers[-1] for value, answers in enumerate(digit.values) if answers}
    if not answered:
        return f"{question} not asked"
    about = names[answered[0]][0]
    left = [name for value, (_, name) in names.items() if value not in answered]
    chosen = [names[value][1] for value in answered]
    if not left:
        text = f"{about} answered"
    elif len(left) == 1 and len(names) > 3:
        text = f"{about} not {left[0]}"
    elif len(left) == 2 and len(names) > 4:
        text = f"{about} neither {left[0]} nor {left[1]}"
    else:
        text = f"{about} {joined(chosen, 'or')}"
    return f"{text} (or {f'no {option}' if option else 'not asked'})" if absent else text
