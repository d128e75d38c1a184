"""A look after each save: half-written and deleted files are survived, and the last good state is kept."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from advisor.author.editing.scaffold import new_rule_base, new_treatment
from advisor.author.editing.watching import AGAIN, EVERY, file_stamps, look, watch
from advisor.author.reports.watch_report import look_text
from advisor.cli.rules.watch import command
from tests.conftest import RULES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from advisor.author.editing.watching import Look

ALL_WELL = (
    "check   0 errors, 0 warnings; 5 properties proved for all 60 answer combinations\ntest    7 cases: all met\n"
)


@pytest.fixture
def tyres(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    new_rule_base(Path("tyres"))
    return Path("tyres")


class _Watched:
    """A watched folder. What is to happen during the next pause of a length is put into ``pauses``."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.slept: list[float] = []
        self.pauses: dict[float, Callable[[], object]] = {}
        self._looks: Iterator[Look] = watch(root, self._sleep)

    def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        assert len(self.slept) < 50, "nothing was saved"
        self.pauses.pop(seconds, lambda: None)()

    def next(self) -> str:
        return look_text(next(self._looks))

    def saved(self, file: str, find: str, replace: str) -> str:
        """What is said after that change."""
        path = self.root / file
        text = path.read_text(encoding="utf-8")
        assert find in text
        path.write_text(text.replace(find, replace, 1), encoding="utf-8")
        return self.next()


@pytest.fixture
def watched(tyres: Path) -> _Watched:
    found = _Watched(tyres)
    assert found.next() == ALL_WELL
    return found


def test_nothing_is_said_until_something_is_saved(watched: _Watched) -> None:
    with pytest.raises(AssertionError, match="nothing was saved"):
        watched.next()
    assert set(watched.slept) == {EVERY}


def test_a_change_of_text_changes_no_advice(watched: _Watched) -> None:
    assert watched.saved("notes.yaml", "once a month", "each month") == (
        "saved   notes.yaml\n"
        f"{ALL_WELL}"
        "diff    the advice is that of the last good state for all 60 answer combinations, though 1 "
        "entry reads differently\n"
    )


def test_a_change_of_advice_is_told_until_it_is_good(watched: _Watched) -> None:
    said = watched.saved("treatments/smooth_tyre.yaml", "when: {sinks: yes}", "when: {load: heavy}")
    assert said == (
        "saved   treatments/smooth_tyre.yaml\n"
        "check   0 errors, 2 warnings; 5 properties proved for all 60 answer combinations\n"
        "failed  deep mud only (tyres/cases/rides.yaml:24:22)\n"
        "        expected not_recommended: smooth_tyre; got smooth_tyre: not_applicable\n"
        "failed  mud of some depth (tyres/cases/rides.yaml:35:22)\n"
        "        expected not_recommended: smooth_tyre; got smooth_tyre: not_applicable\n"
        "test    7 cases: 2 failed\n"
        "diff    since the last good state something changes for 24 of 60 answer combinations (40.0 %)\n"
        "        Smooth tyre: suggested -> not recommended: 4 answer combinations\n"
        "        Smooth tyre: not recommended -> not called for: 8 answer combinations\n"
        "        Smooth tyre (mud): ruled out -> no fit: 8 answer combinations\n"
        "        Smooth tyre (mud): may help -> ruled out: 4 answer combinations\n"
    )
    again = watched.saved("treatments/smooth_tyre.yaml", "when: {load: heavy}", "when: {sinks: yes}")
    assert again == (
        "saved   treatments/smooth_tyre.yaml\n"
        f"{ALL_WELL}"
        "diff    the advice is that of the last good state for all 60 answer combinations\n"
    )


def test_a_file_that_stays_half_written_is_shown_and_the_good_state_kept(watched: _Watched) -> None:
    path = watched.root / "notes.yaml"
    whole = path.read_text(encoding="utf-8")
    said = watched.saved("notes.yaml", "section: prevention", "section: [prevention")
    assert said == (
        "saved   notes.yaml\n"
        "error[R002]: this is not YAML: a list in brackets is not closed\n"
        "  --> tyres/notes.yaml:16:12\n"
        "   |\n"
        "16 |   section: [prevention\n"
        "   |            ^ it begins here\n"
        "help: close it with `]`\n"
        "\n"
        "check   the rules cannot be read; the last good state is kept\n"
    )
    assert watched.slept[-1] == AGAIN
    path.write_text(whole.replace("when: {load: heavy}", "when: {load: light}"), encoding="utf-8")
    assert watched.next() == (
        "saved   notes.yaml\n"
        "check   0 errors, 0 warnings; 5 properties proved for all 60 answer combinations\n"
        "failed  paved roads only (tyres/cases/rides.yaml:9:15)\n"
        "        expected no_notes: heavy-load; got shown\n"
        "failed  gravel with bags (tyres/cases/rides.yaml:42:12)\n"
        "        expected notes: heavy-load; got choose-a-workshop, look-at-the-tyre\n"
        "test    7 cases: 2 failed\n"
        "diff    since the last good state something changes for 60 of 60 answer combinations (100 %)\n"
        "        heavy-load: shown -> not shown: 30 answer combinations\n"
        "        heavy-load: not shown -> shown: 30 answer combinations\n"
    )


