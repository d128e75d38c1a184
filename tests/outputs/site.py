"""The advisor as it is asked: one command at a time, in a folder that holds all that it needs."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import shutil
import subprocess
import tempfile
import termios
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from pypdf import PdfReader

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Answers = Mapping[str, str | list[str]]
    Change = Mapping[str, str]  # `file`, with `find` and `replace` or with its whole `text`; alone it is deleted
    Said = tuple[bytes, bytes, int]  # both streams, and the exit code
    Output = tuple[str, str]  # the name of a file, and what it holds

__all__ = ["Call", "Site", "make", "read"]


@dataclass(frozen=True, slots=True)
class Call:
    """A command line, and the file for what it shows. With ``changes`` it runs in a copy where these are made."""

    file: str
    words: Sequence[str]
    typed: str = ""
    columns: int = 80
    terminal: bool = False
    changes: Sequence[Change] | None = None


@dataclass(frozen=True)
class Site:
    """The advisor to ask, and the folder to ask it in, which holds ``rules``, ``changed`` and ``plants``."""

    advisor: str
    folder: Path

    def run(self, call: Call, folder: Path, state: str = os.devnull) -> Said:
        """What is said on both streams, which in a terminal are one, and the exit code."""
        environment = {**os.environ, "COLUMNS": str(call.columns), "XDG_STATE_HOME": state}
        run = in_terminal if call.terminal else in_pipes
        return run([self.advisor, *call.words], call.typed.encode(), folder, environment)

    def said(self, *words: str) -> str:
        """What a command says, on both streams."""
        out, err, _ = self.run(Call("", words), self.folder)
        return (out + err).decode()

    def shown(self, call: Call) -> Output:
        """All that comes of a command."""
        with tempfile.TemporaryDirectory(prefix="outputs-") as own:
            folder, before = self.folder, {}
            if call.changes is not None:
                folder = Path(shutil.copytree(self.folder, Path(own) / "work"))
                for change in call.changes:
                    make(change, folder)
                before = held(folder)
            out, err, code = self.run(call, folder, own)
            parts = [f"$ advisor {' '.join(call.words)}", out.decode(), err.decode(), f"exit code {code}"]
            if call.changes is not None:
                after = held(folder)
                parts += [f"wrote {one}\n{text_of(folder / one)}" for one in after if after[one] != before.get(one)]
                parts += [f"deleted {one}" for one in before if one not in after]
        return call.file, "\n----\n".join(parts)

    @cached_property
    def questions(self) -> list[dict[str, Any]]:
        """The questions, as the advisor lists them."""
        told = json.loads(self.said("questions", "--format", "json", "--rules", "rules"))
        return list(told["questions"])

    @cached_property
    def people(self) -> dict[str, Answers]:
        """The answers of everyone in the cases, with those that need not be given."""
        usual = {one["question"]: one["default"] for one in self.questions if one["default"] is not None}
        cases = [case for path in sorted(self.folder.glob("rules/cases/*.yaml")) for case in read(path)]
        return {f"{n:02} {case['case']}": usual | case["answers"] for n, case in enumerate(cases, 1)}

    @cached_property
    def few(self) -> dict[str, Answers]:
        """Three of them: with few answers, with some, with the most."""
        found = sorted(self.people.items(), key=lambda one: (len(one[1]), len(str(one[1]))))
        return dict(found[n] for n in (0, len(found) // 2, -1))

    @cached_property
    def treatments(self) -> list[str]:
        """The ids of all treatments."""
        return [read(path)["treatment"] for path in sorted(self.folder.glob("rules/treatments/*.yaml"))]

    @cached_property
    def values(self) -> list[str]:
        """The ids of what can matter to a person."""
        return [value["value"] for value in read(self.folder / "rules/deciding.yaml")["values"]]


def in_pipes(command: Sequence[str], typed: bytes, folder: Path, told: Mapping[str, str]) -> Said:
    """Runs a command outside of any terminal."""
    done = subprocess.run(command, input=typed, capture_output=True, check=False, cwd=folder, env=told)
    return done.stdout, done.stderr, done.returncode


def in_terminal(command: Sequence[str], typed: bytes, folder: Path, told: Mapping[str, str]) -> Said:
    """Runs a command in a terminal where all was typed beforehand, and Ctrl-D behind it."""
    ours, theirs = pty.openpty()
    manners = termios.tcgetattr(theirs)
    manners[3] &= ~termios.ECHO  # else all that was typed would stand at the top
    termios.tcsetattr(theirs, termios.TCSANOW, manners)
    os.write(ours, typed + b"\x04")
    said = b""
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, cwd=folder, env=told) as process:
        os.close(theirs)
        with contextlib.suppress(OSError):  # so a terminal ends
            while more := os.read(ours, 65536):
                said += more
    os.close(ours)
    return said.replace(b"\r\n", b"\n"), b"", process.returncode


def read(path: Path) -> Any:
    """A YAML file where every word is a text: `yes` is an answer."""
    return yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)


def text_of(path: Path) -> str:
    """A file as text; of a PDF what stands on its pages."""
    if path.suffix == ".pdf":
        return "\n---- page\n".join(page.extract_text() for page in PdfReader(path).pages)
    return path.read_text(encoding="utf-8")


def held(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and ".git" not in path.parts)
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def make(change: Change, folder: Path) -> None:
    """Makes one change; what is not found is left."""
    path = folder / change["file"]
    if "find" in change:
        text = path.read_text(encoding="utf-8").replace(change["find"], change["replace"], 1)
        path.write_text(text, encoding="utf-8")
    elif "text" in change:
        path.parent.mkdir(exist_ok=True)
        path.write_text(change["text"], encoding="utf-8")
    else:
        path.unlink()
