"""pictures.yaml as it is shipped: nothing is left out, every text says what is drawn, and the drawings are true.

How each mistake in the file is told stands in rulefiles/bad/.
"""

from __future__ import annotations

import dataclasses
import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from advisor.author.checks import missing_pictures
from advisor.author.editing.json_schema import schema_of
from advisor.author.prose.texts import texts, uses
from advisor.author.proving.subject import open_subject
from advisor.diagnostics.errors import RuleBaseInvalid
from advisor.diagnostics.findings import finding_text
from advisor.loading.loader import load_rules
from advisor.model.illustrations import ROLES, Illustrations
from advisor.model.rules import NOT_SURE
from tests.conftest import PLANTS

if TYPE_CHECKING:
    from advisor.model.rulebase import RuleBase

DEPTHS = ("shallow", "moderate", "deep")


@pytest.fixture
def drawn(rulebase: RuleBase) -> Illustrations:
    assert rulebase.pictures is not None
    return rulebase.pictures


@pytest.fixture
def plants(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(PLANTS, tmp_path / "rules")
    monkeypatch.chdir(tmp_path)
    return Path("rules")


def test_every_kind_depth_tone_and_treatment_has_a_picture(rulebase: RuleBase, drawn: Illustrations) -> None:
    depths = rulebase.kinds.depth_questions.values()
    for question in (rulebase.kinds.question, *depths, "skin_tone"):
        for option in rulebase.question_by_id[question].option_ids:
            assert option == NOT_SURE or (question, option) in drawn.options, (question, option)
    assert set(drawn.treatments) == set(rulebase.treatment_by_id)


def test_what_is_seen_can_be_told_by_pictures(rulebase: RuleBase, drawn: Illustrations) -> None:
    assert rulebase.identification
    for question in rulebase.identification.questions:
        for option in question.option_ids:
            assert option == NOT_SURE or (question.id, option) in drawn.options, (question.id, option)


def test_a_text_says_what_is_drawn_and_rests_on_something(rulebase: RuleBase, drawn: Illustrations) -> None:
    for picture in drawn.all_pictures():
        assert picture.text.endswith("."), picture.id
        assert picture.claims or picture.basis == "house judgement", picture.id
        assert all(claim in rulebase.claim_by_id for claim in picture.claims)
    said = {text.about: text for text in texts(rulebase) if text.sort == "picture"}
    assert set(said) == {picture.id for picture in drawn.all_pictures()}
    assert {use.by for use in uses(rulebase) if use.sort == "picture"} <= set(said)


def test_no_text_tells_of_a_result(drawn: Illustrations) -> None:
    result = re.compile(
        r"\b(before|after|afterwards|heal\w*|better|smooth\w*|gone|lighter|improve\w*|result\w*)\b", re.I
    )
    assert [picture.id for picture in drawn.all_pictures() if result.search(picture.text)] == []


def test_depths_are_one_drawing_scaled_and_our_own_judgement(rulebase: RuleBase, drawn: Illustrations) -> None:
    for question in rulebase.kinds.depth_questions.values():
        pictures = [drawn.options[question, depth] for depth in DEPTHS]
        assert len({picture.drawing.id for picture in pictures}) == 1
        assert [picture.depth for picture in pictures] == sorted({picture.depth for picture in pictures})
        assert {picture.basis for picture in pictures} == {"house judgement"}


def reach(drawn: Illustrations, question: str, option: str) -> tuple[float, float]:
    """How wide and how deep (or high) a surface goes away from its level."""
    picture = drawn.options[question, option]
    surface = picture.drawing.surface_at(picture.depth)
    level = surface[0][1]
    away = [x for x, y in surface if y != level]
    beside = [x for x, y in surface if y == level]
    left, right = max(x for x in beside if x < min(away)), min(x for x in beside if x > max(away))
    return right - left, max((y - level for _, y in surface), key=abs)


def test_the_shapes_are_those_of_the_source(drawn: Illustrations) -> None:
    """C010: deeper than wide. C012, C013: wide. C014, C015: raised, about as big as the pimple or bigger."""
    for depth in DEPTHS:
        wide, deep = reach(drawn, "ice_pick_depth", depth)
        assert deep > wide
        for question in ("boxcar_depth", "rolling_depth"):
            wide, deep = reach(drawn, question, depth)
            assert 0 < deep < wide
    pimple = 54
    outlines = []
    for kind in ("hypertrophic", "keloid"):
        (ring,) = [mark for mark in drawn.options["scar_types", kind].drawing.marks if mark.role == "outline"]
        outlines.append(ring.at)
        assert max(x for x, _ in ring.at) - min(x for x, _ in ring.at) == pimple
    assert outlines[0] == outlines[1]
    (same, up), (larger, further_up) = reach(drawn, "scar_types", "hypertrophic"), reach(drawn, "scar_types", "keloid")
    assert up < 0 and further_up < 0
    assert larger > 2 * pimple
    assert pimple <= same < 1.6 * pimple


def test_peels_go_deeper_one_after_the_other(drawn: Illustrations) -> None:
    lows = []
    for peel in ("superficial_peel", "medium_peel", "deep_peel"):
        (soak,) = [mark for mark in drawn.treatments[peel].drawing.marks if mark.role == "soak"]
        lows.append(max(y for _, y in soak.at))
    assert lows == sorted(set(lows))


def test_every_role_is_used(drawn: Illustrations) -> None:
    assert {mark.role for drawing in drawn.drawings.values() for mark in drawing.marks} == set(ROLES)


def test_a_drawing_that_no_picture_shows(plants: Path) -> None:
    path = plants / "pictures.yaml"
    text = path.read_text(encoding="utf-8")
    unused = "  pot:\n    like: bed\n  large-pot:\n    like: pot\noptions:\n"
    path.write_text(text.replace("options:\n", unused), encoding="utf-8")
    (found,) = missing_pictures.find(open_subject(plants))  # the other is like it, and so is told of once that is gone
    assert finding_text(found) == (
        "warning[S024]: no picture shows the drawing `large-pot`, and no other drawing is like it\n"
        "  --> rules/pictures.yaml:21:3\n"
        "   |\n"
        "21 |   large-pot:\n"
        "   |   ^^^^^^^^^ never shown\n"
        "help: write `drawing: large-pot` in the picture it was made for, or delete it"
    )


def brightness(colour: str) -> float:
    """The relative luminance of WCAG 2, 0 to 1."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((brightness(one), brightness(other)))
    return (high + 0.05) / (low + 0.05)


def test_tones_go_from_light_to_dark_and_their_outlines_stand_out(drawn: Illustrations) -> None:
    from advisor.render.drawing.marks import PAPER

    colours = drawn.palettes.colours
    order = [brightness(colours[tone].surface) for tone in ("I", "II", "III", "IV", "V", "VI")]
    assert order == sorted(order, reverse=True)
    for tone, palette in colours.items():
        assert contrast(palette.line, PAPER) >= 4.5, tone
        assert contrast(palette.mark, palette.deep) >= 3, tone  # the dots of a spot are of the deep colour
        assert brightness(palette.mark) < brightness(palette.surface), tone


def test_a_base_missing_picturess_is_left_alone_and_loads(plants: Path) -> None:
    (plants / "pictures.yaml").unlink()
    assert load_rules(plants).pictures is None
    assert list(missing_pictures.find(open_subject(plants))) == []


def test_s024_a_treatment_and_a_depth_without_a_picture(plants: Path) -> None:
    assert list(missing_pictures.find(open_subject(plants))) == []
    path = plants / "pictures.yaml"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    gone = ("  rinse: {drawing", "    few: {drawing: stem, text: A plant has a few yellow")
    path.write_text("".join(line for line in lines if not line.startswith(gone)), encoding="utf-8")
    few, rinse = missing_pictures.find(open_subject(plants))
    assert (few.about, few.severity) == ("yellow_spread=few", "warning")
    assert few.message == "`few` of yellow_spread has no picture, though there are pictures"
    assert finding_text(rinse) == (
        "warning[S024]: the treatment `rinse` has no picture, though there are pictures\n"
        "  --> rules/treatments/rinse.yaml:1:1\n"
        "  |\n"
        "1 | treatment: rinse\n"
        "  | ^^^^^^^^^ nothing is drawn for this\n"
        "help: add it to pictures.yaml, under `treatments`"
    )


def test_questions_of_identification_are_unknown_where_there_is_none(plants: Path) -> None:
    from advisor.diagnostics.errors import RuleBaseInvalid

    (plants / "identification.yaml").unlink()
    with pytest.raises(RuleBaseInvalid) as caught:
        load_rules(plants)
    assert [finding.message for finding in caught.value.findings] == ["there is no question `leaf_colour`"]


def test_the_digest_and_the_schema_know_the_file(plants: Path) -> None:
    before = load_rules(plants)
    path = plants / "pictures.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("A leaf is yellow", "One leaf is yellow"), encoding="utf-8"
    )
    assert load_rules(plants).digest != before.digest
    schema = schema_of(before, "pictures.yaml")
    pictured = schema["definitions"]["pictures"]["properties"]
    assert set(pictured["treatments"]["allOf"][0]["properties"]) == set(before.treatment_by_id)
    assert "leaf_colour" in pictured["options"]["allOf"][0]["properties"]


def test_missing_picturess_they_are_left_unread_and_count_for_the_digest(plants: Path) -> None:
    whole, bare = load_rules(plants), load_rules(plants, pictures=False)
    assert bare.pictures is None
    assert dataclasses.replace(whole, pictures=None) == bare  # the digest as well
    (plants / "pictures.yaml").write_text("palettes: 1\n", encoding="utf-8")
    assert load_rules(plants, pictures=False).digest != whole.digest
    with pytest.raises(RuleBaseInvalid):
        load_rules(plants)
