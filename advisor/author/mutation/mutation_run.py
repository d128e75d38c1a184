"""Which small mistakes in the rules some case notices, and which none does.

A mutant is *killed* when an expectation of some case fails under it; *equivalent* when its advice looks the same for
every answer combination (proved over all of them); else it *survived*. Cases are judged from masks, cut down to their
profiles.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Literal

from advisor.author.mutation.equivalence import VisibleAdvice, difference
from advisor.author.mutation.mutants import GROUPS, mutants
from advisor.author.mutation.suggested_case import distinguishing_expectations, plainest_profile, suggested_case
from advisor.cases.expectations import judge_expectations
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
    """One mutant with its verdict. ``by`` names the first case that fails, where it was killed.

    A survivor has ``differs``, the number of answer combinations that get other advice, and a case ready to add.
    """

    mutant: Mutant
    verdict: Verdict
    by: str = ""
    differs: int = 0
    suggested: SuggestedCase | None = None


@dataclass(frozen=True, slots=True)
class Tally:
    """How many mutants of one sort were killed, survived, or are equivalent."""

    killed: int
    survived: int
    equivalent: int

    @property
    def made(self) -> int:
        """How many mutants were made."""
        return self.killed + self.survived + self.equivalent

    def reaches(self, percent: int) -> bool:
        """Returns whether at least that share of the mutants that are not equivalent was killed."""
        return self.killed * 100 >= percent * (self.killed + self.survived)


@dataclass(frozen=True)
class Mutation:
    """Every mutant judged; ``every`` is how many answer combinations the proofs cover."""

    judged: tuple[JudgedMutant, ...]
    cases: int
    every: int

    def having(self, verdict: Verdict) -> tuple[JudgedMutant, ...]:
        """Returns the mutants of one verdict, in the order of the rule base."""
        return tuple(one for one in self.judged if one.verdict == verdict)

    def tally(self, *, kind: str | None = None, group: MutantGroup | None = None) -> Tally:
        """Returns the tally of one kind of mutants, of one group, or of all."""
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
        """Returns whether every mutant of a rule-out or warning was killed, and at least that share of the rest."""
        return all(self.tally(group=group).reaches(percent if group == "the rest" else 100) for group in GROUPS)


class Judge:
    """Judges mutants of one rule base by its cases. Raises AdvisorError when the rules as they are fail a case."""

    def __init__(self, proof: Proof, cases: Sequence[Case]) -> None:
        self.rulebase, self.space, self.cases = proof.rulebase, proof.space, tuple(cases)
        numbers = [proof.space.number(case.answers.given) for case in cases]
        self.answers = proof.space.of_profiles(numbers)  # bit i of a mask is case i: next to no cost
        self.facts = self.answers.deriving(self.rulebase.derivations)
        self.at_cases = VisibleAdvice(Outcomes(self.rulebase, self.space, self.facts))
        self.everywhere = VisibleAdvice(proof.outcomes)
        failing = [case.name for place, case in enumerate(self.cases) if self._fails(place, self.at_cases)]
        if failing:
            others = f" and {len(failing) - 1} more" if len(failing) > 1 else ""
            raise AdvisorError(
                f"the case `{failing[0]}`{others} fails with the rules as they are; "
                "first mend it: `advisor rules test` shows how"
            )

    def judge(self, mutant: Mutant) -> JudgedMutant:
        """Returns the verdict on one mutant."""
        try:
            at_cases = VisibleAdvice(self._outcomes(mutant.rulebase, whole=False))
        except RuleBaseInvalid:
            return JudgedMutant(mutant, "killed", "the check for derivations that take each other back")
        seen = difference(self.at_cases, at_cases)
        for place in range(len(self.cases)):
            if seen >> place & 1 and self._fails(place, at_cases):
                return JudgedMutant(mutant, "killed", self.cases[place].name)
        everywhere = VisibleAdvice(self._outcomes(mutant.rulebase, whole=True))
        differs = difference(self.everywhere, everywhere)
        if not differs:
            return JudgedMutant(mutant, "equivalent")
        number = plainest_profile(self.rulebase, self.space, differs)
        before, after = (observed_at(advice.outcomes, number) for advice in (self.everywhere, everywhere))
        expects = tuple(islice(distinguishing_expectations(before, after), 1))
        suggested = suggested_case(self.rulebase, self.space, differs, number, expects)
        return JudgedMutant(mutant, "survived", differs=differs.bit_count(), suggested=suggested)

    def _fails(self, place: int, at_cases: VisibleAdvice) -> bool:
        """Returns whether the case at a place fails with this advice."""
        return bool(judge_expectations(self.cases[place].expects, observed_at(at_cases.outcomes, place)))

    def _outcomes(self, mutated: RuleBase, *, whole: bool) -> Outcomes:
        """Returns the outcomes of a mutant; derivations that are as they were are not worked out again."""
        if mutated.derivations is self.rulebase.derivations:
            return Outcomes(mutated, self.space, None if whole else self.facts)
        strata(mutated.derivations)  # raises what loading would
        return Outcomes(mutated, self.space, (self.space if whole else self.answers).deriving(mutated.derivations))


def mutate(
    proof: Proof,
    cases: Sequence[Case],
    each: Callable[[Sequence[Mutant]], Iterable[Mutant]] = iter,
) -> Mutation:
    """Judges every mutant; ``each`` may show how far it has come. Raises AdvisorError when a case fails already."""
    judge = Judge(proof, cases).judge
    return Mutation(tuple(map(judge, each(list(mutants(proof.rulebase))))), len(cases), proof.every)
