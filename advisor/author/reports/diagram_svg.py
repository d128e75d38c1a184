"""The picture of how answers lead to treatments, as SVG: no scripts, and nothing is fetched."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from advisor.author.reports.diagram import Diagram, DiagramBox

__all__ = ["picture_svg", "picture_words"]

_WIDTH, _HEIGHT, _ROW, _TOP = 220, 26, 36, 44  # of a box, of a row, and where the first row begins
_GAP = 170  # between two columns, for the lines
_CLASS = {"fits": "fits", "rules out": "out", "bears on": "bears"}


def picture_svg(picture: Diagram) -> str:
    """The picture as one ``<svg>``; its lines are styled by the classes ``fits``, ``out`` and ``bears``."""
    places = _places(picture)
    rows = max((len(_column(picture, number)) for number in range(len(picture.columns))), default=0)
    wide, high = len(picture.columns) * (_WIDTH + _GAP) - _GAP + 2, _TOP + rows * _ROW
    parts = [
        f'<svg viewBox="0 0 {wide} {high}" role="img" aria-labelledby="picture-title picture-text">',
        '<title id="picture-title">How answers lead to treatments</title>',
        f'<desc id="picture-text">{escape(picture_words(picture))}</desc>',
    ]
    for number, name in enumerate(picture.columns):
        parts.append(f'<text class="column" x="{number * (_WIDTH + _GAP) + 1}" y="20">{escape(name)}</text>')
    for line in sorted(picture.lines, key=lambda line: line.how != "bears on"):
        (left, top), (right, bottom) = places[line.start], places[line.end]
        start, y, z = left + _WIDTH, top + _HEIGHT // 2, bottom + _HEIGHT // 2
        bend = (start + right) // 2
        path = f"M{start} {y}C{bend} {y} {bend} {z} {right} {z}"
        parts.append(f'<path class="{_CLASS[line.how]}" d="{path}"/>')
    for box in picture.boxes:
        x, y = places[box.id]
        parts.append(f'<rect x="{x}" y="{y}" width="{_WIDTH}" height="{_HEIGHT}" rx="4"/>')
        parts.append(f'<text x="{x + 8}" y="{y + 18}">{escape(_cut(box.label))}</text>')
    return "\n".join([*parts, "</svg>"])


def picture_words(picture: Diagram) -> str:
    """The picture in words, for those who do not see it."""
    names = {box.id: box.label for box in picture.boxes}
    fits: dict[str, list[str]] = {}
    for line in picture.lines:
        if line.how == "fits":
            fits.setdefault(line.start, []).append(names[line.end])
    said = [f"{names[start]}: {', '.join(ends)}" for start, ends in fits.items()]
    columns = ", ".join(picture.columns)
    return f"Columns from left to right: {columns}. Treatments that can fit, by answer. {'. '.join(said)}."


def _column(picture: Diagram, number: int) -> list[DiagramBox]:
    return [box for box in picture.boxes if box.column == number]


def _places(picture: Diagram) -> dict[str, tuple[int, int]]:
    """The upper left corner of each box; shorter columns are spread over the height."""
    columns = [_column(picture, number) for number in range(len(picture.columns))]
    rows = max(map(len, columns), default=0)
    places = {}
    for number, boxes in enumerate(columns):
        row = _ROW * rows / max(1, len(boxes))
        for place, box in enumerate(boxes):
            y = _TOP + round(row * place + (row - _ROW) / 2)
            places[box.id] = (number * (_WIDTH + _GAP) + 1, y)
    return places


def _cut(label: str) -> str:
    return label if len(label) <= 30 else f"{label[:29]}…"
