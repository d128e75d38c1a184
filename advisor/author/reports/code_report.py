"""The report of `advisor rules explain-code`: what the code of a finding means, as terminal text or JSON."""

from __future__ import annotations

import textwrap
from itertools import groupby
from typing import TYPE_CHECKING

from advisor.render.json import json_text

if TYPE_CHECKING:
    from advisor.author.checking.code_explanations import CodeExplanation

__all__ = ["page_json", "page_text"]


def page_text(page: CodeExplanation, width: int = 80) -> str:
    """Returns the page with its paragraphs wrapped, indented lines as they are; ends with a line end."""
    lines = [f"{page.code}: {page.title}", ""]
    for wraps, group in groupby(page.text.strip("\n").split("\n"), lambda line: bool(line.strip()) and line[0] != " "):
        if wraps:
            text = " ".join(map(str.strip, group))
            lines += textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False)
        else:
            lines += map(str.rstrip, group)
    return "\n".join(lines) + "\n"


def page_json(page: CodeExplanation) -> str:
    """Returns the page as a JSON object: ``code``, ``title`` and ``text``."""
    return json_text({"code": page.code, "title": page.title, "text": page.text})
