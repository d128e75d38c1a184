"""S008: treatments that are suggested for no answer combination."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.diagnostics.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.author.proving.subject import Subject

__all__ = ["CODE", "find"]

CODE = "S008"
NEEDS_PROOF = True


def find(subject: Subject) -> Iterator[Finding]:
    """Yields a finding for each such treatment."""
    if (proof := subject.proof) is None:
        return
    dead = proof.dead_rules
    reported = dead.silent | {fit.id for fit in dead.never_counts}
    for treatment in subject.rulebase.treatments:
        if proof.outcomes.suggested[treatment.id]:
            continue
        if treatment.fits and all(fit.id in reported for fit in treatment.fits):
            continue
        if not treatment.fits:
            label, hint = "has no fit", "add a rule under `fits`"
        elif proof.outcomes.offered[treatment.id]:
            label = f"its setting `{treatment.setting}` is never within reach where it fits"
            hint = "correct what the setting needs in rulebase.yaml"
        else:
            label, hint = "ruled out wherever it fits", "narrow its rule-outs"
        yield Finding(
            code=CODE,
            severity="error",
            message=f"{treatment.id} is suggested for none of {proof.every} answer combinations",
            position=treatment.position,
            label=label,
            hint=hint,
            about=treatment.id,
        )
