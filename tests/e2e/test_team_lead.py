"""A team lead and an empty project: somebody is let in, gets a role, and is looked at through their eyes."""

import re
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.conftest import DESKTOP, PASSWORD, Watched, afresh, answered, sign_up, start, stop
from tests.e2e.test_accessible import check

SHOP = """
CREATE TABLE customers (id INTEGER PRIMARY KEY, name TEXT NOT NULL, email TEXT, note TEXT);
CREATE TABLE orders (
  id INTEGER PRIMARY KEY, number TEXT NOT NULL, customer_id INTEGER REFERENCES customers (id), region TEXT,
  margin INTEGER);
CREATE TABLE payments (id INTEGER PRIMARY KEY, order_id INTEGER REFERENCES orders (id));
INSERT INTO customers VALUES (1, 'Ana', 'ana@example.com', 'call back'), (2, 'Bo', 'bo@example.com', 'late');
INSERT INTO orders VALUES (1, 'A-1', 1, 'south', 3), (2, 'A-2', 2, 'north', 4), (3, 'A-3', 2, 'south', 5);
"""


@pytest.fixture
def project(tmp_path, browser: Browser) -> Iterator[Page]:
    """An owner's page on a project that nobody has set anything up in."""
    with closing(sqlite3.connect(tmp_path / "shop.sqlite")) as shop:
        shop.executescript(SHOP)
    server = start("up", str(tmp_path / "shop.sqlite"), state=tmp_path / "state")
    watched = Watched(server.url)
    context = browser.new_context(viewport=DESKTOP)
    watched.watch(context)
    try:
        page = context.new_page()
        sign_up(page, server)
        page.wait_for_url(re.compile(r"#/[0-9a-f]{24}/"))
        yield page
        watched.check()
    finally:
        context.close()
        stop(server.process)


class Hand:
    """What a person does with mouse and keys, counted: a click, a choice, a text typed."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.done = 0

    def click(self, role: str, name: str, *, within: Locator | None = None) -> None:
        self.done += 1
        (within or self.page).get_by_role(role, name=name, exact=True).click()

    def fill(self, label: str, text: str) -> None:
        self.done += 1
        self.page.get_by_label(label, exact=True).fill(text)

    def choose(self, label: str, option: str) -> None:
        self.done += 1
        self.page.get_by_label(label, exact=True).select_option(option)


def let_in(hand: Hand) -> str:
    """The link of an invitation."""
    hand.click("link", "Settings")
    hand.click("button", "Invite")
    hand.fill("E-mail", "mia@example.com")
    dialog = hand.page.get_by_role("dialog")
    expect(dialog.get_by_text("No tables yet: nothing is seen")).to_be_visible()
    hand.click("button", "Invite", within=dialog)
    link = hand.page.get_by_label("Link").input_value()
    hand.click("button", "Done")
    return link


def join(browser: Browser, link: str) -> None:
    """Accept the invitation, in a browser of one's own."""
    with browser.new_context(viewport=DESKTOP) as context:
        page = context.new_page()
        page.goto(link)
        page.get_by_label("Your name").fill("Mia Ortega")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.get_by_role("button", name="Join").click()
        page.get_by_text("No tables to show").wait_for()


def make_role(hand: Hand) -> None:
    """Two tables, a column masked, two hidden, and rows of one's own region only."""
    hand.click("link", "Roles")
    hand.click("button", "New role")
    hand.fill("Name", "Support")
    hand.click("button", "Create")
    hand.click("checkbox", "Read: Customers")
    hand.click("checkbox", "Read: Orders")
    hand.click("button", "Customers: columns and rows")
    hand.choose("How Email is seen", "Masked")
    hand.choose("How Note is seen", "Hidden")
    hand.click("button", "Close", within=hand.page.get_by_role("dialog"))
    hand.click("button", "Orders: columns and rows")
    hand.choose("How Margin is seen", "Hidden")
    hand.click("button", "Only their own")
    expect(hand.page.get_by_label("Column", exact=True)).to_have_value("region")
    expect(hand.page.get_by_label("What is known of them")).to_have_value("region")
    check(hand.page)
    hand.click("button", "Close", within=hand.page.get_by_role("dialog"))
    hand.click("button", "Save")
    hand.page.get_by_text("It holds within seconds").wait_for()


def give_role(hand: Hand) -> None:
    """With what the rule compares rows with."""
    hand.click("button", "Actions for Mia Ortega")
    hand.click("menuitem", "Attributes…")
    hand.click("button", "Add an attribute")
    hand.fill("Name of attribute 1", "region")
    hand.fill("Value of attribute 1", "south")
    hand.click("button", "Save")
    expect(hand.page.get_by_role("dialog")).to_be_hidden()


def test_a_team_lead_gives_a_role_and_looks_through_the_members_eyes(project, browser, record_property):
    page = project
    hand, begun = Hand(page), time.monotonic()
    link = let_in(hand)
    join(browser, link)
    page.reload()
    give_role(hand)
    make_role(hand)
    hand.click("link", "People")
    with answered(page, "PATCH"):
        hand.choose("Role of Mia Ortega", "Support")
    hand.click("button", "Actions for Mia Ortega")
    hand.click("menuitem", "View as…")

    banner = page.get_by_role("status").filter(has_text="You see what Mia Ortega sees")
    expect(banner).to_be_visible()
    hand.click("link", "Orders")
    grid = page.get_by_role("grid")
    expect(grid.get_by_text("A-3")).to_be_visible()
    took_s = time.monotonic() - begun
    record_property("interactions", hand.done)
    record_property("seconds", round(took_s, 1))
    sys.stdout.write(f"A team lead's tour: {hand.done} interactions, {took_s:.1f} s\n")
    expect(grid.get_by_text("A-2")).to_be_hidden()
    expect(grid.get_by_role("columnheader", name="Margin")).to_be_hidden()
    expect(page.get_by_role("navigation", name="Tables").get_by_role("link")).to_have_text(
        ["Customers", "Orders"]
    )
    expect(page.get_by_role("button", name="New record")).to_be_hidden()
    check(page)
    page.get_by_role("link", name="Customers").click()
    expect(grid.get_by_text("••••").first).to_be_visible()
    expect(grid.get_by_text("ana@example.com")).to_be_hidden()
    expect(grid.get_by_role("columnheader", name="Note")).to_be_hidden()
    page.reload()
    expect(banner).to_be_visible()

    with afresh(page):
        page.get_by_role("button", name="Leave").click()
    expect(banner).to_be_hidden()
    page.get_by_role("link", name="Orders").click()
    expect(grid.get_by_text("A-2")).to_be_visible()
    expect(page.get_by_role("button", name="New record")).to_be_visible()
