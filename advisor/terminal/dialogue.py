"""What a dialogue consists of: choices, requests, replies, and a screen to print on.

``prompts`` asks with a pointer that the arrow keys move, ``plain_prompts`` with numbered options and typed answers.
"""

from __future__ import annotations

import shutil
import sys
from abc import ABC, abstractmethod
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from advisor.render.text_blocks import BLANK, Block, lay_out

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

__all__ = ["Choice", "ChoiceRequest", "Dialogue", "Leave", "Reply", "Screen", "Signal"]

_WIDEST = 100
_BOLD = frozenset({"heading", "name", "stressed"})


class Leave(Exception):
    """The person chose to leave, which is not an interruption."""


class Signal(Enum):
    """What a person can ask for instead of answering."""

    WHY = "why"
    BACK = "back"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose. An ``action`` is chosen alone, never together with others."""

    id: str
    label: str
    help: str = ""
    drawing: tuple[str, ...] = ()
    action: bool = False


@dataclass(frozen=True, slots=True)
class ChoiceRequest:
    """What a person is asked to choose from, and how many (``fewest`` to ``most``; None: any number).

    ``pointed`` is the id of the choice at which the pointer begins, ``marked`` are the ids marked from the beginning.
    """

    message: str
    choices: Sequence[Choice]
    pointed: str | None = None
    marked: Collection[str] = ()
    signals: Collection[Signal] = ()
    fewest: int = 0
    most: int | None = None

    def count_problem(self, number: int) -> str:
        """Returns a sentence that says why ``number`` choices are too few or too many; empty when they are not."""
        if self.fewest <= number and (self.most is None or number <= self.most):
            return ""
        wanted = f"{self.fewest} to {self.most}" if self.most else f"{self.fewest} or more"
        return f"Please mark {wanted} of them; that was {number or 'none'}."


@dataclass(frozen=True, slots=True)
class Reply:
    """The ids ``chosen``, or a ``signal``. ``pointed`` and ``marked`` tell in which state the prompt was left."""

    chosen: frozenset[str] = frozenset()
    signal: Signal | None = None
    pointed: str | None = None
    marked: frozenset[str] = frozenset()


class Screen:
    """Where text is printed, wrapped at the current width of the terminal.

    ``moves`` is whether prompts are redrawn in place. Without it text only runs downwards, and is never divided into
    pages.
    """

    moves = True

    def __init__(self, colour: bool = False) -> None:
        self.colour = colour

    @property
    def width(self) -> int:
        """The columns to write in."""
        return max(20, min(shutil.get_terminal_size((80, 24)).columns, _WIDEST))

    @property
    def rows(self) -> int:
        """The lines that are visible at once."""
        return max(10, shutil.get_terminal_size((80, 24)).lines)

    def say(self, *parts: str | Block) -> None:
        """Prints paragraphs, with headings and names in bold where colour is wanted."""
        for line, tone in lay_out((Block(part) if isinstance(part, str) else part for part in parts), self.width):
            bold = self.colour and tone in _BOLD and line
            sys.stdout.write(f"\x1b[1m{line}\x1b[0m\n" if bold else f"{line}\n")
        sys.stdout.flush()

    def gap(self) -> None:
        """Prints an empty line."""
        self.say(BLANK)

    def show(self, blocks: Iterable[Block]) -> None:
        """Prints a page of the advice, in colour where colour is wanted."""
        from advisor.render.console import make_console, print_blocks

        print_blocks(blocks, make_console(self.colour, self.width))


class Dialogue(ABC):
    """A way to ask. Every method raises KeyboardInterrupt or EOFError when the person interrupts it.

    ``hint`` is a line for the beginning that says how to answer.
    """

    hint: str

    def __init__(self, screen: Screen) -> None:
        self.screen = screen

    def choose(
        self, message: str, choices: Sequence[Choice], *, pointed: str | None = None, back: bool = True
    ) -> str | None:
        """Asks for one of the choices and returns its id; None when the person goes back, where ``back`` allows it."""
        reply = self.one(ChoiceRequest(message, choices, pointed, signals=(Signal.BACK,) if back else ()))
        return next(iter(reply.chosen), None)

    @abstractmethod
    def one(self, request: ChoiceRequest) -> Reply:
        """Asks for one of the choices."""

    @abstractmethod
    def several(self, request: ChoiceRequest) -> Reply:
        """Asks for some of the choices, as many as the request wants, or for one action."""

    @abstractmethod
    def text(self, message: str, default: str = "") -> str:
        """Asks for a line of text; empty when the person gives none."""
