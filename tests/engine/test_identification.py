"""Identification: what is proposed for every description, by both engines, and the check of its rules."""

from __future__ import annotations

import shutil
from dataclasses import replace
from typing import TYPE_CHECKING

from advisor.author.checks import identification_dead_ends as check
from advisor.author.proving.subject import open_subject
from advisor.diagnostics.findings import finding_text
from advisor.engine.identification import propose
from advisor.enumeration.answer_space import Space
from advisor.model.conditions import Is
from tests.conftest import PLANTS, RULES
from tests.enumeration.test_answer_space import derivation

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.model.rulebase import RuleBase


def test_both_engines_propose_the_same_for_every_description(rulebase: RuleBase) -> None:
    own = rulebase.identification
    assert own
    space = Space(own.questions, own.rules)
    proposed = set()
    for number in space.numbers(space.every):
        seen = space.profile(number)
        kinds = {
            kind
            for kind in rulebase.kind_question.option_ids
            if space.fact(rulebase.kinds.question, kind) >> number & 1
        }
        assert propose(rulebase, seen) == kinds, seen
        proposed |= kinds
    assert proposed == set(rulebase.kind_question.option_ids)


def test_who_is_not_sure_of_anything_is_told_so(plants: RuleBase) -> None:
    assert propose(plants, {"animals": frozenset({"not_sure"})}) == frozenset()


def test_a_fact_on_the_way_to_a_kind_is_not_proposed(plants: RuleBase) -> None:
    rules = (
        derivation("2", Is("pale", frozenset({"yes"})), "troubles", "yellow_leaves"),
        derivation("1", Is("leaf_colour", frozenset({"yellow"})), "pale", "yes"),
    )
    assert plants.identification
    plants = replace(plants, identification=replace(plants.identification, rules=rules))
    assert propose(plants, {"leaf_colour": frozenset({"yellow"})}) == {"yellow_leaves"}


def test_a_rule_that_never_fires_and_a_kind_never_proposed_are_found(tmp_path: Path) -> None:
    shutil.copytree(PLANTS, tmp_path / "rules")
    file = tmp_path / "rules" / "identification.yaml"
    text = file.read_text(encoding="utf-8")
    old = "when: {animals: yes}"
    assert old in text
    file.write_text(text.replace(old, "when: {all: [{animals: yes}, {animals: no}]}"), encoding="utf-8")
    found = [finding_text(finding).splitlines()[0] for finding in check.find(open_subject(tmp_path / "rules"))]
    assert found == [
        "error[S020]: `looks-like-lice` never fires: no answers to these questions make its condition true",
        "warning[S020]: no description leads to `lice`",
    ]


def test_the_shipped_identification_is_in_order() -> None:
    assert list(check.find(open_subject(RULES))) == []
