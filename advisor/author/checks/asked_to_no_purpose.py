"""Questions asked where no outcome depends on the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.author.proving.dead_answers import dead_answers_of
from advisor.author.proving.dead_rules import dead_rules_of
from advisor.diagnostics.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.author.proving.subject import Subject

__all__ = ["CODE", "PAGE", "TITLE", "find"]

CODE = "S016"
NEEDS_PROOF = True
YIELDS_TO_DEAD_RULES = True
TITLE = "a question asked of some for whom no answer changes anything"
PAGE = """\
For some answers to the other questions, whatever is answered to this one leads to the same advice. They are asked for
nothing. A question that changes nothing for anyone is reported as S007 instead.

Example:
    - question: spending
      ask: Would you spend money on it?
is asked of those too who report nothing, and no treatment is suggested to them either way.

Remedy: narrow `ask_when`, so that the question is asked only where its answer counts.
"""


def find(subject: Subject) -> Iterator[Finding]:
    """One finding for each such question that takes one answer."""
    if (proof := subject.proof) is None:
        return
    dead_answers = dead_answers_of(proof)
    read_by_broken = dead_rules_of(proof).read_by_broken
    for question in dead_answers.questions:
        if question.id in read_by_broken:
            continue  # something that looks at it is broken, and reported
        if question.several or dead_answers.changes_nothing(question):
            continue
        at = dead_answers.to_no_purpose(question)
        if at:
            yield Finding(
                code=CODE,
                severity="warning",
                message=f"`{question.id}` is asked to no purpose for {proof.of_all(at)}",
                position=question.position,
                label="no answer changes anything there",
                example=proof.example(at),
                hint="narrow `ask_when`",
                about=question.id,
            )
