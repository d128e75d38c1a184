"""Frozen data of the pictures: sections through the skin, for the options of questions and for treatments.

A *drawing* is a surface line on a canvas of ``CANVAS_WIDTH`` by ``HEIGHT`` units with marks on it; each *mark* has a
role, which decides how it is drawn. A *picture* shows one drawing with a text for people who cannot see it. A *palette*
gives the colours for each answer to one question.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from advisor.model.rules import Entry

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from advisor.diagnostics.source import Position

__all__ = [
    "CANVAS_WIDTH",
    "HEIGHT",
    "ROLES",
    "Colours",
    "Drawing",
    "Illustration",
    "Illustrations",
    "Mark",
    "Palettes",
    "Point",
    "Role",
]

CANVAS_WIDTH, HEIGHT = 200, 100  # canvas units; (0, 0) is the top left corner, x grows to the right and y down

Point = tuple[int, int]


@dataclass(frozen=True, kw_only=True, slots=True)
class Role:
    """What a mark depicts. It takes ``least`` to ``most`` points, and ``size`` (canvas units) when none is given.

    ``least_size`` and ``most_size`` bound the size; both are 0 for a role without one.
    """

    says: str
    least: int
    most: int
    size: int = 0
    least_size: int = 0
    most_size: int = 0


_MOST_POINTS = 40

ROLES: Mapping[str, Role] = {
    "arrow": Role(says="a movement, from the first point to the last, which has the head", least=2, most=_MOST_POINTS),
    "back_and_forth": Role(says="a movement to and fro: an arrow with two heads", least=2, most=_MOST_POINTS),
    "beam": Role(says="light, from where it comes from to where it meets", least=2, most=2),
    "bounds": Role(says="a size across, between two points: a line with an end on each side", least=2, most=2),
    "cells": Role(says="cells, each a ring with a dot in it", least=1, most=_MOST_POINTS),
    "coat": Role(says="an area that lies on the surface: what is put on", least=3, most=_MOST_POINTS),
    "cut": Role(says="where something is cut: short dashes", least=2, most=_MOST_POINTS),
    "drops": Role(says="drops, one at each point", least=1, most=_MOST_POINTS),
    "finger": Role(
        says="a fingertip, from where it comes from to its tip", least=2, most=2, size=18, least_size=6, most_size=40
    ),
    "label": Role(
        says="a few words, around the point", least=1, most=1, size=10, least_size=9, most_size=16
    ),  # smaller cannot be read at 160 pixels
    "material": Role(says="an area filled with something put in: small rings", least=3, most=_MOST_POINTS),
    "needle": Role(says="a needle, from its blunt end to its tip", least=2, most=2, size=6, least_size=2, most_size=12),
    "outline": Role(says="how big something was: a dashed line around an area", least=3, most=_MOST_POINTS),
    "plug": Role(says="a piece of tissue: its own area with a thick edge", least=3, most=_MOST_POINTS),
    "removed": Role(says="an area that is taken off: slanted lines", least=3, most=_MOST_POINTS),
    "roller": Role(
        says="a wheel with needles around it, by its middle", least=1, most=1, size=16, least_size=6, most_size=30
    ),
    "soak": Role(says="an area that something goes into: upright lines", least=3, most=_MOST_POINTS),
    "spot": Role(says="an area of another colour: small dots", least=3, most=_MOST_POINTS),
    "syringe": Role(
        says="a needle that injects, from its blunt end to its tip", least=2, most=2, size=8, least_size=4, most_size=14
    ),
    "tool": Role(says="a tool, by its outline", least=3, most=_MOST_POINTS),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Colours:
    """The colours for one answer, each ``#rrggbb``: top layer, deeper layers, outline, and spots of another colour."""

    surface: str
    deep: str
    line: str
    mark: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Palettes:
    """Colours by the answer to ``question``; until it is answered, pictures are shown in the colours of ``shown``."""

    question: str
    shown: tuple[str, ...]
    colours: Mapping[str, Colours]
    position: Position = field(compare=False, repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """One thing in a drawing. ``curved``: a smooth line through the points; ``size`` in canvas units (0: none)."""

    role: str
    at: tuple[Point, ...]
    curved: bool = False
    size: int = 0
    text: str = ""
    position: Position = field(compare=False, repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Drawing:
    """A surface line from the left edge to the right one, and the marks on it, back to front.

    ``like`` is the id of the drawing it extends (empty: none), whose marks ``marks`` begins with.
    """

    id: str
    like: str = field(default="", compare=False)
    surface: tuple[Point, ...]
    curved: bool
    marks: tuple[Mark, ...]
    position: Position = field(compare=False, repr=False)

    def surface_at(self, depth: int) -> tuple[tuple[float, float], ...]:
        """Returns the points of the surface, with heights relative to the first one scaled to ``depth`` percent."""
        level = self.surface[0][1]
        return tuple((float(x), level + (y - level) * depth / 100) for x, y in self.surface)


@dataclass(frozen=True, kw_only=True, slots=True)
class Illustration(Entry):
    """A drawing with its text alternative; ``depth`` scales the heights of its surface, in percent."""

    drawing: Drawing
    text: str
    depth: int = 100
    text_position: Position = field(compare=False, repr=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Illustrations:
    """Everything in ``pictures.yaml``: pictures of options, by ``(question, option)``, and of treatments, by id."""

    palettes: Palettes
    drawings: Mapping[str, Drawing]
    options: Mapping[tuple[str, str], Illustration]
    treatments: Mapping[str, Illustration]
    position: Position = field(compare=False, repr=False)

    def all_pictures(self) -> Iterator[Illustration]:
        """Yields the pictures of options, then those of treatments, each in the order of the file."""
        yield from self.options.values()
        yield from self.treatments.values()
