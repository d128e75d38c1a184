"""Where a thing stands in a text file, and the line it stands on with a caret under it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from unicodedata import combining, east_asian_width

__all__ = ["Position", "SourceText", "columns", "excerpt", "place_json"]


_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class SourceText:
    """The text of one file as it was read; two are equal when they have the same path."""

    path: str
    lines: tuple[str, ...] = field(compare=False, repr=False)

    @classmethod
    def of(cls, path: str, text: str) -> SourceText:
        """The text cut into lines as YAML cuts them (no line ends kept)."""
        return cls(path, tuple(_LINE_END.split(text)))


@dataclass(frozen=True, slots=True)
class Position:
    """A stretch of one line: ``line`` and ``column`` count from 1, ``width`` is in characters, at least 1."""

    source: SourceText
    line: int
    column: int
    width: int = 1

    def __str__(self) -> str:
        return f"{self.source.path}:{self.line}:{self.column}"

    @property
    def sort_key(self) -> tuple[str, int, int]:
        """Orders positions by file, then as they are read."""
        return (self.source.path, self.line, self.column)


def place_json(position: Position) -> dict[str, object]:
    """The position as it stands in every JSON report: ``{"path", "line", "column"}``, counted from 1."""
    return {"path": position.source.path, "line": position.line, "column": position.column}


def excerpt(position: Position, label: str = "", *, width: int = 100) -> list[str]:
    """The line at a position with carets under the stretch and a label behind them, as terminal lines.

    Long lines are cut around the stretch so that no line is much wider than ``width``; tabs and other control
    characters are shown as one space or ``?`` each, so that the carets stay under what they mean.
    """
    lines = position.source.lines
    text = lines[position.line - 1] if 0 < position.line <= len(lines) else ""
    text = "".join(" " if mark == "\t" else mark if mark.isprintable() else "?" for mark in text)
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
    """How many columns a terminal needs for one line."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(mark) else 2 if east_asian_width(mark) in "WF" else 1 for mark in text)
