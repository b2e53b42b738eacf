"""Columns that hold files, in the browser: declared, filled, looked at and emptied."""

import base64
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from jetway.demo.photos import photo
from tests.e2e.conftest import DESKTOP, PHONE, Server, afresh, answered
from tests.e2e.test_accessible import OPENED, check, no_sideways_scroll
from tests.e2e.test_people import act, settings

PICTURE = photo("mug", "Terracotta")
OTHER = photo("bowl", "Sage")
ANY = re.compile("^Logo:")


@pytest.fixture(scope="module")
def logos(demo: Server) -> Iterator[Server]:
    """The demo, of whose suppliers the first nine have lost the logos that they had."""
    before = demo.sql("SELECT logo, id FROM suppliers WHERE id < 10")
    demo.sql("UPDATE suppliers SET logo = NULL WHERE id < 10")
    yield demo
    for logo, number in before:
        demo.sql(f"UPDATE suppliers SET logo = '{logo}' WHERE id = {number}")


def field(page: Page, action: str) -> Locator:
    return page.get_by_role("button", name=f"Logo: {action}")


def choose(page: Page, file: dict[str, object]) -> None:
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name=ANY).first.click()
    chooser.value.set_files(file)


def put(page: Page, name: str, content: bytes = PICTURE) -> None:
    """Chooses a picture, and waits until it is sent."""
    choose(page, {"name": name, "mimeType": "image/png", "buffer": content})
    expect(page.get_by_alt_text(f"Preview of {name}")).to_be_visible()


def save(page: Page) -> None:
    with answered(page, "PATCH"):
        page.get_by_role("button", name="Save").click()


def is_drawn(picture: Locator) -> None:
    """It has come, whole."""
    expect(picture).not_to_have_js_property("naturalWidth", 0)


def cell(page: Page, name: str) -> Locator:
    """The cell of the column in the row of that name."""
    row = page.get_by_role("row").filter(has_text=name)
    row.wait_for()
    heads = page.locator("[data-head] [data-cell]").all_inner_texts()
    return row.locator(f"[data-cell='{heads.index('Logo')}']")


def drop(target: Locator, name: str, kind: str, content: bytes) -> None:
    """What a browser does when a file is dropped there."""
    made = """([name, type, text]) => {
      const held = new DataTransfer();
      held.items.add(new File([Uint8Array.from(atob(text), (one) => one.charCodeAt(0))], name, { type }));
      return held;
    }"""
    held = target.page.evaluate_handle(made, [name, kind, base64.b64encode(content).decode()])
    for event in ("dragover", "drop"):
        target.dispatch_event(event, {"dataTransfer": held})


def declare(page: Page, column: str) -> Locator:
    """The dialog in which a column is said to hold files, by the list of the columns."""
    page.get_by_role("button", name="Columns").click()
    page.get_by_role("button", name=f"Files in {column}").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Largest size").wait_for()
    return dialog


def test_a_column_is_said_to_hold_files_and_no_longer(logos, open_page):
    page = open_page("suppliers", viewport=PHONE, color_scheme="dark", reduced_motion="reduce")
    dialog = declare(page, "Website")
    dialog.get_by_label("Which files").click()
    page.get_by_role("option", name="A list of my own").click()
    dialog.get_by_label("Types and endings").fill("pdf")
    page.keyboard.press("Enter")
    dialog.get_by_label("Largest size").fill("0.5")
    check(page, OPENED)
    no_sideways_scroll(page)
    dialog.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Website holds files", exact=True)).to_be_visible()
    page.set_viewport_size(DESKTOP)
    page.get_by_role("columnheader", name="Website").click(button="right")
    page.get_by_role("menuitem", name="Files…").click()
    expect(page.get_by_role("dialog").get_by_label("Largest size")).to_have_value("0.5")
    page.get_by_role("dialog").get_by_role("button", name="Hold files no longer").click()
    expect(page.get_by_text("Website holds files no longer")).to_be_visible()


def test_what_columns_stand_for_is_asked_of_those_alone_who_may_say_it(logos, open_page):
    page = open_page("suppliers")

    def told(route: Route) -> None:
        answer = route.fetch()
        tables = [{**one, "declarable": False} for one in answer.json()]
        route.fulfill(response=answer, json=tables)

    page.route("**/model_descriptions/", told)
    page.reload()
    page.get_by_role("columnheader", name="Website").click(button="right")
    page.get_by_role("menuitem", name="Hide").wait_for()
    assert page.get_by_role("menuitem", name=re.compile("Files…|Relation…")).count() == 0
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Columns").click()
    page.get_by_role("dialog", name="Columns").wait_for()
    assert page.get_by_role("button", name="Files in Website").count() == 0
    page.unroute_all()


