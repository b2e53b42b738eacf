"""Rows of an app, many at a time: to a file, from a file, and deleted together."""

from pathlib import Path

from playwright.sync_api import expect

from tests.e2e.test_files import choose
from tests.e2e.test_sources import app, link_to, sources  # noqa: F401 - fixtures
from tests.fakes.stripe import KEY

NEW = "name,email\nDi,di@example.com\nEd,nobody\nFi,fi@example.com\n"


def test_rows_of_an_app_go_to_a_file_come_from_one_and_are_deleted(app, sources, watched, tmp_path):  # noqa: F811
    watched.expect("422")
    page = sources.page
    sources.add("Stripe", "Stripe", Key=KEY, Address=app.address)
    link_to(page, "Stripe", "Customers").click()
    grid = page.get_by_role("grid")
    grid.get_by_text("Customer 30").wait_for()

    dialog = choose(page, "Export")
    with page.expect_download() as download:
        dialog.get_by_role("button", name="Export").click()
    assert len(Path(download.value.path()).read_text().splitlines()) == 31
    dialog.wait_for(state="hidden")

    file = tmp_path / "new.csv"
    file.write_text(NEW)
    dialog = choose(page, "Import")
    dialog.locator("input[type=file]").set_input_files(file)
    dialog.get_by_role("button", name="Check the file").click()
    expect(dialog.get_by_role("status")).to_contain_text("3 rows will be added")
    dialog.get_by_role("button", name="Import", exact=True).click()
    expect(dialog.get_by_role("alert")).to_contain_text("The import stopped at line 3")
    expect(dialog.get_by_role("status")).to_contain_text("1 row was added")
    dialog.get_by_role("checkbox", name="Leave out the wrong lines").check()
    dialog.get_by_role("button", name="Go on from line 3").click()
    dialog.get_by_role("button", name="Done").click()
    assert [one["name"] for one in app.kept["customers"][30:]] == ["Di", "Fi"]

    grid.get_by_text("Fi", exact=True).wait_for()
    for name in ("Customer 30", "Customer 29"):
        grid.get_by_role("row").filter(has_text=name).get_by_role("checkbox").check()
    page.get_by_role("button", name="Delete…").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete", exact=True).click()
    expect(grid.get_by_text("Customer 30")).to_have_count(0)
    gone = {one["name"] for one in app.kept["customers"] if one.get("deleted")}
    assert gone == {"Customer 30", "Customer 29"}
