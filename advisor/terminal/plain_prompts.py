"""Numbered options and typed answers, for screen readers, simple terminals, and anyone who wants no escape codes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from advisor.render.text_blocks import Block
from advisor.terminal.dialogue import Choice, Dialogue, Reply, Screen, Signal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from advisor.terminal.dialogue import ChoiceRequest

__all__ = ["Plain"]

_TYPED = {"?": Signal.WHY, "why": Signal.WHY, "back": Signal.BACK, "review": Signal.REVIEW}


class PlainScreen(Screen):
    """A screen on which text only runs downwards."""

    moves = False


class Plain(Dialogue):
    """Asks by printing numbered options and reading a line."""

    hint = "Type a number and press Enter. ? says why a question is asked, back goes back, review shows your answers."

    def __init__(self) -> None:
        super().__init__(PlainScreen())

    def one(self, request: ChoiceRequest) -> Reply:
        """Asks for one number; Enter alone takes the choice that the request points at."""
        choices = request.choices
        default = next((number for number, choice in enumerate(choices, 1) if choice.id == request.pointed), None)
        enter = f" (Enter keeps {default})" if default else ""
        self._list(choices)
        while True:
            typed = self._read(f"{_opening(request)} 1 to {len(choices)}{enter}: ")
            if (signal := _TYPED.get(typed.lower())) in request.signals:
                return Reply(signal=signal, pointed=request.pointed)
            picked = [choices[default - 1]] if default and not typed else _picked(typed, choices)
            if picked and len(picked) == 1:
                self._confirm(picked)
                return Reply(frozenset({picked[0].id}), pointed=picked[0].id)
            self.screen.say(f"Please type one number from 1 to {len(choices)}{_signals_after(request)}.")

    def several(self, request: ChoiceRequest) -> Reply:
        """Asks for numbers with commas between them; Enter alone takes the choices that the request marks."""
        choices, marked = request.choices, frozenset(request.marked)
        current = [choice for choice in choices if choice.id in marked]
        self._list(choices)
        if current:
            self.screen.say(f"Chosen now: {', '.join(choice.label for choice in current)}. Enter alone keeps that.")
        while True:
            typed = self._read(f"{_opening(request)} such as {'1 or 1,3' if request.fewest < 2 else '1,3'}: ")
            if (signal := _TYPED.get(typed.lower())) in request.signals:
                return Reply(signal=signal, marked=marked)
            picked = (_picked(typed, choices) if typed else current) or []
            has_action = any(choice.action for choice in picked)
            if picked and not has_action and (problem := request.count_problem(len(picked))):
                self.screen.say(problem)
            elif len(picked) == 1 or (picked and not has_action):
                self._confirm(picked)
                return Reply(frozenset(choice.id for choice in picked), marked=marked)
            else:
                self.screen.say(
                    f"Please type numbers from 1 to {len(choices)} with commas between{_signals_after(request)}."
                )

    def text(self, message: str, default: str = "") -> str:
        """Asks for a line of text."""
        return self._read(f"{message}{f' (Enter takes {default})' if default else ''}: ") or default

    def _list(self, choices: Sequence[Choice]) -> None:
        for number, choice in enumerate(choices, 1):
            self.screen.say(Block(choice.label, indent=2, mark=f"{number}. "))
            if choice.help:
                self.screen.say(Block(choice.help, indent=5))

    def _confirm(self, picked: Sequence[Choice]) -> None:
        self.screen.say(f"You chose: {', '.join(choice.label for choice in picked)}.")

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
    """Returns the choices whose numbers, or whose label, were typed; None for anything else."""
    if labelled := [choice for choice in choices if choice.label.lower() == typed.lower()]:
        return labelled
    picked: list[Choice] = []
    for word in typed.replace(",", " ").split():
        if not (word.isascii() and word.isdigit() and len(word) < 4 and 1 <= int(word) <= len(choices)):
            return None
        if choices[int(word) - 1] not in picked:
            picked.append(choices[int(word) - 1])
    return picked


def _signals_after(request: ChoiceRequest) -> str:
    words = [word for word, signal in _TYPED.items() if signal in request.signals and word != "why"]
    return f", or {' or '.join(words)}" if words else ""


def _opening(request: ChoiceRequest) -> str:
    return request.message if request.message.endswith("?") else f"{request.message},"
