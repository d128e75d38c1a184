"""The way through a consultation: from the form a page sent to the page that comes next. Remembers nothing."""

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

_WRONG = 422  # a form that was understood and cannot be gone on with
_NONE_AND_SOME = "Choose “None of these”, or the ones that are so, not both."


@dataclass(frozen=True, slots=True)
class StepResult:
    """A page to answer with, its HTTP status, and the one style sheet that it may carry in itself."""

    html: str
    status: int = 200
    style: str = ""


class Steps:
    """One method for each address a form is sent to; ``ways`` lists them."""

    def __init__(self, pages: Pages) -> None:
        self.pages = pages
        self.rulebase = pages.rulebase
        self._questions = self.rulebase.questions

    @property
    def ways(self) -> Mapping[str, Callable[[Form], StepResult]]:
        """Each address with what answers it."""
        agreed: dict[str, Callable[[Form], StepResult]] = {
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
            **{address: self._agreed(step) for address, step in agreed.items()},
        }

    def _agreed(self, step: Callable[[Form], StepResult]) -> Callable[[Form], StepResult]:
        """The step, unless an answer is none of the options and some of them at once: that question comes first."""

        def agreed(form: Form) -> StepResult:
            if not form.conflicting:
                return step(form)
            question = self.rulebase.question_by_id[form.conflicting[0]]
            return StepResult(self.pages.question(form.state, question, _NONE_AND_SOME), _WRONG)

        return agreed

    def question(self, form: Form) -> StepResult:
        """Takes the answer to ``at`` and goes on, back, to the review, or to the question named by ``to``."""
        state, go = form.state, form.wish("go")
        answered = self._named(self._questions, form.wish("at"))
        if to := self._named(self._questions, form.wish("to")):
            return StepResult(self.pages.question(state, to))
        if answered is None:
            return self._on(state)
        if answered.id in form.conflicting and go != "back":
            return StepResult(self.pages.question(state, answered, _NONE_AND_SOME), _WRONG)
        if go == "back":
            earlier = previous_question(answered, self._questions, state.given)
            return StepResult(self.pages.question(state, earlier) if earlier else self.pages.welcome(state))
        if go == "review":
            return StepResult(self.pages.review(*self._settled(state)))
        if go == "next":
            if answered.id not in state.given:
                return StepResult(self.pages.question(state, answered, _unanswered(answered)), _WRONG)
            return self._on(*self._settled(state))
        return StepResult(self.pages.question(state, answered))

    def everything(self, form: Form) -> StepResult:
        """All questions on one page; on to the advice when every one that is asked has its answer."""
        if form.wish("go") != "advice":
            return StepResult(self.pages.everything(form.state))
        state, _ = self._settled(form.state)
        problems = {
            question.id: _unanswered(question)
            for question in asked_questions(self._questions, state.given)
            if question.id not in state.given
        } | dict.fromkeys(form.conflicting, _NONE_AND_SOME)
        if problems:
            return StepResult(self.pages.everything(state, problems), _WRONG)
        return self.advice(form)

    def identify(self, form: Form) -> StepResult:
        """Questions on what is seen of one mark, then the kinds it may be, for the person to confirm."""
        told, state, go = self.rulebase.identification, form.state, form.wish("go")
        kinds = self.rulebase.kind_question
        if told is None:
            raise HttpError(404, "There is nothing here", "This rule base does not lead anyone to a kind.")
        if taken := form.wish("set"):
            if taken not in kinds.option_ids:
                raise HttpError(400, "That is none of the kinds", "Please go back to the list of kinds.")
            marked = state.given.get(kinds.id, frozenset()) | {taken}
            state = replace(state, given={**state.given, kinds.id: marked}, seen={})
            return StepResult(self.pages.question(state, kinds, added=taken))
        if go in ("start", "list"):
            state = replace(state, seen={})
            return StepResult(
                self.pages.question(state, kinds) if go == "list" else self.pages.seen(state, told.questions[0])
            )
        at = self._named(told.questions, form.wish("at"))
        if at is not None and go == "back":
            earlier = previous_question(at, told.questions, state.seen)
            return StepResult(self.pages.seen(state, earlier) if earlier else self.pages.question(state, kinds))
        if at is not None and at.id not in state.seen:
            return StepResult(self.pages.seen(state, at, _unanswered(at)), _WRONG)
        seen = _without(state.seen, stale_answers(told.questions, state.seen))
        state = replace(state, seen=seen)
        following = next_question(told.questions, seen)
        return StepResult(
            self.pages.seen(state, following) if following else self.pages.proposal(state, propose(self.rulebase, seen))
        )

    def advice(self, form: Form) -> StepResult:
        """The advice, or the first question that has no answer yet; a change not tried out yet is tried out."""
        if _is_pending(form.state):
            return self.what_if(form)
        dropped = stale_answers(self._questions, form.state.given)
        return self._with_advice(replace(form.state, tried=None), partial(self.pages.advice, dropped=dropped))

    def what_if(self, form: Form) -> StepResult:
        """The advice with the answers tried out, and what moved since those first given.

        The advice stays as it was while an answer that the change makes necessary is still open.
        """
        state = form.state
        tried = dict(state.tried or {})
        if wish := form.wish("set"):
            name, _, option = wish.partition("=")
            question = self._named(self._questions, name)
            if question is None or option not in question.option_ids or question.several:
                raise HttpError(400, "That is no answer to a question here", "Please begin again from the first page.")
            tried = {**(tried or state.given), name: frozenset({option})}
        tried = _without(tried, stale_answers(self._questions, tried))
        missing = [question for question in asked_questions(self._questions, tried) if question.id not in tried]
        if missing:
            return self._with_advice(replace(state, tried=tried), partial(self.pages.advice, missing=missing), _WRONG)
        if not tried or tried == state.given:
            return self.advice(replace(form, state=replace(state, tried=None)))
        first = state.before if state.before is not None else state.given  # several changes are one what-if
        before = None if tried == first else first
        return self._with_advice(replace(state, given=tried, before=before, tried=None), self.pages.advice)

    def keep(self, form: Form) -> StepResult:
        """The answers tried out are the right ones; a change that is still open comes first."""
        if _is_pending(form.state):
            return self.what_if(form)
        return self.advice(replace(form, state=form.state.with_given(form.state.given)))

    def undo(self, form: Form) -> StepResult:
        """Back to the answers as they were before any change was tried out."""
        state = form.state
        state = state.with_given(state.before if state.before is not None else state.given)
        return self._with_advice(state, partial(self.pages.advice, undone=True))

    def treatment(self, form: Form) -> StepResult:
        """All about one treatment."""
        name = form.wish("treatment")
        if name not in self.rulebase.treatment_by_id:
            raise HttpError(400, "There is no such option", "Please choose it from the page of the advice.")
        return self._with_advice(form.state, lambda state: self.pages.treatment(state, name))

    def handout(self, form: Form) -> StepResult:
        """The hand-out. It can be saved as one file, so its style sheet stands in its head, before anything else."""
        reply = self._with_advice(form.state, self.pages.handout)
        return replace(reply, style=reply.html.partition("<style>")[2].partition("</style>")[0])

    def _with_advice(
        self, state: ConsultationState, shown: Callable[[ConsultationState], str], status: int = 200
    ) -> StepResult:
        """A page over the advice; where an answer is missing, its question comes first."""
        settled, dropped = self._settled(state)
        if next_question(self._questions, settled.given) is not None:
            return self._on(settled, dropped)
        return StepResult(shown(settled), status)

    def _on(self, state: ConsultationState, dropped: Sequence[str] = ()) -> StepResult:
        """The next question without an answer, or the review."""
        following = next_question(self._questions, state.given)
        if following is not None:
            return StepResult(self.pages.question(state, following, dropped=dropped))
        return StepResult(self.pages.review(state, dropped))

    def _settled(self, state: ConsultationState) -> tuple[ConsultationState, tuple[str, ...]]:
        """The state without answers to questions that are no longer asked, and the ids of those."""
        dropped = stale_answers(self._questions, state.given)
        return replace(state, given=_without(state.given, dropped)), dropped

    def _named(self, questions: Sequence[Question], name: str) -> Question | None:
        """The question of that id, None where none is named. Raises Refusal for one that is not known."""
        found = next((question for question in questions if question.id == name), None)
        if name and found is None:
            raise HttpError(400, "There is no such question", "Please begin again from the first page.")
        return found


def _is_pending(state: ConsultationState) -> bool:
    """Whether an answer was marked to be tried out that the advice was not yet shown with."""
    return state.tried is not None and state.tried != state.given


def _unanswered(question: Question) -> str:
    return "Choose at least one, or “None of these”." if question.several else "Choose one of the answers."


def _without(given: Given, dropped: Sequence[str]) -> Given:
    return {name: options for name, options in given.items() if name not in dropped}
