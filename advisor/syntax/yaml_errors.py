"""What the complaints of a YAML parser most often mean, and what to do about them. Knows no parser."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from advisor.diagnostics.findings import Finding, Related, error
from advisor.diagnostics.source import Position

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.diagnostics.source import SourceText

__all__ = ["not_yaml"]

_UNFIT = "the lines do not fit together here"
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'")
_MEANT = re.compile(r"[:,\[] +(#[^\s,}\]]+)")
_KEY_ALONE = re.compile(r"\s*(?:- +)*[\w-]+$")
_UNMATCHED = "expected '-' indicator|expected key|<block end>"
_MOST_SLIPPED = 3  # further away it belongs to something else
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


@dataclass(frozen=True, slots=True)
class _Stop:
    """Where a parser stopped and what it ``said``. ``begun``: where that began, if known. All is counted from 0."""

    source: SourceText
    said: str
    line: int
    column: int
    begun: tuple[int, int] | None

    def text(self, line: int) -> str:
        """A line, empty behind the last one."""
        return self.source.lines[line] if line < len(self.source.lines) else ""

    @property
    def before(self) -> str:
        """What stands before the place, on its line."""
        return self.text(self.line)[: self.column]

    @property
    def after(self) -> str:
        """What stands from the place on, on its line."""
        return self.text(self.line)[self.column :]

    def finding(self, line: int, column: int, width: int, says: str, label: str, hint: str) -> Finding:
        """The finding that something else, at another place, is what the parser stumbled over."""
        at = Position(self.source, line + 1, column + 1, max(1, width))
        return error("R002", f"this is not YAML: {says}", at, label, hint)


def not_yaml(source: SourceText, problem: Exception) -> Finding:
    """The finding for what a YAML parser complained of, with what it most often means and what to do."""
    mark, context = getattr(problem, "problem_mark", None), getattr(problem, "context_mark", None)
    said = str(getattr(problem, "problem", None) or problem)
    line, column = (int(mark.line), int(mark.column)) if mark else (0, 0)
    begun = (int(context.line), int(context.column)) if context else None
    stop = _Stop(source, said, line, column, begun)
    for look in (_open_quote, _no_comma, _open_bracket, _no_colon, _no_colon_above, _too_far_right, _too_far_left):
        if found := look(stop):
            return found
    return _by_words(stop)


def _open_quote(stop: _Stop) -> Finding | None:
    """A quote that is not closed: it swallows what follows, up to the quote that opens another text."""
    opened = stop.begun if "unexpected end of stream" in stop.said else None
    closing = stop.before[-1:]
    if stop.begun and closing and closing in "\"'" and re.match(r"[^\s,:\]})]", stop.after):
        *_, last = (None, *_QUOTED.finditer(stop.before))
        if last is None or last.end() != stop.column:
            opened = _opened_above(stop, closing, stop.begun[0])
        elif re.search(r"[:,\[{]\s*$", last.group()[:-1]):
            opened = (stop.line, last.start())
        else:
            label, hint = "the text goes on", "put the whole text in quotes of the other kind"
            said = f"a `{closing}` stands within a text in such quotes"
            return stop.finding(stop.line, stop.column - 1, 1, said, label, hint)
    if opened is None:
        return None
    line, column = opened
    text = stop.text(line)
    label, hint = "it begins here", f"close it with `{text[column : column + 1]}` where the text ends"
    return stop.finding(line, column, len(text.rstrip()) - column, "a quote is not closed", label, hint)


def _opened_above(stop: _Stop, quote: str, first: int) -> tuple[int, int] | None:
    """The last place above, from a line on, where such a quote begins a text and none ends it on its line."""
    for line in range(stop.line - 1, first - 1, -1):
        text = _QUOTED.sub(lambda quoted: "." * len(quoted.group()), stop.text(line))
        if found := re.search(rf"(?:^|[:,\[{{-])\s*({quote})", text):
            return line, found.start(1)
    return None


def _no_comma(stop: _Stop) -> Finding | None:
    """Two entries of a list in brackets or a mapping in braces with nothing between them."""
    if "',' or" not in stop.said or stop.begun is None or stop.after[:1] in ("", "]", "}"):
        return None
    # before a colon all words were taken for one text, and the last of them is a key
    entry = re.search(r"(?<![\w-])[\w-]+$", stop.before.rstrip()) if stop.after.startswith(":") else None
    column = entry.start() if entry else stop.column
    word = re.match(r"[\w-]+", stop.text(stop.line)[column:])
    alone = stop.before[:column].rstrip()[-1:] in ("", ",", "[", "{")
    if (stop.line == stop.begun[0] and alone) or not _goes_on(stop):
        return None
    said = f"a comma is missing before `{word.group()}`" if word else "a comma is missing here"
    width = len(word.group()) if word else 1
    return stop.finding(stop.line, column, width, said, "another entry begins here", "put a comma between the two")


def _open_bracket(stop: _Stop) -> Finding | None:
    """A bracket that is not closed before another entry begins below it, or before one around it is closed there."""
    if "',' or" not in stop.said or stop.begun is None or not stop.after or stop.line == stop.begun[0]:
        return None
    begins = _KEY_ALONE.match(stop.before) or not stop.before.strip(" -")
    if not (begins and not _goes_on(stop)) and stop.after[:1] not in ("]", "}"):
        return None
    if _comment(stop.source, _lines(stop)):
        return None
    line, column = stop.begun
    what, end = ("list in brackets", "]") if stop.text(line)[column] == "[" else ("mapping in braces", "}")
    return stop.finding(line, column, 1, f"a {what} is not closed", "it begins here", f"close it with `{end}`")


def _goes_on(stop: _Stop) -> bool:
    """Whether the parser stopped within what may belong to the bracket: on its line, or further in than that line."""
    if stop.begun is None or stop.line == stop.begun[0]:
        return True
    line, opening = stop.text(stop.line), stop.text(stop.begun[0])
    return len(line) - len(line.lstrip()) > _begins(opening)


def _lines(stop: _Stop) -> range:
    """The lines from where something began to where the parser stopped."""
    return range(stop.begun[0] if stop.begun else stop.line, stop.line + 1)


def _no_colon(stop: _Stop) -> Finding | None:
    """A key without a colon, or without a space behind it; the parser goes on to the line below."""
    return _unkeyed(stop, *stop.begun) if "expected ':'" in stop.said and stop.begun else None


def _no_colon_above(stop: _Stop) -> Finding | None:
    """The same with the first key of a mapping, which makes one text of two lines, up to the colon of the second."""
    above = _above(stop)
    if "mapping values" not in stop.said or above is None or not _KEY_ALONE.match(stop.before):
        return None
    return _unkeyed(stop, *above) if above[1] == _begins(stop.before) else None


def _unkeyed(stop: _Stop, line: int, column: int) -> Finding | None:
    text = stop.text(line)[column:]
    if glued := re.match(r"([\w-]+):(?=\S)", text):
        hint = f"write `{glued[1]}: {text[glued.end() :].split('#')[0].strip()}`"
        said = f"no space stands behind the colon of `{glued[1]}`"
        return stop.finding(line, column, glued.end(), said, "not a key without it", hint)
    if bare := re.match(r"([\w-]+)(?=\s+[^\s:]|$)(?!.*:(?:\s|$))", text):
        said = f"no colon stands behind `{bare[1]}`"
        return stop.finding(line, column, len(bare[1]), said, "not a key without it", f"write `{bare[1]}: ...`")
    return None


def _too_far_right(stop: _Stop) -> Finding | None:
    """A key that stands to the right of the one above, which has its value already."""
    above, column = _above(stop), _begins(stop.text(stop.line))
    word = re.match(r"[\w-]+(?=:(?:\s|$))", stop.text(stop.line)[column:])
    slipped = column == stop.column or column + len(word.group() if word else "") == stop.column
    if above is None or word is None or not slipped or not re.search(f"mapping values|{_UNMATCHED}", stop.said):
        return None
    key = re.match(r"([\w-]+): *[^\s#]", stop.text(above[0])[above[1] :])
    if key is None or column <= above[1]:
        return None
    said = f"`{word.group()}` begins {_spaces(column - above[1])} further right than `{key[1]}` above it"
    hint = "begin both in one column, or put a text that holds `: ` in quotes"
    return stop.finding(stop.line, column, len(word.group()), said, "no entry can begin here", hint)


def _too_far_left(stop: _Stop) -> Finding | None:
    """A key that stands a little to the left of the keys it belongs to."""
    key = re.match(r"[\w-]+(?=:(?:\s|$))", stop.after)
    if stop.begun is None or key is None or stop.before.strip() or not re.search(_UNMATCHED, stop.said):
        return None
    texts = [stop.text(line) for line in range(stop.begun[0], stop.line)]
    columns = [_begins(text) for text in texts if text.strip() and not text.lstrip().startswith("#")]
    wanted = min((column for column in columns if column > stop.column), default=0)
    if not 0 < wanted - stop.column <= _MOST_SLIPPED:
        return None
    begins = any(text[stop.column :].startswith("- ") and not text[: stop.column].strip() for text in texts)
    entry = ", or begin it with `- `" if begins else ""
    few = _spaces(wanted - stop.column)
    said = f"`{key.group()}` begins {few} too far to the left"
    more = f"put {few.replace(' ', ' more ', 1)} before it, so that it stands below the key above{entry}"
    return stop.finding(stop.line, stop.column, len(key.group()), said, "no entry can begin here", more)


def _above(stop: _Stop) -> tuple[int, int] | None:
    """The last line above that says something, and the column where that begins (behind a ``- ``)."""
    for line in range(stop.line - 1, -1, -1):
        text = stop.text(line)
        if text.strip() and not text.lstrip().startswith("#"):
            return line, _begins(text)
    return None


def _begins(text: str) -> int:
    """The column in which a line says something: behind its indentation, and behind the ``- `` of an entry."""
    found = re.match(r"\s*(?:- +)*", text)
    return found.end() if found else 0


def _spaces(number: int) -> str:
    return "one space" if number == 1 else f"{number} spaces"


def _by_words(stop: _Stop) -> Finding:
    """What the words of the parser most often mean, at the place where it stopped."""
    source, said, line, column = stop.source, stop.said, stop.line, stop.column
    meaning, hint = next(((means, do) for part, means, do in _MEANINGS if part in said), (said, ""))
    lines = source.lines
    if line < len(lines) and lines[line][: column + 1].strip(" ") == "\t":
        meaning, hint = "a tab stands where only spaces can", "indent with spaces"
    while line >= len(lines) or (line and not lines[line].strip()):  # the end of the text: show its last line
        line -= 1
        column = len(lines[line]) if line < len(lines) else 0
    related: tuple[Related, ...] = ()
    if hint.startswith("close it with") and (comment := _comment(source, _lines(stop))):
        hint = 'a `#` behind a space begins a comment: put a colour in quotes, as in `"#f6d9c6"`'
        related = (Related(comment, "from here on it is a comment"),)
    elif meaning == _UNFIT and line < len(lines) and lines[line].lstrip().startswith("- "):
        hint = "an entry of a list stands right below the key of its list, its `-` in the column of the others"
    said = f"this is not YAML: {meaning}"
    return error("R002", said, Position(source, line + 1, column + 1), "the parser stopped here", hint, related)


def _comment(source: SourceText, numbers: Iterable[int]) -> Position | None:
    """Where on these lines (from 0) something behind a key or a comma is a comment without being meant as one."""
    for number in numbers:
        line = source.lines[number] if number < len(source.lines) else ""
        blank = _QUOTED.sub(lambda quoted: " " * len(quoted.group()), line)
        if found := _MEANT.search(blank):
            return Position(source, number + 1, found.start(1) + 1, len(found[1]))
    return None
