"""The draft: the answers so far, kept on this computer until the advice has been shown. Nothing else is stored.

It is one file in the state folder (mode 600 in a folder of mode 700), replaced in one step after each answer:
``{"schema": 1, "saved": ISO time with offset, "digest": of the rule base, "answers": {question id: [option ids]}}``.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from advisor.diagnostics.errors import StateUnwritable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.model.rulebase import RuleBase

    Given = Mapping[str, frozenset[str]]

__all__ = [
    "KEPT_FOR",
    "Draft",
    "FoundDraft",
    "delete_draft",
    "find_draft",
    "forget_drafts",
    "recheck",
    "save_draft",
    "state_folder",
]

KEPT_FOR = timedelta(days=7)
_SCHEMA = 1
_NAME = "draft.json"
_SET_ASIDE = "draft-set-aside-"
_UNFINISHED = "draft-unfinished-"
_LARGEST = 64 * 1024  # bytes; a draft has about 500


@dataclass(frozen=True, slots=True)
class Draft:
    """Answers with the time they were saved at and the digest of the rule base they were given to."""

    saved: datetime
    digest: str
    answers: Given


@dataclass(frozen=True, slots=True)
class FoundDraft:
    """The draft in the state folder, if any, and a ``message`` for the person, which is often empty."""

    draft: Draft | None = None
    message: str = ""


class _Unreadable(Exception):
    """The file is not a draft."""


def state_folder() -> Path:
    """Returns the folder of the draft: ``scar-advisor`` in $XDG_STATE_HOME, or in the system's folder for state."""
    home = os.environ.get("XDG_STATE_HOME", "").strip()
    if home and Path(home).is_absolute():  # the XDG specification says to ignore relative paths
        return Path(home) / "scar-advisor"
    from platformdirs import user_state_path

    return user_state_path("scar-advisor", appauthor=False)


def find_draft(now: datetime | None = None, folder: Path | None = None) -> FoundDraft:
    """Returns the draft, if one can be read and has not expired. Sets an unreadable one aside. Raises nothing."""
    folder, now = folder or state_folder(), now or datetime.now(UTC)
    path = folder / _NAME
    try:
        _delete_leftovers(folder, now)
        draft = _read(path)
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return FoundDraft()  # a folder that cannot be read cannot be written either, and saving will say so
    except _Unreadable:
        return _set_aside(path, now)
    except OSError as error:
        return FoundDraft(message=f"The draft could not be looked for ({_reason(error)}).")
    if abs(now - draft.saved) <= KEPT_FOR:
        return FoundDraft(draft)
    try:
        path.unlink()
    except OSError as error:
        return FoundDraft(message=f"A draft older than {KEPT_FOR.days} days could not be deleted ({_reason(error)}).")
    return FoundDraft(message=f"A draft older than {KEPT_FOR.days} days was deleted.")


def save_draft(draft: Draft, folder: Path | None = None) -> None:
    """Replaces the draft, completely or not at all. Raises StateUnwritable."""
    folder = folder or state_folder()
    content = {
        "schema": _SCHEMA,
        "saved": draft.saved.isoformat(),
        "digest": draft.digest,
        "answers": {question: sorted(options) for question, options in draft.answers.items()},
    }
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        handle, unfinished = tempfile.mkstemp(prefix=_UNFINISHED, dir=folder)  # creates it with mode 600
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(content, file)
                file.flush()
                os.fsync(file.fileno())
            os.replace(unfinished, folder / _NAME)
        except BaseException:
            Path(unfinished).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise StateUnwritable(f"the draft could not be saved in {folder} ({_reason(error)})") from error


def delete_draft(folder: Path | None = None) -> None:
    """Deletes the draft if there is one. Raises StateUnwritable."""
    folder = folder or state_folder()
    try:
        (folder / _NAME).unlink(missing_ok=True)
    except OSError as error:
        raise StateUnwritable(f"the draft in {folder} could not be deleted ({_reason(error)})") from error


def forget_drafts(folder: Path | None = None) -> bool:
    """Deletes every draft, also set aside or unfinished; returns whether there was any. Raises StateUnwritable."""
    folder = folder or state_folder()
    try:
        found = [path for path in folder.iterdir() if _is_draft(path)]
        for path in found:
            _remove(path)
    except FileNotFoundError:
        return False
    except OSError as error:
        raise StateUnwritable(f"the drafts in {folder} could not be deleted ({_reason(error)})") from error
    return bool(found)


def recheck(rulebase: RuleBase, answers: Given) -> tuple[dict[str, frozenset[str]], tuple[str, ...]]:
    """Returns the answers of a draft that fit the rule base, and the ids of the questions whose answers do not."""
    kept: dict[str, frozenset[str]] = {}
    for question in rulebase.questions:
        options = answers.get(question.id)
        if options is None:
            continue
        if options <= set(question.option_ids) and (question.several or len(options) == 1):
            kept[question.id] = options
    return kept, tuple(question for question in answers if question not in kept)


def _is_draft(path: Path) -> bool:
    return path.name == _NAME or path.name.startswith((_SET_ASIDE, _UNFINISHED))


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _delete_leftovers(folder: Path, now: datetime) -> None:
    """Deletes files that were set aside or left unfinished longer ago than a draft is kept."""
    for path in folder.iterdir():
        if path.name != _NAME and _is_draft(path):
            age = now - datetime.fromtimestamp(path.lstat().st_mtime, UTC)
            if age > KEPT_FOR:
                _remove(path)


def _read(path: Path) -> Draft:
    if path.is_dir():
        raise _Unreadable
    with path.open("rb") as file:
        raw = file.read(_LARGEST + 1)
    if len(raw) > _LARGEST:
        raise _Unreadable
    try:
        return _draft(json.loads(raw.decode()))
    except (ValueError, RecursionError) as error:
        raise _Unreadable from error


def _draft(content: object) -> Draft:
    match content:
        case {"schema": 1, "saved": str(saved), "digest": str(digest), "answers": dict(answers)}:
            moment = datetime.fromisoformat(saved)
            if moment.tzinfo is None:
                raise ValueError(saved)
            return Draft(moment, digest, {_id(question): _options(options) for question, options in answers.items()})
    raise ValueError(content)


def _options(options: object) -> frozenset[str]:
    if not isinstance(options, list):
        raise ValueError(options)
    return frozenset(map(_id, options))


def _id(text: object) -> str:
    """Returns an id. Raises ValueError for anything else, because ids of a draft are shown to the person."""
    if isinstance(text, str) and text.isascii() and text.replace("_", "a").isalnum():
        return text
    raise ValueError(text)


def _set_aside(path: Path, now: datetime) -> FoundDraft:
    aside = path.with_name(f"{_SET_ASIDE}{now:%Y%m%dT%H%M%S%f}.json")
    try:
        os.replace(path, aside)
    except OSError as error:
        return FoundDraft(
            message=f"The draft could not be read, nor set aside ({_reason(error)}). This is a fresh start."
        )
    return FoundDraft(
        message=f"The draft could not be read and was set aside as {aside.name} in {path.parent}. This is a fresh "
        "start; `advisor forget` deletes what was set aside."
    )


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
