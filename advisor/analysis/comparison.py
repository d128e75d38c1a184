"""Two to four options side by side, having no treatment among them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from advisor.analysis.annotations import annotations_of, check_known, check_values, marked_values
from advisor.analysis.changes import standings
from advisor.diagnostics.errors import UsageError
from advisor.model.advice import Suggestion
from advisor.model.rules import AttributedText
from advisor.model.wording import (
    STRESSED,
    capitalised,
    grade_words,
    kind_words,
    no_warning_words,
    severity_word,
    stands_words,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from advisor.model.advice import Advice, Reason, ShownWarning, TreatmentTexts, Unsuggested
    from advisor.model.decision_aid import DecisionAid, DoingNothing
    from advisor.model.rules import Basis

__all__ = [
    "FEWEST",
    "MOST",
    "NOTHING",
    "UNSAID",
    "Comparison",
    "ComparisonCell",
    "ComparisonColumn",
    "ComparisonRow",
    "comparable_options",
    "compare",
]

NOTHING = "?nothing"  # having no treatment; no id of a rule file holds a `?`
FEWEST, MOST = 2, 4
UNSAID = "The source does not say."
_NOT_HAD = "Nothing is done, so there is nothing to weigh here."
_LABELS = ("What it is", "For you", "How well", "Numbers", "Harms", "Afterwards", "Where", "Cost", "Left open")
_ASK = "To ask the clinician"


@dataclass(frozen=True, slots=True)
class ComparisonCell:
    """What is said of one option in one row; ``basis`` is empty where the texts rest on several things, or on none."""

    texts: tuple[str, ...]
    claims: tuple[str, ...] = ()
    basis: Basis | Literal[""] = ""


@dataclass(frozen=True, slots=True)
class ComparisonColumn:
    """One option: the id of a treatment, or ``NOTHING``, and its name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One row: a label and a cell for each column."""

    label: str
    cells: tuple[ComparisonCell, ...]

    @property
    def same(self) -> bool:
        """Whether the same is said of each option."""
        return len(set(self.cells)) == 1


@dataclass(frozen=True, slots=True)
class Comparison:
    """The same rows, in the same order and wording, for each option."""

    columns: tuple[ComparisonColumn, ...]
    rows: tuple[ComparisonRow, ...]


def comparable_options(advice: Advice) -> tuple[ComparisonColumn, ...]:
    """Returns all that can be compared: no treatment, where the rules describe it, then as the advice lists them."""
    deciding = advice.rulebase.deciding
    nothing = (ComparisonColumn(NOTHING, deciding.nothing.name),) if deciding else ()
    listed = (ComparisonColumn(one.treatment, one.name) for listed in advice.lists.values() for one in listed)
    return (*nothing, *listed)


def compare(advice: Advice, chosen: Sequence[str], values: Sequence[str] = ()) -> Comparison:
    """Returns two to four options side by side, with a row for each of the values, in the order of the rule base.

    Raises UsageError when there are fewer or more, when one is named twice, and for unknown options or values.
    """
    _check(advice, chosen, values)
    deciding = advice.rulebase.deciding
    marked = marked_values(deciding, values)
    columns, cells = [], []
    for option in chosen:
        if option == NOTHING and deciding:
            columns.append(ComparisonColumn(NOTHING, deciding.nothing.name))
            cells.append(_nothing_cells(deciding, len(marked)))
        else:
            treatment = advice.told_of(option)
            columns.append(ComparisonColumn(option, treatment.name))
            cells.append(_treatment_cells(advice, treatment, values))
    labels = (*_LABELS, *(value.label for value in marked), _ASK)
    rows = zip(labels, zip(*cells, strict=True), strict=True)
    return Comparison(tuple(columns), tuple(ComparisonRow(label, row) for label, row in rows))


def _check(advice: Advice, chosen: Sequence[str], values: Sequence[str]) -> None:
    if not FEWEST <= len(chosen) <= MOST:
        raise UsageError(f"two to four options can be compared, and here are {len(chosen)}")
    if NOTHING in chosen and advice.rulebase.deciding is None:
        raise UsageError("these rules do not tell of having no treatment, so it cannot be compared")
    check_known("treatment", (option for option in chosen if option != NOTHING), standings(advice))
    check_values(advice.rulebase.deciding, values)
    if twice := next((option for option in chosen if chosen.count(option) > 1), None):
        raise UsageError(f"`{twice}` is named twice: each option can be compared once")


def _cell(text: str, claims: tuple[str, ...] = (), basis: Basis | Literal[""] = "") -> ComparisonCell:
    return ComparisonCell((text,), claims, basis) if text else ComparisonCell((UNSAID,))


def _said_cell(said: AttributedText) -> ComparisonCell:
    return _cell(said.text, said.claims, said.basis)


def _cells(
    deciding: DecisionAid | None,
    option: TreatmentTexts | DoingNothing,
    *,
    for_you: ComparisonCell,
    harms: ComparisonCell,
    where: ComparisonCell,
    cost: ComparisonCell,
    values: Iterable[ComparisonCell],
) -> tuple[ComparisonCell, ...]:
    """Returns the cells of one option, in the order of the labels."""
    own = option.claims, option.basis
    return (
        _cell(option.what, *own),
        for_you,
        _cell(option.how_well, *own),
        _said_cell(deciding.chances if deciding else AttributedText()),
        harms,
        _cell(option.recovery, *own),
        where,
        cost,
        _cell(option.unsaid, *own),
        *values,
        ComparisonCell(option.questions or (UNSAID,)),
    )


def _treatment_cells(
    advice: Advice, treatment: Suggestion | Unsuggested, values: Sequence[str]
) -> tuple[ComparisonCell, ...]:
    deciding, about = advice.rulebase.deciding, treatment.about
    value_cells = []
    for annotation in annotations_of(deciding, treatment.treatment, values):
        stands = stands_words(annotation.stands)
        text = f"{stands} {annotation.text}" if stands else annotation.text
        value_cells.append(_cell(text, annotation.claims, annotation.basis if stands else ""))
    return _cells(
        deciding,
        about,
        for_you=_for_you(advice, treatment),
        harms=_harms(treatment),
        where=_cell(about.where),
        cost=_said_cell(about.cost),
        values=value_cells,
    )


def _nothing_cells(deciding: DecisionAid, values: int) -> tuple[ComparisonCell, ...]:
    """Returns the cells of having no treatment, with so many rows for values."""
    nothing = deciding.nothing
    own = nothing.claims, nothing.basis
    return _cells(
        deciding,
        nothing,
        for_you=_cell("You can always choose this.", basis="house judgement"),
        harms=_cell(nothing.harms, *own),
        where=_cell(nothing.where, *own),
        cost=_cell(nothing.cost, *own),
        values=[_cell(_NOT_HAD, basis="house judgement")] * values,
    )


def _for_you(advice: Advice, treatment: Suggestion | Unsuggested) -> ComparisonCell:
    """Returns where it stands, its grade for each kind, what it would need, and what speaks against it."""
    standing, rulebase = standings(advice)[treatment.treatment], advice.rulebase
    texts = [f"{capitalised(standing.words)}."]
    if isinstance(treatment, Suggestion):
        texts += [
            f"For {kind_words(rulebase.kinds, [f.kind])}: {grade_words(rulebase.grades[f.grade], f.basis)}."
            for f in treatment.fits
        ]
        if treatment.would_need:
            texts.append(f"It would need: {treatment.would_need.text}")
        return ComparisonCell(tuple(texts))
    for reason in standing.reasons:
        kinds = f"For {kind_words(rulebase.kinds, reason.kinds)}: " if reason.kinds else ""
        texts.append(f"{kinds}{reason.text}")
    return ComparisonCell(tuple(texts), _sorted_claims(standing.reasons))


def _harms(treatment: Suggestion | Unsuggested) -> ComparisonCell:
    texts = tuple(
        f"{f'{STRESSED} ' if warning.stressed else ''}{severity_word(warning.severity)}: {warning.text}"
        for warning in treatment.warnings
    )
    return ComparisonCell(texts or (no_warning_words(treatment.about.can_warn),), _sorted_claims(treatment.warnings))


def _sorted_claims(claiming: Iterable[Reason | ShownWarning]) -> tuple[str, ...]:
    return tuple(sorted({claim for one in claiming for claim in one.claims}))
