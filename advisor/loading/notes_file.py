"""Reads notes, the advice that is attached to the whole result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.loading.condition_reader import ConditionReader
from advisor.loading.fields import HYPHENS, Fields
from advisor.loading.grammar import KEYS
from advisor.loading.rule_entries import read_head, read_list
from advisor.model.rules import Note

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.loading.condition_reader import Select
    from advisor.loading.references import References
    from advisor.model.rules import Treatment
    from advisor.syntax.tree import Node

__all__ = ["SECTIONS", "read_notes", "treatment_selector"]

SECTIONS = ("general", "prevention")


def read_notes(node: Node | None, references: References, treatments: Iterable[Treatment]) -> tuple[Note, ...]:
    """Returns the notes of the file, sorted by order and id; ``suggests`` can choose among ``treatments``."""
    reader = ConditionReader(references, treatment_selector(treatments))
    items = read_list(node, "notes are a list", "begin each with `- note: ...`", references)
    entries = Fields.each(items, "a note", KEYS["note"], references.findings)
    found = [_read_note(fields, references, reader) for fields in entries]
    return tuple(sorted(found, key=lambda note: (note.order, note.id)))


def treatment_selector(treatments: Iterable[Treatment]) -> Select:
    """Returns a function from (field, value) pairs to the ids of the treatments that they choose.

    A treatment is chosen when it has one of the values given for each field.
    """
    candidates = tuple(treatments)

    def select(selector: tuple[tuple[str, str], ...]) -> frozenset[str]:
        wanted: dict[str, set[str]] = {}
        for field, value in selector:
            wanted.setdefault(field, set()).add(value)
        return frozenset(
            treatment.id
            for treatment in candidates
            if all(
                (treatment.setting if field == "setting" else "yes" if treatment.breaks_skin else "no") in values
                for field, values in wanted.items()
            )
        )

    return select


def _read_note(fields: Fields, references: References, reader: ConditionReader) -> Note:
    urgent = fields.get("urgent_when")
    return Note(
        **read_head(fields, "note", references, HYPHENS, "note"),
        section=fields.word("section", SECTIONS),
        order=fields.number("order"),
        lead=fields.flag("lead", default=False),
        text=fields.text("text"),
        when=reader.condition(fields.get("when")),
        urgent_when=reader.condition(urgent) if urgent is not None else None,
    )
