"""Forward chaining with experta: the facts of one person in, everything the rules conclude out.

A rule base is compiled once into an engine for each thread. Rules fire by strata, so that a fact is settled before
anything asks that it be absent: derivations, then what concerns treatments, and, once it is known which treatments are
suggested, notes. Every experta rule has a salience of its own, so the order of firing is the same in every process.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from functools import cache
from inspect import Parameter, Signature
from typing import TYPE_CHECKING, Any

from advisor.diagnostics.errors import InferenceFailed
from advisor.engine._experta import NOT, ExpertaRule, Fact, InitialFact, KnowledgeEngine, P
from advisor.engine.patterns import FactTest, Helper, OneOf, Term, negations_inward, terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from advisor.model.conditions import Condition

__all__ = ["Fired", "Inference", "Production", "Run"]


@dataclass(frozen=True, slots=True)
class Production:
    """One rule for the engine: when the condition holds at its stage, it fires and hands back ``yields``.

    ``derives`` is the fact it adds, as ``(name, value)``; productions of a later ``stage`` may ask that it be absent.
    """

    stage: int
    id: str
    when: Condition
    yields: object
    derives: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Fired:
    """A production that fired, and the facts it used as ``name: value`` (``not name: value`` for an absence)."""

    production: Production
    facts: tuple[str, ...]


class _Profile(Fact):  # type: ignore[misc]  # experta has no types
    """The answers: one field a question, a frozenset of options (empty when not asked)."""


class _Derived(Fact):  # type: ignore[misc]
    """A fact some rule concluded, or one told to the engine between two runs."""


class _Holds(Fact):  # type: ignore[misc]
    """A helper (one `any`) of which an alternative holds."""


class _Stage(Fact):  # type: ignore[misc]
    """A stage that may begin, with what was told to it: one field a fact, a frozenset of values."""


# experta asks for each action's signature again and again while it builds; stated, it need not be worked out
_ACTION = Signature([Parameter("engine", Parameter.POSITIONAL_ONLY), Parameter("context", Parameter.VAR_KEYWORD)])


@cache
def _meets(wanted: tuple[FactTest | OneOf, ...]) -> P:
    """One shared predicate for the same question of experta: equal predicates make equal nodes."""

    def check(given: frozenset[str]) -> bool:
        return all(_holds(term, given) for term in wanted)

    return P(check)


def _holds(term: FactTest | OneOf, given: frozenset[str]) -> bool:
    if isinstance(term, OneOf):
        return any(all(_holds(literal, given) for literal in parts) for parts in term.alternatives)
    return term.values.isdisjoint(given) is term.negated


@cache
def _one_of(values: frozenset[str]) -> P:
    return P(lambda value: value in values)


class Inference:
    """Productions compiled for experta, over answers to ``questions``.

    The ``gated`` stage waits until ``Run.proceed`` lets it begin, and may ask for the fact ``told`` to it then. Safe to
    share between threads: each has an engine of its own, thrown away after any failure.
    """

    def __init__(
        self,
        questions: Iterable[str],
        productions: Iterable[Production],
        gated: int | None = None,
        told: str = "suggests",
    ) -> None:
        self._questions = frozenset(questions)
        self._told = told
        self._productions = tuple(sorted(productions, key=lambda production: (production.stage, production.id)))
        self._gated = gated
        self._local = threading.local()

    def run(self, given: Mapping[str, frozenset[str]]) -> Run:
        """Fires every rule that the answers set off, up to the gated stage. Raises InferenceFailed."""
        engine: _Engine | None = getattr(self._local, "engine", None)
        if engine is None:
            engine = self._local.engine = _Engine(self._questions, self._productions, self._gated, self._told)
        run = Run(engine, self._forget)
        profile = {question: given.get(question, frozenset()) for question in self._questions}
        run.begin(profile)
        return run

    def _forget(self) -> None:
        self._local.engine = None


class Run:
    """One person's inference: ``fired`` grows with each step, in firing order."""

    def __init__(self, engine: _Engine, forget: Callable[[], None]) -> None:
        self._engine = engine
        self._forget = forget
        self.fired: tuple[Fired, ...] = ()

    def begin(self, profile: Mapping[str, frozenset[str]]) -> None:
        """Starts afresh with the answers."""
        self._step(lambda: self._engine.begin(profile))

    def proceed(self, told: Iterable[str]) -> None:
        """Tells the engine the values of a fact settled outside it, and lets the gated stage begin."""
        values = frozenset(told)
        self._step(lambda: self._engine.proceed(values))

    def _step(self, step: Callable[[], tuple[Fired, ...]]) -> None:
        try:
            self.fired += step()
        except Exception:
            self._forget()  # experta's state after an exception is not to be trusted
            raise


