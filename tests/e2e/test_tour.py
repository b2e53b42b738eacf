"""The same tour through every kind of source: connected, listed, filtered, sorted, edited and related."""

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from sqlite3 import connect
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from jetway.sources.kinds import kinds
from tests.e2e.conftest import DESKTOP, PHONE, Server, Watched
from tests.e2e.stops import STOPS, Stop, There
from tests.e2e.test_sources import Settings, link_to, menu
from tests.e2e.test_table import cell, rows
from tests.fakes.app import app
from tests.fakes.thread import in_a_thread
from tests.sources import apps

BOOK = "Address book"


@dataclass(frozen=True)
class Tour:
    """One page of the interface for all stops, and a database whose rows lead to those of each."""

    page: Page
    settings: Settings
    watched: Watched


@dataclass
class Requests:
    """How many a source was asked, from one look to the next. Nothing is known of databases."""

    asked: Callable[[], list[Any]]
    before: int = 0

    def since(self) -> int:
        """Since the last look."""
        count = len(self.asked())
        new, self.before = count - self.before, count
        return new


@pytest.fixture(scope="module")
def tour(browser: Browser, demo: Server) -> Iterator[Tour]:
    file = demo.files / "book.sqlite"
    with closing(connect(file)) as connection, connection:
        for stop in STOPS:
            kept = "INTEGER" if isinstance(stop.key, int) else "TEXT"
            connection.execute(
                f"CREATE TABLE {stop.meetings} (id INTEGER PRIMARY KEY, note TEXT, who {kept})"
            )
            told = [("at home", stop.key), ("at work", stop.key), ("nobody came", None)]
            connection.executemany(f"INSERT INTO {stop.meetings} (note, who) VALUES (?, ?)", told)
    context = browser.new_context(storage_state=demo.state / "session.json", viewport=DESKTOP)
    watched = Watched(demo.url)
    watched.expect("status of (4|5)")
    watched.watch(context)
    settings = Settings(context.new_page(), demo)
    settings.add("SQLite", BOOK, File=str(file))
    yield Tour(settings.page, settings, watched)
    settings.remove(BOOK)
    context.close()
    file.unlink()


@pytest.fixture(params=STOPS, ids=lambda stop: stop.slug)
def at(request: pytest.FixtureRequest, tour: Tour, demo: Server) -> Iterator[tuple[Stop, There]]:
    """A stop, connected as a person does it, with one of its tables."""
    stop: Stop = request.param
    with stop.serve(request, demo.files) as there:
        yield stop, there
        if "/settings/" in tour.page.url:
            tour.page.goto("about:blank")  # a form that is not saved asks nothing then
        tour.settings.go().get_by_role("button", name=f"Actions for {BOOK}").wait_for()
        if tour.page.get_by_role("button", name=f"Actions for {stop.kind}").count():
            tour.settings.remove(stop.kind)
    tour.watched.check()


def test_every_kind_is_a_stop():
    assert len(STOPS) == len(kinds())


def test_a_source_is_worked_with(at, tour):
    stop, there = at
    page, requests = tour.page, Requests(there.asked)
    connected(tour, stop, there)
    requests.since()
    link_to(page, stop.kind, stop.title).click()
    page.wait_for_url(re.compile(f"%2F{stop.table}"))
    expect(page.get_by_text(f"{stop.rows} rows", exact=True).first).to_be_visible()
    assert requests.since() <= stop.pages
    filtered(page, stop)
    ordered(page, stop)
    requests.since()
    edited(page, stop, there, requests)
    related(tour, stop, requests)


def test_a_relation_is_declared_on_a_phone(tour, open_page, demo):
    [(name,)] = demo.sql("SELECT name FROM customers WHERE id = 7")
    page = open_page(f"address-book%2F{STOPS[0].meetings}", viewport=PHONE)
    page.get_by_role("button", name="Columns").click()
    page.get_by_role("button", name="Where Who leads to").click()
    leads(page, "Customers")
    expect(page.get_by_role("listitem").filter(has_text="at home")).to_contain_text(name)


