"""Properties of ``safety.yaml`` that fail, and those that concern no one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.author.proving.properties import prove, within
from advisor.diagnostics.findings import Finding, Related

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.author.proving.proof import Proof
    from advisor.author.proving.properties import Property, Verdict, Within
    from advisor.author.proving.subject import Subject
    from advisor.diagnostics.source import Position

__all__ = ["CODE", "find"]

CODE = "S003"

Culprit = tuple["Position", str, str, str]  # where, what it does there, what the property does to it, the help


def find(subject: Subject) -> Iterator[Finding]:
    """One finding for each such property; a plan that is missing is a gap, which S001 reports."""
    if (proof := subject.proof) is None:
        return
    for verdict in prove(proof, subject.properties):
        one = verdict.property
        if verdict.fails and not _is_gap(one):
            yield _fails(proof, verdict)
        elif not verdict.concerns and not _never_offered(proof, one):
            yield Finding(
                code=CODE,
                severity="error",
                message=f"the property `{one.id}` concerns none of {proof.every} answer combinations",
                position=one.position,
                label="guards nothing",
                hint="correct its `when`, or the names in it",
                about=one.id,
            )


def _is_gap(one: Property) -> bool:
    return one.form == "always" and bool(one.holds) and all(part.what == "plans" for part in one.holds)


def _never_offered(proof: Proof, one: Property) -> bool:
    """Whether it speaks of treatments that fit no one, which has a cause of its own."""
    fitting = proof.outcomes.fitting
    named = [part.names for part in one.given]
    named += [frozenset({name}) for order in one.orders for name in (order.first, order.second)]
    return any(not any(fitting[name] for name in names) for names in named)


def _fails(proof: Proof, verdict: Verdict) -> Finding:
    position, does, answer, help_ = _culprit(proof, verdict)
    return Finding(
        code=CODE,
        severity="error",
        message=f"two rules disagree for {proof.of_all(verdict.fails)}",
        position=position,
        label=does,
        related=(Related(verdict.property.position, answer),),
        example=proof.example(verdict.fails),
        hint=help_,
        about=verdict.property.id,
    )


def _culprit(proof: Proof, verdict: Verdict) -> Culprit:
    one = verdict.property
    if one.orders:
        return _misplaced(proof, verdict)
    if one.monotone:
        position, name = _fit(proof, one.monotone.treatments, verdict.fails)
        return position, f"suggests {name}", "forbids it to be added there", "rule it out for these answers"
    if one.form == "never":
        part = one.holds[0]
        if part.what in ("suggests", "offers"):
            position, name = _fit(proof, part.names, verdict.fails, part.kinds)
            return position, f"{part.what} {name}", "forbids it", "rule it out for these answers"
        position, name = _text(proof, part, verdict.fails, shown=True)
        return position, f"{_DOES[part.what]} {name}", "forbids it", "narrow its condition for these answers"
    part = next(part for part in one.holds if verdict.fails & ~within(proof, part))
    position, name = _text(proof, part, verdict.fails, shown=False)
    return position, f"{_DOES_NOT[part.what]} {name}", "demands it", _HELP[part.what]


_DOES = {
    "not_recommended": "rules out",
    "warns": "shows",
    "stresses": "stresses",
    "notes": "shows",
    "urgent": "makes urgent",
    "plans": "has a plan for",
}
_DOES_NOT = {
    "suggests": "does not suggest",
    "offers": "does not offer",
    "not_recommended": "does not rule out",
    "warns": "does not show",
    "stresses": "does not stress",
    "notes": "does not show",
    "urgent": "does not make urgent",
    "plans": "has no plan for",
}
_HELP = {
    "suggests": "add a fit for these answers, or narrow what rules it out",
    "offers": "add a fit for these answers, or narrow what rules it out",
    "not_recommended": "rule it out for these answers",
    "warns": "widen its `when` to these answers",
    "stresses": "widen its `stressed_when` to these answers",
    "notes": "widen its `when` to these answers",
    "urgent": "widen its `urgent_when` to these answers",
    "plans": "add a fit or a rule-out for these answers",
}


def _fit(proof: Proof, names: frozenset[str], at: int, kinds: frozenset[str] | None = None) -> tuple[Position, str]:
    """The fit that counts for most of the profiles, and its treatment."""
    found: dict[str, int] = {}
    for (fit, kind), mask in proof.outcomes.counting.items():
        if kinds is None or kind in kinds:
            found[fit] = found.get(fit, 0) | mask
    fits = [fit for name in sorted(names) for fit in proof.rulebase.treatment_by_id[name].fits]
    most = max(fits, key=lambda fit: (found.get(fit.id, 0) & at).bit_count())
    return most.position, most.treatment


def _text(proof: Proof, part: Within, at: int, *, shown: bool) -> tuple[Position, str]:
    """The item of a property that is (or is not) told to most of the profiles."""
    rulebase, outcomes = proof.rulebase, proof.outcomes
    if part.what == "plans":
        name = sorted(part.names)[0]
        return rulebase.kind_question.option(name).position, name
    tables = {
        "suggests": outcomes.suggested,
        "offers": outcomes.fitting,
        "not_recommended": outcomes.not_recommended,
        "warns": outcomes.warned,
        "stresses": outcomes.stressed,
        "notes": outcomes.noted,
        "urgent": outcomes.urgent,
    }
    table = tables[part.what]
    name = max(sorted(part.names), key=lambda name: ((table[name] if shown else ~table[name]) & at).bit_count())
    places = {treatment.id: treatment.position for treatment in rulebase.treatments}
    if part.what in ("warns", "stresses"):
        places = {warning.id: warning.position for t in rulebase.treatments for warning in t.warnings}
    elif part.what in ("notes", "urgent"):
        places = {note.id: note.position for note in rulebase.notes}
    return places[name], name


def _misplaced(proof: Proof, verdict: Verdict) -> Culprit:
    """The first order that does not hold: the fit by which the lower treatment comes as high as it does."""
    outcomes = proof.outcomes
    for order in verdict.property.orders:
        if order.kind is None:
            first, second = outcomes.overall.get(order.first), outcomes.overall.get(order.second)
        else:
            first, second = (outcomes.scores.get((name, order.kind)) for name in (order.first, order.second))
        if first is None or second is None:
            continue
        at = verdict.fails & first.where & second.where & ~first.above(second)
        at &= outcomes.suggested[order.first] & outcomes.suggested[order.second]
        if at:
            kinds = None if order.kind is None else frozenset({order.kind})
            position, _ = _fit(proof, frozenset({order.second}), at, kinds)
            does = f"places {order.second} no lower than {order.first}"
            help_ = f"give {order.first} more points there, or {order.second} fewer"
            return position, does, f"wants {order.first} above it", help_
    raise AssertionError("a property of order that fails has an order that fails")
