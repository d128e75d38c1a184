"""Reads files of at most 1 MiB as UTF-8 text, and refuses characters that cannot be seen or move the cursor."""

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
_MOST_REPORTED = 10  # unseen characters of one file; nobody reads more

# characters that YAML refuses, that move a terminal's cursor or that change the direction of writing
_UNSEEN = "\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f\\u061c\\u200b\\u200e\\u200f\\u202a-\\u202e"
_UNSEEN += "\\u2060-\\u206f\\ufeff\\ufff9-\\ufffb\\ufffe\\uffff\\ud800-\\udfff\\U000e0000-\\U000e007f"
_UNSEEN_IN_FILE = re.compile(f"[{_UNSEEN}]")
_UNSEEN_IN_TEXT = re.compile(f"[{_UNSEEN}\\r\\x85\\u2028\\u2029]")


def read_bytes(path: Path, shown_as: str, findings: list[Finding]) -> bytes | None:
    """Returns the bytes of a file, cut one byte after 1 MiB; None, and a finding, when it cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES + 1)
    except FileNotFoundError:
        problem, hint = "there is no such file", "check the spelling of the path"
    except IsADirectoryError:
        problem, hint = "it is a folder, not a file", "name a file in it"
    except PermissionError:
        problem, hint = "reading it is not permitted", "make the file readable for you"
    except (OSError, ValueError) as failure:  # ValueError: a NUL in the path
        problem, hint = getattr(failure, "strerror", None) or str(failure), ""
    findings.append(_unreadable(shown_as, problem, hint))
    return None


def decoded(data: bytes, shown_as: str, findings: list[Finding]) -> tuple[SourceText, str] | None:
    """Returns the text of a file's bytes as lines and as one string; adds findings and returns None when it is unfit.

    Unfit is a file over 1 MiB, one that is not UTF-8, and one with unseen characters.
    """
    text = _text(data, shown_as, findings)
    if text is None:
        return None
    source = SourceText.of(shown_as, text)
    unseen = list(islice(_UNSEEN_IN_FILE.finditer(text), _MOST_REPORTED))
    findings.extend(_unseen(_position_at(source, text, match.start()), match.group()) for match in unseen)
    return None if unseen else (source, text)


def showable(text: str, position: Position, findings: list[Finding]) -> str:
    """Returns a text made from YAML escapes with ``?`` for each unseen character, and adds a finding for the first."""
    if text.isprintable() or not (found := _UNSEEN_IN_TEXT.search(text)):
        return text
    findings.append(_unseen(position, found.group()))
    return _UNSEEN_IN_TEXT.sub("?", text)  # later messages may quote the text


def _text(data: bytes, shown_as: str, findings: list[Finding]) -> str | None:
    if len(data) > MOST_BYTES:
        findings.append(_unreadable(shown_as, "it is larger than 1 MiB", "no file of this kind is so large"))
        return None
    wrong = [nul] if (nul := data.find(b"\0")) >= 0 else []  # offsets of the first NUL and of what is not UTF-8
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        wrong.append(problem.start)
    if not wrong:
        return text
    at = min(wrong)
    hint = "this looks like a binary file, or text in another encoding; save it as UTF-8"
    findings.append(_unreadable(shown_as, f"it is not UTF-8 text (byte {at + 1} is {data[at]:#04x})", hint))
    return None


def _unreadable(shown_as: str, problem: str, hint: str) -> Finding:
    return Finding(
        code="R001", severity="error", message=f"cannot read {shown_as}: {problem}", path=shown_as, hint=hint
    )


def _position_at(source: SourceText, text: str, offset: int) -> Position:
    before = SourceText.of("", text[:offset]).lines
    return Position(source, len(before), len(before[-1]) + 1)


def _unseen(position: Position, character: str) -> Finding:
    return error(
        "R021",
        f"the character U+{ord(character):04X} cannot stand in a text: it is not seen, and it may move the cursor",
        position,
        "here",
        "delete it",
    )
