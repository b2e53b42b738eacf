"""SQL of one's own, and queries that were saved for others."""

from dataclasses import replace

import pytest

from jetway.control.default_policy import DEFAULT_ROLES
from jetway.control.store.policies import save_policy, save_queries
from jetway.control.store.projects import first_place
from tests.bridge.conftest import new_shop, running

pytestmark = pytest.mark.anyio

QUERIES = {
    "by_country": {
        "title": "Customers of a country",
        "sql": "SELECT id, name FROM customers WHERE country = :country ORDER BY id",
        "parameters": [{"name": "country"}],
    },
    "after": {
        "sql": "SELECT id FROM orders WHERE id > :id AND (:status IS NULL OR status = :status)",
        "parameters": [{"name": "id", "type": "integer"}, {"name": "status", "required": False}],
    },
    "mine": {"sql": "SELECT {{ actor.role }} AS role, {{actor.id}} AS id"},
    "of_region": {"sql": "SELECT {{actor.region}} AS region"},
    "broken": {"sql": "SELECT secret FROM hidden_table"},
    "kept": {"sql": "SELECT 1 AS one"},
}
ROLES = DEFAULT_ROLES | {
    "viewer": {"queries": ["by_country", "after", "mine", "of_region", "broken", "absent"]},
    "editor": {"every_table": {}},
}


@pytest.fixture(scope="module")
async def jetway(tmp_path_factory):
    async with running(new_shop(tmp_path_factory.mktemp("sql"))) as started:
        async with started.store() as store, store.writing() as connection:
            place = await first_place(connection, store.now())
            await save_policy(connection, place.environment, ROLES, based_on=1, now=store.now())
            await save_queries(connection, place.environment, 2, QUERIES)
        yield started


async def rows(jetway, role="owner", **body):
    answer = await jetway.ask("POST", "/api/sql/", body, role)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


async def saved(jetway, query, role="viewer", **parameters):
    answer = await jetway.ask("POST", f"/api/queries/{query}/run/", {"params_obj": parameters}, role)
    assert answer.status_code == 200, answer.text
    return answer.json()["data"]


async def test_a_statement_answers_rows_and_columns(jetway):
    answer = await jetway.ask("POST", "/api/sql/", {"query": "SELECT id, total FROM orders ORDER BY id"})
    body = answer.json()
    assert body.pop("data_query_time") >= 0
    assert body == {
        "row_count": 3,
        "data": [[1, "10.5"], [2, "3"], [3, None]],
        "columns": ["id", "total"],
        "column_descriptions": {
            "id": {"field": "IntegerField", "type": "integer"},
            "total": {"field": "FloatField", "type": "decimal"},
        },
        "limit": 1000,
        "has_more": False,
    }
    assert answer.headers["cache-control"] == "no-store"


async def test_a_statement_can_be_paged_filtered_sorted_and_counted(jetway):
    query = "SELECT id, number, status FROM orders"
    assert await rows(jetway, query=query, order_by=["-number"], limit=1, offset=1) == [[2, "A-2", "new"]]
    filters = [{"name": "status", "value": "new"}, {"name": "id__in", "value": [1, 2]}]
    assert await rows(jetway, query=query, filters=filters) == [[2, "A-2", "new"]]
    answer = await jetway.ask("POST", "/api/sql/", {"query": query, "limit": 1, "count": True})
    assert (answer.json()["count"], answer.json()["has_more"], answer.json()["row_count"]) == (3, True, 1)


async def test_a_statement_can_be_grouped(jetway):
    query = "SELECT status, total FROM orders"
    group = {"xColumn": "status", "yFunc": "count"}
    assert await rows(jetway, query=query, group=group) == [["new", 2], ["paid", 1]]
    assert await rows(jetway, query=query, aggregate={"func": "sum", "column": "total"}) == [["13.5"]]


async def test_parameters_never_become_sql(jetway):
    hostile = "x' OR 1=1 --"
    query = "SELECT count(*) FROM orders WHERE number = :number"
    assert await rows(jetway, query=query, params_obj={"number": hostile}) == [[0]]
    assert await rows(jetway, query="SELECT %s AS a, %s AS b", params="1,x") == [["1", "x"]]


async def test_the_errors_of_ones_own_statement_are_told(jetway):
    answer = await jetway.ask("POST", "/api/sql/", {"query": "SELECT nope FROM orders"})
    assert answer.status_code == 422
    assert answer.json()["code"] == "sql_failed"
    assert answer.json()["detail"] == "no such column: nope"
    assert answer.json()["errors"][0]["detail"] == "at character 8"


