"""Reads the rule files of one folder as trees, with a digest of the bytes that make the advice."""

from __future__ import annotations

import os
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from advisor.diagnostics.findings import Finding, nearest
from advisor.syntax.textfile import read_bytes
from advisor.syntax.tree import tree

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from advisor.syntax.tree import Node

__all__ = ["RuleFiles", "read_folder"]

_NEEDED = ("rulebase.yaml", "questionnaire.yaml", "derivations.yaml", "notes.yaml")
_FOLDERS = ("treatments", "sources")  # each needs at least one file
_OPTIONAL = ("identification.yaml", "deciding.yaml", "pictures.yaml")
_READ = (*_NEEDED, *_OPTIONAL)
# these check the advice and do not change it; other commands read them
_NOT_READ = ("safety.yaml", "ignores.yaml", "approved.yaml")
_FOLDERS_NOT_READ = ("cases",)


@dataclass(frozen=True, slots=True)
class RuleFiles:
    """``trees`` by path within the folder (``treatments/subcision.yaml``), sorted; ``digest`` is the SHA-256 in hex.

    ``failed`` holds the paths of files and folders that are missing or could not be read: what they declare is unknown.
    """

    trees: Mapping[str, Node]
    failed: frozenset[str]
    digest: str

    def get(self, path: str) -> Node | None:
        """Returns the tree of one file, or None."""
        return self.trees.get(path)

    def in_folder(self, folder: str) -> tuple[Node, ...]:
        """Returns the trees of one subfolder, sorted by file name."""
        return tuple(node for path, node in self.trees.items() if path.startswith(f"{folder}/"))

    def complete(self, part: str) -> bool:
        """Returns whether a file, or every file of a subfolder, is there and could be read."""
        return not any(path == part or path.startswith(f"{part}/") for path in self.failed)


def read_folder(root: Path, findings: list[Finding], skipped: Collection[str] = ()) -> RuleFiles | None:
    """Returns every rule file below a folder, and adds each mistake to ``findings``; None when there is no such folder.

    The files in ``skipped`` count for the digest but get no tree.
    """
    shown = root.as_posix()
    if not os.path.isdir(root):  # unlike those of Path, these take a name of any length
        problem = "it is a file, and rules are a folder" if os.path.exists(root) else "there is no such folder"
        hint = "name the folder that holds rulebase.yaml"
        findings.append(_finding("R001", f"cannot read the rules in {shown}: {problem}", shown, hint))
        return None
    trees: dict[str, Node] = {}
    failed: set[str] = set()
    digest = sha256()
    found = sorted(_yaml_files(root, shown, findings, failed))
    for path in filter(_is_read, found):
        name = f"{shown}/{_printable(path)}"
        data = read_bytes(root / path, name, findings)
        digest.update(f"{path}\0{len(data or b'')}\0".encode(errors="surrogateescape") + (data or b""))
        if path in skipped:
            continue
        node = tree(data, name, findings, optional=path in _OPTIONAL) if data is not None else None
        if node is None:
            failed.add(path)
        else:
            trees[path] = node
    unexpected = {path: _meant(path) for path in found if not _is_read(path) and not _is_known(path)}
    findings.extend(_unexpected(f"{shown}/{_printable(path)}", path, meant) for path, meant in unexpected.items())
    failed.update(meant for meant in unexpected.values() if meant)
    for path in _absent(found):
        if path not in failed:  # a misspelled file name is one mistake, not two
            failed.add(path)
            what = "file in " if path in _FOLDERS else ""
            hint = _HINTS.get(path, "every rule base has one")
            findings.append(_finding("R001", f"there is no {what}{shown}/{path}", f"{shown}/{path}", hint))
    return RuleFiles(trees, frozenset(failed), digest.hexdigest())


def _absent(found: Iterable[str]) -> Iterator[str]:
    """Yields the files and folders that every rule base needs and this one has not."""
    paths = set(found)
    yield from (path for path in _NEEDED if path not in paths)
    folders = {path.partition("/")[0] for path in paths if "/" in path and _is_read(path)}
    yield from (folder for folder in _FOLDERS if folder not in folders)


_HINTS = {
    "treatments": "write one file for each treatment",
    "sources": "write one file for each source",
    "rulebase.yaml": "is this the folder of the rules?",
    "derivations.yaml": "if nothing is derived, write a file that holds `[]`",
    "notes.yaml": "if there are no notes, write a file that holds `[]`",
}


def _yaml_files(root: Path, shown: str, findings: list[Finding], failed: set[str]) -> Iterator[str]:
    """Yields the path from a folder of every file below it that looks like YAML; hidden files are skipped."""

    def unreadable(problem: OSError) -> None:
        within = _within(root, problem.filename)
        failed.add(within)
        where = f"{shown}/{within}".rstrip("/")
        findings.append(_finding("R001", f"cannot read {where}: {problem.strerror}", where, "make it readable for you"))

    for folder, subfolders, files in os.walk(root, onerror=unreadable, followlinks=True):
        within = _within(root, folder)
        # a limit to the depth, because links may form a circle
        subfolders[:] = [name for name in subfolders if not name.startswith(".") and within.count("/") < 3]
        for name in files:
            # some editors add `.txt`, and some systems hide it
            if name.lower().endswith((".yaml", ".yml", ".yaml.txt", ".yml.txt")) and not name.startswith("."):
                yield f"{within}/{name}".lstrip("/")


def _within(root: Path, path: str) -> str:
    place = os.path.relpath(path, root).replace(os.sep, "/")
    return "" if place == "." else place


def _printable(path: str) -> str:
    """Returns a path with ``?`` for characters that cannot be printed."""
    return "".join(char if char.isprintable() else "?" for char in path)


def _is_read(path: str) -> bool:
    folder, _, name = path.rpartition("/")
    return path in _READ or (folder in _FOLDERS and name.endswith(".yaml"))


def _is_known(path: str) -> bool:
    folder, _, name = path.rpartition("/")
    return path in _NOT_READ or (folder in _FOLDERS_NOT_READ and name.endswith(".yaml"))


def _meant(path: str) -> str | None:
    """Returns the file that an unexpected file was probably meant to be, or the folder it was meant to be in."""
    folder, _, name = path.rpartition("/")
    if folder in (*_FOLDERS, *_FOLDERS_NOT_READ):
        return folder
    if folder:
        return nearest(folder, (*_FOLDERS, *_FOLDERS_NOT_READ))
    return nearest(f"{name.rpartition('.')[0]}.yaml", (*_READ, *_NOT_READ))


def _unexpected(shown: str, path: str, meant: str | None) -> Finding:
    folder, _, name = path.rpartition("/")
    if folder and folder == meant:
        hint = f"name it {name.rpartition('.')[0]}.yaml"
    elif folder:
        hint = f"did you mean the folder {meant}/?" if meant else "rule files stand in treatments/, sources/ and cases/"
    else:
        hint = f"did you mean {meant}?" if meant else f"the files are {', '.join((*_READ, *_NOT_READ))}"
    return _finding("R022", f"{shown} is never read", shown, hint)


def _finding(code: str, message: str, path: str, hint: str) -> Finding:
    return Finding(code=code, severity="error", message=message, path=path, hint=hint)
