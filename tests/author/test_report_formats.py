"""The report of `advisor rules check` in its four formats."""

from __future__ import annotations

import json
import shutil
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from advisor.author.checking.code_explanations import code_explanations
from advisor.author.checking.runner import CHECKS, CheckReport
from advisor.author.proving.properties import prove
from advisor.author.proving.subject import open_subject
from advisor.author.reports.findings_report import report_github, report_json, report_junit, report_text
from advisor.cli.main import cli
from advisor.diagnostics.findings import Finding
from advisor.diagnostics.source import Position, SourceText

if TYPE_CHECKING:
    from advisor.author.proving.proof import Proof

GOOD = Path(__file__).parent.parent / "rulefiles" / "good" / "houseplants"
SAFETY = """\
- property: new-soil-is-never-free
  never: {suggests: new_soil, when: {spending: none}}
  basis: house judgement
- property: rinsing-says-cold-water
  always: {offers: rinse, warns: rinse-cold-water}
  basis: house judgement
"""
SOURCE = SourceText.of("rules/a,b.yaml", "- rule: one\n  because: 100 %, or: so\n")
FINDINGS = (
    Finding(
        code="S012",
        severity="warning",
        message="hard <to> read: 100 %, or so\nand more",
        position=Position(SOURCE, 2, 3, 7),
        label="two\x1b words",
        hint="cut it",
        example="a, b",
        about="one",
    ),
    Finding(code="S001", severity="error", message="nothing is told", path="rules", hint="tell it"),
)