def test_an_app_that_refuses_is_quoted_at_once_and_not_asked_on(tour):
    page = tour.page
    with in_a_thread(app(apps.repository())) as kept:
        typed = {
            "Owner": "acme",
            "Repository": "shop",
            "Token": apps.key_of("github"),
            "Address": kept.address,
        }
        tour.settings.add("GitHub", "Hub", **typed)
        kept.faults[:] = [(401, {}, {})]
        kept.asked.clear()
        link_to(page, "Hub", "Issues").click()
        alert = page.get_by_role("main").get_by_role("alert")
        expect(alert).to_contain_text("Hub (GitHub) does not take the key")
        assert len(kept.asked) == 1
        for fault, said, asked in (
            (
                (429, {}, {"Retry-After": "3600"}),
                "Hub (GitHub) takes no more requests for now. Try again in an hour",
                1,
            ),
            ((429, {}, {}), "Hub (GitHub) takes no more requests for now.", 3),
            ((500, {}, {}), "Hub (GitHub) has a fault of its own (500)", 3),
            ((200, {}, {}), "The app sent no list", 1),
        ):
            kept.faults[:] = [fault] * asked
            kept.asked.clear()
            with page.expect_response(lambda answer: answer.status >= 400, timeout=60_000):
                alert.get_by_role("button", name="Try again").click()
            expect(alert).to_contain_text(said)
            assert len(kept.asked) == asked
        alert.get_by_role("button", name="Try again").click()
        expect(page.get_by_text("30 rows", exact=True).first).to_be_visible()
        tour.settings.remove("Hub")


def test_a_link_to_a_table_that_came_since_leads_there(tour, open_page, demo):
    page = open_page("orders")
    page.get_by_role("grid").wait_for()
    file = demo.files / "later.sqlite"
    with closing(connect(file)) as connection, connection:
        connection.execute("CREATE TABLE visits (id INTEGER PRIMARY KEY)")
    tour.settings.add("SQLite", "Later", File=str(file))
    page.goto(f"{demo.url}/#/{demo.bridge}/later%2Fvisits")
    expect(page.get_by_text("There is no table called later/visits here")).to_be_visible()
    page.get_by_role("button", name="Look again").click()
    expect(page.get_by_text("No rows yet")).to_be_visible()
    tour.settings.remove("Later")
    file.unlink()


def connected(tour: Tour, stop: Stop, there: There) -> None:
    """As a person types it: wrong at first, and told so; then tried, and one table ticked."""
    page = tour.page
    form(tour, stop, there)
    test = page.get_by_role("button", name="Test", exact=True)
    for label, text, said in there.wrong:
        field(page, label).fill(text)
        test.click()
        expect(page.get_by_role("alert")).to_contain_text(said)
        field(page, label).fill(there.typed[label])
        expect(page.get_by_role("alert")).to_have_count(0)
    test.click()
    expect(page.get_by_role("status").filter(has_text=re.compile("[0-9] tables?"))).to_be_visible()
    if stop.kind != "REST API":  # which has no tables but those that were described
        page.get_by_label("Only the ticked ones").check()
        page.get_by_role("button", name="None", exact=True).click()
        page.get_by_role("checkbox", name=stop.table, exact=True).check()
    tour.settings.save(stop.kind)


def form(tour: Tour, stop: Stop, there: There) -> None:
    page = tour.page
    typed = dict(there.typed)
    if stop.kind == "REST API":
        tour.settings.go("+rest").get_by_role("button", name="Paste a connector file").click()
        field(page, "Text").fill(typed.pop("Text"))
        page.get_by_text("A source can be made of it").wait_for()
        page.get_by_role("tab", name="Connection").click()
        field(page, "Title").fill(stop.kind)
    else:
        tour.settings.describe(stop.kind, stop.kind)
    for label, text in typed.items():
        box = field(page, label)
        if label == "Encryption":
            box.select_option(label=text)
        else:
            box.fill(text)


def field(page: Page, label: str) -> Locator:
    named = {"name": label, "exact": True}
    return page.get_by_role("textbox", **named).or_(page.get_by_role("combobox", **named))


