"""How proving grows: `pytest tests/benchmarks/test_scale.py --benchmark-only`. Nothing fails on time."""

from __future__ import annotations

import resource
from typing import TYPE_CHECKING

import pytest

from advisor.author.checking.runner import run_checks
from advisor.author.proving.subject import open_subject
from advisor.enumeration.outcomes import Outcomes
from advisor.loading.loader import load_rules
from tests.conftest import RULES
from tests.large import large_rulebase, write_large

if TYPE_CHECKING:
    from pathlib import Path

    from pytest_benchmark.fixture import BenchmarkFixture

    from advisor.model.rulebase import RuleBase

EVERY = ("lists", "decisive_fits", "scores", "overall_scores", "warned", "stressed", "noted", "urgent")


def _all_masks(rulebase: RuleBase) -> Outcomes:
    outcomes = Outcomes(rulebase)
    for name in EVERY:
        getattr(outcomes, name)
    return outcomes


def test_all_masks_of_the_shipped_rules(benchmark: BenchmarkFixture, rulebase: RuleBase) -> None:
    assert benchmark(_all_masks, rulebase).space.every


def test_all_checks_of_the_shipped_rules(benchmark: BenchmarkFixture) -> None:
    assert benchmark(run_checks, open_subject(RULES)).verdicts


def test_all_masks_of_1000_rules_over_a_million_profiles(benchmark: BenchmarkFixture) -> None:
    large = large_rulebase(1000)
    assert benchmark.pedantic(_all_masks, (large,), rounds=3).space.size == 1_250_000
    benchmark.extra_info["peak MiB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


@pytest.mark.parametrize("rules", [250, 500, 1000])
def test_loading_grows_with_the_rules(benchmark: BenchmarkFixture, tmp_path: Path, rules: int) -> None:
    write_large(tmp_path / "rules", rules, RULES)
    assert benchmark.pedantic(load_rules, (tmp_path / "rules",), rounds=3).treatments
