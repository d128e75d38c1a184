"""Holds the advice experta leads to against the masks, profile by profile, for any rule base."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.engine.consultation import Consultation
from advisor.engine.ranking import ranks
from advisor.enumeration.outcomes import Outcomes
from tests.people import answers_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from advisor.enumeration.outcomes import Scores
    from advisor.model.advice import Advice
    from advisor.model.rulebase import RuleBase

Told = dict[str, object]


class Masks:
    """Looks single profiles up in masks, quickly."""

    def __init__(self, outcomes: Outcomes) -> None:
        self.outcomes = outcomes
        self._size = (outcomes.space.size + 7) // 8
        self._bytes: dict[int, bytes] = {}

    def has(self, mask: int, number: int) -> bool:
        """Whether a profile is in a mask."""
        key = id(mask)  # the masks are kept by the outcomes for as long as this lives
        if key not in self._bytes:
            self._bytes[key] = mask.to_bytes(self._size, "little")
        return bool(self._bytes[key][number >> 3] >> (number & 7) & 1)

    def score(self, scores: Scores, number: int) -> int:
        """A score of a profile."""
        return scores.low + sum(self.has(mask, number) << bit for bit, mask in enumerate(scores.slices))

    def names(self, table: Mapping[str, int], number: int) -> set[str]:
        """The names of a table whose mask has the profile."""
        return {name for name, mask in table.items() if self.has(mask, number)}

    def told(self, number: int) -> Told:
        """Everything the masks say of one profile."""
        outcomes, rulebase = self.outcomes, self.outcomes.rulebase
        grades = {fit.id: fit.grade for treatment in rulebase.treatments for fit in treatment.fits}
        treatment_of = {fit.id: treatment.id for treatment in rulebase.treatments for fit in treatment.fits}
        fits = {
            (treatment_of[fit], kind, grades[fit])
            for (fit, kind), mask in outcomes.decisive_fits.items()
            if self.has(mask, number)
        }
        listed = {place: self.names(table, number) for place, table in outcomes.lists.items()}
        offered = listed["suggested"] | listed["beyond_budget"]
        scores = {
            key: self.score(found, number) for key, found in outcomes.scores.items() if self.has(found.where, number)
        }
        best = {treatment: self.score(outcomes.overall_scores[treatment], number) for treatment in offered}
        return {
            **{place: sorted(treatments) for place, treatments in listed.items()},
            "fits": sorted(fits),
            "scores": scores,
            "best": best,
            "ranks": {
                place: _ranks({treatment: best[treatment] for treatment in listed[place]})
                for place in ("suggested", "beyond_budget")
            },
            "warned": sorted(self.names(outcomes.warned, number)),
            "stressed": sorted(self.names(outcomes.stressed, number)),
            "noted": sorted(self.names(outcomes.noted, number)),
            "urgent": sorted(self.names(outcomes.urgent, number)),
        }


def _ranks(scores: dict[str, int]) -> dict[str, int]:
    order = sorted(scores, key=lambda treatment: -scores[treatment])
    return dict(zip(order, ranks(scores[treatment] for treatment in order), strict=True))


def told_by(advice: Advice) -> Told:
    """The same of an advice."""
    offered = (*advice.suggestions, *advice.beyond_budget)
    warnings = [warning for shown in offered for warning in shown.warnings]
    return {
        "suggested": sorted(shown.treatment for shown in advice.suggestions),
        "beyond_budget": sorted(shown.treatment for shown in advice.beyond_budget),
        "not_recommended": sorted(shown.treatment for shown in advice.not_recommended),
        "not_applicable": sorted(shown.treatment for shown in advice.not_applicable),
        "fits": sorted((shown.treatment, fit.kind, fit.grade) for shown in offered for fit in shown.fits),
        "scores": {(shown.treatment, fit.kind): fit.score for shown in offered for fit in shown.fits},
        "best": {shown.treatment: shown.score for shown in offered},
        "ranks": {
            "suggested": {shown.treatment: shown.rank for shown in advice.suggestions},
            "beyond_budget": {shown.treatment: shown.rank for shown in advice.beyond_budget},
        },
        "warned": sorted(warning.id for warning in warnings),
        "stressed": sorted(warning.id for warning in warnings if warning.stressed),
        "noted": sorted(note.id for note in advice.notes),
        "urgent": sorted(note.id for note in advice.urgent),
    }


def disagreement(rulebase: RuleBase, numbers: Iterable[int] | None = None) -> str:
    """The first profile of which the two tell different things, with what differs; empty when there is none."""
    outcomes, consultation = Outcomes(rulebase), Consultation(rulebase)
    masks, space = Masks(outcomes), outcomes.space
    for number in space.numbers(space.every) if numbers is None else numbers:
        person = space.profile(number)
        advice = consultation.advise(answers_of(rulebase, person))
        engine, proofs = told_by(advice), masks.told(number)
        if engine != proofs:
            told = {name: sorted(options) for name, options in person.items()}
            lines = [f"{told}"]
            lines += [f"{n}: experta {engine[n]}; masks {proofs[n]}" for n in engine if engine[n] != proofs[n]]
            return "\n".join(lines)
        plans = {
            kind: [masks.score(outcomes.scores[t, kind], number) for t in plan] for kind, plan in advice.plans.items()
        }
        if any(found != sorted(found, reverse=True) for found in plans.values()):
            return f"{person}: a plan is out of order: {plans}"
    return ""
