"""Sources that people add beside the first: described in a form, used like any table, gone when removed."""

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Locator, Page, expect

from jetway.core.source_scope import FIRST_NAME
from tests.canaries import canary
from tests.e2e.conftest import Server, afresh, answered
from tests.e2e.test_table import cell, rows, write_cell
from tests.fakes.stripe import KEY, Stripe, stripe
from tests.fakes.thread import in_a_thread

LEDGER = """
CREATE TABLE invoices (
  id INTEGER PRIMARY KEY, number TEXT NOT NULL, region TEXT, total INTEGER);
CREATE TABLE payments (
  id INTEGER PRIMARY KEY, invoice_id INTEGER REFERENCES invoices (id), method TEXT);
INSERT INTO invoices VALUES (1, 'I-1', 'south', 30), (2, 'I-2', 'north', 10), (3, 'I-3', 'south', 20);
INSERT INTO payments VALUES (1, 3, 'card');
"""


SALES = """
CREATE TABLE sales (id INTEGER PRIMARY KEY, number TEXT NOT NULL, buyer TEXT);
INSERT INTO sales VALUES (1, 'S-1', 'cus_000002'), (2, 'S-2', 'cus_000007'), (3, 'S-3', NULL);
"""


@pytest.fixture
def ledger(demo: Server) -> Iterator[Path]:
    """A database in the folder that the operator of the demo opened."""
    file = demo.files / "ledger.sqlite"
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.executescript(LEDGER)
    yield file
    for path in demo.files.iterdir():
        path.unlink()


@pytest.fixture(scope="module")
def app() -> Iterator[Stripe]:
    """A Stripe of our own."""
    with in_a_thread(stripe()) as kept:
        for number in range(1, 31):
            kept.add("customers", name=f"Customer {number}", email=f"c{number % 3}@example.com")
        yield kept


@dataclass(frozen=True)
class Settings:
    """The page where sources are added, changed and removed."""

    page: Page
    demo: Server

    def go(self, item: str = "") -> Page:
        self.page.goto(f"{self.demo.url}/#/settings/sources/{item}")
        return self.page

    def describe(self, kind: str, title: str, **options: str) -> None:
        kinds = self.go("+").get_by_role("list", name="Kinds of sources")
        kinds.get_by_role("link", name=kind, exact=True).click()
        self.page.get_by_label("Title").fill(title)
        for name, value in options.items():
            self.page.get_by_role("textbox", name=name.replace("_", " "), exact=True).fill(value)

    def save(self, title: str) -> None:
        self.page.get_by_role("button", name="Save", exact=True).click()
        self.page.get_by_text(f"{title} is added").last.wait_for()
        self.actions(title).wait_for()

    def add(self, kind: str, title: str, **options: str) -> None:
        self.describe(kind, title, **options)
        self.save(title)

    def remove(self, title: str) -> None:
        self.go()
        self.actions(title).click()
        self.page.get_by_role("menuitem", name="Remove").click()
        self.page.get_by_role("dialog").get_by_role("button", name="Remove").click()
        self.page.get_by_text(f"{title} is removed").last.wait_for()
        expect(self.actions(title)).to_have_count(0)

    def actions(self, title: str) -> Locator:
        """It is there as long as the source is; what toasts say of a former one is there for seconds."""
        return self.page.get_by_role("button", name=f"Actions for {title}", exact=True)


@pytest.fixture
def sources(open_page, demo: Server, owner: httpx2.Client) -> Iterator[Settings]:
    """As an owner; whatever a test adds is removed after it."""
    settings = Settings(open_page("orders"), demo)
    yield settings
    settings.page.goto("about:blank")  # it asks nothing of what is going now
    for source in owner.get("/api/sources/").raise_for_status().json():
        if source["name"] != FIRST_NAME:
            owner.delete(f"/api/sources/{source['name']}/").raise_for_status()


def menu(page: Page):
    return page.get_by_role("navigation", name="Tables")


