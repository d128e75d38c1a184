"""Shares and tables of numbers, as reports show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["share", "table"]


def share(part: int, whole: int) -> str:
    """A percentage with one decimal, cut off and never rounded up: only all of them are ``100 %``."""
    if part == whole:
        return "100 %"
    tenths = part * 1000 // whole
    if part and not tenths:
        return "below 0.1 %"
    return f"{tenths // 10}.{tenths % 10} %"


def table(rows: Iterable[Sequence[str]], *, indent: int = 2) -> list[str]:
    """Rows as lines: the first column to the left, the others to the right, two spaces apart."""
    found = [tuple(row) for row in rows]
    widths = [max(len(cell) for cell in column) for column in zip(*found, strict=True)]
    return [
        " " * indent
        + "  ".join(
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in found
    ]
