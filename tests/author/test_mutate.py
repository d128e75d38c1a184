"""Mutants: the light judge against real advice, what is proved to change nothing, and the shipped cases' figures."""

from __future__ import annotations

import json
import random
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from advisor.author.mutation.equivalence import VisibleAdvice, difference
from advisor.author.mutation.mutants import mutants
from advisor.author.mutation.mutation_run import Judge, Mutation, mutate
from advisor.author.proving.proof import Proof
from advisor.author.reports.mutation_report import case_yaml, mutation_text
from advisor.cases.cases import open_cases
from advisor.cases.expectations import Expectation, judge_expectations
from advisor.cases.observed import Observed, observed_at, observed_by
from advisor.cli.rules.mutate import command
from advisor.diagnostics.errors import AdvisorError, TooLarge
from advisor.engine.consultation import Consultation
from advisor.loading.loader import load_rules
from advisor.syntax.tree import read_text
from tests.conftest import PLANTS, RULES
from tests.people import answers_of

if TYPE_CHECKING:
    from advisor.author.mutation.mutants import Mutant
    from advisor.model.advice import Advice
    from advisor.model.rulebase import RuleBase
    from advisor.questionnaire.answers import Answers

SKETCH = Path(__file__).parent.parent / "rulefiles" / "sketch" / "houseplants"
WET = ("soil-is-wet", "less-water-wet", "damp-tray-wet-feet", "let-it-dry")
CASE = """\
- case: lice
  answers: {troubles: [lice], spending: some}
  expect: {only: [rinse], notes: [look-often]}
"""


@pytest.fixture(scope="module")
def proof(rulebase: RuleBase) -> Proof:
    return Proof(rulebase)


@pytest.fixture(scope="module")
def all_mutants(rulebase: RuleBase) -> list[Mutant]:
    return list(mutants(rulebase))


@pytest.fixture
def sketch(tmp_path: Path) -> Path:
    root = tmp_path / "rules"
    shutil.copytree(SKETCH, root)
    (root / "cases").mkdir()
    (root / "cases" / "some.yaml").write_text(CASE)
    return root


def _numbers(proof: Proof, count: int, seed: int) -> list[int]:
    space, numbers = proof.space, random.Random(seed)
    return [n for n in (numbers.randrange(space.size) for _ in range(count)) if space.every >> n & 1]


def _answers(proof: Proof, number: int) -> Answers:
    return answers_of(proof.rulebase, proof.space.profile(number))


def test_the_masks_tell_what_the_advice_tells(proof: Proof, consultation: Consultation) -> None:
    numbers = _numbers(proof, 150, 1)
    assert len(numbers) > 100
    for number in numbers:
        told = observed_by(consultation.advise(_answers(proof, number)))
        assert observed_at(proof.outcomes, number) == told, proof.space.profile(number)


def test_cut_down_to_the_cases_the_masks_tell_the_same(proof: Proof, consultation: Consultation) -> None:
    cases = open_cases(proof.rulebase, RULES)
    outcomes = Judge(proof, cases).at_cases.outcomes
    for place, case in enumerate(cases):
        assert observed_at(outcomes, place) == observed_by(consultation.advise(case.answers)), case.name


def _seen(advice: Advice) -> tuple[Observed, set[tuple[str, str, tuple[str, ...]]]]:
    shown = (*advice.suggestions, *advice.beyond_budget, *advice.not_recommended, *advice.not_applicable)
    return observed_by(advice), {(one.treatment, reason.rule, reason.kinds) for one in shown for reason in one.reasons}


def test_a_mutant_is_judged_as_experta_would(
    proof: Proof, consultation: Consultation, all_mutants: list[Mutant]
) -> None:
    """The cases' advice under a mutant, and where it differs, hold against real advice, for every kind of mutant."""
    cases = open_cases(proof.rulebase, RULES)
    light = Judge(proof, cases)
    kinds = {mutant.kind: mutant for mutant in random.Random(2).sample(all_mutants, len(all_mutants))}
    derived = [mutant for mutant in all_mutants if mutant.position.source.path.endswith("derivations.yaml")]
    for mutant in (*kinds.values(), *random.Random(3).sample(derived, 3)):
        outcomes = light._outcomes(mutant.rulebase, whole=False)
        differs = difference(light.at_cases, VisibleAdvice(outcomes))
        real = Consultation(mutant.rulebase)
        first = (differs & -differs).bit_length() - 1
        for place in {*random.Random(mutant.change).sample(range(len(cases)), 3), *([first] if differs else [])}:
            before, after = (_seen(one.advise(cases[place].answers)) for one in (consultation, real))
            assert observed_at(outcomes, place) == after[0], (mutant, cases[place].name)
            assert bool(differs >> place & 1) == (before != after), (mutant, cases[place].name)


@pytest.mark.exhaustive  # the tutorial mutates the shipped rules too, and is followed in each quick run
def test_the_shipped_cases_leave_no_survivor_where_it_matters(proof: Proof) -> None:
    found = mutate(proof, open_cases(proof.rulebase, RULES))
    assert found.tally(group="rule-outs").made > 0 and found.tally(group="warnings").made > 0
    assert found.reaches(95), mutation_text(found, 95)


def test_what_is_proved_equivalent_is_so_for_real_advice(
    proof: Proof, consultation: Consultation, all_mutants: list[Mutant]
) -> None:
    light = Judge(proof, open_cases(proof.rulebase, RULES))
    found = [
        mutant
        for mutant in random.Random(4).sample(all_mutants, 60)
        if not difference(light.everywhere, VisibleAdvice(light._outcomes(mutant.rulebase, whole=True)))
    ]
    assert found
    for mutant in found[:4]:
        real = Consultation(mutant.rulebase)
        for number in _numbers(proof, 8, 5):
            answers = _answers(proof, number)
            assert _seen(real.advise(answers)) == _seen(consultation.advise(answers)), mutant


