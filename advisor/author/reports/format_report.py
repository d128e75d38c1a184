"""The report of `advisor rules fmt`: what it changed, or would change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.diagnostics.findings import numbered

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from advisor.author.editing.formatter import Formatted

__all__ = ["fmt_lines"]


def fmt_lines(files: Sequence[Formatted], *, check: bool) -> Iterator[str]:
    """Yields a line for each file that is not in the one style, then a line with the count."""
    changed = sum(file.changed for file in files)
    for file in files:
        name = file.path.as_posix()
        if file.refused:
            yield f"left alone  {name}: in the one style it would not mean the same, or it would lose a comment"
        elif file.changed:
            yield f"{'would change' if check else 'changed'}  {name}"
    count = numbered(len(files), "file")
    if not changed:
        yield f"{count} looked at; nothing to change"
    else:
        yield f"{changed} of {count} {'would be changed' if check else 'changed'}"
