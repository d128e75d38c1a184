"""Whether the installed advisor works at all: `PYTHON tests/smoke.py`, with the Python of any environment it is in.

Needs nothing but the advisor. Tries what is most used, says of each part whether it works, and ends with 1 where one
does not. A PDF is left out where WeasyPrint or the system's Pango library is not installed; with `--all` that is a
failure too.
"""

from __future__ import annotations

import json
import os
import pty
import select
import subprocess
import sys
import tempfile
import termios
import time
from contextlib import chdir
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import Request, urlopen

ADVISOR = Path(sys.executable).parent / "advisor"
ANSWERS = {
    "scar_types": ["rolling"],
    "rolling_depth": "deep",
    "skin_tone": "II",
    "prone_to_hyperpigmentation": "no",
    "budget": "flexible",
    "new_deep_pimple": "no",
}
SECONDS = 60


class LeftOut(Exception):
    """A part cannot be tried here, which is no fault."""


def _advisor(*arguments: str) -> bytes:
    """What the command prints, given the answers."""
    command = [str(ADVISOR), *arguments]
    text = json.dumps(ANSWERS).encode()
    done = subprocess.run(command, input=text, capture_output=True, timeout=SECONDS, check=False)
    if done.returncode:
        raise RuntimeError(f"exit code {done.returncode}: {done.stderr.decode()}")
    return done.stdout


def importing() -> None:
    """The package can be imported, and is the installed one or a checkout's own."""
    import advisor

    assert advisor.__version__


def advice() -> None:
    """One person's advice as JSON."""
    told = json.loads(_advisor("advise", "--answers", "-", "--format", "json"))
    assert told["plans"]["rolling"][0] == "subcision", told["plans"]


def checking() -> None:
    """The rules that came with the package are without mistakes, and what must hold is proved."""
    import advisor

    (rules,) = (folder for folder in _shipped(Path(advisor.__file__).parent) if folder.is_dir())
    _advisor("rules", "check", "--rules", str(rules))  # ends with 0 only so


def _shipped(package: Path) -> tuple[Path, Path]:
    """Where the rules may stand: within the installed package, or beside that of a checkout."""
    return package / "rules", package.parent / "rules"


def prompt() -> None:
    """The questionnaire shows the choices of its first question, on a terminal."""
    terminal, end = pty.openpty()
    termios.tcsetwinsize(end, (40, 100))
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"} | {"TERM": "xterm-256color"}
    shown, until = b"", time.monotonic() + SECONDS
    with subprocess.Popen([ADVISOR, "--no-save"], stdin=end, stdout=end, stderr=end, env=environment) as asking:
        os.close(end)
        try:
            while b"None of these" not in shown:
                ready, _, _ = select.select([terminal], [], [], max(0, until - time.monotonic()))
                assert ready, "no choices came up"
                more = _read(terminal)
                assert more, shown.decode(errors="replace")  # it ended, and said why
                shown += more
        finally:
            asking.kill()
            os.close(terminal)


def _read(terminal: int) -> bytes:
    """What came; nothing when nothing more will come, which Linux tells by an error."""
    try:
        return os.read(terminal, 65536)
    except OSError:
        return b""


def page() -> None:
    """The server begins, shows its first page, and answers a form with the advice."""
    present = [str(ADVISOR), "present", "--no-open", "--port", "0"]
    with subprocess.Popen(present, stdout=subprocess.PIPE, text=True) as serving:
        try:
            assert serving.stdout is not None
            said = serving.stdout.readline()
            assert "://" in said, "it did not begin"
            address = said.split()[-1]
            with urlopen(address, timeout=SECONDS) as reply:
                assert b"<form" in reply.read(), "no form on the first page"
            fields = urlencode({f"a.{question}": said for question, said in ANSWERS.items()}, doseq=True)
            form = Request(address + "advice", fields.encode(), {"Origin": address.rstrip("/")})
            with urlopen(form, timeout=SECONDS) as reply:
                assert b"Subcision" in reply.read(), "no advice"
        finally:
            serving.terminate()


def handout() -> None:
    """The hand-out as PDF."""
    if find_spec("weasyprint") is None:
        raise LeftOut("WeasyPrint is not installed")
    try:
        written = _advisor("advise", "--answers", "-", "--format", "pdf")
    except RuntimeError as error:
        if "needs the Pango library" in str(error):
            raise LeftOut("the Pango library is not installed") from error
        raise
    assert written.startswith(b"%PDF-") and b"%%EOF" in written[-32:], written[:200]


PARTS = {"import": importing, "prompt": prompt, "advice": advice, "check": checking, "page": page, "PDF": handout}


def main(*, everything: bool = False) -> int:
    """Prints a line for each part; the exit code, 1 where one failed."""
    failed = []
    with tempfile.TemporaryDirectory() as elsewhere, chdir(elsewhere):
        for name, part in PARTS.items():
            try:
                part()
            except LeftOut as reason:
                if everything:
                    failed.append(name)
                print(f"  {name}: left out, {reason}")
            except Exception as error:
                failed.append(name)
                print(f"  {name}: FAILED, {type(error).__name__}: {error}")
            else:
                print(f"  {name}: works")
    print(f"smoke test: {', '.join(failed)} failed" if failed else "smoke test: all works", flush=True)
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(everything="--all" in sys.argv))