def test_a_file_that_is_whole_a_moment_later_is_no_mistake(watched: _Watched) -> None:
    path = watched.root / "notes.yaml"
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole[: len(whole) // 2] + "[", encoding="utf-8")
    watched.pauses[AGAIN] = lambda: path.write_text(whole, encoding="utf-8")
    assert watched.next() == (
        "saved   notes.yaml\n"
        f"{ALL_WELL}"
        "diff    the advice is that of the last good state for all 60 answer combinations\n"
    )


def test_deleted_and_new_files(watched: _Watched) -> None:
    (watched.root / "notes.yaml").rename(watched.root / "kept")
    said = watched.next()
    assert said.startswith("saved   notes.yaml\nerror[R001]: there is no tyres/notes.yaml\n")
    (watched.root / "kept").rename(watched.root / "notes.yaml")
    assert watched.next().startswith(f"saved   notes.yaml\n{ALL_WELL}diff    the advice is that")
    new_treatment(watched.root, "wide_tyre")
    said = watched.next()
    assert said.startswith("saved   treatments/wide_tyre.yaml\nerror[S008]: wide_tyre is suggested for none of 60 ")
    assert "\ncheck   6 errors, 0 warnings; 5 properties proved for all 60 answer combinations\n" in said


def test_cases_that_cannot_be_read_leave_the_rest(watched: _Watched) -> None:
    said = watched.saved("cases/rides.yaml", "only: [smooth_tyre]", "only: [smoth_tyre]")
    assert said.startswith("saved   cases/rides.yaml\ncheck   0 errors")
    assert "error[R013]: nothing called `smoth_tyre` can stand under `only`\n" in said
    assert "\ntest    the cases cannot be read\ndiff    the advice is that of the last good state" in said


def test_a_folder_that_is_not_there_is_said_and_waited_for(tmp_path: Path) -> None:
    found = _Watched(tmp_path / "later")
    assert "there is no such folder" in found.next()
    found.pauses[EVERY] = lambda: new_rule_base(tmp_path / "later")
    said = found.next()
    assert said.startswith("saved   cases/rides.yaml, derivations.yaml, identification.yaml, ")
    assert said.endswith(ALL_WELL)


def test_hidden_files_are_not_looked_at(tyres: Path) -> None:
    before = file_stamps(tyres)
    (tyres / ".notes.yaml.swp").write_text("x")
    (tyres / ".schema" / "x.yaml").write_text("x")
    (tyres / "notes.txt").write_text("x")
    assert file_stamps(tyres) == before
    assert file_stamps(tyres / "none") == {}


def test_the_shipped_rules_can_be_watched() -> None:
    first = look(RULES, None)
    found = look(RULES, first.rulebase)
    assert (first.mistakes, first.compared, found.mistakes) == ((), None, ())
    assert found.tested is not None and found.tested.failed == ()
    assert found.compared is not None and found.compared.every > 0 and found.compared.differing == 0


def test_once_tells_by_its_exit_code(tyres: Path) -> None:
    def run() -> tuple[int, str]:
        done = CliRunner().invoke(command, ["--once", "--rules", str(tyres)], standalone_mode=False)
        return done.return_value, done.output

    assert run() == (0, f"{ALL_WELL}\n")
    new_treatment(tyres, "wide_tyre")
    assert run()[0] == 1


def test_ctrl_c_ends_it_quietly(tyres: Path) -> None:
    root = Path(__file__).parent.parent.parent
    process = subprocess.Popen(
        [sys.executable, "-m", "advisor", "rules", "watch", "--rules", str(tyres)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    assert process.stdout is not None
    said = "".join(iter(process.stdout.readline, "Watching tyres; save a file, or stop with Ctrl-C.\n"))
    if (state := Path(f"/proc/{process.pid}/stat")).exists():
        # broken off while it still flushes that line, Python would write it once more: it must be waiting again
        while state.read_text().rpartition(") ")[2][0] != "S":
            os.sched_yield()
    process.send_signal(signal.SIGINT)
    rest, errors = process.communicate(timeout=20)
    assert (process.returncode, said, rest.strip(), errors.strip()) == (130, f"{ALL_WELL}\n", "", "Interrupted.")
