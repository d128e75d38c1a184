"""Which question comes next, how many can still come, and which answers a changed answer leaves unused.

Answers are a mapping from question id to the set of option ids given (an empty set: asked, and none was chosen).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.model.conditions import truth
from advisor.model.rules import NOT_SURE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from advisor.model.rules import Question

    Given = Mapping[str, frozenset[str]]

__all__ = [
    "asked_questions",
    "max_remaining",
    "may_be_asked",
    "next_question",
    "previous_question",
    "progress",
    "revisable_questions",
    "stale_answers",
]


def _asked(questions: Sequence[Question], given: Given) -> dict[str, bool | None]:
    """Returns by id whether each question is asked, or None while that depends on an unanswered earlier question."""
    found: dict[str, bool | None] = {}

    def values(fact: str) -> frozenset[str] | None:
        return frozenset() if found.get(fact) is False else given.get(fact)

    for question in questions:
        found[question.id] = truth(question.ask_when, values)
    return found


def asked_questions(questions: Sequence[Question], given: Given) -> tuple[Question, ...]:
    """Returns the questions that are asked given these answers, in order."""
    asked = _asked(questions, given)
    return tuple(question for question in questions if asked[question.id])


def may_be_asked(question: Question, questions: Sequence[Question], given: Given) -> bool:
    """Returns False only when the answers so far rule out that the question is asked."""
    return _asked(questions, given)[question.id] is not False


def previous_question(question: Question, questions: Sequence[Question], given: Given) -> Question | None:
    """Returns the question asked just before another, or None when it is the first."""
    earlier = asked_questions(questions[: questions.index(question)], given)
    return earlier[-1] if earlier else None


def revisable_questions(questions: Sequence[Question], given: Given) -> Iterator[Question]:
    """Yields the answered questions, in order, that are changeable or answered 'not sure', and take one option."""
    for question in questions:
        options = given.get(question.id)
        if options is not None and not question.several and (question.changeable or NOT_SURE in options):
            yield question


def next_question(questions: Sequence[Question], given: Given) -> Question | None:
    """Returns the first question that is asked and has no answer, or None when all are answered."""
    return next((question for question in asked_questions(questions, given) if question.id not in given), None)


def max_remaining(questions: Sequence[Question], given: Given) -> int:
    """Returns an upper bound on how many more questions will be asked."""
    return sum(name not in given and asked is not False for name, asked in _asked(questions, given).items())


def stale_answers(questions: Sequence[Question], given: Given) -> tuple[str, ...]:
    """Returns the ids of the questions that have an answer although, given these answers, they are not asked."""
    asked = {question.id for question in asked_questions(questions, given)}
    return tuple(question_id for question_id in given if question_id not in asked)


def progress(question: Question, questions: Sequence[Question], given: Given) -> tuple[int, int]:
    """Returns the number of a question, counted from 1, and how many can come after it at most.

    An answer already given to the question itself does not count.
    """
    before = asked_questions(questions[: questions.index(question)], given)
    others = {name: options for name, options in given.items() if name != question.id}
    return 1 + len(before), max_remaining(questions, others) - 1
