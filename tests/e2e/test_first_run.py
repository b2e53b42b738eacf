"""From an empty folder to data, and out again."""

import re

from playwright.sync_api import Browser, expect

from tests.canaries import NOBODYS
from tests.e2e.conftest import DESKTOP, EMAIL, PASSWORD, Watched, afresh, sign_up, start, stop


def test_one_form_leads_to_data(browser: Browser, tmp_path):
    server = start("demo", state=tmp_path)
    try:
        watched = Watched(server.url)
        context = browser.new_context(viewport=DESKTOP)
        watched.watch(context)
        page = context.new_page()
        sign_up(page, server)
        expect(page.get_by_role("heading", name="Orders")).to_be_visible()
        expect(page.get_by_role("grid").get_by_text("INV-29999")).to_be_visible()
        watched.check()
        context.close()
        second = browser.new_context().new_page()
        second.goto(server.opening)
        expect(second.get_by_role("button", name="Sign in")).to_be_visible()
        second.context.close()
    finally:
        stop(server.process)


def test_a_person_signs_in_and_out(open_page, watched):
    watched.expect("401")
    page = open_page("", storage_state=None)  # whom all tests are signed in as stays so
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(NOBODYS)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text(re.compile("e-mail or .*password", re.IGNORECASE))).to_be_visible()
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("grid")).to_be_visible()
    page.get_by_role("button", name="Ada Lovelace").click()
    with afresh(page):
        page.get_by_role("menuitem", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    expect(page.get_by_role("grid")).to_have_count(0)
