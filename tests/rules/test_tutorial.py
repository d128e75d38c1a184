"""rules/README.md is followed from top to bottom in a copy: each command is run, each change is made, outputs compared.

What its fenced blocks mean here:

- ``console``: after ``$`` a command, then its whole output. A line of ``...`` stands for any lines, and ``...`` within
  a line for anything. The commands exit with 0; with 1 where ``fails`` stands behind ``console``.
- ``diff``: ``--- file``, then the lines taken away, added and kept, which stand in that file once.
- ``yaml FILE``: a whole file that is written.
"""

from __future__ import annotations

import gc
import re
import shlex
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from advisor.author.checking.ignores import read_ignores
from advisor.author.compare.approvals import read_approved
from advisor.author.prose.reading_age import reading_age
from advisor.author.proving.proof import Proof
from advisor.author.proving.properties import prove
from advisor.author.proving.safety_file import PROPERTY_SHAPES, read_safety
from advisor.cases.cases import open_cases
from advisor.cases.expectations import EXPECTATIONS
from advisor.cli.main import main
from advisor.cli.rules.group import COMMANDS
from advisor.loading.decision_aid_file import read_decision_aid
from advisor.loading.illustrations_file import read_illustrations
from advisor.loading.references import References
from advisor.loading.symbols import symbol_table_of
from advisor.model.illustrations import ROLES
from advisor.syntax.tree import read_file
from tests.conftest import RULES

if TYPE_CHECKING:
    from advisor.diagnostics.findings import Finding
    from advisor.model.rulebase import RuleBase

TEXT = (RULES / "README.md").read_text(encoding="utf-8")
FENCE = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
TUTORIAL = TEXT[TEXT.index("\n## Half an hour") : TEXT.index("\n## The language")]
LANGUAGE = TEXT[TEXT.index("\n## The language") :]
AT_MOST = 12  # years: the reading age that texts for patients keep too


def matches(expected: str, got: str) -> bool:
    """Whether an output is the expected one, where ``...`` stands for anything."""
    pattern = ""
    for line in expected.splitlines():
        if line.strip() == "...":
            pattern += r"(?:.*\n)*?"
        else:
            pattern += ".*?".join(re.escape(part) for part in line.split("...")) + r"\n"
    return re.fullmatch(pattern, "".join(f"{line.rstrip()}\n" for line in got.splitlines())) is not None


def apply(change: str) -> None:
    """Makes the change of a ``diff`` block to the one file it names."""
    head, *lines = change.splitlines()
    path = Path(head.removeprefix("--- "))
    assert head.startswith("--- ")
    assert all(line[0] in " -+" for line in lines), lines
    before = "".join(f"{line[1:]}\n" for line in lines if line[0] != "+")
    after = "".join(f"{line[1:]}\n" for line in lines if line[0] != "-")
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1, f"{path} does not hold once:\n{before}"
    path.write_text(text.replace(before, after), encoding="utf-8")


