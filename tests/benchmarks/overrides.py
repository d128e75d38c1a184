"""What each of experta's parts that we override would cost: `python -m tests.benchmarks.overrides`; half a minute.

The time of an inference before its gated stage, with one part of experta's put back, as a multiple of ours; with
``reset`` come its list of facts and its first fact. CPU time, the best of some rounds.
"""

from __future__ import annotations

import gc
from time import process_time
from typing import TYPE_CHECKING

import advisor
from advisor.engine._experta import Agenda, FactList, KnowledgeEngine

# isort: split
from experta import InitialFact  # only after the import above, which lends it a name that Python dropped

from advisor.engine.compilation import Conclusion
from advisor.engine.inference import Engine
from advisor.engine.patterns import atom
from tests.benchmarks.compare import people
from tests.engine.stock import StockEngine, shipped
from tests.large import large_rulebase

if TYPE_CHECKING:
    from advisor.model.rulebase import RuleBase

PERSONS, ROUNDS = 12, 6


class Declared(Engine):
    """``declare`` with its checks of every field."""

    def declare(self, fact: object) -> None:
        self.running = True  # else experta would ask the matcher at once, and again in ``run``
        if not self.facts:
            self.facts.declare(InitialFact())  # its ``reset`` does so, and its ``declare`` warns where none has
        KnowledgeEngine.declare(self, fact)


class Called(Engine):
    """Rules called with their context, whose names experta filters."""

    def begin(self, answers: frozenset[str]) -> object:
        for activation in self.matcher._activations.values():
            activation.action = activation.rule
        return super().begin(answers)


class NewFacts(Engine):
    """A new fact for each conclusion."""

    def conclude(self, of: str) -> None:
        if of not in self._known:
            self._known.add(of)
            self.declare(Conclusion(of=of))


class Listed(Engine):
    """experta's list of facts, which looks whether each is valid and new."""

    def reset(self) -> None:
        self.agenda, self.facts = Agenda(), FactList()
        self.matcher.reset()


PUT_BACK: dict[str, type[Engine]] = {
    "nothing": Engine,
    "run": type("Run", (Engine,), {"run": KnowledgeEngine.run}),
    "calling a rule": Called,
    "reset": type("Reset", (Engine,), {"reset": KnowledgeEngine.reset, "get_deffacts": StockEngine.get_deffacts}),
    "declare": Declared,
    "new facts": NewFacts,
    "fact list": Listed,
    "strategy": type("Strategy", (Engine,), {"__strategy__": KnowledgeEngine.__strategy__}),
}


def times(rulebase: RuleBase) -> dict[str, float]:
    """Milliseconds of an inference with each part put back."""
    compiled = shipped(rulebase)._compiled
    persons = [
        frozenset(atom(question, value) for question, values in answers.given.items() for value in values)
        for answers in people(rulebase, PERSONS)
    ]
    engines = {name: made(compiled) for name, made in PUT_BACK.items()}
    best = dict.fromkeys(engines, float("inf"))
    gc.disable()
    for _ in range(ROUNDS):
        for name, engine in engines.items():
            start = process_time()
            for atoms in persons:
                engine.begin(atoms)
            best[name] = min(best[name], (process_time() - start) / PERSONS * 1000)
    gc.enable()
    return best


def main() -> None:
    """Prints a line for each part."""
    columns = {"shipped rules": times(advisor.load_rules()), "1,000 rules": times(large_rulebase(1000))}
    for name in PUT_BACK:
        shares = (f"{label} {best[name] / best['nothing']:.2f}×" for label, best in columns.items())
        print(f"{name:15}", "   ".join(shares))


if __name__ == "__main__":
    main()
