"""The interview: asks the questions, goes back, explains why a question is asked, and reviews the answers."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from advisor.model.rules import NOT_SURE
from advisor.model.wording import answered, capitalised, joined, remaining_words, topic
from advisor.questionnaire.flow import asked_questions, next_question, previous_question, progress, stale_answers
from advisor.render.text_blocks import BLANK, Block, height
from advisor.terminal.dialogue import Choice, ChoiceRequest, Reply, Signal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from advisor.analysis.influence import Influences
    from advisor.model.rulebase import RuleBase
    from advisor.model.rules import Question
    from advisor.terminal.dialogue import Dialogue

__all__ = ["Interview", "ask", "show_drawing", "yes"]

Given = dict[str, frozenset[str]]
_ALL_SIGNALS = tuple(Signal)
# ids of choices that are no options of a question; no id in a rule file contains a `?`
_NONE = "?none"
_UNKNOWN = "?unknown"


class Interview:
    """The questionnaire, as one person goes through it.

    ``given`` are the answers so far, ``keep`` is called with them after each answer, and ``identify`` leads someone who
    does not know which kind they have: it takes the kinds marked so far and returns those found.
    """

    def __init__(
        self,
        dialogue: Dialogue,
        rulebase: RuleBase,
        given: Mapping[str, frozenset[str]],
        keep: Callable[[Mapping[str, frozenset[str]]], None],
        identify: Callable[[frozenset[str]], frozenset[str]] | None,
    ) -> None:
        self.dialogue = dialogue
        self.rulebase = rulebase
        self.given: Given = dict(given)
        self._questions = rulebase.questions
        self._keep = keep
        self._identify = identify
        self._reviewed_at: Question | None = None  # the question at which the review was last opened, None at the end
        self._changing: Question | None = None  # the question chosen on the review and not answered yet

    def run(self) -> None:
        """Asks until every question has an answer and the person goes on from the review."""
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

    def put(self, question: Question, signals: Sequence[Signal] = _ALL_SIGNALS) -> Reply:
        """Asks one question until it is answered on purpose, or a signal is given."""
        screen = self.dialogue.screen
        marked = self.given.get(question.id, frozenset())
        while True:
            screen.gap()
            screen.say(Block(self._heading(question), "quiet"))
            reply = ask(self.dialogue, question, marked, signals, self._actions(question), self._can_change)
            if reply.signal:
                return reply
            if _UNKNOWN in reply.chosen and self._identify:
                marked = reply.marked | self._identify(reply.marked)
                continue
            if not question.several or (reply.chosen and _NONE not in reply.chosen):
                return reply
            if self._none_is_meant(question, unmarked=not reply.chosen):
                return Reply(frozenset())
            marked = reply.marked

    def take(self, question: Question, options: frozenset[str]) -> None:
        """Takes an answer, and drops the answers to questions that are no longer asked because of it."""
        self.given[question.id] = options
        dropped = stale_answers(self._questions, self.given)
        for name in dropped:
            del self.given[name]
        if dropped:
            self.dialogue.screen.say(f"No longer asked, so dropped: {joined(map(topic, dropped))}.")
        self._keep(self.given)

    def question_to_change(self, decline: str = "None of them") -> Question | None:
        """Asks which answer to change; returns None for ``decline``, and when the person goes back."""
        questions = [question for question in asked_questions(self._questions, self.given) if question.id in self.given]
        choices = [Choice(question.id, _title(question)) for question in questions]
        chosen = self.dialogue.choose("Change", [*choices, Choice(_NONE, decline)])
        return next((question for question in questions if question.id == chosen), None)

    def _can_change(self, question: Question) -> str:
        return self._influences.words(self.given, question.id)

    @cached_property
    def _influences(self) -> Influences:
        from advisor.analysis.influence import Influences  # loads the masks, needed only by those who ask why

        return Influences(self.rulebase)

    def _heading(self, question: Question) -> str:
        """Returns the number of a question and how many can follow; both depend on the answers so far."""
        number, left = progress(question, self._questions, self.given)
        return f"Question {number}, {remaining_words(left)}"

    def _actions(self, question: Question) -> list[Choice]:
        if not question.several:
            return []
        none = Choice(_NONE, "None of these", action=True)
        if self._identify and question.id == self.rulebase.kinds.question:
            return [Choice(_UNKNOWN, "I don't know which kind", action=True), none]
        return [none]

    def _none_is_meant(self, question: Question, *, unmarked: bool) -> bool:
        if unmarked and self.dialogue.screen.moves:
            self.dialogue.screen.say("Nothing is marked; the space bar marks a line.")
        if question.id == self.rulebase.kinds.question:
            self.dialogue.screen.say("With none of these no treatment is suggested, only general advice.")
        return yes(self.dialogue, "None of these", "Yes, none of these", "No, ask me again", careful=True)

    def _before(self, question: Question) -> Question:
        earlier = previous_question(question, self._questions, self.given)
        if earlier is None:
            self.dialogue.screen.say("This is the first question.")
        return earlier or question

    def _after_review(self, question: Question | None) -> Question | None:
        """Shows the review, opened at a question or (None) at the end; returns what to ask next, None at the end."""
        self._reviewed_at = question
        if question is None:
            return self._review(asked_questions(self._questions, self.given)[-1])
        return self._review(question, early=True) or question

    def _review(self, back: Question, *, early: bool = False) -> Question | None:
        """Shows every answer; returns the question to ask again (``back`` to go back), or None to go on."""
        screen = self.dialogue.screen
        while True:
            screen.say(BLANK, Block("Your answers", "heading"))
            answers = [
                (q, self.given[q.id]) for q in asked_questions(self._questions, self.given) if q.id in self.given
            ]
            screen.say(*(Block(f"{_title(q)}: {answered(q, options)}", indent=2) for q, options in answers))
            screen.gap()
            go_on = Choice("go", "Go on with the questions" if early else "Show the advice")
            choices = [go_on, Choice("change", "Change an answer")] if answers else [go_on]
            chosen = self.dialogue.choose("Next", choices)
            if chosen is None:
                return back
            if chosen == "go":
                return None
            self._changing = self.question_to_change()
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
    """Asks one question. ``?`` explains why it is asked and what the option pointed at means, and asks again.

    ``marked`` are the options given before, ``actions`` are further choices, and ``can_change`` returns a sentence on
    what the answer can still change.
    """
    choices = [*(Choice(o.id, o.label, o.help, o.drawing) for o in question.options), *actions]
    _introduce(dialogue, question, len(choices))
    pointed: str | None = None if question.several else next(iter(marked), None)
    if pointed is None and dialogue.screen.moves:  # where answers are typed, Enter alone must not answer
        pointed = _safe_option(question)
    while True:
        if question.several:
            reply = dialogue.several(ChoiceRequest("Mark", choices, pointed, marked, signals))
            marked = reply.marked
        else:
            reply = dialogue.one(ChoiceRequest("Your answer", choices, pointed, signals=signals))
        if reply.signal is not Signal.WHY:
            break
        _explain(dialogue, question, reply.pointed, can_change(question) if can_change else "")
        pointed = reply.pointed
    if not reply.signal and dialogue.screen.moves:
        names = {**{choice.id: choice.label for choice in actions}, **{o.id: o.short for o in question.options}}
        chosen = joined(name for choice, name in names.items() if choice in reply.chosen)
        dialogue.screen.say(Block(chosen or "none marked", indent=1, mark="> "))
    return reply


def _safe_option(question: Question) -> str | None:
    """Returns the option that a hasty Enter may take, because it claims nothing that the person may not know."""
    if question.default is not None:
        return question.default
    return NOT_SURE if NOT_SURE in question.option_ids else None


def _introduce(dialogue: Dialogue, question: Question, choices: int) -> None:
    """Prints a question with its help, and what its options mean when the prompt still fits below."""
    screen = dialogue.screen
    screen.say(Block(question.ask, "name"))
    about = [Block(question.help)] if question.help else []
    meanings = [Block(f"{o.label}. {o.help}", indent=2, mark="- ") for o in question.options if o.help]
    room = (
        screen.rows - choices - height([Block(question.ask)], screen.width) - 2
    )  # less the heading and the line of the prompt
    if screen.moves and meanings and height([*about, *meanings], screen.width) > room:
        meanings = [Block("? also says more about the option you are at.", "quiet")]
    screen.say(*about, *(meanings if screen.moves else ()))


def show_drawing(dialogue: Dialogue, drawing: Sequence[str]) -> None:
    """Prints the lines of a drawing, except for plain prompts: a screen reader would spell them out."""
    if dialogue.screen.moves:
        dialogue.screen.say(*(Block(line, indent=2, verbatim=True) for line in drawing))


def yes(dialogue: Dialogue, message: str, agree: str, disagree: str, *, careful: bool = False) -> bool:
    """Returns whether the person agrees; going back is not agreeing. ``careful``: the pointer begins at disagreeing."""
    choices = [Choice("yes", agree), Choice("no", disagree)]
    return dialogue.choose(message, choices, pointed="no" if careful else "yes") == "yes"


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
        show_drawing(dialogue, option.drawing)
    screen.gap()
