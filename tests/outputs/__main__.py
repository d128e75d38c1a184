"""Writes all that the advisor shows into files, so that two states of the code can be compared with `diff -r`.

    python -m tests.outputs before --advisor old/.venv/bin/advisor
    python -m tests.outputs after --advisor new/.venv/bin/advisor
    diff -r before after

Only the command itself is used, and its page by HTTP. Nothing of the advisor is imported, so any state of the code can
be asked, however its modules are laid out. Rules, cases and bad inputs are those of this checkout. Everything happens
in a temporary folder; what would differ from run to run (that folder, the port, today's date) is masked. A file holds
the command line, both streams, the exit code and what was written; or the reply to a request.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from tests.outputs.commands import advice, author, pdf, terminal
from tests.outputs.pages import page
from tests.outputs.site import Site, make

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.outputs.site import Output

COMMANDS = {"advice": advice, "pdf": pdf, "terminal": terminal, "author": author}
PARTS = (*COMMANDS, "page")
TESTS = Path(__file__).parent.parent
PLANTS = TESTS / "rulefiles" / "good" / "houseplants"
FIXED = {
    "LC_ALL": "C.UTF-8",
    "TZ": "UTC",
    "TERM": "xterm-256color",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "PYTHONHASHSEED": "0",  # findings alike in place, code and message come out of a set
}
UNSET = ("ADVISOR_RULES", "CI", "GITHUB_ACTIONS", "LINES", "NO_COLOR", "PYTHONPATH")
COMMIT = ("-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-q", "-m", "As it was")
TODAY = date.today()
MASKS = (
    (r"/\S*?\boutputs-\w+", "FOLDER"),
    (r"(127\.0\.0\.1|localhost):\d+", r"\1:PORT"),
    (rf"{TODAY}|\b{TODAY.day}\s+{TODAY:%B}\s+{TODAY.year}", "TODAY"),
    (r"are\s+kept\s+until[^`]+", "are kept until SOME DAY "),  # whose length decides where lines break
)
# what the folder `changed` says otherwise; by the last someone is offered what was ruled out
CHANGED = (
    {"file": "treatments/subcision.yaml", "find": "points: -5", "replace": "points: -15"},
    {"file": "treatments/subcision.yaml", "find": "Some people may get", "replace": "A few people may get"},
    {"file": "treatments/deep_peel.yaml", "find": "grade: named_for", "replace": "grade: may_help"},
    {"file": "derivations.yaml", "find": "skin_tone: [V, VI]", "replace": "skin_tone: VI"},
)


def outputs(site: Site, part: str) -> Iterator[Output]:
    """All that belongs to one part."""
    if part not in COMMANDS:
        yield from page(site)
        return
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield from pool.map(site.shown, COMMANDS[part](site))


def prepare(folder: Path, rules: Path) -> None:
    """Fills the folder to work in: the rules with their history, a copy that says otherwise, another rule base."""
    for name, origin in (("rules", rules), ("changed", rules), ("plants", PLANTS)):
        shutil.copytree(origin, folder / name)
    for words in (["init", "-q"], ["add", "rules"], COMMIT):
        subprocess.run(["git", *words], cwd=folder, check=True)
    for change in CHANGED:
        make(change, folder / "changed")


def write(name: str, text: str, into: Path) -> None:
    """Writes one file, without what differs from run to run."""
    for pattern, word in MASKS:
        text = re.sub(pattern, word, text)
    with (into / f"{re.sub('[^a-zA-Z0-9=]+', '-', name).strip('-')}.txt").open("x", encoding="utf-8") as file:
        file.write(text)


def main() -> int:
    """Writes the parts that are wanted."""
    parser = argparse.ArgumentParser(prog="python -m tests.outputs", description="Write all that the advisor shows.")
    parser.add_argument("out", metavar="DIR", type=Path, help="where to write; each part has a folder in it")
    beside = Path(sys.executable).parent / "advisor"
    parser.add_argument(
        "--advisor", type=Path, default=beside, help="the command to ask; that of this Python unless said"
    )
    parser.add_argument("--rules", type=Path, default=TESTS.parent / "rules", help="folder of rules")
    parser.add_argument("--part", nargs="+", choices=PARTS, default=PARTS, help="all unless said")
    wanted = parser.parse_args()
    if there := [part for part in wanted.part if (wanted.out / part).exists()]:
        parser.error(f"{wanted.out} already holds {', '.join(there)}")
    os.environ.update(FIXED)
    for name in UNSET:
        os.environ.pop(name, None)
    with tempfile.TemporaryDirectory(prefix="outputs-") as folder:
        site = Site(str(wanted.advisor.absolute()), Path(folder))
        prepare(site.folder, wanted.rules)
        for part in wanted.part:
            began, number = time.monotonic(), 0
            (wanted.out / part).mkdir(parents=True)
            for number, (name, text) in enumerate(outputs(site, part), 1):  # noqa: B007 - counts
                write(name, text, wanted.out / part)
            print(f"{part}: {number} outputs in {time.monotonic() - began:.0f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
