"""Plans as a map: the kinds reported on the left, the treatments suggested on the right, and a line for each pair.

The style of a line shows the grade. Distances mean nothing, and points are not shown: those are our own judgement.
"""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from advisor.model.wording import capitalised
from advisor.render.drawing.shapes import number
from advisor.render.summary import fit_for, plan_ranks

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from advisor.model.advice import Advice, Suggestion

__all__ = ["grade_line_svg", "plan_map_svgs", "plan_map_words"]

_WIDTH = 320
_LEFT, _RIGHT = 98, 154  # the right edge of the boxes on the left, and the left edge of those on the right
_FONT, _ROW = 11, 14
_PADDING, _GAP = 4, 6
_MOST_LINES = 12  # with more, crossing lines cannot be told apart, and each kind gets a map of its own
_DASHES = ("", "7 4", "1.5 4", "9 3 1.5 3")  # best grade first; further grades look like the last
_WIDTHS = (2.4, 1.8, 1.8, 1.4)


def plan_map_words(advice: Advice, kinds: Iterable[str]) -> str:
    """Returns a map in words: for each of the kinds its treatments, best first, each with its grade."""
    sentences = []
    for kind in kinds:
        graded = (
            f"{suggestion.name} ({advice.rulebase.grades[fit_for(suggestion, kind).grade].label})"
            for suggestion in _plan(advice, kind)
        )
        sentences.append(f"{capitalised(advice.rulebase.kinds[kind])}: {', '.join(graded)}.")
    return " ".join(sentences)


def plan_map_svgs(advice: Advice) -> tuple[str, ...]:
    """Returns one map of all kinds with a plan, or a map for each of them when one would have too many lines.

    Lines and words have the colour of the text around the map (``currentColor``), and so suit dark pages too. A map is
    320 units wide: on a page of 320 pixels its words are as large as small print.
    """
    kinds = [kind for kind, treatments in advice.plans.items() if treatments]
    together = sum(len(advice.plans[kind]) for kind in kinds) <= _MOST_LINES
    groups = [kinds] if together else [[kind] for kind in kinds]
    return tuple(_map(advice, group) for group in groups if group)


def grade_line_svg(grades: Iterable[str], grade: str) -> str:
    """Returns the line that stands for one of the ``grades`` (ids, best first), to be shown beside its name."""
    attributes = 'viewBox="0 0 44 8" class="grade-line" aria-hidden="true"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{_line("M0 4L44 4", grades, grade)}</svg>'


def _plan(advice: Advice, kind: str) -> list[Suggestion]:
    return [suggestion for suggestion, _ in plan_ranks(advice, kind)]


def _map(advice: Advice, kinds: list[str]) -> str:
    if len(kinds) == 1:
        suggestions = _plan(advice, kinds[0])
    else:
        suggestions = [one for one in advice.suggestions if any(fit.kind in kinds for fit in one.fits)]
    left = _Side({kind: capitalised(advice.rulebase.kinds[kind]) for kind in kinds}, 1, _LEFT)
    right = _Side({suggestion.treatment: suggestion.name for suggestion in suggestions}, _RIGHT, _WIDTH - 1)
    height = max(left.height, right.height)
    for side in (left, right):
        side.spread(1.0, height)
    words = escape(plan_map_words(advice, kinds), {'"': "&quot;"})
    lines = [
        _line(
            _curve((_LEFT, left.middle[kind]), (_RIGHT, right.middle[suggestion.treatment])),
            advice.rulebase.grades,
            fit_for(suggestion, kind).grade,
        )
        for kind in kinds
        for suggestion in _plan(advice, kind)
    ]
    attributes = f'role="img" viewBox="0 0 {_WIDTH} {height + 2:.0f}" aria-label="{words}"'
    drawn = "".join([*lines, *left.boxes(), *right.boxes()])
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{drawn}</svg>'


class _Side:
    """The boxes on one side, one below the other, between ``start`` and ``end``; ``labels`` are their texts by id."""

    def __init__(self, labels: dict[str, str], start: float, end: float) -> None:
        self.start, self.end = start, end
        columns = int((end - start - 2 * _PADDING) / (_FONT * 0.54))
        self.rows = {  # most labels fit, and wrapping takes long
            name: [label] if len(label) <= columns else wrap(label, columns) for name, label in labels.items()
        }
        self.heights = {name: len(rows) * _ROW + 2 * _PADDING for name, rows in self.rows.items()}
        self.height = sum(self.heights.values()) + _GAP * (len(labels) - 1)
        self.middle: dict[str, float] = {}

    def spread(self, top: float, height: float) -> None:
        """Places the boxes at equal distances over a height."""
        room = (height - sum(self.heights.values())) / len(self.heights)
        top += room / 2
        for name, box_height in self.heights.items():
            self.middle[name] = top + box_height / 2
            top += box_height + room

    def boxes(self) -> Iterator[str]:
        """Yields each box, and each row of its text."""
        x, width = number(self.start), number(self.end - self.start)
        for name, rows in self.rows.items():
            height, middle = self.heights[name], self.middle[name]
            place = f'x="{x}" y="{number(middle - height / 2)}" width="{width}" height="{height}"'
            yield f'<rect {place} rx="5" fill="none" stroke="currentColor" stroke-width="1" />'
            yield from _text(rows, self.start + _PADDING, middle - (len(rows) - 1) * _ROW / 2)


def _text(rows: list[str], x: float, first: float) -> Iterator[str]:
    style = f'font-size="{_FONT}" fill="currentColor" font-family="system-ui, sans-serif"'
    for place, row in enumerate(rows):
        y = number(first + place * _ROW + _FONT * 0.35)
        yield f'<text x="{number(x)}" y="{y}" {style}>{escape(row)}</text>'


def _curve(start: tuple[float, float], end: tuple[float, float]) -> str:
    middle = (start[0] + end[0]) / 2
    return f"M{start[0]} {start[1]:.1f}C{middle} {start[1]:.1f} {middle} {end[1]:.1f} {end[0]} {end[1]:.1f}"


def _line(path: str, grades: Iterable[str], grade: str) -> str:
    """Returns a line in the style of a grade: the better the grade, the less broken."""
    style = min([*grades].index(grade), len(_DASHES) - 1)
    dashes = f' stroke-dasharray="{_DASHES[style]}"' if _DASHES[style] else ""
    return f'<path d="{path}" fill="none" stroke="currentColor" stroke-width="{_WIDTHS[style]}"{dashes} />'
