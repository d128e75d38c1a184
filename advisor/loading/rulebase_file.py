"""rulebase.yaml: what the rule base is and is for, its grades and settings, what its rules bind, what cannot occur."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, TypedDict

from advisor.diagnostics.findings import error
from advisor.loading.condition_reader import Reader
from advisor.loading.fields import LETTERS, UNDERSCORES, Fields, spelled
from advisor.loading.rule_entries import RESTS_ON, said, support
from advisor.model.conditions import ALWAYS, leaves
from advisor.model.rulebase import Disclaimer, Grade, Kinds, Setting, WouldNeed
from advisor.model.rules import Said
from advisor.syntax.tree import MappingNode, ScalarNode

if TYPE_CHECKING:
    from advisor.diagnostics.source import Position
    from advisor.loading.symbols import References
    from advisor.model.conditions import Condition
    from advisor.syntax.tree import Node

__all__ = ["About", "about"]

_TEXTS = ("name", "version", "date", "authors", "intended_use")
_KNOWN = ("rulebase", *_TEXTS, "disclaimer", "grades", "settings", "kinds", "impossible")


class About(TypedDict):
    """The fields of a RuleBase that this one file gives."""

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


def about(node: Node, references: References) -> About | None:
    """What the file says."""
    fields = Fields.of(node, "a rule base", _KNOWN, references.findings)
    if fields is None:
        return None
    found = fields.identifier("rulebase", LETTERS)
    return About(
        id=found.text if found else "",
        name=fields.text("name"),
        version=fields.text("version"),
        date=fields.date("date"),
        authors=fields.texts("authors", required=True),
        intended_use=fields.text("intended_use"),
        disclaimer=_disclaimer(fields, references),
        grades=tuple(_grade(key, value, references) for key, value in fields.entries("grades")),
        settings=tuple(_setting(key, value, references) for key, value in fields.entries("settings")),
        kinds=_kinds(fields, references),
        impossible=tuple(_impossible(item, references) for item in fields.items("impossible")),
    )


def _disclaimer(whole: Fields, references: References) -> Disclaimer:
    fields = whole.inner("disclaimer", ("text", *RESTS_ON))
    position = whole.key_position("disclaimer")
    if fields is None:
        return Disclaimer(id="disclaimer", position=position, text="")
    return Disclaimer(id="disclaimer", position=position, text=fields.text("text"), **support(fields, references))


def _grade(key: ScalarNode, value: Node, references: References) -> Grade:
    spelled(key, UNDERSCORES, references.findings)
    fields = Fields.of(value, "a grade", ("points", "label", "means"), references.findings, key.text)
    if fields is None:
        return Grade(id=key.text, points=0, label="", means="", position=key.position)
    points, label, means = fields.number("points"), fields.text("label"), fields.text("means")
    return Grade(id=key.text, points=points, label=label, means=means, position=key.position)


def _setting(key: ScalarNode, value: Node, references: References) -> Setting:
    spelled(key, UNDERSCORES, references.findings)
    fields = Fields.of(value, "a setting", ("label", "needs", "would_need", "cost"), references.findings, key.text)
    if fields is None:
        return Setting(id=key.text, label="", position=key.position)
    needs = fields.get("needs")
    would = fields.inner("would_need", ("question", "option", "text"), required=needs is not None)
    return Setting(
        id=key.text,
        label=fields.text("label"),
        needs=Reader(references).condition(needs) if needs is not None else ALWAYS,
        would_need=_would_need(would, fields.key_position("would_need"), references) if would else None,
        cost=said(fields, "cost", references) if fields.get("cost") is not None else Said(),
        position=key.position,
    )


def _would_need(fields: Fields, position: Position, references: References) -> WouldNeed:
    question, option = fields.scalar("question"), fields.scalar("option")
    if question and references.question(question) and option:
        references.value(question.text, option)
    return WouldNeed(
        question=question.text if question else "",
        option=option.text if option else "",
        text=fields.text("text"),
        position=position,
    )


def _kinds(whole: Fields, references: References) -> Kinds:
    position = whole.key_position("kinds")
    fields = whole.inner("kinds", ("called", "question", "depth"))
    if fields is None:
        return Kinds(called="", question="", position=position)
    called, question = fields.identifier("called", UNDERSCORES), fields.scalar("question")
    known = question is not None and references.question(question)
    depth = fields.inner("depth", ("called", "questions"), required=False)
    asked: dict[str, str] = {}
    depth_called = depth.identifier("called", UNDERSCORES) if depth else None
    for kind, value in depth.entries("questions") if depth else ():
        if known and question:
            references.value(question.text, kind)
        if isinstance(value, ScalarNode):
            references.question(value)
            asked[kind.text] = value.text
        else:
            hint = f"write `{kind.text}: question`"
            label = "a list stands here" if not isinstance(value, MappingNode) else "a mapping stands here"
            references.findings.append(error("R004", "the id of a question is a text", value.position, label, hint))
    return Kinds(
        called=called.text if called else "",
        question=question.text if question else "",
        depth_called=depth_called.text if depth_called else "",
        depth_questions=MappingProxyType(asked),
        position=position,
    )


def _impossible(node: Node, references: References) -> Condition:
    """A combination of answers that cannot occur; what follows from answers is not known yet where it is left out."""
    found = Reader(references).condition(node)
    vocabulary = references.vocabulary
    for leaf, _ in leaves(found):
        fact = getattr(leaf, "fact", "")
        if fact in vocabulary.facts and fact not in vocabulary.questions:
            message = f"`impossible` looks at `{fact}`, which is concluded and not asked"
            hint = "look at the answers that it follows from"
            references.findings.append(error("R023", message, leaf.position, "not an answer", hint))
    return found
