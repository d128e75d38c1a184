"""Findings that an author has looked at and keeps: ``ignores.yaml`` in the folder of rules.

The file is a list of ``{code: S012, at: id of the rule or text, because: reason}``. Mistakes of the files themselves
cannot be ignored, since with them there is no rule base.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from advisor.diagnostics.errors import RuleBaseInvalid
from advisor.diagnostics.findings import Finding, error
from advisor.loading.fields import Fields
from advisor.syntax.tree import ScalarNode, SequenceNode, read_file

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from advisor.diagnostics.source import Position
    from advisor.syntax.tree import Node

__all__ = ["FILE", "Ignore", "apply", "read_ignores"]

FILE = "ignores.yaml"
_CODE = "S018"
_NEVER = "S003"  # what must hold for everyone cannot be waved through
_GIVES_ID = re.compile(r"[a-z]+: ([A-Za-z0-9_-]+)\s*(?:#.*)?$")


@dataclass(frozen=True, slots=True)
class Ignore:
    """One finding that is kept: its code, the id of what it is about, and why. The reason is empty if none is given."""

    code: str
    at: str
    because: str
    position: Position = field(compare=False, repr=False)


def read_ignores(root: Path) -> tuple[Ignore, ...]:
    """The entries of ``ignores.yaml``; none when there is no such file. Raises RuleBaseInvalid with every mistake."""
    path = root / FILE
    if not path.exists():
        return ()
    findings: list[Finding] = []
    node = read_file(path, f"{root.as_posix()}/{FILE}", optional=True)
    if not isinstance(node, SequenceNode):
        hint = "write `- {code: S012, at: some-rule, because: ...}` for each finding that is kept"
        raise RuleBaseInvalid([error("R004", f"{FILE} is a list", node.position, "not a list", hint)])
    found = [ignore for item in node.items if (ignore := _ignore(item, findings))]
    if findings:
        raise RuleBaseInvalid(sorted(findings, key=lambda finding: finding.sort_key))
    return tuple(found)


def apply(
    findings: Iterable[Finding], ignores: Iterable[Ignore], ran: Collection[str] | None = None
) -> tuple[Finding, ...]:
    """The findings that no entry takes away, with a warning for each entry that takes nothing away.

    An entry without a reason takes nothing away. ``ran`` holds the codes of the checks that were made, when these are
    not all of them: nothing is known of the entries for others.
    """
    entries = tuple(ignores)
    reasoned = {(entry.code, entry.at) for entry in entries if entry.because}
    kept, used = [], set()
    for finding in findings:
        key = (finding.code, finding.about or _named(finding))
        if key in reasoned:
            used.add(key)
        else:
            kept.append(finding)
    idle = [entry for entry in entries if (entry.code, entry.at) not in used and (ran is None or entry.code in ran)]
    return (*kept, *map(_idle, idle))


def _named(finding: Finding) -> str:
    """The id that the line of a finding gives (``- rule: some-id``), or nothing."""
    at = finding.position
    if at is None or not 0 < at.line <= len(at.source.lines):
        return ""
    match = _GIVES_ID.match(at.source.lines[at.line - 1][at.column - 1 :])
    return match[1] if match else ""


def _idle(entry: Ignore) -> Finding:
    if entry.because:
        message = f"there is no {entry.code} at `{entry.at}` to ignore"
        label, hint = "matches nothing", "delete this entry, or correct its code or id"
    else:
        message = f"{entry.code} at `{entry.at}` is not ignored: no reason is given"
        label, hint = "no reason", "add `because: ...`"
    return Finding(
        code=_CODE, severity="warning", message=message, position=entry.position, label=label, hint=hint, about=entry.at
    )


def _ignore(node: Node, findings: list[Finding]) -> Ignore | None:
    fields = Fields.of(node, "an ignore", ("code", "at", "because"), findings)
    if fields is None:
        return None
    code, at = fields.scalar("code"), fields.scalar("at")
    because = fields.get("because")
    if because is not None and not isinstance(because, ScalarNode):
        fields.scalar("because")
    if code is None or at is None:
        return None
    if not re.fullmatch(r"S[0-9]{3}", code.text) or code.text == _NEVER:
        message = f"`{code.text[:20]}` is not a code that can be ignored"
        hint = "it is S and three digits, as the finding shows it; mistakes of a file are corrected"
        if code.text == _NEVER:
            hint = "a property that fails is mended: change the rule, or the property if it is wrong"
        findings.append(error("R007", message, code.position, "not such a code", hint))
        return None
    reason = because.text.strip() if isinstance(because, ScalarNode) and not because.is_null else ""
    return Ignore(code.text, at.text, reason, fields.key_position("code"))
