"""Conditions that change nothing when they are dropped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.author.proving.dead_rules import idle_of
from advisor.diagnostics.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.author.proving.subject import Subject

__all__ = ["CODE", "find"]

CODE = "S006"


def find(subject: Subject) -> Iterator[Finding]:
    """One finding for each such condition."""
    if (proof := subject.proof) is None:
        return
    for one in idle_of(proof).useless:
        yield Finding(
            code=CODE,
            severity="warning",
            message=f"`{one.said}` in `{one.item.id}` changes nothing: without it everyone is told the same",
            position=one.position or one.item.position,
            label="changes nothing",
            hint="drop it, or correct it if something else is meant",
            about=one.item.id,
        )
