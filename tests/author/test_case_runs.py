"""``rules test``: whole reports in every format, the rule responsible, --update, and mistakes in case files."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from advisor.author.casework.case_runs import run_cases
from advisor.cases.cases import open_cases, read_cases
from advisor.cli.rules.test import command
from advisor.diagnostics.errors import AdvisorError, RuleBaseInvalid
from advisor.diagnostics.findings import finding_text
from advisor.loading.loader import load_rules
from tests.conftest import PLANTS as GOOD
from tests.conftest import RULES

PLANTS = Path(__file__).parent.parent / "rulefiles" / "sketch" / "houseplants"
CASES = """\
# people with plants

- case: lice, and money
  answers: {troubles: [lice],
            spending: some}
  expect:
    suggested: [rinse, new_soil]  # both
    order: [[rinse, new_soil]]
    notes: look-often

- case: all of it, no money  # at last
  answers: {troubles: [yellow_leaves, brown_tips, lice], yellow_spread: most, spending: none}
  expect:
    only: [rinse]
    beyond_budget: [new_soil]
    warnings: [rinse-cold-water]
"""


@pytest.fixture
def plants(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(PLANTS, tmp_path / "rules")
    (tmp_path / "rules" / "cases").mkdir()
    monkeypatch.chdir(tmp_path)
    return _write(Path("rules"), CASES)


def _write(root: Path, text: str) -> Path:
    (root / "cases" / "some.yaml").write_text(text)
    return root


def _run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(command, arguments, standalone_mode=False)
    if done.exception:
        raise done.exception
    return done.return_value, done.output


def test_the_shipped_cases_are_met() -> None:
    code, text = _run("--rules", str(RULES))
    assert code == 0 and text.endswith("expectations: all met\n")


def test_what_fails_is_shown_with_its_place_and_the_rules_responsible(plants: Path) -> None:
    assert _run() == (
        1,
        """\
failed: lice, and money
  --> rules/cases/some.yaml:7:16
  - suggested: new_soil
  + new_soil: not_applicable
    new-soil-yellow did not fire (rules/treatments/new_soil.yaml:13:5)
  --> rules/cases/some.yaml:8:13
  - rinse above new_soil
  + rinse: rank 1, new_soil: not_applicable
    rinse-lice fired (rules/treatments/rinse.yaml:12:5)
    new-soil-yellow did not fire (rules/treatments/new_soil.yaml:13:5)

2 cases, 6 expectations: 1 failed (- expected, + got)
""",
    )


def test_only_the_cases_named_are_run(plants: Path) -> None:
    assert _run("ALL OF it") == (0, "1 case, 3 expectations: all met\n")
    with pytest.raises(AdvisorError, match=r"^no case is called `all of them`; did you mean `all of it, no money`\?$"):
        _run("all of them")


def test_no_case_at_all_is_an_error(plants: Path) -> None:
    (plants / "cases" / "some.yaml").unlink()
    with pytest.raises(RuleBaseInvalid) as caught:
        _run()
    assert [finding_text(finding) for finding in caught.value.findings] == [
        "error[R006]: there are no cases in rules/cases\n"
        "help: write example people in a file there, each as `- case: ...` with `answers` and `expect`"
    ]


def test_as_json(plants: Path) -> None:
    code, text = _run("--format", "json")
    told = json.loads(text)
    assert code == 1 and (told["cases"], told["failed"]) == (2, 1)
    assert told["results"][0]["missed"][0] == {
        "expectation": "suggested",
        "expected": "suggested: new_soil",
        "got": "new_soil: not_applicable",
        "place": {"path": "rules/cases/some.yaml", "line": 7, "column": 16},
        "rules": [
            {
                "rule": "new-soil-yellow",
                "did": "did not fire",
                "place": {"path": "rules/treatments/new_soil.yaml", "line": 13, "column": 5},
            },
        ],
    }


def test_as_junit(plants: Path) -> None:
    _write(plants, CASES.replace("lice, and money", 'lice & "money" <some>'))
    code, text = _run("--format", "junit")
    root = ElementTree.fromstring(text.encode())
    suite = root[0]
    counts = {"tests": "2", "failures": "1"}
    assert code == 1 and root.attrib == counts
    assert suite.attrib == {"name": "rules/cases/some.yaml", **counts, "errors": "0", "skipped": "0"}
    assert [case.get("name") for case in suite] == ['lice & "money" <some>', "all of it, no money"]
    failure = suite[0][0]
    assert (failure.get("message") or "").startswith("expected suggested: new_soil; got new_soil: not_applicable; ")
    assert len(suite[1]) == 0


def test_as_annotations_for_github(plants: Path) -> None:
    code, text = _run("--format", "github")
    assert code == 1 and text.splitlines()[0] == (
        "::error file=rules/cases/some.yaml,line=7,col=16,title=lice%2C and money::"
        "expected suggested: new_soil; got new_soil: not_applicable%0A"
        "new-soil-yellow did not fire (rules/treatments/new_soil.yaml:13:5)"
    )


def test_update_rewrites_what_is_wrong_and_nothing_else(plants: Path) -> None:
    code, text = _run("--update")
    assert code == 0 and text.replace("\n \n", "\n\n") == (
        """\
