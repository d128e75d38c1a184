"""Reads the questionnaire, and the questions and rules that identify a kind from what a person sees."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.diagnostics.source import columns
from advisor.loading.condition_reader import ConditionReader
from advisor.loading.fields import LETTERS, UNDERSCORES, Fields, check_spelling, choice_hint, folded, wrong_shape
from advisor.loading.grammar import KEYS
from advisor.loading.rule_entries import (
    check_label,
    read_derivations,
    read_head,
    read_label,
    read_list,
    read_support,
)
from advisor.model.conditions import leaves
from advisor.model.rulebase import Identification
from advisor.model.rules import Option, Question
from advisor.syntax.tree import ScalarNode

if TYPE_CHECKING:
    from advisor.loading.references import References
    from advisor.model.conditions import Condition
    from advisor.syntax.tree import Node

__all__ = ["MOST_DRAWING_COLUMNS", "read_identification", "read_questions"]

MOST_DRAWING_COLUMNS = 38


def read_questions(node: Node | None, references: References) -> tuple[Question, ...]:
    """Returns the questions of a list, in its order."""
    items = read_list(node, "a questionnaire is a list of questions", "begin each with `- question: ...`", references)
    entries = Fields.each(items, "a question", KEYS["question"], references.findings)
    return tuple(_read_question(fields, references) for fields in entries)


def read_identification(node: Node | None, references: References, proposes: References) -> Identification | None:
    """Returns the rule set that proposes kinds, None without a file or mapping; ``proposes`` knows the kinds."""
    if node is None:
        return None
    fields = Fields.of(node, "identification", KEYS["identification"], references.findings)
    if fields is None:
        return None
    return Identification(
        intro=fields.text("intro"),
        could_not_tell=fields.text("could_not_tell"),
        questions=read_questions(fields.value("questions"), references),
        rules=read_derivations(fields.value("rules"), references, proposes),
        **read_support(fields, references),
    )


def _read_question(fields: Fields, references: References) -> Question:
    several = fields.word("choose", ("one", "several"), default="one") == "several"
    entries = fields.entries("options")
    head = read_head(fields, "question", references, UNDERSCORES, "question")
    when = ConditionReader(references).condition(fields.get("ask_when"))
    _check_looks_back(head["id"], when, references)
    return Question(
        **head,
        ask=fields.text("ask"),
        help=fields.text("help"),
        why=fields.text("why"),
        options=tuple(option for key, value in entries if (option := _read_option(key, value, references))),
        several=several,
        ask_when=when,
        default=_read_default(fields, head["id"], several, [key.text for key, _ in entries], references),
        changeable=fields.flag("changeable", default=False),
    )


def _read_default(fields: Fields, name: str, several: bool, options: list[str], references: References) -> str | None:
    default = fields.scalar("default")
    if default is None:
        return None
    if several:
        hint = "leave `default` out: with several answers none is an answer too"
        references.findings.append(wrong_shape("only a question with one answer has a default", default, hint))
    elif options and default.text not in options:
        message = f"{name or fields.name} has no option `{default.text}`"
        hint = choice_hint(default.text, options, "the options are")
        fields.report("R012", message, default.position, "not an option of this question", hint)
    return default.text


def _check_looks_back(question: str, when: Condition, references: References) -> None:
    """Reports each fact of ``ask_when`` that is not the answer to an earlier question."""
    symbols = references.symbols
    order = list(symbols.questions.positions)
    for leaf, _ in leaves(when):
        fact = getattr(leaf, "fact", "")
        if fact in order and question in order and order.index(fact) >= order.index(question):
            what = "itself" if fact == question else f"`{fact}`, which is asked later"
            label, hint = "not answered yet", "look at earlier questions, or move this one down"
        elif fact in symbols.facts and fact not in order:
            what, label = f"`{fact}`, which is concluded and not asked", "not concluded yet"
            hint = "look at the answers that it follows from"
        else:
            continue
        references.report("R018", f"`ask_when` of {question} looks at {what}", leaf.position, label, hint)


def _read_option(key: ScalarNode, value: Node, references: References) -> Option | None:
    check_spelling(key, LETTERS, references.findings)
    if isinstance(value, ScalarNode):
        if value.is_null or not value.text.strip():
            message = f"the option `{key.text}` has no label"
            references.report("R021", message, key.position, "empty", "write `id: label`")
            return None
        label = folded(value.text)
        check_label(label, value.position, references)
        return Option(id=key.text, label=label, short=label, position=key.position)
    fields = Fields.of(value, "an option", KEYS["option"], references.findings, key.text)
    if fields is None:
        return None
    label = read_label(fields, references)
    drawing = fields.lines("drawing")
    for line in drawing:
        if columns(line) > MOST_DRAWING_COLUMNS:
            wide = f"{columns(line)} columns wide, more than {MOST_DRAWING_COLUMNS}"
            message, hint = f"a line of the drawing of {key.text} is {wide}", f"the line is `{line.strip()}`"
            fields.report("R019", message, fields.key_position("drawing"), "this drawing", hint)
    return Option(
        id=key.text,
        label=label,
        short=fields.text("short", default=label),
        help=fields.text("help"),
        drawing=drawing,
        position=key.position,
    )
