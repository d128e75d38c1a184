"""What the answer to one question can still change, given the answers so far; read from masks over every profile."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from advisor.analysis.nearest import places_of
from advisor.diagnostics.errors import TooLarge
from advisor.enumeration.outcomes import Outcomes
from advisor.enumeration.visible_masks import visible_masks
from advisor.model.conditions import Is, leaves
from advisor.model.wording import counted, joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from advisor.enumeration.answer_space import Space
    from advisor.model.rulebase import RuleBase

__all__ = ["Influence", "Influences", "influence"]


@dataclass(frozen=True, slots=True)
class Influence:
    """What an answer can still change: where these treatments (ids) stand, how many warnings, and how many notes.

    ``of`` is the number of treatments there are. ``anyone`` is False, and nothing is known, when the rule base calls
    the answers so far impossible.
    """

    treatments: tuple[str, ...]
    warnings: int
    notes: int
    of: int
    anyone: bool = True

    @property
    def text(self) -> str:
        """The influence as one plain sentence."""
        parts = []
        if self.treatments:
            parts.append(f"where {len(self.treatments)} of the {self.of} treatments stand")
        if self.warnings:
            parts.append(counted(self.warnings, "warning"))
        if self.notes:
            parts.append(counted(self.notes, "note"))
        if not parts:
            return "With your answers so far, what you answer here changes nothing in the advice."
        return f"What you answer here can still change {joined(parts)}."


_SORTS: Mapping[str, str] = {"warning": "warning", "stress": "warning", "note": "note", "urgent": "note"}


@dataclass(frozen=True)
class Influences:
    """What answers can still change by one rule base, whose masks are worked out when first asked for, and kept."""

    rulebase: RuleBase

    @cached_property
    def outcomes(self) -> Outcomes:
        """The masks of the rule base. Raises TooLarge."""
        return Outcomes(self.rulebase)

    def words(self, given: Mapping[str, frozenset[str]], question_id: str) -> str:
        """Returns the sentence on what the answer to a question can still change.

        Empty for a question outside the questionnaire, for an answer space that is too large, and for answers that the
        rule base calls impossible.
        """
        if question_id not in self.rulebase.question_by_id:
            return ""
        try:
            found = influence(self.outcomes, given, question_id)
        except TooLarge:
            return ""
        return found.text if found.anyone else ""


def influence(outcomes: Outcomes, given: Mapping[str, frozenset[str]], question_id: str) -> Influence:
    """Returns what can differ between two profiles that match the answers so far and differ in this answer.

    They may also differ in the answers to questions that are asked, or not, because of it. A treatment counts when its
    list, the kinds it fits or its points can differ.
    """
    rulebase, space = outcomes.rulebase, outcomes.space
    following = _following(rulebase, question_id)
    among = _matching(space, {name: options for name, options in given.items() if name not in following})
    places = places_of(space, following)

    told: dict[tuple[str, str], set[int]] = {}
    for item, mask in visible_masks(outcomes, without=("grade", "reason", "ruled out")):
        told.setdefault((_SORTS.get(item.aspect, "treatment"), item.subject), set()).add(mask)
    differing = {key for key, masks in told.items() if any(_differs(space, mask, among, places) for mask in masks)}
    treatments = tuple(name for name in rulebase.treatment_by_id if ("treatment", name) in differing)
    warnings, notes = (sum(sort == one for one, _ in differing) for sort in ("warning", "note"))
    return Influence(treatments, warnings, notes, len(rulebase.treatments), anyone=bool(among))


def _following(rulebase: RuleBase, question_id: str) -> set[str]:
    """Returns the question, and every later one that is asked, or not, because of it."""
    found = {question_id}
    for question in rulebase.questions:
        if any(isinstance(leaf, Is) and leaf.fact in found for leaf, _ in leaves(question.ask_when)):
            found.add(question.id)
    return found


def _matching(space: Space, given: Mapping[str, frozenset[str]]) -> int:
    """Returns the profiles with these answers."""
    found = space.every
    for question in space.questions:
        for option in question.option_ids if question.id in given else ():
            has = space.fact(question.id, option)
            found &= has if option in given[question.id] else ~has
    return found


def _differs(space: Space, mask: int, among: int, places: Iterable[int]) -> bool:
    """Returns whether of two profiles of ``among`` that differ at these digits only one can be in a mask."""
    inside, outside = mask & among, among & ~mask
    for place in places:
        if not inside or not outside:
            return False
        inside, outside = space.for_any_value(inside, place), space.for_any_value(outside, place)
    return bool(inside & outside)
