"""Puts treatments into the four lists, and orders lists and plans, by what the rules concluded.

For each kind a rule-out that holds beats a fit. A treatment with no fit and no rule-out for any reported kind is
``not_applicable``; one that is ruled out for a reported kind and has no fit left is ``not_recommended``; one with a fit
left is ``beyond_budget`` when it is out of reach, and else ``suggested``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from advisor.model.rulebase import RuleBase
    from advisor.model.rules import Adjustment, Fit, RuleOut, Treatment

__all__ = ["Conclusions", "ListName", "Placement", "ordered", "place_treatment", "plan_order", "ranks"]

ListName = Literal["suggested", "beyond_budget", "not_recommended", "not_applicable"]


@dataclass(frozen=True, slots=True)
class Conclusions:
    """What the rules concluded about one treatment: ``(rule, kind)`` for each rule and each kind it fired for."""

    fits: tuple[tuple[Fit, str], ...] = ()
    rules_out: tuple[tuple[RuleOut, str], ...] = ()
    adjusts: tuple[tuple[Adjustment, str | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Placement:
    """The list of one treatment; by kind, the fit that gives its grade and its score in that plan."""

    treatment: str
    list_name: ListName
    fits: Mapping[str, Fit]
    scores: Mapping[str, int]

    @property
    def score(self) -> int:
        """The best score over the plans; 0 when the treatment is in none."""
        return max(self.scores.values(), default=0)


def place_treatment(
    treatment: Treatment, conclusions: Conclusions, in_reach: Collection[str], rulebase: RuleBase
) -> Placement:
    """Returns the list, fits and scores of a treatment; ``in_reach`` holds the ids of the settings within reach."""
    ruled_out = {kind for _, kind in conclusions.rules_out}
    points = {grade.id: grade.points for grade in rulebase.grades}
    fits: dict[str, Fit] = {}
    for fit, kind in sorted(conclusions.fits, key=lambda pair: (-points[pair[0].grade], pair[0].id)):
        if kind not in ruled_out:
            fits.setdefault(kind, fit)
    scores = {
        kind: points[fit.grade]
        + sum(rule.points for rule, bound in conclusions.adjusts if bound is None or bound == kind)
        for kind, fit in fits.items()
    }
    if fits:
        list_name: ListName = "suggested" if treatment.setting in in_reach else "beyond_budget"
    else:
        list_name = "not_recommended" if ruled_out else "not_applicable"
    order = [kind for kind in rulebase.kind_question.option_ids if kind in fits]
    return Placement(
        treatment.id, list_name, {kind: fits[kind] for kind in order}, {kind: scores[kind] for kind in order}
    )


def ordered(placements: Iterable[Placement], rulebase: RuleBase, kind: str | None = None) -> tuple[Placement, ...]:
    """Returns placements best first, overall or in the plan of one kind; equals by invasiveness, then by name."""

    def key(placement: Placement) -> tuple[int, int, str, str]:
        treatment = rulebase.treatment_by_id[placement.treatment]
        score = placement.score if kind is None else placement.scores[kind]
        return (-score, treatment.invasiveness, treatment.name, treatment.id)

    return tuple(sorted((one for one in placements if kind is None or kind in one.scores), key=key))


def plan_order(placements: Iterable[Placement], rulebase: RuleBase, kind: str) -> tuple[str, ...]:
    """Returns the ids of the treatments suggested for one kind, best first."""
    suggested = (placement for placement in placements if placement.list_name == "suggested")
    return tuple(placement.treatment for placement in ordered(suggested, rulebase, kind))


def ranks(scores: Iterable[int]) -> tuple[int, ...]:
    """Returns the rank of each score, given best first. Equal scores share a rank, and the next skips: 1, 2, 2, 4."""
    first: dict[int, int] = {}
    return tuple(first.setdefault(score, number) for number, score in enumerate(scores, start=1))
