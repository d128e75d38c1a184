"""S006: conditions without which the advice would be the same for everyone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.diagnostics.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.author.proving.subject import Subject

__all__ = ["CODE", "find"]

CODE = "S006"
NEEDS_PROOF = True
YIELDS_TO_DEAD_RULES = True


def find(subject: Subject) -> Iterator[Finding]:
    """Yields a finding for each such condition."""
    if (proof := subject.proof) is None:
        return
    for found in proof.dead_rules.redundant_conditions:
        yield Finding(
            code=CODE,
            severity="warning",
            message=f"`{found.text}` in `{found.item.id}` changes nothing: without it everyone is told the same",
            position=found.position or found.item.position,
            label="changes nothing",
            hint="drop it, or correct it if something else is meant",
            about=found.item.id,
        )
