"""What one person's advice holds, in the terms that cases use; from an advice, or from the masks for a profile number.

Both lead to the same ``Observed``, so that a case is judged by one piece of code whichever engine gave the advice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from advisor.engine.ranking import ranks
from advisor.enumeration.visible_masks import adjusted_plans

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from advisor.enumeration.outcomes import Outcomes
    from advisor.model.advice import Advice, Suggestion

__all__ = ["BEYOND", "LISTS", "OVERALL", "Observed", "observed_at", "observed_by"]

LISTS = ("suggested", "beyond_budget", "not_recommended", "not_applicable")
OVERALL, BEYOND = "overall", "beyond_budget"  # ranks are given for these beside the kinds


@dataclass(frozen=True, kw_only=True, slots=True)
class Observed:
    """Everything that a case can have expectations about.

    ``places``: the list of each treatment. ``plans``: the suggestions for each reported kind, best first. ``ranks``: by
    kind, ``overall`` and ``beyond_budget``, the rank of each treatment there (equals share one). ``grades``: by kind,
    the grade of each treatment offered for it. ``reasons``: the ids of the rules shown with each treatment. The others
    are ids.
    """

    places: Mapping[str, str]
    plans: Mapping[str, tuple[str, ...]]
    ranks: Mapping[str, Mapping[str, int]]
    grades: Mapping[str, Mapping[str, str]]
    reasons: Mapping[str, frozenset[str]]
    warnings: frozenset[str]
    stressed: frozenset[str]
    notes: frozenset[str]
    urgent: frozenset[str]

    def listed(self, place: str) -> tuple[str, ...]:
        """Returns the treatments in one of the four lists, sorted by id."""
        return tuple(sorted(treatment for treatment, found in self.places.items() if found == place))


def observed_by(advice: Advice) -> Observed:
    """Returns what an advice holds."""
    offered, by_place = advice.offers, advice.lists
    grades: dict[str, dict[str, str]] = {kind: {} for kind in advice.plans}
    for suggestion in offered:
        for fit in suggestion.fits:
            grades[fit.kind][suggestion.treatment] = fit.grade
    by_id = {suggestion.treatment: suggestion for suggestion in advice.suggestions}
    return Observed(
        places={shown.treatment: place for place, listed in by_place.items() for shown in listed},
        plans=advice.plans,
        ranks={
            OVERALL: {suggestion.treatment: suggestion.rank for suggestion in advice.suggestions},
            BEYOND: {suggestion.treatment: suggestion.rank for suggestion in advice.beyond_budget},
            **{kind: _plan_ranks(kind, (by_id[one] for one in plan)) for kind, plan in advice.plans.items()},
        },
        grades=grades,
        reasons={
            shown.treatment: frozenset(reason.rule for reason in shown.reasons if reason.rule)
            for listed in by_place.values()
            for shown in listed
        },
        warnings=frozenset(warning.id for shown in offered for warning in shown.warnings),
        stressed=frozenset(warning.id for shown in offered for warning in shown.warnings if warning.stressed),
        notes=frozenset(note.id for note in advice.notes),
        urgent=frozenset(note.id for note in advice.urgent),
    )


def _plan_ranks(kind: str, plan: Iterable[Suggestion]) -> dict[str, int]:
    scores = {one.treatment: next(fit.score for fit in one.fits if fit.kind == kind) for one in plan}
    return dict(zip(scores, ranks(scores.values()), strict=True))


def observed_at(outcomes: Outcomes, number: int) -> Observed:
    """Returns what the masks say of the profile with that number."""
    rulebase = outcomes.rulebase

    def names(table: Mapping[str, int]) -> frozenset[str]:
        return frozenset(name for name, mask in table.items() if mask >> number & 1)

    places = {treatment: place for place, table in outcomes.lists.items() for treatment in names(table)}
    offered = {treatment for treatment, place in places.items() if place in LISTS[:2]}
    kinds = [kind for kind, mask in outcomes.reported.items() if mask >> number & 1]
    ranked: dict[str, dict[str, int]] = {}
    for place, where in (("suggested", OVERALL), ("beyond_budget", BEYOND)):
        here = {one: outcomes.overall_scores[one].at(number) for one in offered if places[one] == place}
        ranked[where] = _ranked(outcomes, here)
    for kind in kinds:
        here = {
            treatment: scores.at(number)
            for (treatment, of), scores in outcomes.scores.items()
            if of == kind and scores.where >> number & 1 and places[treatment] == "suggested"
        }
        ranked[kind] = _ranked(outcomes, here)
    grades: dict[str, dict[str, str]] = {kind: {} for kind in kinds}
    reasons: dict[str, set[str]] = {treatment.id: set() for treatment in rulebase.treatments}
    for treatment in rulebase.treatments:
        if treatment.id in offered:
            for fit in treatment.fits:
                for kind in kinds:
                    if outcomes.decisive_fits.get((fit.id, kind), 0) >> number & 1:
                        grades[kind][treatment.id] = fit.grade
                        reasons[treatment.id].add(fit.id)
            for rule in treatment.adjusts:
                if any(mask >> number & 1 for mask in adjusted_plans(outcomes, rule).values()):
                    reasons[treatment.id].add(rule.id)
        elif places[treatment.id] == "not_recommended":
            for rule_out in treatment.rules_out:
                if any(mask >> number & 1 for mask in outcomes.rule_masks[rule_out.id].values()):
                    reasons[treatment.id].add(rule_out.id)
    return Observed(
        places=places,
        plans={kind: tuple(ranked[kind]) for kind in kinds},
        ranks=ranked,
        grades=grades,
        reasons={treatment: frozenset(rules) for treatment, rules in reasons.items()},
        warnings=names(outcomes.warned),
        stressed=names(outcomes.stressed),
        notes=names(outcomes.noted),
        urgent=names(outcomes.urgent),
    )


def _ranked(outcomes: Outcomes, scores: Mapping[str, int]) -> dict[str, int]:
    """Returns the rank of each treatment, in the order shown: best first, equals by least invasive, then by name."""
    by_id = outcomes.rulebase.treatment_by_id
    order = sorted(scores, key=lambda one: (-scores[one], by_id[one].invasiveness, by_id[one].name, one))
    return dict(zip(order, ranks(scores[one] for one in order), strict=True))
