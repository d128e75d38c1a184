"""Writes the document of a rule file in one style: keys in order, indents of 2, lines of 120 columns, texts wrapped."""

from __future__ import annotations

import json
import textwrap
from typing import TYPE_CHECKING

from advisor.author.editing.entry_schema import UNORDERED, sort_inside
from advisor.author.editing.yaml_text import YamlCollection, YamlScalar
from advisor.loading.grammar import GRAMMAR

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from advisor.author.editing.yaml_text import YamlDocument, YamlEntry

__all__ = ["VERBATIM", "styled"]

_LINE_WIDTH = 120
_TEXT_WIDTH = 119  # of wrapped texts
VERBATIM = frozenset({"drawing"})  # keys of texts that are kept line by line


def styled(document: YamlDocument, sort: str, listed: bool) -> str:
    """Returns the text of a document.

    ``sort`` is that of the file (as in ``GRAMMAR``), or of its entries when it is a list of such (``listed``).
    """
    value = document.value
    lines = _comment_lines(document.head, 0)
    if isinstance(value, YamlCollection) and (not value.flow or _flow(value, 0) is None) and value.entries:
        lines += _block(value, 0, sort, listed)
    else:
        lines += _value("", value, 0)
    return "\n".join([*lines, *_comment_lines(document.tail, 0), ""])


def _block(collection: YamlCollection, indent: int, sort: str, listed: bool) -> list[str]:
    """The entries of a collection on lines of their own."""
    lines: list[str] = []
    entries = collection.entries
    if collection.mapping and sort and not listed and sort not in UNORDERED:
        entries = _ordered(entries, tuple(GRAMMAR[sort]))
    for number, entry in enumerate(entries):
        above = _comment_lines(entry.before, indent)
        while number == 0 and above[:1] == [""]:
            above.pop(0)
        lines += above
        if entry.key is None:
            lines += _item(entry, indent, sort if listed else "")
        else:
            lines += _pair(entry, entry.key, indent, sort, listed)
    return lines + [f"{' ' * indent}{comment}" for comment in collection.after]


def _ordered(entries: list[YamlEntry], order: tuple[str, ...]) -> list[YamlEntry]:
    """The entries in the order of their keys; a key that is not in it comes where ``*`` stands, else last."""
    places = {name: number for number, name in enumerate(order)}
    others = places.get("*", len(order))
    return sorted(entries, key=lambda entry: places.get(entry.key.value, others) if entry.key else 0)


def _item(entry: YamlEntry, indent: int, sort: str) -> list[str]:
    """One item of a list."""
    value, start = entry.value, " " * indent + "-"
    if isinstance(value, YamlCollection) and value.entries and not (value.flow and _flow(value, indent + 2)):
        above = [" " * indent + comment for comment in entry.beside]
        inner = _block(value, indent + 2, sort, listed=False)
        if inner[0].lstrip().startswith("#"):
            return [*above, start, *inner]
        return [*above, f"{start} {inner[0].lstrip()}", *inner[1:]]
    return _value(start, value, indent, entry.beside)


def _pair(entry: YamlEntry, key: YamlScalar, indent: int, sort: str, listed: bool) -> list[str]:
    """One key with its value; in a mapping of names (``listed``) the value has the sort."""
    start = f"{' ' * indent}{_scalar(key)}:"
    inside, several = sort, False
    if sort and not listed:
        inside, several = sort_inside(sort, key.value)
    return _value(start, entry.value, indent, entry.beside, inside, several, verbatim=key.value in VERBATIM)


def _value(
    start: str,
    value: YamlScalar | YamlCollection,
    indent: int,
    beside: Sequence[str] = (),
    sort: str = "",
    listed: bool = False,
    *,
    verbatim: bool = False,
) -> list[str]:
    """What stands behind a key or a dash, beginning on its line, with the comments beside it.

    ``sort`` is that of the value, or of its entries when it has several of them (``listed``).
    """
    comments = "".join(f"  {comment}" for comment in beside)
    before = f"{start} " if start else ""
    if isinstance(value, YamlScalar):
        first, *rest = _text(value, len(before), indent + 2, verbatim)
        return [f"{before}{first}".rstrip() + comments, *rest]
    flow = _flow(value, len(before)) if value.flow or not value.entries else None
    if flow:
        flow[0] = before + flow[0]
        flow[-1] += comments
        return flow
    return [start + comments, *_block(value, indent + 2, sort, listed)]


