"""Every text of a rule base that a person is shown, with what it rests on, and every use of a claim."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from advisor.diagnostics.source import Position

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.model.decision_aid import DecisionAid
    from advisor.model.rulebase import RuleBase
    from advisor.model.rules import AttributedText, Basis, Entry, Question, Treatment

__all__ = [
    "TREATMENT_TEXTS",
    "PatientText",
    "TextSort",
    "Use",
    "place_of_text",
    "short_texts",
    "texts",
    "treatment_texts",
    "uses",
]

TextSort = Literal[
    "question", "rule", "treatment", "warning", "note", "disclaimer", "identification", "deciding", "picture", "word"
]
TREATMENT_TEXTS = ("what", "how_well", "recovery", "unsaid")
_NOTHING_TEXTS = ("what", "how_well", "harms", "recovery", "where", "cost", "unsaid")


@dataclass(frozen=True, slots=True)
class PatientText:
    """One text: ``about`` is the id of its item, ``key`` the word it stands behind, ``position`` that word's place."""

    about: str
    sort: TextSort
    key: str
    text: str
    basis: Basis
    claims: tuple[str, ...]
    position: Position

    def place(self, start: int, end: int) -> Position:
        """Where a stretch of the text (counted with whitespace folded) stands in its file, as far as its first line.

        The place of the key where the text is not found, as when it was written with escapes.
        """
        folded = " ".join(self.text.split())
        found = _begun(_as_written(folded[:start]), _as_written(folded[start:end]), self.position)
        return found or self.position


@dataclass(frozen=True, slots=True)
class Use:
    """One citing of a claim by an item that is shown to someone."""

    claim: str
    by: str
    sort: TextSort
    position: Position


def place_of_text(position: Position, key: str) -> Position:
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


def _as_written(folded: str) -> str:
    """A pattern for a text as a file may hold it: broken into lines anywhere, quotes doubled or escaped."""
    doubled = {" ": r"\s+", "'": "'{1,2}", '"': r'\\?"', "\\": r"\\{1,2}"}
    return "".join(doubled.get(mark) or re.escape(mark) for mark in folded)


def _begun(before: str, words: str, position: Position) -> Position | None:
    """Where words stand that follow others at the beginning of a value; behind a position, or else anywhere."""
    source = position.source
    whole = "\n".join(source.lines)
    pattern = re.compile(rf"[:\-,\[|>+]\s+[\"']?{before}({words})|[\[\"']{before}({words})")
    key = sum(len(line) + 1 for line in source.lines[: position.line - 1]) + position.column - 1
    found = pattern.search(whole, key) or pattern.search(whole)
    if found is None:
        return None
    start, end = found.span(1 if found[1] else 2)
    above = whole[:start].count("\n")
    width = len(whole[start:end].split("\n")[0].rstrip())
    return Position(source, above + 1, start - (whole.rfind("\n", 0, start) + 1) + 1, width)


def uses(rulebase: RuleBase) -> Iterator[Use]:
    """Every use of a claim by something that is shown; properties and cases show nothing."""
    for sort, item in _items(rulebase):
        yield from (Use(claim, item.id, sort, item.position) for claim in item.claims)
    if rulebase.identification:
        identification = rulebase.identification
        asked = identification.questions[0].position if identification.questions else rulebase.disclaimer.position
        yield from (Use(claim, "identification", "identification", asked) for claim in identification.claims)
    for text in _for_deciding(rulebase):
        yield from (Use(claim, text.about, text.sort, text.position) for claim in text.claims)


def texts(rulebase: RuleBase) -> Iterator[PatientText]:
    """Every text of at least a sentence that someone reads, by the file it stands in."""
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
    yield from _for_deciding(rulebase)
    for picture in rulebase.pictures.all_pictures() if rulebase.pictures else ():
        yield PatientText(
            picture.id, "picture", "text", picture.text, picture.basis, picture.claims, picture.text_position
        )


