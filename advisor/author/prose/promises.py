"""Finds words that promise something, tell a person what to do, or name a price, a count, a chance or a time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.model.rulebase import RuleBase

__all__ = ["CHANCE", "Promise", "cure_patterns", "promise_kind_words", "promises_in"]

CHANCE = "names a chance in numbers"

_Pattern = tuple[re.Pattern[str], str]  # a regular expression and what its words do; a named group is what to quote


@dataclass(frozen=True, slots=True)
class Promise:
    """Words of a text and what it ``does`` by them; ``start`` and ``end`` count in the text with whitespace folded."""

    words: str
    does: str
    start: int
    end: int


def _patterns(*pairs: tuple[str, str]) -> tuple[_Pattern, ...]:
    return tuple((re.compile(pattern, re.IGNORECASE), does) for pattern, does in pairs)


_COUNT = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a dozen)"
_MANY = rf"(?:{_COUNT}|a few|a couple of|several)"
_TREATED = r"(?:choose|pick|have|get|take|try|use|go for|ask for)"
_AMOUNT = r"\d+(?:[.,'’ ]\d+)*(?:[.,][-–]+)?"
_SIGN = r"[$€£¥¢₹₽₩₺₪₴฿]"
_CODE = r"(?:usd|eur|gbp|chf|sek|nok|dkk|cad|aud|nzd|jpy|inr|pln|czk|kr|rs|fr)\b\.?"
_MONEY = rf"(?:(?:dollar|euro|pound|cent|franc|rupee)s?\b|kron[aeo]r?\b|yen\b|pence\b|{_CODE})"
_SHARE = r"\d+(?:[.,]\d+)? ?(?:%|per ?cent\b)"
_UNWANTED = r"(?:side|unwanted|adverse|ill)[- ]effects?"

# promises unless they are denied or asked about
_SURE = _patterns(
    (
        r"\bcur(?:e|es|ed|ing) (?:all|every|the|your|you|my|any|it|them|this|these|[a-z]+s)\b"
        r"|\b(?:it|this|that|which|and) cures\b|\b(?:will|can|surely|is|are|be|get|gets) cured?\b",
        "promises a cure",
    ),
    (
        r"\beliminat(?:e|es|ed|ing)\b"
        r"|\b(?:removes?|heals?|erases?|clears?|gets? rid of|takes? away) (?:all|every|any|each)\b",
        "promises a cure",
    ),
    (r"\b(?:heal|gone|go|goes|rid|remov|clear|vanish|disappear|away)\w*\b[^.]{0,30}\bfor good\b", "promises a cure"),
    (r"\bonce and for all\b|\bnever (?:comes?|returns?)\b(?: back)?", "promises a cure"),
    (r"\bcompletely (?:gone|healed|removed|clear)\b|\bperfectly \w+", "promises a result"),
    (r"\bguarant(?:ee|ees|eed|y)\b|\b(?:we|i) (?:can )?promise\b(?! no)", "promises a result"),
    (r"\bsurely\b|\bsure to\b|\bcertain to\b|\bwithout fail\b|\bnever fails\b", "promises a result"),
    (r"(?<!know )(?<!say )(?<!tell )\bfor (?:sure|certain)\b|\b(?:definitely|undoubtedly)\b", "promises a result"),
    (r"\b(?:without|no) (?:a |any )?doubt\b", "promises a result"),
    (r"\b(?:always|will) (?:works?|helps?)\b|\bworks? (?:for everyone|every time)\b", "promises a result"),
    (r"\b100 ?(?:%|per ?cent\b)", "promises a result"),
    (r"\bwithout (?:any |a )?risks?\b|\brisk-free\b|\b(?:no|zero) risks?\b|\bharmless\b", "says there is no risk"),
    (
        rf"\b(?:no|zero|without|free (?:of|from)) (?:any |known |bad )?(?:{_UNWANTED}|downsides?)\b",
        "says there is no risk",
    ),
    (r"\bfree (?:of|from) (?:any |all )?risks?\b", "says there is no risk"),
    (r"\bpainless(?:ly)?\b|\bpain-free\b|\b(?:no|without|free (?:of|from)) (?:any )?pain\b", "says there is no pain"),
    (r"\b(?:does|do|will) not hurt\b|\b(?:does|do|wo)n[’']t hurt\b|\bnever hurts\b", "says there is no pain"),
    (r"\b(?:is|are) (?:\w+ly )?safe\b|\b\w+ly safe\b|% safe\b", "says that it is safe"),
    (r"\bsafe for (?:all|any|every)\w*\b", "says that it is safe"),
    (
        r"\b(?:is|are|be) (?:\w+ )?the best\b"
        r"|\bthe best (?:treatment|option|choice|method|way|one|there is|of all)\b",
        "calls it the best",
    ),
    (rf"\byou (?:should|must|have to|need to|ought to) (?:\w+ly )?{_TREATED}\b", "tells someone what to choose"),
    (
        r"\bfree of (?:charge|cost)\b|\b(?:for|at) free\b|\bat no (?:extra )?(?:cost|charge)\b|\bno charge\b"
        r"|\bcosts? nothing\b|\b(?:is|are) (?:\w+ly )?(?P<quoted>free)(?=$|[.,;!]| (?:and|for|on|at|if|when)\b)",
        "names a price",
    ),
)
# promises unless they are denied, asked about, said to be only possible, or what a study saw
_SURE_UNLESS_HEDGED = _patterns(
    (r"\b(?:vanish(?:es)?|disappears?)\b", "promises a result"),
    (
        r"\b(?:vanish|disappear|heal|clear|gone|goes|away|fad(?:es?|ing)|better|smooth|improv|works?|results?)\w*\b"
        rf"[^.]{{0,40}}?\b(?P<quoted>(?:with)?in (?:\w+ |as little as |less than )?{_MANY}(?: (?:to|or) {_COUNT})?"
        r" (?:minutes|hours|days|weeks|months))\b",
        "says how soon it works",
    ),
)
# numbers that are not the same for everyone, whether they are denied or not
_NUMBERS = _patterns(
    (
        rf"(?:{_SIGN}|\b{_CODE}) ?{_AMOUNT}(?: ?{_MONEY})?|{_AMOUNT} ?(?:{_SIGN}|{_MONEY})"
        rf"|\b{_COUNT} {_MONEY}|\b\d+(?:[.,]\d+)*[.,][-–](?!\d)",
        "names a price",
    ),
    (rf"\bcosts? (?:\w+ ){{0,2}}?(?P<quoted>{_AMOUNT})(?! ?(?:\d|%|times\b))", "names a price"),
    (
        rf"\b{_COUNT}(?: \w+)? (?:sessions|visits|sittings|appointments)\b"
        rf"|\b(?:takes?|needs?|after) {_COUNT} treatments\b",
        "counts sessions",
    ),
    (
        rf"\b(?:in|by|for) (?:\w+ )?(?P<quoted>{_SHARE})|(?P<share>{_SHARE})(?= (?:of|success|chance|better)\b)"
        rf"|\b{_COUNT} (?:in|out of) {_COUNT} (?:people|persons|patients|cases|times)\b",
        CHANCE,
    ),
)
# in the text of a picture only
_DRAWN_RESULT = _patterns(
    (
        r"\b(?:gone|smooth\w*|perfect\w*|vanish\w*|disappear\w*|healed|heals|improv\w*|better|flawless|fad(?:es|ed))\b",
        "shows a result",
    ),
)
_DENIED = re.compile(
    r"\b(?:not|nobody|nothing|none|no (?!doubt|question|matter|risk|need|side|pain|charge)\w+|never|neither|nor|cannot"
    r"|whether)\b"
    r"|n[’']t\b"
    r"|\b(?:names?|gives?|mentions?|states?|speaks? of|tells? of|warns? of|knows? of)$",
    re.IGNORECASE,
)
_HEDGED = re.compile(
    r"\b(?:if|when|how|why|until|till|before|hope\w*|seldom|rarely|stud(?:y|ies))\b"
    r"|\b(?:may|might|can|could|would|often|sometimes|usually|mostly)(?: [\w’'-]+){0,4}$"
    r"|\b(?:to|helps?)(?: \w+ly)?$",
    re.IGNORECASE,
)
_CLAUSE_END = re.compile(r"(?<=[.!?;:])\s+|,? \bbut\b ")


def promise_kind_words(rulebase: RuleBase) -> frozenset[str]:
    """Returns the words for what is treated, in the singular: that for a kind, and the last of each kind's name."""
    found = {rulebase.kinds.called}
    for option in rulebase.kind_question.options:
        words = re.findall(r"[^\W\d_]+", re.sub(r"\(.*?\)", "", option.short))
        found |= {words[-1].lower()} if words else set()
    return frozenset(word.removesuffix("s") for word in found)


