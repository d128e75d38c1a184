"""What is said of treatments in the light of the values that a person marked; it ranks and hides nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from advisor.diagnostics.errors import UsageError
from advisor.diagnostics.findings import nearest
from advisor.model.rules import AttributedText
from advisor.model.wording import joined, stands_words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from advisor.model.advice import Advice
    from advisor.model.decision_aid import DecisionAid, Stands, Value
    from advisor.model.rules import Basis

__all__ = ["Annotation", "annotations_of", "check_known", "check_values", "marked_values", "value_summaries"]

_LISTED_WHOLE = 8  # up to so many known names are all listed to someone who named another


@dataclass(frozen=True, slots=True)
class Annotation:
    """What is said of one treatment in the light of one value; ``unsaid`` where the source is silent."""

    value_id: str
    label: str
    stands: Stands | Literal["unsaid"]
    text: str
    basis: Basis
    claims: tuple[str, ...]


def annotations_of(deciding: DecisionAid | None, treatment_id: str, values: Collection[str]) -> tuple[Annotation, ...]:
    """Returns what is said of a treatment in the light of each of the values, in the order of the rule base."""
    return tuple(_annotation(value, treatment_id) for value in marked_values(deciding, values))


def _annotation(value: Value, treatment_id: str) -> Annotation:
    saying = value.saying_on(treatment_id)
    if saying is None:
        return Annotation(value.id, value.label, "unsaid", value.unsaid, "source", ())
    return Annotation(value.id, value.label, saying.stands, saying.text, saying.basis, saying.claims)


def value_summaries(advice: Advice, values: Collection[str]) -> tuple[tuple[str, AttributedText], ...]:
    """Returns for each of the values its label, and one line: which options offered the source speaks for or against.

    The line rests on all that is said of these options, and is our judgement where any of that is. Raises UsageError
    for an unknown value.
    """
    deciding, offered = advice.rulebase.deciding, advice.offers
    check_values(deciding, values)
    summaries = []
    for value in marked_values(deciding, values):
        names: dict[str, list[str]] = {"for": [], "against": [], "mixed": [], "unsaid": []}
        annotations = [_annotation(value, suggestion.treatment) for suggestion in offered]
        for suggestion, annotation in zip(offered, annotations, strict=True):
            names[annotation.stands].append(suggestion.name)
        silent = names.pop("unsaid")
        parts = [f"{stands_words(stands).rstrip('.')}: {joined(those)}." for stands, those in names.items() if those]
        if silent:
            parts.append(f"The source does not say for {'the others' if parts else 'any of these options'}.")
        # an annotation that says nothing rests on no claim and counts as from the source
        basis: Basis = "source" if all(one.basis == "source" for one in annotations) else "house judgement"
        claims = sorted({claim for one in annotations for claim in one.claims})
        summaries.append((value.label, AttributedText(" ".join(parts), basis, tuple(claims))))
    return tuple(summaries)


def marked_values(deciding: DecisionAid | None, values: Collection[str]) -> tuple[Value, ...]:
    """Returns the values with these ids, in the order of the rule base."""
    return tuple(value for value in deciding.values if value.id in values) if deciding else ()


def check_values(deciding: DecisionAid | None, values: Iterable[str]) -> None:
    """Raises UsageError for an unknown value; it names the nearest one, or all there are."""
    check_known("value", values, [value.id for value in deciding.values] if deciding else ())


def check_known(called: str, names: Iterable[str], known: Collection[str]) -> None:
    """Raises UsageError for a name that is not known; ``called`` is the word for what it should name."""
    for name in names:
        if name not in known:
            like = nearest(name, known)
            listed = f"; there are {', '.join(known)}" if 0 < len(known) <= _LISTED_WHOLE else ""
            raise UsageError(f"there is no {called} `{name}`{f'; did you mean `{like}`?' if like else listed}")
