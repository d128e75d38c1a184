"""How much of the rules the cases exercise: by rule, by condition, and by share of answer combinations.

Nothing is run: the profile of each case is looked up in the masks.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from advisor.cases.observed import observable_changes
from advisor.model.conditions import Is, Suggests, all_of, leaves

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from advisor.author.proving.proof import Proof
    from advisor.cases.cases import Case
    from advisor.diagnostics.source import Position
    from advisor.enumeration.outcomes import Outcomes
    from advisor.model.conditions import Condition
    from advisor.model.rulebase import RuleBase
    from advisor.model.rules import Adjustment, Binding, Fit, RuleOut, Treatment, TreatmentWarning

__all__ = ["BranchCoverage", "Coverage", "RuleCoverage", "measure_coverage"]


@dataclass(frozen=True, slots=True)
class RuleCoverage:
    """Something that fires: a rule, a warning (attached, stressed), a note (shown, urgent).

    A fit or rule-out fires when its condition holds; an adjustment when it moves its treatment in some plan.

    ``cases`` is how many cases make it fire; ``possible`` whether any answer combination does.
    """

    called: str
    item: str
    cases: int
    possible: bool
    position: Position = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class BranchCoverage:
    """One leaf of a condition made true (or false): by how many cases, and whether any answer combination can."""

    item: str
    said: str
    value: bool
    cases: int
    possible: bool
    position: Position = field(compare=False, repr=False)


@dataclass(frozen=True)
class Coverage:
    """What is exercised, and how many of the answer combinations (``every``) are like the cases, ever more strictly.

    ``known``: everything that fires for them is fired by some case. ``by_treatment``: of each treatment by itself,
    exactly what fires for them fires for some case. ``alike``: exactly what fires for them fires for one case.
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
        """What could fire, and no case makes it."""
        return tuple(one for one in self.rules if one.possible and not one.cases)

    @property
    def unmade(self) -> tuple[BranchCoverage, ...]:
        """The leaves that could be made true (or false), and no case does."""
        return tuple(one for one in self.conditions if one.possible and not one.cases)

    @property
    def impossible(self) -> tuple[RuleCoverage | BranchCoverage, ...]:
        """What no answer combination can do, so that no case can be asked for; it counts nowhere."""
        rules = tuple(one for one in self.rules if not one.possible)
        return (*rules, *(one for one in self.conditions if not one.possible))

    @property
    def complete(self) -> bool:
        """Whether every rule is fired and every condition made true and false, as far as can be."""
        return not self.unfired and not self.unmade


def measure_coverage(proof: Proof, cases: Sequence[Case]) -> Coverage:
    """What the cases exercise."""
    people = 0
    for case in cases:
        people |= 1 << proof.space.number(case.answers.given)
    firing = tuple(_firing(proof.outcomes))
    numbers = [proof.space.number(case.answers.given) for case in cases]

    def counted(mask: int) -> int:
        return sum(mask >> number & 1 for number in numbers) if mask & people else 0

    halves = []
    for item, said, position, mask in _conditions(proof):
        for value, made in ((True, mask), (False, proof.space.every & ~mask)):
            halves.append(BranchCoverage(item, said, value, counted(made), bool(made), position))
    return Coverage(
        cases=len(cases),
        rules=tuple(
            RuleCoverage(called, item, counted(mask), bool(mask), place) for called, item, place, mask in firing
        ),
        conditions=tuple(halves),
        known=_known(proof, people),
        by_treatment=_by_treatment(proof, set(numbers)),
        alike=_alike(proof, _by_kind(proof.outcomes), set(numbers)).bit_count(),
        every=proof.every,
    )


_Firing = tuple[str, str, "Position", int]  # what it is called, its id, its place, where it fires


def _firing(outcomes: Outcomes) -> Iterator[_Firing]:
    rulebase = outcomes.rulebase
    for rule in rulebase.derivations:
        yield "derivation", rule.id, rule.position, outcomes.space.mask(rule.when)
    for treatment in rulebase.treatments:
        for fit in treatment.fits:
            yield "fit", fit.id, fit.position, _united(outcomes.rule_masks[fit.id].values())
        for rule_out in treatment.rules_out:
            yield "rule-out", rule_out.id, rule_out.position, _united(outcomes.rule_masks[rule_out.id].values())
        for adjustment in treatment.adjusts:
            yield (
                "adjustment",
                adjustment.id,
                adjustment.position,
                _united(observable_changes(outcomes, adjustment).values()),
            )
        for warning in treatment.warnings:
            yield "warning", warning.id, warning.position, outcomes.warned[warning.id]
            if warning.stressed_when is not None:
                yield "stressed warning", warning.id, warning.position, outcomes.stressed[warning.id]
    for note in rulebase.notes:
        yield "note", note.id, note.position, outcomes.noted[note.id]
        if note.urgent_when is not None:
            yield "urgent note", note.id, note.position, outcomes.urgent[note.id]


