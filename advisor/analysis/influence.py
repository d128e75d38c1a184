"""What the answer to one question can still change, given the answers so far. Read from masks over every profile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from advisor.analysis.nearest import places_of, spread
from advisor.diagnostics.errors import TooLarge
from advisor.enumeration.outcomes import Outcomes
from advisor.model.conditions import Is, leaves
from advisor.model.wording import counted, joined

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from advisor.enumeration.answer_space import Space
    from advisor.model.rulebase import RuleBase

__all__ = ["Influence", "influence", "influence_words", "outcomes_of"]


@dataclass(frozen=True, slots=True)
class Influence:
    """What an answer can still change: where treatments stand (ids), how many warnings and notes, out of ``of``.

    Not ``anyone`` when the answers so far are called impossible: then nothing is known.
    """

    treatments: tuple[str, ...]
    warnings: int
    notes: int
    of: int
    anyone: bool = True

    @property
    def text(self) -> str:
        """One plain sentence."""
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


_kept: list[Outcomes] = []  # those of the rule base last asked about: a session asks about one, again and again


def outcomes_of(rulebase: RuleBase) -> Outcomes:
    """The masks of a rule base, worked out once for as long as the same one is asked about. Raises TooLarge."""
    for outcomes in _kept:
        if outcomes.rulebase is rulebase:
            return outcomes
    found = Outcomes(rulebase)
    _kept[:] = [found]
    return found


def influence_words(rulebase: RuleBase, given: Mapping[str, frozenset[str]], question_id: str) -> str:
    """The sentence on a question of the questionnaire.

    Empty for any other, where there is too much to prove, and for answers that are called impossible.
    """
    if question_id not in rulebase.question_by_id:
        return ""
    try:
        found = influence(rulebase, given, question_id)
    except TooLarge:
        return ""
    return found.text if found.anyone else ""


def influence(rulebase: RuleBase, given: Mapping[str, frozenset[str]], question_id: str) -> Influence:
    """What differs between profiles that match the answers so far and differ in this answer, and what it leads to.

    A treatment counts when its list, the kinds it fits or its points can differ. Raises TooLarge.
    """
    outcomes = outcomes_of(rulebase)
    space = outcomes.space
    led_to = _led_to(rulebase, question_id)
    among = _matching(space, {name: options for name, options in given.items() if name not in led_to})
    places = places_of(space, led_to)

    def differs(masks: Iterable[int]) -> bool:
        return any(_differs(space, mask, among, places) for mask in set(masks))

    treatments = tuple(t.id for t in rulebase.treatments if differs(_standing(outcomes, t.id)))
    warnings = [(outcomes.warned[name], outcomes.stressed.get(name, 0)) for name in outcomes.warned]
    notes = [(outcomes.noted[name], outcomes.urgent.get(name, 0)) for name in outcomes.noted]
    counts = sum(map(differs, warnings)), sum(map(differs, notes)), len(rulebase.treatments)
    return Influence(treatments, *counts, anyone=bool(among))


def _standing(outcomes: Outcomes, treatment: str) -> Iterator[int]:
    for table in outcomes.lists.values():
        yield table[treatment]
    for (name, _), scores in outcomes.scores.items():
        if name == treatment:
            yield scores.where
            yield from (slice_ & scores.where for slice_ in scores.slices)


def _led_to(rulebase: RuleBase, question_id: str) -> set[str]:
    """The question, and every later one that is asked, or not, because of it."""
    found = {question_id}
    for question in rulebase.questions:
        if any(isinstance(leaf, Is) and leaf.fact in found for leaf, _ in leaves(question.ask_when)):
            found.add(question.id)
    return found


def _matching(space: Space, given: Mapping[str, frozenset[str]]) -> int:
    """The profiles with those answers."""
    found = space.every
    for question in space.questions:
        if question.id not in given:
            continue
        for option in question.option_ids:
            has = space.fact(question.id, option)
            found &= has if option in given[question.id] else ~has
    return found


def _differs(space: Space, mask: int, among: int, places: Iterable[int]) -> bool:
    """Whether two profiles of ``among`` that differ at those digits only stand on different sides of a mask."""
    inside, outside = mask & among, among & ~mask
    for place in places:
        if not inside or not outside:
            return False
        inside, outside = spread(space, inside, place), spread(space, outside, place)
    return bool(inside & outside)
