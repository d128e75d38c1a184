"""Answers from files and mappings: what is taken, and the whole message for what is not."""

from __future__ import annotations

import copy
from dataclasses import FrozenInstanceError, fields, replace
from enum import Enum
from typing import TYPE_CHECKING

import pytest

from advisor.diagnostics.errors import AnswersInvalid
from advisor.diagnostics.findings import findings_text
from advisor.engine.consultation import Consultation
from advisor.loading.loader import load_rules
from advisor.questionnaire.answers import Answers, check_answers, check_some, plain_answers, read_answers
from advisor.render.json import advice_json
from advisor.syntax.tree import read_text
from tests.conftest import PLANTS
from tests.enumeration.test_answer_space import question

if TYPE_CHECKING:
    from collections.abc import Callable

    from advisor.model.rulebase import RuleBase

GOOD = {
    "troubles": ["yellow_leaves"],
    "yellow_spread": "most",
    "watering": "often",
    "potted": "no",
    "spending": "some",
}


@pytest.fixture(scope="module")
def plants(plants: RuleBase) -> RuleBase:
    """House plants with two more questions."""
    return _with_more(plants)


def _with_more(rulebase: RuleBase) -> RuleBase:
    """The same rules with a question that has yes, no and not sure, and one that has yes and no as its default."""
    *first, last = rulebase.questions
    more = question("potted", "yes", "no", "not_sure"), last, replace(question("flowering", "yes", "no"), default="no")
    return replace(rulebase, questions=(*first, *more))


def _read(plants: RuleBase, text: str) -> Answers:
    return read_answers(plants, read_text(text.encode(), "answers.yaml"))


def _said(plants: RuleBase, text: str) -> str:
    with pytest.raises(AnswersInvalid) as caught:
        _read(plants, text)
    return findings_text(caught.value.findings)


def test_a_file_and_a_mapping_give_the_same_answers(plants: RuleBase) -> None:
    text = "troubles: [yellow_leaves]\nyellow_spread: most\nwatering: often\npotted: no\nspending: some\n"
    assert _read(plants, text) == check_answers(plants, GOOD)
    assert check_answers(plants, GOOD).plain() == {
        **GOOD,
        "troubles": ("yellow_leaves",),
        "flowering": "no",
    }


@pytest.mark.parametrize("word", ["no", "No", "false", "False", "off", '"no"'])
def test_yes_and_no_may_be_booleans(plants: RuleBase, word: str) -> None:
    text = f"troubles: []\nwatering: often\npotted: {word}\nspending: some\nflowering: true\n"
    answers = _read(plants, text)
    assert answers.given["potted"] == {"no"}
    assert answers.given["flowering"] == {"yes"}
    assert check_answers(plants, {**GOOD, "flowering": True}).given["flowering"] == {"yes"}


def test_json_with_tabs_and_escapes_is_read(plants: RuleBase) -> None:
    text = '{\n\t"troubles": ["lice"],\n\t"watering": "o\\u0066ten",\n\t"potted": false,\n\t"spending": "some"\n}'
    assert _read(plants, text).given["watering"] == {"often"}


def test_an_answer_to_a_question_that_is_not_asked_is_named_and_not_used(plants: RuleBase) -> None:
    answers = check_answers(plants, {**GOOD, "brown_spread": "most"})
    assert answers.unused == ("brown_spread",)
    assert "brown_spread" not in answers.given


def test_every_mistake_is_reported_at_once_with_its_place(plants: RuleBase) -> None:
    text = "troubles: [yelow_leaves, brown_tips]\nbrown_spraed: most\nwatering: [often]\nspending:\n"
    assert (
        _said(plants, text)
        == """\
error[A003]: potted has no answer, and these answers make it a question that is asked
  --> answers.yaml:1:1
  |
1 | troubles: [yelow_leaves, brown_tips]
  | ^^^^^^^^ missing here
help: write `potted: yes`, or another of: yes, no, not_sure

error[A002]: troubles has no option `yelow_leaves`
  --> answers.yaml:1:12
  |
1 | troubles: [yelow_leaves, brown_tips]
  |            ^^^^^^^^^^^^ not an option of this question
help: did you mean `yellow_leaves`?

error[A001]: there is no question `brown_spraed`
  --> answers.yaml:2:1
  |
2 | brown_spraed: most
  | ^^^^^^^^^^^^ not a question of this rule base
help: did you mean `brown_spread`?

error[A004]: watering takes one option, not a list
  --> answers.yaml:3:11
  |
3 | watering: [often]
  |           ^^^^^^^
help: write `watering: often`, or another of: often, seldom, not_sure

error[A004]: spending has no answer that can be read
  --> answers.yaml:4:10
  |
4 | spending:
  |          ^
help: write `spending: none`, or another of: none, some

5 errors"""
    )


