"""What Jet Bridge's clients ask before they use a source."""

import pytest

from tests.bridge.test_refusals import grant

pytestmark = pytest.mark.anyio


async def test_a_source_that_answers_says_so(standing):
    assert await standing.get("/api/discover/connection/") == {"status": True}


async def test_only_tables_that_may_be_seen_are_listed(jetway):
    await grant(jetway, {"viewer": {"tables": {"orders": {}, "customers": {}}}})
    found = await jetway.get("/api/discover/tables/", "viewer")
    assert found == {"tables": ["customers", "orders"], "max_tables": None}


async def test_a_new_table_is_there_after_a_reload(jetway):
    await jetway.get("/api/models/orders/")
    jetway.sql("CREATE TABLE fresh (id INTEGER PRIMARY KEY)")
    assert await jetway.refused("GET", "/api/models/fresh/") == (404, "unknown_table")
    answer = await jetway.ask("POST", "/api/reload/")
    assert (answer.status_code, answer.json()) == (200, {"success": True})
    assert (await jetway.get("/api/models/fresh/"))["count"] == 0


async def test_who_may_not_change_the_structure_does_not_reload(jetway):
    await grant(jetway, {"viewer": {"every_table": {}}})
    assert await jetway.refused("POST", "/api/reload/", role="viewer") == (403, "not_allowed")


@pytest.mark.parametrize("path", ["discover/connection/", "discover/tables/", "reload/"])
async def test_nobody_without_a_token_is_told_anything(standing, path):
    method = "POST" if path == "reload/" else "GET"
    assert (await standing.http.request(method, f"/api/{path}")).status_code == 401
