"""Forward chaining with experta, from the answers of one person to everything the rules conclude.

Productions fire in the order of their stages, so that a fact is settled before another rule
asks that it be absent; one stage waits until the caller has worked out which treatments are suggested. Every experta
rule has a salience of its own, so the order of firing is the same in every process.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from advisor.diagnostics.errors import InferenceFailed
from advisor.engine._experta import Agenda, FactList, KnowledgeEngine
from advisor.engine.compilation import Conclusion, Fired, GatedStage, Production, Profile, compile_rules
from advisor.engine.matcher import CountingMatcher, SalienceStrategy
from advisor.engine.patterns import atom

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from advisor.engine._experta import ExpertaRule, Fact
    from advisor.engine.compilation import CompiledRules

__all__ = ["Engine", "Inference", "Run"]


class Inference:
    """Productions compiled for experta, over the answers to the questions with these ids.

    The ``gated_stage`` begins only with ``Run.proceed``; only its productions may have ``suggests`` conditions. Safe to
    share between threads: each has an engine of its own.
    """

    def __init__(
        self, questions: Iterable[str], productions: Iterable[Production], gated_stage: int | None = None
    ) -> None:
        in_order = sorted(productions, key=lambda production: (production.stage, production.id))
        self._compiled = compile_rules(questions, in_order, gated_stage)
        self._local = threading.local()

    def run(self, given: Mapping[str, frozenset[str]]) -> Run:
        """Fires the productions of the stages before the gated one and returns the run; ``Run.proceed`` does the rest.

        ``given`` maps question ids to option ids; questions left out count as not asked. Raises InferenceFailed when
        the productions do not stop firing.
        """
        engine: Engine | None = getattr(self._local, "engine", None)
        if engine is None:
            engine = self._local.engine = Engine(self._compiled)
        return Run(engine, frozenset(atom(name, value) for name in given for value in given[name]))


class Run:
    """The inference for one person. ``fired`` holds what has fired so far, in order; ``proceed`` adds to it."""

    def __init__(self, engine: Engine, answers: frozenset[str]) -> None:
        self._engine = engine
        self.fired = engine.begin(answers)
        self._log = engine.fired

    def proceed(self, suggested: Iterable[str]) -> None:
        """Fires the gated stage, given the ids of the treatments suggested.

        Raises InferenceFailed also when another run has begun in this thread: its facts are no longer these.
        """
        if self._engine.fired is not self._log:
            raise InferenceFailed("another run has begun since")
        self.fired = self._engine.proceed(frozenset(atom("suggests", treatment) for treatment in suggested))


class _FactList(FactList):  # type: ignore[misc]  # experta has no types
    """experta's fact list, in which every fact is a new one, made by the engine and not by an author."""

    def declare(self, fact: Fact) -> None:
        """Adds a fact, without experta's checks of its fields and of its being new."""
        self[self.last_index] = fact
        self.last_index += 1
        self.added.append(fact)


class Engine(KnowledgeEngine):  # type: ignore[misc]
    """experta's engine with compiled rules; ``fired`` logs what fired.

    Methods of experta are overridden where at 1,000 rules they took more time than matching and firing: each says what
    it leaves out. None changes which rules fire, or in which order; tests hold this against experta as it comes.
    """

    __matcher__ = CountingMatcher
    __strategy__ = SalienceStrategy

    def __init__(self, compiled: CompiledRules) -> None:
        self._compiled = compiled
        super().__init__()
        self.fired: list[Fired] = []
        self._known: set[str] = set()  # as atoms: the answers, what was concluded, what is suggested
        self._used: list[tuple[str, ...] | None] = []  # by the number of a term: the facts that made it hold
        self._conclusions: dict[str, Conclusion] = {}  # all that were ever made, to be declared again

    def begin(self, answers: frozenset[str]) -> tuple[Fired, ...]:
        """Fires the stages before the gated one for the answers of one person, given as atoms."""
        self.fired, self._known, self._used = [], set(answers), [None] * len(self._compiled.explained)
        self.reset()
        self.declare(Profile(answers=answers))
        return self._finish()

    def proceed(self, suggested: frozenset[str]) -> tuple[Fired, ...]:
        """Fires the gated stage, given what is suggested as atoms."""
        self._known |= suggested
        self.declare(GatedStage(suggests=suggested))
        return self._finish()

    def conclude(self, of: str) -> None:
        """Declares a derived fact, once."""
        if of not in self._known:
            self._known.add(of)
            if of not in self._conclusions:
                self._conclusions[of] = Conclusion(of=of)
            self.declare(self._conclusions[of])

    def facts_used(self, needed: tuple[int, ...]) -> tuple[str, ...]:
        """Returns the facts that made the terms with these numbers hold, each once."""
        found: tuple[str, ...] = ()
        for number in needed:
            facts = self._used[number]
            if facts is None:
                facts = self._compiled.explained[number](self._known)
                if number not in self._compiled.growing:
                    self._used[number] = facts
            found = found + facts if found else facts
        return tuple(dict.fromkeys(found)) if len(needed) > 1 else found

    def get_rules(self) -> tuple[ExpertaRule, ...]:
        """Returns the rules; experta's own version inspects every member of the engine."""
        return self._compiled.rules

    def reset(self) -> None:
        """Forgets all facts; experta's own version inspects every member of the engine for facts to begin with."""
        self.agenda, self.facts = Agenda(), _FactList()
        self.matcher.reset()

    def declare(self, fact: Fact) -> None:
        """Adds a fact, without experta's checks of its fields."""
        self.facts.declare(fact)

    def run(self, steps: int) -> None:
        """Fires what is on the agenda. The matcher is asked only after new facts, and nothing is written to a log."""
        facts, agenda = self.facts, self.agenda
        while steps:
            if facts.added:
                added, facts.added = facts.added, []
                self.strategy.update_agenda(agenda, *self.matcher.changes(added))
            activation = agenda.get_next()
            if activation is None:
                return
            steps -= 1
            activation.action(self)

    def _finish(self) -> tuple[Fired, ...]:
        self.run(len(self._compiled.rules) + 1)  # each rule can match only once
        if self.agenda.activations:
            raise InferenceFailed(f"the rules did not come to rest within {len(self._compiled.rules)} firings")
        return tuple(self.fired)
