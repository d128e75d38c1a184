"""YAML text into a tree with positions; knows nothing of rules. The only importer of yaml.

The tree is built from the parser's events in one pass. PyYAML's own composer is never called: it resolves aliases,
lets later keys replace earlier ones and ends the process on deeply nested brackets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import yaml

from advisor.errors import FindingsError, RuleBaseInvalid
from advisor.findings import Finding, Related, error
from advisor.source import Position, SourceText

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = [
    "MOST_BYTES",
    "MOST_DEPTH",
    "Mapping",
    "Node",
    "Scalar",
    "Sequence",
    "read_bytes",
    "read_file",
    "read_text",
    "tree",
]

MOST_BYTES = 1024 * 1024
MOST_DEPTH = 50

_Parser = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # the C parser wherever PyYAML was built with it

# what YAML refuses, what moves a terminal's cursor, and what turns the direction of reading
_UNSEEN = "\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f\\u061c\\u200b\\u200e\\u200f\\u202a-\\u202e"
_UNSEEN += "\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb\\ufffe\\uffff\\ud800-\\udfff\\U000e0000-\\U000e007f"
_UNSEEN_IN_FILE = re.compile(f"[{_UNSEEN}]")
_UNSEEN_IN_TEXT = re.compile(f"[{_UNSEEN}\\r\\x85\\u2028\\u2029]")


@dataclass(frozen=True, slots=True)
class Scalar:
    """One text as it was written (``yes`` and ``12`` are text too); ``plain`` when it stood without quotes."""

    text: str
    position: Position
    plain: bool = True

    @property
    def is_null(self) -> bool:
        """Whether YAML would take it for no value at all."""
        return self.plain and self.text in ("", "~", "null", "Null", "NULL")


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    position: Position


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with their values, in the order of the file; no key stands twice. The position is that of the first key."""

    entries: tuple[tuple[Scalar, Node], ...]
    position: Position

    def get(self, key: str) -> Node | None:
        """The value of a key, or None."""
        return next((value for found, value in self.entries if found.text == key), None)


Node = Scalar | Sequence | Mapping


def read_file(path: Path, shown_as: str, *, wrong: type[FindingsError] = RuleBaseInvalid) -> Node:
    """The tree of a file. Raises ``wrong`` with every mistake; messages name the file ``shown_as``."""
    findings: list[Finding] = []
    data = read_bytes(path, shown_as, findings)
    node = tree(data, shown_as, findings) if data is not None else None
    return _or_raise(node, findings, wrong)


def read_text(data: bytes, shown_as: str, *, wrong: type[FindingsError] = RuleBaseInvalid) -> Node:
    """The tree of bytes that came from elsewhere (standard input). Raises ``wrong`` with every mistake."""
    findings: list[Finding] = []
    return _or_raise(tree(data, shown_as, findings), findings, wrong)


def _or_raise(node: Node | None, findings: list[Finding], wrong: type[FindingsError]) -> Node:
    if node is None or findings:
        raise wrong(sorted(findings, key=lambda finding: finding.sort_key))
    return node


def read_bytes(path: Path, shown_as: str, findings: list[Finding]) -> bytes | None:
    """The bytes of a file (just over 1 MiB at most), or None and a finding when it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        said, hint = "there is no such file", "check the spelling of the path"
    except IsADirectoryError:
        said, hint = "it is a folder, not a file", "name a file in it"
    except PermissionError:
        said, hint = "reading it is not permitted", "make the file readable for you"
    except (OSError, ValueError) as problem:  # ValueError: a NUL in the path
        said, hint = getattr(problem, "strerror", None) or str(problem), ""
    findings.append(_unreadable(shown_as, said, hint))
    return None


def tree(data: bytes, shown_as: str, findings: list[Finding]) -> Node | None:
    """The tree of a file's bytes; None when there is none to go on with. Every mistake is added to ``findings``."""
    text = _decoded(data, shown_as, findings)
    if text is None:
        return None
    source = SourceText.of(shown_as, text)
    unseen = [_unseen(_place(source, text, match.start()), match.group()) for match in _UNSEEN_IN_FILE.finditer(text)]
    if unseen:
        findings.extend(unseen)
        return None
    builder = _Builder(source, findings)
    try:
        return builder.document(_Parser(_json_as_yaml(text)).get_event)
    except yaml.YAMLError as problem:
        findings.append(_not_yaml(source, problem))
    except _TooDeepError as problem:
        findings.append(
            error(
                "R003",
                f"more than {MOST_DEPTH} lists or mappings stand inside each other",
                problem.position,
                "the last one that can be read",
                "no file of this kind needs so many",
            )
        )
    return None


