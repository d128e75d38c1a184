"""Compares two rule bases: for how many profiles each outcome differs, and which changed items cause it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from advisor.author.compare.approvals import OFFERED
from advisor.author.compare.causes import behind
from advisor.author.compare.joint_space import joint_outcomes, obstacles
from advisor.author.compare.outcome_changes import outcome_changes
from advisor.author.compare.source_changes import changed_items
from advisor.author.compare.summaries import cover
from advisor.diagnostics.errors import TooLarge

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.author.compare.approvals import Approval
    from advisor.author.compare.joint_space import JointOutcomes
    from advisor.author.compare.outcome_changes import ChangedAspect, OutcomeChange
    from advisor.author.compare.source_changes import ItemChange
    from advisor.author.compare.summaries import Cover
    from advisor.enumeration.answer_space import Space
    from advisor.model.rulebase import RuleBase

__all__ = ["JudgedDiff", "OutcomeDifference", "RuleDiff", "diff_rules", "judge_diff"]


@dataclass(frozen=True, slots=True)
class OutcomeDifference:
    """One outcome that differs for ``count`` profiles, which ``groups`` describe; ``example`` is one of them in full.

    ``aspect``, ``subject``, ``before``, ``after``, ``kind`` and ``others`` are those of ``OutcomeChange``. ``name`` is
    the subject's name where it is a treatment. ``behind`` are the changed items that the outcome depends on.
    """

    aspect: ChangedAspect
    subject: str
    name: str
    before: str
    after: str
    kind: str
    others: tuple[str, ...]
    count: int
    groups: Cover
    example: str
    behind: tuple[ItemChange, ...]

    @property
    def loosens(self) -> bool:
        """Returns whether a treatment that was ruled out is now offered."""
        return self.aspect == "place" and self.before == "not_recommended" and self.after in OFFERED


@dataclass(frozen=True, slots=True)
class RuleDiff:
    """What differs. ``every`` profiles were compared, and the advice differs for ``differing`` of them.

    ``old`` and ``new`` are digests. ``obstacles`` say why the outcomes could not be compared, if they could not be;
    ``notes`` what only one of the two has.
    """

    old: str
    new: str
    every: int
    differing: int
    changes: tuple[OutcomeDifference, ...]
    items: tuple[ItemChange, ...]
    notes: tuple[str, ...] = ()
    obstacles: tuple[str, ...] = ()

    @property
    def compared(self) -> bool:
        """Returns whether every profile was compared."""
        return not self.obstacles


@dataclass(frozen=True, slots=True)
class JudgedDiff:
    """What is offered now and was ruled out before, without and with approval, and the approvals that nothing needs."""

    unapproved: tuple[OutcomeDifference, ...]
    approved: tuple[tuple[OutcomeDifference, Approval], ...]
    unused: tuple[Approval, ...]

    @property
    def fails(self) -> bool:
        """Returns whether something was loosened that nobody approved."""
        return bool(self.unapproved)


def diff_rules(old: RuleBase, new: RuleBase) -> RuleDiff:
    """Returns everything that differs between two rule bases. Outcomes that cannot be compared are no error."""
    items = changed_items(old, new)
    found = tuple(obstacles(old, new))
    if not found:
        try:
            joint = joint_outcomes(old, new)
        except TooLarge as error:
            found = (str(error),)
    if found:
        return RuleDiff(old.digest, new.digest, 0, 0, (), items, obstacles=found)
    changes = list(outcome_changes(joint))
    differing = reduce(or_, (change.mask for change in changes), 0)
    differences = tuple(_difference(joint, change, items) for change in changes)
    every = joint.new.every.bit_count()
    return RuleDiff(old.digest, new.digest, every, differing.bit_count(), differences, items, joint.notes)


def judge_diff(comparison: RuleDiff, approvals: Iterable[Approval]) -> JudgedDiff:
    """Returns which changes from ruled out to offered are approved by an entry, and which are not."""
    entries = tuple(approvals)
    loosened = [change for change in comparison.changes if change.loosens]
    covered = [
        (change, next((entry for entry in entries if entry.covers(change.subject, change.after)), None))
        for change in loosened
    ]
    used = {entry for _, entry in covered if entry}
    return JudgedDiff(
        tuple(change for change, entry in covered if entry is None),
        tuple((change, entry) for change, entry in covered if entry),
        tuple(entry for entry in entries if entry not in used) if comparison.compared else (),
    )


def _difference(joint: JointOutcomes, change: OutcomeChange, items: tuple[ItemChange, ...]) -> OutcomeDifference:
    old, new, space = joint.old.rulebase, joint.new.rulebase, joint.new.space
    treatment = new.treatment_by_id.get(change.subject) or old.treatment_by_id.get(change.subject)
    return OutcomeDifference(
        aspect=change.aspect,
        subject=change.subject,
        name=treatment.name if treatment and change.aspect in ("place", "grade", "order") else change.subject,
        before=change.before,
        after=change.after,
        kind=change.kind,
        others=change.others,
        count=change.mask.bit_count(),
        groups=cover(space, change.mask),
        example=_example(space, space.first(change.mask)),
        behind=behind(change, old, new, items),
    )


def _example(space: Space, number: int) -> str:
    """Every answer of one profile, written as in an answers file."""
    given = space.profile(number)
    parts = []
    for question in space.questions:
        if question.id in given:
            chosen = [option for option in question.option_ids if option in given[question.id]]
            parts.append(f"{question.id}: {'[' + ', '.join(chosen) + ']' if question.several else chosen[0]}")
    return "; ".join(parts)
