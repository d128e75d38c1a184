"""The pages: what each of them shows. They change nothing and remember nothing."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from advisor.analysis.alternatives import offers
from advisor.analysis.annotations import annotations_of
from advisor.analysis.changes import grouped, moved, notices, standings
from advisor.analysis.comparison import FEWEST, MOST, comparable_options, compare
from advisor.analysis.explanation import why, why_not
from advisor.analysis.influence import Influences
from advisor.questionnaire.answers import check_answers, plain_answers
from advisor.questionnaire.flow import asked_questions, may_be_asked, progress
from advisor.render.drawing.plan_map import plan_map_svgs
from advisor.render.handout import Handout
from advisor.render.summary import tiers
from advisor.web.citations import cited_by_advice, cited_by_values, claims_of
from advisor.web.forms import hidden_fields
from advisor.web.page_frame import PageFrame

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from advisor.model.rules import Question
    from advisor.questionnaire.answers import Answers
    from advisor.web.forms import ConsultationState, Given

__all__ = ["Pages"]


class Pages(PageFrame):
    """Every page about one rule base. A page is a whole HTML document."""

    @cached_property
    def _influences(self) -> Influences:
        return Influences(self.rulebase)

    def welcome(self, state: ConsultationState) -> str:
        """Returns the first page: what this is, the ways to begin, and the example people."""
        examples = [(example, tuple(hidden_fields(example.state(state.large)))) for example in self._examples.values()]
        return self._page("welcome.html", state, "First page", examples=examples)

    def question(
        self,
        state: ConsultationState,
        question: Question,
        problem: str = "",
        dropped: Iterable[str] = (),
        added: str = "",
    ) -> str:
        """Returns the page of one question of the questionnaire.

        ``dropped`` are the ids of questions whose answers are no longer asked for. ``added`` is the option that
        identification has just led to.
        """
        return self._page(
            "question.html",
            state,
            question.ask,
            without=(f"a.{question.id}",),
            **_one_of(self.rulebase.questions, question, state.given, problem),
            dropped=tuple(dropped),
            added=question.option(added).short if added else "",
            can_change=self._influences.words(state.given, question.id),
            unknown=self.rulebase.identification is not None and question.id == self.rulebase.kinds.question,
        )

    def everything(self, state: ConsultationState, problems: Mapping[str, str] | None = None) -> str:
        """Returns a page with all questions; those that depend on earlier answers say when they apply."""
        questions = self.rulebase.questions
        return self._page(
            "all.html",
            state,
            "All questions on one page",
            without=("a.",),
            questions=[question for question in questions if may_be_asked(question, questions, state.given)],
            sure={question.id for question in asked_questions(questions, state.given)},
            problems=problems or {},
        )

    def review(self, state: ConsultationState, dropped: Iterable[str] = ()) -> str:
        """Returns a page with every answer, each with a button to change it."""
        questions = asked_questions(self.rulebase.questions, state.given)
        return self._page(
            "review.html",
            state,
            "Your answers",
            questions=[question for question in questions if question.id in state.given],
            complete=all(question.id in state.given for question in questions),
            dropped=tuple(dropped),
        )

    def seen(self, state: ConsultationState, question: Question, problem: str = "") -> str:
        """Returns the page of one question on what is visible of a mark."""
        identification = self.rulebase.identification
        assert identification is not None
        return self._page(
            "seen.html",
            state,
            question.ask,
            without=(f"i.{question.id}",),
            **_one_of(identification.questions, question, state.seen, problem),
            intro=identification.intro,
        )

    def proposal(self, state: ConsultationState, proposed: Iterable[str]) -> str:
        """Returns a page with the kinds that the mark described may be, or that says that none was found."""
        found = set(proposed)
        identification = self.rulebase.identification
        return self._page(
            "proposal.html",
            state,
            "What it looks like" if found else "We could not tell",
            options=[option for option in self.rulebase.kind_question.options if option.id in found],
            could_not_tell=identification.could_not_tell if identification else "",
        )

    def advice(
        self,
        state: ConsultationState,
        *,
        missing: Sequence[Question] = (),
        dropped: Sequence[str] = (),
        undone: bool = False,
    ) -> str:
        """Returns a page with the whole advice, what moved since the first answers, and what can be changed.

        ``missing`` are the questions to answer before the answers tried out count; until then nothing moves.
        ``dropped`` are the ids of questions whose answers are no longer asked for. ``undone`` is whether the first
        answers were just restored.
        """
        answers = self._answers(state.given)
        advice = self.consultation.advise(answers)
        before = self.consultation.advise(self._answers(state.before)) if state.before is not None else None
        groups = grouped(moved(before, advice)) if before else ()
        noticed = notices(before, advice) if before else ()
        cited = (
            *cited_by_advice(advice, groups, noticed),
            *cited_by_values(self.rulebase, state.values),
        )
        tried = state.tried if missing and state.tried is not None else state.given
        return self._page(
            "advice.html",
            state,
            "Options to talk over",
            without=("v", "c", "w."),
            advice=advice,
            changed=before is not None,
            groups=groups,
            ways={move.treatment: group.way for group in groups for move in group.moves if group.way != "along"},
            notices=noticed,
            tiers=[(kind, tiers(advice, kind)) for kind in advice.plans],
            plan_maps=plan_map_svgs(advice),
            has_judgement=any(fit.basis != "source" for one in advice.suggestions for fit in one.fits),
            undone=undone,
            dropped=dropped,
            offers=offers(self.rulebase, answers),
            tried=tried,
            what_if=asked_questions(self.rulebase.questions, tried),
            missing=[question.id for question in missing],
            cited=claims_of(self.rulebase, cited),
            most=MOST,
        )

    def treatment(self, state: ConsultationState, treatment_id: str) -> str:
        """Returns a page about one treatment, and why it stands where it stands, down to answers and claims."""
        answers = self._answers(state.given)
        advice = self.consultation.advise(answers)
        treatment = self.rulebase.treatment_by_id[treatment_id]
        standing = standings(advice)[treatment_id]
        if standing.place == "suggested":
            lines = why(self.rulebase, advice, treatment_id)
        else:
            lines = why_not(self.rulebase, answers, advice, treatment_id)
        notes = annotations_of(self.rulebase.deciding, treatment_id, state.values)
        cited = (
            treatment.claims,
            *(line.claims for line in lines),
            *(warning.claims for warning in treatment.warnings),
            *(note.claims for note in notes),
            self.rulebase.setting_by_id[treatment.setting].cost.claims,
        )
        return self._page(
            "treatment.html",
            state,
            treatment.name,
            treatment=treatment,
            standing=standing,
            lines=lines,
            told=advice.told_of(treatment_id),
            offered=advice.offered(treatment_id) is not None,
            notes=notes,
            cited=claims_of(self.rulebase, cited),
        )

    def comparison(self, state: ConsultationState) -> str:
        """Returns a page with two to four options side by side, or how to choose them."""
        advice = self.consultation.advise(self._answers(state.given))
        comparable = FEWEST <= len(state.compared) <= MOST
        found = compare(advice, state.compared, state.values) if comparable else None
        return self._page(
            "compare.html",
            state,
            "Options side by side",
            without=("c",),
            comparison=found,
            options=comparable_options(advice),
            standings=standings(advice),
            cited=claims_of(self.rulebase, (cell.claims for row in found.rows for cell in row.cells)) if found else [],
            most=MOST,
        )

    def handout(self, state: ConsultationState) -> Handout:
        """Returns the hand-out, of which ``html`` is a page to print. Its methods may run in any thread."""
        return Handout(
            self.consultation.advise(self._answers(state.given)),
            on=date.today(),
            values=state.values,
            example=state.example if self._is_example(state) else "",
            what_if=self._changed_answers(state),
            templates=self._handout_templates,
        )

    def _answers(self, given: Given) -> Answers:
        return check_answers(self.rulebase, plain_answers(self.rulebase.questions, given))


def _one_of(questions: Sequence[Question], question: Question, given: Given, problem: str) -> dict[str, object]:
    """Returns what a page needs to show one of several questions."""
    number, left = progress(question, questions, given)
    return {"question": question, "chosen": given.get(question.id), "number": number, "left": left, "problem": problem}
