"""Every rule as a sentence that a person can read: ``If a scar is rolling, ... fits it, because: ... [C077]``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from advisor.diagnostics.findings import numbered
from advisor.model.conditions import ALWAYS, All, AnyOf, Condition, Is, Not, Suggests
from advisor.model.wording import joined, topic

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.author.proving.properties import Property, Within
    from advisor.model.rulebase import RuleBase
    from advisor.model.rules import (
        Adjustment,
        Basis,
        Binding,
        Derivation,
        Fit,
        Note,
        Question,
        RuleOut,
        TreatmentWarning,
    )

__all__ = ["Sentence", "Sentences"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One rule in words: ``id`` is its own name, ``claims`` what it rests on or, as a house judgement, leans on."""

    id: str
    text: str
    basis: Basis = "source"
    claims: tuple[str, ...] = ()


class Sentences:
    """Says the rules of one rule base; ``questions`` are those that its conditions look at."""

    def __init__(self, rulebase: RuleBase, questions: Iterable[Question] | None = None) -> None:
        self._rulebase = rulebase
        self._questions = {q.id: q for q in (rulebase.questions if questions is None else questions)}

    def condition(self, condition: Condition, *, inner: bool = False) -> str:
        """A condition as what stands behind ``if``; ``inner`` when it stands within another."""
        match condition:
            case All(parts) if len(parts) != 1:
                said = joined(self.condition(part, inner=True) for part in parts) if parts else "always"
                return f"({said})" if inner and parts else said
            case AnyOf(parts) if len(parts) != 1:
                said = f"either {joined((self.condition(part, inner=True) for part in parts), 'or')}"
                return f"({said})" if inner else said
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
            return (
                f"a treatment is suggested with {joined(f'{topic(name)}: {topic(value)}' for name, value in selector)}"
            )
        return f"{joined(self.treatments(treatments), 'or')} is suggested"

    def treatments(self, ids: Iterable[str]) -> list[str]:
        """The names of treatments, by id."""
        return [self._rulebase.treatment_by_id[name].name for name in sorted(ids)]

    def _many(self, ids: frozenset[str], word: str, beside: str = "") -> str:
        """The names of treatments; where they are most of all, the few that are not meant."""
        others = self._rulebase.treatment_by_id.keys() - ids - {beside}
        if len(ids) <= max(len(others), 3):
            return joined(self.treatments(ids), word)
        every = "any other treatment" if beside else "any treatment"
        return f"{every} but {joined(self.treatments(others))}" if others else every

    def _if(self, binding: Binding | None, when: Condition) -> str:
        """The ``If ...,`` of a rule; empty when it always holds."""
        parts = [self._bound(binding)] if binding else []
        if when != ALWAYS:
            parts.append(self.condition(when, inner=bool(parts)))
        return f"If {joined(parts)}, " if parts else ""

    def _bound(self, binding: Binding) -> str:
        kinds = self._rulebase.kinds
        order = self._rulebase.kind_question.option_ids
        called = topic(kinds.called)
        parts = []
        if binding.kinds is not None:
            named = joined((topic(kind) for kind in order if kind in binding.kinds), "or")
            parts.append(f"{_a(called)} is {named}")
        if binding.depths is not None:
            owner = "its" if parts else f"the {topic(kinds.depth_called)} of {_a(called)}"
            said = f"its {topic(kinds.depth_called)}" if owner == "its" else owner
            parts.append(f"{said} is {self._depths(binding.depths)}")
        return " and ".join(parts)

    def _depths(self, depths: frozenset[str]) -> str:
        found: dict[str, str] = {}
        for question in self._rulebase.kinds.depth_questions.values():
            for option in self._rulebase.question_by_id[question].options:
                if option.id in depths:
                    found.setdefault(option.id, option.short)
        return joined(found.values(), "or")

    def fit(self, rule: Fit) -> Sentence:
        """When a treatment fits."""
        name = self._rulebase.treatment_by_id[rule.treatment].name
        label = self._rulebase.grade_by_id[rule.grade].label
        text = f"{self._if(rule.binding, rule.when)}{name} fits it ({label}), because: {rule.because}"
        return Sentence(rule.id, text, rule.basis, rule.claims)

    def rule_out(self, rule: RuleOut) -> Sentence:
        """When a treatment is not recommended."""
        name = self._rulebase.treatment_by_id[rule.treatment].name
        text = f"{self._if(rule.binding, rule.when)}{name} is not recommended for it, because: {rule.because}"
        return Sentence(rule.id, text, rule.basis, rule.claims)

    def adjustment(self, rule: Adjustment) -> Sentence:
        """What moves a treatment."""
        name = self._rulebase.treatment_by_id[rule.treatment].name
        way = "up" if rule.points >= 0 else "down"
        points = numbered(abs(rule.points), "point")
        where = "in the plan for it" if rule.binding else "in every plan"
        text = f"{self._if(rule.binding, rule.when)}{name} moves {way} by {points} {where}, because: {rule.because}"
        return Sentence(rule.id, text, rule.basis, rule.claims)

    def warning(self, one: TreatmentWarning) -> Sentence:
        """What a treatment warns of."""
        name = self._rulebase.treatment_by_id[one.treatment].name
        said = f"{self._if(one.binding, one.when)}{name} warns ({one.severity}): {one.text}"
        if one.stressed_when is not None:
            said += f" It is stressed if {self.condition(one.stressed_when)}."
        return Sentence(one.id, said, one.basis, one.claims)

    def derivation(self, rule: Derivation) -> Sentence:
        """What follows from the answers."""
        concluded = self._is(rule.fact, frozenset({rule.value}))
        if rule.fact == self._rulebase.kinds.question:
            option = self._rulebase.kind_question.option(rule.value)
            concluded = f"{option.short} are proposed"
        return Sentence(
            rule.id, f"{self._if(None, rule.when)}{concluded}, because: {rule.because}", rule.basis, rule.claims
        )

    def note(self, note: Note) -> Sentence:
        """What someone is told beside the treatments."""
        said = f"{self._if(None, note.when)}{'it' if note.when != ALWAYS else 'It'} is said: {note.text}"
        if note.urgent_when is not None:
            said += f" It stands at the very top if {self.condition(note.urgent_when)}."
        if note.lead:
            said += " It stands before the options."
        return Sentence(note.id, said, note.basis, note.claims)

    def question(self, question: Question) -> Sentence:
        """When a question is asked, and why."""
        many = "any number of answers" if question.several else "one answer"
        when = f" if {self.condition(question.ask_when)}" if question.ask_when != ALWAYS else ""
        default = f" Left out, it is {question.option(question.default).short}." if question.default else ""
        text = f"{question.ask} (asked{when}; {many}) Why: {question.why}{default}"
        return Sentence(question.id, text, question.basis, question.claims)

    def property(self, one: Property) -> Sentence:
        """What must hold for every combination of answers."""
        when = f" if {self.condition(one.when)}" if one.when != ALWAYS else ""
        if one.orders:
            said = "; ".join(dict.fromkeys(self._above(one)))
        elif one.monotone:
            move = one.monotone
            question = self._questions[move.question]
            along = ", then ".join(question.option(option).short for option in move.options)
            added = self._many(move.treatments, "or")
            said = f"Going along {topic(question.id)} ({along}) never adds {added}"
        elif one.form == "never":
            said = f"Never: {joined(map(self._within, one.holds))}"
        else:
            given = f", where {joined(map(self._within, one.given))}" if one.given else ""
            said = f"Always{given}: {joined(map(self._within, one.holds))}"
        because = f", because: {one.because}" if one.because else "."
        return Sentence(one.id, f"{said}{when}{because}", one.basis, one.claims)

    def _above(self, one: Property) -> Iterable[str]:
        for order in one.orders:
            below = {other.second for other in one.orders if (other.first, other.kind) == (order.first, order.kind)}
            (first,) = self.treatments([order.first])
            where = "overall" if order.kind is None else f"in the plan for {topic(order.kind)}"
            yield f"{first} stands above {self._many(frozenset(below), 'and', beside=order.first)} {where}"

    def _within(self, part: Within) -> str:
        order = self._rulebase.kind_question.option_ids
        where = f" for {joined((topic(k) for k in order if k in part.kinds), 'or')}" if part.kinds else ""
        if part.what in _TREATED:
            return f"{self._many(part.names, 'or')} is {_TREATED[part.what]}{where}"
        if part.what == "plans":
            named = joined(topic(kind) for kind in order if kind in part.names)
            return f"{named}, where reported, has a treatment or a reason why none{where}"
        return f"{_SHOWN[part.what]} “{joined(sorted(part.names), '” or “')}” is shown"


_TREATED = {
    "suggests": "suggested",
    "offers": "suggested or beyond reach",
    "not_recommended": "said to be not recommended",
}
_SHOWN = {"warns": "the warning", "stresses": "with stress, the warning", "notes": "the note", "urgent": "at the top,"}


def _a(word: str) -> str:
    return f"{'an' if word[:1] in 'aeiou' else 'a'} {word}"
