"""What an advice says of each treatment, rule by rule, for one plant of the house plants."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from advisor.engine.consultation import Consultation
from advisor.model.advice import Reason, WouldNeedAnswer
from advisor.model.rules import AttributedText
from advisor.questionnaire.answers import check_answers

if TYPE_CHECKING:
    from advisor.model.advice import Advice
    from advisor.model.rulebase import RuleBase

PERSON = {"troubles": ["yellow_leaves", "lice"], "yellow_spread": "most", "watering": "often", "spending": "none"}


def _advice(rulebase: RuleBase) -> Advice:
    return Consultation(rulebase).advise(check_answers(rulebase, PERSON))


def test_reasons_have_the_words_of_their_rules_fits_first(plants: RuleBase) -> None:
    (new_soil,) = _advice(plants).beyond_budget
    kinds = ("yellow_leaves",)
    assert new_soil.reasons == (
        Reason("new-soil-yellow", "Yellow leaves may come from old soil.", 20, "source", ("B3",), kinds),
        Reason("new-soil-lice", "Get rid of the lice first.", -5, "house judgement", (), kinds),
    )
    assert new_soil.what == "Take the plant out of its pot and give it new soil."
    assert new_soil.would_need == WouldNeedAnswer("spending", "some", "It takes some money.")


def test_what_is_not_called_for_says_what_it_would_be_for(plants: RuleBase) -> None:
    damp_tray, cut_tips = _advice(plants).not_applicable
    for treatment, kind, claim in (damp_tray, "Brown tips", "B5"), (cut_tips, "Brown tips, if A few", "B6"):
        said = f"It would be for {kind}. Nothing you reported calls for it."
        assert treatment.reasons == (Reason("", said, 0, "source", (claim,), ("brown_tips",)),)


def test_one_fit_that_is_house_judgement_makes_what_it_would_be_for_so_too(plants: RuleBase) -> None:
    treatments = [
        replace(one, fits=(*one.fits, replace(one.fits[0], id="more", basis="house judgement")))
        for one in plants.treatments
    ]
    for treatment in _advice(replace(plants, treatments=tuple(treatments))).not_applicable:
        assert [reason.basis for reason in treatment.reasons] == ["house judgement"]


def test_the_trace_says_what_each_rule_concludes_and_for_which_kind(plants: RuleBase) -> None:
    assert [firing.concludes for firing in _advice(plants).trace] == [
        "wet: yes",
        "kitchen within reach",
        "warning rinse-again",
        "less_water fits for yellow_leaves: named_for",
        "new_soil -5",
        "rinse fits for lice: named_for",
        "new_soil fits for yellow_leaves: may_help",
        "stressed rinse-again",
        "warning rinse-cold-water for yellow_leaves",
        "note let-it-dry",
        "note look-often",
        "urgent look-often",
    ]


def test_the_disclaimer_is_that_of_the_rule_base(plants: RuleBase) -> None:
    said = AttributedText("Plants differ. Ask at a garden shop.", "house judgement", ())
    assert _advice(plants).rulebase.disclaimer == said
