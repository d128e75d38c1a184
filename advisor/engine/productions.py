"""Rules of a rule base as productions for the engine: one for each kind that a rule can be bound to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from advisor.engine.compilation import Production
from advisor.model.rulebase import Setting
from advisor.model.rules import Adjustment, Derivation, Fit, Note, RuleOut, TreatmentWarning
from advisor.model.stratification import strata

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.model.conditions import Condition
    from advisor.model.rulebase import RuleBase
    from advisor.model.rules import Binding

__all__ = ["ProductionItem", "conclusion_words", "production_stages"]


@dataclass(frozen=True, slots=True)
class ProductionItem:
    """What a production stands for: an item of the rule base, the kind it was bound to, and which part of it."""

    item: Derivation | Fit | RuleOut | Adjustment | TreatmentWarning | Note | Setting
    kind: str | None = None
    part: str = ""  # "stressed" and "urgent" are conditions of their own beside `when`


def production_stages(rulebase: RuleBase) -> tuple[tuple[Production, ...], ...]:
    """Returns the productions in the order of their stages: each layer of derivations, the treatments, the notes."""
    layers = strata(rulebase.derivations)
    derived = (tuple(_of_derivations(rules, stage)) for stage, rules in enumerate(layers))
    return (*derived, tuple(_of_treatments(rulebase, len(layers))), tuple(_of_notes(rulebase, len(layers) + 1)))


def _of_derivations(rules: Iterable[Derivation], stage: int) -> Iterator[Production]:
    for rule in rules:
        yield Production(stage, rule.id, rule.when, ProductionItem(rule), (rule.fact, rule.value))


def _of_treatments(rulebase: RuleBase, stage: int) -> Iterator[Production]:
    for setting in rulebase.settings:
        yield Production(stage, f"reach {setting.id}", setting.needs, ProductionItem(setting))
    for treatment in rulebase.treatments:
        rules: tuple[Fit | RuleOut | Adjustment, ...] = (*treatment.fits, *treatment.rules_out, *treatment.adjusts)
        for rule in rules:
            for kind, when in _bound(rulebase, rule.binding, rule.when):
                yield Production(stage, rule.id, when, ProductionItem(rule, kind))
        for warning in treatment.warnings:
            for kind, when in _bound(rulebase, warning.binding, warning.when):
                yield Production(stage, warning.id, when, ProductionItem(warning, kind))
            if warning.stressed_when is not None:
                yield Production(stage, warning.id, warning.stressed_when, ProductionItem(warning, part="stressed"))


def _of_notes(rulebase: RuleBase, stage: int) -> Iterator[Production]:
    for note in rulebase.notes:
        yield Production(stage, note.id, note.when, ProductionItem(note))
        if note.urgent_when is not None:
            yield Production(stage, note.id, note.urgent_when, ProductionItem(note, part="urgent"))


def _bound(rulebase: RuleBase, binding: Binding | None, when: Condition) -> Iterator[tuple[str | None, Condition]]:
    if binding is None:
        yield None, when
    else:
        yield from rulebase.conditions_by_kind(binding, when)


def conclusion_words(concludes: ProductionItem) -> str:
    """Returns what a firing concluded, in the words of the trace."""
    bound = f" for {concludes.kind}" if concludes.kind else ""
    match concludes.item:
        case Derivation(fact=fact, value=value):
            return f"{fact}: {value}"
        case Fit() as fit:
            return f"{fit.treatment} fits{bound}: {fit.grade}"
        case RuleOut() as rule:
            return f"{rule.treatment} ruled out{bound}"
        case Adjustment() as rule:
            return f"{rule.treatment} {rule.points:+d}{bound}"
        case TreatmentWarning() as warning:
            return f"{concludes.part or 'warning'} {warning.id}{bound}"
        case Note() as note:
            return f"{concludes.part or 'note'} {note.id}"
        case Setting() as setting:
            return f"{setting.id} within reach"
