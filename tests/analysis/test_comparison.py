"""What helps to decide: what is read of it, options side by side, and what is said in the light of a value."""

from __future__ import annotations

import dataclasses
import json
import shutil
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.analysis.annotations import annotations_of
from advisor.analysis.comparison import MOST, NOTHING, UNSAID, Comparison, comparable_options, compare
from advisor.author.checks import claims_not_acted_on, reading_level, unmarked_judgements, unused_claims
from advisor.author.proving.subject import open_subject
from advisor.diagnostics.errors import UsageError
from advisor.engine.consultation import Consultation
from advisor.enumeration.outcomes import Outcomes
from advisor.loading.loader import load_rules
from advisor.model.rules import SEVERITIES, AttributedText
from advisor.questionnaire.answers import check_answers
from advisor.render.console import advice_text
from advisor.render.explanations import comparison_blocks
from advisor.render.json import advice_json
from advisor.render.text_blocks import text_of
from tests.conftest import PLANTS, RULES
from tests.people import answers_of, people

if TYPE_CHECKING:
    from advisor.model.advice import Advice
    from advisor.model.rulebase import RuleBase

PERSON = {
    "troubles": ["yellow_leaves", "brown_tips", "lice"],
    "yellow_spread": "few",
    "brown_spread": "few",
    "watering": "seldom",
    "spending": "some",
}
SHIPPED_VALUES = ("downtime", "needles", "cost", "speed", "pigment")
VALUES = ("little_work", "no_blade")


@pytest.fixture(scope="module")
def talkative(plants: RuleBase) -> RuleBase:
    """House plants of which two more warn, and of which more rests on the book."""
    treatments = dict(plants.treatment_by_id)
    rinse, water = treatments["rinse"], treatments["less_water"]
    cold = next(one for one in rinse.warnings if one.id == "rinse-cold-water")
    more = (*treatments["cut_tips"].warnings, *treatments["damp_tray"].warnings)
    own = tuple(dataclasses.replace(one, id=f"rinse-{one.id}", treatment="rinse") for one in more)
    treatments["rinse"] = dataclasses.replace(rinse, warnings=(*rinse.warnings, *own))
    cold = dataclasses.replace(cold, id="less-water-cold", treatment="less_water")
    treatments["less_water"] = dataclasses.replace(water, warnings=(cold,))
    assert plants.deciding is not None
    deciding = dataclasses.replace(
        plants.deciding,
        nothing=dataclasses.replace(plants.deciding.nothing, claims=("B1", "B3")),
        updates=plants.deciding.updates._replace(claims=("B7",)),
    )
    return dataclasses.replace(plants, treatments=tuple(treatments.values()), deciding=deciding)


@pytest.fixture(scope="module")
def advice(talkative: RuleBase) -> Advice:
    return Consultation(talkative).advise(check_answers(talkative, PERSON))


def without_decision_aid(advice: Advice) -> Advice:
    return dataclasses.replace(advice, rulebase=dataclasses.replace(advice.rulebase, deciding=None))


def cell(comparison: Comparison, label: str, column: str) -> str:
    at = [one.id for one in comparison.columns].index(column)
    return "\n".join(next(row for row in comparison.rows if row.label == label).cells[at].texts)


@settings(max_examples=60, deadline=None)
@given(data=st.data())
@pytest.mark.parametrize("folder", [RULES, PLANTS], ids=["scars", "plants"])
def test_the_warnings_of_anyone_are_those_of_the_masks(folder: Path, data: st.DataObject) -> None:
    """Of what is offered and of all else: the same by the proofs, which share no code with this."""
    outcomes = _outcomes(folder)
    rulebase = outcomes.rulebase
    person = data.draw(people(rulebase))
    advice, number = Consultation(rulebase).advise(answers_of(rulebase, person)), outcomes.space.number(person)
    for treatment in rulebase.treatments:
        expected = set()
        for warning in treatment.warnings:
            holds = any(mask >> number & 1 for mask in outcomes.masks_by_kind(warning.binding, warning.when).values())
            stress = warning.stressed_when is not None and outcomes.space.mask(warning.stressed_when) >> number & 1
            expected |= {(warning.id, bool(stress))} if holds else set()
        found = advice.told_of(treatment.id).warnings
        assert {(one.id, one.stressed) for one in found} == expected
        assert [SEVERITIES.index(one.severity) for one in found] == sorted(SEVERITIES.index(w.severity) for w in found)


