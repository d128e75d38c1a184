"""Leads someone who does not know which kind they have to it, with questions on what is visible of one mark.

These answers are not kept: only the kinds that the person confirms are returned.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.model.wording import kind_words, remaining_words
from advisor.questionnaire.flow import next_question, previous_question, progress, stale_answers
from advisor.render.text_blocks import BLANK, Block, height
from advisor.terminal.dialogue import Choice, Leave, Signal
from advisor.terminal.interview import ask, show_drawing

if TYPE_CHECKING:
    from advisor.model.rulebase import Identification, RuleBase
    from advisor.terminal.dialogue import Dialogue

__all__ = ["identify_kinds"]


def identify_kinds(dialogue: Dialogue, rulebase: RuleBase, marked: frozenset[str] = frozenset()) -> frozenset[str]:
    """Returns the kinds the person confirmed; ``marked`` are those confirmed or chosen before.

    Raises Leave when no kind could be found and the person chose to leave.
    """
    identification = rulebase.identification
    assert identification is not None
    dialogue.screen.say(BLANK, Block(identification.intro))
    found: frozenset[str] = frozenset()
    while True:
        given = _describe(dialogue, identification)
        if given is None:
            return found
        from advisor.engine.identification import propose  # loads the engine, which most people do not need yet

        proposed = propose(rulebase, given)
        confirmed = _confirm(dialogue, rulebase, proposed) if proposed else _could_not_tell(dialogue, identification)
        if confirmed is None:
            continue
        found |= confirmed
        if not confirmed or not _another(dialogue, rulebase, found | marked):
            return found


def _describe(dialogue: Dialogue, identification: Identification) -> dict[str, frozenset[str]] | None:
    """Returns the answers on what is visible; None when the person goes back to the list of kinds."""
    questions, given = identification.questions, dict[str, frozenset[str]]()
    question = next_question(questions, given)
    while question is not None:
        number, left = progress(question, questions, given)
        dialogue.screen.say(BLANK, Block(f"What you see, question {number}, {remaining_words(left)}", "quiet"))
        reply = ask(dialogue, question, given.get(question.id, frozenset()), (Signal.WHY, Signal.BACK))
        if reply.signal:
            question = previous_question(question, questions, given)
            if question is None:
                return None
            continue
        given[question.id] = reply.chosen
        for name in stale_answers(questions, given):
            del given[name]
        question = next_question(questions, given)
    return given


def _confirm(dialogue: Dialogue, rulebase: RuleBase, proposed: frozenset[str]) -> frozenset[str] | None:
    """Returns the proposed kinds that the person confirms: none to go back to the list, None to describe it again."""
    screen = dialogue.screen
    screen.say(BLANK, Block(f"What you describe fits {kind_words(rulebase.kind_question.names, proposed)}.", "name"))
    options = [option for option in rulebase.kind_question.options if option.id in proposed]
    room = screen.rows - len(options) - 6
    for option in options:
        about = Block(f"{option.label}. {option.help}" if option.help else option.label, indent=2)
        room -= height([about], screen.width)
        screen.say(about)
        if len(option.drawing) <= room:
            show_drawing(dialogue, option.drawing)
            room -= len(option.drawing)
    choices = [Choice(option.id, f"Yes, {option.short}") for option in options]
    choices += [Choice("again", "No, describe it again"), Choice("list", "Back to the list of kinds")]
    chosen = dialogue.choose("Is that it?", choices)
    return None if chosen in (None, "again") else proposed & {chosen}


def _could_not_tell(dialogue: Dialogue, identification: Identification) -> frozenset[str] | None:
    """Returns no kinds to go back to the list, None to describe it again. Raises Leave."""
    dialogue.screen.say(BLANK, Block(identification.could_not_tell))
    dialogue.screen.gap()
    choices = [
        Choice("again", "Describe it again"),
        Choice("list", "Back to the list of kinds"),
        Choice("leave", "Leave"),
    ]
    chosen = dialogue.choose("Next", choices)
    if chosen == "leave":
        raise Leave
    return frozenset() if chosen == "list" else None


def _another(dialogue: Dialogue, rulebase: RuleBase, found: frozenset[str]) -> bool:
    dialogue.screen.say(BLANK, f"So far: {kind_words(rulebase.kind_question.names, found)}.")
    choices = [Choice("no", "That is all"), Choice("yes", "Describe another")]
    return dialogue.choose("Next", choices) == "yes"
