"""One advice in each format that a file can hold; what a format needs is loaded only for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from advisor.model.advice import Advice
    from advisor.model.rulebase import RuleBase
    from advisor.render.handout import Paper

__all__ = ["FORMATS", "Format", "advice_file"]

Format = Literal["text", "json", "html", "pdf"]
FORMATS: tuple[Format, ...] = ("text", "json", "html", "pdf")


def advice_file(
    rulebase: RuleBase, advice: Advice, form: Format, *, on: date, values: Sequence[str] = (), paper: Paper = "A4"
) -> bytes:
    """The advice as the content of a file; ``html`` and ``pdf`` are the hand-out of the day ``on``.

    ``values`` are the ids of what matters to the person; the JSON form has no place for them.
    Raises PdfUnavailable where WeasyPrint is missing.
    """
    match form:
        case "text":
            from advisor.render.console import advice_text

            return advice_text(rulebase, advice, values=values).encode()
        case "json":
            from advisor.render.json import advice_json

            return advice_json(advice).encode()
        case "html":
            from advisor.render.handout import handout_html

            return handout_html(rulebase, advice, on=on, values=values, paper=paper).encode()
        case "pdf":
            from advisor.render.handout import handout_pdf

            return handout_pdf(rulebase, advice, on=on, values=values, paper=paper)