def _decoded(data: bytes, shown_as: str, findings: list[Finding]) -> str | None:
    if len(data) > MOST_BYTES:
        findings.append(_unreadable(shown_as, "it is larger than 1 MiB", "no file of this kind is so large"))
        return None
    nul = data.find(b"\0")
    try:
        text = data.decode("utf-8-sig")
        at = nul
    except UnicodeDecodeError as problem:
        at = problem.start if nul < 0 else min(nul, problem.start)
        text = ""
    if at < 0:
        return text
    hint = "this looks like a binary file, or text in another encoding; save it as UTF-8"
    findings.append(_unreadable(shown_as, f"it is not UTF-8 text (byte {at + 1} is {data[at]:#04x})", hint))
    return None


def _unreadable(shown_as: str, said: str, hint: str) -> Finding:
    return Finding(code="R001", severity="error", message=f"cannot read {shown_as}: {said}", path=shown_as, hint=hint)


def _place(source: SourceText, text: str, offset: int) -> Position:
    before = SourceText.of("", text[:offset]).lines
    return Position(source, len(before), len(before[-1]) + 1)


def _unseen(position: Position, mark: str) -> Finding:
    return error(
        "R021",
        f"the character U+{ord(mark):04X} cannot stand in a text: it is not seen, and it may move the cursor",
        position,
        "here",
        "delete it",
    )


class _TooDeepError(Exception):
    def __init__(self, position: Position) -> None:
        super().__init__(str(position))
        self.position = position


