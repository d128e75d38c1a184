"""Two to four options side by side, having no treatment among them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from advisor.analysis.annotations import annotations_of, check_known, check_values, marked_values
from advisor.analysis.changes import standings
from advisor.analysis.facts import PersonFacts
from advisor.diagnostics.errors import UsageError
from advisor.model.advice import ShownWarning
from advisor.model.rules import SEVERITIES, AttributedText
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

    from advisor.model.advice import Advice, Reason
    from advisor.model.decision_aid import DoingNothing
    from advisor.model.rulebase import RuleBase
    from advisor.model.rules import Basis, Treatment

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
    "warnings_of",
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


def comparable_options(rulebase: RuleBase, advice: Advice) -> tuple[ComparisonColumn, ...]:
    """Returns all that can be compared: no treatment, where the rules describe it, then as the advice lists them."""
    nothing = (ComparisonColumn(NOTHING, rulebase.deciding.nothing.name),) if rulebase.deciding else ()
    return (*nothing, *(ComparisonColumn(name, rulebase.treatment_by_id[name].name) for name in standings(advice)))


def compare(rulebase: RuleBase, advice: Advice, chosen: Sequence[str], values: Sequence[str] = ()) -> Comparison:
    """Returns two to four options side by side, with a row for each of the values, in the order of the rule base.

    Raises UsageError when there are fewer or more, when one is named twice, and for unknown options or values.
    """
    _check(rulebase, chosen, values)
    columns, cells = [], []
    for option in chosen:
        if option == NOTHING and rulebase.deciding:
            columns.append(ComparisonColumn(NOTHING, rulebase.deciding.nothing.name))
            cells.append(_nothing_cells(rulebase, rulebase.deciding.nothing, len(marked_values(rulebase, values))))
        else:
            treatment = rulebase.treatment_by_id[option]
            columns.append(ComparisonColumn(option, treatment.name))
            cells.append(_treatment_cells(rulebase, advice, treatment, values))
    labels = (*_LABELS, *(value.label for value in marked_values(rulebase, values)), _ASK)
    rows = zip(labels, zip(*cells, strict=True), strict=True)
    return Comparison(tuple(columns), tuple(ComparisonRow(label, row) for label, row in rows))


def warnings_of(rulebase: RuleBase, advice: Advice, treatment_id: str) -> tuple[ShownWarning, ...]:
    """Returns the warnings of a treatment for this person, gravest first: those attached to it where it is offered.

    Where it is not offered, these are the warnings whose condition holds for this person, whatever the treatment fits.
    So none says of someone what is not so.
    """
    if offered := advice.offered(treatment_id):
        return offered.warnings
    facts = PersonFacts.behind(rulebase, advice)
    warnings = [
        ShownWarning(
            warning.id,
            warning.severity,
            warning.text,
            warning.stressed_when is not None and facts.holds(warning.stressed_when),
            warning.claims,
        )
        for warning in rulebase.treatment_by_id[treatment_id].warnings
        if (facts.kinds(warning) if warning.binding else facts.holds(warning.when))
    ]
    return tuple(sorted(warnings, key=lambda warning: (SEVERITIES.index(warning.severity), warning.id)))


def _check(rulebase: RuleBase, chosen: Sequence[str], values: Sequence[str]) -> None:
    if not FEWEST <= len(chosen) <= MOST:
        raise UsageError(f"two to four options can be compared, and here are {len(chosen)}")
    if NOTHING in chosen and rulebase.deciding is None:
        raise UsageError("these rules do not tell of having no treatment, so it cannot be compared")
    check_known("treatment", (option for option in chosen if option != NOTHING), rulebase.treatment_by_id)
    check_values(rulebase, values)
    if twice := next((option for option in chosen if chosen.count(option) > 1), None):
        raise UsageError(f"`{twice}` is named twice: each option can be compared once")


def _cell(text: str, claims: tuple[str, ...] = (), basis: Basis | Literal[""] = "") -> ComparisonCell:
    return ComparisonCell((text,), claims, basis) if text else ComparisonCell((UNSAID,))


def _said_cell(said: AttributedText) -> ComparisonCell:
    return _cell(said.text, said.claims, said.basis)


def _cells(
    rulebase: RuleBase,
    option: Treatment | DoingNothing,
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
        _said_cell(rulebase.deciding.chances if rulebase.deciding else AttributedText()),
        harms,
        _cell(option.recovery, *own),
        where,
        cost,
        _cell(option.unsaid, *own),
        *values,
        ComparisonCell(option.questions or (UNSAID,)),
    )


def _treatment_cells(
    rulebase: RuleBase, advice: Advice, treatment: Treatment, values: Sequence[str]
) -> tuple[ComparisonCell, ...]:
    setting = rulebase.setting_by_id[treatment.setting]
    value_cells = []
    for annotation in annotations_of(rulebase, treatment.id, values):
        stands = stands_words(annotation.stands)
        text = f"{stands} {annotation.text}" if stands else annotation.text
        value_cells.append(_cell(text, annotation.claims, annotation.basis if stands else ""))
    return _cells(
        rulebase,
        treatment,
        for_you=_for_you(rulebase, advice, treatment),
        harms=_harms(rulebase, advice, treatment),
        where=_cell(setting.label),
        cost=_said_cell(setting.cost),
        values=value_cells,
    )


def _nothing_cells(rulebase: RuleBase, nothing: DoingNothing, values: int) -> tuple[ComparisonCell, ...]:
    """Returns the cells of having no treatment, with so many rows for values."""
    own = nothing.claims, nothing.basis
    return _cells(
        rulebase,
        nothing,
        for_you=_cell("You can always choose this.", basis="house judgement"),
        harms=_cell(nothing.harms, *own),
        where=_cell(nothing.where, *own),
        cost=_cell(nothing.cost, *own),
        values=[_cell(_NOT_HAD, basis="house judgement")] * values,
    )


def _for_you(rulebase: RuleBase, advice: Advice, treatment: Treatment) -> ComparisonCell:
    """Returns where it stands, its grade for each kind, what it would need, and what speaks against it."""
    standing, offered = standings(advice)[treatment.id], advice.offered(treatment.id)
    texts = [f"{capitalised(standing.words)}."]
    if offered:
        texts += [
            f"For {kind_words(rulebase, [f.kind])}: {grade_words(rulebase, f.grade, f.basis)}." for f in offered.fits
        ]
        if offered.would_need:
            texts.append(f"It would need: {offered.would_need.text}")
        return ComparisonCell(tuple(texts))
    for reason in standing.reasons:
        kinds = f"For {kind_words(rulebase, reason.kinds)}: " if reason.kinds else ""
        texts.append(f"{kinds}{reason.text}")
    return ComparisonCell(tuple(texts), _sorted_claims(standing.reasons))


def _harms(rulebase: RuleBase, advice: Advice, treatment: Treatment) -> ComparisonCell:
    warnings = warnings_of(rulebase, advice, treatment.id)
    texts = tuple(
        f"{f'{STRESSED} ' if warning.stressed else ''}{severity_word(warning.severity)}: {warning.text}"
        for warning in warnings
    )
    return ComparisonCell(texts or (no_warning_words([treatment]),), _sorted_claims(warnings))


def _sorted_claims(claiming: Iterable[Reason | ShownWarning]) -> tuple[str, ...]:
    return tuple(sorted({claim for one in claiming for claim in one.claims}))
