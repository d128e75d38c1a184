"""What one person's advice holds, in the terms that cases use; from an advice, or from the masks for a profile number.

Both lead to the same ``Observed``, so that a case is judged by one piece of code whichever engine gave the advice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from advisor.engine.ranking import ranks
from advisor.enumeration.visible_masks import VisibleItem, visible_masks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from advisor.enumeration.outcomes import Outcomes
    from advisor.enumeration.visible_masks import Aspect
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
    by_id = {suggestion.treatment: suggestion for suggestion in advice.suggestions}
    ranked = {
        OVERALL: {suggestion.treatment: suggestion.rank for suggestion in advice.suggestions},
        BEYOND: {suggestion.treatment: suggestion.rank for suggestion in advice.beyond_budget},
        **{kind: _plan_ranks(kind, (by_id[one] for one in plan)) for kind, plan in advice.plans.items()},
    }
    return _observed(_told(advice), advice.plans, ranked)


def _told(advice: Advice) -> Iterator[VisibleItem]:
    """Yields what an advice tells, without points, of which ranks are made, and without what only the trace tells."""
    for place, listed in advice.lists.items():
        for shown in listed:
            yield VisibleItem("place", shown.treatment, value=place)
            for reason in shown.reasons:
                if reason.rule:
                    yield from (VisibleItem("reason", shown.treatment, kind, reason.rule) for kind in reason.kinds)
    for offered in advice.offers:
        yield from (VisibleItem("grade", offered.treatment, fit.kind, fit.grade, fit.basis) for fit in offered.fits)
        for warning in offered.warnings:
            yield VisibleItem("warning", warning.id)
            if warning.stressed:
                yield VisibleItem("stress", warning.id)
    yield from (VisibleItem("note", note.id) for note in advice.notes)
    yield from (VisibleItem("urgent", note.id) for note in advice.urgent)


def _plan_ranks(kind: str, plan: Iterable[Suggestion]) -> dict[str, int]:
    scores = {one.treatment: next(fit.score for fit in one.fits if fit.kind == kind) for one in plan}
    return dict(zip(scores, ranks(scores.values()), strict=True))


def observed_at(outcomes: Outcomes, number: int) -> Observed:
    """Returns what the masks say of the profile with that number."""
    masks = visible_masks(outcomes, without=("points", "ruled out"))
    told = [item for item, mask in masks if mask >> number & 1]
    places = {item.subject: item.value for item in told if item.aspect == "place"}
    kinds = [kind for kind, mask in outcomes.reported.items() if mask >> number & 1]
    ranked: dict[str, dict[str, int]] = {}
    for place, where in (("suggested", OVERALL), ("beyond_budget", BEYOND)):
        here = {one: outcomes.overall_scores[one].at(number) for one, found in places.items() if found == place}
        ranked[where] = _ranked(outcomes, here)
    for kind in kinds:
        here = {
            treatment: scores.at(number)
            for (treatment, of), scores in outcomes.scores.items()
            if of == kind and scores.where >> number & 1 and places[treatment] == "suggested"
        }
        ranked[kind] = _ranked(outcomes, here)
    return _observed(told, {kind: tuple(ranked[kind]) for kind in kinds}, ranked)


def _ranked(outcomes: Outcomes, scores: Mapping[str, int]) -> dict[str, int]:
    """Returns the rank of each treatment, in the order shown: best first, equals by least invasive, then by name."""
    by_id = outcomes.rulebase.treatment_by_id
    order = sorted(scores, key=lambda one: (-scores[one], by_id[one].invasiveness, by_id[one].name, one))
    return dict(zip(order, ranks(scores[one] for one in order), strict=True))


def _observed(
    told: Iterable[VisibleItem], plans: Mapping[str, tuple[str, ...]], ranked: Mapping[str, Mapping[str, int]]
) -> Observed:
    items: dict[Aspect, list[VisibleItem]] = {}
    for item in told:
        items.setdefault(item.aspect, []).append(item)
    places = {item.subject: item.value for item in items.get("place", ())}
    grades: dict[str, dict[str, str]] = {kind: {} for kind in plans}
    for item in items.get("grade", ()):
        grades[item.kind][item.subject] = item.value
    reasons: dict[str, set[str]] = {treatment: set() for treatment in places}
    for item in items.get("reason", ()):
        reasons[item.subject].add(item.value)

    def named(aspect: Aspect) -> frozenset[str]:
        return frozenset(item.subject for item in items.get(aspect, ()))

    return Observed(
        places=places,
        plans=plans,
        ranks=ranked,
        grades=grades,
        reasons={treatment: frozenset(rules) for treatment, rules in reasons.items()},
        warnings=named("warning"),
        stressed=named("stress"),
        notes=named("note"),
        urgent=named("urgent"),
    )
