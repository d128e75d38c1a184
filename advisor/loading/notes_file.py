"""Notes: advice attached to the whole result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.loading.condition_reader import Reader
from advisor.loading.fields import HYPHENS, Fields
from advisor.loading.rule_entries import RESTS_ON, entry_list, head
from advisor.model.rules import Note

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.loading.condition_reader import Select
    from advisor.loading.symbols import References
    from advisor.model.rules import Treatment
    from advisor.syntax.tree import Node

__all__ = ["SECTIONS", "chosen_by", "notes"]

SECTIONS = ("general", "prevention")

_KNOWN = ("note", "section", "order", "lead", "text", "when", "urgent_when", *RESTS_ON)


def notes(node: Node | None, references: References, treatments: Iterable[Treatment]) -> tuple[Note, ...]:
    """The notes of the file, by order and id; ``treatments`` are those that ``suggests`` can choose by a field."""
    reader = Reader(references, chosen_by(treatments))
    found = []
    for item in entry_list(node, "notes are a list", "begin each with `- note: ...`", references):
        fields = Fields.of(item, "a note", _KNOWN, references.findings)
        if fields:
            found.append(_note(fields, references, reader))
    return tuple(sorted(found, key=lambda note: (note.order, note.id)))


def chosen_by(treatments: Iterable[Treatment]) -> Select:
    """A function from (field, value) pairs to the ids of the treatments that have them; values of one field are ors."""
    every = tuple(treatments)

    def select(selector: tuple[tuple[str, str], ...]) -> frozenset[str]:
        wanted: dict[str, set[str]] = {}
        for field, value in selector:
            wanted.setdefault(field, set()).add(value)
        return frozenset(
            treatment.id
            for treatment in every
            if all(
                (treatment.setting if field == "setting" else "yes" if treatment.breaks_skin else "no") in values
                for field, values in wanted.items()
            )
        )

    return select


def _note(fields: Fields, references: References, reader: Reader) -> Note:
    urgent = fields.get("urgent_when")
    return Note(
        **head(fields, "note", references, HYPHENS, "note"),
        section=fields.word("section", SECTIONS),
        order=fields.number("order"),
        lead=fields.flag("lead", default=False),
        text=fields.text("text"),
        when=reader.condition(fields.get("when")),
        urgent_when=reader.condition(urgent) if urgent is not None else None,
    )
