"""Writing files, with a message for people where that is not possible."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from typing import TYPE_CHECKING

from advisor.diagnostics.errors import RuleBaseInvalid
from advisor.diagnostics.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["replace_file", "writing"]


@contextmanager
def writing(path: Path, hint: str, problem: str = "cannot write") -> Iterator[None]:
    """Raises RuleBaseInvalid, with ``problem`` and the path in its message, for an OSError in its block."""
    try:
        yield
    except OSError as error:
        shown = path.as_posix()
        message = f"{problem} {shown}: {error.strerror}"
        finding = Finding(code="R001", severity="error", message=message, path=shown, hint=hint)
        raise RuleBaseInvalid([finding]) from error


def replace_file(path: Path, data: bytes) -> None:
    """Replaces the content of a file in one step and keeps its permissions; a link stays a link. Raises OSError."""
    path = path.resolve()
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(name, path.stat().st_mode & 0o7777)
        os.replace(name, path)
    except OSError:
        os.unlink(name)
        raise
