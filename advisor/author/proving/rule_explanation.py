"""Why a treatment stands where it stands, for the rule author: every rule with its file and line, every condition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from advisor.analysis.changes import standing_of
from advisor.analysis.influence import outcomes_of
from advisor.author.proving.flips import Flips, nearest_flips
from advisor.diagnostics.errors import TooLarge, UsageError
from advisor.diagnostics.findings import nearest
from advisor.engine.consultation import Consultation
from advisor.model.conditions import ALWAYS, All, AnyOf, Is, Not, truth
from advisor.model.rules import Adjustment, Fit, RuleOut
from advisor.model.stratification import strata

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.diagnostics.source import Position
    from advisor.model.conditions import Condition
    from advisor.model.rulebase import RuleBase
    from advisor.model.rules import Derivation, Rule, Treatment
    from advisor.questionnaire.answers import Answers

__all__ = ["Explanation", "Step", "explain"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a proof: ``holds`` of a rule or condition, None of what is only said; ``steps`` are what it rests on.

    ``position`` is where the rule, condition or claim stands, if it stands anywhere.
    """

    text: str
    holds: bool | None = None
    position: Position | None = None
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """Where a treatment stands (``place``, in ``words``), why, and the nearest changes that put it elsewhere.

    ``flips`` leads to any other list, ``suggested`` to the suggestions (None where it is suggested). Both are None,
    and ``too_large`` says why, when the answer space is too large to search, or leaves these answers out as impossible.
    """

    treatment: str
    name: str
    place: str
    words: str
    steps: tuple[Step, ...]
    flips: Flips | None
    suggested: Flips | None
    too_large: str = ""


def explain(rulebase: RuleBase, answers: Answers, treatment_id: str) -> Explanation:
    """Why, or why not. Raises UsageError with the nearest name when there is no such treatment."""
    treatment = rulebase.treatment_by_id.get(treatment_id)
    if treatment is None:
        like = nearest(treatment_id, rulebase.treatment_by_id)
        hint = f"did you mean {like}?" if like else f"the treatments are: {', '.join(rulebase.treatment_by_id)}"
        raise UsageError(f"there is no treatment `{treatment_id}`; {hint}")
    spot = standing_of(Consultation(rulebase).advise(answers))[treatment_id]
    steps = tuple(_Person(rulebase, answers).steps(treatment, offered=spot.place in ("suggested", "beyond_budget")))
    flips = suggested = None
    too_large = ""
    try:
        outcomes = outcomes_of(rulebase)
        number = outcomes.space.number(answers.given)
        if not outcomes.space.every >> number & 1:
            too_large = "the rule base calls these answers impossible, so nothing is proved of them"
        else:
            flips = nearest_flips(outcomes, number, treatment_id)
            if spot.place != "suggested":
                suggested = nearest_flips(outcomes, number, treatment_id, to="suggested")
    except TooLarge as error:
        too_large = str(error)
    return Explanation(treatment_id, treatment.name, spot.place, spot.words, steps, flips, suggested, too_large)


