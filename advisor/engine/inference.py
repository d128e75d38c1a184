"""Forward chaining with experta, from the answers of one person to everything the rules conclude.

Productions are compiled once for each thread. They fire in the order of their stages, so that a fact is settled before
another rule asks that it be absent; one stage waits until the caller has worked out which treatments are suggested.
Every experta rule has a salience of its own, so the order of firing is the same in every process.
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
    """One rule for the engine: it fires when ``when`` holds at its stage.

    ``yields`` is any object of the caller's, found again in ``Fired``. ``derives`` is the fact it adds, as ``(name,
    value)``; only productions of a later stage may ask that this fact be absent.
    """

    stage: int
    id: str
    when: Condition
    yields: object
    derives: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Fired:
    """A production that fired, and the facts it used, each as ``name: value`` or, when absent, ``not name: value``.

    Of a choice about one fact these are the values given that the choice names.
    """

    production: Production
    facts: tuple[str, ...]


class _Profile(Fact):  # type: ignore[misc]  # experta has no types
    """The answers: one field for each question, a frozenset of option ids (empty when it is not asked)."""


class _Derived(Fact):  # type: ignore[misc]
    """A fact that a rule concluded."""


class _Holds(Fact):  # type: ignore[misc]
    """A ``Helper`` (by number) of which an alternative holds."""


class _GatedStage(Fact):  # type: ignore[misc]
    """The gated stage has begun; the field ``suggests`` is a frozenset of treatment ids."""


# stated, because experta asks for the signature of each action many times and working it out is slow
_ACTION = Signature([Parameter("engine", Parameter.POSITIONAL_ONLY), Parameter("context", Parameter.VAR_KEYWORD)])


@cache  # experta shares a node between rules whose predicate is the same object
def _all_hold(needed: tuple[FactTest | OneOf, ...]) -> P:
    return P(lambda given: all(_holds(term, given) for term in needed))


def _holds(term: FactTest | OneOf, given: frozenset[str]) -> bool:
    if isinstance(term, OneOf):
        return any(all(_holds(literal, given) for literal in parts) for parts in term.alternatives)
    return term.values.isdisjoint(given) is term.negated


@cache
def _one_of(values: frozenset[str]) -> P:
    return P(lambda value: value in values)


class Inference:
    """Productions compiled for experta, over the answers to the questions with these ids.

    The ``gated_stage`` begins only with ``Run.proceed``; only its productions may have ``suggests`` conditions. Safe to
    share between threads: each has an engine of its own, which is thrown away after any exception.
    """

    def __init__(
        self, questions: Iterable[str], productions: Iterable[Production], gated_stage: int | None = None
    ) -> None:
        self._questions = frozenset(questions)
        self._productions = tuple(sorted(productions, key=lambda production: (production.stage, production.id)))
        self._gated_stage = gated_stage
        self._local = threading.local()

    def run(self, given: Mapping[str, frozenset[str]]) -> Run:
        """Fires the productions of the stages before the gated one and returns the run; ``Run.proceed`` does the rest.

        ``given`` maps question ids to option ids; questions left out count as not asked. Raises InferenceFailed when
        the productions do not stop firing.
        """
        engine: _Engine | None = getattr(self._local, "engine", None)
        if engine is None:
            engine = self._local.engine = _Engine(self._questions, self._productions, self._gated_stage)
        profile = {question: given.get(question, frozenset()) for question in self._questions}
        return Run(engine, profile, self._forget)

    def _forget(self) -> None:
        self._local.engine = None


class Run:
    """The inference for one person. ``fired`` holds what has fired so far, in order; each step adds to it.

    ``proceed`` must not be called once another run has begun in the same thread.
    """

    def __init__(self, engine: _Engine, profile: Mapping[str, frozenset[str]], forget: Callable[[], None]) -> None:
        self._engine, self._forget = engine, forget
        self.fired: tuple[Fired, ...] = ()
        self._step(lambda: engine.begin(profile))

    def proceed(self, suggested: Iterable[str]) -> None:
        """Fires the gated stage, given the ids of the treatments suggested. Raises InferenceFailed."""
        treatments = frozenset(suggested)
        self._step(lambda: self._engine.proceed(treatments))

    def _step(self, step: Callable[[], tuple[Fired, ...]]) -> None:
        try:
            self.fired += step()
        except Exception:
            self._forget()  # after an exception experta's state may be inconsistent
            raise


class _Engine(KnowledgeEngine):  # type: ignore[misc]
    """experta's engine, with rules built from productions, and a log of what fired."""

    def __init__(self, questions: frozenset[str], productions: Sequence[Production], gated_stage: int | None) -> None:
        self._gated_stage = gated_stage
        self._set_valued = questions | {"suggests"}
        self._helpers: dict[Helper, int] = {}
        # each planned rule: its place in the order of firing, what it needs, and what it does
        self._plan: list[tuple[tuple[int, int, int], tuple[Term, ...], Callable[[], None]]] = []
        self._log: list[Fired] = []
        self._helper_facts: dict[int, tuple[str, ...]] = {}  # the facts that made a helper hold
        self._given: Mapping[str, frozenset[str]] = {}
        grouped: dict[tuple[int, tuple[Term, ...]], list[Production]] = {}
        for production in productions:
            key = (production.stage, terms(negations_inward(production.when), self._set_valued))
            grouped.setdefault(key, []).append(production)
        for (stage, needed), together in grouped.items():
            self._add(stage, 0, needed, self._firing(needed, together))
        self._plan.sort(key=lambda entry: entry[0])
        count = len(self._plan)
        self._rules = [
            self._rule(stage, needed, fire, salience=count - index)
            for index, ((stage, _, _), needed, fire) in enumerate(self._plan)
        ]
        super().__init__()

    def get_rules(self) -> list[ExpertaRule]:
        """Returns the rules; experta calls this while it builds its network."""
        return self._rules

    def get_deffacts(self) -> list[Callable[[], list[Fact]]]:
        """Returns what makes the first fact of every run; experta's own version inspects every member of the engine."""
        return [lambda: [InitialFact()]]

    def begin(self, profile: Mapping[str, frozenset[str]]) -> tuple[Fired, ...]:
        self._given, self._log, self._helper_facts = profile, [], {}
        self.reset()
        self.declare(_Profile(**profile))
        return self._run()

    def proceed(self, suggested: frozenset[str]) -> tuple[Fired, ...]:
        self._given, self._log = {**self._given, "suggests": suggested}, []
        self.declare(_GatedStage(suggests=suggested))
        return self._run()

    def _run(self) -> tuple[Fired, ...]:
        self.run(steps=len(self._rules) + 1)  # each rule can match only once
        if self.agenda.activations:
            raise InferenceFailed(f"the rules did not come to rest within {len(self._rules)} firings")
        return tuple(self._log)

    def _add(self, stage: int, depth: int, needed: tuple[Term, ...], fire: Callable[[], None]) -> None:
        """Plans a rule and the rules of the helpers it needs; within a stage greater depths fire first."""
        self._plan.append(((stage, -depth, len(self._plan)), needed, fire))
        for term in needed:
            if isinstance(term, Helper) and term not in self._helpers:
                number = self._helpers[term] = len(self._helpers)
                for alternative in term.alternatives:
                    parts = terms(alternative, self._set_valued)
                    self._add(stage, depth + 1, parts, self._holding(number, parts))

    def _rule(self, stage: int, needed: tuple[Term, ...], fire: Callable[[], None], *, salience: int) -> ExpertaRule:
        patterns: list[object] = []
        tests: dict[str, list[FactTest | OneOf]] = {}
        for term in needed:
            match term:
                case Helper():
                    patterns.append(_Holds(helper=self._helpers[term]))
                case OneOf(fact) | FactTest(fact) if fact in self._set_valued:
                    tests.setdefault(fact, []).append(term)
                case FactTest():
                    patterns.append(self._derived(term))
        fields: dict[str, Any] = {name: _all_hold(tuple(wanted)) for name, wanted in tests.items()}
        suggests = {"suggests": fields.pop("suggests")} if "suggests" in fields else {}
        if stage == self._gated_stage:
            patterns.insert(0, _GatedStage(**suggests))

        def action(_engine: object, **_context: object) -> None:
            fire()

        action.__signature__ = _ACTION  # type: ignore[attr-defined]
        return ExpertaRule(_Profile(**fields), *patterns, salience=salience)(action)

    def _derived(self, term: FactTest) -> object:
        if term.negated:
            return NOT(_Derived(name=term.fact, value=_one_of(term.values)))
        (value,) = term.values  # `terms` makes helpers for several values
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
            if number not in self._helper_facts:  # an earlier alternative has not fired
                self._helper_facts[number] = self._facts(parts)
                self.declare(_Holds(helper=number))

        return fire

    def _facts(self, needed: tuple[Term, ...]) -> tuple[str, ...]:
        """Returns the facts that made the terms hold, as in ``Fired``, each once."""
        found: list[str] = []
        for term in needed:
            if isinstance(term, Helper):
                found.extend(self._helper_facts[self._helpers[term]])
            elif isinstance(term, OneOf):
                values = frozenset().union(*(literal.values for parts in term.alternatives for literal in parts))
                found.extend(f"{term.fact}: {value}" for value in sorted(values & self._given[term.fact]))
            elif term.negated:
                found.extend(f"not {term.fact}: {value}" for value in sorted(term.values))
            else:
                values = term.values & self._given.get(term.fact, term.values)
                found.extend(f"{term.fact}: {value}" for value in sorted(values))
        return tuple(dict.fromkeys(found))
