"""Everything that a person can see of the advice, as masks.

Within one rule base the order follows from these masks; two rule bases can differ in it, so compare their scores too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.enumeration.outcomes import Outcomes
    from advisor.model.rules import Adjustment

__all__ = ["adjusted_plans", "visible_masks"]


def visible_masks(outcomes: Outcomes) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yields each mask with a key that says what is seen there, such as ``("suggested", treatment)``.

    These are the lists, the fit and grade that count for each kind, the reasons, the warnings and which of them are
    stressed, the notes and which of them are urgent. Profiles of one rule base that agree on all of
    these masks are shown the same.
    """
    for place, table in outcomes.lists.items():
        yield from (((place, treatment), mask) for treatment, mask in table.items())
    for treatment in outcomes.rulebase.treatments:
        for fit in treatment.fits:
            for kind in outcomes.reported:
                yield ("fit", fit.id, kind, fit.grade), outcomes.decisive_fits.get((fit.id, kind), 0)
        for rule in treatment.adjusts:
            yield from ((("adjusts", rule.id, kind), mask) for kind, mask in adjusted_plans(outcomes, rule).items())
        for rule_out in treatment.rules_out:
            for kind in outcomes.reported:
                mask = outcomes.rule_masks[rule_out.id].get(kind, 0)
                yield ("rules out", rule_out.id, kind), mask & outcomes.not_recommended[treatment.id]
    for seen in ("warned", "stressed", "noted", "urgent"):
        yield from (((seen, name), mask) for name, mask in getattr(outcomes, seen).items())


def adjusted_plans(outcomes: Outcomes, rule: Adjustment) -> dict[str, int]:
    """Returns by kind where an adjustment moves its treatment in the plan of that kind."""
    masks = outcomes.rule_masks[rule.id]
    return {
        kind: (masks.get(kind, 0) | masks.get(None, 0)) & outcomes.fits.get((rule.treatment, kind), 0)
        for kind in outcomes.reported
    }
