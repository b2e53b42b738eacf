"""What was done to rows, and tables as files, in the browser."""

import csv
import re

from playwright.sync_api import Page, expect

from tests.e2e.conftest import PHONE
from tests.e2e.test_accessible import OPENED, check, no_sideways_scroll


def choose(page: Page, action: str):
    """The dialog behind an entry of the table's menu."""
    page.get_by_role("button", name="More of the table").click()
    page.get_by_role("menuitem", name=action).click()
    dialog = page.get_by_role("dialog")
    dialog.wait_for()
    return dialog


def test_a_change_is_told_and_taken_back(open_page, demo):
    [(before,)] = demo.sql("SELECT city FROM orders WHERE id = 21")
    page = open_page("orders/21")
    city = page.get_by_role("textbox", name="City")
    for name in ("Faro", "Braga"):
        city.fill(name)
        with page.expect_response(lambda response: response.request.method == "PATCH"):
            page.keyboard.press("ControlOrMeta+s")
    page.get_by_role("tab", name="History").click()
    events = page.get_by_role("tabpanel", name="History").get_by_role("listitem")
    expect(events).to_have_count(2)
    expect(events.first).to_contain_text(re.compile("Ada Lovelace changed it.*Faro.*Braga", re.S))
    check(page)
    events.last.get_by_role("button", name="Restore City").click()
    page.get_by_role("dialog").get_by_role("button", name="Restore").click()
    expect(events).to_have_count(3)
    expect(events.first).to_contain_text("by restoring")
    expect(city).to_have_value(before)
    assert demo.sql("SELECT city FROM orders WHERE id = 21") == [(before,)]


def test_what_a_list_shows_is_taken_away_as_a_file(open_page, demo, watched, tmp_path):
    watched.expect("ERR_FAILED")
    page = open_page("orders?q=INV-1234", viewport=PHONE)
    page.get_by_text("INV-12349").first.wait_for()
    dialog = choose(page, "Export")
    check(page, OPENED)
    no_sideways_scroll(page)
    page.route("**/export/**", lambda route: route.abort())
    dialog.get_by_role("button", name="Export").click()
    expect(dialog.get_by_role("alert")).to_contain_text("No answer")
    page.unroute_all()
    with page.expect_download() as download:
        dialog.get_by_role("button", name="Try again").click()
    assert re.fullmatch(r"orders-\d{4}-\d\d-\d\d\.csv", download.value.suggested_filename)
    file = tmp_path / "orders.csv"
    download.value.save_as(file)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        found = list(csv.DictReader(lines))
    wanted = demo.sql("SELECT number FROM orders WHERE number LIKE 'INV-1234%' ORDER BY id DESC")
    assert [(row["number"],) for row in found] == wanted
    assert found[0]["customer.name"] != ""


LINES = """SKU;Name;Category;Price;Released;Remark
IMP-1;Lamp;{category};11.50;2026-01-31;old
IMP-2;Lantern;{category};12.50;2026-01-31;new
IMP-3;Torch;{category};dear;2026-01-31;wrong
"""


def test_a_file_is_tried_and_then_becomes_rows(open_page, demo):
    [(id_, category)] = demo.sql(
        "SELECT min(id), name FROM categories GROUP BY name HAVING count(*) = 1 LIMIT 1"
    )
    demo.sql(
        "INSERT INTO products (sku, name, category_id, price, released)"
        f" VALUES ('IMP-1', 'Lamp', {id_}, 9, '2026-01-31')"
    )
    page = open_page("products")
    dialog = choose(page, "Import")
    file = {"name": "new.csv", "mimeType": "", "buffer": LINES.format(category=category).encode()}
    dialog.locator("input[type=file]").set_input_files(file)
    dialog.get_by_text("Either").click()
    expect(dialog.get_by_label("Where Category goes")).to_have_value("category.name")
    expect(dialog.get_by_label("Where Remark goes")).to_have_value("")
    expect(dialog.get_by_role("list").get_by_text("IMP-1 · IMP-2 · IMP-3")).to_be_visible()
    check(page, OPENED)
    dialog.get_by_role("button", name="Check the file").click()
    expect(dialog.get_by_role("status")).to_have_text(
        "1 row will be added1 row will be changed1 line is wrong"
    )
    expect(dialog.get_by_role("list", name="wrong")).to_contain_text(re.compile("Line 4.*Price.*dear", re.S))
    check(page, OPENED)
    imported = "SELECT sku, price, category_id FROM products WHERE sku LIKE 'IMP-%' ORDER BY sku"
    assert demo.sql(imported) == [("IMP-1", 9, id_)]
    dialog.get_by_label("Leave out the wrong lines").check()
    dialog.get_by_role("button", name="Import").click()
    expect(dialog.get_by_text("1 row was added")).to_be_visible()
    expect(dialog.get_by_text("1 line was left out")).to_be_visible()
    dialog.get_by_role("button", name="Done").click()
    expect(page.get_by_role("grid").get_by_text("IMP-2")).to_be_visible()
    assert demo.sql(imported) == [("IMP-1", 11.5, id_), ("IMP-2", 12.5, id_)]


def choose_all(page: Page, count: int):
    """Tick one row of a list, then take all that it finds."""
    page.get_by_role("grid").get_by_role("row").nth(1).get_by_role("checkbox").check()
    page.get_by_role("button", name=f"Select all {count} matching").click()
    page.get_by_text(f"All {count} matching rows selected").wait_for()


def test_all_rows_of_a_search_are_changed_and_deleted_and_one_comes_back(open_page, demo):
    page = open_page("orders?q=INV-125")
    choose_all(page, 100)
    page.get_by_role("button", name="Edit…").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Choose a column").select_option("City")
    dialog.get_by_label("City", exact=True).fill("Porto")
    check(page, OPENED)
    dialog.get_by_role("button", name="Continue").click()
    expect(dialog.get_by_text("100 rows of Orders get these values:")).to_be_visible()
    check(page, OPENED)
    dialog.get_by_role("button", name="Change 100 rows").click()
    expect(page.get_by_text("100 rows changed")).to_be_visible()
    changed = "SELECT count(*) FROM orders WHERE city = 'Porto' AND number LIKE 'INV-125%'"
    assert demo.sql(changed) == [(100,)]

    choose_all(page, 100)
    page.get_by_role("button", name="Delete…").click()
    dialog = page.get_by_role("dialog", name="Delete 100 rows?")
    expect(dialog).to_contain_text("brings back these rows only")
    dialog.get_by_label("Type orders to confirm").fill("orders")
    dialog.get_by_role("button", name="Delete", exact=True).click()
    expect(page.get_by_text("Nothing matches")).to_be_visible()
    assert demo.sql(changed) == [(0,)]

    events = choose(page, "Deleted rows").get_by_role("listitem")
    expect(events).to_have_count(20)
    expect(events.first).to_contain_text("deleted it together with other rows")
    page.get_by_role("button", name="Load more").click()
    expect(events).to_have_count(40)
    events.first.get_by_role("button", name="Restore INV-125").click()
    check(page, OPENED)
    page.get_by_role("dialog", name="Restore INV-125").get_by_role("button", name="Restore").click()
    expect(events.first).to_contain_text("is back")
    assert demo.sql(changed) == [(1,)]
