"""What a person must be told, worked out one sentence of the design after another. Neither engine is asked.

It is written to be read beside the docstrings of ``advisor/model/`` and to be seen to be right, not to be fast. Of the
advisor it knows the dataclasses of ``advisor/model/`` alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.model.conditions import All, AnyOf, Is, Not, Suggests
from advisor.model.rules import Adjustment, Derivation, Fit, RuleOut, TreatmentWarning

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from advisor.model.conditions import Condition
    from advisor.model.rulebase import RuleBase

Told = dict[str, object]
Layers = list[list[Derivation]]
Bindable = Fit | RuleOut | Adjustment | TreatmentWarning
Facts = set[tuple[str, str]]  # each answer and derived fact, with its value

SUGGESTED = "suggests"  # a fact too, whose values are the treatments suggested


def told(rulebase: RuleBase, layers: Layers, answers: Mapping[str, frozenset[str]]) -> Told:
    """Everything the rules lead to for one person who gives these answers: option ids, by the question."""
    facts = used_answers(rulebase, answers)
    for rules in layers:
        facts = closed(facts, rules)
    reported = [kind for kind in rulebase.kind_question.option_ids if (rulebase.kinds.question, kind) in facts]
    points = {grade.id: grade.points for grade in rulebase.grades}
    lists: dict[str, list[str]] = {"suggested": [], "beyond_budget": [], "not_recommended": [], "not_applicable": []}
    grades: dict[tuple[str, str], str] = {}
    scores: dict[tuple[str, str], int] = {}
    reasons: dict[str, set[tuple[str, str]]] = {}  # by treatment: a rule and a kind
    for treatment in rulebase.treatments:
        ruled_out = [kind for kind in reported if any(bound(rulebase, r, kind, facts) for r in treatment.rules_out)]
        for kind in reported:
            fits = [fit for fit in treatment.fits if bound(rulebase, fit, kind, facts)]
            if not fits or kind in ruled_out:  # a rule-out that matches beats a fit
                continue
            best = min(fits, key=lambda fit: (-points[fit.grade], fit.id))
            adjusts = [rule for rule in treatment.adjusts if bound(rulebase, rule, kind, facts)]
            grades[treatment.id, kind] = best.grade
            scores[treatment.id, kind] = points[best.grade] + sum(rule.points for rule in adjusts)
            reasons.setdefault(treatment.id, set()).update((rule.id, kind) for rule in (best, *adjusts))
        fitted = any(name == treatment.id for name, _ in scores)
        within_reach = holds(rulebase.setting_by_id[treatment.setting].needs, facts)
        if fitted and within_reach:
            lists["suggested"].append(treatment.id)
        elif fitted:
            lists["beyond_budget"].append(treatment.id)
        elif ruled_out:
            lists["not_recommended"].append(treatment.id)
            outs = [(rule, kind) for rule in treatment.rules_out for kind in ruled_out]
            reasons[treatment.id] = {(rule.id, kind) for rule, kind in outs if bound(rulebase, rule, kind, facts)}
        else:
            lists["not_applicable"].append(treatment.id)
    offered = {*lists["suggested"], *lists["beyond_budget"]}
    overall = {name: max(score for (one, _), score in scores.items() if one == name) for name in offered}
    warned, stressed = [], []
    for treatment in rulebase.treatments:
        for warning in treatment.warnings if treatment.id in offered else ():
            if warning.binding is None:
                attached = holds(warning.when, facts)
            else:  # for a reported kind, fitted or not
                attached = any(bound(rulebase, warning, kind, facts) for kind in reported)
            if attached:
                warned.append(warning.id)
                if warning.stressed_when is not None and holds(warning.stressed_when, facts):
                    stressed.append(warning.id)
    everything = facts | {(SUGGESTED, name) for name in lists["suggested"]}
    return {
        "derived": sorted(rule.id for rule in rulebase.derivations if holds(rule.when, facts)),
        "suggested": best_first(rulebase, {name: overall[name] for name in lists["suggested"]}),
        "beyond_budget": best_first(rulebase, {name: overall[name] for name in lists["beyond_budget"]}),
        "not_recommended": best_first(rulebase, dict.fromkeys(lists["not_recommended"], 0)),
        "not_applicable": best_first(rulebase, dict.fromkeys(lists["not_applicable"], 0)),
        "ranks": {**ranks(overall, lists["suggested"]), **ranks(overall, lists["beyond_budget"])},
        "plans": {
            kind: best_first(rulebase, {one: scores[one, kind] for one in lists["suggested"] if (one, kind) in scores})
            for kind in reported
        },
        "grades": grades,
        "scores": scores,
        "overall": overall,
        "reasons": reasons,
        "warned": sorted(warned),
        "stressed": sorted(stressed),
        "noted": [note.id for note in rulebase.notes if holds(note.when, everything)],
        "urgent": [n.id for n in rulebase.notes if n.urgent_when is not None and holds(n.urgent_when, everything)],
    }


def used_answers(rulebase: RuleBase, answers: Mapping[str, frozenset[str]]) -> Facts:
    """The answers to the questions that are asked. ``ask_when`` alone decides that; it looks at earlier questions."""
    facts: Facts = set()
    for question in rulebase.questions:
        if holds(question.ask_when, facts):
            facts |= {(question.id, option) for option in answers.get(question.id, ())}
    return facts


def is_possible(rulebase: RuleBase, answers: Mapping[str, frozenset[str]]) -> bool:
    """Whether these answer just what is asked, and are not called impossible."""
    facts = used_answers(rulebase, answers)
    asked = [question for question in rulebase.questions if holds(question.ask_when, facts)]
    return (
        set(answers) == {question.id for question in asked}
        and all(question.several or len(answers[question.id]) == 1 for question in asked)
        and not any(holds(condition, facts) for condition in rulebase.impossible)
    )


def holds(condition: Condition, facts: Facts) -> bool:
    """What the docstrings of the conditions say."""
    match condition:
        case Is():
            return any((condition.fact, value) in facts for value in condition.values)
        case Suggests():
            return any((SUGGESTED, treatment) in facts for treatment in condition.treatments)
        case All():
            return all(holds(part, facts) for part in condition.parts)
        case AnyOf():
            return any(holds(part, facts) for part in condition.parts)
        case Not():
            return not holds(condition.part, facts)


def bound(rulebase: RuleBase, rule: Bindable, kind: str, facts: Facts) -> bool:
    """Whether a rule holds for one reported kind: for every kind alike, where it binds none."""
    if not holds(rule.when, facts):
        return False
    binding = rule.binding
    if binding is None:
        return True
    if binding.kinds is not None and kind not in binding.kinds:
        return False
    if binding.depths is None:
        return True
    question = rulebase.kinds.depth_questions.get(kind)  # a kind without a depth has none of the depths
    return any((question, depth) in facts for depth in binding.depths)


def layers_of(derivations: Sequence[Derivation]) -> Layers:
    """The derivations in an order in which a fact is settled before a rule asks that it be absent.

    Every conclusion has a level: at least that of each one it needs, above that of each one whose absence it needs.
    """
    level = {(rule.fact, rule.value): 0 for rule in derivations}
    for _ in level:  # as often as the longest way from one conclusion to another is long
        for rule in derivations:
            for needed, absent in needs(rule.when):
                if needed in level:
                    least = level[needed] + 1 if absent else level[needed]
                    level[rule.fact, rule.value] = max(level[rule.fact, rule.value], least)
    return [
        [rule for rule in derivations if level[rule.fact, rule.value] == this] for this in sorted({*level.values()})
    ]


def closed(facts: Facts, rules: list[Derivation]) -> Facts:
    """The facts with all that follow: the rules are applied until nothing changes."""
    while True:
        more = facts | {(rule.fact, rule.value) for rule in rules if holds(rule.when, facts)}
        if more == facts:
            return facts
        facts = more


def needs(condition: Condition, absent: bool = False) -> list[tuple[tuple[str, str], bool]]:
    """Each fact with a value that a condition looks at; True: at its absence, being under one ``not`` but not two."""
    match condition:
        case Is():
            return [((condition.fact, value), absent) for value in condition.values]
        case All() | AnyOf():
            return [need for part in condition.parts for need in needs(part, absent)]
        case Not():
            return needs(condition.part, not absent)
    return []


def best_first(rulebase: RuleBase, scores: Mapping[str, int]) -> list[str]:
    """Treatments by score; equals are ordered by least invasive, then by name."""
    by_id = rulebase.treatment_by_id
    return sorted(scores, key=lambda name: (-scores[name], by_id[name].invasiveness, by_id[name].name, name))


def ranks(scores: Mapping[str, int], among: list[str]) -> dict[str, int]:
    """The rank of each treatment among these: one more than there are better ones, so that equals share it."""
    return {name: 1 + sum(scores[other] > scores[name] for other in among) for name in among}
