"""The hand-out: one or two pages to take home, as HTML that needs nothing else and as PDF. It names no person."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from advisor.analysis.annotations import value_summaries
from advisor.model.wording import answered, day, kind_words
from advisor.render.html import fill
from advisor.render.pdf import fitting_pdf
from advisor.render.summary import note_sections, plan_ranks, tiers

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from advisor.model.advice import Advice, Suggestion
    from advisor.model.rulebase import RuleBase
    from advisor.model.rules import Basis

__all__ = [
    "PRINT_SETTINGS",
    "Paper",
    "PrintSettings",
    "handout_html",
    "handout_pdf",
    "leading_questions",
]

Paper = Literal["A4", "Letter"]
_TEMPLATE = Path(__file__).parent / "templates" / "handout.html"
_SMALLEST = 8.0  # in points, of the smaller print beside the text
_PAGES = 2


class PrintSettings(NamedTuple):
    """How the print is set: the size of its type in points, how much is said shorter, and lines for notes.

    ``short`` 0: everything in full; 1: what an option is in one sentence, in less space; 2: of the questions about an
    option the first, and an option may go on in the next column, where its name stands again.
    """

    size: float
    short: int
    lines: int


# each set takes more room than the one before it, with how much (see `_estimated`) two A4 pages take in it
_MOST = {
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
PRINT_SETTINGS = tuple(_MOST)
_ON_THREE = PrintSettings(9.0, 1, 8)
_SHORTENED = "What an option is is told in one sentence here."


def handout_html(
    rulebase: RuleBase,
    advice: Advice,
    *,
    on: date,
    values: Sequence[str] = (),
    example: str = "",
    what_if: str = "",
    paper: Paper = "A4",
    how: PrintSettings | None = None,
) -> str:
    """The hand-out as one HTML document without scripts, which fetches nothing.

    ``on`` is the date it shows, ``values`` the ids of what matters to the person (``rulebase.deciding``), ``example``
    the name of an example person, ``what_if`` what was changed in the answers to see what moves. ``how`` is how the
    print is set; without it, as may be expected to fit two pages. On a screen everything is shown in full, whatever the
    print leaves out. Raises UsageError for an unknown value.
    """
    document = partial(_document, rulebase, advice, on, values, example, what_if, paper)
    return document(how or _estimated(document(PRINT_SETTINGS[-1]), paper))


def handout_pdf(
    rulebase: RuleBase,
    advice: Advice,
    *,
    on: date,
    values: Sequence[str] = (),
    example: str = "",
    what_if: str = "",
    paper: Paper = "A4",
) -> bytes:
    """The hand-out as tagged PDF, in the last of ``SETS`` that fits two pages.

    Where even the first does not fit it takes more pages: nothing is ever left out. Raises PdfUnavailable where
    WeasyPrint is missing, and UsageError as ``handout_html`` does.
    """
    document = partial(_document, rulebase, advice, on, values, example, what_if, paper)
    return fitting_pdf([partial(document, how) for how in PRINT_SETTINGS], _PAGES)


def leading_questions(rulebase: RuleBase, advice: Advice) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The questions to take along: every question of each treatment that comes first in a plan, with its name.

    Equals all come first. Where a plan is empty, those that come first among what is beyond the budget for that kind.
    A question that several treatments have stands once, with the first of them.
    """
    first: dict[str, Suggestion] = {}
    for kind in advice.plans:
        ranked = plan_ranks(advice, kind) or plan_ranks(advice, kind, beyond=True)
        first.update({one.treatment: one for one, rank in ranked if rank == 1})
    asked: set[str] = set()
    found = []
    for one in (*advice.suggestions, *advice.beyond_budget):
        if one.treatment in first:
            fresh = tuple(q for q in rulebase.treatment_by_id[one.treatment].questions if q not in asked)
            asked.update(fresh)
            if fresh:
                found.append((one.name, fresh))
    return tuple(found)


