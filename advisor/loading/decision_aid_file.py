"""deciding.yaml: the decision, doing nothing, what may matter to a person, and questions to oneself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.diagnostics.findings import Related, error
from advisor.loading.fields import UNDERSCORES, Fields
from advisor.loading.rule_entries import RESTS_ON, check_label, identity, said, support
from advisor.model.decision_aid import DecisionAid, DoingNothing, Saying, Value
from advisor.syntax.tree import ScalarNode, SequenceNode

if TYPE_CHECKING:
    from typing import TypeVar

    from advisor.diagnostics.source import Position
    from advisor.loading.symbols import References
    from advisor.model.decision_aid import Stands
    from advisor.syntax.tree import Node

    T = TypeVar("T")

__all__ = ["read_decision_aid"]

_KNOWN = ("condition", "decision", "chances", "doing_nothing", "values", "ready", "updates", "funding")
_NOTHING = ("name", "what", "how_well", "harms", "recovery", "where", "cost", "unsaid", "questions", *RESTS_ON)
_VALUE = ("value", "label", "help", "unsaid", "says")
_SAYING = ("treatments", "stands", "text", *RESTS_ON)
_STANDS: dict[str, Stands] = {"for": "for", "against": "against", "mixed": "mixed"}


def read_decision_aid(node: Node | None, references: References) -> DecisionAid | None:
    """What the file says; None where there is none, or it is no mapping."""
    fields = Fields.of(node, "`deciding.yaml`", _KNOWN, references.findings) if node is not None else None
    if fields is None:
        return None
    return DecisionAid(
        condition=fields.text("condition"),
        decision=fields.text("decision"),
        chances=said(fields, "chances", references, plain=True),
        nothing=_nothing(fields, references),
        values=_values(fields, references),
        ready=_some(fields, "ready", fields.texts("ready", required=True), references),
        updates=said(fields, "updates", references, plain=True),
        funding=said(fields, "funding", references, plain=True),
        position=fields.position,
    )


def _some(fields: Fields, key: str, found: tuple[T, ...], references: References) -> tuple[T, ...]:
    """What a list holds; a finding when it is there and holds nothing at all."""
    node = fields.get(key)
    if isinstance(node, SequenceNode) and not node.items:
        hint = "say at least one"
        references.findings.append(error("R021", f"`{key}` is empty", node.position, "nothing is said here", hint))
    return found


def _nothing(whole: Fields, references: References) -> DoingNothing:
    fields = whole.inner("doing_nothing", _NOTHING)
    if fields is None:
        return DoingNothing(
            id="doing_nothing",
            position=whole.key_position("doing_nothing"),
            name="",
            what="",
            how_well="",
            harms="",
            recovery="",
            where="",
            cost="",
            unsaid="",
            questions=(),
        )
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
        questions=_some(fields, "questions", fields.texts("questions", required=True), references),
        **support(fields, references),
    )


def _values(whole: Fields, references: References) -> tuple[Value, ...]:
    """The values in the order of the file."""
    whole.need("values")
    found = []
    for item in _some(whole, "values", whole.items("values"), references):
        fields = Fields.of(item, "a value", _VALUE, references.findings)
        if fields is None:
            continue
        found.append(
            Value(
                id=(value := identity(fields, "value", references, UNDERSCORES, "value")),
                position=fields.key_position("value"),
                basis="house judgement",
                label=_label(fields, references),
                help=fields.text("help"),
                unsaid=fields.text("unsaid"),
                says=_says(fields, value, references),
            )
        )
    return tuple(found)


def _label(fields: Fields, references: References) -> str:
    label, node = fields.text("label"), fields.get("label")
    if isinstance(node, ScalarNode):
        check_label(label, node, references)
    return label


def _says(whole: Fields, value: str, references: References) -> tuple[Saying, ...]:
    """What is said in the light of one value; a finding where a treatment is spoken of twice."""
    whole.need("says")
    found = []
    first: dict[str, Position] = {}
    for item in whole.items("says"):
        fields = Fields.of(item, "a saying", _SAYING, references.findings)
        if fields is None:
            continue
        named = _some(fields, "treatments", fields.scalars("treatments", required=True), references)
        for treatment in named:
            if treatment.text == "doing_nothing":
                message, label = "no treatment is called `doing_nothing`", "the option of having none"
                hint = "what is said of it stands under the key `doing_nothing`; name treatments here"
                references.findings.append(error("R013", message, treatment.position, label, hint))
            elif references.treatment(treatment):
                _once(treatment, value, first, references)
        stands = fields.word("stands", _STANDS)
        found.append(
            Saying(
                id=f"{value}={named[0].text}" if named else "",
                position=fields.key_position("treatments"),
                treatments=tuple(treatment.text for treatment in named),
                stands=_STANDS[stands],
                text=fields.text("text"),
                **support(fields, references),
            )
        )
    return tuple(found)


def _once(treatment: ScalarNode, value: str, first: dict[str, Position], references: References) -> None:
    before = first.setdefault(treatment.text, treatment.position)
    if before is not treatment.position:
        message = f"`{treatment.text}` is spoken of twice under the value `{value}`"
        hint = "say all of it in one entry"
        related = [Related(before, "the first")]
        references.findings.append(error("R008", message, treatment.position, "the second", hint, related))
