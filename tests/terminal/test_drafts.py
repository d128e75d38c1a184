"""Drafts: whole or not at all, for this person's eyes, found again, set aside, expired, forgotten."""

from __future__ import annotations

import json
import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from advisor.diagnostics.errors import StateUnwritable
from advisor.terminal import drafts

if TYPE_CHECKING:
    from advisor.model.rulebase import RuleBase

NOW = datetime(2026, 3, 4, 5, 6, tzinfo=UTC)
DRAFT = drafts.Draft(
    NOW, "abc", {"watering": frozenset({"often"}), "troubles": frozenset({"yellow_leaves", "brown_tips"})}
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "scar-advisor"


def test_a_draft_is_found_as_it_was_saved(folder: Path) -> None:
    drafts.save_draft(DRAFT, folder)
    assert drafts.find_draft(NOW, folder) == drafts.FoundDraft(DRAFT)


def test_only_the_person_can_read_it(folder: Path) -> None:
    folder.mkdir(parents=True, mode=0o755)
    drafts.save_draft(DRAFT, folder)
    drafts.save_draft(DRAFT, folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()] == [0o600]


def test_nothing_else_is_stored(folder: Path) -> None:
    drafts.save_draft(DRAFT, folder)
    (path,) = folder.iterdir()
    assert json.loads(path.read_text()) == {
        "schema": 1,
        "saved": "2026-03-04T05:06:00+00:00",
        "digest": "abc",
        "answers": {"watering": ["often"], "troubles": ["brown_tips", "yellow_leaves"]},
    }


def test_a_failed_save_leaves_the_draft_before_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drafts.save_draft(DRAFT, folder)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StateUnwritable, match="no space left on device"):
        drafts.save_draft(drafts.Draft(NOW, "abc", {}), folder)
    assert drafts.find_draft(NOW, folder).draft == DRAFT
    assert [path.name for path in folder.iterdir()] == ["draft.json"]


def test_an_interrupted_save_leaves_nothing_unfinished(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupted)
    with pytest.raises(KeyboardInterrupt):
        drafts.save_draft(DRAFT, folder)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (PermissionError(13, "Permission denied"), ""),
        (NotADirectoryError(20, "Not a directory"), ""),
        (FileNotFoundError(2, "No such file"), ""),
        (OSError(5, "Input/output error"), "The draft could not be looked for (input/output error)."),
    ],
)
def test_of_a_folder_that_cannot_be_read_only_the_unexpected_is_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, message: str
) -> None:
    def unreadable(_path: Path) -> None:
        raise error

    drafts.save_draft(DRAFT, folder)
    monkeypatch.setattr(Path, "iterdir", unreadable)
    assert drafts.find_draft(NOW, folder) == drafts.FoundDraft(message=message)


def test_no_draft_is_no_matter(folder: Path) -> None:
    assert drafts.find_draft(NOW, folder) == drafts.FoundDraft()


@pytest.mark.parametrize("age", [timedelta(days=7), timedelta(hours=-2)])
def test_a_draft_is_kept_for_a_week(folder: Path, age: timedelta) -> None:
    drafts.save_draft(DRAFT, folder)
    assert drafts.find_draft(NOW + age, folder).draft == DRAFT


@pytest.mark.parametrize("age", [timedelta(days=7, seconds=1), timedelta(days=-8)])
def test_an_old_draft_is_deleted_and_that_is_said(folder: Path, age: timedelta) -> None:
    drafts.save_draft(DRAFT, folder)
    assert drafts.find_draft(NOW + age, folder) == drafts.FoundDraft(message="A draft older than 7 days was deleted.")
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"\xff\xfe\x00",
        b"[]",
        b"[" * 30000,
        b"x" * 70000,
        b'{"schema": 2, "saved": "2026-03-04T05:06:00+00:00", "digest": "", "answers": {}}',
        b'{"schema": 1, "saved": "2026-03-04T05:06:00", "digest": "", "answers": {}}',
        b'{"schema": 1, "saved": "yesterday", "digest": "", "answers": {}}',
        b'{"schema": 1, "saved": "2026-03-04T05:06:00+00:00", "digest": "", "answers": {"a": "b"}}',
        b'{"schema": 1, "saved": "2026-03-04T05:06:00+00:00", "digest": "", "answers": {"\\u001b[2J": ["b"]}}',
    ],
    ids=range(11),
)
def test_what_is_no_draft_is_set_aside(folder: Path, content: bytes) -> None:
    folder.mkdir(parents=True)
    (folder / "draft.json").write_bytes(content)
    found = drafts.find_draft(NOW, folder)
    assert found.draft is None
    (aside,) = folder.iterdir()
    assert aside.read_bytes() == content
    assert found.message == (
        f"The draft could not be read and was set aside as {aside.name} in {folder}. This is a fresh start; "
        "`advisor forget` deletes what was set aside."
    )


