"""The grammar of the rule files: of each sort of entry the keys, in the order in which they are written.

Each key has: whether it must or may be there; what it takes; what an editor shows of it; and, for some, the words or
the sort of names or entries that can stand there. What it takes is one of these:

- ``id``, ``text``, ``texts`` (a list), ``number``, ``day``, ``colour``, ``drawing`` (lines of characters), ``points``
  (of a drawing), ``role`` (of a mark), ``option`` (of the same question), ``word`` (one of those that follow);
- ``name`` or ``names`` (a list): something that the rule base declares, of the sort that follows;
- ``condition`` (on answers and facts), ``conditions`` (a list, on answers only), ``bound`` (may bind a kind),
  ``told`` (may look at what is suggested);
- ``inner``, ``said`` (or a bare text), ``list``, ``entries`` and ``options`` (by name), ``by_treatment``: one or
  several entries of the sort that follows;
- any other word: a shape of its own, which its reader knows.

The key ``*`` stands for the words that bind a kind or a depth, which each rule base chooses. Where a key is needed only
because of what another one says, it is `may` here, and its reader requires it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from advisor.loading.grammar_beside import BESIDE, SUPPORT

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["GRAMMAR", "KEYS", "Keys"]

Keys: TypeAlias = "Mapping[str, bool]"  # the keys of an entry, and whether it must have them

_RULE = ("must", "id", "The rule's own name: small letters, digits and `-`.")
_REASON = {
    "because": ("must", "text", "Why, in words that a patient can read."),
    **SUPPORT,
}

GRAMMAR: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "rulebase": {
        "rulebase": ("must", "id", "The rule base's own name."),
        "name": ("must", "text", "What people call it."),
        "version": ("must", "text", "Its version, in quotes."),
        "date": ("must", "day", "The day of this version: 2021-08-16."),
        "authors": ("must", "texts", "Who wrote it."),
        "intended_use": ("must", "text", "Whom it is for, and what it does not do."),
        "disclaimer": ("must", "inner", "What every advice ends with.", "disclaimer"),
        "grades": ("must", "entries", "How well a source supports a treatment, with points.", "grade"),
        "settings": ("must", "entries", "Where a treatment is had, and what that needs.", "setting"),
        "kinds": ("must", "inner", "What rules bind: one option of a question, and its depth.", "kinds"),
        "impossible": ("may", "conditions", "Answers that cannot occur together: a list of conditions on answers."),
    },
    "disclaimer": {
        "text": ("must", "text", "The text."),
        **SUPPORT,
    },
    "grade": {
        "points": ("must", "number", "A whole number: it orders treatments and measures nothing."),
        "label": ("must", "text", "A few words."),
        "means": ("must", "text", "What it means."),
    },
    "setting": {
        "label": ("must", "text", "A few words."),
        "needs": ("may", "condition", "When it is within reach; without it, always."),
        "would_need": ("may", "inner", "The answer that would bring it within reach.", "would_need"),
        "cost": ("may", "inner", "What a source says of the cost of what is had there.", "said"),
    },
    "said": {
        "text": ("must", "text", "The text."),
        **SUPPORT,
    },
    "would_need": {
        "question": ("must", "name", "A question.", "question"),
        "option": ("must", "name", "One of its options.", "option"),
        "text": ("must", "text", "What it would need, in words."),
    },
    "kinds": {
        "called": ("must", "id", "The word for one kind, which rules use."),
        "question": ("must", "name", "The question whose options are the kinds.", "question"),
        "depth": ("may", "inner", "What is asked about each kind.", "depth"),
    },
    "depth": {
        "called": ("must", "id", "The word for it, which rules use."),
        "questions": ("must", "depths", "For each kind the question that asks for it."),
    },
    "question": {
        "question": ("must", "id", "The question's own name: small letters, digits and `_`."),
        "choose": ("may", "word", "How many options can be chosen.", "one", "several"),
        "ask_when": ("may", "condition", "Asked only when this holds; it looks at earlier questions."),
        "ask": ("must", "text", "The question as it is asked."),
        "help": ("may", "text", "Help for answering it."),
        "why": ("must", "text", "Why it is asked."),
        "basis": SUPPORT["basis"],
        "default": ("may", "option", "The answer when it is left out of an answers file."),
        "claims": SUPPORT["claims"],
        "changeable": ("may", "word", "Whether a person can choose the answer.", "yes", "no"),
        "options": ("must", "options", "The answers: `name: label`, or a mapping.", "option"),
    },
    "option": {
        "label": ("must", "text", "At most 34 columns."),
        "short": ("may", "text", "Its name within a sentence; without it the label."),
        "help": ("may", "text", "How to tell it."),
        "drawing": ("may", "drawing", "Lines of characters, at most 38 columns wide."),
    },
    "derivation": {
        "rule": _RULE,
        "when": ("must", "condition", "When it follows."),
        "then": ("must", "then", "The fact that follows: `{fact: value}`."),
        **_REASON,
    },
    "identification": {
        "intro": ("must", "text", "What is said before the first question."),
        "could_not_tell": ("must", "text", "What is said when no kind was found."),
        **SUPPORT,
        "questions": ("must", "list", "What is seen.", "question"),
        "rules": ("must", "list", "What it looks like.", "derivation"),
    },
    "treatment": {
        "treatment": ("must", "id", "The treatment's own name: small letters, digits and `_`."),
        "name": ("must", "text", "What people call it."),
        "setting": ("must", "name", "Where it is had.", "setting"),
        "invasiveness": ("must", "number", "0 on the surface, to 3 for the deepest."),
        "breaks_skin": ("may", "word", "Whether it does; without it yes from 1 up.", "yes", "no"),
        "what": ("must", "text", "What is done."),
        "how_well": ("must", "text", "What the source says of the effect."),
        "recovery": ("must", "text", "What the source says of the time after it."),
        "unsaid": ("must", "text", "What the source leaves open."),
        "questions": ("must", "texts", "What to ask a professional."),
        **SUPPORT,
        "fits": ("may", "list", "When it fits, and how well the source supports it.", "fit"),
        "rules_out": ("may", "list", "When it is not recommended.", "rule_out"),
        "adjusts": ("may", "list", "What moves it up or down.", "adjustment"),
        "warnings": ("may", "list", "What it warns of.", "warning"),
    },
    "fit": {
        "rule": _RULE,
        "when": ("must", "bound", "The kind it fits, with what else must hold."),
        "grade": ("must", "name", "How well the source supports it there.", "grade"),
        **_REASON,
    },
    "rule_out": {
        "rule": _RULE,
        "*": ("may", "binds", "The reported kinds that this is about."),
        "when": ("may", "condition", "What else must hold."),
        **_REASON,
    },
    "adjustment": {
        "rule": _RULE,
        "when": ("must", "bound", "When it is moved."),
        "points": ("must", "number", "How far: up, or with `-` down."),
        **_REASON,
    },
    "warning": {
        "warning": ("must", "id", "The warning's own name: small letters, digits and `-`."),
        "severity": ("must", "word", "How grave it is.", "limit", "caution", "serious"),
        "when": ("may", "bound", "When it is shown; without it, always."),
        "text": ("must", "text", "The warning, in words that a patient can read."),
        "stressed_when": ("may", "condition", "When it is shown with stress."),
        **SUPPORT,
    },
    "note": {
        "note": ("must", "id", "The note's own name: small letters, digits and `-`."),
        "section": ("must", "word", "Where it is shown.", "general", "prevention"),
        "order": ("must", "number", "Smaller numbers come first."),
        "lead": ("may", "word", "Whether it stands before the options.", "yes", "no"),
        "when": ("may", "told", "When it is shown; without it, always."),
        "urgent_when": ("may", "told", "When it also stands at the very top."),
        "text": ("must", "text", "The note, in words that a patient can read."),
        **SUPPORT,
    },
    **BESIDE,
}

# the keys of each sort that are words of the grammar itself
KEYS: Mapping[str, Keys] = {
    sort: {name: key[0] == "must" for name, key in keys.items() if name != "*"} for sort, keys in GRAMMAR.items()
}
