"""The public API: its exports, loaded at first use and documented, and the README's example."""

from __future__ import annotations

import ast
import inspect
import json
import pickle
import re
import subprocess
import sys
from pathlib import Path

import pytest

import advisor
from advisor import AdvisorError, AnswersInvalid, Consultation, RuleBase, RuleBaseInvalid, check_answers, load_rules
from tests.conftest import RULES

ROOT = Path(advisor.__file__).parent
ANSWERS = {"troubles": [], "watering": "often", "spending": "some"}


def test_what_is_exported() -> None:
    assert advisor.__all__ == [
        "Advice",
        "AdvisorError",
        "Answers",
        "AnswersInvalid",
        "Consultation",
        "Finding",
        "FindingsError",
        "InferenceFailed",
        "Reason",
        "RuleBase",
        "RuleBaseInvalid",
        "ShownNote",
        "ShownWarning",
        "Suggestion",
        "Unsuggested",
        "__version__",
        "check_answers",
        "load_rules",
    ]
    assert set(advisor.__all__) <= set(dir(advisor))


def test_type_checkers_see_the_exports_where_they_are_loaded_from() -> None:
    typed = {}
    for node in ast.walk(ast.parse((ROOT / "__init__.py").read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("advisor."):
            typed |= {alias.name: node.module for alias in node.names}
    assert typed == {name: f"advisor.{home}" for name, home in advisor._HOMES.items()}
    assert sorted({*typed, "__version__"}) == sorted(advisor.__all__)


def test_nothing_is_loaded_before_it_is_used() -> None:
    code = "import sys, advisor; print([name for name in sys.modules if name.startswith('advisor.')])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_a_name_that_is_not_exported() -> None:
    with pytest.raises(AttributeError, match="module 'advisor' has no attribute 'load_rule'"):
        advisor.load_rule  # noqa: B018
    with pytest.raises(ImportError):
        exec("from advisor import load_rule")


def test_every_export_is_documented_with_its_public_parts() -> None:
    for name in advisor.__all__:
        found = getattr(advisor, name)
        if name == "__version__":
            continue
        assert inspect.getdoc(found), name
        if inspect.isclass(found):
            public = [part for part in vars(found) if not part.startswith("_") and callable(getattr(found, part))]
            assert all(inspect.getdoc(getattr(found, part)) for part in public), name


def test_the_rules_that_came_along_are_the_default() -> None:
    assert load_rules().digest == load_rules(RULES).digest == load_rules(str(RULES)).digest


def test_advice_as_plain_data(plants: RuleBase) -> None:
    advice = Consultation(plants).advise(check_answers(plants, ANSWERS)).to_dict()
    assert json.loads(json.dumps(advice)) == advice
    assert list(advice)[:4] == ["schema", "rulebase", "answers", "unused_answers"]


def test_mistakes_are_advisor_errors_with_findings(plants: RuleBase, tmp_path: Path) -> None:
    with pytest.raises(AnswersInvalid) as wrong:
        check_answers(plants, {**ANSWERS, "watering": "seldum", "trouble": []})
    assert [(one.code, one.about, one.hint) for one in wrong.value.findings] == [
        ("A001", "trouble", "did you mean `troubles`?"),
        ("A002", "watering", "did you mean `seldom`?"),
    ]
    for nowhere in (tmp_path / "nowhere", "", "x" * 5000, __file__, tmp_path):
        with pytest.raises(RuleBaseInvalid):
            load_rules(nowhere)
    assert issubclass(AnswersInvalid, AdvisorError)
    assert issubclass(RuleBaseInvalid, AdvisorError)


@pytest.mark.parametrize("wrong", [None, 3, "troubles", [ANSWERS]])
def test_json_that_is_no_object(plants: RuleBase, wrong: object) -> None:
    with pytest.raises(AnswersInvalid, match="A004: the answers are not a mapping from question to answer"):
        check_answers(plants, wrong)  # type: ignore[arg-type]


def test_what_is_wrong_is_told_so_that_it_can_be_printed(plants: RuleBase) -> None:
    with pytest.raises(AnswersInvalid) as wrong:
        check_answers(plants, {**ANSWERS, "watering": "\ud800\x1b[31m" + "x" * 100_000})
    (found,) = wrong.value.findings
    assert found.message == f"watering has no option `??[31m{'x' * 74}…`"


def test_errors_and_advice_cross_to_another_process(plants: RuleBase) -> None:
    with pytest.raises(AnswersInvalid) as wrong:
        check_answers(plants, {})
    again = pickle.loads(pickle.dumps(wrong.value))
    assert (type(again), again.findings, str(again)) == (AnswersInvalid, wrong.value.findings, str(wrong.value))
    advice = Consultation(plants).advise(check_answers(plants, ANSWERS))
    assert pickle.loads(pickle.dumps(advice)) == advice


def test_the_readme_example_runs_as_printed() -> None:
    readme = (ROOT.parent / "README.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"^```python\n(.*?)^```$", readme, flags=re.S | re.M)
    assert len(example.strip().splitlines()) <= 10
    found = subprocess.run([sys.executable, "-c", example], capture_output=True, text=True, check=True)
    assert "Subcision" in found.stdout
    assert found.stderr == ""


def test_the_api_page_is_made_from_the_docstrings(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "pdoc", "-o", tmp_path, "advisor"], check=True, capture_output=True)
    page = (tmp_path / "advisor.html").read_text(encoding="utf-8")
    for name in advisor.__all__:
        assert f'id="{name}"' in page, name


def test_what_nothing_reported_calls_for_says_what_it_would_be_for(plants: RuleBase) -> None:
    person = {**ANSWERS, "troubles": ["yellow_leaves"], "yellow_spread": "few"}
    advice = Consultation(plants).advise(check_answers(plants, person))
    reasons = {one["treatment"]: one["reasons"] for one in advice.to_dict()["not_applicable"]}
    assert all(len(found) == 1 and found[0]["rule"] == "" for found in reasons.values())
    (rinse,), (cut_tips,) = reasons["rinse"], reasons["cut_tips"]
    assert rinse["text"] == "It would be for Brown tips or Small green animals. Nothing you reported calls for it."
    assert rinse["claims"]
    assert "Brown tips, if A few." in cut_tips["text"]
