"""The completeness gate: for every case, each surface carries every warning and note of the advice in full."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from advisor.cases.cases import Case, open_cases
from advisor.engine.consultation import Consultation
from advisor.loading.loader import load_rules
from tests.conftest import RULES
from tests.surfaces import PDF, SURFACES
from tests.test_second_rulebase import PLANTS

if TYPE_CHECKING:
    from advisor.model.advice import Advice

CASES = open_cases(load_rules(RULES), RULES)
# a PDF takes seconds: the quick run makes the longest, the shortest and one of raised scars; .ci/run makes all
QUICK_PDF = {
    "every warning there is",
    "nothing to treat, a deep pimple forming",
    "only a keloid, flexible budget",
}
EVERYONE_EVERYWHERE = [
    pytest.param(
        surface,
        case,
        id=f"{surface}: {case.name}",
        marks=[pytest.mark.exhaustive] if surface == PDF and case.name not in QUICK_PDF else [],
    )
    for surface in SURFACES
    for case in CASES
]


@pytest.mark.parametrize(("surface", "case"), EVERYONE_EVERYWHERE)
def test_every_surface_carries_every_warning_and_note(surface: str, case: Case, consultation: Consultation) -> None:
    advice = consultation.advise(case.answers)
    assert SURFACES[surface](consultation.rulebase, advice, advice) == []


@pytest.mark.parametrize("surface", SURFACES)
def test_of_another_rule_base_too(surface: str) -> None:
    plants = Consultation(load_rules(PLANTS))
    for case in open_cases(plants.rulebase, PLANTS)[:: 6 if surface == PDF else 1]:
        advice = plants.advise(case.answers)
        assert SURFACES[surface](plants.rulebase, advice, advice) == []


def test_the_quick_cases_are_there() -> None:
    assert {case.name for case in CASES} >= QUICK_PDF


def _advice(consultation: Consultation) -> Advice:
    (case,) = [case for case in CASES if case.name == "every warning there is"]
    return consultation.advise(case.answers)


@pytest.mark.parametrize(
    "surface", [pytest.param(one, marks=pytest.mark.exhaustive if one == PDF else ()) for one in SURFACES]
)
def test_one_warning_dropped_is_missed(surface: str, consultation: Consultation) -> None:
    """The last warning of one option goes; another option has a warning of the same words, which must not hide it."""
    advice = _advice(consultation)
    (at,) = [n for n, one in enumerate(advice.suggestions) if one.treatment == "microdermabrasion"]
    kept, dropped = advice.suggestions[at], next(w for w in advice.suggestions[at].warnings if w.severity == "serious")
    poorer = replace(kept, warnings=tuple(warning for warning in kept.warnings if warning is not dropped))
    shown = replace(advice, suggestions=(*advice.suggestions[:at], poorer, *advice.suggestions[at + 1 :]))
    assert sum(w.text == dropped.text for one in advice.suggestions for w in one.warnings) == 2
    assert [dropped.text in said for said in SURFACES[surface](consultation.rulebase, shown, advice)] == [True]


@pytest.mark.parametrize("surface", [surface for surface in SURFACES if surface != PDF])  # judged by the same list
@pytest.mark.parametrize("what", ["note", "sentence", "stress", "severity", "disclaimer"])
def test_whatever_is_dropped_is_missed(surface: str, what: str, consultation: Consultation) -> None:
    advice = _advice(consultation)
    stressed = next(n for n, one in enumerate(advice.suggestions) if any(w.stressed for w in one.warnings))
    option = advice.suggestions[stressed]

    def reworded(**changes: object) -> Advice:
        warnings = (replace(option.warnings[0], **changes), *option.warnings[1:])  # type: ignore[arg-type]
        changed = replace(option, warnings=warnings)
        return replace(
            advice, suggestions=(*advice.suggestions[:stressed], changed, *advice.suggestions[stressed + 1 :])
        )

    shown = {
        "note": lambda: replace(advice, notes=advice.notes[1:]),
        "sentence": lambda: reworded(text=option.warnings[0].text.rpartition(". ")[0] + "."),
        "stress": lambda: reworded(stressed=False),
        "severity": lambda: reworded(severity="limit"),
        "disclaimer": lambda: replace(advice, disclaimer=advice.disclaimer.rpartition(". ")[0]),
    }[what]()
    assert len(SURFACES[surface](consultation.rulebase, shown, advice)) in (1, 2)
