"""Conditions, facts and places in words that a person can read."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from advisor.diagnostics.findings import numbered
from advisor.model.conditions import All, AnyOf, Condition, Is, Not, Suggests

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from advisor.model.rulebase import RuleBase
    from advisor.model.rules import Basis, Question, Severity, Treatment

__all__ = [
    "LEAD",
    "ORDER",
    "PLACES",
    "SKETCHES",
    "STRESSED",
    "answer_words",
    "answered",
    "capitalised",
    "condition_words",
    "counted",
    "day",
    "fact_words",
    "grade_words",
    "joined",
    "kind_words",
    "left_words",
    "no_warning_words",
    "ordinal",
    "section_heading",
    "severity_word",
    "stands_words",
    "topic",
]

PLACES: Mapping[str, str] = {
    "suggested": "suggested",
    "beyond_budget": "beyond the budget",
    "not_recommended": "not recommended",
    "not_applicable": "not called for",
}
STRESSED = "Take special note."
ORDER = "The order is our judgement except where a source is shown. Options with the same number rank the same."
LEAD = "Please read before the options"
SKETCHES = "The drawings are sketches, not to scale."
_STANDS: Mapping[str, str] = {
    "for": "Speaks for it.",
    "against": "Speaks against it.",
    "mixed": "Can be read both ways.",
}
_SEVERITIES: Mapping[Severity, str] = {"serious": "Serious", "caution": "Caution", "limit": "Limit"}
_SECTIONS: Mapping[str, str] = {"general": "Good to know", "prevention": "Prevention"}


def capitalised(text: str) -> str:
    """The text with its first letter large and the others as they are."""
    return text[:1].upper() + text[1:]


def counted(number: int, one: str, many: str = "") -> str:
    """``no warnings``, ``1 warning``, ``3 warnings``."""
    return numbered(number, one, many) if number else f"no {many or one + 's'}"


def left_words(left: int) -> str:
    """How many questions may still come: ``at most 3 more``, ``the last one``."""
    return f"at most {left} more" if left > 0 else "the last one"


def topic(name: str) -> str:
    """What a question or fact is about: its id as words."""
    return name.replace("_", " ")


def severity_word(severity: Severity) -> str:
    """How grave a warning is, as the word before its text."""
    return _SEVERITIES[severity]


def no_warning_words(treatments: Iterable[Treatment]) -> str:
    """What is said where no warning is shown with some treatments: there are none, or they are about others."""
    whose = "The warnings here are about other answers than yours."
    said = whose if any(one.warnings for one in treatments) else "The source gives no warning here."
    return f"{said} That does not mean that there is no risk."


def stands_words(stands: str) -> str:
    """Whether something speaks for a treatment, as a sentence; empty where nothing is said."""
    return _STANDS.get(stands, "")


def section_heading(section: str) -> str:
    """The heading of a section of notes."""
    return _SECTIONS.get(section) or capitalised(topic(section))


def joined(parts: Iterable[str], word: str = "and") -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    found = list(parts)
    return found[0] if len(found) == 1 else f"{', '.join(found[:-1])} {word} {found[-1]}" if found else ""


def day(when: date | str) -> str:
    """``16 August 2021``; a text that is no ISO date is left as it is."""
    if isinstance(when, str):
        try:
            when = date.fromisoformat(when)
        except ValueError:
            return str(when)
    return f"{when.day} {when:%B %Y}"


def ordinal(number: int) -> str:
    """``1st``, ``2nd``, ``3rd``, ``4th`` ..."""
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def answer_words(rulebase: RuleBase, question_id: str, options: Iterable[str]) -> str:
    """The options of a question by their short names, in its order; ``none`` when there are none."""
    question = rulebase.question_by_id[question_id]
    chosen = set(options)
    return joined((option.short for option in question.options if option.id in chosen), "or") or "none"


def answered(question: Question, options: Collection[str]) -> str:
    """An answer in words: the options given by their short names, ``none of these`` when there are none."""
    return joined(option.short for option in question.options if option.id in options) or "none of these"


def kind_words(rulebase: RuleBase, kinds: Iterable[str]) -> str:
    """Kinds by their short names, in the questionnaire's order: ``ice pick scars and dark spots``."""
    chosen = set(kinds)
    return joined(option.short for option in rulebase.kind_question.options if option.id in chosen)


def grade_words(rulebase: RuleBase, grade: str, basis: Basis) -> str:
    """A grade by its label: ``may help``, ``may help (our judgement)``."""
    return f"{rulebase.grade_by_id[grade].label}{'' if basis == 'source' else ' (our judgement)'}"


def fact_words(rulebase: RuleBase, fact: str, values: Iterable[str]) -> str:
    """A fact and its values: ``skin tone: V or VI``; a fact that is just ``yes`` is said by its name alone."""
    chosen = sorted(values)
    if fact in rulebase.question_by_id:
        return f"{topic(fact)}: {answer_words(rulebase, fact, chosen)}"
    return topic(fact) if chosen == ["yes"] else f"{topic(fact)}: {joined(map(topic, chosen), 'or')}"


def condition_words(rulebase: RuleBase, condition: Condition) -> str:
    """A whole condition in words."""
    match condition:
        case All(()):
            return "always"
        case All(parts):
            return "; and ".join(condition_words(rulebase, part) for part in parts)
        case AnyOf(parts):
            return "either " + ", or ".join(condition_words(rulebase, part) for part in parts)
        case Not(part):
            return f"not ({condition_words(rulebase, part)})"
        case Is(fact, values):
            return fact_words(rulebase, fact, values)
        case Suggests(treatments):
            names = (rulebase.treatment_by_id[treatment].name for treatment in sorted(treatments))
            return f"suggested: {joined(names, 'or')}"
