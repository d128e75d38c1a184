"""Compares the visible advice of two rule bases over one answer space.

What counts is what a person can see: the visible masks, and who stands above whom or level with whom. Points count only
by the order they make, and derivations only by what follows from them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

from advisor.enumeration.fact_masks import union
from advisor.enumeration.visible_masks import visible_masks

if TYPE_CHECKING:
    from advisor.enumeration.outcomes import Outcomes, Scores

__all__ = ["VisibleAdvice", "difference"]


@dataclass(frozen=True)
class VisibleAdvice:
    """The visible advice of every profile."""

    outcomes: Outcomes

    @cached_property
    def masks(self) -> dict[tuple[str, ...], int]:
        """The visible masks by their keys, without those that are empty."""
        return {key: mask for key, mask in visible_masks(self.outcomes) if mask}

    def scores(self, kind: str | None) -> dict[str, Scores]:
        """Returns the scores in the plan of a kind, or overall, by treatment."""
        if kind is None:
            return self.outcomes.overall_scores
        return {treatment: scores for (treatment, of), scores in self.outcomes.scores.items() if of == kind}

    def beside(self, first: str, second: str, kind: str | None) -> int:
        """Returns the mask of the profiles for which two treatments stand in one list, and so are ranked."""
        outcomes = self.outcomes
        both = outcomes.suggested[first] & outcomes.suggested[second]
        return both if kind is not None else both | outcomes.beyond_budget[first] & outcomes.beyond_budget[second]


def difference(one: VisibleAdvice, other: VisibleAdvice) -> int:
    """Returns the profiles whose advice looks different; 0 when no one can see any difference."""
    keys = one.masks.keys() | other.masks.keys()
    found = union(one.masks.get(key, 0) ^ other.masks.get(key, 0) for key in keys)
    return found | union(_order_difference(one, other, kind) for kind in (None, *one.outcomes.reported))


def _order_difference(one: VisibleAdvice, other: VisibleAdvice, kind: str | None) -> int:
    """Returns where both list two treatments beside each other but order them differently."""
    found = 0
    mine, theirs = one.scores(kind), other.scores(kind)
    common = sorted(mine.keys() & theirs.keys())
    changed = {treatment for treatment in common if mine[treatment] != theirs[treatment]}
    for first, second in combinations(common, 2):
        if first in changed or second in changed:
            both = one.beside(first, second, kind) & other.beside(first, second, kind)
            found |= both & (mine[first].above(mine[second]) ^ theirs[first].above(theirs[second]))
            found |= both & (mine[second].above(mine[first]) ^ theirs[second].above(theirs[first]))
    return found
