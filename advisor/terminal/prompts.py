"""Prompts with a pointer, and corrections of what questionary does by itself. The only module that imports questionary.

A prompt is short and disappears once it is answered. The question, its help and any warnings are printed before it,
because a prompt cuts off what is longer than the window.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import questionary
from prompt_toolkit.filters import to_filter
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from questionary.prompts.common import InquirerControl

from advisor.terminal.dialogue import Dialogue, Reply, Signal

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from advisor.terminal.dialogue import ChoiceRequest

__all__ = ["Prompts"]

_KEYS = {Signal.WHY: "?", Signal.BACK: Keys.Left, Signal.REVIEW: "r"}
_INSTRUCTIONS = {Signal.WHY: "? why", Signal.BACK: "<- back"}
_STYLE = questionary.Style([("highlighted", "bold"), ("selected", "bold"), ("qmark", ""), ("question", "bold")])


class Prompts(Dialogue):
    """Asks with prompts in which the arrow keys move a pointer."""

    hint = "Arrow keys move, Enter takes. ? says why a question is asked, left arrow goes back, r shows your answers."

    def one(self, request: ChoiceRequest) -> Reply:
        """Asks for one choice, which Enter takes."""
        prompt = questionary.select(
            request.message,
            _choices(request),
            default=_pointed(request),
            qmark="",
            style=_STYLE,
            instruction=_instruction("Enter", request),
        )
        _bind_signals(prompt, _correct(prompt), request.signals)
        result = prompt.unsafe_ask()
        return result if isinstance(result, Reply) else Reply(frozenset({str(result)}), pointed=str(result))

    def several(self, request: ChoiceRequest) -> Reply:
        """Asks for some of the choices, which Space marks; Space or Enter takes an action that is pointed at."""
        actions = frozenset(choice.id for choice in request.choices if choice.action)
        while True:
            reply = self._marked(request, actions)
            problem = request.count_problem(len(reply.chosen))
            if not problem or reply.signal or reply.chosen & actions:
                return reply
            self.screen.say(problem)
            request = replace(request, marked=reply.marked, pointed=reply.pointed)

    def _marked(self, request: ChoiceRequest, actions: frozenset[str]) -> Reply:
        prompt = questionary.checkbox(
            request.message,
            _choices(request),
            initial_choice=_pointed(request),
            qmark="",
            style=_STYLE,
            instruction=_instruction("Space, Enter", request),
        )
        control = _correct(prompt)
        _bind_signals(prompt, control, request.signals)
        _bind_marks(prompt, control, actions)
        reply = prompt.unsafe_ask()
        assert isinstance(reply, Reply)
        return reply

    def text(self, message: str, default: str = "") -> str:
        """Asks for a line of text."""
        prompt = questionary.text(message, default=default, qmark="", style=_STYLE)
        return str(prompt.unsafe_ask() or "").strip()


def _choices(request: ChoiceRequest) -> list[questionary.Choice]:
    return [questionary.Choice(one.label, one.id, checked=one.id in request.marked) for one in request.choices]


def _pointed(request: ChoiceRequest) -> str | None:
    return request.pointed if request.pointed in {choice.id for choice in request.choices} else None


def _instruction(keys: str, request: ChoiceRequest) -> str:
    """Returns the keys to use, short enough for 40 columns beside a message of one word."""
    signals = (words for signal, words in _INSTRUCTIONS.items() if signal in request.signals)
    return f"({', '.join([keys, *signals])})"


def _bindings(prompt: questionary.Question) -> KeyBindings:
    bindings = prompt.application.key_bindings
    assert isinstance(bindings, KeyBindings)
    return bindings


def _correct(prompt: questionary.Question) -> InquirerControl:
    """Changes the defaults of questionary that do not suit here, and returns the control that holds the choices.

    questionary focuses a hidden line of text, whose own keys (Alt+Enter, Ctrl-O) end the prompt with an empty string;
    here the choices are focused. Long labels are wrapped, not cut. SIGINT counts as Ctrl-C, and Ctrl-D ends the input.
    """
    application = prompt.application
    application.erase_when_done = True
    window = next(w for w in application.layout.find_all_windows() if isinstance(w.content, InquirerControl))
    control = window.content
    assert isinstance(control, InquirerControl)
    window.wrap_lines = to_filter(True)
    control.focusable = to_filter(True)
    application.layout.focus(window)
    bindings = _bindings(prompt)
    bindings.add(Keys.SIGINT, eager=True)(lambda event: event.app.exit(exception=KeyboardInterrupt))
    bindings.add(Keys.ControlD, eager=True)(lambda event: event.app.exit(exception=EOFError))
    for key in ("a", "i"):  # would mark all and invert all marks, and are easily hit by mistake
        bindings.add(key, eager=True)(_ignore)
    return control


def _ignore(_event: KeyPressEvent) -> None:
    """Ignores a key."""


def _bind_signals(prompt: questionary.Question, control: InquirerControl, signals: Collection[Signal]) -> None:
    def exit_with(signal: Signal) -> Callable[[KeyPressEvent], None]:
        def binding(event: KeyPressEvent) -> None:
            event.app.exit(result=Reply(signal=signal, pointed=_pointed_at(control), marked=_marked_in(control)))

        return binding

    for signal in signals:
        _bindings(prompt).add(_KEYS[signal], eager=True)(exit_with(signal))


def _bind_marks(prompt: questionary.Question, control: InquirerControl, actions: frozenset[str]) -> None:
    """Makes Space mark a choice or take an action, and Enter take what is marked, or an action that is pointed at."""

    def exit_with(event: KeyPressEvent, pointed: str) -> None:
        marked = _marked_in(control) - actions
        chosen = frozenset({pointed}) if pointed in actions else marked
        event.app.exit(result=Reply(chosen, pointed=pointed, marked=marked))

    def space(event: KeyPressEvent) -> None:
        pointed = _pointed_at(control)
        if pointed in actions:
            exit_with(event, pointed)
        elif pointed in control.selected_options:
            control.selected_options.remove(pointed)
        else:
            control.selected_options.append(pointed)

    _bindings(prompt).add(" ", eager=True)(space)
    _bindings(prompt).add(Keys.ControlM, eager=True)(lambda event: exit_with(event, _pointed_at(control)))


def _pointed_at(control: InquirerControl) -> str:
    return str(control.get_pointed_at().value)


def _marked_in(control: InquirerControl) -> frozenset[str]:
    return frozenset(str(choice.value) for choice in control.get_selected_values())
