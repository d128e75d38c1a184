"""S004: rules whose condition holds for no answer combination."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.diagnostics.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.author.proving.subject import Subject

__all__ = ["CODE", "find"]

CODE = "S004"
NEEDS_PROOF = True


def find(subject: Subject) -> Iterator[Finding]:
    """Yields a finding for each such rule."""
    if (proof := subject.proof) is None:
        return
    for rule in proof.dead_rules.never_fires:
        yield Finding(
            code=CODE,
            severity="error",
            message=f"`{rule.id}` never fires: its condition holds for none of {proof.every} answer combinations",
            position=rule.position,
            label="holds for no one",
            hint="correct the condition, or delete the rule",
            about=rule.id,
        )
