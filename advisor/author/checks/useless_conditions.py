"""Conditions that change nothing when they are dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.author.proving.dead_rules import dead_rules_of
from advisor.diagnostics.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.author.proving.subject import Subject

__all__ = ["CODE", "PAGE", "TITLE", "find"]

CODE = "S006"
NEEDS_PROOF = True
YIELDS_TO_DEAD_RULES = True
TITLE = "a condition that changes nothing"
PAGE = """\
One condition of a rule, warning or note can be dropped and everyone is told the same. It is implied by what stands
beside it, or by where the treatment can be offered at all. Whoever reads it believes that it matters. A condition
that keeps two grades apart, or a fit out of where the treatment is ruled out, counts as useful.

Example:
    when: {troubles: yellow_leaves, yellow_spread: most}
How many leaves are yellow is asked only of those who report yellow leaves, so the first changes nothing.

Remedy: drop the condition, or correct it if something else was meant.
"""


def find(subject: Subject) -> Iterator[Finding]:
    """One finding for each such condition."""
    if (proof := subject.proof) is None:
        return
    for one in dead_rules_of(proof).redundant_conditions:
        yield Finding(
            code=CODE,
            severity="warning",
            message=f"`{one.text}` in `{one.item.id}` changes nothing: without it everyone is told the same",
            position=one.position or one.item.position,
            label="changes nothing",
            hint="drop it, or correct it if something else is meant",
            about=one.item.id,
        )
