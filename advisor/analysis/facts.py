"""What is true of one person: the answers used and the facts derived from them, and which conditions then hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from advisor.engine.productions import conditions_by_kind
from advisor.model.conditions import All, truth

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.model.advice import Advice
    from advisor.model.conditions import Condition
    from advisor.model.rulebase import RuleBase
    from advisor.model.rules import Adjustment, Derivation, Fit, RuleOut, TreatmentWarning

__all__ = ["PersonFacts"]


@dataclass(frozen=True)
class PersonFacts:
    """The values of each fact of one person, by the name of the fact; facts without a value are left out."""

    rulebase: RuleBase
    by_name: Mapping[str, frozenset[str]]

    @classmethod
    def behind(cls, rulebase: RuleBase, advice: Advice) -> PersonFacts:
        """Returns the facts that an advice was worked out from."""
        facts = {
            name: frozenset({value}) if isinstance(value, str) else frozenset(value)
            for name, value in advice.answers.items()
        }
        fired = {firing.rule for firing in advice.trace}
        for rule in rulebase.derivations:
            if rule.id in fired:
                facts[rule.fact] = facts.get(rule.fact, frozenset()) | {rule.value}
        return cls(rulebase, facts)

    def values(self, fact: str) -> frozenset[str]:
        """Returns the values that a fact has; none when it has not been answered or derived."""
        return self.by_name.get(fact, frozenset())

    def holds(self, condition: Condition) -> bool:
        """Returns whether a condition holds."""
        return truth(condition, self.values) is True

    def failing(self, condition: Condition) -> tuple[Condition, ...]:
        """Returns the parts of a condition that do not hold, all of which would have to."""
        parts = condition.parts if isinstance(condition, All) else (condition,)
        return tuple(part for part in parts if not self.holds(part))

    def kinds(self, rule: Fit | RuleOut | Adjustment | TreatmentWarning) -> tuple[str, ...]:
        """Returns the reported kinds for which a bound rule holds; none for a rule that binds no kind."""
        if rule.binding is None:
            return ()
        return tuple(
            kind for kind, when in conditions_by_kind(self.rulebase, rule.binding, rule.when) if self.holds(when)
        )

    def derivations(self, fact: str, values: frozenset[str], *, holding: bool) -> tuple[Derivation, ...]:
        """Returns the derivations of any of these values of a fact whose condition holds, or does not."""
        return tuple(
            rule
            for rule in self.rulebase.derivations
            if rule.fact == fact and rule.value in values and self.holds(rule.when) is holding
        )
