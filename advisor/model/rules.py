"""What rule files hold, one item after the other: questions, rules, treatments, warnings, notes. Frozen.

Vocabulary. A *kind* is one option of the question that asks what a person has (for scars: the scar kind); a *depth*
is the answer to the question asked of one kind. Rules may bind one reported kind, and its depth, with a ``Binding``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

from advisor.model.conditions import ALWAYS

if TYPE_CHECKING:
    from advisor.diagnostics.source import Position
    from advisor.model.conditions import Condition

__all__ = [
    "NOT_SURE",
    "SEVERITIES",
    "Adjustment",
    "Basis",
    "Binding",
    "Derivation",
    "Fit",
    "Item",
    "Note",
    "Option",
    "Question",
    "Rule",
    "RuleOut",
    "Said",
    "Severity",
    "Treatment",
    "TreatmentWarning",
]

NOT_SURE = "not_sure"  # the option id that means so in every question that has it
Basis = Literal["source", "house judgement"]
Severity = Literal["limit", "caution", "serious"]
SEVERITIES: tuple[Severity, ...] = ("serious", "caution", "limit")  # as shown, gravest first


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """What everything in a rule file has: an id, the place it stands, and what it rests on."""

    id: str
    position: Position = field(compare=False, repr=False)
    basis: Basis = "source"
    claims: tuple[str, ...] = ()


class Said(NamedTuple):
    """A text with what it rests on; empty where nothing is said."""

    text: str = ""
    basis: Basis = "source"
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Option:
    """One answer a question takes. ``short`` names it within a sentence; ``drawing`` is lines of characters."""

    id: str
    label: str
    short: str
    help: str = ""
    drawing: tuple[str, ...] = ()
    position: Position = field(compare=False, repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Question(Item):
    """One question. ``several`` means any number of options, none included; ``default`` is taken when left out."""

    ask: str
    help: str
    why: str
    options: tuple[Option, ...]
    several: bool = False
    ask_when: Condition = ALWAYS
    default: str | None = None
    changeable: bool = False

    def option(self, option_id: str) -> Option:
        """The option with that id; KeyError when there is none."""
        for option in self.options:
            if option.id == option_id:
                return option
        raise KeyError(option_id)

    @property
    def option_ids(self) -> tuple[str, ...]:
        """The ids of the options, in the order of the file."""
        return tuple(option.id for option in self.options)


@dataclass(frozen=True, kw_only=True, slots=True)
class Binding:
    """Binds one reported kind: any of ``kinds`` (None: every kind), where given with one of ``depths``."""

    kinds: frozenset[str] | None = None
    depths: frozenset[str] | None = None
    positions: tuple[tuple[str, Position], ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule(Item):
    """What every rule has: when it fires and why, in words a patient can read."""

    when: Condition = ALWAYS
    because: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Derivation(Rule):
    """Concludes that ``fact`` has ``value``, before any treatment is considered."""

    fact: str
    value: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Fit(Rule):
    """Says that a treatment fits the bound kind, and how well the source supports it there."""

    treatment: str
    binding: Binding
    grade: str


@dataclass(frozen=True, kw_only=True, slots=True)
class RuleOut(Rule):
    """Says that a treatment is not recommended for the bound kind."""

    treatment: str
    binding: Binding


@dataclass(frozen=True, kw_only=True, slots=True)
class Adjustment(Rule):
    """Moves a treatment by ``points`` in the plan of the bound kind, or in every plan when nothing is bound."""

    treatment: str
    points: int
    binding: Binding | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class TreatmentWarning(Item):
    """A warning of one treatment; bound, it is attached when any reported kind matches, fitted by it or not."""

    treatment: str
    severity: Severity
    text: str
    when: Condition = ALWAYS
    binding: Binding | None = None
    stressed_when: Condition | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Treatment(Item):
    """One treatment, with its texts (each one paragraph) and its rules.

    ``invasiveness``: 0 on the skin, 1 takes off or heats its surface, 2 needles, 3 cuts (house judgement).
    ``how_well``, ``recovery`` and ``unsaid`` are what the source says of the effect, of living through it, and what
    it leaves open; ``questions`` are for the clinician.
    """

    name: str
    setting: str
    invasiveness: int
    breaks_skin: bool
    what: str
    how_well: str
    recovery: str
    unsaid: str
    questions: tuple[str, ...]
    fits: tuple[Fit, ...] = ()
    rules_out: tuple[RuleOut, ...] = ()
    adjusts: tuple[Adjustment, ...] = ()
    warnings: tuple[TreatmentWarning, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Note(Item):
    """Advice attached to the whole result. ``urgent_when`` also puts it at the very top. ``order``: smaller first.

    ``lead``: it concerns this person so much that it is read before the options.
    """

    section: str
    order: int
    text: str
    lead: bool = False
    when: Condition = ALWAYS
    urgent_when: Condition | None = None
