"""What an app does with a record, from its page: asked for values, run, refused, and told in the history."""

import re

from playwright.sync_api import expect

from tests.e2e.test_sources import app, menu, sources  # noqa: F401 - fixtures
from tests.fakes.stripe import KEY


def test_a_charge_is_refunded_from_its_page(app, sources, watched):  # noqa: F811
    watched.expect("422")
    key = app.add("charges", amount=1050, amount_refunded=0, currency="eur", status="succeeded")["id"]
    page = sources.page
    sources.add("Stripe", "Stripe", Key=KEY, Address=app.address)
    menu(page).get_by_role("link", name="Charges").click()
    page.get_by_role("grid").get_by_text(key).first.click()
    page.goto(re.sub(r"charges.*", f"charges/{key}", page.url))
    page.get_by_role("button", name="Actions", exact=True).click()
    page.get_by_role("menuitem", name="Refund").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("The money goes back to the customer")
    dialog.get_by_role("textbox", name="Amount").fill("1051")
    expect(dialog).to_contain_text("€10.51")
    dialog.get_by_role("button", name="Refund").click()
    expect(dialog.get_by_role("alert")).to_contain_text("greater than unrefunded amount")
    dialog.get_by_role("textbox", name="Amount").fill("200")
    dialog.get_by_role("button", name="Refund").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_label("Amount refunded")).to_contain_text("€2.00")
    page.get_by_role("tab", name="History").click()
    lines = page.get_by_role("tabpanel", name="History").get_by_role("listitem")
    expect(lines).to_have_text([re.compile("ran Refund"), re.compile("not done"), re.compile("ran Refund")])
    assert [row["amount"] for row in app.kept["refunds"]] == [200]
