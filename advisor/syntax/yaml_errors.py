"""What the complaints of a YAML parser most often mean, and what to do about them. Knows no parser."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from advisor.diagnostics.findings import Finding, error, numbered
from advisor.diagnostics.source import Position

if TYPE_CHECKING:
    from advisor.diagnostics.source import SourceText

__all__ = ["not_yaml"]

# what parsers say, in part
_QUOTE_OPEN = "unexpected end of stream"
_BRACKET_OPEN = "',' or"
_NO_COLON = "expected ':'"
_COLON = "mapping values are not allowed"
_UNFIT = "expected '-' indicator|expected key|<block end>"
_UNKNOWN = "unknown escape|node content|cannot start any token"

_COLUMNS = "begin the keys of one entry in one column, and each entry of a list with `- `"
_COLON_HINT = "put a text that holds `: ` in quotes"
# what it means where nothing closer is found, and what to do
_MEANINGS = (
    (_COLON, "a `: ` stands where no entry can begin", f"{_COLON_HINT}; else check the indentation"),
    (_UNFIT, "the lines do not fit together here", f"{_COLUMNS}; close every quote and bracket"),
    (_NO_COLON, "a key has no `:` behind it", "write `key: value`"),
    (_UNKNOWN, "nothing known begins here", "put the text in single quotes, or look for a bracket or comma too many"),
)

_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'")
_OPENED = re.compile(r"(?:^|[:,\[{-])\s*([\"'])")
_MEANT = re.compile(r"[:,\[] +(#[^\s,}\]]+)")
_KEY = re.compile(r"(\s*(?:- +)*)([\w-]+):(?:\s|$)")
_UNKEYED = re.compile(r"([\w-]+)(?::(?=\S)|(?!\S|.*:(?:\s|$)))")


@dataclass(frozen=True, slots=True)
class _Stop:
    """Where a parser stopped and what it ``said``. ``begun``: where that began, if known. All is counted from 0."""

    source: SourceText
    said: str
    line: int
    column: int
    begun: tuple[int, int] | None

    @property
    def text(self) -> str:
        """The line of the place."""
        return self.source.lines[self.line]

    @property
    def before(self) -> str:
        """What stands before the place, on its line."""
        return self.text[: self.column]

    @property
    def after(self) -> str:
        """What stands from the place on, on its line."""
        return self.text[self.column :]

    def finding(self, line: int, column: int, width: int, says: str, label: str, hint: str) -> Finding:
        """The finding for what the parser stumbled over, at this place or another."""
        at = Position(self.source, line + 1, column + 1, max(1, width))
        return error("R002", f"this is not YAML: {says}", at, label, hint)


def not_yaml(source: SourceText, problem: Exception) -> Finding:
    """The finding for what a YAML parser complained of, with what it most often means and what to do."""
    mark, context = getattr(problem, "problem_mark", None), getattr(problem, "context_mark", None)
    said = str(getattr(problem, "problem", None) or problem)
    line, column = (int(mark.line), int(mark.column)) if mark else (0, 0)
    begun = (int(context.line), int(context.column)) if context else None
    lines = source.lines
    while line >= len(lines) or (line and not lines[line].strip()):  # the end of the text: show its last line
        line -= 1
        column = len(lines[line]) if line < len(lines) else 0
    stop = _Stop(source, said, line, column, begun)
    for look in (_tab, _open_quote, _in_brackets, _no_colon, _out_of_column):
        if found := look(stop):
            return found
    meaning, hint = next(((means, do) for words, means, do in _MEANINGS if re.search(words, said)), (said, ""))
    return stop.finding(line, column, 1, meaning, "the parser stopped here", hint)


def _tab(stop: _Stop) -> Finding | None:
    if stop.text[: stop.column + 1].strip(" ") != "\t":
        return None
    says = "a tab stands where only spaces can"
    return stop.finding(stop.line, stop.column, 1, says, "the parser stopped here", "indent with spaces")


def _open_quote(stop: _Stop) -> Finding | None:
    """A quote that is not closed: it swallows what follows, up to the quote that opens another text."""
    opened = stop.begun if _QUOTE_OPEN in stop.said else None
    if stop.before[-1:] in ("'", '"') and re.match(r"[^\s,:\]})]", stop.after):
        opened = _opened(stop, stop.before[-1])
    if opened is None:
        return None
    line, column = opened
    text = stop.source.lines[line].rstrip()
    says, quote = "a quote is not closed where its text ends", text[column]
    hint = f"close it with `{quote}`; a text that holds `{quote}` stands in quotes of the other kind"
    return stop.finding(line, column, len(text) - column, says, "it begins here", hint)


def _opened(stop: _Stop, quote: str) -> tuple[int, int] | None:
    """The last place, up to the quote where the parser stopped, where such a one is not closed on its line."""
    for line in range(stop.line, -1, -1):
        text = stop.before[:-1] if line == stop.line else stop.source.lines[line]
        found = _OPENED.search(_without_quoted(text))
        if found and found[1] == quote:
            return line, found.start(1)
    return None


def _in_brackets(stop: _Stop) -> Finding | None:
    """A bracket that is not closed, or two entries in brackets with nothing between them."""
    if _BRACKET_OPEN not in stop.said or stop.begun is None:
        return None
    first, opening = stop.begun
    for line in range(first, stop.line + 1):
        if found := _MEANT.search(_without_quoted(stop.source.lines[line])):
            says, label = "a `#` behind a space begins a comment", "from here on it is a comment"
            hint = 'put a colour in quotes, as in `"#f6d9c6"`'
            return stop.finding(line, found.start(1), len(found[1]), says, label, hint)
    what, end = ("list in brackets", "]") if stop.source.lines[first][opening] == "[" else ("mapping in braces", "}")
    further_in = stop.line == first or len(stop.text) - len(stop.text.lstrip()) > _begins(stop.source.lines[first])
    if not stop.after or not further_in:
        says = f"a {what} is not closed"
        return stop.finding(first, opening, 1, says, "it begins here", f"close it with `{end}`")
    # before a colon all words were taken for one text, and the last of them is a key
    key = re.search(r"[\w-]+$", stop.before.rstrip()) if stop.after.startswith(":") else None
    column = key.start() if key else stop.column
    word = "".join(re.findall(r"^(?:[\w-]+|.)", stop.text[column:]))
    says = f"a comma or a closing `{end}` is missing before `{word}`"
    hint = f"put a comma between two entries, and `{end}` behind the last one"
    return stop.finding(stop.line, column, len(word), says, "nothing can follow here without it", hint)


def _no_colon(stop: _Stop) -> Finding | None:
    """A key without a colon, or without a space behind it; parsers go on to the colon of the line below."""
    place = stop.begun if _NO_COLON in stop.said else None
    key = _KEY.match(stop.text)
    if _COLON in stop.said and key and key.end(2) == stop.column:
        above = [line for line in range(stop.line) if stop.source.lines[line].lstrip()[:1] not in ("", "#")]
        if above and _begins(stop.source.lines[above[-1]]) == key.start(2):
            place = above[-1], key.start(2)
    found = _UNKEYED.match(stop.source.lines[place[0]], place[1]) if place else None
    if place is None or found is None:
        return None
    value = found.string[found.end() :].split("#")[0].strip() or "..."
    says = f"`{found[1]}` is not followed by a colon and a space"
    return stop.finding(*place, len(found[1]), says, "not a key without them", f"write `{found[1]}: {value}`")


def _out_of_column(stop: _Stop) -> Finding | None:
    """A key that stands a little further right or left than the one above that it belongs to."""
    key = _KEY.match(stop.text)
    if key is None or stop.column not in (key.start(2), key.end(2)) or not re.search(f"{_COLON}|{_UNFIT}", stop.said):
        return None
    column = key.start(2)
    levels: dict[int, str] = {}  # the keys above in which this one stands, innermost first, by their columns
    for line in range(stop.line - 1, -1, -1):
        above = _KEY.match(stop.source.lines[line])
        if above and all(above.start(2) < level for level in levels):
            levels[above.start(2)] = above[2]
    nearest = min(levels, key=lambda level: abs(level - column), default=column)
    if nearest == column:
        return None
    spaces, side = numbered(abs(column - nearest), "space"), "right" if column > nearest else "left"
    says = f"`{key[2]}` begins {spaces} further {side} than `{levels[nearest]}` above it"
    hint = f"{_COLUMNS}; {_COLON_HINT}"
    return stop.finding(stop.line, column, len(key[2]), says, "no entry can begin here", hint)


def _begins(line: str) -> int:
    """The column in which a line says something: behind its indentation, and behind the ``- `` of an entry."""
    return len(line) - len(line.lstrip(" -"))


def _without_quoted(line: str) -> str:
    """The line with dots in place of each text that is quoted in it."""
    return _QUOTED.sub(lambda quoted: "." * len(quoted.group()), line)
