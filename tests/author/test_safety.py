"""Properties: each form holds where it should, fails where it should, and says what is wrong with how it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from advisor.author.proving.proof import Proof
from advisor.author.proving.properties import Verdict, prove
from advisor.author.proving.safety_file import read_safety
from advisor.diagnostics.errors import RuleBaseInvalid
from advisor.diagnostics.findings import findings_text
from tests.conftest import RULES

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.model.rulebase import RuleBase


@pytest.fixture(scope="module")
def proof(rulebase: RuleBase) -> Proof:
    return Proof(rulebase)


def _verdict(proof: Proof, folder: Path, text: str) -> Verdict:
    file = folder / "safety.yaml"
    file.write_text(f"- property: one\n  claims: [C001]\n{text}", encoding="utf-8")
    (verdict,) = prove(proof, read_safety(proof.rulebase, file, "safety.yaml"))
    return verdict


HOLDS = [
    "  never: {suggests: subcision, when: {budget: home_only}}\n",
    "  never: {offers: {except: [steroid_injection, natural_oils]}}\n  in: [keloid]\n",
    "  never: {suggests: {setting: [professional]}, when: {budget: home_only}}\n",
    "  always: {offers: medium_peel, warns: medium-peel-depth}\n",
    "  always: {when: {scar_types: dark_spots}, suggests: vitamin_c}\n",
    "  always: {when: {scar_types: keloid, suggests: {breaks_skin: yes}}, notes: tell-about-raised-scars}\n",
    "  always: {plans: [ice_pick, keloid]}\n",
    "  above: [subcision, dermal_filler]\n  in: [rolling, overall]\n",
    "  above: {these: subcision, those: {except: subcision}}\n  in: rolling\n  when: {rolling_depth: deep}\n",
    "  monotone: {changing: budget, along: [flexible, home_only], never_adds: {setting: [professional]}}\n",
]
# each with how many answer combinations it fails for, worked out by hand below
FAILS = [
    # suggested where rolling is reported and the budget is not home_only: 4 depths * 5 * 5 * 8 * 7 * 3 * 2 * 2
    ("  never: {suggests: subcision}\n", 4 * 5 * 5 * 8 * 7 * 3 * 2 * 2),
    # vitamin C is suggested where dark spots are: half of the kinds beside the sunken ones
    ("  never: {suggests: vitamin_c}\n", 126_000 // 2),
    ("  above: [dermal_filler, subcision]\n  in: rolling\n", 4 * 5 * 5 * 8 * 7 * 3 * 2 * 2),
]


@pytest.mark.parametrize("text", HOLDS)
def test_holds(proof: Proof, tmp_path: Path, text: str) -> None:
    verdict = _verdict(proof, tmp_path, text)
    assert verdict.fails == 0
    assert verdict.concerns, "and it is about someone"


@pytest.mark.parametrize(("text", "number"), FAILS)
def test_fails_for_so_many(proof: Proof, tmp_path: Path, text: str, number: int) -> None:
    assert _verdict(proof, tmp_path, text).fails.bit_count() == number


def test_an_always_without_premise_is_about_everyone(proof: Proof, tmp_path: Path) -> None:
    verdict = _verdict(proof, tmp_path, "  always: {suggests: vitamin_c}\n")
    assert (verdict.concerns.bit_count(), verdict.fails.bit_count()) == (126_000, 63_000)


def test_going_up_the_budget_adds_professional_care(proof: Proof, tmp_path: Path) -> None:
    text = "  monotone: {changing: budget, along: [home_only, flexible], never_adds: subcision}\n"
    assert _verdict(proof, tmp_path, text).fails.bit_count() == 4 * 5 * 5 * 8 * 7 * 3 * 2


def test_the_example_leaves_out_what_does_not_matter(proof: Proof, tmp_path: Path) -> None:
    verdict = _verdict(proof, tmp_path, "  never: {suggests: subcision, when: {skin_tone: VI}}\n")
    assert proof.example(verdict.fails) == (
        "scar_types rolling, rolling_depth shallow, skin_tone VI, budget some_professional, anything else"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "says nothing that must hold"),
        ("  never: {suggests: subcision}\n  always: {suggests: subcision}\n", "says both `never` and `always`"),
        ("  never: {suggests: subcison}\n", "there is no treatment `subcison`"),
        ("  never: {when: {budget: home_only}}\n", "`never` names nothing"),
        ("  never: {suggests: subcision, when: {buget: home_only}}\n", "there is no question or fact `buget`"),
        ("  never: {suggests: subcision, when: {budget: home}}\n", "budget has no option `home`"),
        ("  always: {offers: subcision, warns: subcision-raised}\n", "there is nothing called `subcision-raised`"),
        ("  above: subcision\n  in: rolling\n", "`above` takes two treatments"),
        ("  above: [subcision, dermal_filler]\n", "has no `in`"),
        ("  above: [subcision, dermal_filler]\n  in: roling\n", "scar_types has no option `roling`"),
        ("  monotone: {changing: scar_types, along: [keloid], never_adds: subcision}\n", "cannot be changed along"),
        ("  monotone: {changing: budget, along: [flexible], never_adds: subcision}\n", "`along` takes two options"),
        ("  never: {suggests: subcision}\n  when: {budget: home_only}\n", "`when` has no place beside `never`"),
        ("  always: {suggests: subcision}\n  when: {budget: home_only}\n", "`when` has no place beside `always`"),
        ("  sometimes: {suggests: subcision}\n", "a property has no key `sometimes`"),
    ],
)
def test_a_mistake_is_named_with_its_place(proof: Proof, tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(RuleBaseInvalid) as caught:
        _verdict(proof, tmp_path, text)
    shown = findings_text(caught.value.findings)
    assert said in shown
    assert "--> safety.yaml:" in shown


def test_the_shipped_properties_all_hold_and_concern_someone(proof: Proof) -> None:
    verdicts = prove(proof, read_safety(proof.rulebase, RULES / "safety.yaml", "rules/safety.yaml"))
    assert len(verdicts) >= 50
    assert [verdict.property.id for verdict in verdicts if verdict.fails or not verdict.concerns] == []


def _scores(proof: Proof, treatment: str, kind: str) -> dict[int, int]:
    return {
        number: proof.outcomes.scores[treatment, kind].at(number)
        for number in proof.space.numbers(
            proof.outcomes.fits.get((treatment, kind), 0) & proof.outcomes.within_reach["home"]
        )
    }


def test_needling_is_graded_higher_for_rolling_and_boxcar_than_for_ice_pick(proof: Proof) -> None:
    least = min(min(_scores(proof, "microneedling_professional", kind).values()) for kind in ("rolling", "boxcar"))
    assert least > max(_scores(proof, "microneedling_professional", "ice_pick").values())


def test_the_prescription_form_is_faster_and_never_placed_better(proof: Proof) -> None:
    outcomes = proof.outcomes
    for kind in outcomes.reported:
        one, other = (outcomes.scores.get((t, kind)) for t in ("prescription_retinoid", "otc_retinol"))
        assert (one is None) == (other is None)
        assert one is None or other is None or one.above(other) == 0


def test_the_filler_that_conceals_never_stands_above_what_is_named_for_the_scar(proof: Proof) -> None:
    outcomes, rulebase = proof.outcomes, proof.rulebase
    for treatment in rulebase.treatments:
        for fit in treatment.fits:
            for kind, mask in ((k, outcomes.decisive_fits.get((fit.id, k), 0)) for k in outcomes.reported):
                conceals = outcomes.scores.get(("temporary_filler", kind))
                if fit.grade == "named_for" and mask and conceals:
                    assert conceals.above(outcomes.scores[treatment.id, kind]) & mask == 0, fit.id
