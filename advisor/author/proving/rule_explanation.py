"""Why a treatment stands where it stands, for the rule author: every rule with its file and line, every condition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from advisor.analysis.changes import standings
from advisor.analysis.facts import PersonFacts
from advisor.author.proving.flips import Flips, nearest_flips
from advisor.diagnostics.errors import TooLarge, UsageError
from advisor.diagnostics.findings import nearest
from advisor.engine.consultation import Consultation
from advisor.engine.productions import conditions_by_kind
from advisor.enumeration.outcomes import Outcomes
from advisor.model.conditions import ALWAYS, All, AnyOf, Is, Not
from advisor.model.rules import Adjustment, Fit, RuleOut

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from advisor.diagnostics.source import Position
    from advisor.model.conditions import Condition
    from advisor.model.rulebase import RuleBase
    from advisor.model.rules import Derivation, Rule, Treatment
    from advisor.questionnaire.answers import Answers

__all__ = ["Explanation", "Step", "explain"]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an explanation, with the steps it rests on; ``position`` is where it stands, if anywhere.

    ``holds`` says whether a rule or condition does; None for a text that cannot hold or fail, such as a claim.
    """

    text: str
    holds: bool | None = None
    position: Position | None = None
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """The list in which a treatment stands (``place``, in ``words``), why, and the nearest changes that move it.

    ``flips`` lead to any other list, ``suggested`` to the suggestions (None where it is suggested already). Both are
    None, and ``too_large`` says why, when the answer space is too large or these answers are called impossible.
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
    """Returns why a treatment stands where it stands. Raises UsageError for an unknown one, with the nearest name."""
    treatment = rulebase.treatment_by_id.get(treatment_id)
    if treatment is None:
        like = nearest(treatment_id, rulebase.treatment_by_id)
        hint = f"did you mean {like}?" if like else f"the treatments are: {', '.join(rulebase.treatment_by_id)}"
        raise UsageError(f"there is no treatment `{treatment_id}`; {hint}")
    advice = Consultation(rulebase).advise(answers)
    standing = standings(advice)[treatment_id]
    offered = standing.place in ("suggested", "beyond_budget")
    steps = tuple(_Steps(rulebase, PersonFacts.behind(rulebase, advice)).of(treatment, offered=offered))
    flips = suggested = None
    too_large = ""
    try:
        outcomes = Outcomes(rulebase)
        number = outcomes.space.number(answers.given)
        if not outcomes.space.every >> number & 1:
            too_large = "the rule base calls these answers impossible, so nothing is proved of them"
        else:
            flips = nearest_flips(outcomes, number, treatment_id)
            if standing.place != "suggested":
                suggested = nearest_flips(outcomes, number, treatment_id, to="suggested")
    except TooLarge as error:
        too_large = str(error)
    return Explanation(treatment_id, treatment.name, standing.place, standing.words, steps, flips, suggested, too_large)


@dataclass(frozen=True)
class _Steps:
    """Words the rules of a treatment as steps: which of them hold for one person, and what each rests on."""

    rulebase: RuleBase
    facts: PersonFacts

    def of(self, treatment: Treatment, *, offered: bool) -> Iterator[Step]:
        """Returns the rules that hold; where it is not offered, every fit and rule-out, with what keeps it from it."""
        fitted = {kind for fit in treatment.fits for kind in self.facts.kinds(fit)}
        ruled_out: dict[str, list[str]] = {}
        for rule_out in treatment.rules_out:
            for kind in self.facts.kinds(rule_out):
                ruled_out.setdefault(kind, []).append(rule_out.id)
        deciding: tuple[Fit | RuleOut, ...] = (*treatment.rules_out, *treatment.fits)
        for rule in deciding:
            kinds = self.facts.kinds(rule) or (() if offered else self._candidates(rule))
            yield from (self._rule(rule, kind, ruled_out) for kind in kinds)
        for adjustment in treatment.adjusts if offered else ():
            if adjustment.binding is not None:
                kinds = [kind for kind in self.facts.kinds(adjustment) if kind in fitted and kind not in ruled_out]
                yield from (self._rule(adjustment, kind, ruled_out) for kind in kinds)
            elif self.facts.holds(adjustment.when):
                yield self._rule(adjustment, "", ruled_out)
        setting = self.rulebase.setting_by_id[treatment.setting]
        if setting.needs != ALWAYS:
            needs = tuple(self._conditions(setting.needs))
            yield Step(f"within reach: {setting.id}", self.facts.holds(setting.needs), setting.position, needs)

    def _candidates(self, rule: Fit | RuleOut) -> Sequence[str]:
        """Returns the reported kinds that a rule could be bound to; one empty kind when there is none."""
        reported = self.facts.values(self.rulebase.kinds.question)
        kinds = (kind for kind, _ in conditions_by_kind(self.rulebase, rule.binding, rule.when))
        return [kind for kind in kinds if kind in reported] or [""]

    def _rule(self, rule: Fit | RuleOut | Adjustment, kind: str, ruled_out: Mapping[str, list[str]]) -> Step:
        steps = [*self._binding(rule, kind), *self._conditions(rule.when)]
        holds = all(step.holds for step in steps)
        if holds:
            steps = [Step(f"because: {rule.because}"), *steps, *self._claims(rule.claims)]
        text = f"{self._does(rule)} {rule.id}{f', for {kind}' if kind else ''}"
        if isinstance(rule, Fit) and kind in ruled_out and holds:
            text = f"{text}: blocked by {' and '.join(ruled_out[kind])}"
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
        """Returns what a rule says of the kind it binds, and of its depth."""
        binding, words = rule.binding, self.rulebase.kinds
        if binding is None:
            return
        position = binding.positions[0][1] if binding.positions else rule.position
        if binding.kinds is not None or not kind:
            wanted = sorted(binding.kinds) if binding.kinds is not None else [f"any {words.called}"]
            yield Step(f"{words.called}: {' or '.join(wanted)}", bool(kind), position)
        if binding.depths is not None and kind:
            question = words.depth_questions[kind]
            yield self._leaf(Is(question, binding.depths), position)

    def _conditions(self, condition: Condition, above: frozenset[str] = frozenset()) -> Iterator[Step]:
        """Returns a condition, leaf by leaf; what a fact follows from, or could have, stands below it."""
        match condition:
            case All(parts):
                for part in parts:
                    yield from self._conditions(part, above)
            case AnyOf(parts):
                below = tuple(step for part in parts for step in self._conditions(part, above))
                yield Step("any of these", self.facts.holds(condition), steps=below)
            case Not(part):
                below = tuple(self._conditions(part, above))
                text = "not all of this" if len(below) > 1 else "not this"
                yield Step(text, self.facts.holds(condition), steps=below)
            case Is():
                yield self._leaf(condition, condition.position, above)

    def _leaf(self, leaf: Is, position: Position | None, above: frozenset[str] = frozenset()) -> Step:
        """Returns a leaf; ``above`` are the facts whose derivations it stands below, which are not followed again."""
        holds = self.facts.holds(leaf)
        question = self.rulebase.question_by_id.get(leaf.fact)
        order = question.option_ids if question else sorted(leaf.values)
        text = f"{leaf.fact}: {' or '.join(value for value in order if value in leaf.values)}"
        if question:
            given = [option for option in order if option in self.facts.values(leaf.fact)]
            answered = " and ".join(given) or ("none" if leaf.fact in self.facts.by_name else "not asked")
            return Step(f"{text} (answered: {answered})", holds, position)
        behind = () if leaf.fact in above else self.facts.derivations(leaf.fact, leaf.values, holding=holds)
        return Step(text, holds, position, tuple(self._derivation(rule, above | {leaf.fact}) for rule in behind))

    def _derivation(self, rule: Derivation, above: frozenset[str]) -> Step:
        holds = self.facts.holds(rule.when)
        steps = [*self._conditions(rule.when, above), *(self._claims(rule.claims) if holds else ())]
        return Step(f"follows by {rule.id}", holds, rule.position, tuple(steps))

    def _claims(self, claims: Iterable[str]) -> Iterator[Step]:
        for name in claims:
            claim = self.rulebase.claim_by_id[name]
            yield Step(f"claim {name}: {claim.text}", None, claim.position)
