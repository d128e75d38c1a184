"""S001: gaps: answers with which someone reports a kind and the advice says nothing about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.diagnostics.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.author.proving.subject import Subject

__all__ = ["CODE", "find"]

CODE = "S001"
NEEDS_PROOF = True


def find(subject: Subject) -> Iterator[Finding]:
    """Yields a finding for each kind with a gap."""
    if (proof := subject.proof) is None:
        return
    outcomes = proof.outcomes
    for option in subject.rulebase.kind_question.options:
        gap = outcomes.reported[option.id]
        for (_, kind), mask in (*outcomes.fits.items(), *outcomes.ruled_out.items()):
            if kind == option.id:
                gap &= ~mask
        if gap:
            yield Finding(
                code=CODE,
                severity="error",
                message=f"nothing is said about `{option.id}` for {proof.of_all(gap)}",
                position=option.position,
                label="no treatment fits, and none is ruled out",
                example=proof.example(gap),
                hint="add a treatment that fits there, or a rule-out that says why there is none",
                about=option.id,
            )
