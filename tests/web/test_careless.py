"""A careless person: Back in the middle, double clicks, Enter anywhere, reloads, a server that does not answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.browsing import PLANT_PAGES as PAGES
from tests.web.browsing import PLANT_PERSON as PERSON
from tests.web.browsing import send, window
from tests.web.reading import Node, advice_of, parse
from tests.web.serving import fields_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

    from tests.web.serving import Server


def heading(page: Page) -> str:
    return page.locator("h1").inner_text()


def test_back_while_a_change_is_under_way(browser: Browser, server: Server) -> None:
    with window(browser, server, fresh=True) as page:
        send(page, server, "review")
        with page.expect_navigation():
            page.get_by_role("button", name="Show the options", exact=True).click()
        shown = advice_of(page.content())
        held: list[Route] = []
        page.route("**/what-if", lambda route: held.append(route))
        with page.expect_request("**/what-if"):
            page.locator("#w-watering").select_option("seldom")
        page.go_back()
        page.locator("h1", has_text="Your answers").wait_for()
        (route,) = held
        route.continue_()
        page.wait_for_timeout(600)  # what comes now belongs to the page that was left
        assert heading(page) == "Your answers" and page.locator(".what-if").count() == 0
        page.go_forward()
        page.locator("h1", has_text="Options to talk over").wait_for()
        assert page.locator("#w-watering").input_value() == PERSON["watering"]
        assert advice_of(page.content()) == shown


def test_a_reply_that_is_no_page_is_said(browser: Browser, server: Server) -> None:
    page = browser.new_page()  # not a window: what goes wrong is wanted here
    send(page, server, "advice")
    page.route("**/what-if", lambda route: route.fulfill(status=503, body="Service Unavailable"))
    page.locator("#w-watering").select_option("seldom")
    page.locator(".unanswered").wait_for()
    assert page.locator("#w-watering").input_value() == PERSON["watering"]
    page.close()


def test_the_second_half_of_a_double_click_presses_nothing(page: Page, server: Server) -> None:
    send(page, server, "the last question")
    place = page.get_by_role("button", name="Go on", exact=True).bounding_box()
    assert place
    page.mouse.move(place["x"] + 10, place["y"] + 10)
    page.mouse.down()
    page.mouse.up()
    page.locator("h1", has_text="Your answers").wait_for()
    page.mouse.down(click_count=2)
    page.mouse.up(click_count=2)
    page.wait_for_timeout(300)
    assert heading(page) == "Your answers"


@pytest.mark.parametrize("box", ["c-rinse", "v-no_blade", "w-troubles-brown_tips"])
def test_enter_in_a_box_undoes_and_opens_nothing(page: Page, server: Server, box: str) -> None:
    send(page, server, "what moved")
    shown = advice_of(page.content())
    page.locator(f"#{box}").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert heading(page) == "Options to talk over"
    assert advice_of(page.content()) == shown and page.locator(".what-if").count() == 1


def test_answers_are_not_lost_by_a_hasty_reload(page: Page, server: Server) -> None:
    reload = "setTimeout(() => location.reload())"
    page.goto(server.address)
    page.get_by_role("button", name="All questions on one page").click()
    page.locator("h1", has_text="All questions").wait_for()
    with page.expect_navigation():  # nothing was answered yet, so nothing is asked
        page.evaluate(reload)
    page.goto(server.address)
    page.get_by_role("button", name="All questions on one page").click()
    page.locator("label[for=a-troubles-lice]").click()
    with page.expect_event("dialog") as asked:
        page.evaluate(reload)
    assert asked.value.type == "beforeunload"
    asked.value.dismiss()
    assert page.locator("#a-troubles-lice").is_checked()


@pytest.mark.parametrize("name", sorted(PAGES))
def test_larger_type_is_the_same_page_and_no_link_leads_nowhere(server: Server, name: str) -> None:
    address, fields = PAGES[name]
    page = parse((server.post(address, fields) if fields or address != "/" else server.get("/")).html)
    ids = {one.attributes["id"] for one in page.all() if "id" in one.attributes}
    links = {one.attributes["href"][1:] for one in page.all("a") if one.attributes.get("href", "").startswith("#")}
    assert links <= ids, links - ids
    if not (forms := page.all("form", id="form")) or not page.all("button", name="large"):
        return
    carried = [(one.attributes["name"], one.attributes["value"]) for one in forms[0].all("input", type="hidden")]
    larger = server.post(forms[0].attributes["action"], [*carried, ("large", "yes")])
    assert parse(larger.html).one("h1").text == page.one("h1").text


def carried(page: Node) -> list[tuple[str, str]]:
    """The fields that a page carries on."""
    return [(one.attributes["name"], one.attributes["value"]) for one in page.one("form").all("input", type="hidden")]


def test_a_change_not_yet_sent_is_not_lost_on_the_way(server: Server) -> None:
    changed = [*fields_of(PERSON), *fields_of({**PERSON, "spending": "some"}, "w")]
    page = parse(server.post("/treatment", [*changed, ("treatment", "rinse")]).html)
    back = server.post("/advice", carried(page)).html
    assert advice_of(back) == advice_of(server.post("/advice", fields_of({**PERSON, "spending": "some"})).html)
    assert "Spending: Some" in parse(back).one("div", of="what-if").text


def test_what_a_change_makes_necessary_is_asked_before_it_is_kept(server: Server) -> None:
    wider = {name: said for name, said in PERSON.items() if name != "yellow_spread"} | {"troubles": ["brown_tips"]}
    before = fields_of({**PERSON, "spending": "some"}, "b")
    page = parse(server.post("/keep", [*fields_of(PERSON), *before, *fields_of(wider, "w")]).html)
    assert "makes one more answer necessary" in page.one("p", of="problem").text


def test_an_offer_takes_up_what_was_changed_beside_it(server: Server) -> None:
    changed = fields_of({**PERSON, "watering": "not_sure"}, "w")
    page = server.post("/what-if", [*fields_of(PERSON), *changed, ("set", "spending=some")]).html
    both = {**PERSON, "watering": "not_sure", "spending": "some"}
    assert advice_of(page) == advice_of(server.post("/advice", fields_of(both)).html)


def test_what_no_longer_counts_leads_to_its_claims(server: Server) -> None:
    page = parse(server.post("/what-if", [*fields_of(PERSON), ("set", "watering=seldom")]).html)
    assert "no longer" in page.one("section", id="moved").text
    ids = {one.attributes["id"] for one in page.all() if "id" in one.attributes}
    assert {a.attributes["href"][1:] for a in page.one("section", id="moved").all("a")} <= ids


def test_answers_that_are_not_asked_for_are_said_to_be_dropped(server: Server) -> None:
    lice = {**PERSON, "troubles": ["lice"], "brown_spread": "most"}
    page = parse(server.post("/all", [*fields_of(lice), ("go", "advice")]).html)
    assert page.one("h1").text == "Options to talk over"
    assert "No longer asked, so dropped: yellow spread and brown spread." in page.one("main").text
