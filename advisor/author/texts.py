"""Every text of a rule base that a person is shown, with what it rests on, and every use of a claim."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from advisor.source import Position

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.items import Basis, Item, Question, Treatment
    from advisor.rulebase import RuleBase

__all__ = ["TREATMENT_TEXTS", "Sort", "Text", "Use", "place_of", "texts", "treatment_texts", "uses"]

Sort = Literal["question", "rule", "treatment", "warning", "note", "disclaimer", "identification", "picture"]
TREATMENT_TEXTS = ("what", "how_well", "recovery", "unsaid")


@dataclass(frozen=True, slots=True)
class Text:
    """One text: ``about`` is the id of its item, ``key`` the word it stands behind, ``position`` that word's place."""

    about: str
    sort: Sort
    key: str
    text: str
    basis: Basis
    claims: tuple[str, ...]
    position: Position


@dataclass(frozen=True, slots=True)
class Use:
    """One citing of a claim by an item that is shown to someone."""

    claim: str
    by: str
    sort: Sort
    position: Position


def place_of(position: Position, key: str) -> Position:
    """The place of another key of the entry that a position names; the position itself when it is not found.

    Files keep the keys of one mapping in one column, as YAML's block style asks for.
    """
    lines, margin = position.source.lines, " " * (position.column - 1)
    for number, line in enumerate(lines[position.line :], position.line + 1):
        if line.startswith(f"{margin}{key}:"):
            return Position(position.source, number, position.column, len(key))
        if line.strip() and not line.startswith(margin):
            break
    return position


def uses(rulebase: RuleBase) -> Iterator[Use]:
    """Every use of a claim by something that is shown; properties and cases show nothing."""
    for sort, item in _items(rulebase):
        yield from (Use(claim, item.id, sort, item.position) for claim in item.claims)
    if rulebase.identification:
        identification = rulebase.identification
        asked = identification.questions[0].position if identification.questions else rulebase.disclaimer.position
        yield from (Use(claim, "identification", "identification", asked) for claim in identification.claims)


def texts(rulebase: RuleBase) -> Iterator[Text]:
    """Every text of at least a sentence that someone reads: of questions, rules, treatments, notes, pictures."""
    for question in rulebase.questions:
        yield from _question(question)
    for rule in rulebase.rules:
        yield _of(rule, "rule", "because", rule.because)
    for treatment in rulebase.treatments:
        yield from treatment_texts(treatment)
        for warning in treatment.warnings:
            yield _of(warning, "warning", "text", warning.text)
    for note in rulebase.notes:
        yield _of(note, "note", "text", note.text)
    yield _of(rulebase.disclaimer, "disclaimer", "text", rulebase.disclaimer.text)
    if rulebase.identification:
        for question in rulebase.identification.questions:
            yield from _question(question)
        for proposal in rulebase.identification.rules:
            yield _of(proposal, "rule", "because", proposal.because)
    for picture in rulebase.pictures.every() if rulebase.pictures else ():
        yield Text(picture.id, "picture", "text", picture.text, picture.basis, picture.claims, picture.text_position)


def treatment_texts(treatment: Treatment) -> Iterator[Text]:
    """The four texts of a treatment."""
    for key in TREATMENT_TEXTS:
        yield _of(treatment, "treatment", key, getattr(treatment, key))


def _of(item: Item, sort: Sort, key: str, text: str) -> Text:
    return Text(item.id, sort, key, text, item.basis, item.claims, place_of(item.position, key))


def _question(question: Question) -> Iterator[Text]:
    for key, text in (("ask", question.ask), ("help", question.help), ("why", question.why)):
        if text:
            yield _of(question, "question", key, text)


def _items(rulebase: RuleBase) -> Iterator[tuple[Sort, Item]]:
    yield from (("question", question) for question in rulebase.questions)
    yield from (("rule", rule) for rule in rulebase.rules)
    for treatment in rulebase.treatments:
        yield "treatment", treatment
        yield from (("warning", warning) for warning in treatment.warnings)
    yield from (("note", note) for note in rulebase.notes)
    yield from (("picture", picture) for picture in (rulebase.pictures.every() if rulebase.pictures else ()))
    yield "disclaimer", rulebase.disclaimer
    if rulebase.identification:
        yield from (("question", question) for question in rulebase.identification.questions)
        yield from (("rule", rule) for rule in rulebase.identification.rules)