def link_to(page: Page, source: str, table: str) -> Locator:
    """The one in the menu to a table of a source, of whose name another may have one that is there before."""
    section = menu(page).locator("section", has=page.get_by_role("heading", name=source, exact=True))
    return section.get_by_role("link", name=re.compile(f"^{table}\\b"))


def test_a_database_is_added_and_its_tables_work_like_all_others(ledger, sources, demo, watched):
    watched.expect("422")
    page = sources.page
    sources.describe("SQLite", "Ledger (EU)", File="/etc/passwd")
    page.get_by_role("button", name="Test").click()
    expect(page.get_by_text("File is in no folder that files may be opened in")).to_be_visible()
    page.get_by_role("textbox", name="File").fill(str(ledger))
    page.get_by_label("Green").check()
    page.get_by_role("button", name="Test").click()
    expect(page.get_by_role("status").filter(has_text="SQLite 3.")).to_contain_text("2 tables")
    sources.save("Ledger (EU)")

    menu(page).get_by_role("link", name="Invoices").click()
    page.wait_for_url(re.compile("/ledger-eu%2Finvoices"))
    page.get_by_role("columnheader", name=re.compile("^Total")).click()
    expect(rows(page).nth(1)).to_contain_text("I-2")
    target = cell(page, "I-3", "Region")
    write_cell(target, "west")
    expect(target).to_have_text("west")
    page.get_by_role("button", name="Undo").wait_for()
    with closing(sqlite3.connect(ledger)) as connection:
        assert connection.execute("SELECT region FROM invoices WHERE id = 3").fetchall() == [("west",)]

    page.get_by_role("button", name="Add a filter").click()
    page.get_by_role("textbox", name="Find a column").fill("Region")
    page.keyboard.press("Enter")
    page.get_by_role("textbox", name="Find a column").wait_for(state="hidden")
    page.get_by_role("dialog").get_by_role("textbox").last.fill("north")
    page.get_by_role("button", name="Add filter").click()
    expect(page.get_by_text("1 row", exact=True)).to_be_visible()
    page.keyboard.press("ControlOrMeta+k")
    page.get_by_placeholder("Go to a table").fill("payments")
    found = page.get_by_role("dialog").get_by_role("button", name=re.compile("^Payments"))
    expect(found.filter(has_text="Sales")).to_be_visible()
    found.filter(has_text="Ledger (EU)").click()
    page.get_by_role("grid").get_by_role("link", name="I-3").click()
    page.wait_for_url(re.compile("/ledger-eu%2Finvoices/3"))
    expect(page.get_by_role("textbox", name="Number")).to_have_value("I-3")
    page.get_by_role("tab", name="History").click()
    expect(page.get_by_role("tabpanel", name="History").get_by_role("listitem")).to_have_count(1)


def test_a_source_is_described_by_the_keyboard_alone(ledger, sources, watched):
    watched.expect("422")
    page = sources.go("+")
    kinds = page.get_by_role("list", name="Kinds of sources").get_by_role("listitem")
    expect(kinds.filter(has_text="SQLite")).to_be_visible()
    names = kinds.all_inner_texts()
    assert names == sorted(names, key=str.casefold)
    page.get_by_role("textbox", name="Find a kind").press_sequentially("sqlite")
    expect(kinds).to_have_count(1)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Title")).to_be_focused()
    page.keyboard.type("Ledger")
    page.keyboard.press("Enter")
    expect(page.get_by_text("File is needed")).to_be_visible()
    expect(page.get_by_role("textbox", name="File")).to_be_focused()
    page.keyboard.type(str(ledger))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Ledger is added")).to_be_visible()


def test_a_table_says_of_which_source_it_is_and_the_menu_shows_it(ledger, sources, demo):
    page = sources.page
    sources.add("SQLite", "Ledger", File=str(ledger))
    page.set_viewport_size({"width": 1440, "height": 500})
    page.reload()
    page.goto(f"{demo.url}/#/{demo.bridge}/ledger%2Fpayments")
    head = page.get_by_role("main").get_by_role("banner").or_(page.get_by_role("main").locator("header"))
    expect(head).to_contain_text(re.compile("Ledger.*Payments"))
    expect(link_to(page, "Ledger", "Payments")).to_be_in_viewport()
    page.get_by_role("grid").get_by_role("link", name="I-3").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile("Ledger · Invoices.*I-3"))


