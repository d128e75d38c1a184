"""A real server and a real browser, one of each for these tests; what is missing is said in the skip."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.conftest import PLANTS
from tests.web.browsing import window
from tests.web.serving import Server

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="package")
def server() -> Iterator[Server]:
    """The server over house plants."""
    with Server(rules=PLANTS) as running:
        yield running


@pytest.fixture(scope="package")
def shipped() -> Iterator[Server]:
    """The server over the shipped rules."""
    with Server() as running:
        yield running


# the synchronous Playwright keeps an event loop running in this thread, so it must end with these tests
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """A Chromium without windows."""
    if CHROMIUM is None:
        pytest.skip("no Chromium is installed (chromium, chromium-browser or google-chrome)")
    api = pytest.importorskip("playwright.sync_api", reason="Playwright for Python is not installed")
    with api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    """A window of 1280 pixels on the first page; whatever it asks of another origin or reports as an error fails."""
    with window(browser, server) as opened:
        yield opened
