"""Finds each outcome that differs between two rule bases, with the mask of the profiles for which it differs."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Literal

from advisor.enumeration.fact_masks import union
from advisor.enumeration.visible_masks import visible_masks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from advisor.author.compare.joint_space import JointOutcomes
    from advisor.enumeration.outcomes import Outcomes, Scores

__all__ = ["ABSENT", "ChangedAspect", "OutcomeChange", "outcome_changes"]

ChangedAspect = Literal["place", "grade", "order", "warning", "stress", "note", "urgent"]
ABSENT = "not there"


@dataclass(frozen=True, slots=True)
class OutcomeChange:
    """One outcome that differs for the profiles of ``mask``.

    ``aspect`` ``place`` is the list that a treatment is in. ``subject`` is the id of a treatment (place, grade, order),
    warning or note. ``kind`` is the reported kind that a grade or an order is about, empty for the overall order.
    ``others`` are the treatments that the subject now stands above, or below.
    """

    aspect: ChangedAspect
    subject: str
    before: str
    after: str
    mask: int
    kind: str = ""
    others: tuple[str, ...] = ()


def outcome_changes(joint: JointOutcomes) -> Iterator[OutcomeChange]:
    """Yields every outcome that differs, but for the reasons.

    Grades and warnings are compared where both rule bases offer the treatment, suggested or beyond the budget; orders
    where both suggest both treatments.
    """
    told = _told(joint.old), _told(joint.new)
    old, new = joint.old, joint.new
    owner = {w.id: t.id for o in (old, new) for t in o.rulebase.treatments for w in t.warnings}
    offered = {warning: _offered(joint, treatment) for warning, treatment in owner.items()}
    attached = {name: old.warned.get(name, 0) & new.warned.get(name, 0) for name in owner}
    yield from _lists(joint, *told)
    yield from _grades(joint, *told)
    yield from _orders(joint)
    yield from _on_off("warning", _names(old.warned, new.warned), *told, ("not attached", "attached"), offered)
    yield from _on_off("stress", _names(old.stressed, new.stressed), *told, ("not stressed", "stressed"), attached)
    yield from _on_off("note", _names(old.noted, new.noted), *told, ("not shown", "shown"))
    yield from _on_off("urgent", _names(old.urgent, new.urgent), *told, ("not urgent", "urgent"))


_Told = dict[tuple[str, str, str], dict[str, int]]  # by aspect, subject and kind: where it has which value


def _told(outcomes: Outcomes) -> _Told:
    """Returns what an advice tells, without reasons and points: of those the order is compared by itself."""
    found: _Told = {}
    for item, mask in visible_masks(outcomes, without=("reason", "points")):
        values = found.setdefault((item.aspect, item.subject, item.kind), {})
        values[item.value] = values.get(item.value, 0) | mask
    return found


def _names(old: Mapping[str, int], new: Mapping[str, int]) -> list[str]:
    return [*new, *(name for name in old if name not in new)]


def _lists(joint: JointOutcomes, old: _Told, new: _Told) -> Iterator[OutcomeChange]:
    absent = {ABSENT: joint.new.every}
    for treatment in _names(joint.old.suggested, joint.new.suggested):
        for before, leaving in old.get(("place", treatment, ""), absent).items():
            for after, entering in new.get(("place", treatment, ""), absent).items():
                if before != after and (mask := leaving & entering):
                    yield OutcomeChange("place", treatment, before, after, mask)


def _offered(joint: JointOutcomes, treatment: str) -> int:
    """The profiles to which both rule bases offer a treatment."""
    return joint.old.offered.get(treatment, 0) & joint.new.offered.get(treatment, 0)


def _grades(joint: JointOutcomes, old: _Told, new: _Told) -> Iterator[OutcomeChange]:
    for treatment in joint.new.offered:
        offered = _offered(joint, treatment)
        for kind in _names(joint.old.reported, joint.new.reported) if offered else ():
            reported = offered & joint.old.reported.get(kind, 0)
            afterwards = _masks_by_grade(new, treatment, kind, reported)
            for before, left in _masks_by_grade(old, treatment, kind, reported).items():
                for after, come in afterwards.items():
                    if before != after and (mask := left & come):
                        yield OutcomeChange("grade", treatment, before, after, mask, kind)


def _masks_by_grade(told: _Told, treatment: str, kind: str, among: int) -> dict[str, int]:
    """By grade: the profiles for which it counts for a kind; also those for which there is a rule-out, or no fit."""
    ruled_out = told.get(("ruled out", treatment, kind), {}).get("", 0)
    masks = {"ruled out": ruled_out, **told.get(("grade", treatment, kind), {})}
    masks["no fit"] = ~union(masks.values())
    return {grade: mask & among for grade, mask in masks.items()}


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


def _on_off(
    aspect: ChangedAspect,
    names: Iterable[str],
    old: _Told,
    new: _Told,
    words: tuple[str, str],
    among: Mapping[str, int] | None = None,
) -> Iterator[OutcomeChange]:
    off, on = words
    for name in names:
        before, after = (told.get((aspect, name, ""), {}).get("", 0) for told in (old, new))
        if among is not None:
            before, after = before & among[name], after & among[name]
        if lost := before & ~after:
            yield OutcomeChange(aspect, name, on, off, lost)
        if gained := after & ~before:
            yield OutcomeChange(aspect, name, off, on, gained)
