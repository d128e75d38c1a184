"""Makes `constraints.txt` and `requirements-hashed.txt` anew, with the newest versions: `python -m tests.pins`.

`python -m tests.pins lowest` prints the lowest versions that pyproject.toml declares for those who use the advisor.
Both files hold for every Python and system that the advisor runs on, and name no place where packages come from.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
CONSTRAINTS = ROOT / "constraints.txt"
HASHED = ROOT / "requirements-hashed.txt"
_MADE = "# Every version that was tested. Made anew, with the newest, by: .venv/bin/python -m tests.pins\n"
_MADE_HASHED = """\
# What the advisor and its PDFs need, in the versions of constraints.txt. Made anew by: .venv/bin/python -m tests.pins
# frozendict is built from its source archive, which is checked; what pip builds it with (setuptools) is not.
"""


def declared(*extras: str) -> list[Requirement]:
    """What pyproject.toml asks for by name: the dependencies, and those of some extras."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    optional = project["optional-dependencies"]
    texts = [*project["dependencies"], *(text for extra in extras for text in optional[extra])]
    asked = [Requirement(text) for text in texts]
    return [one for one in asked if canonicalize_name(one.name) != project["name"]]


def floor(asked: Requirement) -> str:
    """The lowest version that a requirement allows. Raises ValueError where it declares none."""
    (lowest,) = (one.version for one in asked.specifier if one.operator in (">=", "=="))
    return lowest


def _resolved(*options: str | Path) -> str:
    """What uv finds to be the newest versions for every Python and system."""
    command = [sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"]
    more = ["--no-annotate", "--no-header", *options, "pyproject.toml"]
    done = subprocess.run([*command, *map(str, more)], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    assert "://" not in done.stdout, "a host is named"
    return done.stdout


def main() -> int:
    """Writes the two files, or prints the lowest versions; the exit code."""
    if sys.argv[1:] == ["lowest"]:
        print(*(f"{one.name}=={floor(one)}" for one in declared("pdf")), sep="\n")
        return 0
    CONSTRAINTS.write_text(_MADE + _resolved("--all-extras"), encoding="utf-8")
    hashed = _resolved("--extra", "pdf", "--generate-hashes", "--constraints", CONSTRAINTS)
    HASHED.write_text(_MADE_HASHED + hashed, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
