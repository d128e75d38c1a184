"""JSON Schema from a rule base: every shipped file fits, what is misspelled does not, what is committed is current."""

from __future__ import annotations

import datetime
import json
import shutil
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft7Validator
from ruamel.yaml import YAML

from advisor.author.editing.formatter import rule_files
from advisor.author.editing.json_schema import FOLDER, NAMES, schema_files, schema_of, with_lines
from advisor.cli.rules.schema import command
from advisor.loading.loader import load_rules
from tests.conftest import RULES

HOUSEPLANTS = Path(__file__).parent.parent / "rulefiles" / "good" / "houseplants"
SHIPPED = [(root, path) for root in (RULES, HOUSEPLANTS) for path in rule_files(root)]


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


def _mistakes(text: str, name: str, root: Path = RULES) -> list[str]:
    value = _plain(YAML(typ="safe", pure=True).load(text))
    return [error.message for error in _deepest(_validator(root, name).iter_errors(value))]


def _deepest(errors: Any) -> Any:
    for error in errors:
        yield from _deepest(error.context) if error.context else (error,)


@pytest.mark.parametrize("name", NAMES)
def test_every_schema_is_one(name: str) -> None:
    for root in (RULES, HOUSEPLANTS):
        Draft7Validator.check_schema(_validator(root, name).schema)


@pytest.mark.parametrize(("root", "path"), SHIPPED, ids=lambda value: value.stem)
def test_every_shipped_file_fits_its_schema(root: Path, path: Path) -> None:
    assert _mistakes(path.read_text(encoding="utf-8"), _name(root, path), root) == []


def _broken(path: str, right: str, wrong: str) -> list[str]:
    text = (RULES / path).read_text(encoding="utf-8")
    assert right in text
    return _mistakes(text.replace(right, wrong, 1), path.partition("/")[0])


@pytest.mark.parametrize(
    ("path", "right", "wrong"),
    [
        ("treatments/subcision.yaml", "{scar: rolling}", "{scar: roling}"),
        ("treatments/subcision.yaml", "{raised: yes}", "{raised: maybe}"),
        ("treatments/subcision.yaml", "{raised: yes}", "{risen: yes}"),
        ("treatments/subcision.yaml", "C077", "C777"),
        ("treatments/subcision.yaml", "named_for", "named"),
        ("treatments/subcision.yaml", "severity: caution", "severity: grave"),
        ("treatments/subcision.yaml", "setting: professional", "setting: hospital"),
        ("treatments/subcision.yaml", "because:", "reason:"),
        ("treatments/microdermabrasion.yaml", "    depth: deep\n", "    depth: bottomless\n"),
        ("derivations.yaml", "skin_tone: [V, VI]", "skin_tone: [V, VII]"),
        ("questionnaire.yaml", "ask_when: {scar_types: ice_pick}", "ask_when: {deep_scar: yes}"),
        ("identification.yaml", "then: {scar_types: rolling}", "then: {scar_types: roling}"),
        ("identification.yaml", "mark_surface: sunken", "skin_tone: V"),
        ("notes.yaml", "{deep_advice: yes}", "{suggests: subsision}"),
        ("rulebase.yaml", "option: some_professional", "option: some"),
        ("safety.yaml", "offers: punch_excision", "offers: punch_incision"),
        ("safety.yaml", "notes: not-asked", "notes: not-ask"),
        ("safety.yaml", "in: [rolling, overall]", "in: [rolling, over]"),
        ("cases/deep.yaml", "rolling_depth: deep", "rolling_depth: very"),
        ("cases/deep.yaml", "notes: [experienced-professional]", "notes: [experienced]"),
    ],
)
def test_what_is_misspelled_does_not_fit(path: str, right: str, wrong: str) -> None:
    assert _broken(path, right, wrong) != []


def test_the_message_names_what_could_stand_there() -> None:
    said = _broken("treatments/subcision.yaml", "grade: named_for", "grade: named")
    assert said == ["'named' is not one of ['named_for', 'may_help', 'weak']"]


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
    shutil.copytree(HOUSEPLANTS, root)
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
    shutil.copytree(HOUSEPLANTS, root)
    notes = root / "notes.yaml"
    text = notes.read_bytes()
    notes.write_bytes(b"# yaml-language-server: $schema=old.json\n" + text)
    found = next(one for one in with_lines(root, tmp_path / "schemas") if one.path == notes)
    assert found.after == b"# yaml-language-server: $schema=../schemas/notes.json\n" + text