def test_a_dropped_case_lets_mutants_survive_and_the_suggested_case_kills_each(
    plants: RuleBase, tmp_path: Path
) -> None:
    proof = Proof(plants)
    cases = [case for case in open_cases(plants, PLANTS) if case.answers.given["watering"] != {"often"}]
    light = Judge(proof, cases)
    wanted = [mutant for mutant in mutants(plants) if mutant.item in WET]
    survived = [one for one in map(light.judge, wanted) if one.verdict == "survived"]
    assert len(survived) > 3
    for one in survived:
        assert one.suggested is not None and one.differs > 0
        root = tmp_path / "one"
        (root / "cases").mkdir(parents=True, exist_ok=True)
        (root / "cases" / "new.yaml").write_text("\n".join(case_yaml(one.suggested, one.mutant.change)))
        again = Judge(proof, open_cases(plants, root)).judge(one.mutant)
        assert again.verdict == "killed" and again.by == one.mutant.change


def test_a_second_rule_base_is_mutated_too(sketch: Path) -> None:
    found = mutate(Proof(load_rules(sketch)), open_cases(load_rules(sketch), sketch))
    assert found.cases == 1 and found.every == 32
    text = mutation_text(found, 95)
    assert (
        f"""\
survived: has-money without this derivation
  --> {sketch.as_posix()}/derivations.yaml:1:3
  No case notices it. It changes the advice for 12 of 32 answer combinations.
  A case that would notice it. Its expectation is what the rules say today: add it only if that is right.

    - case: "has-money without this derivation"
      answers: {{troubles: [yellow_leaves], yellow_spread: few, spending: some}}
      expect: {{suggested: [new_soil]}}
"""
        in text
    )
    assert text.endswith(
        """\
fails   rule-outs: 0 of 8 that have an effect were killed (0.0 %); wanted: all
fails   warnings: 0 of 7 that have an effect were killed (0.0 %); wanted: all
fails   the rest: 2 of 33 that have an effect were killed (6.0 %); wanted: 95 %
Judged by 1 case.
"""
    )


def _run(root: Path, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(command, ["--rules", str(root), *arguments], standalone_mode=False)
    if done.exception:
        raise done.exception
    return done.return_value, done.output


def test_the_command(sketch: Path) -> None:
    code, text = _run(sketch)
    assert code == 1 and text.startswith("survived: ")
    code, text = _run(sketch, "--format", "json")
    told = json.loads(text)
    assert code == 1 and told["reaches"] is False and told["combinations"] == 32 and told["cases"] == 1
    assert sum(tally["survived"] for tally in told["by_kind"].values()) == len(told["survived"]) > 0
    assert list(told["survived"][0]) == ["item", "kind", "group", "change", "place", "combinations", "case"]
    read_text(told["survived"][0]["case"].encode(), "a case")


def test_a_case_that_fails_already_is_said_first(sketch: Path) -> None:
    (sketch / "cases" / "some.yaml").write_text(CASE.replace("only: [rinse]", "only: []"))
    with pytest.raises(AdvisorError) as caught:
        _run(sketch)
    assert str(caught.value) == (
        "the case `lice` fails with the rules as they are; first mend it: `advisor rules test` shows how"
    )


def test_a_rule_base_too_large_to_prove_is_said_to_be(sketch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def too_large(_rulebase: RuleBase) -> Proof:
        raise TooLarge(10**9, 10**6, [("troubles", 9)])

    monkeypatch.setattr("advisor.author.proving.subject.Proof", too_large)
    with pytest.raises(TooLarge, match="1000000000 answer combinations"):
        _run(sketch)


def test_a_mutant_that_makes_derivations_circular_is_refused(sketch: Path) -> None:
    path = sketch / "derivations.yaml"
    circle = "- {rule: round, when: {well: yes}, then: {fine: yes}, because: So., basis: house judgement}\n"
    path.write_text(
        path.read_text()
        + circle
        + "- {rule: back, when: {fine: yes}, then: {well: yes}, because: So., basis: house judgement}\n"
    )
    proof = Proof(load_rules(sketch))
    light = Judge(proof, open_cases(proof.rulebase, sketch))
    negated = next(m for m in mutants(proof.rulebase) if m.item == "back" and m.kind == "condition negated")
    assert light.judge(negated).by == "the check for derivations that take each other back"


def test_only_survivors_among_rule_outs_and_warnings_are_never_let_pass(plants: RuleBase) -> None:
    proof = Proof(plants)
    light = Judge(proof, [case for case in open_cases(plants, PLANTS) if case.name.startswith("lice")])
    judged = [light.judge(m) for m in mutants(plants) if m.item == "less-water-dry"]
    assert any(one.verdict == "survived" for one in judged)
    assert not Mutation(tuple(judged), 1, proof.every).reaches(0)


def test_judge_reads_each_expectation(proof: Proof, consultation: Consultation) -> None:
    """No expectation of the shipped cases is met by everyone: each can fail."""
    cases = open_cases(proof.rulebase, RULES)
    tolds = [observed_at(proof.outcomes, number) for number in _numbers(proof, 60, 6)]
    kinds: dict[str, list[Expectation]] = {}
    for case in cases:
        for one in case.expects:
            kinds.setdefault(one.what, []).append(one)
    for what, found in kinds.items():
        assert any(judge_expectations([one], told) for one in found for told in tolds), what
