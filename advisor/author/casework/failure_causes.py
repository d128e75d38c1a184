"""Which rules a failed expectation comes from: those that fired, or those that would have had to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.cases.expectations import Failure
    from advisor.cases.observed import Observed
    from advisor.diagnostics.source import Position
    from advisor.model.rulebase import RuleBase
    from advisor.model.rules import Note, Treatment, TreatmentWarning

__all__ = ["FailureCause", "failure_causes"]


@dataclass(frozen=True, slots=True)
class FailureCause:
    """One rule behind a failure, and what it did or did not do: ``fired``, ``did not fire``."""

    rule: str
    did: str
    position: Position = field(compare=False, repr=False)


def failure_causes(rulebase: RuleBase, failure: Failure, observed: Observed) -> tuple[FailureCause, ...]:
    """Returns the rules behind a failure, each once, in the order of what the failure names."""
    found: list[FailureCause] = []
    for name in failure.names:
        if name in rulebase.treatment_by_id:
            found.extend(_of_treatment(rulebase, rulebase.treatment_by_id[name], observed))
        else:
            found.extend(_of_text(rulebase, name, failure.expectation.what, observed))
    return tuple(dict.fromkeys(found))


def _of_treatment(rulebase: RuleBase, treatment: Treatment, observed: Observed) -> Iterator[FailureCause]:
    """Returns the rules shown with a treatment; the fits that did not fire where nothing calls for it."""
    place = observed.places[treatment.id]
    if place == "not_applicable":
        yield from (FailureCause(fit.id, "did not fire", fit.position) for fit in treatment.fits)
        return
    for rule in (*treatment.fits, *treatment.rules_out, *treatment.adjusts):
        if rule.id in observed.reasons[treatment.id]:
            yield FailureCause(rule.id, "fired", rule.position)
    if place == "beyond_budget":
        setting = rulebase.setting_by_id[treatment.setting]
        yield FailureCause(setting.id, "is a setting out of reach", setting.position)


def _of_text(rulebase: RuleBase, name: str, what: str, observed: Observed) -> Iterator[FailureCause]:
    """Returns the warning or note of that name, and why it is shown, stressed or urgent, or is not."""
    warnings = [(warning, treatment) for treatment in rulebase.treatments for warning in treatment.warnings]
    texts: list[tuple[TreatmentWarning | Note, Treatment | None]] = [*warnings, *((n, None) for n in rulebase.notes)]
    item, treatment = next((found for found in texts if found[0].id == name), (None, None))
    if item is None:
        return
    if "stressed" in what:
        so, word = name in observed.stressed, "stressed"
    elif "urgent" in what:
        so, word = name in observed.urgent, "urgent"
    else:
        so, word = name in observed.warnings | observed.notes, "shown"
    did = f"is {word}" if so else f"is not {word}"
    if treatment is None or observed.places[treatment.id] in ("suggested", "beyond_budget"):
        yield FailureCause(item.id, did, item.position)
    else:
        yield FailureCause(item.id, f"{did}, as {treatment.id} is {observed.places[treatment.id]}", item.position)
        yield from _of_treatment(rulebase, treatment, observed)
