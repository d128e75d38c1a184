"""Makes the README's terminal session anew: `python -m tests.session`; `--check` only says whether it is stale."""

from __future__ import annotations

import re
import sys
import tempfile
from pathlib import Path

from tests.tmux import MISSING, Terminal

README = Path(__file__).parent.parent / "README.md"
MARKED = re.compile(r"(<!-- session -->\n).*?(<!-- /session -->)", re.DOTALL)
STEPS = [
    ("None of these", ("Down", "Down", "Space", "Enter")),
    ("Question 2", ("Up", "Enter")),
    ("Question 3", ("Up", "Up", "Up", "Up", "Enter")),
    ("Question 4", ("Up", "Enter")),
    ("Question 5", ("Down", "Down", "Enter")),
    ("the last one", ("Enter",)),
    ("Show the advice", ("Enter",)),
    ("To the menu", ("Down", "Enter")),
    ("Compare options", ("Enter",)),
    ("» Subcision", ("Enter",)),
    ("Page 1", ("Up", "Enter")),
    ("Compare options", ("Up", "Enter")),
]


def session() -> str:
    """One session as a real terminal of 80 columns shows it, from the first line to the last."""
    with tempfile.TemporaryDirectory() as state, Terminal(80, 24, Path(state)) as terminal:
        for wanted, keys in STEPS:
            terminal.screen(wanted)
            terminal.keys(*keys)
        terminal.screen("left with 0")
        shown = terminal.history()
    return shown.replace("left with 0\n", "").rstrip() + "\n"


def with_session(readme: str, shown: str) -> str:
    """The README with that session between its marks."""
    return MARKED.sub(lambda found: f"{found[1]}```text\n{shown}```\n{found[2]}", readme)


def main() -> int:
    """Writes the README, or with ``--check`` compares; the exit code, 1 when it is stale or tmux is missing."""
    if MISSING:
        print(MISSING, file=sys.stderr)
        return 1
    old = README.read_text(encoding="utf-8")
    new = with_session(old, session())
    if "--check" in sys.argv[1:]:
        return int(old != new)
    README.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
