"""Moving prompts with questionary, and guards for what it does unasked. The only importer of questionary.

A prompt is short and disappears once answered; question, help and warnings are printed before it, because a prompt
cuts what is longer than the window.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import questionary
from prompt_toolkit.filters import to_filter
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from questionary.prompts.common import InquirerControl

from advisor.terminal.dialogue import Choice, Reply, Screen, Signal, miscounted

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

__all__ = ["Prompts"]

_KEYS = {Signal.WHY: "?", Signal.BACK: Keys.Left, Signal.REVIEW: "r"}
_WORDS = {Signal.WHY: "? why", Signal.BACK: "<- back"}
_STYLE = questionary.Style([("highlighted", "bold"), ("selected", "bold"), ("qmark", ""), ("question", "bold")])


class Prompts:
    """Asks with prompts that are moved through with the arrow keys."""

    hint = "Arrow keys move, Enter takes. ? says why a question is asked, left arrow goes back, r shows your answers."

    def __init__(self, screen: Screen) -> None:
        self.screen = screen

    def one(
        self, message: str, choices: Sequence[Choice], *, pointed: str | None = None, signals: Collection[Signal] = ()
    ) -> Reply:
        """One choice with the arrow keys and Enter."""
        asked = questionary.select(
            message,
            [questionary.Choice(choice.label, choice.id) for choice in choices],
            default=pointed if pointed in {choice.id for choice in choices} else None,
            qmark="",
            style=_STYLE,
            instruction=_instruction("Enter", signals),
        )
        control = _guard(asked)
        _signals(asked, control, signals)
        return self._reply(asked, {choice.id for choice in choices})

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
        """A number of them with the space bar; an action is taken by Space or Enter upon it."""
        actions = {choice.id for choice in choices if choice.action}
        while True:
            reply = self._marked(message, choices, actions, marked, pointed, signals)
            reason = miscounted(len(reply.chosen), fewest, most)
            if not reason or reply.signal or reply.chosen & actions:
                return reply
            self.screen.say(reason)
            marked, pointed = reply.marked, reply.pointed

    def _marked(
        self,
        message: str,
        choices: Sequence[Choice],
        actions: Collection[str],
        marked: Collection[str],
        pointed: str | None,
        signals: Collection[Signal],
    ) -> Reply:
        asked = questionary.checkbox(
            message,
            [questionary.Choice(choice.label, choice.id, checked=choice.id in marked) for choice in choices],
            initial_choice=pointed if pointed in {choice.id for choice in choices} else None,
            qmark="",
            style=_STYLE,
            instruction=_instruction("Space, Enter", signals),
        )
        control = _guard(asked)
        _signals(asked, control, signals)
        _marks(asked, control, actions)
        return self._reply(asked, {choice.id for choice in choices})

    def text(self, message: str, default: str = "") -> str:
        """A line of text."""
        asked = questionary.text(message, default=default, qmark="", style=_STYLE)
        return str(asked.unsafe_ask() or "").strip()

    def _reply(self, asked: questionary.Question, known: Collection[str]) -> Reply:
        while True:
            result = asked.unsafe_ask()
            match result:
                case Reply():
                    return result
                case str() if result in known:
                    return Reply(frozenset({result}), pointed=result)
                case list():
                    return Reply(frozenset(result), marked=frozenset(result))


def _instruction(keys: str, signals: Collection[Signal]) -> str:
    """Short enough for 40 columns beside a message of one word."""
    return f"({', '.join([keys, *(words for signal, words in _WORDS.items() if signal in signals)])})"


def _bindings(asked: questionary.Question) -> KeyBindings:
    bindings = asked.application.key_bindings
    assert isinstance(bindings, KeyBindings)
    return bindings


def _guard(asked: questionary.Question) -> InquirerControl:
    """Takes back what questionary leaves open, and returns the control that holds the choices.

    The focus is on a hidden line of text, whose own keys (Alt+Enter, Ctrl-O) end the prompt with an empty string:
    the choices get the focus. Long labels are wrapped, not cut. A signal counts like Ctrl-C; Ctrl-D ends the input.
    """
    application = asked.application
    application.erase_when_done = True
    window = next(w for w in application.layout.find_all_windows() if isinstance(w.content, InquirerControl))
    control = window.content
    assert isinstance(control, InquirerControl)
    window.wrap_lines = to_filter(True)
    control.focusable = to_filter(True)
    application.layout.focus(window)
    bindings = _bindings(asked)
    bindings.add(Keys.SIGINT, eager=True)(lambda event: event.app.exit(exception=KeyboardInterrupt))
    bindings.add(Keys.ControlD, eager=True)(lambda event: event.app.exit(exception=EOFError))
    for key in ("a", "i"):  # mark all, turn all marks around: easy to hit by mistake
        bindings.add(key, eager=True)(_nothing)
    return control


def _nothing(_event: KeyPressEvent) -> None:
    """Takes no notice of a key."""


def _signals(asked: questionary.Question, control: InquirerControl, signals: Collection[Signal]) -> None:
    def leave_with(signal: Signal) -> Callable[[KeyPressEvent], None]:
        def leave(event: KeyPressEvent) -> None:
            marked = _marked(control)
            event.app.exit(result=Reply(signal=signal, pointed=str(control.get_pointed_at().value), marked=marked))

        return leave

    for signal in signals:
        _bindings(asked).add(_KEYS[signal], eager=True)(leave_with(signal))


def _marked(control: InquirerControl) -> frozenset[str]:
    return frozenset(str(choice.value) for choice in control.get_selected_values())


def _marks(asked: questionary.Question, control: InquirerControl, actions: Collection[str]) -> None:
    """Space marks, or takes the action it is on; Enter takes the action it is on, else what is marked."""

    def marked() -> frozenset[str]:
        return _marked(control) - frozenset(actions)

    def space(event: KeyPressEvent) -> None:
        at = str(control.get_pointed_at().value)
        if at in actions:
            event.app.exit(result=Reply(frozenset({at}), pointed=at, marked=marked()))
        elif at in control.selected_options:
            control.selected_options.remove(at)
        else:
            control.selected_options.append(at)

    def enter(event: KeyPressEvent) -> None:
        at = str(control.get_pointed_at().value)
        chosen = frozenset({at}) if at in actions else marked()
        event.app.exit(result=Reply(chosen, pointed=at, marked=marked()))

    _bindings(asked).add(" ", eager=True)(space)
    _bindings(asked).add(Keys.ControlM, eager=True)(enter)
