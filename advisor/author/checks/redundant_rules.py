"""S005: rules without which the advice would be the same for everyone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.author.proving.conditionals import conditionals, whens
from advisor.diagnostics.findings import Finding, Related
from advisor.model.conditions import Is, leaves
from advisor.model.rules import Derivation, Fit, RuleOut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.author.proving.proof import Proof
    from advisor.author.proving.subject import Subject
    from advisor.model.rules import Rule

__all__ = ["CODE", "find"]

CODE = "S005"
NEEDS_PROOF = True
YIELDS_TO_DEAD_RULES = True
_MOST_RELATED = 3  # more places would not help an author


def find(subject: Subject) -> Iterator[Finding]:
    """Yields a finding for each such rule."""
    if (proof := subject.proof) is None:
        return
    for rule in proof.dead_rules.redundant_rules:
        others = _covering(proof, rule)
        yield Finding(
            code=CODE,
            severity="warning",
            message=f"without `{rule.id}` everyone is told the same",
            position=rule.position,
            label="changes nothing" if others else _reason(proof, rule),
            related=tuple(Related(other.position, "says it already") for other in others[:_MOST_RELATED]),
            hint="delete it, or correct its condition if something else is meant",
            about=rule.id,
        )


def _reason(proof: Proof, rule: Rule) -> str:
    if not isinstance(rule, Derivation):
        return "changes nothing for anyone"
    if _is_read(proof, rule):
        return "what it concludes is looked at by nothing that it could change"
    return "nothing looks at what it concludes"


def _is_read(proof: Proof, rule: Derivation) -> bool:
    """Whether any condition, or what any setting needs, looks at the fact that a derivation concludes."""
    conditions = [when for item in conditionals(proof.rulebase) for when in whens(item)]
    conditions += [setting.needs for setting in proof.rulebase.settings]
    return any(isinstance(leaf, Is) and leaf.fact == rule.fact for when in conditions for leaf, _ in leaves(when))


def _covering(proof: Proof, rule: Rule) -> list[Rule]:
    """The rules that say the same and hold somewhere this one does: each covers most of what those before it left."""
    left = dict(_masks(proof, rule))
    found: list[Rule] = []
    others = [other for other in proof.rulebase.rules if other.id != rule.id and _could_cover(other, rule)]
    while any(left.values()):
        best = max(others, key=lambda other: _shared(left, _masks(proof, other)), default=None)
        if best is None or not _shared(left, _masks(proof, best)):
            break
        found.append(best)
        others.remove(best)
        masks = _masks(proof, best)
        left = {kind: mask & ~masks.get(kind, 0) for kind, mask in left.items()}
    return found


def _shared(left: dict[str | None, int], masks: dict[str | None, int]) -> int:
    return sum((mask & masks.get(kind, 0)).bit_count() for kind, mask in left.items())


def _masks(proof: Proof, rule: Rule) -> dict[str | None, int]:
    return {None: proof.space.mask(rule.when)} if isinstance(rule, Derivation) else proof.outcomes.rule_masks[rule.id]


def _could_cover(other: Rule, rule: Rule) -> bool:
    """Whether both conclude the same fact, are fits of one treatment, or rule one treatment out."""
    if isinstance(other, Derivation) and isinstance(rule, Derivation):
        return (other.fact, other.value) == (rule.fact, rule.value)
    if isinstance(other, Fit | RuleOut) and isinstance(rule, Fit | RuleOut):
        return type(other) is type(rule) and other.treatment == rule.treatment
    return False
