"""Every error the advisor raises on purpose.

AdvisorError
├── FindingsError          carries findings: what is wrong, where, and the nearest thing that would be right
│   ├── RuleBaseInvalid    the rule files do not make a rule base
│   └── AnswersInvalid     the answers do not fit the questionnaire
├── TooLarge               the answer space has too many profiles to prove anything about all of them
├── UsageError             a command was called in a way that cannot work
│   └── PdfUnavailable     the libraries that write PDF are not installed
├── StateUnwritable        a draft could not be saved or removed
└── InferenceFailed        an engine came to no end; always a bug of ours, never the person's mistake
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.diagnostics.findings import Finding

__all__ = [
    "AdvisorError",
    "AnswersInvalid",
    "FindingsError",
    "InferenceFailed",
    "PdfUnavailable",
    "RuleBaseInvalid",
    "StateUnwritable",
    "TooLarge",
    "UsageError",
]


class AdvisorError(Exception):
    """The base class of every error raised on purpose; ``str()`` of it is a message for a person."""


class FindingsError(AdvisorError):
    """Something that was read is wrong; ``findings`` holds every mistake once, in the order of the text."""

    findings: tuple[Finding, ...]

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("; ".join(f"{finding.code}: {finding.message}" for finding in self.findings))

    def __reduce__(self) -> tuple[type[FindingsError], tuple[tuple[Finding, ...]]]:
        """Lets an error cross to another process, as it was made."""
        return type(self), (self.findings,)


class RuleBaseInvalid(FindingsError):
    """The rule files do not make a rule base."""


class AnswersInvalid(FindingsError):
    """The answers do not fit the questionnaire."""


class TooLarge(AdvisorError):
    """The answer space has more than ``limit`` profiles.

    ``costly`` names the questions that enlarge it most, each with its number of values.
    """

    def __init__(self, size: int, limit: int, costly: Iterable[tuple[str, int]]) -> None:
        self.size, self.limit, self.costly = size, limit, tuple(costly)
        named = [f"{name} ({radix})" for name, radix in self.costly]
        most = " and ".join([", ".join(named[:-1]), named[-1]]) if len(named) > 1 else "".join(named)
        super().__init__(
            f"too large to prove: {size} answer combinations, and the limit is {limit}; "
            f"the questions that cost most are {most}"
        )


class UsageError(AdvisorError):
    """A command was called in a way that cannot work."""


class PdfUnavailable(UsageError):
    """The libraries that write PDF are not installed; the message says what is missing and what to use instead."""


class StateUnwritable(AdvisorError):
    """A draft could not be saved or removed."""


class InferenceFailed(AdvisorError):
    """An engine still had rules to fire after the most firings possible, or masks of facts that never settle."""
