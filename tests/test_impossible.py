"""`impossible:` in rulebase.yaml: the proofs and their counts leave these answers out; whoever gives them is advised.

How each mistake under it is reported stands in rulefiles/bad/R023-* and *-impossible.yaml.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from advisor.analysis.explanation import why_not
from advisor.analysis.influence import Influences
from advisor.author.proving.rule_explanation import explain
from advisor.author.proving.subject import open_subject
from advisor.author.reports.explanation_report import explanation_text
from advisor.cases.cases import read_cases
from advisor.cli.main import cli
from advisor.diagnostics.errors import RuleBaseInvalid
from advisor.diagnostics.findings import findings_text
from advisor.engine.consultation import Consultation
from advisor.loading.loader import load_rules
from advisor.model.conditions import All, AnyOf, Is, Not
from advisor.questionnaire.answers import check_answers
from tests.agreement import disagreement

PLANTS = Path(__file__).parent / "rulefiles" / "good" / "houseplants"
LICE_ONLY_WHERE_DRY = "impossible:\n  - {troubles: lice, watering: [often, not_sure]}\n"
PERSON = {"troubles": ["yellow_leaves", "lice"], "yellow_spread": "most", "watering": "often", "spending": "none"}


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the house plants without cases, where lice and wet soil cannot occur together."""
    shutil.copytree(PLANTS, tmp_path / "rules", ignore=shutil.ignore_patterns("cases"))
    monkeypatch.chdir(tmp_path)
    return _call_impossible(LICE_ONLY_WHERE_DRY)


def _call_impossible(text: str) -> Path:
    path = Path("rules") / "rulebase.yaml"
    path.write_text((PLANTS / "rulebase.yaml").read_text(encoding="utf-8") + text, encoding="utf-8")
    return Path("rules")


def _say(rules: Path, name: str, text: str) -> None:
    (rules / name).write_text(text, encoding="utf-8")


def _run(*arguments: str) -> str:
    return CliRunner().invoke(cli, arguments, standalone_mode=False, catch_exceptions=False).output


def _verdicts(rules: Path) -> list[str]:
    said = _run("rules", "check", "--rules", str(rules)).splitlines()
    return [" ".join(line.split()) for line in said if line.startswith(("holds", "fails"))]


def test_it_is_read_as_conditions(rules: Path) -> None:
    _call_impossible(
        "impossible:\n  - {troubles: lice, watering: often}\n  - {any: [{spending: some}, {not: {watering: seldom}}]}\n"
    )
    assert load_rules(rules).impossible == (
        All((Is("troubles", frozenset({"lice"})), Is("watering", frozenset({"often"})))),
        AnyOf((Is("spending", frozenset({"some"})), Not(Is("watering", frozenset({"seldom"}))))),
    )
    assert load_rules(PLANTS).impossible == ()


def test_the_profiles_are_left_out_of_every_count(rules: Path) -> None:
    """Half of the 144 have lice, and two of their three answers on watering cannot be."""
    subject = open_subject(rules)
    assert subject.proof
    assert subject.proof.every == 144 - 144 // 2 * 2 // 3 == 96
    outcomes, space = subject.proof.outcomes, subject.proof.space
    gone = ~space.every
    tables = [*outcomes.lists.values(), outcomes.warned, outcomes.stressed, outcomes.noted, outcomes.urgent]
    assert all(mask & gone == 0 for table in tables for mask in table.values())
    for treatment in outcomes.offered:
        assert sum(table[treatment].bit_count() for table in outcomes.lists.values()) == 96
    assert "proved for all 96 answer combinations" in _run("rules", "check", "--rules", "rules")
    assert ", for all 96 answer combinations.\n" in _run("rules", "diff", str(PLANTS), "rules")
    (rules / "cases").mkdir()
    _say(rules, "cases/dry.yaml", "- case: dry\n  answers: {troubles: [], watering: seldom}\n  expect: {only: []}\n")
    assert "of 96 (" in _run("rules", "coverage", "--rules", "rules")
    assert json.loads(_run("rules", "mutate", "--rules", "rules", "--format", "json"))["combinations"] == 96


def test_properties_concern_only_the_rest(rules: Path) -> None:
    never = "- property: lice-need-water\n  never: {offers: less_water, when: {troubles: lice}}\n  claims: [B4]\n"
    _say(rules, "safety.yaml", never)
    assert _verdicts(rules) == ["holds lice need water proved for all 96 answer combinations"]
    _call_impossible("")
    assert _verdicts(rules) == [
        "fails lice need water 36 answer combinations; the first: "
        "troubles yellow_leaves and lice, yellow_spread few, watering often, anything else"
    ]