class _Engine(KnowledgeEngine):  # type: ignore[misc]
    """experta's engine with rules handed over as data, and a log of what fired."""

    def __init__(
        self, questions: frozenset[str], productions: Sequence[Production], gated: int | None, told: str
    ) -> None:
        self._questions, self._gated, self._told = questions, gated, told
        self._whole = questions | {told}
        self._helpers: dict[Helper, int] = {}
        self._plan: list[tuple[tuple[int, int, int], tuple[Term, ...], Callable[[], None]]] = []
        self._log: list[Fired] = []
        self._used: dict[int, tuple[str, ...]] = {}
        self._given: Mapping[str, frozenset[str]] = {}
        grouped: dict[tuple[int, tuple[Term, ...]], list[Production]] = {}
        for production in productions:
            key = (production.stage, terms(negations_inward(production.when), self._whole))
            grouped.setdefault(key, []).append(production)
        for (stage, needed), together in grouped.items():
            self._add((stage, 0), needed, self._firing(needed, together))
        self._plan.sort(key=lambda entry: entry[0])
        count = len(self._plan)
        self._rules = [
            self._rule((stage, needed), fire, count - place)
            for place, ((stage, _, _), needed, fire) in enumerate(self._plan)
        ]
        super().__init__()

    def get_rules(self) -> list[ExpertaRule]:
        """The compiled rules (experta asks for them while it builds its network)."""
        return self._rules

    def get_deffacts(self) -> list[Callable[[], list[Fact]]]:
        """The first fact of every run (experta's own way looks through all members of the engine each time)."""
        return [lambda: [InitialFact()]]

    def begin(self, profile: Mapping[str, frozenset[str]]) -> tuple[Fired, ...]:
        self._given, self._log, self._used = profile, [], {}
        self.reset()
        self.declare(_Profile(**profile))
        return self._run()

    def proceed(self, told: frozenset[str]) -> tuple[Fired, ...]:
        self._given, self._log = {**self._given, self._told: told}, []
        self.declare(_Stage(number=self._gated, **{self._told: told}))
        return self._run()

    def _run(self) -> tuple[Fired, ...]:
        self.run(steps=len(self._rules) + 1)  # each rule can match only once
        if self.agenda.activations:
            raise InferenceFailed(f"the rules did not come to rest within {len(self._rules)} firings")
        return tuple(self._log)

    def _add(self, place: tuple[int, int], needed: tuple[Term, ...], fire: Callable[[], None]) -> None:
        """Plans a rule, after the rules of the helpers it needs (a deeper helper comes first)."""
        stage, depth = place
        self._plan.append(((stage, -depth, len(self._plan)), needed, fire))
        for term in needed:
            if isinstance(term, Helper) and term not in self._helpers:
                number = self._helpers[term] = len(self._helpers)
                for alternative in term.alternatives:
                    parts = terms(alternative, self._whole)
                    self._add((stage, depth + 1), parts, self._holding(number, parts))

    def _rule(self, placed: tuple[int, tuple[Term, ...]], fire: Callable[[], None], salience: int) -> ExpertaRule:
        stage, needed = placed
        patterns: list[object] = []
        asked: dict[str, list[FactTest | OneOf]] = {}
        for term in needed:
            match term:
                case Helper():
                    patterns.append(_Holds(helper=self._helpers[term]))
                case OneOf(fact) | FactTest(fact) if fact in self._whole:
                    asked.setdefault(fact, []).append(term)
                case FactTest():
                    patterns.append(self._derived(term))
        fields: dict[str, Any] = {name: _meets(tuple(wanted)) for name, wanted in asked.items()}
        told = {self._told: fields.pop(self._told)} if self._told in fields else {}
        if stage == self._gated:
            patterns.insert(0, _Stage(number=stage, **told))

        def action(_engine: object, **_context: object) -> None:
            fire()

        action.__signature__ = _ACTION  # type: ignore[attr-defined]
        return ExpertaRule(_Profile(**fields), *patterns, salience=salience)(action)

    def _derived(self, term: FactTest) -> object:
        if term.negated:
            return NOT(_Derived(name=term.fact, value=_one_of(term.values)))
        (value,) = term.values  # `terms` has made helpers of the others
        return _Derived(name=term.fact, value=value)

    def _firing(self, needed: tuple[Term, ...], together: Sequence[Production]) -> Callable[[], None]:
        def fire() -> None:
            facts = self._facts(needed)
            for production in together:
                self._log.append(Fired(production, facts))
                if production.derives:
                    name, value = production.derives
                    self.declare(_Derived(name=name, value=value))

        return fire

    def _holding(self, number: int, parts: tuple[Term, ...]) -> Callable[[], None]:
        def fire() -> None:
            if number not in self._used:
                self._used[number] = self._facts(parts)
                self.declare(_Holds(helper=number))

        return fire

    def _facts(self, needed: tuple[Term, ...]) -> tuple[str, ...]:
        """The facts that made the terms hold, as ``name: value``, each once."""
        found: list[str] = []
        for term in needed:
            if isinstance(term, Helper):
                found.extend(self._used[self._helpers[term]])
            elif isinstance(term, OneOf):
                values = frozenset().union(*(literal.values for parts in term.alternatives for literal in parts))
                found.extend(f"{term.fact}: {value}" for value in sorted(values & self._given[term.fact]))
            elif term.negated:
                found.extend(f"not {term.fact}: {value}" for value in sorted(term.values))
            else:
                values = term.values & self._given.get(term.fact, term.values)
                found.extend(f"{term.fact}: {value}" for value in sorted(values))
        return tuple(dict.fromkeys(found))
