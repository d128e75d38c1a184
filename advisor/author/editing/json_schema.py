"""JSON Schemas (draft 7) of the rule files of a rule base, by which editors complete its names."""

from __future__ import annotations

import json
import os
import re
from typing import TYPE_CHECKING

from advisor.author.editing.entry_schema import FILES
from advisor.author.editing.file_writing import writing
from advisor.author.editing.formatter import changed_files, rule_files
from advisor.author.editing.schema_definitions import definitions
from advisor.loading.grammar import GRAMMAR

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from advisor.author.editing.formatter import Formatted
    from advisor.author.editing.schema_definitions import Json
    from advisor.model.rulebase import RuleBase

__all__ = ["FOLDER", "NAMES", "schema_files", "schema_of", "with_lines", "write_schema"]

FOLDER = ".schema"  # in the folder of rules; hidden, so that no rule file is looked for in it
_LINE = "# yaml-language-server: $schema="

# by rule file, or folder of rule files: the name of its schema
NAMES: Mapping[str, str] = {
    name: name.removesuffix(".yaml") if name.endswith(".yaml") else sort for name, (sort, _) in FILES.items()
}


def schema_of(rulebase: RuleBase, name: str) -> Json:
    """Returns the schema of a rule file (``notes.yaml``), or of those in a folder (``treatments``)."""
    sort, listed = FILES[name]
    known = definitions(rulebase, seen=name == "identification.yaml")
    entry: Json = {"$ref": f"#/definitions/{sort}"}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": f"{rulebase.name}: {name}",
        **({"type": "array", "items": entry} if listed else {"allOf": [entry]}),
        "definitions": _needed(known, sort),
    }


def _needed(known: Mapping[str, Json], first: str) -> Json:
    """The definitions that one of them refers to, directly or through others, itself included; by name."""
    found: set[str] = set()
    waiting = [first]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += re.findall(r'"#/definitions/(\w+)"', json.dumps(known[name]))
    order = [*GRAMMAR, *sorted(known.keys() - GRAMMAR.keys())]
    return {name: known[name] for name in order if name in found}


def schema_files(rulebase: RuleBase) -> dict[str, str]:
    """Returns the text of every schema by the name of its file, sorted."""
    return {
        f"{schema}.json": json.dumps(schema_of(rulebase, name), indent=1, ensure_ascii=False) + "\n"
        for name, schema in sorted(NAMES.items(), key=lambda pair: pair[1])
    }


def write_schema(files: Mapping[str, str], folder: Path) -> tuple[Path, ...]:
    """Writes each schema that is not in the folder or differs; returns their paths. Raises RuleBaseInvalid."""
    written = []
    with writing(folder, "name another folder with --out", problem="cannot write into"):
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            path, data = folder / name, text.encode()
            if not path.is_file() or path.read_bytes() != data:
                path.write_bytes(data)
                written.append(path)
    return tuple(written)


def with_lines(root: Path, folder: Path) -> tuple[Formatted, ...]:
    """Returns every rule file with the first line by which editors find its schema in a folder; writes nothing.

    Raises RuleBaseInvalid with every file that cannot be read.
    """

    def change(path: Path, data: bytes) -> bytes:
        name = NAMES[path.relative_to(root).parts[0]]
        schema = os.path.relpath(folder / f"{name}.json", path.parent).replace(os.sep, "/")
        return _with_line(data, f"{_LINE}{schema}".encode())

    return changed_files(rule_files(root), change)


def _with_line(data: bytes, line: bytes) -> bytes:
    """The text with the line at the top; it replaces one that names another schema."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    first, end, rest = data.partition(b"\n")
    carriage_return = b"\r" if first.endswith(b"\r") else b""
    if first.startswith(_LINE.encode()):
        return line + carriage_return + end + rest
    return line + carriage_return + b"\n" + data
