"""Answers from files and mappings: what is taken, and the whole message for what is not."""

from __future__ import annotations

import copy
from dataclasses import FrozenInstanceError, fields, replace
from typing import TYPE_CHECKING

import pytest

from advisor.diagnostics.errors import AnswersInvalid
from advisor.diagnostics.findings import findings_text
from advisor.loading.loader import load_rules
from advisor.questionnaire.answers import Answers, check_answers, check_some, plain_answers, read_answers
from advisor.render.json import advice_json
from advisor.syntax.tree import read_text
from tests.conftest import RULES

if TYPE_CHECKING:
    from collections.abc import Callable

    from advisor.engine.consultation import Consultation
    from advisor.model.rulebase import RuleBase

GOOD = {
    "scar_types": ["rolling"],
    "rolling_depth": "deep",
    "skin_tone": "II",
    "prone_to_hyperpigmentation": "no",
    "budget": "flexible",
}


def _read(rulebase: RuleBase, text: str) -> Answers:
    return read_answers(rulebase, read_text(text.encode(), "answers.yaml"))


def _said(rulebase: RuleBase, text: str) -> str:
    with pytest.raises(AnswersInvalid) as caught:
        _read(rulebase, text)
    return findings_text(caught.value.findings)


def test_a_file_and_a_mapping_give_the_same_answers(rulebase: RuleBase) -> None:
    text = (
        "scar_types: [rolling]\nrolling_depth: deep\nskin_tone: II\nprone_to_hyperpigmentation: no\nbudget: flexible\n"
    )
    assert _read(rulebase, text) == check_answers(rulebase, GOOD)
    assert check_answers(rulebase, GOOD).plain() == {
        **GOOD,
        "scar_types": ("rolling",),
        "new_deep_pimple": "no",
    }


@pytest.mark.parametrize("word", ["no", "No", "false", "False", "off", '"no"'])
def test_yes_and_no_may_be_booleans(rulebase: RuleBase, word: str) -> None:
    text = (
        f"scar_types: []\nskin_tone: II\nprone_to_hyperpigmentation: {word}\nbudget: flexible\nnew_deep_pimple: true\n"
    )
    answers = _read(rulebase, text)
    assert answers.given["prone_to_hyperpigmentation"] == {"no"}
    assert answers.given["new_deep_pimple"] == {"yes"}
    assert check_answers(rulebase, {**GOOD, "new_deep_pimple": True}).given["new_deep_pimple"] == {"yes"}


def test_json_with_tabs_and_escapes_is_read(rulebase: RuleBase) -> None:
    text = (
        '{\n\t"scar_types": ["dark_spots"],\n\t"skin_tone": "I\\u0049",\n\t"prone_to_hyperpigmentation": false,\n'
        '\t"budget": "flexible"\n}'
    )
    assert _read(rulebase, text).given["skin_tone"] == {"II"}


def test_an_answer_to_a_question_that_is_not_asked_is_named_and_not_used(rulebase: RuleBase) -> None:
    answers = check_answers(rulebase, {**GOOD, "boxcar_depth": "deep"})
    assert answers.unused == ("boxcar_depth",)
    assert "boxcar_depth" not in answers.given


def test_every_mistake_is_reported_at_once_with_its_place(rulebase: RuleBase) -> None:
    text = "scar_types: [roling, boxcar]\nboxcar_depht: deep\nskin_tone: [II]\nbudget:\n"
    assert (
        _said(rulebase, text)
        == """\
error[A003]: prone_to_hyperpigmentation has no answer, and these answers make it a question that is asked
  --> answers.yaml:1:1
  |
1 | scar_types: [roling, boxcar]
  | ^^^^^^^^^^ missing here
help: write `prone_to_hyperpigmentation: yes`, or another of: yes, no, not_sure

error[A002]: scar_types has no option `roling`
  --> answers.yaml:1:14
  |
1 | scar_types: [roling, boxcar]
  |              ^^^^^^ not an option of this question
help: did you mean `rolling`?

error[A001]: there is no question `boxcar_depht`
  --> answers.yaml:2:1
  |
2 | boxcar_depht: deep
  | ^^^^^^^^^^^^ not a question of this rule base
help: did you mean `boxcar_depth`?

error[A004]: skin_tone takes one option, not a list
  --> answers.yaml:3:12
  |
3 | skin_tone: [II]
  |            ^^^^
help: write `skin_tone: I`, or another of: I, II, III, IV, V, VI, not_sure

error[A004]: budget has no answer that can be read
  --> answers.yaml:4:8
  |
4 | budget:
  |        ^
help: write `budget: home_only`, or another of: home_only, some_professional, flexible

5 errors"""
    )