--- rules/cases/some.yaml	as it was
+++ rules/cases/some.yaml	as rewritten
@@ -4,9 +4,9 @@
   answers: {troubles: [lice],
             spending: some}
   expect:
-    suggested: [rinse, new_soil]  # both
-    order: [[rinse, new_soil]]
+    suggested: [rinse]            # both
     notes: look-often
+    not_applicable: [new_soil]

 - case: all of it, no money  # at last
   answers: {troubles: [yellow_leaves, brown_tips, lice], yellow_spread: most, spending: none}

1 case file was rewritten. Read the difference: is the new advice what these people must get?
"""
    )
    assert _run()[0] == 0
    assert _run("--update") == (0, "Every expectation is met; nothing was rewritten.\n")


EVERY = """\
- case: every sort of mistake
  answers: {troubles: [yellow_leaves, lice], yellow_spread: most, spending: some}
  expect:
    only: []
    order: [[new_soil, rinse]]
    plans: {lice: [new_soil], yellow_leaves: [new_soil]}
    ranks:
      overall: {rinse: 2}
      lice: {new_soil: 1}
    grades:
      yellow_leaves: {new_soil: named_for}
    reasons: {new_soil: [new-soil-yellow], rinse: [rinse-lice]}
    no_warnings: rinse-cold-water
    # who is stressed
    no_stressed: [rinse-cold-water]
    no_notes: [wash-the-pot]
    no_urgent: [look-often]
"""


def test_update_sets_every_sort_of_expectation_right(plants: Path) -> None:
    _write(plants, EVERY)
    assert "1 case, 13 expectations: 1 failed" in _run()[1]
    _run("--update")
    assert (plants / "cases" / "some.yaml").read_text() == (
        """\
- case: every sort of mistake
  answers: {troubles: [yellow_leaves, lice], yellow_spread: most, spending: some}
  expect:
    only: [new_soil, rinse]
    order: [[rinse, new_soil]]
    plans: {yellow_leaves: [new_soil]}
    ranks:
      overall: {rinse: 1}
    grades:
      yellow_leaves: {new_soil: may_help}
    reasons: {new_soil: [new-soil-lice, new-soil-yellow], rinse: [rinse-lice]}
    warnings: [rinse-cold-water]
    stressed: [rinse-cold-water]
    notes: [wash-the-pot]
    urgent: [look-often]
    # who is stressed
