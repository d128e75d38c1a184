"""The rule base: everything the rule files say, checked once and frozen.

Vocabulary. A *kind* is one option of the question that asks what a person has (for scars: the scar kind); a *depth*
is the answer to the question asked of one kind. Rules may bind one reported kind, and its depth, with a ``Binding``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING

from advisor.model.conditions import ALWAYS, Condition, Is, both
from advisor.model.rules import Basis, Binding, Derivation, Item, Note, Question, Rule, Said, Treatment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
    """One statement of a source, in our own words. ``not_shown`` is the reason why no one is shown it, if so."""

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
    """One source: who wrote it, when, and its claims. ``date`` is that of the version read (ISO)."""

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
    """How well the source supports a treatment for one kind; ``points`` are our judgement and measure nothing."""

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
    """Where a treatment is had. Without ``needs`` it is always within reach; ``cost`` is what the source says of it."""

    id: str
    label: str
    needs: Condition = ALWAYS
    would_need: WouldNeed | None = None
    cost: Said = field(default_factory=Said)
    position: Position = field(compare=False, repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Kinds:
    """What rules bind: the word for one kind, the question that asks for it, and the depth question of a kind."""

    called: str
    question: str
    depth_called: str = ""
    depth_questions: Mapping[str, str] = field(default_factory=dict)
    position: Position = field(compare=False, repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Identification:
    """A rule set of its own that leads from what is seen to proposed kinds; its answers are no facts of the advice."""

    intro: str
    questions: tuple[Question, ...]
    rules: tuple[Derivation, ...]
    could_not_tell: str
    basis: Basis = "source"
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Disclaimer(Item):
    """What every result ends with."""

    text: str


@dataclass(frozen=True, kw_only=True)
class RuleBase:
    """Everything the rule files say. Built only by ``advisor.loading.loader``, which has checked every reference in it.

    ``digest`` is the SHA-256 (hex) of all rule files; ``root`` the folder they were read from. ``impossible`` holds for
    answers that cannot occur together: the proofs and their counts leave them out, and someone who gives them all the
    same is still advised.
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
        """Every rule: derivations first, then those of the treatments."""
        own: list[Rule] = list(self.derivations)
        for treatment in self.treatments:
            own.extend((*treatment.fits, *treatment.rules_out, *treatment.adjusts))
        return tuple(own)

    def bound(self, binding: Binding, when: Condition = ALWAYS) -> Iterator[tuple[str, Condition]]:
        """Each kind a binding takes in, with the whole condition about the person that it stands for.

        A binding that names depths takes in only the kinds that have a depth question.
        """
        for kind in self.kind_question.option_ids:
            if binding.kinds is not None and kind not in binding.kinds:
                continue
            reported: Condition = Is(self.kinds.question, frozenset({kind}))
            if binding.depths is not None:
                depth_question = self.kinds.depth_questions.get(kind)
                if depth_question is None:
                    continue
                reported = both(reported, Is(depth_question, binding.depths))
            yield kind, both(reported, when)
