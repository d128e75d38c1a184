"""``advisor rules explain``, the nearest changes, and what an answer can still change."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from itertools import combinations, product
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.analysis.alternatives import nearest_change
from advisor.analysis.changes import standings
from advisor.analysis.influence import Influence, Influences, influence
from advisor.author.proving.flips import nearest_flips
from advisor.author.proving.rule_explanation import explain
from advisor.author.reports.explanation_report import explanation_json, explanation_text
from advisor.cli.main import cli
from advisor.diagnostics.errors import TooLarge, UsageError
from advisor.engine.consultation import Consultation
from advisor.enumeration.outcomes import Outcomes
from advisor.loading.loader import load_rules
from advisor.model.rules import NOT_SURE
from advisor.questionnaire.answers import check_answers
from advisor.questionnaire.flow import revisable_questions
from tests.conftest import PLANTS, RULES
from tests.people import answers_of, people

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.author.proving.rule_explanation import Step
    from advisor.model.rulebase import RuleBase
    from advisor.questionnaire.answers import Answers

RULEBASE = load_rules(RULES)  # random people need its many questions; no word of it stands here
CONSULTATION = Consultation(RULEBASE)
OUTCOMES = Outcomes(RULEBASE)
HOUSEPLANTS = load_rules(PLANTS)
PLANT_OUTCOMES = Outcomes(HOUSEPLANTS)
PERSON = {"troubles": ["brown_tips"], "brown_spread": "few", "watering": "often", "spending": "none"}
NOT_CUT = """\
rules_out:
  - rule: cut-tips-wet
    trouble: brown_tips
    when: {wet: yes}
    because: A wet plant stands no cut.
    basis: house judgement
  - rule: cut-tips-money
    trouble: brown_tips
    when: {money: yes}
    because: Money buys better.
    basis: house judgement
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The house plants, where a rule-out blocks a fit."""
    folder = Path(shutil.copytree(PLANTS, tmp_path_factory.mktemp("plants") / "rules"))
    with (folder / "treatments" / "cut_tips.yaml").open("a", encoding="utf-8") as file:
        file.write(NOT_CUT)
    return folder


@pytest.fixture(scope="module")
def uncut(folder: Path) -> RuleBase:
    return load_rules(folder)


def _all(steps: tuple[Step, ...]) -> Iterator[Step]:
    for step in steps:
        yield step
        yield from _all(step.steps)


def test_why_not_shows_each_rule_each_condition_and_the_nearest_changes(uncut: RuleBase) -> None:
    shown = explanation_text(explain(uncut, check_answers(uncut, PERSON), "cut_tips"))
    lines = [line.split("  -->")[0].rstrip() for line in shown.splitlines()]
    assert lines[0] == "Cutting off the tips (cut_tips): not recommended"
    for line in (
        "true   rules out cut-tips-wet, for brown_tips",
        "  true   wet: yes",
        "    true   follows by soil-is-wet",
        "      true   watering: often (answered: often)",
        "false  rules out cut-tips-money",
        "      false  spending: some (answered: none)",
        "true   fits (may_help, 20 points) cut-tips-few, for brown_tips: blocked by cut-tips-wet",
    ):
        assert any(found.startswith(line) for found in lines), line
    assert shown.endswith(
        "The nearest changes of answers that put it elsewhere:\n"
        "  1 answer changed: watering seldom or not_sure -> suggested\n"
        "  1 answer changed: troubles without brown_tips -> not called for\n"
    )


def test_every_rule_condition_and_claim_is_shown_with_its_file_and_line(uncut: RuleBase) -> None:
    for treatment in uncut.treatment_by_id:
        steps = list(_all(explain(uncut, check_answers(uncut, PERSON), treatment).steps))
        without = {step.text for step in steps if not step.position}
        assert all(text.startswith(("because: ", "any of these", "not ")) for text in without)
        for step in (step for step in steps if step.position):
            assert step.position
            named = step.text.partition(", for ")[0].split(": ")[0].split()[-1]
            text = Path(step.position.source.path).read_text(encoding="utf-8").splitlines()[step.position.line - 1]
            if step.text.startswith(("fits", "moves", "rules out", "follows by", "claim")):
                assert named in text, step


@settings(max_examples=40)
@given(people(RULEBASE), st.sampled_from(sorted(RULEBASE.treatment_by_id)))
def test_the_proof_agrees_with_the_advice(person: dict[str, frozenset[str]], treatment: str) -> None:
    spot = standings(CONSULTATION.advise(answers_of(RULEBASE, person)))[treatment]
    found = explain(RULEBASE, answers_of(RULEBASE, person), treatment)
    assert found.place == spot.place
    fits = [step for step in found.steps if step.text.startswith("fits") and step.holds]
    open_fits = {step.text.split(", for ")[-1] for step in fits if "blocked by" not in step.text}
    assert open_fits == set(spot.kinds)
    barred = any(step.holds for step in found.steps if step.text.startswith("rules out"))
    if spot.place in ("not_recommended", "not_applicable"):
        assert barred is (spot.place == "not_recommended")


def _distance(one: int, other: int) -> int:
    found = 0
    for digit in OUTCOMES.space.digits:
        one, before = divmod(one, digit.radix)
        other, after = divmod(other, digit.radix)
        found += before != after
    return found


def test_the_nearest_changes_are_the_nearest() -> None:
    space = OUTCOMES.space
    for number in range(0, space.size, 17_321):
        for treatment in list(RULEBASE.treatment_by_id)[::6]:
            flips = nearest_flips(OUTCOMES, number, treatment, to="suggested")
            mask = OUTCOMES.suggested[treatment]
            if mask >> number & 1:
                continue
            assert len(flips.flips[0].changes) == min(_distance(number, other) for other in space.numbers(mask))


def test_an_unknown_treatment_names_the_nearest_one() -> None:
    with pytest.raises(UsageError) as caught:
        explain(HOUSEPLANTS, check_answers(HOUSEPLANTS, PERSON), "cut_tps")
    assert str(caught.value) == "there is no treatment `cut_tps`; did you mean cut_tips?"


def test_what_is_too_large_is_not_searched(monkeypatch: pytest.MonkeyPatch) -> None:
    def too_large(_: RuleBase) -> Outcomes:
        raise TooLarge(10**9, 10**6, [("tone", 7)])

    monkeypatch.setattr("advisor.author.proving.rule_explanation.Outcomes", too_large)
    shown = explanation_text(explain(HOUSEPLANTS, check_answers(HOUSEPLANTS, PERSON), "rinse"))
    assert shown.endswith(
        "nearest changes: not searched: too large to prove: 1000000000 answer combinations, and the limit is 1000000; "
        "the questions that cost most are tone (7)\n"
    )


def test_the_command_writes_text_and_json(folder: Path, uncut: RuleBase, tmp_path: Path) -> None:
    file = tmp_path / "answers.json"
    file.write_text(json.dumps(PERSON), encoding="utf-8")
    arguments = ["rules", "explain", "--rules", str(folder), "cut_tips", "--answers"]
    told = json.loads(CliRunner().invoke(cli, [*arguments, str(file), "--format", "json"]).output)
    assert told["list"] == "not_recommended"
    assert told["steps"][0]["place"].keys() == {"path", "line", "column"}
    assert told["nearest_changes"]["changes"][0]["to"] == "suggested"
    same = CliRunner().invoke(cli, [*arguments, "-"], input=json.dumps(PERSON)).output
    assert same == explanation_text(explain(uncut, check_answers(uncut, PERSON), "cut_tips"))
    assert told == json.loads(explanation_json(explain(uncut, check_answers(uncut, PERSON), "cut_tips")))


def test_another_field_is_explained_too() -> None:
    for number in PLANT_OUTCOMES.space.numbers(PLANT_OUTCOMES.every):
        person = answers_of(HOUSEPLANTS, PLANT_OUTCOMES.space.profile(number))
        for treatment in HOUSEPLANTS.treatment_by_id:
            found = explain(HOUSEPLANTS, person, treatment)
            assert PLANT_OUTCOMES.lists[found.place][treatment] >> number & 1


@settings(max_examples=40)
@given(people(RULEBASE), st.sampled_from(sorted(RULEBASE.treatment_by_id)))
def test_the_nearest_change_is_the_first_that_a_consultation_confirms(
    person: dict[str, frozenset[str]], treatment: str
) -> None:
    def suggested(answers: Answers) -> bool:
        return treatment in {one.treatment for one in CONSULTATION.advise(answers).suggestions}

    if suggested(answers_of(RULEBASE, person)):
        return
    plain = answers_of(RULEBASE, person).plain()
    still_open = list(revisable_questions(RULEBASE.questions, person))
    for size in range(1, len(still_open) + 1):
        for questions in combinations(still_open, size):
            others = [[o for o in q.option_ids if o not in person[q.id] and o != NOT_SURE] for q in questions]
            for options in product(*others):
                change = dict(zip((question.id for question in questions), options, strict=True))
                if suggested(check_answers(RULEBASE, {**plain, **change})):
                    assert nearest_change(RULEBASE, answers_of(RULEBASE, person), treatment) == change
                    return
    assert nearest_change(RULEBASE, answers_of(RULEBASE, person), treatment) is None


def _given(**answers: str | list[str]) -> dict[str, frozenset[str]]:
    return {name: frozenset([value] if isinstance(value, str) else value) for name, value in answers.items()}


def _told(number: int, treatment: str) -> tuple[object, ...]:
    outcomes = PLANT_OUTCOMES
    places = tuple(table[treatment] >> number & 1 for table in outcomes.lists.values())
    scores = [(k, s.at(number)) for (t, k), s in outcomes.scores.items() if t == treatment and s.where >> number & 1]
    return (*places, *scores)


def test_an_answer_s_influence_is_what_differs_between_profiles() -> None:
    for number in PLANT_OUTCOMES.space.numbers(PLANT_OUTCOMES.every):
        answers = PLANT_OUTCOMES.space.profile(number)
        for question in ("watering", "spending"):
            found = influence(
                PLANT_OUTCOMES, {name: given for name, given in answers.items() if name != question}, question
            )
            others = [
                PLANT_OUTCOMES.space.number({**answers, question: frozenset({option})})
                for option in HOUSEPLANTS.question_by_id[question].option_ids
            ]
            for treatment in HOUSEPLANTS.treatment_by_id:
                assert (treatment in found.treatments) is (len({_told(n, treatment) for n in others}) > 1), treatment


def test_influence_is_one_plain_sentence() -> None:
    everything = influence(PLANT_OUTCOMES, {}, HOUSEPLANTS.kinds.question)
    assert set(everything.treatments) == set(HOUSEPLANTS.treatment_by_id)
    assert Influence(("a", "b"), 1, 3, 19).text == (
        "What you answer here can still change where 2 of the 19 treatments stand, 1 warning and 3 notes."
    )
    influences = Influences(replace(HOUSEPLANTS, notes=()))
    assert influences.words(_given(troubles=[]), "spending") == (
        "With your answers so far, what you answer here changes nothing in the advice."
    )
    assert influences.words({}, "pot") == ""


def test_influence_forgets_answers_that_the_question_leads_to() -> None:
    before = influence(PLANT_OUTCOMES, {}, HOUSEPLANTS.kinds.question)
    given = _given(troubles=["yellow_leaves"], yellow_spread="most")
    assert influence(PLANT_OUTCOMES, given, HOUSEPLANTS.kinds.question) == before


def test_the_masks_of_one_rule_base_are_kept() -> None:
    influences = Influences(HOUSEPLANTS)
    assert influences.outcomes is influences.outcomes
    assert influences.outcomes.rulebase is HOUSEPLANTS
