"""Working in a table as people do all day."""

import re
import sqlite3
from contextlib import closing, contextmanager
from urllib.parse import quote

from playwright.sync_api import expect


def rows(page):
    return page.get_by_role("grid").get_by_role("row")


def cell(page, row_text, column):
    """The cell of the row that shows `row_text`, under the header `column`."""
    grid = page.get_by_role("grid")
    index = grid.get_by_role("columnheader", name=re.compile(f"^{column}")).first.get_attribute(
        "aria-colindex"
    )
    row = grid.get_by_role("row").filter(has_text=row_text)
    return row.locator(f'[role="gridcell"][aria-colindex="{index}"]')


def write_cell(target, text):
    """Edit a cell as fast as its input is there."""
    target.dblclick()
    # Not the input that stands in for it until it is fetched.
    box = target.page.get_by_role("gridcell").locator("[autocomplete=off]")
    expect(box).to_be_focused()
    box.fill(text)
    box.press("Enter")


@contextmanager
def opened_without(page, files, held):
    """The page from its beginning, with those files held back, until the first is asked for."""
    address = page.url
    page.goto("about:blank")
    page.route(files, lambda route: held.append(route))
    with page.expect_request(files):
        page.goto(address)
        yield


def test_what_is_typed_before_the_input_is_there_is_saved(open_page, demo):
    page, held = open_page("orders"), []
    with opened_without(page, "**/inputs-*.js", held):
        target = cell(page, "INV-29995", "City")
        target.dblclick()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("Evora")
    page.keyboard.press("Enter")
    assert held
    page.unroute_all()  # what is held goes on, and whatever comes
    page.get_by_role("button", name="Undo").wait_for()
    expect(target).to_have_text("Evora")
    assert demo.sql("SELECT city FROM orders WHERE number = 'INV-29995'") == [("Evora",)]


def test_two_clicks_in_a_row_are_two_changes(open_page):
    filters = '[{"column":"status","op":"eq","value":"paid"},{"column":"city","op":"eq","value":"Porto"}]'
    page = open_page(f"orders?filters={quote(filters)}")
    gone = page.get_by_role("button", name=re.compile("^Remove the filter"))
    expect(gone).to_have_count(2)
    gone.evaluate_all("all => all.forEach((one) => one.click())")
    expect(gone).to_have_count(0)
    head = page.get_by_role("columnheader", name=re.compile("^Total"))
    head.evaluate("one => { one.click(); one.click(); }")
    expect(head).to_have_attribute("aria-sort", "descending")


def test_a_filter_is_a_sentence_and_a_link(open_page, demo):
    page = open_page("orders")
    page.get_by_role("button", name="Add a filter").click()
    page.get_by_role("textbox", name="Find a column").fill("Status")
    page.keyboard.press("Enter")
    page.get_by_role("checkbox", name="Refunded").check()
    page.get_by_role("button", name="Add filter").click()
    count = demo.sql("SELECT count(*) FROM orders WHERE status = 'refunded'")[0][0]
    expect(page.get_by_text(f"{count:,} rows")).to_be_visible()
    again = page.context.new_page()
    again.goto(page.url)
    expect(again.get_by_text(f"{count:,} rows")).to_be_visible()


def test_search_narrows_the_list(open_page):
    page = open_page("orders")
    page.get_by_role("searchbox", name=re.compile("Search")).or_(
        page.get_by_placeholder("Search", exact=True)
    ).first.fill("INV-12345")
    expect(page.get_by_text("1 row")).to_be_visible()
    expect(page.get_by_role("grid").get_by_text("INV-12345")).to_be_visible()


