"""experta as it comes, to hold our matcher, strategy and overrides against: the same rules must fire in the same order.

``python -m tests.engine.stock`` compares them for every answer combination of the shipped rules, which takes minutes.
"""

from __future__ import annotations

import random
import sys
from typing import TYPE_CHECKING

import advisor
from advisor.engine._experta import OR, ExpertaRule, Fact, KnowledgeEngine

# isort: split
from experta import InitialFact  # only after the import above, which lends it a name that Python dropped

from advisor.engine.compilation import Conclusion, Production, Profile
from advisor.engine.inference import Engine, Inference, Run
from advisor.engine.patterns import atom
from advisor.engine.productions import production_stages
from advisor.enumeration.outcomes import Outcomes
from advisor.model.conditions import ALWAYS, All, AnyOf, Condition, Is, Not, Suggests

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from advisor.engine.compilation import Fired
    from advisor.model.rulebase import RuleBase

Given = dict[str, frozenset[str]]


class Held(Fact):  # type: ignore[misc]
    """An alternative of the choice with a number holds."""


class StockEngine(Engine):
    """The engine with experta's matching, its strategy, and its own methods where they are overridden.

    experta fires a rule for each alternative of an ``OR`` that holds. Here a choice is a fact of its own, declared
    by rules that fire just before the one that needs it.
    """

    __matcher__ = KnowledgeEngine.__matcher__
    __strategy__ = KnowledgeEngine.__strategy__
    reset = KnowledgeEngine.reset
    declare = KnowledgeEngine.declare
    run = KnowledgeEngine.run

    def get_rules(self) -> list[ExpertaRule]:
        """The rules, without any ``OR``."""
        self._choices = 0
        return [made for rule in super().get_rules() for made in self._without_or(rule, rule.salience, rule._wrapped)]

    def _without_or(self, parts: Iterable[object], salience: float, action: Callable[..., None]) -> list[ExpertaRule]:
        rules, patterns = [], []
        for part in parts:
            if isinstance(part, OR):
                self._choices += 1
                number = self._choices
                patterns.append(Held(choice=number))
                for alternative in part:
                    sooner = salience + 1 / (self._choices + 2)  # before its rule, and alone with this number
                    self._choices += 1
                    rules += self._without_or((Profile(), *alternative), sooner, _holding(number))
            else:
                patterns.append(part)
        return [*rules, ExpertaRule(*patterns, salience=salience)(action)]

    def conclude(self, of: str) -> None:
        """A new fact each time; experta sees that it is not the first one."""
        self._known.add(of)
        self.declare(Conclusion(of=of))

    def get_deffacts(self) -> list[Callable[[], list[object]]]:
        """The first fact of every run; experta's own version inspects every member of the engine, rules and all."""
        return [lambda: [InitialFact()]]

    def _finish(self) -> tuple[Fired, ...]:
        self.run()
        return tuple(self.fired)


def _holding(number: int) -> Callable[..., None]:
    return lambda engine, **_context: engine.declare(Held(choice=number))


def fired_by(engine: Engine, given: Mapping[str, Iterable[str]], suggested: Iterable[str]) -> tuple[Fired, ...]:
    """What fires for these answers, in order, with the facts used."""
    run = Run(engine, frozenset(atom(name, value) for name in given for value in given[name]))
    run.proceed(suggested)
    return run.fired


def shipped(rulebase: RuleBase) -> Inference:
    """The productions of a rule base, as a consultation compiles them."""
    stages = production_stages(rulebase)
    questions = (question.id for question in rulebase.questions)
    return Inference(questions, (one for stage in stages for one in stage), gated_stage=len(stages) - 1)


def shipped_difference(rulebase: RuleBase, numbers: Iterable[int]) -> str:
    """The first of some answer combinations for which the two fire differently; empty when there is none."""
    outcomes, inference = Outcomes(rulebase), shipped(rulebase)
    ours, stock = Engine(inference._compiled), StockEngine(inference._compiled)
    for number in numbers:
        given = outcomes.space.profile(number)
        suggested = [name for name, mask in outcomes.suggested.items() if mask >> number & 1]
        if fired_by(ours, given, suggested) != fired_by(stock, given, suggested):
            return str(given)
    return ""


QUESTIONS = {"colour": ("red", "blue", "green"), "size": ("small", "large"), "kinds": ("a", "b", "c")}
TREATMENTS = ("t1", "t2", "t3")
STAGES = 4  # the last is the gated one


def random_rules(seed: int) -> tuple[Inference, Given, list[str]]:
    """Productions in stages, with derivations that need and forbid what others derive; answers; what is suggested."""
    chance = random.Random(seed)
    facts = {stage: [(f"f{stage}{i}", ("x", "y")[: i + 1]) for i in range(2)] for stage in range(STAGES)}

    def leaf(stage: int, *, settled: bool) -> Condition:
        known = [*QUESTIONS.items(), *(fact for earlier in range(stage) for fact in facts[earlier])]
        growing = [] if settled else facts[stage]
        if stage == STAGES - 1 and chance.random() < 0.3:
            return Suggests(frozenset(chance.sample(TREATMENTS, chance.randint(1, 2))))
        name, values = chance.choice([*known, *growing])
        return Is(name, frozenset(chance.sample(values, chance.randint(1, len(values)))))

    def condition(stage: int, depth: int, *, settled: bool) -> Condition:
        shape = chance.random()
        if depth == 0 or shape < 0.25:
            found = leaf(stage, settled=True)
            return Not(found) if chance.random() < 0.3 else leaf(stage, settled=settled)
        if shape < 0.4:
            return Not(condition(stage, depth - 1, settled=True))
        parts = tuple(condition(stage, depth - 1, settled=settled) for _ in range(chance.randint(1, 3)))
        return All(parts) if shape < 0.7 else AnyOf(parts)

    productions = []
    for number in range(chance.randint(1, 24)):
        stage = chance.randrange(STAGES)
        when = ALWAYS if chance.random() < 0.05 else condition(stage, chance.randint(0, 3), settled=False)
        name, values = chance.choice(facts[stage])
        derives = (name, chance.choice(values)) if stage < STAGES - 1 and chance.random() < 0.7 else None
        productions.append(Production(stage, f"r{number:02}", when, number, derives))
    given = {
        name: frozenset(chance.sample(values, chance.randint(0, len(values) if name == "kinds" else 1)))
        for name, values in QUESTIONS.items()
    }
    suggested = chance.sample(TREATMENTS, chance.randint(0, 3))
    return Inference(QUESTIONS, productions, gated_stage=STAGES - 1), given, suggested


def random_difference(seeds: Iterable[int]) -> str:
    """The first seed whose rules fire differently; empty when there is none."""
    for seed in seeds:
        inference, given, suggested = random_rules(seed)
        ours = fired_by(Engine(inference._compiled), given, suggested)
        stock = fired_by(StockEngine(inference._compiled), given, suggested)
        if ours != stock:
            return f"seed {seed}: {ours} but {stock}"
    return ""


def main() -> int:
    """Compares all answer combinations of the shipped rules, or a part of them: ``PART OF``."""
    part, of = map(int, sys.argv[1:3] or ("0", "1"))
    rulebase = advisor.load_rules()
    space = Outcomes(rulebase).space
    numbers = [number for number in space.numbers(space.every) if number % of == part]
    different = shipped_difference(rulebase, numbers)
    print(different or f"the same firings in the same order for {len(numbers)} answer combinations")
    return bool(different)


if __name__ == "__main__":
    sys.exit(main())
