"""Asking the questionnaire's questions: forwards, backwards, with the reason where asked, and the review at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.model.rules import NOT_SURE
from advisor.model.wording import answered, capitalised, joined, remaining_words, topic
from advisor.questionnaire.flow import asked_questions, next_question, previous_question, progress, stale_answers
from advisor.render.text_blocks import BLANK, Block, height
from advisor.terminal.dialogue import NO_SIGNALS, UNKNOWN, Choice, Reply, Signal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from advisor.model.rulebase import RuleBase
    from advisor.model.rules import Question
    from advisor.terminal.dialogue import Dialogue

__all__ = ["Interview", "ask", "drawn", "opening_words", "yes"]

Given = dict[str, frozenset[str]]
_MANNERS = (Signal.WHY, Signal.BACK, Signal.REVIEW)


class Interview:
    """One person's way through the questionnaire; ``given`` grows, ``kept`` is called after each answer."""

    def __init__(
        self,
        dialogue: Dialogue,
        rulebase: RuleBase,
        given: Mapping[str, frozenset[str]],
        kept: Callable[[Mapping[str, frozenset[str]]], None],
        identify: Callable[[frozenset[str]], frozenset[str]] | None,
    ) -> None:
        self.dialogue = dialogue
        self.rulebase = rulebase
        self.given: Given = dict(given)
        self._questions = rulebase.questions
        self._kept = kept
        self._identify = identify
        self._reviewed_at: Question | None = None  # where the review was last opened, None at the end
        self._changing: Question | None = None  # chosen on the review, and not answered yet

    def run(self) -> None:
        """Asks until every question has its answer and the person has said so on the review."""
        question = next_question(self._questions, self.given) or self._after_review(None)
        while question is not None:
            reply = self.put(question)
            changing, self._changing = self._changing, None
            if reply.signal is Signal.BACK:
                question = self._after_review(self._reviewed_at) if changing else self._before(question)
            elif reply.signal is Signal.REVIEW:
                question = self._after_review(question)
            else:
                self.take(question, reply.chosen)
                question = next_question(self._questions, self.given) or self._after_review(None)

    def put(self, question: Question, signals: Sequence[Signal] = _MANNERS) -> Reply:
        """Asks one question until it has an answer that is meant."""
        screen = self.dialogue.screen
        marked = self.given.get(question.id, frozenset())
        while True:
            screen.gap()
            screen.say(Block(self._heading(question), "quiet"))
            reply = ask(self.dialogue, question, marked, signals, self._actions(question), self._can_change)
            if reply.signal:
                return reply
            if UNKNOWN in reply.chosen and self._identify:
                marked = reply.marked | self._identify(reply.marked)
                continue
            if not question.several or (reply.chosen and NO_SIGNALS not in reply.chosen):
                return reply
            if self._none_is_meant(question, forgot=not reply.chosen):
                return Reply(frozenset())
            marked = reply.marked

    def take(self, question: Question, options: frozenset[str]) -> None:
        """Keeps an answer, and says which later answers it leaves without a question."""
        self.given[question.id] = options
        dropped = stale_answers(self._questions, self.given)
        for name in dropped:
            del self.given[name]
        if dropped:
            self.dialogue.screen.say(f"No longer asked, so dropped: {joined(map(topic, dropped))}.")
        self._kept(self.given)

    def change(self, extra: str = "") -> Question | None:
        """Which of the answers to change; None when none."""
        questions = [question for question in asked_questions(self._questions, self.given) if question.id in self.given]
        choices = [Choice(question.id, _title(question)) for question in questions]
        reply = self.dialogue.one(
            "Change", [*choices, Choice(NO_SIGNALS, extra or "None of them")], signals=(Signal.BACK,)
        )
        return next((question for question in questions if question.id in reply.chosen), None)

    def _can_change(self, question: Question) -> str:
        from advisor.analysis.influence import (
            influence_words,  # worked out from masks, which nobody needs who does not ask
        )

        return influence_words(self.rulebase, self.given, question.id)

    def _heading(self, question: Question) -> str:
        """Where one stands; both numbers follow the answers given so far."""
        number, left = progress(question, self._questions, self.given)
        return f"Question {number}, {remaining_words(left)}"

    def _actions(self, question: Question) -> list[Choice]:
        if not question.several:
            return []
        none = Choice(NO_SIGNALS, "None of these", action=True)
        if self._identify and question.id == self.rulebase.kinds.question:
            return [Choice(UNKNOWN, "I don't know which kind", action=True), none]
        return [none]

    def _none_is_meant(self, question: Question, *, forgot: bool) -> bool:
        if forgot and self.dialogue.screen.moves:
            self.dialogue.screen.say("Nothing is marked; the space bar marks a line.")
        if question.id == self.rulebase.kinds.question:
            self.dialogue.screen.say("With none of these no treatment is suggested, only general advice.")
        return yes(self.dialogue, "None of these", "Yes, none of these", "No, ask me again", careful=True)

    def _before(self, question: Question) -> Question:
        earlier = previous_question(question, self._questions, self.given)
        if earlier is None:
            self.dialogue.screen.say("This is the first question.")
        return earlier or question

    def _last(self) -> Question:
        return asked_questions(self._questions, self.given)[-1]

    def _after_review(self, question: Question | None) -> Question | None:
        """What to ask after the review: opened at a question, or at the end, where None is the end."""
        self._reviewed_at = question
        if question is None:
            return self._review(self._last())
        return self._review(question, early=True) or question

    def _review(self, back: Question, *, early: bool = False) -> Question | None:
        """Every answer on a line; the question to ask again, or None to go on."""
        screen = self.dialogue.screen
        while True:
            screen.say(BLANK, Block("Your answers", "heading"))
            shown = [(q, self.given[q.id]) for q in asked_questions(self._questions, self.given) if q.id in self.given]
            screen.say(*(Block(f"{_title(q)}: {answered(q, options)}", indent=2) for q, options in shown))
            screen.gap()
            go_on = Choice("go", "Go on with the questions" if early else "Show the advice")
            choices = [go_on, Choice("change", "Change an answer")] if shown else [go_on]
            reply = self.dialogue.one("Next", choices, signals=(Signal.BACK,))
            if reply.signal is Signal.BACK:
                return back
            if "go" in reply.chosen:
                return None
            self._changing = self.change()
            if self._changing:
                return self._changing


