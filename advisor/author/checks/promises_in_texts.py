"""S023: texts that promise something, tell a person what to do, or name a price, a count or a chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.author.prose.promises import CHANCE, cure_patterns, promise_kind_words, promises_in
from advisor.author.prose.texts import short_texts, texts
from advisor.diagnostics.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.author.prose.promises import Promise
    from advisor.author.prose.texts import PatientText
    from advisor.author.proving.subject import Subject

__all__ = ["CODE", "find"]

CODE = "S023"

_REMEDY = "take it out; say what the source says and how far it goes, and what it leaves open"
_REMEDIES = {
    "names a price": "take the price out, as it is not the same everywhere; say what the source says adds to the cost",
    "counts sessions": "take the number out, as it is not the same for everyone; say that it has to be repeated",
    CHANCE: "take the number out; what is known in numbers is said under `chances` in deciding.yaml",
    "tells someone what to choose": "take it out; the choice is the person's own",
}


def find(subject: Subject) -> Iterator[Finding]:
    """Yields a finding for each sort of promise in a text."""
    cures = cure_patterns(promise_kind_words(subject.rulebase))
    for text in (*texts(subject.rulebase), *short_texts(subject.rulebase)):
        first: dict[str, Promise] = {}
        for promise in promises_in(text.text, picture=text.sort == "picture", cures=cures):
            if promise.does != CHANCE or text.key != "chances":
                first.setdefault(promise.does, promise)
        yield from (_finding(text, promise) for promise in first.values())


def _finding(text: PatientText, promise: Promise) -> Finding:
    return Finding(
        code=CODE,
        severity="warning",
        message=f"`{text.key}` of `{text.about}` {promise.does}: “{promise.words}”",
        position=text.position_of(promise.start, promise.end),
        label="this stands in the text",
        hint=_REMEDIES.get(promise.does, _REMEDY),
        about=text.about,
    )
