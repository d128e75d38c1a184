"""The advice and the questionnaire as JSON text. The names of the advice are a fixed contract, ``schema`` 1.

``json_text`` writes the author's reports too.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from advisor.model.conditions import All, AnyOf, Condition, Is, Not, Suggests

if TYPE_CHECKING:
    from advisor.model.advice import Advice
    from advisor.model.rulebase import RuleBase
    from advisor.model.rules import Question

__all__ = ["advice_json", "json_text", "questions_json"]


def advice_json(advice: Advice) -> str:
    """Returns the advice as JSON text, indented by two, ending with a line end."""
    return json_text(advice.to_dict())


def questions_json(rulebase: RuleBase) -> str:
    """The questionnaire as JSON text: questions in order, each with its options and when it is asked."""
    return json_text({"schema": 1, "questions": [_question(question) for question in rulebase.questions]})


def json_text(value: object) -> str:
    """Plain data as JSON text, indented by two, ending with a line end."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


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
