"""S003: properties of ``safety.yaml`` that fail, and those that concern no answer combination."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from advisor.author.proving.properties import assertion_mask, prove
from advisor.diagnostics.findings import Finding, Related

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from advisor.author.proving.proof import Proof
    from advisor.author.proving.properties import Assertion, Property, Verdict
    from advisor.author.proving.subject import Subject
    from advisor.diagnostics.source import Position

__all__ = ["CODE", "find"]

CODE = "S003"
NEEDS_PROOF = True


class _Cause(NamedTuple):
    """The place that keeps a property from holding: what it ``does``, what the property ``answers``, the remedy."""

    position: Position
    does: str
    answers: str
    hint: str


class _Words(NamedTuple):
    """How a cause is worded: what a rule does, what it fails to do, and the remedy for the latter."""

    does: str
    does_not: str
    remedy: str


_ADD_A_FIT = "add a fit for these answers, or narrow what rules it out"
_WORDS = {
    "suggests": _Words("suggests", "does not suggest", _ADD_A_FIT),
    "offers": _Words("offers", "does not offer", _ADD_A_FIT),
    "not_recommended": _Words("rules out", "does not rule out", "rule it out for these answers"),
    "warns": _Words("shows", "does not show", "widen its `when` to these answers"),
    "stresses": _Words("stresses", "does not stress", "widen its `stressed_when` to these answers"),
    "notes": _Words("shows", "does not show", "widen its `when` to these answers"),
    "urgent": _Words("makes urgent", "does not make urgent", "widen its `urgent_when` to these answers"),
    "plans": _Words("has a plan for", "has no plan for", "add a fit or a rule-out for these answers"),
}


def find(subject: Subject) -> Iterator[Finding]:
    """Yields a finding for each of these; a property that demands plans only is left to S001, which reports gaps."""
    if (proof := subject.proof) is None:
        return
    for verdict in prove(proof, subject.properties):
        tested = verdict.property
        if verdict.fails and not _demands_plans_only(tested):
            cause = _cause(proof, verdict)
            yield Finding(
                code=CODE,
                severity="error",
                message=f"two rules disagree for {proof.of_all(verdict.fails)}",
                position=cause.position,
                label=cause.does,
                related=(Related(tested.position, cause.answers),),
                example=proof.example(verdict.fails),
                hint=cause.hint,
                about=tested.id,
            )
        elif not verdict.concerns and not _names_unfitting_treatments(proof, tested):
            yield Finding(
                code=CODE,
                severity="error",
                message=f"the property `{tested.id}` concerns none of {proof.every} answer combinations",
                position=tested.position,
                label="guards nothing",
                hint="correct its `when`, or the names in it",
                about=tested.id,
            )


def _demands_plans_only(tested: Property) -> bool:
    return tested.form == "always" and bool(tested.holds) and all(part.what == "plans" for part in tested.holds)


def _names_unfitting_treatments(proof: Proof, tested: Property) -> bool:
    """Whether the property is about treatments that fit no one, which another check reports."""
    fitting = proof.outcomes.offered
    named = [part.names for part in tested.given]
    named += [frozenset({name}) for order in tested.orders for name in (order.first, order.second)]
    return any(not any(fitting[name] for name in names) for names in named)


def _cause(proof: Proof, verdict: Verdict) -> _Cause:
    tested, fails = verdict.property, verdict.fails
    if tested.orders:
        return _misplaced(proof, tested)
    if tested.monotone:
        position, name = _main_fit(proof, tested.monotone.treatments, fails)
        return _Cause(position, f"suggests {name}", "forbids it to be added there", "rule it out for these answers")
    if tested.form == "never":
        part = tested.holds[0]
        if part.what in ("suggests", "offers"):
            position, name = _main_fit(proof, part.names, fails, part.kinds)
            hint = "rule it out for these answers"
        else:
            position, name = _main_name(proof, part, fails, shown=True)
            hint = "narrow its condition for these answers"
        return _Cause(position, f"{_WORDS[part.what].does} {name}", "forbids it", hint)
    part = next(part for part in tested.holds if fails & ~assertion_mask(proof, part))
    position, name = _main_name(proof, part, fails, shown=False)
    words = _WORDS[part.what]
    return _Cause(position, f"{words.does_not} {name}", "demands it", words.remedy)


def _main_fit(
    proof: Proof, treatments: Collection[str], at: int, kinds: Collection[str] | None = None
) -> tuple[Position, str]:
    """The place and the treatment of the fit that counts for most of the answer combinations in the mask ``at``."""
    counting: dict[str, int] = {}
    for (fit_id, kind), mask in proof.outcomes.decisive_fits.items():
        if kinds is None or kind in kinds:
            counting[fit_id] = counting.get(fit_id, 0) | mask
    fits = [fit for name in sorted(treatments) for fit in proof.rulebase.treatment_by_id[name].fits]
    main = max(fits, key=lambda fit: (counting.get(fit.id, 0) & at).bit_count())
    return main.position, main.treatment


def _main_name(proof: Proof, part: Assertion, at: int, *, shown: bool) -> tuple[Position, str]:
    """The place and the name of what is (or is not) shown for most of the answer combinations in the mask ``at``."""
    rulebase, outcomes = proof.rulebase, proof.outcomes
    if part.what == "plans":
        name = min(part.names)
        return rulebase.kind_question.option(name).position, name
    masks = {
        "suggests": outcomes.suggested,
        "offers": outcomes.offered,
        "not_recommended": outcomes.not_recommended,
        "warns": outcomes.warned,
        "stresses": outcomes.stressed,
        "notes": outcomes.noted,
        "urgent": outcomes.urgent,
    }[part.what]
    name = max(sorted(part.names), key=lambda name: ((masks[name] if shown else ~masks[name]) & at).bit_count())
    if part.what in ("warns", "stresses"):
        places = {warning.id: warning.position for t in rulebase.treatments for warning in t.warnings}
    elif part.what in ("notes", "urgent"):
        places = {note.id: note.position for note in rulebase.notes}
    else:
        places = {treatment.id: treatment.position for treatment in rulebase.treatments}
    return places[name], name


def _misplaced(proof: Proof, tested: Property) -> _Cause:
    """The cause of the first order that fails: the fit that brings the lower treatment as high as the other."""
    for order in tested.orders:
        (verdict,) = prove(proof, (replace(tested, orders=(order,)),))
        if verdict.fails:
            kinds = None if order.kind is None else (order.kind,)
            position, _ = _main_fit(proof, (order.second,), verdict.fails, kinds)
            return _Cause(
                position,
                f"places {order.second} no lower than {order.first}",
                f"wants {order.first} above it",
                f"give {order.first} more points there, or {order.second} fewer",
            )
    raise AssertionError("a property of order that fails has an order that fails")
