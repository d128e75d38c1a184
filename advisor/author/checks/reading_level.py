"""S012: texts that take a reading age of more than twelve years."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from advisor.author.prose.reading_age import reading_age, words_of
from advisor.author.prose.texts import texts
from advisor.diagnostics.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.author.proving.subject import Subject
    from advisor.model.rulebase import RuleBase

__all__ = ["CODE", "find"]

CODE = "S012"
_OLDEST = 12.0


def find(subject: Subject) -> Iterator[Finding]:
    """Yields a finding for each such text."""
    names = _names_of(subject.rulebase)
    for text in texts(subject.rulebase):
        age = reading_age(text.text, names)
        if age is not None and age > _OLDEST:
            yield Finding(
                code=CODE,
                severity="warning",
                message=f"`{text.key}` of `{text.about}` takes a reading age of {age:.1f} years, and 12 is the most",
                position=text.position,
                label=f"{len(words_of(text.text))} words",
                hint="make two sentences out of one, or use shorter words",
                about=text.about,
            )


def _names_of(rulebase: RuleBase) -> frozenset[str]:
    """Returns the words, in small letters, of all names in the rule base: no easier word can take their place."""
    named = [rulebase.name]
    for treatment in rulebase.treatments:
        named += [treatment.id, treatment.name]
    for question in rulebase.questions:
        named += [question.id, *question.option_ids]
    for source in rulebase.sources:
        named += [source.title, source.author, source.publisher]
    words = {word for name in named for word in words_of(name.replace("_", " "))}
    # `about` is a text, in which only words with a capital are names
    about = {word.lower() for source in rulebase.sources for word in re.findall(r"\b[A-Z]\w+", source.about)}
    return frozenset(words | about)
