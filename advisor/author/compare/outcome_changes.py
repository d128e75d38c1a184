"""For which profiles two rule bases tell something different: each outcome that moved, with its mask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from advisor.author.compare.joint_space import Shared
    from advisor.enumeration.outcomes import Outcomes, Scores

__all__ = ["ABSENT", "Aspect", "OutcomeChange", "outcome_changes"]

Aspect = Literal["place", "grade", "order", "warning", "stress", "note", "urgent"]
ABSENT = "not there"


@dataclass(frozen=True, slots=True)
class OutcomeChange:
    """One outcome that differs on the profiles of ``mask``.

    ``subject`` is a treatment (place, grade, order), warning or note; ``kind`` the reported kind a grade or an order is
    about (empty: overall); ``others`` the treatments that an order was changed against.
    """

    aspect: Aspect
    subject: str
    before: str
    after: str
    mask: int
    kind: str = ""
    others: tuple[str, ...] = ()


def outcome_changes(shared: Shared) -> Iterator[OutcomeChange]:
    """Every outcome that differs, by aspect. Grades, orders and warnings: where the treatment is offered by both."""
    yield from _places(shared)
    yield from _grades(shared)
    yield from _orders(shared)
    yield from _warnings(shared)
    old, new = shared.old, shared.new
    yield from _on_off("note", old.noted, new.noted, ("not shown", "shown"))
    yield from _on_off("urgent", old.urgent, new.urgent, ("not urgent", "urgent"))


def _names(one: Mapping[str, int], other: Mapping[str, int]) -> list[str]:
    return [*other, *(name for name in one if name not in other)]


def _places(shared: Shared) -> Iterator[OutcomeChange]:
    old, new, every = shared.old, shared.new, shared.new.every
    for treatment in _names(old.suggested, new.suggested):
        for before, left in _listed(old, treatment, every).items():
            for after, come in _listed(new, treatment, every).items():
                if before != after and (mask := left & come):
                    yield OutcomeChange("place", treatment, before, after, mask)


def _listed(outcomes: Outcomes, treatment: str, every: int) -> dict[str, int]:
    if treatment not in outcomes.suggested:
        return {ABSENT: every}
    return {name: table[treatment] for name, table in outcomes.lists.items()}


def _offered(shared: Shared, treatment: str) -> int:
    """Where both rule bases offer a treatment."""
    return shared.old.offered.get(treatment, 0) & shared.new.offered.get(treatment, 0)


def _grades(shared: Shared) -> Iterator[OutcomeChange]:
    for treatment in shared.new.offered:
        offered = _offered(shared, treatment)
        for kind in _names(shared.old.reported, shared.new.reported) if offered else ():
            reported = offered & shared.old.reported.get(kind, 0)
            afterwards = _graded(shared.new, treatment, kind, reported)
            for before, left in _graded(shared.old, treatment, kind, reported).items():
                for after, come in afterwards.items():
                    if before != after and (mask := left & come):
                        yield OutcomeChange("grade", treatment, before, after, mask, kind)


def _graded(outcomes: Outcomes, treatment: str, kind: str, among: int) -> dict[str, int]:
    """By grade: where it counts for a kind; and where the treatment is ruled out, or has no fit."""
    found: dict[str, int] = {"ruled out": outcomes.ruled_out.get((treatment, kind), 0) & among}
    left = among & ~found["ruled out"]
    for fit in outcomes.rulebase.treatment_by_id[treatment].fits:
        if mask := outcomes.decisive_fits.get((fit.id, kind), 0) & among:
            found[fit.grade] = found.get(fit.grade, 0) | mask
            left &= ~mask
    found["no fit"] = left
    return found


def _orders(shared: Shared) -> Iterator[OutcomeChange]:
    kinds = [kind for kind in shared.new.reported if kind in shared.old.reported]
    for kind in kinds:
        old = {t: scores for (t, k), scores in shared.old.scores.items() if k == kind}
        new = {t: scores for (t, k), scores in shared.new.scores.items() if k == kind}
        yield from _order(shared, old, new, kind)
    yield from _order(shared, shared.old.overall_scores, shared.new.overall_scores, "")


def _order(shared: Shared, old: Mapping[str, Scores], new: Mapping[str, Scores], kind: str) -> Iterator[OutcomeChange]:
    """Who rose above, or fell below, whom in one plan (or overall); told of the treatment whose own points changed."""
    both = [name for name in new if name in old]
    changed = {name: old[name].above(new[name]) | new[name].above(old[name]) for name in both}
    suggested = {name: shared.old.suggested[name] & shared.new.suggested[name] for name in both}
    for name in both:
        found: dict[str, dict[str, int]] = {"higher": {}, "lower": {}}
        for other in both if changed[name] else ():
            told_there = changed[other] if other < name else 0  # of two that both changed the first tells it
            among = suggested[name] & suggested[other] & changed[name] & ~told_there
            if name == other or not among:
                continue
            was = (old[name].above(old[other]), old[other].above(old[name]))
            now = (new[name].above(new[other]), new[other].above(new[name]))
            found["higher"][other] = (now[0] & ~was[0] | was[1] & ~now[1]) & among
            found["lower"][other] = (was[0] & ~now[0] | now[1] & ~was[1]) & among
        for way, masks in found.items():
            whole = 0
            for mask in masks.values():
                whole |= mask
            if whole:
                others = tuple(other for other, mask in masks.items() if mask)
                yield OutcomeChange("order", name, "", way, whole, kind, others)


def _warnings(shared: Shared) -> Iterator[OutcomeChange]:
    """Attached or not, stressed or not, where both offer the treatment."""
    old, new = shared.old, shared.new
    owner = {w.id: t.id for o in (old, new) for t in o.rulebase.treatments for w in t.warnings}
    offered = {warning: _offered(shared, treatment) for warning, treatment in owner.items()}
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
