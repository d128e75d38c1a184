"""Corrects misspelled names in rule files, where one name is clearly nearest, and shows what is changed as a diff.

Only the words under a finding's place are touched. A name is clearly nearest when it is very like the word that
stands there and no other word of the rule files comes close; so no claim is ever taken for the next one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher, unified_diff
from typing import TYPE_CHECKING

from advisor.author.checking.ignores import read_ignores
from advisor.author.proving.safety_file import read_safety
from advisor.cases.cases import read_cases
from advisor.diagnostics.errors import FindingsError
from advisor.loading.loader import load
from advisor.syntax.textfile import MOST_BYTES
from advisor.syntax.tree import MappingNode, ScalarNode, SequenceNode, tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from advisor.diagnostics.findings import Finding
    from advisor.syntax.tree import Node

__all__ = ["FIXABLE", "Fix", "apply_fixes", "diff", "mistakes", "plan_fixes"]

FIXABLE = ("R005", "R007", "R010", "R012", "R013", "R014")  # codes of words that are not what they should be
_MEANT = re.compile(r"^did you mean `([^`]+)`\?")
_LINE_END = re.compile("(\r\n|[\n\r\x85\u2028\u2029])")  # where SourceText cuts lines
_LIKE, _APART, _SHORTEST, _LONGEST = 0.8, 0.1, 4, 80


@dataclass(frozen=True, slots=True)
class Fix:
    """One word to be replaced: ``line`` and ``column`` count from 1, as in the finding."""

    finding: Finding
    path: Path
    line: int
    column: int
    old: str
    new: str


def mistakes(root: Path) -> tuple[Finding, ...]:
    """Every mistake of the files in a folder of rules; of properties, cases and ignores once the rules are right."""
    try:
        rulebase = load(root)
    except FindingsError as error:
        return error.findings
    shown = root.as_posix()
    readers: tuple[Callable[[], object], ...] = (
        lambda: read_safety(rulebase, root / "safety.yaml", f"{shown}/safety.yaml"),
        lambda: read_cases(rulebase, root / "cases", f"{shown}/cases"),
        lambda: read_ignores(root),
    )
    found: list[Finding] = []
    for read in readers:
        try:
            read()
        except FindingsError as error:
            found.extend(error.findings)
    return tuple(found)


def plan_fixes(root: Path, findings: Iterable[Finding]) -> tuple[Fix, ...]:
    """The fixes for those of the findings that are mechanical, in the order of the files."""
    known = frozenset(_words_of_folder(root))
    fixes = [fix for finding in findings if (fix := _fix(root, finding, known))]
    return tuple(sorted(fixes, key=lambda fix: fix.finding.sort_key))


def diff(root: Path, fixes: Iterable[Fix]) -> str:
    """What the fixes change, as a unified diff; empty when they change nothing."""
    parts: list[str] = []
    for path, own in _by_file(fixes).items():
        shown = f"{root.as_posix()}/{path.relative_to(root).as_posix()}"
        before = _read(path)
        parts.extend(unified_diff(_shown(before), _shown(_edited(before, own)), shown, shown, lineterm=""))
    return "".join(f"{line}\n" for line in parts)


def apply_fixes(fixes: Iterable[Fix]) -> None:
    """Writes the files with the words replaced; line ends and everything else stay as they are."""
    for path, own in _by_file(fixes).items():
        path.write_bytes(_edited(_read(path), own).encode("utf-8"))


def _fix(root: Path, finding: Finding, known: frozenset[str]) -> Fix | None:
    meant, at = _MEANT.match(finding.hint), finding.position
    if finding.code not in FIXABLE or not meant or not at:
        return None
    path = root / at.source.path.removeprefix(f"{root.as_posix()}/")
    lines = at.source.lines
    if not path.is_file() or not 0 < at.line <= len(lines):
        return None
    old = lines[at.line - 1][at.column - 1 : at.column - 1 + at.width]
    column = at.column
    if len(old) > 2 and old[0] == old[-1] and old[0] in "\"'":
        old, column = old[1:-1], column + 1
    if not _is_clear(old, meant[1], known):
        return None
    fix = Fix(finding, path, at.line, column, old, meant[1])
    return fix if _stays_whole(path, fix) else None


def _is_clear(word: str, meant: str, known: frozenset[str]) -> bool:
    """Whether a word is very like what is meant, and like nothing else that stands in the files."""
    if not _SHORTEST <= len(meant) <= _LONGEST or len(word) > _LONGEST or "`" in word:
        return False
    like = _likeness(word, meant)
    same = {_folded(word), _folded(meant)}  # `Dark spots` is the label of `dark_spots`, and no rival of it
    rivals = (other for other in known if _folded(other) not in same)
    return like >= _LIKE and all(_likeness(word, other) < like - _APART for other in rivals)


def _likeness(one: str, other: str) -> float:
    matcher = SequenceMatcher(None, _folded(one), _folded(other))
    return matcher.ratio() if matcher.quick_ratio() >= _LIKE - _APART else 0.0


def _folded(word: str) -> str:
    return word.lower().replace("-", "_").replace(" ", "_")


def _stays_whole(path: Path, fix: Fix) -> bool:
    """Whether the file is still read as before but for that word: a key must not come to stand twice."""
    text = _read(path)
    found: list[Finding] = []
    before: list[Finding] = []
    tree(text.encode("utf-8"), "", before)
    tree(_edited(text, [fix]).encode("utf-8"), "", found)
    return _edited(text, [fix]) != text and len(found) <= len(before)


def _by_file(fixes: Iterable[Fix]) -> dict[Path, list[Fix]]:
    found: dict[Path, list[Fix]] = {}
    for fix in fixes:
        found.setdefault(fix.path, []).append(fix)
    return found


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def _edited(text: str, fixes: Iterable[Fix]) -> str:
    """The text with words replaced, each only if it still stands where it was found."""
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    pieces = _LINE_END.split(text.removeprefix(mark))  # lines and their ends in turn
    for fix in sorted(fixes, key=lambda fix: (fix.line, -fix.column)):
        place, start = 2 * (fix.line - 1), fix.column - 1
        line = pieces[place] if place < len(pieces) else ""
        if line[start : start + len(fix.old)] == fix.old:
            pieces[place] = line[:start] + fix.new + line[start + len(fix.old) :]
    return mark + "".join(pieces)


def _shown(text: str) -> list[str]:
    return _LINE_END.split(text)[::2]


def _words_of_folder(root: Path) -> Iterator[str]:
    for path in sorted(root.rglob("*.yaml")):
        try:
            data = path.read_bytes()[: MOST_BYTES + 1]
        except OSError:
            continue
        node = tree(data, "", [])
        yield from _words(node) if node else ()


def _words(node: Node) -> Iterator[str]:
    """Every key and every word that could be a name."""
    match node:
        case ScalarNode(text):
            if len(text) <= _LONGEST and "\n" not in text:
                yield text
        case SequenceNode(items):
            for item in items:
                yield from _words(item)
        case MappingNode(entries):
            for key, value in entries:
                yield key.text
                yield from _words(value)
