"""Lines and areas of drawings as SVG elements: smooth paths, and patterns worked out line by line.

SVG's own patterns, markers and clips are found by ids, which would collide on a page that shows many drawings. So
hatching, dots and arrow heads are plain shapes here. Only presentation attributes are used: pages may forbid styles.
"""

from __future__ import annotations

from math import ceil, cos, hypot, sin
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "DrawnPoint",
    "along",
    "element",
    "flattened",
    "grid",
    "hatch",
    "number",
    "outline_path",
    "segments_path",
]

DrawnPoint = tuple[float, float]
_STEPS = 8  # straight pieces for each piece of a curve where an area is filled with a pattern


def number(value: float) -> str:
    """A number as short as one decimal allows; the same on every machine."""
    return f"{value:.1f}".removesuffix(".0") if round(value, 1) else "0"


def element(tag: str, **attributes: str | float) -> Element:
    """An element; ``stroke_width=1`` becomes ``stroke-width="1"``."""
    found = Element(tag)
    for key, value in attributes.items():
        found.set(key.replace("_", "-"), value if isinstance(value, str) else number(value))
    return found


def _pair(place: DrawnPoint) -> str:
    return f"{number(place[0])} {number(place[1])}"


def _bends(points: Sequence[DrawnPoint], closed: bool) -> list[tuple[DrawnPoint, DrawnPoint, DrawnPoint]]:
    """For each piece of a smooth line its two controls and its end (Catmull-Rom)."""
    count = len(points)
    found = []
    for at in range(count if closed else count - 1):
        before = points[(at - 1) % count] if closed else points[max(at - 1, 0)]
        start, end = points[at], points[(at + 1) % count]
        after = points[(at + 2) % count] if closed else points[min(at + 2, count - 1)]
        first = (start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6)
        second = (end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6)
        found.append((first, second, end))
    return found


def outline_path(points: Sequence[DrawnPoint], *, curved: bool, closed: bool) -> str:
    """The ``d`` of a path through points."""
    start = f"M{_pair(points[0])}"
    if curved:
        pieces = "".join(f"C{_pair(one)} {_pair(two)} {_pair(end)}" for one, two, end in _bends(points, closed))
    else:
        pieces = "".join(f"L{_pair(point)}" for point in points[1:])
    return start + pieces + ("Z" if closed else "")


def segments_path(segments: Sequence[tuple[DrawnPoint, DrawnPoint]]) -> str:
    """The ``d`` of separate straight lines."""
    return "".join(f"M{_pair(start)}L{_pair(end)}" for start, end in segments)


def flattened(points: Sequence[DrawnPoint], *, curved: bool) -> list[DrawnPoint]:
    """The corners of a closed area, curves as short straight pieces."""
    if not curved:
        return list(points)
    found: list[DrawnPoint] = []
    start = points[0]
    for one, two, end in _bends(points, closed=True):
        for step in range(_STEPS):
            t = step / _STEPS
            weights = ((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3)
            places = (start, one, two, end)
            x = sum(weight * place[0] for weight, place in zip(weights, places, strict=True))
            y = sum(weight * place[1] for weight, place in zip(weights, places, strict=True))
            found.append((x, y))
        start = end
    return found


def _crossings(area: Sequence[DrawnPoint], level: float) -> list[float]:
    """Where a level line enters and leaves an area, from left to right."""
    found = []
    for at, (x, y) in enumerate(area):
        other_x, other_y = area[(at + 1) % len(area)]
        if (y <= level) != (other_y <= level):
            found.append(x + (level - y) / (other_y - y) * (other_x - x))
    return sorted(found)


def hatch(area: Sequence[DrawnPoint], apart: float, turned: float) -> list[tuple[DrawnPoint, DrawnPoint]]:
    """Parallel lines that fill an area, ``apart`` units from each other and turned by an angle (radians)."""
    ahead, aside = cos(turned), sin(turned)
    level = [(x * ahead + y * aside, y * ahead - x * aside) for x, y in area]
    low, high = min(y for _, y in level), max(y for _, y in level)
    found = []
    row = ceil(low / apart) * apart
    while row < high:
        places = _crossings(level, row)
        for start, end in zip(places[::2], places[1::2], strict=False):
            if end - start > apart / 4:
                found.append(
                    (
                        (start * ahead - row * aside, row * ahead + start * aside),
                        (end * ahead - row * aside, row * ahead + end * aside),
                    )
                )
        row += apart
    return found


def grid(area: Sequence[DrawnPoint], apart: float, margin: float) -> list[DrawnPoint]:
    """Places within an area, every second row shifted, none nearer to its left or right edge than ``margin``."""
    low, high = min(y for _, y in area), max(y for _, y in area)
    rows = max(1, int((high - low - 2 * margin) / (apart * 0.87)) + 1)
    top = (low + high) / 2 - (rows - 1) * apart * 0.87 / 2
    found = []
    for row in range(rows):
        y = top + row * apart * 0.87
        places = _crossings(area, y)
        for start, end in zip(places[::2], places[1::2], strict=False):
            x = ceil((start + margin) / apart) * apart + (apart / 2 if row % 2 else 0)
            while x <= end - margin:
                found.append((x, y))
                x += apart
    return found


def along(start: DrawnPoint, end: DrawnPoint, length: float, aside: float = 0.0) -> DrawnPoint:
    """The place ``length`` units from a start on the way to an end, and ``aside`` units to the right of that way."""
    way = hypot(end[0] - start[0], end[1] - start[1]) or 1.0
    ahead = ((end[0] - start[0]) / way, (end[1] - start[1]) / way)
    return start[0] + ahead[0] * length - ahead[1] * aside, start[1] + ahead[1] * length + ahead[0] * aside