async def test_statements_that_fail_do_not_stop_those_beside_them(jetway):
    queries = [{"query": "SELECT 1 AS a"}, {"query": "SELECT nope"}, {"query": "SELECT 2 AS b"}]
    answer = (await jetway.ask("POST", "/api/sql/", {"queries": queries})).json()
    assert [one.get("data", one.get("code")) for one in answer] == [[[1]], "sql_failed", [[2]]]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({}, 422, "invalid_input"),
        ({"query": ""}, 422, "invalid_input"),
        ({"query": 1}, 422, "invalid_input"),
        ({"query": "SELECT 1", "nope": 1}, 422, "invalid_input"),
        ({"query": "SELECT 1", "limit": "abc"}, 422, "invalid_input"),
        ({"query": "SELECT 1", "offset": -1}, 422, "invalid_input"),
        ({"query": "SELECT 1", "offset": 2**70}, 422, "invalid_input"),
        ({"query": "SELECT 1 AS a", "order_by": ["b"]}, 400, "unknown_column"),
        ({"query": "SELECT 1 AS a", "filters": [{"name": "b", "value": 1}]}, 400, "unknown_column"),
        ({"query": "SELECT 1 AS a", "filters": [{"name": "_filter", "value": "{}"}]}, 422, "invalid_input"),
        ({"query": "SELECT 1 AS a", "aggregate": {"func": "median"}}, 400, "invalid_parameter"),
        ({"query": "SELECT 1 AS a", "timezone": "x"}, 400, "invalid_parameter"),
        ({"query": "SELECT 1 AS a", "schema": "x"}, 400, "invalid_parameter"),
        ({"query": "SELECT :a AS a"}, 422, "invalid_input"),
        ({"query": "SELECT 1 AS a", "params_obj": {"a": 1}}, 422, "invalid_input"),
        ({"query": "SELECT 'a\0b'"}, 422, "invalid_input"),
        ({"query": "SELECT :a AS a", "params_obj": {"a": "\0"}}, 422, "invalid_input"),
        ({"query": "DELETE FROM orders"}, 422, "sql_failed"),
        ({"queries": [{"query": "SELECT 1"}] * 21}, 422, "invalid_input"),
    ],
)
async def test_bad_requests_are_told_what_is_wrong(jetway, body, status, code):
    assert await jetway.refused("POST", "/api/sql/", body) == (status, code)


async def test_nobody_runs_sql_without_the_right(jetway):
    for role in ("viewer", "editor"):
        body = {"query": "SELECT 1"}
        assert await jetway.refused("POST", "/api/sql/", body, role) == (403, "not_allowed")


async def test_a_saved_query_runs_with_typed_parameters(jetway):
    assert await saved(jetway, "by_country", country="BR") == [[1, "Ana"]]
    assert await saved(jetway, "after", id="1") == [[2], [3]]
    assert await saved(jetway, "after", id=1, status="paid") == []


async def test_the_server_says_who_runs_a_saved_query(jetway):
    [[role, id_]] = await saved(jetway, "mine")
    assert role == "viewer"
    assert id_


@pytest.mark.parametrize(
    "sent",
    [{}, {"id": "x"}, {"id": None}, {"id": [1]}, {"id": 1, "more": 1}, {"id": 1, "actor.id": "me"}],
)
async def test_parameters_of_another_type_are_refused(jetway, sent):
    body = {"params_obj": sent}
    assert await jetway.refused("POST", "/api/queries/after/run/", body, "viewer") == (422, "invalid_input")


async def test_an_attribute_that_somebody_lacks_runs_no_query(jetway):
    body = await jetway.refused("POST", "/api/queries/of_region/run/", {}, "viewer")
    assert body == (403, "not_allowed")


async def test_the_text_is_never_the_callers(jetway):
    body = {"query": "SELECT 2"}
    assert await jetway.refused("POST", "/api/queries/mine/run/", body, "viewer") == (422, "invalid_input")


async def test_a_query_of_another_version_is_not_run(jetway):
    known = {one["id"]: one["version"] for one in await jetway.get("/api/queries/", "viewer")}
    assert len(set(known.values())) == len(known)
    for version, status in ((known["mine"], 200), (known["after"], 409), ("x", 409), ("", 200)):
        answer = await jetway.ask("POST", "/api/queries/mine/run/", {"version": version}, "viewer")
        assert answer.status_code == status
    body = {"version": known["after"]}
    assert await jetway.refused("POST", "/api/queries/mine/run/", body, "viewer") == (409, "query_changed")


async def test_a_query_that_is_not_granted_does_not_exist(jetway):
    async def answer(query, role):
        return await jetway.ask("POST", f"/api/queries/{query}/run/", {}, role)

    absent, kept = await answer("absent", "viewer"), await answer("kept", "viewer")
    assert (absent.status_code, absent.json()["code"]) == (404, "unknown_query")
    assert (await answer("mine", "editor")).status_code == 404
    same = [{**one.json(), "instance": ""} for one in (absent, kept)]
    assert same[0] == same[1]
    assert (await answer("kept", "owner")).json()["data"] == [[1]]


async def test_a_saved_query_that_fails_tells_its_reason_only_to_those_who_may_run_sql(jetway):
    for role, told in (("viewer", False), ("owner", True)):
        answer = await jetway.ask("POST", "/api/queries/broken/run/", {}, role)
        assert (answer.status_code, answer.json()["code"]) == (422, "sql_failed")
        assert ("hidden_table" in answer.text) is told


async def test_everybody_sees_the_queries_that_they_may_run(jetway):
    queries = {one["id"]: one for one in await jetway.get("/api/queries/", "viewer")}
    assert list(queries) == ["after", "broken", "by_country", "mine", "of_region"]
    assert queries["after"]["parameters"][0] == {"name": "id", "type": "integer", "required": True}
    assert "sql" not in queries["mine"]
    assert "sql" in (await jetway.get("/api/queries/"))[0]
    assert await jetway.get("/api/queries/", "editor") == []


@pytest.mark.parametrize(("ceiling", "own", "kept"), [("saved", 403, 200), ("off", 403, 404)])
async def test_the_ceiling_stands_above_the_policy(tmp_path, ceiling, own, kept):
    file = tmp_path / "ceiling.toml"
    file.write_text(f'sql = "{ceiling}"')
    async with running(replace(new_shop(tmp_path), ceiling=str(file))) as jetway:
        async with jetway.store() as store, store.writing() as connection:
            place = await first_place(connection, store.now())
            await save_queries(connection, place.environment, 1, QUERIES)
        assert (await jetway.ask("POST", "/api/sql/", {"query": "SELECT 1"})).status_code == own
        assert (await jetway.ask("POST", "/api/queries/kept/run/", {})).status_code == kept
