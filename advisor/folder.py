"""The rule files of one folder: which there are, their trees, and a digest of the bytes that make the advice."""

from __future__ import annotations

import os
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from advisor.findings import Finding, nearest
from advisor.rulefile import read_bytes, tree

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from advisor.rulefile import Node

__all__ = ["RuleFiles", "read_folder"]

NEEDED = ("rulebase.yaml", "questionnaire.yaml", "derivations.yaml", "notes.yaml")
FOLDERS = ("treatments", "sources")  # each needs at least one file
_READ = (*NEEDED, "identification.yaml")
_NOT_READ = ("safety.yaml",)  # what must hold for the advice, but makes none: other commands read it
_FOLDERS_NOT_READ = ("cases",)


@dataclass(frozen=True, slots=True)
class RuleFiles:
    """The trees by path within the folder (``treatments/subcision.yaml``), sorted; ``digest`` is SHA-256 in hex.

    ``failed`` holds the paths (and folders) that should be there and have no tree: what they declare is unknown.
    """

    trees: Mapping[str, Node]
    failed: frozenset[str]
    digest: str

    def one(self, path: str) -> Node | None:
        """The tree of one file, or None."""
        return self.trees.get(path)

    def within(self, folder: str) -> tuple[Node, ...]:
        """The trees of one subfolder, by file name."""
        return tuple(node for path, node in self.trees.items() if path.startswith(f"{folder}/"))

    def complete(self, part: str) -> bool:
        """Whether a file, or every file of a subfolder, was there and could be read."""
        return not any(path == part or path.startswith(f"{part}/") for path in self.failed)


def read_folder(root: Path, findings: list[Finding]) -> RuleFiles | None:
    """Every rule file below a folder; None when there is no such folder. Adds each mistake to ``findings``."""
    shown = root.as_posix()
    if not root.is_dir():
        said = "it is a file, and rules are a folder" if root.exists() else "there is no such folder"
        hint = "name the folder that holds rulebase.yaml"
        findings.append(_finding("R001", f"cannot read the rules in {shown}: {said}", shown, hint))
        return None
    trees: dict[str, Node] = {}
    failed: set[str] = set()
    digest = sha256()
    found = sorted(_yaml_files(root, shown, findings))
    wanted = [path for path in found if _is_read(path)]
    for path in wanted:
        data = read_bytes(root / path, f"{shown}/{path}", findings)
        node = tree(data, f"{shown}/{path}", findings) if data is not None else None
        if node is None:
            failed.add(path)
        else:
            trees[path] = node
        digest.update(f"{path}\0{len(data or b'')}\0".encode() + (data or b""))
    for path in NEEDED:
        if path not in wanted:
            failed.add(path)
            findings.append(_finding("R001", f"there is no {shown}/{path}", f"{shown}/{path}", _HINTS.get(path, "")))
    for folder in FOLDERS:
        if not any(path.startswith(f"{folder}/") for path in wanted):
            failed.add(folder)
            hint = "keep one file there for each"
            findings.append(_finding("R001", f"there is no file in {shown}/{folder}", f"{shown}/{folder}", hint))
    unexpected = [path for path in found if not _is_read(path) and not _is_known(path)]
    findings.extend(_unexpected(f"{shown}/{path}", path) for path in unexpected)
    return RuleFiles(trees, frozenset(failed), digest.hexdigest())


_HINTS = {
    "rulebase.yaml": "is this the folder of the rules?",
    "derivations.yaml": "if nothing is derived, write a file that holds `[]`",
    "notes.yaml": "if there are no notes, write a file that holds `[]`",
}


def _yaml_files(root: Path, shown: str, findings: list[Finding]) -> Iterator[str]:
    """Every file below a folder that looks like YAML, as its path from there; what editors leave behind is skipped."""

    def unreadable(problem: OSError) -> None:
        place = os.path.relpath(problem.filename, root).replace(os.sep, "/")
        where = shown if place == "." else f"{shown}/{place}"
        findings.append(_finding("R001", f"cannot read {where}: {problem.strerror}", where, "make it readable for you"))

    for folder, subfolders, files in os.walk(root, onerror=unreadable, followlinks=False):
        subfolders[:] = [name for name in subfolders if not name.startswith(".")]
        within = os.path.relpath(folder, root).replace(os.sep, "/")
        for name in files:
            if name.lower().endswith((".yaml", ".yml")) and not name.startswith("."):
                yield name if within == "." else f"{within}/{name}"


def _is_read(path: str) -> bool:
    folder, _, name = path.rpartition("/")
    return path in _READ or (folder in FOLDERS and name.endswith(".yaml"))


def _is_known(path: str) -> bool:
    folder, _, name = path.rpartition("/")
    return path in _NOT_READ or (folder in _FOLDERS_NOT_READ and name.endswith(".yaml"))


def _unexpected(shown: str, path: str) -> Finding:
    folder, _, name = path.rpartition("/")
    stem = name.rpartition(".")[0]
    if folder in (*FOLDERS, *_FOLDERS_NOT_READ):
        hint = f"name it {stem}.yaml"
    elif folder:
        like = nearest(folder, (*FOLDERS, *_FOLDERS_NOT_READ))
        hint = f"did you mean the folder {like}/?" if like else "rule files stand in treatments/, sources/ and cases/"
    else:
        known = (*_READ, *_NOT_READ)
        like = nearest(f"{stem}.yaml", known)
        hint = f"did you mean {like}?" if like else f"the files are {', '.join(known)}"
    return _finding("R022", f"{shown} is never read", shown, hint)


def _finding(code: str, message: str, path: str, hint: str) -> Finding:
    return Finding(code=code, severity="error", message=message, path=path, hint=hint)
