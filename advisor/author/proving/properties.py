"""What must hold for every profile: properties from ``safety.yaml``, proved over the whole answer space.

A property is one of

- ``never``: its assertions hold together for no profile (of those where ``when`` holds);
- ``always``: its assertions hold for every profile where ``when`` and the given assertions hold;
- ``above``: of two treatments that both stand in a plan (``in``) or overall, the first has strictly more points;
- ``monotone``: going along the options of a question, in that order, never newly suggests certain treatments.
"""

from __future__ import annotations

import builtins
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from advisor.enumeration.fact_masks import union
from advisor.model.conditions import ALWAYS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.author.proving.proof import Proof
    from advisor.diagnostics.source import Position
    from advisor.model.conditions import Condition
    from advisor.model.rules import Basis

__all__ = ["Assertion", "Monotone", "Order", "Property", "Verdict", "What", "assertion_mask", "prove"]

What = Literal["suggests", "offers", "not_recommended", "warns", "stresses", "notes", "urgent", "plans"]
_TABLES: dict[What, str] = {  # of the outcomes, by name
    "not_recommended": "not_recommended",
    "warns": "warned",
    "stresses": "stressed",
    "notes": "noted",
    "urgent": "urgent",
}


@dataclass(frozen=True, slots=True)
class Assertion:
    """One thing that can be so in an advice: any of ``names`` is suggested, warned of, noted, as ``what`` says.

    With ``kinds`` a treatment counts only in the plans of these. Of ``plans`` the names are kinds, and it is so when
    each of these that is reported has a treatment suggested, beyond the budget or ruled out.
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
    given: tuple[Assertion, ...] = ()
    holds: tuple[Assertion, ...] = ()
    orders: tuple[Order, ...] = ()
    monotone: Monotone | None = None
    position: Position = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a property holds: ``concerns`` are the profiles it says something about, ``fails`` those it fails for."""

    property: Property
    concerns: int
    fails: int

    @builtins.property
    def holds(self) -> bool:
        """Whether it fails for no profile and concerns any: a property that concerns none guards nothing."""
        return bool(self.concerns) and not self.fails


def prove(proof: Proof, properties: tuple[Property, ...]) -> tuple[Verdict, ...]:
    """Returns the verdict on each property, over every profile."""
    return tuple(_verdict(proof, one) for one in properties)


def _verdict(proof: Proof, checked: Property) -> Verdict:
    if checked.orders:
        return _order_verdict(proof, checked)
    if checked.monotone:
        return _monotone_verdict(proof, checked, checked.monotone)
    concerns = proof.outcomes.mask(checked.when)
    for assertion in checked.given:
        concerns &= assertion_mask(proof, assertion)
    holds = proof.space.every
    for assertion in checked.holds:
        holds &= assertion_mask(proof, assertion)
    return Verdict(checked, concerns, concerns & (holds if checked.form == "never" else ~holds))


def assertion_mask(proof: Proof, assertion: Assertion) -> int:
    """Returns the profiles whose advice is as the assertion says."""
    if assertion.what == "plans":
        return _accounted_for(proof, assertion.names)
    if assertion.what in ("suggests", "offers"):
        return union(_listed(proof, assertion, treatment) for treatment in assertion.names)
    table: Mapping[str, int] = getattr(proof.outcomes, _TABLES[assertion.what])
    return union(table.get(name, 0) for name in assertion.names)


def _listed(proof: Proof, assertion: Assertion, treatment: str) -> int:
    outcomes = proof.outcomes
    listed = outcomes.suggested[treatment]
    if assertion.what == "offers":
        listed |= outcomes.beyond_budget[treatment]
    if assertion.kinds is not None:
        listed &= union(outcomes.fits.get((treatment, kind), 0) for kind in assertion.kinds)
    return listed


def _accounted_for(proof: Proof, kinds: frozenset[str]) -> int:
    """Returns the profiles where each reported kind has a treatment suggested, beyond budget or ruled out."""
    outcomes, found = proof.outcomes, proof.space.every
    for kind in kinds:
        named = union(
            table.get((treatment.id, kind), 0)
            for treatment in proof.rulebase.treatments
            for table in (outcomes.fits, outcomes.ruled_out)
        )
        found &= ~outcomes.reported[kind] | named
    return found


def _order_verdict(proof: Proof, checked: Property) -> Verdict:
    outcomes, concerns, fails = proof.outcomes, 0, 0
    when = proof.outcomes.mask(checked.when)
    for order in checked.orders:
        if order.kind is None:
            first, second = outcomes.overall_scores.get(order.first), outcomes.overall_scores.get(order.second)
        else:
            first, second = (outcomes.scores.get((name, order.kind)) for name in (order.first, order.second))
        if first is None or second is None:
            continue
        both = outcomes.suggested[order.first] & outcomes.suggested[order.second] & first.where & second.where & when
        concerns |= both
        fails |= both & ~first.above(second)
    return Verdict(checked, concerns, fails)


def _monotone_verdict(proof: Proof, checked: Property, monotone: Monotone) -> Verdict:
    """Compares each profile with the one that differs only in that answer."""
    space = proof.space
    place = next(place for place, digit in enumerate(space.digits) if digit.name == monotone.question)
    stride = space.stride(place)
    values = [
        next(v for v, answers in enumerate(space.digits[place].values) if (monotone.question, option) in answers)
        for option in monotone.options
    ]
    when, fails, concerns = proof.outcomes.mask(checked.when), 0, 0
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
    return Verdict(checked, concerns, fails & space.every)


def _shifted(mask: int, by: int) -> int:
    """Returns the profiles that stand by so many numbers after those of a mask (before them where it is negative)."""
    return mask << by if by >= 0 else mask >> -by