def test_an_edited_cell_arrives_in_the_database_and_can_be_undone(open_page, demo):
    page = open_page("orders")
    before = demo.sql("SELECT city FROM orders WHERE number = 'INV-29999'")[0][0]
    target = cell(page, "INV-29999", "City")
    write_cell(target, "Porto")
    expect(target).to_have_text("Porto")
    page.get_by_role("button", name="Undo").wait_for()
    assert demo.sql("SELECT city FROM orders WHERE number = 'INV-29999'") == [("Porto",)]
    with page.expect_response(lambda response: response.request.method == "PATCH"):
        page.get_by_role("button", name="Undo").click()
    expect(target).to_have_text(before)
    assert demo.sql("SELECT city FROM orders WHERE number = 'INV-29999'") == [(before,)]


def test_a_sort_follows_the_header(open_page, demo):
    page = open_page("orders")
    page.get_by_role("columnheader", name=re.compile("^Total")).click()
    lowest = demo.sql("SELECT number FROM orders ORDER BY total, id LIMIT 1")[0][0]
    expect(rows(page).nth(1)).to_contain_text(lowest)


def test_the_last_of_twenty_thousand_rows_is_one_key_away(open_page, demo):
    page = open_page("orders")
    cell(page, "INV-29999", "City").click()
    page.keyboard.press("ControlOrMeta+End")
    expect(page.get_by_role("grid").get_by_text("INV-10000")).to_be_visible()


def test_a_record_is_made_edited_and_deleted(open_page, demo):
    page = open_page("categories")
    page.get_by_role("button", name="New record").click()
    page.get_by_role("textbox", name="Name").fill("Lanterns")
    page.get_by_role("textbox", name="Position").fill("99")
    page.get_by_role("button", name="Create").click()
    page.get_by_role("heading", name="Lanterns").wait_for()
    assert demo.sql("SELECT position FROM categories WHERE name = 'Lanterns'") == [(99,)]
    page.get_by_role("textbox", name="Name").fill("Lamps and lanterns")
    page.keyboard.press("ControlOrMeta+s")
    page.get_by_role("heading", name="Lamps and lanterns").wait_for()
    assert demo.sql("SELECT position FROM categories WHERE name = 'Lamps and lanterns'") == [(99,)]
    page.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name="Delete").click()
    page.get_by_role("dialog").get_by_role("button", name=re.compile("^Delete")).click()
    expect(page.get_by_role("heading", name="Lamps and lanterns")).to_have_count(0)
    assert demo.sql("SELECT count(*) FROM categories WHERE name LIKE '%anterns'") == [(0,)]


def test_a_refused_value_says_why_at_the_cell(open_page, demo, watched):
    watched.expect("409")
    page = open_page("orders")
    target = cell(page, "INV-29998", "Invoice")
    write_cell(target, "INV-29000")
    expect(page.get_by_text("is taken by another row")).to_be_visible()
    expect(target).to_contain_text("INV-29998")
    assert demo.sql("SELECT count(*) FROM orders WHERE number = 'INV-29998'") == [(1,)]


def test_everything_is_reached_from_the_palette(open_page):
    page = open_page("orders")
    page.get_by_role("grid").get_by_text("INV-29999").wait_for()
    page.keyboard.press("ControlOrMeta+k")
    page.get_by_text("Connect a bridge").wait_for()
    page.keyboard.type("suppl")
    page.get_by_role("button", name=re.compile("New record in Suppliers")).wait_for()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Suppliers")).to_be_visible()


def change(demo, statement):
    """Somebody else changes the database."""
    with closing(sqlite3.connect(demo.state / "shop.sqlite")) as connection, connection:
        connection.execute(statement)


def test_what_somebody_else_saved_meanwhile_is_shown_and_not_overwritten(open_page, demo, watched):
    watched.expect("409")
    page = open_page("orders")
    target = cell(page, "INV-29998", "City")
    expect(target).not_to_have_text("Faro")
    change(demo, "UPDATE orders SET city = 'Faro' WHERE number = 'INV-29998'")
    write_cell(target, "Braga")
    expect(page.get_by_text("Somebody else has changed this since")).to_be_visible()
    expect(target).to_have_text("Faro")
    assert demo.sql("SELECT city FROM orders WHERE number = 'INV-29998'") == [("Faro",)]
    write_cell(target, "Braga")
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    assert demo.sql("SELECT city FROM orders WHERE number = 'INV-29998'") == [("Braga",)]


