"""What the answers that are still open would change: those a person can choose about, and those of 'not sure'.

Never an answer about what a person is or has: for those the reason is given, and no alternative self.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from advisor.answers import check
from advisor.errors import TooLarge
from advisor.influence import outcomes_of
from advisor.items import NOT_SURE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from advisor.answers import Answers
    from advisor.consultation import Consultation
    from advisor.items import Question
    from advisor.rulebase import RuleBase

__all__ = ["Offer", "offers", "open_questions"]


@dataclass(frozen=True, slots=True)
class Offer:
    """Another answer to an open question, with the treatments (ids) it would bring among the suggestions or take out.

    ``chosen``: whether the person can choose this answer, or it would have to turn out so.
    """

    question: str
    option: str
    comes: tuple[str, ...]
    goes: tuple[str, ...]
    chosen: bool


def open_questions(rulebase: RuleBase, answers: Answers) -> Iterator[Question]:
    """The questions answered whose answer is changeable or 'not sure', in order; none that takes several options."""
    for question in rulebase.questions:
        given = answers.given.get(question.id)
        if given is not None and not question.several and (question.changeable or NOT_SURE in given):
            yield question


def offers(consultation: Consultation, answers: Answers) -> tuple[Offer, ...]:
    """Every other answer to every open question, each by itself."""
    rulebase = consultation.rulebase
    suggests = _suggests(consultation)
    now, plain = suggests(answers), answers.plain(rulebase)
    found = []
    for question in open_questions(rulebase, answers):
        for option in question.option_ids:
            if option in answers.given[question.id] or option == NOT_SURE:
                continue
            then = suggests(check(rulebase, {**plain, question.id: option}))
            found.append(
                Offer(
                    question.id,
                    option,
                    tuple(t.id for t in rulebase.treatments if t.id in then - now),
                    tuple(t.id for t in rulebase.treatments if t.id in now - then),
                    question.changeable,
                )
            )
    return tuple(found)


def _suggests(consultation: Consultation) -> Callable[[Answers], frozenset[str]]:
    """What is suggested, looked up in the masks; where there are none, by a consultation."""

    def told(answers: Answers) -> frozenset[str]:
        return frozenset(s.treatment for s in consultation.advise(answers).suggestions)

    try:
        outcomes = outcomes_of(consultation.rulebase)
    except TooLarge:
        return told
    space, masks = outcomes.space, outcomes.suggested

    def looked_up(answers: Answers) -> frozenset[str]:
        number = space.number(answers.given)
        if not space.every >> number & 1:  # called impossible: nothing is known of it beforehand
            return told(answers)
        return frozenset(treatment for treatment, mask in masks.items() if mask >> number & 1)

    return looked_up
