"""What is shown of a session in a real terminal: the keys, and the screens that are kept as expected output."""

from __future__ import annotations

import re
import textwrap
from typing import TYPE_CHECKING

from tests.tmux import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    Screens = Iterator[tuple[str, str]]

__all__ = ["deciding", "going_back", "interrupted", "ordinary", "plain", "unknown_kind"]

Size = tuple[int, int]


def ordinary(size: Size, state: Path) -> Screens:
    """Rolling scars and dark spots, deep, dark skin: from the first question to the menu and what moves."""
    with Terminal(*size, state) as terminal:
        yield "first-question", terminal.screen("None of these")
        terminal.keys("Down", "Down", "?")
        yield "why", terminal.screen("» ○ Rolling")
        terminal.keys("Space", "Down", "Down", "Down", "Space", "Enter")
        yield "depth", terminal.screen("Question 2")
        terminal.keys("Up", "Enter")
        terminal.screen("Question 3")
        terminal.keys("Up", "Up", "Enter")
        terminal.screen("Question 4")
        terminal.keys("Up", "Enter")
        terminal.screen("» Only at home")
        terminal.keys("Down", "Down", "Enter")
        terminal.screen("» No")
        terminal.keys("Up", "Enter")
        yield "review", terminal.screen("Show the advice")
        terminal.keys("Enter")
        yield "short-advice", terminal.screen("Show the rest at once")
        terminal.keys("Enter")
        yield "first-page", terminal.screen("Page 1 of")
        terminal.keys("Down", "Enter")
        yield "menu", terminal.screen("Compare options")
        terminal.keys("Down", "Down", "Enter")
        terminal.screen("» Scar types")
        terminal.keys("Up", "Up", "Up", "Enter")
        terminal.screen("» I am flexible")
        terminal.keys("Up", "Up", "Enter")
        yield "moved", terminal.screen("What moved")


def deciding(size: Size, state: Path) -> Screens:
    """What matters is marked, then two options and doing nothing are put side by side."""
    with Terminal(*size, state) as terminal:
        terminal.screen("None of these")
        terminal.keys("Down", "Down", "Space", "Enter")
        terminal.screen("Question 2")
        terminal.keys("Up", "Up", "Up", "Enter")
        terminal.screen("Question 3")
        terminal.keys(*["Up"] * 6, "Enter")
        terminal.screen("Question 4")
        terminal.keys("Up", "Up", "Enter")
        terminal.screen("» Only at home")
        terminal.keys("Down", "Enter")
        terminal.screen("» No")
        terminal.keys("Enter")
        terminal.screen("Show the advice")
        terminal.keys("Enter")
        terminal.screen("Show the rest at once")
        terminal.keys("Down", "Enter")
        terminal.screen("» Why this one")
        terminal.keys("Down", "Down", "Down", "Enter")
        terminal.screen("» ○ Little time")
        terminal.keys("Space", "Down", "Down", "Space")
        yield "matters", terminal.screen("» ● Low cost")
        terminal.keys("Enter")
        yield "annotated", terminal.screen("Page 1 of")
        terminal.keys("Down", "Enter")
        terminal.screen("» What matters")
        terminal.keys("Down", "Enter")
        terminal.screen("» ○ No treatment")
        terminal.keys("Space", "Down", "Space", "Down", "Space")
        yield "compare", terminal.screen("» ●")
        terminal.keys("Enter")
        yield "compared", terminal.screen("Page 1 of")


def going_back(size: Size, state: Path) -> Screens:
    """Back to the first question, where another answer leaves a later one without its question."""
    with Terminal(*size, state) as terminal:
        terminal.screen("None of these")
        terminal.keys("Down", "Down", "Space", "Enter")
        terminal.screen("Question 2")
        terminal.keys("Up", "Up", "Enter")
        terminal.screen("Question 3")
        terminal.keys("Left")
        yield "back", terminal.screen("» Moderate")
        terminal.keys("Left")
        terminal.screen("○ None of these")
        terminal.keys("Down", "Down", "Space", "Up", "Space", "Enter")
        yield "dropped", terminal.screen("No longer asked")


def unknown_kind(size: Size, state: Path) -> Screens:
    """Led to a kind by what is seen; and the page for who cannot tell."""
    with Terminal(*size, state) as terminal:
        terminal.screen("None of these")
        terminal.keys("Up", "Up", "Enter")
        yield "identification", terminal.screen("» Not sure")
        terminal.keys("Up", "Up", "Up", "Enter")
        terminal.screen("Bigger than")
        terminal.keys("Up", "Up", "Enter")
        yield "proposed", terminal.screen("» Yes, ")
        terminal.keys("Down", "Enter")
        terminal.screen("» Not sure")
        terminal.keys("Enter")
        yield "could-not-tell", terminal.screen("Leave")
        terminal.keys("Up", "Enter")
        terminal.screen("left with 0")


def interrupted(size: Size, state: Path) -> Screens:
    """Broken off with Ctrl-C and gone on with."""
    with Terminal(*size, state) as terminal:
        terminal.screen("None of these")
        terminal.keys("Space", "Enter")
        terminal.screen("Question 2")
        terminal.keys("C-c")
        yield "interrupted", _undated(terminal.screen("left with 130"), "Stopped.", size)
    with Terminal(*size, state) as terminal:
        yield "offer", _undated(terminal.screen("» Go on with it"), "There is a draft", size)
        terminal.keys("Enter")
        terminal.screen("Question 2")


def plain(size: Size, state: Path) -> Screens:
    """Numbered options and typed answers."""
    with Terminal(*size, state, NO_COLOR="1") as terminal:
        yield "plain", terminal.screen("1,3:")
        terminal.keys("3", "Enter")
        yield "plain-depth", terminal.screen("1 to 4:")


def _undated(screen: str, start: str, size: Size) -> str:
    """The screen from ``start`` on, wrapped anew with one date and time for all: a longer one would wrap otherwise."""
    text = re.sub(r"\s+", " ", screen[screen.rindex(start) :])
    text = re.sub(r"\d\d:\d\d", "12:00", re.sub(r"\d{1,2} [A-Z][a-z]+ \d{4}", "1 May 2026", text))
    return textwrap.fill(text.strip(), size[0]) + "\n"