def _document(
    rulebase: RuleBase,
    advice: Advice,
    on: date,
    values: Sequence[str],
    example: str,
    what_if: str,
    paper: Paper,
    how: PrintSettings,
) -> str:
    at_top = {note.text for note in advice.urgent}
    below = replace(advice, notes=tuple(note for note in advice.notes if note.text not in at_top))
    return fill(
        _TEMPLATE,
        rulebase=rulebase,
        advice=advice,
        answers=tuple(_answers(rulebase, advice)),
        deciding=rulebase.deciding,
        example=example,
        what_if=what_if.rstrip("."),
        glances=tuple((kind, tiers(rulebase, advice, kind)) for kind in advice.plans),
        graded=lambda one: tuple(_graded(rulebase, one)),
        matters=value_summaries(rulebase, advice, values),
        bases={warning.id: warning.basis for treatment in rulebase.treatments for warning in treatment.warnings},
        leads=tuple(note for note in below.notes if note.lead),
        sections=note_sections(rulebase, below),
        on=day(on),
        on_iso=on.isoformat(),
        paper=paper,
        questions=leading_questions(rulebase, advice),
        set=how,
        shortened=_SHORTENED,
        small=max(_SMALLEST, round(how.size * 0.88, 2)),
        rests_on=lambda one, kind: next(fit.basis for fit in one.fits if fit.kind == kind),
        cited=_cited,
        first_and_more=_first_and_more,
    )


def _answers(rulebase: RuleBase, advice: Advice) -> Iterator[tuple[str, str]]:
    for question_id, given in advice.answers.items():
        options = (given,) if isinstance(given, str) else given
        yield question_id, answered(rulebase.question_by_id[question_id], options)


def _graded(rulebase: RuleBase, one: Suggestion) -> Iterator[tuple[str, str, Basis]]:
    """Each grade of a suggestion with the kinds it is for, and what that rests on."""
    seen: dict[tuple[str, Basis], list[str]] = {}
    for fit in one.fits:
        seen.setdefault((fit.grade, fit.basis), []).append(fit.kind)
    for (grade, basis), kinds in seen.items():
        yield rulebase.grade_by_id[grade].label, kind_words(rulebase, kinds), basis


def _cited(basis: Basis, claims: Sequence[str]) -> str:
    """What a text rests on, shorter than on a screen: ``our judgement; C022, C039-C041``."""
    runs: list[list[str]] = []
    for claim in claims:
        if runs and _number(claim) == _number(runs[-1][-1]) + 1:
            runs[-1].append(claim)
        else:
            runs.append([claim])
    said = ", ".join(
        run[0] if len(run) == 1 else f"{run[0]}{',' if len(run) == 2 else '–'}{' ' if len(run) == 2 else ''}{run[-1]}"
        for run in runs
    )
    return "; ".join(part for part in ("our judgement" if basis != "source" else "", said) if part)


def _first_and_more(text: str) -> tuple[str, str]:
    """The first sentence of a text, and the rest of it."""
    first, stop, more = text.partition(". ")
    return first + stop.rstrip(), more


def _number(claim: str) -> int:
    found = re.search(r"\d+$", claim)
    return int(found[0]) if found else -1


def _estimated(html: str, paper: Paper) -> PrintSettings:
    """How a browser may be expected to fit a document on two pages.

    Reckoned from how much text there is, in how many blocks, by figures measured with WeasyPrint over every example
    person and rounded down. What would not fit two pages in any way is set to be read with ease on three.
    """
    body = html.partition("</style>")[2]
    blocks = len(re.findall(r"<(?:p|li|h[123]|tr|article)\b", body))
    much = len(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", body))) + 20 * blocks
    if paper == "Letter":  # it is 6 % shorter and 3 % wider
        much = round(much * 1.05)
    return next((how for how in reversed(PRINT_SETTINGS) if much <= _MOST[how]), _ON_THREE)
