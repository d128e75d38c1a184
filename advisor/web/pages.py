"""The pages: what each shows, handed to its template. They change nothing and remember nothing."""

from __future__ import annotations

from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from advisor.analysis.alternatives import offers
from advisor.analysis.annotations import annotations_of
from advisor.analysis.changes import grouped, moved, notices, standings
from advisor.analysis.comparison import FEWEST, MOST, NOTHING, comparable_options, compare, warnings_of
from advisor.analysis.explanation import why, why_not
from advisor.analysis.influence import influence_words
from advisor.model.rules import NOT_SURE
from advisor.model.wording import answered, capitalised, topic
from advisor.questionnaire.answers import Answers, check_answers
from advisor.questionnaire.flow import asked_questions, max_remaining, may_be_asked, progress
from advisor.render.drawing.plan_map import grade_line_svg, plan_map_svgs
from advisor.render.drawing.svg import option_svg, tones, treatment_svg
from advisor.render.handout import handout_html, handout_pdf
from advisor.render.html import fill
from advisor.render.pdf import installed
from advisor.render.summary import tiers
from advisor.web.citations import cited_by_advice, cited_by_values, claims_of
from advisor.web.forms import NO_FORM, hidden_fields

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from advisor.diagnostics.findings import Finding
    from advisor.engine.consultation import Consultation
    from advisor.model.advice import Suggestion
    from advisor.model.rules import Question
    from advisor.web.examples import Example
    from advisor.web.forms import ConsultationState, Given
    from advisor.web.guard import HttpError

__all__ = ["Pages"]

_TEMPLATES = Path(__file__).parent / "templates"

_Made = TypeVar("_Made", str, bytes)


