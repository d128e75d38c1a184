"""The whole advice as text for a person: the first screen, then everything in full."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

from advisor.model.wording import (
    LEAD,
    ORDER,
    STRESSED,
    capitalised,
    counted,
    grade_words,
    joined,
    kind_words,
    no_warning_words,
    section_heading,
    severity_word,
    stands_words,
    topic,
)
from advisor.render.summary import answer_lines, note_sections, summary
from advisor.render.text_blocks import BLANK, Block, lay_out, text_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from rich.console import Console

    from advisor.analysis.annotations import Annotation
    from advisor.model.advice import Advice, Reason, ShownNote, Suggestion

__all__ = [
    "advice_blocks",
    "advice_text",
    "annotation_blocks",
    "basis_words",
    "escape_codes_wanted",
    "make_console",
    "print_advice",
    "print_blocks",
    "warning_blocks",
]

_WIDEST = 100  # longer lines are hard to read
_STYLES = {"body": "", "heading": "bold underline", "name": "bold", "stressed": "bold yellow", "quiet": "dim"}


def advice_text(advice: Advice, width: int = 80, values: Collection[str] = ()) -> str:
    """Returns the whole advice as plain text without escape codes."""
    return text_of(_everything(advice, width, values), width)


def print_advice(advice: Advice, values: Collection[str] = ()) -> None:
    """Prints the whole advice to standard output, in colour only where that is a terminal and colour is wanted."""
    width = min(shutil.get_terminal_size((80, 24)).columns, _WIDEST)
    if sys.stdout.isatty() and escape_codes_wanted():
        print_blocks(_everything(advice, width, values), make_console(True, width))
    else:  # without rich, which takes longer to load than the advice takes to work out
        sys.stdout.write(advice_text(advice, width, values))


def escape_codes_wanted() -> bool:
    """Returns whether the environment allows escape codes: ``TERM`` understands them and ``NO_COLOR`` is not set."""
    return os.environ.get("TERM", "") not in ("dumb", "unknown") and not os.environ.get("NO_COLOR")


def make_console(colour: bool, width: int) -> Console:
    """Returns a rich Console on standard output; without ``colour`` it writes no escape codes, not even for bold."""
    from rich.console import Console

    return Console(
        file=sys.stdout,
        width=width,
        color_system="auto" if colour else None,
        force_terminal=colour,
        no_color=not colour,
        markup=False,
        highlight=False,
        emoji=False,
    )


def print_blocks(blocks: Iterable[Block], console: Console) -> None:
    """Prints blocks to a console, as wide as the console is."""
    from rich.text import Text

    for line, tone in lay_out(blocks, console.width):
        console.print(Text(line, _STYLES[tone]), soft_wrap=True)


def basis_words(basis: str, claims: Sequence[str]) -> str:
    """Returns what a text rests on: ``[source: C077]``, ``[our judgement]``, ``[our judgement, leaning on C082]``."""
    named = ", ".join(claims)
    if basis == "source":
        return f"[source: {named}]" if named else "[source]"
    return f"[our judgement, leaning on {named}]" if named else "[our judgement]"


def annotation_blocks(annotations: Iterable[Annotation], indent: int = 4) -> Iterator[Block]:
    """Yields what there is to say of a treatment about each value that matters to the person."""
    for annotation in annotations:
        text = annotation.text
        if stands := stands_words(annotation.stands):
            text = f"{stands} {text} {basis_words(annotation.basis, annotation.claims)}"
        yield Block(f"{annotation.label}: {text}", indent=indent, mark="- ")


def warning_blocks(suggestion: Suggestion, indent: int = 5) -> Iterator[Block]:
    """Yields how many warnings a suggestion has and each of them in full, or what to know when it has none."""
    if suggestion.warnings:
        yield Block(f"{capitalised(counted(len(suggestion.warnings), 'warning'))}:", "name", indent=indent)
    else:
        yield Block(no_warning_words(suggestion.about.can_warn), "quiet", indent=indent)
    for warning in suggestion.warnings:
        stress = f"{STRESSED} " if warning.stressed else ""
        text = f"{severity_word(warning.severity)}: {warning.text} {basis_words(warning.basis, warning.claims)}"
        yield Block(f"{stress}{text}", "stressed" if warning.stressed else "body", indent=indent, mark="! ")


def advice_blocks(advice: Advice, values: Collection[str] = ()) -> Iterator[Block]:
    """Yields everything below the first screen: the answers, the notes that lead, the options, and the other notes.

    ``values`` are the ids of the values that matter to the person; each option then says what the source has on them.
    """
    yield from _heading("Your answers")
    for question_id, answer in answer_lines(advice):
        yield Block(f"{capitalised(topic(question_id))}: {answer}", indent=2)
    if advice.unused_answers:
        unused = joined(map(topic, advice.unused_answers))
        yield Block(f"Not used, because nothing asked for it: {unused}.", indent=2)
    if lead_notes := [note for note in advice.notes if note.lead]:
        yield from _heading(LEAD)
        yield from map(_note, lead_notes)
    deciding = advice.rulebase.deciding if advice.plans else None
    if deciding:
        yield from _heading(deciding.nothing.name)
        yield Block(f"{deciding.nothing.what} {basis_words(deciding.nothing.basis, deciding.nothing.claims)}", indent=2)
    if advice.suggestions:
        yield from _heading(f"Suggestions ({len(advice.suggestions)})")
        yield Block(ORDER, "quiet", indent=2)
    for suggestion in advice.suggestions:
        yield from _suggestion(advice, suggestion, values)
    if advice.beyond_budget:
        yield from _heading(f"Beyond your budget ({len(advice.beyond_budget)})")
    for suggestion in advice.beyond_budget:
        yield from _suggestion(advice, suggestion, values)
    yield from _unsuggested(advice)
    for section, notes in note_sections(advice):
        yield from _heading(section_heading(section))
        yield from map(_note, notes)
    if deciding:
        yield from _heading("Before you decide")
        yield from (Block(question, indent=2, mark="- ") for question in deciding.ready)
    yield from _about(advice)


def _everything(advice: Advice, width: int, values: Collection[str]) -> Iterator[Block]:
    yield from summary(advice, width)
    yield from advice_blocks(advice, values)


def _heading(text: str) -> Iterator[Block]:
    yield BLANK
    yield Block(text, "heading")


def _suggestion(advice: Advice, suggestion: Suggestion, values: Collection[str]) -> Iterator[Block]:
    rulebase, about = advice.rulebase, suggestion.about
    yield BLANK
    yield Block(suggestion.name, "name", indent=2, mark=f"{suggestion.rank}. ")
    yield Block(f"{suggestion.what} {basis_words(about.basis, about.claims)}", indent=5)
    yield Block(f"How well: {about.how_well}", indent=5)
    yield Block(f"Where: {about.where}", indent=5)
    if suggestion.would_need:
        yield Block(f"It would need: {suggestion.would_need.text}", indent=5)
    for fit in suggestion.fits:
        graded = grade_words(rulebase.grades[fit.grade], fit.basis)
        yield Block(f"For {kind_words(rulebase.kinds, [fit.kind])}: {graded}", indent=5)
    for reason in suggestion.reasons:
        yield _reason(advice, reason, name_kinds=len(advice.plans) > 1, indent=5)
    yield from warning_blocks(suggestion)
    if values:
        from advisor.analysis.annotations import annotations_of  # needed only where values were marked

        yield Block("What matters to you:", "name", indent=5)
        yield from annotation_blocks(annotations_of(rulebase.deciding, suggestion.treatment, values), indent=5)


def _unsuggested(advice: Advice) -> Iterator[Block]:
    if advice.not_recommended:
        yield from _heading(f"Not recommended for you ({len(advice.not_recommended)})")
    for treatment in advice.not_recommended:
        yield Block(treatment.name, "name", indent=2)
        yield from (_reason(advice, reason, name_kinds=True, indent=4) for reason in treatment.reasons)
    if advice.not_applicable:
        yield from _heading("Not called for by your answers")
        yield Block(", ".join(treatment.name for treatment in advice.not_applicable) + ".", indent=2)


def _reason(advice: Advice, reason: Reason, *, name_kinds: bool, indent: int) -> Block:
    kinds = f"For {kind_words(advice.rulebase.kinds, reason.kinds)}: " if name_kinds and reason.kinds else ""
    return Block(f"{kinds}{reason.text} {basis_words(reason.basis, reason.claims)}", indent=indent, mark="- ")


def _note(note: ShownNote) -> Block:
    return Block(f"{note.text} {basis_words(note.basis, note.claims)}", indent=2, mark="- ")


def _about(advice: Advice) -> Iterator[Block]:
    rulebase = advice.rulebase
    yield from _heading("What this is")
    yield Block(advice.disclaimer, indent=2)
    yield Block(rulebase.intended_use, indent=2)
    for source in rulebase.sources:
        numbers = f"Numbers such as {rulebase.example_claim or 'C001'} name its statements."
        yield Block(f"Source: {source}. {numbers}", indent=2)
    for text, basis, claims in rulebase.deciding.about if rulebase.deciding else ():
        yield Block(f"{text} {basis_words(basis, claims)}", indent=2)
    version = f"version {rulebase.version}, {rulebase.date}, {rulebase.digest[:12]}"
    yield Block(f"Rules: {rulebase.name}, {version}", indent=2)