"""
    )
    assert _run()[0] == 0


def test_update_refuses_a_case_that_does_not_stand_on_lines_of_its_own(plants: Path) -> None:
    _write(plants, "[{case: one, answers: {troubles: [lice]},\n  expect: {only: []}}]\n")
    with pytest.raises(AdvisorError) as caught:
        _run("--update")
    assert str(caught.value) == (
        "the case `one` cannot be rewritten where it stands; begin it, and its `expect`, on lines of their own "
        "(rules/cases/some.yaml:1:3)"
    )


def test_update_leaves_other_rule_bases_met(tmp_path: Path) -> None:
    """Whatever a change of the rules makes fail, the rewritten cases are met."""
    root = tmp_path / "rules"
    shutil.copytree(GOOD, root)
    path = root / "derivations.yaml"
    path.write_text(path.read_text().replace("watering: often", "watering: [often, not_sure]"))
    assert _run("--rules", str(root))[0] == 1
    _run("--rules", str(root), "--update")
    rulebase = load_rules(root)
    report = run_cases(rulebase, open_cases(rulebase, root))
    assert len(report.results) == len(open_cases(load_rules(GOOD), GOOD)) and not report.failed


MISTAKES = {
    "{}": "error[R004]: `expect` is a mapping",
    "{suggested: []}": "error[R004]: `suggested` names something",
    "{order: [rinse, new_soil]}": "error[R004]: `order` is a list of pairs",
    "{order: []}": "error[R004]: `order` is a list of pairs",
    "{order: rinse}": "error[R004]: `order` is a list of pairs",
    "{order: [[rinse]]}": "error[R004]: `order` is a list of pairs",
    "{plans: [rinse]}": "error[R004]: `plans` is a mapping",
    "{plans: {lice: []}}": "error[R004]: `plans` names something",
    "{plans: {mice: [rinse]}}": "error[R013]: nothing called `mice` can stand under `plans`",
    "{ranks: {lice: [rinse]}}": "error[R004]: `ranks` has a mapping for each lice",
    "{ranks: {overall: {rinse: best}}}": "error[R020]: a rank cannot be `best`",
    "{ranks: {overall: {rinse: [1]}}}": "error[R004]: `ranks` has one word here",
    "{grades: {lice: {rinse: good}}}": "error[R013]: nothing called `good` can stand under `grades`",
    "{reasons: {rinse: [new-soil-lice]}}": "error[R013]: nothing called `new-soil-lice` can stand under `reasons`",
    "{reasons: {rins: [rinse-lice]}}": "error[R013]: nothing called `rins` can stand under `reasons`",
    "{sugested: [rinse]}": "error[R005]: no advice can be expected to have `sugested`",
    "{suggested: [rinse, rinse]}": "error[R008]: `rinse` stands twice in `suggested`",
}


@pytest.mark.parametrize("expect", MISTAKES)
def test_an_expectation_that_could_never_fail_or_be_met_is_a_finding(plants: Path, expect: str) -> None:
    _write(plants, f"- case: one\n  answers: {{troubles: [lice]}}\n  expect: {expect}\n")
    with pytest.raises(RuleBaseInvalid) as caught:
        _run()
    assert [finding_text(finding).splitlines()[0] for finding in caught.value.findings] == [MISTAKES[expect]]


def test_mistakes_are_all_reported_at_once_with_their_places(plants: Path) -> None:
    _write(plants, "- case: one\n  expect: {only: [rinsse]}\n- 3\n" + CASES + CASES)
    with pytest.raises(RuleBaseInvalid) as caught:
        read_cases(load_rules(plants), plants / "cases", "rules/cases")
    said = [finding_text(finding).splitlines()[:2] for finding in caught.value.findings]
    assert said == [
        ["error[R006]: the case `one` has no `answers`", "  --> rules/cases/some.yaml:1:3"],
        ["error[R013]: nothing called `rinsse` can stand under `only`", "  --> rules/cases/some.yaml:2:19"],
        ["error[R004]: a case is a mapping", "  --> rules/cases/some.yaml:3:3"],
        ["error[R008]: there are two cases called `lice, and money`", "  --> rules/cases/some.yaml:22:3  the second"],
        [
            "error[R008]: there are two cases called `all of it, no money`",
            "  --> rules/cases/some.yaml:30:3  the second",
        ],
    ]
