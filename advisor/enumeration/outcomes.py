"""What every profile is told, as masks: the lists, plans and grades, scores, warnings, notes. The proofs read these."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from advisor.enumeration.answer_space import Space
from advisor.model.conditions import both
from advisor.model.stratification import strata

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.model.conditions import Condition
    from advisor.model.rulebase import RuleBase
    from advisor.model.rules import Adjustment, Binding, Fit, RuleOut, Treatment

__all__ = ["Outcomes", "Scores", "space_of"]


def space_of(rulebase: RuleBase) -> Space:
    """The answer space of the questionnaire with the facts derived. Raises TooLarge."""
    return Space(rulebase.questions, strata(rulebase.derivations), rulebase.impossible)


@dataclass(frozen=True, slots=True)
class Scores:
    """A whole number for each profile of ``where``, bit-sliced: bit i of (number - low) is mask ``slices[i]``."""

    where: int
    low: int
    slices: tuple[int, ...]

    @classmethod
    def of(cls, where: int, parts: Mapping[int, int]) -> Scores:
        """From the profiles of each value (values on disjoint masks)."""
        low = min(parts, default=0)
        width = max((value - low for value in parts), default=0).bit_length()
        slices = [0] * width
        for value, mask in parts.items():
            for bit in range(width):
                if (value - low) >> bit & 1:
                    slices[bit] |= mask
        return cls(where, low, tuple(slices))

    def plus(self, points: int, mask: int) -> Scores:
        """The scores with points added on the profiles of a mask."""
        if points < 0:  # take it from all, give it back outside the mask
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
        """The profiles, of both, where this number is greater."""
        one, two = self._from(min(self.low, other.low)), other._from(min(self.low, other.low))
        width = max(len(one), len(two))
        more, less = 0, 0
        for bit in reversed(range(width)):
            mine = one[bit] if bit < len(one) else 0
            theirs = two[bit] if bit < len(two) else 0
            more |= mine & ~theirs & ~less
            less |= theirs & ~mine & ~more
        return more & self.where & other.where

    def best(self, other: Scores) -> Scores:
        """The greater of the two wherever either has a number."""
        low = min(self.low, other.low)
        one, two = self._from(low), other._from(low)
        take = (self.where & ~other.where) | self.above(other)
        width = max(len(one), len(two))
        slices = []
        for bit in range(width):
            mine = one[bit] if bit < len(one) else 0
            theirs = two[bit] if bit < len(two) else 0
            slices.append(mine & take | theirs & other.where & ~take)
        return Scores(self.where | other.where, low, tuple(slices))

    def at(self, number: int) -> int:
        """The score of one profile."""
        return self.low + sum((slice_ >> number & 1) << bit for bit, slice_ in enumerate(self.slices))

    def _from(self, low: int) -> tuple[int, ...]:
        """The slices counted from a lower (or the same) base."""
        return (
            self.slices
            if low == self.low
            else Scores(self.where, low, self.slices).plus(self.low - low, self.where).slices
        )


def _bindable(treatment: Treatment) -> tuple[Fit | RuleOut | Adjustment, ...]:
    return (*treatment.fits, *treatment.rules_out, *treatment.adjusts)


class Outcomes:
    """The masks of everything that can be concluded; each is worked out when first asked for."""

    def __init__(self, rulebase: RuleBase, space: Space | None = None) -> None:
        self.rulebase = rulebase
        self.space = space or space_of(rulebase)
        self.every = self.space.every
        self.reach = {setting.id: self.space.mask(setting.needs) for setting in rulebase.settings}
        question = rulebase.kinds.question
        self.reported = {kind: self.space.fact(question, kind) for kind in rulebase.kind_question.option_ids}
        self.space.tell(self.suggested)

    def bound(self, binding: Binding | None, when: Condition) -> dict[str | None, int]:
        """The profiles for which a condition holds, for each kind it is bound to (None: not bound)."""
        if binding is None:
            return {None: self.space.mask(when)}
        return {kind: self.space.mask(whole) for kind, whole in self.rulebase.bound(binding, both(when))}

    @cached_property
    def rule_masks(self) -> dict[str, dict[str | None, int]]:
        """For each fit, rule-out and adjustment: where it holds, for each kind."""
        return {
            rule.id: self.bound(rule.binding, rule.when)
            for treatment in self.rulebase.treatments
            for rule in _bindable(treatment)
        }

    @cached_property
    def ruled_out(self) -> dict[tuple[str, str], int]:
        """By treatment and kind: where some rule-out holds."""
        return self._gathered("rules_out")

    @cached_property
    def fits(self) -> dict[tuple[str, str], int]:
        """By treatment and kind: where a fit is left that no rule-out beats."""
        found = self._gathered("fits")
        return {key: mask & ~self.ruled_out.get(key, 0) for key, mask in found.items()}

    @cached_property
    def counting(self) -> dict[tuple[str, str], int]:
        """By fit (id) and kind: where it is the one that counts (most points, then id) and is not ruled out."""
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
    def fitting(self) -> dict[str, int]:
        """By treatment: where a fit is left for some kind."""
        return {t.id: self._over_kinds(self.fits, t.id) for t in self.rulebase.treatments}

    @cached_property
    def suggested(self) -> dict[str, int]:
        """By treatment: where it is suggested."""
        return {t.id: self.fitting[t.id] & self.reach[t.setting] for t in self.rulebase.treatments}

    @cached_property
    def beyond_budget(self) -> dict[str, int]:
        """By treatment: where it fits and is out of reach."""
        return {t.id: self.fitting[t.id] & ~self.reach[t.setting] for t in self.rulebase.treatments}

    @cached_property
    def not_recommended(self) -> dict[str, int]:
        """By treatment: where only rule-outs are left."""
        return {t.id: self._over_kinds(self.ruled_out, t.id) & ~self.fitting[t.id] for t in self.rulebase.treatments}

    @cached_property
    def not_applicable(self) -> dict[str, int]:
        """By treatment: where nothing reported calls for it."""
        return {t.id: self.every & ~self.fitting[t.id] & ~self.not_recommended[t.id] for t in self.rulebase.treatments}

    @property
    def lists(self) -> dict[str, dict[str, int]]:
        """The four lists by name; for each profile every treatment is in exactly one."""
        return {
            "suggested": self.suggested,
            "beyond_budget": self.beyond_budget,
            "not_recommended": self.not_recommended,
            "not_applicable": self.not_applicable,
        }

    @cached_property
    def scores(self) -> dict[tuple[str, str], Scores]:
        """By treatment and kind: the score in that plan, wherever the treatment fits (in reach or not)."""
        points = {grade.id: grade.points for grade in self.rulebase.grades}
        found: dict[tuple[str, str], Scores] = {}
        for treatment in self.rulebase.treatments:
            for kind in self.reported:
                where = self.fits.get((treatment.id, kind), 0)
                if not where:
                    continue
                parts: dict[int, int] = {}
                for fit in treatment.fits:
                    mask = self.counting.get((fit.id, kind), 0)
                    parts[points[fit.grade]] = parts.get(points[fit.grade], 0) | mask
                scores = Scores.of(where, {value: mask for value, mask in parts.items() if mask})
                for rule in treatment.adjusts:
                    masks = self.rule_masks[rule.id]
                    moved = masks.get(kind, 0) | masks.get(None, 0)
                    scores = scores.plus(rule.points, moved & where)
                found[treatment.id, kind] = scores
        return found

    @cached_property
    def overall(self) -> dict[str, Scores]:
        """By treatment: the best score over the plans."""
        found: dict[str, Scores] = {}
        for (treatment, _), scores in self.scores.items():
            found[treatment] = found[treatment].best(scores) if treatment in found else scores
        return found

    @cached_property
    def warned(self) -> dict[str, int]:
        """By warning: where it is attached (its condition holds and its treatment is suggested or beyond budget)."""
        found: dict[str, int] = {}
        for treatment in self.rulebase.treatments:
            for warning in treatment.warnings:
                mask = 0
                for part in self.bound(warning.binding, warning.when).values():
                    mask |= part
                found[warning.id] = mask & self.fitting[treatment.id]
        return found

    @cached_property
    def stressed(self) -> dict[str, int]:
        """By warning: where it is attached and stressed."""
        return {
            warning.id: self.warned[warning.id] & self.space.mask(warning.stressed_when)
            for treatment in self.rulebase.treatments
            for warning in treatment.warnings
            if warning.stressed_when is not None
        }

    @cached_property
    def noted(self) -> dict[str, int]:
        """By note: where it is shown."""
        return {note.id: self.space.mask(note.when) for note in self.rulebase.notes}

    @cached_property
    def urgent(self) -> dict[str, int]:
        """By note: where it is urgent."""
        return {note.id: self.space.mask(n.urgent_when) for n in self.rulebase.notes if n.urgent_when for note in [n]}

    def _gathered(self, which: str) -> dict[tuple[str, str], int]:
        found: dict[tuple[str, str], int] = {}
        for treatment in self.rulebase.treatments:
            rules: tuple[Fit | RuleOut, ...] = getattr(treatment, which)
            for rule in rules:
                for kind, mask in self.rule_masks[rule.id].items():
                    assert kind is not None
                    key = (treatment.id, kind)
                    found[key] = found.get(key, 0) | mask
        return found

    def _over_kinds(self, masks: Mapping[tuple[str, str], int], treatment: str) -> int:
        found = 0
        for kind in self.reported:
            found |= masks.get((treatment, kind), 0)
        return found
