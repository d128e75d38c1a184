"""Rule bases with one small mistake each: what an author might have written instead."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from advisor.author.mutation.condition_mutations import ConditionMutator, MutationLabel
from advisor.author.proving.conditionals import Conditional, conditionals, with_item
from advisor.model.conditions import ALWAYS
from advisor.model.rulebase import Setting
from advisor.model.rules import Adjustment, Derivation, Fit, Note, RuleOut, TreatmentWarning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.diagnostics.source import Position
    from advisor.model.conditions import Condition
    from advisor.model.rulebase import RuleBase

__all__ = ["GROUPS", "Mutant", "MutantGroup", "mutants"]

MutantGroup = Literal["rule-outs", "warnings", "the rest"]
GROUPS: tuple[MutantGroup, ...] = ("rule-outs", "warnings", "the rest")

_CALLED: dict[type, str] = {
    Derivation: "derivation",
    Fit: "fit",
    RuleOut: "rule-out",
    Adjustment: "adjustment",
    TreatmentWarning: "warning",
    Note: "note",
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A rule base with one item changed: its id, the change in words, and the ``kind`` of change, a summary row."""

    kind: str
    item: str
    change: str
    group: MutantGroup
    position: Position = field(compare=False, repr=False)
    rulebase: RuleBase = field(compare=False, repr=False)


def mutants(rulebase: RuleBase) -> Iterator[Mutant]:
    """Returns every mutant, in the order of the rule base."""
    mutator = ConditionMutator(rulebase)
    for item in (*rulebase.settings, *conditionals(rulebase)):
        changes = _of_setting(item, mutator) if isinstance(item, Setting) else _changes(item, rulebase, mutator)
        for changed, label in changes:
            yield Mutant(
                kind=label.kind,
                item=item.id,
                change=label.change,
                group=_group(item),
                position=label.position or item.position,
                rulebase=with_item(rulebase, item, changed),
            )


def _group(item: Conditional | Setting) -> MutantGroup:
    match item:
        case RuleOut():
            return "rule-outs"
        case TreatmentWarning():
            return "warnings"
        case _:
            return "the rest"


def _of_setting(setting: Setting, mutator: ConditionMutator) -> Iterator[tuple[Setting, MutationLabel]]:
    for needs, label in mutator.conditions(setting.needs):
        yield replace(setting, needs=needs), label


def _changes(
    item: Conditional, rulebase: RuleBase, mutator: ConditionMutator
) -> Iterator[tuple[Conditional | None, MutationLabel]]:
    """Returns each change of one item, with the item it becomes; None where it is dropped."""
    called = _CALLED[type(item)]
    yield None, MutationLabel(f"{called} dropped", f"without this {called}")
    for when, label in mutator.conditions(item.when):
        yield replace(item, when=when), label
    if isinstance(item, Fit | RuleOut | Adjustment | TreatmentWarning) and item.binding is not None:
        for binding, label in mutator.bindings(item.binding):
            yield replace(item, binding=binding), label
    match item:
        case Fit():
            for grade in rulebase.grades:
                if grade.id != item.grade:
                    yield replace(item, grade=grade.id), MutationLabel("grade changed", f"graded `{grade.id}`")
        case Adjustment():
            for points in dict.fromkeys((-item.points, 0, item.points - 1, item.points + 1)):
                if points != item.points:
                    yield replace(item, points=points), MutationLabel("points changed", f"{points:+d} points")
        case TreatmentWarning():
            if item.when != ALWAYS or item.binding is not None:
                bare = replace(item, when=ALWAYS, binding=None)
                yield bare, MutationLabel("warning's condition dropped", "without any condition")
            if item.stressed_when is not None:
                yield replace(item, stressed_when=None), MutationLabel("stress dropped", "never stressed")
                for when, label in _prefixed(mutator, item.stressed_when, "stressed"):
                    yield replace(item, stressed_when=when), label
        case Note(urgent_when=urgent_when) if urgent_when is not None:
            yield replace(item, urgent_when=None), MutationLabel("urgency dropped", "never urgent")
            for when, label in _prefixed(mutator, urgent_when, "urgent"):
                yield replace(item, urgent_when=when), label
        case _:
            pass


def _prefixed(mutator: ConditionMutator, condition: Condition, word: str) -> Iterator[tuple[Condition, MutationLabel]]:
    for changed, label in mutator.conditions(condition):
        yield changed, replace(label, change=f"{word}: {label.change}")
