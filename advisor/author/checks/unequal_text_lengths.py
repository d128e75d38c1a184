"""S015: texts of a treatment that are far longer or far shorter than the same text of the others."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from advisor.author.prose.reading_age import words_of
from advisor.author.prose.texts import treatment_texts
from advisor.diagnostics.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.author.proving.subject import Subject

__all__ = ["CODE", "find"]

CODE = "S015"

_MOST_TIMES = 3  # longer or shorter than the median
_FEWEST_TREATMENTS = 3  # a median of fewer says nothing


def find(subject: Subject) -> Iterator[Finding]:
    """Yields a finding for each such text."""
    treatments = subject.rulebase.treatments
    if len(treatments) < _FEWEST_TREATMENTS:
        return
    for texts in zip(*map(treatment_texts, treatments), strict=True):  # the same text of every treatment
        lengths = [len(words_of(text.text)) for text in texts]
        middle = median(lengths)
        for text, words in zip(texts, lengths, strict=True):
            if words > middle * _MOST_TIMES or words * _MOST_TIMES < middle:
                longer = words > middle
                length = "longer" if longer else "shorter"
                yield Finding(
                    code=CODE,
                    severity="warning",
                    message=f"`{text.key}` of `{text.about}` is much {length} than the others'",
                    position=text.position,
                    label=f"{words} words; the middle of all treatments is {middle:g}",
                    hint="cut it" if longer else "say as much as of the others, also what the source leaves open",
                    about=text.about,
                )
