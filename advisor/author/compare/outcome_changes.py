"""Finds each outcome that differs between two rule bases, with the mask of the profiles for which it differs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from advisor.author.compare.joint_space import JointOutcomes
    from advisor.enumeration.outcomes import Outcomes, Scores

__all__ = ["ABSENT", "Aspect", "OutcomeChange", "outcome_changes"]

Aspect = Literal["place", "grade", "order", "warning", "stress", "note", "urgent"]
ABSENT = "not there"


@dataclass(frozen=True, slots=True)
class OutcomeChange:
    """One outcome that differs for the profiles of ``mask``.

    ``aspect`` ``place`` is the list that a treatment is in. ``subject`` is the id of a treatment (place, grade, order),
    warning or note. ``kind`` is the reported kind that a grade or an order is about, empty for the overall order.
    ``others`` are the treatments that the subject now stands above, or below.
    """

    aspect: Aspect
    subject: str
    before: str
    after: str
    mask: int
    kind: str = ""
    others: tuple[str, ...] = ()


def outcome_changes(joint: JointOutcomes) -> Iterator[OutcomeChange]:
    """Yields every outcome that differs.

    Grades and warnings are compared where both rule bases offer the treatment, suggested or beyond the budget; orders
    where both suggest both treatments.
    """
    yield from _lists(joint)
    yield from _grades(joint)
    yield from _orders(joint)
    yield from _warnings(joint)
    old, new = joint.old, joint.new
    yield from _on_off("note", old.noted, new.noted, ("not shown", "shown"))
    yield from _on_off("urgent", old.urgent, new.urgent, ("not urgent", "urgent"))


def _names(old: Mapping[str, int], new: Mapping[str, int]) -> list[str]:
    return [*new, *(name for name in old if name not in new)]


def _lists(joint: JointOutcomes) -> Iterator[OutcomeChange]:
    old, new, every = joint.old, joint.new, joint.new.every
    for treatment in _names(old.suggested, new.suggested):
        for before, leaving in _masks_by_list(old, treatment, every).items():
            for after, entering in _masks_by_list(new, treatment, every).items():
                if before != after and (mask := leaving & entering):
                    yield OutcomeChange("place", treatment, before, after, mask)


def _masks_by_list(outcomes: Outcomes, treatment: str, every: int) -> dict[str, int]:
    if treatment not in outcomes.suggested:
        return {ABSENT: every}
    return {name: table[treatment] for name, table in outcomes.lists.items()}


def _offered(joint: JointOutcomes, treatment: str) -> int:
    """The profiles to which both rule bases offer a treatment."""
    return joint.old.offered.get(treatment, 0) & joint.new.offered.get(treatment, 0)


def _grades(joint: JointOutcomes) -> Iterator[OutcomeChange]:
    for treatment in joint.new.offered:
        offered = _offered(joint, treatment)
        for kind in _names(joint.old.reported, joint.new.reported) if offered else ():
            reported = offered & joint.old.reported.get(kind, 0)
            afterwards = _masks_by_grade(joint.new, treatment, kind, reported)
            for before, left in _masks_by_grade(joint.old, treatment, kind, reported).items():
                for after, come in afterwards.items():
                    if before != after and (mask := left & come):
                        yield OutcomeChange("grade", treatment, before, after, mask, kind)


def _masks_by_grade(outcomes: Outcomes, treatment: str, kind: str, among: int) -> dict[str, int]:
    """By grade: the profiles for which it counts for a kind; also those for which there is a rule-out, or no fit."""
    masks: dict[str, int] = {"ruled out": outcomes.ruled_out.get((treatment, kind), 0) & among}
    left = among & ~masks["ruled out"]
    for fit in outcomes.rulebase.treatment_by_id[treatment].fits:
        if mask := outcomes.decisive_fits.get((fit.id, kind), 0) & among:
            masks[fit.grade] = masks.get(fit.grade, 0) | mask
            left &= ~mask
    masks["no fit"] = left
    return masks


def _orders(joint: JointOutcomes) -> Iterator[OutcomeChange]:
    kinds = [kind for kind in joint.new.reported if kind in joint.old.reported]
    for kind in kinds:
        old = {t: scores for (t, k), scores in joint.old.scores.items() if k == kind}
        new = {t: scores for (t, k), scores in joint.new.scores.items() if k == kind}
        yield from _order(joint, old, new, kind)
    yield from _order(joint, joint.old.overall_scores, joint.new.overall_scores, "")


def _order(
    joint: JointOutcomes, old: Mapping[str, Scores], new: Mapping[str, Scores], kind: str
) -> Iterator[OutcomeChange]:
    """Yields, for each treatment whose points changed, the treatments it now stands above or below, ties counted."""
    both = [name for name in new if name in old]
    changed = {name: old[name].above(new[name]) | new[name].above(old[name]) for name in both}
    suggested = {name: joint.old.suggested[name] & joint.new.suggested[name] for name in both}
    for name in both:
        found: dict[str, dict[str, int]] = {"higher": {}, "lower": {}}
        for other in both if changed[name] else ():
            counted = changed[other] if other < name else 0  # where the points of both changed, the pair counts once
            among = suggested[name] & suggested[other] & changed[name] & ~counted
            if name == other or not among:
                continue
            was = (old[name].above(old[other]), old[other].above(old[name]))
            now = (new[name].above(new[other]), new[other].above(new[name]))
            found["higher"][other] = (now[0] & ~was[0] | was[1] & ~now[1]) & among
            found["lower"][other] = (was[0] & ~now[0] | now[1] & ~was[1]) & among
        for way, masks in found.items():
            if whole := reduce(or_, masks.values(), 0):
                others = tuple(other for other, mask in masks.items() if mask)
                yield OutcomeChange("order", name, "", way, whole, kind, others)


def _warnings(joint: JointOutcomes) -> Iterator[OutcomeChange]:
    """Warnings attached or not, stressed or not, where both rule bases offer the treatment."""
    old, new = joint.old, joint.new
    owner = {w.id: t.id for o in (old, new) for t in o.rulebase.treatments for w in t.warnings}
    offered = {warning: _offered(joint, treatment) for warning, treatment in owner.items()}
    yield from _on_off("warning", old.warned, new.warned, ("not attached", "attached"), offered)
    attached = {name: old.warned.get(name, 0) & new.warned.get(name, 0) for name in owner}
    yield from _on_off("stress", old.stressed, new.stressed, ("not stressed", "stressed"), attached)


def _on_off(
    aspect: Aspect,
    old: Mapping[str, int],
    new: Mapping[str, int],
    words: tuple[str, str],
    among: Mapping[str, int] | None = None,
) -> Iterator[OutcomeChange]:
    off, on = words
    for name in _names(old, new):
        before, after = old.get(name, 0), new.get(name, 0)
        if among is not None:
            before, after = before & among[name], after & among[name]
        if lost := before & ~after:
            yield OutcomeChange(aspect, name, on, off, lost)
        if gained := after & ~before:
            yield OutcomeChange(aspect, name, off, on, gained)
