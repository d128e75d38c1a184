"""Compiles productions into rules for experta, with what each of them names as the facts it used."""

from __future__ import annotations

from dataclasses import dataclass
from inspect import Parameter, Signature
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from advisor.engine._experta import ANDFC, NOT, NOTFC, ExpertaRule, Fact, P
from advisor.engine.patterns import (
    Concluded,
    Decided,
    Helper,
    Term,
    atom,
    explanation,
    negations_inward,
    single_test,
    terms,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from advisor.engine.patterns import Explanation
    from advisor.model.conditions import Condition

    Action = Callable[..., None]

__all__ = ["CompiledRules", "Conclusion", "Fired", "GatedStage", "Production", "Profile", "compile_rules"]


@dataclass(frozen=True, slots=True)
class Production:
    """One rule for the engine: it fires when ``when`` holds at its stage.

    ``yields`` is any object of the caller's, found again in ``Fired``. ``derives`` is the fact it adds, as ``(name,
    value)``; only productions of a later stage may ask that this fact be absent.
    """

    stage: int
    id: str
    when: Condition
    yields: Any
    derives: tuple[str, str] | None = None


class Fired(NamedTuple):
    """A production that fired, and the facts it used, each as ``name: value`` or, when absent, ``not name: value``."""

    production: Production
    facts: tuple[str, ...]


class Profile(Fact):  # type: ignore[misc]  # experta has no types
    """The answers: a frozenset of atoms in the field ``answers``."""


class GatedStage(Fact):  # type: ignore[misc]
    """The gated stage has begun: a frozenset of atoms in the field ``suggests``."""


class Conclusion(Fact):  # type: ignore[misc]
    """What a rule concluded, in the field ``of``: a derived fact as an atom, or a helper by number."""


@dataclass(frozen=True, slots=True)
class CompiledRules:
    """Rules for experta, each with a salience of its own, and by number what explains the terms they need.

    It returns from the atoms given the facts that made the term hold; it is None for a helper, whose rules know them.
    """

    rules: tuple[ExpertaRule, ...]
    explained: tuple[Explanation | None, ...]


def compile_rules(
    questions: Iterable[str], productions: Iterable[Production], gated_stage: int | None
) -> CompiledRules:
    """Returns the rules for productions, which fire by stage and, within one, in the order given."""
    return _Compiler(frozenset(questions), gated_stage).compiled(productions)


class _Compiler:
    def __init__(self, questions: frozenset[str], gated_stage: int | None) -> None:
        self._questions, self._gated_stage = questions, gated_stage
        # each planned rule: its place in the order of firing, what it needs, and what it does
        self._plan: list[tuple[tuple[int, int, int], tuple[Term, ...], Action]] = []
        self._numbers: dict[Term, int] = {}  # of the evidence of each term
        self._constraints: dict[Decided, P | NOTFC] = {}

    def compiled(self, productions: Iterable[Production]) -> CompiledRules:
        grouped: dict[tuple[int, tuple[Term, ...]], list[Production]] = {}
        for production in productions:
            needed = terms(negations_inward(production.when), self._questions)
            grouped.setdefault((production.stage, needed), []).append(production)
        for (stage, needed), together in grouped.items():
            self._add(stage, 0, needed, _firing(self._numbered(stage, 0, needed), together))
        self._plan.sort(key=itemgetter(0))
        rules = tuple(
            self._rule(stage, needed, action, salience=len(self._plan) - index)
            for index, ((stage, _, _), needed, action) in enumerate(self._plan)
        )
        return CompiledRules(rules, tuple(map(_explained, self._numbers)))

    def _add(self, stage: int, depth: int, needed: tuple[Term, ...], action: Action) -> None:
        """Plans a rule; within a stage greater depths fire first."""
        self._plan.append(((stage, -depth, len(self._plan)), needed, action))

    def _numbered(self, stage: int, depth: int, needed: tuple[Term, ...]) -> tuple[int, ...]:
        """Returns the numbers of terms, and plans the rules of the helpers that are new among them."""
        for term in needed:
            if term not in self._numbers:
                number = self._numbers[term] = len(self._numbers)
                for alternative in term.alternatives if isinstance(term, Helper) else ():
                    parts = terms(alternative, self._questions)
                    self._add(stage, depth + 1, parts, _holding(number, self._numbered(stage, depth + 1, parts)))
        return tuple(self._numbers[term] for term in needed)

    def _rule(self, stage: int, needed: tuple[Term, ...], action: Action, *, salience: int) -> ExpertaRule:
        constraints: dict[str, list[P | NOTFC]] = {"answers": [], "suggests": []}
        patterns: list[object] = []
        for term in needed:
            match term:
                case Decided(about):
                    constraints[about].append(self._constraint(term))
                case Concluded(atoms, negated):
                    patterns.extend(NOT(Conclusion(of=one)) if negated else Conclusion(of=one) for one in atoms)
                case Helper():
                    patterns.append(Conclusion(of=self._numbers[term]))
        if stage == self._gated_stage:
            patterns.insert(0, GatedStage(**_field("suggests", constraints)))
        return ExpertaRule(Profile(**_field("answers", constraints)), *patterns, salience=salience)(action)

    def _constraint(self, term: Decided) -> P | NOTFC:
        """Returns the predicate of a term as experta has it; equal terms share one."""
        if term not in self._constraints:
            predicate, wanted = single_test(term.condition)
            self._constraints[term] = P(predicate) if wanted else ~P(predicate)
        return self._constraints[term]


def _field(name: str, constraints: Mapping[str, Sequence[P | NOTFC]]) -> dict[str, P | NOTFC | ANDFC]:
    """Returns a field with its constraints as one; no field where there are none."""
    several = constraints[name]
    return {name: ANDFC(*several) if len(several) > 1 else several[0]} if several else {}


class RunningEngine(Protocol):
    """What the actions of rules use of the engine that fires them."""

    fired: list[Fired]
    evidence: list[tuple[str, ...] | None]

    def facts_used(self, evidence: tuple[int, ...]) -> tuple[str, ...]: ...

    def conclude(self, of: str | int) -> None: ...


# stated, because experta asks for the signature of each action and working it out is slow
_ACTION = Signature([Parameter("engine", Parameter.POSITIONAL_ONLY), Parameter("context", Parameter.VAR_KEYWORD)])


def _firing(needed: tuple[int, ...], together: Sequence[Production]) -> Action:
    """Returns the action that logs productions with the same condition, and declares what they derive."""
    derived = tuple(dict.fromkeys(atom(*production.derives) for production in together if production.derives))

    def fire(engine: RunningEngine, **_context: object) -> None:
        facts = engine.facts_used(needed)
        for production in together:
            engine.fired.append(Fired(production, facts))
        for one in derived:
            engine.conclude(one)

    fire.__signature__ = _ACTION  # type: ignore[attr-defined]
    return fire


def _holding(number: int, needed: tuple[int, ...]) -> Action:
    """Returns the action of one alternative of a helper."""

    def fire(engine: RunningEngine, **_context: object) -> None:
        if engine.evidence[number] is None:  # an earlier alternative has not fired
            engine.evidence[number] = engine.facts_used(needed)
            engine.conclude(number)

    fire.__signature__ = _ACTION  # type: ignore[attr-defined]
    return fire


def _explained(term: Term) -> Explanation | None:
    match term:
        case Decided(_, condition):
            return explanation(condition)
        case Concluded(atoms, negated):
            facts = tuple(f"not {one}" for one in atoms) if negated else atoms
            return lambda _given: facts
    return None
