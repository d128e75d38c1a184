"""Checks answers against the questionnaire, and reports every mistake at once.

Answers come from a file (a tree with positions) or from the terminal or the web page (a mapping).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from advisor.diagnostics.errors import AnswersInvalid
from advisor.diagnostics.findings import Finding, nearest
from advisor.questionnaire.flow import asked_questions
from advisor.syntax.tree import MappingNode, ScalarNode, SequenceNode

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from advisor.diagnostics.source import Position
    from advisor.model.rulebase import RuleBase
    from advisor.model.rules import Question
    from advisor.syntax.tree import Node

__all__ = ["Answers", "check_answers", "check_some", "read_answers"]

_YES = frozenset({"yes", "true", "on", "y"})  # the words for true in YAML 1.1 and JSON
_NO = frozenset({"no", "false", "off", "n"})
_MOST_SHOWN = 80  # characters of a word that is wrong


@dataclass(frozen=True, slots=True)
class Answers:
    """Checked answers: ``given`` maps each question that is asked to the ids of the options given.

    ``unused`` holds the ids of the questions that were answered although they are not asked. ``check_answers`` makes
    them; a consultation does not check them again.
    """

    given: Mapping[str, frozenset[str]]
    unused: tuple[str, ...] = ()

    def plain(self, rulebase: RuleBase) -> dict[str, str | tuple[str, ...]]:
        """Returns the answers by question, in order: an option id, or a tuple of ids where several may be given."""
        found: dict[str, str | tuple[str, ...]] = {}
        for question in rulebase.questions:
            if question.id in self.given:
                chosen = tuple(option for option in question.option_ids if option in self.given[question.id])
                found[question.id] = chosen if question.several else chosen[0]
        return found


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    position: Position | None = None


@dataclass(frozen=True, slots=True)
class _RawAnswer:
    question: _Word
    options: tuple[_Word, ...] | None  # None: neither an option nor a list of options
    listed: bool
    position: Position | None = None


def read_answers(rulebase: RuleBase, node: Node) -> Answers:
    """Returns the answers of a file. Raises AnswersInvalid with every mistake and its position."""
    if not isinstance(node, MappingNode):
        raise AnswersInvalid([_finding("A004", "the answers are not a mapping from question to answer", node.position)])
    keys = {key.text for key, _ in node.entries} - set(rulebase.question_by_id)
    if {"schema", "suggestions"} <= keys:
        message = "this file holds advice, not answers; its `answers` part is what is wanted"
        hint = "save the value of its `answers` key as a file of its own, and give that"
        raise AnswersInvalid([_finding("A004", message, node.position, hint)])
    return _check(rulebase, _from_tree(node), node.position)


def check_answers(rulebase: RuleBase, raw: Mapping[str, object]) -> Answers:
    """Checks answers against the questionnaire of a rule base and returns them, with defaults filled in.

    ``raw`` maps question ids to an option id (yes and no may be booleans), or to a list of option ids where several may
    be given. Raises AnswersInvalid, whose ``findings`` hold every mistake: an unknown question or option, an answer
    that is missing, a list where one option is wanted.
    """
    if not isinstance(raw, Mapping):  # as JSON that is no object
        message = "the answers are not a mapping from question to answer"
        raise AnswersInvalid([_finding("A004", message, None, hint='write `{"question": "option", ...}`')])
    return _check(rulebase, _from_mapping(raw), None)


def check_some(rulebase: RuleBase, raw: Mapping[str, object]) -> dict[str, frozenset[str]]:
    """Checks an incomplete set of answers, in the form of ``check_answers``, and returns the option ids by question id.

    Missing answers, and answers to questions that are not asked, are accepted; no defaults are filled in. Raises
    AnswersInvalid for every other mistake.
    """
    findings: list[Finding] = []
    given, _ = _given(rulebase, _from_mapping(raw), findings)
    _raise_any(findings)
    return given


def _from_tree(node: MappingNode) -> Iterator[_RawAnswer]:
    for key, value in node.entries:
        question = _Word(key.text, key.position)
        match value:
            case ScalarNode(text=text, position=position):
                yield _RawAnswer(question, (_Word(text, position),), listed=False, position=position)
            case SequenceNode(items=items, position=position) if all(isinstance(item, ScalarNode) for item in items):
                words = tuple(_Word(item.text, item.position) for item in items if isinstance(item, ScalarNode))
                yield _RawAnswer(question, words, listed=True, position=position)
            case other:
                yield _RawAnswer(question, None, listed=False, position=other.position)


def _from_mapping(raw: Mapping[str, object]) -> Iterator[_RawAnswer]:
    for key, value in raw.items():
        question = _Word(str(key))
        if isinstance(value, bool):
            yield _RawAnswer(question, (_Word("yes" if value else "no"),), listed=False)
        elif isinstance(value, str):
            yield _RawAnswer(question, (_Word(value),), listed=False)
        elif isinstance(value, (list, tuple, set, frozenset)) and all(isinstance(item, str) for item in value):
            yield _RawAnswer(question, tuple(_Word(str(item)) for item in value), listed=True)
        else:
            yield _RawAnswer(question, None, listed=False)


def _check(rulebase: RuleBase, raw: Iterable[_RawAnswer], whole: Position | None) -> Answers:
    """Returns the checked answers; ``whole`` is the position of all of them. Raises AnswersInvalid."""
    findings: list[Finding] = []
    given, unreadable = _given(rulebase, raw, findings)
    defaults = {q.id: frozenset({q.default}) for q in rulebase.questions if q.default is not None}
    complete = {**{name: value for name, value in defaults.items() if name not in unreadable}, **given}
    asked = asked_questions(rulebase.questions, complete)
    for question in asked:
        if question.id not in complete and question.id not in unreadable:
            message = f"{question.id} has no answer, and these answers make it a question that is asked"
            label = "missing here" if whole else ""
            findings.append(_finding("A003", message, whole, _how(question), label, about=question.id))
    _raise_any(findings)
    used = {question.id: complete[question.id] for question in asked}
    unused = tuple(q.id for q in rulebase.questions if q.id in given and q.id not in used)
    return Answers(MappingProxyType(used), unused)


def _raise_any(findings: list[Finding]) -> None:
    if findings:
        raise AnswersInvalid(sorted(findings, key=lambda finding: finding.sort_key))


def _given(
    rulebase: RuleBase, raw: Iterable[_RawAnswer], findings: list[Finding]
) -> tuple[dict[str, frozenset[str]], set[str]]:
    """Returns the answers without a mistake, and the ids of the questions whose answer has one (reported)."""
    given: dict[str, frozenset[str]] = {}
    unreadable: set[str] = set()
    for answer in raw:
        question = rulebase.question_by_id.get(answer.question.text)
        if question is None:
            message = f"there is no question `{_shown(answer.question)}`"
            hint = _did_you_mean(answer.question.text, rulebase.question_by_id, "questions")
            label = "not a question of this rule base"
            findings.append(
                _finding("A001", message, answer.question.position, hint, label, about=answer.question.text)
            )
        elif (options := _options(question, answer, findings)) is None:
            unreadable.add(question.id)
        else:
            given[question.id] = options
    return given, unreadable


def _options(question: Question, answer: _RawAnswer, findings: list[Finding]) -> frozenset[str] | None:
    """Returns the ids of the options given, or None when something about the answer is wrong (and reported)."""
    words = answer.options
    if words is None or (not answer.listed and words[0].text in ("", "null", "~")):
        message = f"{question.id} has no answer that can be read"
        findings.append(_finding("A004", message, answer.position, _how(question), about=question.id))
        return None
    if question.several is not answer.listed:
        message = f"{question.id} takes {'a list' if question.several else 'one option, not a list'}"
        findings.append(_finding("A004", message, answer.position, _how(question, words), about=question.id))
        return None
    if len(words) > 2 * len(question.options) + 10:  # not an answer but a file gone wrong
        message = f"{question.id} has {len(words)} options listed, and there are only {len(question.options)}"
        findings.append(_finding("A004", message, answer.position, _how(question), about=question.id))
        return None
    options = {word: _option(question, word.text) for word in words}
    for word in words:
        if options[word] is None:
            message = f"{question.id} has no option `{_shown(word)}`"
            hint = _did_you_mean(word.text, question.option_ids, "options")
            label = "not an option of this question"
            findings.append(_finding("A002", message, word.position, hint, label, about=question.id))
    known = frozenset(option for option in options.values() if option is not None)
    return None if None in options.values() else known


def _option(question: Question, text: str) -> str | None:
    if text in question.option_ids:
        return text
    if {"yes", "no"} <= set(question.option_ids):
        return "yes" if text.lower() in _YES else "no" if text.lower() in _NO else None
    return None


def _how(question: Question, given: Sequence[_Word] = ()) -> str:
    """Returns the hint that says how to answer a question, with those of the words given that are options of it."""
    options = ", ".join(question.option_ids)
    if not question.several:
        return f"write `{question.id}: {question.option_ids[0]}`, or another of: {options}"
    example = ", ".join(word.text for word in given if word.text in question.option_ids) or question.option_ids[0]
    return f"write a list, for example `{question.id}: [{example}]`, of any of: {options} (`[]` for none)"


def _did_you_mean(word: str, choices: Collection[str], plural: str) -> str:
    like = nearest(word, choices)
    return f"did you mean `{like}`?" if like else f"the {plural} are: {', '.join(choices)}"


def _shown(word: _Word) -> str:
    """Returns a word as a message can hold it: its first characters, with ``?`` for those that cannot be printed."""
    begins = "".join(char if char.isprintable() else "?" for char in word.text[:_MOST_SHOWN])
    return begins if len(word.text) <= _MOST_SHOWN else f"{begins}…"


def _finding(
    code: str, message: str, position: Position | None, hint: str = "", label: str = "", about: str = ""
) -> Finding:
    return Finding(code=code, severity="error", message=message, position=position, label=label, hint=hint, about=about)
