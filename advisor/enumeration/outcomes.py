"""The outcomes of every profile as bit masks: lists, grades, scores, warnings and notes. The proofs read them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest
from typing import TYPE_CHECKING, Literal

from advisor.enumeration.answer_space import Space
from advisor.enumeration.fact_masks import union

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.enumeration.fact_masks import FactMasks
    from advisor.model.conditions import Condition
    from advisor.model.rulebase import RuleBase
    from advisor.model.rules import Adjustment, Binding, Fit, RuleOut, Treatment

__all__ = ["Outcomes", "Scores", "space_of"]


def space_of(rulebase: RuleBase) -> Space:
    """Returns the answer space of a rule base with the derived facts. Raises TooLarge for too many profiles."""
    return Space(rulebase.questions, rulebase.derivations, rulebase.impossible)


@dataclass(frozen=True, slots=True)
class Scores:
    """A whole number for each profile of the mask ``where``.

    The numbers are bit-sliced: mask ``slices[i]`` holds the profiles with bit i set in (number - ``low``).
    """

    where: int
    low: int
    slices: tuple[int, ...]

    @classmethod
    def from_masks(cls, where: int, masks: Mapping[int, int]) -> Scores:
        """Returns the scores of which ``masks`` gives the profiles of each value; no two may overlap."""
        low, high = min(masks), max(masks)
        slices = (
            union(mask for value, mask in masks.items() if (value - low) >> bit & 1)
            for bit in range((high - low).bit_length())
        )
        return cls(where, low, tuple(slices))

    def plus(self, points: int, mask: int) -> Scores:
        """Returns the scores with points (also negative ones) added for the profiles of a mask."""
        if points == 0:
            return self
        if points < 0:  # lower all of them, and give the points back outside the mask
            return Scores(self.where, self.low + points, self.slices).plus(-points, self.where & ~mask)
        added, carry, bit = [], 0, 0
        while bit < len(self.slices) or points >> bit or carry:
            own = self.slices[bit] if bit < len(self.slices) else 0
            other = mask if points >> bit & 1 else 0
            added.append(own ^ other ^ carry)
            carry = own & other | carry & (own ^ other)
            bit += 1
        return Scores(self.where, self.low, tuple(added))

    def above(self, other: Scores) -> int:
        """Returns the mask of the profiles with a score in both where this one is greater."""
        more, less = 0, 0
        for mine, theirs in reversed(self._paired(other)):
            more |= mine & ~theirs & ~less
            less |= theirs & ~mine & ~more
        return more & self.where & other.where

    def best(self, other: Scores) -> Scores:
        """Returns the greater of both scores, or the only one, for the profiles with a score in either."""
        mine_best = (self.where & ~other.where) | self.above(other)
        slices = (mine & mine_best | theirs & other.where & ~mine_best for mine, theirs in self._paired(other))
        return Scores(self.where | other.where, min(self.low, other.low), tuple(slices))

    def at(self, number: int) -> int:
        """Returns the score of the profile with that number, which must be in ``where``."""
        return self.low + sum((mask >> number & 1) << bit for bit, mask in enumerate(self.slices))

    def _paired(self, other: Scores) -> list[tuple[int, int]]:
        """Returns the slices of both, lowest bit first, counted from the lower ``low`` of the two."""
        low = min(self.low, other.low)
        mine, theirs = (Scores(one.where, low, one.slices).plus(one.low - low, one.where) for one in (self, other))
        return list(zip_longest(mine.slices, theirs.slices, fillvalue=0))


def _bindable(treatment: Treatment) -> tuple[Fit | RuleOut | Adjustment, ...]:
    return (*treatment.fits, *treatment.rules_out, *treatment.adjusts)


class Outcomes:
    """The masks of every outcome, most of them computed when first read; bit n of a mask stands for profile n.

    Masks are keyed by ids. A kind in a key is the id of an option of the kind question. ``within_reach`` maps a setting
    to the profiles that can reach it, and ``reported`` a kind to those that report it. ``facts`` are given where they
    are not those of the space: derived otherwise, or of some profiles alone. Without them and without a ``space``, the
    constructor raises TooLarge when that of the rule base has too many profiles.
    """

    def __init__(self, rulebase: RuleBase, space: Space | None = None, facts: FactMasks | None = None) -> None:
        self.rulebase = rulebase
        self._given_space = space
        self.facts = facts or self.space
        self.every = self.facts.every
        self.within_reach = {setting.id: self.facts.mask(setting.needs) for setting in rulebase.settings}
        question = rulebase.kinds.question
        self.reported = {kind: self.facts.fact(question, kind) for kind in rulebase.kind_question.option_ids}

    @cached_property
    def space(self) -> Space:
        """The space given, or that of the rule base. Raises TooLarge."""
        return self._given_space or space_of(self.rulebase)

    def mask(self, condition: Condition) -> int:
        """Returns the mask of a condition, one of a note too: those may ask what is suggested."""
        return self.facts.mask(condition, self.suggested)

    def masks_by_kind(self, binding: Binding | None, when: Condition) -> dict[str | None, int]:
        """Returns the mask of a condition for each kind of a binding, in the order of the questionnaire.

        Without a binding it stands under None. A binding with depths leaves out the kinds without a depth question.
        """
        holds = self.facts.mask(when)
        if binding is None:
            return {None: holds}
        found: dict[str | None, int] = {}
        for kind, reported in self.reported.items():
            if binding.kinds is not None and kind not in binding.kinds:
                continue
            if binding.depths is None:
                found[kind] = reported & holds
            elif question := self.rulebase.kinds.depth_questions.get(kind):
                found[kind] = reported & holds & union(self.facts.fact(question, depth) for depth in binding.depths)
        return found

    @cached_property
    def rule_masks(self) -> dict[str, dict[str | None, int]]:
        """By fit, rule-out or adjustment: the masks for which it holds, by kind (None: it has no binding)."""
        return {
            rule.id: self.masks_by_kind(rule.binding, rule.when)
            for treatment in self.rulebase.treatments
            for rule in _bindable(treatment)
        }

    @cached_property
    def ruled_out(self) -> dict[tuple[str, str], int]:
        """By treatment and kind: the profiles for which a rule-out holds."""
        return self._gathered("rules_out")

    @cached_property
    def fits(self) -> dict[tuple[str, str], int]:
        """By treatment and kind: the profiles for which a fit holds and no rule-out."""
        return {key: mask & ~self.ruled_out.get(key, 0) for key, mask in self._gathered("fits").items()}

    @cached_property
    def decisive_fits(self) -> dict[tuple[str, str], int]:
        """By fit and kind: the profiles for which this fit decides the grade (most points, then id), not ruled out."""
        found: dict[tuple[str, str], int] = {}
        points = {grade.id: grade.points for grade in self.rulebase.grades}
        for treatment in self.rulebase.treatments:
            taken = {kind: self.ruled_out.get((treatment.id, kind), 0) for kind in self.reported}
            for fit in sorted(treatment.fits, key=lambda fit: (-points[fit.grade], fit.id)):
                for kind, mask in self.rule_masks[fit.id].items():
                    assert kind is not None
                    found[fit.id, kind] = mask & ~taken[kind]
                    taken[kind] |= mask
        return found

    @cached_property
    def offered(self) -> dict[str, int]:
        """By treatment: the profiles for which it fits some kind, within the budget or beyond it."""
        return {t.id: self._for_any_kind(self.fits, t.id) for t in self.rulebase.treatments}

    @cached_property
    def suggested(self) -> dict[str, int]:
        """By treatment: the profiles for which it is suggested."""
        return {t.id: self.offered[t.id] & self.within_reach[t.setting] for t in self.rulebase.treatments}

    @cached_property
    def beyond_budget(self) -> dict[str, int]:
        """By treatment: the profiles for which it fits some kind and is out of reach."""
        return {t.id: self.offered[t.id] & ~self.within_reach[t.setting] for t in self.rulebase.treatments}

    @cached_property
    def not_recommended(self) -> dict[str, int]:
        """By treatment: the profiles for which it fits no kind and is ruled out for one."""
        return {t.id: self._for_any_kind(self.ruled_out, t.id) & ~self.offered[t.id] for t in self.rulebase.treatments}

    @cached_property
    def not_applicable(self) -> dict[str, int]:
        """By treatment: the profiles for which no fit and no rule-out holds for a reported kind."""
        return {t.id: self.every & ~self.offered[t.id] & ~self.not_recommended[t.id] for t in self.rulebase.treatments}

    @property
    def lists(self) -> dict[str, dict[str, int]]:
        """The four lists by name, each by treatment; for each profile a treatment is in exactly one of them."""
        return {
            "suggested": self.suggested,
            "beyond_budget": self.beyond_budget,
            "not_recommended": self.not_recommended,
            "not_applicable": self.not_applicable,
        }

    @cached_property
    def scores(self) -> dict[tuple[str, str], Scores]:
        """By treatment and kind: the scores in that plan, for the profiles with a fit there, within reach or not."""
        points = {grade.id: grade.points for grade in self.rulebase.grades}
        found: dict[tuple[str, str], Scores] = {}
        for treatment in self.rulebase.treatments:
            for kind in self.reported:
                where = self.fits.get((treatment.id, kind), 0)
                if not where:
                    continue
                parts: dict[int, int] = {}
                for fit in treatment.fits:
                    mask = self.decisive_fits.get((fit.id, kind), 0)
                    parts[points[fit.grade]] = parts.get(points[fit.grade], 0) | mask
                scores = Scores.from_masks(where, {value: mask for value, mask in parts.items() if mask})
                for rule in treatment.adjusts:
                    masks = self.rule_masks[rule.id]
                    adjusted = masks.get(kind, 0) | masks.get(None, 0)
                    scores = scores.plus(rule.points, adjusted & where)
                found[treatment.id, kind] = scores
        return found

    @cached_property
    def overall_scores(self) -> dict[str, Scores]:
        """By treatment: the best of its scores over the plans."""
        found: dict[str, Scores] = {}
        for (treatment, _), scores in self.scores.items():
            found[treatment] = found[treatment].best(scores) if treatment in found else scores
        return found

    @cached_property
    def warned(self) -> dict[str, int]:
        """By warning: the profiles for which it is attached: its condition holds and its treatment is offered."""
        return {
            warning.id: self.offered[treatment.id] & union(self.masks_by_kind(warning.binding, warning.when).values())
            for treatment in self.rulebase.treatments
            for warning in treatment.warnings
        }

    @cached_property
    def stressed(self) -> dict[str, int]:
        """By warning: the profiles for which it is attached and stressed."""
        return {
            warning.id: self.warned[warning.id] & self.facts.mask(warning.stressed_when)
            for treatment in self.rulebase.treatments
            for warning in treatment.warnings
            if warning.stressed_when is not None
        }

    @cached_property
    def noted(self) -> dict[str, int]:
        """By note: the profiles for which it is shown."""
        return {note.id: self.mask(note.when) for note in self.rulebase.notes}

    @cached_property
    def urgent(self) -> dict[str, int]:
        """By note: the profiles for which it is urgent, for the notes that can be."""
        return {note.id: self.mask(note.urgent_when) for note in self.rulebase.notes if note.urgent_when}

    def _gathered(self, field: Literal["fits", "rules_out"]) -> dict[tuple[str, str], int]:
        """Returns by treatment and kind the profiles for which a rule of that field holds."""
        found: dict[tuple[str, str], int] = {}
        for treatment in self.rulebase.treatments:
            rules: tuple[Fit | RuleOut, ...] = getattr(treatment, field)
            for rule in rules:
                for kind, mask in self.rule_masks[rule.id].items():
                    assert kind is not None
                    key = (treatment.id, kind)
                    found[key] = found.get(key, 0) | mask
        return found

    def _for_any_kind(self, masks: Mapping[tuple[str, str], int], treatment: str) -> int:
        return union(masks.get((treatment, kind), 0) for kind in self.reported)
