"""Rows of tables without a key, over HTTP."""

import json

import pytest

from jetway.config import Settings
from tests.bridge.conftest import running
from tests.bridge.test_refusals import grant

pytestmark = pytest.mark.anyio

VISITS = "/api/models/visits/"
FILTER = '_filter={"column":"_row","op":"in","value":["x","1-y"]}'


async def rows_of(jetway, role="owner"):
    return (await jetway.get(VISITS, role))["results"]


async def paths(jetway, role="owner"):
    return [f"{VISITS}{row['_row']}/" for row in await rows_of(jetway, role)]


async def send(jetway, method, path, body=None, **headers):
    given = {"Authorization": f"Token {await jetway.token()}"} | {
        name.replace("_", "-"): value for name, value in headers.items()
    }
    return await jetway.http.request(method, path, json=body, headers=given)


async def test_one_of_two_twins_is_read_changed_and_deleted(jetway):
    first, second = await paths(jetway)
    read = await jetway.ask("GET", first)
    other = await send(jetway, "DELETE", second, If_Match=read.headers["etag"])
    assert (other.status_code, other.json()["code"]) == (412, "changed")
    answer = await send(jetway, "PATCH", first, {"path": "/a"}, If_Match=read.headers["etag"])
    assert (answer.status_code, answer.json()["path"], answer.json()["at"]) == (200, "/a", read.json()["at"])
    assert jetway.sql("SELECT path FROM visits ORDER BY path") == [("/",), ("/a",)]
    assert await jetway.refused("PATCH", first, {"path": "/b"}) == (404, "unknown_row")
    again = await jetway.ask("GET", f"{VISITS}{answer.json()['_row']}/")
    assert (again.json(), again.headers["etag"]) == (answer.json(), answer.headers["etag"])
    assert (await jetway.ask("DELETE", second)).status_code == 204
    assert jetway.sql("SELECT path FROM visits") == [("/a",)]


async def test_a_new_row_tells_its_mark_and_is_made_once(jetway):
    made = [await send(jetway, "POST", VISITS, {"path": "/new"}, Idempotency_Key='"k-1"') for _ in range(2)]
    assert made[0].json() == made[1].json()
    assert await jetway.get(f"{VISITS}{made[0].json()['_row']}/") == made[0].json()
    [one, _] = (await jetway.ask("POST", f"{VISITS}bulk_create/", [{"path": "/1"}, {"path": "/2"}])).json()
    assert await jetway.get(f"{VISITS}{one['row']['_row']}/") == one["row"]


async def test_a_mark_leads_to_no_row_that_is_hidden(jetway):
    [path, _] = await paths(jetway)
    rule = {"column": "path", "op": "eq", "value": "/other"}
    await grant(jetway, {"viewer": {"tables": {"visits": {"rows": rule, "update": True, "delete": True}}}})
    for method, body in (("GET", None), ("PATCH", {"path": "/"}), ("DELETE", None)):
        assert await jetway.refused(method, path, body, "viewer") == (404, "unknown_row")
    assert jetway.sql("SELECT count(*) FROM visits") == [(2,)]


async def test_a_role_finds_the_row_and_not_what_it_hides(jetway):
    rights = {"read": ["at"], "update": True, "delete": True}
    await grant(jetway, {"viewer": {"tables": {"visits": rights}}})
    [path, _] = await paths(jetway, "viewer")
    assert (await jetway.get(path, "viewer")).keys() == {"at", "_row"}
    change = await jetway.ask("PATCH", path, {"at": None}, "viewer")
    assert (change.status_code, change.json()["at"]) == (200, None)
    jetway.sql("UPDATE visits SET path = '/hidden'")
    seen = f"{VISITS}{change.json()['_row']}/"
    assert await jetway.refused("DELETE", seen, role="viewer") == (404, "unknown_row")


async def test_many_are_changed_by_a_filter_or_their_marks(jetway):
    marks = ",".join(row["_row"] for row in await rows_of(jetway))
    assert (await jetway.get(f"{VISITS}?_keys={marks}"))["count"] == 2
    assert (await jetway.ask("PATCH", f"{VISITS}?path=/", {"path": "/x"})).json() == {"count": 2}
    assert (await jetway.ask("DELETE", f"{VISITS}?_keys={marks}")).json() == {"count": 0}
    marks = ",".join(row["_row"] for row in await rows_of(jetway))
    assert (await jetway.ask("DELETE", f"{VISITS}?_keys={marks}&_expect=2")).json() == {"count": 2}