def test_a_single_kind_is_asked_to_be_a_list(rulebase: RuleBase) -> None:
    said = _said(rulebase, "scar_types: rolling\nskin_tone: II\nprone_to_hyperpigmentation: no\nbudget: flexible\n")
    assert "scar_types takes a list" in said
    assert "write a list, for example `scar_types: [rolling]`" in said


@pytest.mark.parametrize("text", ["- scar_types\n", "rolling\n", "[1, 2]\n"])
def test_something_that_is_no_mapping_is_refused(rulebase: RuleBase, text: str) -> None:
    assert "the answers are not a mapping from question to answer" in _said(rulebase, text)


@pytest.mark.parametrize("wrong", [None, 3, {"a": 1}, [1]])
def test_a_mapping_with_values_of_another_kind_is_refused(rulebase: RuleBase, wrong: object) -> None:
    with pytest.raises(AnswersInvalid) as caught:
        check_answers(rulebase, {**GOOD, "budget": wrong})
    assert [finding.code for finding in caught.value.findings] == ["A004"]


def test_an_advice_in_the_place_of_answers_is_one_finding(consultation: Consultation) -> None:
    rulebase = consultation.rulebase
    text = advice_json(consultation.advise(check_answers(rulebase, GOOD)))
    assert _said(rulebase, text) == (
        "error[A004]: this file holds advice, not answers; its `answers` part is what is wanted\n"
        "  --> answers.yaml:2:3\n"
        "  |\n"
        '2 |   "schema": 1,\n'
        "  |   ^^^^^^^^\n"
        "help: save the value of its `answers` key as a file of its own, and give that\n"
        "\n"
        "1 error"
    )


@pytest.mark.parametrize("door", [Answers, check_answers])
def test_what_is_wrong_makes_no_answers(door: Callable[..., Answers], rulebase: RuleBase) -> None:
    without = {name: answer for name, answer in GOOD.items() if name != "skin_tone"}
    for raw, code, about in [(without, "A003", "skin_tone"), ({**GOOD, "skin_tones": "VI"}, "A001", "skin_tones")]:
        with pytest.raises(AnswersInvalid) as caught:
            door(rulebase, raw)
        assert [(finding.code, finding.about) for finding in caught.value.findings] == [(code, about)]


def test_there_is_no_way_round_the_check(rulebase: RuleBase) -> None:
    answers = check_answers(rulebase, GOOD)
    with pytest.raises(TypeError):
        Answers(answers.given, (), rulebase.questions)
    with pytest.raises(TypeError):
        replace(answers, given={"scar_types": frozenset({"ice_pick"})})
    with pytest.raises(TypeError, match="Answers has no subclasses"):

        class Unchecked(Answers):
            pass

    assert copy.copy(answers) == answers


def test_answers_cannot_be_altered(rulebase: RuleBase) -> None:
    scars = ["rolling"]
    raw = {**GOOD, "scar_types": scars}
    answers = check_answers(rulebase, raw)
    for each in fields(answers):
        with pytest.raises(FrozenInstanceError):
            setattr(answers, each.name, ())
        with pytest.raises(FrozenInstanceError):
            delattr(answers, each.name)
    with pytest.raises(TypeError):
        answers.given["skin_tone"] = frozenset({"I"})
    assert all(type(options) is frozenset for options in answers.given.values())
    scars.append("keloid")
    raw["skin_tone"] = "VI"
    answers.plain()["skin_tone"] = "VI"
    assert answers == check_answers(rulebase, GOOD)


def test_advice_is_given_only_to_answers_to_the_same_questions(consultation: Consultation) -> None:
    rulebase = consultation.rulebase
    first, *others = rulebase.questions
    for questions in [tuple(others), (first, *reversed(others)), (replace(first, ask="Which?"), *others)]:
        other = replace(rulebase, questions=questions, impossible=())
        answers = check_answers(other, {name: answer for name, answer in GOOD.items() if name in other.question_by_id})
        with pytest.raises(AnswersInvalid) as caught:
            consultation.advise(answers)
        assert findings_text(caught.value.findings) == (
            "error[A006]: the answers were checked against another questionnaire than that of this rule base\n"
            "help: check them with `check_answers` and the rule base of this consultation\n\n1 error"
        )
    read_again = load_rules(RULES)
    assert read_again.questions is not rulebase.questions
    advice = consultation.advise(check_answers(read_again, GOOD))
    assert advice == consultation.advise(check_answers(rulebase, GOOD))


