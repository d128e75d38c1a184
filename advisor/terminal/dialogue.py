"""What a dialogue is made of, whichever way it is led: choices, replies, and a screen to write on.

``prompts`` leads it with moving prompts, ``plain_prompts`` with numbered options and typed answers.
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, Protocol

from advisor.render.text_blocks import BLANK, Block, lay_out

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

__all__ = ["NO_SIGNALS", "UNKNOWN", "Choice", "Dialogue", "Leave", "Reply", "Screen", "Signal", "miscounted"]

NO_SIGNALS = "?none"  # no id of a rule file holds a `?`
UNKNOWN = "?unknown"
_WIDEST = 100
_BOLD = frozenset({"heading", "name", "stressed"})


class Leave(Exception):
    """The person chose to leave; not an interruption."""


class Signal(Enum):
    """What a person can say instead of an answer."""

    WHY = "why"
    BACK = "back"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing that can be chosen. ``action``: chosen by itself, never marked beside others."""

    id: str
    label: str
    help: str = ""
    drawing: tuple[str, ...] = ()
    action: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back: the ids ``chosen`` or a ``signal``; ``pointed`` and ``marked`` say how the prompt was left."""

    chosen: frozenset[str] = frozenset()
    signal: Signal | None = None
    pointed: str | None = None
    marked: frozenset[str] = field(default_factory=frozenset)


def miscounted(number: int, fewest: int, most: int | None) -> str:
    """Why that many marks cannot stand, as a sentence; empty when they can."""
    if fewest <= number and (most is None or number <= most):
        return ""
    wanted = f"{fewest} to {most}" if most else f"{fewest} or more"
    return f"Please mark {wanted} of them; that was {number or 'none'}."


class Screen:
    """Where text is printed, wrapped at the width the terminal has at that moment."""

    moves = True  # whether prompts are drawn over again; without it no page needs to be turned

    def __init__(self, colour: bool = False) -> None:
        self.colour = colour

    @property
    def width(self) -> int:
        """Columns to write in."""
        return max(20, min(shutil.get_terminal_size((80, 24)).columns, _WIDEST))

    @property
    def rows(self) -> int:
        """Lines that can be seen at once."""
        return max(10, shutil.get_terminal_size((80, 24)).lines)

    def say(self, *parts: str | Block) -> None:
        """Prints paragraphs; what is wrapped hangs under its beginning."""
        for row in lay_out((Block(part) if isinstance(part, str) else part for part in parts), self.width):
            bold = self.colour and row.tone in _BOLD and row.text
            sys.stdout.write(f"\x1b[1m{row.text}\x1b[0m\n" if bold else f"{row.text}\n")
        sys.stdout.flush()

    def gap(self) -> None:
        """An empty line."""
        self.say(BLANK)

    def show(self, blocks: Iterable[Block]) -> None:
        """Prints a page of the advice, in colour where that is wanted."""
        from advisor.render.console import make_console, print_blocks

        print_blocks(blocks, make_console(self.colour, self.width))


class Dialogue(Protocol):
    """A way to ask. Every method raises KeyboardInterrupt or EOFError when the person breaks off."""

    screen: Screen
    hint: str  # one line for the beginning: how to answer

    def one(
        self, message: str, choices: Sequence[Choice], *, pointed: str | None = None, signals: Collection[Signal] = ()
    ) -> Reply:
        """Asks for one of the choices."""

    def several(
        self,
        message: str,
        choices: Sequence[Choice],
        *,
        marked: Collection[str] = (),
        pointed: str | None = None,
        signals: Collection[Signal] = (),
        fewest: int = 0,
        most: int | None = None,
    ) -> Reply:
        """Asks for ``fewest`` to ``most`` of the choices (any number of them without), or one that is an action."""

    def text(self, message: str, default: str = "") -> str:
        """Asks for a line of text; empty when the person gives none."""
