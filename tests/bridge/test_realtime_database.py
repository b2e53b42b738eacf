"""A Realtime Database behind the bridge's own API, on a server of ours."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from jetway.config import Settings
from tests.bridge.conftest import Jetway, running
from tests.fakes.realtime_database import Realtime, realtime_database
from tests.stores import lay_sqlite

pytestmark = pytest.mark.anyio

PEOPLE = "/api/models/people/"


@dataclass
class Shop:
    """A bridge to a database with 30 people."""

    jetway: Jetway
    kept: Realtime


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Shop]:
    lay_sqlite(tmp_path / "control.sqlite")
    async with realtime_database() as kept:
        kept.tree = {"people": {f"p{n:02}": {"name": f"Person {n}", "age": n % 7} for n in range(30)}}
        kept.indexed = {"age"}
        database = f"realtime-database://?address={kept.address}"
        settings = Settings(database=database, state=tmp_path, outbound_private=("127.0.0.1",))
        async with running(settings) as jetway:
            await jetway.token()
            yield Shop(jetway, kept)


async def test_a_page_follows_another(shop):
    first = await shop.jetway.get(f"{PEOPLE}?_per_page=20")
    assert (first["has_more"], first["count"], "scanned" in first) == (True, None, False)
    second = await shop.jetway.get(first["next"].removeprefix("http://127.0.0.1:8000"))
    assert [row["id"] for row in second["results"]] == [f"p{number}" for number in range(20, 30)]


async def test_rows_are_filtered_and_sorted(shop):
    page = await shop.jetway.get(f"{PEOPLE}?age=6&_order_by=-age")
    assert [row["id"] for row in page["results"]] == ["p27", "p20", "p13", "p06"]
    assert "scanned" not in page
    page = await shop.jetway.get(f"{PEOPLE}?name__icontains=person 2")
    assert (page["scanned"], page["count"]) == (30, 11)


async def test_rows_are_made_changed_and_deleted_and_the_audit_knows(shop):
    jetway = shop.jetway
    made = await jetway.ask("POST", PEOPLE, {"id": "ana", "name": "Ana"})
    assert made.status_code == 201, made.text
    assert await jetway.refused("POST", PEOPLE, {"id": "ana", "name": "Bo"}) == (409, "not_unique")
    path = f"{PEOPLE}ana/"
    assert (await jetway.ask("PATCH", path, {"age": 4})).json() == {"id": "ana", "name": "Ana", "age": 4}
    history = await jetway.get(f"{path}history/")
    assert [event["action"] for event in history["results"]] == ["update", "create"]
    assert (await jetway.ask("DELETE", path)).status_code == 204
    assert await jetway.refused("GET", path) == (404, "unknown_row")
    assert await jetway.refused("GET", f"{PEOPLE}..%2Fpeople/") == (404, "unknown_row")
