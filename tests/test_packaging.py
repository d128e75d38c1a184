"""The wheel, the sdist and an editable install, each in a fresh environment and run from another folder.

They are installed in the versions that `constraints.txt` holds, and once by hash.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tarfile
import zipfile
from html import escape
from pathlib import Path
from urllib.request import urlopen

import pytest

from advisor import Consultation, load_rules
from advisor.cases.cases import open_cases
from tests.conftest import RULES

ROOT = Path(__file__).parent.parent
HELD = ("-c", ROOT / "constraints.txt")
PYTHONS = ("python3.11", "python3.12", "python3.13")
pytestmark = pytest.mark.packaging


def _run(*command: str | Path, cwd: Path, text: str = "") -> str:
    done = subprocess.run(list(map(str, command)), cwd=cwd, input=text, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _works(python: str) -> bool:
    """Whether that Python is here (a name on the path may be a shim without anything behind it)."""
    return shutil.which(python) is not None and not subprocess.run([python, "-c", ""], capture_output=True).returncode


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist, and the wheel built from it."""
    folder = tmp_path_factory.mktemp("dist")
    source = tmp_path_factory.mktemp("source") / "project"
    names = _run("git", "ls-files", "--cached", "--others", "--exclude-standard", cwd=ROOT).splitlines()
    for name in names:
        if (ROOT / name).is_file():
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, source / name)
    _run(sys.executable, "-m", "venv", folder / "env", cwd=folder)
    _run(folder / "env/bin/pip", "install", "-q", *HELD, "build", cwd=folder)
    _run(folder / "env/bin/python", "-m", "build", "--outdir", folder, source, cwd=folder)
    return folder


def test_the_wheel_adds_only_the_package_and_carries_the_rules(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names} == {"advisor", wheel.name.rsplit("-py3", 1)[0] + ".dist-info"}
    shipped = {name.removeprefix("advisor/rules/") for name in names if name.startswith("advisor/rules/")}
    assert shipped == {str(path.relative_to(ROOT / "rules")) for path in (ROOT / "rules").rglob("*") if path.is_file()}
    assert "advisor/author/checking/explanations/S003.md" in names


def test_the_sdist_carries_rules_and_tests(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        tops = {name.split("/")[1] for name in archive.getnames() if "/" in name}
    assert {"advisor", "rules", "tests", "pyproject.toml", "README.md", "LICENSE"} <= tops
    assert {"constraints.txt", "requirements-hashed.txt"} <= tops


def _advises(env: Path, folder: Path) -> None:
    """The installed command gives advice, hand-out and page from a folder where a stranger's rules lie around."""
    elsewhere = folder / "elsewhere"
    (elsewhere / "rules").mkdir(parents=True)
    (elsewhere / "rules" / "rulebase.yaml").write_text("rulebase: stranger\n")
    rules = load_rules(RULES)
    advices = [Consultation(rules).advise(case.answers) for case in open_cases(rules, RULES)]
    expected = next(advice for advice in advices if advice.suggestions)
    answers = json.dumps(expected.to_dict()["answers"])
    advise = [env / "bin/advisor", "advise", "--answers", "-", "--format", "json"]
    assert json.loads(_run(*advise, cwd=elsewhere, text=answers))["plans"] == expected.to_dict()["plans"] != {}
    assert escape(expected.suggestions[0].name) in _run(*advise[:-1], "html", cwd=elsewhere, text=answers)
    present = [env / "bin/advisor", "present", "--no-open", "--port", "0"]
    with subprocess.Popen(present, cwd=elsewhere, stdout=subprocess.PIPE, text=True) as serving:
        assert serving.stdout is not None
        address = serving.stdout.readline().split()[-1]
        for name in ("", "static/page.css", "static/page.js"):
            with urlopen(address + name) as reply:
                assert reply.read()
        serving.terminate()


@pytest.mark.parametrize("python", PYTHONS)
def test_the_wheel_works_on_each_python(built: Path, tmp_path: Path, python: str) -> None:
    if not _works(python):
        pytest.skip(f"{python} is not on this machine")
    (wheel,) = built.glob("*.whl")
    _run(python, "-m", "venv", tmp_path / "env", cwd=tmp_path)
    _run(tmp_path / "env/bin/pip", "install", "-q", *HELD, wheel, cwd=tmp_path)
    _advises(tmp_path / "env", tmp_path)


@pytest.mark.parametrize("python", PYTHONS)
def test_every_version_held_is_to_be_had_on_each_python(tmp_path: Path, python: str) -> None:
    if not _works(python):
        pytest.skip(f"{python} is not on this machine")
    _run(python, "-m", "venv", tmp_path / "env", cwd=tmp_path)
    _run(tmp_path / "env/bin/pip", "install", "-q", "--dry-run", *HELD, f"{ROOT}[test,dev]", cwd=tmp_path)


def test_it_installs_by_hash(built: Path, tmp_path: Path) -> None:
    (wheel,) = built.glob("*.whl")
    pip = tmp_path / "env/bin/pip"
    _run(sys.executable, "-m", "venv", tmp_path / "env", cwd=tmp_path)
    _run(pip, "install", "-q", "--require-hashes", "-r", ROOT / "requirements-hashed.txt", cwd=tmp_path)
    _run(pip, "install", "-q", "--no-deps", wheel, cwd=tmp_path)
    _run(pip, "check", cwd=tmp_path)
    _run(tmp_path / "env/bin/python", ROOT / "tests/smoke.py", cwd=tmp_path)


def test_the_sdist_installs(built: Path, tmp_path: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    _run(sys.executable, "-m", "venv", tmp_path / "env", cwd=tmp_path)
    _run(tmp_path / "env/bin/pip", "install", "-q", *HELD, sdist, cwd=tmp_path)
    _advises(tmp_path / "env", tmp_path)


def test_an_editable_install_uses_the_rules_of_the_checkout(tmp_path: Path) -> None:
    _run(sys.executable, "-m", "venv", tmp_path / "env", cwd=tmp_path)
    _run(tmp_path / "env/bin/pip", "install", "-q", *HELD, "-e", ROOT, cwd=tmp_path)
    _advises(tmp_path / "env", tmp_path)
