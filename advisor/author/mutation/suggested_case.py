"""A case, ready to add, for one profile whose advice differs between two rule bases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from advisor.author.proving.proof import free_digits
from advisor.cases.expectations import NEGATIVE
from advisor.cases.observed import OVERALL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from advisor.cases.observed import Observed
    from advisor.enumeration.answer_space import Space
    from advisor.model.rulebase import RuleBase

__all__ = ["ExpectedLine", "SuggestedCase", "distinguishing_expectations", "plainest_profile", "suggested_case"]

ExpectedLine = tuple[str, tuple[str, ...]]  # an expectation: its key, and its values as Expectation has them


@dataclass(frozen=True, slots=True)
class SuggestedCase:
    """A case to add. ``answers`` are in the questionnaire's order; for the questions of ``free`` any answer will do."""

    answers: Mapping[str, str | tuple[str, ...]]
    free: tuple[str, ...]
    expects: tuple[ExpectedLine, ...]


def suggested_case(
    rulebase: RuleBase, space: Space, mask: int, number: int, expects: tuple[ExpectedLine, ...]
) -> SuggestedCase:
    """Returns the case for one profile of a mask; free are the questions whose answers do not matter there."""
    free = {space.digits[place].name for place in free_digits(space, mask, number)}
    given = space.profile(number)
    answers: dict[str, str | tuple[str, ...]] = {}
    for question in rulebase.questions:
        if question.id in given:
            chosen = tuple(option for option in question.option_ids if option in given[question.id])
            if question.default is None or chosen != (question.default,):
                answers[question.id] = chosen if question.several else chosen[0]
    return SuggestedCase(answers, tuple(name for name in answers if name in free), expects)


def plainest_profile(rulebase: RuleBase, space: Space, mask: int) -> int:
    """Returns the profile of a mask (not empty) that is read quickest: default answers, and few options given."""
    defaults = {question.id: question.default for question in rulebase.questions if question.default is not None}
    for place, digit in enumerate(space.digits):
        for value, answers in enumerate(digit.values):
            options = {option for _, option in answers}
            plain = not answers if "=" in digit.name else defaults.get(digit.name) in options
            if plain and mask & space.with_digit(place, value):
                mask &= space.with_digit(place, value)
    return space.first(mask)


def distinguishing_expectations(one: Observed, other: Observed) -> Iterator[ExpectedLine]:
    """Returns every expectation, each as short as can be, that holds of the first and not of the second.

    The plainest come first.
    """
    for treatment, place in one.places.items():
        if other.places[treatment] != place:
            yield place, (treatment,)
    for what, absent in NEGATIVE.items():
        mine: frozenset[str] = getattr(one, what)
        theirs: frozenset[str] = getattr(other, what)
        yield from ((what, (name,)) for name in sorted(mine - theirs))
        yield from ((absent, (name,)) for name in sorted(theirs - mine))
    yield from _orders(one.ranks[OVERALL], other.ranks[OVERALL])
    for where, ranks in one.ranks.items():
        for treatment, rank in ranks.items():
            if other.ranks.get(where, {}).get(treatment) != rank:
                yield "ranks", (where, treatment, str(rank))
    for kind, grades in one.grades.items():
        for treatment, grade in grades.items():
            if other.grades.get(kind, {}).get(treatment) != grade:
                yield "grades", (kind, treatment, grade)
    for treatment, rules in one.reasons.items():
        if rules and other.reasons[treatment] != rules:
            yield "reasons", (treatment, *sorted(rules))


def _orders(mine: Mapping[str, int], theirs: Mapping[str, int]) -> Iterator[ExpectedLine]:
    for above, rank in mine.items():
        for below, lower in mine.items():
            if rank < lower and above in theirs and below in theirs and theirs[above] >= theirs[below]:
                yield "order", (above, below)
