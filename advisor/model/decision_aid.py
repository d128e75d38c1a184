"""What helps a person decide: the decision, doing nothing, what may matter to them, whether they feel ready. Frozen.

All of it is text of the rule base (``deciding.yaml``). Nothing here ranks, hides or rescores anything.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from advisor.model.rules import Item

if TYPE_CHECKING:
    from advisor.diagnostics.source import Position
    from advisor.model.rules import Said

__all__ = ["DecisionAid", "DoingNothing", "Saying", "Stands", "Value"]

Stands = Literal["for", "against", "mixed"]


@dataclass(frozen=True, kw_only=True, slots=True)
class DoingNothing(Item):
    """The option of having no treatment, with the texts a treatment has; all may be compared on the same rows."""

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
class Saying(Item):
    """What the source says of some treatments in the light of one value, and whether that speaks for them."""

    treatments: tuple[str, ...]
    stands: Stands
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Value(Item):
    """Something that may matter to a person. ``unsaid`` is said of every treatment without a saying.

    That it may matter is always a judgement of our own; what is said in its light rests on claims of its own.
    """

    label: str
    help: str
    unsaid: str
    says: tuple[Saying, ...]

    def of(self, treatment_id: str) -> Saying | None:
        """What is said of a treatment, or None where the source says nothing."""
        return next((saying for saying in self.says if treatment_id in saying.treatments), None)


@dataclass(frozen=True, kw_only=True, slots=True)
class DecisionAid:
    """Everything in ``deciding.yaml``.

    ``condition`` names what it is about; ``decision`` the choice to be made; ``chances`` what is known in numbers;
    ``ready`` are questions to oneself; ``updates`` and ``funding`` are about the rule base itself. Texts written
    without claims are our own.
    """

    condition: str
    decision: str
    chances: Said
    nothing: DoingNothing
    values: tuple[Value, ...]
    ready: tuple[str, ...]
    updates: Said
    funding: Said
    position: Position = field(compare=False, repr=False)

    @property
    def about(self) -> tuple[Said, ...]:
        """What is said of numbers, upkeep and funding, as far as it is."""
        return tuple(one for one in (self.chances, self.updates, self.funding) if one.text)
