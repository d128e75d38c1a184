"""One session in a terminal, from the first question to the menu below the advice.

What the advice needs (the engine, rich) is loaded only after the questions, so that the first one appears quickly.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from advisor.diagnostics.errors import StateUnwritable, UsageError
from advisor.model.wording import capitalised, day, joined, topic
from advisor.render.console import escape_codes_wanted
from advisor.render.text_blocks import BLANK, Block
from advisor.terminal import drafts
from advisor.terminal.dialogue import Choice, Dialogue, Leave, Screen
from advisor.terminal.identification_dialogue import identify_kinds
from advisor.terminal.interview import Interview

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.model.rulebase import RuleBase

__all__ = ["choose_dialogue", "consult"]

INTERRUPTED = 130


def consult(rulebase: RuleBase, dialogue: Dialogue, *, save: bool = True) -> int:
    """Leads one person through the questionnaire, shows the advice, and returns the exit code, 0 or 130.

    With ``save`` a draft of the answers is kept until the advice has been shown.
    """
    session = _Session(rulebase, dialogue, save)
    try:
        session.run()
    except Leave:
        dialogue.screen.say(session.kept_words("You can come back any time."))
    except (KeyboardInterrupt, EOFError):
        dialogue.screen.say(BLANK, session.kept_words("Stopped."))
        return INTERRUPTED
    return 0


def choose_dialogue(*, plain: bool) -> Dialogue:
    """Returns prompts with a pointer; plain ones if wanted, or where the terminal allows no escape codes.

    Raises UsageError when there is no terminal.
    """
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise UsageError("the questionnaire needs a terminal; without one use `advisor advise --answers FILE`")
    if plain or not escape_codes_wanted():  # moving a pointer needs escape codes
        from advisor.terminal.plain_prompts import Plain

        return Plain()
    from advisor.terminal.prompts import Prompts

    return Prompts(Screen(colour=True))


class _Session:
    """One consultation, and what is known of its draft."""

    def __init__(self, rulebase: RuleBase, dialogue: Dialogue, save: bool) -> None:
        self.rulebase = rulebase
        self.dialogue = dialogue
        self._saving = save
        self._saved_at: datetime | None = None  # when the draft that is now in the state folder was saved

    def run(self) -> None:
        """Runs the session from the first line to the menu."""
        screen = self.dialogue.screen
        screen.say(Block(self.rulebase.name, "heading"), Block(self.rulebase.intended_use), BLANK)
        screen.say(Block(self.dialogue.hint, "quiet"))
        given = self._resume() if self._saving else {}
        identify = partial(identify_kinds, self.dialogue, self.rulebase) if self.rulebase.identification else None
        interview = Interview(self.dialogue, self.rulebase, given, self._save, identify)
        interview.run()
        from advisor.engine.consultation import Consultation
        from advisor.questionnaire.answers import check_answers, plain_answers
        from advisor.terminal.menu import Menu

        answers = check_answers(self.rulebase, plain_answers(self.rulebase.questions, interview.given))
        menu = Menu(self.dialogue, Consultation(self.rulebase), answers)
        menu.show()
        self._delete()
        menu.run()

    def kept_words(self, opening: str) -> str:
        """Returns a line that says whether a draft of the answers is kept, and until when."""
        if self._saved_at is None:
            return f"{opening} No draft of your answers is kept."
        until = (self._saved_at + drafts.KEPT_FOR).astimezone()
        return (
            f"{opening} Your answers so far are kept until {day(until)}: "
            "start again to go on, or delete them with `advisor forget`."
        )

    def _resume(self) -> dict[str, frozenset[str]]:
        """Returns the answers of a draft, if there is one and the person wants to go on with it."""
        screen = self.dialogue.screen
        found = drafts.find_draft()
        if found.message:
            screen.say(BLANK, found.message)
        draft = found.draft
        if draft is None or not draft.answers:
            return {}
        self._saved_at = draft.saved
        saved = draft.saved.astimezone()
        screen.say(BLANK, f"There is a draft of {day(saved)}, {saved:%H:%M}.")
        choices = [Choice("on", "Go on with it"), Choice("new", "Delete it and start afresh")]
        if self.dialogue.choose("Next", choices, back=False) == "new":
            self._delete()
            return {}
        given, dropped = drafts.recheck(self.rulebase, draft.answers)
        if dropped:
            names = joined(map(topic, dropped))
            screen.say(f"The rules have changed; these answers no longer fit and were dropped: {names}.")
        return given

    def _save(self, given: Mapping[str, frozenset[str]]) -> None:
        """Saves the draft. When that fails, says so once and goes on without a draft."""
        if not self._saving:
            return
        now = datetime.now(UTC)
        try:
            drafts.save_draft(drafts.Draft(now, self.rulebase.digest, dict(given)))
        except StateUnwritable as error:
            self._saving = False
            self.dialogue.screen.say(f"{capitalised(str(error))}. The questionnaire goes on without a draft.")
        else:
            self._saved_at = now

    def _delete(self) -> None:
        if self._saved_at is None:
            return
        try:
            drafts.delete_draft()
        except StateUnwritable as error:
            self.dialogue.screen.say(f"{capitalised(str(error))}.")
        else:
            self._saved_at = None
