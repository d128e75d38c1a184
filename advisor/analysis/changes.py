"""Where each treatment stands in an advice, and what changed between two advices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from advisor.model.advice import Suggestion
from advisor.model.wording import LIST_WORDS, grade_words, kind_words, ordinal, severity_word

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.model.advice import Advice, Reason, RuleBaseExtract
    from advisor.model.rules import Basis

__all__ = ["Move", "MoveGroup", "Notice", "Standing", "Way", "grouped", "moved", "notices", "standings"]

Way = Literal["in", "up", "other", "down", "out", "along"]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one treatment stands in an advice: its list (``place``), the kinds it is offered for, and the reasons.

    ``rank`` is that of a suggestion, counted from 1; 0 in any other list.
    """

    place: str
    rank: int
    kinds: tuple[str, ...]
    reasons: tuple[Reason, ...]

    @property
    def words(self) -> str:
        """The standing in words: ``suggested, 2nd``, ``not recommended``."""
        return f"{LIST_WORDS[self.place]}, {ordinal(self.rank)}" if self.rank else LIST_WORDS[self.place]


@dataclass(frozen=True, slots=True)
class Move:
    """One treatment that stands elsewhere after a change of answers.

    ``reasons`` are those of rules that fire now and did not before, ``gone`` those of rules that no longer fire.
    ``needs`` is what a treatment newly beyond the budget would need. Where all are empty, it moved because others did.
    """

    treatment: str
    name: str
    before: Standing
    after: Standing
    reasons: tuple[Reason, ...]
    gone: tuple[Reason, ...] = ()
    needs: str = ""

    @property
    def text(self) -> str:
        """The move in words: ``Subcision: was suggested, 1st; now beyond the budget``."""
        return f"{self.name}: {self.change}"

    @property
    def change(self) -> str:
        """The move in words, without the name of the treatment."""
        if self.before.words == self.after.words:
            return f"still {self.after.words}, but not for the same kinds"
        return f"was {self.before.words}; now {self.after.words}"

    @property
    def way(self) -> Way:
        """``in`` or ``out`` of the suggestions, ``up`` or ``down`` among them, else ``other``.

        ``along`` is up or down by no rule of its own, only because others came, went or moved.
        """
        if (self.before.place == "suggested") != (self.after.place == "suggested"):
            return "in" if self.after.place == "suggested" else "out"
        if self.before.place == self.after.place and self.before.rank != self.after.rank:
            if not (self.reasons or self.gone):
                return "along"
            return "up" if self.after.rank < self.before.rank else "down"
        return "other"


