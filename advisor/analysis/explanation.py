"""Why a treatment stands where it stands: the chain of rules, answers and claims, and the nearest change.

What a person is offered as a change stays with questions they can choose about and answers of 'not sure'; never skin
tone, kind, depth or proneness that were answered.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING

from advisor.analysis.changes import standing_of
from advisor.analysis.comparison import facts_of
from advisor.analysis.influence import outcomes_of
from advisor.diagnostics.errors import TooLarge
from advisor.model.conditions import All, Condition, Is, leaves, truth
from advisor.model.rules import NOT_SURE
from advisor.model.wording import LIST_WORDS, condition_words, fact_words, kind_words
from advisor.questionnaire.answers import Answers, check_answers
from advisor.questionnaire.flow import revisable_questions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from advisor.engine.consultation import Consultation
    from advisor.model.advice import Advice, Reason
    from advisor.model.rulebase import RuleBase
    from advisor.model.rules import Derivation, Fit, RuleOut, Treatment

__all__ = ["AnswerChange", "Line", "nearest_change", "why", "why_not"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an explanation, ``indent`` levels in; ``basis`` and ``claims`` say what it rests on, if anything."""

    indent: int
    text: str
    basis: str = ""
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerChange:
    """Other answers that would bring a treatment among the suggestions."""

    answers: Mapping[str, str]
    text: str


def why(consultation: Consultation, answers: Answers, advice: Advice, treatment_id: str) -> tuple[Line, ...]:
    """Why a suggested (or beyond-budget) treatment is listed: rules with points, the facts they used, the claims."""
    rulebase = consultation.rulebase
    shown = advice.offered(treatment_id)
    assert shown is not None
    lines = [Line(0, f"{shown.name}: {standing_of(advice)[treatment_id].words}")]
    for fit in shown.fits:
        grade = rulebase.grade_by_id[fit.grade]
        kinds = kind_words(rulebase, [fit.kind])
        lines.append(
            Line(0, f"For {kinds}: {grade.label}; {fit.score} points, which order the list and measure nothing")
        )
    for reason in shown.reasons:
        lines.extend(_chain(rulebase, advice, reason))
    if shown.would_need:
        lines.append(Line(0, shown.would_need.text))
    return tuple(lines)


def why_not(consultation: Consultation, answers: Answers, advice: Advice, treatment_id: str) -> tuple[Line, ...]:
    """Why a treatment is not suggested: what ruled it out, or each fit with the conditions that failed.

    Ends with the smallest change of changeable or 'not sure' answers that would bring it in, if there is one.
    """
    rulebase = consultation.rulebase
    treatment = rulebase.treatment_by_id[treatment_id]
    spot = standing_of(advice)[treatment_id]
    lines = [Line(0, f"{treatment.name}: {LIST_WORDS[spot.place]}")]
    if spot.place == "not_applicable":
        lines.extend(_missed(rulebase, advice, treatment))
    for reason in spot.reasons:
        lines.extend(_chain(rulebase, advice, reason))
    if spot.place == "beyond_budget":
        needed = rulebase.setting_by_id[treatment.setting].would_need
        lines.append(Line(0, needed.text if needed else "It is out of reach with these answers."))
    change = nearest_change(consultation, answers, treatment_id)
    lines.append(Line(0, change.text if change else "No answer that is still open would bring it in."))
    return tuple(lines)


def nearest_change(consultation: Consultation, answers: Answers, treatment_id: str) -> AnswerChange | None:
    """The fewest changeable or 'not sure' answers to change so that the treatment is suggested, or None.

    Only answers that the treatment's rules can feel are tried; among equals the first in the questionnaire's order.
    """
    rulebase = consultation.rulebase
    felt = _felt_by(rulebase, rulebase.treatment_by_id[treatment_id])
    felt_open = [one for one in revisable_questions(rulebase.questions, answers.given) if one.id in felt]
    plain = answers.plain(rulebase)
    suggested = _suggests(consultation, treatment_id)
    for size in range(1, len(felt_open) + 1):
        for chosen in combinations(felt_open, size):
            others = ([option for option in q.option_ids if option not in answers.given[q.id]] for q in chosen)
            for options in product(*others):
                changed = {question.id: option for question, option in zip(chosen, options, strict=True)}
                if any(option == NOT_SURE for option in options):
                    continue
                if suggested(check_answers(rulebase, {**plain, **changed})):
                    return AnswerChange(changed, _change_text(rulebase, changed))
    return None


