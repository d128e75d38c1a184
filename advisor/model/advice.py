"""The advice one person gets: frozen data that every renderer shows and none changes.

The JSON form (``advisor.render.json``) has exactly these names, save where it is said otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.model.rules import Basis, Severity

__all__ = [
    "Advice",
    "Firing",
    "KindScore",
    "Reason",
    "RuleBaseStamp",
    "ShownNote",
    "ShownWarning",
    "Suggestion",
    "Unsuggested",
    "UrgentNote",
    "WouldNeedAnswer",
]


@dataclass(frozen=True, slots=True)
class RuleBaseStamp:
    """Which rule base gave the advice."""

    name: str
    version: str
    date: str
    digest: str


@dataclass(frozen=True, slots=True)
class UrgentNote:
    """A note that cannot wait; it stands above everything else. The JSON form does not hold ``basis``."""

    id: str
    text: str
    basis: Basis
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownNote:
    """A note on the whole advice; with ``lead`` it is read before the options. The JSON form does not hold ``lead``."""

    id: str
    section: str
    text: str
    basis: Basis
    claims: tuple[str, ...]
    lead: bool = False


@dataclass(frozen=True, slots=True)
class KindScore:
    """How a treatment stands in the plan of one reported kind. ``score``: grade points plus adjustments."""

    kind: str
    grade: str
    basis: Basis
    score: int


@dataclass(frozen=True, slots=True)
class Reason:
    """One rule that fired for a treatment, of the reported ``kinds``; ``points`` is 0 for a rule-out."""

    rule: str
    text: str
    points: int
    basis: Basis
    claims: tuple[str, ...]
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownWarning:
    """A warning attached to a suggestion."""

    id: str
    severity: Severity
    text: str
    stressed: bool
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WouldNeedAnswer:
    """The changeable answer that would bring a treatment within reach."""

    question: str
    option: str
    text: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A treatment that fits at least one reported kind.

    ``rank`` counts from 1, equal scores share a rank; ``score`` is the best of the plans. ``warnings`` are gravest
    first. ``would_need`` is set exactly when the treatment is beyond the budget.
    """

    treatment: str
    name: str
    what: str
    setting: str
    invasiveness: int
    rank: int
    score: int
    fits: tuple[KindScore, ...]
    reasons: tuple[Reason, ...]
    warnings: tuple[ShownWarning, ...]
    would_need: WouldNeedAnswer | None = None


@dataclass(frozen=True, slots=True)
class Unsuggested:
    """A treatment that is not suggested: ruled out, or nothing reported calls for it (then without reasons)."""

    treatment: str
    name: str
    what: str
    setting: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Firing:
    """One rule that fired: the facts it used, as ``name: value``, and what it concluded."""

    rule: str
    facts: tuple[str, ...]
    concludes: str


@dataclass(frozen=True, slots=True)
class Advice:
    """Everything one person is told. Every treatment stands in exactly one of the four lists.

    ``answers`` maps question ids to an option id, or to a tuple of them where several may be given; only those used.
    ``plans`` maps each reported kind to the suggested treatments for it, best first.
    """

    rulebase: RuleBaseStamp
    answers: Mapping[str, str | tuple[str, ...]]
    unused_answers: tuple[str, ...]
    urgent: tuple[UrgentNote, ...]
    suggestions: tuple[Suggestion, ...]
    beyond_budget: tuple[Suggestion, ...]
    not_recommended: tuple[Unsuggested, ...]
    not_applicable: tuple[Unsuggested, ...]
    plans: Mapping[str, tuple[str, ...]]
    notes: tuple[ShownNote, ...]
    trace: tuple[Firing, ...]
    disclaimer: str

    def offered(self, treatment_id: str) -> Suggestion | None:
        """The suggestion for a treatment, within the budget or beyond it; None where it is not offered."""
        every = (*self.suggestions, *self.beyond_budget)
        return next((one for one in every if one.treatment == treatment_id), None)
