"""What open answers would change, held against whole consultations."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.analysis.alternatives import offers
from advisor.model.rules import NOT_SURE
from advisor.questionnaire.answers import check_answers
from advisor.questionnaire.flow import revisable_questions
from tests.people import answers_of, people

if TYPE_CHECKING:
    from advisor.engine.consultation import Consultation
    from advisor.model.advice import Advice


def _shown(advice: Advice) -> Advice:
    """The advice without answers, trace and, as only a comparison shows them, the warnings of what is not offered."""
    against, uncalled = (
        tuple(replace(one, warnings=()) for one in listed) for listed in (advice.not_recommended, advice.not_applicable)
    )
    return replace(advice, answers={}, trace=(), not_recommended=against, not_applicable=uncalled)


@settings(max_examples=60)
@given(data=st.data())
def test_an_offer_says_what_a_whole_consultation_would(consultation: Consultation, data: st.DataObject) -> None:
    rulebase = consultation.rulebase
    answers = answers_of(rulebase, data.draw(people(rulebase)))
    now = consultation.advise(answers)
    for offer in offers(rulebase, answers):
        changed = check_answers(rulebase, {**answers.plain(), offer.question: offer.option})
        then = consultation.advise(changed)
        before, after = ({s.treatment for s in advice.suggestions} for advice in (now, then))
        assert set(offer.comes) == after - before
        assert set(offer.goes) == before - after
        same = _shown(now) == _shown(then)
        assert same is not (offer.otherwise or bool(offer.comes or offer.goes))


@settings(max_examples=60)
@given(data=st.data())
def test_nothing_is_offered_of_what_a_person_is_or_has(consultation: Consultation, data: st.DataObject) -> None:
    rulebase = consultation.rulebase
    answers = answers_of(rulebase, data.draw(people(rulebase)))
    offered = {question.id for question in revisable_questions(rulebase.questions, answers.given)}
    assert {offer.question for offer in offers(rulebase, answers)} <= offered
    for name in offered:
        assert rulebase.question_by_id[name].changeable or answers.given[name] == {NOT_SURE}
    changeable = {question.id for question in rulebase.questions if question.changeable}
    assert changeable and changeable <= offered
