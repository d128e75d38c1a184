"""The screens of a real terminal, kept as text: 80 by 24, and 40 by 20.

After a change that is meant: ``ADVISOR_RECORD=1 pytest tests/terminal/test_screens.py``, then read the difference.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import screens, tmux

if TYPE_CHECKING:
    from collections.abc import Callable

KEPT = Path(__file__).parent.parent / "screens"
SIZES = [(80, 24), (40, 20)]
SCENES = [
    screens.ordinary,
    screens.deciding,
    screens.going_back,
    screens.unknown_kind,
    screens.interrupted,
    screens.plain,
]

pytestmark = pytest.mark.skipif(bool(tmux.MISSING), reason=tmux.MISSING)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: "x".join(map(str, size)))
@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene.__name__)
def test_screens(scene: Callable[..., screens.Screens], size: tuple[int, int], tmp_path: Path) -> None:
    columns, rows = size
    for name, shown in scene(size, tmp_path / "drafts"):
        kept = KEPT / f"{name}-{columns}x{rows}.txt"
        if os.environ.get("ADVISOR_RECORD"):
            KEPT.mkdir(exist_ok=True)
            kept.write_text(shown, encoding="utf-8")
        assert shown == kept.read_text(encoding="utf-8"), kept.name
        assert all(len(line) <= columns for line in shown.splitlines())
