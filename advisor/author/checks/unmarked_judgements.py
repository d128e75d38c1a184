"""Something of our own that is shown as if the source said it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from advisor.author.prose.texts import place_of_text, texts
from advisor.diagnostics.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.author.prose.texts import PatientText
    from advisor.author.proving.subject import Subject
    from advisor.model.rulebase import RuleBase
    from advisor.model.rules import Adjustment

__all__ = ["CODE", "find"]

CODE = "S014"

_OURS = re.compile(r"\b(?:we (?:take|took|count|place|treat|judge)|our (?:own )?judgement)\b", re.IGNORECASE)
_SAID = re.compile(r"\bour (?:own )?judgement\b", re.IGNORECASE)
_MOVING = frozenset({"benefit", "limit", "warning", "contraindication"})
# a treatment's texts are shown without one
_WITH_BASIS = frozenset({"rule", "warning", "note", "disclaimer", "deciding", "picture"})


def find(subject: Subject) -> Iterator[Finding]:
    """One finding for each text or rule that shows our own judgement as the source's."""
    rulebase = subject.rulebase
    told: set[str] = set()
    for text in texts(rulebase):
        found = _ours(text)
        if found:
            told.add(text.about)
            yield found
    for treatment in rulebase.treatments:
        for rule in treatment.adjusts:
            if rule.basis == "source" and rule.id not in told and not _speaks_of_effect(rule, rulebase):
                yield _unfounded(rule, rulebase)


def _ours(text: PatientText) -> Finding | None:
    match = _OURS.search(text.text)
    if not match or text.basis != "source" or text.sort not in _WITH_BASIS:
        return None
    if text.sort != "rule" and _SAID.search(text.text):
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


def _speaks_of_effect(rule: Adjustment, rulebase: RuleBase) -> bool:
    return any(rulebase.claim_by_id[claim].kind in _MOVING for claim in rule.claims)


def _unfounded(rule: Adjustment, rulebase: RuleBase) -> Finding:
    kinds = sorted({rulebase.claim_by_id[claim].kind for claim in rule.claims})
    return Finding(
        code=CODE,
        severity="error",
        message=f"`{rule.id}` moves points by the source, and none of its claims speaks of an effect",
        position=place_of_text(rule.position, "points"),
        label=f"claims of kind {', '.join(kinds)}",
        hint="write `basis: house judgement`, or cite the benefit, limit, warning or contraindication it rests on",
        about=rule.id,
    )
