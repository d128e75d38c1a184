"""Runs the cases: each example person gets real advice, which is judged by what the case expects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from advisor.author.casework.failure_causes import failure_causes
from advisor.cases.expectations import judge_expectations
from advisor.cases.observed import observed_by
from advisor.diagnostics.errors import AdvisorError
from advisor.diagnostics.findings import nearest
from advisor.engine.consultation import Consultation

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from advisor.author.casework.failure_causes import FailureCause
    from advisor.cases.cases import Case
    from advisor.cases.expectations import Failure
    from advisor.cases.observed import Observed
    from advisor.model.rulebase import RuleBase

__all__ = ["CaseReport", "CaseResult", "Miss", "chosen", "run_cases"]


@dataclass(frozen=True, slots=True)
class Miss:
    """One expectation that was not met, and the rules behind that."""

    failure: Failure
    rules: tuple[FailureCause, ...]


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One case, with all that its person got, and the expectations that were not met."""

    case: Case
    observed: Observed
    missed: tuple[Miss, ...]


@dataclass(frozen=True, slots=True)
class CaseReport:
    """The results of every case that was run."""

    results: tuple[CaseResult, ...]

    @property
    def failed(self) -> tuple[CaseResult, ...]:
        """The cases with an expectation that was not met."""
        return tuple(result for result in self.results if result.missed)

    @property
    def expectations(self) -> int:
        """How many expectations were judged."""
        return sum(len(result.case.expects) for result in self.results)


def chosen(cases: Sequence[Case], names: Iterable[str]) -> tuple[Case, ...]:
    """Returns the cases whose name contains one of these, in small or large letters; all cases without any name.

    Raises AdvisorError for a name that no case contains.
    """
    wanted = tuple(names)
    for name in wanted:
        if not any(name.lower() in case.name.lower() for case in cases):
            like = nearest(name, [case.name for case in cases])
            raise AdvisorError(f"no case is called `{name}`" + (f"; did you mean `{like}`?" if like else ""))
    return tuple(case for case in cases if not wanted or any(name.lower() in case.name.lower() for name in wanted))


def run_cases(rulebase: RuleBase, cases: Iterable[Case]) -> CaseReport:
    """Gives the person of each case advice, and judges it by what the case expects."""
    consultation = Consultation(rulebase)
    results = []
    for case in cases:
        observed = observed_by(consultation.advise(case.answers))
        missed = tuple(
            Miss(failure, failure_causes(rulebase, failure, observed))
            for failure in judge_expectations(case.expects, observed)
        )
        results.append(CaseResult(case, observed, missed))
    return CaseReport(tuple(results))
