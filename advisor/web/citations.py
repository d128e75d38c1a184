"""The claims to list on a page: each one that anything on the page cites, because every number links to its claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.analysis.annotations import annotations_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from advisor.analysis.changes import MoveGroup, Notice
    from advisor.model.advice import Advice
    from advisor.model.rulebase import Claim, RuleBase, Source

__all__ = ["cited_by_advice", "cited_by_values", "claims_of"]


def claims_of(rulebase: RuleBase, cited: Iterable[Iterable[str]]) -> list[tuple[Source, list[Claim]]]:
    """Returns each source with those of its claims that are cited, in the order of the rule base."""
    named = {claim for claims in cited for claim in claims}
    return [(source, [claim for claim in source.claims if claim.id in named]) for source in rulebase.sources]


def cited_by_advice(
    advice: Advice, groups: Iterable[MoveGroup] = (), notices: Iterable[Notice] = ()
) -> Iterator[Sequence[str]]:
    """Yields the claims of each text that an advice shows, and of what a change moved and changed in it."""
    for suggestion in advice.offers:
        yield suggestion.about.claims
        yield from (reason.claims for reason in suggestion.reasons)
        yield from (warning.claims for warning in suggestion.warnings)
    for treatment in advice.not_recommended:
        yield from (reason.claims for reason in treatment.reasons)
    for group in groups:
        yield from (reason.claims for reason in (*group.reasons, *group.gone))
    yield from (notice.claims for notice in notices)
    yield from (note.claims for note in advice.urgent)
    yield from (note.claims for note in advice.notes)
    if deciding := advice.rulebase.deciding:
        yield deciding.nothing.claims
        yield from (claims for _, _, claims in deciding.about)


def cited_by_values(rulebase: RuleBase, values: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yields the claims of each annotation that a treatment gets for the values marked."""
    for treatment in rulebase.treatments:
        yield from (note.claims for note in annotations_of(rulebase.deciding, treatment.id, values))
