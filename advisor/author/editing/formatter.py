"""Rule files in one style: comments kept, meaning unchanged; a file whose meaning would change is left alone."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from advisor.author.editing.entry_schema import FILES, entry_schema_of
from advisor.author.editing.style import VERBATIM, styled
from advisor.author.editing.yaml_text import NotRead, comments, read_document
from advisor.diagnostics.errors import RuleBaseInvalid
from advisor.diagnostics.findings import Finding
from advisor.loading.folder import read_folder
from advisor.syntax.textfile import MOST_BYTES, read_bytes
from advisor.syntax.tree import MappingNode, ScalarNode, SequenceNode, read_text, tree

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from advisor.syntax.tree import Node

__all__ = ["Formatted", "format_files", "format_text", "rule_files", "write_formatted"]


@dataclass(frozen=True, slots=True)
class Formatted:
    """One file: its text as it is and as it would be. ``refused`` when that would not mean the same."""

    path: Path
    before: bytes
    after: bytes
    refused: bool = False

    @property
    def changed(self) -> bool:
        """Whether the style changes anything."""
        return self.before != self.after


def rule_files(root: Path) -> tuple[Path, ...]:
    """Every rule file below a folder, in the order of their names; hidden ones are skipped. Raises RuleBaseInvalid."""
    findings: list[Finding] = []
    if not root.is_dir() and read_folder(root, findings) is None:
        raise RuleBaseInvalid(findings)
    found = [root / name for name in FILES if name.endswith(".yaml") and (root / name).is_file()]
    for folder in (name for name in FILES if not name.endswith(".yaml")):
        found += [path for path in (root / folder).glob("*.yaml") if not path.name.startswith(".") and path.is_file()]
    return tuple(sorted(found))


def format_files(paths: Iterable[Path], root: Path) -> tuple[Formatted, ...]:
    """Each file with its text in the one style; nothing is written.

    Raises RuleBaseInvalid with every mistake of the files that are not YAML.
    """
    findings: list[Finding] = []
    found: list[Formatted] = []
    for path in paths:
        data = read_bytes(path, path.as_posix(), findings)
        if data is None:
            continue
        try:
            found.append(_formatted(path, data, _within(path, root)))
        except RuleBaseInvalid as problem:
            findings.extend(problem.findings)
    if findings:
        raise RuleBaseInvalid(findings)
    return tuple(found)


def _within(path: Path, root: Path) -> str:
    """A file's path within the folder of rules; a file that lies elsewhere is known by its folder and name."""
    with suppress(ValueError):
        return path.resolve().relative_to(root.resolve()).as_posix()
    folder = path.resolve().parent.name
    return f"{folder}/{path.name}" if folder in FILES else path.name


def _formatted(path: Path, data: bytes, within: str) -> Formatted:
    after = format_text(data, path.as_posix(), within)
    return Formatted(path, data, data if after is None else after, refused=after is None)


def format_text(data: bytes, shown_as: str, within: str) -> bytes | None:
    """The bytes of a file in the one style; None when they would no longer mean the same.

    ``within`` is its path within the folder of rules, which tells what sort of file it is. Raises RuleBaseInvalid with
    every mistake when it is not YAML of the kind that rule files use.
    """
    before = read_text(data, shown_as)
    text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    # spaces alone on a line mean nothing, but at the head of a text ruamel takes them for its indentation
    text = "\n".join(line if line.strip(" ") else "" for line in text.split("\n"))
    form, listed = entry_schema_of(within) or ("", False)
    try:
        after = styled(read_document(text), form, listed)
        kept = comments(after) == comments(text)
    except NotRead:
        return None
    encoded = after.encode()
    if len(encoded) > MOST_BYTES:
        return None
    findings: list[Finding] = []
    again = tree(encoded, shown_as, findings)
    if findings or again is None or not kept or _meaning(again) != _meaning(before):
        return None
    return encoded


def _meaning(node: Node, key: str = "") -> object:
    """What a tree says: texts with their whitespace folded; the order of keys only where it says something."""
    match node:
        case ScalarNode():
            lines = tuple(line.rstrip() for line in node.text.strip("\n").split("\n"))
            return (lines if key in VERBATIM else " ".join(node.text.split()), node.is_null)
        case SequenceNode(items):
            return [_meaning(item, key) for item in items]
        case MappingNode(entries):
            said = {name.text: _meaning(value, name.text) for name, value in entries}
            return (said, tuple(said)) if key == "options" else (said, ())


def write_formatted(formatted: Formatted) -> None:
    """Puts the new text in the place of the old in one step, with the same permissions. Raises RuleBaseInvalid."""
    path = formatted.path.resolve()  # a link stays a link
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(formatted.after)
            os.chmod(name, path.stat().st_mode & 0o7777)
            os.replace(name, path)
        except OSError:
            os.unlink(name)
            raise
    except OSError as problem:
        shown = formatted.path.as_posix()
        message = f"cannot write {shown}: {problem.strerror}"
        hint = "make the file and its folder writable for you"
        raise RuleBaseInvalid(
            [Finding(code="R001", severity="error", message=message, path=shown, hint=hint)]
        ) from problem