class _Person:
    """One person's answers and what follows from them, and how each condition comes out."""

    def __init__(self, rulebase: RuleBase, answers: Answers) -> None:
        self.rulebase = rulebase
        self.given = answers.given
        self.facts: dict[str, frozenset[str]] = dict(answers.given)
        for layer in strata(rulebase.derivations):
            while any(self._fires(rule) for rule in layer):
                pass  # each round adds a value to a fact; the layer is done when none does
        self.kinds = [k for k in rulebase.kind_question.option_ids if k in self.values(rulebase.kinds.question)]

    def values(self, fact: str) -> frozenset[str]:
        """The values a fact has."""
        return self.facts.get(fact, frozenset())

    def holds(self, condition: Condition) -> bool:
        """Whether a condition holds."""
        return truth(condition, self.values) is True

    def _fires(self, rule: Derivation) -> bool:
        """Whether a derivation adds something."""
        if rule.value in self.values(rule.fact) or not self.holds(rule.when):
            return False
        self.facts[rule.fact] = self.values(rule.fact) | {rule.value}
        return True

    def steps(self, treatment: Treatment, *, offered: bool) -> Iterator[Step]:
        """The rules that hold, where it is offered; else every fit and rule-out, with what keeps it from holding."""
        fitted = {kind for fit in treatment.fits for kind in self.bound(fit)}
        barred: dict[str, list[str]] = {}
        for bar in treatment.rules_out:
            for kind in self.bound(bar):
                barred.setdefault(kind, []).append(bar.id)
        deciding: tuple[Fit | RuleOut, ...] = (*treatment.rules_out, *treatment.fits)
        for rule in deciding:
            kinds = self.bound(rule)
            yield from (self._rule(rule, kind, barred) for kind in kinds)
            if not offered and not kinds:
                yield from (self._rule(rule, kind, barred) for kind in self._candidates(rule))
        for adjustment in treatment.adjusts:
            if not offered or not self.holds(adjustment.when):
                continue
            if adjustment.binding is None:
                yield self._rule(adjustment, "", {})
            else:
                kinds = [kind for kind in self.bound(adjustment) if kind in fitted and kind not in barred]
                yield from (self._rule(adjustment, kind, {}) for kind in kinds)
        setting = self.rulebase.setting_by_id[treatment.setting]
        if setting.needs != ALWAYS:
            needs = tuple(self._conditions(setting.needs, frozenset()))
            yield Step(f"within reach: {setting.id}", self.holds(setting.needs), setting.position, needs)

    def bound(self, rule: Fit | RuleOut | Adjustment) -> list[str]:
        """The reported kinds that a bound rule holds for."""
        if rule.binding is None:
            return []
        return [kind for kind, whole in self.rulebase.conditions_by_kind(rule.binding, rule.when) if self.holds(whole)]

    def _candidates(self, rule: Fit | RuleOut) -> list[str]:
        """The reported kinds that a rule could be bound to; one that is not reported (empty) when there is none."""
        kinds = [kind for kind, _ in self.rulebase.conditions_by_kind(rule.binding, rule.when)]
        return [kind for kind in kinds if kind in self.kinds] or [""]

    def _rule(self, rule: Fit | RuleOut | Adjustment, kind: str, barred: dict[str, list[str]]) -> Step:
        bindings = tuple(self._binding(rule, kind))
        steps = [*bindings, *self._conditions(rule.when, frozenset())]
        holds = all(step.holds for step in steps)
        if holds:
            steps = [Step(f"because: {rule.because}"), *steps, *self._claims(rule.claims)]
        text = f"{self._does(rule)} {rule.id}{f', for {kind}' if kind else ''}"
        if isinstance(rule, Fit) and kind in barred and holds:
            text = f"{text}: blocked by {' and '.join(barred[kind])}"
        return Step(text, holds, rule.position, tuple(steps))

    def _does(self, rule: Rule) -> str:
        match rule:
            case Fit():
                grade = self.rulebase.grade_by_id[rule.grade]
                return f"fits ({grade.id}, {grade.points} points)"
            case Adjustment():
                return f"moves ({rule.points:+d} points)"
            case _:
                return "rules out"

    def _binding(self, rule: Fit | RuleOut | Adjustment, kind: str) -> Iterator[Step]:
        """What a rule says of the kind it binds, and of its depth."""
        binding, words = rule.binding, self.rulebase.kinds
        if binding is None:
            return
        where = binding.positions[0][1] if binding.positions else rule.position
        if binding.kinds is not None or not kind:
            wanted = sorted(binding.kinds) if binding.kinds is not None else [f"any {words.called}"]
            yield Step(f"{words.called}: {' or '.join(wanted)}", bool(kind), where)
        if binding.depths is not None and kind:
            question = words.depth_questions[kind]
            yield from self._conditions(Is(question, binding.depths), frozenset(), where)

    def _conditions(self, condition: Condition, above: frozenset[str], where: Position | None = None) -> Iterator[Step]:
        """A condition, leaf by leaf; what a fact follows from, or could have, stands below it."""
        match condition:
            case All(parts):
                for part in parts:
                    yield from self._conditions(part, above, where)
            case AnyOf(parts):
                below = tuple(step for part in parts for step in self._conditions(part, above, where))
                yield Step("any of these", self.holds(condition), where, below)
            case Not(part):
                below = tuple(self._conditions(part, above, where))
                yield Step("not all of this" if len(below) > 1 else "not this", self.holds(condition), where, below)
            case Is(fact, values):
                yield self._leaf(condition, fact, values, above, where or condition.position)

    def _leaf(
        self, condition: Condition, fact: str, values: frozenset[str], above: frozenset[str], where: Position | None
    ) -> Step:
        holds = self.holds(condition)
        question = self.rulebase.question_by_id.get(fact)
        order = question.option_ids if question else sorted(values)
        text = f"{fact}: {' or '.join(value for value in order if value in values)}"
        if question:
            got = [option for option in order if option in self.values(fact)]
            answered = " and ".join(got) or ("none" if fact in self.given else "not asked")
            return Step(f"{text} (answered: {answered})", holds, where)
        derived = [rule for rule in self.rulebase.derivations if rule.fact == fact and rule.value in values]
        told = [rule for rule in derived if self.holds(rule.when) is holds] if fact not in above else []
        return Step(text, holds, where, tuple(self._derivation(rule, above | {fact}) for rule in told))

    def _derivation(self, rule: Derivation, above: frozenset[str]) -> Step:
        holds = self.holds(rule.when)
        steps = [*self._conditions(rule.when, above), *(self._claims(rule.claims) if holds else ())]
        return Step(f"follows by {rule.id}", holds, rule.position, tuple(steps))

    def _claims(self, claims: Iterable[str]) -> Iterator[Step]:
        for name in claims:
            claim = self.rulebase.claim_by_id[name]
            yield Step(f"claim {name}: {claim.text}", None, claim.position)
