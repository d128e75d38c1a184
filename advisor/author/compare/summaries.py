"""A mask as a few readable groups: each a list of answers, such as ``skin_tone V or VI, anything else``."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from advisor.model.wording import joined

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.enumeration.answer_space import Digit, Space

__all__ = ["Cover", "ProfileGroup", "cover"]

MOST = 4  # groups told of one mask; more is no longer read


@dataclass(frozen=True, slots=True)
class ProfileGroup:
    """Answers in words, and for how many profiles that no earlier group told of they stand."""

    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Cover:
    """The groups of a mask, largest gain first as found, and how many profiles they leave out."""

    groups: tuple[ProfileGroup, ...]
    left: int


def cover(space: Space, mask: int, most: int = MOST) -> Cover:
    """At most ``most`` groups of a mask; every profile of a group is in the mask, or does not occur."""
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
    """How many digits may have any value: of equals the shortest to say is best."""
    return sum(len(chosen) == digit.radix for chosen, digit in zip(values, space.digits, strict=True))


def _grown(space: Space, outside: int, seed: int, places: Iterable[int]) -> tuple[Values, int]:
    """A block around a profile: digit by digit every value that keeps all of it off ``outside``."""
    values: Values = []
    number, block = seed, 1 << seed
    for digit in space.digits:
        number, value = divmod(number, digit.radix)
        values.append(frozenset({value}))
    for place in places:
        stride, (own,) = space.stride(place), values[place]
        taken, grown = {own}, block
        for value in range(space.digits[place].radix):
            moved = _moved(block, (value - own) * stride)
            if value != own and not moved & outside:
                taken.add(value)
                grown |= moved
        values[place], block = frozenset(taken), grown
    return values, block & space.every


def _moved(mask: int, shift: int) -> int:
    return mask << shift if shift >= 0 else mask >> -shift


def _words(space: Space, values: Values) -> str:
    with_, without, parts = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list), []
    for digit, chosen in zip(space.digits, values, strict=True):
        if len(chosen) == digit.radix:
            continue
        question, _, option = digit.name.partition("=")
        told = [value for value in sorted(chosen) if digit.values[value]]
        if option and not told:
            without[question].append(option)
        elif option and 0 not in chosen and len(told) == digit.radix - 1:
            with_[question].append(option)
        else:
            parts.append(_digit_words(digit, told, absent=len(told) < len(chosen)))
    several = []
    for question in dict.fromkeys((*with_, *without)):
        said = [f"with {joined(with_[question])}"] if with_[question] else []
        said += [f"without {joined(without[question], 'or')}"] if without[question] else []
        several.append(f"{question} {joined(said)}")
    parts = [*several, *parts]
    return ", ".join([*parts, "anything else"]) if parts else "anything"


def _digit_words(digit: Digit, told: list[int], *, absent: bool) -> str:
    """What some of the values say: ``skin_tone V or VI``, ``rolling_depth deep (or no rolling)``."""
    question, _, option = digit.name.partition("=")
    names = {value: answers[-1] for value, answers in enumerate(digit.values) if answers}
    if not told:
        return f"{question} not asked"
    about = names[told[0]][0]
    left = [name for value, (_, name) in names.items() if value not in told]
    chosen = [names[value][1] for value in told]
    if not left:
        said = f"{about} answered"
    elif len(left) == 1 and len(names) > 3:
        said = f"{about} not {left[0]}"
    elif len(left) == 2 and len(names) > 4:
        said = f"{about} neither {left[0]} nor {left[1]}"
    else:
        said = f"{about} {joined(chosen, 'or')}"
    return f"{said} (or {f'no {option}' if option else 'not asked'})" if absent else said
