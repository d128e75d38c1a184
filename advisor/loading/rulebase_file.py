"""Reads rulebase.yaml: what the rule base is for, its grades, settings and kinds, and which answers cannot occur."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, TypedDict

from advisor.loading.condition_reader import ConditionReader
from advisor.loading.fields import LETTERS, UNDERSCORES, Fields, check_spelling
from advisor.loading.grammar import KEYS
from advisor.loading.rule_entries import read_attributed_text, read_support
from advisor.model.conditions import ALWAYS, leaves
from advisor.model.rulebase import Disclaimer, Grade, Kinds, Setting, WouldNeed
from advisor.model.rules import AttributedText
from advisor.syntax.tree import MappingNode, ScalarNode

if TYPE_CHECKING:
    from advisor.diagnostics.source import Position
    from advisor.loading.references import References
    from advisor.model.conditions import Condition
    from advisor.syntax.tree import Node

__all__ = ["RuleBaseFields", "read_rulebase_fields"]


class RuleBaseFields(TypedDict):
    """The fields of a ``RuleBase`` that stand in this file."""

    id: str
    name: str
    version: str
    date: str
    authors: tuple[str, ...]
    intended_use: str
    disclaimer: Disclaimer
    grades: tuple[Grade, ...]
    settings: tuple[Setting, ...]
    kinds: Kinds
    impossible: tuple[Condition, ...]


def read_rulebase_fields(node: Node, references: References) -> RuleBaseFields | None:
    """Returns what the file says; None when it is no mapping of this sort."""
    fields = Fields.of(node, "a rule base", KEYS["rulebase"], references.findings)
    if fields is None:
        return None
    rulebase_id = fields.identifier("rulebase", LETTERS)
    return RuleBaseFields(
        id=rulebase_id.text if rulebase_id else "",
        name=fields.text("name"),
        version=fields.text("version"),
        date=fields.date("date"),
        authors=fields.texts("authors"),
        intended_use=fields.text("intended_use"),
        disclaimer=_read_disclaimer(fields, references),
        grades=tuple(_read_grade(key, value, references) for key, value in fields.entries("grades")),
        settings=tuple(_read_setting(key, value, references) for key, value in fields.entries("settings")),
        kinds=_read_kinds(fields, references),
        impossible=tuple(_read_impossible(item, references) for item in fields.items("impossible")),
    )


def _read_disclaimer(whole: Fields, references: References) -> Disclaimer:
    fields = whole.part("disclaimer", KEYS["disclaimer"])
    position = whole.key_position("disclaimer")
    return Disclaimer(id="disclaimer", position=position, text=fields.text("text"), **read_support(fields, references))


def _read_grade(key: ScalarNode, value: Node, references: References) -> Grade:
    check_spelling(key, UNDERSCORES, references.findings)
    fields = Fields.of(value, "a grade", KEYS["grade"], references.findings, key.text)
    if fields is None:
        return Grade(id=key.text, points=0, label="", means="", position=key.position)
    points, label, means = fields.number("points"), fields.text("label"), fields.text("means")
    return Grade(id=key.text, points=points, label=label, means=means, position=key.position)


def _read_setting(key: ScalarNode, value: Node, references: References) -> Setting:
    check_spelling(key, UNDERSCORES, references.findings)
    fields = Fields.of(value, "a setting", KEYS["setting"], references.findings, key.text)
    if fields is None:
        return Setting(id=key.text, label="", position=key.position)
    needs = fields.get("needs")
    if needs is not None:
        fields.require("would_need")
    would = fields.inner("would_need", KEYS["would_need"])
    return Setting(
        id=key.text,
        label=fields.text("label"),
        needs=ConditionReader(references).condition(needs) if needs is not None else ALWAYS,
        would_need=_read_would_need(would, fields.key_position("would_need"), references) if would else None,
        cost=read_attributed_text(fields, "cost", references) if fields.get("cost") is not None else AttributedText(),
        position=key.position,
    )


def _read_would_need(fields: Fields, position: Position, references: References) -> WouldNeed:
    question, option = fields.scalar("question"), fields.scalar("option")
    if question and references.check("question", question) and option:
        references.check_value(question.text, option)
    return WouldNeed(
        question=question.text if question else "",
        option=option.text if option else "",
        text=fields.text("text"),
        position=position,
    )


def _read_kinds(whole: Fields, references: References) -> Kinds:
    fields = whole.part("kinds", KEYS["kinds"])
    called, question = fields.identifier("called", UNDERSCORES), fields.scalar("question")
    known = question is not None and references.check("question", question)
    depth = fields.inner("depth", KEYS["depth"])
    depth_questions: dict[str, str] = {}
    depth_called = depth.identifier("called", UNDERSCORES) if depth else None
    for kind, value in depth.entries("questions") if depth else ():
        if known and question:
            references.check_value(question.text, kind)
        if isinstance(value, ScalarNode):
            references.check("question", value)
            depth_questions[kind.text] = value.text
        else:
            hint = f"write `{kind.text}: question`"
            label = "a mapping stands here" if isinstance(value, MappingNode) else "a list stands here"
            references.report("R004", "the id of a question is a text", value.position, label, hint)
    return Kinds(
        called=called.text if called else "",
        question=question.text if question else "",
        depth_called=depth_called.text if depth_called else "",
        depth_questions=MappingProxyType(depth_questions),
        position=whole.key_position("kinds"),
    )


def _read_impossible(node: Node, references: References) -> Condition:
    """Returns a condition for answers that cannot occur; reports derived facts, which are not known at this stage."""
    condition = ConditionReader(references).condition(node)
    symbols = references.symbols
    for leaf, _ in leaves(condition):
        fact = getattr(leaf, "fact", "")
        if fact in symbols.facts and fact not in symbols.questions:
            message = f"`impossible` looks at `{fact}`, which is concluded and not asked"
            hint = "look at the answers that it follows from"
            references.report("R023", message, leaf.position, "not an answer", hint)
    return condition
