"""axe (WCAG 2.2 AA) finds nothing on any screen, light and dark, desktop and phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.e2e.conftest import DESKTOP, PHONE

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
SIGHTS = [
    pytest.param(view, scheme, id=f"{name}-{scheme}")
    for name, view in (("desktop", DESKTOP), ("phone", PHONE))
    for scheme in ("light", "dark")
]


def check(page):
    page.wait_for_load_state("networkidle")
    found = Axe().run(page, options=RULES).response["violations"]
    told = [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found]
    assert told == []


def no_sideways_scroll(page):
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.parametrize(("viewport", "color_scheme"), SIGHTS)
class TestScreens:
    def test_a_table(self, open_page, viewport, color_scheme):
        page = open_page("orders", viewport=viewport, color_scheme=color_scheme)
        page.get_by_text("INV-29999").first.wait_for()
        check(page)
        no_sideways_scroll(page)

    def test_a_filter(self, open_page, viewport, color_scheme):
        page = open_page("orders", viewport=viewport, color_scheme=color_scheme)
        page.get_by_text("INV-29999").first.wait_for()
        page.get_by_role("button", name="Add a filter").click()
        page.get_by_role("textbox", name="Find a column").fill("Status")
        page.keyboard.press("Enter")
        page.get_by_role("checkbox", name="Refunded").check()
        check(page)

    def test_a_record(self, open_page, viewport, color_scheme):
        page = open_page("orders/1", viewport=viewport, color_scheme=color_scheme)
        page.get_by_role("heading", name="INV-10000").wait_for()
        check(page)
        no_sideways_scroll(page)

    def test_a_record_beside_the_list(self, open_page, viewport, color_scheme):
        page = open_page("customers?record=1", viewport=viewport, color_scheme=color_scheme)
        page.get_by_role("dialog").get_by_role("textbox", name="E-mail").wait_for()
        check(page)

    def test_a_new_record(self, open_page, viewport, color_scheme):
        page = open_page("products/+new", viewport=viewport, color_scheme=color_scheme)
        page.get_by_role("textbox", name="SKU").wait_for()
        check(page)
        no_sideways_scroll(page)

    def test_the_palette(self, open_page, viewport, color_scheme):
        page = open_page("orders", viewport=viewport, color_scheme=color_scheme)
        page.get_by_text("INV-29999").first.wait_for()
        page.keyboard.press("ControlOrMeta+k")
        page.get_by_text("Connect a bridge").wait_for()
        check(page)

    def test_an_empty_list(self, open_page, viewport, color_scheme):
        page = open_page("orders?q=nothing+like+this", viewport=viewport, color_scheme=color_scheme)
        page.get_by_role("button", name="Clear").first.wait_for()
        check(page)

    def test_a_table_that_is_not_there(self, open_page, viewport, color_scheme):
        page = open_page("absent", viewport=viewport, color_scheme=color_scheme)
        page.get_by_text("absent").first.wait_for()
        check(page)

    def test_sign_in(self, browser, demo, watched, viewport, color_scheme):
        context = browser.new_context(viewport=viewport, color_scheme=color_scheme)
        watched.watch(context)
        page = context.new_page()
        page.goto(f"{demo.url}/")
        page.get_by_role("button", name="Sign in").wait_for()
        check(page)
        context.close()
