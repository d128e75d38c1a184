"""Questions: the questionnaire, and the questions and rules that lead from what is seen to a kind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.diagnostics.findings import error
from advisor.diagnostics.source import columns
from advisor.loading.condition_reader import Reader
from advisor.loading.fields import LETTERS, UNDERSCORES, Fields, folded, likely, shape, spelled
from advisor.loading.rule_entries import RESTS_ON, check_label, derivations, entry_list, head, support
from advisor.model.conditions import leaves
from advisor.model.rulebase import Identification
from advisor.model.rules import Option, Question
from advisor.syntax.tree import ScalarNode

if TYPE_CHECKING:
    from advisor.loading.symbols import References
    from advisor.model.conditions import Condition
    from advisor.syntax.tree import Node

__all__ = ["MOST_DRAWING_COLUMNS", "identification", "questions"]

MOST_DRAWING_COLUMNS = 38

_QUESTION = ("question", "choose", "ask_when", "ask", "help", "why", "options", "default", "changeable", *RESTS_ON)
_OPTION = ("label", "short", "help", "drawing")
_IDENTIFICATION = ("intro", "could_not_tell", "questions", "rules", *RESTS_ON)


def questions(node: Node | None, references: References) -> tuple[Question, ...]:
    """The questions of a list, in its order."""
    found = []
    for item in entry_list(
        node, "a questionnaire is a list of questions", "begin each with `- question: ...`", references
    ):
        fields = Fields.of(item, "a question", _QUESTION, references.findings)
        if fields:
            found.append(_question(fields, references))
    return tuple(found)


def identification(node: Node | None, references: References, kind_options: References) -> Identification | None:
    """The rule set that proposes kinds; ``kind_options`` knows the options of the question that asks for kinds."""
    if node is None:
        return None
    fields = Fields.of(node, "identification", _IDENTIFICATION, references.findings)
    if fields is None:
        return None
    asked, rules = fields.need("questions"), fields.need("rules")
    concluded = derivations(rules, references, proposes=kind_options)
    return Identification(
        intro=fields.text("intro"),
        could_not_tell=fields.text("could_not_tell"),
        questions=questions(asked, references),
        rules=tuple(sorted(concluded, key=lambda rule: rule.id)),
        **support(fields, references),
    )


def _question(fields: Fields, references: References) -> Question:
    several = fields.word("choose", ("one", "several"), default="one") == "several"
    entries = fields.entries("options")
    named = head(fields, "question", references, UNDERSCORES, "question")
    when = Reader(references).condition(fields.get("ask_when"))
    _check_looks_back(named["id"], when, references)
    return Question(
        **named,
        ask=fields.text("ask"),
        help=fields.text("help", required=False),
        why=fields.text("why"),
        options=tuple(option for key, value in entries if (option := _option(key, value, references))),
        several=several,
        ask_when=when,
        default=_default(fields, named["id"], several, [key.text for key, _ in entries], references),
        changeable=fields.flag("changeable", default=False),
    )


def _default(fields: Fields, name: str, several: bool, options: list[str], references: References) -> str | None:
    default = fields.scalar("default", required=False)
    if default is None:
        return None
    if several:
        hint = "leave `default` out: with several answers none is an answer too"
        references.findings.append(shape("only a question with one answer has a default", default, hint))
    elif options and default.text not in options:
        message, hint = (
            f"{name or fields.name} has no option `{default.text}`",
            likely(default.text, options, "the options are"),
        )
        references.findings.append(error("R012", message, default.position, "not an option of this question", hint))
    return default.text


def _check_looks_back(question: str, when: Condition, references: References) -> None:
    """A question is asked because of answers that are there by then: to questions before it."""
    vocabulary = references.vocabulary
    order = list(vocabulary.questions.places)
    for leaf, _ in leaves(when):
        fact = getattr(leaf, "fact", "")
        if fact in order and question in order and order.index(fact) >= order.index(question):
            said = "itself" if fact == question else f"`{fact}`, which is asked later"
            label, hint = "not answered yet", "look at earlier questions, or move this one down"
        elif fact in vocabulary.facts and fact not in order:
            said, label = f"`{fact}`, which is concluded and not asked", "not concluded yet"
            hint = "look at the answers that it follows from"
        else:
            continue
        references.findings.append(
            error("R018", f"`ask_when` of {question} looks at {said}", leaf.position, label, hint)
        )


def _option(key: ScalarNode, value: Node, references: References) -> Option | None:
    spelled(key, LETTERS, references.findings)
    if isinstance(value, ScalarNode):
        if value.is_null or not value.text.strip():
            hint = "write `id: label`"
            references.findings.append(
                error("R021", f"the option `{key.text}` has no label", key.position, "empty", hint)
            )
            return None
        label = folded(value.text)
        check_label(label, value, references)
        return Option(id=key.text, label=label, short=label, position=key.position)
    fields = Fields.of(value, "an option", _OPTION, references.findings, key.text)
    if fields is None:
        return None
    label = fields.text("label")
    node = fields.get("label")
    if isinstance(node, ScalarNode):
        check_label(label, node, references)
    drawing = fields.lines("drawing")
    for line in drawing:
        if columns(line) > MOST_DRAWING_COLUMNS:
            message = (
                f"a line of the drawing of {key.text} is {columns(line)} columns wide, more than {MOST_DRAWING_COLUMNS}"
            )
            hint = f"the line is `{line.strip()}`"
            references.findings.append(error("R019", message, fields.key_position("drawing"), "this drawing", hint))
    return Option(
        id=key.text,
        label=label,
        short=fields.text("short", required=False, default=label),
        help=fields.text("help", required=False),
        drawing=drawing,
        position=key.position,
    )
