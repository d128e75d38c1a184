"""The nearest answers that lead to a wanted outcome, found in the masks of an answer space."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from advisor.enumeration.answer_space import Space

__all__ = ["nearest_profiles", "places_of"]


def nearest_profiles(space: Space, number: int, wanted: int, changing: Collection[int] | None = None) -> int:
    """Returns the mask of the profiles in ``wanted`` that are reached with the fewest changes of digits, at least one.

    It is 0 when none can be reached. ``number`` is the profile to start from and must not be in ``wanted`` itself.

    ``changing`` holds the places of the digits that count as changes (None: all). The others are not counted, and
    neither is an answer that only falls away because its question is no longer asked.
    """
    places = range(len(space.digits))
    changing = places if changing is None else changing
    reached = 1 << number
    for place in set(places).difference(changing):
        reached = space.for_any_value(reached, place)
    for _ in changing:
        reached = _one_change_further(space, reached, changing)
        if found := reached & wanted:
            return found
    return 0


def _one_change_further(space: Space, reached: int, changing: Collection[int]) -> int:
    """Returns ``reached`` and all numbers one change further; that a question is no longer asked is no change."""
    found = reached
    for place in changing:
        found |= space.for_any_value(reached, place)
    for place in changing:
        digit = space.digits[place]
        if "=" not in digit.name and not digit.values[0]:
            for value in range(1, digit.radix):
                found |= (found & space.with_digit(place, value)) >> (value * space.stride(place))
    return found


def places_of(space: Space, questions: Collection[str]) -> tuple[int, ...]:
    """Returns the places of the digits that hold the answer to any of these questions."""
    return tuple(
        place
        for place, digit in enumerate(space.digits)
        if any(question in questions for answers in digit.values for question, _ in answers)
    )