async def test_the_mark_is_described_as_a_key_that_nobody_sets(standing):
    [visits] = [one for one in await standing.get("/api/model_descriptions/") if one["model"] == "visits"]
    [mark] = [field for field in visits["fields"] if field["mark"]]
    assert (visits["key"], visits["primary_key_field"], mark["name"]) == (["_row"], "_row", "_row")
    assert (mark["writable"], mark["required"], mark["sortable"], mark["editable"]) == (False,) * 4
    body = {"_row": "1", "path": "/"}
    assert await standing.refused("POST", VISITS, body) == (422, "read_only_field")


async def test_the_openapi_document_has_what_such_a_table_takes(standing):
    document = await standing.get("/api/openapi.json")
    found = {path.removeprefix(VISITS) for path in document["paths"] if path.startswith(VISITS)}
    assert {"{key}/", "{key}/impact/"} <= found
    assert not found & {"{key}/history/", "{key}/get_siblings/", "reorder/", "reset_order/"}


@pytest.mark.parametrize(
    ("query", "count"),
    [("_select=_row,path", 2), ("_select=_row", 2), ("_search=1-a", 0), ("_order_by=path", 2), (FILTER, 0)],
)
async def test_a_list_of_such_rows_takes_what_other_lists_take(standing, query, count):
    assert (await standing.get(f"{VISITS}?{query}"))["count"] == count


@pytest.mark.parametrize(
    ("method", "path", "refusal"),
    [
        ("GET", "?_cursor=&_order_by=path", (400, "not_filterable")),
        ("GET", "{row}/get_siblings/?_order_by=path", (400, "not_filterable")),
        ("GET", "{row}/history/", (405, "no_key")),
        ("POST", "{row}/history/1/restore/", (405, "no_key")),
        ("GET", "group/?_y_func=count&_x_column=_row", (400, "invalid_parameter")),
        ("GET", "export/?_select=path,_row", (400, "invalid_parameter")),
        ("PATCH", "", (400, "filter_required")),
    ],
)
async def test_what_needs_a_key_that_lasts_is_refused(standing, method, path, refusal):
    [row, _] = await rows_of(standing)
    body = {} if method != "GET" else None
    assert await standing.refused(method, VISITS + path.format(row=row["_row"]), body) == refusal


async def test_a_file_holds_no_marks_and_brings_none(jetway):
    file = await jetway.ask("GET", f"{VISITS}export/?_format=ndjson")
    assert [json.loads(line).keys() for line in file.text.splitlines()] == [{"path", "at"}] * 2
    headers = {"Authorization": f"Token {await jetway.token()}", "Content-Type": "application/x-ndjson"}
    [row, _] = await rows_of(jetway)

    async def loaded(query):
        path = f"{VISITS}import/?_dry_run=1{query}"
        return await jetway.http.post(path, content=json.dumps(row), headers=headers)

    assert (await loaded("&_mode=add")).json()["ignored"] == ["_row"]
    refused = await loaded("&_mode=update&_match=_row")
    assert (refused.status_code, refused.json()["code"]) == (400, "invalid_parameter")


async def test_graphql_finds_such_a_row(standing):
    async def graph(query):
        return (await standing.ask("POST", "/api/graphql/", {"query": query})).json()["data"]

    listed = await graph("{ visits { data { attrs { _row path } } } }")
    [row, _] = [one["attrs"] for one in listed["visits"]["data"]]
    one = await graph(f'{{ visits_by_key(key: "{row["_row"]}") {{ allAttrs }} }}')
    assert one["visits_by_key"]["allAttrs"] == await standing.get(f"{VISITS}{row['_row']}/")


async def test_the_audit_shows_what_the_row_held_to_those_who_see_it(jetway):
    [path, _] = await paths(jetway)
    rights = {"audit": True, "tables": {"visits": {"read": ["path"]}}}
    await grant(jetway, {"viewer": rights})
    await jetway.ask("PATCH", path, {"path": "/x"})
    [event] = (await jetway.get("/api/audit/?table=visits"))["results"]
    assert (event["key"], event["row"]) == ("", {"path": "/", "at": "2026-11-01T10:00:00"})
    [event] = (await jetway.get("/api/audit/?table=visits", "viewer"))["results"]
    assert event["row"] == {"path": "/"}


async def test_marks_outlast_a_restart(jetway):
    rows = await rows_of(jetway)
    async with running(jetway.settings) as again:
        assert await rows_of(again) == rows


async def test_a_read_only_file_tells_rows_by_marks_too(unserved):
    settings = Settings(database=f"sqlite:///{unserved.database}?mode=ro", state=unserved.state)
    async with running(settings) as reading:
        [path, _] = await paths(reading)
        assert (await reading.ask("GET", path)).status_code == 200
        assert await reading.refused("DELETE", path) == (403, "not_allowed")


async def test_views_have_no_marks(standing):
    assert "_row" not in (await standing.get("/api/models/totals/"))["results"][0]
