"""What a page sends back: the answers and the rest of the consultation, which live in the page and nowhere else.

A form is a list of fields ``(name, value)``. The fields of the state are carried by every page:

    a.QUESTION   an answer (once for each option; ``-`` for none of them)
    b.QUESTION   the answer as first given, while others are tried out
    w.QUESTION   an answer to try out (what-if)
    i.QUESTION   what is seen of one mark (identification)
    v, c         values that matter, treatments to compare
    large        ``yes`` for the large type
    example      the name of the example person shown

The others say what is wanted: ``at`` (the question that was answered), ``to`` (the one to go to), ``go`` and so on.
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

__all__ = ["NO_FORM", "ConsultationState", "Field", "Form", "Given", "hidden_fields", "read_form"]

Given = dict[str, frozenset[str]]
Field = tuple[str, str]

NO_FORM = "-"  # no id of a rule file is spelled so
_WISHES = ("at", "to", "go", "set", "treatment")
_GIVEN = {"a": "given", "b": "before", "w": "tried", "i": "seen"}


@dataclass(frozen=True, kw_only=True, slots=True)
class ConsultationState:
    """One consultation as far as it has come. ``before`` and ``tried`` are None where no change was made."""

    given: Given = field(default_factory=dict)
    before: Given | None = None
    tried: Given | None = None
    seen: Given = field(default_factory=dict)
    values: tuple[str, ...] = ()
    compared: tuple[str, ...] = ()
    large: bool = False
    example: str = ""

    def with_given(self, given: Given) -> ConsultationState:
        """The same with other answers, and nothing tried out or changed."""
        return replace(self, given=given, before=None, tried=None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """A form as read: the state, and what is wanted, by name.

    ``conflicting`` are the ids of questions answered with none of the options and some of them at once.
    """

    state: ConsultationState
    wishes: Mapping[str, str]
    conflicting: tuple[str, ...] = ()

    def wish(self, name: str) -> str:
        """What was said under one name; empty where nothing was."""
        return self.wishes.get(name, "")


def read_form(rulebase: RuleBase, fields: Iterable[Field], examples: Iterable[str] = ()) -> Form:
    """The form a page sent. Raises AnswersInvalid with every field that cannot be right."""
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
        elif name in ("large", "example", *_WISHES):
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
    conflicting = tuple(name for name, said in answers["a"].items() if NO_FORM in said and set(said) - {"", NO_FORM})
    return Form(state=state, wishes={name: single[name] for name in _WISHES if name in single}, conflicting=conflicting)


def hidden_fields(state: ConsultationState, without: Iterable[str] = ()) -> Iterator[Field]:
    """The fields that carry a state, but for those the page shows itself: a name, or a prefix with its dot."""
    left_out = set(without)
    for prefix, attribute in _GIVEN.items():
        given: Given = getattr(state, attribute) or {}
        for question, options in given.items():
            if f"{prefix}." in left_out or f"{prefix}.{question}" in left_out:
                continue
            yield from ((f"{prefix}.{question}", option) for option in sorted(options) or [NO_FORM])
    for name, values in (("v", state.values), ("c", state.compared)):
        if name not in left_out:
            yield from ((name, value) for value in values)
    if state.large and "large" not in left_out:
        yield "large", "yes"
    if state.example:
        yield "example", state.example


def _given(rulebase: RuleBase, prefix: str, raw: Mapping[str, list[str]], findings: list[Finding]) -> Given:
    """The answers of one prefix, each checked as answers of a file are."""
    questions = {question.id: question for question in rulebase.questions}
    if prefix == "i":
        told = rulebase.identification
        questions = {question.id: question for question in told.questions} if told else {}
    found: Given = {}
    for name, values in raw.items():
        question = questions.get(name)
        chosen = [value for value in values if value not in ("", NO_FORM)]
        if question is None:
            findings.append(_unknown("question", name, questions))
        elif prefix != "i":
            value: object = chosen if question.several or len(chosen) != 1 else chosen[0]
            if not chosen and not (question.several and NO_FORM in values):
                continue  # left open
            try:
                found |= check_some(rulebase, {name: value})
            except AnswersInvalid as wrong:
                findings.extend(wrong.findings)
        else:
            unknown = (option for option in chosen if option not in question.option_ids)
            findings.extend(_unknown(f"option of {name}", option, question.option_ids) for option in unknown)
            found[name] = frozenset(chosen[:1])
    return found


def _values(rulebase: RuleBase) -> tuple[str, ...]:
    return tuple(value.id for value in rulebase.deciding.values) if rulebase.deciding else ()


def _known(what: str, values: Iterable[str], known: Iterable[str], findings: list[Finding]) -> tuple[str, ...]:
    """The values, each once and in the order known; what is not known is reported."""
    allowed, given = tuple(known), tuple(values)
    findings.extend(_unknown(what, value, allowed) for value in given if value not in allowed)
    return tuple(value for value in allowed if value in given)


def _unknown(what: str, said: str, known: Iterable[str]) -> Finding:
    like = nearest(said, known)
    hint = f"did you mean `{like}`?" if like else "begin again from the first page"
    return Finding(code="A005", severity="error", message=f"there is no {what} `{said[:60]}`", hint=hint)
