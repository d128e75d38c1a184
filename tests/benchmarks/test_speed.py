"""How long the parts take on the shipped rules: `pytest tests/benchmarks --benchmark-only`. Nothing fails on time."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import pexpect
import pytest

from advisor.engine.consultation import Consultation
from advisor.loading.loader import load_rules
from advisor.questionnaire.answers import check_answers
from tests.conftest import RULES

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_benchmark.fixture import BenchmarkFixture

    from advisor.model.rulebase import RuleBase

PERSON = {
    "scar_types": ["ice_pick", "rolling", "dark_spots"],
    "ice_pick_depth": "moderate",
    "rolling_depth": "deep",
    "skin_tone": "IV",
    "prone_to_hyperpigmentation": "not_sure",
    "budget": "flexible",
}
ANSWERS = "".join(f"{name}: {value}\n".replace("'", "") for name, value in PERSON.items())


def test_load_the_rules(benchmark: BenchmarkFixture) -> None:
    assert benchmark(load_rules, RULES).treatments


def test_build_a_consultation(benchmark: BenchmarkFixture, rulebase: RuleBase) -> None:
    answers = check_answers(rulebase, PERSON)
    assert benchmark(lambda: Consultation(rulebase).advise(answers)).suggestions


def test_one_consultation(benchmark: BenchmarkFixture, consultation: Consultation, rulebase: RuleBase) -> None:
    answers = check_answers(rulebase, PERSON)
    assert benchmark(consultation.advise, answers).suggestions


@pytest.mark.parametrize("form", ["text", "json"])
def test_cold_advise(benchmark: BenchmarkFixture, tmp_path: Path, form: str) -> None:
    file = tmp_path / "answers.yaml"
    file.write_text(ANSWERS)
    command = [sys.executable, "-m", "advisor", "advise", "--answers", str(file), "--format", form]
    assert benchmark(subprocess.run, command, capture_output=True, check=True).stdout


@pytest.mark.parametrize("code", ["pass", "import questionary"])
def test_cold_python(benchmark: BenchmarkFixture, code: str) -> None:
    assert benchmark(subprocess.run, [sys.executable, "-c", code], check=True).returncode == 0


def test_cold_rules_check(benchmark: BenchmarkFixture) -> None:
    command = [sys.executable, "-m", "advisor", "rules", "check", "--rules", str(RULES)]
    assert benchmark(subprocess.run, command, capture_output=True, check=True).stdout


def test_first_prompt(benchmark: BenchmarkFixture) -> None:
    def until_it_asks() -> None:
        child = pexpect.spawn(sys.executable, ["-m", "advisor", "--no-save"], encoding="utf-8", dimensions=(24, 80))
        child.ptyproc.delayafterclose = child.ptyproc.delayafterterminate = 0  # pexpect's own pauses are not measured
        child.expect("None of these")
        child.kill(signal.SIGKILL)
        child.wait()

    benchmark.pedantic(until_it_asks, rounds=9, warmup_rounds=1)
