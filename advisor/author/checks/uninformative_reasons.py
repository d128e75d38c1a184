"""S013: rules whose reason says nothing, or only what another rule of the same treatment says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.author.prose.reading_age import words_of
from advisor.author.prose.texts import position_of_key
from advisor.diagnostics.findings import Finding, Related, numbered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.author.proving.subject import Subject
    from advisor.model.rules import Rule, Treatment

__all__ = ["CODE", "find"]

CODE = "S013"

_FEWEST_WORDS = 3


def find(subject: Subject) -> Iterator[Finding]:
    """Yields a finding for each reason that says nothing, and for each that repeats an earlier one."""
    rulebase = subject.rulebase
    proposing = rulebase.identification.rules if rulebase.identification else ()
    for derivation in (*rulebase.derivations, *proposing):
        yield from _uninformative(derivation, None)
    for treatment in rulebase.treatments:
        first: dict[str, Rule] = {}
        for rule in (*treatment.fits, *treatment.rules_out, *treatment.adjusts):
            found = list(_uninformative(rule, treatment))
            yield from found
            words = " ".join(words_of(rule.because))
            if not found and first.setdefault(words, rule) is not rule:
                yield _repeated(rule, first[words])


def _uninformative(rule: Rule, treatment: Treatment | None) -> Iterator[Finding]:
    words = words_of(rule.because)
    known = set(words_of(rule.id.replace("-", " ")))
    if treatment:
        known |= set(words_of(f"{treatment.name} {treatment.id.replace('_', ' ')}"))
    if len(words) < _FEWEST_WORDS:
        message = f"the reason of `{rule.id}` has only {numbered(len(words), 'word')}"
    elif known.issuperset(words):
        message = f"the reason of `{rule.id}` only repeats its name"
    else:
        return
    yield Finding(
        code=CODE,
        severity="error",
        message=message,
        position=position_of_key(rule.position, "because"),
        label="this tells no one why",
        hint="say what the claim says, and what follows from it",
        about=rule.id,
    )


def _repeated(rule: Rule, first: Rule) -> Finding:
    return Finding(
        code=CODE,
        severity="warning",
        message=f"`{rule.id}` gives the very same reason as `{first.id}`",
        position=position_of_key(rule.position, "because"),
        label="the second time here",
        hint="say what is true of this rule only, or make the two one rule",
        related=(Related(position_of_key(first.position, "because"), "the first time here"),),
        about=rule.id,
    )
