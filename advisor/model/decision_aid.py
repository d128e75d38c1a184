"""The frozen decision aid: the decision, doing nothing, what may matter to a person, and questions to oneself.

All of it is text from ``deciding.yaml``. Nothing here ranks, hides or rescores a treatment.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from advisor.model.rules import Entry

if TYPE_CHECKING:
    from advisor.diagnostics.source import Position
    from advisor.model.rules import AttributedText

__all__ = ["DecisionAid", "DoingNothing", "Saying", "Stands", "Value"]

Stands = Literal["for", "against", "mixed"]


@dataclass(frozen=True, kw_only=True, slots=True)
class DoingNothing(Entry):
    """The option of having no treatment, with the texts that treatments have, so that all can be compared."""

    name: str
    what: str
    how_well: str
    harms: str
    recovery: str
    where: str
    cost: str
    unsaid: str
    questions: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Saying(Entry):
    """What the source says about some treatments with regard to one value, and whether that speaks for them."""

    treatments: tuple[str, ...]
    stands: Stands
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Value(Entry):
    """Something that may matter to a person.

    That it may matter is a house judgement; each of its sayings has claims of its own. ``unsaid`` is shown for every
    treatment without a saying.
    """

    label: str
    help: str
    unsaid: str
    says: tuple[Saying, ...]

    def saying_on(self, treatment_id: str) -> Saying | None:
        """Returns the saying about a treatment, or None when there is none."""
        return next((saying for saying in self.says if treatment_id in saying.treatments), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class DecisionAid:
    """Everything in ``deciding.yaml``.

    ``condition`` names what a person has; ``decision`` is the choice to make; ``chances`` is what is known in numbers;
    ``ready`` holds questions to oneself; ``updates`` and ``funding`` are about the rule base. A text without claims is
    a house judgement.
    """

    condition: str
    decision: str
    chances: AttributedText
    nothing: DoingNothing
    values: tuple[Value, ...]
    ready: tuple[str, ...]
    updates: AttributedText
    funding: AttributedText
    position: Position = field(compare=False, repr=False)

    @property
    def about(self) -> tuple[AttributedText, ...]:
        """The texts about numbers, updates and funding that are not empty."""
        return tuple(one for one in (self.chances, self.updates, self.funding) if one.text)
