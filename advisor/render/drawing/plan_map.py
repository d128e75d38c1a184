"""Plans as a small map: what was reported on the left, the suggested treatments on the right, a line for each pair.

The kind of line tells the grade. The distances mean nothing, and there are no points: those are our own judgement.
"""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING
from xml.etree.ElementTree import tostring

from advisor.model.wording import capitalised
from advisor.render.drawing.shapes import element

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element

    from advisor.model.advice import Advice
    from advisor.model.rulebase import RuleBase

__all__ = ["grade_line_svg", "plan_map_svgs", "plan_map_words"]

_WIDTH = 320
_LEFT, _RIGHT = 98, 154  # where the boxes of the two sides end and begin
_FONT, _ROW = 11, 14
_PADDING, _GAP = 4, 6
_MOST_LINES = 12  # with more, crossing lines cannot be told apart, and each kind gets a map of its own
_DASHES = ("", "7 4", "1.5 4", "9 3 1.5 3")  # best grade first; should there be more grades, the last is theirs too
_WIDTHS = (2.4, 1.8, 1.8, 1.4)


def plan_map_words(rulebase: RuleBase, advice: Advice, kinds: Iterable[str]) -> str:
    """A map in words: for each of some kinds with a plan its treatments, best first, each with its grade."""
    said = []
    for kind in kinds:
        named = [
            f"{rulebase.treatment_by_id[treatment].name} ({_grade_label(rulebase, advice, kind, treatment)})"
            for treatment in advice.plans[kind]
        ]
        said.append(f"{capitalised(rulebase.kind_question.option(kind).short)}: {', '.join(named)}.")
    return " ".join(said)


def plan_map_svgs(rulebase: RuleBase, advice: Advice) -> tuple[str, ...]:
    """The map for one advice: one drawing of all kinds with a plan, or where lines are many one for each kind.

    Lines and words take the colour of the text around them (``currentColor``), so that dark pages are served too. 320
    units wide: at 320 pixels the words are as large as small print, and wrap.
    """
    kinds = [kind for kind, treatments in advice.plans.items() if treatments]
    together = sum(len(advice.plans[kind]) for kind in kinds) <= _MOST_LINES
    groups = [kinds] if together else [[kind] for kind in kinds]
    return tuple(_map(rulebase, advice, group) for group in groups if group)


def grade_line_svg(rulebase: RuleBase, grade: str) -> str:
    """The line that stands for a grade, to be shown beside its name, which says what it is."""
    whole = element("svg", xmlns="http://www.w3.org/2000/svg", viewBox="0 0 44 8")
    whole.set("class", "grade-line")
    whole.set("aria-hidden", "true")
    whole.append(_stroke("M0 4L44 4", _style(rulebase, grade)))
    return tostring(whole, encoding="unicode")


def _map(rulebase: RuleBase, advice: Advice, kinds: list[str]) -> str:
    """Some kinds on the left, the treatments suggested for any of them on the right."""
    if len(kinds) == 1:
        treatments = list(advice.plans[kinds[0]])
    else:
        planned = {treatment for kind in kinds for treatment in advice.plans[kind]}
        treatments = [one.treatment for one in advice.suggestions if one.treatment in planned]
    left = _Side([capitalised(rulebase.kind_question.option(kind).short) for kind in kinds], 1, _LEFT, kinds)
    names = [rulebase.treatment_by_id[treatment].name for treatment in treatments]
    right = _Side(names, _RIGHT, _WIDTH - 1, treatments)
    high = max(left.high, right.high)
    for side in (left, right):
        side.spread(1.0, high)
    whole = element("svg", xmlns="http://www.w3.org/2000/svg", role="img", viewBox=f"0 0 {_WIDTH} {high + 2:.0f}")
    whole.set("aria-label", plan_map_words(rulebase, advice, kinds))
    for kind in kinds:
        for treatment in advice.plans[kind]:
            style = _style(rulebase, _grade(advice, kind, treatment))
            whole.append(_line((_LEFT, left.middle[kind]), (_RIGHT, right.middle[treatment]), style))
    whole.extend([*left.boxes(), *right.boxes()])
    return tostring(whole, encoding="unicode")


class _Side:
    """The boxes of one side, one below the other."""

    def __init__(self, labels: list[str], start: float, end: float, ids: list[str]) -> None:
        self.start, self.end, self.ids = start, end, ids
        columns = int((end - start - 2 * _PADDING) / (_FONT * 0.54))
        self.rows = [wrap(label, columns) for label in labels]
        self.heights = [len(rows) * _ROW + 2 * _PADDING for rows in self.rows]
        self.high = sum(self.heights) + _GAP * (len(labels) - 1)
        self.middle: dict[str, float] = {}

    def spread(self, top: float, high: float) -> None:
        """Sets the boxes apart evenly over a height."""
        room = (high - sum(self.heights)) / len(self.heights)
        top += room / 2
        for name, height in zip(self.ids, self.heights, strict=True):
            self.middle[name] = top + height / 2
            top += height + room

    def boxes(self) -> list[Element]:
        found = []
        for name, rows, height in zip(self.ids, self.rows, self.heights, strict=True):
            middle = self.middle[name]
            box = {"x": self.start, "y": middle - height / 2, "width": self.end - self.start, "height": height}
            found.append(element("rect", **box, rx=5, fill="none", stroke="currentColor", stroke_width=1.0))
            found += _words(rows, self.start + _PADDING, middle - (len(rows) - 1) * _ROW / 2)
        return found


def _words(rows: list[str], x: float, first: float) -> list[Element]:
    found = []
    for number, row in enumerate(rows):
        text = element("text", x=x, y=first + number * _ROW + _FONT * 0.35, font_size=_FONT, fill="currentColor")
        text.set("font-family", "system-ui, sans-serif")
        text.text = row
        found.append(text)
    return found


def _line(start: tuple[float, float], end: tuple[float, float], style: tuple[str, float]) -> Element:
    middle = (start[0] + end[0]) / 2
    d = f"M{start[0]} {start[1]:.1f}C{middle} {start[1]:.1f} {middle} {end[1]:.1f} {end[0]} {end[1]:.1f}"
    return _stroke(d, style)


def _stroke(d: str, style: tuple[str, float]) -> Element:
    dashes, width = style
    found = element("path", d=d, fill="none", stroke="currentColor", stroke_width=width)
    if dashes:
        found.set("stroke-dasharray", dashes)
    return found


def _style(rulebase: RuleBase, grade: str) -> tuple[str, float]:
    """The dashes and the width of a grade's lines; the better the grade, the less broken."""
    order = [one.id for one in rulebase.grades_by_points]
    at = min(order.index(grade), len(_DASHES) - 1)
    return _DASHES[at], _WIDTHS[at]


def _grade(advice: Advice, kind: str, treatment: str) -> str:
    (grade,) = (
        fit.grade for one in advice.suggestions if one.treatment == treatment for fit in one.fits if fit.kind == kind
    )
    return grade


def _grade_label(rulebase: RuleBase, advice: Advice, kind: str, treatment: str) -> str:
    return rulebase.grade_by_id[_grade(advice, kind, treatment)].label
