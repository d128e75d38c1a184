"""Puts treatments into the four lists, and orders lists and plans, by what the rules concluded.

For each kind a rule-out that holds beats a fit. A treatment with no fit and no rule-out for any reported kind is
``not_applicable``; one that is ruled out for a reported kind and has no fit left is ``not_recommended``; one with a fit
left is ``beyond_budget`` when it is out of reach, and else ``suggested``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from advisor.model.rulebase import RuleBase
    from advisor.model.rules import Adjustment, Fit, RuleOut, Treatment

__all__ = ["Conclusions", "ListName", "Placement", "Ranking", "ranks"]

ListName = Literal["suggested", "beyond_budget", "not_recommended", "not_applicable"]


@dataclass(slots=True)
class Conclusions:
    """What the rules concluded about one treatment: ``(rule, kind)`` for each rule and each kind it fired for."""

    fits: list[tuple[Fit, str]] = field(default_factory=list)
    rules_out: list[tuple[RuleOut, str]] = field(default_factory=list)
    adjusts: list[tuple[Adjustment, str | None]] = field(default_factory=list)


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


class Ranking:
    """Places and orders the treatments of one rule base.

    ``points`` maps the id of a fit (by its grade) or an adjustment to its points; ``weight`` maps it to its place among
    all of them: fits first, those with more points first, then by id.
    """

    def __init__(self, rulebase: RuleBase) -> None:
        grades = {grade.id: grade.points for grade in rulebase.grades}
        fits = {fit.id: grades[fit.grade] for treatment in rulebase.treatments for fit in treatment.fits}
        adjusts = {rule.id: rule.points for treatment in rulebase.treatments for rule in treatment.adjusts}
        self.points = {**fits, **adjusts}
        in_order = sorted(self.points, key=lambda rule: (rule in adjusts, -self.points[rule], rule))
        self.weight = {rule: number for number, rule in enumerate(in_order)}
        self.by_invasiveness = sorted(rulebase.treatments, key=lambda t: (t.invasiveness, t.name, t.id))
        self._order = {treatment.id: number for number, treatment in enumerate(self.by_invasiveness)}
        self._kinds = rulebase.kind_question.option_ids

    def place(self, treatment: Treatment, concluded: Conclusions, in_reach: Collection[str]) -> Placement:
        """Returns the list, fits and scores of a treatment; ``in_reach`` holds the ids of the settings within reach."""
        ruled_out = {kind for _, kind in concluded.rules_out}
        best: dict[str, Fit] = {}
        for fit, kind in sorted(concluded.fits, key=lambda pair: self.weight[pair[0].id]):
            if kind not in ruled_out:
                best.setdefault(kind, fit)
        if not best:
            return Placement(treatment.id, "not_recommended" if ruled_out else "not_applicable", {}, {})
        fits = {kind: best[kind] for kind in self._kinds if kind in best}
        scores = {kind: self.points[fit.id] for kind, fit in fits.items()}
        for rule, bound in concluded.adjusts:
            for kind in scores if bound is None else (bound,):
                if kind in scores:
                    scores[kind] += rule.points
        return Placement(treatment.id, "suggested" if treatment.setting in in_reach else "beyond_budget", fits, scores)

    def ordered(self, placements: Iterable[Placement]) -> list[Placement]:
        """Returns placements best first; equals by invasiveness, then by name."""
        return sorted(placements, key=lambda one: (-one.score, self._order[one.treatment]))

    def plan(self, suggested: Iterable[Placement], kind: str) -> tuple[str, ...]:
        """Returns the ids of the treatments suggested for one kind, in the same order but by their score for it."""
        fitting = [one for one in suggested if kind in one.scores]
        return tuple(
            one.treatment for one in sorted(fitting, key=lambda one: (-one.scores[kind], self._order[one.treatment]))
        )


def ranks(scores: Iterable[int]) -> tuple[int, ...]:
    """Returns the rank of each score, given best first. Equal scores share a rank, and the next skips: 1, 2, 2, 4."""
    first: dict[int, int] = {}
    return tuple(first.setdefault(score, number) for number, score in enumerate(scores, start=1))