def test_only_ticked_tables_are_there(ledger, sources):
    page = sources.page
    sources.add("SQLite", "Ledger", File=str(ledger))
    sources.go("ledger").get_by_label("Only the ticked ones").check()
    page.get_by_role("checkbox", name="payments").uncheck()
    expect(page.get_by_text("1 of 2")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("dialog").get_by_role("button", name="Keep editing").click()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("Ledger is saved").wait_for()
    expect(menu(page).get_by_role("link", name="Invoices")).to_be_visible()
    expect(menu(page).get_by_role("link", name="Payments")).to_have_count(1)


def test_a_source_that_went_away_takes_nothing_else_along(ledger, sources, demo, watched):
    watched.expect("503|422")
    page = sources.page
    sources.add("SQLite", "Ledger", File=str(ledger))
    sources.describe("PostgreSQL", "Warehouse", Host="127.0.0.1", Database="w", User="u", Password="p")
    page.get_by_role("textbox", name="Port", exact=True).fill("1025")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing listens")
    page.get_by_role("button", name="Save it anyway").click()
    page.get_by_text("Warehouse is added").wait_for()
    expect(page.get_by_role("listitem").filter(has_text="Nothing listens at 127.0.0.1:1025")).to_be_visible()
    expect(menu(page).get_by_text("Cannot be reached")).to_be_visible()
    menu(page).get_by_role("link", name="Invoices").click()
    expect(page.get_by_role("grid").get_by_text("I-1")).to_be_visible()
    page.goto(f"{demo.url}/#/{demo.bridge}/warehouse%2Fthings")
    expect(page.get_by_text("Warehouse cannot be reached")).to_be_visible()
    page.get_by_role("main").get_by_role("button", name="Try again").click()
    expect(page.get_by_text("Warehouse cannot be reached")).to_be_visible()


def test_a_source_of_a_former_name_shows_its_own_rows(ledger, sources):
    page = sources.page
    for number in ("I-3", "J-3"):
        with closing(sqlite3.connect(ledger)) as connection, connection:
            connection.execute("UPDATE invoices SET number = ? WHERE id = 3", (number,))
        sources.add("SQLite", "Ledger", File=str(ledger))
        menu(page).get_by_role("link", name="Invoices").click()
        expect(rows(page).nth(1)).to_contain_text(number)
        sources.remove("Ledger")


def test_a_role_sees_what_is_granted_of_a_source(ledger, sources, demo):
    page = sources.page
    sources.add("SQLite", "Ledger", File=str(ledger))
    page.goto(f"{demo.url}/#/settings/roles/editor")
    page.get_by_role("checkbox", name="Read: Invoices").check()
    with answered(page, "PUT"):
        page.get_by_role("button", name="Save").click()
    page.goto(f"{demo.url}/#/settings/roles")
    page.get_by_role("button", name="Actions for Editor").click()
    page.get_by_role("menuitem", name="View as…").click()
    expect(menu(page).get_by_role("link", name="Invoices")).to_be_visible()
    expect(menu(page).get_by_role("link", name="Payments")).to_have_count(1)
    menu(page).get_by_role("link", name="Invoices").click()
    expect(page.get_by_role("grid").get_by_text("I-1")).to_be_visible()
    with afresh(page):
        page.get_by_role("button", name="Leave").click()
    page.goto(f"{demo.url}/#/settings/roles/editor")
    page.get_by_role("checkbox", name="Read: Invoices").uncheck()
    with answered(page, "PUT"):
        page.get_by_role("button", name="Save").click()


def test_an_app_offers_what_it_can_and_its_key_is_kept_for_its_address(app, sources, demo, watched):
    watched.expect("422")
    page = sources.page
    sources.describe("Stripe", "Stripe", Key=canary("stripe-wrong"), Address=app.address)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("does not take the key")
    page.get_by_role("textbox", name="Key").fill(KEY)
    sources.save("Stripe")
    link_to(page, "Stripe", "Customers").click()
    page.get_by_role("button", name="Add a filter").click()
    page.get_by_role("textbox", name="Find a column").fill("Name")
    page.keyboard.press("Enter")
    page.get_by_role("textbox", name="Find a column").wait_for(state="hidden")
    page.get_by_role("dialog").get_by_role("textbox").last.fill("customer 2")
    page.get_by_role("button", name="Add filter").click()
    expect(page.get_by_text("11 rows", exact=True).first).to_be_visible()
    expect(page.get_by_text("searched here among 30 rows")).to_be_visible()
    page.get_by_role("button", name="own search").click()
    expect(page.get_by_text("may be a minute behind")).to_be_visible()
    expect(page.get_by_text("11 rows", exact=True).first).to_be_visible()
    page.goto(f"{demo.url}/#/{demo.bridge}/stripe%2Fbalance_transactions")
    expect(page.get_by_text("No rows yet")).to_be_visible()
    expect(page.get_by_role("button", name="New")).to_have_count(0)
    expect(page.locator("[role=columnheader][aria-sort]")).to_have_count(0)

    sources.go("stripe").get_by_role("button", name="Replace: Key").wait_for()
    page.get_by_role("button", name="Test").click()
    expect(page.get_by_role("status").filter(has_text="tables")).to_be_visible()
    page.get_by_role("textbox", name="Address", exact=True).fill("http://127.0.0.1:1")
    expect(page.get_by_text("The address is another one now")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Key is to be entered")).to_be_visible()
    page.get_by_role("textbox", name="Address", exact=True).fill(app.address)
    page.get_by_role("button", name="Cancel").click()
    page.get_by_role("dialog").get_by_role("button", name="Discard").click()


def test_a_column_leads_to_a_row_of_another_source(ledger, app, sources):
    with closing(sqlite3.connect(ledger)) as connection, connection:
        connection.executescript(SALES)
    page = sources.page
    sources.add("SQLite", "Ledger", File=str(ledger))
    sources.add("Stripe", "Stripe", Key=KEY, Address=app.address)
    link_to(page, "Stripe", "Customers").wait_for()
    menu(page).get_by_role("link", name="Sales", exact=True).click()
    page.get_by_role("columnheader", name=re.compile("^Buyer")).click(button="right")
    page.get_by_role("menuitem", name="Relation…").click()
    dialog = page.get_by_role("dialog", name="Where Buyer leads to")
    dialog.get_by_label("Table").fill("customers")
    page.get_by_role("option", name="Customers").last.click()
    expect(dialog.get_by_text("Stripe is another source")).to_be_visible()
    dialog.get_by_role("button", name="Save").click()

    link = cell(page, "S-1", "Buyer").get_by_role("link", name="Customer 2")
    link.hover()
    expect(page.get_by_text("Stripe · Customers")).to_be_visible()
    expect(page.get_by_text("c2@example.com")).to_be_visible()
    cell(page, "S-3", "Buyer").dblclick()
    search = page.get_by_role("gridcell").locator("[autocomplete=off]")
    expect(search).to_be_focused()
    search.fill("customer 11")
    expect(page.get_by_text("Searched here among 30 rows")).to_be_visible()
    page.get_by_role("option", name="Customer 11").click()
    expect(cell(page, "S-3", "Buyer")).to_have_text("Customer 11")
    with closing(sqlite3.connect(ledger)) as connection:
        assert connection.execute("SELECT buyer FROM sales WHERE id = 3").fetchall() == [("cus_000011",)]

    link.click()
    page.wait_for_url(re.compile("/stripe%2Fcustomers/cus_000002"))
    tab = page.get_by_role("tab", name=re.compile("^Sales"))
    expect(tab).to_contain_text("from Ledger")
    tab.click()
    expect(page.get_by_role("tabpanel").get_by_text("S-1")).to_be_visible()
    expect(page.get_by_role("tabpanel").get_by_text("S-2")).to_have_count(0)
