"""Whatever stands in a database, it is shown as text: nothing of it runs, and nothing of it is fetched."""

import csv
import io
import json
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import APIResponse, Browser, Page, expect

from tests.e2e.conftest import DESKTOP, Server, Watched, sign_up, start, stop
from tests.servers import LOGIN, PASSWORD
from tests.sources.databases import run_postgresql

RUNS = "window.ran=1"
VALUES = (
    f"<script>{RUNS}</script>",
    f"<img src=x onerror={RUNS}>",
    f"'\"><svg onload={RUNS}><a href=javascript:{RUNS}>",
    f"javascript:{RUNS}//",
    f"data:text/html,<script>parent.{RUNS}</script>",
    "https://evil.invalid/pixel.png",
    "//evil.invalid/pixel.svg",
    f"{{{{constructor.constructor('{RUNS}')()}}}}",
    "</textarea></title></style><iframe srcdoc='<script>top.ran=1</script>'>",
    f"\u202e<b onmouseover={RUNS}>" + "x" * 5000,
)
TABLE = f"<img src=x onerror={RUNS}>"
COLUMN = f'"><script>{RUNS}</script>'
FORMULA = "=HYPERLINK(1)"
NOTES = f"""CREATE TABLE notes (id int PRIMARY KEY, note text);
INSERT INTO notes VALUES (1, '{VALUES[0]}');"""


def build(path) -> None:
    """A shop whose names and values are all markup."""

    def quoted(name: str) -> str:
        return '"' + name.replace('"', '""') + '"'

    with closing(sqlite3.connect(path)) as connection, connection:
        columns = f"{quoted(COLUMN)} TEXT, website TEXT, photo TEXT, document JSON, note TEXT"
        connection.execute(f"CREATE TABLE {quoted(TABLE)} (id INTEGER PRIMARY KEY, {columns})")
        rows = [(value, value, value, json.dumps({value: [value]}), value) for value in (*VALUES, FORMULA)]
        names = f"{quoted(COLUMN)}, website, photo, document, note"
        connection.executemany(f"INSERT INTO {quoted(TABLE)} ({names}) VALUES (?, ?, ?, ?, ?)", rows)


@contextmanager
def signed_in(browser: Browser, database: str, state: Path) -> Iterator[tuple[Page, Server]]:
    """A page of the first person of an installation, which fetches nothing from elsewhere."""
    server = start("up", database, state=state)
    watched = Watched(server.url)
    context = browser.new_context(viewport=DESKTOP)
    try:
        watched.watch(context)
        page = context.new_page()
        sign_up(page, server)
        yield page, server
        watched.check()
    finally:
        context.close()
        stop(server.process)


@pytest.fixture
def hostile(tmp_path, browser):
    """A page of somebody who is signed in, at a menu with one table."""
    build(tmp_path / "shop.sqlite")
    with signed_in(browser, str(tmp_path / "shop.sqlite"), tmp_path / "state") as (page, _):
        yield page


@pytest.fixture
def hostile_names(tmp_path, browser, postgresql_server):
    """The same where comments, and the names of people, project and bridge, are markup too."""
    make_database(postgresql_server, "hostile")
    comments = "".join(
        f"COMMENT ON {what} IS '{TABLE}';" for what in ("TABLE notes", "COLUMN notes.id", "COLUMN notes.note")
    )
    run_postgresql(postgresql_server, "hostile", f"{NOTES} {comments}")
    with signed_in(browser, postgresql_server.url("hostile"), tmp_path / "state") as (page, server):
        page.wait_for_url(re.compile(r"#/[0-9a-f]{24}/"))
        for change in (
            f"UPDATE people SET name = '{TABLE}'",
            f"UPDATE projects SET name = '{TABLE}'",
            f"UPDATE environments SET name = '{TABLE}'",
            f"UPDATE bridges SET given_name = '{TABLE}'",
        ):
            server.sql(change, "control.sqlite")
        yield page, server


def make_database(server, name: str) -> None:
    """An empty one."""
    run_postgresql(server, "postgres", f"DROP DATABASE IF EXISTS {name} (FORCE)")
    run_postgresql(server, "postgres", f"CREATE DATABASE {name}")


def twin(server) -> dict[str, object]:
    """Another database with the same table, as a source that people add."""
    make_database(server, "twin")
    run_postgresql(server, "twin", NOTES)
    login = {"user": LOGIN, "password": PASSWORD, "sslmode": "disable"}
    return {"host": "127.0.0.1", "port": server.port, "database": "twin", **login}


def ask(page: Page, method: str, url: str, body: object = None) -> APIResponse:
    """What the bridge answers, asked with the token that the page has in its memory."""
    with page.expect_request(re.compile("/api/model")) as seen:
        page.reload()
    headers = {"Authorization": seen.value.headers["authorization"], "Content-Type": "application/json"}
    return page.request.fetch(url, method=method, headers=headers, data=body and json.dumps(body))


def harmless(page: Page) -> None:
    """Nothing has run, and nothing stands in the page that would."""
    assert page.evaluate("window.ran") is None
    assert (
        page.evaluate("""() => [...document.querySelectorAll("*")].flatMap((element) =>
        [...element.attributes]
            .filter(({ name, value }) => name.startsWith("on") || name === "srcdoc" ||
                (["href", "src", "action"].includes(name) && /^\\s*(javascript|data:text)/i.test(value)))
            .map(({ name, value }) => `${element.tagName} ${name}=${value}`))""")
        == []
    )
    assert page.evaluate("document.querySelectorAll('body script, iframe, object, embed').length") == 0


