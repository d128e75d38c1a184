"""What ``advisor rules fmt`` did, or would do, in lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.diagnostics.findings import numbered

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from advisor.author.editing.formatter import Formatted

__all__ = ["fmt_lines"]


def fmt_lines(files: Sequence[Formatted], *, check: bool) -> Iterator[str]:
    """Each file that is not as it should be, and a closing count."""
    changed = [one for one in files if one.changed]
    for one in files:
        name = one.path.as_posix()
        if one.refused:
            yield f"left alone  {name}: in the one style it would not mean the same, or it would lose a comment"
        elif one.changed:
            yield f"{'would change' if check else 'changed'}  {name}"
    count = numbered(len(files), "file")
    if not changed:
        yield f"{count} looked at; nothing to change"
    else:
        yield f"{len(changed)} of {count} {'would be changed' if check else 'changed'}"
