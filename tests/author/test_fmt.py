"""Rule files in one style: what is changed, what never is, and that nothing is lost."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from advisor.author.editing.formatter import format_text, rule_files
from advisor.author.editing.yaml_text import comments
from advisor.cli.rules.fmt import command
from advisor.diagnostics.errors import RuleBaseInvalid
from advisor.loading.loader import load_rules
from advisor.syntax.tree import tree
from tests.conftest import RULES

HOUSEPLANTS = Path(__file__).parent.parent / "rulefiles" / "sketch" / "houseplants"
SHIPPED = [(root, path) for root in (RULES, HOUSEPLANTS) for path in rule_files(root)]

UNTIDY = """\
# yaml-language-server: $schema=../.schema/treatment.schema.json
# who may touch this file


name:   Rinsing
treatment: rinse # its own name
setting: kitchen
invasiveness: 0
what: Rinse the leaves, one by one, with water from the tap, and hold the pot so that the soil stays in
  it, which is not easy.
how_well: >
  It
  helps.
recovery: 'Let it drip: a day'
unsaid: "How often?"
questions: [
  Is the water too cold?, # it may be
  Is it too warm?]
warnings:
- text: Cold water may hurt.
  # why it is grave
  severity: caution
  warning: cold


  basis: house judgement
fits:
  - claims: B2
    # for lice only
    when: { trouble:   lice }

    rule: rinse-lice
    grade: named_for
    because: It takes lice away.
claims:
- B2
# the end
"""
TIDY = """\
# yaml-language-server: $schema=../.schema/treatment.schema.json
# who may touch this file

treatment: rinse  # its own name
name: Rinsing
setting: kitchen
invasiveness: 0
what: >-
  Rinse the leaves, one by one, with water from the tap, and hold the pot so that the soil stays in it, which is not
  easy.
how_well: >-
  It helps.
recovery: "Let it drip: a day"
unsaid: "How often?"
questions:
  - Is the water too cold?  # it may be
  - Is it too warm?
claims:
  - B2
fits:
  - rule: rinse-lice
    # for lice only
    when: {trouble: lice}
    grade: named_for
    because: It takes lice away.
    claims: B2
warnings:
  - warning: cold
    # why it is grave
    severity: caution
    text: Cold water may hurt.

    basis: house judgement
