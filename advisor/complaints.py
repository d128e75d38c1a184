"""What the complaints of a YAML parser most often mean, and what to do about them. Knows no parser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from advisor.findings import Finding, Related, error
from advisor.source import Position

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.source import SourceText

__all__ = ["not_yaml"]

_UNFIT = "the lines do not fit together here"
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'")
_MEANT = re.compile(r"[:,\[] +(#[^\s,}\]]+)")
# a part of what the parser says: what it most often means, and what to do
_MEANINGS = (
    (
        "mapping values are not allowed",
        "a `: ` stands where no entry can begin",
        "put a text that holds `: ` in quotes; else check the indentation",
    ),
    (
        "expected '-' indicator",
        "an entry of a list must begin with `- `, in the column of the others",
        "check the indentation",
    ),
    (
        "expected key",
        _UNFIT,
        "begin the keys of one mapping in the same column, and close every quote and bracket",
    ),
    (
        "<block end>",
        _UNFIT,
        "begin the keys of one mapping in the same column, and close every quote and bracket",
    ),
    ("',' or ']'", "a list in brackets is not closed, or a comma is missing", "close it with `]`"),
    ("',' or '}'", "a mapping in braces is not closed, or a comma is missing", "close it with `}`"),
    ("unexpected end of stream", "a quote is not closed before the file ends", "close it"),
    ("expected ':'", "a key has no `:` behind it", "write `key: value`"),
    (
        "unknown escape",
        "this backslash begins nothing that YAML knows",
        "write `\\\\` for a backslash, or use single quotes",
    ),
    ("node content", "something is missing here", "look for a bracket or comma too many"),
    ("cannot start any token", "no text can begin with this character", "put the text in quotes"),
)


def not_yaml(source: SourceText, problem: Exception) -> Finding:
    """The finding for what a YAML parser complained of, with what it most often means and what to do."""
    mark = getattr(problem, "problem_mark", None)
    said = str(getattr(problem, "problem", None) or problem)
    line, column = (int(mark.line), int(mark.column)) if mark else (0, 0)
    meaning, hint = next(((means, do) for part, means, do in _MEANINGS if part in said), (said, ""))
    lines = source.lines
    if line < len(lines) and lines[line][: column + 1].strip(" ") == "\t":
        meaning, hint = "a tab stands where only spaces can", "indent with spaces"
    while line >= len(lines) or (line and not lines[line].strip()):  # the end of the text: show its last line
        line -= 1
        column = len(lines[line]) if line < len(lines) else 0
    related: tuple[Related, ...] = ()
    if hint.startswith("close it with") and (comment := _comment(source, range(_begun(problem, line), line + 1))):
        hint = 'a `#` behind a space begins a comment: put a colour in quotes, as in `"#f6d9c6"`'
        related = (Related(comment, "from here on it is a comment"),)
    elif meaning == _UNFIT and line < len(lines) and lines[line].lstrip().startswith("- "):
        hint = "an entry of a list stands right below the key of its list, its `-` in the column of the others"
    said = f"this is not YAML: {meaning}"
    return error("R002", said, Position(source, line + 1, column + 1), "the parser stopped here", hint, related)


def _begun(problem: Exception, line: int) -> int:
    """The line (from 0) on which what is not closed begins."""
    mark = getattr(problem, "context_mark", None)
    return int(mark.line) if mark else line


def _comment(source: SourceText, numbers: Iterable[int]) -> Position | None:
    """Where on these lines (from 0) something behind a key or a comma is a comment without being meant as one."""
    for number in numbers:
        line = source.lines[number] if number < len(source.lines) else ""
        blank = _QUOTED.sub(lambda quoted: " " * len(quoted.group()), line)
        if found := _MEANT.search(blank):
            return Position(source, number + 1, found.start(1) + 1, len(found[1]))
    return None
