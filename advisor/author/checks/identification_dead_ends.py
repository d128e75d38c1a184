"""S020: rules of the identification that never fire, and kinds that it never proposes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.diagnostics.errors import TooLarge
from advisor.diagnostics.findings import Finding
from advisor.enumeration.answer_space import Space

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.author.proving.subject import Subject

__all__ = ["CODE", "find"]

CODE = "S020"


def find(subject: Subject) -> Iterator[Finding]:
    """Yields a finding for each such rule and kind; none where the answer space of the identification is too large."""
    rulebase, identification = subject.rulebase, subject.rulebase.identification
    if identification is None:
        return
    try:
        space = Space(identification.questions, identification.rules)
    except TooLarge:
        return
    for rule in identification.rules:
        if not space.mask(rule.when):
            yield Finding(
                code=CODE,
                severity="error",
                message=f"`{rule.id}` never fires: no answers to these questions make its condition true",
                position=rule.position,
                label="holds for no one",
                hint="correct the condition, or delete the rule",
                about=rule.id,
            )
    for option in rulebase.kind_question.options:
        if not space.fact(rulebase.kinds.question, option.id):
            yield Finding(
                code=CODE,
                severity="warning",
                message=f"no description leads to `{option.id}`",
                position=option.position,
                label="never proposed",
                hint=f"add a rule to identification.yaml with `then: {{{rulebase.kinds.question}: {option.id}}}`",
                about=option.id,
            )
