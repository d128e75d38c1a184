"""``ignores.yaml`` in the folder of rules: the findings that an author has looked at and keeps.

The file is a list of ``{code: S012, at: id of the rule or text, because: reason}``. Mistakes of the rule files cannot
be ignored, since no rule base can be read with them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from advisor.diagnostics.errors import RuleBaseInvalid
from advisor.diagnostics.findings import Finding, error
from advisor.loading.fields import Fields
from advisor.loading.grammar import KEYS
from advisor.syntax.tree import ScalarNode, SequenceNode, read_file

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from advisor.diagnostics.source import Position
    from advisor.syntax.tree import Node

__all__ = ["FILE", "Ignore", "apply_ignores", "read_ignores"]

FILE = "ignores.yaml"
_CODE = "S018"
_NEVER_IGNORED = "S003"  # a property must hold for everyone
_LINE_WITH_ID = re.compile(r"[a-z]+: ([A-Za-z0-9_-]+)\s*(?:#.*)?$")


@dataclass(frozen=True, slots=True)
class Ignore:
    """One entry: the code of a finding that is kept, the id of what it is about, and why (empty without a reason)."""

    code: str
    at: str
    because: str
    position: Position = field(compare=False, repr=False)


def read_ignores(root: Path) -> tuple[Ignore, ...]:
    """Reads the entries of ``ignores.yaml``; () when there is no file. Raises RuleBaseInvalid with every mistake."""
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


def apply_ignores(
    findings: Iterable[Finding], ignores: Iterable[Ignore], codes: Collection[str] | None = None
) -> tuple[Finding, ...]:
    """Returns the findings that no entry ignores, and a warning for each entry that ignores nothing.

    An entry without a reason ignores nothing. ``codes`` are those of the checks that were fully run, None if all were:
    an entry with another code may be in use, so there is no warning for it.
    """
    entries = tuple(ignores)
    ignored = {(entry.code, entry.at) for entry in entries if entry.because}
    kept, used = [], set()
    for finding in findings:
        key = (finding.code, finding.about or _id_in_line(finding))
        if key in ignored:
            used.add(key)
        else:
            kept.append(finding)
    unused = [e for e in entries if (e.code, e.at) not in used and (codes is None or e.code in codes)]
    return (*kept, *map(_unused, unused))


def _id_in_line(finding: Finding) -> str:
    """The id that stands in the line of a finding (``- rule: some-id``), or an empty text."""
    at = finding.position
    if at is None or not 0 < at.line <= len(at.source.lines):
        return ""
    match = _LINE_WITH_ID.match(at.source.lines[at.line - 1][at.column - 1 :])
    return match[1] if match else ""


def _unused(entry: Ignore) -> Finding:
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
    fields = Fields.of(node, "an ignore", KEYS["ignore"], findings)
    if fields is None:
        return None
    code, at = fields.scalar("code"), fields.scalar("at")
    because = fields.get("because")
    if because is not None and not isinstance(because, ScalarNode):
        fields.scalar("because")  # reports the wrong shape; an empty reason is reported when it is applied
    if code is None or at is None:
        return None
    if not re.fullmatch(r"S[0-9]{3}", code.text) or code.text == _NEVER_IGNORED:
        message = f"`{code.text[:20]}` is not a code that can be ignored"
        hint = "it is S and three digits, as the finding shows it; mistakes of a file are corrected"
        if code.text == _NEVER_IGNORED:
            hint = "a property that fails is mended: change the rule, or the property if it is wrong"
        findings.append(error("R007", message, code.position, "not such a code", hint))
        return None
    reason = because.text.strip() if isinstance(because, ScalarNode) and not because.is_null else ""
    return Ignore(code.text, at.text, reason, fields.key_position("code"))
