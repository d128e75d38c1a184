"""Positions in text files, and excerpts that show the line at a position with carets under it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from unicodedata import combining, east_asian_width

__all__ = ["Position", "SourceText", "columns", "excerpt", "place_json"]


_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class SourceText:
    """The lines of one file as it was read; two are equal when their paths are."""

    path: str
    lines: tuple[str, ...] = field(compare=False, repr=False)

    @classmethod
    def of(cls, path: str, text: str) -> SourceText:
        """Splits a text into lines where YAML does; the line ends are dropped."""
        return cls(path, tuple(_LINE_END.split(text)))


@dataclass(frozen=True, slots=True)
class Position:
    """A range within one line: ``line`` and ``column`` count from 1, ``width`` is in characters, at least 1."""

    source: SourceText
    line: int
    column: int
    width: int = 1

    def __str__(self) -> str:
        return f"{self.source.path}:{self.line}:{self.column}"

    @property
    def sort_key(self) -> tuple[str, int, int]:
        """Orders positions by path, line and column."""
        return (self.source.path, self.line, self.column)


def place_json(position: Position) -> dict[str, object]:
    """The position as it stands in every JSON report: ``{"path", "line", "column"}``, counted from 1."""
    return {"path": position.source.path, "line": position.line, "column": position.column}


def excerpt(position: Position, label: str = "", *, width: int = 100) -> list[str]:
    """Returns three terminal lines: a margin, the line at a position, and carets under the range with the label.

    A long line is cut around the range so that it is not much wider than ``width`` characters. A tab is shown as one
    space and any other control character as ``?``, so that the carets stay under what they point at.
    """
    lines = position.source.lines
    text = lines[position.line - 1] if 0 < position.line <= len(lines) else ""
    text = "".join(" " if char == "\t" else char if char.isprintable() else "?" for char in text)
    start, length = position.column - 1, max(1, position.width)
    length = max(1, min(length, len(text) - start)) if start < len(text) else 1
    if len(text) > width:
        shift = max(0, min(start - 20, len(text) - width))
        text = ("…" if shift else "") + text[shift + (1 if shift else 0) : shift + width]
        start -= shift
        length = max(1, min(length, len(text) - start))
    number = str(position.line)
    gutter = " " * len(number)
    carets = " " * columns(text[:start]) + "^" * max(1, columns(text[start : start + length]))
    return [f"{gutter} |", f"{number} | {text}".rstrip(), f"{gutter} | {carets}{' ' + label if label else ''}".rstrip()]


def columns(text: str) -> int:
    """Returns how many terminal columns one line of text takes."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(char) else 2 if east_asian_width(char) in "WF" else 1 for char in text)