@dataclass(frozen=True, slots=True)
class MoveGroup:
    """Moves that go the same way for the same reasons, one or more."""

    moves: tuple[Move, ...]

    @property
    def way(self) -> Way:
        """The way that all of the moves go."""
        return self.moves[0].way

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The reasons of rules that fire now and did not before."""
        return self.moves[0].reasons

    @property
    def gone(self) -> tuple[Reason, ...]:
        """The reasons of rules that no longer fire."""
        return self.moves[0].gone

    @property
    def reach(self) -> str:
        """What the treatments would need, or that they are within the budget now; empty where a rule explains it."""
        several = len(self.moves) > 1
        if needs := self.moves[0].needs:
            return f"{'Each' if several else 'It'} would need: {needs}"
        if self.way == "in" and not (self.reasons or self.gone):
            return f"{'They are' if several else 'It is'} now within the budget."
        return ""


@dataclass(frozen=True, slots=True)
class Notice:
    """A grade, warning or note that a change of answers brought, changed or took away.

    ``words`` say which it is and what became of it; ``text`` is that of the warning or note, empty for a grade.
    """

    words: str
    text: str = ""
    basis: Basis = "source"
    claims: tuple[str, ...] = ()


def standings(advice: Advice) -> dict[str, Standing]:
    """Returns where each treatment stands, by its id, in the order of the advice."""
    found: dict[str, Standing] = {}
    for place, listed in advice.lists.items():
        for one in listed:
            kinds = tuple(fit.kind for fit in one.fits) if isinstance(one, Suggestion) else ()
            # a rank among what is out of reach tells a person nothing
            rank = one.rank if place == "suggested" and isinstance(one, Suggestion) else 0
            found[one.treatment] = Standing(place, rank, kinds, tuple(reason for reason in one.reasons if reason.rule))
    return found


def moved(before: Advice, after: Advice) -> tuple[Move, ...]:
    """Returns every treatment now in another list, at another rank or for other kinds, in the new order."""
    names = {one.treatment: one.name for listed in after.lists.values() for one in listed}
    needs = {s.treatment: s.would_need.text for s in after.beyond_budget if s.would_need}
    old, new = standings(before), standings(after)
    return tuple(
        Move(
            treatment,
            names[treatment],
            old[treatment],
            now,
            tuple(reason for reason in now.reasons if reason not in old[treatment].reasons),
            _gone(old[treatment].reasons, now.reasons),
            needs.get(treatment, "") if old[treatment].place != "beyond_budget" else "",
        )
        for treatment, now in new.items()
        if (now.place, now.rank, now.kinds) != (old[treatment].place, old[treatment].rank, old[treatment].kinds)
    )


def notices(before: Advice, after: Advice) -> tuple[Notice, ...]:
    """Returns the grades and warnings that changed of treatments offered before and after, and notes that came or went.

    Left out are the warnings of a treatment that is newly offered, since it brings them along, and notes that are now
    urgent, since they stand at the very top.
    """
    found: list[Notice] = []
    for now in after.offers:
        if was := before.offered(now.treatment):
            found += _changed_grades(after.rulebase, was, now)
            found += _changed_warnings(was, now)
    urgent = {note.id for note in after.urgent}
    old, new = ({note.id: note for note in advice.notes} for advice in (before, after))
    for words, notes, others in (("New", new, old), ("No longer said", old, new)):
        fresh = (note for name, note in notes.items() if name not in others and name not in urgent)
        found += (Notice(words, note.text, note.basis, note.claims) for note in fresh)
    return tuple(found)


def _changed_grades(rulebase: RuleBaseExtract, was: Suggestion, now: Suggestion) -> Iterator[Notice]:
    earlier = {fit.kind: fit for fit in was.fits}
    for fit in now.fits:
        old = earlier.get(fit.kind)
        if old and (old.grade, old.basis) != (fit.grade, fit.basis):
            before, after = (grade_words(rulebase.grades[one.grade], one.basis) for one in (old, fit))
            yield Notice(f"{now.name}, for {kind_words(rulebase.kinds, [fit.kind])}: {after} instead of {before}")


def _changed_warnings(was: Suggestion, now: Suggestion) -> Iterator[Notice]:
    old, new = ({warning.id: warning for warning in one.warnings} for one in (was, now))
    for name, warning in {**old, **new}.items():
        if name not in new:
            words = "this warning no longer applies"
        elif name not in old:
            words = "a new warning"
        elif new[name].stressed and not old[name].stressed:
            words = "a warning to note specially now"
        else:
            continue
        text = f"{severity_word(warning.severity)}: {warning.text}"
        yield Notice(f"{now.name}, {words}", text, warning.basis, warning.claims)


def grouped(moves: Iterable[Move]) -> tuple[MoveGroup, ...]:
    """Returns the moves by way and reasons, in the order of the first of each group; the groups of ``along`` last."""
    found: dict[object, list[Move]] = {}
    for move in moves:
        found.setdefault((move.way, move.needs, move.reasons, move.gone), []).append(move)
    groups = [MoveGroup(tuple(group)) for group in found.values()]
    return tuple(sorted(groups, key=lambda group: group.way == "along"))


def _gone(before: Iterable[Reason], after: Iterable[Reason]) -> tuple[Reason, ...]:
    """Returns the reasons whose rule no longer fires at all; one that fires for other kinds is not gone."""
    still = {reason.rule for reason in after}
    return tuple(reason for reason in before if reason.rule not in still)
