"""Pictures as SVG for a page, without styles, scripts, ids or references, so that every content policy allows them.

The text of a picture is its ``aria-label``. A picture is legible from 160 pixels wide. It has a pale background of its
own, so that it looks the same on light and dark pages and in print.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree.ElementTree import tostring

from advisor.model.illustrations import CANVAS_WIDTH, HEIGHT
from advisor.render.drawing.marks import PAPER, painted
from advisor.render.drawing.shapes import element, outline_path

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from advisor.model.illustrations import Colours, Illustration, Illustrations
    from advisor.model.rulebase import RuleBase

__all__ = ["option_svg", "tones", "treatment_svg"]

_LAYER = 7  # thickness of the top layer of the skin, in units


def option_svg(rulebase: RuleBase, question_id: str, option_id: str, tone: str | None = None) -> str:
    """Returns the picture of an option; empty when there is none.

    ``tone`` is an answer to the question that decides the palette. An option of that question itself has the colours of
    that option, whatever the tone.
    """
    pictures = rulebase.pictures
    picture = pictures.options.get((question_id, option_id)) if pictures else None
    if pictures is None or picture is None:
        return ""
    return _svg(picture, _colours(pictures, option_id if question_id == pictures.palettes.question else tone))


def treatment_svg(rulebase: RuleBase, treatment_id: str, tone: str | None = None) -> str:
    """Returns the picture of what a treatment does; empty when there is none. ``tone`` is as for ``option_svg``."""
    pictures = rulebase.pictures
    picture = pictures.treatments.get(treatment_id) if pictures else None
    return _svg(picture, _colours(pictures, tone)) if pictures and picture else ""


def tones(rulebase: RuleBase) -> tuple[str, ...]:
    """Returns the tones in which to show pictures as long as the person's own is not known; () without pictures."""
    return rulebase.pictures.palettes.shown if rulebase.pictures else ()


def _colours(pictures: Illustrations, tone: str | None) -> Colours:
    """Returns the colours of a tone; without an answer, or for 'not sure', those of the middle one of ``tones``."""
    palettes = pictures.palettes
    middle = palettes.shown[len(palettes.shown) // 2]
    return palettes.colours.get(tone or middle) or palettes.colours[middle]


def _svg(picture: Illustration, colours: Colours) -> str:
    svg = element("svg", xmlns="http://www.w3.org/2000/svg", role="img", viewBox=f"0 0 {CANVAS_WIDTH} {HEIGHT}")
    svg.set("aria-label", picture.text)
    svg.set("class", "sketch")
    svg.append(element("rect", width=CANVAS_WIDTH, height=HEIGHT, fill=PAPER))
    svg.extend(_section(picture, colours))
    for mark in picture.drawing.marks:
        svg.extend(painted(mark, colours))
    return tostring(svg, encoding="unicode")


def _section(picture: Illustration, colours: Colours) -> list[Element]:
    """Returns the layers below the surface. The top layer is a broad line along it, with its upper half covered."""
    drawing = picture.drawing
    line = outline_path(drawing.surface_at(picture.depth), curved=drawing.curved, closed=False)
    below, above = (f"{line}L{CANVAS_WIDTH} {end}L0 {end}Z" for end in (HEIGHT, 0))
    round_joins = {"fill": "none", "stroke_linejoin": "round"}
    return [
        element("path", d=below, fill=colours.deep),
        element("path", d=line, stroke=colours.line, stroke_width=2 * _LAYER + 1.4, stroke_opacity=0.55, **round_joins),
        element("path", d=line, stroke=colours.surface, stroke_width=2 * _LAYER, **round_joins),
        element("path", d=above, fill=PAPER),
        element("path", d=line, stroke=colours.line, stroke_width=1.6, **round_joins),
    ]