def _comment_lines(lines: Iterable[tuple[int, str] | None], indent: int) -> list[str]:
    return ["" if line is None else " " * (indent + line[0]) + line[1] for line in lines]


def _text(text: YamlScalar, column: int, indent: int, verbatim: bool) -> list[str]:
    """The lines of a text that begins at a column; those after the first are indented."""
    value = text.value
    if text.style == "|" or (verbatim and "\n" in value) or (text.style == ">" and _shaped(value)):
        return _literal(value, indent)
    one_line = _scalar(text, fold=not verbatim)
    fits = column + len(one_line) <= _LINE_WIDTH
    folded = " ".join(value.split())
    if verbatim or not folded or (text.style != ">" and (fits or " " not in folded)):
        return [one_line]
    wrapped = textwrap.wrap(folded, _TEXT_WIDTH - indent, break_long_words=False, break_on_hyphens=False)
    return [">-", *(" " * indent + line for line in wrapped)]


def _shaped(value: str) -> bool:
    """Whether a folded text has paragraphs or indented lines, which wrapping would lose."""
    return "\n" in value.strip("\n") or value[:1] in (" ", "\t")


def _literal(value: str, indent: int) -> list[str]:
    """A text kept line by line; in quotes when it has no line with anything on it."""
    body = value.rstrip("\n")
    if not body:
        return [json.dumps(value, ensure_ascii=False)]
    line_ends = len(value) - len(body)
    indentation = "2" if value[:1] in (" ", "\n") else ""
    chomping = "-" if line_ends == 0 else "" if line_ends == 1 else "+"
    lines = [" " * indent + line if line else "" for line in body.split("\n")]
    return [f"|{indentation}{chomping}", *lines, *[""] * (line_ends - 1)]


def _scalar(text: YamlScalar, *, fold: bool = True) -> str:
    """A text on one line, in quotes where it stood in quotes."""
    value = " ".join(text.value.split()) if fold and text.style in ("", "|", ">") else text.value
    if not text.style:
        return value
    if text.style == "'" and ('"' in value or "\\" in value) and "\n" not in value:
        return "'" + value.replace("'", "''") + "'"
    return json.dumps(value, ensure_ascii=False)


def _flat(value: YamlScalar | YamlCollection) -> str:
    """A value on one line, collections in brackets."""
    if isinstance(value, YamlScalar):
        return _scalar(value)
    inner = ", ".join(_flat_entry(entry) for entry in value.entries)
    return f"{{{inner}}}" if value.mapping else f"[{inner}]"


def _flat_entry(entry: YamlEntry) -> str:
    return (f"{_scalar(entry.key)}: " if entry.key else "") + _flat(entry.value)


def _flow(value: YamlCollection, column: int) -> list[str] | None:
    """A collection in brackets that begins at a column; None if it has comments or does not fit."""
    if _has_comments(value):
        return None
    whole = _flat(value)
    return [whole] if column + len(whole) <= _LINE_WIDTH else _filled(value, column, "")


def _filled(value: YamlCollection, column: int, closing: str) -> list[str] | None:
    """The same on several lines, each filled, with ``closing`` behind the last bracket; None if it does not fit."""
    lines, current = [], "{" if value.mapping else "["
    start = column  # where the current line begins
    for number, entry in enumerate(value.entries):
        last = number == len(value.entries) - 1
        ending = (("}" if value.mapping else "]") + closing) if last else ","
        piece = _flat_entry(entry) + ending
        gap = " " if number and current else ""
        if start + len(current + gap + piece) <= _LINE_WIDTH:
            current += gap + piece
            continue
        if number:
            lines.append(current)
            start, current = column + 1, ""
        if start + len(current + piece) <= _LINE_WIDTH:
            current += piece
            continue
        if isinstance(entry.value, YamlScalar):
            return None
        current += f"{_scalar(entry.key)}: " if entry.key else ""
        inner = _filled(entry.value, start + len(current), ending)
        if inner is None:
            return None
        lines += [current + inner[0], *inner[1:-1]]
        start, current = 0, inner[-1]
    lines.append(current)
    return [lines[0], *(line if line.startswith(" ") else " " * (column + 1) + line for line in lines[1:])]


def _has_comments(value: YamlCollection) -> bool:
    return value.commented or any(
        isinstance(entry.value, YamlCollection) and _has_comments(entry.value) for entry in value.entries
    )
