"""The answer space cut down to some of its profiles, so that a changed rule base is judged for these alone.

A mask then has one bit for each chosen profile, so everything that ``Outcomes`` works out costs next to nothing.
"""

from __future__ import annotations

from copy import copy
from typing import TYPE_CHECKING

from advisor.enumeration.answer_space import Space

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from advisor.model.rules import Derivation

__all__ = ["Subspace", "derived_anew"]


class Subspace(Space):
    """Some profiles of a space: bit i of a mask stands for the profile number ``chosen[i]`` of the whole space.

    Only its masks may be used: digits and profile numbers are still those of the whole space.
    """

    def __init__(self, space: Space, numbers: Sequence[int], layers: Iterable[Iterable[Derivation]]) -> None:
        self.questions, self.digits = space.questions, space.digits
        self.chosen = tuple(numbers)
        self.size = len(self.chosen)
        self._full = (1 << self.size) - 1
        self._answers = {answer: self.cut(mask) for answer, mask in space._answers.items()}
        self._facts = dict(self._answers)
        self._suggested: Mapping[str, int] = {}
        self.every = self.cut(space.every)
        for layer in layers:
            self._derive(tuple(layer))

    def cut(self, mask: int) -> int:
        """Returns a mask of the whole space as one of these profiles."""
        data = mask.to_bytes((mask.bit_length() + 7) // 8, "little")
        found = 0
        for place, number in enumerate(self.chosen):
            if number >> 3 < len(data) and data[number >> 3] >> (number & 7) & 1:
                found |= 1 << place
        return found


def derived_anew(space: Space, layers: Iterable[Iterable[Derivation]] | None = None) -> Space:
    """Returns a copy of a space, with the facts of other derivations where ``layers`` are given."""
    found = copy(space)
    found._suggested = {}
    if layers is not None:
        found._facts = dict(found._answers)
        for layer in layers:
            found._derive(tuple(layer))
    return found
