"""Reads deciding.yaml: the decision, doing nothing, what may matter to a person, and questions to oneself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.diagnostics.findings import Related
from advisor.loading.fields import UNDERSCORES, Fields
from advisor.loading.grammar import KEYS
from advisor.loading.rule_entries import read_attributed_text, read_id, read_label, read_support
from advisor.model.decision_aid import DecisionAid, DoingNothing, Saying, Value
from advisor.syntax.tree import SequenceNode

if TYPE_CHECKING:
    from typing import TypeVar

    from advisor.diagnostics.source import Position
    from advisor.loading.references import References
    from advisor.model.decision_aid import Stands
    from advisor.syntax.tree import Node, ScalarNode

    T = TypeVar("T")

__all__ = ["read_decision_aid"]

_STANDS: dict[str, Stands] = {"for": "for", "against": "against", "mixed": "mixed"}


def read_decision_aid(node: Node | None, references: References) -> DecisionAid | None:
    """Returns what the file says; None when there is no file or it is no mapping of this sort."""
    fields = Fields.of(node, "`deciding.yaml`", KEYS["deciding"], references.findings) if node is not None else None
    if fields is None:
        return None
    return DecisionAid(
        condition=fields.text("condition"),
        decision=fields.text("decision"),
        chances=read_attributed_text(fields, "chances", references, plain=True),
        nothing=_read_doing_nothing(fields, references),
        values=_read_values(fields, references),
        ready=_not_empty(fields, "ready", fields.texts("ready")),
        updates=read_attributed_text(fields, "updates", references, plain=True),
        funding=read_attributed_text(fields, "funding", references, plain=True),
        position=fields.position,
    )


def _not_empty(fields: Fields, key: str, items: tuple[T, ...]) -> tuple[T, ...]:
    """Returns the items read from the list under a key; reports a list that is there and empty."""
    node = fields.get(key)
    if isinstance(node, SequenceNode) and not node.items:
        fields.report("R021", f"`{key}` is empty", node.position, "nothing is said here", "say at least one")
    return items


def _read_doing_nothing(whole: Fields, references: References) -> DoingNothing:
    fields = whole.part("doing_nothing", KEYS["doing_nothing"])
    return DoingNothing(
        id="doing_nothing",
        position=fields.position,
        name=fields.text("name"),
        what=fields.text("what"),
        how_well=fields.text("how_well"),
        harms=fields.text("harms"),
        recovery=fields.text("recovery"),
        where=fields.text("where"),
        cost=fields.text("cost"),
        unsaid=fields.text("unsaid"),
        questions=_not_empty(fields, "questions", fields.texts("questions")),
        **read_support(fields, references),
    )


def _read_values(whole: Fields, references: References) -> tuple[Value, ...]:
    """Returns the values in the order of the file."""
    found = []
    items = _not_empty(whole, "values", whole.items("values"))
    for fields in Fields.each(items, "a value", KEYS["value"], references.findings):
        value = read_id(fields, "value", references, UNDERSCORES, "value")
        found.append(
            Value(
                id=value,
                position=fields.key_position("value"),
                basis="house judgement",
                label=read_label(fields, references),
                help=fields.text("help"),
                unsaid=fields.text("unsaid"),
                says=_read_sayings(fields, value, references),
            )
        )
    return tuple(found)


def _read_sayings(whole: Fields, value: str, references: References) -> tuple[Saying, ...]:
    """Returns the sayings of one value; reports a treatment that two of them are about."""
    found = []
    first: dict[str, Position] = {}
    for fields in Fields.each(whole.items("says"), "a saying", KEYS["saying"], references.findings):
        named = _not_empty(fields, "treatments", fields.scalars("treatments"))
        for treatment in named:
            if treatment.text == "doing_nothing":
                message, label = "no treatment is called `doing_nothing`", "the option of having none"
                hint = "what is said of it stands under the key `doing_nothing`; name treatments here"
                fields.report("R013", message, treatment.position, label, hint)
            elif references.check("treatment", treatment):
                _check_named_once(treatment, value, first, references)
        stands = fields.word("stands", _STANDS)
        found.append(
            Saying(
                id=f"{value}={named[0].text}" if named else "",
                position=fields.key_position("treatments"),
                treatments=tuple(treatment.text for treatment in named),
                stands=_STANDS[stands],
                text=fields.text("text"),
                **read_support(fields, references),
            )
        )
    return tuple(found)


def _check_named_once(treatment: ScalarNode, value: str, first: dict[str, Position], references: References) -> None:
    before = first.setdefault(treatment.text, treatment.position)
    if before is not treatment.position:
        message = f"`{treatment.text}` is spoken of twice under the value `{value}`"
        hint, first_one = "say all of it in one entry", Related(before, "the first")
        references.report("R008", message, treatment.position, "the second", hint, first_one)
