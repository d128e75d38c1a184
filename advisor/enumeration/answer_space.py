"""The answer space: every answer combination as a number, and conditions over all of them as bit masks.

A *profile* is one answer combination, and its number is computed. A *mask* is a set of profiles as one big ``int``: bit
n is set when profile n is in the set. So ``and``, ``or`` and ``not`` of conditions are ``&``, ``|`` and ``~``. Nothing
here comes from ``advisor.engine``; both build on ``advisor.model``, and tests hold their results equal.
``fact_masks`` has the masks of conditions.

The number has mixed radix. A *digit* of it is one question, or one option of a question that takes several, and the
values of the digit are the answers. The *stride* of a digit is by how much the number grows when the digit grows by
one; the first digit has stride 1. A question asked exactly when one option is given shares the digit of that option
(value 0: not given). Any other question that is not always asked has a value 0 for 'not asked'. A number in which such
a value contradicts the other answers is no profile; ``Space.every`` leaves it out.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING

from advisor.diagnostics.errors import TooLarge
from advisor.enumeration.fact_masks import FactMasks, union
from advisor.model.conditions import ALWAYS, Is

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from advisor.model.conditions import Condition
    from advisor.model.rules import Derivation, Question

__all__ = ["LIMIT", "Digit", "Space", "digits_of"]

LIMIT = 64_000_000  # profiles; a mask of so many takes 8 MB, and some thousands of masks must fit in memory

Given = dict[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Digit:
    """One digit of a profile number; ``values[v]`` holds the ``(question, option)`` pairs that its value v answers."""

    name: str
    values: tuple[tuple[tuple[str, str], ...], ...]

    @property
    def radix(self) -> int:
        """The number of its values."""
        return len(self.values)


def digits_of(questions: Sequence[Question]) -> tuple[Digit, ...]:
    """Returns the digits of a questionnaire in its order, that of lowest stride first."""
    sharing: dict[tuple[str, str], Question] = {}
    several = {question.id for question in questions if question.several}
    for question in questions:
        match question.ask_when:
            case Is(fact, values) if fact in several and len(values) == 1 and not question.several:
                sharing.setdefault((fact, next(iter(values))), question)
    shared = {question.id for question in sharing.values()}
    digits: list[Digit] = []
    for question in questions:
        if question.several:
            for option in question.option_ids:
                chosen = (question.id, option)
                other = sharing.get(chosen)
                given = tuple((chosen, (other.id, answer)) for answer in other.option_ids) if other else ((chosen,),)
                digits.append(Digit(f"{question.id}={option}", ((), *given)))
        elif question.id not in shared:
            answers = tuple(((question.id, option),) for option in question.option_ids)
            digits.append(Digit(question.id, answers if question.ask_when == ALWAYS else ((), *answers)))
    return tuple(digits)


class Space(FactMasks):
    """The profiles of a questionnaire, with the facts derived for each.

    ``impossible`` holds conditions for answers that cannot occur together. ``size`` is how many numbers there are (0 to
    ``size`` - 1), and ``every`` is the mask of those that are profiles. The constructor raises TooLarge when ``size``
    is over ``limit``, and InferenceFailed when a fact would follow from its own absence.
    """

    def __init__(
        self,
        questions: Sequence[Question],
        derivations: Iterable[Derivation] = (),
        impossible: Sequence[Condition] = (),
        *,
        limit: int = LIMIT,
    ) -> None:
        self.questions = tuple(questions)
        self.digits = digits_of(questions)
        self.size = prod(digit.radix for digit in self.digits)
        if self.size > limit:
            costly = sorted(self.digits, key=lambda digit: -digit.radix)[:3]
            raise TooLarge(self.size, limit, ((digit.name, digit.radix) for digit in costly))
        self._full = (1 << self.size) - 1
        answers = self._answer_masks()
        self._numbers = FactMasks(self._full, answers)  # of all numbers, also of those that are no profiles
        super().__init__(self._consistent(answers, impossible), answers, derivations)

    def profile(self, number: int) -> Given:
        """Returns the answers of one profile: the options given (may be none) for each question that is asked."""
        given: Given = {question.id: frozenset() for question in self.questions if question.several}
        for digit in self.digits:
            number, value = divmod(number, digit.radix)
            for question_id, option in digit.values[value]:
                given[question_id] = given.get(question_id, frozenset()) | {option}
        return {  # a question that takes several options has the answer 'none' also when it is not asked
            question.id: given[question.id]
            for question in self.questions
            if question.id in given and (not question.several or self._is_asked(question, given))
        }

    def number(self, given: Mapping[str, frozenset[str]]) -> int:
        """Returns the number of the profile with these answers; the inverse of ``profile``."""
        number, stride = 0, 1
        pairs = {(question, option) for question, options in given.items() for option in options}
        for digit in self.digits:
            value = max(
                (v for v, answers in enumerate(digit.values) if pairs.issuperset(answers)),
                key=lambda v: len(digit.values[v]),
            )
            number += value * stride
            stride *= digit.radix
        return number

    def first(self, mask: int) -> int:
        """Returns the lowest profile number in a mask; -1 for an empty mask."""
        return (mask & -mask).bit_length() - 1

    def numbers(self, mask: int) -> Iterator[int]:
        """Yields every profile number in a mask, lowest first, in time proportional to ``size``."""
        for start, byte in enumerate(mask.to_bytes((self.size + 7) // 8, "little")):
            if byte:
                for bit in range(8):
                    if byte >> bit & 1:
                        yield start * 8 + bit

    def stride(self, index: int) -> int:
        """Returns the stride of the digit with that index."""
        return prod(digit.radix for digit in self.digits[:index])

    def with_digit(self, index: int, value: int) -> int:
        """Returns the mask of the numbers (not only profiles) whose digit with that index has the value."""
        return self._periodic(self.stride(index), self.digits[index].radix, value)

    def for_every_value(self, mask: int, index: int) -> int:
        """Returns the part of a mask that stays in it whatever the digit with that index is changed to.

        Changes that lead to no profile do not count.
        """
        return mask & ~self.for_any_value(self.every & ~mask, index)

    def for_any_value(self, mask: int, index: int) -> int:
        """Returns the numbers (not only profiles) that come into a mask when the digit with that index is changed."""
        stride, values = self.stride(index), range(self.digits[index].radix)
        lowest = union((mask & self.with_digit(index, value)) >> (value * stride) for value in values)  # with digit 0
        return union(lowest << (value * stride) for value in values)

    def _answer_masks(self) -> dict[tuple[str, str], int]:
        masks: dict[tuple[str, str], int] = {}
        stride = 1
        for digit in self.digits:
            for value, answers in enumerate(digit.values):
                where = self._periodic(stride, digit.radix, value) if answers else 0
                for answer in answers:
                    masks[answer] = masks.get(answer, 0) | where
            stride *= digit.radix
        return masks

    def _periodic(self, stride: int, radix: int, value: int) -> int:
        """Returns a mask of blocks: ``stride`` ones from bit ``value * stride`` on, every ``stride * radix`` bits."""
        pattern, length = ((1 << stride) - 1) << (value * stride), stride * radix
        while length < self.size:
            pattern |= pattern << length
            length *= 2
        return pattern & self._full

    def _consistent(self, answers: Mapping[tuple[str, str], int], impossible: Sequence[Condition]) -> int:
        every = self._full
        for question in self.questions:
            if question.ask_when == ALWAYS:
                continue
            asked = self._numbers.mask(question.ask_when)
            answered = union(answers.get((question.id, option), 0) for option in question.option_ids)
            every &= ~(answered & ~asked) if question.several else ~(answered ^ asked)
        for condition in impossible:
            every &= ~self._numbers.mask(condition)
        return every

    def _is_asked(self, question: Question, given: Mapping[str, frozenset[str]]) -> bool:
        return question.ask_when == ALWAYS or bool(self._numbers.mask(question.ask_when) >> self.number(given) & 1)
