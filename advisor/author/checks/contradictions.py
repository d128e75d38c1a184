"""S002: contradictions: two grades at once, a fit that is always ruled out, two values of one fact."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from advisor.diagnostics.findings import Finding, Related
from advisor.model.rules import Fit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.author.proving.proof import Proof
    from advisor.author.proving.subject import Subject
    from advisor.model.rules import Derivation

__all__ = ["CODE", "find"]

CODE = "S002"
NEEDS_PROOF = True


def find(subject: Subject) -> Iterator[Finding]:
    """Yields a finding for each pair of rules that contradict each other, and for each fit that never counts."""
    if (proof := subject.proof) is None:
        return
    dead = proof.dead_rules
    never_counting = {fit.id for fit in dead.never_counts}
    for fit in dead.never_counts:
        yield _never_counts(proof, fit)
    for counted, other, at in dead.clashing:
        if never_counting.isdisjoint((counted.id, other.id)):
            first, second = sorted((counted, other), key=lambda fit: fit.position.sort_key)
            message = f"two fits grade {counted.treatment} differently"
            hint = f"narrow one of them; as it stands `{counted.id}` counts, which has more points"
            yield _contradiction(proof, at, message, first, second, hint)
    yield from _two_values(proof)


def _never_counts(proof: Proof, fit: Fit) -> Finding:
    rule_masks = proof.outcomes.rule_masks
    masks = rule_masks[fit.id]
    at = reduce(or_, masks.values(), 0)
    rule_outs = [
        rule
        for rule in proof.rulebase.treatment_by_id[fit.treatment].rules_out
        if any(mask & rule_masks[rule.id].get(kind, 0) for kind, mask in masks.items())
    ]
    return Finding(
        code=CODE,
        severity="error",
        message=f"`{fit.id}` never counts: {fit.treatment} is ruled out wherever it holds ({proof.of_all(at)})",
        position=fit.position,
        label=f"says {fit.grade}",
        related=tuple(Related(rule.position, f"rules {fit.treatment} out") for rule in rule_outs),
        example=proof.example(at),
        hint="narrow the rule-out, or delete the fit",
        about=fit.id,
    )


def _two_values(proof: Proof) -> Iterator[Finding]:
    rules = sorted(proof.rulebase.derivations, key=lambda rule: rule.position.sort_key)
    masks = {rule.id: proof.space.mask(rule.when) for rule in rules}
    reported: set[frozenset[tuple[str, str]]] = set()
    for number, later in enumerate(rules):
        for earlier in rules[:number]:
            pair = frozenset({(rule.fact, rule.value) for rule in (earlier, later)})
            at = masks[earlier.id] & masks[later.id]
            if earlier.fact == later.fact and earlier.value != later.value and at and pair not in reported:
                reported.add(pair)  # one finding for two values, however many rules conclude them
                message = f"`{later.fact}` gets two values at once"
                yield _contradiction(proof, at, message, earlier, later, "narrow one of them, or make two facts of it")


def _contradiction(
    proof: Proof, at: int, message: str, earlier: Fit | Derivation, later: Fit | Derivation, hint: str
) -> Finding:
    says = [f"says {rule.grade}" if isinstance(rule, Fit) else f"concludes {rule.value}" for rule in (earlier, later)]
    return Finding(
        code=CODE,
        severity="error",
        message=f"{message} for {proof.of_all(at)}",
        position=later.position,
        label=says[1],
        related=(Related(earlier.position, says[0]),),
        example=proof.example(at),
        hint=hint,
        about=later.id,
    )
