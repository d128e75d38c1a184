"""Random rule bases, small and with everything in them that rule files can say; in strata by how they are made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.diagnostics.source import Position, SourceText
from advisor.model.conditions import ALWAYS, All, AnyOf, Condition, Is, Not, Suggests
from advisor.model.rulebase import Disclaimer, Grade, Kinds, RuleBase, Setting
from advisor.model.rules import (
    SEVERITIES,
    Adjustment,
    Binding,
    Derivation,
    Fit,
    Note,
    Option,
    Question,
    RuleOut,
    Treatment,
    TreatmentWarning,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from random import Random

    Leaf = Callable[[bool], Condition]  # called with whether it stands under an odd number of `not`

HERE = Position(SourceText("random", ("",)), 1, 1)
KINDS = ("a", "b", "c")
DEPTHS = ("low", "high", "not_sure")
TREATMENTS = ("one", "two", "three", "four")
# the conclusions by their level: what is under `not` in a derivation is of a lower one
LEVELS = (
    [("f", "yes"), ("g", "p"), ("h", "yes")],
    [("g", "q"), ("i", "yes"), ("j", "yes")],
    [("k", "yes"), ("l", "p"), ("l", "q")],
)


class RandomRules:
    """Makes one rule base by one source of chance."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance

    def rulebase(self) -> RuleBase:
        """A rule base over some 1,000 profiles."""
        self.questions = self._questions()
        self.facts = [(q.id, option) for q in self.questions for option in q.option_ids]
        derivations = self._derivations()
        self.facts += sorted({(rule.fact, rule.value) for rule in derivations}) * 2
        return RuleBase(
            **dict.fromkeys(("id", "name", "version", "date", "digest", "root", "intended_use"), "random"),
            authors=(),
            disclaimer=Disclaimer(id="disclaimer", position=HERE, text=""),
            grades=tuple(
                Grade(id=grade, points=points, label="", means="", position=HERE)
                for grade, points in (("good", 10), ("fair", 5), ("weak", self.chance.choice((0, 5))))
            ),
            settings=(
                Setting(id="home", label="", position=HERE),
                Setting(id="away", label="", needs=self._condition(), position=HERE),
            ),
            kinds=Kinds(
                called="kind",
                question="kinds",
                depth_called="depth",
                depth_questions={"a": "depth_a", "b": "depth_b"},
                position=HERE,
            ),
            questions=self.questions,
            derivations=derivations,
            treatments=tuple(self._treatment(name) for name in TREATMENTS),
            notes=tuple(self._note(number) for number in range(self.chance.randint(1, 4))),
            sources=(),
            impossible=tuple(
                All((self._leaf(self._answered("tone", "budget")), self._leaf(self._answered("kinds", "more"))))
                for _ in range(self.chance.randint(0, 2))
            ),
        )

    def _questions(self) -> tuple[Question, ...]:
        made: list[Question] = []

        def ask(name: str, options: Sequence[str], when: Condition = ALWAYS, *, several: bool = False) -> None:
            of = tuple(Option(id=option, label=option, short=option, position=HERE) for option in options)
            made.append(
                Question(id=name, ask="", help="", why="", options=of, several=several, ask_when=when, position=HERE)
            )

        def earlier() -> Condition:
            self.facts = [(q.id, option) for q in made for option in q.option_ids]
            return self._condition()

        ask("kinds", KINDS, several=True)
        ask("tone", ("x", "y", "z"))
        ask("depth_a", DEPTHS, Is("kinds", frozenset("a")))
        ask("depth_b", DEPTHS, All((Is("kinds", frozenset("b")), earlier())))
        ask("more", ("yes", "no"), earlier())
        ask("marks", ("m", "n"), self.chance.choice((Is("more", frozenset({"yes"})), earlier())), several=True)
        ask("budget", ("none", "some"))
        return tuple(made)

    def _derivations(self) -> tuple[Derivation, ...]:
        """Some levels of rules; those of one level may need each other, in circles too."""
        made: list[tuple[Condition, tuple[str, str]]] = []
        answers = self.facts
        for number, level in enumerate(LEVELS):
            lower = [fact for below in LEVELS[:number] for fact in below]

            def leaf(negated: bool, own: list[tuple[str, str]] = level, lower: list[tuple[str, str]] = lower) -> Is:
                derived = lower if negated else [*lower, *own]
                return self._leaf(derived if derived and self.chance.random() < 0.6 else answers)

            made += [(self._grown(leaf), self.chance.choice(level)) for _ in range(self.chance.randint(2, 4))]
        made += self._chain(self.chance.randint(0, 5))
        self.chance.shuffle(made)
        return tuple(
            Derivation(id=f"d{number}", when=when, fact=fact, value=value, position=HERE)
            for number, (when, (fact, value)) in enumerate(made)
        )

    def _chain(self, length: int) -> list[tuple[Condition, tuple[str, str]]]:
        """Conclusions of which each needs the one before; the last of all is one that other rules read."""
        links = [("chain", str(number)) for number in range(length)]
        if not links:
            return []
        ends = [self._leaf(self.facts), *(Is(fact, frozenset({value})) for fact, value in links)]
        return list(zip(ends, [*links, self.chance.choice(LEVELS[0])], strict=True))

    def _treatment(self, name: str) -> Treatment:
        chance = self.chance

        def some(build: type, most: int, **fields: Callable[[], object]) -> tuple[object, ...]:
            return tuple(
                build(
                    id=f"{name}-{build.__name__}-{number}",
                    position=HERE,
                    treatment=name,
                    when=self._condition() if chance.random() < 0.7 else ALWAYS,
                    **{field: value() for field, value in fields.items()},
                )
                for number in range(chance.randint(0, most))
            )

        def maybe_bound() -> Binding | None:
            return self._binding() if chance.random() < 0.6 else None

        return Treatment(
            id=name,
            name=chance.choice(("A", "B", name)),
            position=HERE,
            setting=chance.choice(("home", "away")),
            invasiveness=chance.randint(0, 1),
            breaks_skin=False,
            **dict.fromkeys(("what", "how_well", "recovery", "unsaid"), ""),
            questions=(),
            fits=some(Fit, 3, binding=self._binding, grade=lambda: chance.choice(("good", "fair", "weak"))),
            rules_out=some(RuleOut, 1, binding=self._binding),
            adjusts=some(Adjustment, 3, binding=maybe_bound, points=lambda: chance.choice((-5, 5, 5, 2))),
            warnings=some(
                TreatmentWarning,
                2,
                binding=maybe_bound,
                severity=lambda: chance.choice(SEVERITIES),
                text=str,
                stressed_when=lambda: chance.choice((None, self._condition())),
            ),
        )

    def _binding(self) -> Binding:
        kinds = self._some(KINDS) if self.chance.random() < 0.7 else None
        return Binding(kinds=kinds, depths=self._some(DEPTHS) if self.chance.random() < 0.4 else None)

    def _note(self, number: int) -> Note:
        def asking() -> Condition:
            return self._grown(
                lambda _: Suggests(self._some(TREATMENTS)) if self.chance.random() < 0.6 else self._leaf(self.facts)
            )

        return Note(
            id=f"n{number}",
            position=HERE,
            section="general",
            order=number,
            text="",
            when=asking(),
            urgent_when=self.chance.choice((None, asking())),
        )

    def _some(self, names: Sequence[str]) -> frozenset[str]:
        """At least one of them, and not often all."""
        return frozenset(self.chance.sample(names, self.chance.choice((1, 1, 2, len(names)))))

    def _answered(self, *questions: str) -> list[tuple[str, str]]:
        return [(name, option) for name, option in self.facts if name in questions]

    def _condition(self) -> Condition:
        return self._grown(lambda _: self._leaf(self.facts))

    def _leaf(self, facts: Sequence[tuple[str, str]]) -> Is:
        """A fact with one or more of the values that it has among these."""
        fact, value = self.chance.choice(facts)
        others = sorted({other for name, other in facts if name == fact and self.chance.random() < 0.4})
        return Is(fact, frozenset({value, *others}))

    def _grown(self, leaf: Leaf, size: int = 5, negated: bool = False) -> Condition:
        """A condition of so many leaves at most, of nested ``all``, ``any`` and ``not``."""
        roll = self.chance.random()
        if size == 1 or roll < 0.3:
            found = leaf(negated if roll > 0.1 else not negated)
            return found if roll > 0.1 else Not(found)
        if roll < 0.5:
            return Not(self._grown(leaf, size - 1, not negated))
        parts = tuple(self._grown(leaf, max(1, size // 2), negated) for _ in range(self.chance.choice((1, 2, 2, 3))))
        return All(parts) if roll < 0.75 else AnyOf(parts)
