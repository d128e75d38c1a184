"""Rules of which nothing must hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.diagnostics.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.author.proving.subject import Subject

__all__ = ["CODE", "PAGE", "TITLE", "find"]

CODE = "S022"
TITLE = "safety.yaml demands nothing"
PAGE = """\
There is no safety.yaml, or it holds no property. The rules are then checked for mistakes, but nothing says what must
never happen, so nothing of that sort is proved.

Example:
    a safety.yaml that holds `[]`

Remedy: write down what must hold for everyone, beginning with what would do harm if it went wrong.
"""


def find(subject: Subject) -> Iterator[Finding]:
    """One finding when there is no property."""
    if not subject.properties:
        yield Finding(
            code=CODE,
            severity="warning",
            message="nothing must hold of these rules: there is no property to prove",
            path=f"{subject.root.as_posix()}/safety.yaml",
            hint="write properties, such as `never: {suggests: ..., when: {...}}`",
            about="safety",
        )
