"""The whole advice as text for a person: the short screen first, then everything, nothing cut."""

from __future__ import annotations

import os
import shutil
import sys
from typing import TYPE_CHECKING

from advisor.model.wording import (
    LEAD,
    ORDER,
    STRESSED,
    answered,
    capitalised,
    counted,
    day,
    grade_words,
    joined,
    kind_words,
    no_warning_words,
    section_heading,
    severity_word,
    stands_words,
    topic,
)
from advisor.render.summary import note_sections, summary
from advisor.render.text_blocks import BLANK, Block, lay_out, text_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from rich.console import Console

    from advisor.analysis.annotations import Annotation
    from advisor.model.advice import Advice, ShownNote, ShownWarning, Suggestion
    from advisor.model.rulebase import RuleBase

__all__ = [
    "advice_blocks",
    "advice_text",
    "annotation_blocks",
    "answer_blocks",
    "basis_words",
    "colour_wanted",
    "make_console",
    "page_width",
    "print_advice",
    "print_blocks",
    "warning_blocks",
    "warning_words",
]

_WIDEST = 100  # longer lines are hard to read
_STYLES = {"body": "", "heading": "bold underline", "name": "bold", "stressed": "bold yellow", "quiet": "dim"}


def advice_text(rulebase: RuleBase, advice: Advice, width: int = 80, values: Collection[str] = ()) -> str:
    """The whole advice as plain text without escape codes."""
    return text_of(_everything(rulebase, advice, width, values), width)


def print_advice(rulebase: RuleBase, advice: Advice, values: Collection[str] = ()) -> None:
    """Prints the whole advice to standard output, in colour only on a terminal that wants it."""
    width = page_width()
    if colour_wanted():
        print_blocks(_everything(rulebase, advice, width, values), make_console(True, width))
    else:  # without rich, which takes longer to load than the advice to work out
        sys.stdout.write(advice_text(rulebase, advice, width, values))


def colour_wanted() -> bool:
    """Whether standard output is a terminal that takes escape codes and the person has not said no to them."""
    dumb = os.environ.get("TERM", "") in ("dumb", "unknown")
    return sys.stdout.isatty() and not dumb and not os.environ.get("NO_COLOR")


def page_width() -> int:
    """The columns to write in; 80 where there is no terminal."""
    return min(shutil.get_terminal_size((80, 24)).columns, _WIDEST)


def make_console(colour: bool, width: int) -> Console:
    """A rich Console on standard output; without colour it writes no escape code at all, bold included."""
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
    """Prints blocks to a console, laid out at its width."""
    from rich.text import Text

    for row in lay_out(blocks, console.width):
        console.print(Text(row.text, _STYLES[row.tone]), soft_wrap=True)


def basis_words(basis: str, claims: Sequence[str]) -> str:
    """What a text rests on: ``[source: C077]``, ``[our judgement]``, ``[our judgement, leaning on C082]``."""
    named = ", ".join(claims)
    if basis == "source":
        return f"[source: {named}]" if named else "[source]"
    return f"[our judgement, leaning on {named}]" if named else "[our judgement]"


def answer_blocks(rulebase: RuleBase, answers: Iterable[tuple[str, Iterable[str]]], indent: int = 2) -> Iterator[Block]:
    """Each answer on a line."""
    for question_id, options in answers:
        said = answered(rulebase.question_by_id[question_id], set(options))
        yield Block(f"{capitalised(topic(question_id))}: {said}", indent=indent)


def annotation_blocks(annotations: Iterable[Annotation], indent: int = 4) -> Iterator[Block]:
    """What is said of one treatment in the light of each value that a person marked."""
    for one in annotations:
        stands = stands_words(one.stands)
        said = f"{stands} {one.text} {basis_words(one.basis, one.claims)}" if stands else one.text
        yield Block(f"{one.label}: {said}", indent=indent, mark="- ")


def warning_blocks(rulebase: RuleBase, suggestion: Suggestion, indent: int = 5) -> Iterator[Block]:
    """Every warning of a suggestion in full, after how many there are; or that none of them is about this person."""
    treatment = rulebase.treatment_by_id[suggestion.treatment]
    bases = {warning.id: warning.basis for warning in treatment.warnings}
    if suggestion.warnings:
        yield Block(f"{capitalised(counted(len(suggestion.warnings), 'warning'))}:", "name", indent=indent)
    else:
        yield Block(no_warning_words([treatment]), "quiet", indent=indent)
    for warning in suggestion.warnings:
        tone = "stressed" if warning.stressed else "body"
        yield Block(warning_words(warning, bases[warning.id]), tone, indent=indent, mark="! ")  # type: ignore[arg-type]


def warning_words(warning: ShownWarning, basis: str) -> str:
    """A warning in full, its severity and whether it is stressed in words."""
    stress = f"{STRESSED} " if warning.stressed else ""
    return f"{stress}{severity_word(warning.severity)}: {warning.text} {basis_words(basis, warning.claims)}"


def _everything(rulebase: RuleBase, advice: Advice, width: int, values: Collection[str]) -> Iterator[Block]:
    yield from summary(rulebase, advice, width)
    yield from advice_blocks(rulebase, advice, values)


