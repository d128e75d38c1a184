"""The parts of an advice that depend on the rule base alone, made once for all consultations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.engine.productions import conditions_by_kind
from advisor.model.advice import (
    Reason,
    RuleBaseStamp,
    ShownNote,
    ShownWarning,
    Unsuggested,
    UrgentNote,
    WouldNeedAnswer,
)
from advisor.model.rules import NOT_SURE, SEVERITIES
from advisor.model.wording import answer_words

if TYPE_CHECKING:
    from advisor.model.rulebase import RuleBase
    from advisor.model.rules import Basis, Treatment, TreatmentWarning

__all__ = ["FixedParts", "stamp"]


def stamp(rulebase: RuleBase) -> RuleBaseStamp:
    """Returns what every result says of its rule base: name, version, date and digest."""
    return RuleBaseStamp(rulebase.name, rulebase.version, rulebase.date, rulebase.digest, rulebase.kinds.called)


class FixedParts:
    """What advice from one rule base can say, by the id of what it is about.

    ``warnings`` has those of each treatment, gravest first, each as it is and stressed.
    """

    def __init__(self, rulebase: RuleBase) -> None:
        self.stamp = stamp(rulebase)
        self.notes = tuple(ShownNote(n.id, n.section, n.text, n.basis, n.claims, n.lead) for n in rulebase.notes)
        self.urgent = tuple(UrgentNote(n.id, n.text, n.basis, n.claims) for n in rulebase.notes)
        self.warnings = {treatment.id: _warnings(treatment) for treatment in rulebase.treatments}
        self.not_applicable = {
            t.id: Unsuggested(t.id, t.name, t.what, t.setting, _not_called_for(rulebase, t))
            for t in rulebase.treatments
        }
        self.would_need = {
            setting.id: WouldNeedAnswer(setting.would_need.question, setting.would_need.option, setting.would_need.text)
            for setting in rulebase.settings
            if setting.would_need
        }


def _warnings(treatment: Treatment) -> tuple[tuple[ShownWarning, ShownWarning], ...]:
    def shown(warning: TreatmentWarning, *, stressed: bool) -> ShownWarning:
        return ShownWarning(warning.id, warning.severity, warning.text, stressed, warning.claims)

    gravest_first = sorted(treatment.warnings, key=lambda one: (SEVERITIES.index(one.severity), one.id))
    return tuple((shown(one, stressed=False), shown(one, stressed=True)) for one in gravest_first)


def _not_called_for(rulebase: RuleBase, treatment: Treatment) -> tuple[Reason, ...]:
    """Returns the reason why a treatment is not applicable, naming what it would be for; none where nothing fits."""
    depths: dict[str, set[str]] = {}
    for fit in treatment.fits:
        for kind, _ in conditions_by_kind(rulebase, fit.binding, fit.when):
            depths.setdefault(kind, set()).update(fit.binding.depths or _depths_of(rulebase, kind))
    kinds = tuple(kind for kind in rulebase.kind_question.option_ids if kind in depths)
    alike: dict[str, list[str]] = {}  # the kinds that are fitted at the same depths
    for kind in kinds:
        some = depths[kind] - {NOT_SURE} if depths[kind] < _depths_of(rulebase, kind) else ()
        named = answer_words(rulebase, rulebase.kinds.depth_questions[kind], some) if some else ""
        alike.setdefault(f", if {named}" if named else "", []).append(kind)
    if not alike:
        return ()
    said = "; or for ".join(
        f"{answer_words(rulebase, rulebase.kinds.question, group)}{depth}" for depth, group in alike.items()
    )
    basis: Basis = "source" if all(fit.basis == "source" for fit in treatment.fits) else "house judgement"
    claims = tuple(dict.fromkeys(claim for fit in treatment.fits for claim in fit.claims))
    return (Reason("", f"It would be for {said}. Nothing you reported calls for it.", 0, basis, claims, kinds),)


def _depths_of(rulebase: RuleBase, kind: str) -> frozenset[str]:
    """Every depth that a kind can have; none where it has no depth question."""
    question = rulebase.kinds.depth_questions.get(kind)
    return frozenset(rulebase.question_by_id[question].option_ids if question else ())
