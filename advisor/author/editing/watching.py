"""Looks at a folder of rules after each save: checks it, tests it, and compares it with its last good state."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from advisor.author.casework.case_runs import run_cases
from advisor.author.checking.runner import run_checks
from advisor.author.compare.rule_diff import diff_rules
from advisor.author.proving.subject import open_subject
from advisor.cases.cases import open_cases
from advisor.diagnostics.errors import FindingsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from advisor.author.casework.case_runs import CaseReport
    from advisor.author.checking.runner import CheckReport
    from advisor.author.compare.rule_diff import RuleDiff
    from advisor.author.proving.proof import Proof
    from advisor.diagnostics.findings import Finding
    from advisor.model.rulebase import RuleBase

__all__ = ["AGAIN", "EVERY", "FileStamps", "Look", "file_stamps", "look", "watch"]

EVERY = 0.2  # seconds between two looks at the folder
AGAIN = 0.3  # seconds until a folder that could not be read is read once more: a file may be half written

FileStamps = dict[str, tuple[int, int]]  # by path: when the file was changed, in ns, and its size in bytes


@dataclass(frozen=True, slots=True)
class Look:
    """What was found after the files ``saved`` were saved (paths inside the folder; none at the first look).

    ``mistakes`` are those for which the rules, or their cases, cannot be read: then ``checked``, or ``tested``, is
    None. ``compared`` has the differences from the last good state, and is None while there is none.
    """

    saved: tuple[str, ...]
    mistakes: tuple[Finding, ...]
    rulebase: RuleBase | None = None
    proof: Proof | None = None
    checked: CheckReport | None = None
    tested: CaseReport | None = None
    compared: RuleDiff | None = None

    @property
    def good(self) -> bool:
        """Returns whether all could be read, no error was found, every property holds and every case is met."""
        return bool(self.checked and self.checked.passes and self.tested and not self.tested.failed)


def file_stamps(root: Path) -> FileStamps:
    """Returns the stamps of the YAML files below a folder, without hidden ones; none when there is no folder."""
    found: FileStamps = {}
    for folder, subfolders, files in os.walk(root):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        for name in sorted(files):
            if name.endswith((".yaml", ".yml")) and not name.startswith("."):
                path = os.path.join(folder, name)
                try:
                    status = os.stat(path)
                except OSError:  # deleted meanwhile
                    continue
                found[os.path.relpath(path, root).replace(os.sep, "/")] = (status.st_mtime_ns, status.st_size)
    return found


def watch(root: Path, sleep: Callable[[float], object] = time.sleep) -> Iterator[Look]:
    """Yields a look at once, then one after each save; ends only when it is interrupted.

    The last good state is that of the last good look. Before there was one, it is the first that could be read.
    """
    before: FileStamps | None = None
    good: RuleBase | None = None
    while True:
        stamps = file_stamps(root)
        if stamps != before:
            saved = () if before is None else _saved(before, stamps)
            found = look(root, good, saved, sleep)
            if found.rulebase is not None and (found.good or good is None):
                good = found.rulebase
            before = stamps
            yield found
        sleep(EVERY)


def _saved(before: FileStamps, after: FileStamps) -> tuple[str, ...]:
    return tuple(path for path in sorted({*before, *after}) if before.get(path) != after.get(path))


def look(
    root: Path, good: RuleBase | None, saved: tuple[str, ...] = (), sleep: Callable[[float], object] = time.sleep
) -> Look:
    """Returns one look. What cannot be read is read once more after ``AGAIN`` seconds."""
    found = _look(root, good, saved)
    if found.mistakes:
        sleep(AGAIN)
        found = _look(root, good, saved)
    return found


def _look(root: Path, good: RuleBase | None, saved: tuple[str, ...]) -> Look:
    try:
        subject = open_subject(root)
        checked = run_checks(subject)
    except FindingsError as error:
        return Look(saved, error.findings)
    compared = diff_rules(good, subject.rulebase) if good is not None else None
    mistakes: tuple[Finding, ...] = ()
    tested = None
    try:
        tested = run_cases(subject.rulebase, open_cases(subject.rulebase, root))
    except FindingsError as error:
        mistakes = error.findings
    return Look(saved, mistakes, subject.rulebase, subject.proof, checked, tested, compared)
