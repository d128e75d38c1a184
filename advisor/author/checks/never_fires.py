"""Rules that never fire."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.author.proving.dead_rules import dead_rules_of
from advisor.diagnostics.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.author.proving.subject import Subject

__all__ = ["CODE", "PAGE", "TITLE", "find"]

CODE = "S004"
NEEDS_PROOF = True
TITLE = "a rule that never fires"
PAGE = """\
No answers make the condition of a derivation, fit, rule-out or adjustment true. Whatever it says, no one is ever told.
Most often an answer is asked for that cannot occur together with another, or `any` was meant and `all` is written.
What merely follows (a rule that waits for a fact which such a derivation would conclude) is not reported again.

Example:
    - rule: rinse-lice
      when: {trouble: lice, spending: some, money: no}
where `spending: some` always leads to `money: yes`.

Remedy: correct the condition, or delete the rule.
"""


def find(subject: Subject) -> Iterator[Finding]:
    """One finding for each such rule."""
    if (proof := subject.proof) is None:
        return
    for rule in dead_rules_of(proof).never_fires:
        yield Finding(
            code=CODE,
            severity="error",
            message=f"`{rule.id}` never fires: its condition holds for none of {proof.every} answer combinations",
            position=rule.position,
            label="holds for no one",
            hint="correct the condition, or delete the rule",
            about=rule.id,
        )
