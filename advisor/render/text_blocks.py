"""A page as blocks of text, and how they are laid out in lines: wrapped at the width, never cut."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["BLANK", "Block", "TableRow", "Tone", "height", "lay_out", "paged", "printable", "rest", "text_of"]

Tone = Literal["body", "heading", "name", "stressed", "quiet"]
_AGAIN = " (goes on)"
_NARROWEST = 12  # columns of text a line keeps, however deep it is indented


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph: ``indent`` columns in, with a ``mark`` (``- ``, ``1. ``) before its first line.

    ``verbatim`` keeps the text as it is, for drawings.
    """

    text: str
    tone: Tone = "body"
    indent: int = 0
    mark: str = ""
    verbatim: bool = False


BLANK = Block("")


@dataclass(frozen=True, slots=True)
class TableRow:
    """One line as it stands on the screen."""

    text: str
    tone: Tone


def lay_out(blocks: Iterable[Block], width: int) -> Iterator[TableRow]:
    """The blocks as lines of at most ``width`` columns."""
    for block in blocks:
        for line in _lines(block, width):
            yield TableRow(line, block.tone)


def height(blocks: Iterable[Block], width: int) -> int:
    """How many lines the blocks take."""
    return sum(1 for _ in lay_out(blocks, width))


def paged(blocks: Iterable[Block], width: int, rows: int) -> list[list[Block]]:
    """The blocks in pages of at most ``rows`` lines, broken between paragraphs; no heading ends a page.

    A page that begins within what stands under a name says that name once more, so that no warning is without it.
    """
    return [page for page, _ in _turned(blocks, width, rows)]


def rest(blocks: Iterable[Block], width: int, rows: int, turned: int) -> list[Block]:
    """What stands behind the first ``turned`` of those pages, as running text: only its top may say a name again."""
    found = list(_turned(blocks, width, rows))
    if turned >= len(found):
        return []
    following, behind = found[turned]
    return [*following, *behind]


def _turned(blocks: Iterable[Block], width: int, rows: int) -> Iterator[tuple[list[Block], list[Block]]]:
    """Each page, and all that stands behind it."""
    waiting = list(blocks)
    named: Block | None = None
    while waiting:
        page = [_goes_on(named)] if named and waiting[0].indent > named.indent else list[Block]()
        used, opening = height(page, width), len(page)
        while waiting and (len(page) == opening or used + height(waiting[:1], width) <= rows):
            used += height(waiting[:1], width)
            page.append(waiting.pop(0))
        while waiting and len(page) > opening + 1 and (page[-1].tone in ("heading", "name") or page[-1] == BLANK):
            waiting.insert(0, page.pop())
        yield page, list(waiting)
        while waiting and waiting[0] == BLANK:
            waiting.pop(0)
        named = _named(page, named)


def _named(page: Iterable[Block], before: Block | None) -> Block | None:
    """The name that what comes after a page stands under, if any."""
    named = before
    for block in page:
        if block.tone == "heading":
            named = None
        elif block.tone == "name" and (named is None or block.indent <= named.indent):
            named = block
    return named


def _goes_on(named: Block) -> Block:
    text = named.text.removesuffix(_AGAIN)
    return replace(named, text=text + _AGAIN)


def text_of(blocks: Iterable[Block], width: int) -> str:
    """The blocks as plain text, every line ended."""
    return "".join(f"{row.text}\n" for row in lay_out(blocks, width))


def printable(text: str) -> str:
    """The text without characters that could move the cursor or change the screen."""
    return "".join(char if char.isprintable() else " " for char in text)


def _lines(block: Block, width: int) -> list[str]:
    indent = " " * min(block.indent, max(0, width - _NARROWEST))
    text = printable(block.text)
    if block.verbatim:
        return [(indent + text).rstrip()]
    if not text.strip():
        return [""]
    return textwrap.wrap(
        text,
        max(width, _NARROWEST),
        initial_indent=indent + block.mark,
        subsequent_indent=indent + " " * len(block.mark),
        break_on_hyphens=False,
    )
