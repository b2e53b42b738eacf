"""The API builder: an app becomes a source by pointing at its answers, or from its OpenAPI document."""

import json
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.test_accessible import OPENED, check, no_sideways_scroll, seen, sight
from tests.e2e.test_sources import Settings, link_to, menu, sources
from tests.e2e.test_table import cell, write_cell
from tests.fakes.app import app as fake_app
from tests.fakes.desk import CLOSING, KEY, Desk, desk, document
from tests.fakes.graphql import KEY as GRAPHQL_KEY
from tests.fakes.graphql import Shop
from tests.fakes.thread import in_a_thread

__all__ = ["seen", "sight", "sources"]


@pytest.fixture
def app() -> Iterator[Desk]:
    """A help desk of our own."""
    with in_a_thread(desk()) as kept:
        yield kept


def begin(sources: Settings, way: str) -> Page:
    page = sources.go("+rest")
    page.get_by_role("button", name=way).click()
    return page


def tab(page: Page, name: str) -> None:
    page.get_by_role("tab", name=name).click()


def try_it(page: Page) -> None:
    page.get_by_role("button", name="Try", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="GET http")).to_contain_text("200")


def test_an_app_becomes_a_source_by_pointing_at_its_answer(app, sources, watched):
    watched.expect("422")
    page = begin(sources, "Describe it here")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Name in addresses is required")).to_be_visible()
    page.get_by_label("Title").fill("Help desk")
    page.get_by_role("textbox", name="Address", exact=True).fill(app.address)
    tab(page, "Tables")
    page.get_by_role("button", name="Add a table").click()
    page.get_by_role("textbox", name="Path of the list").fill("/v1/tickets")
    page.get_by_role("button", name="Try", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("'key' was not entered")
    tab(page, "Connection")
    page.get_by_role("textbox", name="Token").fill(KEY)
    tab(page, "Tables")
    try_it(page)
    preview = page.get_by_role("region", name="The rows that this makes")
    expect(preview.get_by_role("columnheader").first).to_contain_text("id")
    expect(preview.get_by_role("row").nth(3)).to_contain_text("Subject 3")

    page.get_by_role("button", name="Unfold requester").first.click()
    page.get_by_role("button", name="Make it a column: requester.email").click()
    page.get_by_role("button", name="Leave the column out: tags").first.click()
    expect(preview.get_by_role("row").nth(3)).to_contain_text("p3@example.com")
    page.get_by_role("textbox", name="Name of requester_email").fill("mail")
    page.keyboard.press("Tab")
    expect(preview.get_by_role("columnheader").last).to_contain_text("mail")
    expect(page.get_by_text("Changed since")).to_be_visible()
    try_it(page)
    expect(page.get_by_text("Changed since")).to_have_count(0)

    page.get_by_role("switch", name="Read one").check()
    page.get_by_role("textbox", name="A key to try").fill("99")
    page.get_by_role("button", name="Try one row").click()
    expect(page.get_by_role("alert")).to_contain_text("There is no such row")
    page.get_by_role("textbox", name="A key to try").fill("12")
    page.keyboard.press("Enter")
    one = page.get_by_role("region", name="The rows that this makes").last
    expect(one.get_by_role("row")).to_have_count(2)
    expect(one).to_contain_text("p12@example.com")
    page.get_by_role("switch", name="Change").check()
    page.get_by_role("checkbox", name="A change takes subject").check()
    page.get_by_text("Parameters and pages").click()
    unread = page.get_by_role("note").filter(has_text="meta.total in its answer says so")
    expect(unread).to_be_visible()
    page.get_by_label("How it goes on").select_option("By page number")
    expect(unread).to_have_count(0)
    page.get_by_label("Parameter for the page's size").fill("limit")
    page.get_by_label("Path of how many there are").fill("meta.total")
    tab(page, "Text")
    text = page.get_by_role("textbox", name="Text")
    expect(text).to_have_value(re.compile(r"mail = \{ type = .text., path = .requester.email. \}"))
    expect(page.get_by_text("A source can be made of it")).to_be_visible()
    sources.save("Help desk")

    menu(page).get_by_role("link", name="Tickets").click()
    expect(page.get_by_text("25 rows", exact=True).first).to_be_visible()
    target = cell(page, "p7@example.com", "Subject")
    write_cell(target, "A new subject")
    expect(target).to_have_text("A new subject")
    page.get_by_role("button", name="Undo").wait_for()
    assert app.tickets[7]["subject"] == "A new subject"
    assert "PATCH /v1/tickets/7" in app.asked


PRICED = """
title = "Desk"
address = "{address}"
auth = {{ kind = "bearer", secret = "key" }}
check = "/v1/tickets"
operations.close_month = {{ title = "Close the month", path = "{closing}" }}

[collections.tickets]
key = "id"
list = {{ path = "/v1/tickets", records = "data" }}

[collections.tickets.columns]
id = {{ type = "integer" }}
price = {{ type = "integer", path = "id" }}
unit = {{ type = "text", path = "state" }}
"""


def test_what_an_app_does_by_itself_is_run_from_the_palette(app, sources):
    page = begin(sources, "Describe it here")
    page.get_by_label("Title").fill("Help desk")
    tab(page, "Text")
    page.get_by_role("textbox", name="Text").fill(PRICED.format(address=app.address, closing=CLOSING))
    page.get_by_text("A source can be made of it").wait_for()
    tab(page, "Connection")
    page.get_by_role("textbox", name="Token").fill(KEY)
    tab(page, "Tables")
    page.get_by_role("button", name="More about price").click()
    page.get_by_label("An amount in the smallest unit of").select_option("unit")
    page.get_by_role("button", name="Done").click()
    tab(page, "Text")
    expect(page.get_by_role("textbox", name="Text")).to_have_value(re.compile('money = "unit"'))
    sources.save("Help desk")
    held: list[Route] = []
    page.route("**/api/proxy/help-desk/", lambda route: held.append(route))
    page.keyboard.press("ControlOrMeta+k")
    page.keyboard.type("close the")
    expect(page.get_by_placeholder("Go to a table")).to_have_value("close the")
    expect(page.get_by_text("Nothing found")).to_be_visible()
    for one in held:
        one.continue_()
    expect(page.get_by_role("button", name=re.compile("Close the month.*Help desk"))).to_be_visible()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Close the month")
    expect(dialog).to_contain_text("belongs to no record")
    dialog.get_by_role("button", name="Close the month").click()
    expect(dialog).to_have_count(0)
    assert app.asked.count(f"POST {CLOSING}") == 1


def test_an_openapi_document_becomes_tables_that_are_edited_later(app, sources, watched, tmp_path):
    watched.expect("422")
    page = begin(sources, "Import an OpenAPI document")
    file = tmp_path / "desk.json"
    file.write_text(json.dumps(document(app.address)))
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("textbox", name="Find a table").fill("tick")
    expect(page.get_by_role("checkbox")).to_have_count(1)
    page.get_by_role("checkbox", name="tickets").check()
    page.get_by_text("1 is left out").click()
    expect(page.get_by_text("its path has parameters")).to_be_visible()
    page.get_by_role("button", name="Add 1 table").click()
    expect(page.get_by_role("textbox", name="Title")).to_have_value("Desk")
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("dialog").get_by_role("button", name="Keep editing").click()
    page.get_by_role("textbox", name="Token").fill(KEY)
    sources.save("Desk")
    expect(menu(page).get_by_role("link", name="Tickets")).to_be_visible()

    sources.go("desk").get_by_role("button", name="Actions for the table tickets").click()
    page.get_by_role("menuitem", name="Duplicate").click()
    page.get_by_role("textbox", name="Table", exact=True).fill("solved")
    page.keyboard.press("Tab")
    try_it(page)
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("dialog").get_by_role("button", name="Keep editing").click()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Desk is saved").wait_for()
    expect(menu(page).get_by_role("link", name="Solved")).to_be_visible()

    sources.go("desk").get_by_role("list", name="Tables").get_by_role("button", name="solved").click()
    page.get_by_role("button", name="Actions for the table solved").click()
    page.get_by_role("menuitem", name="Remove the table").click()
    tab(page, "Connection")
    page.get_by_role("button", name="Replace: Token").wait_for()
    page.get_by_role("textbox", name="Address", exact=True).fill("http://127.0.0.1:1")
    expect(page.get_by_text("The address is another one now")).to_be_visible()
    page.get_by_role("textbox", name="Address", exact=True).fill(app.address)
    tab(page, "Text")
    text = page.get_by_role("textbox", name="Text")
    expect(text).not_to_have_value(re.compile(r"collections\.solved"))
    text.fill("title =")
    expect(page.get_by_role("alert")).to_contain_text("neither TOML nor JSON")
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("dialog").get_by_role("button", name="Discard").click()


def test_a_graphql_api_says_itself_what_becomes_a_table(sources):
    shop = Shop()
    shop.customer("Ana", address={"city": "Porto"})
    with in_a_thread(fake_app(shop)):
        page = begin(sources, "Ask a GraphQL API")
        page.get_by_role("textbox", name="Address").fill(f"{shop.address}/graphql")
        page.get_by_role("textbox", name="Key or token").fill(GRAPHQL_KEY)
        page.get_by_role("button", name="Ask it").click()
        page.get_by_role("checkbox", name="customers").check()
        page.get_by_role("button", name="Add 1 table").click()
        page.get_by_label("Title").fill("Graph")
        tab(page, "Tables")
        page.get_by_role("button", name="Try", exact=True).click()
        preview = page.get_by_role("region", name="The rows that this makes")
        expect(preview.get_by_role("row").nth(1)).to_contain_text("Porto")
        sources.save("Graph")
        link_to(page, "Graph", "Customers").click()
        expect(page.get_by_role("grid").get_by_text("Porto")).to_be_visible()


def test_it_is_for_everybody(app, sight):
    page = sight.open("orders")
    page.goto(f"{sight.server.url}/#/settings/sources/+rest")
    page.get_by_role("button", name="Import an OpenAPI document").click()
    page.get_by_label("Or paste its text").fill(json.dumps(document(app.address)))
    page.get_by_role("button", name="Read it").click()
    page.get_by_role("checkbox", name="tickets").check()
    check(page)
    page.get_by_role("button", name="Add 1 table").click()
    page.get_by_role("textbox", name="Token").fill(KEY)
    tab(page, "Tables")
    try_it(page)
    page.get_by_text("Parameters and pages").click()
    check(page)
    no_sideways_scroll(page)
    page.get_by_role("button", name="More about subject").click()
    check(page, OPENED)
    page.get_by_role("button", name="Done").click()
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("dialog").get_by_role("button", name="Discard").click()
