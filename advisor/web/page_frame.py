"""What all pages have in common: the frame around each page, and the drawings on it."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from advisor.analysis.annotations import annotations_of
from advisor.analysis.comparison import NOTHING
from advisor.model.rules import NOT_SURE
from advisor.model.wording import answered, capitalised, topic
from advisor.render.drawing.plan_map import grade_line_svg
from advisor.render.drawing.svg import option_svg, tones, treatment_svg
from advisor.render.handout import handout_templates
from advisor.render.html import Templates
from advisor.render.pdf import installed
from advisor.web.forms import NONE_CHOSEN, hidden_fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from advisor.diagnostics.findings import Finding
    from advisor.engine.consultation import Consultation
    from advisor.web.examples import Example
    from advisor.web.forms import ConsultationState, Given
    from advisor.web.guard import HttpError

__all__ = ["PageFrame"]

_TEMPLATES = Path(__file__).parent / "templates"


class PageFrame:
    """Fills the templates in. ``private`` is whether only this computer can reach the pages."""

    def __init__(self, consultation: Consultation, examples: Sequence[Example] = (), private: bool = True) -> None:
        self.consultation = consultation
        self.rulebase = consultation.rulebase
        self._examples = {example.name: example for example in examples}
        self._private = private
        self._templates = Templates(_TEMPLATES, fixed="_fixed.html")
        self._handout_templates = handout_templates()
        # without a cache, drawing takes a third of the time of a page
        self._treatment_svg = cache(partial(treatment_svg, self.rulebase))
        self._option_svg = cache(partial(option_svg, self.rulebase))
        grades = [grade.id for grade in self.rulebase.grades_by_points]
        self._grade_lines = {grade: grade_line_svg(grades, grade) for grade in grades}
        self._pdf = installed()

    def http_error(self, error: HttpError) -> str:
        """Returns the page that says what is wrong with a request, and what can be done."""
        return self._error_page(error.title, error.lines)

    def wrong(self, findings: Iterable[Finding]) -> str:
        """Returns the page that lists every mistake in a form."""
        return self._error_page("That form does not fit the questions", ("Nothing of it was used.",), findings)

    def _error_page(self, title: str, lines: Iterable[str], findings: Iterable[Finding] = ()) -> str:
        shown = {"title": title, "lines": tuple(lines), "findings": tuple(findings)}
        return self._templates.fill("http_error.html", rulebase=self.rulebase, **shown)

    def _page(
        self, template: str, state: ConsultationState, title: str, without: Iterable[str] = (), **data: object
    ) -> str:
        """Returns a page; ``without`` names the fields of the state that the page shows, and need not be hidden."""
        tone = self._tone(state.given)
        return self._templates.fill(
            template,
            **{
                "rulebase": self.rulebase,
                "state": state,
                "private": self._private,
                "is_example": self._is_example(state),
                "changed_answers": self._changed_answers(state),
                "title": title,
                "hidden": tuple(hidden_fields(state, (*without, "large"))),
                "pictures": partial(self._pictures, tone),
                "sketch": lambda treatment: tuple(filter(None, [self._treatment_svg(treatment, tone)])),
                "notes_on": lambda treatment: annotations_of(self.rulebase.deciding, treatment, state.values),
                "NONE": NONE_CHOSEN,
                "NOTHING": NOTHING,
                "pdf": self._pdf,
                "grade_lines": self._grade_lines,
                **data,
            },
        )

    def _is_example(self, state: ConsultationState) -> bool:
        """Returns whether the answers are still those of the example person they began with."""
        example = self._examples.get(state.example)
        return example is not None and dict(example.given) == state.given

    def _changed_answers(self, state: ConsultationState) -> str:
        """Returns what was changed since the first answers: ``Budget: only at home instead of a flexible budget``."""
        if state.before is None:
            return ""
        parts = []
        for question in self.rulebase.questions:
            now, before = (
                answered(question.names, given[question.id]) if question.id in given else "not asked"
                for given in (state.given, state.before)
            )
            if state.given.get(question.id) != state.before.get(question.id):
                parts.append(f"{capitalised(topic(question.id))}: {now} instead of {before}")
        return "; ".join(parts)

    def _pictures(self, tone: str | None, question: str, option: str) -> tuple[str, ...]:
        """Returns an option drawn in a tone; in several tones when there is none."""
        shown = tones(self.rulebase) if tone is None else (tone,)
        drawn = (self._option_svg(question, option, one) for one in shown)
        return tuple(dict.fromkeys(svg for svg in drawn if svg))

    def _tone(self, given: Given) -> str | None:
        pictures = self.rulebase.pictures
        chosen = given.get(pictures.palettes.question, frozenset()) if pictures else frozenset()
        return next(iter(chosen - {NOT_SURE}), None)
