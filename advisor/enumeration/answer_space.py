"""Every combination of answers at once: a numbered answer space, and conditions over it as bit masks.

A mask is one big integer with a bit for each profile; ``and``, ``or`` and ``not`` of conditions are ``&``, ``|`` and
``~``. Nothing here is shared with ``inference``: the two are held equal by a test over the whole space.

A profile is a number in a mixed-radix system: each digit is a question, or one option of a question that takes several.
A question asked exactly when one such option is given shares that option's digit (value 0: not given). Any other
question that is not always asked has a value 'not asked', and the profiles where that value does not go with the other
answers are no profiles: they are outside ``every``.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

from advisor.diagnostics.errors import TooLarge
from advisor.model.conditions import ALWAYS, All, AnyOf, Condition, Is, Not

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from advisor.model.rules import Derivation, Question

__all__ = ["LIMIT", "Digit", "Space", "digits_of"]

LIMIT = 64_000_000  # profiles: a mask then takes 8 MB, and some thousands of masks must fit in memory

Given = dict[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Digit:
    """One digit of the numbering. Each value stands for answers: ``(question, option)`` pairs that it gives."""

    name: str
    values: tuple[tuple[tuple[str, str], ...], ...]

    @property
    def radix(self) -> int:
        """How many values the digit has."""
        return len(self.values)


def digits_of(questions: Sequence[Question]) -> tuple[Digit, ...]:
    """The digits of a questionnaire, in its order."""
    sharing: dict[tuple[str, str], Question] = {}
    several = {question.id: question for question in questions if question.several}
    for question in questions:
        match question.ask_when:
            case Is(fact, values) if fact in several and len(values) == 1 and not question.several:
                sharing.setdefault((fact, next(iter(values))), question)
    shared = {question.id for question in sharing.values()}
    digits: list[Digit] = []
    for question in questions:
        if question.several:
            for option in question.option_ids:
                given = (question.id, option)
                other = sharing.get(given)
                chosen = tuple((given, (other.id, answer)) for answer in other.option_ids) if other else ((given,),)
                digits.append(Digit(f"{question.id}={option}", ((), *chosen)))
        elif question.id not in shared:
            answers = tuple(((question.id, option),) for option in question.option_ids)
            digits.append(Digit(question.id, answers if question.ask_when == ALWAYS else ((), *answers)))
    return tuple(digits)


class Space:
    """The profiles of a questionnaire, and what follows from their answers by derivations (given in strata).

    ``size`` counts the numbers, ``count(every)`` the profiles among them. Raises TooLarge over ``limit``.
    """

    def __init__(
        self,
        questions: Sequence[Question],
        layers: Iterable[Iterable[Derivation]] = (),
        impossible: Sequence[Condition] = (),
        *,
        limit: int = LIMIT,
    ) -> None:
        self.questions = tuple(questions)
        self.digits = digits_of(questions)
        self.size = prod(digit.radix for digit in self.digits)
        if self.size > limit:
            costly = sorted(self.digits, key=lambda digit: -digit.radix)[:3]
            raise TooLarge(self.size, limit, tuple((digit.name, digit.radix) for digit in costly))
        self._full = (1 << self.size) - 1
        self._answers: dict[tuple[str, str], int] = {}
        self._derived: dict[str, dict[str, int]] = {}
        self._told: dict[str, int] = {}
        self._number_answers()
        self.every = self._full
        self._keep_consistent(impossible)
        for layer in layers:
            self._derive(tuple(layer))

    def mask(self, condition: Condition) -> int:
        """The profiles for which a condition holds."""
        return self._mask(condition) & self.every

    def fact(self, name: str, value: str) -> int:
        """The profiles with that answer, or for which that fact is derived."""
        found = self._answers.get((name, value), 0) | self._derived.get(name, {}).get(value, 0)
        return found & self.every

    def tell(self, suggested: Mapping[str, int]) -> None:
        """Makes known for which profiles each treatment is suggested, so that ``suggests`` can be asked."""
        self._told = dict(suggested)

    def profile(self, number: int) -> Given:
        """The answers of one profile: for each question asked the options given."""
        given: Given = {question.id: frozenset() for question in self.questions if question.several}
        for digit in self.digits:
            number, value = divmod(number, digit.radix)
            for question, option in digit.values[value]:
                given[question] = given.get(question, frozenset()) | {option}
        asked: Given = {}
        for question_ in self.questions:  # a question with several answers that is not asked has none
            if question_.id in given and (not question_.several or self._asks(question_, given)):
                asked[question_.id] = given[question_.id]
        return asked

    def number(self, given: Mapping[str, frozenset[str]]) -> int:
        """The number of a profile; the inverse of ``profile``."""
        found, stride = 0, 1
        pairs = {(question, option) for question, options in given.items() for option in options}
        for digit in self.digits:
            value = max(
                (v for v, answers in enumerate(digit.values) if pairs.issuperset(answers)),
                key=lambda v: len(digit.values[v]),
            )
            found += value * stride
            stride *= digit.radix
        return found

    def first(self, mask: int) -> int:
        """The lowest profile number in a mask that is not empty."""
        return (mask & -mask).bit_length() - 1

    def numbers(self, mask: int) -> Iterator[int]:
        """Every profile number in a mask, lowest first; in time near the number of bits."""
        for start, byte in enumerate(mask.to_bytes((self.size + 7) // 8, "little")):
            if byte:
                for bit in range(8):
                    if byte >> bit & 1:
                        yield start * 8 + bit

    def stride(self, place: int) -> int:
        """By how much a number grows when its digit at ``place`` grows by one."""
        return prod(digit.radix for digit in self.digits[:place])

    def with_digit(self, place: int, value: int) -> int:
        """The numbers whose digit at ``place`` has that value."""
        return self._periodic(self.stride(place), self.digits[place].radix, value)

    def freed(self, mask: int, place: int) -> int:
        """The profiles that a mask takes in for every value which the digit at ``place`` can have there."""
        stride, radix = self.stride(place), self.digits[place].radix
        outside = self.every & ~mask
        lowest = 0
        for value in range(radix):
            lowest |= (outside & self._periodic(stride, radix, value)) >> (value * stride)
        spread = 0
        for value in range(radix):
            spread |= lowest << (value * stride)
        return mask & ~spread

    def _number_answers(self) -> None:
        stride = 1
        for digit in self.digits:
            for value, answers in enumerate(digit.values):
                where = self._periodic(stride, digit.radix, value) if answers else 0
                for answer in answers:
                    self._answers[answer] = self._answers.get(answer, 0) | where
            stride *= digit.radix

    def _periodic(self, stride: int, radix: int, value: int) -> int:
        """The numbers whose digit of that stride has the value: a block of ones, again every ``stride * radix``."""
        pattern, length = ((1 << stride) - 1) << (value * stride), stride * radix
        while length < self.size:
            pattern |= pattern << length
            length *= 2
        return pattern & self._full

    def _keep_consistent(self, impossible: Sequence[Condition]) -> None:
        for question in self.questions:
            if question.ask_when == ALWAYS:
                continue
            asked = self._mask(question.ask_when)
            answered = 0
            for option in question.option_ids:
                answered |= self._answers.get((question.id, option), 0)
            self.every &= ~(answered & ~asked) if question.several else ~(answered ^ asked)
        for condition in impossible:
            self.every &= ~self._mask(condition)

    def _derive(self, layer: Sequence[Derivation]) -> None:
        grew = True
        while grew:
            grew = False
            for rule in layer:
                values = self._derived.setdefault(rule.fact, {})
                before = values.get(rule.value, 0)
                after = before | self._mask(rule.when) & self.every
                if after != before:
                    values[rule.value] = after
                    grew = True

    def _mask(self, condition: Condition) -> int:
        match condition:
            case Is(fact, values):
                found = 0
                derived = self._derived.get(fact, {})
                for value in values:
                    found |= self._answers.get((fact, value), 0) | derived.get(value, 0)
                return found
            case All(parts):
                found = self._full
                for part in parts:
                    found &= self._mask(part)
                return found
            case AnyOf(parts):
                found = 0
                for part in parts:
                    found |= self._mask(part)
                return found
            case Not(part):
                return self._full & ~self._mask(part)
            case _:
                found = 0
                for treatment in condition.treatments:
                    found |= self._told.get(treatment, 0)
                return found

    def _asks(self, question: Question, given: Mapping[str, frozenset[str]]) -> bool:
        return question.ask_when == ALWAYS or bool(self._mask(question.ask_when) >> self.number(given) & 1)
