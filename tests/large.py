"""Rule bases of any size, for measuring: so many rules over so many answer combinations."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from advisor.diagnostics.source import Position, SourceText
from advisor.model.conditions import All, AnyOf, Condition, Is, Not
from advisor.model.rulebase import Disclaimer, Grade, Kinds, RuleBase, Setting
from advisor.model.rules import Adjustment, Binding, Fit, Option, Question, RuleOut, Treatment, TreatmentWarning
from tests.enumeration.test_answer_space import derivation

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

HERE = Position(SourceText("large", ("",)), 1, 1)
KINDS = ("a", "b", "c")
GRADES = {"g1": 10, "g2": 5}
LAYERS = 4


def _question(name: str, options: list[str], *, several: bool = False) -> Question:
    made = tuple(Option(id=option, label=option, short=option, position=HERE) for option in options)
    return Question(id=name, ask="", help="", why="", options=made, several=several, position=HERE)


def large_rulebase(rules: int, seed: int = 1) -> RuleBase:
    """A rule base of that many rules over 8 * 5**7 * 2 = 1,250,000 profiles; ten rules and warnings a treatment.

    A tenth derives facts, in layers that ask for facts of lower layers and for their absence; three rules a fact.
    """
    chance = random.Random(seed)
    questions = [_question("kinds", list(KINDS), several=True)]
    questions += [_question(f"q{i}", ["v", "w", "x", "y", "z"]) for i in range(7)]
    questions.append(_question("last", ["yes", "no"]))

    def leaf(facts: Sequence[str]) -> Condition:
        if facts and chance.random() < 0.3:
            found = Is(chance.choice(facts), frozenset({"yes"}))
        else:
            question = chance.choice(questions)
            chosen = chance.sample(question.option_ids, chance.randint(1, len(question.options) - 1))
            found = Is(question.id, frozenset(chosen))
        return Not(found) if chance.random() < 0.2 else found

    def condition(facts: Sequence[str]) -> Condition:
        parts = tuple(leaf(facts) for _ in range(chance.randint(1, 3)))
        return AnyOf(parts) if chance.random() < 0.3 else All(parts)

    def binding() -> Binding:
        return Binding(kinds=frozenset(chance.sample(KINDS, chance.randint(1, 3))))

    facts = [f"f{i}" for i in range(max(LAYERS, rules // 30))]
    layer = -(-len(facts) // LAYERS)
    derivations = []
    for i in range(rules // 10):
        number = i % len(facts)
        when = condition(facts[: number - number % layer])
        derivations.append(derivation(f"d{i}", when, facts[number], "yes"))
    treatments = []
    for number in range((rules - len(derivations)) // 10):
        name = f"t{number}"
        common = {"position": HERE, "treatment": name}
        fits = [
            Fit(id=f"{name}-f{i}", when=condition(facts), binding=binding(), grade=chance.choice([*GRADES]), **common)
            for i in range(3)
        ]
        outs = [RuleOut(id=f"{name}-o{i}", when=condition(facts), binding=binding(), **common) for i in range(2)]
        moves = [
            Adjustment(id=f"{name}-a0", when=condition(facts), points=chance.randint(1, 3), **common),
            Adjustment(
                id=f"{name}-a1", when=condition(facts), points=chance.randint(-3, -1), binding=binding(), **common
            ),
        ]
        warnings = [
            TreatmentWarning(id=f"{name}-w{i}", severity="limit", text="", when=condition(facts), **common)
            for i in range(3)
        ]
        treatments.append(
            Treatment(
                id=name,
                name=name,
                position=HERE,
                setting="home",
                invasiveness=0,
                breaks_skin=False,
                **dict.fromkeys(("what", "how_well", "recovery", "unsaid"), ""),
                questions=(),
                fits=tuple(fits),
                rules_out=tuple(outs),
                adjusts=tuple(moves),
                warnings=tuple(warnings),
            )
        )
    return RuleBase(
        **dict.fromkeys(("id", "name", "version", "date", "digest", "root", "intended_use"), "large"),
        authors=(),
        disclaimer=Disclaimer(id="disclaimer", position=HERE, text=""),
        grades=tuple(Grade(id=g, points=p, label="", means="", position=HERE) for g, p in GRADES.items()),
        settings=(Setting(id="home", label="", position=HERE),),
        kinds=Kinds(called="kind", question="kinds", position=HERE),
        questions=tuple(questions),
        derivations=tuple(derivations),
        treatments=tuple(treatments),
        notes=(),
        sources=(),
    )


def write_large(folder: Path, rules: int, plain: Path) -> None:
    """A copy of a folder of rule files with so many rules more, spread over new treatment files."""
    for path in plain.rglob("*.yaml"):
        target = folder / path.relative_to(plain)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    text = (plain / "treatments" / "subcision.yaml").read_text(encoding="utf-8")
    own = text.count("- rule:") + text.count("- warning:")
    for number in range(max(1, rules // own)):
        copy = text.replace("treatment: subcision", f"treatment: made{number}").replace(
            "name: Sub", f"name: {number} Sub"
        )
        copy = copy.replace("rule: subcision", f"rule: made{number}").replace(
            "warning: sub", f"warning: made{number}-sub"
        )
        (folder / "treatments" / f"made{number}.yaml").write_text(copy, encoding="utf-8")
