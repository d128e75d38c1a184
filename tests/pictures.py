"""Makes the README's pictures anew: `python -m tests.pictures`. A real Chromium on the real server, an example person.

The hand-out is drawn from its HTML, as it stands in the browser before it is printed.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.web.browsing import PHONE, send, window
from tests.web.conftest import CHROMIUM, FLAGS
from tests.web.serving import Server

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FOLDER = Path(__file__).parent.parent / ".github"
EXAMPLE = "Deep boxcar scars and dark spots, at home"
MOST = 300_000  # bytes


def save(page: Page, name: str, height: int) -> None:
    """The top of a page as it stands in the window."""
    width = page.viewport_size["width"] if page.viewport_size else 0
    file = FOLDER / name
    page.screenshot(path=file, clip={"x": 0, "y": 0, "width": width, "height": height}, full_page=True)
    if file.stat().st_size > MOST:
        raise SystemExit(f"{file.name} takes {file.stat().st_size} bytes, more than {MOST}")


def example(page: Page, server: Server) -> None:
    """Opens the advice of the example person."""
    page.goto(server.address)
    with page.expect_navigation():
        page.get_by_role("button", name=EXAMPLE, exact=True).click()


def draw(browser: Browser, server: Server) -> None:
    """All four."""
    with window(browser, server) as page:
        send(page, server, "first question")
        for kind in ("ice_pick", "boxcar", "rolling"):
            page.locator(f"label[for=a-scar_types-{kind}]").click()
        page.evaluate("document.activeElement.blur()")
        save(page, "question.png", 760)
        example(page, server)
        save(page, "advice.png", 1300)
        with page.expect_popup() as popup:
            page.get_by_role("button", name="Hand-out to print").click()
        sheet = popup.value
        sheet.wait_for_load_state()
        sheet.set_viewport_size({"width": 1000, "height": 1200})
        save(sheet, "handout.png", 1200)
    with window(browser, server, **PHONE) as page:
        example(page, server)
        save(page, "phone.png", 1100)


def main() -> int:
    """Writes the pictures; the exit code, 1 when there is no browser."""
    if CHROMIUM is None:
        print("no Chromium is installed (chromium, chromium-browser or google-chrome)", file=sys.stderr)
        return 1
    from playwright.sync_api import sync_playwright

    FOLDER.mkdir(exist_ok=True)
    with Server() as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        draw(browser, server)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
