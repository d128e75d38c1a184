"""Whole consultations in a real browser: with the mouse, with the keyboard alone, without JavaScript, on a phone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from advisor.analysis.comparison import NOTHING
from tests.conftest import PLANTS
from tests.web.browsing import PHONE, send, window
from tests.web.browsing import PLANT_PERSON as PERSON
from tests.web.reading import advice_of
from tests.web.serving import Server, fields_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page


LAPTOP = {"width": 1280, "height": 800}
SMALL = {**PHONE, "width": 320, "height": 640}
WAYS = {"laptop": LAPTOP, "phone": SMALL, "no script": {**LAPTOP, "java_script_enabled": False}}


# in each quick run two tests go without scripts, and test_accessibility measures what is lost on a narrow page
@pytest.fixture(params=[pytest.param(way, marks=() if way == "laptop" else pytest.mark.exhaustive) for way in WAYS])
def anyone(request: pytest.FixtureRequest, browser: Browser, server: Server) -> Iterator[Page]:
    """A window on the first page: of a laptop, of a phone, and where scripts are switched off."""
    with window(browser, server, **WAYS[request.param]) as page:
        page.goto(server.address)
        yield page


def press(page: Page, name: str) -> None:
    """Presses a button and waits for the page it leads to."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).click()


def answer(page: Page, *fields: tuple[str, str]) -> None:
    """Marks options by the name and the value of their field."""
    for name, value in fields:
        page.locator(f'.option:has(input[name="{name}"][value="{value}"]) label').click()


def heading(page: Page) -> str:
    return page.locator("h1").inner_text()