def run(command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """The exit code and the whole output of a command."""
    program, *arguments = shlex.split(command)
    if program == "cp":
        assert arguments[0] == "-r"
        shutil.copytree(arguments[1], arguments[2])
        return 0, ""
    assert program == "advisor"
    monkeypatch.setattr(sys, "argv", [program, *arguments])
    with pytest.raises(SystemExit) as left:
        main()
    gc.enable()
    told = capsys.readouterr()
    assert isinstance(left.value.code, int)
    return left.value.code, told.err + told.out


def test_every_step_does_what_the_page_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(RULES, tmp_path / "rules")
    monkeypatch.chdir(tmp_path)
    used = set()
    for kind, more, body in FENCE.findall(TUTORIAL):
        if kind == "diff":
            apply(body)
        elif kind == "yaml" and more:
            Path(more.strip()).write_text(body, encoding="utf-8")
        elif kind == "console":
            assert body.startswith("$ ")
            for said in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
                command, _, expected = said.partition("\n")
                code, got = run(command, monkeypatch, capsys)
                assert matches(expected, got), f"$ {command}\n{got}\nand not what the page shows:\n{expected}"
                assert code == (1 if more.strip() == "fails" else 0), command
                used.add(" ".join(command.split()[:3]))
    assert used >= {f"advisor rules {name}" for name in ("check", "test", "diff", "explain", "new", "explain-code")}
    assert used >= {"cp -r rules", "advisor rules coverage", "advisor rules mutate"}


def test_a_line_of_dots_stands_for_lines_and_dots_within_one_for_a_part() -> None:
    assert matches("a\n...\nd\n", "a\nb\nc\nd\n")
    assert matches("a\n...\nd\n", "a\nd\n")
    assert matches("... cases, all met\n", "75 cases, all met\n")
    assert not matches("a\n...\nd\n", "a\nb\nc\n")
    assert not matches("a\n", "a\nb\n")
    assert not matches("a...c\n", "a\nc\n")


def test_the_tutorial_reads_easily() -> None:
    prose = FENCE.sub("", TUTORIAL)
    for paragraph in re.split(r"\n\s*\n", prose):
        if paragraph.lstrip().startswith(("#", "|")):
            continue
        age = reading_age(re.sub(r"`[^`]*`", "it", paragraph))
        assert age is None or age <= AT_MOST, f"{age:.1f}: {paragraph}"


def test_every_file_and_folder_of_rules_is_in_the_table() -> None:
    table = TEXT[: TEXT.index("\n## Half an hour")]
    for path in RULES.iterdir():
        if not path.name.startswith(".") and path.name != "README.md":
            assert f"| `{path.name}{'/' if path.is_dir() else ''}` |" in table, path.name
    assert "| `approved.yaml` |" in table


def test_the_language_names_every_word_that_cases_properties_and_drawings_know(rulebase: RuleBase) -> None:
    for word in (
        *EXPECTATIONS,
        *PROPERTY_SHAPES,
        *ROLES,
        "in",
        "except",
        "these",
        "those",
        "along",
        "changing",
        "never_adds",
    ):
        assert f"`{word}`" in LANGUAGE or f"`{word}:" in LANGUAGE or f"{word}: " in LANGUAGE, word
    assert open_cases(rulebase, RULES)
    assert read_safety(rulebase, RULES / "safety.yaml", "safety.yaml")


def test_the_examples_of_the_language_are_right(rulebase: RuleBase, tmp_path: Path) -> None:
    names = [(kind, more.strip()) for kind, more, _ in FENCE.findall(LANGUAGE)]
    assert names == [
        ("yaml", "deciding.yaml"),
        ("yaml", "pictures.yaml"),
        ("yaml", "safety.yaml"),
        ("yaml", "ignores.yaml"),
        ("yaml", "approved.yaml"),
    ]
    for _, more, body in FENCE.findall(LANGUAGE):
        (tmp_path / more.strip()).write_text(body, encoding="utf-8")
    properties = read_safety(rulebase, tmp_path / "safety.yaml", "safety.yaml")
    assert {one.form for one in properties} == set(PROPERTY_SHAPES)
    assert [(v.property.id, v.fails) for v in prove(Proof(rulebase), properties) if v.fails or not v.concerns] == []
    findings: list[Finding] = []
    file = tmp_path / "deciding.yaml"  # the example is one value: it is read among those of the rules
    mine = file.read_text(encoding="utf-8")
    file.write_text((RULES / file.name).read_text(encoding="utf-8").replace("values:\n", mine), encoding="utf-8")
    decided = read_decision_aid(read_file(file, file.name), References(symbol_table_of(rulebase), findings, {}))
    assert decided is not None and decided.values[0].id == "by_myself"
    assert [saying.stands for saying in decided.values[0].says] == ["for", "against"]
    known = References(symbol_table_of(rulebase), findings, {})
    drawn = read_illustrations(read_file(tmp_path / "pictures.yaml", "pictures.yaml"), known, None)
    assert findings == []
    assert drawn is not None and list(drawn.treatments) == ["subcision"]
    assert [one.at for one in read_ignores(tmp_path)] == ["skin_tone=II"]
    assert [one.to for one in read_approved(rulebase, tmp_path / "approved.yaml", "approved.yaml")] == ["suggested"]


def test_the_commands_are_all_told_of() -> None:
    for name in COMMANDS:
        assert f"| `{name}" in LANGUAGE, name
