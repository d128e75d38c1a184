"""What must hold for anyone, over random people and every format of the advice."""

from __future__ import annotations

import json
import re
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from advisor.author.prose.promises import promises_in
from advisor.engine.consultation import Consultation
from advisor.engine.productions import conditions_by_kind
from advisor.loading.loader import load_rules
from advisor.model.conditions import Suggests, all_of, truth
from advisor.questionnaire.answers import check_answers
from advisor.render.console import advice_text
from advisor.render.json import advice_json
from tests.conftest import RULES
from tests.people import people

if TYPE_CHECKING:
    from advisor.author.prose.promises import Promise
    from advisor.model.advice import Advice
    from advisor.model.rulebase import RuleBase

RULEBASE = load_rules(RULES)
TREATMENTS = {treatment.id for treatment in RULEBASE.treatments}
LISTS = ("suggestions", "beyond_budget", "not_recommended", "not_applicable")

anyone = settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])


@cache
def _consultation() -> Consultation:
    return Consultation(RULEBASE)


def _advise(person: dict[str, frozenset[str]]) -> Advice:
    raw = {name: sorted(value) if name == "scar_types" else next(iter(value)) for name, value in person.items()}
    return _consultation().advise(check_answers(RULEBASE, raw))


def _text(advice: Advice, width: int = 80) -> str:
    return advice_text(advice, width)


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@anyone
@given(people(RULEBASE))
def test_every_treatment_is_in_exactly_one_list(person: dict[str, frozenset[str]]) -> None:
    advice = _advise(person)
    listed = [shown.treatment for name in LISTS for shown in getattr(advice, name)]
    assert sorted(listed) == sorted(TREATMENTS)


def _facts(advice: Advice, person: dict[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    """Every answer and derived fact, worked out from the conditions alone."""
    facts = dict(person)
    for _ in RULEBASE.derivations:
        for rule in RULEBASE.derivations:
            if truth(rule.when, lambda name: facts.get(name, frozenset())):
                facts[rule.fact] = facts.get(rule.fact, frozenset()) | {rule.value}
    return facts


def _holding(rulebase: RuleBase, facts: dict[str, frozenset[str]], treatment_id: str) -> dict[str, bool]:
    """The ids of a treatment's warnings whose condition holds, with whether each is stressed."""

    def holds(condition: object) -> bool:
        return truth(condition, lambda name: facts.get(name, frozenset())) is True  # type: ignore[arg-type]

    found = {}
    for warning in rulebase.treatment_by_id[treatment_id].warnings:
        whens = [warning.when]
        if warning.binding:
            whens = [when for _, when in conditions_by_kind(rulebase, warning.binding, all_of(warning.when))]
        if any(map(holds, whens)):
            found[warning.id] = warning.stressed_when is not None and holds(warning.stressed_when)
    return found


def _shows_every_warning(person: dict[str, frozenset[str]], width: int) -> None:
    advice = _advise(person)
    facts = _facts(advice, person)
    plain, data = _flat(_text(advice, width)), json.loads(advice_json(advice))
    for which in ("suggestions", "beyond_budget"):
        for suggestion, shown in zip(getattr(advice, which), data[which], strict=True):
            expected = _holding(RULEBASE, facts, suggestion.treatment)
            assert {w.id: w.stressed for w in suggestion.warnings} == expected
            assert {w["id"]: w["stressed"] for w in shown["warnings"]} == expected
            for warning in suggestion.warnings:
                assert _flat(warning.text) in plain
    for note in advice.notes:
        assert _flat(note.text) in plain


@anyone
@given(people(RULEBASE), st.sampled_from([40, 80]))
def test_every_warning_whose_condition_holds_is_shown_in_full(person: dict[str, frozenset[str]], width: int) -> None:
    _shows_every_warning(person, width)


@pytest.mark.exhaustive
@settings(max_examples=300)
@given(people(RULEBASE), st.sampled_from([40, 80]))
def test_many_more_are_shown_every_warning(person: dict[str, frozenset[str]], width: int) -> None:
    _shows_every_warning(person, width)


@anyone
@given(people(RULEBASE))
def test_dark_or_prone_skin_is_never_offered_punch_excision(person: dict[str, frozenset[str]]) -> None:
    advice = _advise(person)
    prone = person["prone_to_hyperpigmentation"]
    dark = person["skin_tone"] & {"V", "VI"}
    if dark or "yes" in prone or ("not_sure" in prone and "dark_spots" in person["scar_types"]):
        listed = {s.treatment for s in (*advice.suggestions, *advice.beyond_budget)}
        assert "punch_excision" not in listed


@anyone
@given(people(RULEBASE))
def test_home_only_is_never_offered_professional_or_prescription_care(person: dict[str, frozenset[str]]) -> None:
    advice = _advise({**person, "budget": frozenset({"home_only"})})
    assert {s.setting for s in advice.suggestions} <= {"home"}
    if person["scar_types"]:
        assert advice.suggestions, "never an empty list for someone with scars"


SCARLESS = re.compile(r"\bscar-free\b|\bcure", re.IGNORECASE)  # words of this field, in no advice at all


@cache
def _promises(sentence: str) -> list[Promise]:
    """Nothing is a promise that is not within one sentence, and the same ones are said to many."""
    return list(promises_in(sentence))


def _promises_nothing(person: dict[str, frozenset[str]]) -> None:
    advice = _advise(person)
    for text in (_text(advice), advice_json(advice)):
        assert [said for sentence in re.split(r"(?<=[.!?])\s+", text) for said in _promises(sentence)] == []
        assert SCARLESS.search(text) is None


@anyone
@given(people(RULEBASE))
def test_no_promise_no_price_no_session_count(person: dict[str, frozenset[str]]) -> None:
    _promises_nothing(person)


@pytest.mark.exhaustive
@settings(max_examples=300)
@given(people(RULEBASE))
def test_no_promise_to_many_more(person: dict[str, frozenset[str]]) -> None:
    _promises_nothing(person)


@anyone
@given(people(RULEBASE), st.randoms())
def test_the_order_of_answers_changes_nothing(person: dict[str, frozenset[str]], chance: object) -> None:
    names = list(person)
    chance.shuffle(names)  # type: ignore[attr-defined]
    shuffled = {name: person[name] for name in names}
    assert advice_json(_advise(shuffled)) == advice_json(_advise(person))


def test_only_notes_look_at_what_is_suggested() -> None:
    from advisor.model.conditions import leaves

    for rule in RULEBASE.rules:
        assert not any(isinstance(leaf, Suggests) for leaf, _ in leaves(rule.when)), rule.id
