"""The API reference: by session or by token, by keyboard, light and dark."""

import pytest
from playwright.sync_api import expect

from tests.e2e.test_accessible import SIGHTS, check
from tests.test_command_line import jetway


@pytest.mark.parametrize("options", SIGHTS)
def test_whoever_is_signed_in_sees_what_they_may_call(open_page, demo, options):
    page = open_page("", **options)
    page.goto(f"{demo.url}/api/docs")
    page.get_by_label("Find an operation").fill("list orders")
    operation = page.locator("summary", has_text="/api/models/orders/").first
    operation.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Parameters")).to_be_visible()
    expect(page.get_by_text("_per_page", exact=True)).to_be_visible()
    check(page)


def test_others_show_a_token(open_page, demo, watched):
    watched.expect("401")
    page = open_page("", storage_state=None)
    page.goto(f"{demo.url}/api/docs")
    page.get_by_label("User Token or API token").fill("jat_nothing")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("token")
    check(page)
    token = jetway("token", "create", "--state", str(demo.state), "--role", "viewer").stdout.strip()
    page.get_by_label("User Token or API token").fill(token)
    page.get_by_role("button", name="Show").click()
    expect(page.locator("summary").first).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("operations")
