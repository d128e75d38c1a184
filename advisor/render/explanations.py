"""Why a treatment stands where it stands, what moved, options side by side and what is said of a value, as blocks."""

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
    from advisor.model.advice import Advice, Reason
    from advisor.model.rulebase import RuleBase
    from advisor.model.rules import Treatment

__all__ = [
    "comparison_blocks",
    "line_blocks",
    "move_blocks",
    "offer_blocks",
    "offer_words",
    "treatment_blocks",
]


def line_blocks(lines: Iterable[Line]) -> Iterator[Block]:
    """An explanation; its first line is its heading, deeper lines stand further in."""
    for place, line in enumerate(lines):
        basis = f" {basis_words(line.basis, line.claims)}" if line.basis else ""
        text = f"{line.text}{basis}"
        if place == 0:
            yield Block(text, "heading")
        elif line.indent == 0:
            yield Block(text, indent=2)
        else:
            yield Block(text, indent=2 * line.indent, mark="- ")


def treatment_blocks(treatment: Treatment) -> Iterator[Block]:
    """What the source says of living with a treatment, what it leaves open, and questions for the clinician."""
    said = (
        ("How well", treatment.how_well),
        ("Afterwards", treatment.recovery),
        ("Left open", treatment.unsaid),
    )
    yield BLANK
    for label, text in said:
        yield Block(f"{label}: {text}", indent=2)
    if treatment.questions:
        yield Block("To ask the clinician:", indent=2)
    for question in treatment.questions:
        yield Block(question, indent=4, mark="- ")


def move_blocks(rulebase: RuleBase, before: Advice, after: Advice) -> Iterator[Block]:
    """What a change of answers moved, with the reasons that are new, and what else is told otherwise.

    Any note that now cannot wait comes first.
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
        yield from _moved_by(group)
    noticed = notices(rulebase, before, after)
    if noticed:
        yield Block("What else changed", "heading")
    for notice in noticed:
        said = f": {notice.text} {basis_words(notice.basis, notice.claims)}" if notice.text else "."
        yield Block(f"{notice.words}{said}", indent=2, mark="- ")


def _moved_by(group: MoveGroup) -> Iterator[Block]:
    if group.reach:
        yield Block(group.reach, "quiet", indent=4)
    for reason in group.reasons:
        yield Block(_rule(reason), "quiet", indent=4)
    for reason in group.gone:
        yield Block(f"This reason no longer counts: {_rule(reason)}", "quiet", indent=4)


def comparison_blocks(comparison: Comparison) -> Iterator[Block]:
    """The same rows for each option, one under the other so that nothing is cut in a narrow window.

    What several rows of one option rest on alike is named once.
    """
    yield Block(f"Side by side: {joined(column.name for column in comparison.columns)}", "heading")
    told: set[tuple[str, tuple[str, ...]]] = set()
    for row in comparison.rows:
        yield Block(row.label, "name", indent=2)
        listed = any(len(cell.texts) > 1 for cell in row.cells)  # then for each option: all look alike
        if row.same:
            yield from _cell("The same for each", row.cells[0], _rests_on(row.cells[0]), listed)
            continue
        for column, cell in zip(comparison.columns, row.cells, strict=True):
            key = column.id, cell.claims
            yield from _cell(column.name, cell, _rests_on(cell, again=key in told), listed)
            told.add(key)


def _rests_on(cell: ComparisonCell, *, again: bool = False) -> str:
    if cell.basis == "source" and again:
        return ""
    if cell.basis:
        return f" {basis_words(cell.basis, () if again else cell.claims)}"
    return f" [{', '.join(cell.claims)}]" if cell.claims else ""


def _cell(name: str, cell: ComparisonCell, rests_on: str, listed: bool) -> Iterator[Block]:
    if not listed:
        yield Block(f"{name}: {cell.texts[0]}{rests_on}", indent=4, mark="- ")
        return
    yield Block(f"{name}:{rests_on}", "name", indent=4)
    for text in cell.texts:
        yield Block(text, "stressed" if text.startswith(STRESSED) else "body", indent=6, mark="- ")


def offer_blocks(rulebase: RuleBase, offers: Sequence[Offer]) -> Iterator[Block]:
    """What each other answer to an open question would change."""
    if offers:
        yield Block("What would change this", "heading")
    for offer in offers:
        said = rulebase.question_by_id[offer.question].option(offer.option).short
        when = "if you chose" if offer.chosen else "if it turned out"
        opening = f"{capitalised(topic(offer.question))}, {when} “{said}”"
        yield Block(f"{opening}: {offer_words(rulebase, offer)}", indent=2, mark="- ")


def offer_words(rulebase: RuleBase, offer: Offer) -> str:
    """``comes in: Subcision; goes out: ...``, or that nothing does."""
    names = rulebase.treatment_by_id
    parts = [
        f"{verb}: {joined(names[one].name for one in treatments)}"
        for verb, treatments in (("comes in", offer.comes), ("goes out", offer.goes))
        if treatments
    ]
    if parts:
        return f"{'; '.join(parts)}."
    if offer.otherwise:
        return "nothing comes in or goes out, but the order, a warning or a note changes."
    return "nothing changes."


def _rule(reason: Reason) -> str:
    return f"{reason.text} {basis_words(reason.basis, reason.claims)} (rule {reason.rule})"