def fits(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def suggested(page: Page) -> list[str]:
    return [name.strip() for name in page.locator("#suggestions h3").all_inner_texts()]


def advised(server: Server, **changed: object) -> dict[str, object]:
    """What the page of the advice says for a person."""
    return advice_of(server.post("/advice", fields_of({**PERSON, **changed})).html)


@pytest.mark.parametrize(
    "anyone", ["laptop", "no script", pytest.param("phone", marks=pytest.mark.exhaustive)], indirect=True
)
def test_one_question_at_a_time(anyone: Page, server: Server) -> None:
    press(anyone, "Begin, one question at a time")
    for question, options in PERSON.items():
        assert fits(anyone)
        press(anyone, "Go on")  # nothing chosen: the same question, with what is wrong
        assert anyone.locator(".problem").is_visible()
        chosen = [options] if isinstance(options, str) else options
        answer(anyone, *((f"a.{question}", option) for option in chosen))
        press(anyone, "Go on")
    assert heading(anyone) == "Your answers"
    assert anyone.locator(".answers dt").count() == len(PERSON)
    press(anyone, "Show the options")
    assert heading(anyone) == "Options to talk over"
    assert fits(anyone)
    assert advice_of(anyone.content()) == advised(server)
    assert anyone.locator(".urgent").is_visible()


def test_all_on_one_page(anyone: Page, server: Server) -> None:
    press(anyone, "All questions on one page")
    answer(anyone, ("a.troubles", "yellow_leaves"), ("a.watering", "often"))
    press(anyone, "Show the options")
    assert heading(anyone) == "All questions on one page"
    assert "How many leaves are yellow?" in anyone.locator("#problems").inner_text()
    answer(
        anyone,
        ("a.yellow_spread", "most"),
        ("a.spending", "some"),
    )
    press(anyone, "Show the options")
    assert heading(anyone) == "Options to talk over"
    whole = {"troubles": ["yellow_leaves"], "yellow_spread": "most", "watering": "often", "spending": "some"}
    assert advice_of(anyone.content()) == advice_of(server.post("/advice", fields_of(whole)).html)


def test_led_to_a_kind_by_what_is_seen(anyone: Page) -> None:
    press(anyone, "Begin, one question at a time")
    answer(anyone, ("a.troubles", "lice"))
    press(anyone, "I don't know which kind")
    answer(anyone, ("i.leaf_colour", "yellow"))
    press(anyone, "Go on")
    assert fits(anyone)
    press(anyone, "Back")
    assert anyone.locator('input[value="yellow"]').is_checked()
    press(anyone, "Go on")
    answer(anyone, ("i.animals", "no"))
    press(anyone, "Go on")
    assert "fits yellow leaves" in heading(anyone)
    press(anyone, "Yes, yellow leaves")
    assert anyone.locator('input[value="yellow_leaves"]').is_checked()
    assert anyone.locator('input[value="lice"]').is_checked()  # what was marked before is kept
    press(anyone, "I don't know which kind")
    answer(anyone, ("i.leaf_colour", "green"))
    press(anyone, "Go on")
    answer(anyone, ("i.animals", "no"))
    press(anyone, "Go on")
    assert heading(anyone) == "We could not tell"
    press(anyone, "Back to the list of kinds")
    assert anyone.locator("input:checked").count() == 2


def test_back_and_review_and_change(anyone: Page, server: Server) -> None:
    send(anyone, server, "review")
    press(anyone, "Change the answer to: What do you see?")
    answer(anyone, ("a.troubles", "yellow_leaves"))  # takes it back
    press(anyone, "See my answers")
    assert "yellow spread" in anyone.locator(".told").inner_text()  # dropped, and said
    assert "How many leaves are yellow?" not in anyone.locator(".answers").inner_text()
    press(anyone, "Change the answer to: Would you spend money on it?")
    press(anyone, "Back")
    assert heading(anyone) == "How often do you water the plant?"
    press(anyone, "Go on")
    assert heading(anyone) == "Your answers"
    press(anyone, "Show the options")
    kinds = [kind for kind in PERSON["troubles"] if kind != "yellow_leaves"]
    without = {name: said for name, said in PERSON.items() if name != "yellow_spread"} | {"troubles": kinds}
    assert advice_of(anyone.content()) == advice_of(server.post("/advice", fields_of(without)).html)


def test_an_example_is_marked_on_every_page(anyone: Page) -> None:
    press(anyone, "Mostly yellow, watered often, no money")
    assert heading(anyone) == "Options to talk over"
    said = anyone.locator(".example").inner_text()
    assert said == "Example person, not a patient: mostly yellow, watered often, no money"
    press(anyone, "Why, and more about Less water")
    assert anyone.locator(".example").inner_text() == said
    press(anyone, "Back to the options")
    anyone.locator("#c-less_water").check()
    anyone.locator("#c-nothing").check()
    press(anyone, "Compare the options ticked")
    assert anyone.locator(".example").inner_text() == said


@pytest.mark.parametrize(
    "anyone", ["laptop", "no script", pytest.param("phone", marks=pytest.mark.exhaustive)], indirect=True
)
def test_what_if_and_back(anyone: Page, server: Server) -> None:
    send(anyone, server, "advice")
    before = advised(server)
    assert advice_of(anyone.content()) == before
    anyone.locator("#w-watering").select_option("seldom")
    settle(anyone)
    assert advice_of(anyone.content()) == advised(server, watering="seldom")
    told = anyone.locator(".what-if").inner_text()
    assert "Watering: Seldom" in told and "instead of Often" in told
    moved = anyone.locator("#moved").inner_text()
    assert "Went out" in moved
    assert "Rule " in moved  # the rule that moved it
    press(anyone, "Why, and more about Rinsing the leaves")
    assert anyone.locator(".what-if").inner_text() == told  # it stays a what-if on every page
    press(anyone, "Back to the options")
    press(anyone, "Back to the answers as they were")
    assert advice_of(anyone.content()) == before
    assert anyone.locator("#moved").count() == 0


def test_what_moved_is_marked_on_each_option(anyone: Page, server: Server) -> None:
    send(anyone, server, "advice")
    assert anyone.locator(".card .way, .row .way, .uncalled .way").count() == 0
    anyone.locator("#w-spending").select_option("some")
    settle(anyone)
    press(anyone, "These are the right answers")
    anyone.locator("#w-watering").select_option("seldom")
    settle(anyone)
    told = {}  # by option, as the section on what moved has it
    for way in anyone.locator("#moved h3").all():
        found = way.evaluate(
            """way => { const ids = [];
            for (let next = way.nextElementSibling; next && next.tagName !== "H3"; next = next.nextElementSibling)
              ids.push(...[...next.querySelectorAll(".moves a")].map(one => one.hash.slice(1)));
            return ids; }"""
        )
        told.update(dict.fromkeys(found, way.inner_text().strip().lower()))
    marked = {
        one.evaluate("one => one.closest('[id^=t-]').id"): one.inner_text().strip()
        for one in anyone.locator(".card .way, .row .way, .uncalled .way").all()
    }
    assert marked == {option: way for option, way in told.items() if "because others did" not in way}
    assert marked["t-less_water"] == "went out" and len(told) > len(marked)
    anyone.locator("#tried a").click()
    assert anyone.locator("#moved h2").evaluate("one => one.getBoundingClientRect().top < innerHeight")


def test_what_is_read_stays_in_view_when_an_answer_is_tried_out(browser: Browser, server: Server) -> None:
    for size, held in ((LAPTOP, "t-rinse"), (PHONE, "w-spending")):
        with window(browser, server, **size) as page:
            send(page, server, "advice")
            page.locator(f"#{held}").evaluate("one => one.scrollIntoView()")
            before = page.locator(f"#{held}").evaluate("one => one.getBoundingClientRect().top")
            page.locator("#w-spending").select_option("some")
            settle(page)
            after = page.locator(f"#{held}").evaluate("one => one.getBoundingClientRect().top")
            assert abs(after - before) < 3
            assert page.locator("#moved").count() == 1


def test_several_changes_are_one_what_if(anyone: Page, server: Server) -> None:
    send(anyone, server, "advice")
    before = advised(server)
    for name, option in (("spending", "some"), ("watering", "seldom")):
        anyone.locator(f"#w-{name}").select_option(option)
        settle(anyone)
    told = anyone.locator(".what-if").inner_text()
    assert "Spending: " in told and "Watering: " in told
    press(anyone, "Back to the answers as they were")
    assert advice_of(anyone.content()) == before


def test_a_changed_answer_that_is_right_is_kept(anyone: Page, server: Server) -> None:
    send(anyone, server, "advice")
    anyone.locator("#w-spending").select_option("some")
    settle(anyone)
    press(anyone, "These are the right answers")
    assert advice_of(anyone.content()) == advised(server, spending="some")
    assert anyone.locator(".what-if, #moved").count() == 0


def test_back_and_forward(browser: Browser, server: Server) -> None:
    with window(browser, server, fresh=True) as page:
        send(page, server, "advice")
        page.locator("#c-rinse").check()
        press(page, "Why, and more about Rinsing the leaves")
        page.locator("h1", has_text="Rinsing the leaves").wait_for()  # else Back may come first
        page.go_back()
        page.locator("h1", has_text="Options to talk over").wait_for()  # it comes a moment later
        assert page.locator("#c-rinse").is_checked()
        page.locator("#t-rinse .rests a").first.click()  # a place on the same page
        press(page, "Why, and more about Rinsing the leaves")
        page.locator("h1", has_text="Rinsing the leaves").wait_for()  # else Back may come first
        page.go_back()
        page.locator("h1", has_text="Options to talk over").wait_for()
        page.go_forward()
        page.locator("h1", has_text="Rinsing the leaves").wait_for()


def test_when_the_advisor_is_gone_nothing_seems_changed(browser: Browser) -> None:
    page = browser.new_page()
    with Server(rules=PLANTS) as mine:
        send(page, mine, "advice")
        shown = page.locator(".card").all_inner_texts()
    page.locator("#w-watering").select_option("seldom")
    page.locator(".unanswered").wait_for()
    assert "nothing was changed" in page.locator(".unanswered").inner_text()
    assert page.locator("#w-watering").input_value() == PERSON["watering"]
    assert page.locator(".card").all_inner_texts() == shown
    page.close()


def test_what_if_that_opens_a_question(anyone: Page, server: Server) -> None:
    send(anyone, server, "advice")
    anyone.locator("#w-troubles-brown_tips").check()
    settle(anyone)
    assert "one more answer necessary" in anyone.locator(".tools .problem").inner_text()
    assert advice_of(anyone.content()) == advised(server)  # until then everything stands as it stood
    anyone.locator("#w-brown_spread").select_option("few")
    settle(anyone)
    kinds = [*PERSON["troubles"], "brown_tips"]
    assert advice_of(anyone.content()) == advised(server, troubles=kinds, brown_spread="few")


def test_what_was_offered_comes_true(anyone: Page, server: Server) -> None:
    send(anyone, server, "advice")
    offer = anyone.locator(".offers button").filter(has_text="Some")
    if scripted(anyone):
        offer.click()
        settle(anyone)
    else:
        with anyone.expect_navigation():
            offer.click()
    assert advice_of(anyone.content()) == advised(server, spending="some")
    said = " ".join(anyone.locator(".offers").all_inner_texts())
    for never in (
        "Seldom",
        "Brown tips",
    ):  # watering and kind were answered: there is no "with another trouble you could"
        assert never not in said


def test_values_annotate_and_neither_hide_nor_reorder(anyone: Page, server: Server) -> None:
    send(anyone, server, "advice")
    before = advice_of(anyone.content())
    for box in anyone.locator("#values input").all():
        box.check()
    if scripted(anyone):
        anyone.locator(".card .matters").first.wait_for()
        settle(anyone)
        anyone.wait_for_load_state("networkidle")
    else:
        press(anyone, "Show with each option")
    assert advice_of(anyone.content()) == before
    cards = anyone.locator(".card").count()
    assert anyone.locator(".card .matters").count() == cards == 3
    assert anyone.locator("#values input:checked").count() == anyone.locator("#values input").count()


@pytest.mark.parametrize("chosen", [(NOTHING, "rinse"), ("rinse", "less_water", "new_soil"), None])
def test_options_side_by_side(anyone: Page, server: Server, chosen: tuple[str, ...] | None) -> None:
    picked = chosen or (NOTHING, "cut_tips", "rinse", "damp_tray")  # ones not called for as well
    send(anyone, server, "advice")
    press(anyone, "Compare the options ticked")
    assert "Nothing is ticked yet" in anyone.locator(".problem").inner_text()
    press(anyone, "Back to the options")
    for one in picked:
        anyone.locator(f'input[name="c"][value="{one}"]').check()
    press(anyone, "Compare the options ticked")
    assert fits(anyone)
    rows = anyone.locator(".grid tbody tr")
    assert rows.count() >= 9
    for row in rows.all():
        assert row.locator("td").count() == len(picked) or row.locator(f"td.same[colspan='{len(picked)}']").count() == 1
        assert all(cell.inner_text().strip() for cell in row.locator("td").all())
    assert anyone.locator("input:checked").count() == len(picked)
    if NOTHING in picked:
        assert "Leaving the plant as it is" in anyone.locator(".grid th[scope=col]").all_text_contents()
    press(anyone, "Back to the options")
    assert anyone.locator('input[name="c"]:checked').count() == len(picked)


def test_one_or_five_cannot_be_compared(page: Page, server: Server) -> None:
    for chosen, said in ((1, "One option is ticked"), (5, "5 options are ticked")):
        send(page, server, "comparison to choose")
        for box in page.locator('input[name="c"]').all()[:chosen]:
            box.check()
        press(page, "Compare")
        assert said in page.locator(".problem").inner_text()
        assert page.locator(".grid").count() == 0


def test_all_about_one_treatment(anyone: Page, server: Server) -> None:
    send(anyone, server, "advice")
    warned = anyone.locator("#t-rinse .warnings li").all_inner_texts()
    press(anyone, "Why, and more about Rinsing the leaves")
    assert heading(anyone) == "Rinsing the leaves"
    assert anyone.locator(".warnings li").all_inner_texts() == warned
    assert "rule" in anyone.locator(".chain").inner_text().lower()
    for link in anyone.locator(".rests a").all():  # every source named stands on the page
        assert anyone.locator(link.get_attribute("href") or "").count() == 1
    press(anyone, "Back to the options")
    assert heading(anyone) == "Options to talk over"


def test_the_hand_out_opens_beside_the_page(anyone: Page, server: Server) -> None:
    send(anyone, server, "advice")
    with anyone.expect_popup() as popup:
        anyone.get_by_role("button", name="Hand-out to print").click()
    sheet = popup.value
    sheet.wait_for_load_state()
    assert heading(sheet) == "Treatment options to talk over"
    text = sheet.locator("body").inner_text()
    for warning in advised(server)["suggestions"][0:]:  # type: ignore[index]
        assert all(one["text"] in text for one in warning["warnings"])
    assert fits(sheet)
    assert sheet.evaluate("getComputedStyle(document.body).fontFamily").startswith('"Liberation')  # its own style sheet
    assert heading(anyone) == "Options to talk over"


def test_large_type_and_back(anyone: Page, server: Server) -> None:
    send(anyone, server, "review")
    size = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
    usual = anyone.evaluate(size)
    press(anyone, "Large type, to show to others")
    assert anyone.evaluate(size) == 1.5 * usual
    press(anyone, "Show the options")
    assert anyone.evaluate(size) == 1.5 * usual
    assert advice_of(anyone.content()) == advised(server)
    press(anyone, "Usual type size")
    assert heading(anyone) == "Options to talk over"
    assert anyone.evaluate(size) == usual


def test_what_was_ticked_stays_when_an_answer_is_tried_out(page: Page, server: Server) -> None:
    send(page, server, "advice")
    page.locator("#c-rinse").check()
    page.locator("#v-no_blade").check()
    settle(page)
    page.locator("#w-spending").focus()
    page.locator("#w-spending").select_option("some")
    settle(page)
    assert page.locator("#c-rinse").is_checked() and page.locator("#v-no_blade").is_checked()
    assert page.evaluate("document.activeElement.id") == "w-spending"  # the keyboard stays where it was


def test_none_of_these_takes_the_others_back(page: Page, server: Server) -> None:
    send(page, server, "first question")
    answer(page, ("a.troubles", "lice"), ("a.troubles", "-"))
    assert page.locator("input:checked").count() == 1
    answer(page, ("a.troubles", "brown_tips"))
    assert page.locator("input:checked").evaluate("one => one.value") == "brown_tips"


def test_none_and_some_without_a_script_is_asked_again(browser: Browser, server: Server) -> None:
    with window(browser, server, java_script_enabled=False) as page:
        send(page, server, "first question")
        answer(page, ("a.troubles", "lice"), ("a.troubles", "-"))
        press(page, "Go on")
        assert "not both" in page.locator(".problem").inner_text()


def scripted(page: Page) -> bool:
    """Whether the page's script runs."""
    return bool(page.evaluate("typeof tryOut") == "function")


def settle(page: Page) -> None:
    """Waits for what-if: the script sends it by itself; without one the button does."""
    if scripted(page):
        page.locator("#said", has_text=re.compile(r"\S")).wait_for(state="attached")
        page.evaluate("said.textContent = ''")
    else:
        press(page, "Show what moves")
