"""S024: kinds, depths and treatments without a picture, and drawings that no picture shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.diagnostics.findings import Finding
from advisor.model.rules import NOT_SURE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.author.proving.subject import Subject
    from advisor.diagnostics.source import Position
    from advisor.model.illustrations import Drawing

__all__ = ["CODE", "find"]

CODE = "S024"


def find(subject: Subject) -> Iterator[Finding]:
    """Yields a finding for each of these; none where the rule base has no pictures at all."""
    rulebase = subject.rulebase
    if rulebase.pictures is None:
        return
    asked = (rulebase.kinds.question, *rulebase.kinds.depth_questions.values())
    for name in dict.fromkeys(asked):
        for option in rulebase.question_by_id[name].options:
            if option.id != NOT_SURE and (name, option.id) not in rulebase.pictures.options:
                yield _missing(f"`{option.id}` of {name}", f"{name}={option.id}", option.position, "options")
    for treatment in rulebase.treatments:
        if treatment.id not in rulebase.pictures.treatments:
            yield _missing(f"the treatment `{treatment.id}`", treatment.id, treatment.position, "treatments")
    drawings = rulebase.pictures.drawings
    used = {picture.drawing.id for picture in rulebase.pictures.all_pictures()} | {d.like for d in drawings.values()}
    yield from (_unused(drawing) for name, drawing in drawings.items() if name not in used)


def _unused(drawing: Drawing) -> Finding:
    return Finding(
        code=CODE,
        severity="warning",
        message=f"no picture shows the drawing `{drawing.id}`, and no other drawing is like it",
        position=drawing.position,
        label="never shown",
        hint=f"write `drawing: {drawing.id}` in the picture it was made for, or delete it",
        about=drawing.id,
    )


def _missing(what: str, about: str, position: Position, where: str) -> Finding:
    return Finding(
        code=CODE,
        severity="warning",
        message=f"{what} has no picture, though there are pictures",
        position=position,
        label="nothing is drawn for this",
        hint=f"add it to pictures.yaml, under `{where}`",
        about=about,
    )
