"""The page and `advisor advise --format json` say the same for the same answers."""

from __future__ import annotations

import json
import random
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from advisor.cases.cases import Case, open_cases
from advisor.loading.loader import load_rules
from advisor.model.wording import severity_word
from advisor.questionnaire.answers import check_answers
from advisor.questionnaire.flow import next_question
from advisor.render.json import advice_json
from advisor.render.summary import capitalised
from tests.conftest import RULES
from tests.people import choices
from tests.web.reading import advice_of, parse
from tests.web.serving import fields_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from advisor.engine.consultation import Consultation
    from advisor.model.rulebase import RuleBase
    from tests.web.serving import Server

CASES = {case.name: case for case in open_cases(load_rules(RULES), RULES)}


def somebody(rulebase: RuleBase, chance: random.Random) -> dict[str, object]:
    """Answers to every question that is asked, at random, as an answers file holds them."""
    given: dict[str, frozenset[str]] = {}
    while (question := next_question(rulebase.questions, given)) is not None:
        given[question.id] = chance.choice(choices(question))
    several = {question.id for question in rulebase.questions if question.several}
    return {name: sorted(options) if name in several else min(options) for name, options in given.items()}


def in_process(rulebase: RuleBase, consultation: Consultation, answers: Mapping[str, object]) -> dict[str, object]:
    """The JSON of the advice, made here."""
    found: dict[str, object] = json.loads(advice_json(consultation.advise(check_answers(rulebase, answers))))
    return found


def expected(rulebase: RuleBase, told: dict) -> dict[str, object]:  # type: ignore[type-arg]
    """The JSON of an advice in the shape the page is read in: the same order, but notes stand under their headings.

    Those that lead, which the JSON does not say, stand first.
    """

    names = rulebase.kind_question.names

    def suggestion(one: dict) -> dict[str, object]:  # type: ignore[type-arg]
        return {
            "treatment": one["treatment"],
            "name": one["name"],
            "rank": one["rank"],
            "for": [(capitalised(names[fit["scar"]]), fit["grade"]) for fit in one["for"]],
            "reasons": [reason["text"] for reason in one["reasons"]],
            "would_need": [one["would_need"]["text"]] if "would_need" in one else [],
            "warnings": [
                {"severity": severity_word(w["severity"]), "text": w["text"], "stressed": w["stressed"]}
                for w in one["warnings"]
            ],
        }

    sections = {note.id: note.section for note in rulebase.notes}
    leading = {note.id for note in rulebase.notes if note.lead}
    order = {section: place for place, section in enumerate(dict.fromkeys(sections.values()))}
    grades = {
        (fit["scar"], one["treatment"]): capitalised(rulebase.grade_by_id[fit["grade"]].label)
        for one in told["suggestions"]
        for fit in one["for"]
    }
    return {
        "urgent": [note["text"] for note in told["urgent"]],
        "suggestions": [suggestion(one) for one in told["suggestions"]],
        "beyond_budget": [suggestion(one) for one in told["beyond_budget"]],
        "not_recommended": [
            {"treatment": one["treatment"], "reasons": [reason["text"] for reason in one["reasons"]]}
            for one in told["not_recommended"]
        ],
        "not_applicable": [one["treatment"] for one in told["not_applicable"]],
        "plans": {kind: {one: grades[kind, one] for one in plan} for kind, plan in told["plans"].items()},
        "notes": [
            note["text"]
            for note in sorted(told["notes"], key=lambda n: (n["id"] not in leading, order[sections[n["id"]]]))
        ],
    }


@pytest.mark.parametrize("name", CASES)
def test_every_case(rulebase: RuleBase, consultation: Consultation, shipped: Server, name: str) -> None:
    case: Case = CASES[name]
    page = shipped.post("/advice", fields_of(case.answers.given))
    told = in_process(rulebase, consultation, file_of(rulebase, case))
    assert page.status == 200
    assert advice_of(page.html) == expected(rulebase, told)


@pytest.mark.parametrize("seed", range(12))
def test_answers_at_random(rulebase: RuleBase, consultation: Consultation, shipped: Server, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(8):
        answers = somebody(rulebase, chance)
        page = shipped.post("/advice", fields_of(answers))
        assert advice_of(page.html) == expected(rulebase, in_process(rulebase, consultation, answers)), answers


@pytest.mark.exhaustive
@pytest.mark.parametrize("part", range(8))  # so that both cores have something to do
def test_many_answers_at_random(rulebase: RuleBase, consultation: Consultation, shipped: Server, part: int) -> None:
    chance = random.Random(2026 + part)
    for _ in range(250):
        answers = somebody(rulebase, chance)
        page = shipped.post("/advice", fields_of(answers))
        assert advice_of(page.html) == expected(rulebase, in_process(rulebase, consultation, answers)), answers


@pytest.mark.parametrize("seed", range(3))
def test_the_command_itself(rulebase: RuleBase, shipped: Server, tmp_path: Path, seed: int) -> None:
    answers = somebody(rulebase, random.Random(1000 + seed))
    (tmp_path / "answers.json").write_text(json.dumps(answers))
    command = [
        sys.executable,
        "-m",
        "advisor",
        "advise",
        "--format",
        "json",
        "--answers",
        str(tmp_path / "answers.json"),
    ]
    told = json.loads(subprocess.run(command, capture_output=True, check=True, text=True).stdout)
    page = shipped.post("/advice", fields_of(answers))
    assert advice_of(page.html) == expected(rulebase, told)
    assert told["disclaimer"] in parse(page.html).one("footer").text


def test_values_annotate_and_change_nothing_else(rulebase: RuleBase, shipped: Server) -> None:
    answers = fields_of(somebody(rulebase, random.Random(7)))
    plain = shipped.post("/advice", answers).html
    assert rulebase.deciding is not None
    values = [("v", value.id) for value in rulebase.deciding.values]
    valued = shipped.post("/advice", [*answers, *values]).html
    assert advice_of(valued) == advice_of(plain)
    assert parse(valued).all("ul", of="matters") and not parse(plain).all("ul", of="matters")


def test_a_change_gives_what_the_new_answers_give(rulebase: RuleBase, shipped: Server) -> None:
    chance = random.Random(11)
    for _ in range(6):
        before, after = somebody(rulebase, chance), somebody(rulebase, chance)
        tried = shipped.post("/what-if", [*fields_of(before), *fields_of(after, "w")])
        assert tried.status == 200
        assert advice_of(tried.html) == advice_of(shipped.post("/advice", fields_of(after)).html)
        undone = shipped.post("/undo", hidden(tried.html))
        assert advice_of(undone.html) == advice_of(shipped.post("/advice", fields_of(before)).html)


def test_what_cannot_be_seen_is_not_said(rulebase: RuleBase, shipped: Server) -> None:
    """The reading above would be blind to a difference if the page left nothing to compare."""
    page = shipped.post("/advice", fields_of(somebody(rulebase, random.Random(3)))).html
    read = advice_of(page)
    assert read["suggestions"] and read["notes"] and read["not_applicable"]
    assert advice_of(page.replace("<strong>Caution:", "<strong>Limit:")) != read


def hidden(html: str) -> list[tuple[str, str]]:
    """The fields that carry the state of a page."""
    fields = parse(html).one("div", id="carried").all("input")
    return [(one.attributes["name"], one.attributes["value"]) for one in fields]


def file_of(rulebase: RuleBase, case: Case) -> dict[str, object]:
    """The answers of a case as an answers file holds them."""
    several = {question.id for question in rulebase.questions if question.several}
    return {name: sorted(options) if name in several else min(options) for name, options in case.answers.given.items()}
