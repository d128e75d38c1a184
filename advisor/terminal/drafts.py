"""The draft: answers given so far, kept on this computer until the advice has been shown. Nothing else is stored.

One file in the state folder (mode 600 in a folder of mode 700), replaced in one step after each answer:
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
    "Found",
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
_ASIDE = "draft-set-aside-"
_UNFINISHED = "draft-unfinished-"
_LARGEST = 64 * 1024  # bytes; a draft has about 500


@dataclass(frozen=True, slots=True)
class Draft:
    """Answers as they were given, when, and with which rule base."""

    saved: datetime
    digest: str
    answers: Given


@dataclass(frozen=True, slots=True)
class Found:
    """What stood in the state folder: a draft or none, and in ``said`` what the person should know about it."""

    draft: Draft | None = None
    said: str = ""


class _Unreadable(Exception):
    """What stands in the place of the draft is not one."""


def state_folder() -> Path:
    """The folder of the draft: ``scar-advisor`` in $XDG_STATE_HOME if set, else the system's place for state."""
    home = os.environ.get("XDG_STATE_HOME", "").strip()
    if home and Path(home).is_absolute():  # the XDG specification has relative paths ignored
        return Path(home) / "scar-advisor"
    from platformdirs import user_state_path

    return user_state_path("scar-advisor", appauthor=False)


def find_draft(now: datetime | None = None, folder: Path | None = None) -> Found:
    """The draft, if one can be read and has not expired. An unreadable one is set aside. Raises nothing."""
    folder, now = folder or state_folder(), now or datetime.now(UTC)
    path = folder / _NAME
    try:
        _clear_old(folder, now)
        draft = _read(path)
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return Found()  # where nothing can be read nothing can be saved either, and saving says so
    except _Unreadable:
        return _set_aside(path, now)
    except OSError as error:
        return Found(said=f"The draft could not be looked for ({_reason(error)}).")
    if abs(now - draft.saved) <= KEPT_FOR:
        return Found(draft)
    try:
        path.unlink()
    except OSError as error:
        return Found(said=f"A draft older than {KEPT_FOR.days} days could not be deleted ({_reason(error)}).")
    return Found(said=f"A draft older than {KEPT_FOR.days} days was deleted.")


def save_draft(draft: Draft, folder: Path | None = None) -> None:
    """Writes the draft in the place of the one before, whole or not at all. Raises StateUnwritable."""
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
        handle, unfinished = tempfile.mkstemp(prefix=_UNFINISHED, dir=folder)  # made with mode 600
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
    """Deletes every draft, set aside and unfinished ones too; whether there was any. Raises StateUnwritable."""
    folder = folder or state_folder()
    try:
        ours = [path for path in folder.iterdir() if _is_ours(path)]
        for path in ours:
            _remove(path)
    except FileNotFoundError:
        return False
    except OSError as error:
        raise StateUnwritable(f"the drafts in {folder} could not be deleted ({_reason(error)})") from error
    return bool(ours)


def recheck(rulebase: RuleBase, answers: Given) -> tuple[dict[str, frozenset[str]], tuple[str, ...]]:
    """The answers of a draft that still fit the rule base, and the ids of the questions whose answers do not."""
    kept: dict[str, frozenset[str]] = {}
    for question in rulebase.questions:
        options = answers.get(question.id)
        if options is None:
            continue
        if options <= set(question.option_ids) and (question.several or len(options) == 1):
            kept[question.id] = options
    return kept, tuple(question for question in answers if question not in kept)


def _is_ours(path: Path) -> bool:
    return path.name == _NAME or path.name.startswith((_ASIDE, _UNFINISHED))


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _clear_old(folder: Path, now: datetime) -> None:
    """Deletes what was set aside or left unfinished longer ago than a draft is kept."""
    for path in folder.iterdir():
        if path.name != _NAME and _is_ours(path):
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
            return Draft(moment, digest, {_word(question): _options(options) for question, options in answers.items()})
    raise ValueError(content)


def _options(options: object) -> frozenset[str]:
    if not isinstance(options, list):
        raise ValueError(options)
    return frozenset(map(_word, options))


def _word(word: object) -> str:
    """An id; anything else would be shown to the person as it stands."""
    if isinstance(word, str) and word.isascii() and word.replace("_", "a").isalnum():
        return word
    raise ValueError(word)


def _set_aside(path: Path, now: datetime) -> Found:
    aside = path.with_name(f"{_ASIDE}{now:%Y%m%dT%H%M%S%f}.json")
    try:
        os.replace(path, aside)
    except OSError as error:
        return Found(said=f"The draft could not be read, nor set aside ({_reason(error)}). This is a fresh start.")
    return Found(
        said=f"The draft could not be read and was set aside as {aside.name} in {path.parent}. This is a fresh start; "
        "`advisor forget` deletes what was set aside."
    )


def _reason(error: OSError) -> str:
    return (error.strerror or type(error).__name__).lower()
