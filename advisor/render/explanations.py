"""What is told about an advice on request, as blocks: explanations, comparisons, and the effects of other answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.analysis.changes import grouped, moved, notices
from advisor.model.wording import STRESSED, capitalised, joined, topic
from advisor.render.console import basis_words
from advisor.render.text_blocks import BLANK, Block

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from advisor.analysis.alternatives import Offer
    from advisor.analysis.changes import MoveGroup
    from advisor.analysis.comparison import Comparison, ComparisonCell
    from advisor.analysis.explanation import Line
    from advisor.model.advice import Advice, Reason, TreatmentTexts
    from advisor.model.rulebase import RuleBase

__all__ = [
    "comparison_blocks",
    "line_blocks",
    "move_blocks",
    "offer_blocks",
    "offer_words",
    "treatment_blocks",
]


def line_blocks(lines: Iterable[Line]) -> Iterator[Block]:
    """Yields an explanation. Its first line is the heading, and lines of a deeper level are indented further."""
    for number, line in enumerate(lines):
        basis = f" {basis_words(line.basis, line.claims)}" if line.basis else ""
        text = f"{line.text}{basis}"
        if number == 0:
            yield Block(text, "heading")
        elif line.indent == 0:
            yield Block(text, indent=2)
        else:
            yield Block(text, indent=2 * line.indent, mark="- ")


def treatment_blocks(treatment: TreatmentTexts) -> Iterator[Block]:
    """Yields how well a treatment works, the time after it, what the source leaves open, and what to ask about it."""
    yield BLANK
    yield Block(f"How well: {treatment.how_well}", indent=2)
    yield Block(f"Afterwards: {treatment.recovery}", indent=2)
    yield Block(f"Left open: {treatment.unsaid}", indent=2)
    if treatment.questions:
        yield Block("To ask the clinician:", indent=2)
    for question in treatment.questions:
        yield Block(question, indent=4, mark="- ")


def move_blocks(before: Advice, after: Advice) -> Iterator[Block]:
    """Yields which options a change of answers moved, with the new reasons, and which warnings and notes changed.

    Notes that are now urgent come first.
    """
    known = {note.id for note in before.urgent}
    for note in after.urgent:
        if note.id not in known:
            yield Block(f"Please read first: {note.text}", "stressed")
    moves = moved(before, after)
    yield Block("What moved", "heading")
    if not moves:
        yield Block("No option: each stands where it stood.", indent=2)
    for group in grouped(moves):
        if group.way == "along":
            yield Block("Moved only because others did:", indent=2)
        for move in group.moves:
            yield Block(move.text, indent=2, mark="- ")
        yield from _reasons_of(group)
    noticed = notices(before, after)
    if noticed:
        yield Block("What else changed", "heading")
    for notice in noticed:
        text = f": {notice.text} {basis_words(notice.basis, notice.claims)}" if notice.text else "."
        yield Block(f"{notice.words}{text}", indent=2, mark="- ")


def _reasons_of(group: MoveGroup) -> Iterator[Block]:
    if group.reach:
        yield Block(group.reach, "quiet", indent=4)
    for reason in group.reasons:
        yield Block(_with_rule(reason), "quiet", indent=4)
    for reason in group.gone:
        yield Block(f"This reason no longer counts: {_with_rule(reason)}", "quiet", indent=4)


def comparison_blocks(comparison: Comparison) -> Iterator[Block]:
    """Yields each row of a comparison with the text of each option below it, so that it fits a narrow window.

    When several cells of an option cite the same claims, only the first names them.
    """
    yield Block(f"Side by side: {joined(column.name for column in comparison.columns)}", "heading")
    cited: set[tuple[str, tuple[str, ...]]] = set()
    for row in comparison.rows:
        yield Block(row.label, "name", indent=2)
        as_list = any(len(cell.texts) > 1 for cell in row.cells)  # of one cell at least; then of all, to look alike
        if row.same:
            yield from _cell("The same for each", row.cells[0], _basis_of(row.cells[0]), as_list)
            continue
        for column, cell in zip(comparison.columns, row.cells, strict=True):
            key = column.id, cell.claims
            yield from _cell(column.name, cell, _basis_of(cell, again=key in cited), as_list)
            cited.add(key)


def _basis_of(cell: ComparisonCell, *, again: bool = False) -> str:
    if cell.basis == "source" and again:
        return ""
    if cell.basis:
        return f" {basis_words(cell.basis, () if again else cell.claims)}"
    return f" [{', '.join(cell.claims)}]" if cell.claims else ""


def _cell(name: str, cell: ComparisonCell, basis: str, as_list: bool) -> Iterator[Block]:
    if not as_list:
        yield Block(f"{name}: {cell.texts[0]}{basis}", indent=4, mark="- ")
        return
    yield Block(f"{name}:{basis}", "name", indent=4)
    for text in cell.texts:
        yield Block(text, "stressed" if text.startswith(STRESSED) else "body", indent=6, mark="- ")


def offer_blocks(rulebase: RuleBase, offers: Sequence[Offer]) -> Iterator[Block]:
    """Yields what each other answer to an open question would change."""
    if offers:
        yield Block("What would change this", "heading")
    for offer in offers:
        option = rulebase.question_by_id[offer.question].option(offer.option).short
        when = "if you chose" if offer.chosen else "if it turned out"
        opening = f"{capitalised(topic(offer.question))}, {when} “{option}”"
        yield Block(f"{opening}: {offer_words(rulebase, offer)}", indent=2, mark="- ")


def offer_words(rulebase: RuleBase, offer: Offer) -> str:
    """Returns ``comes in: Subcision; goes out: ...``, or what changes when no option does."""
    names = rulebase.treatment_by_id
    parts = [
        f"{verb}: {joined(names[treatment].name for treatment in treatments)}"
        for verb, treatments in (("comes in", offer.comes), ("goes out", offer.goes))
        if treatments
    ]
    if parts:
        return f"{'; '.join(parts)}."
    if offer.otherwise:
        return "nothing comes in or goes out, but the order, a warning or a note changes."
    return "nothing changes."


def _with_rule(reason: Reason) -> str:
    return f"{reason.text} {basis_words(reason.basis, reason.claims)} (rule {reason.rule})"
