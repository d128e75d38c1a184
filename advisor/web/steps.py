"""The steps of a consultation: each takes the form that a page sent, and returns the next page. Remembers nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from advisor.engine.identification import propose
from advisor.questionnaire.flow import asked_questions, next_question, previous_question, stale_answers
from advisor.web.guard import HttpError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from advisor.model.rules import Question
    from advisor.web.forms import ConsultationState, Form, Given
    from advisor.web.pages import Pages

__all__ = ["StepResult", "Steps"]

_UNPROCESSABLE = 422  # the form was understood, but an answer in it is missing or contradicts itself
_NONE_AND_SOME = "Choose “None of these”, or the ones that are so, not both."


@dataclass(frozen=True, slots=True)
class StepResult:
    """A page to reply with, its HTTP status, and the style sheet that it may contain."""

    html: str
    status: int = 200
    style: str = ""


class Steps:
    """The steps: one for each address in ``addresses``."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self.rulebase = pages.rulebase
        self._questions = self.rulebase.questions

    @property
    def addresses(self) -> Mapping[str, Callable[[Form], StepResult]]:
        """Returns the step for each address to which a form is sent."""
        guarded: dict[str, Callable[[Form], StepResult]] = {
            "/review": lambda form: StepResult(self.pages.review(form.state)),
            "/identify": self.identify,
            "/advice": self.advice,
            "/what-if": self.what_if,
            "/undo": self.undo,
            "/keep": self.keep,
            "/treatment": self.treatment,
            "/compare": lambda form: self._with_advice(form.state, self.pages.comparison),
            "/handout": self.handout,
        }
        return {
            "/": lambda form: StepResult(self.pages.welcome(form.state)),
            "/question": self.question,
            "/all": self.everything,
            **{address: self._without_conflict(step) for address, step in guarded.items()},
        }

    def _without_conflict(self, step: Callable[[Form], StepResult]) -> Callable[[Form], StepResult]:
        """Returns a step that first asks a question again if it was answered with none of the options and some."""

        def checked(form: Form) -> StepResult:
            if not form.conflicting:
                return step(form)
            question = self.rulebase.question_by_id[form.conflicting[0]]
            return StepResult(self.pages.question(form.state, question, _NONE_AND_SOME), _UNPROCESSABLE)

        return checked

    def question(self, form: Form) -> StepResult:
        """Takes the answer to question ``at``, and goes on, back, to the review, or to question ``to``."""
        state, go = form.state, form.command("go")
        answered = self._named(self._questions, form.command("at"))
        if to := self._named(self._questions, form.command("to")):
            return StepResult(self.pages.question(state, to))
        if answered is None:
            return self._next(state)
        if answered.id in form.conflicting and go != "back":
            return StepResult(self.pages.question(state, answered, _NONE_AND_SOME), _UNPROCESSABLE)
        if go == "back":
            earlier = previous_question(answered, self._questions, state.given)
            return StepResult(self.pages.question(state, earlier) if earlier else self.pages.welcome(state))
        if go == "review":
            return StepResult(self.pages.review(*self._settled(state)))
        if go == "next":
            if answered.id not in state.given:
                return StepResult(self.pages.question(state, answered, _unanswered(answered)), _UNPROCESSABLE)
            return self._next(*self._settled(state))
        return StepResult(self.pages.question(state, answered))

    def everything(self, form: Form) -> StepResult:
        """Shows all questions on one page, and goes on to the advice once all that are asked have an answer."""
        if form.command("go") != "advice":
            return StepResult(self.pages.everything(form.state))
        state, _ = self._settled(form.state)
        problems = {
            question.id: _unanswered(question)
            for question in asked_questions(self._questions, state.given)
            if question.id not in state.given
        } | dict.fromkeys(form.conflicting, _NONE_AND_SOME)
        if problems:
            return StepResult(self.pages.everything(state, problems), _UNPROCESSABLE)
        return self.advice(form)

    def identify(self, form: Form) -> StepResult:
        """Asks what is visible of one mark, then shows the kinds that it may be, for the person to confirm."""
        identification, state, go = self.rulebase.identification, form.state, form.command("go")
        kinds = self.rulebase.kind_question
        if identification is None:
            raise HttpError(404, "There is nothing here", "This rule base does not lead anyone to a kind.")
        questions = identification.questions
        if confirmed := form.command("set"):
            if confirmed not in kinds.option_ids:
                raise HttpError(400, "That is none of the kinds", "Please go back to the list of kinds.")
            marked = state.given.get(kinds.id, frozenset()) | {confirmed}
            state = replace(state, given={**state.given, kinds.id: marked}, seen={})
            return StepResult(self.pages.question(state, kinds, added=confirmed))
        if go in ("start", "list"):
            state = replace(state, seen={})
            return StepResult(
                self.pages.question(state, kinds) if go == "list" else self.pages.seen(state, questions[0])
            )
        at = self._named(questions, form.command("at"))
        if at is not None and go == "back":
            earlier = previous_question(at, questions, state.seen)
            return StepResult(self.pages.seen(state, earlier) if earlier else self.pages.question(state, kinds))
        if at is not None and at.id not in state.seen:
            return StepResult(self.pages.seen(state, at, _unanswered(at)), _UNPROCESSABLE)
        seen = _without(state.seen, stale_answers(questions, state.seen))
        state = replace(state, seen=seen)
        following = next_question(questions, seen)
        return StepResult(
            self.pages.seen(state, following) if following else self.pages.proposal(state, propose(self.rulebase, seen))
        )

    def advice(self, form: Form) -> StepResult:
        """Shows the advice, or the first question without an answer; a change that is pending is tried out."""
        if _is_pending(form.state):
            return self.what_if(form)
        dropped = stale_answers(self._questions, form.state.given)
        return self._with_advice(replace(form.state, tried=None), partial(self.pages.advice, dropped=dropped))

    def what_if(self, form: Form) -> StepResult:
        """Shows the advice for the answers tried out, and what moved since the first answers.

        The advice stays as it was while a question that the change leads to has no answer.
        """
        state = form.state
        tried = dict(state.tried or {})
        if change := form.command("set"):
            name, _, option = change.partition("=")
            question = self._named(self._questions, name)
            if question is None or option not in question.option_ids or question.several:
                raise HttpError(400, "That is no answer to a question here", "Please begin again from the first page.")
            tried = {**(tried or state.given), name: frozenset({option})}
        tried = _without(tried, stale_answers(self._questions, tried))
        missing = [question for question in asked_questions(self._questions, tried) if question.id not in tried]
        if missing:
            return self._with_advice(
                replace(state, tried=tried), partial(self.pages.advice, missing=missing), _UNPROCESSABLE
            )
        if not tried or tried == state.given:
            return self.advice(replace(form, state=replace(state, tried=None)))
        first = state.before if state.before is not None else state.given  # several changes count as one
        before = None if tried == first else first
        return self._with_advice(replace(state, given=tried, before=before, tried=None), self.pages.advice)

    def keep(self, form: Form) -> StepResult:
        """Takes the answers tried out for the right ones; a change that is pending is tried out first."""
        if _is_pending(form.state):
            return self.what_if(form)
        return self.advice(replace(form, state=form.state.with_given(form.state.given)))

    def undo(self, form: Form) -> StepResult:
        """Goes back to the answers before any change was tried out."""
        state = form.state
        state = state.with_given(state.before if state.before is not None else state.given)
        return self._with_advice(state, partial(self.pages.advice, undone=True))

    def treatment(self, form: Form) -> StepResult:
        """Shows all about one treatment."""
        name = form.command("treatment")
        if name not in self.rulebase.treatment_by_id:
            raise HttpError(400, "There is no such option", "Please choose it from the page of the advice.")
        return self._with_advice(form.state, lambda state: self.pages.treatment(state, name))

    def handout(self, form: Form) -> StepResult:
        """Shows the hand-out, which contains its style sheet, so that it can be saved as one file."""
        reply = self._with_advice(form.state, lambda state: self.pages.handout(state).html())
        return replace(reply, style=reply.html.partition("<style>")[2].partition("</style>")[0])

    def _with_advice(
        self, state: ConsultationState, page: Callable[[ConsultationState], str], status: int = 200
    ) -> StepResult:
        """Returns a page that needs the advice, or the first question without an answer."""
        settled, dropped = self._settled(state)
        if next_question(self._questions, settled.given) is not None:
            return self._next(settled, dropped)
        return StepResult(page(settled), status)

    def _next(self, state: ConsultationState, dropped: Sequence[str] = ()) -> StepResult:
        """Returns the next question without an answer, or the review."""
        following = next_question(self._questions, state.given)
        if following is not None:
            return StepResult(self.pages.question(state, following, dropped=dropped))
        return StepResult(self.pages.review(state, dropped))

    def _settled(self, state: ConsultationState) -> tuple[ConsultationState, tuple[str, ...]]:
        """Returns the state without answers to questions that are no longer asked, and the ids of these questions."""
        dropped = stale_answers(self._questions, state.given)
        return replace(state, given=_without(state.given, dropped)), dropped

    def _named(self, questions: Sequence[Question], name: str) -> Question | None:
        """Returns the question with an id, None for an empty id. Raises HttpError for an unknown one."""
        found = next((question for question in questions if question.id == name), None)
        if name and found is None:
            raise HttpError(400, "There is no such question", "Please begin again from the first page.")
        return found


def _is_pending(state: ConsultationState) -> bool:
    """Returns whether answers were marked to be tried out, and the advice for them was not shown yet."""
    return state.tried is not None and state.tried != state.given


def _unanswered(question: Question) -> str:
    return "Choose at least one, or “None of these”." if question.several else "Choose one of the answers."


def _without(given: Given, dropped: Sequence[str]) -> Given:
    return {name: options for name, options in given.items() if name not in dropped}
