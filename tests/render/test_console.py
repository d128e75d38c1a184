"""The advice as text: short screen first, then everything in full, at any width and without stray escape codes."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console

from advisor.engine.consultation import Consultation
from advisor.model.advice import ShownWarning, Suggestion, TreatmentTexts
from advisor.model.rules import AttributedText
from advisor.model.wording import day
from advisor.questionnaire.answers import check_answers
from advisor.render.console import advice_blocks, advice_text, print_blocks, warning_blocks
from advisor.render.summary import summary, warnings_in_short
from advisor.render.text_blocks import BLANK, Block, height, lay_out, paged, rest, text_of
from tests.people import answers_of, people

if TYPE_CHECKING:
    from advisor.model.advice import Advice
    from advisor.model.rulebase import RuleBase
    from advisor.model.rules import Severity

EVERYTHING = {
    "troubles": ["yellow_leaves", "brown_tips", "lice"],
    "yellow_spread": "not_sure",
    "brown_spread": "few",
    "watering": "often",
    "spending": "none",
}


@pytest.fixture
def advice(plants: RuleBase) -> Advice:
    """An advice with everything there is to say, and of its notes one that leads."""
    notes = tuple(replace(note, lead=note.id == "let-it-dry") for note in plants.notes)
    return Consultation(replace(plants, notes=notes)).advise(check_answers(plants, EVERYTHING))


def _flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data(), width=st.sampled_from([40, 80, 100]))
def test_nothing_is_left_out_or_cut(
    data: st.DataObject, width: int, rulebase: RuleBase, consultation: Consultation
) -> None:
    advice = consultation.advise(answers_of(consultation.rulebase, data.draw(people(rulebase))))
    text = advice_text(advice, width)
    assert all(len(line) <= width for line in text.splitlines())
    said = _flat(text)
    shown = (*advice.suggestions, *advice.beyond_budget)
    wanted = [warning.text for suggestion in shown for warning in suggestion.warnings]
    wanted += [reason.text for one in (*shown, *advice.not_recommended) for reason in one.reasons]
    wanted += [suggestion.would_need.text for suggestion in shown if suggestion.would_need]
    wanted += [note.text for note in (*advice.notes, *advice.urgent)]
    wanted += [one.name for one in (*shown, *advice.not_recommended, *advice.not_applicable)]
    wanted += [advice.disclaimer, rulebase.intended_use, advice.rulebase.version, day(rulebase.sources[0].date)]
    assert [part for part in wanted if _flat(part) not in said] == []


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_short_screen_fits_a_window(data: st.DataObject, rulebase: RuleBase, consultation: Consultation) -> None:
    advice = consultation.advise(answers_of(consultation.rulebase, data.draw(people(rulebase))))
    blocks = summary(advice, 80, 19)
    assert height(blocks, 80) <= 19  # of 24; the others hold the prompt below it
    assert "points" not in text_of(blocks, 80)
    assert [note.text for note in advice.urgent if _flat(note.text) not in _flat(text_of(blocks, 80))] == []


def test_a_stressed_warning_says_so_in_words(advice: Advice) -> None:
    stressed = [w for s in (*advice.suggestions, *advice.beyond_budget) for w in s.warnings if w.stressed]
    said = _flat(advice_text(advice))
    assert stressed
    for warning in stressed:
        assert re.search(rf"Take special note\. \w+: {re.escape(_flat(warning.text))}", said)


def test_the_order_of_the_page(advice: Advice) -> None:
    text = advice_text(advice)
    parts = ["Please read first", "Your advice in short", "Your answers", "Please read before the options",
             "The order is our judgement", "Beyond your budget (", "Good to know", "What this is"]  # fmt: skip
    places = [text.index(part) for part in parts]
    assert places == sorted(places)


@pytest.mark.parametrize("colour", [True, False])
def test_colour_changes_no_word(advice: Advice, colour: bool) -> None:
    out = io.StringIO()
    console = Console(file=out, width=80, force_terminal=colour, color_system="standard" if colour else None)
    print_blocks(advice_blocks(advice), console)
    assert ("\x1b" in out.getvalue()) is colour
    assert re.sub("\x1b\\[[0-9;]*m", "", out.getvalue()) == text_of(advice_blocks(advice), 80)


def test_texts_are_never_read_as_markup_or_escape_codes() -> None:
    out = io.StringIO()
    print_blocks([Block("[bold]a[/bold] :smile: \x1b[2J b")], Console(file=out, width=80))
    assert out.getvalue() == "[bold]a[/bold] :smile:  [2J b\n"


def test_a_mark_hangs_and_a_long_word_is_broken() -> None:
    rows = [line for line, _ in lay_out([Block("one two " + "x" * 30, indent=2, mark="- ")], 20)]
    assert rows == ["  - one two xxxxxxxx", "    " + "x" * 16, "    " + "x" * 6]


def test_pages_hold_all_and_end_with_no_heading() -> None:
    blocks = [
        part for number in range(9) for part in (BLANK, Block(f"H{number}", "heading"), Block("text"), Block("t"))
    ]
    found = paged(blocks, 80, 7)
    assert [block for page in found for block in page if block != BLANK] == [b for b in blocks if b != BLANK]
    assert all(height(page, 80) <= 7 for page in found)
    assert all(page[-1].tone != "heading" for page in found)


def test_a_page_says_once_more_under_which_name_it_goes_on() -> None:
    blocks = [
        Block("Suggestions", "heading"),
        Block("Rinsing", "name", indent=2, mark="1. "),
        *(Block(f"warning {number}", indent=5, mark="! ") for number in range(7)),
        Block("Cutting", "name", indent=2, mark="2. "),
        Block("warning", indent=5, mark="! "),
        Block("Notes", "heading"),
        *(Block(f"note {number}", indent=2, mark="- ") for number in range(4)),
    ]
    found = paged(blocks, 80, 4)
    begins = [page[0].text for page in found]
    assert begins[:3] == ["Suggestions", "Rinsing (goes on)", "Rinsing (goes on)"]
    assert "Cutting" in begins
    assert not any("goes on" in text for text in begins[3:])
    assert all(height(page, 80) <= 4 for page in found)
    assert [b for page in found for b in page if "goes on" not in b.text] == blocks


def test_what_is_shown_at_once_runs_on_without_what_pages_need() -> None:
    blocks = [
        Block("Suggestions", "heading"),
        Block("Rinsing", "name", indent=2, mark="1. "),
        *(Block(f"warning {number}", indent=5, mark="! ") for number in range(7)),
        BLANK,
        Block("Cutting", "name", indent=2, mark="2. "),
        *(Block(f"warning {number}", indent=5, mark="! ") for number in range(7)),
    ]
    found = paged(blocks, 80, 4)
    for turned in range(len(found)):
        running = rest(blocks, 80, 4, turned)
        assert running[0] == found[turned][0]
        assert not any("goes on" in block.text for block in running[1:])
        left = [block for page in found[turned:] for block in page if "goes on" not in block.text]
        assert [block for block in running if block != BLANK and "goes on" not in block.text] == left
    assert BLANK in rest(blocks, 80, 4, 1)
    assert rest(blocks, 80, 4, len(found)) == []


def test_a_note_that_leads_stands_between_the_answers_and_the_options_and_only_there(advice: Advice) -> None:
    leading = [note for note in advice.notes if note.lead]
    assert [note.id for note in leading] == ["let-it-dry"]
    said = advice_text(advice)
    start, end = said.index("\nPlease read before the options\n"), said.index("\nSuggestions (")
    assert said.index("\nYour answers\n") < start
    assert [note.id for note in leading if _flat(note.text) not in _flat(said[start:end])] == []
    assert [note.id for note in leading if _flat(said).count(_flat(note.text)) != 1] == []


def test_without_such_a_note_there_is_no_such_heading(plant_consultation: Consultation) -> None:
    said = advice_text(plant_consultation.advise(check_answers(plant_consultation.rulebase, EVERYTHING)))
    assert "Please read before the options" not in said
    assert "Suggestions (" in said


@pytest.mark.parametrize(
    ("warnings", "said"),
    [
        ("", "no warning named by the source"),
        ("c", "1 warning"),
        ("cs", "2 warnings (1 serious)"),
        ("clS", "3 warnings (1 serious, 1 to note specially)"),
        ("CL", "2 warnings (2 to note specially)"),
    ],
)
def test_warnings_in_short_say_how_grave_they_are(warnings: str, said: str) -> None:
    severities: dict[str, Severity] = {"c": "caution", "s": "serious", "l": "limit"}
    shown = tuple(ShownWarning(w, severities[w.lower()], "", w.isupper(), "source", ()) for w in warnings)
    assert warnings_in_short(_option(shown, can_warn=bool(shown))) == said


def test_each_warning_says_whether_it_is_our_judgement() -> None:
    shown = (
        ShownWarning("a", "serious", "It may bleed.", True, "source", ("C1", "C2")),
        ShownWarning("b", "limit", "Little is known.", False, "house judgement", ()),
    )
    assert text_of(warning_blocks(_option(shown, can_warn=True), indent=0), 80).splitlines() == [
        "2 warnings:",
        "! Take special note. Serious: It may bleed. [source: C1, C2]",
        "! Limit: Little is known. [our judgement]",
    ]


@pytest.mark.parametrize(("can_warn", "why"), [(True, "about other answers than yours"), (False, "gives no warning")])
def test_no_warning_is_no_promise(can_warn: bool, why: str) -> None:
    (said,) = text_of(warning_blocks(_option((), can_warn=can_warn)), 200).splitlines()
    assert why in said and "does not mean that there is no risk" in said


def _option(warnings: tuple[ShownWarning, ...], *, can_warn: bool) -> Suggestion:
    """A suggestion of a treatment that is in no rule base."""
    about = TreatmentTexts("", "", "", "", (), "source", (), "", AttributedText(), can_warn)
    return Suggestion("t", "T", "", "home", 0, 1, 5, (), (), warnings, about)


def test_warnings_about_other_answers_are_not_said_to_be_missing(plants: RuleBase) -> None:
    cold_water = tuple(
        replace(one, warnings=tuple(warning for warning in one.warnings if warning.id == "rinse-cold-water"))
        for one in plants.treatments
    )
    rulebase = replace(plants, treatments=cold_water)
    advice = Consultation(rulebase).advise(check_answers(rulebase, {"troubles": ["lice"], "watering": "seldom"}))
    (rinse,) = advice.suggestions
    assert not rinse.warnings and rulebase.treatment_by_id["rinse"].warnings
    assert warnings_in_short(rinse) == "no warning for your answers"
    said = _flat(advice_text(advice))
    assert "The warnings here are about other answers than yours." in said


def test_the_short_screen_says_how_grave_the_warnings_are(advice: Advice) -> None:
    said = _flat("\n".join(block.text for block in summary(advice, 80, 60)))
    assert f"; {warnings_in_short(advice.suggestions[0])}" in said
