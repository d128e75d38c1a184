"""Everything in a rule base that has a condition: walking over it, changing it, and its conditions as text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from advisor.model.conditions import All, AnyOf, Condition, Is, Not, Suggests
from advisor.model.rulebase import RuleBase, Setting
from advisor.model.rules import Adjustment, Derivation, Fit, Note, Rule, RuleOut, Treatment, TreatmentWarning

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from advisor.model.rules import Binding

__all__ = [
    "Conditional",
    "Leaf",
    "binding_of",
    "conditionals",
    "items_of",
    "leaf_changes",
    "leaf_text",
    "whens",
    "with_item",
]

Conditional = Derivation | Fit | RuleOut | Adjustment | TreatmentWarning | Note
Leaf = Is | Suggests
_Label = TypeVar("_Label")
_Owner = TypeVar("_Owner", RuleBase, Treatment)
_LISTS: dict[type, str] = {
    Setting: "settings",
    Derivation: "derivations",
    Fit: "fits",
    RuleOut: "rules_out",
    Adjustment: "adjusts",
    TreatmentWarning: "warnings",
    Note: "notes",
}


def conditionals(rulebase: RuleBase) -> Iterator[Conditional]:
    """Returns the derivations, the rules and warnings of each treatment, and the notes."""
    yield from rulebase.derivations
    for treatment in rulebase.treatments:
        yield from items_of(treatment)
    yield from rulebase.notes


def items_of(treatment: Treatment) -> tuple[Fit | RuleOut | Adjustment | TreatmentWarning, ...]:
    """Returns the rules and warnings of a treatment."""
    return (*treatment.fits, *treatment.rules_out, *treatment.adjusts, *treatment.warnings)


def whens(item: Conditional) -> Iterator[Condition]:
    """Returns every condition of an item, that of a stress or an urgency last."""
    yield item.when
    if isinstance(item, TreatmentWarning) and item.stressed_when is not None:
        yield item.stressed_when
    if isinstance(item, Note) and item.urgent_when is not None:
        yield item.urgent_when


def binding_of(item: Conditional | Rule) -> Binding | None:
    """Returns what an item binds; None for an item that binds nothing."""
    return item.binding if isinstance(item, Fit | RuleOut | Adjustment | TreatmentWarning) else None


def with_item(rulebase: RuleBase, old: Conditional | Setting, new: Conditional | Setting | None) -> RuleBase:
    """Returns the rule base with a new item in the place of an old one; without the old one where there is no new."""
    if not isinstance(old, Fit | RuleOut | Adjustment | TreatmentWarning):
        return _with_item(rulebase, old, new)
    changed = _with_item(rulebase.treatment_by_id[old.treatment], old, new)
    return replace(rulebase, treatments=tuple(changed if t.id == changed.id else t for t in rulebase.treatments))


def _with_item(owner: _Owner, old: Conditional | Setting, new: Conditional | Setting | None) -> _Owner:
    name = _LISTS[type(old)]
    items = (new if item.id == old.id else item for item in getattr(owner, name))
    changed: dict[str, Any] = {name: tuple(item for item in items if item is not None)}
    return replace(owner, **changed)


def leaf_changes(
    condition: Condition, changes: Callable[[Leaf], Iterable[tuple[Condition | None, _Label]]]
) -> Iterator[tuple[Condition | None, _Label]]:
    """Returns the condition with one leaf changed, for each leaf in order and each of its changes, with their labels.

    A change to None drops the leaf; the condition is None where nothing is left of it.
    """
    match condition:
        case All(parts) | AnyOf(parts):
            for place, part in enumerate(parts):
                for changed, label in leaf_changes(part, changes):
                    kept = (*parts[:place], *(() if changed is None else (changed,)), *parts[place + 1 :])
                    yield (type(condition)(kept) if kept else None), label
        case Not(part):
            for changed, label in leaf_changes(part, changes):
                yield (None if changed is None else Not(changed)), label
        case _:
            yield from changes(condition)


def leaf_text(leaf: Leaf) -> str:
    """Returns a leaf much as a rule file has it: ``skin_tone: V, VI``."""
    if isinstance(leaf, Is):
        return f"{leaf.fact}: {', '.join(sorted(leaf.values))}"
    chosen = [f"{name} {value}" for name, value in leaf.selector] or sorted(leaf.treatments)
    return f"suggests: {', '.join(chosen)}"
