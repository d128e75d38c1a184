"""Answers as they come in, checked against the questionnaire.

They come from a file (a tree with positions) or from a surface of ours (a mapping); both are checked alike, and every
mistake is reported at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from advisor.diagnostics.errors import AnswersInvalid
from advisor.diagnostics.findings import Finding, nearest
from advisor.questionnaire.flow import asked
from advisor.syntax.tree import MappingNode, ScalarNode, SequenceNode

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from advisor.diagnostics.source import Position
    from advisor.model.rulebase import RuleBase
    from advisor.model.rules import Question
    from advisor.syntax.tree import Node

__all__ = ["Answers", "check_answers", "check_some", "read_answers"]

_YES = frozenset({"yes", "true", "on", "y"})  # what YAML 1.1 takes for true, so that JSON's true works too
_NO = frozenset({"no", "false", "off", "n"})


@dataclass(frozen=True, slots=True)
class Answers:
    """Checked answers: for each question asked the options given; ``unused`` were given but not asked for."""

    given: Mapping[str, frozenset[str]]
    unused: tuple[str, ...] = ()

    def plain(self, rulebase: RuleBase) -> dict[str, str | tuple[str, ...]]:
        """The answers in the questionnaire's order: an option id, or a tuple of them where several may be given."""
        found: dict[str, str | tuple[str, ...]] = {}
        for question in rulebase.questions:
            if question.id in self.given:
                chosen = tuple(option for option in question.option_ids if option in self.given[question.id])
                found[question.id] = chosen if question.several else chosen[0]
        return found


@dataclass(frozen=True, slots=True)
class _Value:
    text: str
    position: Position | None = None


@dataclass(frozen=True, slots=True)
class _Entry:
    question: _Value
    values: tuple[_Value, ...] | None  # None: neither an option nor a list of options
    listed: bool
    position: Position | None = None


def read_answers(rulebase: RuleBase, node: Node) -> Answers:
    """The answers of a file. Raises AnswersInvalid with every mistake and its place."""
    if not isinstance(node, MappingNode):
        raise AnswersInvalid([_shape("the answers are not a mapping from question to answer", node.position)])
    keys = {key.text for key, _ in node.entries} - set(rulebase.question_by_id)
    if {"schema", "suggestions"} <= keys:
        raise AnswersInvalid([_advice_instead(node)])
    return _checked(rulebase, tuple(_entries_of(node)), node.position)


def check_answers(rulebase: RuleBase, raw: Mapping[str, object]) -> Answers:
    """Checks answers against the questionnaire of a rule base and returns them, with defaults filled in.

    ``raw`` maps question ids to an option id (yes and no may be booleans), or to a list of option ids where several may
    be given. Raises AnswersInvalid, whose ``findings`` hold every mistake: an unknown question or option, an answer
    that is missing, a list where one option is wanted.
    """
    return _checked(rulebase, tuple(_entries(raw)), None)


def check_some(rulebase: RuleBase, raw: Mapping[str, object]) -> dict[str, frozenset[str]]:
    """Some of the answers, given as for ``check``; whether any are missing or not asked for is left open.

    Raises AnswersInvalid with every mistake.
    """
    findings: list[Finding] = []
    given, _ = _given(rulebase, tuple(_entries(raw)), findings)
    if findings:
        raise AnswersInvalid(sorted(findings, key=lambda finding: finding.sort_key))
    return given


def _entries_of(node: MappingNode) -> Iterator[_Entry]:
    for key, value in node.entries:
        question = _Value(key.text, key.position)
        match value:
            case ScalarNode(text=text, position=position):
                yield _Entry(question, (_Value(text, position),), listed=False, position=position)
            case SequenceNode(items=items, position=position) if all(isinstance(item, ScalarNode) for item in items):
                found = tuple(_Value(item.text, item.position) for item in items if isinstance(item, ScalarNode))
                yield _Entry(question, found, listed=True, position=position)
            case other:
                yield _Entry(question, None, listed=False, position=other.position)


def _entries(raw: Mapping[str, object]) -> Iterator[_Entry]:
    for key, value in raw.items():
        question = _Value(str(key))
        if isinstance(value, bool):
            yield _Entry(question, (_Value("yes" if value else "no"),), listed=False)
        elif isinstance(value, str):
            yield _Entry(question, (_Value(value),), listed=False)
        elif isinstance(value, (list, tuple, set, frozenset)) and all(isinstance(item, str) for item in value):
            yield _Entry(question, tuple(_Value(str(item)) for item in value), listed=True)
        else:
            yield _Entry(question, None, listed=False)


