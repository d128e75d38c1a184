"""S017: adjustments whose points change no order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from advisor.diagnostics.findings import Finding
from advisor.enumeration.outcomes import Outcomes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.author.proving.proof import Proof
    from advisor.author.proving.subject import Subject
    from advisor.enumeration.outcomes import Scores
    from advisor.model.rules import Adjustment

__all__ = ["CODE", "find"]

CODE = "S017"
NEEDS_PROOF = True
YIELDS_TO_DEAD_RULES = True


def find(subject: Subject) -> Iterator[Finding]:
    """Yields a finding for each such adjustment."""
    if (proof := subject.proof) is None:
        return
    reported = {rule.id for rule in proof.dead_rules.redundant_rules} | proof.dead_rules.silent
    for treatment in subject.rulebase.treatments:
        for rule in treatment.adjusts:
            if rule.id not in reported and _counts(proof, rule) and not _changes_order(proof, rule):
                yield Finding(
                    code=CODE,
                    severity="warning",
                    message=f"the {rule.points:+d} points of `{rule.id}` change no order, in no plan and not overall",
                    position=rule.position,
                    label=f"{treatment.id} stands where it would stand without them",
                    hint="give it the points that are meant, or delete it",
                    about=rule.id,
                )


def _counts(proof: Proof, rule: Adjustment) -> bool:
    """Whether the points are added to any score."""
    masks = proof.outcomes.rule_masks[rule.id]
    return any(
        treatment == rule.treatment and scores.where & (masks.get(kind, 0) | masks.get(None, 0))
        for (treatment, kind), scores in proof.outcomes.scores.items()
    )


def _changes_order(proof: Proof, rule: Adjustment) -> bool:
    """Whether any two treatments that are listed together would stand in another order without the points."""
    rulebase, own, before = proof.rulebase, rule.treatment, proof.outcomes
    treatment = rulebase.treatment_by_id[own]
    without = replace(treatment, adjusts=tuple(other for other in treatment.adjusts if other.id != rule.id))
    after = Outcomes(replace(rulebase, treatments=(without,), notes=()), proof.space)
    for (other, kind), scores in before.scores.items():
        if other != own and (own, kind) in before.scores:
            together = before.suggested[own] & before.suggested[other]
            if _differs(before.scores[own, kind], after.scores[own, kind], scores, together):
                return True
    for other, scores in before.overall_scores.items():
        if other != own:
            together = before.suggested[own] & before.suggested[other]
            together |= before.beyond_budget[own] & before.beyond_budget[other]
            if _differs(before.overall_scores[own], after.overall_scores[own], scores, together):
                return True
    return False


def _differs(before: Scores, after: Scores, other: Scores, together: int) -> bool:
    """Whether the order of a treatment and another differs for any of the answer combinations in ``together``."""
    changed = (before.above(other) ^ after.above(other)) | (other.above(before) ^ other.above(after))
    return bool(changed & together)
