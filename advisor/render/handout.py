"""The hand-out: an advice as one or two pages to take home, as self-contained HTML or as PDF. It names no person."""

from __future__ import annotations

import re
from dataclasses import KW_ONLY, dataclass, field, replace
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from advisor.analysis.annotations import value_summaries
from advisor.model.wording import day, kind_words
from advisor.render.html import Templates
from advisor.render.pdf import fitting_pdf
from advisor.render.summary import answer_lines, note_sections, plan_ranks, tiers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from advisor.model.advice import Advice, RuleBaseExtract, Suggestion
    from advisor.model.rules import Basis

__all__ = ["PRINT_SETTINGS", "Handout", "Paper", "PrintSettings", "handout_templates", "leading_questions"]

Paper = Literal["A4", "Letter"]
_FOLDER = Path(__file__).parent / "templates"
_SMALLEST = 8.0  # points; the least size of the smaller print, such as claims and table cells
_PAGES = 2
_SHORTENED = "What an option is is told in one sentence here."


class PrintSettings(NamedTuple):
    """How the hand-out is printed: the size of the type in points, how much is shortened, and blank lines for notes.

    With ``short`` 0 everything is printed in full. With 1 each option is described in one sentence, with less space
    around it. With 2 also only the first question about each option is printed, and an option may continue in the next
    column, under its name again.
    """

    size: float
    short: int
    lines: int


# From the settings that need least room to those that need most; each with the length of a document (see `_length`)
# up to which it fits two A4 pages.
_LONGEST = {
    PrintSettings(8.0, 2, 2): 23300,
    PrintSettings(8.0, 1, 3): 20100,
    PrintSettings(8.5, 1, 3): 18300,
    PrintSettings(9.0, 1, 3): 16500,
    PrintSettings(9.0, 1, 8): 16000,
    PrintSettings(9.5, 1, 3): 14600,
    PrintSettings(9.5, 1, 12): 13900,
    PrintSettings(9.5, 0, 5): 12100,
    PrintSettings(9.5, 0, 12): 11300,
    PrintSettings(10.0, 0, 5): 10500,
    PrintSettings(10.5, 0, 5): 9400,
    PrintSettings(11.0, 0, 5): 8900,
    PrintSettings(11.0, 0, 14): 8400,
}
PRINT_SETTINGS = tuple(_LONGEST)
_FOR_THREE_PAGES = PrintSettings(9.0, 1, 8)


def handout_templates() -> Templates:
    """Returns the templates of the hand-out, for any number of hand-outs; compiling them takes some 30 ms."""
    return Templates(_FOLDER)


@dataclass(frozen=True, slots=True)
class Handout:
    """One hand-out.

    ``on`` is the date printed on it, ``values`` are the ids of the values that matter to the person, ``example`` is the
    name of an example person, and ``what_if`` says which answers were changed to see the effect. Whoever makes many
    hand-outs gives each the same ``templates``, from ``handout_templates``.
    """

    advice: Advice
    _: KW_ONLY
    on: date
    values: Sequence[str] = ()
    example: str = ""
    what_if: str = ""
    paper: Paper = "A4"
    templates: Templates = field(default_factory=handout_templates, compare=False, repr=False)

    def html(self, settings: PrintSettings | None = None) -> str:
        """Returns one HTML document without scripts, which loads nothing. Raises UsageError for an unknown value.

        A screen shows everything in full; ``settings`` apply to printing only. By default those are used that should
        fit two pages.
        """
        return self._document(settings or _settings_for(self._document(PRINT_SETTINGS[-1]), self.paper))

    def pdf(self) -> bytes:
        """Returns a tagged PDF, printed with the last of ``PRINT_SETTINGS`` that fits two pages.

        When not even the first fits, the PDF has more pages: nothing is left out. Raises PdfUnavailable when WeasyPrint
        is missing, and UsageError for an unknown value.
        """
        return fitting_pdf([partial(self._document, settings) for settings in PRINT_SETTINGS], _PAGES)

    def _document(self, settings: PrintSettings) -> str:
        advice = self.advice
        urgent = {note.text for note in advice.urgent}
        others = replace(advice, notes=tuple(note for note in advice.notes if note.text not in urgent))
        return self.templates.fill(
            "handout.html",
            rulebase=advice.rulebase,
            advice=advice,
            answers=tuple(answer_lines(advice)),
            deciding=advice.rulebase.deciding,
            example=self.example,
            what_if=self.what_if.rstrip("."),
            plans=tuple((kind, tiers(advice, kind)) for kind in advice.plans),
            grades_of=partial(_grades_of, advice.rulebase),
            matters=value_summaries(advice, self.values),
            lead_notes=tuple(note for note in others.notes if note.lead),
            sections=note_sections(others),
            on=day(self.on),
            on_iso=self.on.isoformat(),
            paper=self.paper,
            questions=leading_questions(advice),
            settings=settings,
            shortened=_SHORTENED,
            small=max(_SMALLEST, round(settings.size * 0.88, 2)),
            cited=_cited,
            first_and_more=_first_and_more,
        )


