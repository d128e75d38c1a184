"""The advice one person gets: frozen data that every renderer shows and none changes.

It stands alone: whatever is shown of it is in it, and no rule base need be asked. What is the same for everyone (the
texts about a treatment, the names of kinds and grades) is one object, which all advice of a ``Consultation`` share.

``Advice.to_dict`` gives the JSON form, a fixed contract: its keys are the names of the fields, except where a docstring
says otherwise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from advisor.model.decision_aid import DecisionAid
    from advisor.model.rulebase import Grade
    from advisor.model.rules import AttributedText, Basis, Severity

__all__ = [
    "Advice",
    "Firing",
    "KindScore",
    "Reason",
    "RuleBaseExtract",
    "ShownNote",
    "ShownWarning",
    "Suggestion",
    "TreatmentTexts",
    "Unsuggested",
    "UrgentNote",
    "WouldNeedAnswer",
]

SCHEMA = 1  # of the JSON form
_NOT_IN_JSON = {"in_json": False}


@dataclass(frozen=True, slots=True)
class RuleBaseExtract:
    """Which rule base gave the advice, and what is the same in all its advice; of this, the JSON form holds none.

    ``kind_called`` is its word for one kind, such as ``scar``. ``options`` has the short names of the options by
    question, ``kinds`` those of the question that asks for kinds; all in the order of the questionnaire. ``grades`` are
    best supported first, by id. ``sections`` are those of the notes, in order. ``sources`` has a line for each source,
    and ``example_claim`` is the id of some claim, empty when there is none.
    """

    name: str
    version: str
    date: str
    digest: str
    kind_called: str = field(metadata=_NOT_IN_JSON)
    options: Mapping[str, Mapping[str, str]] = field(metadata=_NOT_IN_JSON)
    kinds: Mapping[str, str] = field(metadata=_NOT_IN_JSON)
    grades: Mapping[str, Grade] = field(metadata=_NOT_IN_JSON)
    sections: tuple[str, ...] = field(metadata=_NOT_IN_JSON)
    intended_use: str = field(metadata=_NOT_IN_JSON)
    disclaimer: AttributedText = field(metadata=_NOT_IN_JSON)
    sources: tuple[str, ...] = field(metadata=_NOT_IN_JSON)
    example_claim: str = field(metadata=_NOT_IN_JSON)
    deciding: DecisionAid | None = field(metadata=_NOT_IN_JSON)


@dataclass(frozen=True, slots=True)
class TreatmentTexts:
    """What is said of a treatment to everyone, with what it rests on.

    ``where`` is the label of its setting and ``cost`` what is said of that. ``can_warn``: whether it has any warning,
    for these answers or for others.
    """

    what: str
    how_well: str
    recovery: str
    unsaid: str
    questions: tuple[str, ...]
    basis: Basis
    claims: tuple[str, ...]
    where: str
    cost: AttributedText
    can_warn: bool


@dataclass(frozen=True, slots=True)
class UrgentNote:
    """A note that cannot wait; it stands above everything else. The JSON form does not hold ``basis``."""

    id: str
    text: str
    basis: Basis = field(metadata=_NOT_IN_JSON)
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownNote:
    """A note on the whole advice; with ``lead`` it is read before the options.

    The JSON form holds neither ``section`` nor ``lead``.
    """

    id: str
    section: str = field(metadata=_NOT_IN_JSON)
    text: str
    basis: Basis
    claims: tuple[str, ...]
    lead: bool = field(metadata=_NOT_IN_JSON)


@dataclass(frozen=True, slots=True)
class KindScore:
    """How a treatment stands in the plan of one reported kind. ``score``: the points of the grade,
    plus or minus adjustments.

    The JSON form names ``kind`` as the rule base does: ``scar``.
    """

    kind: str
    grade: str
    basis: Basis
    score: int


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a treatment stands where it stands, for the reported ``kinds``. The JSON form does not hold ``kinds``.

    ``rule`` is the id of the rule, empty in the one reason of a treatment that is not applicable. ``points`` is 0 for a
    rule-out.
    """

    rule: str
    text: str
    points: int
    basis: Basis
    claims: tuple[str, ...]
    kinds: tuple[str, ...] = field(metadata=_NOT_IN_JSON)


