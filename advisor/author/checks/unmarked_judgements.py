"""S014: house judgements that are shown as if a source made them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from advisor.author.prose.texts import position_of_key, texts
from advisor.diagnostics.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from advisor.author.prose.texts import PatientText
    from advisor.author.proving.subject import Subject
    from advisor.model.rules import Adjustment

__all__ = ["CODE", "find"]

CODE = "S014"

_JUDGING = re.compile(r"\b(?:we (?:take|took|count|place|treat|judge)|our (?:own )?judgement)\b", re.IGNORECASE)
_MARKED = re.compile(r"\bour (?:own )?judgement\b", re.IGNORECASE)
_EFFECTS = frozenset({"benefit", "limit", "warning", "contraindication"})  # the kinds of claims that speak of one
# what is shown with its basis; the texts of a treatment are not
_WITH_BASIS = frozenset({"rule", "warning", "note", "disclaimer", "deciding", "picture"})


def find(subject: Subject) -> Iterator[Finding]:
    """Yields a finding for each text and rule that shows a judgement of our own as the source's."""
    rulebase = subject.rulebase
    reported: set[str] = set()
    for text in texts(rulebase):
        if (found := _unmarked(text)) is not None:
            reported.add(text.about)
            yield found
    for treatment in rulebase.treatments:
        for rule in treatment.adjusts:
            kinds = {rulebase.claim_by_id[claim].kind for claim in rule.claims}
            if rule.basis == "source" and rule.id not in reported and _EFFECTS.isdisjoint(kinds):
                yield _unfounded(rule, kinds)


def _unmarked(text: PatientText) -> Finding | None:
    match = _JUDGING.search(text.text)
    if not match or text.basis != "source" or text.sort not in _WITH_BASIS:
        return None
    if text.sort != "rule" and _MARKED.search(text.text):
        return None
    return Finding(
        code=CODE,
        severity="error",
        message=f"`{text.about}` says `{match.group()}`, and is shown as what the source says",
        position=text.position,
        label="our own",
        hint="write `basis: house judgement`, or tell only what the source says",
        about=text.about,
    )


def _unfounded(rule: Adjustment, claim_kinds: Collection[str]) -> Finding:
    return Finding(
        code=CODE,
        severity="error",
        message=f"`{rule.id}` moves points by the source, and none of its claims speaks of an effect",
        position=position_of_key(rule.position, "points"),
        label=f"claims of kind {', '.join(sorted(claim_kinds))}",
        hint="write `basis: house judgement`, or cite the benefit, limit, warning or contraindication it rests on",
        about=rule.id,
    )