def test_answers_and_options_keep_the_order_of_the_questionnaire(rulebase: RuleBase) -> None:
    kinds = rulebase.kind_question.option_ids
    raw = {**GOOD, "scar_types": kinds, "boxcar_depth": "deep", "ice_pick_depth": "deep"}
    backwards = {name: raw[name] for name in reversed(raw)} | {"scar_types": list(reversed(kinds))}
    plain = check_answers(rulebase, backwards).plain()
    assert list(plain) == [question.id for question in rulebase.questions]
    assert plain["scar_types"] == kinds
    unchecked = {"budget": frozenset({"flexible"}), "scar_types": frozenset(kinds[:0:-1])}
    found = plain_answers(rulebase.questions, unchecked)
    assert list(found.items()) == [("scar_types", kinds[1:]), ("budget", "flexible")]


def test_what_is_not_used_keeps_the_order_of_the_questionnaire(rulebase: RuleBase) -> None:
    answers = check_answers(rulebase, {**GOOD, "boxcar_depth": "deep", "ice_pick_depth": "deep"})
    assert answers.unused == ("ice_pick_depth", "boxcar_depth")
    assert list(answers.given) == [question.id for question in rulebase.questions if question.id in answers.given]


@pytest.mark.parametrize("word", ["", "~", "null", '""', '"~"', '"null"'])
def test_a_word_for_nothing_is_no_answer(rulebase: RuleBase, word: str) -> None:
    said = _said(rulebase, f"scar_types: []\nskin_tone: {word}\nprone_to_hyperpigmentation: no\nbudget: flexible\n")
    assert said.startswith("error[A004]: skin_tone has no answer that can be read\n")
    assert said.endswith("\n1 error")


def test_a_question_without_yes_and_no_has_no_other_words_for_them(rulebase: RuleBase) -> None:
    with pytest.raises(AnswersInvalid) as caught:
        check_answers(rulebase, {**GOOD, "skin_tone": True, "budget": "no"})
    said = [finding.message for finding in caught.value.findings]
    assert said == ["budget has no option `no`", "skin_tone has no option `yes`"]


def test_a_list_far_longer_than_the_options_is_one_finding(rulebase: RuleBase) -> None:
    most = 2 * len(rulebase.kind_question.options) + 10
    assert check_answers(rulebase, {**GOOD, "scar_types": ["rolling"] * most}).given["scar_types"] == {"rolling"}
    with pytest.raises(AnswersInvalid) as caught:
        check_answers(rulebase, {**GOOD, "scar_types": ["roling"] * (most + 1)})
    (finding,) = caught.value.findings
    assert finding.message == f"scar_types has {most + 1} options listed, and there are only {most // 2 - 5}"


def test_what_has_a_part_of_an_advice_is_taken_for_answers(rulebase: RuleBase) -> None:
    assert _said(rulebase, "schema: 1\nsuggestions: []\n").startswith("error[A004]: this file holds advice")
    assert "error[A001]: there is no question `schema`" in _said(rulebase, "schema: 1\n")
    assert "error[A001]: there is no question `suggestions`" in _said(rulebase, "suggestions: []\nbudget: flexible\n")


def test_answers_to_some_questions_are_checked_as_answers_to_all_are(rulebase: RuleBase) -> None:
    assert check_some(rulebase, {"rolling_depth": "deep", "new_deep_pimple": False}) == {
        "rolling_depth": {"deep"},
        "new_deep_pimple": {"no"},
    }
    with pytest.raises(AnswersInvalid) as caught:
        check_some(rulebase, {"rolling_depth": "deeep", "scar_types": "rolling", "skin_tone": None})
    found = {finding.about: finding.message for finding in caught.value.findings}
    assert found == {
        "rolling_depth": "rolling_depth has no option `deeep`",
        "scar_types": "scar_types takes a list",
        "skin_tone": "skin_tone has no answer that can be read",
    }
    with pytest.raises(AnswersInvalid) as caught:
        check_some(rulebase, {"scar_types": ["rolling"] * 100})
    assert [finding.about for finding in caught.value.findings] == ["scar_types"]


def test_what_is_no_mapping_is_one_finding(rulebase: RuleBase) -> None:
    with pytest.raises(AnswersInvalid) as caught:
        check_answers(rulebase, ["rolling"])
    assert findings_text(caught.value.findings) == (
        "error[A004]: the answers are not a mapping from question to answer\n"
        'help: write `{"question": "option", ...}`\n\n1 error'
    )


@pytest.mark.parametrize(("word", "shown"), [("x" * 80, "x" * 80), ("x" * 81, "x" * 80 + "…"), ("x\n", "x?")])
def test_of_a_long_or_unprintable_word_a_part_is_shown(rulebase: RuleBase, word: str, shown: str) -> None:
    with pytest.raises(AnswersInvalid) as caught:
        check_some(rulebase, {"budget": word})
    assert [finding.message for finding in caught.value.findings] == [f"budget has no option `{shown}`"]
