"""YAML text as entries with their comments, styles and blank lines, for writing it again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

__all__ = ["NotRead", "YamlCollection", "YamlDocument", "YamlEntry", "YamlScalar", "comments", "read_document"]


NOWHERE = 10_000  # a column that no comment stands behind


class NotRead(Exception):
    """ruamel reads this text differently from PyYAML, or not at all."""


@dataclass(slots=True)
class YamlScalar:
    """One scalar. ``style`` is empty for plain, else ``'``, ``"``, ``|`` or ``>``."""

    value: str
    style: str


@dataclass(slots=True)
class YamlEntry:
    """One key with its value, or one item of a list (``key`` is None).

    ``before`` holds what stands on lines of its own above it: comments, each with how many columns it stands deeper
    than the entry, and None for a blank line. ``beside`` are the comments behind it on its line.
    """

    key: YamlScalar | None
    value: YamlScalar | YamlCollection
    before: list[tuple[int, str] | None]
    beside: list[str] = field(default_factory=list)


@dataclass(slots=True)
class YamlCollection:
    """A mapping or a list. ``flow`` when it stood in brackets; ``after`` are comments before its closing bracket."""

    mapping: bool
    flow: bool
    entries: list[YamlEntry] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    commented: bool = False


@dataclass(slots=True)
class YamlDocument:
    """A whole file: the comments above everything, its value, and what follows the last entry."""

    head: list[tuple[int, str] | None]
    value: YamlScalar | YamlCollection
    tail: list[tuple[int, str] | None]


@dataclass(slots=True)
class _Remark:
    """A comment, or a blank line (``text`` empty), at a place; ``own`` when nothing else stands on its line."""

    index: int
    column: int
    text: str
    own: bool


def read_document(text: str) -> YamlDocument:
    """The document of a text that ``rulefile.tree`` has read: one document, no aliases. Raises NotRead."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError  # costs milliseconds, and only formatting needs it

    try:
        remarks = list(_remarks(text, YAML(typ="safe", pure=True)))
        return _EntryReader(text, remarks).document(YAML(typ="safe", pure=True).parse(text))
    except YAMLError as problem:
        raise NotRead from problem


def comments(text: str) -> list[str]:
    """Every comment of a text that is YAML, sorted. Raises NotRead."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        return sorted(remark.text for remark in _remarks(text, YAML(typ="safe", pure=True)) if remark.text)
    except YAMLError as problem:
        raise NotRead from problem


def _remarks(text: str, yaml: Any) -> Iterator[_Remark]:
    """The comments and blank lines: they stand where no token does."""
    end = 0
    for token in yaml.scan(text):
        start, stop = token.start_mark.index, token.end_mark.index
        yield from _between(text, end, start)
        if text[start : start + 1] in ("|", ">") and stop > start and getattr(token, "style", None) in ("|", ">"):
            first = text[start:stop].partition("\n")[0]
            if " #" in first:  # behind the mark of a block text
                yield _Remark(start, 0, first[first.index(" #") + 1 :].strip(), False)
            stop = start + len(text[start:stop].rstrip())
        end = max(end, stop)
    yield from _between(text, end, len(text))


def _between(text: str, start: int, stop: int) -> Iterator[_Remark]:
    gap = text[start:stop]
    index = start
    at_start = start == 0 or text[start - 1] == "\n"
    lines = gap.split("\n")
    for number, line in enumerate(lines):
        said = line.strip().removeprefix("\ufeff")
        whole = number > 0 or at_start
        if said.startswith("#"):
            yield _Remark(index + line.index("#"), line.index("#"), said, whole)
        elif not said and whole and number < len(lines) - 1:
            yield _Remark(index, 0, "", True)
        index += len(line) + 1


class _EntryReader:
    """Builds entries from ruamel's events and hands each the remarks that stand before it."""

    def __init__(self, text: str, remarks: list[_Remark]) -> None:
        self._text, self._remarks = text, remarks
        self._last: YamlEntry | None = None
        self._head: list[tuple[int, str] | None] = []

    def document(self, events: Any) -> YamlDocument:
        """The one document of a stream."""
        next(events)
        next(events)
        event = next(events)
        self._head = self._above(event.start_mark.index, event.start_mark.column)
        value = self._node(event, events)
        tail = self._above(len(self._text) + 1, 0)
        while tail and tail[-1] is None:
            tail.pop()
        while self._head and self._head[0] is None:
            self._head.pop(0)
        return YamlDocument(self._head, value, tail)

    def _node(self, event: Any, events: Any) -> YamlScalar | YamlCollection:
        if hasattr(event, "value"):
            return YamlScalar(event.value, _style(event.style))
        collection = YamlCollection(type(event).__name__.startswith("Mapping"), bool(event.flow_style))
        while not type(following := next(events)).__name__.endswith("EndEvent"):
            mark = following.start_mark
            before = self._above(mark.index, NOWHERE if collection.flow else event.start_mark.column)
            entry = YamlEntry(None, YamlScalar("", ""), before)
            collection.commented |= any(before)
            collection.entries.append(entry)
            self._last = entry
            if collection.mapping:
                entry.key = YamlScalar(following.value, _style(following.style))
                following = next(events)
            entry.value = self._node(following, events)
            if isinstance(entry.value, YamlCollection) and entry.value.flow:
                self._last = entry  # what follows the closing bracket on its line
        if collection.flow:
            stop = following.end_mark.index
            closing = [said[1] for said in self._above(stop, 0) if said]
            collection.after = closing
            beside = any(entry.beside for entry in collection.entries)
            collection.commented |= bool(closing) or beside
        return collection

    def _above(self, index: int, column: int) -> list[tuple[int, str] | None]:
        """Takes the remarks up to a place: those on lines of their own; the others go to the entry before."""
        found: list[tuple[int, str] | None] = []
        while self._remarks and self._remarks[0].index < index:
            remark = self._remarks.pop(0)
            if not remark.own and self._last is not None:
                self._last.beside.append(remark.text)
            elif remark.text:
                found.append((max(0, remark.column - column), remark.text))
            elif found[-1:] != [None]:
                found.append(None)
        return found


def _style(style: str | None) -> str:
    return style or ""