def test_markup_in_names_rows_and_files_is_text(hostile, tmp_path):
    page = hostile
    page.get_by_role("navigation").get_by_role("link", name=re.compile("onerror", re.I)).first.click()
    grid = page.get_by_role("grid")
    expect(grid.get_by_text(VALUES[0]).first).to_be_visible()
    harmless(page)

    listed = page.url.partition("?")[0].rstrip("/")
    for key in range(1, len(VALUES) + 1):
        page.goto(f"{listed}/{key}")
        expect(page.get_by_role("textbox", name="Note")).to_have_value(VALUES[key - 1])
        expect(page).to_have_title(re.compile("onerror", re.I))
        harmless(page)

    page.goto(f"{listed}?search={quote(VALUES[1])}")
    expect(grid.get_by_text(VALUES[1]).first).to_be_visible()
    harmless(page)

    file = tmp_path / f"{VALUES[1].replace('/', '')}.csv"
    file.write_text(f"website,note\n{VALUES[1]},{VALUES[1]}\n")
    page.get_by_role("button", name="More of the table").click()
    page.get_by_role("menuitem", name="Import").click()
    dialog = page.get_by_role("dialog")
    dialog.locator("input[type=file]").set_input_files(file)
    expect(dialog.get_by_text(VALUES[1]).first).to_be_visible()
    harmless(page)


def test_markup_in_comments_and_titles_is_text(hostile_names):
    page, _ = hostile_names
    page.get_by_role("navigation").get_by_role("link", name=re.compile("Notes")).first.click()
    grid = page.get_by_role("grid")
    expect(grid.get_by_role("columnheader", name=re.compile("Note"))).to_have_attribute(
        "title", re.compile(re.escape(TABLE))
    )
    harmless(page)
    page.goto(f"{page.url.partition('?')[0].rstrip('/')}/1")
    expect(page.get_by_role("textbox", name="Note")).to_have_value(VALUES[0])
    harmless(page)


def test_markup_in_the_names_of_people_places_and_sources_is_text(hostile_names, postgresql_server):
    page, server = hostile_names
    body = {"name": "twin", "title": TABLE, "kind": "postgresql", "options": twin(postgresql_server)}
    added = ask(page, "POST", f"{server.url}/api/sources/", body)
    assert added.status == 201, added.text()
    shown = page.get_by_text(TABLE)
    for path in ("people", "project", "bridges", "sources", "roles", "activity"):
        page.goto(f"{server.url}/#/settings/{path}")
        page.reload()
        expect(shown.or_(page.locator(f"input[value='{TABLE}']")).first).to_be_visible()
        harmless(page)


def test_a_file_of_markup_is_read_back_as_it_was(hostile):
    """Every text is whole in its cell; one that a spreadsheet would run has an apostrophe before it."""
    page = hostile
    with page.expect_request(re.compile("/api/models/")) as seen:
        page.get_by_role("navigation").get_by_role("link", name=re.compile("onerror", re.I)).first.click()
    table = seen.value.url.partition("?")[0]
    told = ask(page, "GET", f"{table}export/?_order_by=id")
    assert told.ok, told.text()
    assert told.headers["content-disposition"].startswith("attachment")
    assert told.headers["x-content-type-options"] == "nosniff"
    assert told.headers["content-type"].startswith("text/csv")
    rows = csv.DictReader(io.StringIO(told.text()))
    assert [row["note"] for row in rows] == [*VALUES, f"'{FORMULA}"]


INHERITED = ("__proto__", "constructor", "toString", "hasOwnProperty")


def test_columns_that_are_called_as_what_every_object_has_are_columns_like_others(browser, tmp_path):
    names = ", ".join(f'"{name}" TEXT' for name in INHERITED)
    with closing(sqlite3.connect(tmp_path / "shop.sqlite")) as connection, connection:
        connection.execute(f"CREATE TABLE teas (id INTEGER PRIMARY KEY, {names})")
        connection.execute("INSERT INTO teas VALUES (1, 'value 0', 'value 1', 'value 2', 'value 3')")
    with signed_in(browser, str(tmp_path / "shop.sqlite"), tmp_path / "state") as (page, server):
        page.get_by_role("navigation").get_by_role("link", name="Teas").first.click()
        grid = page.get_by_role("grid")
        for number in range(len(INHERITED)):
            expect(grid.get_by_text(f"value {number}", exact=True)).to_be_visible()
        page.goto(f"{page.url.partition('?')[0].rstrip('/')}/1")
        fields = page.get_by_role("main").get_by_role("textbox")
        expect(fields).to_have_count(1 + len(INHERITED))  # the key is one, too
        for number in range(len(INHERITED)):
            expect(fields.nth(1 + number)).to_have_value(f"value {number}")
            fields.nth(1 + number).fill(f"new {number}")
        page.keyboard.press("Control+s")
        expect(page.get_by_text("Saved").first).to_be_visible()
        stored = server.sql("SELECT * FROM teas", str(tmp_path / "shop.sqlite"))
    assert stored == [(1, "new 0", "new 1", "new 2", "new 3")]
