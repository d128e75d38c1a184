"""Instructions of a consultation and of a page of advice: `python -m tests.benchmarks.instructions`; some minutes.

A program that does the one thing N times and one that does it 2N times run under perf or, where that counts nothing,
under valgrind. The difference divided by N does not vary with what else the computer does.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
TIMES = 5
START = """
import sys
from pathlib import Path
from advisor.cases.cases import open_cases
from advisor.engine.consultation import Consultation
from advisor.loading.loader import load_rules
from advisor.web.forms import ConsultationState
from advisor.web.pages import Pages
rulebase = load_rules(Path("rules"))
consultation = Consultation(rulebase)
cases = sorted(open_cases(rulebase, Path("rules")), key=lambda case: len(case.answers.given))
people = [cases[len(cases) // 4].answers, cases[len(cases) // 2].answers, cases[-1].answers]
pages = Pages(consultation)
"""
PATHS = {
    "one consultation": "consultation.advise(person)",
    "one page of advice": "pages.advice(ConsultationState(given=person.given))",
}
REPEAT = """
for _ in range(int(sys.argv[1])):
    for person in people:
        {}
"""


def counter() -> tuple[list[str], str]:
    """The command that counts the instructions of another, and how it tells them; both are empty where none works."""
    for command, told in (
        (["perf", "stat", "-x", ",", "-e", "instructions:u"], r"^(\d+),,instructions"),
        (["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"], r"Collected : (\d+)"),
    ):
        if shutil.which(command[0]):
            ended = subprocess.run([*command, "true"], capture_output=True, text=True, check=False)
            if re.search(told, ended.stderr, re.MULTILINE):
                return command, told
    return [], ""


def main() -> int:
    """Prints the instructions of each; the exit code, 1 where nothing counts them."""
    command, told = counter()
    if not command:
        print("neither perf nor valgrind counts instructions here; valgrind is a package of that name", file=sys.stderr)
        return 1
    for name, path in PATHS.items():
        counted = []
        for times in (TIMES, 2 * TIMES):
            program = [sys.executable, "-c", START + REPEAT.format(path), str(times)]
            ended = subprocess.run(
                [*command, *program],
                cwd=ROOT,
                env={**os.environ, "PYTHONHASHSEED": "0"},
                capture_output=True,
                text=True,
                check=True,
            )
            found = re.search(told, ended.stderr, re.MULTILINE)
            assert found, ended.stderr
            counted.append(int(found[1]))
        each = (counted[1] - counted[0]) / TIMES / 3
        print(f"{name}: {each / 1_000_000:.1f} million instructions, by {command[0]}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
