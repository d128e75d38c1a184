"""Findings (one mistake in a file each), and their text and JSON forms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from advisor.diagnostics.source import Position, excerpt, place_json

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "Finding",
    "FindingSeverity",
    "Related",
    "error",
    "finding_json",
    "finding_text",
    "findings_text",
    "listed_names",
    "nearest",
    "numbered",
]

FindingSeverity = Literal["error", "warning"]

_MOST_LISTED = 200  # characters
_LONGEST_LINE = 300  # characters


@dataclass(frozen=True, slots=True)
class Related:
    """Another position that belongs to a finding, and what stands there."""

    position: Position
    says: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One mistake: what is wrong, where, and the nearest thing that would be right.

    ``code`` is one letter and three digits (R: rule files, A: answers, S: what the rules say together). ``label`` is
    printed under the excerpt, after the marks, and ``hint`` as the help line. ``path`` names the file when there is no
    ``position``. ``about`` is the id of the question, rule, text or claim with the mistake. ``related`` are other
    places that belong to it, and ``example`` is an answer combination it is true of.
    """

    code: str
    severity: FindingSeverity
    message: str
    position: Position | None = None
    path: str = ""
    label: str = ""
    hint: str = ""
    related: tuple[Related, ...] = ()
    example: str = ""
    about: str = ""

    @property
    def sort_key(self) -> tuple[tuple[str, int, int], str, str]:
        """Orders findings by path, line and column, then code and message."""
        where = self.position.sort_key if self.position else (self.path, 0, 0)
        return (where, self.code, self.message)


def error(
    code: str,
    message: str,
    position: Position | None,
    label: str = "",
    hint: str = "",
    related: Iterable[Related] = (),
) -> Finding:
    """Returns a finding of severity ``error``; each of its texts is made one line of at most 300 characters."""
    return Finding(
        code=code,
        severity="error",
        message=_one_line(message),
        position=position,
        label=_one_line(label),
        hint=_one_line(hint),
        related=tuple(related),
    )


def numbered(number: int, one: str, many: str = "") -> str:
    """``0 errors``, ``1 error``, ``3 errors``; ``many`` is the plural where it is not ``one`` with an ``s``."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def listed_names(names: Iterable[str]) -> str:
    """Returns names joined by commas; when they take over 200 characters, the first of them and how many are left."""
    known = list(names)
    shown = known
    while len(", ".join(shown)) > _MOST_LISTED:
        shown = shown[:-1]
    more = len(known) - len(shown)
    return ", ".join(shown) + (f" and {more} others" if more else "")


def _one_line(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _LONGEST_LINE else f"{words[: _LONGEST_LINE - 1]}…"


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """Returns the choice most similar to a word, or None when none is; case, spaces, ``-`` and ``_`` do not count."""
    from difflib import get_close_matches  # imported only for a mistake: it takes some milliseconds

    def normal(name: str) -> str:
        return name.lower().replace("-", "_").replace(" ", "_")

    by_normal = {normal(choice): choice for choice in sorted(set(choices), reverse=True)}
    found = get_close_matches(normal(word), by_normal, n=1, cutoff=0.6)
    return by_normal[found[0]] if found else None


def finding_text(finding: Finding) -> str:
    """Returns the finding as terminal text without colour and without a final line end."""
    lines = [f"{finding.severity}[{finding.code}]: {finding.message}"]
    if finding.position:
        lines.append(f"  --> {finding.position}" + (f"  {finding.label}" if finding.related else ""))
    elif finding.path:
        lines.append(f"  --> {finding.path}")
    if finding.related:
        lines.extend(f"  --> {other.position}  {other.says}" for other in finding.related)
    elif finding.position:
        lines.extend(excerpt(finding.position, finding.label))
    if finding.example:
        lines.append(f"example: {finding.example}")
    if finding.hint:
        lines.append(f"help: {finding.hint}")
    return "\n".join(lines)


def findings_text(findings: Iterable[Finding]) -> str:
    """Returns every finding as text, separated by empty lines, and a last line that counts them; empty for none."""
    shown = list(findings)
    errors = sum(finding.severity == "error" for finding in shown)
    others = len(shown) - errors
    count = ", ".join(numbered(number, word) for number, word in ((errors, "error"), (others, "warning")) if number)
    return "\n\n".join([*map(finding_text, shown), count]) if shown else ""


def finding_json(finding: Finding) -> dict[str, object]:
    """Returns the finding as JSON data; a place is ``{"path", "line", "column"}``, counted from 1, or None."""

    place = {"path": finding.path} if finding.path else None
    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "place": place_json(finding.position) if finding.position else place,
        "label": finding.label,
        "hint": finding.hint,
        "example": finding.example,
        "related": [{"place": place_json(other.position), "says": other.says} for other in finding.related],
    }
