"""Writes a document of a rule file in the one style: the order of keys, indents of 2, 120 columns, texts reflowed."""

from __future__ import annotations

import json
import textwrap
from typing import TYPE_CHECKING

from advisor.author.editing.entry_schema import ENTRY_SCHEMAS
from advisor.author.editing.yaml_text import YamlCollection, YamlEntry, YamlScalar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.author.editing.yaml_text import YamlDocument

__all__ = ["LINE_WIDTH", "VERBATIM", "styled"]

LINE_WIDTH = 120
WRAP = 119  # of texts: none of their lines fills the last column
VERBATIM = frozenset({"drawing"})  # texts whose lines mean something
_NO_ENTRY = YamlEntry(None, YamlScalar("", ""), [])


def styled(document: YamlDocument, form: str, listed: bool) -> str:
    """The document as text; ``form`` is that of the file, or of its entries when it is a list of such."""
    value = document.value
    lines = _remarks(document.head, 0)
    if isinstance(value, YamlCollection) and (not value.flow or _flow(value, 0) is None) and value.entries:
        lines += _block(value, 0, form, listed)
    else:
        lines += _value("", value, 0, "", False, _NO_ENTRY)
    return "\n".join([*lines, *_remarks(document.tail, 0), ""])


def _block(collection: YamlCollection, indent: int, form: str, listed: bool) -> list[str]:
    """The entries of a collection on lines of their own."""
    lines: list[str] = []
    entries = collection.entries
    if collection.mapping and form and not listed and ENTRY_SCHEMAS[form].ordered:
        entries = _ordered(entries, ENTRY_SCHEMAS[form].order)
    for number, entry in enumerate(entries):
        above = _remarks(entry.before, indent)
        while number == 0 and above[:1] == [""]:
            above.pop(0)
        lines += above
        if entry.key is None:
            lines += _item(entry, indent, form if listed else "")
        else:
            lines += _pair(entry, indent, form, listed)
    return lines + [f"{' ' * indent}{comment}" for comment in collection.after]


def _ordered(entries: list[YamlEntry], order: tuple[str, ...]) -> list[YamlEntry]:
    """The entries in the order of their keys; those not in it stand where ``*`` does, else last."""
    place = {name: number for number, name in enumerate(order)}
    others = place.get("*", len(order))
    return sorted(entries, key=lambda entry: place.get(entry.key.value, others) if entry.key else 0)


def _item(entry: YamlEntry, indent: int, form: str) -> list[str]:
    """One item of a list."""
    value, start = entry.value, " " * indent + "-"
    if isinstance(value, YamlCollection) and value.entries and not (value.flow and _flow(value, indent + 2)):
        above = [" " * indent + comment for comment in entry.beside]
        inner = _block(value, indent + 2, form, listed=False)
        if inner[0].lstrip().startswith("#"):
            return [*above, start, *inner]
        return [*above, f"{start} {inner[0].lstrip()}", *inner[1:]]
    return _value(start, value, indent, "", False, entry)


def _pair(entry: YamlEntry, indent: int, form: str, listed: bool) -> list[str]:
    """One key with its value."""
    assert entry.key is not None
    name = entry.key.value
    start = f"{' ' * indent}{_scalar(entry.key)}:"
    inside, many = (form, False) if listed else (ENTRY_SCHEMAS[form].inside(name) if form else "", False)
    if inside and not listed:
        takes = next(key.takes for key in ENTRY_SCHEMAS[form].keys if key.name == name)
        many = takes in ("list", "entries", "options", "by_treatment")
    return _value(start, entry.value, indent, inside, many, entry, verbatim=name in VERBATIM)


def _value(
    start: str,
    value: YamlScalar | YamlCollection,
    indent: int,
    form: str,
    listed: bool,
    entry: YamlEntry,
    *,
    verbatim: bool = False,
) -> list[str]:
    """What stands behind a key or a dash, beginning on its line; ``listed`` when its entries have the form."""
    said = "".join(f"  {comment}" for comment in entry.beside)
    before = f"{start} " if start else ""
    if isinstance(value, YamlScalar):
        first, *rest = _text(value, len(before), indent + 2, verbatim)
        return [f"{before}{first}".rstrip() + said, *rest]
    flow = _flow(value, len(before)) if value.flow or not value.entries else None
    if flow:
        return [before + flow[0], *flow[1:-1], flow[-1] + said] if flow[1:] else [before + flow[0] + said]
    return [start + said, *_block(value, indent + 2, form, listed)]


def _remarks(lines: Iterable[tuple[int, str] | None], indent: int) -> list[str]:
    return ["" if line is None else " " * (indent + line[0]) + line[1] for line in lines]


def _text(text: YamlScalar, column: int, indent: int, verbatim: bool) -> list[str]:
    """A text that begins at a column; further lines stand at the indent."""
    value = text.value
    if text.style == "|" or (verbatim and "\n" in value) or (text.style == ">" and _shaped(value)):
        return _literal(value, indent)
    one_line = _scalar(text, fold=not verbatim)
    fits = column + len(one_line) <= LINE_WIDTH
    folded = " ".join(value.split())
    if verbatim or not folded or (text.style != ">" and (fits or " " not in folded)):
        return [one_line]
    wrapped = textwrap.wrap(folded, WRAP - indent, break_long_words=False, break_on_hyphens=False)
    return [">-", *(" " * indent + line for line in wrapped)]


def _shaped(value: str) -> bool:
    """Whether a folded text has paragraphs or lines indented further, which wrapping would lose."""
    return "\n" in value.strip("\n") or value[:1] in (" ", "\t")


def _literal(value: str, indent: int) -> list[str]:
    lines = value.rstrip("\n").split("\n")
    ends = len(value) - len(value.rstrip("\n"))
    mark = "2" if value[:1] in (" ", "\n") else ""
    chomp = "-" if ends == 0 else "" if ends == 1 else "+"
    if not value.strip("\n"):
        return [json.dumps(value, ensure_ascii=False)]
    body = [" " * indent + line if line else "" for line in lines]
    return [f"|{mark}{chomp}", *body, *[""] * (ends - 1)]


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
    """A collection in brackets from a column on, as few lines as fit; None where it has comments or cannot fit."""
    if _has_comments(value):
        return None
    whole = _flat(value)
    return [whole] if column + len(whole) <= LINE_WIDTH else _filled(value, column, "")


def _filled(value: YamlCollection, column: int, closing: str) -> list[str] | None:
    """A collection in brackets over several lines, each filled; ``closing`` follows its last bracket."""
    lines, current = [], "{" if value.mapping else "["
    start = column  # where the current line begins
    for number, entry in enumerate(value.entries):
        last = number == len(value.entries) - 1
        ending = (("}" if value.mapping else "]") + closing) if last else ","
        piece = _flat_entry(entry) + ending
        gap = " " if number and current else ""
        if start + len(current + gap + piece) <= LINE_WIDTH:
            current += gap + piece
            continue
        if number:
            lines.append(current)
            start, current = column + 1, ""
        if start + len(current + piece) <= LINE_WIDTH:
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
