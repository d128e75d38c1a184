"""A real terminal to drive: tmux in a window of a given size, on a server of its own."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
import time
import uuid
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["MISSING", "Terminal"]

MISSING = "" if shutil.which("tmux") else "tmux is not installed"
_PATIENCE = 20.0  # seconds until a screen that does not come counts as missing


class Terminal:
    """``advisor`` with some arguments in a window of ``columns`` by ``rows``; ended when the block is left."""

    def __init__(self, columns: int, rows: int, state: Path, *arguments: str, **environment: str) -> None:
        self._server = f"advisor-{uuid.uuid4().hex[:12]}"
        kept = {
            name: value
            for name, value in os.environ.items()
            if name in ("PATH", "HOME", "LANG", "LC_ALL", "PYTHONPATH")
        }
        told = {
            "LANG": "C.UTF-8",
            "TERM": "tmux-256color",
            "XDG_STATE_HOME": str(state),
            "TZ": "UTC",
            **kept,
            **environment,
        }
        words = ["env", "-i", *(f"{name}={value}" for name, value in told.items())]
        command = shlex.join([*words, sys.executable, "-m", "advisor", *arguments])
        self._size = ["-x", str(columns), "-y", str(rows)]
        self._command = f"{command}; echo left with $?; exec sleep 60"

    def __enter__(self) -> Self:
        self._tmux("-f", os.devnull, "new-session", "-d", *self._size, self._command)
        return self

    def __exit__(self, *_: object) -> None:
        self._tmux("kill-server")

    def keys(self, *keys: str) -> None:
        """Presses keys, by tmux's names for them."""
        for key in keys:
            self._tmux("send-keys", key)

    def screen(self, wanted: str) -> str:
        """What the window shows once ``wanted`` stands in it and nothing moves any more."""
        before, limit = "", time.monotonic() + _PATIENCE
        while time.monotonic() < limit:
            now = self._shown()
            if wanted in now and now == before:
                return now
            before = now
            time.sleep(0.12)
        raise AssertionError(f"{wanted!r} did not come up; the screen shows:\n{before}")

    def history(self) -> str:
        """Everything the window has shown, what has scrolled away first."""
        return self._shown("-S", "-")

    def _shown(self, *extent: str) -> str:
        lines = [line.rstrip() for line in self._tmux("capture-pane", "-p", *extent).splitlines()]
        return "\n".join(lines).rstrip() + "\n"

    def _tmux(self, *arguments: str) -> str:
        done = subprocess.run(["tmux", "-L", self._server, *arguments], capture_output=True, text=True, check=False)
        return done.stdout