def advice_blocks(rulebase: RuleBase, advice: Advice, values: Collection[str] = ()) -> Iterator[Block]:
    """Everything below the short screen: what was answered and what concerns this person most, then the options.

    ``values`` are the ids of what matters to the person; each option then says what the source has on it.
    """
    several = len(advice.plans) > 1
    yield from _heading("Your answers")
    yield from answer_blocks(rulebase, ((name, _options(value)) for name, value in advice.answers.items()))
    if advice.unused_answers:
        unused = joined(map(topic, advice.unused_answers))
        yield Block(f"Not used, because nothing asked for it: {unused}.", indent=2)
    if leading := [note for note in advice.notes if note.lead]:
        yield from _heading(LEAD)
        yield from map(_note, leading)
    deciding = rulebase.deciding
    if deciding and advice.plans:
        yield from _heading(deciding.nothing.name)
        yield Block(f"{deciding.nothing.what} {basis_words(deciding.nothing.basis, deciding.nothing.claims)}", indent=2)
    if advice.suggestions:
        yield from _heading(f"Suggestions ({len(advice.suggestions)})")
        yield Block(ORDER, "quiet", indent=2)
        for suggestion in advice.suggestions:
            yield from _suggestion(rulebase, suggestion, values, several=several)
    if advice.beyond_budget:
        yield from _heading(f"Beyond your budget ({len(advice.beyond_budget)})")
        for suggestion in advice.beyond_budget:
            yield from _suggestion(rulebase, suggestion, values, several=several)
    yield from _unsuggested(rulebase, advice)
    for section, notes in note_sections(rulebase, advice):
        yield from _heading(section_heading(section))
        yield from map(_note, notes)
    if deciding and advice.plans:
        yield from _heading("Before you decide")
        yield from (Block(question, indent=2, mark="- ") for question in deciding.ready)
    yield from _about(rulebase, advice)


def _options(value: str | tuple[str, ...]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else value


def _heading(text: str) -> Iterator[Block]:
    yield BLANK
    yield Block(text, "heading")


def _suggestion(
    rulebase: RuleBase, suggestion: Suggestion, values: Collection[str], *, several: bool
) -> Iterator[Block]:
    """One suggestion in full. Where ``several`` kinds were reported, each reason says which it is about."""
    treatment = rulebase.treatment_by_id[suggestion.treatment]
    yield BLANK
    yield Block(suggestion.name, "name", indent=2, mark=f"{suggestion.rank}. ")
    yield Block(f"{suggestion.what} {basis_words(treatment.basis, treatment.claims)}", indent=5)
    yield Block(f"How well: {treatment.how_well}", indent=5)
    yield Block(f"Where: {rulebase.setting_by_id[suggestion.setting].label}", indent=5)
    if suggestion.would_need:
        yield Block(f"It would need: {suggestion.would_need.text}", indent=5)
    for fit in suggestion.fits:
        graded = grade_words(rulebase, fit.grade, fit.basis)
        yield Block(f"For {kind_words(rulebase, [fit.kind])}: {graded}", indent=5)
    for reason in suggestion.reasons:
        kinds = f"For {kind_words(rulebase, reason.kinds)}: " if several and reason.kinds else ""
        yield Block(f"{kinds}{reason.text} {basis_words(reason.basis, reason.claims)}", indent=5, mark="- ")
    yield from warning_blocks(rulebase, suggestion)
    if values:
        from advisor.analysis.annotations import annotations_of  # needed only by those who marked something

        yield Block("What matters to you:", "name", indent=5)
        yield from annotation_blocks(annotations_of(rulebase, suggestion.treatment, values), indent=5)


def _unsuggested(rulebase: RuleBase, advice: Advice) -> Iterator[Block]:
    if advice.not_recommended:
        yield from _heading(f"Not recommended for you ({len(advice.not_recommended)})")
    for treatment in advice.not_recommended:
        yield Block(treatment.name, "name", indent=2)
        for reason in treatment.reasons:
            kinds = f"For {kind_words(rulebase, reason.kinds)}: " if reason.kinds else ""
            yield Block(f"{kinds}{reason.text} {basis_words(reason.basis, reason.claims)}", indent=4, mark="- ")
    if advice.not_applicable:
        yield from _heading("Not called for by your answers")
        yield Block(", ".join(treatment.name for treatment in advice.not_applicable) + ".", indent=2)


def _note(note: ShownNote) -> Block:
    return Block(f"{note.text} {basis_words(note.basis, note.claims)}", indent=2, mark="- ")


def _about(rulebase: RuleBase, advice: Advice) -> Iterator[Block]:
    yield from _heading("What this is")
    yield Block(advice.disclaimer, indent=2)
    yield Block(rulebase.intended_use, indent=2)
    for source in rulebase.sources:
        parts = (source.title, source.author, source.publisher, f"version of {day(source.date)}" if source.date else "")
        said = ", ".join(part for part in parts if part)
        yield Block(f"Source: {said}. Numbers such as {_example(rulebase)} name its statements.", indent=2)
    for text, basis, claims in rulebase.deciding.about if rulebase.deciding else ():
        yield Block(f"{text} {basis_words(basis, claims)}", indent=2)
    stamp = advice.rulebase
    yield Block(f"Rules: {stamp.name}, version {stamp.version}, {stamp.date}, {stamp.digest[:12]}", indent=2)


def _example(rulebase: RuleBase) -> str:
    return next(iter(rulebase.claim_by_id), "C001")
