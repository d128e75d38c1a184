"""What changes when a rule, or a condition of one, is taken away: only what depends on it is worked out again."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from advisor.enumeration.outcomes import Outcomes, space_of
from advisor.model.conditions import Is, leaves
from advisor.model.rules import Adjustment, Derivation, Fit, Note, RuleOut, TreatmentWarning

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from advisor.enumeration.answer_space import Space
    from advisor.enumeration.outcomes import Scores
    from advisor.model.conditions import Condition
    from advisor.model.rulebase import RuleBase
    from advisor.model.rules import Treatment

__all__ = ["Conditional", "Variant", "conditionals", "whens"]

Conditional = Derivation | Fit | RuleOut | Adjustment | TreatmentWarning | Note
_LISTS: dict[type, str] = {Fit: "fits", RuleOut: "rules_out", Adjustment: "adjusts", TreatmentWarning: "warnings"}


def conditionals(rulebase: RuleBase) -> Iterator[Conditional]:
    """Everything that has a condition: derivations, the rules and warnings of each treatment, notes."""
    yield from rulebase.derivations
    for treatment in rulebase.treatments:
        yield from _own(treatment)
    yield from rulebase.notes


def whens(item: Conditional) -> Iterator[Condition]:
    """Every condition of an item."""
    yield item.when
    if isinstance(item, TreatmentWarning) and item.stressed_when is not None:
        yield item.stressed_when
    if isinstance(item, Note) and item.urgent_when is not None:
        yield item.urgent_when


@dataclass(frozen=True, slots=True)
class _Effects:
    """What one treatment comes to: tables without empty masks, and the score in each plan."""

    tables: tuple[Mapping[Any, int], ...]
    scores: Mapping[Any, Scores]

    def same(self, other: _Effects) -> bool:
        return (
            self.tables == other.tables
            and self.scores.keys() == other.scores.keys()
            and all(_equal(scores, other.scores[key]) for key, scores in self.scores.items())
        )


def _equal(one: Scores, other: Scores) -> bool:
    return one == other or (one.where == other.where and not one.above(other) and not other.above(one))


class Variant:
    """A rule base with what it leads to, of which single items can be replaced."""

    def __init__(self, outcomes: Outcomes) -> None:
        self.rulebase, self.space = outcomes.rulebase, outcomes.space
        self._suggested = outcomes.suggested
        self._known: dict[str, _Effects] = {}

    def replaced(self, old: Conditional, new: Conditional | None) -> Variant | None:
        """This world with ``new`` (or nothing) for ``old`` when everyone is told the same there, else None."""
        if isinstance(old, Derivation):
            assert new is None or isinstance(new, Derivation)
            return self._with_derivation(old, new)
        if isinstance(old, Note):
            assert isinstance(new, Note)
            if _shown(self.space, new) != _shown(self.space, old):
                return None
            return self._with(notes=tuple(new if note.id == old.id else note for note in self.rulebase.notes))
        before = self.rulebase.treatment_by_id[old.treatment]
        after = _changed(before, old, new)
        if not self._effects(before).same(_effects(self.rulebase, after, self.space)):
            return None
        return self._with(treatments=tuple(after if one is before else one for one in self.rulebase.treatments))

    def _with(self, **changed: Any) -> Variant:
        other = copy(self)
        other.rulebase = replace(self.rulebase, **changed)
        return other

    def _with_derivation(self, old: Derivation, new: Derivation | None) -> Variant | None:
        kept = [new if rule.id == old.id else rule for rule in self.rulebase.derivations]
        other = self._with(derivations=tuple(rule for rule in kept if rule is not None))
        other.space = space_of(other.rulebase)
        other.space.set_suggested(self._suggested)
        pairs = {(rule.fact, rule.value) for rule in self.rulebase.derivations}
        moved = {fact for fact, value in pairs if self.space.fact(fact, value) != other.space.fact(fact, value)}
        if not moved:
            return other
        settings = self.rulebase.setting_by_id
        for note in self.rulebase.notes:
            if _reads(whens(note), moved) and _shown(self.space, note) != _shown(other.space, note):
                return None
        for treatment in self.rulebase.treatments:
            own = [when for item in _own(treatment) for when in whens(item)]
            if _reads(iter([*own, settings[treatment.setting].needs]), moved) and not self._effects(treatment).same(
                _effects(other.rulebase, treatment, other.space)
            ):
                return None
        return other

    def _effects(self, treatment: Treatment) -> _Effects:
        if treatment.id not in self._known:  # stays true in every world made from this one: it is told the same there
            self._known[treatment.id] = _effects(self.rulebase, treatment, self.space)
        return self._known[treatment.id]


def _own(treatment: Treatment) -> tuple[Fit | RuleOut | Adjustment | TreatmentWarning, ...]:
    return (*treatment.fits, *treatment.rules_out, *treatment.adjusts, *treatment.warnings)


def _changed(treatment: Treatment, old: Conditional, new: Conditional | None) -> Treatment:
    which = _LISTS[type(old)]
    kept = [new if rule.id == old.id else rule for rule in getattr(treatment, which)]
    changed: dict[str, Any] = {which: tuple(rule for rule in kept if rule is not None)}
    return replace(treatment, **changed)


def _reads(conditions: Iterator[Condition], facts: set[str]) -> bool:
    return any(isinstance(leaf, Is) and leaf.fact in facts for when in conditions for leaf, _ in leaves(when))


def _shown(space: Space, note: Note) -> tuple[int, int]:
    return space.mask(note.when), space.mask(note.urgent_when) if note.urgent_when is not None else 0


def _effects(rulebase: RuleBase, treatment: Treatment, space: Space) -> _Effects:
    """Of one treatment alone; the space keeps what it was told of the others."""
    own = Outcomes(replace(rulebase, treatments=(treatment,), notes=()), copy(space))
    grades: dict[Any, int] = {}
    for fit in treatment.fits:
        for kind in own.reported:
            key = (kind, fit.grade, fit.basis)  # both are shown
            grades[key] = grades.get(key, 0) | own.decisive_fits.get((fit.id, kind), 0)
    tables: tuple[Mapping[Any, int], ...] = (
        grades,
        own.ruled_out,
        own.suggested,
        own.warned,
        own.stressed,
    )
    return _Effects(
        tuple({key: mask for key, mask in table.items() if mask} for table in tables),
        own.scores,
    )
