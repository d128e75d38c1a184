"""Reads ``approved.yaml``: changes from ruled out to offered that an author has looked at and means."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from advisor.diagnostics.errors import RuleBaseInvalid
from advisor.loading.fields import Fields
from advisor.loading.references import References
from advisor.loading.rule_entries import read_list
from advisor.loading.symbols import symbol_table_of
from advisor.syntax.tree import read_file

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.diagnostics.findings import Finding
    from advisor.diagnostics.source import Position
    from advisor.model.rulebase import RuleBase
    from advisor.syntax.tree import Node

__all__ = ["OFFERED", "Approval", "read_approved"]

OFFERED = ("suggested", "beyond_budget")


@dataclass(frozen=True, slots=True)
class Approval:
    """An entry: this treatment, ruled out before, may stand in ``to`` now. ``suggested`` allows out of reach too."""

    treatment: str
    to: str
    because: str
    position: Position = field(compare=False, repr=False)

    def covers(self, treatment: str, to: str) -> bool:
        """Whether it allows that treatment to come into that list."""
        return treatment == self.treatment and to in (self.to, "beyond_budget")


def read_approved(rulebase: RuleBase, path: Path, shown_as: str) -> tuple[Approval, ...]:
    """The entries of a file, in its order; none when there is no such file. Raises RuleBaseInvalid."""
    if not path.exists():
        return ()
    findings: list[Finding] = []
    references = References(symbol_table_of(rulebase), findings, {})
    items = read_list(
        read_file(path, shown_as, optional=True),
        "approvals are a list",
        "begin each with `- treatment: ...`",
        references,
    )
    found = [one for item in items if (one := _approval(item, references, findings))]
    if findings:
        raise RuleBaseInvalid(sorted(set(findings), key=lambda finding: finding.sort_key))
    return tuple(found)


def _approval(item: Node, references: References, findings: list[Finding]) -> Approval | None:
    fields = Fields.of(item, "an approval", ("treatment", "to", "because"), findings)
    if fields is None:
        return None
    treatment = fields.scalar("treatment")
    to, because = fields.word("to", OFFERED), fields.text("because")
    if treatment is None:
        return None
    references.check("treatment", treatment)
    return Approval(treatment.text, to, because, fields.position)
