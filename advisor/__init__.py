"""Advice on treatment options for acne scars, from rules that people can read, with reasons and with every warning.

    from advisor import Consultation, check_answers, load_rules

    rules = load_rules()
    advice = Consultation(rules).advise(check_answers(rules, {"scar_types": ["rolling"], ...}))
    advice.to_dict()

Everything a program needs is exported here and loaded at first use; the modules below are free to change. Nothing is
printed, stored or sent. Whatever a person can get wrong raises an ``AdvisorError``.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from advisor.diagnostics.errors import AdvisorError, AnswersInvalid, InferenceFailed, RuleBaseInvalid
    from advisor.diagnostics.findings import Finding
    from advisor.engine.consultation import Consultation
    from advisor.loading.loader import load_rules
    from advisor.model.advice import Advice
    from advisor.model.rulebase import RuleBase
    from advisor.questionnaire.answers import Answers, check_answers

__all__ = [
    "Advice",
    "AdvisorError",
    "Answers",
    "AnswersInvalid",
    "Consultation",
    "Finding",
    "InferenceFailed",
    "RuleBase",
    "RuleBaseInvalid",
    "__version__",
    "check_answers",
    "load_rules",
]

__version__ = "0.1.0"

_HOMES = {
    "Advice": "model.advice",
    "AdvisorError": "diagnostics.errors",
    "Answers": "questionnaire.answers",
    "AnswersInvalid": "diagnostics.errors",
    "Consultation": "engine.consultation",
    "Finding": "diagnostics.findings",
    "InferenceFailed": "diagnostics.errors",
    "RuleBase": "model.rulebase",
    "RuleBaseInvalid": "diagnostics.errors",
    "check_answers": "questionnaire.answers",
    "load_rules": "loading.loader",
}


def __getattr__(name: str) -> object:
    """Loads an export at its first use, so that the command line pays for none it does not need."""
    if name not in _HOMES:
        raise AttributeError(f"module 'advisor' has no attribute {name!r}")
    found = getattr(import_module(f"advisor.{_HOMES[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
