"""Example people for a demonstration, who are no patients: the cases of a rule base with ``show: yes``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from advisor.cases.cases import read_cases
from advisor.web.forms import ConsultationState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.model.rulebase import RuleBase

__all__ = ["Example", "examples_of"]


@dataclass(frozen=True, slots=True)
class Example:
    """An example person: the name of the case, and the answers."""

    name: str
    given: Mapping[str, frozenset[str]]

    def state(self, large: bool = False) -> ConsultationState:
        """Returns the state of a consultation with this person's answers, marked as an example."""
        return ConsultationState(given=dict(self.given), large=large, example=self.name)


def examples_of(rulebase: RuleBase) -> tuple[Example, ...]:
    """Returns the example people of a rule base; none when it has no cases. Raises RuleBaseInvalid."""
    cases = read_cases(rulebase, Path(rulebase.root) / "cases", f"{rulebase.root}/cases")
    return tuple(Example(case.name, case.answers.given) for case in cases if case.show)
