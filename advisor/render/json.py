"""The advice and the questionnaire as JSON text. The names of the advice are a fixed contract, ``schema`` 1.

``json_text`` writes the author's reports too.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from advisor.model.conditions import All, AnyOf, Condition, Is, Not, Suggests

if TYPE_CHECKING:
    from advisor.model.advice import Advice, Reason, Suggestion, Unsuggested
    from advisor.model.rulebase import RuleBase
    from advisor.model.rules import Question

__all__ = ["advice_json", "advice_object", "json_text", "questions_json"]


def advice_json(advice: Advice, rulebase: RuleBase) -> str:
    """The advice as JSON text, indented by two, ending with a line end."""
    return json_text(advice_object(advice, rulebase))


def advice_object(advice: Advice, rulebase: RuleBase) -> dict[str, object]:
    """The advice as plain data of lists, mappings, texts and whole numbers."""
    stamp = advice.rulebase
    return {
        "schema": 1,
        "rulebase": {"name": stamp.name, "version": stamp.version, "date": stamp.date, "digest": stamp.digest},
        "answers": {name: list(value) if isinstance(value, tuple) else value for name, value in advice.answers.items()},
        "unused_answers": list(advice.unused_answers),
        "urgent": [{"id": note.id, "text": note.text, "claims": list(note.claims)} for note in advice.urgent],
        "suggestions": [_suggestion(suggestion, rulebase) for suggestion in advice.suggestions],
        "beyond_budget": [_suggestion(suggestion, rulebase) for suggestion in advice.beyond_budget],
        "not_recommended": [_unsuggested(treatment) for treatment in advice.not_recommended],
        "not_applicable": [_unsuggested(treatment) for treatment in advice.not_applicable],
        "plans": {kind: list(treatments) for kind, treatments in advice.plans.items()},
        "notes": [
            {"id": note.id, "text": note.text, "basis": note.basis, "claims": list(note.claims)}
            for note in advice.notes
        ],
        "trace": [
            {"rule": firing.rule, "facts": list(firing.facts), "concludes": firing.concludes} for firing in advice.trace
        ],
        "disclaimer": advice.disclaimer,
    }


def questions_json(rulebase: RuleBase) -> str:
    """The questionnaire as JSON text: questions in order, each with its options and when it is asked."""
    return json_text({"schema": 1, "questions": [_question(question) for question in rulebase.questions]})


def json_text(value: object) -> str:
    """Plain data as JSON text, indented by two, ending with a line end."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _suggestion(suggestion: Suggestion, rulebase: RuleBase) -> dict[str, object]:
    shown: dict[str, object] = {
        "treatment": suggestion.treatment,
        "name": suggestion.name,
        "what": suggestion.what,
        "setting": suggestion.setting,
        "invasiveness": suggestion.invasiveness,
        "rank": suggestion.rank,
        "score": suggestion.score,
        "for": [
            {rulebase.kinds.called: fit.kind, "grade": fit.grade, "basis": fit.basis, "score": fit.score}
            for fit in suggestion.fits
        ],
        "reasons": [_reason(reason) for reason in suggestion.reasons],
        "warnings": [
            {
                "id": warning.id,
                "severity": warning.severity,
                "text": warning.text,
                "stressed": warning.stressed,
                "claims": list(warning.claims),
            }
            for warning in suggestion.warnings
        ],
    }
    if suggestion.would_need:
        needed = suggestion.would_need
        shown["would_need"] = {"question": needed.question, "option": needed.option, "text": needed.text}
    return shown


def _unsuggested(treatment: Unsuggested) -> dict[str, object]:
    return {
        "treatment": treatment.treatment,
        "name": treatment.name,
        "what": treatment.what,
        "setting": treatment.setting,
        "reasons": [_reason(reason) for reason in treatment.reasons],
    }


def _reason(reason: Reason) -> dict[str, object]:
    return {
        "rule": reason.rule,
        "text": reason.text,
        "points": reason.points,
        "basis": reason.basis,
        "claims": list(reason.claims),
    }


def _question(question: Question) -> dict[str, object]:
    return {
        "question": question.id,
        "ask": question.ask,
        "help": question.help,
        "why": question.why,
        "choose": "several" if question.several else "one",
        "changeable": question.changeable,
        "default": question.default,
        "ask_when": _condition(question.ask_when),
        "options": [{"option": option.id, "label": option.label, "help": option.help} for option in question.options],
    }


def _condition(condition: Condition) -> dict[str, object]:
    """A condition as the rule language writes it; ``{}`` always holds."""
    match condition:
        case All(()):
            return {}
        case All(parts):
            return {"all": [_condition(part) for part in parts]}
        case AnyOf(parts):
            return {"any": [_condition(part) for part in parts]}
        case Not(part):
            return {"not": _condition(part)}
        case Is(fact, values):
            return {fact: sorted(values)}
        case Suggests(treatments):
            return {"suggests": sorted(treatments)}
