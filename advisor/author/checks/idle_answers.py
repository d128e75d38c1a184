"""Questions and options that change nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.author.proving.dead_answers import dead_answers_of
from advisor.author.proving.dead_rules import dead_rules_of
from advisor.diagnostics.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.author.proving.subject import Subject
    from advisor.model.rules import Question

__all__ = ["CODE", "PAGE", "TITLE", "find"]

CODE = "S007"
NEEDS_PROOF = True
YIELDS_TO_DEAD_RULES = True
TITLE = "a question, or an option, that changes nothing"
PAGE = """\
Whatever someone answers to a question, they are told the same; or two of its options always lead to the same, so that
telling them apart is asked for nothing. `not_sure` may be taken for another option and is not reported.

Example:
    - question: yellow_spread
      options: {few: A few, some: Some, most: Most of them}
and no rule treats `few` and `some` differently.

Remedy: drop the question or join the options, or add the rule that was meant to look at it. Where the options are
kept because people know them so, say that in ignores.yaml.
"""


def find(subject: Subject) -> Iterator[Finding]:
    """One finding for each such question, else for each group of options that lead to the same."""
    if (proof := subject.proof) is None:
        return
    dead_answers = dead_answers_of(proof)
    read_by_broken = dead_rules_of(proof).read_by_broken
    for question in dead_answers.questions:
        if question.id in read_by_broken:
            continue  # something that looks at it is broken, and reported
        if dead_answers.changes_nothing(question):
            yield Finding(
                code=CODE,
                severity="warning",
                message=f"whatever is answered to `{question.id}`, everyone is told the same",
                position=question.position,
                label="changes nothing",
                hint="drop the question, or add the rule that looks at it",
                about=question.id,
            )
        elif question.several:
            for option in dead_answers.dead_options(question):
                message = f"whether `{option}` is given to `{question.id}` or not, everyone is told the same"
                yield _option(question, option, message, "drop the option, or add the rule that looks at it")
        else:
            for group in dead_answers.alike(question):
                *others, last = (f"`{option}`" for option in group)
                message = f"{', '.join(others)} and {last} of `{question.id}` always lead to the same"
                yield _option(question, group[1], message, "join them, or add the rule that tells them apart")


def _option(question: Question, option: str, message: str, hint: str) -> Finding:
    return Finding(
        code=CODE,
        severity="warning",
        message=message,
        position=question.option(option).position,
        label="changes nothing",
        hint=hint,
        about=f"{question.id}={option}",
    )
