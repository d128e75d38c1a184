"""Runs the cases: each example person gets real advice, which is held against what the case expects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from advisor.author.casework.failure_causes import responsible
from advisor.cases.expectations import judge_expectation
from advisor.cases.observed import observed_by
from advisor.diagnostics.errors import AdvisorError
from advisor.diagnostics.findings import nearest
from advisor.engine.consultation import Consultation

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from advisor.author.casework.failure_causes import Responsible
    from advisor.cases.cases import Case
    from advisor.cases.expectations import Failure
    from advisor.cases.observed import Observed
    from advisor.model.rulebase import RuleBase

__all__ = ["CaseReport", "CaseResult", "Miss", "chosen", "run_cases"]


@dataclass(frozen=True, slots=True)
class Miss:
    """One expectation that was not met, and the rules it comes from."""

    failure: Failure
    rules: tuple[Responsible, ...]


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One case with everything its person was told, and what of it was not as expected."""

    case: Case
    told: Observed
    missed: tuple[Miss, ...]


@dataclass(frozen=True, slots=True)
class CaseReport:
    """Every case that was run."""

    results: tuple[CaseResult, ...]

    @property
    def failed(self) -> tuple[CaseResult, ...]:
        """The cases with an expectation that was not met."""
        return tuple(result for result in self.results if result.missed)

    @property
    def expectations(self) -> int:
        """How many expectations were looked at."""
        return sum(len(result.case.expects) for result in self.results)


def chosen(cases: Sequence[Case], names: Iterable[str]) -> tuple[Case, ...]:
    """The cases whose name holds one of these (small and large letters alike); all of them without any.

    Raises AdvisorError for each name that no case has.
    """
    wanted = tuple(names)
    for name in wanted:
        if not any(name.lower() in case.name.lower() for case in cases):
            like = nearest(name, [case.name for case in cases])
            raise AdvisorError(f"no case is called `{name}`" + (f"; did you mean `{like}`?" if like else ""))
    return tuple(case for case in cases if not wanted or any(name.lower() in case.name.lower() for name in wanted))


def run_cases(rulebase: RuleBase, cases: Iterable[Case]) -> CaseReport:
    """Gives each person advice and judges it."""
    consultation = Consultation(rulebase)
    results = []
    for case in cases:
        told = observed_by(consultation.advise(case.answers))
        missed = tuple(
            Miss(failure, responsible(rulebase, failure, told)) for failure in judge_expectation(case.expects, told)
        )
        results.append(CaseResult(case, told, missed))
    return CaseReport(tuple(results))