class _Builder:
    """Builds the nodes of one file from events; ``broken`` once a part of the tree could not be built."""

    def __init__(self, source: SourceText, findings: list[Finding]) -> None:
        self._source, self._findings = source, findings
        self._broken = False
        self._odd_keys: list[Position] = []

    def document(self, get: Callable[[], yaml.Event]) -> Node | None:
        """The one document of a stream of events."""
        get()  # the stream's start
        if isinstance(get(), yaml.StreamEndEvent):
            self._empty()
            return None
        node = self._node(get(), get, 0)
        get()  # the document's end
        following = get()
        if not isinstance(following, yaml.StreamEndEvent):
            self._refuse(
                self._at(following, following),
                "a second document begins here",
                "keep one document in a file, without `---`",
            )
        if isinstance(node, Scalar) and node.is_null:
            self._empty()
            return None
        # told only now: where a bracket is not closed, they are but a consequence
        for position in self._odd_keys:
            hint = "put a text that begins with `[` or `{` in quotes"
            self._findings.append(error("R004", "a key is a list or a mapping", position, "a word belongs here", hint))
        return None if self._broken or self._odd_keys else node

    def _empty(self) -> None:
        message = f"{self._source.path} is empty"
        self._findings.append(
            Finding(
                code="R001", severity="error", message=message, path=self._source.path, hint="`[]` is an empty list"
            )
        )

    def _node(self, event: yaml.Event, get: Callable[[], yaml.Event], depth: int) -> Node:
        if isinstance(event, yaml.AliasEvent):
            self._broken = True
            self._refuse(self._at(event, event), f"`*{event.anchor}` repeats another place", "write it out here")
            return Scalar("", self._at(event, event))
        assert isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent))
        if event.anchor is not None:
            self._refuse(
                self._at(event, event),
                f"`&{event.anchor}` names this place to repeat it elsewhere",
                "leave the name out",
            )
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._refuse(self._at(event, event), f"`{tag}` is a tag", "leave it out: what stands here is always text")
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if depth >= MOST_DEPTH:
            raise _TooDeepError(self._at(event, event))
        if isinstance(event, yaml.SequenceStartEvent):
            items = []
            while not isinstance(following := get(), yaml.SequenceEndEvent):
                items.append(self._node(following, get, depth + 1))
            return Sequence(tuple(items), self._at(event, following))
        return self._mapping(event, get, depth)

    def _mapping(self, event: yaml.Event, get: Callable[[], yaml.Event], depth: int) -> Mapping:
        entries: dict[str, tuple[Scalar, Node]] = {}
        while not isinstance(following := get(), yaml.MappingEndEvent):
            key = self._node(following, get, depth + 1)
            value = self._node(get(), get, depth + 1)
            if not isinstance(key, Scalar):
                self._odd_keys.append(key.position)
            elif key.plain and key.text == "<<":
                self._broken = True
                self._refuse(key.position, "`<<` copies another mapping", "write its entries out here")
            elif key.text in entries:
                first = entries[key.text][0].position
                self._findings.append(
                    error(
                        "R003",
                        f"the key `{key.text}` stands twice in one mapping",
                        key.position,
                        "the second time here",
                        "keep one of them",
                        [Related(first, "the first time here")],
                    )
                )
            else:
                entries[key.text] = (key, value)
        found = tuple(entries.values())
        return Mapping(found, found[0][0].position if found else self._at(event, following))

    def _scalar(self, event: yaml.ScalarEvent) -> Scalar:
        position = self._at(event, event)
        text = event.value
        if not text.isprintable() and (unseen := _UNSEEN_IN_TEXT.search(text)):
            self._findings.append(_unseen(position, unseen.group()))
            text = _UNSEEN_IN_TEXT.sub("?", text)  # messages quote it
        return Scalar(text, position, not event.style)

    def _refuse(self, position: Position, message: str, hint: str) -> None:
        self._findings.append(error("R003", message, position, "not used in these files", hint))

    def _at(self, first: yaml.Event, last: yaml.Event) -> Position:
        """From the start of an event to the end of another, as far as that stands on the same line."""
        start, end = first.start_mark, last.end_mark
        if end.line == start.line:
            width = end.column - start.column
        else:
            lines = self._source.lines
            width = len(lines[start.line].rstrip()) - start.column if start.line < len(lines) else 1
        return Position(self._source, start.line + 1, start.column + 1, max(1, width))


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
        "the lines do not fit together here",
        "begin the keys of one mapping in the same column, and close every quote and bracket",
    ),
    (
        "<block end>",
        "the lines do not fit together here",
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


def _not_yaml(source: SourceText, problem: yaml.YAMLError) -> Finding:
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
    return error(
        "R002", f"this is not YAML: {meaning}", Position(source, line + 1, column + 1), "the parser stopped here", hint
    )


def _json_as_yaml(text: str) -> str:
    """JSON in the form that YAML parsers take, every character in its place; any other text as it is.

    YAML takes no tabs between tokens (in PyYAML's own parser) and no characters written as two surrogates.
    """
    if not text.lstrip().startswith(("{", "[")):
        return text
    import json  # costs milliseconds, and rule files never begin so

    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return text
    return re.sub(r'"(?:[^"\\]|\\.)*"|\t', lambda token: _PAIR.sub(_joined, token.group()).replace("\t", " "), text)


_PAIR = re.compile(r"(?<!\\)((?:\\\\)*)\\u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})")


def _joined(pair: re.Match[str]) -> str:
    high, low = int(pair[2], 16), int(pair[3], 16)
    return f"{pair[1]}\\U{0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00):08x}"
