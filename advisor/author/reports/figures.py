"""Shares, tables of numbers and shortened lists for the reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

__all__ = ["first_and_more", "share", "table"]


def share(part: int, whole: int) -> str:
    """Returns a percentage with one decimal, cut off and never rounded up: ``100 %`` is said only of all of them."""
    if part == whole:
        return "100 %"
    tenths = part * 1000 // whole
    if part and not tenths:
        return "below 0.1 %"
    return f"{tenths // 10}.{tenths % 10} %"


def first_and_more(names: Sequence[str], most: int) -> list[str]:
    """Returns the first ``most`` names, then how many more there are: ``["a", "b", "3 more"]``."""
    more = len(names) - most
    return [*names[:most], f"{more} more"] if more > 0 else list(names)


def table(rows: Iterable[Sequence[str]], *, indent: int = 2) -> list[str]:
    """Returns rows as lines: the first column aligned left, the others right, two spaces between columns."""
    listed = list(rows)
    widths = [max(map(len, column)) for column in zip(*listed, strict=True)]
    return [
        " " * indent + "  ".join([first.ljust(widths[0]), *map(str.rjust, others, widths[1:])]).rstrip()
        for first, *others in listed
    ]
