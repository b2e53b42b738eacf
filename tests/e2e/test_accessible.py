"""axe (WCAG 2.2 AA) finds nothing on any screen, light and dark, desktop and phone."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.e2e.conftest import DESKTOP, PHONE, Server, Watched

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
OPENED = "[role='dialog']"
SIGHTS = [
    pytest.param({"viewport": view, "color_scheme": scheme}, id=f"{name}-{scheme}")
    for name, view in (("desktop", DESKTOP), ("phone", PHONE))
    for scheme in ("light", "dark")
]


@dataclass(frozen=True)
class Sight:
    """A page of the demo as somebody sees it: on a screen of that size, light or dark."""

    page: Page
    server: Server
    watched: Watched

    def open(self, path: str) -> Page:
        """A screen; leaving the one before closes what was open on it."""
        self.page.goto(f"{self.server.url}/#/{self.server.bridge}/{path}")
        return self.page


@pytest.fixture(scope="module", params=SIGHTS)
def seen(request: pytest.FixtureRequest, browser: Browser, demo: Server) -> Iterator[Sight]:
    """One browser page for all screens: what is tested is how they look, not how they load."""
    context = browser.new_context(
        storage_state=demo.state / "session.json", reduced_motion="reduce", **request.param
    )
    watched = Watched(demo.url)
    watched.watch(context)
    page = context.new_page()
    yield Sight(page, demo, watched)
    context.close()


@pytest.fixture
def sight(seen: Sight) -> Iterator[Sight]:
    yield seen
    seen.watched.check()


SETTLED = """() => Promise.allSettled(document.getAnimations()
  .filter((one) => one.effect.getComputedTiming().iterations !== Infinity).map((one) => one.finished))"""
"""Half-way through a change of colours, text is hardly to be read."""


def check(page, within=None):
    """`within` leaves out what lies behind, which is a screen of its own."""
    page.evaluate(SETTLED)
    found = Axe().run(page, context=within, options=RULES).response["violations"]
    told = [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found]
    assert told == []


def no_sideways_scroll(page):
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_table(sight):
    page = sight.open("orders")
    page.get_by_text("INV-29999").first.wait_for()
    check(page)
    no_sideways_scroll(page)


def test_a_filter(sight):
    page = sight.open("orders")
    page.get_by_text("INV-29999").first.wait_for()
    page.get_by_role("button", name="Add a filter").click()
    page.get_by_role("textbox", name="Find a column").fill("Status")
    page.keyboard.press("Enter")
    page.get_by_role("checkbox", name="Refunded").check()
    check(page, OPENED)


def test_a_record(sight):
    page = sight.open("orders/1")
    page.get_by_role("heading", name="INV-10000").wait_for()
    check(page)
    no_sideways_scroll(page)


def test_a_record_beside_the_list(sight):
    page = sight.open("customers?record=1")
    page.get_by_role("dialog").get_by_role("textbox", name="E-mail").wait_for()
    check(page, OPENED)


def test_a_new_record(sight):
    page = sight.open("products/+new")
    page.get_by_role("textbox", name="SKU").wait_for()
    check(page)
    no_sideways_scroll(page)


def test_the_palette(sight):
    page = sight.open("orders")
    page.get_by_text("INV-29999").first.wait_for()
    page.keyboard.press("ControlOrMeta+k")
    page.get_by_text("Connect a bridge").wait_for()
    check(page, OPENED)
    page.keyboard.press("Escape")
    page.get_by_text("Connect a bridge").wait_for(state="detached")


def test_an_empty_list(sight):
    page = sight.open("orders?q=nothing+like+this")
    page.get_by_text("Nothing matches").wait_for()
    check(page)


def test_a_table_that_is_not_there(sight):
    page = sight.open("absent")
    page.get_by_text("absent").first.wait_for()
    check(page)


def test_the_sources_of_a_bridge(sight):
    sight.watched.expect("422")
    page = sight.open("orders")
    page.goto(f"{sight.server.url}/#/settings/sources")
    page.get_by_text("the bridge was started with it").wait_for()
    check(page)
    page.goto(f"{sight.server.url}/#/settings/sources/+postgresql")
    page.get_by_role("button", name="Test").click()
    page.get_by_text("Host is needed").wait_for()
    check(page)
    no_sideways_scroll(page)


@pytest.mark.parametrize("options", SIGHTS)
def test_sign_in(browser, demo, watched, options):
    context = browser.new_context(**options)
    watched.watch(context)
    page = context.new_page()
    page.goto(f"{demo.url}/")
    page.get_by_role("button", name="Sign in").wait_for()
    check(page)
    context.close()