class Pages:
    """Every page over one rule base. Each method gives a whole HTML document."""

    def __init__(self, consultation: Consultation, examples: Sequence[Example] = (), private: bool = True) -> None:
        self.consultation = consultation
        self.rulebase = consultation.rulebase
        self._examples = {example.name: example for example in examples}
        self._private = private
        self._treatment = cache(partial(treatment_svg, self.rulebase))  # a third of a page's time went into drawing
        self._option = cache(partial(option_svg, self.rulebase))

    def welcome(self, state: ConsultationState) -> str:
        """The first page: what this is, the ways to begin, example people."""
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
        """One question of the questionnaire. ``dropped`` are the ids of answers that are no longer asked for.

        ``added`` is the option that identification has just led to.
        """
        questions = self.rulebase.questions
        number, left = progress(question, questions, state.given)
        return self._page(
            "question.html",
            state,
            question.ask,
            without=(f"a.{question.id}",),
            question=question,
            chosen=state.given.get(question.id),
            number=number,
            left=left,
            problem=problem,
            dropped=tuple(dropped),
            added=question.option(added).short if added else "",
            can_change=influence_words(self.rulebase, state.given, question.id),
            unknown=self.rulebase.identification is not None and question.id == self.rulebase.kinds.question,
            all_answered=max_remaining(questions, state.given) == 0,
        )

    def everything(self, state: ConsultationState, problems: Mapping[str, str] | None = None) -> str:
        """All questions on one page; those that earlier answers may still call for say when."""
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
        """Every answer, each with a way to change it."""
        shown = asked_questions(self.rulebase.questions, state.given)
        return self._page(
            "review.html",
            state,
            "Your answers",
            questions=[question for question in shown if question.id in state.given],
            complete=all(question.id in state.given for question in shown),
            dropped=tuple(dropped),
        )

    def seen(self, state: ConsultationState, question: Question, problem: str = "") -> str:
        """One question on what is seen of a mark."""
        told = self.rulebase.identification
        assert told is not None
        number, left = progress(question, told.questions, state.seen)
        return self._page(
            "seen.html",
            state,
            question.ask,
            without=(f"i.{question.id}",),
            question=question,
            chosen=state.seen.get(question.id),
            number=number,
            left=left,
            intro=told.intro if number == 1 else "",
            problem=problem,
        )

    def proposal(self, state: ConsultationState, proposed: Iterable[str]) -> str:
        """What the mark described looks like, to be confirmed; or that it could not be told."""
        found = set(proposed)
        told = self.rulebase.identification
        return self._page(
            "proposal.html",
            state,
            "What it looks like" if found else "We could not tell",
            options=[option for option in self.rulebase.kind_question.options if option.id in found],
            could_not_tell=told.could_not_tell if told else "",
        )

    def advice(
        self,
        state: ConsultationState,
        *,
        missing: Sequence[Question] = (),
        dropped: Sequence[str] = (),
        undone: bool = False,
    ) -> str:
        """The whole advice, what moved since the last change, and what may be changed.

        ``missing`` are questions that the answers tried out make necessary; until they are answered nothing moves.
        ``dropped`` are the ids of answers that are not asked for. ``undone``: the answers are those from before a
        change again.
        """
        answers = self._answers(state.given)
        advice = self.consultation.advise(answers)
        before = self.consultation.advise(self._answers(state.before)) if state.before is not None else None
        groups = grouped(moved(before, advice)) if before else ()
        noticed = notices(self.rulebase, before, advice) if before else ()
        cited = (
            *cited_by_advice(self.rulebase, advice, groups, noticed),
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
            notices=noticed,
            tiers=[(kind, tiers(self.rulebase, advice, kind)) for kind in advice.plans],
            plan_maps=plan_map_svgs(self.rulebase, advice),
            grade_line=partial(grade_line_svg, self.rulebase),
            judged=_judged,
            starred=any(_judged(one, fit.kind) for one in advice.suggestions for fit in one.fits),
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
        """All about one treatment: its texts, why it stands where it stands, down to answers and claims."""
        answers = self._answers(state.given)
        advice = self.consultation.advise(answers)
        treatment = self.rulebase.treatment_by_id[treatment_id]
        spot = standings(advice)[treatment_id]
        lines = (
            why(self.rulebase, advice, treatment_id)
            if spot.place == "suggested"
            else why_not(self.rulebase, answers, advice, treatment_id)
        )
        notes = annotations_of(self.rulebase, treatment_id, state.values)
        return self._page(
            "treatment.html",
            state,
            treatment.name,
            treatment=treatment,
            spot=spot,
            lines=lines,
            warnings=warnings_of(self.rulebase, advice, treatment_id),
            offered=advice.offered(treatment_id) is not None,
            notes=notes,
            cited=claims_of(
                self.rulebase,
                (
                    treatment.claims,
                    *(line.claims for line in lines),
                    *(warning.claims for warning in treatment.warnings),
                    *(note.claims for note in notes),
                    self.rulebase.setting_by_id[treatment.setting].cost.claims,
                ),
            ),
        )

    def comparison(self, state: ConsultationState) -> str:
        """Two to four options side by side, or how to choose them."""
        advice = self.consultation.advise(self._answers(state.given))
        right = FEWEST <= len(state.compared) <= MOST
        found = compare(self.rulebase, advice, state.compared, state.values) if right else None
        return self._page(
            "compare.html",
            state,
            "Options side by side",
            without=("c",),
            comparison=found,
            options=comparable_options(self.rulebase, advice),
            spots=standings(advice),
            cited=claims_of(self.rulebase, (cell.claims for row in found.rows for cell in row.cells)) if found else [],
            most=MOST,
        )

    def handout(self, state: ConsultationState) -> str:
        """The hand-out, a page of its own to be printed."""
        return self._handout(handout_html, state)()

    def handout_pdf(self, state: ConsultationState) -> Callable[[], bytes]:
        """What makes the same as PDF, in any thread. Called, it raises PdfUnavailable where it cannot be made."""
        return self._handout(handout_pdf, state)

    def _handout(self, made: Callable[..., _Made], state: ConsultationState) -> Callable[[], _Made]:
        return partial(
            made,
            self.rulebase,
            self.consultation.advise(self._answers(state.given)),
            on=date.today(),
            values=state.values,
            example=state.example if self._is_example(state) else "",
            what_if=self._supposed(state),
        )

    def http_error(self, error: HttpError) -> str:
        """What is wrong with a request, and what can be done."""
        return self._error_page(error.title, error.lines)

    def wrong(self, findings: Iterable[Finding]) -> str:
        """Every mistake of a form."""
        return self._error_page("That form does not fit the questions", ("Nothing of it was used.",), findings)

    def _error_page(self, title: str, lines: Iterable[str], findings: Iterable[Finding] = ()) -> str:
        template = _TEMPLATES / "http_error.html"
        return fill(template, rulebase=self.rulebase, title=title, lines=tuple(lines), findings=tuple(findings))

    def _page(
        self, template: str, state: ConsultationState, title: str, without: Iterable[str] = (), **data: object
    ) -> str:
        tone = self._tone(state.given)
        return fill(
            _TEMPLATES / template,
            **{
                "rulebase": self.rulebase,
                "state": state,
                "private": self._private,
                "as_example": self._is_example(state),
                "supposed": self._supposed(state),
                "title": title,
                "hidden": tuple(hidden_fields(state, (*without, "large"))),
                "pictures": lambda question, option: self._pictures(question, option, tone),
                "sketch": lambda treatment: self._treatment(treatment, tone),
                "notes_on": lambda treatment: annotations_of(self.rulebase, treatment, state.values),
                "NONE": NO_FORM,
                "NOTHING": NOTHING,
                "pdf": installed(),
                **data,
            },
        )

    def _is_example(self, state: ConsultationState) -> bool:
        """Whether the answers are still those of the example person they began with."""
        example = self._examples.get(state.example)
        return example is not None and dict(example.given) == state.given

    def _supposed(self, state: ConsultationState) -> str:
        """What was changed since the answers as they were: ``Budget: only at home instead of ...``."""
        before, now = state.before or {}, state.given
        parts = []
        for question in self.rulebase.questions:
            if before.get(question.id) == now.get(question.id):
                continue
            said, was = (
                answered(question, given[question.id]) if question.id in given else "not asked"
                for given in (now, before)
            )
            parts.append(f"{capitalised(topic(question.id))}: {said} instead of {was}")
        return "; ".join(parts) if state.before is not None else ""

    def _pictures(self, question: str, option: str, tone: str | None) -> tuple[str, ...]:
        """An option drawn in the tone answered; until one is, in several."""
        shown = tones(self.rulebase) if tone is None else (tone,)
        drawn = (self._option(question, option, one) for one in shown)
        return tuple(dict.fromkeys(svg for svg in drawn if svg))

    def _tone(self, given: Given) -> str | None:
        pictures = self.rulebase.pictures
        chosen = given.get(pictures.palettes.question, frozenset()) if pictures else frozenset()
        return next(iter(chosen - {NOT_SURE}), None)

    def _answers(self, given: Given) -> Answers:
        by_id = self.rulebase.question_by_id
        return check_answers(
            self.rulebase, {name: sorted(o) if by_id[name].several else min(o) for name, o in given.items()}
        )


def _judged(suggestion: Suggestion, kind: str) -> bool:
    """Whether the grade of a suggestion for a kind is house judgement."""
    return any(fit.kind == kind and fit.basis != "source" for fit in suggestion.fits)
