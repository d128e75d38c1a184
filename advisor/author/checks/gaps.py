"""Gaps: someone reports a kind and is told nothing about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.diagnostics.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.author.proving.subject import Subject

__all__ = ["CODE", "find"]

CODE = "S001"


def find(subject: Subject) -> Iterator[Finding]:
    """One finding for each kind with a gap."""
    if (proof := subject.proof) is None:
        return
    outcomes, rulebase = proof.outcomes, subject.rulebase
    for option in rulebase.kind_question.options:
        left = outcomes.reported[option.id]
        for table in (outcomes.fits, outcomes.ruled_out):
            for treatment in rulebase.treatments:
                left &= ~table.get((treatment.id, option.id), 0)
        if left:
            yield Finding(
                code=CODE,
                severity="error",
                message=f"nothing is said about `{option.id}` for {proof.of_all(left)}",
                position=option.position,
                label="no treatment fits, and none is ruled out",
                example=proof.example(left),
                hint="add a treatment that fits there, or a rule-out that says why there is none",
                about=option.id,
            )
