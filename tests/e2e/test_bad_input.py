"""What is wrong in apps and sheets is told where the person is, and nothing is written twice."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.conftest import PHONE
from tests.e2e.test_sources import link_to, sources  # noqa: F401 - a fixture
from tests.e2e.test_table import cell, rows, write_cell
from tests.fakes import google
from tests.fakes.app import app
from tests.fakes.listed import Listed
from tests.fakes.thread import in_a_thread
from tests.sources import apps

REFUSED = (
    "Some rows could not be loaded: Hub (GitHub) does not take the key that Jetway has. Enter a new one."
)


def issues(count: int) -> Listed:
    kept = apps.repository()
    [first, *_] = kept.records
    kept.records[:] = [first | {"number": number, "title": f"n{number}"} for number in range(1, count + 1)]
    return kept


def hub(sources, kept: Listed) -> Page:  # noqa: F811
    key = apps.key_of("github")
    sources.add("GitHub", "Hub", Owner="acme", Repository="shop", Token=key, Address=kept.address)
    link_to(sources.page, "Hub", "Issues").click()
    rows(sources.page).nth(1).get_by_text("n").first.wait_for()
    return sources.page


def refused_further_down(page: Page, kept: Listed, to: str) -> None:
    """The key ends while somebody scrolls, and holds again. `to`: what scrolls the rows there."""
    proof, kept.proof = kept.proof, "another"
    page.evaluate(to)
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text(REFUSED)
    kept.proof = proof
    alert.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("n150", exact=True)).to_be_visible()
    expect(alert).to_have_count(0)


def test_a_key_that_ends_in_the_middle_of_a_list_is_told_below_it(sources, watched, open_page):  # noqa: F811
    watched.expect("502")
    with in_a_thread(app(issues(260))) as kept:
        page = hub(sources, kept)
        refused_further_down(page, kept, "document.querySelector('[role=grid]').scrollTo(0, 4900)")
        phone = open_page("hub%2Fissues", viewport=PHONE)
        phone.get_by_text("n1", exact=True).wait_for()
        cards = "document.querySelector('ul[aria-label=Issues]').parentElement.parentElement"
        refused_further_down(phone, kept, f"{cards}.scrollTo(0, 13500)")
        sources.remove("Hub")


def test_a_change_whose_answer_is_lost_is_sent_once_and_told_in_the_form(sources, watched):  # noqa: F811
    watched.expect("502")
    with in_a_thread(app(issues(3))) as kept:
        page = hub(sources, kept)
        rows(page).filter(has_text="n2").get_by_role("button", name=re.compile("^Open row")).click()
        record = page.get_by_role("dialog")
        record.get_by_role("textbox", name="Title", exact=True).fill("Smoke")
        kept.changes = lambda method, target: method == "PATCH"
        kept.lost = 1
        record.get_by_role("button", name=re.compile("^Save")).click()
        expect(record.get_by_role("alert")).to_contain_text("Hub (GitHub) has a fault of its own (502)")
        expect(record.get_by_role("textbox", name="Title", exact=True)).to_have_value("Smoke")
        assert [call.partition(" ")[0] for call in kept.calls()].count("PATCH") == 1
        assert [one["title"] for one in kept.records] == ["n1", "Smoke", "n3"]
        record.get_by_role("button", name=re.compile("^Discard")).click()
        record.get_by_role("button", name="Close").click()
        record.wait_for(state="hidden")
        sources.remove("Hub")


def test_a_sheet_as_people_leave_it_is_shown_and_what_it_lacks_is_told(sources, watched):  # noqa: F811
    watched.expect("404|422")
    page = sources.page
    with in_a_thread(google.google()) as kept:
        made = [(f"n{number}", "Porto", number if number % 2 else "many") for number in range(8)]
        sheet = kept.add("People", ("Name", "Name", "Number"), *made)
        sheet.merges.append(
            {"sheetId": 0, "startRowIndex": 3, "endRowIndex": 4, "startColumnIndex": 0, "endColumnIndex": 2}
        )
        kept.add("Empty", ("Weight", "Colour"))
        kept.add("Blank")
        address = f"https://docs.google.com/spreadsheets/d/{google.FILE}/edit"
        typed = {"Spreadsheet": address, "Address": kept.address, "Service_account_key": kept.key_file()}
        sources.describe("Google Sheets", "Office", **typed)
        page.get_by_role("button", name="Test", exact=True).click()
        expect(page.get_by_text("'Blank' has no header in row 1: it is no table.")).to_be_visible()
        sources.save("Office")
        listed = page.get_by_role("listitem").filter(has_text="Office")
        expect(listed.get_by_text("'Blank' has no header in row 1: it is no table.")).to_be_visible()
        link_to(page, "Office", "Empty").click()
        expect(page.get_by_text("No rows yet")).to_be_visible()

        link_to(page, "Office", "People").click()
        expect(cell(page, "n4", "Number")).to_have_text("many")
        expect(cell(page, "n4", "Name 2")).to_have_text("Porto")
        before = sheet.values()
        write_cell(cell(page, "n2", "Name 2"), "Faro")
        told = page.get_by_text("is merged with other cells; take the cells apart in the sheet")
        expect(told).to_be_visible()
        expect(cell(page, "n2", "Name 2")).to_contain_text("Porto")
        sheet.insert(1, "new", "Braga", 99)
        write_cell(cell(page, "n6", "Name 2"), "Faro")
        expect(page.get_by_text("it was deleted, moved or changed since. Load it again")).to_be_visible()
        assert sheet.values() == [before[0], ["new", "Braga", 99], *before[1:]]
        sources.remove("Office")
