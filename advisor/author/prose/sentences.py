"""Writes every rule as a sentence for people, such as ``If a scar is rolling, Subcision fits it, because: ...``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from advisor.diagnostics.findings import numbered
from advisor.model.conditions import ALWAYS, All, AnyOf, Condition, Is, Not, Suggests
from advisor.model.wording import joined, topic

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.author.proving.properties import Assertion, Property
    from advisor.model.rulebase import RuleBase
    from advisor.model.rules import (
        Adjustment,
        Basis,
        Binding,
        Derivation,
        Fit,
        Note,
        Question,
        Rule,
        RuleOut,
        TreatmentWarning,
    )

__all__ = ["Sentence", "Sentences"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One rule in words. ``claims`` are those it rests on or, where it is a house judgement, leans on."""

    id: str
    text: str
    basis: Basis = "source"
    claims: tuple[str, ...] = ()


class Sentences:
    """Writes the rules of one rule base as sentences.

    ``questions`` are those that conditions look at: those of the rule base, unless given.
    """

    def __init__(self, rulebase: RuleBase, questions: Iterable[Question] | None = None) -> None:
        self._rulebase = rulebase
        asked = rulebase.questions if questions is None else questions
        self._questions = {question.id: question for question in asked}

    def condition(self, condition: Condition, *, inner: bool = False) -> str:
        """Returns a condition in words that can follow ``if``; ``inner`` where it is part of another condition."""
        match condition:
            case All(parts) if len(parts) != 1:
                text = joined(self.condition(part, inner=True) for part in parts) if parts else "always"
                return f"({text})" if inner and parts else text
            case AnyOf(parts) if len(parts) != 1:
                text = f"either {joined((self.condition(part, inner=True) for part in parts), 'or')}"
                return f"({text})" if inner else text
            case All((part,)) | AnyOf((part,)):
                return self.condition(part, inner=inner)
            case Not(part):
                return f"it is not so that {self.condition(part, inner=True)}"
            case Is(fact, values):
                return self._is(fact, values)
            case Suggests(treatments, selector):
                return self._suggests(treatments, selector)
        return ""

    def _is(self, fact: str, values: frozenset[str]) -> str:
        question = self._questions.get(fact)
        if question is None:
            if values == {"yes"}:
                return f"“{topic(fact)}” holds"
            return f"“{topic(fact)}” is {joined(map(topic, sorted(values)), 'or')}"
        options = joined((option.short for option in question.options if option.id in values), "or")
        return f"{topic(fact)} include {options}" if question.several else f"{topic(fact)} is {options}"

    def _suggests(self, treatments: frozenset[str], selector: tuple[tuple[str, str], ...]) -> str:
        if selector:
            properties = joined(f"{topic(name)}: {topic(value)}" for name, value in selector)
            return f"a treatment is suggested with {properties}"
        return f"{joined(self.treatments(treatments), 'or')} is suggested"

    def treatments(self, ids: Iterable[str]) -> list[str]:
        """Returns the names of treatments, in the order of their ids."""
        return [self._rulebase.treatment_by_id[name].name for name in sorted(ids)]

    def _any_of(self, ids: frozenset[str], word: str, beside: str = "") -> str:
        """The names of treatments; where they are most of all treatments, the names of the others."""
        others = self._rulebase.treatment_by_id.keys() - ids - {beside}
        if len(ids) <= max(len(others), 3):
            return joined(self.treatments(ids), word)
        every = "any other treatment" if beside else "any treatment"
        return f"{every} but {joined(self.treatments(others))}" if others else every

    def _if(self, binding: Binding | None, when: Condition) -> str:
        """The ``If ..., `` of a rule; empty when it always holds."""
        parts = [self._bound(binding)] if binding else []
        if when != ALWAYS:
            parts.append(self.condition(when, inner=bool(parts)))
        return f"If {joined(parts)}, " if parts else ""

    def _bound(self, binding: Binding) -> str:
        kinds = self._rulebase.kinds
        kind, depth = topic(kinds.called), topic(kinds.depth_called)
        article = "an" if kind[:1] in "aeiou" else "a"
        parts = []
        if binding.kinds is not None:
            parts.append(f"{article} {kind} is {self._kinds(binding.kinds, 'or')}")
        if binding.depths is not None:
            subject = f"its {depth}" if parts else f"the {depth} of {article} {kind}"
            parts.append(f"{subject} is {self._depths(binding.depths)}")
        return " and ".join(parts)

    def _kinds(self, kinds: frozenset[str], word: str) -> str:
        return joined((topic(kind) for kind in self._rulebase.kind_question.option_ids if kind in kinds), word)

    def _depths(self, depths: frozenset[str]) -> str:
        names: dict[str, str] = {}
        for question in self._rulebase.kinds.depth_questions.values():
            for option in self._rulebase.question_by_id[question].options:
                if option.id in depths:
                    names.setdefault(option.id, option.short)
        return joined(names.values(), "or")

    def fit(self, rule: Fit) -> Sentence:
        """Returns when a treatment fits."""
        label = self._rulebase.grade_by_id[rule.grade].label
        return self._because(rule, f"{self._name(rule)} fits it ({label})")

    def rule_out(self, rule: RuleOut) -> Sentence:
        """Returns when a treatment is not recommended."""
        return self._because(rule, f"{self._name(rule)} is not recommended for it")

    def adjustment(self, rule: Adjustment) -> Sentence:
        """Returns when a treatment moves up or down, and by how many points."""
        way = "up" if rule.points >= 0 else "down"
        where = "in the plan for it" if rule.binding else "in every plan"
        return self._because(rule, f"{self._name(rule)} moves {way} by {numbered(abs(rule.points), 'point')} {where}")

    def derivation(self, rule: Derivation) -> Sentence:
        """Returns what follows from the answers."""
        if rule.fact == self._rulebase.kinds.question:
            return self._because(rule, f"{self._rulebase.kind_question.option(rule.value).short} are proposed")
        return self._because(rule, self._is(rule.fact, frozenset({rule.value})))

    def _because(self, rule: Rule, conclusion: str) -> Sentence:
        condition = self._if(getattr(rule, "binding", None), rule.when)
        return Sentence(rule.id, f"{condition}{conclusion}, because: {rule.because}", rule.basis, rule.claims)

    def _name(self, of: Fit | RuleOut | Adjustment | TreatmentWarning) -> str:
        return self._rulebase.treatment_by_id[of.treatment].name

    def warning(self, warning: TreatmentWarning) -> Sentence:
        """Returns what a treatment warns of, and when the warning is stressed."""
        text = (
            f"{self._if(warning.binding, warning.when)}{self._name(warning)} warns ({warning.severity}): {warning.text}"
        )
        if warning.stressed_when is not None:
            text += f" It is stressed if {self.condition(warning.stressed_when)}."
        return Sentence(warning.id, text, warning.basis, warning.claims)

    def note(self, note: Note) -> Sentence:
        """Returns the text of a note, when it is shown, and where."""
        text = f"{self._if(None, note.when)}{'it' if note.when != ALWAYS else 'It'} is said: {note.text}"
        if note.urgent_when is not None:
            text += f" It stands at the very top if {self.condition(note.urgent_when)}."
        if note.lead:
            text += " It stands before the options."
        return Sentence(note.id, text, note.basis, note.claims)

    def question(self, question: Question) -> Sentence:
        """Returns when a question is asked, and why."""
        number = "any number of answers" if question.several else "one answer"
        when = f" if {self.condition(question.ask_when)}" if question.ask_when != ALWAYS else ""
        default = f" Left out, it is {question.option(question.default).short}." if question.default else ""
        text = f"{question.ask} (asked{when}; {number}) Why: {question.why}{default}"
        return Sentence(question.id, text, question.basis, question.claims)

    def property(self, rule: Property) -> Sentence:
        """Returns what must hold for every combination of answers."""
        when = f" if {self.condition(rule.when)}" if rule.when != ALWAYS else ""
        if rule.orders:
            text = "; ".join(dict.fromkeys(self._above(rule)))
        elif rule.monotone:
            question = self._questions[rule.monotone.question]
            along = ", then ".join(question.option(option).short for option in rule.monotone.options)
            added = self._any_of(rule.monotone.treatments, "or")
            text = f"Going along {topic(question.id)} ({along}) never adds {added}"
        elif rule.form == "never":
            text = f"Never: {joined(map(self._within, rule.holds))}"
        else:
            given = f", where {joined(map(self._within, rule.given))}" if rule.given else ""
            text = f"Always{given}: {joined(map(self._within, rule.holds))}"
        because = f", because: {rule.because}" if rule.because else "."
        return Sentence(rule.id, f"{text}{when}{because}", rule.basis, rule.claims)

    def _above(self, rule: Property) -> Iterable[str]:
        for order in rule.orders:
            below = {other.second for other in rule.orders if (other.first, other.kind) == (order.first, order.kind)}
            (first,) = self.treatments([order.first])
            where = "overall" if order.kind is None else f"in the plan for {topic(order.kind)}"
            yield f"{first} stands above {self._any_of(frozenset(below), 'and', beside=order.first)} {where}"

    def _within(self, part: Assertion) -> str:
        where = f" for {self._kinds(part.kinds, 'or')}" if part.kinds else ""
        if part.what in _TREATED:
            return f"{self._any_of(part.names, 'or')} is {_TREATED[part.what]}{where}"
        if part.what == "plans":
            return f"{self._kinds(part.names, 'and')}, where reported, has a treatment or a reason why none{where}"
        return f"{_SHOWN[part.what]} “{joined(sorted(part.names), '” or “')}” is shown"


_TREATED = {
    "suggests": "suggested",
    "offers": "suggested or beyond reach",
    "not_recommended": "said to be not recommended",
}
_SHOWN = {"warns": "the warning", "stresses": "with stress, the warning", "notes": "the note", "urgent": "at the top,"}
