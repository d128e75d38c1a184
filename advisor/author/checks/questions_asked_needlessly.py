"""S016: questions that are asked of some people whose advice does not depend on the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.diagnostics.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.author.proving.subject import Subject

__all__ = ["CODE", "find"]

CODE = "S016"
NEEDS_PROOF = True
YIELDS_TO_DEAD_RULES = True


def find(subject: Subject) -> Iterator[Finding]:
    """Yields a finding for each such question that takes one answer."""
    if (proof := subject.proof) is None:
        return
    dead_answers = proof.dead_answers
    read_by_broken = proof.dead_rules.read_by_broken
    for question in dead_answers.questions:
        if question.id in read_by_broken:
            continue  # a broken rule or treatment looks at it, and is reported instead
        if question.several or dead_answers.changes_nothing(question):
            continue
        needless = dead_answers.to_no_purpose(question)
        if needless:
            yield Finding(
                code=CODE,
                severity="warning",
                message=f"`{question.id}` is asked to no purpose for {proof.of_all(needless)}",
                position=question.position,
                label="no answer changes anything there",
                example=proof.example(needless),
                hint="narrow `ask_when`",
                about=question.id,
            )
