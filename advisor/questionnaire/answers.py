"""Checks answers against the questionnaire, and reports every mistake at once.

Answers come from a file (a tree with positions) or from the terminal or the web page (a mapping).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, final

from advisor.diagnostics.errors import AnswersInvalid
from advisor.diagnostics.findings import Finding, nearest
from advisor.questionnaire.flow import asked_questions
from advisor.syntax.tree import MappingNode, Node, ScalarNode, SequenceNode

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from advisor.diagnostics.source import Position
    from advisor.model.rulebase import RuleBase
    from advisor.model.rules import Question

__all__ = ["Answers", "check_answers", "check_some", "plain_answers", "read_answers"]

_YES = frozenset({"yes", "true", "on", "y"})  # the words for true in YAML 1.1 and JSON
_NO = frozenset({"no", "false", "off", "n"})
_NO_MAPPING = "the answers are not a mapping from question to answer"
_MOST_SHOWN = 80  # characters of a word that is wrong


@final
@dataclass(frozen=True, slots=True, init=False)
class Answers:
    """Answers that were checked against the questionnaire of a rule base; there are none that were not.

    ``given`` maps each question that is asked to the ids of the options given, and ``unused`` holds the ids of the
    questions that were answered although they are not asked. ``questions`` is the questionnaire.
    """

    given: Mapping[str, frozenset[str]]
    unused: tuple[str, ...]
    questions: tuple[Question, ...] = field(repr=False)

    def __init__(self, rulebase: RuleBase, raw: Mapping[str, object] | Node) -> None:
        """Does what ``check_answers`` and ``read_answers`` do: it takes what they take, and raises what they raise."""
        findings: list[Finding] = []
        questions = rulebase.questions
        given, unreadable = _given(rulebase, raw, findings)
        complete = {q.id: frozenset({q.default}) for q in questions if q.default is not None and q.id not in unreadable}
        complete |= given
        asked = asked_questions(questions, complete)
        whole = raw.position if isinstance(raw, Node) else None
        findings.extend(_missing(q, whole) for q in asked if q.id not in complete and q.id not in unreadable)
        _raise_any(findings)
        used = {question.id: complete[question.id] for question in asked}
        object.__setattr__(self, "given", MappingProxyType(used))
        object.__setattr__(self, "unused", tuple(q.id for q in questions if q.id in given and q.id not in used))
        object.__setattr__(self, "questions", questions)

    def __setstate__(self, _state: object) -> None:
        """Raises TypeError: what was pickled was not checked."""
        raise TypeError("Answers are checked, not restored")

    def __copy__(self) -> Answers:
        """Returns the same answers: nothing can change them."""
        return self

    def __init_subclass__(cls) -> None:
        """Raises TypeError: a subclass could leave out the check."""
        raise TypeError("Answers has no subclasses")

    def plain(self) -> dict[str, str | tuple[str, ...]]:
        """Returns the answers by question, in order: an option id, or a tuple of ids where several may be given."""
        return plain_answers(self.questions, self.given)


class _RawAnswer(NamedTuple):
    question: str
    words: tuple[str, ...] | None  # None: neither an option nor a list of options
    listed: bool
    at: tuple[Position | None, Position | None] = (None, None)  # of the question and of the answer
    words_at: tuple[Position, ...] = ()


def read_answers(rulebase: RuleBase, node: Node) -> Answers:
    """Returns the answers of a file. Raises AnswersInvalid with every mistake and its position."""
    return Answers(rulebase, node)


def check_answers(rulebase: RuleBase, raw: Mapping[str, object]) -> Answers:
    """Checks answers against the questionnaire of a rule base and returns them, with defaults filled in.

    ``raw`` maps question ids to an option id (yes and no may be booleans), or to a list of option ids where several may
    be given. Raises AnswersInvalid, whose ``findings`` hold every mistake: an unknown question or option, an answer
    that is missing, a list where one option is wanted.
    """
    return Answers(rulebase, raw)


def check_some(rulebase: RuleBase, raw: Mapping[str, object]) -> dict[str, frozenset[str]]:
    """Checks an incomplete set of answers, in the form of ``check_answers``, and returns the option ids by question id.

    Missing answers, and answers to questions that are not asked, are accepted; no defaults are filled in. Raises
    AnswersInvalid for every other mistake.
    """
    findings: list[Finding] = []
    given, _ = _given(rulebase, raw, findings)
    _raise_any(findings)
    return given


def plain_answers(
    questions: Iterable[Question], given: Mapping[str, frozenset[str]]
) -> dict[str, str | tuple[str, ...]]:
    """Returns the option ids given by question as ``check_answers`` takes them, checked or not.

    Both are in the order of the questionnaire: an option id, or a tuple of ids where several may be given.
    """
    found: dict[str, str | tuple[str, ...]] = {}
    for question in questions:
        if question.id in given:
            chosen = tuple([option for option in question.option_ids if option in given[question.id]])
            found[question.id] = chosen if question.several else chosen[0]
    return found


def _from_tree(rulebase: RuleBase, node: Node) -> Iterator[_RawAnswer]:
    if not isinstance(node, MappingNode):
        raise AnswersInvalid([_finding("A004", _NO_MAPPING, node.position)])
    keys = {key.text for key, _ in node.entries} - set(rulebase.question_by_id)
    if {"schema", "suggestions"} <= keys:
        message = "this file holds advice, not answers; its `answers` part is what is wanted"
        hint = "save the value of its `answers` key as a file of its own, and give that"
        raise AnswersInvalid([_finding("A004", message, node.position, hint)])
    for key, value in node.entries:
        listed = isinstance(value, SequenceNode)
        items = value.items if isinstance(value, SequenceNode) else (value,)
        words = [item for item in items if isinstance(item, ScalarNode)]
        texts = tuple(word.text for word in words) if len(words) == len(items) else None
        places = tuple(word.position for word in words)
        yield _RawAnswer(key.text, texts, listed, (key.position, value.position), places)


def _from_mapping(raw: Mapping[str, object]) -> Iterator[_RawAnswer]:
    if not isinstance(raw, Mapping):  # as JSON that is no object
        raise AnswersInvalid([_finding("A004", _NO_MAPPING, None, hint='write `{"question": "option", ...}`')])
    for key, value in raw.items():
        if isinstance(value, str):
            yield _RawAnswer(str(key), (value,), listed=False)
        elif isinstance(value, bool):
            yield _RawAnswer(str(key), ("yes" if value else "no",), listed=False)
        elif isinstance(value, (list, tuple, set, frozenset)) and all(isinstance(item, str) for item in value):
            yield _RawAnswer(str(key), tuple(value), listed=True)
        else:
            yield _RawAnswer(str(key), None, listed=False)


def _raise_any(findings: list[Finding]) -> None:
    if findings:
        raise AnswersInvalid(sorted(findings, key=lambda finding: finding.sort_key))


def _given(
    rulebase: RuleBase, raw: Mapping[str, object] | Node, findings: list[Finding]
) -> tuple[dict[str, frozenset[str]], set[str]]:
    """Returns the answers without a mistake, and the ids of the questions whose answer has one (reported)."""
    given: dict[str, frozenset[str]] = {}
    unreadable: set[str] = set()
    for answer in _from_tree(rulebase, raw) if isinstance(raw, Node) else _from_mapping(raw):
        question = rulebase.question_by_id.get(answer.question)
        if question is None:
            message = f"there is no question `{_shown(answer.question)}`"
            hint = _did_you_mean(answer.question, rulebase.question_by_id, "questions")
            label = "not a question of this rule base"
            findings.append(_finding("A001", message, answer.at[0], hint, label, about=answer.question))
        elif (options := _options(question, answer, findings)) is None:
            unreadable.add(question.id)
        else:
            given[question.id] = options
    return given, unreadable


def _options(question: Question, answer: _RawAnswer, findings: list[Finding]) -> frozenset[str] | None:
    """Returns the ids of the options given, or None when something about the answer is wrong (and reported)."""
    words, known, (_, at) = answer.words, question.option_ids, answer.at
    if words is None or (not answer.listed and words[0] in ("", "null", "~")):
        message = f"{question.id} has no answer that can be read"
        findings.append(_finding("A004", message, at, _how(question), about=question.id))
        return None
    if question.several is not answer.listed:
        message = f"{question.id} takes {'a list' if question.several else 'one option, not a list'}"
        findings.append(_finding("A004", message, at, _how(question, words), about=question.id))
        return None
    if len(words) > 2 * len(known) + 10:  # not an answer but a file gone wrong
        message = f"{question.id} has {len(words)} options listed, and there are only {len(known)}"
        findings.append(_finding("A004", message, at, _how(question), about=question.id))
        return None
    options = [_option(known, word) for word in words]
    for place, (word, option) in enumerate(zip(words, options, strict=True)):
        if option is None:
            message = f"{question.id} has no option `{_shown(word)}`"
            hint = _did_you_mean(word, known, "options")
            position = answer.words_at[place] if answer.words_at else None
            label = "not an option of this question"
            findings.append(_finding("A002", message, position, hint, label, about=question.id))
    found = frozenset([option for option in options if option is not None])
    return None if None in options else found


def _option(known: tuple[str, ...], word: str) -> str | None:
    if word in known:
        return known[known.index(word)]  # not the word itself, which may be of another type of text
    if {"yes", "no"} <= set(known):
        return "yes" if word.lower() in _YES else "no" if word.lower() in _NO else None
    return None


def _missing(question: Question, whole: Position | None) -> Finding:
    message = f"{question.id} has no answer, and these answers make it a question that is asked"
    label = "missing here" if whole else ""
    return _finding("A003", message, whole, _how(question), label, about=question.id)


def _how(question: Question, given: Sequence[str] = ()) -> str:
    """Returns the hint that says how to answer a question, with those of the words given that are options of it."""
    options = ", ".join(question.option_ids)
    if not question.several:
        return f"write `{question.id}: {question.option_ids[0]}`, or another of: {options}"
    example = ", ".join(word for word in given if word in question.option_ids) or question.option_ids[0]
    return f"write a list, for example `{question.id}: [{example}]`, of any of: {options} (`[]` for none)"


def _did_you_mean(word: str, choices: Collection[str], plural: str) -> str:
    like = nearest(word, choices)
    return f"did you mean `{like}`?" if like else f"the {plural} are: {', '.join(choices)}"


def _shown(word: str) -> str:
    """Returns a word as a message can hold it: its first characters, with ``?`` for those that cannot be printed."""
    begins = "".join(char if char.isprintable() else "?" for char in word[:_MOST_SHOWN])
    return begins if len(word) <= _MOST_SHOWN else f"{begins}…"


def _finding(
    code: str, message: str, position: Position | None, hint: str = "", label: str = "", about: str = ""
) -> Finding:
    return Finding(code=code, severity="error", message=message, position=position, label=label, hint=hint, about=about)
