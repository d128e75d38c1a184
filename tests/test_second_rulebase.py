"""House plants through every surface, as people and rule authors meet them: nothing in Python knows of one field.

Everything that is printed goes through ``own_words``, which finds words of the shipped rule base's field.
"""

from __future__ import annotations

import io
import json
import re
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from advisor.cli.main import cli
from advisor.engine.identification import propose
from advisor.loading.loader import load_rules
from advisor.terminal import session as terminal
from advisor.terminal.dialogue import Screen
from advisor.terminal.plain_prompts import Plain
from advisor.terminal.prompts import Prompts
from tests.agreement import disagreement
from tests.keys import DOWN, ENTER, UP, described, person, pressed, typed

if TYPE_CHECKING:
    from advisor.model.rulebase import RuleBase

PLANTS = Path(__file__).parent / "rulefiles" / "good" / "houseplants"
ELSEWHERE = re.compile(r"(?<![a-z])(?:scar\w*|skin\w*|acne|pimple\w*)", re.IGNORECASE)
OF_THE_LANGUAGE = re.compile(r"breaks[_ ]skin")  # a key of treatment files, whatever they are about
PERSON: dict[str, str | list[str]] = {
    "troubles": ["yellow_leaves", "brown_tips"],
    "yellow_spread": "most",
    "brown_spread": "few",
    "watering": "often",
    "spending": "none",
}


def own_words(text: str) -> str:
    """The same text, which says nothing of another field."""
    assert text
    assert ELSEWHERE.findall(OF_THE_LANGUAGE.sub("", text)) == []
    return text


def run(*arguments: str | Path, code: int = 0) -> str:
    """What a command prints, on both streams."""
    done = CliRunner().invoke(cli, [str(argument) for argument in arguments], standalone_mode=False)
    if done.exception:
        raise done.exception
    assert (done.return_value or 0) == code, done.output
    return own_words(done.output)