@dataclass(frozen=True, slots=True)
class ShownWarning:
    """A warning about a treatment; ``stressed`` when the person's answers make it weigh more."""

    id: str
    severity: Severity
    text: str
    stressed: bool
    basis: Basis
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WouldNeedAnswer:
    """The changeable answer that would bring a treatment within reach."""

    question: str
    option: str
    text: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A treatment that fits at least one reported kind. The JSON form calls ``fits`` ``for``, and has no ``about``.

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
    about: TreatmentTexts = field(metadata=_NOT_IN_JSON)
    would_need: WouldNeedAnswer | None = None


@dataclass(frozen=True, slots=True)
class Unsuggested:
    """A treatment that is not suggested: ruled out, or nothing reported calls for it; the reasons say which.

    ``warnings`` are those that it would carry for this person, gravest first; the JSON form has neither them nor
    ``about``.
    """

    treatment: str
    name: str
    what: str
    setting: str
    reasons: tuple[Reason, ...]
    warnings: tuple[ShownWarning, ...] = field(metadata=_NOT_IN_JSON)
    about: TreatmentTexts = field(metadata=_NOT_IN_JSON)


@dataclass(frozen=True, slots=True)
class Firing:
    """One firing: the id of the rule, warning or note (or ``reach SETTING``), the facts it used, what it concluded."""

    rule: str
    facts: tuple[str, ...]
    concludes: str


@dataclass(frozen=True, slots=True)
class Advice:
    """Everything one person is told. Every treatment stands in exactly one of four lists: ``suggestions``,
    ``beyond_budget``, ``not_recommended`` and ``not_applicable``.

    ``answers`` maps question ids to an option id, or to a tuple of them where several may be given; only those used.
    ``plans`` maps each reported kind to the suggested treatments for it, best first.
    """

    rulebase: RuleBaseExtract
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

    @property
    def offers(self) -> tuple[Suggestion, ...]:
        """The suggestions within the budget, then those beyond it."""
        return (*self.suggestions, *self.beyond_budget)

    @property
    def lists(self) -> Mapping[str, tuple[Suggestion | Unsuggested, ...]]:
        """The four lists by name: ``suggested``, ``beyond_budget``, ``not_recommended``, ``not_applicable``."""
        return {
            "suggested": self.suggestions,
            "beyond_budget": self.beyond_budget,
            "not_recommended": self.not_recommended,
            "not_applicable": self.not_applicable,
        }

    def offered(self, treatment_id: str) -> Suggestion | None:
        """The suggestion for a treatment, within the budget or beyond it; None where it is not offered."""
        return next((one for one in self.offers if one.treatment == treatment_id), None)

    def told_of(self, treatment_id: str) -> Suggestion | Unsuggested:
        """What is told of a treatment, in whichever list it is. Raises KeyError when there is no such treatment."""
        return {one.treatment: one for listed in self.lists.values() for one in listed}[treatment_id]

    def to_dict(self) -> dict[str, Any]:
        """Returns the advice as mappings, lists, texts, whole numbers and booleans: what ``--format json`` prints.

        ``schema`` comes first; it is raised when the meaning of a key changes. ``would_need`` is left out where
        it is None.
        """
        return {"schema": SCHEMA, **_plain(self, {"fits": "for", "kind": self.rulebase.kind_called})}


def _plain(value: Any, names: Mapping[str, str]) -> Any:
    """The value as JSON has it; ``names`` are fields called otherwise there."""
    if is_dataclass(value):
        shown = ((one.name, getattr(value, one.name)) for one in fields(value) if one.metadata.get("in_json", True))
        return {names.get(name, name): _plain(part, names) for name, part in shown if part is not None}
    if isinstance(value, Mapping):
        return {key: _plain(part, names) for key, part in value.items()}
    return [_plain(part, names) for part in value] if isinstance(value, tuple) else value
