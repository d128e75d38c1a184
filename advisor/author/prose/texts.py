"""Every text of a rule base that a person reads, with what it rests on, and every use of a claim."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from advisor.diagnostics.source import Position
from advisor.model.rules import AttributedText

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.model.rulebase import RuleBase
    from advisor.model.rules import Basis, Entry, Question, Treatment

__all__ = [
    "TREATMENT_TEXTS",
    "PatientText",
    "TextSort",
    "Use",
    "position_of_key",
    "short_texts",
    "texts",
    "treatment_texts",
    "uses",
]

TextSort = Literal[
    "question", "rule", "treatment", "warning", "note", "disclaimer", "identification", "deciding", "picture", "word"
]
TREATMENT_TEXTS = ("what", "how_well", "recovery", "unsaid")
_NOTHING_TEXTS = ("what", "how_well", "harms", "recovery", "where", "cost", "unsaid", "questions")


@dataclass(frozen=True, slots=True)
class PatientText:
    """One text. ``about`` is the id of its item, ``key`` the key it is the value of, ``position`` that of the key."""

    about: str
    sort: TextSort
    key: str
    text: str
    basis: Basis
    claims: tuple[str, ...]
    position: Position

    def position_of(self, start: int, end: int) -> Position:
        """Returns the place of a part of the text in its file, as far as the part stands on one line.

        ``start`` and ``end`` count characters of the text with its whitespace folded. Returns the place of the key
        when the part is not found, as in a text that is written with escapes.
        """
        folded = " ".join(self.text.split())
        found = _find(_as_written(folded[:start]), _as_written(folded[start:end]), self.position)
        return found or self.position


@dataclass(frozen=True, slots=True)
class Use:
    """One citation of a claim: the id, the sort and the place of the item that cites it."""

    claim: str
    by: str
    sort: TextSort
    position: Position


def position_of_key(position: Position, key: str) -> Position:
    """Returns the place of another key of the entry whose key stands at a position; that position if it is not found.

    The keys of one mapping stand in one column, as YAML's block style demands.
    """
    lines, margin = position.source.lines, " " * (position.column - 1)
    for number, line in enumerate(lines[position.line :], position.line + 1):
        if line.startswith(f"{margin}{key}:"):
            return Position(position.source, number, position.column, len(key))
        if line.strip() and not line.startswith(margin):
            break
    return position


def _as_written(folded: str) -> str:
    """The pattern of a text as a file may hold it: broken into lines anywhere, quotes doubled or escaped."""
    written = {" ": r"\s+", "'": "'{1,2}", '"': r'\\?"', "\\": r"\\{1,2}"}
    return "".join(written.get(character) or re.escape(character) for character in folded)


def _find(before: str, words: str, position: Position) -> Position | None:
    """The place of words in a value that begins with ``before`` (both patterns): after a position, else anywhere."""
    source = position.source
    whole = "\n".join(source.lines)
    pattern = re.compile(rf"[:\-,\[|>+]\s+[\"']?{before}({words})|[\[\"']{before}({words})")
    offset = sum(len(line) + 1 for line in source.lines[: position.line - 1]) + position.column - 1
    found = pattern.search(whole, offset) or pattern.search(whole)
    if found is None:
        return None
    start, end = found.span(1 if found[1] else 2)
    lines_above = whole.count("\n", 0, start)
    width = len(whole[start:end].split("\n")[0].rstrip())
    return Position(source, lines_above + 1, start - whole.rfind("\n", 0, start), width)


def uses(rulebase: RuleBase) -> Iterator[Use]:
    """Yields every citation of a claim by something that people are shown; properties and cases are not."""
    for sort, item in _items(rulebase):
        yield from (Use(claim, item.id, sort, item.position) for claim in item.claims)
    if rulebase.identification:
        identification = rulebase.identification
        position = identification.questions[0].position if identification.questions else rulebase.disclaimer.position
        yield from (Use(claim, "identification", "identification", position) for claim in identification.claims)
    for text in _texts_for_deciding(rulebase):
        yield from (Use(claim, text.about, text.sort, text.position) for claim in text.claims)


def texts(rulebase: RuleBase) -> Iterator[PatientText]:
    """Yields every text of at least a sentence that people read."""
    for question in rulebase.questions:
        yield from _question_texts(question)
    for rule in rulebase.rules:
        yield from _texts_of(rule, "rule", "because")
    for treatment in rulebase.treatments:
        yield from treatment_texts(treatment)
        for warning in treatment.warnings:
            yield from _texts_of(warning, "warning", "text")
    for note in rulebase.notes:
        yield from _texts_of(note, "note", "text")
    yield from _texts_of(rulebase.disclaimer, "disclaimer", "text")
    if rulebase.identification:
        for question in rulebase.identification.questions:
            yield from _question_texts(question)
        for proposal in rulebase.identification.rules:
            yield from _texts_of(proposal, "rule", "because")
    yield from _texts_for_deciding(rulebase)
    for picture in rulebase.pictures.all_pictures() if rulebase.pictures else ():
        yield PatientText(
            picture.id, "picture", "text", picture.text, picture.basis, picture.claims, picture.text_position
        )


def short_texts(rulebase: RuleBase) -> Iterator[PatientText]:
    """Yields everything else in words that people read: options, names, questions to ask, meanings, what is needed.

    These are too short, or too much alike, for some checks, such as that of the reading age.
    """
    yield _word(rulebase.id, "intended_use", rulebase.intended_use, rulebase.disclaimer.position)
    for grade in rulebase.grades:
        yield from (_word(grade.id, key, getattr(grade, key), grade.position) for key in ("label", "means"))
    for setting in rulebase.settings:
        yield _word(setting.id, "label", setting.label, setting.position)
        if setting.would_need:
            yield _word(setting.id, "text", setting.would_need.text, setting.would_need.position)
    identification = rulebase.identification
    for question in (*rulebase.questions, *(identification.questions if identification else ())):
        for option in question.options:
            about = f"{question.id}={option.id}"
            for key in ("label", "short", "help"):
                yield _word(about, key, getattr(option, key), option.position)
    for treatment in rulebase.treatments:
        yield _word(treatment.id, "name", treatment.name, treatment.position)
        position = position_of_key(treatment.position, "questions")
        yield from (_word(treatment.id, "questions", text, position) for text in treatment.questions)
    if identification and identification.questions:
        position = identification.questions[0].position
        yield from (
            _word("identification", key, getattr(identification, key), position) for key in ("intro", "could_not_tell")
        )
    if deciding := rulebase.deciding:
        yield _word("doing_nothing", "name", deciding.nothing.name, deciding.nothing.position)
        yield from (_word(value.id, "label", value.label, value.position) for value in deciding.values)
    for drawing in rulebase.pictures.drawings.values() if rulebase.pictures else ():
        for mark in drawing.marks:
            if mark.text:
                yield _word(drawing.id, "text", mark.text, mark.position)


def _texts_for_deciding(rulebase: RuleBase) -> Iterator[PatientText]:
    """Yields what settings say of cost and all of ``deciding.yaml``; ``about`` is the key of a part without an id."""
    for setting in rulebase.settings:
        if setting.cost.text:
            position = _position_of_inner_key(setting.position, "cost")
            yield PatientText(setting.id, "deciding", "cost", *setting.cost, position)
    deciding = rulebase.deciding
    if deciding is None:
        return
    own = [("condition", deciding.condition), ("decision", deciding.decision)]
    own += [("ready", question) for question in deciding.ready]
    said = [(key, AttributedText(text, "house judgement")) for key, text in own]
    said += [("chances", deciding.chances), ("updates", deciding.updates), ("funding", deciding.funding)]
    for key, text in said:
        yield PatientText(key, "deciding", key, *text, position_of_key(deciding.position, key))
    yield from _texts_of(deciding.nothing, "deciding", *_NOTHING_TEXTS)
    for value in deciding.values:
        yield from _texts_of(value, "deciding", "help", "unsaid")
        for saying in value.says:
            yield from _texts_of(saying, "deciding", "text")


def _position_of_inner_key(position: Position, key: str) -> Position:
    """The place of a key below the one at a position, indented by two; that position when it is not found."""
    inner = Position(position.source, position.line, position.column + 2, position.width)
    found = position_of_key(inner, key)
    return position if found is inner else found


def treatment_texts(treatment: Treatment) -> Iterator[PatientText]:
    """Yields the texts of a treatment, in the order of ``TREATMENT_TEXTS``."""
    return _texts_of(treatment, "treatment", *TREATMENT_TEXTS)


def _question_texts(question: Question) -> Iterator[PatientText]:
    return _texts_of(question, "question", "ask", "help", "why")


def _texts_of(item: Entry, sort: TextSort, *keys: str) -> Iterator[PatientText]:
    """Yields the texts under some keys of an item, without empty ones; a list under a key gives one for each entry."""
    for key in keys:
        value = getattr(item, key)
        for text in (value,) if isinstance(value, str) else value:
            if text:
                position = position_of_key(item.position, key)
                yield PatientText(item.id, sort, key, text, item.basis, item.claims, position)


def _word(about: str, key: str, text: str, position: Position) -> PatientText:
    return PatientText(about, "word", key, text, "house judgement", (), position)


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
