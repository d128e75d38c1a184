"""S021: a rule base that has too many answer combinations for a proof."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.diagnostics.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.author.proving.subject import Subject

__all__ = ["CODE", "find"]

CODE = "S021"


def find(subject: Subject) -> Iterator[Finding]:
    """Yields one finding when the rule base is too large."""
    if subject.too_large is not None:
        yield Finding(
            code=CODE,
            severity="error",
            message=f"nothing is proved, and {len(subject.properties)} properties were not looked at",
            path=f"{subject.root.as_posix()}/questionnaire.yaml",
            hint=str(subject.too_large),
            about="questionnaire",
        )
