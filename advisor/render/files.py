"""Advice into a file: under a name whose ending fits the format, and readable by its owner only."""

from __future__ import annotations

import os
from errno import ENOENT
from typing import TYPE_CHECKING

from advisor.diagnostics.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from advisor.render.formats import Format

__all__ = ["ENDINGS", "check_ending", "with_ending", "write_new"]

ENDINGS: Mapping[Format, tuple[str, ...]] = {
    "text": (".txt",),
    "json": (".json",),
    "html": (".html", ".htm"),
    "pdf": (".pdf",),
}


def check_ending(path: Path, form: Format) -> None:
    """Raises UsageError when a name ends as those of another format do; any other ending may stand."""
    ending = path.suffix.lower()
    other = next((one for one, endings in ENDINGS.items() if one != form and ending in endings), None)
    if other:
        said = f"{path} ends like {_called(other)}, and this is {_called(form)}"
        raise UsageError(f"{said}; give a name that ends in {ENDINGS[form][0]}")


def with_ending(path: Path, form: Format) -> Path:
    """The path, with the ending of its format where it has none. Raises UsageError as ``check_ending`` does.

    A folder or a device (``/dev/null``) keeps its name. ``os.path`` raises nothing, unlike the methods of a path.
    """
    check_ending(path, form)
    if path.suffix or not path.name or (os.path.exists(path) and not os.path.isfile(path)):
        return path
    return path.with_name(f"{path.name}{ENDINGS[form][0]}")


def write_new(path: Path, content: bytes, *, replace: bool) -> None:
    """Writes a file, a new one with mode 600: answers about a person stand in it. Raises OSError.

    Without ``replace`` the file must be new. One that is new and could not be written whole is taken away again.
    """
    if not os.path.isdir(path.parent):  # "no such file" would be said of a file that is yet to be
        raise FileNotFoundError(ENOENT, f"there is no folder {path.parent}", str(path))
    new = not os.path.lexists(path)
    with open(path, "wb" if replace else "xb", opener=_for_owner, buffering=0) as file:
        try:
            left = memoryview(content)
            while left:
                left = left[file.write(left) :]
        except OSError:
            if new:
                path.unlink(missing_ok=True)
            raise


def _for_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _called(form: Format) -> str:
    return "text" if form == "text" else form.upper()
