"""Two to four options side by side, having no treatment among them, and what is said in the light of a value. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from advisor.analysis.changes import standing_of
from advisor.diagnostics.errors import UsageError
from advisor.diagnostics.findings import nearest
from advisor.model.advice import ShownWarning
from advisor.model.conditions import truth
from advisor.model.rules import SEVERITIES, AttributedText
from advisor.model.wording import (
    STRESSED,
    capitalised,
    grade_words,
    joined,
    kind_words,
    no_warning_words,
    severity_word,
    stands_words,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from advisor.model.advice import Advice
    from advisor.model.conditions import Condition
    from advisor.model.decision_aid import DoingNothing, Stands, Value
    from advisor.model.rulebase import RuleBase
    from advisor.model.rules import Basis, Treatment

__all__ = [
    "FEWEST",
    "MOST",
    "NOTHING",
    "UNSAID",
    "Annotation",
    "Comparison",
    "ComparisonCell",
    "ComparisonColumn",
    "ComparisonRow",
    "annotations_of",
    "check_values",
    "compare",
    "facts_of",
    "options",
    "warnings_of",
    "weighed",
]

NOTHING = "?nothing"  # having no treatment; no id of a rule file holds a `?`
FEWEST, MOST = 2, 4
_FEW = 8  # ids that are all named to someone who named another
UNSAID = "The source does not say."
_NOT_HAD = "Nothing is done, so there is nothing to weigh here."
_LABELS = (
    "What it is",
    "For you",
    "How well",
    "Numbers",
    "Harms",
    "Afterwards",
    "Where",
    "Cost",
    "Left open",
)
_ASK = "To ask the clinician"


@dataclass(frozen=True, slots=True)
class ComparisonCell:
    """What is said of one option in one row; ``basis`` is empty where the texts do not rest on one and the same."""

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


@dataclass(frozen=True, slots=True)
class Annotation:
    """What is said of one treatment in the light of one value; ``unsaid`` where the source is silent."""

    value_id: str
    label: str
    stands: Stands | Literal["unsaid"]
    text: str
    basis: Basis
    claims: tuple[str, ...]


def options(rulebase: RuleBase, advice: Advice) -> tuple[ComparisonColumn, ...]:
    """Everything that can be compared: having no treatment where the rules tell of it, then as the advice lists it."""
    deciding = rulebase.deciding
    nothing = (ComparisonColumn(NOTHING, deciding.nothing.name),) if deciding else ()
    return (*nothing, *(ComparisonColumn(one, rulebase.treatment_by_id[one].name) for one in standing_of(advice)))


def compare(rulebase: RuleBase, advice: Advice, chosen: Sequence[str], values: Sequence[str] = ()) -> Comparison:
    """Two to four options side by side, with a row for each of the values, in the order of the rule base.

    Raises UsageError when there are fewer or more, one twice, or one that there is not.
    """
    _check(rulebase, chosen, values)
    marked = _marked(rulebase, values)
    nothing = rulebase.deciding.nothing if rulebase.deciding else None
    names, cells = [], []
    for one in chosen:
        if one == NOTHING and nothing:
            names.append(ComparisonColumn(NOTHING, nothing.name))
            cells.append(tuple(_nothing(rulebase, nothing, marked)))
        else:
            treatment = rulebase.treatment_by_id[one]
            names.append(ComparisonColumn(one, treatment.name))
            cells.append(tuple(_treatment(rulebase, advice, treatment, marked)))
    labels = (*_LABELS, *(value.label for value in marked), _ASK)
    rows = zip(labels, zip(*cells, strict=True), strict=True)
    return Comparison(tuple(names), tuple(ComparisonRow(label, tuple(found)) for label, found in rows))


def annotations_of(rulebase: RuleBase, treatment_id: str, values: Collection[str]) -> tuple[Annotation, ...]:
    """What is said of a treatment in the light of each of the values, in the order of the rule base."""
    return tuple(_annotation(value, treatment_id) for value in _marked(rulebase, values))


def weighed(rulebase: RuleBase, advice: Advice, values: Collection[str]) -> tuple[tuple[str, AttributedText], ...]:
    """The label of each value marked, and in a line which of the options offered the source speaks for or against.

    The line rests on all that is said of these options, and is our judgement where any of that is.

    Raises UsageError for a value that there is not.
    """
    check_values(rulebase, values)
    offered = [(one.treatment, one.name) for one in (*advice.suggestions, *advice.beyond_budget)]
    found = []
    for value in _marked(rulebase, values):
        named: dict[str, list[str]] = {stands: [] for stands in ("for", "against", "mixed")}
        silent: list[str] = []
        said = []
        for treatment, name in offered:
            saying = value.saying_on(treatment)
            (named[saying.stands] if saying else silent).append(name)
            said += [saying] if saying else []
        parts = [f"{stands_words(stands).rstrip('.')}: {joined(names)}." for stands, names in named.items() if names]
        if silent:
            whom = "the others" if parts else "any of these options"
            parts.append(f"The source does not say for {whom}.")
        basis: Basis = "source" if all(one.basis == "source" for one in said) else "house judgement"
        found.append(
            (value.label, AttributedText(" ".join(parts), basis, _each(claim for one in said for claim in one.claims)))
        )
    return tuple(found)


def _annotation(value: Value, treatment_id: str) -> Annotation:
    saying = value.saying_on(treatment_id)
    if saying is None:
        return Annotation(value.id, value.label, "unsaid", value.unsaid, "source", ())
    return Annotation(value.id, value.label, saying.stands, saying.text, saying.basis, saying.claims)


def _marked(rulebase: RuleBase, values: Collection[str]) -> tuple[Value, ...]:
    return tuple(value for value in rulebase.deciding.values if value.id in values) if rulebase.deciding else ()


def warnings_of(rulebase: RuleBase, advice: Advice, treatment_id: str) -> tuple[ShownWarning, ...]:
    """The warnings of a treatment for this person, gravest first: of what is offered, those attached to it.

    Of anything else, those that it would carry: whose condition is true of this person's answers and what follows
    from them, whatever the treatment fits. So none says of someone what is not so.
    """
    if offered := advice.offered(treatment_id):
        return offered.warnings
    facts = facts_of(rulebase, advice)

    def holds(when: Condition) -> bool:
        return truth(when, lambda fact: facts.get(fact, frozenset())) is True

    found = []
    for one in rulebase.treatment_by_id[treatment_id].warnings:
        whens = (
            [one.when]
            if one.binding is None
            else [when for _, when in rulebase.conditions_by_kind(one.binding, one.when)]
        )
        if any(map(holds, whens)):
            stressed = one.stressed_when is not None and holds(one.stressed_when)
            found.append(ShownWarning(one.id, one.severity, one.text, stressed, one.claims))
    return tuple(sorted(found, key=lambda one: (SEVERITIES.index(one.severity), one.id)))


def facts_of(rulebase: RuleBase, advice: Advice) -> dict[str, frozenset[str]]:
    """The answers used and everything derived from them, as values by fact."""
    facts = {
        name: frozenset({value}) if isinstance(value, str) else frozenset(value)
        for name, value in advice.answers.items()
    }
    fired = {firing.rule for firing in advice.trace}
    for rule in rulebase.derivations:
        if rule.id in fired:
            facts[rule.fact] = facts.get(rule.fact, frozenset()) | {rule.value}
    return facts


def _check(rulebase: RuleBase, chosen: Sequence[str], values: Sequence[str]) -> None:
    if not FEWEST <= len(chosen) <= MOST:
        raise UsageError(f"two to four options can be compared, and here are {len(chosen)}")
    if NOTHING in chosen and rulebase.deciding is None:
        raise UsageError("these rules do not tell of having no treatment, so it cannot be compared")
    _known("treatment", (one for one in chosen if one != NOTHING), rulebase.treatment_by_id)
    check_values(rulebase, values)
    if twice := next((one for one in chosen if chosen.count(one) > 1), None):
        raise UsageError(f"`{twice}` is named twice: each option can be compared once")


def check_values(rulebase: RuleBase, values: Iterable[str]) -> None:
    """Raises UsageError for a value that there is not, with the nearest or all there are."""
    _known("value", values, [value.id for value in rulebase.deciding.values] if rulebase.deciding else ())


def _known(sort: str, named: Iterable[str], known: Collection[str]) -> None:
    for name in named:
        if name not in known:
            like = nearest(name, known)
            few = f"; there are {', '.join(known)}" if 0 < len(known) <= _FEW else ""
            hint = f"; did you mean `{like}`?" if like else few
            raise UsageError(f"there is no {sort} `{name}`{hint}")


def _said(text: str, claims: tuple[str, ...] = (), basis: Basis | Literal[""] = "") -> ComparisonCell:
    return ComparisonCell((text,), claims, basis) if text else ComparisonCell((UNSAID,))


def _stated(said: AttributedText) -> ComparisonCell:
    return _said(said.text, said.claims, said.basis)


def _treatment(
    rulebase: RuleBase, advice: Advice, treatment: Treatment, values: Iterable[Value]
) -> Iterator[ComparisonCell]:
    own = treatment.claims, treatment.basis
    setting = rulebase.setting_by_id[treatment.setting]
    yield _said(treatment.what, *own)
    yield _for_you(rulebase, advice, treatment)
    yield _said(treatment.how_well, *own)
    yield _numbers(rulebase)
    yield _harms(rulebase, advice, treatment)
    yield _said(treatment.recovery, *own)
    yield _said(setting.label)
    yield _stated(setting.cost)
    yield _said(treatment.unsaid, *own)
    for value in values:
        found = _annotation(value, treatment.id)
        stands = stands_words(found.stands)
        yield _said(f"{stands} {found.text}" if stands else found.text, found.claims, found.basis if stands else "")
    yield ComparisonCell(treatment.questions or (UNSAID,))


def _nothing(rulebase: RuleBase, nothing: DoingNothing, values: Iterable[Value]) -> Iterator[ComparisonCell]:
    own = nothing.claims, nothing.basis
    yield _said(nothing.what, *own)
    yield _said("You can always choose this.", basis="house judgement")
    yield _said(nothing.how_well, *own)
    yield _numbers(rulebase)
    yield _said(nothing.harms, *own)
    yield _said(nothing.recovery, *own)
    yield _said(nothing.where, *own)
    yield _said(nothing.cost, *own)
    yield _said(nothing.unsaid, *own)
    yield from (_said(_NOT_HAD, basis="house judgement") for _ in values)
    yield ComparisonCell(nothing.questions or (UNSAID,))


def _numbers(rulebase: RuleBase) -> ComparisonCell:
    return _stated(rulebase.deciding.chances) if rulebase.deciding else _said("")


def _for_you(rulebase: RuleBase, advice: Advice, treatment: Treatment) -> ComparisonCell:
    """Where it stands, its grade for each kind, what it would need, and what speaks against it."""
    spot, offered = standing_of(advice)[treatment.id], advice.offered(treatment.id)
    texts = [f"{capitalised(spot.words)}."]
    for fit in offered.fits if offered else ():
        graded = grade_words(rulebase, fit.grade, fit.basis)
        texts.append(f"For {kind_words(rulebase, [fit.kind])}: {graded}.")
    if offered and offered.would_need:
        texts.append(f"It would need: {offered.would_need.text}")
    if offered:
        return ComparisonCell(tuple(texts))
    for reason in spot.reasons:
        kinds = f"For {kind_words(rulebase, reason.kinds)}: " if reason.kinds else ""
        texts.append(f"{kinds}{reason.text}")
    return ComparisonCell(tuple(texts), _each(claim for reason in spot.reasons for claim in reason.claims))


def _harms(rulebase: RuleBase, advice: Advice, treatment: Treatment) -> ComparisonCell:
    found = warnings_of(rulebase, advice, treatment.id)
    texts = (f"{f'{STRESSED} ' if one.stressed else ''}{severity_word(one.severity)}: {one.text}" for one in found)
    return ComparisonCell(
        tuple(texts) or (no_warning_words([treatment]),), _each(claim for one in found for claim in one.claims)
    )


def _each(claims: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(claims)))
