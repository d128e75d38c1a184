"""An important claim that is only listed below a treatment or a question, so that nothing acts on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.author.texts import uses
from advisor.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.author.subject import Subject
    from advisor.author.texts import Use

__all__ = ["CODE", "PAGE", "TITLE", "find"]

CODE = "S011"
TITLE = "an important claim that nothing acts on"
PAGE = """\
A claim of priority `safety` or `core` stands only among the general `claims` of a treatment or a question. Then no
rule, warning or note says what follows from it. Who reads only the advice may never see it.

Example:
    treatment: rinse
    claims: [B002, B003]      # B003: rinsing harms cut leaves (priority: safety)
and no rule, warning or note of any file cites B003.

Remedy: write the warning, rule-out, reason or note that the claim calls for, and cite the claim there. If the claim
only describes a treatment, and no one would choose otherwise because of it, give it the priority `context`.
"""

_WEIGHTY = ("safety", "core")
_GENERAL = ("question", "treatment", "identification")


def find(subject: Subject) -> Iterator[Finding]:
    """One finding for each such claim."""
    used: dict[str, list[Use]] = {}
    for use in uses(subject.rulebase):
        used.setdefault(use.claim, []).append(use)
    for claim in subject.rulebase.claim_by_id.values():
        found = used.get(claim.id, [])
        if claim.priority not in _WEIGHTY or not found or any(use.sort not in _GENERAL for use in found):
            continue
        users = ", ".join(f"`{name}`" for name in sorted({use.by for use in found}))
        yield Finding(
            code=CODE,
            severity="warning",
            message=f"nothing acts on the claim {claim.id} (priority {claim.priority}): only the texts of {users} cite it",
            position=claim.position,
            label="no rule, warning or note rests on it",
            hint="cite it in the rule, warning or note that follows from it, or make its priority `context`",
            about=claim.id,
        )
