"""Finds rules that never fire, and rules and conditions that can go without changing any advice.

What is dead only because of another dead thing is not reported again.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from advisor.author.proving.conditionals import Conditional, Leaf, binding_of, conditionals, leaf_changes, whens
from advisor.author.proving.what_if import Variant
from advisor.enumeration.fact_masks import union
from advisor.model.conditions import ALWAYS, All, AnyOf, Is, Not, leaves
from advisor.model.rules import Adjustment, Binding, Derivation, Fit, RuleOut

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from advisor.diagnostics.source import Position
    from advisor.enumeration.outcomes import Outcomes
    from advisor.model.conditions import Condition
    from advisor.model.rules import Rule

__all__ = ["DeadRules", "RedundantCondition"]


@dataclass(frozen=True, slots=True)
class RedundantCondition:
    """A condition of an item that changes nothing when it is dropped; ``text`` is as the file has it."""

    item: Conditional
    text: str
    position: Position | None


@dataclass(frozen=True)
class DeadRules:
    """Rules that never fire, and rules and conditions that change nothing; each is named once, for its own cause."""

    outcomes: Outcomes = field(repr=False)

    def mask(self, condition: Condition, binding: Binding | None = None) -> int:
        """Returns the profiles for which a condition holds, bound to any kind."""
        if binding is None:
            return self.outcomes.mask(condition)
        return union(self.outcomes.masks_by_kind(binding, condition).values())

    @cached_property
    def dead_facts(self) -> frozenset[tuple[str, str]]:
        """Each fact with a value that is concluded for no profile."""
        pairs = {(rule.fact, rule.value) for rule in self.outcomes.rulebase.derivations}
        return frozenset(pair for pair in pairs if not self.outcomes.space.fact(*pair))

    def unsatisfiable(self, condition: Condition, binding: Binding | None = None) -> bool:
        """Returns whether a condition holds for no profile, and does so without dead facts or treatments too."""
        return not self.mask(condition, binding) and not self.mask(_granting(condition, self._is_dead), binding)

    def _is_dead(self, leaf: Leaf) -> bool:
        """Returns whether a leaf is unsatisfiable for a reason reported elsewhere."""
        if isinstance(leaf, Is):
            return all((leaf.fact, value) in self.dead_facts for value in leaf.values)
        return not any(self.outcomes.suggested[treatment] for treatment in leaf.treatments)

    @cached_property
    def silent(self) -> frozenset[str]:
        """The ids of rules that never fire, whatever the reason."""
        return frozenset(rule.id for rule in self.outcomes.rulebase.rules if not self.mask(rule.when, binding_of(rule)))

    @cached_property
    def never_fires(self) -> tuple[Rule, ...]:
        """The rules that never fire, and not because of something reported elsewhere."""
        rules = self.outcomes.rulebase.rules
        return tuple(r for r in rules if r.id in self.silent and self.unsatisfiable(r.when, binding_of(r)))

    @cached_property
    def never_counts(self) -> tuple[Fit, ...]:
        """The fits that fire, and only where their treatment is ruled out."""
        outcomes, found = self.outcomes, []
        for treatment in self.outcomes.rulebase.treatments:
            for fit in treatment.fits:
                masks = outcomes.rule_masks[fit.id]
                left = [m & ~outcomes.ruled_out.get((treatment.id, str(k)), 0) for k, m in masks.items()]
                if any(masks.values()) and not any(left):
                    found.append(fit)
        return tuple(found)

    @cached_property
    def clashing(self) -> tuple[tuple[Fit, Fit, int], ...]:
        """Pairs of fits of one treatment that grade one kind differently at once, and where; the first counts."""
        found = []
        points = {grade.id: grade.points for grade in self.outcomes.rulebase.grades}
        masks = self.outcomes.rule_masks
        for treatment in self.outcomes.rulebase.treatments:
            fits = sorted(treatment.fits, key=lambda fit: (-points[fit.grade], fit.id))
            for place, fit in enumerate(fits):
                for other in fits[place + 1 :]:
                    if fit.grade != other.grade:
                        at = union(mask & masks[other.id].get(kind, 0) for kind, mask in masks[fit.id].items())
                        found += [(fit, other, at)] if at else []
        return tuple(found)

    @cached_property
    def broken(self) -> frozenset[str]:
        """The ids of rules and treatments that come to nothing: what serves only them is not reported again."""
        never = {name for name, mask in self.outcomes.suggested.items() if not mask}
        return self.silent | never | {fit.id for fit in self.never_counts}

    @cached_property
    def read_by_broken(self) -> frozenset[str]:
        """The questions and facts that something broken reads, directly or through derivations."""
        rulebase = self.outcomes.rulebase
        waiting = [when for item in conditionals(rulebase) if self._is_broken(item) for when in whens(item)]
        waiting += [rulebase.setting_by_id[t.setting].needs for t in rulebase.treatments if t.id in self.broken]
        found: set[str] = set()
        while waiting:
            facts = {leaf.fact for leaf, _ in leaves(waiting.pop()) if isinstance(leaf, Is)} - found
            found |= facts
            waiting += [rule.when for rule in rulebase.derivations if rule.fact in facts]
        return frozenset(found)

    def _is_broken(self, item: Conditional | Rule) -> bool:
        return item.id in self.broken or getattr(item, "treatment", None) in self.broken

    def serves_broken(self, item: Conditional | Rule) -> bool:
        """Returns whether an item is broken, or concludes a fact that something broken reads."""
        return self._is_broken(item) or (isinstance(item, Derivation) and item.fact in self.read_by_broken)

    @cached_property
    def _without_redundant(self) -> tuple[tuple[Rule, ...], Variant]:
        """The rules to report as redundant, and the rule base without every such rule (taken out last one first)."""
        whole = minimal = Variant.of(self.outcomes)
        reported = {fit.id for fit in self.never_counts} | {other.id for _, other, _ in self.clashing} | self.silent
        found = []
        for rule in sorted(self.outcomes.rulebase.rules, key=lambda rule: rule.position.sort_key, reverse=True):
            assert isinstance(rule, Derivation | Fit | RuleOut | Adjustment)
            smaller = minimal.replaced(rule, None)
            if smaller is None:
                continue
            if rule.id not in reported and not self.serves_broken(rule) and whole.replaced(rule, None) is not None:
                found.append(rule)
            minimal = smaller
        return tuple(reversed(found)), minimal

    @cached_property
    def redundant_rules(self) -> tuple[Rule, ...]:
        """The rules that fire and change nothing; of two that say the same, the one that stands later."""
        return self._without_redundant[0]

    @cached_property
    def redundant_conditions(self) -> tuple[RedundantCondition, ...]:
        """The conditions that change nothing when dropped, of everything that ever fires or is shown."""
        whole, found = Variant.of(self.outcomes), []
        minimal = self._without_redundant[1]
        for item in tuple(conditionals(minimal.rulebase)):
            if not self.mask(item.when, binding_of(item)):
                continue
            alone = list(_droppings(item))
            left = item
            for place in reversed(range(len(alone))):  # from the end, so that earlier indices stay valid
                dropped, leaf = list(_droppings(left))[place]
                smaller = minimal.replaced(left, dropped)
                if smaller is None or self._keeps_apart(left, dropped):
                    continue
                minimal, left = smaller, dropped
                reported = not isinstance(leaf, Binding) and self._is_dead(leaf)
                if not reported and not self.serves_broken(item) and whole.replaced(item, alone[place][0]) is not None:
                    found.append(_redundant(item, leaf, self.outcomes.rulebase.kinds.depth_called))
        return tuple(found)

    def _keeps_apart(self, old: Conditional, new: Conditional) -> bool:
        """Returns whether a fit would newly hold where it is ruled out or graded differently.

        Then the condition that was dropped has a use, although the advice is the same without it.
        """
        if not (isinstance(old, Fit) and isinstance(new, Fit)):
            return False
        outcomes = self.outcomes
        before, after = (outcomes.masks_by_kind(fit.binding, fit.when) for fit in (old, new))
        for kind, mask in after.items():
            taken = outcomes.ruled_out.get((old.treatment, str(kind)), 0)
            for fit in self.outcomes.rulebase.treatment_by_id[old.treatment].fits:
                if (fit.grade, fit.basis) != (old.grade, old.basis):
                    taken |= outcomes.rule_masks[fit.id].get(kind, 0)
            if mask & ~before.get(kind, 0) & taken:
                return True
        return False


def _granting(condition: Condition, dead: Callable[[Leaf], bool], under_not: bool = False) -> Condition:
    """Returns the condition with every dead leaf replaced by true, or by false under an odd number of ``not``."""
    match condition:
        case All(parts):
            return All(tuple(_granting(part, dead, under_not) for part in parts))
        case AnyOf(parts):
            return AnyOf(tuple(_granting(part, dead, under_not) for part in parts))
        case Not(part):
            return Not(_granting(part, dead, not under_not))
        case _ if dead(condition):
            return AnyOf(()) if under_not else ALWAYS
        case _:
            return condition


def _droppings(item: Conditional) -> Iterator[tuple[Conditional, Leaf | Binding]]:
    """Yields the item without one of its conditions, and that condition: each leaf in order, a bound depth last."""
    for name in ("when", "stressed_when", "urgent_when"):
        if (condition := getattr(item, name, None)) is not None:
            for left, leaf in leaf_changes(condition, lambda leaf: [(None, leaf)]):
                changed: dict[str, Any] = {name: ALWAYS if left is None else left}
                yield replace(item, **changed), leaf
    binding = binding_of(item)
    if binding is not None and binding.depths is not None:
        changed = {"binding": replace(binding, depths=None)}
        yield replace(item, **changed), binding


def _redundant(item: Conditional, leaf: Leaf | Binding, depth_called: str) -> RedundantCondition:
    match leaf:
        case Is(fact, values):
            return RedundantCondition(item, f"{fact}: {_values(values)}", leaf.position)
        case Binding(depths=frozenset() as depths):
            place = next((position for value, position in leaf.positions if value in depths), None)
            return RedundantCondition(item, f"{depth_called}: {_values(depths)}", place)
        case _:
            return RedundantCondition(item, "suggests", getattr(leaf, "position", None))


def _values(values: frozenset[str]) -> str:
    names = sorted(values)
    return names[0] if len(names) == 1 else f"[{', '.join(names)}]"
