"""Every error the advisor raises on purpose.

AdvisorError
├── FindingsError          carries findings: what is wrong, where, and the nearest thing that would be right
│   ├── RuleBaseInvalid    the rule files do not make a rule base
│   └── AnswersInvalid     the answers do not fit the questionnaire
├── TooLarge               the answer space has too many profiles to prove anything about all of them
├── UsageError             a command was called in a way that cannot work
│   └── PdfUnavailable     what writes PDF is not installed
├── StateUnwritable        a draft could not be saved or removed
└── InferenceFailed        the engine did not come to rest; always our mistake, never the person's
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
    """The root of all errors raised on purpose; ``str()`` of it is fit for a person to read."""


class FindingsError(AdvisorError):
    """Something read was wrong; ``findings`` holds every mistake, each once, in the order of the text."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("; ".join(f"{finding.code}: {finding.message}" for finding in self.findings))


class RuleBaseInvalid(FindingsError):
    """The rule files do not make a rule base."""


class AnswersInvalid(FindingsError):
    """The answers do not fit the questionnaire."""


class TooLarge(AdvisorError):
    """The answer space is over the limit. ``costly`` names what costs most, each with how many values it has."""

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
    """What writes PDF is not installed; says what is missing and how to do without."""


class StateUnwritable(AdvisorError):
    """A draft could not be saved or removed."""


class InferenceFailed(AdvisorError):
    """The engine did not come to rest."""