def _suggests(consultation: Consultation, treatment_id: str) -> Callable[[Answers], bool]:
    """Whether a treatment is suggested, looked up in the masks; where there are none, by a consultation."""

    def told(answers: Answers) -> bool:
        return any(s.treatment == treatment_id for s in consultation.advise(answers).suggestions)

    try:
        outcomes = outcomes_of(consultation.rulebase)
    except TooLarge:
        return told
    space, mask = outcomes.space, outcomes.suggested[treatment_id]

    def looked_up(answers: Answers) -> bool:
        number = space.number(answers.given)
        return bool(mask >> number & 1) if space.every >> number & 1 else told(answers)

    return looked_up


def _change_text(rulebase: RuleBase, changed: Mapping[str, str]) -> str:
    parts = []
    for question_id, option in changed.items():
        said = fact_words(rulebase, question_id, [option])
        parts.append(
            f"your answer were “{said}”"
            if rulebase.question_by_id[question_id].changeable
            else f"it turned out: {said}"
        )
    return f"It would be suggested if {', and '.join(parts)}."


def _felt_by(rulebase: RuleBase, treatment: Treatment) -> set[str]:
    """The questions that can decide whether a treatment is suggested, through any derivation."""
    conditions: list[Condition] = [rulebase.setting_by_id[treatment.setting].needs]
    deciding: tuple[Fit | RuleOut, ...] = (*treatment.fits, *treatment.rules_out)
    for rule in deciding:
        conditions.extend(when for _, when in rulebase.conditions_by_kind(rule.binding, rule.when))
    felt: set[str] = set()
    waiting = [leaf.fact for condition in conditions for leaf, _ in leaves(condition) if isinstance(leaf, Is)]
    while waiting:
        fact = waiting.pop()
        if fact in felt:
            continue
        felt.add(fact)
        for derivation in rulebase.derivations:
            if derivation.fact == fact:
                waiting.extend(leaf.fact for leaf, _ in leaves(derivation.when) if isinstance(leaf, Is))
    return felt


def _chain(rulebase: RuleBase, advice: Advice, reason: Reason) -> Iterator[Line]:
    """A reason, the facts its rule used with the derivations behind them, and the claims it rests on."""
    points = f" ({reason.points:+d} points)" if reason.points else ""
    yield Line(1, f"{reason.text}{points}", reason.basis, reason.claims)
    facts = dict.fromkeys(fact for firing in advice.trace if firing.rule == reason.rule for fact in firing.facts)
    yield Line(2, f"Rule {reason.rule}")
    for fact in facts:
        yield from _fact(rulebase, advice, fact, 2, frozenset())
    for claim_id in reason.claims:
        claim = rulebase.claim_by_id[claim_id]
        yield Line(2, f"{claim_id}, in our words: {claim.text}")


def _fact(rulebase: RuleBase, advice: Advice, fact: str, indent: int, above: frozenset[str]) -> Iterator[Line]:
    """A fact as ``name: value`` in words, and the derivation it came from."""
    absent = fact.startswith("not ")
    name, _, value = fact.removeprefix("not ").partition(": ")
    said = fact_words(rulebase, name, [value])
    if name in rulebase.question_by_id:
        yield Line(indent, f"You did not answer: {said}" if absent else f"You answered: {said}")
        return
    yield Line(indent, f"Not found: {said}" if absent else f"It follows: {said}")
    rules: Mapping[str, Derivation] = {rule.id: rule for rule in rulebase.derivations}
    behind = next((f for f in advice.trace if f.concludes == fact and f.rule in rules and fact not in above), None)
    if behind:
        rule = rules[behind.rule]
        yield Line(indent + 1, rule.because, rule.basis, rule.claims)
        for used in behind.facts:
            yield from _fact(rulebase, advice, used, indent + 1, above | {fact})


def _missed(rulebase: RuleBase, advice: Advice, treatment: Treatment) -> Iterator[Line]:
    """Each fit of a treatment with the conditions that do not hold."""
    facts = facts_of(rulebase, advice)

    def values(fact: str) -> frozenset[str]:
        return facts.get(fact, frozenset())

    seen: set[str] = set()
    for fit in treatment.fits:
        failed = list(dict.fromkeys(_failed(rulebase, fit, values)))
        text = f"It would need {' or '.join(failed)}."
        if failed and text not in seen:
            seen.add(text)
            yield Line(1, text, fit.basis, fit.claims)


def _failed(rulebase: RuleBase, fit: Fit, values: Callable[[str], frozenset[str]]) -> Iterator[str]:
    """For each kind a fit takes in, the parts of its condition that do not hold, in words."""
    for _, when in rulebase.conditions_by_kind(fit.binding, fit.when):
        parts = when.parts if isinstance(when, All) else (when,)
        missing = [condition_words(rulebase, part) for part in parts if truth(part, values) is False]
        if missing:
            yield " and ".join(f"“{part}”" for part in missing)
