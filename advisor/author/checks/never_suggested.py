"""Treatments that are never suggested."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.author.proving.dead_rules import dead_rules_of
from advisor.diagnostics.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.author.proving.subject import Subject

__all__ = ["CODE", "PAGE", "TITLE", "find"]

CODE = "S008"
NEEDS_PROOF = True
TITLE = "a treatment that is never suggested"
PAGE = """\
A treatment is described, and no answers lead to it: it has no fit, its fits are ruled out between them, or its setting
is never within reach. Where its only fits never fire or never count, that is reported instead (S004, S002).

Example:
    treatment: new_soil
    setting: shop
with `needs: {money: yes}` for the shop, and no derivation that concludes it where new soil fits.

Remedy: add the fit that was meant, or correct what keeps it out.
"""


def find(subject: Subject) -> Iterator[Finding]:
    """One finding for each such treatment."""
    if (proof := subject.proof) is None:
        return
    dead = dead_rules_of(proof)
    told = dead.silent | {fit.id for fit in dead.never_counts}
    for treatment in subject.rulebase.treatments:
        if proof.outcomes.suggested[treatment.id]:
            continue
        if treatment.fits and all(fit.id in told for fit in treatment.fits):
            continue
        within = proof.outcomes.offered[treatment.id]
        if not treatment.fits:
            label, hint = "has no fit", "add a rule under `fits`"
        elif within:
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
