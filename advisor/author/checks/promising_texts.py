"""A text that promises or orders, or says what no source can know of a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.author.prose.promises import CHANCE, promise_kind_words, promises_in
from advisor.author.prose.texts import short_texts, texts
from advisor.diagnostics.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.author.prose.promises import Promise
    from advisor.author.prose.texts import PatientText
    from advisor.author.proving.subject import Subject

__all__ = ["CODE", "PAGE", "TITLE", "find"]

CODE = "S023"
TITLE = "a text that promises, orders, or names a price, a count or a chance"
PAGE = """\
No treatment is sure to work or free of risk, and no one is told what to do: the choice is the person's own. What one
clinic charges, or how often someone has to come, is not what another does. This finding looks for words that say so
all the same, in every text that is shown:

  a cure          cures, for good, heals every; and removes, heals, erases or
                  the like with the word that stands in `kinds`, or the last
                  word of a kind's name
  a result        guaranteed, for sure, always works, vanishes, 100 %
  how soon        gone in two weeks
  no risk         without risk, no side effects, completely safe
  no pain         painless, does not hurt
  an order        you should choose; the best treatment
  a price         $500, EUR 200, 1.000,- kr, costs 200, free of charge
  a count         six sessions, five visits
  a chance        in 95 % of people, 8 out of 10 people
  a result drawn  in the text of a picture: better, smooth, gone

What is denied is left alone (`it does not mean that there is no risk`). So is what is asked, and what the source is
said to leave open (`the source names no risk`). Of what a treatment does, so is what is only possible (`it may
remove`) or what a study saw. A price with its currency, a count and a chance are found all the same. A chance may
stand under `chances` in deciding.yaml, which is there to say what is known in numbers.

It knows words, not their sense. It does not see a promise in other words (`results you can count on`), one that a
drawing or a name makes, or what is left out. So read every text with this in mind.

Example:
    how_well: This will surely take the lice away for good, without risk.

Remedy: take the promise or the number out. Say what the source says, and how far it goes. Say what it leaves open.
    how_well: It can take most of the lice away. The source does not say for how long.
"""

_REMEDY = "take it out; say what the source says and how far it goes, and what it leaves open"
_REMEDIES = {
    "names a price": "take the price out, as it is not the same everywhere; say what the source says adds to the cost",
    "counts sessions": "take the number out, as it is not the same for everyone; say that it has to be repeated",
    CHANCE: "take the number out; what is known in numbers is said under `chances` in deciding.yaml",
    "tells someone what to choose": "take it out; the choice is the person's own",
}


def find(subject: Subject) -> Iterator[Finding]:
    """One finding for each sort of promise in a text."""
    kinds = promise_kind_words(subject.rulebase)
    for text in (*texts(subject.rulebase), *short_texts(subject.rulebase)):
        first: dict[str, Promise] = {}
        for promise in promises_in(text.text, picture=text.sort == "picture", kinds=kinds):
            if promise.does != CHANCE or text.key != "chances":
                first.setdefault(promise.does, promise)
        yield from (_finding(text, promise) for promise in first.values())


def _finding(text: PatientText, promise: Promise) -> Finding:
    return Finding(
        code=CODE,
        severity="warning",
        message=f"`{text.key}` of `{text.about}` {promise.does}: “{promise.words}”",
        position=text.place(promise.start, promise.end),
        label="this stands in the text",
        hint=_REMEDIES.get(promise.does, _REMEDY),
        about=text.about,
    )
