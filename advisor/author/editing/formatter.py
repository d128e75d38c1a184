"""Writes rule files in one style; keeps comments and meaning, and leaves a file alone where that is not possible."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from advisor.author.editing.entry_schema import FILES, entry_schema_of
from advisor.author.editing.file_writing import replace_file, writing
from advisor.author.editing.style import VERBATIM, styled
from advisor.author.editing.yaml_text import NotRead, comments, read_document
from advisor.diagnostics.errors import RuleBaseInvalid
from advisor.loading.folder import read_folder
from advisor.syntax.textfile import MOST_BYTES, read_bytes
from advisor.syntax.tree import MappingNode, ScalarNode, SequenceNode, read_text, tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from advisor.diagnostics.findings import Finding
    from advisor.syntax.tree import Node

__all__ = ["Formatted", "changed_files", "format_files", "format_text", "rule_files", "write_formatted"]


@dataclass(frozen=True, slots=True)
class Formatted:
    """One file as it is and as it would be; ``refused`` when it is left alone to keep its meaning."""

    path: Path
    before: bytes
    after: bytes
    refused: bool = False

    @property
    def changed(self) -> bool:
        """Whether the file would change."""
        return self.before != self.after


def rule_files(root: Path) -> tuple[Path, ...]:
    """Returns every rule file in a folder of rules, sorted; hidden ones are skipped. Raises RuleBaseInvalid."""
    findings: list[Finding] = []
    if not root.is_dir() and read_folder(root, findings) is None:
        raise RuleBaseInvalid(findings)
    found = [root / name for name in FILES if name.endswith(".yaml") and (root / name).is_file()]
    for folder in (name for name in FILES if not name.endswith(".yaml")):
        found += [path for path in (root / folder).glob("*.yaml") if not path.name.startswith(".") and path.is_file()]
    return tuple(sorted(found))


def format_files(paths: Iterable[Path], root: Path) -> tuple[Formatted, ...]:
    """Returns each file as it would be in the one style; writes nothing.

    Raises RuleBaseInvalid with every mistake in the files that cannot be read as YAML.
    """
    return changed_files(paths, lambda path, data: format_text(data, path.as_posix(), _within(path, root)))


def changed_files(paths: Iterable[Path], change: Callable[[Path, bytes], bytes | None]) -> tuple[Formatted, ...]:
    """Returns each file as ``change`` makes it from its path and bytes; refused where that gives None.

    Writes nothing. Raises RuleBaseInvalid with every file that cannot be read and every mistake that ``change`` raises.
    """
    findings: list[Finding] = []
    found: list[Formatted] = []
    for path in paths:
        data = read_bytes(path, path.as_posix(), findings)
        if data is None:
            continue
        try:
            after = change(path, data)
        except RuleBaseInvalid as problem:
            findings.extend(problem.findings)
        else:
            found.append(Formatted(path, data, data if after is None else after, refused=after is None))
    if findings:
        raise RuleBaseInvalid(findings)
    return tuple(found)


def _within(path: Path, root: Path) -> str:
    """The path of a file within the folder of rules; for a file elsewhere, its folder and name tell what it is."""
    with suppress(ValueError):
        return path.resolve().relative_to(root.resolve()).as_posix()
    folder = path.resolve().parent.name
    return f"{folder}/{path.name}" if folder in FILES else path.name


def format_text(data: bytes, shown_as: str, within: str) -> bytes | None:
    """Returns the bytes of a file in the one style; None when they would no longer mean the same.

    ``within`` is its path within the folder of rules, which tells what sort of file it is. Raises RuleBaseInvalid with
    every mistake when it cannot be read as the YAML that rule files use.
    """
    before = read_text(data, shown_as)
    text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    # a line of spaces means nothing, but ruamel takes one at the beginning of a block text for its indentation
    text = "\n".join(line if line.strip(" ") else "" for line in text.split("\n"))
    sort, listed = entry_schema_of(within) or ("", False)
    try:
        after = styled(read_document(text), sort, listed)
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
    """What a tree means: texts with their whitespace folded, and no order of keys but that of options."""
    match node:
        case ScalarNode():
            lines = tuple(line.rstrip() for line in node.text.strip("\n").split("\n"))
            return (lines if key in VERBATIM else " ".join(node.text.split()), node.is_null)
        case SequenceNode(items):
            return [_meaning(item, key) for item in items]
        case MappingNode(entries):
            meant = {name.text: _meaning(value, name.text) for name, value in entries}
            return (meant, tuple(meant)) if key == "options" else (meant, ())


def write_formatted(formatted: Formatted) -> None:
    """Replaces the file by its new text in one step. Raises RuleBaseInvalid when it cannot be written."""
    with writing(formatted.path, "make the file and its folder writable for you"):
        replace_file(formatted.path, formatted.after)
