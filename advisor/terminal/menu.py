"""What can be done once the advice stands on the screen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from advisor.analysis import explanation
from advisor.analysis.alternatives import offers
from advisor.analysis.annotations import annotations_of
from advisor.analysis.comparison import FEWEST, MOST, comparable_options, compare
from advisor.diagnostics.errors import PdfUnavailable, UsageError
from advisor.questionnaire.answers import Answers, check_answers
from advisor.questionnaire.flow import next_question
from advisor.render.console import advice_blocks, annotation_blocks, warning_blocks
from advisor.render.explanations import (
    comparison_blocks,
    line_blocks,
    move_blocks,
    offer_blocks,
    treatment_blocks,
)
from advisor.render.files import ENDINGS, with_ending, write_new
from advisor.render.summary import summary
from advisor.render.text_blocks import BLANK, Block, paged, rest
from advisor.terminal.dialogue import Choice, Signal
from advisor.terminal.interview import Interview, yes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from advisor.engine.consultation import Consultation
    from advisor.model.advice import Advice, Suggestion, Unsuggested
    from advisor.render.formats import Format
    from advisor.terminal.dialogue import Dialogue

__all__ = ["Menu"]

_CHOICES = (
    Choice("why", "Why this one"),
    Choice("why_not", "Why not that one"),
    Choice("change", "Change an answer: what moves?"),
    Choice("matters", "What matters to you"),
    Choice("compare", "Compare options"),
    Choice("save", "Save to a file"),
    Choice("again", "Show the advice again"),
    Choice("leave", "Leave"),
)
_READING = (Choice("on", "Read on"), Choice("menu", "To the menu"), Choice("rest", "Show the rest at once"))
_NO_ONE = "?back"
_MATTERS = (
    "Mark what matters to you. Nothing is hidden by it, and nothing is put in another order: below each suggestion "
    "you then read what the source says of it. A mark is kept until you leave."
)


class Menu:
    """The advice on the screen and the menu below it."""

    def __init__(self, dialogue: Dialogue, consultation: Consultation, answers: Answers) -> None:
        self.dialogue = dialogue
        self.consultation = consultation
        self.answers = answers
        self.advice: Advice = consultation.advise(answers)
        self.values: frozenset[str] = frozenset()  # what the person said matters to them

    def show(self) -> None:
        """The short screen, then all of it, page by page where pages can be turned."""
        screen, rulebase = self.dialogue.screen, self.consultation.rulebase
        screen.show(summary(rulebase, self.advice, screen.width, screen.rows - len(_READING) - 2))
        chosen = self._reads_on("The whole advice")
        if chosen != "menu":
            self._pages(tuple(advice_blocks(rulebase, self.advice, self.values)), at_once=chosen == "rest")

    def run(self) -> None:
        """Until the person leaves."""
        todo = {
            "why": self._why,
            "why_not": self._why_not,
            "change": self._change,
            "matters": self._matters,
            "compare": self._compare,
            "save": self._save,
            "again": self.show,
        }
        deciding = self.consultation.rulebase.deciding
        choices = [choice for choice in _CHOICES if choice.id != "matters" or (deciding and deciding.values)]
        pointed: str | None = None
        while True:
            self.dialogue.screen.gap()
            reply = self.dialogue.one("What next?", choices, pointed=pointed)
            chosen = next(iter(reply.chosen))
            if chosen == "leave":
                return
            todo[chosen]()
            pointed = chosen

    def _reads_on(self, message: str) -> str:
        """``on``, ``rest`` (at once) or ``menu``, asked where pages are turned."""
        screen = self.dialogue.screen
        screen.gap()
        if not screen.moves:  # what is only written downwards is written in one go
            return "rest"
        return next(iter(self.dialogue.one(message, _READING).chosen))

    def _pages(self, blocks: Sequence[Block], *, at_once: bool = False) -> None:
        """Shows blocks a window's height at a time, or the rest of them at once when that is wanted."""
        screen = self.dialogue.screen
        size = (screen.width, screen.rows - len(_READING) - 3)
        found = [list(blocks)] if at_once or not screen.moves else paged(blocks, *size)
        for number, page in enumerate(found, 1):
            screen.show(page)
            if number == len(found):
                return
            chosen = self._reads_on(f"Page {number} of {len(found)}")
            if chosen == "rest":
                screen.show(rest(blocks, *size, number))
            if chosen != "on":
                return

    def _pick(self, message: str, among: Sequence[tuple[str, str]]) -> str | None:
        """One treatment of ``(id, name)`` pairs; None when the person goes back."""
        choices = [Choice(treatment, name) for treatment, name in among]
        choices.append(Choice(_NO_ONE, "Back to the menu"))
        reply = self.dialogue.one(message, choices, signals=(Signal.BACK,))
        chosen = next(iter(reply.chosen), _NO_ONE)
        return None if chosen == _NO_ONE else chosen

    def _why(self) -> None:
        shown = _named(self.advice.suggestions)
        if not shown:
            self.dialogue.screen.say("No treatment is suggested.")
        elif treatment := self._pick("Which one?", shown):
            lines = explanation.why(self.consultation.rulebase, self.advice, treatment)
            rulebase, shown_one = self.consultation.rulebase, self.advice.offered(treatment)
            assert shown_one is not None
            warned = (BLANK, *warning_blocks(rulebase, shown_one, indent=2))
            about = treatment_blocks(rulebase.treatment_by_id[treatment])
            self._pages((*line_blocks(lines), *warned, *about, *self._annotated(treatment, indent=2)))

    def _why_not(self) -> None:
        advice = self.advice
        others = _named(advice.beyond_budget) + _named((*advice.not_recommended, *advice.not_applicable))
        if treatment := self._pick("Which one?", others):
            lines = explanation.why_not(self.consultation.rulebase, self.answers, self.advice, treatment)
            self._pages(tuple(line_blocks(lines)))

    def _annotated(self, treatment: str, indent: int = 4) -> Iterator[Block]:
        """What is said of a treatment in the light of what the person marked."""
        return annotation_blocks(annotations_of(self.consultation.rulebase, treatment, self.values), indent)

    def _matters(self) -> None:
        """Asks what matters; the advice stays as it is, and each suggestion is told of in its light."""
        deciding = self.consultation.rulebase.deciding
        assert deciding is not None
        screen = self.dialogue.screen
        screen.say(BLANK, Block(_MATTERS))
        if screen.moves:  # else each choice is shown with its help
            screen.say(*(Block(f"{value.label}: {value.help}", indent=2, mark="- ") for value in deciding.values))
        screen.gap()
        choices = [Choice(value.id, value.label, value.help) for value in deciding.values]
        none = Choice(_NO_ONE, "None of these", action=True)
        reply = self.dialogue.several("Mark", [*choices, none], marked=self.values, signals=(Signal.BACK,))
        if reply.signal:
            screen.say("Nothing was changed.")
            return
        self.values = reply.chosen - {_NO_ONE}
        if not self.values:
            screen.say("Nothing is marked.")
            return
        marked = [value.label for value in deciding.values if value.id in self.values]
        blocks = [Block("What matters to you", "heading"), Block(f"You marked: {', '.join(marked)}.", indent=2)]
        if not self.advice.suggestions:
            blocks.append(Block("No treatment is suggested, so there is nothing to tell of them.", indent=2))
        for suggestion in self.advice.suggestions:
            blocks.append(Block(suggestion.name, "name", indent=2, mark=f"{suggestion.rank}. "))
            blocks.extend(self._annotated(suggestion.treatment))
        self._pages(blocks)

    def _compare(self) -> None:
        """Two to four options side by side, having no treatment among them."""
        rulebase = self.consultation.rulebase
        choices = [Choice(one.id, one.name) for one in comparable_options(rulebase, self.advice)]
        choices.append(Choice(_NO_ONE, "Back to the menu", action=True))
        message = f"Mark {FEWEST} to {MOST}"
        reply = self.dialogue.several(message, choices, signals=(Signal.BACK,), fewest=FEWEST, most=MOST)
        if reply.signal or _NO_ONE in reply.chosen:
            return
        order = [choice.id for choice in choices if choice.id in reply.chosen]
        self._pages(tuple(comparison_blocks(compare(rulebase, self.advice, order, sorted(self.values)))))

    def _change(self) -> None:
        """Asks a question again, and any that the new answer brings; nothing of it is kept in a draft."""
        rulebase = self.consultation.rulebase
        self.dialogue.screen.say(*offer_blocks(rulebase, offers(rulebase, self.answers)))
        interview = Interview(self.dialogue, rulebase, self.answers.given, lambda given: None, None)
        question = interview.change("Back to the menu")
        while question is not None:
            reply = interview.put(question, (Signal.WHY, Signal.BACK))
            if reply.signal:
                self.dialogue.screen.say("Nothing was changed.")
                return
            interview.take(question, reply.chosen)
            question = next_question(rulebase.questions, interview.given)
        answers = check_answers(rulebase, {name: self._raw(name, options) for name, options in interview.given.items()})
        if answers.given == self.answers.given:
            self.dialogue.screen.say("Nothing was changed.")
            return
        self._moved(answers)

    def _moved(self, answers: Answers) -> None:
        after = self.consultation.advise(answers)
        self._pages([BLANK, *move_blocks(self.consultation.rulebase, self.advice, after)])
        self.dialogue.screen.gap()
        if yes(self.dialogue, "Go on with", "The changed answer", "The answer as it was"):
            self.answers, self.advice = answers, after

    def _raw(self, question_id: str, options: frozenset[str]) -> object:
        question = self.consultation.rulebase.question_by_id[question_id]
        return sorted(options) if question.several else next(iter(options))

    def _save(self) -> None:
        from datetime import date

        from advisor.render.formats import advice_file
        from advisor.render.pdf import installed

        choices = [Choice("text", "Text"), Choice("json", "JSON"), Choice("html", "Hand-out, as a page (HTML)")]
        if installed():
            choices.append(Choice("pdf", "Hand-out, to print (PDF)"))
        reply = self.dialogue.one("Save as", choices, signals=(Signal.BACK,))
        if reply.signal:
            return
        form = cast("Format", next(iter(reply.chosen)))
        path = self._named_file(form)
        if path is None:
            self.dialogue.screen.say("Nothing was saved.")
            return
        try:
            rulebase, marked = self.consultation.rulebase, sorted(self.values)
            content = advice_file(rulebase, self.advice, form, on=date.today(), values=marked)
        except PdfUnavailable as error:
            self.dialogue.screen.say(f"It could not be saved: {error}. Nothing else is lost.")
            return
        self._write(path, content)

    def _named_file(self, form: Format) -> Path | None:
        """Where to save, asked until the name does not end like another format; None when none is given."""
        proposed = f"{'handout' if form in ('html', 'pdf') else 'advice'}{ENDINGS[form][0]}"
        while named := self.dialogue.text("File name", proposed):
            try:
                return with_ending(Path(named).expanduser(), form)
            except UsageError as error:
                self.dialogue.screen.say(f"{error}.")
            except RuntimeError as error:  # of `~nobody`
                self.dialogue.screen.say(f"That is no name for a file: {error}.")
        return None

    def _write(self, path: Path, content: bytes) -> None:
        """Writes a file; one that exists only after asking."""
        say = self.dialogue.screen.say
        try:
            if path.exists():
                if path.is_dir():
                    say(f"{path} is a folder; please give a file name.")
                    return
                if not yes(self.dialogue, f"{path} exists", "Replace it", "Leave it as it is", careful=True):
                    say("Nothing was saved.")
                    return
                write_new(path, content, replace=True)
            else:
                write_new(path, content, replace=False)
        except (OSError, ValueError, RuntimeError) as error:
            say(f"It could not be saved: {getattr(error, 'strerror', None) or error}. Nothing else is lost.")
        else:
            say(f"Saved as {path}.")


def _named(shown: Iterable[Suggestion | Unsuggested]) -> list[tuple[str, str]]:
    return [(treatment.treatment, treatment.name) for treatment in shown]
