"""The forms that pages send back. They carry the whole consultation, which is stored nowhere else.

A form is a list of fields ``(name, value)``. These fields hold the state, and every page carries them:

    a.QUESTION   an answer (a field for each option; ``-`` for none of the options)
    b.QUESTION   the first answer, while another is tried out (before)
    w.QUESTION   an answer to try out (what-if)
    i.QUESTION   an answer to a question of identification
    v, c         the values that matter, the treatments to compare
    large        ``yes`` for the large type
    example      the name of the example person shown

The other fields are commands. They say what to do next: ``at`` (the question that was answered), ``to`` (the question
to go to), ``go`` (the page to go to), ``set`` (a change to make) and ``treatment`` (the treatment to explain).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from advisor.analysis.comparison import NOTHING
from advisor.diagnostics.errors import AnswersInvalid
from advisor.diagnostics.findings import Finding, nearest
from advisor.questionnaire.answers import check_some

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from advisor.model.rulebase import RuleBase

__all__ = ["NONE_CHOSEN", "ConsultationState", "Field", "Form", "Given", "hidden_fields", "read_form"]

Given = dict[str, frozenset[str]]
Field = tuple[str, str]

NONE_CHOSEN = "-"  # the value of "none of the options"; no id in a rule file looks like this
_COMMANDS = ("at", "to", "go", "set", "treatment")
_GIVEN = {"a": "given", "b": "before", "w": "tried", "i": "seen"}


@dataclass(frozen=True, kw_only=True, slots=True)
class ConsultationState:
    """The state of one consultation.

    ``given`` are the answers, ``before`` those that were given before any change was tried out, ``tried`` those to try
    out next, and ``seen`` those of identification. ``before`` and ``tried`` are None when there are none.
    """

    given: Given = field(default_factory=dict)
    before: Given | None = None
    tried: Given | None = None
    seen: Given = field(default_factory=dict)
    values: tuple[str, ...] = ()
    compared: tuple[str, ...] = ()
    large: bool = False
    example: str = ""

    def with_given(self, given: Given) -> ConsultationState:
        """Returns the state with other answers, and no change being tried out."""
        return replace(self, given=given, before=None, tried=None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """A form after reading: the state, and the commands by name.

    ``conflicting`` are the ids of the questions that are answered both with none of the options and with some of them.
    """

    state: ConsultationState
    commands: Mapping[str, str]
    conflicting: tuple[str, ...] = ()

    def command(self, name: str) -> str:
        """Returns the value of a command; empty when the form does not have it."""
        return self.commands.get(name, "")


def read_form(rulebase: RuleBase, fields: Iterable[Field], examples: Iterable[str] = ()) -> Form:
    """Returns the form that a page sent. Raises AnswersInvalid with a finding for every field that cannot be right."""
    findings: list[Finding] = []
    answers: dict[str, dict[str, list[str]]] = {prefix: {} for prefix in _GIVEN}
    listed: dict[str, list[str]] = {"v": [], "c": []}
    single: dict[str, str] = {}
    for name, value in fields:
        prefix, dot, question = name.partition(".")
        if dot and prefix in _GIVEN:
            answers[prefix].setdefault(question, []).append(value)
        elif name in listed:
            listed[name].append(value)
        elif name in ("large", "example", *_COMMANDS):
            single[name] = value
        else:
            findings.append(_unknown("field", name, [f"a.{question}" for question in rulebase.question_by_id]))
    given = {prefix: _given(rulebase, prefix, raw, findings) for prefix, raw in answers.items()}
    state = ConsultationState(
        given=given["a"],
        before=given["b"] or None,
        tried=given["w"] or None,
        seen=given["i"],
        values=_known("value", listed["v"], _values(rulebase), findings),
        compared=_known("option to compare", listed["c"], (*rulebase.treatment_by_id, NOTHING), findings),
        large=single.get("large") == "yes",
        example=next(iter(_known("example", filter(None, [single.get("example", "")]), examples, findings)), ""),
    )
    if findings:
        raise AnswersInvalid(findings)
    conflicting = tuple(
        name for name, sent in answers["a"].items() if NONE_CHOSEN in sent and set(sent) - {"", NONE_CHOSEN}
    )
    return Form(
        state=state, commands={name: single[name] for name in _COMMANDS if name in single}, conflicting=conflicting
    )


def hidden_fields(state: ConsultationState, without: Iterable[str] = ()) -> Iterator[Field]:
    """Yields the fields that carry a state, except those named in ``without`` (a prefix with its dot stands for all
    of its fields). ``example`` is always among them.
    """
    left_out = set(without)
    for prefix, attribute in _GIVEN.items():
        given: Given = getattr(state, attribute) or {}
        for question, options in given.items():
            if f"{prefix}." in left_out or f"{prefix}.{question}" in left_out:
                continue
            yield from ((f"{prefix}.{question}", option) for option in sorted(options) or [NONE_CHOSEN])
    for name, values in (("v", state.values), ("c", state.compared)):
        if name not in left_out:
            yield from ((name, value) for value in values)
    if state.large and "large" not in left_out:
        yield "large", "yes"
    if state.example:
        yield "example", state.example


def _given(rulebase: RuleBase, prefix: str, raw: Mapping[str, list[str]], findings: list[Finding]) -> Given:
    """Returns the answers of one prefix, checked like the answers in a file, and adds a finding for each mistake."""
    questions = {question.id: question for question in rulebase.questions}
    if prefix == "i":
        identification = rulebase.identification
        questions = {question.id: question for question in identification.questions} if identification else {}
    found: Given = {}
    for name, values in raw.items():
        question = questions.get(name)
        chosen = [value for value in values if value not in ("", NONE_CHOSEN)]
        if question is None:
            findings.append(_unknown("question", name, questions))
        elif prefix == "i":
            unknown = (option for option in chosen if option not in question.option_ids)
            findings.extend(_unknown(f"option of {name}", option, question.option_ids) for option in unknown)
            found[name] = frozenset(chosen[:1])
        elif chosen or (question.several and NONE_CHOSEN in values):  # or else the question was left open
            try:
                found |= check_some(rulebase, {name: chosen if question.several or len(chosen) != 1 else chosen[0]})
            except AnswersInvalid as wrong:
                findings.extend(wrong.findings)
    return found


def _values(rulebase: RuleBase) -> tuple[str, ...]:
    return tuple(value.id for value in rulebase.deciding.values) if rulebase.deciding else ()


def _known(what: str, values: Iterable[str], known: Iterable[str], findings: list[Finding]) -> tuple[str, ...]:
    """Returns the known values, in the order of ``known``, and adds a finding for each of the others."""
    allowed, given = tuple(known), tuple(values)
    findings.extend(_unknown(what, value, allowed) for value in given if value not in allowed)
    return tuple(value for value in allowed if value in given)


def _unknown(what: str, value: str, known: Iterable[str]) -> Finding:
    like = nearest(value, known)
    hint = f"did you mean `{like}`?" if like else "begin again from the first page"
    return Finding(code="A005", severity="error", message=f"there is no {what} `{value[:60]}`", hint=hint)
