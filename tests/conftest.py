"""What many tests share: the shipped rule base, a consultation over it, and random people."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from advisor.engine.consultation import Consultation
from advisor.loading.loader import load_rules

if TYPE_CHECKING:
    from advisor.model.rulebase import RuleBase

RULES = Path(__file__).parent.parent / "rules"
PLANTS = Path(__file__).parent / "rulefiles" / "good" / "houseplants"

settings.register_profile("quick", deadline=None)  # the machines are noisy: no test fails on time
settings.load_profile("quick")

# whoever runs the tests in the background has SIGINT ignored, and every child would inherit that
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def rulebase() -> RuleBase:
    """The rule base in this checkout."""
    return load_rules(RULES)


@pytest.fixture(scope="session")
def consultation(rulebase: RuleBase) -> Consultation:
    """A consultation over the rule base in this checkout."""
    return Consultation(rulebase)


@pytest.fixture(scope="session")
def plants() -> RuleBase:
    """The house plants: a small rule base whose words belong to the tests."""
    return load_rules(PLANTS)


@pytest.fixture(scope="session")
def plant_consultation(plants: RuleBase) -> Consultation:
    """A consultation over the house plants."""
    return Consultation(plants)


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test reads or writes the drafts of whoever runs it, nor follows their settings."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    for name in ("ADVISOR_RULES", "NO_COLOR", "COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)
    os.environ.setdefault("TERM", "xterm-256color")


@pytest.fixture
def plant_rules(_own_environment: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command advises on house plants where no rules are named, here and in processes of its own."""
    monkeypatch.setenv("ADVISOR_RULES", str(PLANTS))
