"""A case, ready to add, for one profile at which two rule bases tell different things."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from advisor.cases.expectations import NEGATIVE
from advisor.cases.observed import OVERALL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from advisor.cases.observed import Observed
    from advisor.enumeration.answer_space import Space
    from advisor.model.rulebase import RuleBase

__all__ = ["ExpectedLine", "SuggestedCase", "plainest", "suggested_case", "telling"]

ExpectedLine = tuple[str, tuple[str, ...]]  # an expectation: its key, and its values as Expectation has them


@dataclass(frozen=True, slots=True)
class SuggestedCase:
    """``answers`` in the questionnaire's order; any answer will do for those of ``free``; ``expects`` tells apart."""

    answers: Mapping[str, str | tuple[str, ...]]
    free: tuple[str, ...]
    expects: tuple[ExpectedLine, ...]


def suggested_case(
    rulebase: RuleBase, space: Space, mask: int, number: int, expects: tuple[ExpectedLine, ...]
) -> SuggestedCase:
    """The case for one profile of a mask, with the questions whose answers do not matter there."""
    held, free = mask, set()
    for place in reversed(range(len(space.digits))):
        wider = space.for_every_value(held, place)
        if wider >> number & 1:
            held = wider
            free.add(space.digits[place].name)
    given = space.profile(number)
    answers: dict[str, str | tuple[str, ...]] = {}
    for question in rulebase.questions:
        if question.id in given:
            chosen = tuple(option for option in question.option_ids if option in given[question.id])
            if question.default is None or chosen != (question.default,):
                answers[question.id] = chosen if question.several else chosen[0]
    return SuggestedCase(answers, tuple(name for name in answers if name in free), expects)


def plainest(rulebase: RuleBase, space: Space, mask: int) -> int:
    """The profile of a mask that is not empty which is soonest read: answers as by default, few options chosen."""
    wanted = {question.id: question.default for question in rulebase.questions if question.default is not None}
    held = mask
    for place, digit in enumerate(space.digits):
        for value, answers in enumerate(digit.values):
            plain = not answers if "=" in digit.name else wanted.get(digit.name) in {option for _, option in answers}
            if plain and held & space.with_digit(place, value):
                held &= space.with_digit(place, value)
    return space.first(held)


def telling(one: Observed, other: Observed) -> Iterator[ExpectedLine]:
    """Every expectation, as short as can be, that the first meets and the second does not; the plainest first."""
    for treatment, place in one.places.items():
        if other.places[treatment] != place:
            yield place, (treatment,)
    for what, absent in NEGATIVE.items():
        mine: frozenset[str] = getattr(one, what)
        theirs: frozenset[str] = getattr(other, what)
        yield from ((what, (name,)) for name in sorted(mine - theirs))
        yield from ((absent, (name,)) for name in sorted(theirs - mine))
    yield from _orders(one, other)
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


def _orders(one: Observed, other: Observed) -> Iterator[ExpectedLine]:
    mine, theirs = one.ranks[OVERALL], other.ranks[OVERALL]
    for above, rank in mine.items():
        for below, lower in mine.items():
            if rank < lower and above in theirs and below in theirs and theirs[above] >= theirs[below]:
                yield "order", (above, below)
