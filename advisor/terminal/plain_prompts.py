"""Numbered options and typed answers: for screen readers, simple terminals and whoever wants no escape codes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from advisor.render.text_blocks import Block
from advisor.terminal.dialogue import Choice, Reply, Screen, Signal, miscounted

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

__all__ = ["Plain"]

_TYPED = {"?": Signal.WHY, "why": Signal.WHY, "back": Signal.BACK, "review": Signal.REVIEW}


class PlainScreen(Screen):
    """A screen that is only ever written on downwards."""

    moves = False


class Plain:
    """Asks by printing numbered options and reading a line."""

    hint = "Type a number and press Enter. ? says why a question is asked, back goes back, review shows your answers."

    def __init__(self) -> None:
        self.screen: Screen = PlainScreen(colour=False)

    def one(
        self, message: str, choices: Sequence[Choice], *, pointed: str | None = None, signals: Collection[Signal] = ()
    ) -> Reply:
        """One number; Enter alone keeps the answer there is."""
        now = next((number for number, choice in enumerate(choices, 1) if choice.id == pointed), None)
        self._list(choices)
        while True:
            typed = self._read(f"{_comma(message)} 1 to {len(choices)}{f' (Enter keeps {now})' if now else ''}: ")
            if (signal := _TYPED.get(typed.lower())) in signals:
                return Reply(signal=signal, pointed=pointed)
            found = _picked(typed, choices) if typed else ([choices[now - 1]] if now else None)
            if found and len(found) == 1:
                self._heard(found)
                return Reply(frozenset({found[0].id}), pointed=found[0].id)
            self.screen.say(f"Please type one number from 1 to {len(choices)}{_also(signals)}.")

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
        """Numbers with commas between; Enter alone keeps the answer there is."""
        now = [choice for choice in choices if choice.id in marked]
        self._list(choices)
        if now:
            self.screen.say(f"Chosen now: {', '.join(choice.label for choice in now)}. Enter alone keeps that.")
        while True:
            typed = self._read(f"{_comma(message)} such as {'1 or 1,3' if fewest < 2 else '1,3'}: ")
            if (signal := _TYPED.get(typed.lower())) in signals:
                return Reply(signal=signal, marked=frozenset(marked))
            found = _picked(typed, choices) if typed else now
            action = bool(found) and any(choice.action for choice in found or ())
            if found and not action and (reason := miscounted(len(found), fewest, most)):
                self.screen.say(reason)
                continue
            if found and (len(found) == 1 or not action):
                self._heard(found)
                return Reply(frozenset(choice.id for choice in found), marked=frozenset(marked))
            self.screen.say(f"Please type numbers from 1 to {len(choices)} with commas between{_also(signals)}.")

    def text(self, message: str, default: str = "") -> str:
        """A line of text."""
        return self._read(f"{message}{f' (Enter takes {default})' if default else ''}: ") or default

    def _list(self, choices: Sequence[Choice]) -> None:
        for number, choice in enumerate(choices, 1):
            self.screen.say(Block(choice.label, indent=2, mark=f"{number}. "))
            if choice.help:
                self.screen.say(Block(choice.help, indent=5))

    def _heard(self, found: Sequence[Choice]) -> None:
        self.screen.say(f"You chose: {', '.join(choice.label for choice in found)}.")

    def _read(self, message: str) -> str:
        sys.stdout.write(message)
        sys.stdout.flush()
        try:
            line = sys.stdin.readline()
        except UnicodeDecodeError:
            return "unreadable"
        if not line:
            raise EOFError
        return line.strip()


def _picked(typed: str, choices: Sequence[Choice]) -> list[Choice] | None:
    """The choices whose numbers, or whose label, were typed; None when something else was."""
    same = [choice for choice in choices if choice.label.lower() == typed.lower()]
    if same:
        return same
    found: list[Choice] = []
    for word in typed.replace(",", " ").split():
        if not (word.isascii() and word.isdigit() and len(word) < 4 and 1 <= int(word) <= len(choices)):
            return None
        if choices[int(word) - 1] not in found:
            found.append(choices[int(word) - 1])
    return found


def _also(signals: Collection[Signal]) -> str:
    words = [word for word, signal in _TYPED.items() if signal in signals and word != "why"]
    return f", or {' or '.join(words)}" if words else ""


def _comma(message: str) -> str:
    return message if message.endswith("?") else f"{message},"
