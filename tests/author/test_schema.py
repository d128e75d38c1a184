"""JSON Schema from a rule base: every shipped file fits, what is misspelled does not, what is committed is current."""

from __future__ import annotations

import datetime
import json
import shutil
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft7Validator
from ruamel.yaml import YAML

from advisor.author.editing.formatter import rule_files
from advisor.author.editing.json_schema import FOLDER, NAMES, schema_files, schema_of, with_lines
from advisor.cli.rules.schema import command
from advisor.loading.loader import load_rules
from tests.conftest import PLANTS, RULES

if TYPE_CHECKING:
    from pathlib import Path

SHIPPED = [(root, path) for root in (RULES, PLANTS) for path in rule_files(root)]


def _name(root: Path, path: Path) -> str:
    return path.parent.name if path.parent != root else path.name


@cache
def _validator(root: Path, name: str) -> Draft7Validator:
    return Draft7Validator(schema_of(load_rules(root), name))


def _plain(value: Any) -> Any:
    """What an editor's YAML 1.2 makes of a value: days stay text."""
    if isinstance(value, dict):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, datetime.date) else value


def _mistakes(text: str, name: str, root: Path = PLANTS) -> list[str]:
    value = _plain(YAML(typ="safe", pure=True).load(text))
    return [error.message for error in _deepest(_validator(root, name).iter_errors(value))]


def _deepest(errors: Any) -> Any:
    for error in errors:
        yield from _deepest(error.context) if error.context else (error,)


@pytest.mark.parametrize("name", NAMES)
def test_every_schema_is_one(name: str) -> None:
    for root in (RULES, PLANTS):
        Draft7Validator.check_schema(_validator(root, name).schema)


@pytest.mark.parametrize(("root", "path"), SHIPPED, ids=lambda value: value.stem)
def test_every_shipped_file_fits_its_schema(root: Path, path: Path) -> None:
    assert _mistakes(path.read_text(encoding="utf-8"), _name(root, path), root) == []


def _broken(path: str, right: str, wrong: str) -> list[str]:
    text = (PLANTS / path).read_text(encoding="utf-8")
    assert right in text
    return _mistakes(text.replace(right, wrong, 1), path.partition("/")[0])


@pytest.mark.parametrize(
    ("path", "right", "wrong"),
    [
        ("treatments/cut_tips.yaml", "{trouble: brown_tips, spread", "{trouble: brown_tip, spread"),
        ("treatments/cut_tips.yaml", "strong: yes}", "strong: maybe}"),
        ("treatments/cut_tips.yaml", "strong: yes}", "strnog: yes}"),
        ("treatments/cut_tips.yaml", "B6", "B66"),
        ("treatments/rinse.yaml", "named_for", "named"),
        ("treatments/cut_tips.yaml", "severity: caution", "severity: grave"),
        ("treatments/cut_tips.yaml", "setting: kitchen", "setting: hospital"),
        ("treatments/cut_tips.yaml", "because:", "reason:"),
        ("treatments/cut_tips.yaml", "spread: few}", "spread: bottomless}"),
        ("derivations.yaml", "yellow_spread: [most, not_sure]", "yellow_spread: [most, unsure]"),
        ("questionnaire.yaml", "ask_when: {troubles: yellow_leaves}", "ask_when: {strong: yes}"),
        ("identification.yaml", "then: {troubles: lice}", "then: {troubles: mice}"),
        ("identification.yaml", "when: {animals: yes}", "when: {watering: often}"),
        ("notes.yaml", "{suggests: rinse}", "{suggests: rinsse}"),
        ("rulebase.yaml", "option: some", "option: much"),
        ("safety.yaml", "offers: cut_tips", "offers: cut_tops"),
        ("safety.yaml", "notes: look-often", "notes: look-oft"),
        ("safety.yaml", "in: [yellow_leaves, overall]", "in: [yellow_leaves, over]"),
        ("cases/plants.yaml", "yellow_spread: most", "yellow_spread: very"),
        ("cases/plants.yaml", "notes: [let-it-dry]", "notes: [let-it]"),
    ],
)
def test_what_is_misspelled_does_not_fit(path: str, right: str, wrong: str) -> None:
    assert _broken(path, right, wrong) != []


def test_the_message_names_what_could_stand_there() -> None:
    said = _broken("treatments/rinse.yaml", "grade: named_for", "grade: named")
    assert said == ["'named' is not one of ['named_for', 'may_help']"]


def test_the_committed_schemas_are_up_to_date() -> None:
    """If this fails: `advisor rules schema`, and commit what it wrote."""
    committed = {path.name: path.read_text(encoding="utf-8") for path in (RULES / FOLDER).glob("*.json")}
    assert committed == schema_files(load_rules(RULES))


def _run(*arguments: str) -> str:
    done = CliRunner().invoke(command, list(arguments), standalone_mode=False)
    if done.exception:
        raise done.exception
    return done.output


def test_schemas_and_lines_are_written_once(tmp_path: Path) -> None:
    root = tmp_path / "rules"
    shutil.copytree(PLANTS, root)
    before = load_rules(root)
    said = _run("--rules", str(root), "--write-lines").splitlines()
    assert [line.split()[0] for line in said].count("written") == len(NAMES)
    assert said[-1] == f"line added  {root.as_posix()}/treatments/rinse.yaml"
    for path in rule_files(root):
        line = path.read_text(encoding="utf-8").splitlines()[0]
        schema = path.parent / line.removeprefix("# yaml-language-server: $schema=")
        assert json.loads(schema.read_text(encoding="utf-8"))["title"].startswith("House plant advisor")
    after = load_rules(root)
    assert (after.treatments, after.questions) == (before.treatments, before.questions)
    shown = (root / FOLDER).as_posix()
    assert _run("--rules", str(root), "--write-lines") == f"0 of {len(NAMES)} schemas in {shown} were not up to date\n"


def test_a_line_that_names_another_schema_is_replaced(tmp_path: Path) -> None:
    root = tmp_path / "rules"
    shutil.copytree(PLANTS, root)
    notes = root / "notes.yaml"
    text = notes.read_bytes()
    notes.write_bytes(b"# yaml-language-server: $schema=old.json\n" + text)
    found = next(one for one in with_lines(root, tmp_path / "schemas") if one.path == notes)
    assert found.after == b"# yaml-language-server: $schema=../schemas/notes.json\n" + text
