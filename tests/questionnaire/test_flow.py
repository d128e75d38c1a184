"""What is asked next, what can still come, and what a changed answer leaves unused, in a questionnaire of five."""

from __future__ import annotations

from dataclasses import replace

from advisor.model.conditions import Is
from advisor.questionnaire.flow import (
    asked_questions,
    max_remaining,
    may_be_asked,
    next_question,
    previous_question,
    progress,
    revisable_questions,
    stale_answers,
)
from tests.enumeration.test_answer_space import question

KINDS = replace(question("kinds", "a", "b", several=True), changeable=True)
DEPTH = question("depth", "low", "deep", when=Is("kinds", frozenset({"a"})))
CARE = question("care", "yes", "no", when=Is("depth", frozenset({"deep"})))
TONE = question("tone", "x", "not_sure")
BUDGET = replace(question("budget", "none", "some"), changeable=True)
QUESTIONS = (KINDS, DEPTH, CARE, TONE, BUDGET)


def given(**answers: str) -> dict[str, frozenset[str]]:
    return {name: frozenset({option}) for name, option in answers.items()}


def test_an_answer_to_what_is_not_asked_leads_to_no_question_and_is_stale() -> None:
    answers = given(kinds="b", care="yes", depth="deep")
    assert asked_questions(QUESTIONS, answers) == (KINDS, TONE, BUDGET)
    assert stale_answers(QUESTIONS, answers) == ("care", "depth")
    assert stale_answers(QUESTIONS, {**answers, **given(kinds="a")}) == ()


def test_a_question_may_be_asked_until_the_answers_rule_it_out() -> None:
    assert [may_be_asked(one, QUESTIONS, {}) for one in QUESTIONS] == [True, True, True, True, True]
    assert [may_be_asked(one, QUESTIONS, given(kinds="a")) for one in (DEPTH, CARE)] == [True, True]
    assert [may_be_asked(one, QUESTIONS, given(kinds="b")) for one in (DEPTH, CARE)] == [False, False]


def test_questions_follow_each_other_by_what_was_answered() -> None:
    assert next_question(QUESTIONS, {}) == KINDS
    assert next_question(QUESTIONS, given(kinds="a")) == DEPTH
    assert next_question(QUESTIONS, given(kinds="b")) == TONE
    assert next_question(QUESTIONS, given(kinds="b", tone="x", budget="some")) is None
    assert previous_question(KINDS, QUESTIONS, {}) is None
    assert previous_question(TONE, QUESTIONS, given(kinds="b")) == KINDS
    assert previous_question(TONE, QUESTIONS, given(kinds="a", depth="deep", care="no")) == CARE


def test_what_can_still_come_is_counted_at_most() -> None:
    assert max_remaining(QUESTIONS, {}) == 5
    assert max_remaining(QUESTIONS, given(kinds="a")) == 4
    assert max_remaining(QUESTIONS, given(kinds="a", depth="low")) == 2
    assert max_remaining(QUESTIONS, given(kinds="b", tone="x", budget="some")) == 0


def test_progress_is_the_same_before_and_after_the_answer() -> None:
    for answers in (given(kinds="a"), given(kinds="a", depth="deep")):
        assert progress(DEPTH, QUESTIONS, answers) == (2, 3)
    assert progress(KINDS, QUESTIONS, {}) == (1, 4)
    assert progress(TONE, QUESTIONS, given(kinds="b", tone="x")) == (2, 1)


def test_revisable_is_one_answer_that_can_be_changed_or_was_not_sure() -> None:
    answers = given(kinds="a", depth="deep", care="no")
    assert list(revisable_questions(QUESTIONS, answers)) == []
    assert list(revisable_questions(QUESTIONS, {**answers, **given(tone="x", budget="none")})) == [BUDGET]
    assert list(revisable_questions(QUESTIONS, {**answers, **given(tone="not_sure")})) == [TONE]
