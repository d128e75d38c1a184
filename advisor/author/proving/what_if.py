"""What changes when a rule, or a condition of one, is taken away: only what depends on it is worked out again."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from advisor.author.proving.conditionals import items_of, whens, with_item
from advisor.enumeration.outcomes import Outcomes
from advisor.model.conditions import Is, leaves
from advisor.model.rules import Derivation, Note

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from advisor.author.proving.conditionals import Conditional
    from advisor.enumeration.fact_masks import FactMasks
    from advisor.enumeration.outcomes import Scores
    from advisor.model.conditions import Condition
    from advisor.model.rulebase import RuleBase
    from advisor.model.rules import Treatment

__all__ = ["Variant", "advice_tables"]


def advice_tables(outcomes: Outcomes) -> tuple[Mapping[Any, int], ...]:
    """Returns the tables of masks that determine the advice, but for the scores, the notes and the reasons."""
    grades: dict[tuple[str, str, str, str], int] = {}  # by treatment, kind, grade, basis
    for treatment in outcomes.rulebase.treatments:
        for fit in treatment.fits:
            for kind in outcomes.reported:
                key = (treatment.id, kind, fit.grade, fit.basis)
                grades[key] = grades.get(key, 0) | outcomes.decisive_fits.get((fit.id, kind), 0)
    return grades, outcomes.ruled_out, outcomes.suggested, outcomes.warned, outcomes.stressed


_Effects = tuple[list[dict[Any, int]], "Mapping[tuple[str, str], Scores]"]  # tables without empty masks; the scores


@dataclass(frozen=True)
class Variant:
    """The rule base of an original, its own or one with some items replaced, with which everyone gets identical advice.

    ``facts`` are those that its derivations conclude.
    """

    original: Outcomes
    rulebase: RuleBase
    facts: FactMasks
    _known: dict[str, _Effects] = field(default_factory=dict)  # by treatment; all variants share it: all advise alike

    @classmethod
    def of(cls, outcomes: Outcomes) -> Variant:
        """Returns the rule base of these outcomes as it is."""
        return cls(outcomes, outcomes.rulebase, outcomes.facts)

    def replaced(self, old: Conditional, new: Conditional | None) -> Variant | None:
        """Returns the variant with ``new`` (or nothing) for ``old``; None when someone would get other advice."""
        other = replace(self, rulebase=with_item(self.rulebase, old, new))
        if isinstance(old, Derivation):
            other = replace(other, facts=self.facts.deriving(other.rulebase.derivations))
            same = self._same_where_read(other)
        elif isinstance(old, Note):
            assert isinstance(new, Note)
            same = self._note_masks(old) == other._note_masks(new)
        else:
            same = self._same_of(other, old.treatment)
        return other if same else None

    def _same_where_read(self, other: Variant) -> bool:
        """Returns whether all that reads a fact which other profiles have in the other variant leads to the same."""
        pairs = {(rule.fact, rule.value) for rule in self.rulebase.derivations}
        changed = {fact for fact, value in pairs if self.facts.fact(fact, value) != other.facts.fact(fact, value)}

        def reads(conditions: Iterable[Condition]) -> bool:
            return any(isinstance(leaf, Is) and leaf.fact in changed for when in conditions for leaf, _ in leaves(when))

        notes = (note for note in self.rulebase.notes if reads(whens(note)))
        treatments = (treatment for treatment in self.rulebase.treatments if reads(self._read_by(treatment)))
        return all(self._note_masks(note) == other._note_masks(note) for note in notes) and all(
            self._same_of(other, treatment.id) for treatment in treatments
        )

    def _read_by(self, treatment: Treatment) -> list[Condition]:
        own = (when for item in items_of(treatment) for when in whens(item))
        return [*own, self.rulebase.setting_by_id[treatment.setting].needs]

    def _same_of(self, other: Variant, treatment: str) -> bool:
        """Returns whether everyone gets identical advice on a treatment."""
        if treatment not in self._known:
            self._known[treatment] = self._effects(treatment)
        (tables, scores), (other_tables, other_scores) = self._known[treatment], other._effects(treatment)
        return (
            tables == other_tables
            and scores.keys() == other_scores.keys()
            and all(_same_order(found, other_scores[key]) for key, found in scores.items())
        )

    def _effects(self, treatment: str) -> _Effects:
        """Returns what one treatment leads to."""
        alone = replace(self.rulebase, treatments=(self.rulebase.treatment_by_id[treatment],), notes=())
        outcomes = Outcomes(alone, self.original.space, self.facts)
        tables = [{key: mask for key, mask in table.items() if mask} for table in advice_tables(outcomes)]
        return tables, outcomes.scores

    def _note_masks(self, note: Note) -> list[int]:
        return [self.facts.mask(when, self.original.suggested) for when in whens(note)]


def _same_order(one: Scores, other: Scores) -> bool:
    return one == other or (one.where == other.where and not one.above(other) and not other.above(one))
