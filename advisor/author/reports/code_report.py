"""The report of `advisor rules explain-code`: what the code of a finding means, as terminal text or JSON."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from advisor.render.json import json_text

if TYPE_CHECKING:
    from advisor.author.checking.code_explanations import CodeExplanation

__all__ = ["page_json", "page_text"]


def page_text(page: CodeExplanation, width: int = 80) -> str:
    """The page with its paragraphs wrapped; indented lines stay as they are. Ends with a line end."""
    lines = [f"{page.code}: {page.title}", ""]
    paragraph: list[str] = []

    def close() -> None:
        if paragraph:
            lines.extend(textwrap.wrap(" ".join(paragraph), width, break_long_words=False, break_on_hyphens=False))
            paragraph.clear()

    for line in page.text.strip("\n").split("\n"):
        if line.strip() and not line.startswith(" "):
            paragraph.append(line.strip())
            continue
        close()
        lines.append(line.rstrip())
    close()
    return "\n".join(lines) + "\n"


def page_json(page: CodeExplanation) -> str:
    """The page as one JSON object: ``code``, ``title`` and ``text``."""
    return json_text({"code": page.code, "title": page.title, "text": page.text})
