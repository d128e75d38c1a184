"""The menu below the advice: explain it, change an answer, mark what matters, compare options, and save."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, cast

from advisor.analysis.alternatives import offers
from advisor.analysis.annotations import annotations_of
from advisor.analysis.comparison import FEWEST, MOST, comparable_options, compare
from advisor.analysis.explanation import why, why_not
from advisor.diagnostics.errors import PdfUnavailable, UsageError
from advisor.questionnaire.answers import check_answers, plain_answers
from advisor.questionnaire.flow import next_question
from advisor.render.console import advice_blocks, annotation_blocks, warning_blocks
from advisor.render.explanations import (
    comparison_blocks,
    line_blocks,
    move_blocks,
    offer_blocks,
    treatment_blocks,
)
from advisor.render.files import ENDINGS, advice_file, with_ending, write_new
from advisor.render.pdf import installed
from advisor.render.summary import summary
from advisor.render.text_blocks import BLANK, Block, paged, rest
from advisor.terminal.dialogue import Choice, ChoiceRequest, Signal
from advisor.terminal.interview import Interview, yes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from advisor.engine.consultation import Consultation
    from advisor.model.advice import Advice, Suggestion, Unsuggested
    from advisor.questionnaire.answers import Answers
    from advisor.render.files import Format
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
_BACK = "?back"
_MATTERS = (
    "Mark what matters to you. Nothing is hidden by it, and nothing is put in another order: below each suggestion "
    "you then read what the source says of it. A mark is kept until you leave."
)


class Menu:
    """Shows the advice, then does what the person chooses from the menu."""

    def __init__(self, dialogue: Dialogue, consultation: Consultation, answers: Answers) -> None:
        self.dialogue = dialogue
        self.consultation = consultation
        self.answers = answers
        self.advice: Advice = consultation.advise(answers)
        self.values: frozenset[str] = frozenset()  # the ids of the values that matter to the person

    def show(self) -> None:
        """Shows the first screen of the advice, then all of it, in pages where prompts are redrawn in place."""
        screen, rulebase = self.dialogue.screen, self.consultation.rulebase
        screen.show(summary(rulebase, self.advice, screen.width, screen.rows - len(_READING) - 2))
        chosen = self._ask_to_read("The whole advice")
        if chosen != "menu":
            self._pages(tuple(advice_blocks(rulebase, self.advice, self.values)), at_once=chosen == "rest")

    def run(self) -> None:
        """Asks what to do next, and does it, until the person leaves."""
        actions = {
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
            pointed = self.dialogue.choose("What next?", choices, pointed=pointed, back=False)
            if pointed not in actions:
                return
            actions[pointed]()

    def _ask_to_read(self, message: str) -> str | None:
        """Asks whether to read ``on``, the ``rest`` at once, or go to the ``menu``; without pages it is the rest."""
        screen = self.dialogue.screen
        screen.gap()
        return self.dialogue.choose(message, _READING, back=False) if screen.moves else "rest"

    def _pages(self, blocks: Sequence[Block], *, at_once: bool = False) -> None:
        """Shows blocks in pages as high as the window, or ``at_once``."""
        screen = self.dialogue.screen
        size = (screen.width, screen.rows - len(_READING) - 3)
        pages = [list(blocks)] if at_once or not screen.moves else paged(blocks, *size)
        for number, page in enumerate(pages, 1):
            screen.show(page)
            if number == len(pages):
                return
            chosen = self._ask_to_read(f"Page {number} of {len(pages)}")
            if chosen == "rest":
                screen.show(rest(blocks, *size, number))
            if chosen != "on":
                return

    def _pick(self, treatments: Iterable[Suggestion | Unsuggested]) -> str | None:
        """Asks for one of the treatments and returns its id; None when the person goes back."""
        choices = [Choice(one.treatment, one.name) for one in treatments]
        chosen = self.dialogue.choose("Which one?", [*choices, Choice(_BACK, "Back to the menu")])
        return None if chosen == _BACK else chosen

    def _why(self) -> None:
        """Explains why a suggestion is suggested, with its warnings and what else there is to know of it."""
        if not self.advice.suggestions:
            self.dialogue.screen.say("No treatment is suggested.")
        elif picked := self._pick(self.advice.suggestions):
            lines = why(self.consultation.rulebase, self.advice, picked)
            rulebase, suggestion = self.consultation.rulebase, self.advice.offered(picked)
            assert suggestion is not None
            warnings = (BLANK, *warning_blocks(rulebase, suggestion, indent=2))
            about = treatment_blocks(rulebase.treatment_by_id[picked])
            self._pages((*line_blocks(lines), *warnings, *about, *self._annotated(picked, indent=2)))

    def _why_not(self) -> None:
        """Explains why a treatment is not suggested."""
        advice = self.advice
        if picked := self._pick((*advice.beyond_budget, *advice.not_recommended, *advice.not_applicable)):
            lines = why_not(self.consultation.rulebase, self.answers, advice, picked)
            self._pages(tuple(line_blocks(lines)))

    def _annotated(self, treatment: str, indent: int = 4) -> Iterator[Block]:
        return annotation_blocks(annotations_of(self.consultation.rulebase, treatment, self.values), indent)

    def _matters(self) -> None:
        """Asks which values matter, and shows what the source says about them of each suggestion."""
        deciding = self.consultation.rulebase.deciding
        assert deciding is not None
        screen = self.dialogue.screen
        screen.say(BLANK, Block(_MATTERS))
        if screen.moves:  # plain prompts print the help of each choice
            screen.say(*(Block(f"{value.label}: {value.help}", indent=2, mark="- ") for value in deciding.values))
        screen.gap()
        choices = [Choice(value.id, value.label, value.help) for value in deciding.values]
        none = Choice(_BACK, "None of these", action=True)
        request = ChoiceRequest("Mark", [*choices, none], marked=self.values, signals=(Signal.BACK,))
        reply = self.dialogue.several(request)
        if reply.signal:
            screen.say("Nothing was changed.")
            return
        self.values = reply.chosen - {_BACK}
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
        """Compares two to four options, of which one can be having no treatment."""
        rulebase = self.consultation.rulebase
        choices = [Choice(option.id, option.name) for option in comparable_options(rulebase, self.advice)]
        choices.append(Choice(_BACK, "Back to the menu", action=True))
        message = f"Mark {FEWEST} to {MOST}"
        request = ChoiceRequest(message, choices, signals=(Signal.BACK,), fewest=FEWEST, most=MOST)
        reply = self.dialogue.several(request)
        if reply.signal or _BACK in reply.chosen:
            return
        order = [choice.id for choice in choices if choice.id in reply.chosen]
        self._pages(tuple(comparison_blocks(compare(rulebase, self.advice, order, sorted(self.values)))))

    def _change(self) -> None:
        """Asks a question again, and those that the new answer leads to, and shows what moved; saves no draft."""
        rulebase = self.consultation.rulebase
        self.dialogue.screen.say(*offer_blocks(rulebase, offers(rulebase, self.answers)))
        interview = Interview(self.dialogue, rulebase, self.answers.given, lambda given: None, None)
        question = interview.question_to_change("Back to the menu")
        while question is not None:
            reply = interview.put(question, (Signal.WHY, Signal.BACK))
            if reply.signal:
                self.dialogue.screen.say("Nothing was changed.")
                return
            interview.take(question, reply.chosen)
            question = next_question(rulebase.questions, interview.given)
        answers = check_answers(rulebase, plain_answers(rulebase.questions, interview.given))
        if answers.given == self.answers.given:
            self.dialogue.screen.say("Nothing was changed.")
            return
        after = self.consultation.advise(answers)
        self._pages([BLANK, *move_blocks(rulebase, self.advice, after)])
        self.dialogue.screen.gap()
        if yes(self.dialogue, "Go on with", "The changed answer", "The answer as it was"):
            self.answers, self.advice = answers, after

    def _save(self) -> None:
        """Saves the advice to a file, in a format and under a name that the person chooses."""
        choices = [Choice("text", "Text"), Choice("json", "JSON"), Choice("html", "Hand-out, as a page (HTML)")]
        if installed():
            choices.append(Choice("pdf", "Hand-out, to print (PDF)"))
        chosen = self.dialogue.choose("Save as", choices)
        if chosen is None:
            return
        form = cast("Format", chosen)
        path = self._ask_path(form)
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

    def _ask_path(self, form: Format) -> Path | None:
        """Asks where to save until the name fits the format; returns None when no name is given."""
        proposed = f"{'handout' if form in ('html', 'pdf') else 'advice'}{ENDINGS[form][0]}"
        while name := self.dialogue.text("File name", proposed):
            try:
                return with_ending(Path(name).expanduser(), form)
            except UsageError as error:
                self.dialogue.screen.say(f"{error}.")
            except RuntimeError as error:  # raised for `~nobody`
                self.dialogue.screen.say(f"That is no name for a file: {error}.")
        return None

    def _write(self, path: Path, content: bytes) -> None:
        """Writes a file, and asks before it replaces one."""
        say = self.dialogue.screen.say
        try:
            exists = path.exists()
            if path.is_dir():
                say(f"{path} is a folder; please give a file name.")
                return
            if exists and not yes(self.dialogue, f"{path} exists", "Replace it", "Leave it as it is", careful=True):
                say("Nothing was saved.")
                return
            write_new(path, content, replace=exists)
        except (OSError, ValueError, RuntimeError) as error:
            say(f"It could not be saved: {getattr(error, 'strerror', None) or error}. Nothing else is lost.")
        else:
            say(f"Saved as {path}.")
