"""S009: warnings and notes that are never shown, or whose stress or urgency never holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.diagnostics.findings import Finding
from advisor.model.conditions import all_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.author.proving.proof import Proof
    from advisor.author.proving.subject import Subject
    from advisor.model.rules import Note, TreatmentWarning

__all__ = ["CODE", "find"]

CODE = "S009"
NEEDS_PROOF = True


def find(subject: Subject) -> Iterator[Finding]:
    """Yields one finding for each of these; the stress of a warning that is never shown is no second one."""
    if (proof := subject.proof) is None:
        return
    for treatment in subject.rulebase.treatments:
        if proof.outcomes.offered[treatment.id]:
            for warning in treatment.warnings:
                yield from _warning(proof, warning)
    for note in subject.rulebase.notes:
        yield from _note(proof, note)


def _warning(proof: Proof, warning: TreatmentWarning) -> Iterator[Finding]:
    dead, outcomes = proof.dead_rules, proof.outcomes
    if not outcomes.warned[warning.id]:
        if not dead.mask(warning.when, warning.binding) and not dead.unsatisfiable(warning.when, warning.binding):
            return  # it needs a fact whose derivation never fires, which is reported instead
        message = f"the warning `{warning.id}` is shown for none of {proof.every} answer combinations"
        yield _finding(warning, message, f"never holds where {warning.treatment} is offered", "correct its condition")
    elif warning.stressed_when is not None and not outcomes.stressed[warning.id]:
        if not dead.mask(warning.stressed_when) and not dead.unsatisfiable(warning.stressed_when):
            return
        message = f"the warning `{warning.id}` is stressed for none of {proof.every} answer combinations"
        yield _finding(warning, message, "`stressed_when` never holds where it is shown", "correct `stressed_when`")


def _note(proof: Proof, note: Note) -> Iterator[Finding]:
    dead, outcomes = proof.dead_rules, proof.outcomes
    if not outcomes.noted[note.id] and dead.unsatisfiable(note.when):
        message = f"the note `{note.id}` is shown for none of {proof.every} answer combinations"
        yield _finding(note, message, "its condition never holds", "correct `when`, or delete the note")
    elif note.urgent_when is not None and not outcomes.urgent[note.id] and dead.unsatisfiable(all_of(note.urgent_when)):
        message = f"the note `{note.id}` is urgent for none of {proof.every} answer combinations"
        yield _finding(note, message, "`urgent_when` never holds", "correct `urgent_when`")


def _finding(item: TreatmentWarning | Note, message: str, label: str, hint: str) -> Finding:
    return Finding(
        code=CODE,
        severity="error",
        message=message,
        position=item.position,
        label=label,
        hint=hint,
        about=item.id,
    )
