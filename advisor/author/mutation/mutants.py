"""Rule bases with one small mistake each: what an author might have written instead."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from advisor.author.mutation.condition_mutations import ConditionMutator
from advisor.model.conditions import ALWAYS
from advisor.model.rulebase import Setting
from advisor.model.rules import Adjustment, Binding, Derivation, Fit, Note, RuleOut, TreatmentWarning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.author.mutation.condition_mutations import ConditionMutation
    from advisor.diagnostics.source import Position
    from advisor.model.conditions import Condition
    from advisor.model.rulebase import RuleBase
    from advisor.model.rules import Treatment

__all__ = ["GROUPS", "Mutant", "MutantGroup", "mutants"]

MutantGroup = Literal["rule-outs", "warnings", "the rest"]
GROUPS: tuple[MutantGroup, ...] = ("rule-outs", "warnings", "the rest")

_Item = Derivation | Fit | RuleOut | Adjustment | TreatmentWarning | Note | Setting
_CALLED = {
    Derivation: "derivation",
    Fit: "fit",
    RuleOut: "rule-out",
    Adjustment: "adjustment",
    TreatmentWarning: "warning",
    Note: "note",
    Setting: "setting",
}
_LISTS = {Fit: "fits", RuleOut: "rules_out", Adjustment: "adjusts", TreatmentWarning: "warnings"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A rule base with one change. ``item`` is the id of what was changed, ``said`` how, ``kind`` its summary row."""

    kind: str
    item: str
    said: str
    group: MutantGroup
    position: Position = field(compare=False, repr=False)
    rulebase: RuleBase = field(compare=False, repr=False)


def mutants(rulebase: RuleBase) -> Iterator[Mutant]:
    """Every mutant, in the order of the rule base."""
    vocabulary = ConditionMutator(rulebase)
    for item in _items(rulebase):
        for changed, kind, said, position in _changes(item, rulebase, vocabulary):
            yield Mutant(
                kind=kind,
                item=item.id,
                said=said,
                group=_group(item),
                position=position or item.position,
                rulebase=_with(rulebase, item, changed),
            )


def _group(item: _Item) -> MutantGroup:
    match item:
        case RuleOut():
            return "rule-outs"
        case TreatmentWarning():
            return "warnings"
        case _:
            return "the rest"


def _items(rulebase: RuleBase) -> Iterator[_Item]:
    yield from rulebase.settings
    yield from rulebase.derivations
    for treatment in rulebase.treatments:
        yield from treatment.fits
        yield from treatment.rules_out
        yield from treatment.adjusts
        yield from treatment.warnings
    yield from rulebase.notes


_Change = tuple["_Item | None", str, str, "Position | None"]


def _changes(item: _Item, rulebase: RuleBase, vocabulary: ConditionMutator) -> Iterator[_Change]:
    """Each change of one item: what it becomes (None: it is dropped), its kind, how it is said, its place."""
    if isinstance(item, Setting):
        for edit in vocabulary.conditions(item.needs):
            yield replace(item, needs=_condition(edit)), edit.kind, edit.said, edit.position
        return
    called = _CALLED[type(item)]
    yield None, f"{called} dropped", f"without this {called}", None
    for edit in vocabulary.conditions(item.when):
        yield replace(item, when=_condition(edit)), edit.kind, edit.said, edit.position
    if isinstance(item, (Fit, RuleOut, Adjustment, TreatmentWarning)) and item.binding is not None:
        for edit in vocabulary.bindings(item.binding):
            if isinstance(edit.made, Binding):
                yield replace(item, binding=edit.made), edit.kind, edit.said, edit.position
    match item:
        case Fit():
            for grade in rulebase.grades:
                if grade.id != item.grade:
                    yield replace(item, grade=grade.id), "grade changed", f"graded `{grade.id}`", None
        case Adjustment():
            for points in dict.fromkeys((-item.points, 0, item.points - 1, item.points + 1)):
                if points != item.points:
                    yield replace(item, points=points), "points changed", f"{points:+d} points", None
        case TreatmentWarning():
            yield from _warning(item, vocabulary)
        case Note():
            yield from _note(item, vocabulary)
        case _:
            pass


def _warning(item: TreatmentWarning, vocabulary: ConditionMutator) -> Iterator[_Change]:
    if item.when != ALWAYS or item.binding is not None:
        bare = replace(item, when=ALWAYS, binding=None)
        yield bare, "warning's condition dropped", "without any condition", None
    if item.stressed_when is None:
        return
    yield replace(item, stressed_when=None), "stress dropped", "never stressed", None
    for edit in vocabulary.conditions(item.stressed_when):
        said = f"stressed: {edit.said}"
        yield replace(item, stressed_when=_condition(edit)), edit.kind, said, edit.position


def _note(item: Note, vocabulary: ConditionMutator) -> Iterator[_Change]:
    if item.urgent_when is None:
        return
    yield replace(item, urgent_when=None), "urgency dropped", "never urgent", None
    for edit in vocabulary.conditions(item.urgent_when):
        said = f"urgent: {edit.said}"
        yield replace(item, urgent_when=_condition(edit)), edit.kind, said, edit.position


def _condition(edit: ConditionMutation) -> Condition:
    assert edit.made is not None
    assert not isinstance(edit.made, Binding)
    return edit.made


def _with(rulebase: RuleBase, item: _Item, changed: _Item | None) -> RuleBase:
    """The rule base with another item in the place of one, or without it."""
    match item:
        case Setting():
            return replace(rulebase, settings=_swapped(rulebase.settings, item, changed))
        case Derivation():
            return replace(rulebase, derivations=_swapped(rulebase.derivations, item, changed))
        case Note():
            return replace(rulebase, notes=_swapped(rulebase.notes, item, changed))
        case _:
            owner = rulebase.treatment_by_id[item.treatment]
            name = _LISTS[type(item)]
            lists: dict[str, Any] = {name: _swapped(getattr(owner, name), item, changed)}
            made: Treatment = replace(owner, **lists)
            return replace(rulebase, treatments=_swapped(rulebase.treatments, owner, made))


def _swapped(items: tuple[object, ...], item: object, changed: object) -> tuple[Any, ...]:
    return tuple(one for old in items if (one := changed if old is item else old) is not None)
