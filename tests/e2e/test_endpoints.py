"""An endpoint, from a query that is written in the settings to the answer that a program gets."""

import httpx2
from playwright.sync_api import expect

from tests.e2e.test_accessible import check

SQL = "SELECT id, status FROM orders WHERE status = :status AND id < :below ORDER BY id"


def test_a_query_becomes_an_endpoint_that_a_role_may_call(open_page, demo, watched):
    watched.expect("422")
    page = open_page("orders")
    page.goto(f"{demo.url}/#/settings/endpoints")
    page.get_by_role("link", name="New endpoint").click()
    page.get_by_role("combobox", name="What it runs").click()
    page.get_by_role("option", name="A new query").click()
    page.get_by_role("textbox", name="SQL").fill(SQL)
    page.get_by_role("textbox", name="Title").fill("Paid orders")
    page.get_by_label("Where status comes from").select_option("value")
    page.get_by_label("The value of status").fill("paid")
    page.get_by_label("The type of below").select_option("integer")

    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_role("alert")).to_contain_text("below is required")
    page.get_by_role("textbox", name="below", exact=True).fill("100")
    page.get_by_role("button", name="Try it").click()
    expect(page.get_by_role("region", name="What it answers")).to_contain_text('"status": "paid"')
    page.get_by_role("button", name="Promise these columns").click()
    page.get_by_role("combobox", name="Who may call it").click()
    page.get_by_role("option", name="Viewer").click()
    page.keyboard.press("Escape")
    check(page)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Paid orders is saved")).to_be_visible()

    path = f"{demo.url}/api/endpoints/paid-orders/"
    expect(page.get_by_role("region", name="Address").first.locator("pre").first).to_have_text(path)
    assert httpx2.get(path, params={"below": 3}).status_code == 401
    page.goto(f"{demo.url}/#/settings/roles/viewer")
    expect(page.get_by_role("region", name="Rights beyond tables").get_by_text("Paid orders")).to_be_visible()
    page.goto(f"{demo.url}/#/settings/endpoints")
    expect(page.get_by_text("paid-orders · Owner, Admin, Viewer")).to_be_visible()
    page.get_by_role("button", name="Actions for Paid orders").click()
    page.get_by_role("menuitem", name="Remove").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(page.get_by_text("No endpoints yet")).to_be_visible()
