"""Reads pictures.yaml: palettes, drawings, and the pictures of options and treatments with their text alternatives."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from advisor.loading.fields import HYPHENS, Fields, check_spelling, choice_hint, wrong_shape
from advisor.loading.grammar import KEYS
from advisor.loading.rule_entries import read_support
from advisor.loading.symbols import DeclaredNames
from advisor.model.illustrations import (
    CANVAS_WIDTH,
    HEIGHT,
    ROLES,
    Colours,
    Drawing,
    Illustration,
    Illustrations,
    Mark,
    Palettes,
)
from advisor.model.rules import NOT_SURE
from advisor.syntax.tree import ScalarNode, SequenceNode

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from advisor.diagnostics.source import Position
    from advisor.loading.references import References
    from advisor.model.illustrations import Point
    from advisor.syntax.tree import Node

__all__ = ["read_illustrations"]

_LINES = ("straight", "curved")
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_NUMBER = re.compile(r"[0-9]{1,3}")
_MOST_LABEL = 22  # characters that fit beside a drawing


def read_illustrations(node: Node | None, references: References, seen: References | None) -> Illustrations | None:
    """Returns what the file says, None without a file or mapping; ``seen`` knows the identification questions."""
    if node is None:
        return None
    fields = Fields.of(node, "pictures", KEYS["pictures"], references.findings)
    if fields is None:
        return None
    reader = _IllustrationReader(references, seen)
    palettes, drawings = reader.palettes(fields), reader.drawings(fields)
    return Illustrations(
        palettes=palettes,
        drawings=MappingProxyType(drawings),
        options=MappingProxyType(dict(reader.options(fields))),
        treatments=MappingProxyType(dict(reader.treatments(fields))),
        position=fields.position,
    )


class _IllustrationReader:
    def __init__(self, references: References, seen: References | None) -> None:
        self.references, self.seen, self.findings = references, seen, references.findings
        self.known_drawings: dict[str, Drawing | None] = {}  # None: has a mistake of its own
        self.drawing_names = DeclaredNames()

    def palettes(self, whole: Fields) -> Palettes:
        fields = whole.part("palettes", KEYS["palettes"])
        asked = fields.scalar("question")
        question = asked.text if asked and self.references.check("question", asked) else ""
        colours: dict[str, Colours] = {}
        sure = True  # of the answers that the palettes are meant for
        for key, value in fields.entries("colours"):
            if question:
                sure &= self.references.check_value(question, key)
            inner = Fields.of(value, "a palette", KEYS["palette"], self.findings, key.text)
            sure &= inner is not None
            if inner:
                colours[key.text] = Colours(**{name: self._colour(inner, name) for name in KEYS["palette"]})
        plain = self._without_colours(question, colours, fields.key_position("colours")) if sure and colours else ()
        shown = fields.scalars("shown")
        for name in shown:
            if sure and colours and name.text not in (*colours, *plain):
                hint = choice_hint(name.text, colours, "the palettes are")
                self._wrong(f"there is no palette `{name.text}`", name, "no colours are given for this", hint)
        if not shown and isinstance(fields.get("shown"), SequenceNode):
            self._wrong("no palette is shown", fields.get("shown"), "empty", "name at least one answer with colours")
        return Palettes(
            question=question,
            shown=tuple(name.text for name in shown),
            colours=MappingProxyType(colours),
            position=whole.key_position("palettes"),
        )

    def _without_colours(self, question: str, colours: Collection[str], at: Position) -> tuple[str, ...]:
        """Returns the answers without a palette, except `not_sure`, and reports each."""
        options = self.references.symbols.values.get(question, DeclaredNames())
        wanted = options.positions if options.complete else ()
        plain = tuple(option for option in wanted if option != NOT_SURE and option not in colours)
        for option in plain:
            hint = f"add `{option}: {{{', '.join(f'{name}: ...' for name in KEYS['palette'])}}}`"
            label = "without them it is drawn as another answer is"
            self.references.report("R024", f"`{option}` of {question} has no colours", at, label, hint)
        return plain

    def _colour(self, fields: Fields, key: str) -> str:
        found = fields.scalar(key)
        if found and not _COLOUR.fullmatch(found.text):
            hint = 'write `#` and six of 0-9 and a-f, in quotes: "#c68642"'
            self._wrong(f"`{key}` cannot be `{found.text}`", found, "not a colour", hint)
        return found.text.lower() if found else ""

    def drawings(self, whole: Fields) -> dict[str, Drawing]:
        """Returns every drawing without a mistake; one may be ``like`` any above it."""
        for key, value in whole.entries("drawings"):
            check_spelling(key, HYPHENS, self.findings)
            fields = Fields.of(value, "a drawing", KEYS["picture_drawing"], self.findings, key.text)
            self.known_drawings[key.text] = self._drawing(key, fields) if fields else None
            self.drawing_names.positions[key.text] = key.position
        return {name: drawing for name, drawing in self.known_drawings.items() if drawing}

    def _drawing(self, key: ScalarNode, fields: Fields) -> Drawing | None:
        like = fields.scalar("like")
        base = self._find(like, "no drawing above this one is called so") if like else None
        given = fields.get("surface")
        if like is None:
            fields.require("surface")
        surface = self._points(fields, "surface", 2, 40, "a surface")
        whole = isinstance(given, SequenceNode) and len(given.items) == len(surface) > 1
        if whole and (surface[0][0] != 0 or surface[-1][0] != CANVAS_WIDTH):
            hint = f"begin at `[0, ...]` and end at `[{CANVAS_WIDTH}, ...]`"
            self._wrong("a surface goes from the left edge to the right one", given, "does not", hint)
        curved = fields.word("line", _LINES, default="straight") == "curved"
        marks = tuple(mark for item in fields.items("marks") if (mark := self._mark(item)))
        if like and base is None:
            return None
        if base:
            marks = (*base.marks, *marks)
            surface, curved = (surface, curved) if surface else (base.surface, base.curved)
        return Drawing(
            id=key.text,
            like=like.text if like else "",
            surface=surface,
            curved=curved,
            marks=marks,
            position=key.position,
        )

    def _mark(self, node: Node) -> Mark | None:
        fields = Fields.of(node, "a mark", KEYS["mark"], self.findings)
        if fields is None:
            return None
        name = fields.word("role", ROLES)
        given = fields.get("role")
        known = isinstance(given, ScalarNode) and given.text in ROLES
        role = ROLES[name]
        least, most = (role.least, role.most) if known else (1, 40)
        at = self._points(fields, "at", least, most, f"a mark of role `{name}`" if known else "a mark")
        size = role.size
        if known and fields.get("size") is not None:
            if role.most_size:
                fields.require("size")  # one that is begun is to be said
                size = fields.number("size", role.least_size, role.most_size)
            else:
                hint = f"leave it out; roles with a size: {', '.join(one for one in ROLES if ROLES[one].most_size)}"
                message = f"a mark of role `{name}` has no size"
                fields.report("R024", message, fields.key_position("size"), "not used", hint)
        if name == "label":
            fields.require("text")
        text = fields.text("text") if name == "label" and known else ""
        if known and name != "label" and fields.get("text") is not None:
            hint = "put it into a mark of its own: {role: label, at: [[x, y]], text: ...}"
            message = "only a label has a text"
            fields.report("R024", message, fields.key_position("text"), "not shown", hint)
        if len(text) > _MOST_LABEL:
            message = f"the label is {len(text)} characters long, more than {_MOST_LABEL}"
            at_text, hint = fields.get("text"), "shorten it, and say the rest in the text of the picture"
            self._wrong(message, at_text, "too long to be read in a drawing", hint)
        curved = fields.word("line", _LINES, default="straight") == "curved"
        return Mark(role=name, at=at, curved=curved, size=size, text=text, position=fields.position)

    def _points(self, fields: Fields, key: str, least: int, most: int, what: str) -> tuple[Point, ...]:
        node = fields.value(key)
        if node is None:
            return ()
        if not isinstance(node, SequenceNode):
            self.findings.append(wrong_shape(f"`{key}` is a list of points", node, f"write `{key}: [[x, y], [x, y]]`"))
            return ()
        points = [self._point(item) for item in node.items]
        if not least <= len(points) <= most:
            many = f"{least}" if least == most else f"{least} to {most}"
            message = f"{what} has {many} point{'s' if most > 1 else ''}"
            self._wrong(message, node, f"{len(points)} stand here", "write `[[x, y], [x, y]]`, one pair for each")
        return tuple(point for point in points if point)

    def _point(self, node: Node) -> Point | None:
        pair = node.items if isinstance(node, SequenceNode) else ()
        values = [one for one in pair if isinstance(one, ScalarNode)]
        hint = f"write `[x, y]`: whole numbers, x from 0 to {CANVAS_WIDTH}, y from 0 (top) to {HEIGHT} (bottom)"
        if len(pair) != 2 or len(values) != 2:
            self._wrong("a point is two numbers", node, "this point", hint)
            return None
        odd = [one for one in values if not re.fullmatch(r"[+-]?[0-9]+", one.text)]
        for one in odd:
            self._wrong(f"`{one.text}` is no whole number", one, "a point is two of them", hint)
        x, y = (int(one.text) if _NUMBER.fullmatch(one.text) else -1 for one in values)
        if not odd and not (0 <= x <= CANVAS_WIDTH and 0 <= y <= HEIGHT):
            self._wrong("a point is off the canvas", node, "this point", hint)
        return (x, y) if 0 <= x <= CANVAS_WIDTH and 0 <= y <= HEIGHT else None

    def _find(self, named: ScalarNode, label: str) -> Drawing | None:
        if named.text not in self.known_drawings:
            hint = self.drawing_names.hint(named.text, "the drawings are")
            self._wrong(f"there is no drawing `{named.text}`", named, label, hint)
            return None
        return self.known_drawings[named.text]

    def options(self, whole: Fields) -> Iterator[tuple[tuple[str, str], Illustration]]:
        for question, value in whole.entries("options"):
            asks = self._references_for(question)
            inner = Fields.of(value, f"`{question.text}`", {"option": False}, self.findings, more=True)
            for option, node in getattr(value, "entries", ()) if inner else ():
                if asks is None or asks.check_value(question.text, option):
                    picture = self._picture(f"{question.text}={option.text}", option, node)
                    if picture and asks:
                        yield (question.text, option.text), picture

    def _references_for(self, question: ScalarNode) -> References | None:
        """Returns the references that know a question; None when none do, with a finding where that is sure."""
        asked = self.references.symbols.questions
        seen = self.seen.symbols.questions if self.seen else DeclaredNames()
        if question.text in asked:
            return self.references
        if question.text in seen:
            return self.seen
        if asked.complete and seen.complete:
            hint = DeclaredNames({**asked.positions, **seen.positions}).hint(question.text, "the questions are")
            message = f"there is no question `{question.text}`"
            self.references.report("R010", message, question.position, "nothing declares this", hint)
        return None

    def treatments(self, whole: Fields) -> Iterator[tuple[str, Illustration]]:
        for name, node in whole.entries("treatments"):
            known = self.references.check("treatment", name)
            picture = self._picture(name.text, name, node)
            if picture and known:
                yield name.text, picture

    def _picture(self, name: str, key: ScalarNode, node: Node) -> Illustration | None:
        fields = Fields.of(node, "a picture", KEYS["picture"], self.findings, key.text)
        if fields is None:
            return None
        named = fields.scalar("drawing")
        drawing = self._find(named, "nothing draws this") if named else None
        depth = 100
        if fields.get("depth") is not None:
            fields.require("depth")  # one that is begun is to be said
            depth = fields.number("depth", 10, 100)
        text, rests = fields.text("text"), read_support(fields, self.references)
        if drawing is None:
            return None
        return Illustration(
            id=name,
            position=key.position,
            drawing=drawing,
            depth=depth,
            text=text,
            text_position=fields.key_position("text"),
            **rests,
        )

    def _wrong(self, message: str, node: Node | None, label: str, hint: str) -> None:
        self.references.report("R024", message, node.position if node else None, label, hint)