def ask(
    dialogue: Dialogue,
    question: Question,
    marked: frozenset[str],
    signals: Sequence[Signal],
    actions: Sequence[Choice] = (),
    can_change: Callable[[Question], str] | None = None,
) -> Reply:
    """Asks one question; ``?`` says why it is asked and what the option pointed at means, and asks again.

    ``can_change`` gives a sentence on what the answer can still change.
    """
    choices = [*(Choice(o.id, o.label, o.help, o.drawing) for o in question.options), *actions]
    opening_words(dialogue, question, len(choices))
    pointed: str | None = None if question.several else next(iter(marked), None)
    if pointed is None and dialogue.screen.moves:  # typed answers have no pointer, and Enter alone takes none
        pointed = _begins_on(question)
    while True:
        if question.several:
            reply = dialogue.several("Mark", choices, marked=marked, pointed=pointed, signals=signals)
        else:
            reply = dialogue.one("Your answer", choices, pointed=pointed, signals=signals)
        if reply.signal is not Signal.WHY:
            break
        _explain(dialogue, question, reply.pointed, can_change(question) if can_change else "")
        marked, pointed = (reply.marked, reply.pointed) if question.several else (marked, reply.pointed)
    if not reply.signal and dialogue.screen.moves:
        named = {**{c.id: c.label for c in actions}, **{o.id: o.short for o in question.options}}
        said = joined(name for choice, name in named.items() if choice in reply.chosen)
        dialogue.screen.say(Block(said or "none marked", indent=1, mark="> "))
    return reply


def _begins_on(question: Question) -> str | None:
    """The option a hasty Enter may take without saying more than the person knows."""
    if question.default is not None:
        return question.default
    return NOT_SURE if NOT_SURE in question.option_ids else None


def opening_words(dialogue: Dialogue, question: Question, choices: int) -> None:
    """Prints a question with its help, and what its options mean where the prompt still fits below."""
    screen = dialogue.screen
    screen.say(Block(question.ask, "name"))
    about = [Block(question.help)] if question.help else []
    means = [Block(f"{o.label}. {o.help}", indent=2, mark="- ") for o in question.options if o.help]
    room = screen.rows - choices - height([Block(question.ask)], screen.width) - 2  # the heading and the prompt's line
    if screen.moves and means and height([*about, *means], screen.width) > room:
        means = [Block("? also says more about the option you are at.", "quiet")]
    screen.say(*about, *(means if screen.moves else ()))


def drawn(dialogue: Dialogue, choice_drawing: Sequence[str]) -> None:
    """Prints a drawing where drawings are of use; a screen reader would spell it out."""
    if dialogue.screen.moves:
        dialogue.screen.say(*(Block(line, indent=2, verbatim=True) for line in choice_drawing))


def yes(dialogue: Dialogue, message: str, agree: str, disagree: str, *, careful: bool = False) -> bool:
    """Whether the person agrees; going back is not agreeing. ``careful``: the pointer begins on not agreeing."""
    choices = [Choice("yes", agree), Choice("no", disagree)]
    reply = dialogue.one(message, choices, pointed="no" if careful else "yes", signals=(Signal.BACK,))
    return "yes" in reply.chosen


def _title(question: Question) -> str:
    return capitalised(topic(question.id))


def _explain(dialogue: Dialogue, question: Question, pointed: str | None, can_change: str) -> None:
    screen = dialogue.screen
    screen.gap()
    screen.say(f"Why this is asked: {question.why}")
    if can_change:
        screen.say(can_change)
    option = next((option for option in question.options if option.id == pointed), None)
    if option and screen.moves and (option.help or option.drawing):
        screen.say(BLANK, Block(f"{option.label}. {option.help}" if option.help else option.label))
        drawn(dialogue, option.drawing)
    screen.gap()
