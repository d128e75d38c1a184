"""How a mark of each role is drawn. Roles differ in shape and pattern, never in colour alone, to print in black."""

from __future__ import annotations

from math import cos, dist, pi, sin
from typing import TYPE_CHECKING

from advisor.model.illustrations import CANVAS_WIDTH
from advisor.render.drawing.shapes import (
    along,
    element,
    flattened,
    grid,
    hatch,
    outline_path,
    segments_path,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from xml.etree.ElementTree import Element

    from advisor.model.illustrations import Colours, Mark
    from advisor.render.drawing.shapes import DrawnPoint

__all__ = ["PAINTERS", "PAPER", "painted"]

PAPER = "#eef3f5"  # the background of every drawing, so that it looks the same on light and on dark pages
_INK = "#1d2b33"
_METAL = "#cfd8dd"
_COAT = "#8cc5c9"
_SOAK = "#3f8f96"
_LIGHT = "#ffd75e"
_PUT_IN = "#fff3c4"
_WHITE = "#ffffff"


def painted(mark: Mark, colours: Colours) -> list[Element]:
    """Returns the elements of one mark, from back to front."""
    return list(PAINTERS[mark.role](mark, colours))


def _places(mark: Mark) -> list[DrawnPoint]:
    return [(float(x), float(y)) for x, y in mark.at]


def _area(mark: Mark, **attributes: str | float) -> Element:
    path = outline_path(_places(mark), curved=mark.curved, closed=True)
    return element("path", d=path, stroke_linejoin="round", **attributes)


def _corners(mark: Mark) -> list[DrawnPoint]:
    return flattened(_places(mark), curved=mark.curved)


def _shape(corners: list[DrawnPoint], fill: str, width: float, *, curved: bool = False, closed: bool = True) -> Element:
    """Returns an area with an outline in ink."""
    path = outline_path(corners, curved=curved, closed=closed)
    return element("path", d=path, fill=fill, stroke=_INK, stroke_width=width, stroke_linejoin="round")


def _line(d: str, width: float, *, colour: str = _INK, **attributes: str | float) -> Iterator[Element]:
    """Yields a line with a pale edge, so that it is visible on dark areas too."""
    common: dict[str, str | float] = {"fill": "none", "stroke_linecap": "round", "stroke_linejoin": "round"}
    yield element("path", d=d, stroke=PAPER, stroke_width=width + 2.2, **common)
    yield element("path", d=d, stroke=colour, stroke_width=width, **{**common, **attributes})


def _filled(
    mark: Mark, fill: str, lines: list[tuple[DrawnPoint, DrawnPoint]], colour: str, width: float
) -> Iterator[Element]:
    """Yields an area filled with a pattern of lines."""
    yield _area(mark, fill=fill, stroke="none")
    yield element("path", d=segments_path(lines), fill="none", stroke=colour, stroke_width=width)


def _head(before: DrawnPoint, tip: DrawnPoint) -> Iterator[Element]:
    length = dist(before, tip) or 1.0
    end = along(before, tip, length + 1.5)
    corners = [end, along(before, tip, length - 6, 3.6), along(before, tip, length - 6, -3.6)]
    path = outline_path(corners, curved=False, closed=True)
    yield element("path", d=path, fill=_INK, stroke=PAPER, stroke_width=0.8, stroke_linejoin="round")


def _arrow(mark: Mark, _: Colours) -> Iterator[Element]:
    places = _places(mark)
    yield from _line(outline_path(places, curved=mark.curved, closed=False), 1.7)
    yield from _head(places[-2], places[-1])


def _back_and_forth(mark: Mark, colours: Colours) -> Iterator[Element]:
    yield from _arrow(mark, colours)
    yield from _head(*reversed(_places(mark)[:2]))


def _beam(mark: Mark, _: Colours) -> Iterator[Element]:
    start, end = _places(mark)
    length = dist(start, end)
    corners = ((0.0, 1.9), (length, 1.9), (length, -1.9), (0.0, -1.9))
    yield _shape([along(start, end, *corner) for corner in corners], _LIGHT, 0.8)


def _bounds(mark: Mark, _: Colours) -> Iterator[Element]:
    start, end = _places(mark)
    ends = [(along(start, end, length, -3.5), along(start, end, length, 3.5)) for length in (0.0, dist(start, end))]
    yield from _line(segments_path([(start, end), *ends]), 1.4)


def _cells(mark: Mark, _: Colours) -> Iterator[Element]:
    for x, y in mark.at:
        yield element("circle", cx=x, cy=y, r=3.4, fill=_WHITE, stroke=_INK, stroke_width=1)
        yield element("circle", cx=x, cy=y, r=1.3, fill=_INK)


def _coat(mark: Mark, _: Colours) -> Iterator[Element]:
    yield from _filled(mark, _COAT, hatch(_corners(mark), 2.6, 0.0), _WHITE, 0.7)
    yield _area(mark, fill="none", stroke=_INK, stroke_width=1)


def _cut(mark: Mark, _: Colours) -> Iterator[Element]:
    path = outline_path(_places(mark), curved=mark.curved, closed=False)
    yield from _line(path, 1.9, stroke_dasharray="4 3.4", stroke_linecap="butt")


def _drops(mark: Mark, _: Colours) -> Iterator[Element]:
    for x, y in mark.at:
        yield _shape([(x, y - 6.0), (x + 3.2, y), (x, y + 3.4), (x - 3.2, y)], _COAT, 1, curved=True)


def _finger(mark: Mark, colours: Colours) -> Iterator[Element]:
    start, tip = _places(mark)
    half = mark.size / 2
    length = dist(start, tip)

    def place(ahead: float, aside: float) -> DrawnPoint:
        return along(start, tip, ahead, aside)

    # two straight sides and a round tip; the sides begin outside the canvas, so that the finger has no visible end
    rounding = [(length - half * (1 - sin(turn)), half * cos(turn)) for turn in (pi * step / 12 for step in range(13))]
    sides = [(-2.0 * mark.size, half), *rounding, (-2.0 * mark.size, -half)]
    yield _shape([place(*corner) for corner in sides], colours.surface, 1.1, closed=False)
    side = 1 if place(0, 1)[1] < place(0, -1)[1] else -1  # the nail is on the upper side, wherever the finger points
    rim = [(1.8, 0.84), (1.0, 0.84), (0.4, 0.56), (0.95, 0.46), (1.65, 0.56)]
    nail = [place(length - back * half, aside * half * side) for back, aside in rim]
    path = outline_path(nail, curved=True, closed=True)
    yield element("path", d=path, fill=colours.deep, stroke=_INK, stroke_width=0.8)


def _label(mark: Mark, _: Colours) -> Iterator[Element]:
    x, y = mark.at[0]
    half = len(mark.text) * mark.size * 0.27  # about half the width of the text
    text = element(
        "text",
        x=min(max(x, half + 3), CANVAS_WIDTH - half - 3),  # keeps the text on the canvas
        y=y + mark.size * 0.35,
        text_anchor="middle",
        font_family="system-ui, sans-serif",
        font_size=mark.size,
        fill=_INK,
        stroke=PAPER,
        stroke_width=3,
        stroke_linejoin="round",
        paint_order="stroke",
    )
    text.text = mark.text
    yield text


def _material(mark: Mark, _: Colours) -> Iterator[Element]:
    yield _area(mark, fill=_PUT_IN, stroke=_INK, stroke_width=1)
    for x, y in grid(_corners(mark), 5, 1.6):
        yield element("circle", cx=x, cy=y, r=1.2, fill="none", stroke=_INK, stroke_width=0.7)


def _needle(mark: Mark, _: Colours, plunger: float = 0.0) -> Iterator[Element]:
    start, tip = _places(mark)
    length, half = dist(start, tip), mark.size / 2
    hub = plunger + min(length * 0.4, 4.5 * mark.size)

    def outline(*places: tuple[float, float]) -> str:
        return outline_path([along(start, tip, *place) for place in places], curved=False, closed=True)

    shaft = outline((hub, 1.1), (length - 4, 1.1), (length, 0), (length - 4, -1.1), (hub, -1.1))
    barrel = [(plunger, half), (hub - 1.5, half), (hub + 1.5, 1.3)]
    barrel += [(ahead, -aside) for ahead, aside in reversed(barrel)]
    joined = {"stroke": _INK, "stroke_linejoin": "round"}
    yield element("path", d=shaft, fill="none", stroke=PAPER, stroke_width=2.8, stroke_linejoin="round")
    yield element("path", d=shaft, fill=_METAL, stroke_width=0.8, **joined)
    yield element("path", d=outline(*barrel), fill=_METAL, stroke_width=1, **joined)
    if plunger:
        ends = [(0.0, 0.7 * half), (plunger, 1.2 * half), (plunger, -1.2 * half), (0.0, -0.7 * half)]
        one, two, three, four = (along(start, tip, *place) for place in ends)
        rod = (along(start, tip, 0), along(start, tip, plunger))
        yield element("path", d=segments_path([rod, (one, four), (two, three)]), stroke_width=1.8, **joined)


def _syringe(mark: Mark, colours: Colours) -> Iterator[Element]:
    return _needle(mark, colours, plunger=1.1 * mark.size)


def _outline(mark: Mark, _: Colours) -> Iterator[Element]:
    path = outline_path(_places(mark), curved=mark.curved, closed=True)
    yield from _line(path, 1.3, stroke_dasharray="0.1 3.2")


def _plug(mark: Mark, colours: Colours) -> Iterator[Element]:
    corners = _places(mark)
    yield _area(mark, fill=colours.deep, stroke=PAPER, stroke_width=4.4)
    yield _area(mark, fill=colours.deep, stroke=_INK, stroke_width=2.2)
    top = min(y for _, y in corners)
    upper = [x for x, y in corners if y <= top + 2]
    skin = segments_path([((min(upper), top + 3.2), (max(upper), top + 3.2))])
    yield element("path", d=skin, stroke=colours.surface, stroke_width=4.4)


def _removed(mark: Mark, _: Colours) -> Iterator[Element]:
    yield from _filled(mark, PAPER, hatch(_corners(mark), 3.4, -pi / 4), _INK, 0.9)
    yield _area(mark, fill="none", stroke=_INK, stroke_width=1, stroke_dasharray="3 2")


def _roller(mark: Mark, _: Colours) -> Iterator[Element]:
    (x, y), radius = mark.at[0], float(mark.size)
    inner, spikes = radius * 0.68, 18
    for spike in range(spikes):
        turn = 2 * pi * spike / spikes + pi / spikes
        corners = [(inner, turn - 0.07), (radius, turn), (inner, turn + 0.07)]
        places = [(x + length * cos(angle), y + length * sin(angle)) for length, angle in corners]
        yield _shape(places, _METAL, 0.8)
    yield element("circle", cx=x, cy=y, r=inner, fill=_METAL, stroke=_INK, stroke_width=1.2)
    yield element("circle", cx=x, cy=y, r=2, fill=_INK)


def _soak(mark: Mark, _: Colours) -> Iterator[Element]:
    yield _area(mark, fill=_COAT, fill_opacity=0.45, stroke="none")
    lines = segments_path(hatch(_corners(mark), 4, pi / 2))
    yield element("path", d=lines, stroke=PAPER, stroke_width=2)
    yield element("path", d=lines, stroke=_SOAK, stroke_width=1.2)


def _spot(mark: Mark, colours: Colours) -> Iterator[Element]:
    yield _area(mark, fill=colours.mark, stroke="none")
    for x, y in grid(_corners(mark), 4, 1.2):
        yield element("circle", cx=x, cy=y, r=0.9, fill=colours.deep)


def _tool(mark: Mark, _: Colours) -> Iterator[Element]:
    yield _area(mark, fill=_METAL, stroke=_INK, stroke_width=1.2)


PAINTERS: dict[str, Callable[[Mark, Colours], Iterator[Element]]] = {
    "arrow": _arrow,
    "back_and_forth": _back_and_forth,
    "beam": _beam,
    "bounds": _bounds,
    "cells": _cells,
    "coat": _coat,
    "cut": _cut,
    "drops": _drops,
    "finger": _finger,
    "label": _label,
    "material": _material,
    "needle": _needle,
    "outline": _outline,
    "plug": _plug,
    "removed": _removed,
    "roller": _roller,
    "soak": _soak,
    "spot": _spot,
    "syringe": _syringe,
    "tool": _tool,
}
