"""Points of an adjustment that change no order."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from typing import TYPE_CHECKING

from advisor.author.proving.dead_rules import idle_of
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


def find(subject: Subject) -> Iterator[Finding]:
    """One finding for each such adjustment."""
    if (proof := subject.proof) is None:
        return
    told = {rule.id for rule in idle_of(proof).covered} | idle_of(proof).silent
    for treatment in subject.rulebase.treatments:
        for rule in treatment.adjusts:
            if rule.id not in told and _moved(proof, rule) and not _matters(proof, rule):
                yield Finding(
                    code=CODE,
                    severity="warning",
                    message=f"the {rule.points:+d} points of `{rule.id}` change no order, in no plan and not overall",
                    position=rule.position,
                    label=f"{treatment.id} stands where it would stand without them",
                    hint="give it the points that are meant, or delete it",
                    about=rule.id,
                )


def _moved(proof: Proof, rule: Adjustment) -> int:
    """Where the points count at all."""
    masks, moved = proof.outcomes.rule_masks[rule.id], 0
    for (treatment, kind), scores in proof.outcomes.scores.items():
        if treatment == rule.treatment:
            moved |= scores.where & (masks.get(kind, 0) | masks.get(None, 0))
    return moved


def _matters(proof: Proof, rule: Adjustment) -> bool:
    """Whether without the points some pair of treatments that are shown together would stand in another order."""
    rulebase, outcomes = proof.rulebase, proof.outcomes
    treatment = rulebase.treatment_by_id[rule.treatment]
    without = replace(treatment, adjusts=tuple(one for one in treatment.adjusts if one.id != rule.id))
    alone = Outcomes(replace(rulebase, treatments=(without,), notes=()), copy(proof.space))
    for (name, kind), scores in outcomes.scores.items():
        if name != rule.treatment:
            mine = (outcomes.scores.get((rule.treatment, kind)), alone.scores.get((rule.treatment, kind)))
            shown = outcomes.suggested[rule.treatment] & outcomes.suggested[name]
            if _differs(*mine, scores, shown):
                return True
    for name, scores in outcomes.overall.items():
        if name != rule.treatment:
            shown = outcomes.suggested[rule.treatment] & outcomes.suggested[name]
            shown |= outcomes.beyond_budget[rule.treatment] & outcomes.beyond_budget[name]
            mine = (outcomes.overall.get(rule.treatment), alone.overall.get(rule.treatment))
            if _differs(*mine, scores, shown):
                return True
    return False


def _differs(with_it: Scores | None, without: Scores | None, other: Scores, shown: int) -> bool:
    if with_it is None or without is None or not shown:
        return False
    return bool(
        (with_it.above(other) ^ without.above(other)) & shown or (other.above(with_it) ^ other.above(without)) & shown
    )
