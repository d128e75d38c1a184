"""Rules that others always cover."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.author.proving.dead_rules import idle_of
from advisor.author.proving.what_if import conditionals, whens
from advisor.diagnostics.findings import Finding, Related
from advisor.model.conditions import Is, leaves
from advisor.model.rules import Adjustment, Derivation, Fit, RuleOut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.author.proving.proof import Proof
    from advisor.author.proving.subject import Subject
    from advisor.model.rules import Rule

__all__ = ["CODE", "find"]

CODE = "S005"
_SHOWN = 3  # more places than these help no one


def find(subject: Subject) -> Iterator[Finding]:
    """One finding for each such rule."""
    if (proof := subject.proof) is None:
        return
    for rule in idle_of(proof).covered:
        others = _covering(proof, rule)
        yield Finding(
            code=CODE,
            severity="warning",
            message=f"without `{rule.id}` everyone is told the same",
            position=rule.position,
            label="changes nothing" if others else _why(proof, rule),
            related=tuple(Related(other.position, "says it already") for other in others[:_SHOWN]),
            hint="delete it, or correct its condition if something else is meant",
            about=rule.id,
        )


def _why(proof: Proof, rule: Rule) -> str:
    if isinstance(rule, Derivation):
        return (
            "what it concludes is looked at by nothing that it could change"
            if _read(proof, rule)
            else ("nothing looks at what it concludes")
        )
    return "changes nothing for anyone"


def _read(proof: Proof, rule: Derivation) -> bool:
    conditions = [when for item in conditionals(proof.rulebase) for when in whens(item)]
    conditions += [setting.needs for setting in proof.rulebase.settings]
    return any(isinstance(leaf, Is) and leaf.fact == rule.fact for when in conditions for leaf, _ in leaves(when))


def _covering(proof: Proof, rule: Rule) -> list[Rule]:
    """Other rules of the same sort that hold somewhere this one does, those that cover most of it first."""
    own = _masks(proof, rule)
    left = dict(own)
    found: list[Rule] = []
    others = [other for other in proof.rulebase.rules if other.id != rule.id and _alike(other, rule)]
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


def _alike(one: Rule, other: Rule) -> bool:
    """Whether one can say what the other says."""
    if isinstance(one, Derivation) and isinstance(other, Derivation):
        return (one.fact, one.value) == (other.fact, other.value)
    if isinstance(other, Adjustment) or type(one) is not type(other):
        return False
    assert isinstance(one, Fit | RuleOut)
    return one.treatment == getattr(other, "treatment", None)
