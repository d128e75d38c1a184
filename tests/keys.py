"""Keys, and which give which answers, worked out from the rule base so that a reworded option breaks no test."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

import pytest
from prompt_toolkit.application import application, create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from advisor.engine.identification import propose
from advisor.model.rules import NOT_SURE
from advisor.questionnaire.flow import asked_questions, next_question

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from advisor.model.rulebase import RuleBase
    from advisor.model.rules import Question

__all__ = [
    "DOWN",
    "ENTER",
    "LEFT",
    "PERSON",
    "UP",
    "answer",
    "described",
    "moved",
    "person",
    "pressed",
    "start",
    "typed",
]

DOWN, UP, LEFT, ENTER = "\x1b[B", "\x1b[A", "\x1b[D", "\r"

PERSON: Mapping[str, str | list[str]] = {
    "scar_types": ["rolling"],
    "rolling_depth": "deep",
    "skin_tone": "II",
    "prone_to_hyperpigmentation": "no",
    "budget": "flexible",
    "new_deep_pimple": "no",
}


def answer(question: Question, chosen: str | Sequence[str]) -> str:
    """The keys that answer a question that has no answer yet, nor anything marked."""
    ids = question.option_ids
    if not question.several:
        assert isinstance(chosen, str)
        return moved(question, start(question), chosen) + ENTER
    keys, at = "", 0
    for option in sorted(chosen, key=ids.index):
        keys += DOWN * (ids.index(option) - at) + " "
        at = ids.index(option)
    return keys + ENTER


_bindings = cache(application.load_key_bindings)


@contextmanager
def pressed(*keys: str) -> Iterator[None]:
    """A terminal without a screen, in which these keys come and then no more, so that a session ends in any case.

    The keys that prompt_toolkit itself knows, some six hundred, are read once and not three times for each prompt.
    """
    with pytest.MonkeyPatch.context() as changed, create_pipe_input() as pipe:
        changed.setattr(application, "load_key_bindings", _bindings)
        pipe.send_text("".join(keys) + "\x04")
        with create_app_session(input=pipe, output=DummyOutput()):
            yield


def start(question: Question) -> str:
    """The option at which the pointer begins where there is no answer yet."""
    ids = question.option_ids
    return question.default or (NOT_SURE if NOT_SURE in ids else ids[0])


def moved(question: Question, at: str, to: str) -> str:
    """The keys from one option to another."""
    steps = question.option_ids.index(to) - question.option_ids.index(at)
    return DOWN * steps if steps > 0 else UP * -steps


def typed(question: Question, chosen: str | Sequence[str]) -> str:
    """The line that answers a question in plain mode."""
    options = [chosen] if isinstance(chosen, str) else chosen
    return ",".join(str(question.option_ids.index(option) + 1) for option in options) + "\n"


def person(
    rulebase: RuleBase,
    answers: Mapping[str, str | list[str]] = PERSON,
    how: Callable[[Question, str | list[str]], str] = answer,
) -> list[str]:
    """The keys for each question these answers lead to, in order."""
    given = {name: frozenset([value] if isinstance(value, str) else value) for name, value in answers.items()}
    return [how(question, answers[question.id]) for question in asked_questions(rulebase.questions, given)]


def described(rulebase: RuleBase, wanted: Callable[[frozenset[str]], bool]) -> list[str]:
    """The keys through the identification questions to the first proposal that is wanted."""
    assert rulebase.identification is not None
    for given in _seen(rulebase.identification.questions, {}):
        if wanted(propose(rulebase, given)):
            shown = asked_questions(rulebase.identification.questions, given)
            return [answer(q, sorted(given[q.id]) if q.several else min(given[q.id])) for q in shown]
    raise AssertionError("no description leads there")


def _seen(questions: Sequence[Question], given: Mapping[str, frozenset[str]]) -> Iterator[Mapping[str, frozenset[str]]]:
    question = next_question(questions, given)
    if question is None:
        yield given
        return
    for option in question.option_ids:
        yield from _seen(questions, {**given, question.id: frozenset({option})})
