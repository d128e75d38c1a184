"""One answer space for two rule bases, so that both can be asked about the same profiles."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from advisor.enumeration.answer_space import Space
from advisor.enumeration.outcomes import Outcomes
from advisor.model.conditions import Is

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.model.conditions import Condition
    from advisor.model.rulebase import RuleBase
    from advisor.model.rules import Question

__all__ = ["JointOutcomes", "joint_outcomes", "obstacles"]


@dataclass(frozen=True, slots=True)
class JointOutcomes:
    """The outcomes of both rule bases over the same profiles. ``notes`` say which answers only one of them has."""

    old: Outcomes
    new: Outcomes
    notes: tuple[str, ...]


def obstacles(old: RuleBase, new: RuleBase) -> Iterator[str]:
    """Yields what keeps two rule bases from being compared profile by profile; nothing when they can be."""
    if old.kinds.question != new.kinds.question:
        yield f"what rules bind was the answer to {old.kinds.question}, and is the answer to {new.kinds.question}"
    for question in new.questions:
        before = old.question_by_id.get(question.id)
        if before and before.several is not question.several:
            takes = "several answers" if question.several else "one answer"
            yield f"{question.id} now takes {takes}, and did not before"
        elif before and before.ask_when != question.ask_when:
            yield f"{question.id} is asked in other cases than before"


def joint_outcomes(old: RuleBase, new: RuleBase) -> JointOutcomes:
    """Returns both over the union of their questions, without options that only one of them has. Raises TooLarge.

    A question that only one of them asks may have any answer, since the other one does not look at it.
    """
    questions = [_with_old_options(old, question) for question in new.questions]
    questions += [question for question in old.questions if question.id not in new.question_by_id]
    apart = tuple(_options_of_one(old, new))
    impossible: tuple[Condition, ...] = (*old.impossible, *new.impossible)
    impossible += tuple(Is(question, frozenset({option})) for question, option, _ in apart)

    def outcomes(rulebase: RuleBase) -> Outcomes:
        return Outcomes(rulebase, Space(questions, rulebase.derivations, impossible))

    notes = [
        f"only the {age} rules ask {question.id}: compared for every answer to it"
        for rules, others, age in ((new, old, "new"), (old, new, "old"))
        for question in rules.questions
        if question.id not in others.question_by_id
    ]
    notes += [
        f"only the {age} rules have {question}: {option}; left out of what is compared"
        for question, option, age in apart
    ]
    return JointOutcomes(outcomes(old), outcomes(new), tuple(notes))


def _options_of_one(old: RuleBase, new: RuleBase) -> Iterator[tuple[str, str, str]]:
    for rules, others, age in ((new, old, "new"), (old, new, "old")):
        for question in rules.questions:
            if same := others.question_by_id.get(question.id):
                yield from ((question.id, name, age) for name in question.option_ids if name not in same.option_ids)


def _with_old_options(old: RuleBase, question: Question) -> Question:
    """A question with its options, and those that only the old rules had."""
    before = old.question_by_id.get(question.id)
    if before is None:
        return question
    gone = tuple(option for option in before.options if option.id not in question.option_ids)
    return replace(question, options=(*question.options, *gone))
