"""Reads YAML text into entries with their comments, styles and blank lines, so that it can be written anew."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

__all__ = ["NotRead", "YamlCollection", "YamlDocument", "YamlEntry", "YamlScalar", "comments", "read_document"]

_BEYOND_ALL = 10_000  # a column that no comment stands behind


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

    ``before`` holds the lines above it: a comment as ``(columns, text)``, with how many columns it stands deeper than
    the entry, and a blank line as None. ``beside`` are the comments behind it on its line.
    """

    key: YamlScalar | None
    value: YamlScalar | YamlCollection
    before: list[tuple[int, str] | None]
    beside: list[str] = field(default_factory=list)


@dataclass(slots=True)
class YamlCollection:
    """A mapping or a list.

    ``flow`` when it stood in brackets; then ``after`` holds the comments before the closing bracket. ``commented`` when
    there is any comment in it.
    """

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
    """A comment, or a blank line (``text`` empty). ``own_line`` when nothing else stands on its line.

    ``index`` is where it begins in the text, ``column`` where it begins in its line; both count from 0.
    """

    index: int
    column: int
    text: str
    own_line: bool


def read_document(text: str) -> YamlDocument:
    """Reads a text that ``syntax.tree`` can read too: one document, no aliases. Raises NotRead."""
    with _ruamel() as new_yaml:
        remarks = list(_remarks(text, new_yaml()))
        return _EntryReader(text, remarks).document(new_yaml().parse(text))


def comments(text: str) -> list[str]:
    """Returns every comment of a YAML text, sorted. Raises NotRead."""
    with _ruamel() as new_yaml:
        return sorted(remark.text for remark in _remarks(text, new_yaml()) if remark.text)


@contextmanager
def _ruamel() -> Iterator[Callable[[], Any]]:
    """Gives what makes a parser; raises NotRead for its errors."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError  # costs milliseconds, and only formatting needs it

    try:
        yield partial(YAML, typ="safe", pure=True)
    except YAMLError as problem:
        raise NotRead from problem


def _remarks(text: str, yaml: Any) -> Iterator[_Remark]:
    """The comments and blank lines, which stand between the tokens."""
    end = 0
    for token in yaml.scan(text):
        start, stop = token.start_mark.index, token.end_mark.index
        yield from _between(text, end, start)
        if text[start : start + 1] in ("|", ">") and stop > start and getattr(token, "style", None) in ("|", ">"):
            first = text[start:stop].partition("\n")[0]
            if " #" in first:  # a comment behind the `|` or `>` of a block text
                yield _Remark(start, 0, first[first.index(" #") + 1 :].strip(), False)
            stop = start + len(text[start:stop].rstrip())
        end = max(end, stop)
    yield from _between(text, end, len(text))


def _between(text: str, start: int, stop: int) -> Iterator[_Remark]:
    index = start
    at_start = start == 0 or text[start - 1] == "\n"
    lines = text[start:stop].split("\n")
    for number, line in enumerate(lines):
        content = line.strip().removeprefix("\ufeff")
        own_line = number > 0 or at_start
        if content.startswith("#"):
            yield _Remark(index + line.index("#"), line.index("#"), content, own_line)
        elif not content and own_line and number < len(lines) - 1:
            yield _Remark(index, 0, "", True)
        index += len(line) + 1


class _EntryReader:
    """Builds entries from the events of ruamel's parser, and gives each the remarks that stand before it."""

    def __init__(self, text: str, remarks: list[_Remark]) -> None:
        self._text, self._remarks = text, remarks
        self._last: YamlEntry | None = None  # whose line a comment stands on

    def document(self, events: Any) -> YamlDocument:
        """Reads the one document of a stream."""
        next(events)  # the start of the stream
        next(events)  # the start of the document
        event = next(events)
        head = self._above(event.start_mark.index, event.start_mark.column)
        value = self._node(event, events)
        tail = self._above(len(self._text) + 1, 0)
        while tail and tail[-1] is None:
            tail.pop()
        while head and head[0] is None:
            head.pop(0)
        return YamlDocument(head, value, tail)

    def _node(self, event: Any, events: Any) -> YamlScalar | YamlCollection:
        if hasattr(event, "value"):
            return YamlScalar(event.value, event.style or "")
        collection = YamlCollection(type(event).__name__.startswith("Mapping"), bool(event.flow_style))
        while not type(following := next(events)).__name__.endswith("EndEvent"):
            mark = following.start_mark
            before = self._above(mark.index, _BEYOND_ALL if collection.flow else event.start_mark.column)
            entry = YamlEntry(None, YamlScalar("", ""), before)
            collection.commented |= any(before)
            collection.entries.append(entry)
            self._last = entry
            if collection.mapping:
                entry.key = YamlScalar(following.value, following.style or "")
                following = next(events)
            entry.value = self._node(following, events)
            if isinstance(entry.value, YamlCollection) and entry.value.flow:
                self._last = entry  # a comment behind the closing bracket belongs to it
        if collection.flow:
            collection.after = [comment[1] for comment in self._above(following.end_mark.index, 0) if comment]
            beside = any(entry.beside for entry in collection.entries)
            collection.commented |= bool(collection.after) or beside
        return collection

    def _above(self, index: int, column: int) -> list[tuple[int, str] | None]:
        """Takes the remarks up to an index and returns those on lines of their own; the others go to the last entry."""
        found: list[tuple[int, str] | None] = []
        while self._remarks and self._remarks[0].index < index:
            remark = self._remarks.pop(0)
            if not remark.own_line and self._last is not None:
                self._last.beside.append(remark.text)
            elif remark.text:
                found.append((max(0, remark.column - column), remark.text))
            elif found[-1:] != [None]:
                found.append(None)
        return found
