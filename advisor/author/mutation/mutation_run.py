"""Which small mistakes in the rules some case notices, and which none does.

A mutant is *killed* when some case's expectations fail under it; *equivalent* when no answer combination is shown
anything else (proved over all of them); else it *survived*. Cases are judged from masks, cut down to their profiles.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from advisor.author.mutation.equivalence import Shown, difference
from advisor.author.mutation.mutants import mutants
from advisor.author.mutation.subspace import Subspace, again
from advisor.author.mutation.suggested_case import plainest, suggested_case, telling
from advisor.cases.expectations import judge_expectation
from advisor.cases.observed import observed_at
from advisor.diagnostics.errors import AdvisorError, RuleBaseInvalid
from advisor.enumeration.outcomes import Outcomes
from advisor.model.stratification import strata

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from advisor.author.mutation.mutants import Mutant, MutantGroup
    from advisor.author.mutation.suggested_case import SuggestedCase
    from advisor.author.proving.proof import Proof
    from advisor.cases.cases import Case
    from advisor.model.rulebase import RuleBase

__all__ = ["Judge", "JudgedMutant", "Mutation", "Tally", "mutate"]

Verdict = Literal["killed", "survived", "equivalent"]


@dataclass(frozen=True, slots=True)
class JudgedMutant:
    """One mutant with its verdict. ``by`` is the first case that fails; a survivor has a case ready to add.

    ``differs`` counts the answer combinations that are told something else (for survivors).
    """

    mutant: Mutant
    verdict: Verdict
    by: str = ""
    differs: int = 0
    ready: SuggestedCase | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many mutants of one sort were made, and what became of them."""

    killed: int
    survived: int
    equivalent: int

    @property
    def made(self) -> int:
        """All of them."""
        return self.killed + self.survived + self.equivalent

    def reaches(self, percent: int) -> bool:
        """Whether at least that share of the mutants that show anything else was killed."""
        return self.killed * 100 >= percent * (self.killed + self.survived)


@dataclass(frozen=True)
class Mutation:
    """Every mutant judged; ``every`` is how many answer combinations the proofs cover."""

    judged: tuple[JudgedMutant, ...]
    cases: int
    every: int

    def having(self, verdict: Verdict) -> tuple[JudgedMutant, ...]:
        """The mutants of one verdict, in the order of the rule base."""
        return tuple(one for one in self.judged if one.verdict == verdict)

    def tally(self, *, kind: str | None = None, group: MutantGroup | None = None) -> Tally:
        """The mutants of one kind, of one group, or all."""
        found = [
            one.verdict
            for one in self.judged
            if (kind is None or one.mutant.kind == kind) and (group is None or one.mutant.group == group)
        ]
        return Tally(found.count("killed"), found.count("survived"), found.count("equivalent"))

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of mutant that were made, by name."""
        return tuple(sorted({one.mutant.kind for one in self.judged}))

    def reaches(self, percent: int) -> bool:
        """No survivor among rule-outs and warnings, and at least that share of the rest killed."""
        strict: tuple[MutantGroup, ...] = ("rule-outs", "warnings")
        return not any(self.tally(group=one).survived for one in strict) and self.tally(group="the rest").reaches(
            percent
        )


class Judge:
    """Judges mutants of one rule base by its cases. Raises AdvisorError when the rules as they are fail a case."""

    def __init__(self, proof: Proof, cases: Sequence[Case]) -> None:
        self.rulebase, self.cases = proof.rulebase, tuple(cases)
        layers = strata(self.rulebase.derivations)
        numbers = [proof.space.number(case.answers.given) for case in cases]
        self.few = Subspace(proof.space, numbers, layers)
        self.space = proof.space
        self.here = Shown(Outcomes(self.rulebase, self.few))
        self.everywhere = Shown(proof.outcomes)
        failing = [
            case
            for place, case in enumerate(self.cases)
            if judge_expectation(case.expects, observed_at(self.here.outcomes, place))
        ]
        if failing:
            others = f" and {len(failing) - 1} more" if len(failing) > 1 else ""
            raise AdvisorError(
                f"the case `{failing[0].name}`{others} fails with the rules as they are; "
                "first mend it: `advisor rules test` shows how"
            )

    def judge(self, mutant: Mutant) -> JudgedMutant:
        """The verdict on one mutant."""
        try:
            here = Shown(self._outcomes(mutant.rulebase, whole=False))
        except RuleBaseInvalid:
            return JudgedMutant(mutant, "killed", "the check for derivations that take each other back")
        told_otherwise = difference(self.here, here)
        for place in self.few.numbers(told_otherwise):
            if judge_expectation(self.cases[place].expects, observed_at(here.outcomes, place)):
                return JudgedMutant(mutant, "killed", self.cases[place].name)
        everywhere = Shown(self._outcomes(mutant.rulebase, whole=True))
        differs = difference(self.everywhere, everywhere)
        if not differs:
            return JudgedMutant(mutant, "equivalent")
        number = plainest(self.rulebase, self.space, differs)
        lines = telling(observed_at(self.everywhere.outcomes, number), observed_at(everywhere.outcomes, number))
        ready = suggested_case(self.rulebase, self.space, differs, number, tuple(lines)[:1])
        return JudgedMutant(mutant, "survived", differs=differs.bit_count(), ready=ready)

    def _outcomes(self, mutated: RuleBase, *, whole: bool) -> Outcomes:
        """The outcomes of a mutant; derivations that are as they were are not worked out again."""
        space = self.space if whole else self.few
        same = mutated.derivations is self.rulebase.derivations
        return Outcomes(mutated, again(space, None if same else strata(mutated.derivations)))


def mutate(
    proof: Proof,
    cases: Sequence[Case],
    each: Callable[[Sequence[Mutant]], Iterable[Mutant]] = iter,
) -> Mutation:
    """Judges every mutant; ``each`` may show how far it has come. Raises AdvisorError when a case fails already."""
    judge_ = Judge(proof, cases)
    return Mutation(tuple(judge_.judge(one) for one in each(list(mutants(proof.rulebase)))), len(cases), proof.every)
