"""axe-core over the pages in each of their looks, and what it cannot see: nothing lost at 320 pixels or in print.

The quick suite takes one page of each template; `pytest -m exhaustive tests/web` takes every page in every look.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.browsing import PAGES, send, window
from tests.web.reading import parse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.web.serving import Server

# the rules of WCAG 2.2, levels A and AA, and axe's own good practice
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
OPTIONS = {"runOnly": RULES, "resultTypes": ["violations"]}
LARGE = ("large", "yes")
LOOKS: dict[str, dict[str, object]] = {
    "light": {},
    "dark": {"color_scheme": "dark"},
    "320 pixels": {"width": 320, "height": 640},
    "large type": {},
    "forced colours": {"forced_colors": "active"},
}
# one for each template; what the short advice has not, the long one with every value marked has
SHORT = (
    "first page",
    "skin tones",
    "a question left open",
    "all questions, some open",
    "review",
    "identified",
    "advice for an example",
    "a treatment",
    "comparison of two",
    "hand-out",
    "refusal",
)
LONG = "advice with values"
FEW = ("a question left open", "advice for an example", "comparison of two")
MEASURE = """() => {
  const lost = [...document.querySelectorAll("body *")].filter((one) => {
    if (one.closest(".unseen, .skip, svg, [hidden], thead") || !one.checkVisibility()) return false;
    const box = one.getBoundingClientRect();
    return box.width > 0 && (box.right > innerWidth + 0.5 || box.left < -0.5);
  });
  const cut = [...document.querySelectorAll("body *")].filter((one) => {
    const how = getComputedStyle(one);
    return !one.closest(".unseen, svg, thead") && ["hidden", "clip"].includes(how.overflowX)
      && one.scrollWidth > one.clientWidth + 1;
  });
  return [document.documentElement.scrollWidth, innerWidth, [...lost, ...cut].map((one) => one.outerHTML.slice(0, 90))];
}"""

WIDE_APART = """() => { const sheet = new CSSStyleSheet(); sheet.replaceSync(`* { line-height: 1.5 !important;
    letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }`);
    document.adoptedStyleSheets = [sheet] }"""
MOVING = """[...document.querySelectorAll("*")].filter((one) => { const how = getComputedStyle(one);
    return how.scrollBehavior === "smooth" || how.animationName !== "none"
        || how.transitionDuration.split(",").some((one) => parseFloat(one) > 0) }).length"""


@pytest.fixture
def page(browser: Browser, shipped: Server) -> Iterator[Page]:
    """A window on the shipped rules."""
    with window(browser, shipped) as opened:
        yield opened


def violations(page: Page) -> list[str]:
    """What axe-core finds on a page, each with its first place."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options=OPTIONS).response["violations"]
    return [f"{one['id']}: {one['help']} at {one['nodes'][0]['target']} ({len(one['nodes'])})" for one in found]


def every(browser: Browser, shipped: Server, look: str, names: list[str]) -> dict[str, list[str]]:
    """What axe-core finds on the pages named, in one look; each only once it was really looked at."""
    pytest.importorskip("axe_playwright_python", reason="axe-playwright-python is not installed")
    found = {}
    with window(browser, shipped, **LOOKS[look]) as page:  # type: ignore[arg-type]
        for name in names:
            send(page, shipped, name, *([LARGE] if look == "large type" else []))
            found[name] = violations(page)
    return found


def test_the_list_of_pages_reaches_every_template_and_status(shipped: Server) -> None:
    assert set(SHORT) <= set(PAGES) and len(PAGES) == 26
    wrong = ("a question left open", "all questions, some open", "identification, left open", "what if, one open")
    for name, (address, fields) in PAGES.items():
        status = shipped.post(address, fields).status if fields or address != "/" else shipped.get("/").status
        assert status == (422 if name in wrong else 400 if name == "refusal" else 200), name