@pytest.mark.parametrize("word", ["a b", "a-b", "", "é", "a\u00b2", 1, None, ["a"]])
def test_what_is_no_id_is_never_shown(folder: Path, word: object) -> None:
    folder.mkdir(parents=True)
    content = {"schema": 1, "saved": NOW.isoformat(), "digest": "", "answers": {"a_1": ["_b2", word]}}
    (folder / "draft.json").write_text(json.dumps(content))
    assert "was set aside" in drafts.find_draft(NOW, folder).message
    content["answers"] = {"a_1": ["_b2", "_"]}
    (folder / "draft.json").write_text(json.dumps(content))
    assert drafts.find_draft(NOW, folder).draft == drafts.Draft(NOW, "", {"a_1": frozenset({"_b2", "_"})})


def test_the_largest_draft(folder: Path) -> None:
    drafts.save_draft(DRAFT, folder)
    path = folder / "draft.json"
    path.write_text(path.read_text().ljust(64 * 1024))
    assert drafts.find_draft(NOW, folder).draft == DRAFT
    path.write_text(path.read_text() + " ")
    assert "was set aside" in drafts.find_draft(NOW, folder).message


def test_a_folder_in_its_place_is_set_aside(folder: Path) -> None:
    (folder / "draft.json").mkdir(parents=True)
    assert "set aside" in drafts.find_draft(NOW, folder).message
    drafts.save_draft(DRAFT, folder)
    assert drafts.find_draft(NOW, folder).draft == DRAFT


def test_what_was_set_aside_goes_after_a_week_too(folder: Path) -> None:
    folder.mkdir(parents=True)
    aside = folder / "draft-set-aside-1.json"
    aside.write_text("{")
    os.utime(aside, (NOW.timestamp(), NOW.timestamp()))
    drafts.find_draft(NOW + timedelta(days=7), folder)
    assert aside.exists()
    drafts.find_draft(NOW + timedelta(days=7, seconds=1), folder)
    assert not aside.exists()


def test_forget_deletes_every_draft_and_nothing_else(folder: Path) -> None:
    drafts.save_draft(DRAFT, folder)
    (folder / "draft-set-aside-1.json").write_text("{")
    (folder / "draft-unfinished-x").write_text("{")
    (folder / "draft-set-aside-2.json").mkdir()
    (folder / "draft-set-aside-2.json" / "within").write_text("")
    (folder / "mine.txt").write_text("")
    (folder.parent / "elsewhere").mkdir()
    (folder.parent / "elsewhere" / "theirs.txt").write_text("")
    (folder / "draft-set-aside-3.json").symlink_to(folder.parent / "elsewhere")
    assert drafts.forget_drafts(folder) is True
    assert [path.name for path in folder.iterdir()] == ["mine.txt"]
    assert (folder.parent / "elsewhere" / "theirs.txt").exists()
    assert drafts.forget_drafts(folder) is False


def test_a_state_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file")
    with pytest.raises(StateUnwritable, match=r"the draft could not be saved in .*state/scar-advisor"):
        drafts.save_draft(DRAFT, tmp_path / "state" / "scar-advisor")
    assert drafts.find_draft(NOW, tmp_path / "state" / "scar-advisor").draft is None


def test_the_state_folder_follows_xdg(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert drafts.state_folder() == tmp_path / "scar-advisor"
    monkeypatch.setenv("XDG_STATE_HOME", "relative")
    assert drafts.state_folder().is_absolute()


def test_answers_that_no_longer_fit_are_dropped_and_named(plants: RuleBase) -> None:
    kept, dropped = drafts.recheck(
        plants,
        {
            "watering": frozenset({"often"}),
            "troubles": frozenset({"lice"}),
            "spending": frozenset({"boundless"}),
            "shoe_size": frozenset({"nine"}),
            "yellow_spread": frozenset({"few", "most"}),
        },
    )
    assert kept == {"watering": frozenset({"often"}), "troubles": frozenset({"lice"})}
    assert dropped == ("spending", "shoe_size", "yellow_spread")
