"""House plants through every page: no page and no template knows of one field."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from advisor.engine.consultation import Consultation
from advisor.loading.loader import load_rules
from advisor.web.examples import examples_of
from advisor.web.forms import ConsultationState, read_form
from advisor.web.guard import HttpError
from advisor.web.pages import Pages
from advisor.web.steps import Steps
from tests.test_second_rulebase import PERSON, PLANTS, own_words

if TYPE_CHECKING:
    from advisor.web.forms import Field, Form

ANSWERS: list[tuple[str, str]] = [
    (f"a.{name}", option) for name, said in PERSON.items() for option in ([said] if isinstance(said, str) else said)
]


@pytest.fixture(scope="module")
def steps() -> Steps:
    rulebase = load_rules(PLANTS)
    return Steps(Pages(Consultation(rulebase), examples_of(rulebase)))


def form(steps: Steps, *fields: Field) -> Form:
    return read_form(steps.rulebase, fields, [example.name for example in examples_of(steps.rulebase)])


def test_the_first_page_names_its_examples(steps: Steps) -> None:
    page = own_words(steps.pages.welcome(ConsultationState()))
    assert "House plant advisor" in page
    assert "Mostly yellow, watered often, no money" in page


def test_each_question_and_all_of_them(steps: Steps) -> None:
    for question in steps.rulebase.questions:
        page = own_words(steps.question(form(steps, ("to", question.id), *ANSWERS)).html)
        assert question.ask in page
        assert question.why in page
        own_words(steps.everything(form(steps)).html)
    assert "Only if this is so: troubles: yellow" in steps.everything(form(steps)).html


def test_the_advice_with_what_moved_what_matters_and_the_drawings(steps: Steps) -> None:
    values = [("v", value.id) for value in steps.rulebase.deciding.values] if steps.rulebase.deciding else []
    page = own_words(steps.advice(form(steps, *ANSWERS, *values)).html)
    assert "A tray with wet stones" in page
    assert "It takes some money." in page
    assert 'class="sketch"' in page
    assert "Speaks for it." in page
    moved = own_words(steps.what_if(form(steps, *ANSWERS, ("set", "spending=some"))).html)
    assert "What moved" in moved
    assert "New soil" in moved


@pytest.mark.parametrize("treatment", ["less_water", "new_soil"])
def test_one_treatment_and_two_side_by_side(steps: Steps, treatment: str) -> None:
    own_words(steps.treatment(form(steps, *ANSWERS, ("treatment", treatment))).html)
    page = own_words(steps.pages.comparison(form(steps, *ANSWERS, ("c", treatment), ("c", "?nothing")).state))
    assert "Leaving the plant as it is" in page


def test_what_is_seen_leads_to_kinds(steps: Steps) -> None:
    told = steps.rulebase.identification
    assert told is not None
    own_words(steps.identify(form(steps, ("go", "start"))).html)
    seen = [("i.leaf_colour", "yellow"), ("i.animals", "yes"), ("at", "animals"), ("go", "next")]
    page = own_words(steps.identify(form(steps, *seen)).html)
    assert "Yes, " in page


def test_a_refusal(steps: Steps) -> None:
    own_words(steps.pages.http_error(HttpError(404, "There is no such page", "Begin again.")))
