"""What other answers would change, for the answers that are open.

An answer is open when its question is ``changeable`` or when it is 'not sure', and its question takes one option. No
other answer is varied: nobody can choose their skin.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from advisor.analysis.nearest import nearest_profiles, places_of
from advisor.enumeration.answer_space import Space
from advisor.enumeration.fact_masks import FactMasks
from advisor.enumeration.outcomes import Outcomes
from advisor.enumeration.visible_masks import visible_masks
from advisor.model.rules import NOT_SURE
from advisor.questionnaire.answers import check_answers
from advisor.questionnaire.flow import revisable_questions

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from advisor.model.rulebase import RuleBase
    from advisor.model.rules import Question
    from advisor.questionnaire.answers import Answers

__all__ = ["Offer", "nearest_change", "offers"]


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


def offers(rulebase: RuleBase, answers: Answers) -> tuple[Offer, ...]:
    """Returns every other answer to every open question, each by itself."""
    changes = [
        (question, option)
        for question in revisable_questions(rulebase.questions, answers.given)
        for option in question.option_ids
        if option not in answers.given[question.id] and option != NOT_SURE
    ]
    plain = answers.plain()
    changed = (check_answers(rulebase, {**plain, question.id: option}).given for question, option in changes)
    outcomes = _outcomes_of(rulebase, (answers.given, *changed))
    alike = outcomes.every  # bit 0 is the person
    for _, mask in visible_masks(outcomes, without=("points", "ruled out")):  # points: only their order
        alike &= mask if mask & 1 else ~mask
        if alike == 1:
            break
    suggested = outcomes.suggested.items()
    return tuple(
        Offer(
            question.id,
            option,
            tuple(name for name, mask in suggested if mask >> number & ~mask & 1),
            tuple(name for name, mask in suggested if mask & ~(mask >> number) & 1),
            question.changeable,
            not alike >> number & 1,
        )
        for number, (question, option) in enumerate(changes, 1)
    )


def _outcomes_of(rulebase: RuleBase, profiles: Sequence[Mapping[str, frozenset[str]]]) -> Outcomes:
    """Returns the outcomes for these profiles alone, in the order given, and for the kinds that any of them reports."""
    masks: dict[tuple[str, str], int] = defaultdict(int)
    for number, given in enumerate(profiles):
        for question, options in given.items():
            for option in options:
                masks[question, option] |= 1 << number
    kinds = rulebase.kind_question
    reported = replace(kinds, options=tuple(option for option in kinds.options if (kinds.id, option.id) in masks))
    questions = tuple(reported if question is kinds else question for question in rulebase.questions)
    return Outcomes(
        replace(rulebase, questions=questions), facts=FactMasks((1 << len(profiles)) - 1, masks, rulebase.derivations)
    )


def nearest_change(rulebase: RuleBase, answers: Answers, treatment_id: str) -> dict[str, str] | None:
    """Returns the fewest open answers (option by question) to change so that a treatment is suggested.

    It must not be suggested yet. Among equals these are the first in the order of the questionnaire; None when no
    change of open answers will do.
    """
    still_open = tuple(revisable_questions(rulebase.questions, answers.given))
    alone = replace(rulebase, treatments=(rulebase.treatment_by_id[treatment_id],))
    outcomes = _open_outcomes(alone, answers, still_open)
    space, wanted = outcomes.space, outcomes.suggested[treatment_id]
    for question in space.questions:
        if question.several:  # what a person has stays as it is, as long as it is asked
            for option in question.option_ids:
                wanted &= space.fact(question.id, option) | ~space.mask(question.ask_when)
    changing = places_of(space, {question.id for question in still_open})
    nearest = nearest_profiles(space, space.number(answers.given), wanted, changing)
    changes = [
        [
            (place, question.option_ids.index(option))
            for place, question in enumerate(still_open)
            for option in profile.get(question.id, frozenset()) - answers.given[question.id]
        ]
        for profile in map(space.profile, space.numbers(nearest))
    ]
    if not changes:
        return None
    first = min(changes, key=lambda change: tuple(zip(*change, strict=True)))  # by question, then by option
    return {still_open[place].id: still_open[place].option_ids[option] for place, option in first}


def _open_outcomes(rulebase: RuleBase, answers: Answers, still_open: Collection[Question]) -> Outcomes:
    """Returns the outcomes for the profiles in which a person's open answers differ, and nothing else.

    No open answer becomes 'not sure'. What the rule base calls impossible is kept: whoever answers so is advised too.
    """

    def narrowed(question: Question) -> Question:
        kept = answers.given.get(question.id, {question.default})
        any_known = question in still_open
        options = [o for o in question.options if o.id in kept or (any_known and o.id != NOT_SURE)]
        return replace(question, options=tuple(options))

    questions = tuple(map(narrowed, rulebase.questions))
    return Outcomes(replace(rulebase, questions=questions), Space(questions, rulebase.derivations))
