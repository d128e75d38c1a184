"""The rule base: everything the rule files say, checked once and frozen (``advisor.model.rules`` has its entries)."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from advisor.model.conditions import ALWAYS, Condition
from advisor.model.rules import AttributedText, Basis, Derivation, Entry, Note, Question, Rule, Treatment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.diagnostics.source import Position
    from advisor.model.decision_aid import DecisionAid
    from advisor.model.illustrations import Illustrations

__all__ = [
    "Claim",
    "Disclaimer",
    "Grade",
    "Identification",
    "Kinds",
    "RuleBase",
    "Setting",
    "Source",
    "WouldNeed",
]


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """One statement of a source, in our own words. ``not_shown``: why nobody is shown it (empty: it is shown)."""

    id: str
    source: str
    text: str
    kind: str
    priority: str
    section: str = ""
    cites: tuple[str, ...] = ()
    not_shown: str = ""
    position: Position = field(compare=False, repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Source:
    """One source and its claims. ``date`` is the ISO date of the version that was read."""

    id: str
    title: str
    author: str
    publisher: str
    date: str
    about: str
    references: tuple[str, ...]
    claims: tuple[Claim, ...]
    position: Position = field(compare=False, repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Grade:
    """How well the source supports a treatment for one kind; ``points`` are house judgement and measure no effect."""

    id: str
    points: int
    label: str
    means: str
    position: Position = field(compare=False, repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class WouldNeed:
    """The answer that would bring a setting within reach."""

    question: str
    option: str
    text: str
    position: Position = field(compare=False, repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Setting:
    """Where a treatment is given. It is within reach when ``needs`` holds; ``cost`` is what the source says of it."""

    id: str
    label: str
    needs: Condition = ALWAYS
    would_need: WouldNeed | None = None
    cost: AttributedText = field(default_factory=AttributedText)
    position: Position = field(compare=False, repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Kinds:
    """What bindings refer to: the word for a kind, the id of the question that asks for kinds, and the same of depths.

    ``depth_questions`` maps a kind to the id of the question that asks for its depth, for the kinds that have one.
    """

    called: str
    question: str
    depth_called: str = ""
    depth_questions: Mapping[str, str] = field(default_factory=dict)
    position: Position = field(compare=False, repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Identification:
    """A separate rule set that proposes kinds from what a person sees; its answers are not used for the advice."""

    intro: str
    questions: tuple[Question, ...]
    rules: tuple[Derivation, ...]
    could_not_tell: str
    basis: Basis = "source"
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Disclaimer(Entry):
    """The text that every advice ends with."""

    text: str


@dataclass(frozen=True, kw_only=True)
class RuleBase:
    """Everything the rule files say, built by ``advisor.loading.loader``, which checks every reference in it.

    ``digest`` is the SHA-256 (hex) of all rule files; ``root`` is the folder they were read from. Each condition of
    ``impossible`` holds for answers that cannot occur together: proofs and counts leave these out, but a person who
    gives them still gets advice. Copies altered with ``dataclasses.replace`` keep the ``digest`` of the files.
    """

    id: str
    name: str
    version: str
    date: str
    digest: str
    root: str
    authors: tuple[str, ...]
    intended_use: str
    disclaimer: Disclaimer
    grades: tuple[Grade, ...]
    settings: tuple[Setting, ...]
    kinds: Kinds
    questions: tuple[Question, ...]
    derivations: tuple[Derivation, ...]
    treatments: tuple[Treatment, ...]
    notes: tuple[Note, ...]
    sources: tuple[Source, ...]
    identification: Identification | None = None
    deciding: DecisionAid | None = None
    pictures: Illustrations | None = None
    impossible: tuple[Condition, ...] = ()

    @cached_property
    def question_by_id(self) -> Mapping[str, Question]:
        """The questions of the questionnaire by id."""
        return MappingProxyType({question.id: question for question in self.questions})

    @cached_property
    def treatment_by_id(self) -> Mapping[str, Treatment]:
        """The treatments by id."""
        return MappingProxyType({treatment.id: treatment for treatment in self.treatments})

    @cached_property
    def grade_by_id(self) -> Mapping[str, Grade]:
        """The grades by id."""
        return MappingProxyType({grade.id: grade for grade in self.grades})

    @cached_property
    def grades_by_points(self) -> tuple[Grade, ...]:
        """The grades, best supported first."""
        return tuple(sorted(self.grades, key=lambda grade: -grade.points))

    @cached_property
    def setting_by_id(self) -> Mapping[str, Setting]:
        """The settings by id."""
        return MappingProxyType({setting.id: setting for setting in self.settings})

    @cached_property
    def claim_by_id(self) -> Mapping[str, Claim]:
        """The claims of every source by id."""
        return MappingProxyType({claim.id: claim for source in self.sources for claim in source.claims})

    @property
    def kind_question(self) -> Question:
        """The question whose options are the kinds."""
        return self.question_by_id[self.kinds.question]

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The derivations, then the fits, rule-outs and adjustments of each treatment; no rules of identification."""
        rules: list[Rule] = list(self.derivations)
        for treatment in self.treatments:
            rules.extend((*treatment.fits, *treatment.rules_out, *treatment.adjusts))
        return tuple(rules)
