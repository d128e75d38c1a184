"""Corrects misspelled names in rule files, and shows what it changes as a diff.

A word is corrected where one name is clearly nearest: very like the word, when no other word of the rule files comes
close. So no claim is ever taken for the next one.
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
from advisor.loading.loader import load_rules
from advisor.syntax.textfile import MOST_BYTES
from advisor.syntax.tree import MappingNode, ScalarNode, SequenceNode, tree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from advisor.diagnostics.findings import Finding
    from advisor.syntax.tree import Node

__all__ = ["Fix", "apply_fixes", "diff", "mistakes", "plan_fixes"]

_FIXABLE = ("R005", "R007", "R010", "R012", "R013", "R014")  # codes of findings about a word that is not known
_SUGGESTION = re.compile(r"^did you mean `([^`]+)`\?")
_LINE_END = re.compile("(\r\n|[\n\r\x85\u2028\u2029])")  # where SourceText cuts lines
_LEAST_LIKENESS = 0.8  # of the word and the name; 1 is the same
_LEAST_LEAD = 0.1  # over the likeness of any other word
_SHORTEST, _LONGEST = 4, 80  # characters of a name


@dataclass(frozen=True, slots=True)
class Fix:
    """One word to replace; ``line`` and ``column`` count from 1."""

    finding: Finding
    path: Path
    line: int
    column: int
    old: str
    new: str


def mistakes(root: Path) -> tuple[Finding, ...]:
    """Returns every mistake in a folder of rules; those in properties, cases and ignores only once the rules load."""
    try:
        rulebase = load_rules(root)
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
    """Returns the fixes for those findings that can be corrected, in the order of the files."""
    known = frozenset(_words_of_folder(root))
    fixes = [fix for finding in findings if (fix := _fix(root, finding, known))]
    return tuple(sorted(fixes, key=lambda fix: fix.finding.sort_key))


def diff(root: Path, fixes: Iterable[Fix]) -> str:
    """Returns what the fixes change as a unified diff; an empty text when they change nothing."""
    parts: list[str] = []
    for path, own in _by_file(fixes).items():
        shown = f"{root.as_posix()}/{path.relative_to(root).as_posix()}"
        text = _read(path)
        before, after = (_LINE_END.split(version)[::2] for version in (text, _edited(text, own)))
        parts.extend(unified_diff(before, after, shown, shown, lineterm=""))
    return "".join(f"{line}\n" for line in parts)


def apply_fixes(fixes: Iterable[Fix]) -> None:
    """Writes the files with the words replaced and everything else, line ends too, as it is."""
    for path, own in _by_file(fixes).items():
        path.write_bytes(_edited(_read(path), own).encode("utf-8"))


def _fix(root: Path, finding: Finding, known: frozenset[str]) -> Fix | None:
    suggestion, at = _SUGGESTION.match(finding.hint), finding.position
    if finding.code not in _FIXABLE or not suggestion or not at:
        return None
    path = root / at.source.path.removeprefix(f"{root.as_posix()}/")
    lines = at.source.lines
    if not path.is_file() or not 0 < at.line <= len(lines):
        return None
    old = lines[at.line - 1][at.column - 1 : at.column - 1 + at.width]
    column = at.column
    if len(old) > 2 and old[0] == old[-1] and old[0] in "\"'":
        old, column = old[1:-1], column + 1
    if not _is_clear(old, suggestion[1], known):
        return None
    fix = Fix(finding, path, at.line, column, old, suggestion[1])
    return fix if _stays_readable(path, fix) else None


def _is_clear(word: str, name: str, known: Iterable[str]) -> bool:
    """Whether a word is very like a name, and like no other of the known words."""
    if not _SHORTEST <= len(name) <= _LONGEST or len(word) > _LONGEST or "`" in word:
        return False
    likeness = _likeness(word, name)
    same = {_folded(word), _folded(name)}  # `Dark spots` is the label of `dark_spots`, and no rival of it
    rivals = (other for other in known if _folded(other) not in same)
    return likeness >= _LEAST_LIKENESS and all(_likeness(word, other) < likeness - _LEAST_LEAD for other in rivals)


def _likeness(word: str, other: str) -> float:
    """How like two words are, from 0 to 1; 0 when they are too unlike to matter."""
    matcher = SequenceMatcher(None, _folded(word), _folded(other))
    return matcher.ratio() if matcher.quick_ratio() >= _LEAST_LIKENESS - _LEAST_LEAD else 0.0


def _folded(word: str) -> str:
    return word.lower().replace("-", "_").replace(" ", "_")


def _stays_readable(path: Path, fix: Fix) -> bool:
    """Whether the fix changes the file and adds no mistake to its YAML, such as a key that then stands twice."""
    text = _read(path)
    edited = _edited(text, [fix])
    before: list[Finding] = []
    after: list[Finding] = []
    tree(text.encode("utf-8"), "", before)
    tree(edited.encode("utf-8"), "", after)
    return edited != text and len(after) <= len(before)


def _by_file(fixes: Iterable[Fix]) -> dict[Path, list[Fix]]:
    found: dict[Path, list[Fix]] = {}
    for fix in fixes:
        found.setdefault(fix.path, []).append(fix)
    return found


def _read(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def _edited(text: str, fixes: Iterable[Fix]) -> str:
    """The text with the words replaced; a word is left when it no longer stands at its place."""
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    pieces = _LINE_END.split(text.removeprefix(mark))  # lines and their ends in turn
    for fix in sorted(fixes, key=lambda fix: (fix.line, -fix.column)):
        place, start = 2 * (fix.line - 1), fix.column - 1
        line = pieces[place] if place < len(pieces) else ""
        if line[start : start + len(fix.old)] == fix.old:
            pieces[place] = line[:start] + fix.new + line[start + len(fix.old) :]
    return mark + "".join(pieces)


def _words_of_folder(root: Path) -> Iterator[str]:
    """Every key, and every value that could be a name, in the rule files."""
    for path in sorted(root.rglob("*.yaml")):
        try:
            data = path.read_bytes()[: MOST_BYTES + 1]
        except OSError:
            continue
        node = tree(data, "", [])
        yield from _words(node) if node else ()


def _words(node: Node) -> Iterator[str]:
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
