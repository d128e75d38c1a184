"""Advice on treatment options for acne scars, from rules that people can read, with reasons and with every warning.

    from advisor import Consultation, check_answers, load_rules

    rules = load_rules()
    advice = Consultation(rules).advise(check_answers(rules, answers))
    advice.to_dict()

Everything a program needs is exported here and loaded at first use; the modules below are free to change. Nothing is
printed, stored or sent. Rule files and answers that are wrong raise a ``FindingsError``, whose ``findings`` hold every
mistake; whatever else a person can get wrong raises another ``AdvisorError``.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from advisor.diagnostics.errors import AdvisorError, AnswersInvalid, FindingsError, InferenceFailed, RuleBaseInvalid
    from advisor.diagnostics.findings import Finding
    from advisor.engine.consultation import Consultation
    from advisor.loading.loader import load_rules
    from advisor.model.advice import Advice, Reason, ShownNote, ShownWarning, Suggestion, Unsuggested
    from advisor.model.rulebase import RuleBase
    from advisor.questionnaire.answers import Answers, check_answers

__all__ = [
    "Advice",
    "AdvisorError",
    "Answers",
    "AnswersInvalid",
    "Consultation",
    "Finding",
    "FindingsError",
    "InferenceFailed",
    "Reason",
    "RuleBase",
    "RuleBaseInvalid",
    "ShownNote",
    "ShownWarning",
    "Suggestion",
    "Unsuggested",
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
    "FindingsError": "diagnostics.errors",
    "InferenceFailed": "diagnostics.errors",
    "Reason": "model.advice",
    "RuleBase": "model.rulebase",
    "RuleBaseInvalid": "diagnostics.errors",
    "ShownNote": "model.advice",
    "ShownWarning": "model.advice",
    "Suggestion": "model.advice",
    "Unsuggested": "model.advice",
    "check_answers": "questionnaire.answers",
    "load_rules": "loading.loader",
}


if not TYPE_CHECKING:  # a type checker would take every name for an export

    def __getattr__(name: str) -> object:
        """Loads an export at its first use, so that the command line pays for none it does not need."""
        if name not in _HOMES:
            raise AttributeError(f"module 'advisor' has no attribute {name!r}")
        found = getattr(import_module(f"advisor.{_HOMES[name]}"), name)
        globals()[name] = found
        return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