def test_a_single_kind_is_asked_to_be_a_list(plants: RuleBase) -> None:
    said = _said(plants, "troubles: yellow_leaves\nwatering: often\npotted: no\nspending: some\n")
    assert "troubles takes a list" in said
    assert "write a list, for example `troubles: [yellow_leaves]`" in said


@pytest.mark.parametrize("text", ["- troubles\n", "yellow_leaves\n", "[1, 2]\n"])
def test_something_that_is_no_mapping_is_refused(plants: RuleBase, text: str) -> None:
    assert "the answers are not a mapping from question to answer" in _said(plants, text)


@pytest.mark.parametrize("wrong", [None, 3, {"a": 1}, [1]])
def test_a_mapping_with_values_of_another_kind_is_refused(plants: RuleBase, wrong: object) -> None:
    with pytest.raises(AnswersInvalid) as caught:
        check_answers(plants, {**GOOD, "spending": wrong})
    assert [finding.code for finding in caught.value.findings] == ["A004"]


def test_an_advice_in_the_place_of_answers_is_one_finding(plants: RuleBase) -> None:
    text = advice_json(Consultation(plants).advise(check_answers(plants, GOOD)))
    assert _said(plants, text) == (
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
def test_what_is_wrong_makes_no_answers(door: Callable[..., Answers], plants: RuleBase) -> None:
    without = {name: answer for name, answer in GOOD.items() if name != "watering"}
    for raw, code, about in [(without, "A003", "watering"), ({**GOOD, "waterings": "seldom"}, "A001", "waterings")]:
        with pytest.raises(AnswersInvalid) as caught:
            door(plants, raw)
        assert [(finding.code, finding.about) for finding in caught.value.findings] == [(code, about)]


def test_there_is_no_way_round_the_check(plants: RuleBase) -> None:
    answers = check_answers(plants, GOOD)
    with pytest.raises(TypeError):
        Answers(answers.given, (), plants.questions)
    with pytest.raises(TypeError):
        replace(answers, given={"troubles": frozenset({"brown_tips"})})
    with pytest.raises(TypeError, match="Answers has no subclasses"):

        class Unchecked(Answers):
            pass

    assert copy.copy(answers) == answers
    with pytest.raises(TypeError, match="checked, not restored"):
        answers.__setstate__([{"troubles": frozenset()}, (), ()])


def test_answers_cannot_be_altered(plants: RuleBase) -> None:
    troubles = ["yellow_leaves"]
    raw = {**GOOD, "troubles": troubles}
    answers = check_answers(plants, raw)
    for each in fields(answers):
        with pytest.raises(FrozenInstanceError):
            setattr(answers, each.name, ())
        with pytest.raises(FrozenInstanceError):
            delattr(answers, each.name)
    with pytest.raises(TypeError):
        answers.given["watering"] = frozenset({"seldom"})
    assert all(type(options) is frozenset for options in answers.given.values())
    troubles.append("lice")
    raw["watering"] = "seldom"
    answers.plain()["watering"] = "seldom"
    assert answers == check_answers(plants, GOOD)


def test_advice_is_given_only_to_answers_to_the_same_questions(plants: RuleBase) -> None:
    consultation = Consultation(plants)
    first, *others = plants.questions
    for questions in [tuple(others), (first, *reversed(others)), (replace(first, ask="Which?"), *others)]:
        other = replace(plants, questions=questions, impossible=())
        answers = check_answers(other, {name: answer for name, answer in GOOD.items() if name in other.question_by_id})
        with pytest.raises(AnswersInvalid) as caught:
            consultation.advise(answers)
        assert findings_text(caught.value.findings) == (
            "error[A006]: the answers were checked against another questionnaire than that of this rule base\n"
            "help: check them with `check_answers` and the rule base of this consultation\n\n1 error"
        )
    read_again = _with_more(load_rules(PLANTS))
    assert read_again.questions is not plants.questions
    advice = consultation.advise(check_answers(read_again, GOOD))
    assert advice == consultation.advise(check_answers(plants, GOOD))


def test_answers_and_options_keep_the_order_of_the_questionnaire(plants: RuleBase) -> None:
    kinds = plants.kind_question.option_ids
    raw = {**GOOD, "troubles": kinds, "brown_spread": "most"}
    backwards = {name: raw[name] for name in reversed(raw)} | {"troubles": list(reversed(kinds))}
    plain = check_answers(plants, backwards).plain()
    assert list(plain) == [question.id for question in plants.questions]
    assert plain["troubles"] == kinds
    unchecked = {"spending": frozenset({"some"}), "troubles": frozenset(kinds[:0:-1])}
    found = plain_answers(plants.questions, unchecked)
    assert list(found.items()) == [("troubles", kinds[1:]), ("spending", "some")]


def test_what_is_not_used_keeps_the_order_of_the_questionnaire(plants: RuleBase) -> None:
    answers = check_answers(plants, {"brown_spread": "most", **GOOD, "troubles": ["lice"]})
    assert answers.unused == ("yellow_spread", "brown_spread")
    assert list(answers.given) == [question.id for question in plants.questions if question.id in answers.given]


@pytest.mark.parametrize("word", ["", "~", "null", '""', '"~"', '"null"'])
def test_a_word_for_nothing_is_no_answer(plants: RuleBase, word: str) -> None:
    said = _said(plants, f"troubles: []\nwatering: {word}\npotted: no\nspending: some\n")
    assert said.startswith("error[A004]: watering has no answer that can be read\n")
    assert said.endswith("\n1 error")


def test_a_question_without_yes_and_no_has_no_other_words_for_them(plants: RuleBase) -> None:
    with pytest.raises(AnswersInvalid) as caught:
        check_answers(plants, {**GOOD, "watering": True, "spending": "no"})
    said = [finding.message for finding in caught.value.findings]
    assert said == ["spending has no option `no`", "watering has no option `yes`"]


def test_a_list_far_longer_than_the_options_is_one_finding(plants: RuleBase) -> None:
    most = 2 * len(plants.kind_question.options) + 10
    assert check_answers(plants, {**GOOD, "troubles": ["yellow_leaves"] * most}).given["troubles"] == {"yellow_leaves"}
    with pytest.raises(AnswersInvalid) as caught:
        check_answers(plants, {**GOOD, "troubles": ["yelow_leaves"] * (most + 1)})
    (finding,) = caught.value.findings
    assert finding.message == f"troubles has {most + 1} options listed, and there are only {most // 2 - 5}"


def test_what_has_a_part_of_an_advice_is_taken_for_answers(plants: RuleBase) -> None:
    assert _said(plants, "schema: 1\nsuggestions: []\n").startswith("error[A004]: this file holds advice")
    assert "error[A001]: there is no question `schema`" in _said(plants, "schema: 1\n")
    assert "error[A001]: there is no question `suggestions`" in _said(plants, "suggestions: []\nspending: some\n")


def test_answers_to_some_questions_are_checked_as_answers_to_all_are(plants: RuleBase) -> None:
    assert check_some(plants, {"yellow_spread": "most", "flowering": False}) == {
        "yellow_spread": {"most"},
        "flowering": {"no"},
    }
    with pytest.raises(AnswersInvalid) as caught:
        check_some(plants, {"yellow_spread": "moost", "troubles": "yellow_leaves", "watering": None})
    found = {finding.about: finding.message for finding in caught.value.findings}
    assert found == {
        "yellow_spread": "yellow_spread has no option `moost`",
        "troubles": "troubles takes a list",
        "watering": "watering has no answer that can be read",
    }
    with pytest.raises(AnswersInvalid) as caught:
        check_some(plants, {"troubles": ["yellow_leaves"] * 100})
    assert [finding.about for finding in caught.value.findings] == ["troubles"]


def test_what_is_no_mapping_is_one_finding(plants: RuleBase) -> None:
    with pytest.raises(AnswersInvalid) as caught:
        check_answers(plants, ["yellow_leaves"])
    assert findings_text(caught.value.findings) == (
        "error[A004]: the answers are not a mapping from question to answer\n"
        'help: write `{"question": "option", ...}`\n\n1 error'
    )


@pytest.mark.parametrize(("word", "shown"), [("x" * 80, "x" * 80), ("x" * 81, "x" * 80 + "…"), ("x\n", "x?")])
def test_of_a_long_or_unprintable_word_a_part_is_shown(plants: RuleBase, word: str, shown: str) -> None:
    with pytest.raises(AnswersInvalid) as caught:
        check_some(plants, {"spending": word})
    assert [finding.message for finding in caught.value.findings] == [f"spending has no option `{shown}`"]


def test_a_text_of_another_type_is_the_option_it_equals(plants: RuleBase) -> None:
    troubles = Enum("Trouble", {one: one for one in GOOD["troubles"]}, type=str)
    answers = check_answers(plants, {**GOOD, "troubles": list(troubles)})
    assert answers.given["troubles"] == frozenset(GOOD["troubles"])
    assert {type(option) for option in answers.given["troubles"]} == {str}