@cache
def _outcomes(folder: Path) -> Outcomes:
    return Outcomes(load_rules(folder))


class TestReading:
    def test_the_plants(self) -> None:
        rulebase = load_rules(PLANTS)
        deciding = rulebase.deciding
        assert deciding is not None
        assert deciding.condition == "Troubles of house plants"
        assert deciding.chances == ("The book gives no numbers.", "house judgement", ())
        assert deciding.funding.text == "A printer paid for the book."
        assert deciding.ready == ("Do I know what each way may do?", "Am I sure?")
        assert deciding.nothing.questions == ("Would you wait?",)
        assert deciding.nothing.basis == "house judgement"
        work, blade = deciding.values
        assert [(one.treatments, one.stands, one.claims) for one in work.says] == [
            (("new_soil", "cut_tips"), "against", ("B3", "B6")),
            (("less_water",), "for", ()),
        ]
        soil, rinse = work.saying_on("new_soil"), blade.saying_on("rinse")
        assert soil is not None and soil.text == "The plant has to be worked on by hand."
        assert rinse is not None and rinse.stands == "mixed"
        assert blade.saying_on("new_soil") is None
        kitchen, shop = rulebase.settings
        assert kitchen.cost[:2] == ("Nothing has to be bought.", "house judgement")
        assert shop.cost == AttributedText()

    def test_it_may_be_left_out(self, tmp_path: Path) -> None:
        rules = Path(shutil.copytree(PLANTS, tmp_path / "rules"))
        (rules / "deciding.yaml").unlink()
        bare = load_rules(rules)
        assert bare.deciding is None
        assert bare.digest != load_rules(PLANTS).digest


class TestShippedTexts:
    """What is proved of the words themselves; what they say of the source was read claim by claim."""

    def test_five_values_in_order(self, rulebase: RuleBase) -> None:
        assert rulebase.deciding is not None
        assert tuple(value.id for value in rulebase.deciding.values) == SHIPPED_VALUES

    def test_every_treatment_is_told_of_under_every_value(self, rulebase: RuleBase) -> None:
        for treatment in rulebase.treatments:
            found = annotations_of(rulebase.deciding, treatment.id, SHIPPED_VALUES)
            assert [one.value_id for one in found] == list(SHIPPED_VALUES)
            assert all(one.text for one in found)

    def test_a_judgement_says_so_in_its_words_or_its_basis(self, rulebase: RuleBase) -> None:
        assert rulebase.deciding is not None
        for value in rulebase.deciding.values:
            for saying in value.says:
                judged = "own reading" in saying.text or "we take" in saying.text
                assert judged == (saying.basis == "house judgement"), saying.id
                assert saying.claims, saying.id

    def test_no_label_names_a_treatment_or_calls_something_best(self, rulebase: RuleBase) -> None:
        assert rulebase.deciding is not None
        names = {treatment.name.lower() for treatment in rulebase.treatments}
        for value in rulebase.deciding.values:
            assert not any(name in value.label.lower() for name in names)
            for text in (value.label, value.help, value.unsaid, *(saying.text for saying in value.says)):
                assert " best" not in text.lower()

    def test_home_care_is_not_called_cheap(self, rulebase: RuleBase) -> None:
        for treatment in rulebase.treatments:
            (cost,) = annotations_of(rulebase.deciding, treatment.id, ["cost"])
            professional = treatment.setting == "professional"
            assert cost.stands == ("against" if professional else "unsaid"), treatment.id
            assert {"C025", "C026"} <= set(cost.claims) if professional else cost.claims == ()

    def test_what_goes_through_the_skin_is_never_said_to_spare_it(self, rulebase: RuleBase) -> None:
        for treatment in rulebase.treatments:
            (needles,) = annotations_of(rulebase.deciding, treatment.id, ["needles"])
            assert (needles.stands == "against") == (treatment.invasiveness >= 2), treatment.id

    def test_whoever_warns_of_colour_speaks_against_under_colour(self, rulebase: RuleBase) -> None:
        for claim, treatment in (("C060", "medium_peel"), ("C065", "deep_peel"), ("C108", "laser_resurfacing")):
            (colour,) = annotations_of(rulebase.deciding, treatment, ["pigment"])
            assert colour.stands == "against" and claim in colour.claims


