"""From what the rules concluded to the four lists, the plans and the order. Pure; the precedence is total.

For each kind a rule-out that holds beats a fit. For each treatment: no fit and no rule-out for any reported kind,
``not_applicable``; only rule-outs, ``not_recommended``; a fit left but out of reach, ``beyond_budget``; else suggested.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from advisor.model.rulebase import RuleBase
    from advisor.model.rules import Adjustment, Fit, RuleOut, Treatment

__all__ = ["Concluded", "ListName", "Placement", "ordered", "place_treatment", "plan_order", "ranks"]

ListName = Literal["suggested", "beyond_budget", "not_recommended", "not_applicable"]


@dataclass(frozen=True, slots=True)
class Concluded:
    """What the rules concluded of one treatment: each rule with the kinds it fired for."""

    fits: tuple[tuple[Fit, str], ...] = ()
    rules_out: tuple[tuple[RuleOut, str], ...] = ()
    adjusts: tuple[tuple[Adjustment, str | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Placement:
    """Where one treatment stands: ``fits`` holds the fit that counts for each kind, ``scores`` its score there."""

    treatment: str
    place: ListName
    fits: Mapping[str, Fit]
    scores: Mapping[str, int]

    @property
    def score(self) -> int:
        """The best score over the plans; 0 when the treatment stands in none."""
        return max(self.scores.values(), default=0)


def place_treatment(
    treatment: Treatment, concluded: Concluded, in_reach: Collection[str], rulebase: RuleBase
) -> Placement:
    """Where a treatment stands; ``in_reach`` holds the ids of the settings within reach."""
    ruled_out = {kind for _, kind in concluded.rules_out}
    fits: dict[str, Fit] = {}
    for fit, kind in sorted(concluded.fits, key=lambda pair: (-rulebase.grade_by_id[pair[0].grade].points, pair[0].id)):
        if kind not in ruled_out:
            fits.setdefault(kind, fit)
    scores = {
        kind: rulebase.grade_by_id[fit.grade].points
        + sum(rule.points for rule, bound in concluded.adjusts if bound is None or bound == kind)
        for kind, fit in fits.items()
    }
    if fits:
        found: ListName = "suggested" if treatment.setting in in_reach else "beyond_budget"
    else:
        found = "not_recommended" if ruled_out else "not_applicable"
    order = [kind for kind in rulebase.kind_question.option_ids if kind in fits]
    return Placement(treatment.id, found, {kind: fits[kind] for kind in order}, {kind: scores[kind] for kind in order})


def ordered(standings: Iterable[Placement], rulebase: RuleBase, kind: str | None = None) -> tuple[Placement, ...]:
    """Best first, overall or in the plan of one kind; equals by least invasive, then name."""

    def key(standing: Placement) -> tuple[int, int, str, str]:
        treatment = rulebase.treatment_by_id[standing.treatment]
        score = standing.score if kind is None else standing.scores[kind]
        return (-score, treatment.invasiveness, treatment.name, treatment.id)

    return tuple(sorted((s for s in standings if kind is None or kind in s.scores), key=key))


def plan_order(standings: Iterable[Placement], rulebase: RuleBase, kind: str) -> tuple[str, ...]:
    """The suggested treatments for one kind, best first."""
    suggested = (standing for standing in standings if standing.place == "suggested")
    return tuple(standing.treatment for standing in ordered(suggested, rulebase, kind))


def ranks(scores: Iterable[int]) -> tuple[int, ...]:
    """The rank of each score; they come best first. Equal scores share a rank, the next counts on: 1, 2, 2, 4."""
    found: list[int] = []
    before: int | None = None
    for count, score in enumerate(scores, start=1):
        found.append(count if score != before else found[-1])
        before = score
    return tuple(found)