@pytest.fixture(scope="module")
def plants() -> RuleBase:
    return load_rules(PLANTS)


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy that may be written to, called `rules` from where the test runs."""
    shutil.copytree(PLANTS, tmp_path / "rules")
    monkeypatch.chdir(tmp_path)
    return Path("rules")


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    path = tmp_path / "answers.json"
    path.write_text(json.dumps(PERSON), encoding="utf-8")
    return path


def test_words_of_another_field_would_be_found() -> None:
    for text in ("Your scars", "scar_types", "Acne", "oily skin", "a new pimple forms"):
        with pytest.raises(AssertionError):
            own_words(text)


def test_the_two_engines_agree_on_every_profile(plants: RuleBase) -> None:
    assert disagreement(plants) == ""


class TestAdvice:
    def test_as_text(self, answers: Path) -> None:
        said = run("advise", "--rules", PLANTS, "--answers", answers)
        assert said.startswith("Please read first: Look at your plants often.\n")
        assert "  3. Cutting off the tips\n     Cut the brown tips off with a clean blade. [source: B6]\n" in said
        assert "     For Brown tips: may help\n" in said
        assert "     It would need: It takes some money.\n" in said
        assert "Plants differ. Ask at a garden shop." in said

    def test_as_json_with_its_own_word_for_a_kind(self, answers: Path) -> None:
        told = json.loads(run("advise", "--rules", PLANTS, "--answers", answers, "--format", "json"))
        assert told["answers"] == PERSON
        assert {one["treatment"]: one["for"] for one in told["suggestions"]}["damp_tray"] == [
            {"trouble": "brown_tips", "grade": "named_for", "basis": "source", "score": 30}
        ]
        assert told["plans"] == {"yellow_leaves": ["less_water"], "brown_tips": ["damp_tray", "rinse", "cut_tips"]}
        assert [(one["treatment"], one["would_need"]) for one in told["beyond_budget"]] == [
            ("new_soil", {"question": "spending", "option": "some", "text": "It takes some money."})
        ]
        assert [one["id"] for one in told["urgent"]] == ["look-often"]

    def test_the_questions(self) -> None:
        said = run("questions", "--rules", PLANTS)
        assert "yellow_spread: How many leaves are yellow?\n  one of these\n  asked when troubles: yellow" in said
        told = json.loads(run("questions", "--rules", PLANTS, "--format", "json"))
        assert [one["question"] for one in told["questions"]] == list(PERSON)


class TestTerminal:
    def lead(self, plants: RuleBase, *keys: str) -> int:
        with pressed(*keys):
            return terminal.consult(plants, Prompts(Screen()))

    def test_by_keys_with_the_reason_of_a_question(self, plants: RuleBase, capsys: pytest.CaptureFixture[str]) -> None:
        first, *rest = person(plants, PERSON)
        code = self.lead(plants, first, "?", *rest, ENTER, DOWN, ENTER, UP, ENTER)
        said = re.sub(r"\s+", " ", own_words(capsys.readouterr().out))
        assert code == 0
        assert said.startswith("House plant advisor For people who would like their plants to live.")
        assert "Why this is asked: One yellow leaf is no trouble. What you answer here can still change where" in said
        assert "Yellow spread: Most of them" in said
        assert "Yellow leaves 1. Less water: named for this; no warning named by the source" in said

    @pytest.mark.parametrize(
        ("line", "shows"),
        [
            (0, "A tray with wet stones: suggested"),
            (1, "New soil: beyond the budget"),
            (2, "Question 1, "),
            (3, "- Little work: Speaks for it. Less is done than before. [our judgement]"),
            (4, "Side by side: Leaving the plant as it is and "),
            (5, "Saved as advice.txt."),
        ],
        ids=["why", "why not", "change", "matters: marks", "compare: marks", "save"],
    )
    def test_each_line_of_the_menu(
        self,
        plants: RuleBase,
        rules: Path,
        capsys: pytest.CaptureFixture[str],
        request: pytest.FixtureRequest,
        line: int,
        shows: str,
    ) -> None:
        """That line, and then the first line of whatever follows; where lines are marked, the first two."""
        assert rules.is_dir()  # and the saved file lies beside it
        keys = (" ", DOWN, " ", ENTER, UP, ENTER) if "marks" in request.node.name else (ENTER, ENTER)
        self.lead(plants, *person(plants, PERSON), ENTER, DOWN, ENTER, DOWN * line, ENTER, *keys)
        said = own_words(capsys.readouterr().out).partition("Your advice in short")[2]
        assert shows in re.sub(r"\s+", " ", said)

    def test_who_does_not_know_is_led_to_a_kind(self, plants: RuleBase, capsys: pytest.CaptureFixture[str]) -> None:
        keys = described(plants, lambda proposed: proposed == {"lice"})
        self.lead(plants, UP, UP, ENTER, *keys, ENTER, ENTER, ENTER, "r")
        said = re.sub(r"\s+", " ", own_words(capsys.readouterr().out))
        assert "What you describe fits Small green animals." in said
        assert "Troubles: Small green animals" in said

    def test_who_cannot_be_led_to_one_is_told_so(self, plants: RuleBase, capsys: pytest.CaptureFixture[str]) -> None:
        keys = described(plants, lambda proposed: not proposed)
        assert self.lead(plants, UP, UP, ENTER, *keys, UP, ENTER) == 0
        assert "We could not tell." in own_words(capsys.readouterr().out)

    def test_by_typed_numbers(
        self, plants: RuleBase, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        lines = [*person(plants, PERSON, typed), "1\n"]
        monkeypatch.setattr(sys, "stdin", io.StringIO("".join(["why\n", *lines])))
        assert terminal.consult(plants, Plain()) == 130  # the lines run out in the menu
        said = own_words(capsys.readouterr().out)
        assert "Why this is asked: Each trouble has its own cure." in said
        assert "1. A tray with wet stones" in said

    def test_what_is_seen_can_point_to_two_kinds(self, plants: RuleBase) -> None:
        seen = {"leaf_colour": frozenset({"yellow"}), "animals": frozenset({"yes"})}
        assert propose(plants, seen) == {"yellow_leaves", "lice"}


class TestAuthor:
    def test_check_finds_nothing_and_proves_each_form_of_property(self) -> None:
        said = run("rules", "check", "--rules", PLANTS)
        assert "holds   less water above new soil                   proved for all 144 answer combinations\n" in said
        assert said.endswith("\n0 errors, 0 warnings, 9 properties proved\n")

    def test_test(self) -> None:
        assert run("rules", "test", "--rules", PLANTS) == "18 cases, 80 expectations: all met\n"

    def test_coverage(self) -> None:
        said = run("rules", "coverage", "--rules", PLANTS)
        assert said.startswith("Rules, warnings and notes: 27 of 27 (100 %) fired by some case\n")
        assert "  144 of 144 (100 %): everything that fires for them is fired by some case\n" in said

    def test_mutate_leaves_no_survivor(self) -> None:
        said = run("rules", "mutate", "--rules", PLANTS)
        assert "survived:" not in said
        assert said.endswith("Judged by 18 cases.\n")

    def test_explain(self, answers: Path) -> None:
        said = run("rules", "explain", "--rules", PLANTS, "--answers", answers, "new_soil")
        assert said.startswith("New soil (new_soil): beyond the budget\n")
        assert "  1 answer changed: spending some -> suggested\n" in said

    def test_diff(self, rules: Path) -> None:
        path = rules / "treatments" / "less_water.yaml"
        text = path.read_text(encoding="utf-8")
        path.write_text(text[: text.index("rules_out:")], encoding="utf-8")
        said = run("rules", "diff", PLANTS, rules)
        assert "changes Less water: not recommended -> not called for\n  for 36 answer combinations, 25.0 % of" in said
        assert run("rules", "diff", PLANTS, rules, "--format", "markdown")
        assert run("rules", "diff", PLANTS, PLANTS).startswith("proved: nothing changes in what is suggested")

    def test_every_code_is_explained(self) -> None:
        from advisor.author.checking.code_explanations import code_explanations

        for code in code_explanations():
            assert run("rules", "explain-code", code).startswith(code)

    def test_fmt(self) -> None:
        assert run("rules", "fmt", "--check", "--rules", PLANTS) == "15 files looked at; nothing to change\n"

    def test_schema(self, rules: Path) -> None:
        assert run("rules", "schema", "--rules", rules)
        schemas = {path.name: path.read_text(encoding="utf-8") for path in (rules / ".schema").glob("*.json")}
        assert '"yellow_leaves"' in schemas["case.json"]
        assert own_words("".join(schemas.values())).count('"trouble": {') > 0

    def test_docs(self) -> None:
        said = run("rules", "docs", "--rules", PLANTS, "--format", "markdown")
        assert "- If a trouble is yellow leaves and its spread is Most of them or Not sure, New soil fits it" in said
        assert run("rules", "docs", "--rules", PLANTS).startswith("<!DOCTYPE html>")

    def test_new_treatment(self, rules: Path) -> None:
        before = set(rules.rglob("*.yaml"))
        run("rules", "new", "treatment", "fresh_air", "--rules", rules)
        (added,) = set(rules.rglob("*.yaml")) - before
        assert "treatment: fresh_air" in own_words(added.read_text(encoding="utf-8"))
        assert "trouble: " in added.read_text(encoding="utf-8")

    def test_watch(self, rules: Path) -> None:
        assert run("rules", "watch", "--once", "--rules", rules) == (
            "check   0 errors, 0 warnings; 9 properties proved for all 144 answer combinations\n"
            "test    18 cases: all met\n\n"
        )

    def test_mistakes_are_told_in_its_own_words(self, rules: Path, answers: Path) -> None:
        from advisor.diagnostics.errors import AnswersInvalid, RuleBaseInvalid
        from advisor.diagnostics.findings import findings_text

        answers.write_text("{troubles: [mice], spending: none, leaves: many}", encoding="utf-8")
        with pytest.raises(AnswersInvalid) as wrong:
            run("advise", "--rules", rules, "--answers", answers)
        assert "troubles has no option `mice`" in own_words(findings_text(wrong.value.findings))
        path = rules / "treatments" / "rinse.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace("trouble: lice", "scab: lice"), encoding="utf-8")
        with pytest.raises(RuleBaseInvalid) as broken:
            run("rules", "check", "--rules", rules)
        assert "the fit `rinse-lice` says for no trouble that it fits" in own_words(
            findings_text(broken.value.findings)
        )
