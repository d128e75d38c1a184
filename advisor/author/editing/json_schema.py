"""JSON Schema (draft 7) of every sort of rule file, made from a rule base, so that editors complete its names."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from advisor.author.editing.entry_schema import ENTRY_SCHEMAS, FILES
from advisor.author.editing.formatter import Formatted, rule_files
from advisor.author.editing.schema_definitions import definitions
from advisor.diagnostics.errors import RuleBaseInvalid
from advisor.diagnostics.findings import Finding
from advisor.syntax.textfile import read_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from advisor.author.editing.schema_definitions import Json
    from advisor.model.rulebase import RuleBase

__all__ = ["FOLDER", "NAMES", "SchemaFile", "schema_files", "schema_of", "with_lines", "write_schema"]

FOLDER = ".schema"  # within the folder of rules; hidden, so that no rule is looked for in it
LINE = "# yaml-language-server: $schema="

# the name of a schema by the file, or the folder of files, that it is for
NAMES: Mapping[str, str] = {
    "treatments": "treatment",
    "sources": "source",
    "cases": "case",
    **{name: name.removesuffix(".yaml") for name in FILES if name.endswith(".yaml")},
}


@dataclass(frozen=True, slots=True)
class SchemaFile:
    """One schema: the name of its file and its text."""

    name: str
    text: str


def schema_of(rulebase: RuleBase, name: str) -> Json:
    """The schema for a file of the rule base (``notes.yaml``) or those of a folder (``treatments``)."""
    form, listed = FILES[name]
    known = definitions(rulebase, seen=name == "identification.yaml")
    whole: Json = {"$ref": f"#/definitions/{form}"}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": f"{rulebase.name}: {name}",
        **({"type": "array", "items": whole} if listed else {"allOf": [whole]}),
        "definitions": _needed(known, form),
    }


def _needed(known: Mapping[str, Json], form: str) -> Json:
    """The definitions that one of them leads to, itself included, by name."""
    found: set[str] = set()
    waiting = [form]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            said = json.dumps(known[name]).split('"#/definitions/')
            waiting += [part.partition('"')[0] for part in said[1:]]
    order = [*ENTRY_SCHEMAS, *sorted(known.keys() - ENTRY_SCHEMAS.keys())]
    return {name: known[name] for name in order if name in found}


def schema_files(rulebase: RuleBase) -> tuple[SchemaFile, ...]:
    """The schema of every sort of rule file."""
    return tuple(
        SchemaFile(f"{said}.json", json.dumps(schema_of(rulebase, name), indent=1, ensure_ascii=False) + "\n")
        for name, said in sorted(NAMES.items(), key=lambda pair: pair[1])
    )


def write_schema(files: tuple[SchemaFile, ...], folder: Path) -> tuple[Path, ...]:
    """Writes each schema that is not there yet, or differs; gives these. Raises RuleBaseInvalid."""
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for one in files:
            path = folder / one.name
            data = one.text.encode()
            if not path.is_file() or path.read_bytes() != data:
                path.write_bytes(data)
                written.append(path)
    except OSError as problem:
        shown = folder.as_posix()
        message = f"cannot write into {shown}: {problem.strerror}"
        hint = "name another folder with --out"
        raise RuleBaseInvalid(
            [Finding(code="R001", severity="error", message=message, path=shown, hint=hint)]
        ) from problem
    return tuple(written)


def with_lines(root: Path, folder: Path) -> tuple[Formatted, ...]:
    """Every rule file with the first line by which editors find its schema in a folder. Raises RuleBaseInvalid."""
    findings: list[Finding] = []
    found = []
    for path in rule_files(root):
        data = read_bytes(path, path.as_posix(), findings)
        if data is not None:
            within = path.relative_to(root)
            name = NAMES[within.name if len(within.parts) == 1 else within.parts[0]]
            schema = os.path.relpath(folder / f"{name}.json", path.parent).replace(os.sep, "/")
            found.append(Formatted(path, data, _with_line(data, f"{LINE}{schema}".encode())))
    if findings:
        raise RuleBaseInvalid(findings)
    return tuple(found)


def _with_line(data: bytes, line: bytes) -> bytes:
    """The text with that line on top, in the place of one that names another schema."""
    data = data.removeprefix(b"\xef\xbb\xbf")
    first, end, rest = data.partition(b"\n")
    if first.startswith(LINE.encode()):
        return line + (b"\r" if first.endswith(b"\r") else b"") + end + rest
    return line + (b"\r\n" if first.endswith(b"\r") else b"\n") + data
