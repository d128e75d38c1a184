"""The reading age of a text, from the length of its sentences and words.

The formula is the Flesch-Kincaid grade (Kincaid, Fishburne, Rogers and Chissom: Derivation of new readability formulas
for Navy enlisted personnel, Research Branch Report 8-75, 1975). A grade counts years at a school that is begun at the
age of five, so the age is the grade plus five. Syllables are counted from the spelling, which is right for most words.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["reading_age", "syllables", "words_of"]

_FEWEST_WORDS = 8  # the formula says nothing about a shorter text

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SENTENCE_END = re.compile(r"[.!?:]+(?=\s|$)")
_APART = re.compile(r"ia(?!l)|io(?!n|us)|iu|uou|eo(?!p)|^area|^idea|creat")  # two vowels that are spoken one by one
_SPOKEN_ES = ("ses", "zes", "ces", "ges", "xes", "shes", "ches", "les", "ees", "ies")
_VOWELS = re.compile(r"[aeiouyà-öø-ÿ]+")


def words_of(text: str) -> list[str]:
    """Returns the words of a text in small letters; each part of a word with a hyphen is a word."""
    return [word.lower() for word in _WORD.findall(text)]


def reading_age(text: str, names: Collection[str] = ()) -> float | None:
    """Returns the age in years at which a text is read with ease; None for a text of fewer than 8 words.

    ``names`` are words (in small letters) that no easier word can replace: each counts as one syllable.
    """
    words = words_of(text)
    if len(words) < _FEWEST_WORDS:
        return None
    sentences = max(1, len(_SENTENCE_END.findall(text)))
    spoken = sum(1 if _is_name(word, names) else syllables(word) for word in words)
    grade = 0.39 * len(words) / sentences + 11.8 * spoken / len(words) - 15.59
    return grade + 5


def syllables(word: str) -> int:
    """Estimates how many syllables a word in small letters has, at least one."""
    word = word.replace("’", "'").removesuffix("'s")
    found = len(_VOWELS.findall(word))
    silent = word.endswith("e") and not word.endswith(("le", "ee", "ye")) and found > 1
    mute_ed = word.endswith("ed") and not word.endswith(("ted", "ded", "eed")) and found > 1
    mute_es = word.endswith("es") and not word.endswith(_SPOKEN_ES) and found > 1
    return max(1, found - silent - mute_ed - mute_es + len(_APART.findall(word)))


def _is_name(word: str, names: Collection[str]) -> bool:
    return word in names or word.removesuffix("s") in names