def test_a_property_that_concerns_none_of_the_rest_guards_nothing(rules: Path) -> None:
    both = "{troubles: lice, watering: often}"
    _say(rules, "safety.yaml", f"- property: wet-lice\n  always: {{when: {both}, notes: let-it-dry}}\n  claims: [B4]\n")
    assert "the property `wet-lice` concerns none of 96 answer combinations" in _run(
        "rules", "check", "--rules", "rules"
    )


def test_a_change_of_answers_starts_from_what_is_possible(rules: Path) -> None:
    """From often to seldom nobody with lice can come, and from not sure only who has none."""
    _say(
        rules,
        "safety.yaml",
        "- property: drier\n"
        "  monotone: {changing: watering, along: [often, not_sure, seldom], never_adds: rinse}\n"
        "  claims: [B4]\n",
    )
    assert _verdicts(rules) == ["holds drier proved for all 96 answer combinations"]


def test_what_lies_between_two_options_may_be_impossible(rules: Path) -> None:
    """Then the change from the first to the last of them is looked at all the same."""
    adds = "monotone: {changing: watering, along: [seldom, not_sure, often], never_adds: less_water}"
    _say(rules, "safety.yaml", f"- property: wetter\n  {adds}\n  claims: [B4]\n")
    _call_impossible("impossible:\n  - {watering: not_sure}\n")
    (said,) = _verdicts(rules)
    assert said.startswith("fails wetter 36 answer combinations; ")


def test_the_two_engines_agree_on_the_rest(rules: Path) -> None:
    assert disagreement(load_rules(rules)) == ""


class TestWhoeverGivesThemAllTheSame:
    def test_is_advised_as_without_it(self, rules: Path) -> None:
        advice, before = (
            Consultation(rulebase).advise(check_answers(rulebase, PERSON))
            for rulebase in (load_rules(rules), load_rules(PLANTS))
        )
        assert advice.suggestions == before.suggestions
        assert [one.treatment for one in advice.suggestions] == ["less_water", "rinse"]
        _say(rules, "../answers.json", json.dumps(PERSON))
        said = _run("advise", "--rules", "rules", "--answers", "answers.json")
        assert "  1. Less water\n" in said

    def test_is_told_why_not_all_the_same(self, rules: Path) -> None:
        rulebase = load_rules(rules)
        answers = check_answers(rulebase, PERSON)
        lines = why_not(rulebase, answers, Consultation(rulebase).advise(answers), "new_soil")
        assert lines[-1].text == "It would be suggested if your answer were “spending: Some”."

    def test_is_not_told_what_was_never_looked_at(self, rules: Path) -> None:
        rulebase = load_rules(rules)
        answers = check_answers(rulebase, PERSON)
        assert Influences(rulebase).words(answers.given, "spending") == ""
        assert explanation_text(explain(rulebase, answers, "cut_tips")).endswith(
            "\nnearest changes: not searched: "
            "the rule base calls these answers impossible, so nothing is proved of them\n"
        )
        possible = check_answers(rulebase, {**PERSON, "watering": "seldom"})
        assert "can still change" in Influences(rulebase).words(possible.given, "spending")
        assert "The nearest changes" in explanation_text(explain(rulebase, possible, "cut_tips"))

    def test_is_no_example_person(self, rules: Path) -> None:
        (rules / "cases").mkdir()
        case = "- case: lice in wet soil\n  answers: {troubles: [lice], watering: often}\n  expect: {only: [rinse]}\n"
        _say(rules / "cases", "lice.yaml", case)
        with pytest.raises(RuleBaseInvalid) as caught:
            read_cases(load_rules(rules), rules / "cases", "rules/cases")
        assert findings_text(caught.value.findings) == (
            "error[R023]: the case `lice in wet soil` gives answers that are called impossible\n"
            "  --> rules/cases/lice.yaml:2:13  the answers\n"
            "  --> rules/rulebase.yaml:26:6  called impossible\n"
            "help: change one of the two\n\n"
            "1 error"
        )


def test_one_condition_that_takes_in_everyone_is_named(rules: Path) -> None:
    _call_impossible("impossible:\n  - {troubles: lice}\n  - {any: [{spending: none}, {spending: some}]}\n")
    with pytest.raises(RuleBaseInvalid) as caught:
        load_rules(rules)
    assert findings_text(caught.value.findings) == (
        "error[R023]: every one of the 144 answer combinations is called impossible\n"
        "  --> rules/rulebase.yaml:27:13\n"
        "   |\n"
        "27 |   - {any: [{spending: none}, {spending: some}]}\n"
        "   |             ^^^^^^^^ with this none is left\n"
        "help: narrow it: it names what no one can answer\n\n"
        "1 error"
    )
