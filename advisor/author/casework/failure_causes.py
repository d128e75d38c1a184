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

__all__ = ["Responsible", "responsible"]


@dataclass(frozen=True, slots=True)
class Responsible:
    """One rule, and what it did or did not do: ``fired``, ``did not fire``."""

    rule: str
    did: str
    position: Position = field(compare=False, repr=False)


def responsible(rulebase: RuleBase, failure: Failure, told: Observed) -> tuple[Responsible, ...]:
    """The rules behind a failure, in the order of what it names; each once."""
    found: list[Responsible] = []
    for name in failure.names:
        if name in rulebase.treatment_by_id:
            found.extend(_of_treatment(rulebase, rulebase.treatment_by_id[name], told))
        else:
            found.extend(_of_shown(rulebase, name, failure.expectation.what, told))
    return tuple(dict.fromkeys(found))


def _of_treatment(rulebase: RuleBase, treatment: Treatment, told: Observed) -> Iterator[Responsible]:
    """Why a treatment stands where it does: the rules shown with it, or the fits that did not fire."""
    place = told.places[treatment.id]
    if place == "not_applicable":
        yield from (Responsible(fit.id, "did not fire", fit.position) for fit in treatment.fits)
        return
    for rule in (*treatment.fits, *treatment.rules_out, *treatment.adjusts):
        if rule.id in told.reasons[treatment.id]:
            yield Responsible(rule.id, "fired", rule.position)
    if place == "beyond_budget":
        setting = rulebase.setting_by_id[treatment.setting]
        yield Responsible(setting.id, "is a setting out of reach", setting.position)


def _of_shown(rulebase: RuleBase, name: str, what: str, told: Observed) -> Iterator[Responsible]:
    """Why a warning or note is, or is not, shown so."""
    found = _shown(rulebase, name)
    if found is None:
        return
    stressed, urgent = "stressed" in what, "urgent" in what
    shown = name in (told.stressed if stressed else told.urgent if urgent else told.warnings | told.notes)
    how = "is stressed" if stressed else "is urgent" if urgent else "is shown"
    said = how if shown else how.replace("is ", "is not ")
    item, treatment = found
    if treatment is not None and told.places[treatment.id] not in ("suggested", "beyond_budget"):
        yield Responsible(item.id, f"{said}, as {treatment.id} is {told.places[treatment.id]}", item.position)
        yield from _of_treatment(rulebase, treatment, told)
        return
    yield Responsible(item.id, said, item.position)


def _shown(rulebase: RuleBase, name: str) -> tuple[TreatmentWarning | Note, Treatment | None] | None:
    for treatment in rulebase.treatments:
        for warning in treatment.warnings:
            if warning.id == name:
                return warning, treatment
    return next(((note, None) for note in rulebase.notes if note.id == name), None)
