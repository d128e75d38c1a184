"""The engines compared lead everyone to the same, so that the benchmark stays one; nothing is timed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from advisor.engine.productions import production_stages
from tests.benchmarks.compare import MARKED, disagreement, measure, people, table, with_table
from tests.benchmarks.contenders import CONTENDERS, clips
from tests.large import large_rulebase
from tests.session import README


def test_all_lead_to_the_same_and_the_table_shows_each() -> None:
    measured = measure(100, people_each := 5, rounds=2)
    assert all(len(times.people) == people_each for times in measured.values())
    if clips is None:
        pytest.skip("clipspy is not installed")  # it has wheels for some platforms only; the others agreed above
    shown = table({100: measured})
    assert [line.split(" | ")[0] for line in shown.splitlines()[2:]] == [f"| {one.name}" for one in CONTENDERS]


def test_what_differs_is_told() -> None:
    rulebase = large_rulebase(100)
    productions = [production for stage in production_stages(rulebase) for production in stage]
    (person,) = people(rulebase, 1)
    plain, *others = CONTENDERS
    (whole,) = (one for one in others if one.name.endswith("whole advice"))
    fired, advice = plain.build(rulebase, productions)(person), whole.build(rulebase, productions)(person)
    assert disagreement(rulebase, productions, [(plain, fired), (plain, fired), (whole, advice)]) == ""
    assert "differ in" in disagreement(rulebase, productions, [(plain, fired), (plain, fired[1:])])
    fewer = replace(advice, suggestions=advice.suggestions[1:])
    assert "scores" in disagreement(rulebase, productions, [(plain, fired), (whole, fewer)])


def test_the_readme_has_a_place_for_the_table() -> None:
    text = README.read_text(encoding="utf-8")
    assert MARKED.findall(with_table(text, "here\n")) == MARKED.findall(text)
    assert "-->\nhere\n<!--" in with_table(text, "here\n")
