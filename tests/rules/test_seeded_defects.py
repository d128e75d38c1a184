"""Realistic mistakes, planted one at a time in the shipped rules: each is noticed by what must notice it."""

from __future__ import annotations

import re
import shutil
from functools import cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml

from advisor.author.checking.runner import run_checks
from advisor.author.proving.subject import open_subject
from advisor.cases.cases import read_cases
from advisor.cases.expectations import judge_expectations
from advisor.cases.observed import observed_by
from advisor.diagnostics.errors import FindingsError
from advisor.engine.consultation import Consultation
from tests.conftest import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.model.rulebase import RuleBase

DEFECTS: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "seeded" / "defects.yaml").read_text(encoding="utf-8")
)


def plant(rules: Path, defect: dict[str, Any]) -> None:
    path = rules / defect["file"]
    text = path.read_text(encoding="utf-8")
    if "delete" in defect:
        entry = re.compile(rf"^( *)- \w+: {defect['delete']}\n(?:\1  .*\n|\n)*", re.MULTILINE)
        assert len(entry.findall(text)) == 1
        # a key whose only entry went would hold nothing
        changed = re.sub(r"^\w+:\n(?=\w|\Z)", "", entry.sub("", text), flags=re.MULTILINE)
    else:
        assert text.count(defect["find"]) == 1, "what is changed has to stand once"
        changed = text.replace(defect["find"], defect["replace"])
    path.write_text(changed, encoding="utf-8")


def noticed(rules: Path) -> dict[str, set[str]]:
    """Everything that the loader, the checks and the properties have to say, and the first case that fails."""
    try:
        subject = open_subject(rules)
    except FindingsError as error:
        return {"loader": {finding.code for finding in error.findings}}
    report = run_checks(subject)
    return {
        "check": {f"{finding.code} {finding.about}" for finding in report.findings},
        "properties": {verdict.property.id for verdict in report.verdicts if verdict.fails},
        "cases": set(islice(failing(subject.rulebase, rules), 1)),
    }


def failing(rulebase: RuleBase, rules: Path) -> Iterator[str]:
    try:
        cases = read_cases(rulebase, rules / "cases", "rules/cases")
    except FindingsError as error:
        yield str(error)
        return
    consultation = Consultation(rulebase)
    for case in cases:
        if any(judge_expectations(case.expects, observed_by(consultation.advise(case.answers)))):
            yield case.name


@cache
def without_defect() -> dict[str, set[str]]:
    return noticed(RULES)


def test_there_are_thirty() -> None:
    assert len({defect["defect"] for defect in DEFECTS}) == len(DEFECTS) >= 30


def test_without_a_defect_every_property_and_case_holds() -> None:
    found = without_defect()
    assert not found["properties"] and not found["cases"]


@pytest.mark.parametrize("defect", DEFECTS, ids=lambda defect: defect["defect"].replace(" ", "-"))
def test_a_defect_is_noticed(defect: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(RULES, tmp_path / "rules")
    monkeypatch.chdir(tmp_path)
    plant(Path("rules"), defect)
    found = noticed(Path("rules"))
    new = {by: told - without_defect().get(by, set()) for by, told in found.items()}
    assert defect["caught"], "it says by what it must be noticed"
    for by, expected in defect["caught"].items():
        assert new.get(by), f"{by} notices nothing: {new}"
        if by != "cases":
            assert set(expected) <= new[by], f"{by}: {new}"