def test_the_field_says_why_a_file_is_not_taken(logos, open_page, watched):
    watched.expect("ERR_FAILED")
    page = open_page("suppliers/1")
    field(page, "Choose a file…").wait_for()
    choose(page, {"name": "notes.txt", "mimeType": "text/plain", "buffer": b"Hello"})
    expect(page.get_by_role("alert")).to_have_text("notes.txt does not fit. This field takes: Pictures.")
    choose(page, {"name": "large.png", "mimeType": "image/png", "buffer": PICTURE + bytes(1_000_000)})
    expect(page.get_by_role("alert")).to_contain_text(
        "large.png is just over the limit. This field takes up to 1 MB."
    )
    page.route("**/file_upload/", lambda route: route.abort())
    choose(page, {"name": "mug.png", "mimeType": "image/png", "buffer": PICTURE})
    expect(page.get_by_role("alert")).to_contain_text("No answer from")
    check(page)
    page.unroute_all()
    page.get_by_role("alert").get_by_role("button", name="Try again").click()
    expect(page.get_by_alt_text("Preview of mug.png")).to_be_visible()
    assert logos.sql("SELECT logo FROM suppliers WHERE id = 1") == [(None,)]


def test_a_picture_is_saved_and_shown_by_its_name(logos, open_page):
    page = open_page("suppliers/2")
    field(page, "Choose a file…").wait_for()
    put(page, "mug.png")
    save(page)
    [(path,)] = logos.sql("SELECT logo FROM suppliers WHERE id = 2")
    assert re.fullmatch(r"[0-9a-f-]{36}/mug\.png", path)
    page.get_by_role("tab", name="History").click()
    line = page.get_by_role("tabpanel", name="History").get_by_role("listitem").first
    expect(line).to_contain_text(re.compile(r"no value.*mug\.png", re.S))
    expect(line).not_to_contain_text(path[:8])


def test_pictures_of_a_list_are_asked_for_at_once(logos, open_page):
    with_pictures = {3: "a.png", 4: "b.png", 5: "c.png"}
    page = open_page("suppliers")
    names = dict(logos.sql("SELECT id, name FROM suppliers"))
    for number, name in with_pictures.items():
        with answered(page, "PATCH"):
            drop(cell(page, names[number]), name, "image/png", PICTURE)
        is_drawn(cell(page, names[number]).locator("img"))
    asked = []
    page.on("request", lambda one: asked.append(one.post_data) if "file_urls" in one.url else None)
    page.reload()
    for number in with_pictures:
        is_drawn(cell(page, names[number]).locator("img"))
    [body] = asked
    assert len(json.loads(body)["keys"]) == len(logos.sql("SELECT 1 FROM suppliers WHERE logo IS NOT NULL"))
    cell(page, names[5]).get_by_text("c.png").hover()
    expect(page.get_by_role("link", name="Download c.png")).to_be_visible()
    check(page)


def test_a_file_dropped_on_a_cell_is_written_and_taken_back(logos, open_page):
    page = open_page("suppliers")
    [(name,)] = logos.sql("SELECT name FROM suppliers WHERE id = 6")
    drop(cell(page, name), "notes.txt", "text/plain", b"Hello")
    expect(page.get_by_text("notes.txt does not fit")).to_be_visible()
    drop(cell(page, name), "mug.png", "image/png", PICTURE)
    expect(page.get_by_text("Logo saved")).to_be_visible()
    with answered(page, "PATCH"):
        page.get_by_role("button", name="Undo").click()
    expect(cell(page, name)).not_to_contain_text("mug.png")
    cell(page, name).dblclick()
    with answered(page, "PATCH"):
        drop(page.get_by_role("group", name="Logo"), "bowl.png", "image/png", OTHER)
    expect(cell(page, name)).to_contain_text("bowl.png")


def test_a_file_is_downloaded_replaced_and_removed(logos, open_page, tmp_path: Path):
    page = open_page("suppliers/7")
    field(page, "Choose a file…").wait_for()
    put(page, "mug.png")
    save(page)
    page.reload()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download mug.png").click()
    download.value.save_as(tmp_path / "mug.png")
    assert (tmp_path / "mug.png").read_bytes() == PICTURE
    put(page, "bowl.png", OTHER)
    save(page)
    field(page, "Remove").click()
    expect(field(page, "Choose a file…")).to_be_focused()
    save(page)
    assert logos.sql("SELECT logo FROM suppliers WHERE id = 7") == [(None,)]


def test_who_may_only_read_is_offered_no_change(logos, open_page):
    page = open_page("suppliers/8")
    field(page, "Choose a file…").wait_for()
    put(page, "mug.png")
    save(page)
    settings(page, logos, "roles")
    act(page, "Viewer", "View as…")
    expect(page.get_by_role("status").filter(has_text="You see what Viewer sees")).to_be_visible()
    page.goto(f"{logos.url}/#/{logos.bridge}/suppliers/8")
    expect(page.get_by_text("mug.png")).to_be_visible()
    expect(page.get_by_role("button", name=ANY)).to_have_count(0)
    with afresh(page):
        page.get_by_role("button", name="Leave").click()


def test_files_on_a_phone(logos, open_page):
    page = open_page("suppliers/9", viewport=PHONE, color_scheme="dark", reduced_motion="reduce")
    field(page, "Choose a file…").wait_for()
    put(page, "mug.png")
    check(page)
    no_sideways_scroll(page)
    save(page)
    page.goto(f"{logos.url}/#/{logos.bridge}/suppliers")
    page.reload()
    [(name,)] = logos.sql("SELECT name FROM suppliers WHERE id = 9")
    expect(page.get_by_role("listitem").filter(has_text=name).locator("img")).to_be_visible()
    check(page)
