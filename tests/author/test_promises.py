"""What is not proved is said: too many answer combinations, no properties, a property that went missing."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from advisor.cli.main import cli
from advisor.diagnostics.errors import RuleBaseInvalid
from tests.conftest import PLANTS

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    shutil.copytree(PLANTS, tmp_path / "rules")
    return tmp_path / "rules"


def _run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(cli, ["rules", *map(str, arguments)], standalone_mode=False)


def test_rules_too_large_to_prove_fail_the_check(rules: Path) -> None:
    options = "{" + ", ".join(f"o{i}: o{i}" for i in range(20)) + "}"
    more = "".join(
        f"- {{question: more{i}, ask: a, why: w, basis: house judgement, default: o1, options: {options}}}\n"
        for i in range(5)
    )
    file = rules / "questionnaire.yaml"
    file.write_text(file.read_text(encoding="utf-8") + more, encoding="utf-8")
    done = _run("check", "--rules", rules)
    assert done.return_value == 1
    assert "error[S021]: nothing is proved, and 9 properties were not looked at" in done.output
    assert "too large to prove: 460800000 answer combinations" in done.output


def test_rules_that_promise_nothing_are_warned_of(rules: Path) -> None:
    (rules / "safety.yaml").write_text("[]\n", encoding="utf-8")
    done = _run("check", "--rules", rules)
    assert done.return_value == 0
    assert "warning[S022]: nothing must hold of these rules: there is no property to prove" in done.output


def test_a_property_that_went_missing_is_told_by_diff(rules: Path) -> None:
    file = rules / "safety.yaml"
    text = file.read_text(encoding="utf-8")
    first = "- property: a-blade-is-clean\n"
    start = text.index(first)
    file.write_text(text[:start] + text[text.index("- property:", start + 5) :], encoding="utf-8")
    done = _run("diff", PLANTS, rules)
    assert "the property `a-blade-is-clean` is gone from safety.yaml" in done.output


def test_a_property_about_no_one_fails(rules: Path) -> None:
    with (rules / "safety.yaml").open("a", encoding="utf-8") as file:
        file.write("- property: nobody\n  never: {suggests: rinse, when: {spending: some, not: {spending: some}}}\n")
        file.write("  claims: [B1]\n")
    done = _run("check", "--rules", rules)
    assert done.return_value == 1
    assert "fails   nobody" in done.output


def test_a_file_with_a_second_ending_is_not_passed_over(rules: Path) -> None:
    (rules / "treatments" / "cream.yaml.txt").write_text("treatment: cream\n", encoding="utf-8")
    done = _run("check", "--rules", rules)
    assert isinstance(done.exception, RuleBaseInvalid)
    assert [finding.code for finding in done.exception.findings] == ["R022"]


@pytest.mark.parametrize(("name", "text"), [("cases/x.yaml", "hello\n"), ("approved.yaml", "- x\n")])
def test_mistakes_in_files_of_other_commands_are_found_by_check_too(rules: Path, name: str, text: str) -> None:
    (rules / name).write_text(text, encoding="utf-8")
    assert isinstance(_run("check", "--rules", rules).exception, RuleBaseInvalid)


def test_a_folder_that_never_was_there_is_not_watched(tmp_path: Path) -> None:
    assert isinstance(_run("watch", "--rules", tmp_path / "nowhere").exception, RuleBaseInvalid)
