"""A rule base about which nothing can be proved."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.diagnostics.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.author.proving.subject import Subject

__all__ = ["CODE", "PAGE", "TITLE", "find"]

CODE = "S021"
TITLE = "nothing is proved: there are too many answer combinations"
PAGE = """\
The proofs look at every answer combination, and there are more than fit in memory. So no property of safety.yaml was
looked at, and none of the checks that need the proofs. Such rules are not known to be safe.

Example:
    eight more questions with twenty options each

Remedy: ask fewer questions, give them fewer options, or ask some only of those whom they concern (`ask_when`). The
message names the questions that cost most.
"""


def find(subject: Subject) -> Iterator[Finding]:
    """One finding for a rule base that is too large."""
    if subject.too_large is not None:
        yield Finding(
            code=CODE,
            severity="error",
            message=f"nothing is proved, and {len(subject.properties)} properties were not looked at",
            path=f"{subject.root.as_posix()}/questionnaire.yaml",
            hint=f"{subject.too_large}",
            about="questionnaire",
        )