# the end
"""


def _formatted(text: str, within: str = "treatments/rinse.yaml") -> str:
    after = format_text(text.encode(), "rinse.yaml", within)
    assert after is not None
    return after.decode()


def test_an_untidy_file_is_tidied_and_its_comments_kept() -> None:
    assert _formatted(UNTIDY) == TIDY
    assert comments(_formatted(UNTIDY)) == comments(UNTIDY)


@pytest.mark.parametrize(("root", "path"), SHIPPED, ids=lambda value: value.stem)
def test_shipped_files_keep_their_meaning_and_a_second_run_changes_nothing(root: Path, path: Path) -> None:
    within = path.relative_to(root).as_posix()
    once = format_text(path.read_bytes(), path.name, within)
    assert once is not None
    assert format_text(once, path.name, within) == once
    assert [line for line in once.decode().splitlines() if len(line) > 120 and not line.startswith("#")] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("- 'it''s'\n", '- "it\'s"\n'),
        ("- 'a \\ \"b\"'\n", "- 'a \\ \"b\"'\n"),
        ('- "two\\nlines"\n', '- "two\\nlines"\n'),
        ("- |\n  kept\n   as it is\n\n- b\n", "- |\n  kept\n   as it is\n\n- b\n"),
        ("- |2\n   leading\n", "- |2\n   leading\n"),
        ("- >-\n  one\n\n  two\n", "- |-\n  one\n  two\n"),
        ("-   - a\n    - b\n", "- - a\n  - b\n"),
        ("- {a: , b: c}\n", "- {a: , b: c}\n"),
        ("-\n  # above\n  a: b\n", "  # above\n- a: b\n"),
        ("- >-  # beside\n  words\n", "- >-  # beside\n  words\n"),
        ("[]\n", "[]\n"),
        ("[a, b]", "[a, b]\n"),
        ("- a\r\n- b\r\n", "- a\n- b\n"),
        ("a: b\n\n\n\nc: d\n\n", "a: b\n\nc: d\n"),
        ("a:\n  - b\n    # deeper\n  - c\n", "a:\n  - b\n    # deeper\n  - c\n"),
        ("? a\n: b\n", "a: b\n"),
    ],
)
def test_every_form_of_yaml_has_one_style(text: str, expected: str) -> None:
    assert _formatted(text, "elsewhere.yaml") == expected
    assert _formatted(expected, "elsewhere.yaml") == expected


def test_a_drawing_is_kept_to_the_column() -> None:
    text = "- question: a\n  options:\n    b:\n      drawing: |2\n          /\\\n         /  \\\n      label: B\n"
    expected = "- question: a\n  options:\n    b:\n      label: B\n      drawing: |2\n          /\\\n         /  \\\n"
    assert _formatted(text, "questionnaire.yaml") == expected


def test_what_is_too_long_for_brackets_is_written_on_lines() -> None:
    words = " ".join(["word"] * 30)
    text = f"- {{claim: B1, text: {words}, kind: a}}\n"
    assert _formatted(text, "elsewhere.yaml").startswith("- claim: B1\n  text: >-\n    word word")


def test_brackets_are_filled_line_by_line() -> None:
    names = [f"treatment_{number}" for number in range(12)]
    expected = (
        "- only: [treatment_0, treatment_1, treatment_2, treatment_3, treatment_4, treatment_5, treatment_6, "
        "treatment_7,\n"
        "         treatment_8, treatment_9, treatment_10, treatment_11]\n"
    )
    assert _formatted(f"- only: [{', '.join(names)}]\n", "elsewhere.yaml") == expected


def test_spaces_alone_at_the_head_of_a_text_are_no_indentation() -> None:
    text = "- note: one\n  text: >-\n \n    Some words.\n"
    assert _formatted(text, "notes.yaml") == "- note: one\n  text: >-\n    Some words.\n"


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(SHIPPED), st.data())
def test_whatever_lines_are_added_nothing_is_lost(shipped: tuple[Path, Path], data: st.DataObject) -> None:
    root, path = shipped
    lines = path.read_text(encoding="utf-8").split("\n")[:40]
    odd = st.sampled_from(["", "# word", "      # deep", "  # 'quote: {", "#", "   "])
    for _ in range(data.draw(st.integers(1, 4))):
        lines.insert(data.draw(st.integers(0, len(lines))), data.draw(odd))
    at = data.draw(st.integers(0, len(lines) - 1))
    lines[at] += data.draw(st.sampled_from(["", "  # beside"]))
    text = "\n".join(lines)
    findings: list[object] = []
    assume(tree(text.encode(), "x", findings) is not None and not findings)  # type: ignore[arg-type]
    within = path.relative_to(root).as_posix()
    once = format_text(text.encode(), "x", within)
    assert once is not None
    assert format_text(once, "x", within) == once


def _run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(command, list(arguments), standalone_mode=False)
    if done.exception:
        raise done.exception
    return done.return_value, done.output


@pytest.fixture
def plants(tmp_path: Path) -> Path:
    shutil.copytree(HOUSEPLANTS, tmp_path / "rules")
    return tmp_path / "rules"


def test_check_names_the_files_and_changes_nothing(plants: Path) -> None:
    path = plants / "questionnaire.yaml"
    before = path.read_bytes()
    code, said = _run("--check", "--rules", str(plants))
    assert (code, path.read_bytes()) == (1, before)
    assert said == f"would change  {path.as_posix()}\n1 of 8 files would be changed\n"


def test_files_are_written_once_and_mean_the_same(plants: Path) -> None:
    path = plants / "questionnaire.yaml"
    path.chmod(0o640)
    before = load_rules(plants)
    assert _run("--rules", str(plants)) == (0, f"changed  {path.as_posix()}\n1 of 8 files changed\n")
    assert _run("--rules", str(plants)) == (0, "8 files looked at; nothing to change\n")
    assert path.stat().st_mode & 0o777 == 0o640
    assert load_rules(plants).questions == before.questions
    assert sorted(path.name for path in plants.iterdir() if path.name.startswith(".")) == []


def test_only_the_named_files_are_looked_at(plants: Path) -> None:
    assert _run(str(plants / "notes.yaml")) == (0, "1 file looked at; nothing to change\n")


def test_a_file_that_is_not_yaml_is_left_as_it_is(plants: Path) -> None:
    path = plants / "notes.yaml"
    path.write_text("- note: [a\n", encoding="utf-8")
    with pytest.raises(RuleBaseInvalid) as caught:
        _run("--rules", str(plants))
    assert [finding.code for finding in caught.value.findings] == ["R002"]
    assert path.read_text(encoding="utf-8") == "- note: [a\n"


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(RuleBaseInvalid, match="there is no such folder"):
        _run("--rules", str(tmp_path / "none"))
