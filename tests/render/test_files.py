"""Names of saved files, and who may read them."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import get_args

import pytest

from advisor.diagnostics.errors import UsageError
from advisor.render.files import ENDINGS, Format, with_ending, write_new

FORMATS = get_args(Format)


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_every_format_has_its_ending() -> None:
    assert tuple(ENDINGS) == FORMATS


@pytest.mark.parametrize("form", FORMATS)
def test_a_name_gets_the_ending_it_lacks(form: Format) -> None:
    ending = ENDINGS[form][0]
    assert with_ending(Path("folder/mine"), form) == Path(f"folder/mine{ending}")
    for kept in (f"mine{ending}", f"mine{ending.upper()}", "mine.of-may", "."):
        assert with_ending(Path(kept), form) == Path(kept)


def test_a_folder_or_a_device_is_not_renamed(tmp_path: Path) -> None:
    assert with_ending(tmp_path, "json") == tmp_path
    assert with_ending(Path(os.devnull), "json") == Path(os.devnull)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        write_new(tmp_path / "Notes" / "x.txt", b"", replace=False)
    assert caught.value.strerror == f"there is no folder {tmp_path / 'Notes'}"


@pytest.mark.parametrize(
    ("name", "form", "said"),
    [
        ("x.html", "pdf", "x.html ends like HTML, and this is PDF; give a name that ends in .pdf"),
        ("x.HTM", "text", "x.HTM ends like HTML, and this is text; give a name that ends in .txt"),
        ("a/x.pdf", "html", "a/x.pdf ends like PDF, and this is HTML; give a name that ends in .html"),
        ("x.txt", "json", "x.txt ends like text, and this is JSON; give a name that ends in .json"),
    ],
)
def test_the_ending_of_another_format_is_refused(name: str, form: Format, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        with_ending(Path(name), form)
    assert str(caught.value) == said


def test_a_new_file_is_for_its_owner_only_and_an_old_one_keeps_its_mode(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        for name, replace in (("new", False), ("forced", True)):
            write_new(tmp_path / name, b"answers", replace=replace)
            assert _mode(tmp_path / name) == 0o600
    finally:
        os.umask(before)
    (tmp_path / "new").chmod(0o644)
    with pytest.raises(FileExistsError):
        write_new(tmp_path / "new", b"other", replace=False)
    write_new(tmp_path / "new", b"other", replace=True)
    assert (tmp_path / "new").read_bytes() == b"other"
    assert _mode(tmp_path / "new") == 0o644


def test_what_could_not_be_written_whole_does_not_stay(tmp_path: Path) -> None:
    resource = pytest.importorskip("resource", reason="this system cannot limit the size of files")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(OSError, match="large"):
            write_new(tmp_path / "new", b"x" * 5000, replace=False)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list(tmp_path.iterdir()) == []
