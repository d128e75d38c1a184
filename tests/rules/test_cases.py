"""Every example person gets the advice that `rules/cases/` says they must."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from advisor.cases.cases import Case, failures, read_cases
from advisor.loading.loader import load_rules
from tests.conftest import RULES

if TYPE_CHECKING:
    from advisor.engine.consultation import Consultation

CASES = read_cases(load_rules(RULES), RULES / "cases", "rules/cases")


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_case(case: Case, consultation: Consultation) -> None:
    found = failures(case, consultation.advise(case.answers))
    said = [f"{failure.expectation.position}: expected {failure.expected}; got {failure.got}" for failure in found]
    assert not said, "\n".join(said)


def test_the_cases_show_everything(consultation: Consultation) -> None:
    """At least 40 people; every treatment suggested, every warning attached and stressed, every note shown."""
    rulebase = consultation.rulebase
    assert len(CASES) >= 40
    advices = [consultation.advise(case.answers) for case in CASES]
    suggested = {s.treatment for advice in advices for s in advice.suggestions}
    assert suggested == set(rulebase.treatment_by_id)
    shown = {(w.id, w.stressed) for a in advices for s in (*a.suggestions, *a.beyond_budget) for w in s.warnings}
    for treatment in rulebase.treatments:
        for warning in treatment.warnings:
            assert {(warning.id, False), (warning.id, True)} & shown, warning.id
            assert warning.stressed_when is None or (warning.id, True) in shown, warning.id
    assert {note.id for advice in advices for note in advice.notes} == {note.id for note in rulebase.notes}
    ruled_out = {reason.rule for advice in advices for t in advice.not_recommended for reason in t.reasons}
    assert ruled_out == {rule.id for treatment in rulebase.treatments for rule in treatment.rules_out}