def test_a_form_shows_what_somebody_else_saved_meanwhile(open_page, demo, watched):
    watched.expect("409")
    key = demo.sql("SELECT id FROM orders WHERE number = 'INV-29997'")[0][0]
    page = open_page(f"orders/{key}")
    city = page.get_by_role("textbox", name="City")
    city.fill("Braga")
    change(demo, "UPDATE orders SET city = 'Faro' WHERE number = 'INV-29997'")
    page.keyboard.press("ControlOrMeta+s")
    expect(page.get_by_text("Was changed by somebody else since")).to_be_visible()
    assert demo.sql("SELECT city FROM orders WHERE number = 'INV-29997'") == [("Faro",)]
    page.keyboard.press("ControlOrMeta+s")
    expect(page.get_by_role("button", name="Undo")).to_be_visible()
    assert demo.sql("SELECT city FROM orders WHERE number = 'INV-29997'") == [("Braga",)]


def test_ticked_rows_are_deleted_together_after_saying_what_goes_along(open_page, demo):
    page = open_page("orders")
    numbers = ("INV-29996", "INV-29995")
    lines = "SELECT count(*) FROM order_lines JOIN orders ON orders.id = order_id WHERE number IN {}"
    along = demo.sql(lines.format(numbers))[0][0]
    assert along > 0
    for number in numbers:
        rows(page).filter(has_text=number).get_by_role("checkbox").check()
    page.get_by_role("button", name="Delete…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text(re.compile(f"Order lines: {along} rows are deleted along"))).to_be_visible()
    dialog.get_by_role("button", name="Delete", exact=True).click()
    expect(rows(page).filter(has_text=numbers[0])).to_have_count(0)
    assert demo.sql(f"SELECT count(*) FROM orders WHERE number IN {numbers}") == [(0,)]
    expect(page.get_by_text("2 rows selected")).to_have_count(0)


def test_what_is_typed_before_the_palette_is_there_is_in_it(open_page, demo):
    page, held = open_page("orders"), []
    [(city,)] = demo.sql("SELECT city FROM orders WHERE number = 'INV-29994'")
    with opened_without(page, "**/Overlays-*.js", held):
        target = cell(page, "INV-29994", "City")
        target.click()
        page.keyboard.press("ControlOrMeta+k")
    page.keyboard.type("supplx")
    page.keyboard.press("Backspace")
    page.unroute_all()  # what is held goes on, and whatever comes
    box = page.get_by_placeholder("Go to a table")
    expect(box).to_be_focused()
    expect(box).to_have_value("suppl")
    page.keyboard.type("ier")
    expect(box).to_have_value("supplier")
    page.keyboard.press("Escape")
    expect(box).to_have_count(0)
    expect(target).to_have_text(city)


def test_an_address_that_is_opened_while_the_first_table_loads_stays(open_page, demo):
    page = open_page("orders")
    page.get_by_role("grid").wait_for()
    held = []
    page.route(re.compile("/(TablePage|RecordRoute)-.*js$"), lambda route: held.append(route))
    page.route("**/api/sources/", lambda route: held.insert(0, route))
    page.goto("about:blank")
    with page.expect_request("**/api/sources/"):
        page.goto(f"{demo.url}/")
        page.wait_for_url(re.compile("/orders$"), wait_until="commit")
    page.goto(f"{demo.url}/#/{demo.bridge}/customers/7")
    [(name,)] = demo.sql("SELECT name FROM customers WHERE id = 7")
    with page.expect_response("**/api/sources/"):
        held.pop(0).continue_()
    page.unroute_all()  # what is held goes on, and whatever comes
    expect(page.get_by_role("textbox", name="Name")).to_have_value(name)
