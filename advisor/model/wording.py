"""Words for conditions, facts, lists, grades and numbers, as people read them on every surface."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from advisor.diagnostics.findings import numbered
from advisor.model.conditions import All, AnyOf, Condition, Is, Not, Suggests

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from advisor.model.rulebase import Grade, RuleBase, Source
    from advisor.model.rules import Basis, Severity

__all__ = [
    "LEAD",
    "LIST_WORDS",
    "ORDER",
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
    "no_warning_words",
    "ordinal",
    "remaining_words",
    "section_heading",
    "severity_word",
    "source_words",
    "stands_words",
    "topic",
]

LIST_WORDS: Mapping[str, str] = {
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
    """Returns the text with its first letter in upper case and the others unchanged."""
    return text[:1].upper() + text[1:]


def counted(number: int, one: str, many: str = "") -> str:
    """Returns a number with its noun: ``no warnings``, ``1 warning``, ``3 warnings``."""
    return numbered(number, one, many) if number else f"no {many or one + 's'}"


def remaining_words(left: int) -> str:
    """Returns how many questions may still come: ``at most 3 more``, ``the last one``."""
    return f"at most {left} more" if left > 0 else "the last one"


def topic(name: str) -> str:
    """Returns an id as words: ``skin tone`` for ``skin_tone``."""
    return name.replace("_", " ")


def severity_word(severity: Severity) -> str:
    """Returns the word for the severity of a warning, shown before its text."""
    return _SEVERITIES[severity]


def no_warning_words(can_warn: bool) -> str:
    """Returns the sentences for what is shown without a warning; ``can_warn``: it has some, for other answers."""
    why = "The warnings here are about other answers than yours." if can_warn else "The source gives no warning here."
    return f"{why} That does not mean that there is no risk."


def stands_words(stands: str) -> str:
    """Returns the sentence for what a saying stands for (``for``, ``against``, ``mixed``); empty for any other word."""
    return _STANDS.get(stands, "")


def section_heading(section: str) -> str:
    """Returns the heading of a section of notes."""
    return _SECTIONS.get(section) or capitalised(topic(section))


def joined(parts: Iterable[str], word: str = "and") -> str:
    """Returns parts as an enumeration: ``a``, ``a and b``, ``a, b and c``; empty without parts."""
    *others, last = [*parts] or [""]
    return f"{', '.join(others)} {word} {last}" if others else last


def day(when: date | str) -> str:
    """Returns a date as ``16 August 2021``; a text that is not an ISO date is returned unchanged."""
    if isinstance(when, str):
        try:
            when = date.fromisoformat(when)
        except ValueError:
            return str(when)
    return f"{when.day} {when:%B %Y}"


def ordinal(number: int) -> str:
    """Returns a number as ``1st``, ``2nd``, ``3rd``, ``4th`` ..."""
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def answer_words(rulebase: RuleBase, question_id: str, options: Iterable[str]) -> str:
    """Returns options by their short names, joined by ``or`` in the order of the question; ``none`` without any."""
    question = rulebase.question_by_id[question_id]
    chosen = set(options)
    return joined((option.short for option in question.options if option.id in chosen), "or") or "none"


def kind_words(names: Mapping[str, str], kinds: Iterable[str]) -> str:
    """Returns kinds by their short names, in the order of ``names``: ``ice pick scars and dark spots``."""
    chosen = set(kinds)
    return joined(name for kind, name in names.items() if kind in chosen)


def answered(names: Mapping[str, str], options: Iterable[str]) -> str:
    """Returns an answer by the short names of its options, joined by ``and``; ``none of these`` without any."""
    return kind_words(names, options) or "none of these"


def grade_words(grade: Grade, basis: Basis) -> str:
    """Returns a grade by its label: ``may help``, ``may help (our judgement)``."""
    return f"{grade.label}{'' if basis == 'source' else ' (our judgement)'}"


def source_words(source: Source) -> str:
    """Returns a source in one line: title, author, publisher and the date of the version, as far as they are known."""
    parts = (source.title, source.author, source.publisher, f"version of {day(source.date)}" if source.date else "")
    return ", ".join(part for part in parts if part)


def fact_words(rulebase: RuleBase, fact: str, values: Iterable[str]) -> str:
    """Returns a fact with its values: ``skin tone: V or VI``; a derived fact that is only ``yes`` is just named."""
    chosen = sorted(values)
    if fact in rulebase.question_by_id:
        return f"{topic(fact)}: {answer_words(rulebase, fact, chosen)}"
    return topic(fact) if chosen == ["yes"] else f"{topic(fact)}: {joined(map(topic, chosen), 'or')}"


def condition_words(rulebase: RuleBase, condition: Condition) -> str:
    """Returns a condition in words."""
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
