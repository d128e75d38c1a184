"""How much of the rules the cases exercise: by rule, by condition, and by share of answer combinations.

No case is run: its profile is looked up in the masks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from advisor.author.proving.conditionals import items_of, leaf_text, whens
from advisor.enumeration.fact_masks import union
from advisor.enumeration.visible_masks import adjusted_plans
from advisor.model.conditions import ALWAYS, leaves

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from advisor.author.proving.conditionals import Conditional
    from advisor.author.proving.proof import Proof
    from advisor.cases.cases import Case
    from advisor.diagnostics.source import Position
    from advisor.enumeration.outcomes import Outcomes
    from advisor.model.conditions import Condition
    from advisor.model.rulebase import Setting
    from advisor.model.rules import Binding, Treatment

__all__ = ["BranchCoverage", "Coverage", "RuleCoverage", "measure_coverage"]


@dataclass(frozen=True, slots=True)
class RuleCoverage:
    """How often one thing fires: a rule, a warning (attached, or stressed), a note (shown, or urgent).

    A fit or rule-out fires when its condition holds, an adjustment when it moves its treatment in some plan.
    ``cases`` is how many cases make it fire; ``possible`` whether any answer combination does.
    """

    called: str
    item: str
    cases: int
    possible: bool
    position: Position = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class BranchCoverage:
    """How many cases make one leaf of a condition true (or false), and whether any answer combination does."""

    item: str
    condition: str
    value: bool
    cases: int
    possible: bool
    position: Position = field(compare=False, repr=False)


@dataclass(frozen=True)
class Coverage:
    """What the cases exercise, and how many of the answer combinations (``every``) are like them, ever more strictly.

    ``known``: all that fires for the combination fires for some case. ``by_treatment``: of each treatment by itself,
    exactly that fires for some case. ``alike``: of all treatments together, exactly that fires for one case.
    """

    cases: int
    rules: tuple[RuleCoverage, ...]
    conditions: tuple[BranchCoverage, ...]
    known: int
    by_treatment: int
    alike: int
    every: int

    @property
    def unfired(self) -> tuple[RuleCoverage, ...]:
        """What could fire and is fired by no case."""
        return tuple(one for one in self.rules if one.possible and not one.cases)

    @property
    def unmade(self) -> tuple[BranchCoverage, ...]:
        """The leaves that could be made true (or false) and are made so by no case."""
        return tuple(one for one in self.conditions if one.possible and not one.cases)

    @property
    def impossible(self) -> tuple[RuleCoverage | BranchCoverage, ...]:
        """What happens for no answer combination, so that no case can show it; it counts nowhere."""
        rules = tuple(one for one in self.rules if not one.possible)
        return (*rules, *(one for one in self.conditions if not one.possible))

    @property
    def complete(self) -> bool:
        """Whether every rule is fired and every condition made true and false, as far as is possible."""
        return not self.unfired and not self.unmade


def measure_coverage(proof: Proof, cases: Sequence[Case]) -> Coverage:
    """Returns what the cases exercise."""
    numbers = [proof.space.number(case.answers.given) for case in cases]
    profiles = union(1 << number for number in numbers)

    def counted(mask: int) -> int:
        return sum(mask >> number & 1 for number in numbers) if mask & profiles else 0

    return Coverage(
        cases=len(cases),
        rules=tuple(
            RuleCoverage(called, item, counted(mask), bool(mask), position)
            for called, item, position, mask in _firing(proof.outcomes)
        ),
        conditions=tuple(
            BranchCoverage(item, text, value, counted(mask), bool(mask), position)
            for item, text, position, holds in _conditions(proof)
            for value, mask in ((True, holds), (False, proof.space.every & ~holds))
        ),
        known=_known(proof, profiles).bit_count(),
        by_treatment=_alike_by_treatment(proof, set(numbers)).bit_count(),
        alike=_alike(proof, _by_kind(proof.outcomes), set(numbers)).bit_count(),
        every=proof.every,
    )


_Firing = tuple[str, str, "Position", int]  # what it is called, its id, its position, where it fires


def _firing(outcomes: Outcomes) -> Iterator[_Firing]:
    rulebase = outcomes.rulebase
    for rule in rulebase.derivations:
        yield "derivation", rule.id, rule.position, outcomes.space.mask(rule.when)
    for treatment in rulebase.treatments:
        for fit in treatment.fits:
            yield "fit", fit.id, fit.position, union(outcomes.rule_masks[fit.id].values())
        for rule_out in treatment.rules_out:
            yield "rule-out", rule_out.id, rule_out.position, union(outcomes.rule_masks[rule_out.id].values())
        for adjustment in treatment.adjusts:
            mask = union(adjusted_plans(outcomes, adjustment).values())
            yield "adjustment", adjustment.id, adjustment.position, mask
        for warning in treatment.warnings:
            yield "warning", warning.id, warning.position, outcomes.warned[warning.id]
            if warning.stressed_when is not None:
                yield "stressed warning", warning.id, warning.position, outcomes.stressed[warning.id]
    for note in rulebase.notes:
        yield "note", note.id, note.position, outcomes.noted[note.id]
        if note.urgent_when is not None:
            yield "urgent note", note.id, note.position, outcomes.urgent[note.id]


def _by_kind(outcomes: Outcomes) -> Iterator[int]:
    """Returns where each thing fires, a bound rule apart for each kind."""
    for treatment in outcomes.rulebase.treatments:
        yield from _of_treatment(outcomes, treatment)
    yield from (mask for called, _, _, mask in _firing(outcomes) if called not in ("fit", "rule-out", "adjustment"))


def _of_treatment(outcomes: Outcomes, treatment: Treatment) -> Iterator[int]:
    """Returns where each rule and warning of a treatment fires, apart for each kind, and where it is within reach."""
    for rule in (*treatment.fits, *treatment.rules_out):
        yield from outcomes.rule_masks[rule.id].values()
    for adjustment in treatment.adjusts:
        yield from adjusted_plans(outcomes, adjustment).values()
    for warning in treatment.warnings:
        yield from (outcomes.warned[warning.id], outcomes.stressed.get(warning.id, 0))
    yield outcomes.within_reach[treatment.setting]


def _known(proof: Proof, profiles: int) -> int:
    """Returns the profiles for which nothing fires that does not fire for one of the given profiles."""
    return proof.space.every & ~union(mask for mask in _by_kind(proof.outcomes) if not mask & profiles)


def _alike_by_treatment(proof: Proof, numbers: set[int]) -> int:
    """Returns the profiles that are like one of the numbered ones in what fires for each treatment by itself."""
    found = proof.space.every
    for treatment in proof.rulebase.treatments:
        found &= _alike(proof, _of_treatment(proof.outcomes, treatment), numbers)
    return found


def _alike(proof: Proof, masks: Iterable[int], numbers: set[int]) -> int:
    """Returns the profiles that are in exactly those of the masks in which one of the numbered profiles is."""
    distinct = [mask for mask in dict.fromkeys(masks) if mask]
    found = 0
    for number in sorted(numbers):
        if found >> number & 1:
            continue
        same = proof.space.every
        for mask in distinct:
            same &= mask if mask >> number & 1 else ~mask
        found |= same
    return found


_Leaf = tuple[str, str, "Position", int]  # the item it belongs to, its text, its position, where it holds


def _conditions(proof: Proof) -> Iterator[_Leaf]:
    rulebase = proof.rulebase
    for setting in rulebase.settings:
        yield from _leaves(proof, setting, setting.needs)
    for rule in rulebase.derivations:
        yield from _leaves(proof, rule, rule.when)
    for treatment in rulebase.treatments:
        for item in items_of(treatment):
            if item.binding is not None:
                yield _bound(proof, item, item.binding)
            yield from _leaves(proof, item, item.when)
        for warning in treatment.warnings:
            if warning.stressed_when is not None:
                yield from _leaves(proof, warning, warning.stressed_when)
    for note in rulebase.notes:
        for when in whens(note):
            yield from _leaves(proof, note, when)


def _leaves(proof: Proof, item: Conditional | Setting, condition: Condition) -> Iterator[_Leaf]:
    for leaf, _ in leaves(condition):
        yield item.id, leaf_text(leaf), leaf.position or item.position, proof.outcomes.mask(leaf)


def _bound(proof: Proof, item: Conditional, binding: Binding) -> _Leaf:
    """Returns a binding as one condition: it holds when any kind that it takes in is reported so."""
    words = proof.rulebase.kinds
    parts = ((words.called, binding.kinds), (words.depth_called, binding.depths))
    text = ", ".join(f"{word}: {', '.join(sorted(values))}" for word, values in parts if values is not None)
    position = binding.positions[0][1] if binding.positions else item.position
    return item.id, text, position, union(proof.outcomes.masks_by_kind(binding, ALWAYS).values())
