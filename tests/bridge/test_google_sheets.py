"""A spreadsheet behind the bridge's own API: added, listed, changed, and its key told nowhere."""

import json
import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from jetway.config import Settings
from tests.bridge.conftest import Jetway, new_shop, running
from tests.fakes.google import FILE, Cell, Google, Refused, google

pytestmark = pytest.mark.anyio

PEOPLE = "/api/sources/people/models/People/"


@dataclass
class Office:
    """A bridge to a shop and to a spreadsheet of people."""

    jetway: Jetway
    google: Google
    state: Path


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    async with google() as kept:
        kept.add(
            "People",
            ("Name", "Total", "Since"),
            ("Ana", 10.5, date(2026, 1, 31)),
            ("Bo", 3, date(2026, 2, 1)),
            ("Chi", None, None),
        )
        shop = new_shop(tmp_path)
        settings = Settings(database=shop.database, state=shop.state, outbound_private=("127.0.0.1",))
        async with running(settings) as jetway:
            options = {"key_file": kept.key_file(), "spreadsheet": FILE, "address": kept.address}
            body = {"name": "people", "kind": "google_sheets", "options": options}
            added = await jetway.ask("POST", "/api/sources/", body)
            assert added.status_code == 201, added.text
            yield Office(jetway, kept, shop.state)


async def test_a_list_is_filtered_sorted_and_counted_over_the_whole_sheet_which_is_asked_for_once(
    office, monkeypatch
):
    monkeypatch.setattr("jetway.sources.kinds.google_sheets.rows.KEPT_S", 60)
    first = await office.jetway.get(f"{PEOPLE}?_per_page=2")
    second = await office.jetway.get(first["next"].removeprefix("http://127.0.0.1:8000"))
    assert [row["Name"] for row in [*first["results"], *second["results"]]] == ["Ana", "Bo", "Chi"]
    office.google.requests.clear()
    page = await office.jetway.get(f"{PEOPLE}?Total__gte=3&_order_by=Total&_per_page=1")
    assert [row["Name"] for row in page["results"]] == ["Bo"]
    assert (page["count"], page["has_more"]) == (2, True)
    page = await office.jetway.get(f"{PEOPLE}?_search=chi")
    assert [row["Name"] for row in page["results"]] == ["Chi"]
    assert office.google.requests == []


async def test_a_row_is_made_changed_and_deleted_and_the_audit_knows(office):
    jetway = office.jetway
    made = await jetway.ask("POST", PEOPLE, {"Name": "Dua", "Since": "2026-05-01"})
    assert (made.status_code, made.json()["Since"]) == (201, "2026-05-01"), made.text
    changed = await jetway.ask("PATCH", f"{PEOPLE}{made.json()['_row']}/", {"Total": 7})
    assert (changed.status_code, changed.json()["Total"]) == (200, 7), changed.text
    assert office.google.sheets[0].values()[4] == ["Dua", 7, 46143]
    assert (await jetway.ask("DELETE", f"{PEOPLE}{changed.json()['_row']}/")).status_code == 204
    assert len(office.google.sheets[0].values()) == 4
    audit = await jetway.get("/api/sources/people/audit/")
    assert [event["action"] for event in audit["results"]][:3] == ["delete", "update", "create"]


async def test_a_row_that_somebody_moved_is_never_mistaken_for_another(office):
    [row, *_] = (await office.jetway.get(PEOPLE))["results"]
    path = f"{PEOPLE}{row['_row']}/"
    sheet = office.google.sheets[0]
    office.google.between = [(":batchUpdate", lambda: sheet.insert(1, "Zoe"))]
    assert await office.jetway.refused("PATCH", path, {"Total": 99}) == (409, "changed_meanwhile")
    assert await office.jetway.refused("PATCH", path, {"Total": 99}) == (404, "unknown_row")
    assert await office.jetway.refused("DELETE", path) == (404, "unknown_row")
    assert [values[:2] for values in sheet.values()[1:3]] == [["Zoe"], ["Ana", 10.5]]


async def test_a_refusal_names_the_source_as_people_call_it_now(office):
    for title in ("Staff", "People of Acme"):
        await office.jetway.ask("PATCH", "/api/sources/people/", {"title": title})
        await office.jetway.get(PEOPLE)
        office.google.faults = [Refused(403, "The caller does not have permission", "PERMISSION_DENIED")]
        answer = await office.jetway.ask("PATCH", f"{PEOPLE}1-x/", {"Total": 99})
        assert f"{title} (Google Sheets)" in answer.json()["detail"]


async def test_what_of_a_spreadsheet_is_left_out_is_told_to_who_may_change_sources(office):
    office.google.add("Blank")
    options = {"key_file": office.google.key_file(), "spreadsheet": FILE, "address": office.google.address}
    body = {"kind": "google_sheets", "options": options}
    notes = ["'Blank' has no header in row 1: it is no table."]
    assert (await office.jetway.ask("POST", "/api/sources/test/", body)).json()["notes"] == notes
    await office.jetway.ask("POST", "/api/sources/", {"name": "again", **body})
    listed = (await office.jetway.ask("GET", "/api/sources/")).json()
    assert [one["notes"] for one in listed if one["name"] == "again"] == [notes]


async def test_a_formula_is_not_written_over(office):
    office.google.sheets[0].put(2, 1, Cell(3, "=1+2"))
    [_, row, _] = (await office.jetway.get(PEOPLE))["results"]
    path = f"{PEOPLE}{row['_row']}/"
    assert await office.jetway.refused("PATCH", path, {"Total": 99}) == (422, "cell_not_writable")


async def test_a_column_that_somebody_adds_is_there_at_the_next_look(office, monkeypatch):
    monkeypatch.setattr("jetway.sources.kinds.google_sheets.rows.KEPT_S", 0)
    office.google.sheets[0].put(0, 3, Cell("City"))
    page = await office.jetway.get(PEOPLE)
    assert page["results"][0]["City"] is None


async def test_no_answer_log_or_file_ever_holds_the_key(office, caplog):
    caplog.set_level(logging.DEBUG)
    secret = json.loads(office.google.key_file())["private_key"].splitlines()[5]
    office.google.shared = False
    office.google.sheets[0].put(0, 0, Cell("Other"))
    told = [(await office.jetway.ask("POST", PEOPLE, {"Name": "x"})).text]
    paths = ("/api/sources/", "/api/sources/people/", "/api/model_descriptions/", "/api/openapi.json")
    told += [(await office.jetway.ask("GET", path)).text for path in paths]
    for hidden in (secret, *office.google.tokens):
        assert hidden not in "".join(told) + caplog.text
        files = [path for path in office.state.rglob("*") if path.is_file()]
        assert not [path for path in files if hidden.encode() in path.read_bytes()]