class TestCompare:
    def test_the_same_rows_for_each(self, advice: Advice) -> None:
        chosen = [NOTHING, "rinse", "less_water", "cut_tips"]
        found = compare(advice, chosen, VALUES)
        assert [column.id for column in found.columns] == chosen
        assert [row.label for row in found.rows] == [
            "What it is", "For you", "How well", "Numbers", "Harms", "Afterwards", "Where", "Cost",
            "Left open", "Little work", "No blade", "To ask the clinician",
        ]  # fmt: skip
        assert all(len(row.cells) == 4 and all(all(one.texts) for one in row.cells) for row in found.rows)
        numbers, deciding = next(row for row in found.rows if row.label == "Numbers"), advice.rulebase.deciding
        assert numbers.same and deciding and numbers.cells[0].texts == (deciding.chances.text,)

    def test_what_stands_in_them(self, advice: Advice) -> None:
        found = compare(advice, ["rinse", "new_soil"])
        assert cell(found, "For you", "rinse").startswith("Suggested, ")
        assert "For Small green animals: named for this." in cell(found, "For you", "rinse")
        assert "Nothing has to be bought." in cell(found, "Cost", "rinse")
        assert cell(found, "Cost", "new_soil") == UNSAID
        assert cell(found, "Where", "new_soil") == "at the garden shop"
        assert "that there is no risk" in cell(found, "Harms", "new_soil")

    def test_what_is_ruled_out_says_why_and_warns_of_nothing_untrue(self, advice: Advice) -> None:
        found = compare(advice, ["less_water", "rinse"])
        assert "Not recommended." in cell(found, "For you", "less_water")
        assert "A plant that gets little water" in cell(found, "For you", "less_water")
        assert cell(found, "Harms", "less_water").startswith("The warnings here are about other answers than yours.")
        attached = ["serious", "caution", "limit"]  # the fourth is about a plant that is mostly yellow
        assert [one.severity for one in advice.told_of("rinse").warnings] == attached

    def test_every_warning_attached_is_there_in_full_gravest_first(self, advice: Advice) -> None:
        stressed = 0
        for suggestion in (*advice.suggestions, *advice.beyond_budget):
            found = compare(advice, [NOTHING, suggestion.treatment])
            lines = cell(found, "Harms", suggestion.treatment).split("\n")
            for warning, line in zip(suggestion.warnings, lines, strict=False):
                assert warning.text in line
                assert line.startswith("Take special note. ") == warning.stressed
                stressed += warning.stressed
            words = [line.removeprefix("Take special note. ").partition(":")[0] for line in lines if ":" in line]
            order = {"Serious": 0, "Caution": 1, "Limit": 2}
            assert words == sorted(words, key=lambda word: order[word]) if suggestion.warnings else not words
        assert stressed

    def test_doing_nothing(self, advice: Advice) -> None:
        found = compare(advice, ["rinse", NOTHING], ["little_work"])
        assert advice.rulebase.deciding is not None
        nothing = advice.rulebase.deciding.nothing
        assert cell(found, "What it is", NOTHING) == nothing.what
        assert cell(found, "Harms", NOTHING) == nothing.harms
        assert cell(found, "To ask the clinician", NOTHING).split("\n") == list(nothing.questions)
        assert cell(found, "Little work", NOTHING) == "Nothing is done, so there is nothing to weigh here."

    def test_all_that_can_be_chosen(self, talkative: RuleBase, advice: Advice) -> None:
        found = [one.id for one in comparable_options(advice)]
        assert found[0] == NOTHING
        assert sorted(found[1:]) == sorted(talkative.treatment_by_id)

    @pytest.mark.parametrize(
        ("chosen", "values", "said"),
        [
            (["rinse"], [], "two to four options can be compared, and here are 1"),
            (["a"] * (MOST + 1), [], "two to four options can be compared, and here are 5"),
            (
                ["rinse", "feed"],
                [],
                "there is no treatment `feed`; there are damp_tray, rinse, cut_tips, less_water, new_soil",
            ),
            (["rinse", "cut_tops"], [], "there is no treatment `cut_tops`; did you mean `cut_tips`?"),
            (["rinse", "rinse"], [], "`rinse` is named twice: each option can be compared once"),
            ([NOTHING, NOTHING], [], "`?nothing` is named twice: each option can be compared once"),
            (["rinse", NOTHING], ["no_blades"], "there is no value `no_blades`; did you mean `no_blade`?"),
        ],
    )
    def test_what_cannot_be(self, advice: Advice, chosen: list[str], values: list[str], said: str) -> None:
        with pytest.raises(UsageError) as caught:
            compare(advice, chosen, values)
        assert str(caught.value) == said

    def test_rules_that_tell_nothing_of_it(self, advice: Advice) -> None:
        bare = without_decision_aid(advice)
        with pytest.raises(UsageError, match="do not tell of having no treatment"):
            compare(bare, ["rinse", NOTHING])
        assert NOTHING not in {one.id for one in comparable_options(bare)}
        assert cell(compare(bare, ["rinse", "new_soil"]), "Numbers", "rinse") == UNSAID
        assert annotations_of(None, "rinse", VALUES) == ()

    def test_as_text_every_cell_is_there_and_what_it_rests_on_is_named_once(self, advice: Advice) -> None:
        found = compare(advice, [NOTHING, "cut_tips", "new_soil"], VALUES)
        said = " ".join(text_of(comparison_blocks(found), 40).split())
        for row in found.rows:
            for one in row.cells:
                assert all(text in said for text in one.texts)
        assert said.count("[source: B6]") == 1
        assert said.count("The same for each: ") == 1


