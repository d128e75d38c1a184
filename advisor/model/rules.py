"""The frozen entries of rule files: questions, rules, treatments, warnings and notes.

A *kind* is one option of the question that asks what a person has (for scars: the scar kind); a *depth* is the answer
to the question that is asked for one kind. A rule with a ``Binding`` is about one reported kind at a time.
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
    "AttributedText",
    "Basis",
    "Binding",
    "Derivation",
    "Entry",
    "Fit",
    "Note",
    "Option",
    "Question",
    "Rule",
    "RuleOut",
    "Severity",
    "Treatment",
    "TreatmentWarning",
]

NOT_SURE = "not_sure"  # the id of this option in every question that has it
Basis = Literal["source", "house judgement"]
Severity = Literal["limit", "caution", "serious"]
SEVERITIES: tuple[Severity, ...] = ("serious", "caution", "limit")  # gravest first, the order in which they are shown


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """What every entry of a rule file has: an id, its position, and the basis and claims it rests on."""

    id: str
    position: Position = field(compare=False, repr=False)
    basis: Basis = "source"
    claims: tuple[str, ...] = ()


class AttributedText(NamedTuple):
    """A text with its basis and claims; ``text`` is empty when the rule files say nothing."""

    text: str = ""
    basis: Basis = "source"
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Option:
    """One option of a question. ``short`` names it within a sentence; ``drawing`` is a picture in lines of text."""

    id: str
    label: str
    short: str
    help: str = ""
    drawing: tuple[str, ...] = ()
    position: Position = field(compare=False, repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Question(Entry):
    """One question. ``several``: it takes any number of options, also none; ``default``: the answer when left out."""

    ask: str
    help: str
    why: str
    options: tuple[Option, ...]
    several: bool = False
    ask_when: Condition = ALWAYS
    default: str | None = None
    changeable: bool = False
    option_ids: tuple[str, ...] = field(init=False, compare=False, repr=False)  # in the order of the file

    def __post_init__(self) -> None:
        object.__setattr__(self, "option_ids", tuple(option.id for option in self.options))

    def option(self, option_id: str) -> Option:
        """Returns the option with an id. Raises KeyError when there is none."""
        return {option.id: option for option in self.options}[option_id]


@dataclass(frozen=True, kw_only=True, slots=True)
class Binding:
    """Applies a rule to each reported kind of ``kinds`` (None: of all) whose depth is in ``depths`` (None: any)."""

    kinds: frozenset[str] | None = None
    depths: frozenset[str] | None = None
    positions: tuple[tuple[str, Position], ...] = field(default=(), compare=False, repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule(Entry):
    """What every rule has: the condition under which it fires, and why, in words a patient can read."""

    when: Condition = ALWAYS
    because: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Derivation(Rule):
    """Concludes that ``fact`` has ``value``; derivations fire before all other rules."""

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
    """Adds ``points`` to the score of a treatment in the plan of the bound kind, or in every plan without a binding."""

    treatment: str
    points: int
    binding: Binding | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class TreatmentWarning(Entry):
    """A warning about one treatment. With a binding it is attached when it holds for a reported kind, fitted or not."""

    treatment: str
    severity: Severity
    text: str
    when: Condition = ALWAYS
    binding: Binding | None = None
    stressed_when: Condition | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Treatment(Entry):
    """One treatment, with its texts (one paragraph each) and its rules.

    ``invasiveness``: 0 on the skin, 1 takes off or heats its surface, 2 needles, 3 cuts (house judgement).
    ``how_well`` and ``recovery`` are what the source says about the effect and about recovering from it; ``unsaid`` is
    what it leaves open; ``questions`` are for the clinician.
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
class Note(Entry):
    """Advice attached to the whole result, notes with a smaller ``order`` first.

    ``lead``: it is shown before the options. ``urgent_when``: the condition under which it is shown above everything.
    """

    section: str
    order: int
    text: str
    lead: bool = False
    when: Condition = ALWAYS
    urgent_when: Condition | None = None
