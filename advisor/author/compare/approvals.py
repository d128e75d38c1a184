"""Reads ``approved.yaml``: treatments that were ruled out before, and that an author wants to be offered now."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from advisor.diagnostics.errors import RuleBaseInvalid
from advisor.loading.fields import Fields
from advisor.loading.grammar import KEYS
from advisor.loading.references import References
from advisor.loading.rule_entries import read_list
from advisor.loading.symbols import symbol_table_of
from advisor.syntax.tree import read_file

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.diagnostics.findings import Finding
    from advisor.diagnostics.source import Position
    from advisor.model.rulebase import RuleBase

__all__ = ["OFFERED", "Approval", "read_approved"]

OFFERED = ("suggested", "beyond_budget")


@dataclass(frozen=True, slots=True)
class Approval:
    """One entry: a treatment that was ruled out before may now be in the list ``to``.

    Where ``to`` is ``suggested``, the treatment may be beyond the budget too.
    """

    treatment: str
    to: str
    because: str
    position: Position = field(compare=False, repr=False)

    def covers(self, treatment: str, to: str) -> bool:
        """Returns whether the entry allows a treatment to be in the list ``to``."""
        return treatment == self.treatment and to in (self.to, "beyond_budget")


def read_approved(rulebase: RuleBase, path: Path, shown_as: str) -> tuple[Approval, ...]:
    """Returns the entries of the file, in its order; none when there is no file. Raises RuleBaseInvalid.

    Messages call the file ``shown_as``.
    """
    if not path.exists():
        return ()
    findings: list[Finding] = []
    references = References(symbol_table_of(rulebase), findings, {})
    nodes = read_list(
        read_file(path, shown_as, optional=True),
        "approvals are a list",
        "begin each with `- treatment: ...`",
        references,
    )
    entries = Fields.each(nodes, "an approval", KEYS["approval"], findings)
    approvals = [approval for fields in entries if (approval := _approval(fields, references))]
    if findings:
        raise RuleBaseInvalid(sorted(set(findings), key=lambda finding: finding.sort_key))
    return tuple(approvals)


def _approval(fields: Fields, references: References) -> Approval | None:
    treatment = fields.scalar("treatment")
    to, because = fields.word("to", OFFERED), fields.text("because")
    if treatment is None:
        return None
    references.check("treatment", treatment)
    return Approval(treatment.text, to, because, fields.position)
