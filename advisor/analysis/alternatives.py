"""What the answers that are still open would change: those a person can choose about, and those of 'not sure'.

Never an answer about what a person is or has: for those the reason is given, and no alternative self.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from advisor.analysis.influence import outcomes_of
from advisor.diagnostics.errors import TooLarge
from advisor.model.rules import NOT_SURE
from advisor.questionnaire.answers import check_answers
from advisor.questionnaire.flow import revisable_questions

if TYPE_CHECKING:
    from collections.abc import Callable

    from advisor.engine.consultation import Consultation
    from advisor.enumeration.outcomes import Outcomes
    from advisor.questionnaire.answers import Answers

__all__ = ["Offer", "offers"]


@dataclass(frozen=True, slots=True)
class Offer:
    """Another answer to an open question, with the treatments (ids) it would bring among the suggestions or take out.

    ``chosen``: whether the person can choose this answer, or it would have to turn out so. ``otherwise``: whether
    anything else changes, such as order, grades, warnings or notes.
    """

    question: str
    option: str
    comes: tuple[str, ...]
    goes: tuple[str, ...]
    chosen: bool
    otherwise: bool


def offers(consultation: Consultation, answers: Answers) -> tuple[Offer, ...]:
    """Every other answer to every open question, each by itself."""
    rulebase = consultation.rulebase
    told = _telling(consultation)
    now, plain = told(answers), answers.plain(rulebase)
    found = []
    for question in revisable_questions(rulebase.questions, answers.given):
        for option in question.option_ids:
            if option in answers.given[question.id] or option == NOT_SURE:
                continue
            then = told(check_answers(rulebase, {**plain, question.id: option}))
            found.append(
                Offer(
                    question.id,
                    option,
                    tuple(t.id for t in rulebase.treatments if t.id in then.suggested - now.suggested),
                    tuple(t.id for t in rulebase.treatments if t.id in now.suggested - then.suggested),
                    question.changeable,
                    then.rest != now.rest,
                )
            )
    return tuple(found)


class _Told(NamedTuple):
    """What is suggested, and everything else that is told, in a form that can only be held against another."""

    suggested: frozenset[str]
    rest: object


def _telling(consultation: Consultation) -> Callable[[Answers], _Told]:
    """What is told to answers, looked up in the masks; where there are none, by a consultation."""

    def worked_out(answers: Answers) -> _Told:
        advice = consultation.advise(answers)
        rest = replace(advice, answers={}, unused_answers=(), trace=())
        return _Told(frozenset(s.treatment for s in advice.suggestions), rest)

    try:
        outcomes = outcomes_of(consultation.rulebase)
    except TooLarge:
        return worked_out
    space, suggested, masks = outcomes.space, outcomes.suggested, _masks(outcomes)

    def looked_up(answers: Answers) -> _Told:
        number = space.number(answers.given)
        if not space.every >> number & 1:  # called impossible: nothing is known of it beforehand
            return worked_out(answers)
        found = frozenset(treatment for treatment, mask in suggested.items() if mask >> number & 1)
        return _Told(found, tuple(mask >> number & 1 for mask in masks))

    return looked_up


@lru_cache(maxsize=1)  # the same for every person; as much time as all the rest of offers
def _masks(outcomes: Outcomes) -> tuple[int, ...]:
    """Masks that settle everything an advice says: two profiles on the same side of each are told the same."""
    found = [mask for table in outcomes.lists.values() for mask in table.values()]
    found += outcomes.decisive_fits.values()
    for treatment in outcomes.rulebase.treatments:
        for rule in treatment.adjusts:
            for kind, mask in outcomes.rule_masks[rule.id].items():
                where = outcomes.offered[treatment.id] if kind is None else outcomes.fits.get((treatment.id, kind), 0)
                found.append(mask & where)
        for rule_out in treatment.rules_out:
            shown = outcomes.not_recommended[treatment.id]
            found += (mask & shown for mask in outcomes.rule_masks[rule_out.id].values())
    for told in (outcomes.warned, outcomes.stressed, outcomes.noted, outcomes.urgent):
        found += told.values()
    return tuple(dict.fromkeys(found))
