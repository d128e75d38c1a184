"""A text that promises or orders, or says what no source can know of a person."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from advisor.author.texts import short_texts, texts
from advisor.findings import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.author.subject import Subject

__all__ = ["CODE", "PAGE", "TITLE", "find", "promises_in"]

CODE = "S023"
TITLE = "a text that promises, orders, or names a price or a number of sessions"
PAGE = """\
No treatment is sure to work or free of risk, and no one is told what to do: the choice is the person's own. What one
clinic charges, or how often someone has to come, is not what another does. This finding looks for words that say so
all the same: a cure, a guarantee, `without risk`, `100 %`, `completely safe`, `the best`, `you should choose`, a price,
a count of sessions; in the text of a picture also words for a result. What is denied is left alone (`it does not mean
that there is no risk`), and so is what the source is said to leave open (`the source names no risk`) or asked. It knows
words, not their sense, so it does not find every promise.

Example:
    how_well: This will surely take the lice away for good, without risk.

Remedy: say what the source says, and how far it goes. Say what it leaves open.
    how_well: It can take most of the lice away. The source does not say for how long.
"""

_NUMBER = r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|twelve|a dozen)"
_TREATED = r"(?:choose|pick|have|get|take|try|use|go for|ask for)"
_MONEY = r"(?:dollars?|euros?|pounds?|cents?|francs?|usd|eur|gbp)"
# what is looked for, and what it does; the same words deny it where they stand behind a `not`
_PROMISES = tuple(
    (re.compile(pattern, re.IGNORECASE), said)
    for pattern, said in (
        (
            r"\bcur(?:e|es|ed|ing) (?:all|every|the|your|you|my|any|it|them|this|these|[a-z]+s)\b"
            r"|\b(?:it|this|that|which|and) cures\b|\b(?:will|can|surely|is|are|be|get|gets) cured?\b",
            "promises a cure",
        ),
        (r"\beliminat(?:e|es|ed|ing)\b|\b(?:removes?|gets? rid of|takes? away) (?:all|every)\b", "promises a cure"),
        (
            r"\b(?:heal|gone|go|goes|rid|remov|clear|vanish|disappear|away)\w*\b[^.]{0,30}\bfor good\b",
            "promises a cure",
        ),
        (r"\bcompletely (?:gone|healed|removed|clear)\b|\bperfectly \w+", "promises a result"),
        (r"\bguarant(?:ee|ees|eed|y)\b|\b(?:we|i) (?:can )?promise\b(?! no)", "promises a result"),
        (r"\bsurely\b|\bsure to\b|\bcertain to\b|\bwithout fail\b|\bnever fails\b", "promises a result"),
        (r"\balways (?:works?|helps?)\b|\bworks? (?:for everyone|every time)\b", "promises a result"),
        (r"\b100 ?(?:%|per ?cent\b)", "promises a result"),
        (r"\bwithout (?:any |a )?risks?\b|\brisk-free\b|\b(?:no|zero) risks?\b|\bharmless\b", "says there is no risk"),
        (r"\b(?:is|are) (?:\w+ly )?safe\b|\b\w+ly safe\b|% safe\b", "says that it is safe"),
        (r"\bsafe for (?:all|any|every)\w*\b", "says that it is safe"),
        (
            r"\b(?:is|are|be) (?:\w+ )?the best\b"
            r"|\bthe best (?:treatment|option|choice|method|way|one|there is|of all)\b",
            "calls it the best",
        ),
        (rf"\byou (?:should|must|have to|need to|ought to) (?:\w+ly )?{_TREATED}\b", "tells someone what to choose"),
    )
)
_COUNTS = tuple(
    (re.compile(pattern, re.IGNORECASE), said)
    for pattern, said in (
        (rf"[$€£¥] ?\d|\d[\d.,]* ?(?:[$€£¥]|{_MONEY}\b)|\b{_NUMBER} {_MONEY}\b", "names a price"),
        (
            rf"\b{_NUMBER}(?: \w+)? (?:sessions|visits|sittings|appointments)\b|\b(?:takes?|needs?|after) {_NUMBER} "
            r"treatments\b",
            "counts sessions",
        ),
    )
)
_RESULT = (
    re.compile(
        r"\b(?:gone|smooth\w*|perfect\w*|vanish\w*|disappear\w*|healed|heals|improv\w*|better|flawless|fad(?:es|ed))\b",
        re.IGNORECASE,
    ),
    "shows a result",
)
_DENIED = re.compile(
    r"\b(?:not|nobody|nothing|none|no (?!doubt|question|matter|risk|need)\w+|never|neither|nor|cannot|whether)\b"
    r"|n[’']t\b"
    r"|\b(?:names?|gives?|mentions?|states?|speaks? of|tells? of|warns? of|knows? of)$",
    re.IGNORECASE,
)
_BREATH = re.compile(r"(?<=[.!?;:])\s+|,? \bbut\b ")


def find(subject: Subject) -> Iterator[Finding]:
    """One finding for each sort of promise in a text."""
    for text in (*texts(subject.rulebase), *short_texts(subject.rulebase)):
        told = set()
        for words, said in promises_in(text.text, picture=text.sort == "picture"):
            if said in told:
                continue
            told.add(said)
            yield Finding(
                code=CODE,
                severity="warning",
                message=f"`{text.key}` of `{text.about}` {said}: “{words}”",
                position=text.position,
                label="this stands in the text",
                hint="say what the source says and how far it goes, and what it leaves open",
                about=text.about,
            )


def promises_in(text: str, *, picture: bool = False) -> Iterator[tuple[str, str]]:
    """The words of a text that promise, order or count, each with what they do; ``picture`` also looks for results."""
    looked_for = (*_PROMISES, *((_RESULT,) if picture else ()))
    for part in _BREATH.split(" ".join(text.split())):
        asked = part.endswith("?")
        for pattern, said in looked_for:
            for match in pattern.finditer(part):
                if not asked and not _DENIED.search(part[: match.start()].rstrip()):
                    yield match.group(), said
        for pattern, said in _COUNTS:
            yield from ((match.group(), said) for match in pattern.finditer(part))
