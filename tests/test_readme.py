"""What the README prints is what the program does."""

from __future__ import annotations

import re

import pytest
import yaml

from advisor.cli.main import cli
from advisor.cli.rules.group import COMMANDS
from advisor.loading.loader import load_rules
from advisor.questionnaire.answers import check_answers
from tests.conftest import RULES
from tests.session import README, session, with_session
from tests.tmux import MISSING

TEXT = README.read_text(encoding="utf-8")


@pytest.mark.skipif(bool(MISSING), reason=MISSING)
def test_the_session_is_what_the_terminal_shows() -> None:
    assert with_session(TEXT, session()) == TEXT, "make it anew: python -m tests.session"


def test_the_answers_file_is_one() -> None:
    (example,) = re.findall(r"```yaml\n(scar_types.*?)```", TEXT, re.DOTALL)
    assert check_answers(load_rules(RULES), yaml.load(example, yaml.BaseLoader)).unused == ()


def test_the_commands_stand_on_one_line_each() -> None:
    for which in ("start", "test"):
        (command,) = re.findall(rf"```sh {which}\n(.*?)```", TEXT, re.DOTALL)
        assert command.count("\n") == 1


def test_what_is_installed_is_what_was_tested() -> None:
    for where in (README, README.parent / "CONTRIBUTING.md"):
        installs = re.findall(r"pip install [^`&\n]*", where.read_text(encoding="utf-8"))
        assert installs
        for command in installs:
            held = ("-c constraints.txt", "--require-hashes -r requirements-hashed.txt", "--no-deps .")
            assert any(how in command for how in held), command


def test_every_command_is_documented() -> None:
    for name in cli.commands:
        assert f"advisor {name}" in TEXT, name
    for name in COMMANDS:
        assert f"`advisor rules {name}" in TEXT or f"`{name}`" in TEXT, name
