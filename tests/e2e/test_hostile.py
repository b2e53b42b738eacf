"""Whatever stands in a database, it is shown as text: nothing of it runs, and nothing of it is fetched."""

import json
import re
import sqlite3
from contextlib import closing
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import DESKTOP, Watched, sign_up, start, stop

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


def build(path) -> None:
    """A shop whose names and values are all markup."""

    def quoted(name: str) -> str:
        return '"' + name.replace('"', '""') + '"'

    with closing(sqlite3.connect(path)) as connection, connection:
        columns = f"{quoted(COLUMN)} TEXT, website TEXT, photo TEXT, document JSON, note TEXT"
        connection.execute(f"CREATE TABLE {quoted(TABLE)} (id INTEGER PRIMARY KEY, {columns})")
        rows = [(value, value, value, json.dumps({value: [value]}), value) for value in VALUES]
        names = f"{quoted(COLUMN)}, website, photo, document, note"
        connection.executemany(f"INSERT INTO {quoted(TABLE)} ({names}) VALUES (?, ?, ?, ?, ?)", rows)


@pytest.fixture
def hostile(tmp_path, browser):
    """A page of somebody who is signed in, at a menu with one table."""
    build(tmp_path / "shop.sqlite")
    server = start("up", str(tmp_path / "shop.sqlite"), state=tmp_path / "state")
    watched = Watched(server.url)
    context = browser.new_context(viewport=DESKTOP)
    try:
        watched.watch(context)
        page = context.new_page()
        sign_up(page, server)
        yield page
        watched.check()
    finally:
        context.close()
        stop(server.process)


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
