"""Whole consultations in a real browser: with the mouse, with the keyboard alone, without JavaScript, on a phone."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from advisor.analysis.comparison import NOTHING
from tests.web.browsing import PERSON, PHONE, send, window
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
    answer(anyone, ("a.scar_types", "rolling"), ("a.skin_tone", "II"))
    press(anyone, "Show the options")
    assert heading(anyone) == "All questions on one page"
    assert "How deep are your rolling scars?" in anyone.locator("#problems").inner_text()
    answer(
        anyone,
        ("a.rolling_depth", "deep"),
        ("a.prone_to_hyperpigmentation", "no"),
        ("a.budget", "flexible"),
        ("a.new_deep_pimple", "no"),
    )
    press(anyone, "Show the options")
    assert heading(anyone) == "Options to talk over"
    given = {"rolling_depth": "deep", "skin_tone": "II", "prone_to_hyperpigmentation": "no", "budget": "flexible"}
    whole = {"scar_types": ["rolling"], **given, "new_deep_pimple": "no"}
    assert advice_of(anyone.content()) == advice_of(server.post("/advice", fields_of(whole)).html)


def test_led_to_a_kind_by_what_is_seen(anyone: Page) -> None:
    press(anyone, "Begin, one question at a time")
    answer(anyone, ("a.scar_types", "keloid"))
    press(anyone, "I don't know which kind")
    answer(anyone, ("i.mark_surface", "sunken"))
    press(anyone, "Go on")
    assert fits(anyone)
    answer(anyone, ("i.mark_width", "wide"))
    press(anyone, "Go on")
    press(anyone, "Back")
    assert anyone.locator('input[value="wide"]').is_checked()
    press(anyone, "Go on")
    answer(anyone, ("i.mark_edges", "sloping"))
    press(anyone, "Go on")
    assert "fits rolling scars" in heading(anyone)
    press(anyone, "Yes, rolling scars")
    assert anyone.locator('input[value="rolling"]').is_checked()
    assert anyone.locator('input[value="keloid"]').is_checked()  # what was marked before is kept
    press(anyone, "I don't know which kind")
    answer(anyone, ("i.mark_surface", "not_sure"))
    press(anyone, "Go on")
    assert heading(anyone) == "We could not tell"
    press(anyone, "Back to the list of kinds")
    assert anyone.locator("input:checked").count() == 2


def test_back_and_review_and_change(anyone: Page, server: Server) -> None:
    send(anyone, server, "review")
    press(anyone, "Change the answer to: Which kinds of marks has acne left on your skin?")
    answer(anyone, ("a.scar_types", "ice_pick"))  # takes it back
    press(anyone, "See my answers")
    assert "ice pick depth" in anyone.locator(".told").inner_text()  # dropped, and said
    assert "How deep are your ice pick scars?" not in anyone.locator(".answers").inner_text()
    press(anyone, "Change the answer to: Which of these comes closest to your skin tone?")
    press(anyone, "Back")
    assert heading(anyone) == "How deep are your rolling scars?"
    press(anyone, "Go on")
    assert heading(anyone) == "Your answers"
    press(anyone, "Show the options")
    kinds = [kind for kind in PERSON["scar_types"] if kind != "ice_pick"]
    without = {name: said for name, said in PERSON.items() if name != "ice_pick_depth"} | {"scar_types": kinds}
    assert advice_of(anyone.content()) == advice_of(server.post("/advice", fields_of(without)).html)


def test_an_example_is_marked_on_every_page(anyone: Page) -> None:
    press(anyone, "Deep rolling scars, flexible budget")
    assert heading(anyone) == "Options to talk over"
    said = anyone.locator(".example").inner_text()
    assert said == "Example person, not a patient: deep rolling scars, flexible budget"
    press(anyone, "Why, and more about Subcision")
    assert anyone.locator(".example").inner_text() == said
    press(anyone, "Back to the options")
    anyone.locator("#c-subcision").check()
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
    anyone.locator("#w-budget").select_option("home_only")
    settle(anyone)
    assert advice_of(anyone.content()) == advised(server, budget="home_only")
    told = anyone.locator(".what-if").inner_text()
    assert "Budget: only at home" in told and "instead of some professional care" in told
    moved = anyone.locator("#moved").inner_text()
    assert "Went out" in moved
    assert "Rule " in moved  # the rule that moved it
    press(anyone, "Why, and more about Subcision")
    assert anyone.locator(".what-if").inner_text() == told  # it stays a what-if on every page
    press(anyone, "Back to the options")
    press(anyone, "Back to the answers as they were")
    assert advice_of(anyone.content()) == before
    assert anyone.locator("#moved").count() == 0


def test_what_moved_is_marked_on_each_option(anyone: Page, server: Server) -> None:
    send(anyone, server, "advice")
    assert anyone.locator(".card .way, .row .way, .uncalled .way").count() == 0
    anyone.locator("#w-budget").select_option("home_only")
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
    assert marked["t-subcision"] == "went out" and len(told) > len(marked)
    anyone.locator("#tried a").click()
    assert anyone.locator("#moved h2").evaluate("one => one.getBoundingClientRect().top < innerHeight")


def test_what_is_read_stays_in_view_when_an_answer_is_tried_out(browser: Browser, server: Server) -> None:
    for size, held in ((LAPTOP, "t-subcision"), (PHONE, "w-budget")):
        with window(browser, server, **size) as page:
            send(page, server, "advice")
            page.locator(f"#{held}").evaluate("one => one.scrollIntoView()")
            before = page.locator(f"#{held}").evaluate("one => one.getBoundingClientRect().top")
            page.locator("#w-budget").select_option("home_only")
            settle(page)
            after = page.locator(f"#{held}").evaluate("one => one.getBoundingClientRect().top")
            assert abs(after - before) < 3
            assert page.locator("#moved").count() == 1


def test_several_changes_are_one_what_if(anyone: Page, server: Server) -> None:
    send(anyone, server, "advice")
    before = advised(server)
    for name, option in (("budget", "home_only"), ("skin_tone", "I")):
        anyone.locator(f"#w-{name}").select_option(option)
        settle(anyone)
    told = anyone.locator(".what-if").inner_text()
    assert "Budget: " in told and "Skin tone: " in told
    press(anyone, "Back to the answers as they were")
    assert advice_of(anyone.content()) == before


def test_a_changed_answer_that_is_right_is_kept(anyone: Page, server: Server) -> None:
    send(anyone, server, "advice")
    anyone.locator("#w-budget").select_option("home_only")
    settle(anyone)
    press(anyone, "These are the right answers")
    assert advice_of(anyone.content()) == advised(server, budget="home_only")
    assert anyone.locator(".what-if, #moved").count() == 0


def test_back_and_forward(browser: Browser, server: Server) -> None:
    with window(browser, server, fresh=True) as page:
        send(page, server, "advice")
        page.locator("#c-subcision").check()
        press(page, "Why, and more about Subcision")
        page.go_back()
        page.locator("h1", has_text="Options to talk over").wait_for()  # it comes a moment later
        assert page.locator("#c-subcision").is_checked()
        page.locator("#t-subcision .rests a").first.click()  # a place on the same page
        press(page, "Why, and more about Subcision")
        page.go_back()
        page.locator("h1", has_text="Options to talk over").wait_for()
        page.go_forward()
        page.locator("h1", has_text="Subcision").wait_for()


def test_when_the_advisor_is_gone_nothing_seems_changed(browser: Browser) -> None:
    page = browser.new_page()
    with Server() as mine:
        send(page, mine, "advice")
        shown = page.locator(".card").all_inner_texts()
    page.locator("#w-skin_tone").select_option("VI")
    page.locator(".unanswered").wait_for()
    assert "nothing was changed" in page.locator(".unanswered").inner_text()
    assert page.locator("#w-skin_tone").input_value() == PERSON["skin_tone"]
    assert page.locator(".card").all_inner_texts() == shown
    page.close()


def test_what_if_that_opens_a_question(anyone: Page, server: Server) -> None:
    send(anyone, server, "advice")
    anyone.locator("#w-scar_types-boxcar").check()
    settle(anyone)
    assert "one more answer necessary" in anyone.locator(".tools .problem").inner_text()
    assert advice_of(anyone.content()) == advised(server)  # until then everything stands as it stood
    anyone.locator("#w-boxcar_depth").select_option("deep")
    settle(anyone)
    kinds = [*PERSON["scar_types"], "boxcar"]
    assert advice_of(anyone.content()) == advised(server, scar_types=kinds, boxcar_depth="deep")


def test_what_was_offered_comes_true(anyone: Page, server: Server) -> None:
    send(anyone, server, "advice")
    offer = anyone.locator(".offers button").filter(has_text="flexible budget")
    if scripted(anyone):
        offer.click()
        settle(anyone)
    else:
        with anyone.expect_navigation():
            offer.click()
    assert advice_of(anyone.content()) == advised(server, budget="flexible")
    said = " ".join(anyone.locator(".offers").all_inner_texts())
    for never in ("light (II)", "keloid"):  # tone and kind were answered: there is no "with lighter skin you could"
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
    assert anyone.locator(".card .matters").count() == cards > 5
    assert anyone.locator("#values input:checked").count() == anyone.locator("#values input").count()


@pytest.mark.parametrize("chosen", [(NOTHING, "subcision"), ("subcision", "laser_resurfacing", "vitamin_c"), None])
def test_options_side_by_side(anyone: Page, server: Server, chosen: tuple[str, ...] | None) -> None:
    picked = chosen or (NOTHING, "punch_excision", "subcision", "microdermabrasion")  # ruled out ones as well
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
        assert "No treatment for now" in anyone.locator(".grid th[scope=col]").all_text_contents()
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
    warned = anyone.locator("#t-subcision .warnings li").all_inner_texts()
    press(anyone, "Why, and more about Subcision")
    assert heading(anyone) == "Subcision"
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
    page.locator("#c-subcision").check()
    page.locator("#v-needles").check()
    settle(page)
    page.locator("#w-budget").focus()
    page.locator("#w-budget").select_option("flexible")
    settle(page)
    assert page.locator("#c-subcision").is_checked() and page.locator("#v-needles").is_checked()
    assert page.evaluate("document.activeElement.id") == "w-budget"  # the keyboard stays where it was


def test_none_of_these_takes_the_others_back(page: Page, server: Server) -> None:
    send(page, server, "first question")
    answer(page, ("a.scar_types", "rolling"), ("a.scar_types", "-"))
    assert page.locator("input:checked").count() == 1
    answer(page, ("a.scar_types", "keloid"))
    assert page.locator("input:checked").evaluate("one => one.value") == "keloid"


def test_none_and_some_without_a_script_is_asked_again(browser: Browser, server: Server) -> None:
    with window(browser, server, java_script_enabled=False) as page:
        send(page, server, "first question")
        answer(page, ("a.scar_types", "rolling"), ("a.scar_types", "-"))
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
