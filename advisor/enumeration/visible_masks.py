"""Everything that an advice tells, as masks. This is the one list of it: whoever asks for less names what is left out.

Within one rule base the order follows from these masks; two rule bases can differ in it, so compare their scores too.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from advisor.enumeration.outcomes import Outcomes
    from advisor.model.rules import Adjustment

__all__ = ["Aspect", "VisibleItem", "adjusted_plans", "visible_masks"]

Aspect = Literal["place", "grade", "reason", "points", "ruled out", "warning", "stress", "note", "urgent"]


class VisibleItem(NamedTuple):
    """One thing that an advice tells. ``subject`` is the id of a treatment, warning or note.

    ``value`` is the list of a ``place``, the id of a ``grade`` or of the rule of a ``reason``, and the bit of
    ``points`` (empty: that there are any). A ``reason`` is one that is shown, so a rule-out only where the treatment is
    not recommended; ``ruled out`` is any rule-out that holds, and only the trace tells of it where another kind fits.
    """

    aspect: Aspect
    subject: str
    kind: str = ""
    value: str = ""
    basis: str = ""


def visible_masks(outcomes: Outcomes, *, without: Collection[Aspect] = ()) -> Iterator[tuple[VisibleItem, int]]:
    """Yields each thing that an advice tells to anyone, with the profiles to which it is told.

    Profiles of one rule base that agree on all of these masks are given the same advice.
    """
    for aspect, masks in _MASKS.items():
        if aspect not in without:
            yield from ((VisibleItem(aspect, *key), mask) for key, mask in masks(outcomes) if mask)


def adjusted_plans(outcomes: Outcomes, rule: Adjustment) -> dict[str, int]:
    """Returns by kind where an adjustment moves its treatment in the plan of that kind."""
    masks = outcomes.rule_masks[rule.id]
    return {
        kind: (masks.get(kind, 0) | masks.get(None, 0)) & outcomes.fits.get((rule.treatment, kind), 0)
        for kind in outcomes.reported
    }


_Masks = Iterator[tuple[tuple[str, ...], int]]  # what follows the aspect in an item, and the mask


def _places(outcomes: Outcomes) -> _Masks:
    for place, table in outcomes.lists.items():
        yield from (((treatment, "", place), mask) for treatment, mask in table.items())


def _grades(outcomes: Outcomes) -> _Masks:
    found: dict[tuple[str, ...], int] = {}
    for treatment in outcomes.rulebase.treatments:
        for fit in treatment.fits:
            for kind in outcomes.reported:
                key = (treatment.id, kind, fit.grade, fit.basis)
                found[key] = found.get(key, 0) | outcomes.decisive_fits.get((fit.id, kind), 0)
    yield from found.items()


def _reasons(outcomes: Outcomes) -> _Masks:
    for treatment in outcomes.rulebase.treatments:
        for kind in outcomes.reported:
            for fit in treatment.fits:
                yield (treatment.id, kind, fit.id), outcomes.decisive_fits.get((fit.id, kind), 0)
            for rule_out in treatment.rules_out:
                mask = outcomes.rule_masks[rule_out.id].get(kind, 0)
                yield (treatment.id, kind, rule_out.id), mask & outcomes.not_recommended[treatment.id]
        for rule in treatment.adjusts:
            yield from (((treatment.id, kind, rule.id), mask) for kind, mask in adjusted_plans(outcomes, rule).items())


def _points(outcomes: Outcomes) -> _Masks:
    for (treatment, kind), scores in outcomes.scores.items():
        yield (treatment, kind), scores.where
        yield from (((treatment, kind, str(bit)), mask) for bit, mask in enumerate(scores.slices))


def _ruled_out(outcomes: Outcomes) -> _Masks:
    yield from outcomes.ruled_out.items()


def _named(table: str, outcomes: Outcomes) -> _Masks:
    yield from (((name,), mask) for name, mask in getattr(outcomes, table).items())


_MASKS: Mapping[Aspect, Callable[[Outcomes], _Masks]] = {
    "place": _places,
    "grade": _grades,
    "reason": _reasons,
    "points": _points,
    "ruled out": _ruled_out,
    "warning": partial(_named, "warned"),
    "stress": partial(_named, "stressed"),
    "note": partial(_named, "noted"),
    "urgent": partial(_named, "urgent"),
}
