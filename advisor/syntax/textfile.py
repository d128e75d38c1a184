"""The bytes of a file into text fit to be shown: not binary, not too large, nothing that moves the cursor."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from advisor.diagnostics.findings import Finding, error
from advisor.diagnostics.source import Position, SourceText

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["MOST_BYTES", "decoded", "read_bytes", "showable"]

MOST_BYTES = 1024 * 1024
_MOST_TOLD = 10  # of a file full of them nobody reads more

# what YAML refuses, what moves a terminal's cursor, and what turns the direction of reading
_UNSEEN = "\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f\\u061c\\u200b\\u200e\\u200f\\u202a-\\u202e"
_UNSEEN += "\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb\\ufffe\\uffff\\ud800-\\udfff\\U000e0000-\\U000e007f"
_UNSEEN_IN_FILE = re.compile(f"[{_UNSEEN}]")
_UNSEEN_IN_TEXT = re.compile(f"[{_UNSEEN}\\r\\x85\\u2028\\u2029]")


def read_bytes(path: Path, shown_as: str, findings: list[Finding]) -> bytes | None:
    """The bytes of a file (just over 1 MiB at most), or None and a finding when it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        said, hint = "there is no such file", "check the spelling of the path"
    except IsADirectoryError:
        said, hint = "it is a folder, not a file", "name a file in it"
    except PermissionError:
        said, hint = "reading it is not permitted", "make the file readable for you"
    except (OSError, ValueError) as problem:  # ValueError: a NUL in the path
        said, hint = getattr(problem, "strerror", None) or str(problem), ""
    findings.append(_unreadable(shown_as, said, hint))
    return None


def decoded(data: bytes, shown_as: str, findings: list[Finding]) -> tuple[SourceText, str] | None:
    """The text of a file's bytes, by lines and in whole; None, and findings, when it cannot be shown safely."""
    text = _text(data, shown_as, findings)
    if text is None:
        return None
    source = SourceText.of(shown_as, text)
    unseen = list(islice(_UNSEEN_IN_FILE.finditer(text), _MOST_TOLD))
    findings.extend(_unseen(_place(source, text, match.start()), match.group()) for match in unseen)
    return None if unseen else (source, text)


def showable(text: str, position: Position, findings: list[Finding]) -> str:
    """A text of which escapes may have made anything, with a finding and ``?`` for what cannot be shown."""
    if text.isprintable() or not (found := _UNSEEN_IN_TEXT.search(text)):
        return text
    findings.append(_unseen(position, found.group()))
    return _UNSEEN_IN_TEXT.sub("?", text)  # messages quote it


def _text(data: bytes, shown_as: str, findings: list[Finding]) -> str | None:
    if len(data) > MOST_BYTES:
        findings.append(_unreadable(shown_as, "it is larger than 1 MiB", "no file of this kind is so large"))
        return None
    nul = data.find(b"\0")
    try:
        text = data.decode("utf-8-sig")
        at = nul
    except UnicodeDecodeError as problem:
        at = problem.start if nul < 0 else min(nul, problem.start)
        text = ""
    if at < 0:
        return text
    hint = "this looks like a binary file, or text in another encoding; save it as UTF-8"
    findings.append(_unreadable(shown_as, f"it is not UTF-8 text (byte {at + 1} is {data[at]:#04x})", hint))
    return None


def _unreadable(shown_as: str, said: str, hint: str) -> Finding:
    return Finding(code="R001", severity="error", message=f"cannot read {shown_as}: {said}", path=shown_as, hint=hint)


def _place(source: SourceText, text: str, offset: int) -> Position:
    before = SourceText.of("", text[:offset]).lines
    return Position(source, len(before), len(before[-1]) + 1)


def _unseen(position: Position, mark: str) -> Finding:
    return error(
        "R021",
        f"the character U+{ord(mark):04X} cannot stand in a text: it is not seen, and it may move the cursor",
        position,
        "here",
        "delete it",
    )