def short_texts(rulebase: RuleBase) -> Iterator[PatientText]:
    """Everything else in words that someone reads: answers, names, questions to ask, meanings, what would be needed.

    They are too short, or too much alike, for what is asked of whole texts, such as their reading age.
    """
    yield _bare(rulebase.id, "intended_use", rulebase.intended_use, rulebase.disclaimer.position)
    for grade in rulebase.grades:
        yield from (_bare(grade.id, key, getattr(grade, key), grade.position) for key in ("label", "means"))
    for setting in rulebase.settings:
        yield _bare(setting.id, "label", setting.label, setting.position)
        if setting.would_need:
            yield _bare(setting.id, "text", setting.would_need.text, setting.would_need.position)
    identification = rulebase.identification
    for question in (*rulebase.questions, *(identification.questions if identification else ())):
        for option in question.options:
            about = f"{question.id}={option.id}"
            for key in ("label", "short", "help"):
                yield _bare(about, key, getattr(option, key), option.position)
    for treatment in rulebase.treatments:
        yield _bare(treatment.id, "name", treatment.name, treatment.position)
        place = place_of_text(treatment.position, "questions")
        yield from (_bare(treatment.id, "questions", text, place) for text in treatment.questions)
    if identification and identification.questions:
        place = identification.questions[0].position
        yield from (
            _bare("identification", key, getattr(identification, key), place) for key in ("intro", "could_not_tell")
        )
    if deciding := rulebase.deciding:
        yield _bare("doing_nothing", "name", deciding.nothing.name, deciding.nothing.position)
        yield from (_bare(value.id, "label", value.label, value.position) for value in deciding.values)
    for drawing in rulebase.pictures.drawings.values() if rulebase.pictures else ():
        for mark in drawing.marks:
            if mark.text:
                yield _bare(drawing.id, "text", mark.text, mark.position)


def _for_deciding(rulebase: RuleBase) -> Iterator[PatientText]:
    """What the settings say of cost, and what helps to decide; parts without an id are called by their key."""
    for setting in rulebase.settings:
        if setting.cost.text:
            place = _within(setting.position, "cost")
            yield _said(setting.id, "cost", *setting.cost, place)
    if deciding := rulebase.deciding:
        yield from _about_deciding(deciding)
        for key in _NOTHING_TEXTS:
            yield _of(deciding.nothing, "deciding", key, getattr(deciding.nothing, key))
        for question in deciding.nothing.questions:
            yield _of(deciding.nothing, "deciding", "questions", question)
        for value in deciding.values:
            yield from (_of(value, "deciding", key, getattr(value, key)) for key in ("help", "unsaid"))
            yield from (_of(saying, "deciding", "text", saying.text) for saying in value.says)


def _about_deciding(deciding: DecisionAid) -> Iterator[PatientText]:
    position = deciding.position
    own = [("condition", deciding.condition), ("decision", deciding.decision)]
    for key, text in (*own, *(("ready", question) for question in deciding.ready)):
        yield _said(key, key, text, "house judgement", (), place_of_text(position, key))
    for key in ("chances", "updates", "funding"):
        told: AttributedText = getattr(deciding, key)
        yield _said(key, key, *told, place_of_text(position, key))


def _within(position: Position, key: str) -> Position:
    """The place of a key below the one that a position names, indented by two; that position when it is not found."""
    inner = Position(position.source, position.line, position.column + 2, position.width)
    found = place_of_text(inner, key)
    return position if found is inner else found


def _said(about: str, key: str, text: str, basis: Basis, claims: tuple[str, ...], position: Position) -> PatientText:
    return PatientText(about, "deciding", key, text, basis, claims, position)


def treatment_texts(treatment: Treatment) -> Iterator[PatientText]:
    """The four texts of a treatment."""
    for key in TREATMENT_TEXTS:
        yield _of(treatment, "treatment", key, getattr(treatment, key))


def _bare(about: str, key: str, text: str, position: Position) -> PatientText:
    return PatientText(about, "word", key, text, "house judgement", (), position)


def _of(item: Entry, sort: TextSort, key: str, text: str) -> PatientText:
    return PatientText(item.id, sort, key, text, item.basis, item.claims, place_of_text(item.position, key))


def _question(question: Question) -> Iterator[PatientText]:
    for key, text in (("ask", question.ask), ("help", question.help), ("why", question.why)):
        if text:
            yield _of(question, "question", key, text)


def _items(rulebase: RuleBase) -> Iterator[tuple[TextSort, Entry]]:
    yield from (("question", question) for question in rulebase.questions)
    yield from (("rule", rule) for rule in rulebase.rules)
    for treatment in rulebase.treatments:
        yield "treatment", treatment
        yield from (("warning", warning) for warning in treatment.warnings)
    yield from (("note", note) for note in rulebase.notes)
    yield from (("picture", picture) for picture in (rulebase.pictures.all_pictures() if rulebase.pictures else ()))
    yield "disclaimer", rulebase.disclaimer
    if rulebase.identification:
        yield from (("question", question) for question in rulebase.identification.questions)
        yield from (("rule", rule) for rule in rulebase.identification.rules)
