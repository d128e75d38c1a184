"""The `advisor` command within this process: one of its own costs much more, and `tests/cli` starts enough of them."""

from __future__ import annotations

import gc
import io
import sys
from functools import cache
from subprocess import CompletedProcess
from typing import TYPE_CHECKING

import pytest

from advisor.cli.main import main
from advisor.loading import loader
from tests.conftest import RULES

if TYPE_CHECKING:
    from pathlib import Path

    from advisor.model.rulebase import RuleBase

__all__ = ["advisor"]

_load = loader.load_rules
_load_shipped = cache(_load)


def advisor(*arguments: str, text: str = "", cwd: Path | None = None, **environment: str) -> CompletedProcess[str]:
    """What the command prints and its exit code, with ``text`` at its standard input; the shipped rules load once."""
    with pytest.MonkeyPatch.context() as changed:
        told = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        complained = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        changed.setattr(sys, "argv", ["advisor", *arguments])
        changed.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode()), encoding="utf-8"))
        changed.setattr(sys, "stdout", told)
        changed.setattr(sys, "stderr", complained)
        changed.setattr(loader, "load_rules", _loaded)
        for name, value in environment.items():
            changed.setenv(name, value)
        if cwd:
            changed.chdir(cwd)
        with pytest.raises(SystemExit) as left:
            main()
        gc.enable()  # the command leaves it off when it ends early
        assert isinstance(left.value.code, int)
    return CompletedProcess(arguments, left.value.code, *map(_written, (told, complained)))


def _written(stream: io.TextIOWrapper) -> str:
    stream.seek(0)
    return stream.read()


def _loaded(root: Path, *, pictures: bool = False) -> RuleBase:
    return (_load_shipped if root == RULES else _load)(root, pictures=pictures)