def leading_questions(advice: Advice) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Returns the name of each treatment that ranks first for a kind, with the questions to ask about it.

    Where nothing is suggested for a kind, the treatments beyond the budget that rank first for it are taken. A question
    that several treatments share is listed once, with the first of them.
    """
    first: set[str] = set()
    for kind in advice.plans:
        ranked = plan_ranks(advice, kind) or plan_ranks(advice, kind, beyond=True)
        first |= {suggestion.treatment for suggestion, rank in ranked if rank == 1}
    listed: set[str] = set()
    found = []
    for suggestion in advice.offers:
        if suggestion.treatment in first:
            questions = tuple(question for question in suggestion.about.questions if question not in listed)
            listed.update(questions)
            if questions:
                found.append((suggestion.name, questions))
    return tuple(found)


def _grades_of(rulebase: RuleBaseExtract, suggestion: Suggestion) -> Iterator[tuple[str, str, Basis]]:
    """Yields each grade of a suggestion, with the kinds it holds for in words and what it is based on."""
    kinds: dict[tuple[str, Basis], list[str]] = {}
    for fit in suggestion.fits:
        kinds.setdefault((fit.grade, fit.basis), []).append(fit.kind)
    for (grade, basis), graded in kinds.items():
        yield rulebase.grades[grade].label, kind_words(rulebase.kinds, graded), basis


def _cited(basis: Basis, claims: Sequence[str]) -> str:
    """Returns what a text is based on, shorter than on a screen: ``our judgement; C022, C039–C041``."""
    runs = groupby(enumerate(claims), key=lambda numbered: _claim_number(numbered[1]) - numbered[0])
    ranges = ([claim for _, claim in run] for _, run in runs)
    named = ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(run) for run in ranges)
    return "; ".join(part for part in ("our judgement" if basis != "source" else "", named) if part)


def _claim_number(claim: str) -> int:
    found = re.search(r"\d+$", claim)
    return int(found[0]) if found else -1


def _first_and_more(text: str) -> tuple[str, str]:
    """Returns the first sentence of a text, and the rest of it."""
    first, stop, more = text.partition(". ")
    return first + stop.rstrip(), more


def _settings_for(html: str, paper: Paper) -> PrintSettings:
    """Returns the settings with which a browser should print a document on two pages, or else on three."""
    length = _length(html)
    if paper == "Letter":  # it is 6 % shorter and 3 % wider than A4
        length = round(length * 1.05)
    return next((one for one in reversed(PRINT_SETTINGS) if length <= _LONGEST[one]), _FOR_THREE_PAGES)


def _length(html: str) -> int:
    """Returns the characters of text in a document, plus 20 for each block of it.

    The figures of ``_LONGEST`` were measured with WeasyPrint on every example person, and rounded down.
    """
    body = html.partition("</style>")[2]
    blocks = len(re.findall(r"<(?:p|li|h[123]|tr|article)\b", body))
    return len(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", body))) + 20 * blocks
