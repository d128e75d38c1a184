"""What must hold for every possible person: properties from ``safety.yaml``, proved over the whole answer space.

A property is one of

- ``never``: what it names holds for no one (``when`` narrows it to some people);
- ``always``: for whoever ``when`` holds, and where what stands beside it is offered, the rest holds;
- ``above``: of two treatments that both stand in a plan (``in``) or overall, the first has strictly more points;
- ``monotone``: going along an answer's options in that order never adds what it names.
"""

from __future__ import annotations

import builtins
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from advisor.model.conditions import ALWAYS

if TYPE_CHECKING:
    from advisor.author.proving.proof import Proof
    from advisor.diagnostics.source import Position
    from advisor.model.conditions import Condition
    from advisor.model.rules import Basis

__all__ = ["Monotone", "Order", "Property", "Verdict", "What", "Within", "prove"]

What = Literal["suggests", "offers", "not_recommended", "warns", "stresses", "notes", "urgent", "plans"]


@dataclass(frozen=True, slots=True)
class Within:
    """One thing that can hold of an advice: any of ``names`` is suggested, warned of, noted ...

    With ``kinds`` a treatment is looked for in the plans of these only.
    """

    what: What
    names: frozenset[str]
    kinds: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """``first`` has strictly more points than ``second`` wherever both stand: in the plan of ``kind``, or overall."""

    first: str
    second: str
    kind: str | None


@dataclass(frozen=True, slots=True)
class Monotone:
    """Going from one of ``options`` of a question to a later one never newly suggests one of ``treatments``."""

    question: str
    options: tuple[str, ...]
    treatments: frozenset[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Property:
    """One property. ``given`` and ``holds`` for never and always; ``orders`` or ``monotone`` for the others."""

    id: str
    form: Literal["never", "always", "above", "monotone"]
    because: str = ""
    basis: Basis = "source"
    claims: tuple[str, ...] = ()
    when: Condition = ALWAYS
    given: tuple[Within, ...] = ()
    holds: tuple[Within, ...] = ()
    orders: tuple[Order, ...] = ()
    monotone: Monotone | None = None
    position: Position = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a property holds: ``concerns`` is where it says anything, ``fails`` where it does not hold."""

    property: Property
    concerns: int
    fails: int

    @builtins.property
    def holds(self) -> bool:
        """Whether it holds for everyone, and is about someone: a property about no one guards nothing."""
        return bool(self.concerns) and not self.fails


def prove(proof: Proof, properties: tuple[Property, ...]) -> tuple[Verdict, ...]:
    """The verdict on each property, over every profile."""
    return tuple(_verdict(proof, one) for one in properties)


def _verdict(proof: Proof, one: Property) -> Verdict:
    if one.orders:
        return _ordered(proof, one)
    if one.monotone:
        return _monotone(proof, one, one.monotone)
    concerns = proof.space.mask(one.when)
    for part in one.given:
        concerns &= within(proof, part)
    holds = proof.space.every
    for part in one.holds:
        holds &= within(proof, part)
    if one.form == "never":
        return Verdict(one, concerns, concerns & holds)
    return Verdict(one, concerns, concerns & ~holds)


def within(proof: Proof, part: Within) -> int:
    """The profiles whose advice has any of the names in that part."""
    outcomes = proof.outcomes
    if part.what == "plans":
        return _accounted_for(proof, part.names)
    if part.what in ("suggests", "offers"):
        return _offered(proof, part)
    tables = {
        "not_recommended": (outcomes.not_recommended,),
        "warns": (outcomes.warned,),
        "stresses": (outcomes.stressed,),
        "notes": (outcomes.noted,),
        "urgent": (outcomes.urgent,),
    }[part.what]
    found = 0
    for table in tables:
        for name in part.names:
            found |= table.get(name, 0)
    return found


def _offered(proof: Proof, part: Within) -> int:
    outcomes, found = proof.outcomes, 0
    for name in part.names:
        listed = outcomes.suggested[name] | (outcomes.beyond_budget[name] if part.what == "offers" else 0)
        if part.kinds is not None:
            planned = 0
            for kind in part.kinds:
                planned |= outcomes.fits.get((name, kind), 0)
            listed &= planned
        found |= listed
    return found


def _accounted_for(proof: Proof, kinds: frozenset[str]) -> int:
    """The profiles where each of the kinds that is reported has a treatment suggested, beyond budget or ruled out."""
    outcomes, found = proof.outcomes, proof.space.every
    for kind in kinds:
        named = 0
        for treatment in proof.rulebase.treatments:
            named |= outcomes.fits.get((treatment.id, kind), 0) | outcomes.ruled_out.get((treatment.id, kind), 0)
        found &= ~outcomes.reported[kind] | named
    return found


def _ordered(proof: Proof, one: Property) -> Verdict:
    outcomes, concerns, fails = proof.outcomes, 0, 0
    when = proof.space.mask(one.when)
    for order in one.orders:
        if order.kind is None:
            first, second = outcomes.overall_scores.get(order.first), outcomes.overall_scores.get(order.second)
        else:
            first, second = (outcomes.scores.get((name, order.kind)) for name in (order.first, order.second))
        if first is None or second is None:
            continue
        both = outcomes.suggested[order.first] & outcomes.suggested[order.second] & first.where & second.where & when
        concerns |= both
        fails |= both & ~first.above(second)
    return Verdict(one, concerns, fails)


def _monotone(proof: Proof, one: Property, monotone: Monotone) -> Verdict:
    """Compares each profile with the one that differs only in that answer."""
    space = proof.space
    place = next(p for p, digit in enumerate(space.digits) if digit.name == monotone.question)
    stride = space.stride(place)
    values = [
        next(v for v, answers in enumerate(space.digits[place].values) if (monotone.question, option) in answers)
        for option in monotone.options
    ]
    when, fails, concerns = space.mask(one.when), 0, 0
    for number, after in enumerate(values):
        left = space.with_digit(place, after) & when
        for before in reversed(values[:number]):  # the nearest option before it that is possible with the other answers
            at = left & _shifted(space.every & space.with_digit(place, before), (after - before) * stride)
            concerns |= at
            left &= ~at
            for treatment in monotone.treatments:
                here = proof.outcomes.suggested[treatment]
                earlier = here & space.with_digit(place, before)
                fails |= here & at & ~_shifted(earlier, (after - before) * stride)
    return Verdict(one, concerns, fails & space.every)


def _shifted(mask: int, by: int) -> int:
    """The profiles of a mask, each moved on by that many numbers."""
    return mask << by if by >= 0 else mask >> -by
