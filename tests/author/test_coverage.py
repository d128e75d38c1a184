"""What cases exercise: by rule, by condition, by share of answer combinations; never rounded up."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from advisor.author.casework.case_coverage import measure_coverage
from advisor.author.proving.proof import Proof
from advisor.author.reports.figures import share
from advisor.cases.cases import open_cases
from advisor.cli.rules.coverage import command
from advisor.diagnostics.errors import RuleBaseInvalid
from advisor.engine.consultation import Consultation
from advisor.loading.loader import load_rules
from tests.conftest import PLANTS as GOOD
from tests.conftest import RULES
from tests.people import answers_of

if TYPE_CHECKING:
    from advisor.model.rulebase import RuleBase
    from advisor.questionnaire.answers import Answers

PLANTS = Path(__file__).parent.parent / "rulefiles" / "sketch" / "houseplants"
LICE = """\
- case: lice
  answers: {troubles: [lice], spending: some}
  expect: {only: [rinse]}
"""
MISSING = """\
Fired by no case:
  rules/derivations.yaml:6:3  derivation looks-well
  rules/notes.yaml:1:3  note wash-the-pot
  rules/treatments/new_soil.yaml:13:5  fit new-soil-yellow
  rules/treatments/new_soil.yaml:19:5  rule-out new-soil-brown-tips
  rules/treatments/new_soil.yaml:25:5  adjustment new-soil-lice
  rules/treatments/rinse.yaml:18:5  stressed warning rinse-cold-water
  rules/treatments/rinse.yaml:18:5  warning rinse-cold-water

Conditions that no case makes true, or none makes false:
  rules/derivations.yaml:2:10  has-money: `spending: some` false
  rules/derivations.yaml:7:23  looks-well: `troubles: lice` false
  rules/derivations.yaml:7:41  looks-well: `yellow_spread: most, not_sure` true
  rules/notes.yaml:4:10  wash-the-pot: `suggests: breaks_skin yes, setting shop` true
  rules/notes.yaml:10:17  look-often: `suggests: rinse` false
  rules/rulebase.yaml:17:13  shop: `money: yes` false
  rules/treatments/new_soil.yaml:14:21  new-soil-yellow: `trouble: yellow_leaves, spread: few, most, not_sure` true
  rules/treatments/new_soil.yaml:20:14  new-soil-brown-tips: `trouble: brown_tips` true
  rules/treatments/new_soil.yaml:21:19  new-soil-brown-tips: `spending: some` false
  rules/treatments/new_soil.yaml:21:43  new-soil-brown-tips: `well: yes` true
  rules/treatments/new_soil.yaml:26:12  new-soil-lice: `troubles: lice` false
  rules/treatments/rinse.yaml:13:21  rinse-lice: `trouble: lice` false
  rules/treatments/rinse.yaml:20:21  rinse-cold-water: `trouble: yellow_leaves, spread: most` true
  rules/treatments/rinse.yaml:22:27  rinse-cold-water: `well: yes` true

Rules, warnings and notes: 4 of 11 (36.3 %) fired by some case
Conditions: 14 of 28 (50.0 %) made true, or made false, by some case (each counted apart)
Answer combinations
  3 of 32 (9.3 %): everything that fires for them is fired by some case
  1 of 32 (3.1 %): for each treatment by itself, exactly what fires for them fires for some case
  1 of 32 (3.1 %): exactly what fires for them fires for one and the same case
