"""The questionnaire in a terminal, from the first question to the menu below the advice.

What the advice needs (the engine, rich) is loaded only once the questions are answered, so that the first one comes up
quickly.
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from advisor.diagnostics.errors import StateUnwritable, UsageError
from advisor.model.wording import capitalised, day, joined, topic
from advisor.render.text_blocks import BLANK, Block
from advisor.terminal import drafts
from advisor.terminal.dialogue import Choice, Dialogue, Leave
from advisor.terminal.identification_dialogue import recognise
from advisor.terminal.interview import Interview

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.model.rulebase import RuleBase

__all__ = ["choose_dialogue", "consult"]

INTERRUPTED = 130


def consult(
    rulebase: RuleBase,
    *,
    plain: bool = False,
    save: bool = True,
    no_color: bool = False,
    dialogue: Dialogue | None = None,
) -> int:
    """Leads one person through the questionnaire and shows the advice; the exit code, 0 or 130.

    ``dialogue`` replaces the terminal (for tests). Raises UsageError when there is no terminal.
    """
    if dialogue is None:
        dialogue = choose_dialogue(plain=plain, no_color=no_color)
    session = _Session(rulebase, dialogue, save)
    try:
        session.run()
    except Leave:
        dialogue.screen.say(session.kept_words("You can come back any time."))
    except (KeyboardInterrupt, EOFError):
        dialogue.screen.say(BLANK, session.kept_words("Stopped."))
        return INTERRUPTED
    return 0


def choose_dialogue(*, plain: bool, no_color: bool) -> Dialogue:
    """Moving prompts, or plain ones where asked for, where the terminal cannot move, or where no colour is wanted."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("the questionnaire needs a terminal; without one use `advisor advise --answers FILE`")
    dumb = os.environ.get("TERM", "") in ("dumb", "unknown")
    if plain or no_color or dumb or os.environ.get("NO_COLOR"):  # moving a prompt takes escape codes
        from advisor.terminal.plain_prompts import Plain

        return Plain()
    from advisor.terminal.dialogue import Screen
    from advisor.terminal.prompts import Prompts

    return Prompts(Screen(colour=True))


class _Session:
    """One consultation, with what is known of its draft."""

    def __init__(self, rulebase: RuleBase, dialogue: Dialogue, save: bool) -> None:
        self.rulebase = rulebase
        self.dialogue = dialogue
        self._saving = save
        self._kept_at: datetime | None = None  # when the draft that now stands in the state folder was saved

    def run(self) -> None:
        """Everything, from the first line to the menu."""
        self._welcome()
        given = self._resume() if self._saving else {}
        interview = Interview(
            self.dialogue,
            self.rulebase,
            given,
            self._keep,
            partial(recognise, self.dialogue, self.rulebase) if self.rulebase.identification else None,
        )
        interview.run()
        from advisor.engine.consultation import Consultation
        from advisor.questionnaire.answers import check_answers
        from advisor.terminal.menu import Menu

        by_id = self.rulebase.question_by_id
        raw = {name: sorted(o) if by_id[name].several else min(o) for name, o in interview.given.items()}
        menu = Menu(self.dialogue, Consultation(self.rulebase), check_answers(self.rulebase, raw))
        menu.show()
        self._delete()
        menu.run()

    def kept_words(self, opening: str) -> str:
        """What became of the answers, in one line, and only what is true."""
        if self._kept_at is None:
            return f"{opening} No draft of your answers is kept."
        until = (self._kept_at + drafts.KEPT_FOR).astimezone()
        return (
            f"{opening} Your answers so far are kept until {day(until)}: "
            "start again to go on, or delete them with `advisor forget`."
        )

    def _welcome(self) -> None:
        screen = self.dialogue.screen
        screen.say(Block(self.rulebase.name, "heading"), Block(self.rulebase.intended_use), BLANK)
        screen.say(Block(self.dialogue.hint, "quiet"))

    def _resume(self) -> dict[str, frozenset[str]]:
        """The answers of a draft, if the person wants to go on with one."""
        screen = self.dialogue.screen
        found = drafts.find_draft()
        if found.said:
            screen.say(BLANK, found.said)
        draft = found.draft
        if draft is None or not draft.answers:
            return {}
        self._kept_at = draft.saved
        saved = draft.saved.astimezone()
        screen.say(BLANK, f"There is a draft of {day(saved)}, {saved:%H:%M}.")
        reply = self.dialogue.one("Next", [Choice("on", "Go on with it"), Choice("new", "Delete it and start afresh")])
        if "new" in reply.chosen:
            self._delete()
            return {}
        given, dropped = drafts.recheck(self.rulebase, draft.answers)
        if dropped:
            names = joined(map(topic, dropped))
            screen.say(f"The rules have changed; these answers no longer fit and were dropped: {names}.")
        return given

    def _keep(self, given: Mapping[str, frozenset[str]]) -> None:
        """Saves the draft; where that cannot be done, says so once and carries on without."""
        if not self._saving:
            return
        now = datetime.now(UTC)
        try:
            drafts.save_draft(drafts.Draft(now, self.rulebase.digest, dict(given)))
        except StateUnwritable as error:
            self._saving = False
            self.dialogue.screen.say(f"{_sentence(str(error))} The questionnaire goes on without a draft.")
        else:
            self._kept_at = now

    def _delete(self) -> None:
        if self._kept_at is None:
            return
        try:
            drafts.delete_draft()
        except StateUnwritable as error:
            self.dialogue.screen.say(_sentence(str(error)))
        else:
            self._kept_at = None


def _sentence(text: str) -> str:
    return f"{capitalised(text)}."
