"""Everything an advice shows, as masks, and where two rule bases show different things.

What counts is what a person can see: the lists, the fit and grade that count for each kind, the reasons, who stands
above whom or level with whom, the warnings and which are stressed, the notes and which are urgent. Points count only
by the order they make, and derivations only by what follows from them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

from advisor.cases.observed import observable_changes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.enumeration.outcomes import Outcomes, Scores

__all__ = ["Shown", "difference"]


@dataclass(frozen=True)
class Shown:
    """The masks of what is shown, each under a key that says what it is."""

    outcomes: Outcomes

    @cached_property
    def masks(self) -> dict[tuple[str, ...], int]:
        """Everything but the order; what is shown to no one has no key."""
        return {key: mask for key, mask in self._masks() if mask}

    def _masks(self) -> Iterator[tuple[tuple[str, ...], int]]:
        outcomes = self.outcomes
        for place, table in outcomes.lists.items():
            yield from (((place, treatment), mask) for treatment, mask in table.items())
        for treatment in outcomes.rulebase.treatments:
            for fit in treatment.fits:
                for kind in outcomes.reported:
                    yield ("fit", fit.id, kind, fit.grade), outcomes.decisive_fits.get((fit.id, kind), 0)
            for rule in treatment.adjusts:
                yield from (
                    (("adjusts", rule.id, kind), mask) for kind, mask in observable_changes(outcomes, rule).items()
                )
            for rule_out in treatment.rules_out:
                for kind in outcomes.reported:
                    mask = outcomes.rule_masks[rule_out.id].get(kind, 0)
                    yield ("rules out", rule_out.id, kind), mask & outcomes.not_recommended[treatment.id]
        for what in ("warned", "stressed", "noted", "urgent"):
            yield from (((what, name), mask) for name, mask in getattr(outcomes, what).items())

    def order(self, kind: str | None) -> dict[str, Scores]:
        """The scores in the plan of a kind, or overall, by treatment."""
        if kind is None:
            return self.outcomes.overall_scores
        return {treatment: scores for (treatment, of), scores in self.outcomes.scores.items() if of == kind}

    def beside(self, one: str, other: str, kind: str | None) -> int:
        """Where two treatments stand in the same list and so are ranked against each other."""
        outcomes = self.outcomes
        both = outcomes.suggested[one] & outcomes.suggested[other]
        return both if kind is not None else both | outcomes.beyond_budget[one] & outcomes.beyond_budget[other]


def difference(one: Shown, other: Shown) -> int:
    """The profiles whose advice shows something else; 0 when nothing that anyone is shown differs."""
    found = 0
    for key in one.masks.keys() | other.masks.keys():
        found |= one.masks.get(key, 0) ^ other.masks.get(key, 0)
    for kind in (None, *one.outcomes.reported):
        found |= _order(one, other, kind)
    return found


def _order(one: Shown, other: Shown, kind: str | None) -> int:
    """Where two treatments that stand beside each other under both are ranked otherwise."""
    found = 0
    mine, theirs = one.order(kind), other.order(kind)
    common = sorted(mine.keys() & theirs.keys())
    changed = {treatment for treatment in common if mine[treatment] != theirs[treatment]}
    for first, second in combinations(common, 2):
        if first not in changed and second not in changed:
            continue
        both = one.beside(first, second, kind) & other.beside(first, second, kind)
        if both:
            found |= both & (mine[first].above(mine[second]) ^ theirs[first].above(theirs[second]))
            found |= both & (mine[second].above(mine[first]) ^ theirs[second].above(theirs[first]))
    return found
