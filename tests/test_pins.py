"""The versions that are held, the lowest that are declared, and what installs them."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.pins import CONSTRAINTS, HASHED, ROOT, declared, floor

if TYPE_CHECKING:
    from pathlib import Path

FILES = pytest.mark.parametrize("path", [CONSTRAINTS, HASHED], ids=lambda path: path.name)


def _entries(text: str) -> list[Requirement]:
    """What a file of versions lists, without hashes and comments."""
    joined = re.sub(r" \\\n *--hash=sha256:[0-9a-f]{64}", "", text)
    return [Requirement(line) for line in joined.splitlines() if not line.startswith("#")]


def _held(text: str) -> dict[str, str]:
    return {canonicalize_name(one.name): floor(one) for one in _entries(text)}


@FILES
def test_each_version_is_exact_and_stands_once_in_order(path: Path) -> None:
    entries = _entries(path.read_text(encoding="utf-8"))
    assert [str(one.specifier) for one in entries] == [f"=={floor(one)}" for one in entries]
    names = [one.name for one in entries]
    assert names == sorted(set(names))


def test_every_package_declared_is_held_in_a_version_that_is_allowed() -> None:
    held = _held(CONSTRAINTS.read_text(encoding="utf-8"))
    for asked in declared("pdf", "test", "dev"):
        assert asked.specifier.contains(held[canonicalize_name(asked.name)]), asked


def test_what_is_checked_by_hash_is_what_was_tested() -> None:
    held, hashed = (_held(path.read_text(encoding="utf-8")) for path in (CONSTRAINTS, HASHED))
    assert hashed.items() <= held.items()
    assert {canonicalize_name(asked.name) for asked in declared("pdf")} <= hashed.keys()
    for block in re.split(r"^(?=\w)", HASHED.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        assert "--hash=sha256:" in block, block


@FILES
def test_no_place_is_named(path: Path) -> None:
    """Neither a host nor a folder, which only one machine would have, nor an option of pip's that names one."""
    for line in path.read_text(encoding="utf-8").splitlines():
        assert line.startswith("#") or re.fullmatch(
            r"    --hash=sha256:[0-9a-f]{64}( \\)?|[a-z0-9-]+==[\w.]+( ; [\w. '<>=!]+)?( \\)?", line
        ), line


def test_the_lowest_versions_are_those_declared() -> None:
    command = [sys.executable, "-m", "tests.pins", "lowest"]
    shown = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    lowest = [Requirement(line) for line in shown.splitlines()]
    asked = declared("pdf")
    assert [one.name for one in lowest] == [one.name for one in asked]
    assert all(one.specifier.contains(floor(low)) for one, low in zip(asked, lowest, strict=True))
    with pytest.raises(ValueError, match="not enough"):
        floor(Requirement("jinja2"))


@pytest.mark.parametrize(
    ("name", "version"),
    [("starlette", "0.49"), ("jinja2", "3.1.5"), ("h11", "0.15"), ("weasyprint", "62.3"), ("questionary", "2.1.0")],
)
def test_what_is_known_to_be_at_fault_is_not_allowed(name: str, version: str) -> None:
    (asked,) = (one for one in declared("pdf") if one.name == name)
    assert not asked.specifier.contains(version)
