"""A text of a treatment that is far longer or far shorter than the same text of the others."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from advisor.author.prose.reading_age import words_of
from advisor.author.prose.texts import TREATMENT_TEXTS, treatment_texts
from advisor.diagnostics.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.author.proving.subject import Subject

__all__ = ["CODE", "find"]

CODE = "S015"

_TIMES = 3
_FEWEST_TREATMENTS = 3  # of fewer there is no middle


def find(subject: Subject) -> Iterator[Finding]:
    """One finding for each text that is out of proportion."""
    treatments = subject.rulebase.treatments
    if len(treatments) < _FEWEST_TREATMENTS:
        return
    every = [text for treatment in treatments for text in treatment_texts(treatment)]
    for key in TREATMENT_TEXTS:
        same = [(text, len(words_of(text.text))) for text in every if text.key == key]
        middle = median(words for _, words in same)
        for text, words in same:
            if words > middle * _TIMES or words * _TIMES < middle:
                longer = words > middle
                yield Finding(
                    code=CODE,
                    severity="warning",
                    message=f"`{key}` of `{text.about}` is much {'longer' if longer else 'shorter'} than the others'",
                    position=text.position,
                    label=f"{words} words; the middle of all treatments is {middle:g}",
                    hint="cut it" if longer else "say as much as of the others, also what the source leaves open",
                    about=text.about,
                )
