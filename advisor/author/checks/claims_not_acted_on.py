"""S011: important claims that no rule, warning or note cites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.author.prose.texts import uses
from advisor.diagnostics.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.author.prose.texts import Use
    from advisor.author.proving.subject import Subject
    from advisor.model.rulebase import Claim

__all__ = ["CODE", "find"]

CODE = "S011"

_DESCRIPTIVE_KINDS = ("definition", "general", "process", "cost")
_DESCRIPTIVE_TEXTS = ("question", "treatment", "identification", "deciding", "picture")


def find(subject: Subject) -> Iterator[Finding]:
    """Yields a finding for each such claim."""
    uses_by_claim: dict[str, list[Use]] = {}
    for use in uses(subject.rulebase):
        uses_by_claim.setdefault(use.claim, []).append(use)
    for claim in subject.rulebase.claim_by_id.values():
        found = uses_by_claim.get(claim.id, [])
        if not found or not _demands_action(claim) or any(use.sort not in _DESCRIPTIVE_TEXTS for use in found):
            continue
        users = ", ".join(f"`{name}`" for name in sorted({use.by for use in found}))
        yield Finding(
            code=CODE,
            severity="warning",
            message=f"nothing acts on the claim {claim.id} ({claim.priority}): only the texts of {users} cite it",
            position=claim.position,
            label="no rule, warning or note rests on it",
            hint="cite it in the rule, warning or note that follows from it, or make its priority `context`",
            about=claim.id,
        )


def _demands_action(claim: Claim) -> bool:
    return claim.priority == "safety" or (claim.priority == "core" and claim.kind not in _DESCRIPTIVE_KINDS)
