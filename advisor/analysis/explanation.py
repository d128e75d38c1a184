"""Why a treatment stands where it stands, as a person reads it: rules, answers and claims, and the nearest change.

The change offered never touches what a person is or has: only answers they can choose, and those of 'not sure'.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from advisor.analysis.alternatives import nearest_change
from advisor.analysis.changes import standings
from advisor.analysis.facts import PersonFacts
from advisor.engine.productions import conditions_by_kind
from advisor.model.wording import LIST_WORDS, condition_words, fact_words, kind_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from advisor.model.advice import Advice, Reason
    from advisor.model.rulebase import RuleBase
    from advisor.model.rules import Treatment
    from advisor.questionnaire.answers import Answers

__all__ = ["Line", "why", "why_not"]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an explanation, ``indent`` levels in; ``basis`` and ``claims`` say what it rests on, if anything."""

    indent: int
    text: str
    basis: str = ""
    claims: tuple[str, ...] = ()


def why(rulebase: RuleBase, advice: Advice, treatment_id: str) -> tuple[Line, ...]:
    """Returns why a treatment is offered: the rules with their points, the facts they used, and the claims."""
    offered = advice.offered(treatment_id)
    assert offered is not None
    lines = [Line(0, f"{offered.name}: {standings(advice)[treatment_id].words}")]
    for fit in offered.fits:
        grade, kinds = rulebase.grade_by_id[fit.grade], kind_words(rulebase, [fit.kind])
        points = f"{fit.score} points, which order the list and measure nothing"
        lines.append(Line(0, f"For {kinds}: {grade.label}; {points}"))
    for reason in offered.reasons:
        lines.extend(_reason(rulebase, advice, reason))
    if offered.would_need:
        lines.append(Line(0, offered.would_need.text))
    return tuple(lines)


def why_not(rulebase: RuleBase, answers: Answers, advice: Advice, treatment_id: str) -> tuple[Line, ...]:
    """Returns why a treatment is not suggested: what ruled it out, or what its fits would need.

    Ends with the fewest open answers whose change would bring it in, or says that there are none.
    """
    treatment = rulebase.treatment_by_id[treatment_id]
    standing = standings(advice)[treatment_id]
    lines = [Line(0, f"{treatment.name}: {LIST_WORDS[standing.place]}")]
    if standing.place == "not_applicable":
        lines.extend(_needs(PersonFacts.behind(rulebase, advice), treatment))
    for reason in standing.reasons:
        lines.extend(_reason(rulebase, advice, reason))
    if standing.place == "beyond_budget":
        needed = rulebase.setting_by_id[treatment.setting].would_need
        lines.append(Line(0, needed.text if needed else "It is out of reach with these answers."))
    change = nearest_change(rulebase, answers, treatment_id)
    lines.append(Line(0, _change(rulebase, change) if change else "No answer that is still open would bring it in."))
    return tuple(lines)


def _change(rulebase: RuleBase, change: Mapping[str, str]) -> str:
    parts = []
    for question, option in change.items():
        words = fact_words(rulebase, question, [option])
        chosen = rulebase.question_by_id[question].changeable
        parts.append(f"your answer were “{words}”" if chosen else f"it turned out: {words}")
    return f"It would be suggested if {', and '.join(parts)}."


def _reason(rulebase: RuleBase, advice: Advice, reason: Reason) -> Iterator[Line]:
    """Returns a reason, the facts its rule used with the derivations behind them, and the claims it rests on."""
    points = f" ({reason.points:+d} points)" if reason.points else ""
    yield Line(1, f"{reason.text}{points}", reason.basis, reason.claims)
    yield Line(2, f"Rule {reason.rule}")
    for fact in dict.fromkeys(fact for firing in advice.trace if firing.rule == reason.rule for fact in firing.facts):
        yield from _fact(rulebase, advice, fact, 2)
    for claim_id in reason.claims:
        yield Line(2, f"{claim_id}, in our words: {rulebase.claim_by_id[claim_id].text}")


def _fact(rulebase: RuleBase, advice: Advice, fact: str, indent: int) -> Iterator[Line]:
    """Returns a fact of the trace (``name: value`` or ``not name: value``) in words, above what it follows from.

    What was derived first used only facts that stood before it, so this comes to an end.
    """
    absent = fact.startswith("not ")
    name, _, value = fact.removeprefix("not ").partition(": ")
    words = fact_words(rulebase, name, [value])
    if name in rulebase.question_by_id:
        yield Line(indent, f"{'You did not answer' if absent else 'You answered'}: {words}")
        return
    yield Line(indent, f"{'Not found' if absent else 'It follows'}: {words}")
    derivations = {rule.id: rule for rule in rulebase.derivations}
    for firing in advice.trace:
        if firing.concludes == fact and (rule := derivations.get(firing.rule)):
            yield Line(indent + 1, rule.because, rule.basis, rule.claims)
            for used in firing.facts:
                yield from _fact(rulebase, advice, used, indent + 1)
            return


def _needs(facts: PersonFacts, treatment: Treatment) -> Iterator[Line]:
    """Returns each fit of a treatment with the conditions that do not hold, in words; what reads the same once."""
    rulebase, seen = facts.rulebase, set()
    for fit in treatment.fits:
        by_kind = [facts.failing(when) for _, when in conditions_by_kind(rulebase, fit.binding, fit.when)]
        words = [
            " and ".join(f"“{condition_words(rulebase, part)}”" for part in failing) for failing in by_kind if failing
        ]
        text = f"It would need {' or '.join(dict.fromkeys(words))}."
        if words and text not in seen:
            seen.add(text)
            yield Line(1, text, fit.basis, fit.claims)