def test_the_json_advice_knows_nothing_of_it(talkative: RuleBase, advice: Advice) -> None:
    bare = Consultation(dataclasses.replace(talkative, deciding=None))
    assert json.loads(advice_json(advice)) == bare.advise(check_answers(bare.rulebase, PERSON)).to_dict()


def test_the_advice_tells_of_all_that_helps_to_decide_and_of_nothing_else(advice: Advice) -> None:
    deciding = advice.rulebase.deciding
    assert deciding is not None
    bare = without_decision_aid(advice)
    with_it, without = advice_text(advice).splitlines(), advice_text(bare).splitlines()
    more = " ".join(line.strip() for line in with_it if line not in without)
    nothing = deciding.nothing
    assert more == (
        f"{nothing.name} {nothing.what} [our judgement, leaning on {', '.join(nothing.claims)}] "
        f"Before you decide {' '.join(f'- {question}' for question in deciding.ready)} "
        f"{deciding.chances.text} [our judgement] "
        f"{deciding.updates.text} [our judgement, leaning on B7] "
        f"{deciding.funding.text} [our judgement]"
    )


class TestChecks:
    """The checks of texts and claims look at deciding.yaml and at costs too."""

    @pytest.fixture
    def rules(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        shutil.copytree(PLANTS, tmp_path / "rules")
        monkeypatch.chdir(tmp_path)
        return Path("rules")

    def change(self, rules: Path, file: str, find: str, replace: str) -> None:
        text = (rules / file).read_text(encoding="utf-8")
        assert find in text
        (rules / file).write_text(text.replace(find, replace, 1), encoding="utf-8")

    def test_reading_age(self, rules: Path) -> None:
        hard = "Epidermal regeneration necessitates considerable recuperation subsequent to intervention there."
        self.change(rules, "deciding.yaml", "The tips are cut off.", hard)
        self.change(rules, "rulebase.yaml", "Nothing has to be bought.", hard)
        found = list(reading_level.find(open_subject(rules)))
        assert [finding.about for finding in found] == ["kitchen", "no_blade=cut_tips"]
        assert str(found[0].position).startswith("rules/rulebase.yaml:14:")

    def test_a_judgement_not_marked(self, rules: Path) -> None:
        self.change(rules, "deciding.yaml", "The plant has to be worked", "We take the plant to be worked")
        (found,) = unmarked_judgements.find(open_subject(rules))
        assert (found.about, found.severity) == ("little_work=new_soil", "error")

    def test_a_claim_that_is_not_shown(self, rules: Path) -> None:
        self.change(rules, "deciding.yaml", "claims: [B3, B6]", "claims: [B3, B8]")
        (found,) = unused_claims.find(open_subject(rules))
        assert "`little_work=new_soil` rests on it" in found.message

    def test_what_is_only_said_here_is_not_acted_on(self, rules: Path) -> None:
        claim = "  - {claim: B9, text: Lice spread., kind: general, priority: safety}\n"
        self.change(rules, "sources/book.yaml", "claims:\n", f"claims:\n{claim}")
        self.change(rules, "deciding.yaml", "wait?]\n  basis: house judgement", "wait?]\n  claims: [B9]")
        found = {finding.about: finding.message for finding in claims_not_acted_on.find(open_subject(rules))}
        assert "only the texts of `doing_nothing` cite it" in found["B9"]
