"""A claim that nothing shown rests on, and a claim marked as not shown that is shown all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.author.prose.texts import uses
from advisor.diagnostics.findings import Finding, Related

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.author.prose.texts import Use
    from advisor.author.proving.subject import Subject

__all__ = ["CODE", "find"]

CODE = "S010"


def find(subject: Subject) -> Iterator[Finding]:
    """One finding for each such claim."""
    used: dict[str, Use] = {}
    for one in uses(subject.rulebase):
        used.setdefault(one.claim, one)
    for claim in subject.rulebase.claim_by_id.values():
        use = used.get(claim.id)
        if use is None and not claim.not_shown:
            yield Finding(
                code=CODE,
                severity="warning",
                message=f"nothing that is shown rests on the claim {claim.id}",
                position=claim.position,
                label="cited by nothing",
                hint=f"cite it where it is told (`claims: [{claim.id}]`), or say why not: `not_shown: ...`",
                about=claim.id,
            )
        elif use and claim.not_shown:
            yield Finding(
                code=CODE,
                severity="warning",
                message=f"the claim {claim.id} is marked as not shown, and `{use.by}` rests on it",
                position=claim.position,
                label="said to be not shown",
                hint=f"take `not_shown` away, or {claim.id} out of `{use.by}`",
                related=(Related(use.position, "cites it"),),
                about=claim.id,
            )