def filtered(page: Page, stop: Stop) -> None:
    """To what a column contains; who looked for it is said."""
    column, text, count = stop.found.column, stop.found.text, stop.found.rows
    page.get_by_role("button", name="Add a filter").click()
    page.get_by_role("textbox", name="Find a column").fill(column)
    page.keyboard.press("Enter")
    page.get_by_role("textbox", name="Find a column").wait_for(state="hidden")
    page.get_by_role("dialog").get_by_role("textbox").last.fill(text)
    page.get_by_role("button", name="Add filter").click()
    expect(page.get_by_text("1 row" if count == 1 else f"{count} rows", exact=True).first).to_be_visible()
    looked = page.get_by_text(f"searched here among {stop.found.of} rows")
    expect(looked).to_have_count(0 if stop.found.of is None else 1)
    page.get_by_role("button", name=re.compile("^Remove the filter")).click()
    expect(page.get_by_text(f"{stop.rows} rows", exact=True).first).to_be_visible()


def ordered(page: Page, stop: Stop) -> None:
    """By what the source sorts by; of a column that it does not sort by, the menu says so."""
    if stop.sort is not None:
        column, first = stop.sort
        head = page.get_by_role("columnheader", name=re.compile(f"^{column.removeprefix('-')}"))
        for way in ("ascending", "descending")[: 1 + column.startswith("-")]:
            head.click()
            expect(head).to_have_attribute("aria-sort", way)
            expect(page.get_by_role("grid")).to_have_attribute("aria-busy", "false")
        expect(rows(page).nth(1)).to_contain_text(first)
        expect(
            page.get_by_text(f"{stop.rows} rows", exact=True).first
        ).to_be_visible()  # also those without it
        return
    expect(page.locator("[role=columnheader][aria-sort]")).to_have_count(0)
    page.get_by_role("columnheader").nth(1).click(button="right")
    expect(page.get_by_role("menuitem", name="Its source does not sort by this column")).to_be_visible()
    page.keyboard.press("Escape")


def edited(page: Page, stop: Stop, there: There, requests: Requests) -> None:
    """In the record, which costs one request, where the source takes changes."""
    row = rows(page).filter(has_text=stop.row)
    row.get_by_role("button", name=re.compile("^Open row")).click()
    record = page.get_by_role("dialog")
    shown = record.get_by_role("textbox").or_(record.get_by_role("status"))
    shown.first.wait_for()
    assert requests.since() <= 1
    if stop.edit is None:
        expect(record.get_by_role("textbox")).to_have_count(0)
    else:
        column, text = stop.edit
        record.get_by_role("textbox", name=column, exact=True).fill(text)
        record.get_by_role("button", name=re.compile("^Save")).click()
        page.get_by_text("Saved", exact=True).wait_for()
        assert str(there.stored()) == text
    record.get_by_role("button", name="Close").click()
    record.wait_for(state="hidden")


def related(tour: Tour, stop: Stop, requests: Requests) -> None:
    """Rows of a database lead to the row, which is called by its name there; it is asked for once."""
    page = tour.page
    meetings = stop.meetings.replace("_", " ")
    menu(page).get_by_role("link", name=re.compile(f"^{meetings}", re.IGNORECASE)).click()
    page.get_by_role("columnheader", name=re.compile("^Who")).click(button="right")
    page.get_by_role("menuitem", name="Relation…").click()
    requests.since()
    leads(page, stop.title)
    link = cell(page, "at home", "Who").get_by_role("link", name=stop.named)
    expect(link).to_be_visible()
    assert requests.since() <= 1
    link.click()
    page.wait_for_url(re.compile(f"%2F{stop.table}/"))
    expect(page.get_by_role("tab", name=re.compile("^Met"))).to_contain_text(BOOK)


def leads(page: Page, title: str) -> None:
    """The column, to the table that is called so, the last one of these."""
    dialog = page.get_by_role("dialog", name="Where Who leads to")
    dialog.get_by_label("Table").fill(title)
    page.get_by_role("option", name=title, exact=True).last.click()
    dialog.get_by_role("button", name="Save").click()
    dialog.wait_for(state="hidden")
