"""What every author command proves with: a rule base, its outcomes over every profile, and how a profile is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from advisor.diagnostics.findings import numbered
from advisor.enumeration.outcomes import Outcomes

if TYPE_CHECKING:
    from advisor.enumeration.answer_space import Space
    from advisor.model.rulebase import RuleBase

__all__ = ["ANY", "Proof", "combinations", "widened"]

ANY = "any"


def combinations(number: int) -> str:
    """``1 answer combination``, ``48 answer combinations``."""
    return numbered(number, "answer combination")


@dataclass(frozen=True)
class Proof:
    """A rule base and everything it can conclude."""

    rulebase: RuleBase
    outcomes: Outcomes = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "outcomes", Outcomes(self.rulebase))  # frozen, and worked out from the other field

    @property
    def space(self) -> Space:
        """The answer space."""
        return self.outcomes.space

    @cached_property
    def every(self) -> int:
        """How many profiles there are."""
        return self.space.every.bit_count()

    def of_all(self, mask: int) -> str:
        """``48 of 126000 answer combinations``."""
        return f"{mask.bit_count()} of {self.every} answer combinations"

    def example(self, mask: int) -> str:
        """One profile of a mask in words, widened: answers that do not matter there are left out."""
        told = widened(self.space, mask)
        parts = [f"{question} {' and '.join(options)}" for question, options in told.items()]
        return ", ".join([*parts, "anything else"]) if parts else "anything"


def widened(space: Space, mask: int) -> dict[str, list[str]]:
    """The lowest profile of a mask that is not empty, by question, without the answers that do not matter.

    Digit by digit (the last question first) the profile is widened to every value of that digit, as long as all of the
    profiles it then stands for are in the mask.
    """
    number = space.first(mask)
    held = mask
    free: set[int] = set()
    for place in reversed(range(len(space.digits))):
        wider = space.for_every_value(held, place)
        if wider >> number & 1:
            held = wider
            free.add(place)
    told: dict[str, list[str]] = {}
    rest = number
    for place, digit in enumerate(space.digits):
        rest, value = divmod(rest, digit.radix)
        if place in free:
            continue
        if digit.values[value]:
            for question, option in digit.values[value]:
                told.setdefault(question, []).append(option)
        else:
            told.setdefault(digit.name.partition("=")[0], []).append(_absent(digit.name))
    return told


def _absent(name: str) -> str:
    option = name.partition("=")[2]
    return f"not {option}" if option else "not asked"
