"""Two states of the rules: for how many answer combinations which outcome differs, and which rules are behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from advisor.author.compare.approvals import OFFERED
from advisor.author.compare.causes import behind
from advisor.author.compare.joint_space import share_space, why_not_shared
from advisor.author.compare.outcome_changes import outcome_changes
from advisor.author.compare.source_changes import changed_items
from advisor.author.compare.summaries import cover
from advisor.diagnostics.errors import TooLarge

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.author.compare.approvals import Approval
    from advisor.author.compare.joint_space import Shared
    from advisor.author.compare.outcome_changes import Aspect, OutcomeChange
    from advisor.author.compare.source_changes import ItemChange
    from advisor.author.compare.summaries import Cover
    from advisor.enumeration.answer_space import Space
    from advisor.model.rulebase import RuleBase

__all__ = ["JudgedDiff", "OutcomeDifference", "RuleDiff", "diff_rules", "judge_diff"]


@dataclass(frozen=True, slots=True)
class OutcomeDifference:
    """One outcome that differs for ``count`` profiles, told in groups, with one of them in full.

    ``aspect``, ``subject``, ``before``, ``after``, ``kind`` and ``others`` as in ``OutcomeChange``;
    ``name`` is the subject's name where it is a treatment. ``behind`` are the changed items it depends on.
    """

    aspect: Aspect
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
        """Whether a treatment that was ruled out is now offered."""
        return self.aspect == "place" and self.before == "not_recommended" and self.after in OFFERED


@dataclass(frozen=True, slots=True)
class RuleDiff:
    """What differs. ``every`` profiles were compared, and ``differing`` of them are told something else.

    ``obstacles`` say why the outcomes could not be compared, if so; ``says`` what only one of the two knows.
    """

    old: str
    new: str
    every: int
    differing: int
    changes: tuple[OutcomeDifference, ...]
    items: tuple[ItemChange, ...]
    says: tuple[str, ...] = ()
    obstacles: tuple[str, ...] = ()

    @property
    def compared(self) -> bool:
        """Whether every profile was compared."""
        return not self.obstacles


@dataclass(frozen=True, slots=True)
class JudgedDiff:
    """A comparison held against what was approved: what fails, what is allowed, and entries that nothing needs."""

    unapproved: tuple[OutcomeDifference, ...]
    approved: tuple[tuple[OutcomeDifference, Approval], ...]
    unused: tuple[Approval, ...]

    @property
    def fails(self) -> bool:
        """Whether something was loosened that nobody approved."""
        return bool(self.unapproved)


def diff_rules(old: RuleBase, new: RuleBase) -> RuleDiff:
    """Everything that differs between two rule bases. Never raises: what cannot be compared says so."""
    items = changed_items(old, new)
    obstacles = why_not_shared(old, new)
    if not obstacles:
        try:
            shared = share_space(old, new)
        except TooLarge as error:
            obstacles = (str(error),)
    if obstacles:
        return RuleDiff(old.digest, new.digest, 0, 0, (), items, obstacles=obstacles)
    found = list(outcome_changes(shared))
    differing = 0
    for move in found:
        differing |= move.mask
    changes = tuple(_change(shared, move, items) for move in found)
    every = shared.new.every.bit_count()
    return RuleDiff(old.digest, new.digest, every, differing.bit_count(), changes, items, shared.says)


def judge_diff(comparison: RuleDiff, approvals: Iterable[Approval]) -> JudgedDiff:
    """Which changes from ruled out to offered an entry names, and which none does."""
    entries = tuple(approvals)
    loosened = [change for change in comparison.changes if change.loosens]
    covered = [(change, next(_covering(change, entries), None)) for change in loosened]
    used = {entry for _, entry in covered if entry}
    return JudgedDiff(
        tuple(change for change, entry in covered if entry is None),
        tuple((change, entry) for change, entry in covered if entry),
        tuple(entry for entry in entries if entry not in used) if comparison.compared else (),
    )


def _covering(change: OutcomeDifference, entries: Iterable[Approval]) -> Iterator[Approval]:
    return (entry for entry in entries if entry.covers(change.subject, change.after))


def _change(shared: Shared, move: OutcomeChange, items: tuple[ItemChange, ...]) -> OutcomeDifference:
    old, new, space = shared.old.rulebase, shared.new.rulebase, shared.new.space
    treatment = new.treatment_by_id.get(move.subject) or old.treatment_by_id.get(move.subject)
    return OutcomeDifference(
        aspect=move.aspect,
        subject=move.subject,
        name=treatment.name if treatment and move.aspect in ("place", "grade", "order") else move.subject,
        before=move.before,
        after=move.after,
        kind=move.kind,
        others=move.others,
        count=move.mask.bit_count(),
        groups=cover(space, move.mask),
        example=_example(space, space.first(move.mask)),
        behind=behind(move, old, new, items),
    )


def _example(space: Space, number: int) -> str:
    """Every answer of one profile, as an answers file has them."""
    given = space.profile(number)
    parts = []
    for question in space.questions:
        if question.id in given:
            chosen = [option for option in question.option_ids if option in given[question.id]]
            parts.append(f"{question.id}: {'[' + ', '.join(chosen) + ']' if question.several else chosen[0]}")
    return "; ".join(parts)
