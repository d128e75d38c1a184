"""Compiles productions into rules for experta, with what each of them names as the facts it used."""

from __future__ import annotations

from dataclasses import dataclass
from inspect import Parameter, Signature
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from advisor.engine._experta import AND, ANDFC, NOT, NOTFC, OR, ExpertaRule, Fact, P
from advisor.engine.patterns import (
    Concluded,
    Decided,
    Disjunction,
    Term,
    atom,
    explanation,
    negations_inward,
    single_test,
    terms,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from advisor.engine.patterns import Explanation
    from advisor.model.conditions import Condition

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
    """A derived fact that a rule concluded, as an atom in the field ``of``."""


@dataclass(frozen=True, slots=True)
class CompiledRules:
    """Rules for experta, each with a salience of its own, and the terms they need.

    ``explained`` has for each term, by number, a function from the atoms known to the facts that made it hold, and
    ``growing`` the numbers of the terms that can come to hold for more reasons while rules fire.
    """

    rules: tuple[ExpertaRule, ...]
    explained: tuple[Explanation, ...]
    growing: frozenset[int]


def compile_rules(
    questions: Iterable[str], productions: Sequence[Production], gated_stage: int | None
) -> CompiledRules:
    """Returns the rules for productions. Of those that can fire the earliest given does.

    Productions of one stage with the same condition fire together, in the place of the first of them.
    """
    asked = frozenset(questions)
    grouped: dict[tuple[int, tuple[Term, ...]], list[Production]] = {}
    for production in productions:
        needed = terms(negations_inward(production.when), asked)
        grouped.setdefault((production.stage, needed), []).append(production)
    numbers: dict[Term, int] = {}
    constraints: dict[Decided, P | NOTFC] = {}
    rules = []
    for salience, ((stage, needed), together) in zip(range(len(grouped), 0, -1), grouped.items(), strict=True):
        action = _firing(tuple(numbers.setdefault(term, len(numbers)) for term in needed), together)
        patterns = list(_patterns(needed, constraints))
        begun = (Profile, GatedStage) if stage == gated_stage else (Profile,)
        missing = [fact() for fact in begun if not any(type(pattern) is fact for pattern in patterns)]
        rules.append(ExpertaRule(*missing, *patterns, salience=salience)(action))
    growing = frozenset(number for term, number in numbers.items() if isinstance(term, Disjunction))
    return CompiledRules(tuple(rules), tuple(explanation(term.condition) for term in numbers), growing)


def _patterns(needed: Iterable[Term], constraints: dict[Decided, P | NOTFC]) -> Iterator[object]:
    """Yields the patterns of terms. ``constraints`` holds those of terms that came before, which equal terms share."""
    fields: dict[str, list[P | NOTFC]] = {}  # "answers" and "suggests"
    for term in needed:
        match term:
            case Decided(condition, about):
                if term not in constraints:
                    predicate, wanted = single_test(condition)
                    constraints[term] = P(predicate) if wanted else ~P(predicate)
                fields.setdefault(about, []).append(constraints[term])
            case Concluded(_, atoms, negated):
                yield from (NOT(Conclusion(of=one)) if negated else Conclusion(of=one) for one in atoms)
            case Disjunction(_, alternatives):
                yield OR(*(AND(*_patterns(alternative, constraints)) for alternative in alternatives))
    for name, several in fields.items():
        whole = ANDFC(*several) if len(several) > 1 else several[0]
        yield Profile(answers=whole) if name == "answers" else GatedStage(suggests=whole)


class RunningEngine(Protocol):
    """What the actions of rules use of the engine that fires them."""

    fired: list[Fired]

    def facts_used(self, needed: tuple[int, ...]) -> tuple[str, ...]: ...

    def conclude(self, of: str) -> None: ...


# stated, because experta asks for the signature of each action and working it out is slow
_ACTION = Signature([Parameter("engine", Parameter.POSITIONAL_ONLY)])


def _firing(needed: tuple[int, ...], together: Sequence[Production]) -> Callable[[RunningEngine], None]:
    """Returns the action that logs productions with the same condition, and declares what they derive."""
    derived = tuple(dict.fromkeys(atom(*production.derives) for production in together if production.derives))

    def fire(engine: RunningEngine) -> None:
        facts = engine.facts_used(needed)
        for production in together:
            engine.fired.append(Fired(production, facts))
        for one in derived:
            engine.conclude(one)

    fire.__signature__ = _ACTION  # type: ignore[attr-defined]
    return fire