def _united(masks: Iterable[int]) -> int:
    found = 0
    for mask in masks:
        found |= mask
    return found


def _by_kind(outcomes: Outcomes) -> Iterator[int]:
    """Where each thing fires, bound rules apart for each kind."""
    for treatment in outcomes.rulebase.treatments:
        yield from _of_treatment(outcomes, treatment)
    yield from (mask for called, _, _, mask in _firing(outcomes) if called not in ("fit", "rule-out", "adjustment"))


def _of_treatment(outcomes: Outcomes, treatment: Treatment) -> Iterator[int]:
    """Where each rule and warning of a treatment fires, apart for each kind, and where it is within reach."""
    for rule in (*treatment.fits, *treatment.rules_out):
        yield from outcomes.rule_masks[rule.id].values()
    for adjustment in treatment.adjusts:
        yield from observable_changes(outcomes, adjustment).values()
    for warning in treatment.warnings:
        yield from (outcomes.warned[warning.id], outcomes.stressed.get(warning.id, 0))
    yield outcomes.within_reach[treatment.setting]


def _known(proof: Proof, people: int) -> int:
    found = proof.space.every
    for mask in _by_kind(proof.outcomes):
        if not mask & people:
            found &= ~mask
    return found.bit_count()


def _by_treatment(proof: Proof, numbers: set[int]) -> int:
    outcomes, found = proof.outcomes, proof.space.every
    for treatment in proof.rulebase.treatments:
        found &= _alike(proof, _of_treatment(outcomes, treatment), numbers)
    return found.bit_count()


def _alike(proof: Proof, masks: Iterable[int], numbers: set[int]) -> int:
    """The profiles that stand in exactly those of the masks in which one of the numbered profiles stands."""
    telling = [mask for mask in dict.fromkeys(masks) if mask]
    found = 0
    for number in sorted(numbers):
        if found >> number & 1:
            continue
        same = proof.space.every
        for mask in telling:
            same &= mask if mask >> number & 1 else ~mask
        found |= same
    return found


_Leaf = tuple[str, str, "Position", int]  # the item it belongs to, how it is said, its place, where it holds


def _conditions(proof: Proof) -> Iterator[_Leaf]:
    rulebase = proof.rulebase
    for setting in rulebase.settings:
        yield from _leaves(proof, setting.id, setting.position, setting.needs)
    for rule in rulebase.derivations:
        yield from _leaves(proof, rule.id, rule.position, rule.when)
    for treatment in rulebase.treatments:
        binding: tuple[Fit | RuleOut | Adjustment | TreatmentWarning, ...] = (
            *treatment.fits,
            *treatment.rules_out,
            *treatment.adjusts,
            *treatment.warnings,
        )
        for one in binding:
            if one.binding is not None:
                yield _bound(proof, one.id, one.position, one.binding)
            yield from _leaves(proof, one.id, one.position, one.when)
        for warning in treatment.warnings:
            if warning.stressed_when is not None:
                yield from _leaves(proof, warning.id, warning.position, warning.stressed_when)
    for note in rulebase.notes:
        for when in (note.when, note.urgent_when):
            if when is not None:
                yield from _leaves(proof, note.id, note.position, when)


def _leaves(proof: Proof, item: str, place: Position, condition: Condition) -> Iterator[_Leaf]:
    for leaf, _ in leaves(condition):
        yield item, _said(leaf), leaf.position or place, proof.space.mask(leaf)


def _bound(proof: Proof, item: str, place: Position, binding: Binding) -> _Leaf:
    """A binding counts as one condition: it holds when any kind that it takes in is reported so."""
    mask = _united(proof.outcomes.masks_by_kind(binding, all_of()).values())
    position = binding.positions[0][1] if binding.positions else place
    return item, _binding(proof.rulebase, binding), position, mask


def _said(leaf: Is | Suggests) -> str:
    if isinstance(leaf, Is):
        return f"{leaf.fact}: {', '.join(sorted(leaf.values))}"
    chosen = [f"{name} {value}" for name, value in leaf.selector] or sorted(leaf.treatments)
    return f"suggests: {', '.join(chosen)}"


def _binding(rulebase: RuleBase, binding: Binding) -> str:
    parts = []
    for word, values in ((rulebase.kinds.called, binding.kinds), (rulebase.kinds.depth_called, binding.depths)):
        if values is not None:
            parts.append(f"{word}: {', '.join(sorted(values))}")
    return ", ".join(parts)