@pytest.fixture
def rules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(GOOD, tmp_path / "rules")
    (tmp_path / "rules" / "safety.yaml").write_text(SAFETY, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return Path("rules")


@pytest.fixture
def proved(rules: Path) -> tuple[CheckReport, Proof]:
    subject = open_subject(rules)
    assert subject.proof
    verdicts = prove(subject.proof, subject.properties)
    return CheckReport(FINDINGS, verdicts, subject.proof.every, ""), subject.proof


def too_large() -> CheckReport:
    return CheckReport((), (), 0, "too large to prove: 10 answer combinations, and the limit is 9")


def test_text(proved: tuple[CheckReport, Proof]) -> None:
    report, proof = proved
    every, fails = report.every, report.verdicts[1].fails.bit_count()
    assert 0 < fails < every
    assert report_text(report, proof) == (
        "warning[S012]: hard <to> read: 100 %, or so\nand more\n"
        "  --> rules/a,b.yaml:2:3\n"
        "  |\n"
        "2 |   because: 100 %, or: so\n"
        "  |   ^^^^^^^ two\x1b words\n"
        "example: a, b\n"
        "help: cut it\n"
        "\n"
        "error[S001]: nothing is told\n"
        "  --> rules\n"
        "help: tell it\n"
        "\n"
        f"holds   new soil is never free    proved for all {every} answer combinations\n"
        f"fails   rinsing says cold water   {fails} answer combinations; the first: "
        f"{proof.example(report.verdicts[1].fails)}\n"
        "\n"
        "1 error, 1 warning, 1 of 2 properties fail\n"
    )


def test_text_of_what_is_too_large_never_says_proved() -> None:
    assert report_text(too_large()) == (
        "Nothing was proved: too large to prove: 10 answer combinations, and the limit is 9.\n\n0 errors, 0 warnings\n"
    )


def test_text_of_a_property_that_concerns_no_one(rules: Path) -> None:
    (rules / "safety.yaml").write_text(SAFETY.replace("spending: none", "all: [{spending: none}, {spending: some}]"))
    subject = open_subject(rules)
    assert subject.proof
    report = CheckReport((), prove(subject.proof, subject.properties)[:1], subject.proof.every, "")
    first = report_text(report, subject.proof).splitlines()[0]
    assert first == f"fails   new soil is never free   it concerns none of the {report.every} answer combinations"


def test_json(proved: tuple[CheckReport, Proof]) -> None:
    report, proof = proved
    data = json.loads(report_json(report, proof))
    assert data["counts"] == {"errors": 1, "warnings": 1, "hold": 1, "fail": 1}
    assert data["combinations"] == report.every
    assert [finding["code"] for finding in data["findings"]] == ["S012", "S001"]
    assert data["findings"][0]["place"] == {"path": "rules/a,b.yaml", "line": 2, "column": 3}
    holds, fails = data["properties"]
    assert (holds["property"], holds["holds"], holds["fails"], holds["example"]) == (
        "new-soil-is-never-free",
        True,
        0,
        "",
    )
    assert fails["fails"] == report.verdicts[1].fails.bit_count()
    assert fails["example"] == proof.example(report.verdicts[1].fails)
    assert fails["place"] == {"path": "rules/safety.yaml", "line": 4, "column": 3}
    large = json.loads(report_json(too_large()))
    assert (large["combinations"], large["properties"]) == (None, [])
    assert large["not_proved"].startswith("too large to prove")


def test_github(proved: tuple[CheckReport, Proof]) -> None:
    report, proof = proved
    fails = report.verdicts[1].fails
    assert report_github(report, proof).splitlines() == [
        "::warning file=rules/a%2Cb.yaml,line=2,col=3,endColumn=10,title=S012"
        "::hard <to> read: 100 %25, or so%0Aand more%0Aexample: a, b%0Ahelp: cut it",
        "::error file=rules,title=S001::nothing is told%0Ahelp: tell it",
        "::error file=rules/safety.yaml,line=4,col=3,title=property"
        f"::rinsing says cold water: does not hold for {fails.bit_count()} answer combinations; "
        f"the first: {proof.example(fails)}",
        "1 error, 1 warning, 1 of 2 properties fail",
    ]
    about = Finding(code="S003", severity="error", message="it fails", about="rinsing-says-cold-water")
    told = report_github(CheckReport((about,), report.verdicts, report.every, ""), proof)
    assert told.splitlines()[0] == "::error title=S003::it fails"
    assert len(told.splitlines()) == 2
    assert "::warning title=nothing was proved::too large" in report_github(too_large())


def test_junit_is_xml_with_a_case_for_each_check_and_property(proved: tuple[CheckReport, Proof]) -> None:
    report, proof = proved
    titles = {check.CODE: code_explanations()[check.CODE].title for check in CHECKS}
    root = ElementTree.fromstring(report_junit(report, titles, proof).encode())
    checks, properties = root.findall("testsuite")
    names = [case.get("name") for case in checks]
    assert names == [f"{code} {title}" for code, title in titles.items()]
    assert [case.get("name") for case in properties] == ["new soil is never free", "rinsing says cold water"]
    assert (checks.get("tests"), checks.get("failures")) == (str(len(titles)), "1")
    assert (properties.get("tests"), properties.get("failures")) == ("2", "1")
    failed = {case.get("name", "")[:4] for case in root.iter("testcase") if case.find("failure") is not None}
    assert failed == {"S001", "rins"}
    hard = next(case for case in checks if case.get("name", "").startswith("S012"))
    said = hard.findtext("system-out")
    assert said and "hard <to> read" in said and "two? words" in said
    unknown = CheckReport((Finding(code="S018", severity="error", message="x"),), (), 1, "")
    (suite,) = ElementTree.fromstring(report_junit(unknown, {}).encode())
    assert [case.get("name") for case in suite] == ["S018"]
    skipped = ElementTree.fromstring(report_junit(too_large(), titles).encode())
    assert [case.find("skipped") is not None for case in skipped.findall("testsuite")[1]] == [True]


@pytest.mark.parametrize("form", ["text", "json", "github", "junit"])
def test_the_command_writes_each_format(rules: Path, form: str) -> None:
    result = CliRunner().invoke(
        cli, ["rules", "check", "--format", form], catch_exceptions=False, standalone_mode=False
    )
    assert result.return_value == 1
    begins = {"text": ("warning[", "error["), "json": "{\n", "github": "::", "junit": "<?xml"}[form]
    assert result.output.startswith(begins)
