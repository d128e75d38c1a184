"""A whole consultation with nothing but the keyboard, and where the keyboard stands is always to be seen."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from tests.web.browsing import send, window
from tests.web.reading import advice_of
from tests.web.serving import fields_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.web.serving import Server

# whether what has the keyboard can be seen, has a ring around it (or around the option it belongs to), and what it is
HERE = """() => { const one = document.activeElement;
  const ring = (node) => parseFloat(getComputedStyle(node).outlineWidth) >= 2
      && getComputedStyle(node).outlineStyle !== "none";
  const box = one.getBoundingClientRect();
  const inside = box.width > 1 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const shown = inside && (ring(one) || ring(one.closest(".option") || one));
  const words = one.labels?.[0]?.innerText || one.innerText || "";
  return { tag: one.tagName, id: one.id, words: words.trim(), shown } }"""
# everything that the Tab key stops at; of radio buttons of one name only one
STOPS = """() => { const names = new Set();
  return [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, summary, [tabindex='0']")]
    .filter((one) => one.checkVisibility() && !(one.type === "radio" && (names.has(one.name) || !names.add(one.name))))
    .length }"""


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    """A window that scrolls at once, so that what is to be seen can be told right after a key."""
    with window(browser, server, reduced_motion="reduce") as opened:
        yield opened


def tab_to(page: Page, words: str) -> None:
    """Presses Tab until the keyboard stands at what says so; it is to be seen at every stop."""
    for _ in range(400):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        assert here["tag"] != "BODY", f"the page ended before {words!r}"
        assert here["shown"], here
        if words in (here["words"], here["id"]):
            return
    pytest.fail(f"never came to {words!r}")


def enter(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_a_whole_consultation(page: Page, server: Server) -> None:
    page.goto(server.address)
    tab_to(page, "Skip to the content")
    page.keyboard.press("Enter")
    tab_to(page, "Begin, one question at a time")
    enter(page)
    tab_to(page, "Yellow leaves")
    page.keyboard.press("Space")
    tab_to(page, "Go on")
    enter(page)
    for first, presses in (
        ("A few", 1),
        ("Often", 2),
        ("Nothing", 1),
    ):
        tab_to(page, first)
        for _ in range(presses):
            page.keyboard.press("ArrowDown")
            assert page.evaluate(HERE)["shown"]
        enter(page)  # Enter in a field sends the form as its first button would
    assert page.locator("h1").inner_text() == "Your answers"
    tab_to(page, "Show the options")
    enter(page)
    person = {
        "troubles": ["yellow_leaves"],
        "yellow_spread": "most",
        "watering": "not_sure",
        "spending": "some",
    }
    assert advice_of(page.content()) == advice_of(server.post("/advice", fields_of(person)).html)

    tab_to(page, "w-spending")
    page.keyboard.press("ArrowUp")
    page.locator("#moved").wait_for()
    changed = {**person, "spending": "none"}
    assert advice_of(page.content()) == advice_of(server.post("/advice", fields_of(changed)).html)
    assert page.evaluate(HERE)["id"] == "w-spending"

    tab_to(page, "v-no_blade")
    page.keyboard.press("Space")
    page.locator(".card .matters").first.wait_for()
    assert page.evaluate(HERE)["id"] == "v-no_blade"
    page.keyboard.press("Enter")  # presses nothing that belongs to something else
    page.locator(".card .matters").first.wait_for()
    assert advice_of(page.content()) == advice_of(server.post("/advice", fields_of(changed)).html)
    tab_to(page, "c-less_water")
    page.keyboard.press("Space")
    tab_to(page, "c-new_soil")
    page.keyboard.press("Space")
    tab_to(page, "Compare the options ticked")
    enter(page)
    assert page.locator(".grid").is_visible()
    tab_to(page, "Back to the options")
    enter(page)
    assert page.locator("h1").inner_text() == "Options to talk over"


@pytest.mark.parametrize("name", ["the last question", "all questions", "advice for an example", "comparison of two"])
def test_the_keyboard_reaches_everything_and_is_caught_nowhere(page: Page, server: Server, name: str) -> None:
    send(page, server, name)
    page.locator("body").press("Home")
    page.evaluate("() => { document.activeElement.blur(); getSelection().removeAllRanges() }")
    stops = page.evaluate(STOPS)
    for number in range(stops):
        page.keyboard.press("Tab")
        here = page.evaluate(HERE)
        assert here["shown"], (number, here)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.matches('body, .skip')")  # past the end, or around to the start


def test_the_first_problem_has_the_keyboard(page: Page, server: Server) -> None:
    send(page, server, "all questions, some open")
    assert page.evaluate("document.activeElement.id") == "problems"
    tab_to(page, "How many leaves have brown tips?")
    page.keyboard.press("Enter")
    assert page.evaluate(HERE)["id"] == "a-brown_spread-few"


def test_page_keys_go_from_part_to_part_in_large_type(page: Page, server: Server) -> None:
    send(page, server, "advice for an example", ("large", "yes"))
    tops, stops = [page.evaluate("scrollY")], set()
    end = page.evaluate("document.documentElement.scrollHeight - innerHeight")
    while tops[-1] < end - 2:
        page.keyboard.press("PageDown")
        tops.append(rested(page))
        stops.add(page.evaluate("document.activeElement.id"))
    assert max(below - above for above, below in pairwise(tops)) <= page.evaluate("innerHeight")  # nothing is skipped
    assert {one.get_attribute("id") for one in page.locator(".card").all()} <= stops
    for _ in range(len(tops)):
        page.keyboard.press("PageUp")
        rested(page)
    assert page.evaluate("scrollY") < 60


def rested(page: Page) -> float:
    """How far a page is scrolled once it moves no more: where the browser itself scrolls, it does so in steps."""
    last, now = -1.0, float(page.evaluate("scrollY"))
    while now != last:
        page.wait_for_timeout(80)
        last, now = now, float(page.evaluate("scrollY"))
    return now
