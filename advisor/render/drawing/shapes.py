"""The geometry of drawings: SVG elements, smooth paths, and points along a line or inside an area.

The patterns, markers and clips of SVG are referred to by id, and ids would collide on a page with many drawings. So
hatching, dots and arrow heads are plain shapes. Only presentation attributes are used, since a page may forbid styles.
"""

from __future__ import annotations

from math import ceil, cos, dist, sin
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
_STEPS = 8  # straight pieces for each curve, where an area is filled with a pattern


def number(value: float) -> str:
    """Returns a number with at most one decimal; the same on every machine."""
    return f"{value:.1f}".removesuffix(".0") if round(value, 1) else "0"


def element(tag: str, **attributes: str | float) -> Element:
    """Returns an element; ``stroke_width=1`` becomes ``stroke-width="1"``."""
    found = Element(tag)
    for key, value in attributes.items():
        found.set(key.replace("_", "-"), value if isinstance(value, str) else number(value))
    return found


def _pair(point: DrawnPoint) -> str:
    return f"{number(point[0])} {number(point[1])}"


def _bends(points: Sequence[DrawnPoint], closed: bool) -> list[tuple[DrawnPoint, DrawnPoint, DrawnPoint]]:
    """Returns the two control points and the end of each curve of a smooth line (Catmull-Rom)."""
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
    """Returns the ``d`` attribute of a path through points."""
    start = f"M{_pair(points[0])}"
    if curved:
        pieces = "".join(f"C{_pair(one)} {_pair(two)} {_pair(end)}" for one, two, end in _bends(points, closed))
    else:
        pieces = "".join(f"L{_pair(point)}" for point in points[1:])
    return start + pieces + ("Z" if closed else "")


def segments_path(segments: Sequence[tuple[DrawnPoint, DrawnPoint]]) -> str:
    """Returns the ``d`` attribute of a path that consists of separate straight lines."""
    return "".join(f"M{_pair(start)}L{_pair(end)}" for start, end in segments)


def flattened(points: Sequence[DrawnPoint], *, curved: bool) -> list[DrawnPoint]:
    """Returns the corners of a closed area, with each curve divided into short straight pieces."""
    if not curved:
        return list(points)
    found: list[DrawnPoint] = []
    start = points[0]
    for one, two, end in _bends(points, closed=True):
        for step in range(_STEPS):
            t = step / _STEPS
            weights = ((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3)
            points_of_curve = (start, one, two, end)
            x = sum(weight * point[0] for weight, point in zip(weights, points_of_curve, strict=True))
            y = sum(weight * point[1] for weight, point in zip(weights, points_of_curve, strict=True))
            found.append((x, y))
        start = end
    return found


def _crossings(area: Sequence[DrawnPoint], level: float) -> list[float]:
    """Returns where the horizontal line at ``y = level`` enters and leaves an area, from left to right."""
    found = []
    for at, (x, y) in enumerate(area):
        other_x, other_y = area[(at + 1) % len(area)]
        if (y <= level) != (other_y <= level):
            found.append(x + (level - y) / (other_y - y) * (other_x - x))
    return sorted(found)


def hatch(area: Sequence[DrawnPoint], apart: float, turned: float) -> list[tuple[DrawnPoint, DrawnPoint]]:
    """Returns parallel lines that fill an area, ``apart`` units from each other and turned by an angle in radians."""
    ahead, aside = cos(turned), sin(turned)
    level = [(x * ahead + y * aside, y * ahead - x * aside) for x, y in area]
    low, high = min(y for _, y in level), max(y for _, y in level)
    found = []
    row = ceil(low / apart) * apart
    while row < high:
        crossings = _crossings(level, row)
        for start, end in zip(crossings[::2], crossings[1::2], strict=False):
            if end - start > apart / 4:
                first, last = ((x * ahead - row * aside, row * ahead + x * aside) for x in (start, end))
                found.append((first, last))
        row += apart
    return found


def grid(area: Sequence[DrawnPoint], apart: float, margin: float) -> list[DrawnPoint]:
    """Returns points in an area, in rows of which every second is shifted, at least ``margin`` from its sides."""
    low, high = min(y for _, y in area), max(y for _, y in area)
    rows = max(1, int((high - low - 2 * margin) / (apart * 0.87)) + 1)
    top = (low + high) / 2 - (rows - 1) * apart * 0.87 / 2
    found = []
    for row in range(rows):
        y = top + row * apart * 0.87
        crossings = _crossings(area, y)
        for start, end in zip(crossings[::2], crossings[1::2], strict=False):
            x = ceil((start + margin) / apart) * apart + (apart / 2 if row % 2 else 0)
            while x <= end - margin:
                found.append((x, y))
                x += apart
    return found


def along(start: DrawnPoint, end: DrawnPoint, length: float, aside: float = 0.0) -> DrawnPoint:
    """Returns the point ``length`` units from start towards end, and ``aside`` units to the right of that direction."""
    whole = dist(start, end) or 1.0
    x, y = (end[0] - start[0]) / whole, (end[1] - start[1]) / whole
    return start[0] + x * length - y * aside, start[1] + y * length + x * aside
