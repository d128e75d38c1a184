"""Typed reading of a mapping's entries: known keys, shapes, words and numbers, each mistake added to the findings.

Every method gives a value of its type even after a mistake, so that reading goes on and finds the next one; whoever
collects the findings must not use what was read when there are any.
"""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from advisor.diagnostics.findings import error, listed_names, nearest
from advisor.syntax.tree import MappingNode, Node, ScalarNode, SequenceNode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from advisor.diagnostics.findings import Finding
    from advisor.diagnostics.source import Position

__all__ = [
    "HYPHENS",
    "LETTERS",
    "UNDERSCORES",
    "YES_NO",
    "Fields",
    "Spelling",
    "folded",
    "likely",
    "scalars",
    "shape",
    "spelled",
]


YES_NO = ("yes", "no")
_SAME = {"true": "yes", "on": "yes", "y": "yes", "1": "yes", "false": "no", "off": "no", "n": "no", "0": "no"}


class Spelling:
    """How ids of one sort are spelled."""

    def __init__(self, pattern: str, said: str) -> None:
        self.fits = re.compile(pattern, re.ASCII).fullmatch
        self.said = said


UNDERSCORES = Spelling(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", "small letters, digits and single `_`, a letter first")
HYPHENS = Spelling(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", "small letters, digits and single `-`, a letter first")
LETTERS = Spelling(r"[A-Za-z0-9]+([_-][A-Za-z0-9]+)*", "letters, digits and single `_` or `-`")


class Fields:
    """One mapping, read key by key.

    ``what`` says what it is (``a question``); with ``name`` it is called so in messages (``the question `budget```).
    """

    def __init__(self, node: MappingNode, what: str, findings: list[Finding], name: str = "") -> None:
        self._node, self._what, self._findings = node, what, findings
        self._meant: set[str | None] = set()
        self._found = {key.text: (key, value) for key, value in node.entries}
        self.name = f"the {what.partition(' ')[2]} `{name}`" if name else what
        self.position = node.position

    @classmethod
    def of(
        cls, node: Node, what: str, known: Iterable[str], findings: list[Finding], name: str = "", *, more: bool = False
    ) -> Fields | None:
        """The fields of a node; keys that are not known are reported. None, and a finding, when it is no mapping.

        Without a ``name`` the first of the known keys gives the entry its own, unless ``what`` stands in
        backticks and so is a name already. With ``more`` there may be keys that are not known (as their names stand in
        a file that could not be read).
        """
        keys = tuple(known)
        if not isinstance(node, MappingNode):
            findings.append(shape(f"{what} is a mapping", node, f"write `{keys[0]}: ...`, one line for each key"))
            return None
        named = node.get(keys[0])
        if not name and not what.startswith("`") and isinstance(named, ScalarNode) and len(named.text) < 60:
            name = folded(named.text)
        fields = cls(node, what, findings, name)
        strange = [key for key, _ in node.entries if key.text not in keys and nearest(key.text, keys) is None]
        if named is None and strange and not more:
            # not a slip of one word but another sort of thing: one mistake, whatever its keys
            hint = f"it belongs elsewhere, or its keys are to be {', '.join(keys)}"
            label = f"`{strange[0].text}` is not known here"
            findings.append(error("R004", f"{what} begins with `{keys[0]}`", strange[0].position, label, hint))
            return None
        for key, _ in node.entries:
            if key.text not in keys and not more:
                hint = likely(key.text, keys, "the keys are")
                fields._meant.add(nearest(key.text, keys))
                findings.append(error("R005", f"{what} has no key `{key.text}`", key.position, "not known here", hint))
        return fields

    def get(self, key: str) -> Node | None:
        """The value of a key, or None when the key is not there."""
        return self._found[key][1] if key in self._found else None

    def key_position(self, key: str) -> Position:
        """The place of a key; the place of the mapping when the key is not there."""
        return self._found[key][0].position if key in self._found else self.position

    def meant(self, key: str) -> bool:
        """Whether the key is there, or an unknown one that is probably a misspelling of it (and reported as such)."""
        return key in self._found or key in self._meant

    def need(self, key: str) -> Node | None:
        """The value of a key that must be there; a finding when it is not."""
        node = self.get(key)
        if node is None and not self.meant(key):
            self._findings.append(
                error("R006", f"{self.name} has no `{key}`", self.position, f"`{key}` is missing", f"add `{key}: ...`")
            )
        return node

    def scalar(self, key: str, *, required: bool = True) -> ScalarNode | None:
        """The text of a key as it stands; None when there is none, with a finding if it must be there."""
        node = self.need(key) if required else self.get(key)
        if node is None:
            return None
        if not isinstance(node, ScalarNode):
            self._findings.append(shape(f"`{key}` takes one value", node, f"write `{key}: ...`"))
            return None
        if node.is_null or not node.text.strip():
            at = self.key_position(key) if node.plain and not node.text else node.position
            self._findings.append(
                error(
                    "R021",
                    f"`{key}` is empty",
                    at,
                    "nothing is said here",
                    _COMMENT_HINT if _is_comment(at) else f"say it, or leave `{key}` out" if not required else "say it",
                )
            )
            return None
        return node

    def text(self, key: str, *, required: bool = True, default: str = "") -> str:
        """A text with its whitespace folded to single spaces."""
        found = self.scalar(key, required=required)
        return folded(found.text) if found else default

    def lines(self, key: str) -> tuple[str, ...]:
        """A text kept line by line (a drawing), without empty lines around it; () when it is not there."""
        found = self.scalar(key, required=False)
        return tuple(line.rstrip() for line in found.text.expandtabs().strip("\n").split("\n")) if found else ()

    def identifier(self, key: str, spelling: Spelling) -> ScalarNode | None:
        """The id that a key gives; None, and a finding, when there is none or it is not spelled as ids are."""
        found = self.scalar(key)
        if found and not spelled(found, spelling, self._findings):
            return None
        return found

    def word(self, key: str, choices: Iterable[str], *, default: str | None = None) -> str:
        """One of the words that can stand here; without a default it must be there."""
        found = self.scalar(key, required=default is None)
        words = tuple(choices)
        if found is None:
            return default or (words[0] if words else "")
        if found.text not in words:
            self._findings.append(
                error(
                    "R007",
                    f"`{key}` cannot be `{found.text}`",
                    found.position,
                    "not a word for this",
                    likely(found.text, words, "it can be"),
                )
            )
            return words[0] if words else ""
        return found.text

    def flag(self, key: str, *, default: bool) -> bool:
        """``yes`` or ``no``."""
        return self.word(key, YES_NO, default="yes" if default else "no") == "yes"

    def number(self, key: str, low: int = -100, high: int = 100) -> int:
        """A whole number that must be there, from ``low`` to ``high``."""
        found = self.scalar(key)
        if found is None:
            return 0
        if not re.fullmatch(r"[+-]?[0-9]{1,9}", found.text) or not low <= int(found.text) <= high:
            self._findings.append(
                error(
                    "R020",
                    f"`{key}` cannot be `{found.text}`",
                    found.position,
                    "not a number for this",
                    f"write a whole number from {low} to {high}",
                )
            )
            return 0
        return int(found.text)

    def date(self, key: str) -> str:
        """A day as ``2021-08-16``."""
        found = self.scalar(key)
        if found is None:
            return ""
        try:
            if len(found.text) != len("2021-08-16"):
                raise ValueError
            return date.fromisoformat(found.text).isoformat()
        except ValueError:
            self._findings.append(
                error(
                    "R021",
                    f"`{key}` is not a day: `{folded(found.text)}`",
                    found.position,
                    "",
                    "write it as year, month and day: 2021-08-16",
                )
            )
            return ""

    def scalars(self, key: str, *, required: bool = False) -> tuple[ScalarNode, ...]:
        """The words of a list, none twice; a list of one may drop its brackets, and may be left out if not required."""
        node = self.need(key) if required else self.get(key)
        return scalars(node, f"`{key}`", self._findings) if node is not None else ()

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """The texts of a list, whitespace folded."""
        return tuple(folded(item.text) for item in self.scalars(key, required=required))

    def items(self, key: str) -> tuple[Node, ...]:
        """The entries of a list; () when it is not there."""
        node = self.get(key)
        if node is None or isinstance(node, SequenceNode):
            return node.items if node else ()
        self._findings.append(shape(f"`{key}` is a list", node, "begin each entry with `- `"))
        return ()

    def entries(self, key: str, *, required: bool = True) -> tuple[tuple[ScalarNode, Node], ...]:
        """The entries of a mapping that names things: at least one."""
        node = self.need(key) if required else self.get(key)
        if node is None:
            return ()
        if isinstance(node, MappingNode) and node.entries:
            return node.entries
        self._findings.append(shape(f"`{key}` is a mapping", node, "write `name: ...`, one line for each"))
        return ()

    def inner(self, key: str, known: Iterable[str], *, required: bool = True) -> Fields | None:
        """The fields of a mapping that stands under a key."""
        node = self.need(key) if required else self.get(key)
        return Fields.of(node, f"`{key}`", known, self._findings) if node is not None else None


_COMMENT_HINT = 'a `#` behind a space begins a comment: put what is meant in quotes, as in `"#f6d9c6"`'


def _is_comment(key: Position) -> bool:
    """Whether what stands behind a key on its line is a comment that was probably not meant as one."""
    line = key.source.lines[key.line - 1] if key.line <= len(key.source.lines) else ""
    return re.match(r" *: +#\S", line[key.column - 1 + key.width :]) is not None


def scalars(node: Node, what: str, findings: list[Finding]) -> tuple[ScalarNode, ...]:
    """The words of a list, each once and none empty; one word stands for a list of one."""
    found: dict[str, ScalarNode] = {}
    for item in node.items if isinstance(node, SequenceNode) else (node,):
        if not isinstance(item, ScalarNode):
            findings.append(shape(f"{what} is a list of words", item, "write them in brackets: `[one, other]`"))
        elif item.is_null or not item.text.strip():
            findings.append(
                error("R021", f"{what} holds nothing here", item.position, "empty", "say it, or leave it out")
            )
        elif item.text in found:
            findings.append(
                error("R008", f"`{item.text}` stands twice in {what}", item.position, "a second time", "keep one")
            )
        else:
            found[item.text] = item
    return tuple(found.values())


def spelled(scalar: ScalarNode, spelling: Spelling, findings: list[Finding]) -> bool:
    """Whether an id is spelled as its sort is; a finding when it is not."""
    if spelling.fits(scalar.text):
        return True
    joint = "-" if spelling is HYPHENS else "_"
    like = re.sub(r"[^A-Za-z0-9]+", joint, scalar.text if spelling is LETTERS else scalar.text.lower()).strip(joint)
    hint = f"ids are {spelling.said}" + (f": `{like}`" if spelling.fits(like) else "")
    findings.append(
        error("R009", f"`{folded(scalar.text)}` cannot be an id", scalar.position, "not spelled as ids are", hint)
    )
    return False


def shape(message: str, node: Node, hint: str) -> Finding:
    """The finding that something else stands where a shape was expected; ``message`` says what was expected."""
    found = {ScalarNode: "a text", SequenceNode: "a list", MappingNode: "a mapping"}[type(node)]
    if isinstance(node, ScalarNode) and node.is_null:
        found = "nothing"
    elif (isinstance(node, SequenceNode) and not node.items) or (isinstance(node, MappingNode) and not node.entries):
        found = found.replace("a ", "an empty ", 1)
    return error("R004", message, node.position, f"{found} stands here", hint)


def likely(word: str, choices: Iterable[str], otherwise: str) -> str:
    """A help line: the choice most like a word, else all of them behind ``otherwise``.

    Where it is `yes` or `no`, the words that other files have for these are known.
    """
    words = tuple(choices)
    like = nearest(word, words) or (_SAME.get(word.lower()) if words == YES_NO else None)
    return f"did you mean `{like}`?" if like else f"{otherwise} {listed_names(words)}" if words else ""


def folded(text: str) -> str:
    """A text with every stretch of whitespace made one space."""
    return " ".join(text.split())
