"""The explanation of each code that a finding can have: one file of ``explanations/`` for each, named by its code."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

__all__ = ["CodeExplanation", "code_explanations"]

_FOLDER = Path(__file__).parent / "explanations"


@dataclass(frozen=True, slots=True)
class CodeExplanation:
    """The explanation of one code: what a finding with it means, an example and the remedy.

    In ``text`` an indented line is part of an example and must not be wrapped.
    """

    code: str
    title: str
    text: str


def code_explanations() -> dict[str, CodeExplanation]:
    """Reads every explanation; by code, sorted: A (answers), R (rule files), S (what the rules say together)."""
    return {path.stem: _read(path) for path in sorted(_FOLDER.glob("*.md"))}


def _read(path: Path) -> CodeExplanation:
    heading, _, text = path.read_text(encoding="utf-8").partition("\n\n")
    return CodeExplanation(path.stem, heading.removeprefix("# "), text)
