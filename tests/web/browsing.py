"""Windows of a real browser on the page, and the way to each of its pages."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from advisor.analysis.comparison import NOTHING
from tests.web.serving import fields_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Dialog, Page

    from tests.web.serving import Server

__all__ = ["PAGES", "PHONE", "PLANT_PAGES", "PLANT_PERSON", "Way", "send", "window"]

_SECONDS = 60  # for anything in the browser: the machines are noisy
_SEND = """([address, fields]) => {
  const form = Object.assign(document.createElement("form"), {method: "post", action: address, hidden: true});
  for (const [name, value] of fields) {
    form.append(Object.assign(document.createElement("input"), {name, value}));
  }
  document.body.append(form);
  form.submit();
}"""

PHONE = {"width": 375, "height": 812, "has_touch": True, "is_mobile": True}

Way = tuple[str, list[tuple[str, str]]]

_PERSON = {
    "scar_types": ["ice_pick", "rolling", "keloid", "dark_spots"],
    "ice_pick_depth": "deep",
    "rolling_depth": "not_sure",
    "skin_tone": "V",
    "prone_to_hyperpigmentation": "not_sure",
    "budget": "some_professional",
    "new_deep_pimple": "yes",
}
_HERE = fields_of(_PERSON)
_EXAMPLE = fields_of({**_PERSON, "scar_types": ["keloid", "dark_spots"], "budget": "home_only"})
_VALUES = [("v", value) for value in ("downtime", "needles", "cost", "speed", "pigment")]
_SEEN = fields_of({"mark_surface": "sunken"}, "i")
_FOUR = [("c", one) for one in (NOTHING, "subcision", "steroid_injection", "laser_resurfacing")]

# every page there is over the shipped rules, by name: where its form is sent and with what
PAGES: dict[str, Way] = {
    "first page": ("/", []),
    "first question": ("/question", [("go", "begin")]),
    "a question of one answer": ("/question", [*_HERE, ("to", "rolling_depth")]),
    "skin tones": ("/question", [*_HERE, ("to", "skin_tone")]),
    "a question left open": ("/question", [("at", "scar_types"), ("go", "next")]),
    "all questions": ("/all", []),
    "all questions, some open": ("/all", [("go", "advice"), ("a.scar_types", "boxcar")]),
    "review": ("/review", _HERE),
    "review of nothing": ("/review", []),
    "identification": ("/identify", [("go", "start")]),
    "identification, left open": ("/identify", [*_SEEN, ("at", "mark_width"), ("go", "next")]),
    "identified": ("/identify", [*_SEEN, ("i.mark_width", "narrow"), ("at", "mark_width"), ("go", "next")]),
    "could not tell": ("/identify", [("i.mark_surface", "not_sure"), ("at", "mark_surface"), ("go", "next")]),
    "advice": ("/advice", _HERE),
    "advice for an example": ("/advice", [*_EXAMPLE, *_VALUES, ("example", "deep rolling scars, flexible budget")]),
    "advice without treatments": ("/advice", fields_of({**_PERSON, "scar_types": [], "new_deep_pimple": "no"})),
    "advice with values": ("/advice", [*_HERE, *_VALUES]),
    "what moved": ("/what-if", [*_HERE, ("set", "budget=flexible")]),
    "what if, one open": ("/what-if", [*_HERE, *fields_of({**_PERSON, "scar_types": ["rolling", "boxcar"]}, "w")]),
    "a treatment": ("/treatment", [*_HERE, *_VALUES, ("treatment", "subcision")]),
    "a treatment ruled out": ("/treatment", [*_HERE, ("treatment", "punch_excision")]),
    "comparison to choose": ("/compare", _HERE),
    "comparison of two": ("/compare", [*_HERE, ("c", NOTHING), ("c", "subcision")]),
    "comparison of four": ("/compare", [*_HERE, *_VALUES, *_FOUR]),
    "hand-out": ("/handout", _HERE),
    "refusal": ("/advice", [("a.budget", "flexibel")]),
}

PLANT_PERSON: dict[str, str | list[str]] = {
    "troubles": ["yellow_leaves", "lice"],
    "yellow_spread": "most",
    "watering": "often",
    "spending": "none",
}
_PLANT = fields_of(PLANT_PERSON)
_PLANT_EXAMPLE = fields_of({**PLANT_PERSON, "troubles": ["yellow_leaves"]})
_PLANT_VALUES = [("v", value) for value in ("little_work", "no_blade")]
_PLANT_SEEN = fields_of({"leaf_colour": "green"}, "i")

# the same pages over house plants
PLANT_PAGES: dict[str, Way] = {
    "first page": ("/", []),
    "first question": ("/question", [("go", "begin")]),
    "a question of one answer": ("/question", [*_PLANT, ("to", "yellow_spread")]),
    "the last question": ("/question", [*_PLANT, ("to", "spending")]),
    "a question left open": ("/question", [("at", "troubles"), ("go", "next")]),
    "all questions": ("/all", []),
    "all questions, some open": ("/all", [("go", "advice"), ("a.troubles", "brown_tips")]),
    "review": ("/review", _PLANT),
    "review of nothing": ("/review", []),
    "identification": ("/identify", [("go", "start")]),
    "identification, left open": ("/identify", [*_PLANT_SEEN, ("at", "animals"), ("go", "next")]),
    "identified": ("/identify", [*_PLANT_SEEN, ("i.animals", "yes"), ("at", "animals"), ("go", "next")]),
    "could not tell": ("/identify", [*_PLANT_SEEN, ("i.animals", "no"), ("at", "animals"), ("go", "next")]),
    "advice": ("/advice", _PLANT),
    "advice for an example": ("/advice", [*_PLANT_EXAMPLE, ("example", "mostly yellow, watered often, no money")]),
    "advice without treatments": ("/advice", fields_of({**PLANT_PERSON, "troubles": []})),
    "advice with values": ("/advice", [*_PLANT, *_PLANT_VALUES]),
    "what moved": ("/what-if", [*_PLANT, ("set", "spending=some")]),
    "what if, one open": ("/what-if", [*_PLANT, *fields_of({**PLANT_PERSON, "troubles": ["brown_tips"]}, "w")]),
    "a treatment": ("/treatment", [*_PLANT, *_PLANT_VALUES, ("treatment", "less_water")]),
    "a treatment ruled out": (
        "/treatment",
        [*fields_of({**PLANT_PERSON, "watering": "seldom"}), ("treatment", "less_water")],
    ),
    "comparison to choose": ("/compare", _PLANT),
    "comparison of two": ("/compare", [*_PLANT, ("c", NOTHING), ("c", "rinse")]),
    "comparison of four": (
        "/compare",
        [*_PLANT, *_PLANT_VALUES, *(("c", one) for one in (NOTHING, "rinse", "less_water", "new_soil"))],
    ),
    "hand-out": ("/handout", _PLANT),
    "refusal": ("/advice", [("a.spending", "som")]),
}


def send(page: Page, server: Server, name: str, *more: tuple[str, str]) -> None:
    """Opens a page of the rules the server runs over in a window."""
    address, fields = (PLANT_PAGES if server.rules else PAGES)[name]
    if not page.url.startswith(server.origin):
        page.goto(server.address)
    if (address, fields) == ("/", []) and not more:
        page.goto(server.address)
        return
    with page.expect_navigation():
        page.evaluate(_SEND, [server.origin + address, [*fields, *more]])


@contextmanager
def window(
    browser: Browser, server: Server, width: int = 1280, height: int = 900, *, fresh: bool = False, **options: object
) -> Iterator[Page]:
    """A window with nothing in it yet. On leaving it, a request to elsewhere or an error on a page fails the test.

    Opening one takes as long as four pages, so whoever wants the same sort of window next gets it emptied. A ``fresh``
    one was never used before and is not used again: it has no history and holds no request up.
    """
    sort = repr((server.address, width, height, sorted(options.items())))
    spare = None if fresh else _spare.setdefault(browser, {}).pop(sort, None)
    page, wrong = spare or _opened(browser, server, width, height, options)
    kept = False
    try:
        yield page
        if not fresh:
            _empty(page)
            kept = True
    finally:
        if not kept:
            page.context.close()
    found = list(wrong)
    wrong.clear()
    if kept:
        _spare[browser][sort] = page, wrong
    assert not found, found


_spare: WeakKeyDictionary[Browser, dict[str, tuple[Page, list[str]]]] = WeakKeyDictionary()


def _opened(
    browser: Browser, server: Server, width: int, height: int, options: dict[str, object]
) -> tuple[Page, list[str]]:
    context = browser.new_context(viewport={"width": width, "height": height}, **options)  # type: ignore[arg-type]
    context.set_default_timeout(_SECONDS * 1000)
    wrong: list[str] = []
    context.on("request", lambda r: None if r.url.startswith(server.address) else wrong.append(f"asked for {r.url}"))
    context.on("weberror", lambda error: wrong.append(f"error: {error.error}"))
    context.on("console", lambda m: wrong.append(f"said: {m.text}") if _is_fault(m.type, m.text) else None)
    return context.new_page(), wrong


def _empty(page: Page) -> None:
    """Leaves the page, whatever it asks before, and takes back what a test may have set."""
    for other in page.context.pages:
        if other is not page:
            other.close()
    page.emulate_media(media="null")
    page.mouse.move(0, 0)

    def leave(dialog: Dialog) -> None:
        dialog.accept()

    page.on("dialog", leave)
    page.goto("about:blank")
    page.remove_listener("dialog", leave)


def _is_fault(kind: str, text: str) -> bool:
    """What the browser complains of, but for a reply that is meant to be a refusal."""
    return kind in ("error", "warning") and "the server responded with a status of 4" not in text
