"""What each answer decides: which answers always lead to the same, and for whom a question is asked to no purpose."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from advisor.model.conditions import Is, leaves
from advisor.model.rules import NOT_SURE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.author.proving.proof import Proof
    from advisor.model.rules import Question

__all__ = ["Answering", "answering_of"]

_kept: list[Answering] = []


def answering_of(proof: Proof) -> Answering:
    """What the answers decide; worked out once for as long as the same proof is asked about."""
    for found in _kept:
        if found.proof is proof:
            return found
    _kept[:] = [Answering(proof)]
    return _kept[0]


@dataclass(frozen=True)
class Answering:
    """What the answers decide. A question that decides which others are asked is left out: it has a use."""

    proof: Proof

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The questions that are looked at."""
        digits = {digit.name for digit in self.proof.space.digits}
        deciding = {
            leaf.fact
            for question in self.proof.rulebase.questions
            if question.several or question.id in digits  # others share the digit of the answer they are asked for
            for leaf, _ in leaves(question.ask_when)
            if isinstance(leaf, Is)
        }
        return tuple(question for question in self.proof.rulebase.questions if question.id not in deciding)

    def same(self, question: Question) -> tuple[tuple[str, ...], ...]:
        """Options of a question with one answer that always lead to the same, in groups of two or more."""
        place, values = self._place(question)
        groups: list[list[str]] = []
        for option, value in values.items():
            for group in groups:
                if not self._differing(place, values[group[0]], value):
                    group.append(option)
                    break
            else:
                groups.append([option])
        return tuple(tuple(group) for group in groups if len(group) > 1)

    def idle_options(self, question: Question) -> tuple[str, ...]:
        """The options of a question with several answers that change nothing, given or not."""
        found = []
        for option in question.option_ids:
            place = next(p for p, d in enumerate(self.proof.space.digits) if d.name == f"{question.id}={option}")
            radix = self.proof.space.digits[place].radix
            if not any(self._differing(place, 0, value) for value in range(1, radix)):
                found.append(option)
        return tuple(found)

    def changes_nothing(self, question: Question) -> bool:
        """Whether no answer to a question changes anything for anyone."""
        if question.several:
            return len(self.idle_options(question)) == len(question.options)
        return any(len(group) == len(question.options) for group in self.same(question))

    def alike(self, question: Question) -> tuple[tuple[str, ...], ...]:
        """Groups of options that lead to the same, without 'not sure': that has to be taken for something."""
        known = (tuple(option for option in group if option != NOT_SURE) for group in self.same(question))
        return tuple(group for group in known if len(group) > 1)

    def to_no_purpose(self, question: Question) -> int:
        """The profiles that are asked a question with one answer, and for which no answer would change anything."""
        place, values = self._place(question)
        space = self.proof.space
        stride, decided, asked = space.stride(place), 0, 0
        for one in values.values():
            asked |= space.with_digit(place, one) & space.every
            for other in values.values():
                if one < other:
                    decided |= self._differing(place, one, other) >> (one * stride)
        spread = 0
        for value in values.values():
            spread |= decided << (value * stride)
        return asked & ~spread

    def _place(self, question: Question) -> tuple[int, dict[str, int]]:
        """The digit that holds the answer, and the value of each option there."""
        found: dict[str, int] = {}
        at = 0
        for place, digit in enumerate(self.proof.space.digits):
            for value, answers in enumerate(digit.values):
                for name, option in answers:
                    if name == question.id:
                        at, found[option] = place, value
        return at, found

    def _differing(self, place: int, one: int, other: int) -> int:
        """The profiles with the first (lower) value that would be told something else with the other."""
        space = self.proof.space
        shift = (other - one) * space.stride(place)
        pairs = space.with_digit(place, one) & space.every & (space.every >> shift)
        return self._moved(shift) & pairs

    def _moved(self, shift: int) -> int:
        """Where something told differs from what is told that many numbers further on."""
        if shift not in self._by_shift:
            found = 0
            for mask in self._told:
                found |= mask ^ (mask >> shift)
            self._by_shift[shift] = found
        return self._by_shift[shift]

    @cached_property
    def _by_shift(self) -> dict[int, int]:
        return {}

    @cached_property
    def _told(self) -> frozenset[int]:
        """Every mask on which what someone is told depends."""
        return frozenset(self._masks())

    def _masks(self) -> Iterator[int]:
        outcomes = self.proof.outcomes
        fits = {fit.id: fit for treatment in self.proof.rulebase.treatments for fit in treatment.fits}
        graded: dict[object, int] = {}
        for (fit_id, kind), mask in outcomes.decisive_fits.items():
            fit = fits[fit_id]
            key = (fit.treatment, kind, fit.grade, fit.basis)
            graded[key] = graded.get(key, 0) | mask
        for table in (graded, outcomes.ruled_out, outcomes.suggested, outcomes.warned, outcomes.stressed):
            yield from table.values()
        yield from (*outcomes.noted.values(), *outcomes.urgent.values())
        for scores in outcomes.scores.values():
            yield from scores.slices
