"""YAML text into a tree with positions; knows nothing of rules. The only importer of yaml.

The tree is built from the parser's events in one pass. PyYAML's own composer is never called: it resolves aliases,
lets later keys replace earlier ones and ends the process on deeply nested brackets.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import yaml

from advisor.diagnostics.errors import FindingsError, RuleBaseInvalid
from advisor.diagnostics.findings import Finding, Related, error
from advisor.diagnostics.source import Position
from advisor.syntax.textfile import decoded, read_bytes, showable
from advisor.syntax.yaml_errors import not_yaml

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from advisor.diagnostics.source import SourceText

__all__ = [
    "MOST_DEPTH",
    "MappingNode",
    "Node",
    "ScalarNode",
    "SequenceNode",
    "read_file",
    "read_text",
    "tree",
]

MOST_DEPTH = 50

_Parser = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # the C parser wherever PyYAML was built with it


@dataclass(frozen=True, slots=True)
class ScalarNode:
    """One text as it was written (``yes`` and ``12`` are text too); ``plain`` when it stood without quotes."""

    text: str
    position: Position
    plain: bool = True

    @property
    def is_null(self) -> bool:
        """Whether YAML would take it for no value at all."""
        return self.plain and self.text in ("", "~", "null", "Null", "NULL")


@dataclass(frozen=True, slots=True)
class SequenceNode:
    """A list."""

    items: tuple[Node, ...]
    position: Position


@dataclass(frozen=True, slots=True)
class MappingNode:
    """Keys with their values, in the order of the file; no key stands twice. The position is that of the first key."""

    entries: tuple[tuple[ScalarNode, Node], ...]
    position: Position

    def get(self, key: str) -> Node | None:
        """The value of a key, or None."""
        return next((value for found, value in self.entries if found.text == key), None)


Node = ScalarNode | SequenceNode | MappingNode


def read_file(
    path: Path, shown_as: str, *, wrong: type[FindingsError] = RuleBaseInvalid, optional: bool = False
) -> Node:
    """The tree of a file. Raises ``wrong`` with every mistake; messages name the file ``shown_as``.

    ``optional``: there need be no such file, so that an empty one is better deleted.
    """
    findings: list[Finding] = []
    data = read_bytes(path, shown_as, findings)
    node = tree(data, shown_as, findings, optional=optional) if data is not None else None
    return _or_raise(node, findings, wrong)


def read_text(data: bytes, shown_as: str, *, wrong: type[FindingsError] = RuleBaseInvalid) -> Node:
    """The tree of bytes that came from elsewhere (standard input). Raises ``wrong`` with every mistake."""
    findings: list[Finding] = []
    return _or_raise(tree(data, shown_as, findings), findings, wrong)


def _or_raise(node: Node | None, findings: list[Finding], wrong: type[FindingsError]) -> Node:
    if node is None or findings:
        raise wrong(sorted(findings, key=lambda finding: finding.sort_key))
    return node


def tree(data: bytes, shown_as: str, findings: list[Finding], *, optional: bool = False) -> Node | None:
    """The tree of a file's bytes; None when there is none to go on with. Every mistake is added to ``findings``.

    ``optional`` as for ``read_file``.
    """
    found = decoded(data, shown_as, findings)
    if found is None:
        return None
    source, text = found
    text = _json_as_yaml(text)
    builder = _Builder(source, findings, optional=optional)
    try:
        return builder.document(_Parser(text).get_event)
    except yaml.MarkedYAMLError as problem:
        findings.append(_too_deep_before(source, text, problem) or not_yaml(source, problem))
    except yaml.YAMLError as problem:
        findings.append(not_yaml(source, problem))
    except _TooDeepError as problem:
        findings.append(_too_deep(problem.position))
    return None


def _too_deep_before(source: SourceText, text: str, problem: yaml.MarkedYAMLError) -> Finding | None:
    """The finding that what stands before the place where a parser stopped is too deep already.

    A parser reads ahead of its events: it can stop, at a limit of its own too, before the depth was seen here.
    """
    if problem.problem_mark is None:
        return None
    try:
        _Builder(source, [], optional=False).document(_Parser(text[: problem.problem_mark.index]).get_event)
    except _TooDeepError as too_deep:
        return _too_deep(too_deep.position)
    except yaml.YAMLError:  # what was cut off is missing
        pass
    return None


def _too_deep(position: Position) -> Finding:
    says = f"more than {MOST_DEPTH} lists or mappings stand inside each other"
    return error("R003", says, position, "the last one that can be read", "no file of this kind needs so many")


class _TooDeepError(Exception):
    def __init__(self, position: Position) -> None:
        super().__init__(str(position))
        self.position = position


class _Builder:
    """Builds the nodes of one file from events; ``broken`` once a part of the tree could not be built."""

    def __init__(self, source: SourceText, findings: list[Finding], *, optional: bool) -> None:
        self._source, self._findings, self._optional = source, findings, optional
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
            hint = "keep one document in a file, without `---`"
            self._refuse(self._at(following, following), "a second document begins here", hint)
        if isinstance(node, ScalarNode) and node.is_null:
            self._empty()
            return None
        # told only now: where a bracket is not closed, they are but a consequence
        for position in self._odd_keys:
            hint = "put a text that begins with `[` or `{` in quotes"
            self._findings.append(error("R004", "a key is a list or a mapping", position, "a word belongs here", hint))
        return None if self._broken or self._odd_keys else node

    def _empty(self) -> None:
        path, hint = self._source.path, "only spaces and comments stand in it"
        if self._optional:
            hint += "; delete the file if there is nothing to say, for it may be left out"
        self._findings.append(Finding(code="R001", severity="error", message=f"{path} is empty", path=path, hint=hint))

    def _node(self, event: yaml.Event, get: Callable[[], yaml.Event], depth: int) -> Node:
        if isinstance(event, yaml.AliasEvent):
            self._broken = True
            self._refuse(self._at(event, event), f"`*{event.anchor}` repeats another place", "write it out here")
            return ScalarNode("", self._at(event, event))
        assert isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent))
        if event.anchor is not None:
            message = f"`&{event.anchor}` names this place to repeat it elsewhere"
            self._refuse(self._at(event, event), message, "leave the name out")
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
            return SequenceNode(tuple(items), self._at(event, following))
        return self._mapping(event, get, depth)

    def _mapping(self, event: yaml.Event, get: Callable[[], yaml.Event], depth: int) -> MappingNode:
        entries: dict[str, tuple[ScalarNode, Node]] = {}
        again: list[ScalarNode] = []
        while not isinstance(following := get(), yaml.MappingEndEvent):
            key = self._node(following, get, depth + 1)
            value = self._node(get(), get, depth + 1)
            if not isinstance(key, ScalarNode):
                self._odd_keys.append(key.position)
            elif key.plain and key.text == "<<":
                self._broken = True
                self._refuse(key.position, "`<<` copies another mapping", "write its entries out here")
            elif key.text in entries:
                again.append(key)
            else:
                entries[key.text] = (key, value)
        if again:
            self._repeated(again, entries[again[0].text][0].position)
        found = tuple(entries.values())
        return MappingNode(found, found[0][0].position if found else self._at(event, following))

    def _repeated(self, again: list[ScalarNode], first: Position) -> None:
        names = list(dict.fromkeys(key.text for key in again))
        said, hint = f"the key `{names[0]}` stands twice in one mapping", "keep one of them"
        if len(names) > 1:  # two entries that ran together: what the second is, is unknown
            self._broken = True
            said = f"the keys {', '.join(f'`{name}`' for name in names)} stand twice in one mapping"
            hint = "is the line missing that begins the next entry?"
        related = [Related(first, "the first time here")]
        self._findings.append(error("R003", said, again[0].position, "the second time here", hint, related))

    def _scalar(self, event: yaml.ScalarEvent) -> ScalarNode:
        position = self._at(event, event)
        text = showable(event.value, position, self._findings)
        return ScalarNode(text, position, not event.style)

    def _refuse(self, position: Position, message: str, hint: str) -> None:
        self._findings.append(error("R003", message, position, "not used in these files", hint))

    def _at(self, first: yaml.Event, last: yaml.Event) -> Position:
        """From the start of an event to the end of another, as far as that stands on the same line."""
        start, end = first.start_mark, last.end_mark
        assert start is not None  # events of a parser have both
        assert end is not None
        if end.line == start.line:
            width = end.column - start.column
        else:
            lines = self._source.lines
            width = len(lines[start.line].rstrip()) - start.column if start.line < len(lines) else 1
        return Position(self._source, start.line + 1, start.column + 1, max(1, width))


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
