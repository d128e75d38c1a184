"""S022: a rule base without any property to prove."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.diagnostics.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.author.proving.subject import Subject

__all__ = ["CODE", "find"]

CODE = "S022"


def find(subject: Subject) -> Iterator[Finding]:
    """Yields one finding when there is no property."""
    if not subject.properties:
        yield Finding(
            code=CODE,
            severity="warning",
            message="nothing must hold of these rules: there is no property to prove",
            path=f"{subject.root.as_posix()}/safety.yaml",
            hint="write properties, such as `never: {suggests: ..., when: {...}}`",
            about="safety",
        )