def promises_in(text: str, *, picture: bool = False, cures: tuple[_Pattern, ...] = ()) -> Iterator[Promise]:
    """Yields every promise in a text, clause by clause.

    With ``picture`` also words for a result; with ``cures`` (as ``cure_patterns`` returns them) also what is said to
    become of what is treated.
    """
    folded = " ".join(text.split())
    sure = (*_SURE, *(_DRAWN_RESULT if picture else ()))
    unless_hedged = (*_SURE_UNLESS_HEDGED, *cures)
    for start, end in _clauses(folded):
        clause = folded[start:end]
        if not clause.endswith("?"):
            for promise in _found(sure, clause, start):
                if not _DENIED.search(folded[start : promise.start].rstrip()):
                    yield promise
            for promise in _found(unless_hedged, clause, start):
                before = folded[start : promise.start].rstrip()
                if not _DENIED.search(before) and not _HEDGED.search(before):
                    yield promise
        yield from _found(_NUMBERS, clause, start)


def cure_patterns(kinds: Iterable[str]) -> tuple[_Pattern, ...]:
    """Returns the patterns for what is said to become of what is treated, of which ``kinds`` are the words."""
    named = "|".join(map(re.escape, sorted(kinds)))
    apart = (
        r"(?!(?:of|for|from|by|in|on|around|below|beside|some|few|part|than|that|which|and|or|when|if|as|while|before"
        r"|until)\b)"
    )
    does = r"(?:removes?|heals?|clears?(?: up)?|erases?|banish(?:es)?|fix(?:es)?|gets? rid of|takes? away|dissolves?)"
    surely = r"(?:will |simply |just |soon |always |then |all ){0,2}"
    return _patterns(
        (rf"\b{does} (?:{apart}[\w’'-]+ ){{0,3}}?(?:(?:{named})s?|them)\b", "promises a cure"),
        (rf"\b(?:{named})s {surely}(?:heal|clear up|go away|melt away|are gone|be gone)\b", "promises a cure"),
        (rf"\b(?:{named}) {surely}(?:heals|clears up|goes away|melts away|is gone|be gone)\b", "promises a cure"),
    )


def _clauses(text: str) -> Iterator[tuple[int, int]]:
    """Where each clause begins and ends: a denial counts within its clause only."""
    start = 0
    for between in _CLAUSE_END.finditer(text):
        yield start, between.start()
        start = between.end()
    yield start, len(text)


def _found(patterns: Iterable[_Pattern], clause: str, offset: int) -> Iterator[Promise]:
    for pattern, does in patterns:
        for match in pattern.finditer(clause):
            start, end = next((match.span(group) for group in pattern.groupindex if match[group]), match.span())
            yield Promise(clause[start:end].rstrip(" ."), does, offset + start, offset + end)