def _checked(rulebase: RuleBase, entries: Sequence[_Entry], whole: Position | None) -> Answers:
    findings: list[Finding] = []
    given, refused = _given(rulebase, entries, findings)
    defaults = {q.id: frozenset({q.default}) for q in rulebase.questions if q.default is not None}
    complete = {**{name: value for name, value in defaults.items() if name not in refused}, **given}
    needed = asked(rulebase.questions, complete)
    findings.extend(_missing(q, whole) for q in needed if q.id not in complete and q.id not in refused)
    if findings:
        raise AnswersInvalid(sorted(findings, key=lambda finding: finding.sort_key))
    used = {question.id: complete[question.id] for question in needed}
    unused = tuple(q.id for q in rulebase.questions if q.id in given and q.id not in used)
    return Answers(MappingProxyType(used), unused)


def _given(
    rulebase: RuleBase, entries: Sequence[_Entry], findings: list[Finding]
) -> tuple[dict[str, frozenset[str]], set[str]]:
    """The answers that can be read, and the questions whose answers cannot (reported)."""
    given: dict[str, frozenset[str]] = {}
    refused: set[str] = set()
    for entry in entries:
        question = rulebase.question_by_id.get(entry.question.text)
        if question is None:
            findings.append(_unknown_question(rulebase, entry.question))
            continue
        options = _options(question, entry, findings)
        if options is None:
            refused.add(question.id)
        else:
            given[question.id] = options
    return given, refused


def _options(question: Question, entry: _Entry, findings: list[Finding]) -> frozenset[str] | None:
    """The options an entry gives, or None when something about it is wrong (and reported)."""
    if entry.values is None or (not entry.listed and entry.values[0].text in ("", "null", "~")):
        findings.append(_shape(f"{question.id} has no answer that can be read", entry.position, _how(question)))
        return None
    if question.several is not entry.listed:
        wanted = "a list" if question.several else "one option, not a list"
        findings.append(_shape(f"{question.id} takes {wanted}", entry.position, _how(question, entry.values)))
        return None
    if len(entry.values) > 2 * len(question.options) + 10:  # a file gone wrong, not an answer
        said = f"{question.id} has {len(entry.values)} options listed, and there are only {len(question.options)}"
        findings.append(_shape(said, entry.position, _how(question)))
        return None
    found: set[str] = set()
    right = True
    for value in entry.values:
        option = _option(question, value.text)
        if option is None:
            findings.append(_unknown_option(question, value))
            right = False
        else:
            found.add(option)
    return frozenset(found) if right else None


def _option(question: Question, text: str) -> str | None:
    if text in question.option_ids:
        return text
    if {"yes", "no"} <= set(question.option_ids):
        return "yes" if text.lower() in _YES else "no" if text.lower() in _NO else None
    return None


def _how(question: Question, values: Sequence[_Value] = ()) -> str:
    options = ", ".join(question.option_ids)
    if not question.several:
        return f"write `{question.id}: {question.option_ids[0]}`, or another of: {options}"
    example = ", ".join(value.text for value in values if value.text in question.option_ids) or question.option_ids[0]
    return f"write a list, for example `{question.id}: [{example}]`, of any of: {options} (`[]` for none)"


def _shape(message: str, position: Position | None, hint: str = "") -> Finding:
    return Finding(code="A004", severity="error", message=message, position=position, hint=hint)


def _advice_instead(node: MappingNode) -> Finding:
    hint = "save what stands behind `answers` in it as a file of its own, and give that"
    return _shape("this is an advice, not an answers file; its `answers` part is one", node.position, hint)


def _unknown_question(rulebase: RuleBase, name: _Value) -> Finding:
    like = nearest(name.text, rulebase.question_by_id)
    hint = f"did you mean `{like}`?" if like else f"the questions are: {', '.join(rulebase.question_by_id)}"
    return Finding(
        code="A001",
        severity="error",
        message=f"there is no question `{name.text}`",
        position=name.position,
        label="not a question of this rule base",
        hint=hint,
    )


def _unknown_option(question: Question, value: _Value) -> Finding:
    like = nearest(value.text, question.option_ids)
    hint = f"did you mean `{like}`?" if like else f"the options are: {', '.join(question.option_ids)}"
    return Finding(
        code="A002",
        severity="error",
        message=f"{question.id} has no option `{value.text}`",
        position=value.position,
        label="not an option of this question",
        hint=hint,
    )


def _missing(question: Question, whole: Position | None) -> Finding:
    return Finding(
        code="A003",
        severity="error",
        message=f"{question.id} has no answer, and these answers make it a question that is asked",
        position=whole,
        label="missing here" if whole else "",
        hint=_how(question),
    )
