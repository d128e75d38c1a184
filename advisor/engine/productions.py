"""Rules of a rule base as productions for the engine: one for each kind that a rule can be bound to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from advisor.engine.compilation import Production
from advisor.model.conditions import Is, all_of
from advisor.model.stratification import strata

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.model.conditions import Condition
    from advisor.model.rulebase import RuleBase
    from advisor.model.rules import Adjustment, Binding, Derivation, Fit, RuleOut, TreatmentWarning

__all__ = ["ProductionItem", "Settles", "conditions_by_kind", "production_stages"]


Settles = Literal["derived", "reached", "fits", "rules_out", "adjusts", "warned", "stressed", "noted", "urgent"]


@dataclass(frozen=True, slots=True)
class ProductionItem:
    """What a production settles about an item of the rule base; ``kind`` is the one it was bound to.

    ``concludes`` says it in the words of the trace.
    """

    settles: Settles
    item: Any
    concludes: str
    kind: Any = None  # the id of a kind, or None


def production_stages(rulebase: RuleBase) -> tuple[tuple[Production, ...], ...]:
    """Returns the productions in the order of their stages: each layer of derivations, the treatments, the notes."""
    layers = strata(rulebase.derivations)
    derived = (tuple(_of_derivations(rules, stage)) for stage, rules in enumerate(layers))
    return (*derived, tuple(_of_treatments(rulebase, len(layers))), tuple(_of_notes(rulebase, len(layers) + 1)))


def _of_derivations(rules: Iterable[Derivation], stage: int) -> Iterator[Production]:
    for rule in rules:
        item = ProductionItem("derived", rule, f"{rule.fact}: {rule.value}")
        yield Production(stage, rule.id, rule.when, item, (rule.fact, rule.value))


def _of_treatments(rulebase: RuleBase, stage: int) -> Iterator[Production]:
    def bound(settles: Settles, rule: Fit | RuleOut | Adjustment | TreatmentWarning, says: str) -> Iterator[Production]:
        for kind, when in _bound(rulebase, rule.binding, rule.when):
            concludes = says.format(f" for {kind}" if kind else "")
            yield Production(stage, rule.id, when, ProductionItem(settles, rule, concludes, kind))

    for setting in rulebase.settings:
        reached = ProductionItem("reached", setting, f"{setting.id} within reach")
        yield Production(stage, f"reach {setting.id}", setting.needs, reached)
    for treatment in rulebase.treatments:
        for fit in treatment.fits:
            yield from bound("fits", fit, f"{treatment.id} fits{{}}: {fit.grade}")
        for rule_out in treatment.rules_out:
            yield from bound("rules_out", rule_out, f"{treatment.id} ruled out{{}}")
        for rule in treatment.adjusts:
            yield from bound("adjusts", rule, f"{treatment.id} {rule.points:+d}{{}}")
        for warning in treatment.warnings:
            yield from bound("warned", warning, f"warning {warning.id}{{}}")
            if warning.stressed_when is not None:
                stressed = ProductionItem("stressed", warning, f"stressed {warning.id}")
                yield Production(stage, warning.id, warning.stressed_when, stressed)


def _of_notes(rulebase: RuleBase, stage: int) -> Iterator[Production]:
    for note in rulebase.notes:
        yield Production(stage, note.id, note.when, ProductionItem("noted", note, f"note {note.id}"))
        if note.urgent_when is not None:
            urgent = ProductionItem("urgent", note, f"urgent {note.id}")
            yield Production(stage, note.id, note.urgent_when, urgent)


def conditions_by_kind(rulebase: RuleBase, binding: Binding, when: Condition) -> Iterator[tuple[str, Condition]]:
    """Yields ``(kind, condition)`` for each kind that a binding applies to, in the order of the questionnaire.

    The condition holds for a person who reports the kind, gives one of the depths (if the binding has any) and
    for whom ``when`` holds. A binding with depths leaves out the kinds that have no depth question.
    """
    for kind in rulebase.kind_question.option_ids:
        if binding.kinds is not None and kind not in binding.kinds:
            continue
        reported: Condition = Is(rulebase.kinds.question, frozenset({kind}))
        if binding.depths is not None:
            depth_question = rulebase.kinds.depth_questions.get(kind)
            if depth_question is None:
                continue
            reported = all_of(reported, Is(depth_question, binding.depths))
        yield kind, all_of(reported, when)


def _bound(rulebase: RuleBase, binding: Binding | None, when: Condition) -> Iterator[tuple[str | None, Condition]]:
    if binding is None:
        yield None, when
    else:
        yield from conditions_by_kind(rulebase, binding, when)
