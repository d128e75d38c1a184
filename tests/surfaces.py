"""What must stand in full on every surface that shows an advice, and the text that each surface shows."""

from __future__ import annotations

import io
import json
import logging
import re
from collections import Counter
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from advisor.diagnostics.errors import PdfUnavailable
from advisor.engine.consultation import Consultation
from advisor.model.wording import severity_word
from advisor.render import pdf
from advisor.render.console import advice_text
from advisor.render.handout import Handout, handout_templates
from advisor.render.json import advice_json
from advisor.web.forms import ConsultationState
from advisor.web.pages import Pages

if TYPE_CHECKING:
    from collections.abc import Callable

    from advisor.model.advice import Advice
    from advisor.model.rulebase import RuleBase
    from advisor.questionnaire.answers import Answers

    # what it leaves out of the second advice when it shows the first; the gate gives the same advice twice
    Surface = Callable[[RuleBase, Advice, Advice], list[str]]

__all__ = ["DAY", "PDF", "SURFACES", "flat", "html_text", "missing", "need_pdf", "pdf_text", "required"]

DAY = date(2026, 3, 9)
_TEMPLATES = handout_templates()
_APART = {"p", "li", "h1", "h2", "h3", "td", "th", "tr", "ul", "div", "section", "article", "caption", "body", "br"}


class _Shown(HTMLParser):
    """The text a page shows: scripts, styles and the head are left out, blocks are set apart, inline parts are not."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self.hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.hidden += tag in ("head", "script", "style", "template")
        if tag in _APART:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.hidden -= tag in ("head", "script", "style", "template")
        if tag in _APART:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.parts.append(data)


def html_text(html: str) -> str:
    """What an HTML document shows, as text."""
    shown = _Shown()
    shown.feed(html)
    shown.close()
    return "".join(shown.parts)


def pdf_text(content: bytes) -> str:
    """What a PDF shows, as text, page after page."""
    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.ERROR)
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)


def flat(text: str) -> str:
    """The text with every run of white space as one space, and none after a hyphen, where lines are broken too."""
    return re.sub(r"(?<=\w)- (?=\w)", "-", re.sub(r"\s+", " ", text))


def required(advice: Advice) -> Counter[str]:
    """How often each text must stand, at least, as people read it.

    Each warning with its severity, and its stress, once for each option it is attached to; each note, each urgent note
    and the disclaimer once.
    """
    found: Counter[str] = Counter()
    for suggestion in (*advice.suggestions, *advice.beyond_budget):
        for warning in suggestion.warnings:
            said = f"{severity_word(warning.severity)}: {warning.text}"
            found[flat(said)] += 1
            if warning.stressed:
                found[flat(f"Take special note. {said}")] += 1
    for text in (*(note.text for note in (*advice.urgent, *advice.notes)), advice.disclaimer):
        found[flat(text)] = 1
    return found


def missing(advice: Advice, text: str) -> list[str]:
    """What is required and stands in a text too seldom."""
    said = flat(text)
    return [part for part, times in required(advice).items() if said.count(part) < times]


def _console(width: int) -> Surface:
    return lambda rulebase, shown, wanted: missing(wanted, advice_text(shown, width))


def _json(rulebase: RuleBase, shown: Advice, wanted: Advice) -> list[str]:
    """Here severity and stress are fields of their own, and texts are not wrapped."""
    told = json.loads(advice_json(shown))
    listed = [
        *((one["severity"], one["text"], one["stressed"]) for part in ("suggestions", "beyond_budget")
          for option in told[part] for one in option["warnings"]),
        *(note["text"] for note in (*told["urgent"], *told["notes"])), told["disclaimer"],
    ]  # fmt: skip
    needed = [
        *((one.severity, one.text, one.stressed) for option in (*wanted.suggestions, *wanted.beyond_budget)
          for one in option.warnings),
        *(note.text for note in (*wanted.urgent, *wanted.notes)), wanted.disclaimer,
    ]  # fmt: skip
    return [str(part) for part in (Counter(needed) - Counter(listed))]


def _handout(rulebase: RuleBase, shown: Advice, wanted: Advice) -> list[str]:
    return missing(wanted, html_text(Handout(shown, on=DAY, templates=_TEMPLATES).html()))


def need_pdf() -> None:
    """Skips where no PDF can be made, and says why."""
    try:
        pdf.require()
    except PdfUnavailable as error:
        pytest.skip(str(error))  # names what is missing: WeasyPrint, or the Pango library


def _pdf(rulebase: RuleBase, shown: Advice, wanted: Advice) -> list[str]:
    need_pdf()
    return missing(wanted, pdf_text(Handout(shown, on=DAY).pdf()))


class _Shows(Consultation):
    """Gives the advice ``shown`` for its answers, whatever the rules say; for all others what they say."""

    shown: Advice | None = None

    def advise(self, answers: Answers) -> Advice:
        found = super().advise(answers)
        return self.shown if self.shown and found.answers == self.shown.answers else found


_pages: dict[tuple[str, str], tuple[_Shows, Pages]] = {}  # what fills templates in takes a while to make


def _page(rulebase: RuleBase, shown: Advice, wanted: Advice) -> list[str]:
    given = {question: frozenset({said} if isinstance(said, str) else said) for question, said in shown.answers.items()}
    of = rulebase.digest, shown.disclaimer  # the page takes this one from the rules
    if of not in _pages:
        shows = _Shows(replace(rulebase, disclaimer=replace(rulebase.disclaimer, text=shown.disclaimer)))
        _pages[of] = shows, Pages(shows)
    shows, pages = _pages[of]
    shows.shown = shown
    return missing(wanted, html_text(pages.advice(ConsultationState(given=given))))


PDF = "hand-out, PDF"
# a new surface is added here and nowhere else
SURFACES: dict[str, Surface] = {
    "console, 80 columns": _console(80),
    "console, 40 columns": _console(40),
    "JSON": _json,
    "hand-out, HTML": _handout,
    PDF: _pdf,
    "page": _page,
}