1 case. Shares are cut off, never rounded up.
"""


@pytest.fixture
def plants(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(PLANTS, tmp_path / "rules")
    (tmp_path / "rules" / "cases").mkdir()
    (tmp_path / "rules" / "cases" / "some.yaml").write_text(LICE)
    monkeypatch.chdir(tmp_path)
    return Path("rules")


def _run(*arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(command, arguments, standalone_mode=False)
    if done.exception:
        raise done.exception
    return done.return_value, done.output


def test_the_whole_report(plants: Path) -> None:
    assert _run("--rules", str(plants)) == (1, MISSING)


def test_as_json(plants: Path) -> None:
    code, text = _run("--rules", str(plants), "--format", "json")
    told = json.loads(text)
    assert code == 1 and told["complete"] is False and told["cases"] == 1
    assert told["answer_combinations"]["all"] == 32
    assert [told["answer_combinations"][what]["number"] for what in ("known", "by_treatment", "alike")] == [3, 1, 1]
    assert {
        "sort": "fit",
        "id": "rinse-lice",
        "cases": 1,
        "possible": True,
        "place": told["rules"][5]["place"],
    } in told["rules"]
    assert sum(not one["cases"] for one in told["conditions"]) == 14


def test_what_no_answers_can_do_is_told_apart_and_asked_of_no_case(plants: Path) -> None:
    path = plants / "treatments" / "rinse.yaml"
    path.write_text(path.read_text().replace("{not: {well: yes}}", "{all: [{well: yes}, {troubles: lice}]}"))
    found = measure_coverage(Proof(load_rules(plants)), open_cases(load_rules(plants), plants))
    assert [(one.item, one.possible) for one in found.impossible] == [("rinse-cold-water", False)]
    assert "stressed warning" not in {one.called for one in found.unfired}
    _, text = _run("--rules", str(plants))
    assert (
        "Not possible for any answer combination, so no case is asked for:\n"
        "  rules/treatments/rinse.yaml:18:5  stressed warning rinse-cold-water\n" in text
    )


def test_the_shipped_cases_fire_every_rule_and_make_every_condition_true_and_false(rulebase: RuleBase) -> None:
    found = measure_coverage(Proof(rulebase), open_cases(rulebase, RULES))
    assert found.unfired == () and found.unmade == ()
    assert found.known == found.every and 0 < found.alike < found.by_treatment < found.every


def test_the_figures_hold_against_the_engine() -> None:
    """Each rule fires for as many cases as experta's traces say; an adjustment where it is among the reasons given."""
    rulebase = load_rules(GOOD)
    consultation = Consultation(rulebase)
    cases = open_cases(rulebase, GOOD)
    advices = [consultation.advise(case.answers) for case in cases]
    traces = [{firing.rule for firing in advice.trace} for advice in advices]
    reasons = [
        {reason.rule for shown in (*advice.suggestions, *advice.beyond_budget) for reason in shown.reasons}
        for advice in advices
    ]
    for one in measure_coverage(Proof(rulebase), cases).rules:
        if one.called in ("derivation", "fit", "rule-out", "adjustment"):
            counted = reasons if one.called == "adjustment" else traces
            assert one.cases == sum(one.item in found for found in counted), one.item


def test_people_alike_are_those_for_whom_the_same_fires(plants: Path) -> None:
    """Counted once more, answer combination by answer combination, from the engine."""
    rulebase = load_rules(plants)
    proof, consultation, cases = Proof(rulebase), Consultation(rulebase), open_cases(rulebase, plants)

    def fires(answers: Answers) -> frozenset[object]:
        advice = consultation.advise(answers)
        return frozenset(
            (firing.rule, firing.concludes) for firing in advice.trace if not firing.rule.startswith("reach")
        ) | {(note.id, "noted") for note in advice.notes}

    by_case = [fires(case.answers) for case in cases]
    everyone = [fires(answers_of(rulebase, proof.space.profile(n))) for n in proof.space.numbers(proof.space.every)]
    assert measure_coverage(proof, cases).alike == sum(one in by_case for one in everyone)


def test_shares_are_cut_off_and_never_rounded_up() -> None:
    assert share(125_999, 126_000) == "99.9 %"
    assert share(126_000, 126_000) == "100 %"
    assert share(1, 126_000) == "below 0.1 %"
    assert share(126, 126_000) == "0.1 %"
    assert share(4_880, 126_000) == "3.8 %"
    assert share(63_000, 126_000) == "50.0 %"
    assert share(0, 7) == "0.0 %"
    assert share(2, 3) == "66.6 %"


def test_without_cases_there_is_nothing_to_measure(plants: Path) -> None:
    (plants / "cases" / "some.yaml").unlink()
    with pytest.raises(RuleBaseInvalid) as caught:
        _run("--rules", str(plants))
    assert [finding.message for finding in caught.value.findings] == ["there are no cases in rules/cases"]
