"""What never happens and what changes nothing, each with its one cause; worked out once for all checks that ask."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from advisor.author.proving.what_if import Variant, conditionals, whens
from advisor.model.conditions import ALWAYS, All, AnyOf, Is, Not, Suggests, all_of, leaves
from advisor.model.rules import Adjustment, Binding, Derivation, Fit, RuleOut, TreatmentWarning

if TYPE_CHECKING:
    from collections.abc import Callable

    from advisor.author.proving.proof import Proof
    from advisor.author.proving.what_if import Conditional
    from advisor.diagnostics.source import Position
    from advisor.model.conditions import Condition
    from advisor.model.rules import Rule

__all__ = ["Idle", "Useless", "idle_of"]

_kept: list[Idle] = []  # of the rule base last checked: many checks ask about the same one


def idle_of(proof: Proof) -> Idle:
    """What is idle in a rule base; worked out once for as long as the same proof is asked about."""
    for found in _kept:
        if found.proof is proof:
            return found
    _kept[:] = [Idle(proof)]
    return _kept[0]


@dataclass(frozen=True, slots=True)
class Useless:
    """A condition of an item that changes nothing when it is dropped; ``said`` is as the file has it."""

    item: Conditional
    said: str
    position: Position | None


@dataclass(frozen=True)
class Idle:
    """What is idle. Each is named once: what follows from something idle is left out."""

    proof: Proof = field(repr=False)

    def holding(self, condition: Condition, binding: Binding | None = None) -> int:
        """Where a condition holds for some kind."""
        found = 0
        for mask in self.proof.outcomes.masks_by_kind(binding, condition).values():
            found |= mask
        return found

    @cached_property
    def dead(self) -> frozenset[tuple[str, str]]:
        """Each fact with a value that is concluded for no one."""
        pairs = {(rule.fact, rule.value) for rule in self.proof.rulebase.derivations}
        return frozenset(pair for pair in pairs if not self.proof.space.fact(*pair))

    def by_itself(self, condition: Condition, binding: Binding | None = None) -> bool:
        """Whether a condition holds for no one, and not because of a fact that is concluded for no one."""
        return not self.holding(condition, binding) and not self.holding(_granting(condition, self._is_dead), binding)

    def _is_dead(self, leaf: Is | Suggests) -> bool:
        """Whether a condition holds for no one because of what is reported elsewhere."""
        if isinstance(leaf, Is):
            return all((leaf.fact, value) in self.dead for value in leaf.values)
        return not any(self.proof.outcomes.suggested[treatment] for treatment in leaf.treatments)

    @cached_property
    def silent(self) -> frozenset[str]:
        """The ids of rules that never fire, whatever the reason."""
        return frozenset(rule.id for rule in self.proof.rulebase.rules if not self.holding(rule.when, _binding(rule)))

    @cached_property
    def never_fires(self) -> tuple[Rule, ...]:
        """The rules that never fire by themselves."""
        silent = [rule for rule in self.proof.rulebase.rules if rule.id in self.silent]
        return tuple(rule for rule in silent if self.by_itself(rule.when, _binding(rule)))

    @cached_property
    def never_counts(self) -> tuple[Fit, ...]:
        """The fits that fire, and always where their treatment is ruled out."""
        outcomes, found = self.proof.outcomes, []
        for treatment in self.proof.rulebase.treatments:
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
        points = {grade.id: grade.points for grade in self.proof.rulebase.grades}
        for treatment in self.proof.rulebase.treatments:
            fits = sorted(treatment.fits, key=lambda fit: (-points[fit.grade], fit.id))
            for place, one in enumerate(fits):
                for other in fits[place + 1 :]:
                    at = self._together(one, other) if one.grade != other.grade else 0
                    if at:
                        found.append((one, other, at))
        return tuple(found)

    def _together(self, one: Fit, other: Fit) -> int:
        masks, at = self.proof.outcomes.rule_masks, 0
        for kind, mask in masks[one.id].items():
            at |= mask & masks[other.id].get(kind, 0)
        return at

    @cached_property
    def broken(self) -> frozenset[str]:
        """The ids of rules and treatments that come to nothing: what serves only them is not reported again."""
        never = {name for name, mask in self.proof.outcomes.suggested.items() if not mask}
        return self.silent | never | {fit.id for fit in self.never_counts}

    @cached_property
    def tangled(self) -> frozenset[str]:
        """The questions and facts that something broken looks at, at once or through derivations."""
        rulebase = self.proof.rulebase
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

    def entangled(self, item: Conditional | Rule) -> bool:
        """Whether what an item does may serve something broken only."""
        return self._is_broken(item) or (isinstance(item, Derivation) and item.fact in self.tangled)

    @cached_property
    def _slim(self) -> tuple[tuple[Rule, ...], Variant]:
        """The rules without which everyone is told the same, and what is left without all of them."""
        whole = world = Variant(self.proof.outcomes)
        told = {fit.id for fit in self.never_counts} | {other.id for _, other, _ in self.clashing} | self.silent
        found = []
        for rule in sorted(self.proof.rulebase.rules, key=lambda rule: rule.position.sort_key, reverse=True):
            assert isinstance(rule, Derivation | Fit | RuleOut | Adjustment)
            slimmer = world.replaced(rule, None)
            if slimmer is None:
                continue
            if rule.id not in told and not self.entangled(rule) and whole.replaced(rule, None) is not None:
                found.append(rule)
            world = slimmer
        return tuple(reversed(found)), world

    @cached_property
    def covered(self) -> tuple[Rule, ...]:
        """The rules that fire and change nothing; of two that say the same, the one that stands later."""
        return self._slim[0]

    @cached_property
    def useless(self) -> tuple[Useless, ...]:
        """The conditions that change nothing when dropped, of everything that ever fires or shows."""
        whole, found = Variant(self.proof.outcomes), []
        world = self._slim[1]
        for item in tuple(conditionals(world.rulebase)):
            if not self.holding(item.when, _binding(item)):
                continue
            place = _count(item)
            slim = item
            while place:
                place -= 1
                dropped = _dropped(slim, place)
                if dropped is None or (slimmer := world.replaced(slim, dropped[0])) is None:
                    continue
                if self._keeps_apart(slim, dropped[0]):
                    continue
                world, slim, leaf = slimmer, dropped[0], dropped[1]
                alone = _dropped(item, place)
                # what only follows from something else that was found is not told again
                told = isinstance(leaf, Is | Suggests) and self._is_dead(leaf)
                if alone and not told and not self.entangled(item) and whole.replaced(item, alone[0]) is not None:
                    found.append(_useless(item, leaf, self.proof))
        return tuple(found)

    def _keeps_apart(self, old: Conditional, new: Conditional) -> bool:
        """Whether a fit would newly hold where it is ruled out or graded differently: then the condition has a use."""
        if not (isinstance(old, Fit) and isinstance(new, Fit)):
            return False
        outcomes = self.proof.outcomes
        before, after = (outcomes.masks_by_kind(fit.binding, fit.when) for fit in (old, new))
        for kind, mask in after.items():
            taken = outcomes.ruled_out.get((old.treatment, str(kind)), 0)
            for fit in self.proof.rulebase.treatment_by_id[old.treatment].fits:
                if (fit.grade, fit.basis) != (old.grade, old.basis):
                    taken |= outcomes.rule_masks[fit.id].get(kind, 0)
            if mask & ~before.get(kind, 0) & taken:
                return True
        return False


def _binding(item: Conditional | Rule) -> Binding | None:
    return item.binding if isinstance(item, Fit | RuleOut | Adjustment | TreatmentWarning) else None


def _granting(condition: Condition, dead: Callable[[Is | Suggests], bool], under_not: bool = False) -> Condition:
    """The condition as if whatever is dead spoke for it."""
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


_FIELDS = ("when", "stressed_when", "urgent_when")


def _count(item: Conditional) -> int:
    """How many conditions can be dropped, that on depth included."""
    own = sum(1 for name in _FIELDS for _ in leaves(getattr(item, name, None) or ALWAYS))
    binding = _binding(item)
    return own + (binding is not None and binding.depths is not None)


def _dropped(item: Conditional, place: int) -> tuple[Conditional, Is | Suggests | Binding] | None:
    """The item without its condition at a place, and that condition; earlier places keep their meaning."""
    for name in _FIELDS:
        condition = getattr(item, name, None)
        if condition is None:
            continue
        found = list(leaves(condition))
        if place < len(found):
            left = _without(condition, place)
            changed: dict[str, Any] = {name: left if left is not None else ALWAYS}
            return replace(item, **changed), found[place][0]
        place -= len(found)
    binding = _binding(item)
    if place or binding is None or binding.depths is None:
        return None
    without: dict[str, Any] = {"binding": replace(binding, depths=None)}
    return replace(item, **without), binding


def _without(condition: Condition, place: int) -> Condition | None:
    """The condition without the leaf at a place (counted as ``leaves`` gives them); None when nothing is left."""
    match condition:
        case All(parts) | AnyOf(parts):
            kept = []
            for part in parts:
                size = sum(1 for _ in leaves(part))
                left = _without(part, place) if 0 <= place < size else part
                kept += [left] if left is not None else []
                place -= size
            if not kept:
                return None
            return all_of(*kept) if isinstance(condition, All) else AnyOf(tuple(kept))
        case Not(part):
            left = _without(part, place)
            return Not(left) if left is not None else None
        case _:
            return None if place == 0 else condition


def _useless(item: Conditional, leaf: Is | Suggests | Binding, proof: Proof) -> Useless:
    match leaf:
        case Is(fact, values):
            return Useless(item, f"{fact}: {_values(values)}", leaf.position)
        case Binding(depths=frozenset() as depths):
            place = next((at for said, at in leaf.positions if said in depths), None)
            return Useless(item, f"{proof.rulebase.kinds.depth_called}: {_values(depths)}", place)
        case _:
            return Useless(item, "suggests", getattr(leaf, "position", None))


def _values(values: frozenset[str]) -> str:
    names = sorted(values)
    return names[0] if len(names) == 1 else f"[{', '.join(names)}]"
