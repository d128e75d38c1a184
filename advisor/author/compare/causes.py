"""Finds the changed items that can cause a change of outcome: those that the outcome depends on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.model.conditions import Is, Suggests, leaves

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.author.compare.outcome_changes import OutcomeChange
    from advisor.author.compare.source_changes import ItemChange, ItemKey
    from advisor.model.conditions import Condition
    from advisor.model.rulebase import RuleBase
    from advisor.model.rules import Adjustment, Fit, RuleOut, Treatment

__all__ = ["behind"]


def behind(change: OutcomeChange, old: RuleBase, new: RuleBase, items: Iterable[ItemChange]) -> tuple[ItemChange, ...]:
    """Returns the changed items that the outcome depends on in either rule base, in their order.

    An outcome depends on a derivation also through other derivations.
    """
    keys = {*_dependencies(change, old), *_dependencies(change, new)}
    return tuple(item for item in items if item.decides and (item.what, item.id) in keys)


def _dependencies(change: OutcomeChange, rulebase: RuleBase) -> Iterator[ItemKey]:
    match change.aspect:
        case "place" | "grade" | "order":
            if treatment := rulebase.treatment_by_id.get(change.subject):
                yield from _treatment(rulebase, treatment, change.kind, points=change.aspect == "order")
        case "warning" | "stress":
            for treatment in rulebase.treatments:
                for warning in treatment.warnings:
                    if warning.id == change.subject:
                        yield ("warning", warning.id)
                        stressed = (warning.stressed_when,) if warning.stressed_when else ()
                        yield from _conditions(rulebase, [warning.when, *stressed])
        case _:
            for note in rulebase.notes:
                if note.id == change.subject:
                    yield ("note", note.id)
                    yield from _conditions(rulebase, [note.when, *([note.urgent_when] if note.urgent_when else [])])


def _treatment(rulebase: RuleBase, treatment: Treatment, kind: str, *, points: bool) -> Iterator[ItemKey]:
    """What decides which list a treatment is in. With a ``kind``, only of the rules that can be bound to that kind."""
    yield ("treatment", treatment.id)
    yield ("setting", treatment.setting)
    yield from _conditions(rulebase, [rulebase.setting_by_id[treatment.setting].needs])
    rules: list[Fit | RuleOut | Adjustment] = [*treatment.fits, *treatment.rules_out]
    rules += treatment.adjusts if points else ()
    for rule in rules:
        if kind and rule.binding and rule.binding.kinds is not None and kind not in rule.binding.kinds:
            continue
        yield ("rule", rule.id)
        yield from _conditions(rulebase, [rule.when])
    for fit in treatment.fits:
        yield ("grade", fit.grade)


def _conditions(rulebase: RuleBase, conditions: Iterable[Condition]) -> Iterator[ItemKey]:
    """The questions and derivations that give the facts of conditions, and what decides on the treatments they name."""
    waiting = [leaf for condition in conditions for leaf, _ in leaves(condition)]
    seen: set[str] = set()
    while waiting:
        leaf = waiting.pop()
        if isinstance(leaf, Suggests):
            for name in leaf.treatments:
                yield from _treatment(rulebase, rulebase.treatment_by_id[name], "", points=False)
        elif isinstance(leaf, Is) and leaf.fact not in seen:
            seen.add(leaf.fact)
            yield ("question", leaf.fact)
            for rule in rulebase.derivations:
                if rule.fact == leaf.fact:
                    yield ("rule", rule.id)
                    waiting.extend(found for found, _ in leaves(rule.when))
