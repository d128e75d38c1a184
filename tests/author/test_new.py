"""A rule base and a treatment file to begin with: they load, nothing is overwritten, and it is said what is left."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from advisor.author.casework.case_runs import run_cases
from advisor.author.checking.runner import run_checks
from advisor.author.checks.placeholder_texts import PLACEHOLDER, find
from advisor.author.editing.entry_schema import FILES
from advisor.author.editing.formatter import format_files, rule_files
from advisor.author.editing.json_schema import FOLDER, schema_files, with_lines
from advisor.author.editing.scaffold import new_rule_base, new_treatment
from advisor.author.proving.subject import open_subject
from advisor.cases.cases import open_cases
from advisor.cli.rules.new import command
from advisor.diagnostics.errors import RuleBaseInvalid, UsageError
from advisor.diagnostics.findings import finding_text
from advisor.loading.loader import load_rules
from tests.conftest import RULES

HOUSEPLANTS = Path(__file__).parent.parent / "rulefiles" / "good" / "houseplants"


@pytest.fixture
def begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    new_rule_base(Path("tyres"))
    return Path("tyres")


def test_a_new_rule_base_has_nothing_wrong(begun: Path) -> None:
    report = run_checks(open_subject(begun))
    assert report.findings == ()
    assert len(report.verdicts) == 5
    assert [verdict for verdict in report.verdicts if verdict.fails or not verdict.concerns] == []


def test_its_cases_are_met(begun: Path) -> None:
    rulebase = load_rules(begun)
    report = run_cases(rulebase, open_cases(rulebase, begun))
    assert len(report.results) == 7
    assert report.failed == ()


def test_it_has_every_sort_of_file_in_one_style_with_its_schema(begun: Path) -> None:
    files = rule_files(begun)
    sorts = {path.parent.name if path.parent != begun else path.name for path in files}
    assert sorts == set(FILES) - {"ignores.yaml", "approved.yaml", "deciding.yaml", "pictures.yaml"}
    assert [one.path for one in format_files(files, begun) if one.changed or one.refused] == []
    assert [one.path for one in with_lines(begun, begun / FOLDER) if one.changed] == []
    assert {path.name for path in (begun / FOLDER).iterdir()} == set(schema_files(load_rules(begun)))


def test_it_is_of_another_field() -> None:
    templates = Path(new_rule_base.__code__.co_filename).parent / "templates"
    text = " ".join(path.read_text(encoding="utf-8").lower() for path in templates.rglob("*.*"))
    assert "scar" not in text


@pytest.mark.parametrize("make", ["file", "folder"])
def test_nothing_is_overwritten(tmp_path: Path, make: str) -> None:
    target = tmp_path / "there"
    if make == "file":
        target.write_text("mine")
    else:
        target.mkdir()
        (target / "notes.yaml").write_text("mine")
    with pytest.raises(
        UsageError, match=r"there is (a file; name|not empty, and nothing is overwritten; name) a folder"
    ):
        new_rule_base(target)
    assert (target if make == "file" else target / "notes.yaml").read_text() == "mine"
    assert len(list(tmp_path.rglob("*"))) == (1 if make == "file" else 2)


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    new_rule_base(tmp_path)
    assert load_rules(tmp_path).name == "Bicycle tyre advisor"


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(RuleBaseInvalid, match=r"cannot write .*: Not a directory"):
        new_rule_base(tmp_path / "file" / "rules")


def test_a_new_treatment_loads_and_check_says_what_is_left(begun: Path) -> None:
    before = load_rules(begun)
    path = new_treatment(begun, "wide_tyre")
    assert path == begun / "treatments" / "wide_tyre.yaml"
    after = load_rules(begun)
    assert [one for one in after.treatments if one.id != "wide_tyre"] == list(before.treatments)
    assert after.treatment_by_id["wide_tyre"].name == "Wide tyre"
    found = run_checks(open_subject(begun)).findings
    assert [finding.message for finding in found] == [
        "wide_tyre is suggested for none of 60 answer combinations",
        "`what` of `wide_tyre` is still to be written",
        "`how_well` of `wide_tyre` is still to be written",
        "`recovery` of `wide_tyre` is still to be written",
        "`unsaid` of `wide_tyre` is still to be written",
        "`questions` of `wide_tyre` are still to be written",
    ]
    assert finding_text(found[1]) == (
        "error[S019]: `what` of `wide_tyre` is still to be written\n"
        "  --> tyres/treatments/wide_tyre.yaml:8:1\n"
        "  |\n"
        '8 | what: "To be written: what is done, in a few plain sentences."\n'
        "  | ^^^^ a patient would be shown this\n"
        f"help: put your own words in the place of `{PLACEHOLDER} ...`"
    )


@pytest.mark.parametrize("root", [RULES, HOUSEPLANTS])
def test_its_commented_rules_load_in_any_rule_base_once_the_marks_are_gone(tmp_path: Path, root: Path) -> None:
    shutil.copytree(root, tmp_path / "rules")
    path = new_treatment(tmp_path / "rules", "brand_new")
    lines = path.read_text(encoding="utf-8").splitlines()
    starts = ("#   ", *(f"# {key}:" for key in ("fits", "rules_out", "adjusts", "warnings")))
    path.write_text("\n".join(line[2:] if line.startswith(starts) else line for line in lines))
    one = load_rules(tmp_path / "rules").treatment_by_id["brand_new"]
    assert [len(rules) for rules in (one.fits, one.rules_out, one.adjusts, one.warnings)] == [1, 1, 1, 1]


def test_what_is_written_is_no_longer_pointed_at(begun: Path) -> None:
    path = new_treatment(begun, "wide_tyre")
    path.write_text(path.read_text(encoding="utf-8").replace(PLACEHOLDER, "It is"), encoding="utf-8")
    assert list(find(open_subject(begun))) == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Wide", "a treatment cannot be called `Wide`: write small letters, digits and single `_`, a letter first"),
        (
            "../wide",
            "a treatment cannot be called `../wide`: write small letters, digits and single `_`, a letter first",
        ),
        (
            "smooth_tyre",
            "there is a treatment `smooth_tyre` already, and nothing is overwritten; choose another name",
        ),
    ],
)
def test_names_that_cannot_be(begun: Path, name: str, said: str) -> None:
    before = sorted(begun.rglob("*"))
    with pytest.raises(UsageError) as caught:
        new_treatment(begun, name)
    assert str(caught.value) == said
    assert sorted(begun.rglob("*")) == before


def _run(*arguments: str) -> str:
    done = CliRunner().invoke(command, list(arguments), standalone_mode=False)
    if done.exception:
        raise done.exception
    return done.output


def test_the_command_says_what_to_do_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said = _run("mine").splitlines()
    assert said[0] == "written  mine/cases/rides.yaml"
    assert said[-4:] == [
        "Next: read rulebase.yaml, then change one thing and see what these say:",
        "  advisor rules check --rules mine",
        "  advisor rules test --rules mine",
        "  advisor rules watch --rules mine",
    ]
    assert _run("treatment", "wide_tyre", "--rules", "mine") == (
        "written  mine/treatments/wide_tyre.yaml\n"
        "Next: replace each text that begins with `To be written:`, and take the marks `#` away from the\n"
        "rules you need. Then: advisor rules check --rules mine\n"
    )
    for arguments in (("treatment",), ("one", "two")):
        with pytest.raises(UsageError, match="advisor rules new"):
            _run(*arguments)
