"""Which question comes next, what can be asked in all, and what a change of answer leaves standing. No prompts.

Answers here are a mapping from question id to the set of options given (empty: asked, and none given).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.model.conditions import truth
from advisor.model.rules import NOT_SURE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from advisor.model.rules import Question

    Given = Mapping[str, frozenset[str]]

__all__ = [
    "applies",
    "asked",
    "asked_before",
    "at_most_left",
    "dropped_by",
    "may_apply",
    "next_question",
    "open_questions",
    "place_in_order",
]


def _truth(question: Question, questions: Iterable[Question], given: Given) -> bool | None:
    """Whether a question applies; None while an earlier question that decides it has no answer yet."""
    asked_of: dict[str, bool | None] = {}
    for earlier in questions:

        def values(fact: str) -> frozenset[str] | None:
            if asked_of.get(fact) is False:
                return frozenset()
            return given.get(fact)

        asked_of[earlier.id] = truth(earlier.ask_when, values)
        if earlier.id == question.id:
            return asked_of[earlier.id]
    raise KeyError(question.id)


def applies(question: Question, questions: Sequence[Question], given: Given) -> bool:
    """Whether a question is asked, given the answers to the earlier ones."""
    return _truth(question, questions, given) is True


def may_apply(question: Question, questions: Sequence[Question], given: Given) -> bool:
    """Whether a question is asked, or can still be, whatever is answered to the earlier ones that are open."""
    return _truth(question, questions, given) is not False


def asked(questions: Sequence[Question], given: Given) -> tuple[Question, ...]:
    """The questions that are asked with these answers, in order."""
    return tuple(question for question in questions if applies(question, questions, given))


def asked_before(question: Question, questions: Sequence[Question], given: Given) -> Question | None:
    """The question asked just before one, or None when it is the first."""
    earlier = [q for q in asked(questions, given) if questions.index(q) < questions.index(question)]
    return earlier[-1] if earlier else None


def open_questions(questions: Sequence[Question], given: Given) -> Iterator[Question]:
    """The questions answered whose answer is changeable or 'not sure', in order; none that takes several options."""
    for question in questions:
        options = given.get(question.id)
        if options is not None and not question.several and (question.changeable or NOT_SURE in options):
            yield question


def next_question(questions: Sequence[Question], given: Given) -> Question | None:
    """The first question that applies and has no answer, or None when all are answered."""
    return next((q for q in questions if q.id not in given and applies(q, questions, given)), None)


def at_most_left(questions: Sequence[Question], given: Given) -> int:
    """How many questions can still come, whatever is answered."""
    return sum(q.id not in given and may_apply(q, questions, given) for q in questions)


def dropped_by(questions: Sequence[Question], given: Given) -> tuple[str, ...]:
    """The ids of answers to questions that these answers no longer ask."""
    used = {question.id for question in asked(questions, given)}
    return tuple(question_id for question_id in given if question_id not in used)


def place_in_order(question: Question, questions: Sequence[Question], given: Given) -> tuple[int, int]:
    """The number of a question, counted from 1, and how many can still come after it; both follow the answers."""
    before = questions[: questions.index(question)]
    others = {name: options for name, options in given.items() if name != question.id}
    return 1 + sum(applies(q, questions, given) for q in before), at_most_left(questions, others) - 1
