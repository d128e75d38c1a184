"""A rule whose reason says nothing, or says what another rule of the same treatment says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.author.prose.reading_age import words_of
from advisor.author.prose.texts import place_of_text
from advisor.diagnostics.findings import Finding, Related, numbered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.author.proving.subject import Subject
    from advisor.model.rules import Rule, Treatment

__all__ = ["CODE", "PAGE", "TITLE", "find"]

CODE = "S013"
TITLE = "a rule without a reason of its own"
PAGE = """\
A patient is told why a rule led to a suggestion, a place in the order, or a treatment that is left out. The reason must
say something: not one or two words, and not just the rule's id or the treatment's name. And two rules of one treatment
must not give the very same reason, since then it is told twice and explains neither.

Example:
    - rule: rinse-lice
      because: Rinse lice.

Remedy: say in words a patient can read what the claim says and what follows from it.
      because: Rinsing takes lice off the leaves.
"""

_FEWEST = 3


def find(subject: Subject) -> Iterator[Finding]:
    """One finding for each reason that says nothing, and for each that was given before."""
    rulebase = subject.rulebase
    proposing = rulebase.identification.rules if rulebase.identification else ()
    for derivation in (*rulebase.derivations, *proposing):
        yield from _thin(derivation, None)
    for treatment in rulebase.treatments:
        first: dict[str, Rule] = {}
        for rule in (*treatment.fits, *treatment.rules_out, *treatment.adjusts):
            thin = list(_thin(rule, treatment))
            yield from thin
            said = " ".join(words_of(rule.because))
            if not thin and first.setdefault(said, rule) is not rule:
                yield _repeated(rule, first[said])


def _thin(rule: Rule, treatment: Treatment | None) -> Iterator[Finding]:
    words = words_of(rule.because)
    known = set(words_of(rule.id.replace("-", " ")))
    if treatment:
        known |= set(words_of(f"{treatment.name} {treatment.id.replace('_', ' ')}"))
    if len(words) < _FEWEST:
        said = f"the reason of `{rule.id}` has only {numbered(len(words), 'word')}"
    elif known.issuperset(words):
        said = f"the reason of `{rule.id}` only repeats its name"
    else:
        return
    yield Finding(
        code=CODE,
        severity="error",
        message=said,
        position=place_of_text(rule.position, "because"),
        label="this tells no one why",
        hint="say what the claim says, and what follows from it",
        about=rule.id,
    )


def _repeated(rule: Rule, first: Rule) -> Finding:
    return Finding(
        code=CODE,
        severity="warning",
        message=f"`{rule.id}` gives the very same reason as `{first.id}`",
        position=place_of_text(rule.position, "because"),
        label="the second time here",
        hint="say what is true of this rule only, or make the two one rule",
        related=(Related(place_of_text(first.position, "because"), "the first time here"),),
        about=rule.id,
    )
