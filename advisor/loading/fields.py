"""Reads the entries of a mapping as typed values: checks keys, shapes, words and numbers, and reports each mistake.

Every method returns a value of its type even after a mistake, so that reading goes on and finds the next one. Whoever
collects the findings must not use what was read when there are any.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from advisor.diagnostics.findings import error, listed_names, nearest
from advisor.syntax.tree import MappingNode, Node, ScalarNode, SequenceNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.diagnostics.findings import Finding
    from advisor.diagnostics.source import Position
    from advisor.loading.grammar import Keys

__all__ = [
    "HYPHENS",
    "LETTERS",
    "UNDERSCORES",
    "YES_NO",
    "Fields",
    "Spelling",
    "check_spelling",
    "choice_hint",
    "folded",
    "read_scalars",
    "wrong_shape",
]


YES_NO = ("yes", "no")
_SAME = {"true": "yes", "on": "yes", "y": "yes", "1": "yes", "false": "no", "off": "no", "n": "no", "0": "no"}
_COMMENT_HINT = 'a `#` behind a space begins a comment: put what is meant in quotes, as in `"#f6d9c6"`'


class Spelling:
    """How ids of one sort are spelled: a regular expression for the whole id, and the same in words."""

    def __init__(self, pattern: str, words: str) -> None:
        self.matches = re.compile(pattern, re.ASCII).fullmatch
        self.words = words


UNDERSCORES = Spelling(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", "small letters, digits and single `_`, a letter first")
HYPHENS = Spelling(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", "small letters, digits and single `-`, a letter first")
LETTERS = Spelling(r"[A-Za-z0-9]+([_-][A-Za-z0-9]+)*", "letters, digits and single `_` or `-`")


class Fields:
    """One mapping, read key by key. ``name`` is what messages call it: ``a question``, or ``the question `budget```."""

    def __init__(self, node: MappingNode, name: str, known: Keys, findings: list[Finding]) -> None:
        self.name, self.position, self._known, self._findings = name, node.position, known, findings
        self._found = {key.text: (key, value) for key, value in node.entries}
        self._misspelled: set[str | None] = set()

    @classmethod
    def of(
        cls, node: Node, what: str, known: Keys, findings: list[Finding], name: str = "", *, more: bool = False
    ) -> Fields | None:
        """Returns the fields of a node that is ``what`` (``a question``), and reports unknown keys.

        Adds a finding and returns None when the node is no mapping, or one of another sort. Without a ``name``, the
        value of the first known key names the entry in messages, unless ``what`` is in backticks and so is a name.
        With ``more``, unknown keys are allowed (a file that could not be read may define them).
        """
        keys = tuple(known)
        if not isinstance(node, MappingNode):
            findings.append(wrong_shape(f"{what} is a mapping", node, f"write `{keys[0]}: ...`, one line for each key"))
            return None
        first = node.get(keys[0])
        if not name and not what.startswith("`") and isinstance(first, ScalarNode) and len(first.text) < 60:
            name = folded(first.text)
        fields = cls(node, f"the {what.partition(' ')[2]} `{name}`" if name else what, known, findings)
        unknown = [key for key, _ in node.entries if key.text not in keys and not more]
        strange = [key for key in unknown if nearest(key.text, keys) is None]
        if first is None and strange:
            # probably an entry of another sort: one mistake, however many keys it has
            hint = f"it belongs elsewhere, or its keys are to be {', '.join(keys)}"
            label = f"`{strange[0].text}` is not known here"
            fields.report("R004", f"{what} begins with `{keys[0]}`", strange[0].position, label, hint)
            return None
        for key in unknown:
            fields._misspelled.add(nearest(key.text, keys))
            hint = choice_hint(key.text, keys, "the keys are")
            fields.report("R005", f"{what} has no key `{key.text}`", key.position, "not known here", hint)
        return fields

    @classmethod
    def each(
        cls, nodes: Iterable[Node], what: str, known: Keys, findings: list[Finding], *, more: bool = False
    ) -> Iterator[Fields]:
        """Yields the fields of each node that is ``what``, as ``of`` returns them."""
        return (fields for node in nodes if (fields := cls.of(node, what, known, findings, more=more)))

    def report(self, code: str, message: str, position: Position, label: str, hint: str) -> None:
        """Adds a finding."""
        self._findings.append(error(code, message, position, label, hint))

    def require(self, key: str) -> None:
        """Makes a key required because of what another key says."""
        self._known = {**self._known, key: True}

    def get(self, key: str) -> Node | None:
        """Returns the value of a key; None when the key is missing."""
        return self._found[key][1] if key in self._found else None

    def value(self, key: str) -> Node | None:
        """Returns the value of a key; None when the key is missing, with a finding if it is required."""
        if self._known.get(key) and not self.meant(key):
            message, hint = f"{self.name} has no `{key}`", f"add `{key}: ...`"
            self.report("R006", message, self.position, f"`{key}` is missing", hint)
        return self.get(key)

    def key_position(self, key: str) -> Position:
        """Returns the position of a key, or that of the mapping when the key is missing."""
        return self._found[key][0].position if key in self._found else self.position

    def meant(self, key: str) -> bool:
        """Returns whether the key is there, or an unknown key (already reported) that is probably meant to be it."""
        return key in self._found or key in self._misspelled

    def scalar(self, key: str) -> ScalarNode | None:
        """Returns the scalar of a key; None when it is missing or empty, with a finding unless it may be missing."""
        node = self.value(key)
        if node is None:
            return None
        if not isinstance(node, ScalarNode):
            self._findings.append(wrong_shape(f"`{key}` takes one value", node, f"write `{key}: ...`"))
            return None
        if _is_empty(node):
            at = self.key_position(key) if node.plain and not node.text else node.position
            hint = "say it" if self._known.get(key) else f"say it, or leave `{key}` out"
            hint = _COMMENT_HINT if _comment_follows(at) else hint
            self.report("R021", f"`{key}` is empty", at, "nothing is said here", hint)
            return None
        return node

    def text(self, key: str, *, default: str = "") -> str:
        """Returns the text of a key with each stretch of whitespace made one space, or the default."""
        found = self.scalar(key)
        return folded(found.text) if found else default

    def lines(self, key: str) -> tuple[str, ...]:
        """Returns the lines of a text (a drawing) without empty lines around it; () when the key is missing."""
        found = self.scalar(key)
        return tuple(line.rstrip() for line in found.text.expandtabs().strip("\n").split("\n")) if found else ()

    def identifier(self, key: str, spelling: Spelling) -> ScalarNode | None:
        """Returns the id of a key; adds a finding and returns None when it is missing or wrongly spelled."""
        found = self.scalar(key)
        return found if found and check_spelling(found, spelling, self._findings) else None

    def word(self, key: str, choices: Iterable[str], *, default: str | None = None) -> str:
        """Returns one of the choices: the default, or else the first, when there is none; the first after a mistake."""
        found = self.scalar(key)
        words = tuple(choices)
        if found is None:
            return default or words[0]
        if found.text not in words:
            hint = choice_hint(found.text, words, "it can be")
            self.report("R007", f"`{key}` cannot be `{found.text}`", found.position, "not a word for this", hint)
            return words[0]
        return found.text

    def flag(self, key: str, *, default: bool) -> bool:
        """Returns whether the word of a key is ``yes``, not ``no``."""
        return self.word(key, YES_NO, default="yes" if default else "no") == "yes"

    def number(self, key: str, low: int = -100, high: int = 100) -> int:
        """Returns a whole number from ``low`` to ``high``; 0 after a mistake."""
        found = self.scalar(key)
        if found is None:
            return 0
        if not re.fullmatch(r"[+-]?[0-9]{1,9}", found.text) or not low <= int(found.text) <= high:
            hint = f"write a whole number from {low} to {high}"
            self.report("R020", f"`{key}` cannot be `{found.text}`", found.position, "not a number for this", hint)
            return 0
        return int(found.text)

    def date(self, key: str) -> str:
        """Returns a date as ``2021-08-16``; empty after a mistake."""
        found = self.scalar(key)
        if found is None:
            return ""
        try:
            if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", found.text):  # Python reads weeks too
                raise ValueError
            return date.fromisoformat(found.text).isoformat()
        except ValueError:
            hint = "write it as year, month and day: 2021-08-16"
            self.report("R021", f"`{key}` is not a day: `{folded(found.text)}`", found.position, "", hint)
            return ""

    def scalars(self, key: str) -> tuple[ScalarNode, ...]:
        """Returns the words of a list, each once (one word stands for a list of one); () when the key is missing."""
        node = self.value(key)
        return read_scalars(node, f"`{key}`", self._findings) if node is not None else ()

    def texts(self, key: str) -> tuple[str, ...]:
        """Returns the texts of a list, with each stretch of whitespace made one space."""
        return tuple(folded(item.text) for item in self.scalars(key))

    def items(self, key: str) -> tuple[Node, ...]:
        """Returns the entries of a list; () when the key is missing."""
        node = self.value(key)
        if node is None or isinstance(node, SequenceNode):
            return node.items if node else ()
        self._findings.append(wrong_shape(f"`{key}` is a list", node, "begin each entry with `- `"))
        return ()

    def entries(self, key: str) -> tuple[tuple[ScalarNode, Node], ...]:
        """Returns the entries of a mapping, which must not be empty; () when the key is missing."""
        node = self.value(key)
        if node is None:
            return ()
        if isinstance(node, MappingNode) and node.entries:
            return node.entries
        self._findings.append(wrong_shape(f"`{key}` is a mapping", node, "write `name: ...`, one line for each"))
        return ()

    def inner(self, key: str, known: Keys) -> Fields | None:
        """Returns the fields of the mapping under a key; None when the key is missing or no mapping."""
        node = self.value(key)
        return Fields.of(node, f"`{key}`", known, self._findings) if node is not None else None

    def part(self, key: str, known: Keys) -> Fields:
        """Returns the fields of the mapping under a required key; where there is none, no field is reported missing."""
        return self.inner(key, known) or Fields(MappingNode((), self.key_position(key)), self.name, {}, [])


def _is_empty(node: ScalarNode) -> bool:
    return node.is_null or not node.text.strip()


def _comment_follows(key: Position) -> bool:
    """Returns whether a comment follows a key on its line, so that the value was probably taken for a comment."""
    line = key.source.lines[key.line - 1] if key.line <= len(key.source.lines) else ""
    return re.match(r" *: +#\S", line[key.column - 1 + key.width :]) is not None


def read_scalars(node: Node, what: str, findings: list[Finding]) -> tuple[ScalarNode, ...]:
    """Returns the words of a list, each once and none empty; one word stands for a list of one."""
    found: dict[str, ScalarNode] = {}
    for item in node.items if isinstance(node, SequenceNode) else (node,):
        if not isinstance(item, ScalarNode):
            findings.append(wrong_shape(f"{what} is a list of words", item, "write them in brackets: `[one, other]`"))
        elif _is_empty(item):
            message, hint = f"{what} holds nothing here", "say it, or leave it out"
            findings.append(error("R021", message, item.position, "empty", hint))
        elif item.text in found:
            message = f"`{item.text}` stands twice in {what}"
            findings.append(error("R008", message, item.position, "a second time", "keep one"))
        else:
            found[item.text] = item
    return tuple(found.values())


def check_spelling(scalar: ScalarNode, spelling: Spelling, findings: list[Finding]) -> bool:
    """Returns whether an id is spelled as ids of its sort are; adds a finding when it is not."""
    if spelling.matches(scalar.text):
        return True
    joint = "-" if spelling is HYPHENS else "_"
    like = re.sub(r"[^A-Za-z0-9]+", joint, scalar.text if spelling is LETTERS else scalar.text.lower()).strip(joint)
    hint = f"ids are {spelling.words}" + (f": `{like}`" if spelling.matches(like) else "")
    message = f"`{folded(scalar.text)}` cannot be an id"
    findings.append(error("R009", message, scalar.position, "not spelled as ids are", hint))
    return False


def wrong_shape(message: str, node: Node, hint: str) -> Finding:
    """Returns the finding that a node has the wrong shape; ``message`` says which shape is expected."""
    found = {ScalarNode: "a text", SequenceNode: "a list", MappingNode: "a mapping"}[type(node)]
    if isinstance(node, ScalarNode) and node.is_null:
        found = "nothing"
    elif (isinstance(node, SequenceNode) and not node.items) or (isinstance(node, MappingNode) and not node.entries):
        found = found.replace("a ", "an empty ", 1)
    return error("R004", message, node.position, f"{found} stands here", hint)


def choice_hint(word: str, choices: Iterable[str], otherwise: str) -> str:
    """Returns a help line that names the choice most similar to a word, or else lists all after ``otherwise``.

    When the choices are `yes` and `no`, the words of other formats for them (``true``, ``off``) are recognised.
    """
    words = tuple(choices)
    like = nearest(word, words) or (_SAME.get(word.lower()) if words == YES_NO else None)
    return f"did you mean `{like}`?" if like else f"{otherwise} {listed_names(words)}" if words else ""


def folded(text: str) -> str:
    """Returns a text with each stretch of whitespace made one space."""
    return " ".join(text.split())
