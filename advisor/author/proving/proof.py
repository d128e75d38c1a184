"""What every author command proves with: a rule base, its outcomes over every profile, and a profile in words."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from advisor.author.proving.dead_answers import DeadAnswers
from advisor.author.proving.dead_rules import DeadRules
from advisor.diagnostics.findings import numbered
from advisor.enumeration.outcomes import Outcomes

if TYPE_CHECKING:
    from advisor.enumeration.answer_space import Space
    from advisor.model.rulebase import RuleBase

__all__ = ["Proof", "combinations", "free_digits", "widened"]


def combinations(number: int) -> str:
    """Returns ``1 answer combination``, ``48 answer combinations``."""
    return numbered(number, "answer combination")


@dataclass(frozen=True, eq=False)
class Proof:
    """A rule base and everything it can conclude. Compared by identity, so that what follows can be cached."""

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

    @cached_property
    def dead_rules(self) -> DeadRules:
        """Its dead rules."""
        return DeadRules(self.outcomes)

    @cached_property
    def dead_answers(self) -> DeadAnswers:
        """Its dead answers."""
        return DeadAnswers(self.outcomes)

    def of_all(self, mask: int) -> str:
        """Returns ``48 of 126000 answer combinations`` for a mask of 48."""
        return f"{mask.bit_count()} of {self.every} answer combinations"

    def example(self, mask: int) -> str:
        """Returns one profile of a mask in words; answers that do not matter there are left out."""
        parts = [f"{name} {' and '.join(options)}" for name, options in widened(self.space, mask).items()]
        return ", ".join([*parts, "anything else"]) if parts else "anything"


def widened(space: Space, mask: int) -> dict[str, list[str]]:
    """Returns the answers of the lowest profile of a mask, by question, without those that do not matter there.

    The mask must not be empty. A question that is not asked says ``not asked``, an option not given ``not`` and itself.
    """
    number = space.first(mask)
    free = free_digits(space, mask, number)
    found: dict[str, list[str]] = {}
    for place, digit in enumerate(space.digits):
        number, value = divmod(number, digit.radix)
        if place in free:
            continue
        name, _, option = digit.name.partition("=")
        for question, answer in digit.values[value] or ((name, f"not {option or 'asked'}"),):
            found.setdefault(question, []).append(answer)
    return found


def free_digits(space: Space, mask: int, number: int) -> set[int]:
    """Returns the places of digits that may have any value, of one profile, without leaving the mask.

    Digit by digit, the last question first, the profile is widened to every value of that digit, as long as all of the
    profiles it then stands for are in the mask.
    """
    free = set()
    for place in reversed(range(len(space.digits))):
        wider = space.for_every_value(mask, place)
        if wider >> number & 1:
            mask = wider
            free.add(place)
    return free
