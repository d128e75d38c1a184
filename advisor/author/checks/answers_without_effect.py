"""S007: questions and options that change nothing in the advice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.diagnostics.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.author.proving.subject import Subject
    from advisor.diagnostics.source import Position

__all__ = ["CODE", "find"]

CODE = "S007"
NEEDS_PROOF = True
YIELDS_TO_DEAD_RULES = True


def find(subject: Subject) -> Iterator[Finding]:
    """Yields a finding for each such question, else one for each group of options that lead to the same advice."""
    if (proof := subject.proof) is None:
        return
    dead_answers = proof.dead_answers
    read_by_broken = proof.dead_rules.read_by_broken
    for question in dead_answers.questions:
        if question.id in read_by_broken:
            continue  # a broken rule or treatment looks at it, and is reported instead
        if dead_answers.changes_nothing(question):
            message = f"whatever is answered to `{question.id}`, everyone is told the same"
            hint = "drop the question, or add the rule that looks at it"
            yield _finding(question.id, question.position, message, hint)
        elif question.several:
            for option in dead_answers.dead_options(question):
                message = f"whether `{option}` is given to `{question.id}` or not, everyone is told the same"
                hint = "drop the option, or add the rule that looks at it"
                yield _finding(f"{question.id}={option}", question.option(option).position, message, hint)
        else:
            for group in dead_answers.alike(question):
                *others, last = (f"`{option}`" for option in group)
                message = f"{', '.join(others)} and {last} of `{question.id}` always lead to the same"
                hint = "join them, or add the rule that tells them apart"
                yield _finding(f"{question.id}={group[1]}", question.option(group[1]).position, message, hint)


def _finding(about: str, position: Position, message: str, hint: str) -> Finding:
    return Finding(
        code=CODE,
        severity="warning",
        message=message,
        position=position,
        label="changes nothing",
        hint=hint,
        about=about,
    )
