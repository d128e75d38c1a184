"""S010: claims that nothing shown rests on, and claims marked `not_shown` that something shown rests on."""

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
    """Yields a finding for each such claim."""
    first_uses: dict[str, Use] = {}
    for use in uses(subject.rulebase):
        first_uses.setdefault(use.claim, use)
    for claim in subject.rulebase.claim_by_id.values():
        used = first_uses.get(claim.id)
        if used is None and not claim.not_shown:
            yield Finding(
                code=CODE,
                severity="warning",
                message=f"nothing that is shown rests on the claim {claim.id}",
                position=claim.position,
                label="cited by nothing",
                hint=f"cite it where it is told (`claims: [{claim.id}]`), or say why not: `not_shown: ...`",
                about=claim.id,
            )
        elif used and claim.not_shown:
            yield Finding(
                code=CODE,
                severity="warning",
                message=f"the claim {claim.id} is marked as not shown, and `{used.by}` rests on it",
                position=claim.position,
                label="said to be not shown",
                hint=f"take `not_shown` away, or {claim.id} out of `{used.by}`",
                related=(Related(used.position, "cites it"),),
                about=claim.id,
            )
