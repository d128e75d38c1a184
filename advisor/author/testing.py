"""Runs the cases: each example person gets real advice, which is held against what the case expects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from advisor.author.expectations import judge
from advisor.author.responsible import responsible
from advisor.author.told import told_by
from advisor.consultation import Consultation
from advisor.errors import AdvisorError
from advisor.findings import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from advisor.author.cases import Case
    from advisor.author.expectations import Failure
    from advisor.author.responsible import Responsible
    from advisor.author.told import Told
    from advisor.rulebase import RuleBase

__all__ = ["Miss", "Report", "Result", "chosen", "run_cases"]


@dataclass(frozen=True, slots=True)
class Miss:
    """One expectation that was not met, and the rules it comes from."""

    failure: Failure
    rules: tuple[Responsible, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """One case with everything its person was told, and what of it was not as expected."""

    case: Case
    told: Told
    missed: tuple[Miss, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """Every case that was run."""

    results: tuple[Result, ...]

    @property
    def failed(self) -> tuple[Result, ...]:
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


def run_cases(rulebase: RuleBase, cases: Iterable[Case]) -> Report:
    """Gives each person advice and judges it."""
    consultation = Consultation(rulebase)
    results = []
    for case in cases:
        told = told_by(consultation.advise(case.answers))
        missed = tuple(Miss(failure, responsible(rulebase, failure, told)) for failure in judge(case.expects, told))
        results.append(Result(case, told, missed))
    return Report(tuple(results))