@pytest.mark.parametrize("look", list(LOOKS)[:-1])
def test_axe_finds_nothing_in_any_look(browser: Browser, shipped: Server, look: str) -> None:
    names = [*SHORT, LONG] if look == "light" else list(FEW)
    assert every(browser, shipped, look, names) == {name: [] for name in names}


@pytest.mark.exhaustive
@pytest.mark.parametrize("look", LOOKS)
def test_axe_finds_nothing_on_any_page_in_any_look(browser: Browser, shipped: Server, look: str) -> None:
    assert every(browser, shipped, look, list(PAGES)) == {name: [] for name in PAGES}


def test_axe_can_find_something(page: Page, shipped: Server) -> None:
    send(page, shipped, "review")
    page.evaluate("document.querySelector('h1').outerHTML = '<h4>Your answers</h4><img src=\"/static/icon.svg\">'")
    found = " ".join(violations(page))
    assert "image-alt" in found and "page-has-heading-one" in found


def test_every_page_has_one_heading_a_title_a_language_and_landmarks(shipped: Server) -> None:
    titles = set()
    for name, (address, fields) in PAGES.items():
        page = parse((shipped.post(address, fields) if fields or address != "/" else shipped.get("/")).html)
        assert len(page.all("h1")) == len(page.all("main")) == len(page.all("header")) == 1, name
        assert page.one("html").attributes["lang"] == "en", name
        titles.add(page.one("title").text)
    assert len(titles) >= 12 and "" not in titles


@pytest.mark.parametrize("names", [(*SHORT, LONG), pytest.param(tuple(PAGES), marks=pytest.mark.exhaustive)], ids=len)
@pytest.mark.parametrize(("width", "scale"), [(320, 1), (640, 2)], ids=["320 pixels", "200 per cent"])
def test_nothing_is_lost_where_there_is_little_room_nor_moves(
    browser: Browser, shipped: Server, width: int, scale: int, names: tuple[str, ...]
) -> None:
    """Nor with letters and lines wider apart (WCAG 1.4.12), and who wants no motion gets none."""
    with window(browser, shipped, width, 480, device_scale_factor=scale, reduced_motion="reduce") as page:
        for name in names:
            send(page, shipped, name)
            for spacing in ("as it is", "wide") if width == 320 else ("as it is",):
                if spacing == "wide":
                    page.evaluate(WIDE_APART)
                reach, wide, lost = page.evaluate(MEASURE)
                if "comparison" in name and width > 320:
                    lost = [one for one in lost if "grid" not in one]
                assert reach <= wide and not lost, (name, spacing, lost)
            assert page.evaluate(MOVING) == 0, name


def test_large_type_at_320_pixels_loses_nothing(browser: Browser, shipped: Server) -> None:
    with window(browser, shipped, 320, 640) as page:
        for name in (*SHORT, LONG):
            send(page, shipped, name, LARGE)
            reach, wide, lost = page.evaluate(MEASURE)
            assert reach <= wide and not lost, (name, lost)


def test_printed_every_warning_is_there_without_colour(page: Page, shipped: Server) -> None:
    send(page, shipped, "advice")
    on_screen = page.locator(".warnings li").all_inner_texts()
    assert len(on_screen) > 10
    page.emulate_media(media="print")
    assert page.locator(".warnings li").all_inner_texts() == on_screen
    assert all(item.is_visible() for item in page.locator(".warnings li").all())
    assert all(any(word in text for word in ("Serious:", "Caution:", "Limit:")) for text in on_screen)
    colours = page.evaluate(
        """() => [...new Set([...document.querySelectorAll("main :not(svg, svg *)")]
            .filter((one) => one.checkVisibility()).flatMap((one) => { const how = getComputedStyle(one);
                return [how.color, how.backgroundColor, how.borderTopColor, how.borderLeftColor] }))]"""
    )
    for colour in colours:
        red, green, blue = [part.strip() for part in colour.partition("(")[2].rstrip(")").split(",")][:3]
        assert red == green == blue, colour
    for part in (".urgent", "#suggestions", "#against", "#notes", "#sources", "footer"):
        assert page.locator(part).first.is_visible(), part
