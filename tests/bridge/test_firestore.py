"""Firestore behind the bridge's own API, on Google's emulator."""

import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest

from jetway.config import Settings
from tests.bridge.conftest import Jetway, running
from tests.bridge.test_audit import grant
from tests.fakes.firestore import LINK, TOKEN, Google, firestore
from tests.stores import lay_sqlite

pytestmark = [pytest.mark.anyio, pytest.mark.xdist_group("firestore")]  # one emulator

PEOPLE = "/api/models/people/"


@dataclass
class Shop:
    """A bridge to a database with 30 people, every third without an age."""

    jetway: Jetway
    google: Google
    state: Path


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Shop]:
    lay_sqlite(tmp_path / "control.sqlite")
    async with firestore() as google:
        people = {
            f"people/p{n:02}": {
                "name": {"stringValue": f"Person {n}"},
                **({"age": {"integerValue": str(n)}} if n % 3 else {}),
            }
            for n in range(30)
        }
        await google.put_all(people)
        key = quote(google.key_file, safe="")
        database = f"firestore://:{key}@/{google.project}?address={google.address}"
        settings = Settings(database=database, state=tmp_path, outbound_private=("127.0.0.1",))
        async with running(settings) as jetway:
            await jetway.token()
            await jetway.get("/api/model_descriptions/")
            google.requests.clear()
            yield Shop(jetway, google, tmp_path)


async def test_a_page_follows_another_and_is_counted(shop):
    first = await shop.jetway.get(f"{PEOPLE}?_per_page=20")
    assert (first["count"], first["has_more"], "scanned" in first) == (30, True, False)
    second = await shop.jetway.get(first["next"].removeprefix("http://127.0.0.1:8000"))
    assert [row["id"] for row in second["results"]] == [f"p{number}" for number in range(20, 30)]
    assert {path for _, path in shop.google.requests} == {":runQuery", ":runAggregationQuery"}


async def test_rows_are_filtered_and_sorted(shop):
    page = await shop.jetway.get(f"{PEOPLE}?age__gte=20&_order_by=-age")
    assert [row["age"] for row in page["results"]] == [29, 28, 26, 25, 23, 22, 20]
    assert "scanned" not in page
    page = await shop.jetway.get(f"{PEOPLE}?_order_by=age&_per_page=11")
    assert [row["age"] for row in page["results"]] == [None] * 10 + [1]
    page = await shop.jetway.get(f"{PEOPLE}?name__icontains=person 2")
    assert (page["scanned"], page["count"]) == (30, 11)


async def test_a_missed_index_is_told_to_who_may_change_sources(shop):
    await grant(shop.jetway, "clerk", {"tables": {"people": {}}})
    shop.google.indexes = False
    page = await shop.jetway.get(f"{PEOPLE}?name=Person 2&_order_by=-age", "clerk")
    assert [row["id"] for row in page["results"]] == ["p02"]
    [told] = await shop.jetway.get("/api/sources/")
    assert told["advice"] == [LINK]
    [told] = await shop.jetway.get("/api/sources/", "clerk")
    assert "advice" not in told


async def test_rows_are_made_changed_and_deleted_and_the_audit_knows(shop):
    jetway = shop.jetway
    made = await jetway.ask("POST", PEOPLE, {"id": "ana", "name": "Ana", "age": 3})
    assert made.status_code == 201, made.text
    assert await jetway.refused("POST", PEOPLE, {"id": "ana"}) == (409, "not_unique")
    path = f"{PEOPLE}ana/"
    assert (await jetway.ask("PATCH", path, {"age": 4})).json()["age"] == 4
    history = await jetway.get(f"{path}history/")
    assert [event["action"] for event in history["results"]] == ["update", "create"]
    assert (await jetway.ask("DELETE", path)).status_code == 204
    assert await jetway.refused("GET", path) == (404, "unknown_row")


@pytest.mark.parametrize(
    ("method", "path", "body", "refusal"),
    [
        ("GET", f"{PEOPLE}..%2Fpeople/", None, (404, "unknown_row")),
        ("GET", f"{PEOPLE}__x__/", None, (404, "unknown_row")),
        ("PATCH", f"{PEOPLE}p01/", {"_update_time": "2026-01-01T00:00:00Z"}, (422, "read_only_field")),
        ("PATCH", f"{PEOPLE}p01/", {"age": 2**63}, (422, "invalid_value")),
        ("PATCH", f"{PEOPLE}p01/", {"id": "p99"}, (422, "invalid_value")),
        ("POST", PEOPLE, {"id": "a/b"}, (422, "invalid_value")),
        ("GET", f"{PEOPLE}?_cursor=", None, (400, "not_filterable")),
    ],
)
async def test_what_cannot_be_asked_is_a_clear_refusal(shop, method, path, body, refusal):
    assert await shop.jetway.refused(method, path, body) == refusal


async def test_no_answer_log_or_file_ever_holds_the_key(shop, caplog):
    caplog.set_level(logging.DEBUG)
    secret = shop.google.key.as_pem(private=True).decode().splitlines()[1]
    shop.google.indexes = False
    for path in (PEOPLE, f"{PEOPLE}?_order_by=-id", "/api/model_descriptions/", "/api/openapi.json", "/"):
        answer = await shop.jetway.ask("GET", path)
        assert answer.status_code == 200, answer.text
        assert not {TOKEN, secret} & {word for word in (TOKEN, secret) if word in answer.text + caplog.text}
    files = [path for path in shop.state.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if secret.encode() in path.read_bytes()]
