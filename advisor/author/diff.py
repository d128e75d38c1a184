"""Two states of the rules: for how many answer combinations which outcome differs, and which rules are behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from advisor.author.approved import OFFERED
from advisor.author.blame import behind
from advisor.author.grouping import cover
from advisor.author.items import changed_items
from advisor.author.moves import moves
from advisor.author.shared import share_space, why_not_shared
from advisor.errors import TooLarge

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.author.approved import Approval
    from advisor.author.grouping import Cover
    from advisor.author.items import ItemChange
    from advisor.author.moves import Aspect, Move
    from advisor.author.shared import Shared
    from advisor.rulebase import RuleBase
    from advisor.space import Space

__all__ = ["Change", "Comparison", "Judged", "compare", "judge"]


@dataclass(frozen=True, slots=True)
class Change:
    """One outcome that differs for ``count`` profiles, told in groups, with one of them in full.

    ``aspect``, ``subject``, ``before``, ``after``, ``kind`` and ``others`` as in ``advisor.author.moves.Move``;
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
class Comparison:
    """What differs. ``every`` profiles were compared, and ``differing`` of them are told something else.

    ``obstacles`` say why the outcomes could not be compared, if so; ``says`` what only one of the two knows.
    """

    old: str
    new: str
    every: int
    differing: int
    changes: tuple[Change, ...]
    items: tuple[ItemChange, ...]
    says: tuple[str, ...] = ()
    obstacles: tuple[str, ...] = ()

    @property
    def compared(self) -> bool:
        """Whether every profile was compared."""
        return not self.obstacles


@dataclass(frozen=True, slots=True)
class Judged:
    """A comparison held against what was approved: what fails, what is allowed, and entries that nothing needs."""

    unapproved: tuple[Change, ...]
    approved: tuple[tuple[Change, Approval], ...]
    unused: tuple[Approval, ...]

    @property
    def fails(self) -> bool:
        """Whether something was loosened that nobody approved."""
        return bool(self.unapproved)


def compare(old: RuleBase, new: RuleBase) -> Comparison:
    """Everything that differs between two rule bases. Never raises: what cannot be compared says so."""
    items = changed_items(old, new)
    obstacles = why_not_shared(old, new)
    if not obstacles:
        try:
            shared = share_space(old, new)
        except TooLarge as error:
            obstacles = (str(error),)
    if obstacles:
        return Comparison(old.digest, new.digest, 0, 0, (), items, obstacles=obstacles)
    found = list(moves(shared))
    differing = 0
    for move in found:
        differing |= move.mask
    changes = tuple(_change(shared, move, items) for move in found)
    every = shared.new.every.bit_count()
    return Comparison(old.digest, new.digest, every, differing.bit_count(), changes, items, shared.says)


def judge(comparison: Comparison, approvals: Iterable[Approval]) -> Judged:
    """Which changes from ruled out to offered an entry names, and which none does."""
    entries = tuple(approvals)
    loosened = [change for change in comparison.changes if change.loosens]
    covered = [(change, next(_covering(change, entries), None)) for change in loosened]
    used = {entry for _, entry in covered if entry}
    return Judged(
        tuple(change for change, entry in covered if entry is None),
        tuple((change, entry) for change, entry in covered if entry),
        tuple(entry for entry in entries if entry not in used) if comparison.compared else (),
    )


def _covering(change: Change, entries: Iterable[Approval]) -> Iterator[Approval]:
    return (entry for entry in entries if entry.covers(change.subject, change.after))


def _change(shared: Shared, move: Move, items: tuple[ItemChange, ...]) -> Change:
    old, new, space = shared.old.rulebase, shared.new.rulebase, shared.new.space
    treatment = new.treatment_by_id.get(move.subject) or old.treatment_by_id.get(move.subject)
    return Change(
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
