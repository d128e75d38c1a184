"""Contradictions: two grades at once, a fit that is always ruled out, two values of one fact."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.author.proving.dead_rules import idle_of
from advisor.diagnostics.findings import Finding, Related

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.author.proving.proof import Proof
    from advisor.author.proving.subject import Subject
    from advisor.model.rules import Derivation, Fit, RuleOut

__all__ = ["CODE", "find"]

CODE = "S002"


def find(subject: Subject) -> Iterator[Finding]:
    """One finding for each pair of rules, or each fit that never counts."""
    if (proof := subject.proof) is None:
        return
    idle = idle_of(proof)
    lost = {fit.id for fit in idle.never_counts}
    for fit in idle.never_counts:
        yield _never_counts(proof, fit)
    for one, other, at in idle.clashing:
        if lost.isdisjoint((one.id, other.id)):
            yield _two_grades(proof, one, other, at)
    yield from _two_values(proof)


def _two_grades(proof: Proof, one: Fit, other: Fit, at: int) -> Finding:
    first, second = sorted((one, other), key=lambda fit: fit.position.sort_key)
    return Finding(
        code=CODE,
        severity="error",
        message=f"two fits grade {one.treatment} differently for {proof.of_all(at)}",
        position=second.position,
        label=f"says {second.grade}",
        related=(Related(first.position, f"says {first.grade}"),),
        example=proof.example(at),
        hint=f"narrow one of them; as it stands `{one.id}` counts, which has more points",
        about=second.id,
    )


def _never_counts(proof: Proof, fit: Fit) -> Finding:
    masks = proof.outcomes.rule_masks
    at = 0
    for mask in masks[fit.id].values():
        at |= mask
    against = [rule for rule in proof.rulebase.treatment_by_id[fit.treatment].rules_out if _meet(proof, fit, rule)]
    return Finding(
        code=CODE,
        severity="error",
        message=f"`{fit.id}` never counts: {fit.treatment} is ruled out wherever it holds ({proof.of_all(at)})",
        position=fit.position,
        label=f"says {fit.grade}",
        related=tuple(Related(rule.position, f"rules {fit.treatment} out") for rule in against),
        example=proof.example(at),
        hint="narrow the rule-out, or delete the fit",
        about=fit.id,
    )


def _meet(proof: Proof, fit: Fit, rule: RuleOut) -> bool:
    masks = proof.outcomes.rule_masks
    return any(mask & masks[rule.id].get(kind, 0) for kind, mask in masks[fit.id].items())


def _two_values(proof: Proof) -> Iterator[Finding]:
    rules = sorted(proof.rulebase.derivations, key=lambda rule: rule.position.sort_key)
    masks = {rule.id: proof.space.mask(rule.when) for rule in rules}
    told: set[frozenset[tuple[str, str]]] = set()
    for place, later in enumerate(rules):
        for earlier in rules[:place]:
            pair = frozenset({(rule.fact, rule.value) for rule in (earlier, later)})
            at = masks[earlier.id] & masks[later.id]
            if earlier.fact == later.fact and earlier.value != later.value and at and pair not in told:
                told.add(pair)  # one finding for two values, however many rules conclude them
                yield _both(proof, earlier, later, at)


def _both(proof: Proof, earlier: Derivation, later: Derivation, at: int) -> Finding:
    return Finding(
        code=CODE,
        severity="error",
        message=f"`{later.fact}` gets two values at once for {proof.of_all(at)}",
        position=later.position,
        label=f"concludes {later.value}",
        related=(Related(earlier.position, f"concludes {earlier.value}"),),
        example=proof.example(at),
        hint="narrow one of them, or make two facts of it",
        about=later.id,
    )
