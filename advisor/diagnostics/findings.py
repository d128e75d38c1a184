"""One mistake found in a file, and how it is shown to a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from advisor.diagnostics.source import Position, excerpt

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = [
    "Finding",
    "FindingSeverity",
    "Related",
    "as_json",
    "error",
    "listed_names",
    "nearest",
    "show",
    "show_all",
]

FindingSeverity = Literal["error", "warning"]

_MOST_LISTED = 200  # characters


@dataclass(frozen=True, slots=True)
class Related:
    """A second place that belongs to a finding, and what it does there."""

    position: Position
    says: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """What was wrong, where, and the nearest thing that would be right.

    ``code`` is one letter and three digits (R: rule files, A: answers, S: what the rules say together).
    ``label`` stands behind the carets; ``hint`` is the help line. ``path`` names the file when no line can be named.
    ``about`` is the id of the rule, text or claim it is about, so that it can be ignored by name.
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
        """Orders findings by place, then code."""
        place = self.position.sort_key if self.position else (self.path, 0, 0)
        return (place, self.code, self.message)


def error(
    code: str,
    message: str,
    position: Position | None,
    label: str = "",
    hint: str = "",
    related: Iterable[Related] = (),
) -> Finding:
    """A finding of severity ``error`` at a place; what it quotes is made one line, and cut when long."""
    return Finding(
        code=code,
        severity="error",
        message=_one_line(message),
        position=position,
        label=_one_line(label),
        hint=_one_line(hint),
        related=tuple(related),
    )


def listed_names(names: Iterable[str]) -> str:
    """Names in one line; where they are too many for it, the first of them and how many more there are."""
    known = list(names)
    shown = known
    while len(", ".join(shown)) > _MOST_LISTED:
        shown = shown[:-1]
    more = len(known) - len(shown)
    return ", ".join(shown) + (f" and {more} others" if more else "")


def _one_line(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 300 else f"{words[:299]}…"


def nearest(word: str, choices: Iterable[str]) -> str | None:
    """The choice most like a word, or None when nothing is like it."""
    from difflib import get_close_matches  # only mistakes need it, and it costs every start some milliseconds

    known = sorted(set(choices))
    folded = {choice.lower().replace("-", "_").replace(" ", "_"): choice for choice in reversed(known)}
    found = get_close_matches(word.lower().replace("-", "_").replace(" ", "_"), folded, n=1, cutoff=0.6)
    return folded[found[0]] if found else None


def show(finding: Finding) -> str:
    """The finding as terminal text without colour, in the form of CONTRIBUTING's example."""
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


def show_all(findings: Iterable[Finding]) -> str:
    """Every finding, an empty line between two, and a closing count."""
    shown = list(findings)
    errors = sum(finding.severity == "error" for finding in shown)
    others = len(shown) - errors
    count = ", ".join(
        f"{number} {word}{'' if number == 1 else 's'}"
        for number, word in ((errors, "error"), (others, "warning"))
        if number
    )
    return "\n\n".join([*map(show, shown), count]) if shown else ""


def as_json(finding: Finding) -> dict[str, object]:
    """The finding as plain data: places as ``{"path", "line", "column"}``, counted from 1."""

    def place(position: Position | None) -> dict[str, object] | None:
        if position is None:
            return {"path": finding.path} if finding.path else None
        return {"path": position.source.path, "line": position.line, "column": position.column}

    return {
        "code": finding.code,
        "severity": finding.severity,
        "message": finding.message,
        "place": place(finding.position),
        "label": finding.label,
        "hint": finding.hint,
        "example": finding.example,
        "related": [{"place": place(other.position), "says": other.says} for other in finding.related],
    }
