"""Looks at a folder of rules again after each save: check, test, and what changes since the last good state."""

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
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from advisor.author.casework.case_runs import CaseReport as Tested
    from advisor.author.checking.runner import CheckReport as Checked
    from advisor.author.compare.rule_diff import RuleDiff
    from advisor.author.proving.proof import Proof
    from advisor.diagnostics.findings import Finding
    from advisor.model.rulebase import RuleBase

__all__ = ["AGAIN", "EVERY", "GoodState", "Look", "good_state_of", "look", "watch"]

EVERY = 0.2  # seconds between two looks at the folder
AGAIN = 0.3  # seconds until a file that could not be read is tried once more: it may be half written

GoodState = dict[str, tuple[int, int]]  # by path, when each file was changed (ns) and its size in bytes


@dataclass(frozen=True, slots=True)
class Look:
    """What was found after a save of ``saved`` (paths within the folder; none at the first look).

    ``mistakes`` are those for which the rules, or their cases, cannot be read: then ``checked``, or ``tested``, is
    None. ``compared`` holds what changes since the last good state, and is None while there is none to compare with.
    """

    saved: tuple[str, ...]
    mistakes: tuple[Finding, ...]
    rulebase: RuleBase | None = None
    proof: Proof | None = None
    checked: Checked | None = None
    tested: Tested | None = None
    compared: RuleDiff | None = None

    @property
    def good(self) -> bool:
        """Whether everything could be read, no error was found, every property holds and every case is met."""
        if self.mistakes or self.checked is None or self.tested is None:
            return False
        errors = any(finding.severity == "error" for finding in self.checked.findings)
        return not errors and all(verdict.holds for verdict in self.checked.verdicts) and not self.tested.failed


def good_state_of(root: Path) -> GoodState:
    """When each YAML file below a folder was changed, and its size; empty when there is no such folder."""
    found: GoodState = {}
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
    """A look at once, then one after each save; ends only when it is interrupted.

    The last good state is that of the last good look, or of the first that could be read while there was none.
    """
    seen: GoodState = {}
    good: RuleBase | None = None
    settled = False
    while True:
        state = good_state_of(root)
        if state != seen or not settled:
            found = look(root, good, _saved(seen, state) if settled else (), sleep)
            if found.rulebase is not None and (found.good or good is None):
                good = found.rulebase
            seen, settled = state, True
            yield found
        sleep(EVERY)


def _saved(before: Mapping[str, object], after: Mapping[str, object]) -> tuple[str, ...]:
    return tuple(path for path in sorted({*before, *after}) if before.get(path) != after.get(path))


def look(
    root: Path, good: RuleBase | None, saved: tuple[str, ...] = (), sleep: Callable[[float], object] = time.sleep
) -> Look:
    """One look. What cannot be read is tried once more after ``AGAIN`` seconds."""
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
