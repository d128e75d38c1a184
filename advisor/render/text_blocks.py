"""Text as blocks, and blocks as lines and pages: lines are wrapped at the width, and nothing is cut."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

__all__ = ["BLANK", "Block", "Tone", "height", "lay_out", "paged", "rest", "text_of"]

Tone = Literal["body", "heading", "name", "stressed", "quiet"]
_CONTINUED = " (goes on)"
_NARROWEST = 12  # columns of text in a line, however far it is indented


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph: ``indent`` columns in, with a ``mark`` (``- ``, ``1. ``) before its first line.

    ``verbatim`` text, such as a drawing, is not wrapped.
    """

    text: str
    tone: Tone = "body"
    indent: int = 0
    mark: str = ""
    verbatim: bool = False


BLANK = Block("")


def lay_out(blocks: Iterable[Block], width: int) -> Iterator[tuple[str, Tone]]:
    """Yields the lines of the blocks, at most ``width`` columns wide, each with its tone."""
    for block in blocks:
        for line in _lines(block, width):
            yield line, block.tone


def height(blocks: Iterable[Block], width: int) -> int:
    """Returns how many lines the blocks take."""
    return sum(len(_lines(block, width)) for block in blocks)


def text_of(blocks: Iterable[Block], width: int) -> str:
    """Returns the blocks as plain text, with a line end after every line."""
    return "".join(f"{line}\n" for line, _ in lay_out(blocks, width))


def paged(blocks: Iterable[Block], width: int, rows: int) -> list[list[Block]]:
    """Returns the blocks in pages of at most ``rows`` lines, broken between blocks; no page ends with a heading.

    A page that begins with blocks indented below a name repeats that name first, so that no warning stands without it.
    """
    return [page for page, _ in _pages(blocks, width, rows)]


def rest(blocks: Iterable[Block], width: int, rows: int, read: int) -> list[Block]:
    """Returns all blocks after the first ``read`` pages, to be shown at once; a name may be repeated at the top."""
    pages = list(_pages(blocks, width, rows))
    if read >= len(pages):
        return []
    page, following = pages[read]
    return [*page, *following]


def _pages(blocks: Iterable[Block], width: int, rows: int) -> Iterator[tuple[list[Block], list[Block]]]:
    """Yields each page, with all blocks that follow it."""
    waiting = list(blocks)
    name: Block | None = None
    while waiting:
        page = [_continued(name)] if name and waiting[0].indent > name.indent else list[Block]()
        used, opening = height(page, width), len(page)
        while waiting and (len(page) == opening or used + height(waiting[:1], width) <= rows):
            used += height(waiting[:1], width)
            page.append(waiting.pop(0))
        while waiting and len(page) > opening + 1 and (page[-1].tone in ("heading", "name") or page[-1] == BLANK):
            waiting.insert(0, page.pop())
        yield page, list(waiting)
        while waiting and waiting[0] == BLANK:
            waiting.pop(0)
        name = _name_after(page, name)


def _name_after(page: Iterable[Block], name: Block | None) -> Block | None:
    """Returns the name under which the blocks after a page stand, if any; ``name`` is the one before the page."""
    for block in page:
        if block.tone == "heading":
            name = None
        elif block.tone == "name" and (name is None or block.indent <= name.indent):
            name = block
    return name


def _continued(name: Block) -> Block:
    return replace(name, text=name.text.removesuffix(_CONTINUED) + _CONTINUED)


def _lines(block: Block, width: int) -> list[str]:
    indent = " " * min(block.indent, max(0, width - _NARROWEST))
    # a space for every character that could move the cursor or change the screen
    text = "".join(char if char.isprintable() else " " for char in block.text)
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
