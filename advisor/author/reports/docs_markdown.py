"""The page of all rules as Markdown, with the picture in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from advisor.author.reports.diagram_svg import picture_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.author.reports.docs_page import DocsPage, DocsSection

__all__ = ["docs_markdown"]


def docs_markdown(page: DocsPage) -> str:
    """The page as Markdown; every claim is named as in its source's list."""
    lines = [f"# {_plain(page.title)}", "", *_part(page.about, 2)]
    lines += ["## How answers lead to treatments", "", _plain(picture_words(page.picture)), ""]
    for section in page.sections:
        lines += _part(section, 2)
    return "\n".join(lines).rstrip("\n") + "\n"


def _part(section: DocsSection, level: int) -> Iterator[str]:
    yield from (f"{'#' * level} {_plain(section.title)}", "")
    for text in section.paragraphs:
        yield from (_plain(text), "")
    for sentence in section.sentences:
        judged = ["house judgement"] if sentence.basis != "source" else []
        basis = "; ".join([*judged, *([", ".join(sentence.claims)] if sentence.claims else [])])
        yield f"- {_plain(sentence.text)}{f' [{basis}]' if basis else ''} (`{sentence.id}`)"
    if section.sentences:
        yield ""
    for inner in section.sections:
        yield from _part(inner, level + 1)


def _plain(text: str) -> str:
    """A text in which nothing is taken for Markdown, but for what stands in backquotes."""
    return re.sub(r"([\\*_\[\]<>#|])", r"\\\1", text)
