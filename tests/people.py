"""Random people, and every person: answers that a questionnaire can lead to."""

from __future__ import annotations

from itertools import chain, combinations
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from advisor.questionnaire.answers import check_answers
from advisor.questionnaire.flow import next_question

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from advisor.model.rulebase import RuleBase
    from advisor.model.rules import Question
    from advisor.questionnaire.answers import Answers

Given = dict[str, frozenset[str]]


def choices(question: Question) -> list[frozenset[str]]:
    """Every way to answer one question."""
    if not question.several:
        return [frozenset({option}) for option in question.option_ids]
    ids = question.option_ids
    subsets = chain.from_iterable(combinations(ids, size) for size in range(len(ids) + 1))
    return [frozenset(subset) for subset in subsets]


@st.composite
def people(draw: st.DrawFn, rulebase: RuleBase) -> Given:
    """Answers to every question that is asked, and to no other."""
    given: Given = {}
    while (question := next_question(rulebase.questions, given)) is not None:
        given[question.id] = draw(st.sampled_from(choices(question)))
    return given


def answers_of(rulebase: RuleBase, given: Mapping[str, frozenset[str]]) -> Answers:
    """The checked answers of a person, of whom it is known which options they gave to each question."""
    raw: dict[str, object] = {}
    for name, options in given.items():
        one = not rulebase.question_by_id[name].several and len(options) == 1
        raw[name] = next(iter(options)) if one else options
    return check_answers(rulebase, raw)


def everyone_of(questions: Sequence[Question]) -> Iterator[Given]:
    """Every person a questionnaire can lead to, in a fixed order."""

    def complete(given: Given) -> Iterator[Given]:
        question = next_question(questions, given)
        if question is None:
            yield given
            return
        for choice in choices(question):
            yield from complete({**given, question.id: choice})

    yield from complete({})
