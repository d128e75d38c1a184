"""The smoke test for any environment says of each part whether it works."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests import smoke
from tests.surfaces import need_pdf

if TYPE_CHECKING:
    import pytest

SCRIPT = Path(smoke.__file__)


def test_all_works_here() -> None:
    need_pdf()
    done = subprocess.run([sys.executable, SCRIPT, "--all"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "smoke test: all works"), done.stdout + done.stderr


def test_what_fails_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "advisor").write_text("#!/bin/sh\necho broken >&2; exit 3\n")
    (tmp_path / "advisor").chmod(0o700)
    monkeypatch.setattr(smoke, "ADVISOR", tmp_path / "advisor")
    assert smoke.main() == 1
    shown = capsys.readouterr().out
    assert "  import: works\n" in shown
    assert "  advice: FAILED, RuntimeError: exit code 3: broken\n" in shown
    assert shown.splitlines()[-1] == "smoke test: prompt, advice, check, page, PDF failed"


def test_a_pdf_is_left_out_only_where_its_libraries_are_not_installed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    need_pdf()
    smoke.handout()
    monkeypatch.setattr(smoke, "find_spec", lambda name: None)
    monkeypatch.setattr(smoke, "PARTS", {"PDF": smoke.handout})
    assert (smoke.main(), smoke.main(everything=True)) == (0, 1)
    assert capsys.readouterr().out == (
        "  PDF: left out, WeasyPrint is not installed\nsmoke test: all works\n"
        "  PDF: left out, WeasyPrint is not installed\nsmoke test: PDF failed\n"
    )
