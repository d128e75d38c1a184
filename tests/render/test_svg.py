"""Pictures and plan maps as SVG: fit for any page, the same each time, and said in words."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element, fromstring

from advisor.cases.cases import open_cases
from advisor.diagnostics.source import Position, SourceText
from advisor.engine.consultation import Consultation
from advisor.loading.loader import load_rules
from advisor.model.illustrations import ROLES, Colours, Mark
from advisor.questionnaire.answers import check_answers
from advisor.render.drawing import plan_map as planmap
from advisor.render.drawing.marks import PAINTERS, painted
from advisor.render.drawing.plan_map import grade_line_svg, plan_map_svgs, plan_map_words
from advisor.render.drawing.shapes import grid, hatch, outline_path
from advisor.render.drawing.svg import option_svg, tones, treatment_svg
from tests.conftest import PLANTS, RULES

if TYPE_CHECKING:
    import pytest

    from advisor.model.advice import Advice
    from advisor.model.rulebase import RuleBase

NOWHERE = Position(SourceText("pictures.yaml", ("",)), 1, 1, 1)
EVERYTHING: dict[str, object] = {
    "troubles": ["yellow_leaves", "brown_tips", "lice"],
    "yellow_spread": "most",
    "brown_spread": "few",
    "watering": "often",
    "spending": "some",
}
LICE: dict[str, object] = {"troubles": ["lice"], "watering": "often"}


def every(rulebase: RuleBase, tone: str | None = None) -> dict[str, tuple[str, str]]:
    """The text and the SVG of every picture, by its id."""
    assert rulebase.pictures
    options = {p.id: (p.text, option_svg(rulebase, *key, tone)) for key, p in rulebase.pictures.options.items()}
    treated = {p.id: (p.text, treatment_svg(rulebase, key, tone)) for key, p in rulebase.pictures.treatments.items()}
    return {**options, **treated}


def tag(found: Element) -> str:
    return found.tag.rpartition("}")[2]


def harmless(svg: str) -> Element:
    """The SVG as a tree, once nothing stands in it that a strict page refuses or that could clash with another."""
    whole = fromstring(svg)
    assert tag(whole) == "svg"
    assert {tag(part) for part in whole.iter()} <= {"svg", "rect", "path", "circle", "text"}
    for part in whole.iter():
        for name, value in part.attrib.items():
            assert name not in ("style", "id", "href") and not name.startswith("on") and "href" not in name
            assert "url(" not in value and "nan" not in value
    return whole


def test_each_picture_is_said_in_words_and_fit_for_a_strict_page(rulebase: RuleBase) -> None:
    assert rulebase.pictures
    for tone in (None, *rulebase.pictures.palettes.colours, "not_sure"):
        for name, (text, svg) in every(rulebase, tone).items():
            whole = harmless(svg)
            assert whole.get("aria-label") == text, name
            assert (whole.get("role"), whole.get("class"), whole.get("viewBox")) == ("img", "sketch", "0 0 200 100")


def test_texts_are_escaped(plants: RuleBase) -> None:
    svg = treatment_svg(plants, "new_soil")
    assert harmless(svg).get("aria-label") == 'Fresh soil, with "good" <crumbs> & no roots.'
    assert "<crumbs>" not in svg
    label = [part.text for part in harmless(treatment_svg(plants, "rinse")).iter() if tag(part) == "text"]
    assert label == ["wet & dry"]


def test_without_a_picture_there_is_nothing(plants: RuleBase) -> None:
    assert option_svg(plants, "spending", "some") == treatment_svg(plants, "nothing") == ""
    assert option_svg(plants, "troubles", "lice") and treatment_svg(plants, "rinse")


def test_tones_differ_and_only_in_colour(plants: RuleBase) -> None:
    assert tones(plants) == ("often", "seldom")
    colour = re.compile(r"#[0-9a-f]{6}")
    for name, key in (("yellow_leaves", "troubles"), ("few", "brown_spread")):
        drawn = [option_svg(plants, key, name, tone) for tone in tones(plants)]
        assert len(set(drawn)) == 2
        assert len({colour.sub("", svg) for svg in drawn}) == 1
    middle = option_svg(plants, "troubles", "lice", "seldom")
    assert option_svg(plants, "troubles", "lice") == middle
    assert option_svg(plants, "troubles", "lice", "unheard of") == middle


def test_an_option_of_the_tone_has_its_own_colours(rulebase: RuleBase) -> None:
    assert rulebase.pictures
    palettes = rulebase.pictures.palettes
    drawn = [option_svg(rulebase, palettes.question, tone, palettes.shown[0]) for tone in palettes.colours]
    assert len(set(drawn)) == len(palettes.colours) > len(palettes.shown)


def test_the_same_each_time(plants: RuleBase) -> None:
    assert every(plants) == every(load_rules(PLANTS))


def test_words_in_a_drawing_are_large_enough_and_on_the_canvas(rulebase: RuleBase) -> None:
    for name, (_, svg) in every(rulebase).items():
        for part in (part for part in harmless(svg).iter() if tag(part) == "text"):
            size, x, half = (float(part.get("font-size", 0)), float(part.get("x", 0)), len(part.text or "") * 2.7)
            assert size >= 9, name
            assert half <= x <= 200 - half, name


def drawn_as(role: str) -> list[tuple[str, ...]]:
    """What a role looks like without its colours: the shapes and lines that the same points give."""
    points = {2: ((40, 40), (60, 80)), 1: ((50, 50),)}.get(ROLES[role].most, ((40, 40), (60, 42), (58, 80), (38, 78)))
    mark = Mark(role=role, at=points, size=ROLES[role].size, text="word", position=NOWHERE)
    white = Colours(surface="#ffffff", deep="#ffffff", line="#ffffff", mark="#ffffff")
    kept = ("d", "stroke-dasharray", "stroke-width", "r", "cx")
    return [(tag(part), *(part.get(name, "") for name in kept)) for part in painted(mark, white)]


def test_roles_are_told_apart_without_colour() -> None:
    assert set(PAINTERS) == set(ROLES)
    looks = {role: drawn_as(role) for role in ROLES}
    assert len({tuple(look) for look in looks.values()}) == len(ROLES)
    assert all(looks.values())


def test_patterns_stay_within_their_area() -> None:
    square = [(10.0, 10.0), (30.0, 10.0), (30.0, 30.0), (10.0, 30.0)]
    for turned in (0.0, 0.7, 1.57):
        lines = hatch(square, 3, turned)
        assert len(lines) >= 6
        assert all(9.99 <= value <= 30.01 for line in lines for place in line for value in place)
    assert len(grid(square, 5, 1.5)) >= 9
    assert all(10 < x < 30 and 10 < y < 30 for x, y in grid(square, 5, 1.5))


def test_a_smooth_line_goes_through_its_points() -> None:
    d = outline_path([(0, 0), (10, 5), (20, 0)], curved=True, closed=False)
    assert d.startswith("M0 0C") and d.endswith(" 20 0") and " 10 5C" in d


def advised(rulebase: RuleBase, answers: dict[str, object]) -> Advice:
    return Consultation(rulebase).advise(check_answers(rulebase, answers))


class TestPlanMap:
    def test_it_names_exactly_the_plans(self, plants: RuleBase) -> None:
        for advice in (
            advised(plants, EVERYTHING),
            advised(plants, LICE),
            advised(plants, {**EVERYTHING, "spending": "none"}),
        ):
            said = " ".join(harmless(svg).get("aria-label") or "" for svg in plan_map_svgs(advice))
            assert said == plan_map_words(advice, [kind for kind, plan in advice.plans.items() if plan])
            rest = said
            for kind, treatments in advice.plans.items():
                if treatments:
                    labels = [plants.grade_by_id[grade_of(advice, kind, one)].label for one in treatments]
                    names = [plants.treatment_by_id[one].name for one in treatments]
                    named = [f"{name} ({label})" for name, label in zip(names, labels, strict=True)]
                    short = plants.kind_question.option(kind).short
                    sentence = f"{short[0].upper()}{short[1:]}: {', '.join(named)}."
                    assert sentence in rest
                    rest = rest.replace(sentence, "", 1)
            assert rest.strip() == ""

    def test_a_line_for_each_entry_as_the_legend_has_it(self, plants: RuleBase) -> None:
        for advice in (advised(plants, EVERYTHING), advised(plants, {**EVERYTHING, "watering": "not_sure"})):
            drawn = Counter(dashes for svg in plan_map_svgs(advice) for dashes in dashes_of(svg))
            grades = Counter(grade_of(advice, kind, one) for kind, plan in advice.plans.items() for one in plan)
            legend = {grade: dashes_of(grade_line_svg(advice.rulebase.grades, grade)) for grade in grades}
            assert drawn == {dashes: grades[grade] for grade, (dashes,) in legend.items()}
            assert len(grades) == len(plants.grades)

    def test_all_kinds_and_treatments_stay_readable_at_320_pixels(self, rulebase: RuleBase) -> None:
        cases = open_cases(rulebase, RULES)
        assert len({kind for case in cases for kind in case.answers.given[rulebase.kinds.question]}) == len(
            rulebase.kind_question.options
        )
        for drawn in (svg for case in cases for svg in plan_map_svgs(Consultation(rulebase).advise(case.answers))):
            whole = harmless(drawn)
            assert (whole.get("viewBox") or "").startswith("0 0 320 ")
            for part in whole.iter():
                if tag(part) == "text":
                    assert float(part.get("font-size", 0)) >= 11
                    assert float(part.get("x", 0)) + len(part.text or "") * 5.4 <= 320
            boxes = [part for part in whole.iter() if tag(part) == "rect"]
            edges = sorted((b.get("x"), float(b.get("y", 0)), float(b.get("height", 0))) for b in boxes)
            for (x, y, high), (other_x, other_y, _) in pairwise(edges):
                assert x != other_x or y + high <= other_y, "boxes stand on each other"

    def test_many_lines_are_drawn_kind_by_kind_and_few_together(
        self, plants: RuleBase, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        few = advised(plants, {**EVERYTHING, "spending": "none"})
        assert sum(map(len, few.plans.values())) <= planmap._MOST_LINES
        (drawn,) = plan_map_svgs(few)
        assert drawn.count("<rect") == len(few.plans) + len(few.suggestions)
        many = advised(plants, EVERYTHING)
        monkeypatch.setattr(planmap, "_MOST_LINES", sum(map(len, many.plans.values())) - 1)
        boxes = [drawn.count("<rect") for drawn in plan_map_svgs(many)]
        assert boxes == [1 + len(plan) for plan in many.plans.values()]

    def test_it_takes_the_colour_of_the_page(self, plants: RuleBase) -> None:
        svg = " ".join([*plan_map_svgs(advised(plants, EVERYTHING)), grade_line_svg(["named_for"], "named_for")])
        assert set(re.findall(r'(?:fill|stroke)="([^"]*)"', svg)) == {"none", "currentColor"}

    def test_no_points_are_shown(self, plants: RuleBase) -> None:
        for drawn in plan_map_svgs(advised(plants, EVERYTHING)):
            whole = fromstring(drawn)
            said = " ".join([whole.get("aria-label") or "", *(part.text or "" for part in whole.iter())])
            assert not re.search(r"\d", said)

    def test_without_plans_there_is_no_map(self, plants: RuleBase) -> None:
        assert plan_map_svgs(advised(plants, {"troubles": [], "watering": "often"})) == ()

    def test_a_map_in_words(self, plants: RuleBase) -> None:
        advice = advised(plants, LICE)
        assert plan_map_words(advice, ["lice"]) == "Small green animals: Rinsing the leaves (named for this)."
        (drawn,) = plan_map_svgs(advice)
        harmless(drawn)


def dashes_of(svg: str) -> list[str]:
    """How each line is broken, in order."""
    return [part.get("stroke-dasharray", "") for part in harmless(svg).iter() if tag(part) == "path"]


def grade_of(advice: Advice, kind: str, treatment: str) -> str:
    (found,) = [f.grade for s in advice.suggestions if s.treatment == treatment for f in s.fits if f.kind == kind]
    return found
