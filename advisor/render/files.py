"""One advice as a file: its content in each format, the ending of the file's name, and the writing itself."""

from __future__ import annotations

import os
from errno import ENOENT
from typing import TYPE_CHECKING, Literal

from advisor.diagnostics.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from advisor.model.advice import Advice
    from advisor.render.handout import Paper

__all__ = ["ENDINGS", "Format", "advice_file", "with_ending", "write_new"]

Format = Literal["text", "json", "html", "pdf"]

# the endings that fit each format; the first is added to a name without one
ENDINGS: Mapping[Format, tuple[str, ...]] = {
    "text": (".txt",),
    "json": (".json",),
    "html": (".html", ".htm"),
    "pdf": (".pdf",),
}


def advice_file(advice: Advice, form: Format, *, on: date, values: Sequence[str] = (), paper: Paper = "A4") -> bytes:
    """Returns the content of a file that holds the advice; ``html`` and ``pdf`` are the hand-out, dated ``on``.

    ``values`` are the ids of the values that matter to the person; JSON leaves them out. Imports only what the format
    needs. Raises PdfUnavailable when WeasyPrint is missing, and UsageError for an unknown value.
    """
    if form == "text":
        from advisor.render.console import advice_text

        return advice_text(advice, values=values).encode()
    if form == "json":
        from advisor.render.json import advice_json

        return advice_json(advice).encode()
    from advisor.render.handout import Handout

    handout = Handout(advice, on=on, values=values, paper=paper)
    return handout.html().encode() if form == "html" else handout.pdf()


def with_ending(path: Path, form: Format) -> Path:
    """Returns the path, with the ending of the format added when its name has none.

    The path of a folder or a device (``/dev/null``) is returned as it is. Raises UsageError when the name has the
    ending of another format; an ending that belongs to no format is kept.
    """
    ending = path.suffix.lower()
    if other := next((other for other, endings in ENDINGS.items() if other != form and ending in endings), None):
        raise UsageError(
            f"{path} ends like {_format_name(other)}, and this is {_format_name(form)}; "
            f"give a name that ends in {ENDINGS[form][0]}"
        )
    # `os.path` takes any path without raising, unlike the methods of Path
    if ending or not path.name or (os.path.exists(path) and not os.path.isfile(path)):
        return path
    return path.with_name(f"{path.name}{ENDINGS[form][0]}")


def write_new(path: Path, content: bytes, *, replace: bool) -> None:
    """Writes a file, and creates it readable by its owner only, because it holds a person's answers. Raises OSError.

    Without ``replace`` an existing file raises FileExistsError. A new file that could not be written whole is deleted.
    """
    if not os.path.isdir(path.parent):  # the usual "no such file" would name the file that is about to be created
        raise FileNotFoundError(ENOENT, f"there is no folder {path.parent}", str(path))
    is_new = not os.path.lexists(path)
    with open(path, "wb" if replace else "xb", opener=_open_for_owner, buffering=0) as file:
        try:
            unwritten = memoryview(content)
            while unwritten:
                unwritten = unwritten[file.write(unwritten) :]
        except OSError:
            if is_new:
                path.unlink(missing_ok=True)
            raise


def _open_for_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _format_name(form: Format) -> str:
    return "text" if form == "text" else form.upper()
