"""Answers that change nothing: options that always lead to identical advice, and questions asked to no purpose."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from advisor.analysis.nearest import places_of
from advisor.author.proving.what_if import advice_tables
from advisor.enumeration.fact_masks import union
from advisor.model.conditions import Is, leaves
from advisor.model.rules import NOT_SURE

if TYPE_CHECKING:
    from advisor.enumeration.outcomes import Outcomes
    from advisor.model.rules import Question

__all__ = ["DeadAnswers"]


@dataclass(frozen=True)
class DeadAnswers:
    """Which answers change nothing; a question that decides which others are asked has a use anyway."""

    outcomes: Outcomes

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The questions examined: those that do not decide which others are asked."""
        digits = {digit.name for digit in self.outcomes.space.digits}
        deciding = {
            leaf.fact
            for question in self.outcomes.rulebase.questions
            if question.several or question.id in digits  # others share the digit of the answer they are asked for
            for leaf, _ in leaves(question.ask_when)
            if isinstance(leaf, Is)
        }
        return tuple(question for question in self.outcomes.rulebase.questions if question.id not in deciding)

    def same(self, question: Question) -> tuple[tuple[str, ...], ...]:
        """Returns the options of a question with one answer that always lead to the same, in groups of two or more."""
        place, values = self._digit(question)
        groups: list[list[str]] = []
        for option, value in values.items():
            for group in groups:
                if not self._differing(place, values[group[0]], value):
                    group.append(option)
                    break
            else:
                groups.append([option])
        return tuple(tuple(group) for group in groups if len(group) > 1)

    def dead_options(self, question: Question) -> tuple[str, ...]:
        """Returns the options of a question with several answers that change nothing, whether given or not."""
        digits = self.outcomes.space.digits
        places = {digit.name: place for place, digit in enumerate(digits)}
        found = []
        for option in question.option_ids:
            place = places[f"{question.id}={option}"]
            if not any(self._differing(place, 0, value) for value in range(1, digits[place].radix)):
                found.append(option)
        return tuple(found)

    def changes_nothing(self, question: Question) -> bool:
        """Returns whether no answer to a question changes anything for anyone."""
        if question.several:
            return len(self.dead_options(question)) == len(question.options)
        return any(len(group) == len(question.options) for group in self.same(question))

    def alike(self, question: Question) -> tuple[tuple[str, ...], ...]:
        """Returns groups of options that lead to the same, without 'not sure': that has to be taken for something."""
        known = (tuple(option for option in group if option != NOT_SURE) for group in self.same(question))
        return tuple(group for group in known if len(group) > 1)

    def to_no_purpose(self, question: Question) -> int:
        """Returns the profiles that are asked a question with one answer though no answer changes anything for them."""
        place, values = self._digit(question)
        space = self.outcomes.space
        asked = union(space.with_digit(place, value) for value in values.values()) & space.every
        differing = union(
            self._differing(place, lower, value)
            for lower in values.values()
            for value in values.values()
            if lower < value
        )
        return asked & ~space.for_any_value(differing, place)

    def _digit(self, question: Question) -> tuple[int, dict[str, int]]:
        """Returns the place of the digit that holds the answer, and the value of each option there."""
        (place,) = places_of(self.outcomes.space, {question.id})
        values = enumerate(self.outcomes.space.digits[place].values)
        return place, {option: value for value, given in values for name, option in given if name == question.id}

    def _differing(self, place: int, lower: int, value: int) -> int:
        """Returns the profiles with the lower value in a digit that would get other advice with the other value."""
        space = self.outcomes.space
        shift = (value - lower) * space.stride(place)
        return self._changed_by(shift) & space.with_digit(place, lower) & space.every & (space.every >> shift)

    def _changed_by(self, shift: int) -> int:
        """Returns the profiles whose outcome differs from that of the profile ``shift`` numbers later."""
        if shift not in self._by_shift:
            self._by_shift[shift] = union(mask ^ (mask >> shift) for mask in self._masks)
        return self._by_shift[shift]

    @cached_property
    def _by_shift(self) -> dict[int, int]:
        return {}

    @cached_property
    def _masks(self) -> frozenset[int]:
        """All masks that determine the advice."""
        outcomes = self.outcomes
        tables = (*advice_tables(outcomes), outcomes.noted, outcomes.urgent)
        slices = (mask for scores in outcomes.scores.values() for mask in scores.slices)
        return frozenset((*(mask for table in tables for mask in table.values()), *slices))
