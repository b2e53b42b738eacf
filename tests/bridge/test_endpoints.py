"""Saved queries at addresses of their own."""

import json

import pytest
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

from jetway.control.default_policy import DEFAULT_ROLES
from jetway.control.store.policies import save_endpoints, save_policy, save_queries
from jetway.control.store.projects import first_place
from tests.bridge.conftest import new_shop, running

pytestmark = pytest.mark.anyio

ORDERS = "/api/endpoints/orders_after/"
QUERIES = {
    "orders_after": {
        "title": "Orders after one",
        "sql": "SELECT id, status FROM orders WHERE id > :id AND status = coalesce(:status, status)",
        "parameters": [{"name": "id", "type": "integer"}, {"name": "status", "required": False}],
    },
    "customer": {
        "title": "Customer",
        "sql": "SELECT id, name FROM customers WHERE name = :name",
        "parameters": [{"name": "name"}],
    },
    "takings": {"sql": "SELECT sum(total) AS total, count(*) AS n FROM orders"},
    "mine": {"sql": "SELECT {{actor.role}} AS role"},
    "broken": {"sql": "SELECT secret FROM hidden_table"},
    "plain": {"sql": "SELECT 1 AS one"},
}
ENDPOINTS = {
    "orders_after": {"title": "Orders after one", "query": "orders_after", "shape": "rows"},
    "customer": {"query": "customer", "shape": "row", "columns": {"name": "text", "id": "integer"}},
    "takings": {"query": "takings", "shape": "value"},
    "mine": {"query": "mine", "shape": "value", "columns": {"role": "text"}},
    "broken": {"query": "broken", "shape": "value"},
    "fails": {"query": "broken", "shape": "value"},
    "stale": {"query": "mine", "shape": "row", "columns": {"role": "text", "gone": "text"}},
    "new_orders": {
        "query": "orders_after",
        "parameters": {"status": {"value": "new"}, "id": {"default": 0}},
    },
    "by_me": {"query": "customer", "shape": "row", "parameters": {"name": {"attribute": "nickname"}}},
    "by_role": {"query": "orders_after", "parameters": {"id": {"attribute": "role"}}},
}
ROLES = DEFAULT_ROLES | {
    "viewer": {
        "endpoints": [id_ for id_ in ENDPOINTS if id_ != "takings"],
        "queries": ["plain"],
    },
    "auditor": {"audit": True, "endpoints": ["fails"]},
}


@pytest.fixture(scope="module")
async def jetway(tmp_path_factory):
    async with running(new_shop(tmp_path_factory.mktemp("endpoints"))) as started:
        async with started.store() as store, store.writing() as connection:
            place = await first_place(connection, store.now())
            await save_policy(connection, place.environment, ROLES, based_on=1, now=store.now())
            await save_queries(connection, place.environment, 2, QUERIES)
            await save_endpoints(connection, place.environment, 2, ENDPOINTS)
        yield started


async def test_rows_come_page_by_page(jetway):
    page = await jetway.get(f"{ORDERS}?id=0&_per_page=2", "viewer")
    assert page["results"] == [{"id": 1, "status": "paid"}, {"id": 2, "status": "new"}]
    assert (page["page"], page["per_page"], page["has_more"]) == (1, 2, True)
    last = await jetway.get(f"{ORDERS}?id=0&_per_page=2&_page=2", "viewer")
    assert ([row["id"] for row in last["results"]], last["has_more"]) == ([3], False)


async def test_values_are_sent_in_a_body_too(jetway):
    answer = await jetway.ask("POST", f"{ORDERS}?_per_page=1", {"id": 1, "status": "new"}, "viewer")
    assert answer.json()["results"] == [{"id": 2, "status": "new"}]


async def test_a_row_is_an_object_and_none_is_not_found(jetway):
    assert await jetway.get("/api/endpoints/customer/?name=Bo", "viewer") == {"id": 2, "name": "Bo"}
    assert await jetway.refused("GET", "/api/endpoints/customer/?name=x%27%20OR%201%3D1") == (
        404,
        "unknown_row",
    )


async def test_a_value_is_that_of_the_first_column(jetway):
    assert await jetway.get("/api/endpoints/takings/") == {"value": 13.5}
    assert await jetway.get("/api/endpoints/mine/", "viewer") == {"value": "viewer"}


@pytest.mark.parametrize(
    ("method", "path", "body", "refusal"),
    [
        ("GET", ORDERS, None, (422, "invalid_input")),
        ("GET", f"{ORDERS}?id=one", None, (422, "invalid_input")),
        ("GET", f"{ORDERS}?id=1&extra=2", None, (422, "invalid_input")),
        ("GET", f"{ORDERS}?id=1&id=2", None, (400, "invalid_parameter")),
        ("GET", f"{ORDERS}?id=1&_page=0", None, (400, "invalid_parameter")),
        ("GET", f"{ORDERS}?id=1&_per_page=1001", None, (400, "invalid_parameter")),
        ("GET", "/api/endpoints/customer/?name=Bo&_page=2", None, (422, "invalid_input")),
        ("POST", f"{ORDERS}?id=1", {}, (400, "invalid_parameter")),
        ("POST", ORDERS, {"id": "one"}, (422, "invalid_input")),
        ("POST", ORDERS, [], (400, "invalid_body")),
        ("GET", "/api/endpoints/plain/", None, (404, "unknown_endpoint")),
        ("GET", "/api/endpoints/takings/", None, (404, "unknown_endpoint")),
        ("GET", "/api/endpoints/absent/", None, (404, "unknown_endpoint")),
        ("PUT", ORDERS, {}, (405, "method_not_allowed")),
    ],
)
async def test_what_cannot_be_called_is_a_clear_refusal(jetway, method, path, body, refusal):
    assert await jetway.refused(method, path, body, "viewer") == refusal


async def test_who_may_run_it_does_not_hear_what_the_sql_is(jetway):
    answer = await jetway.ask("GET", "/api/endpoints/broken/", role="viewer")
    assert (answer.status_code, answer.json()["code"]) == (422, "sql_failed")
    assert "hidden_table" not in answer.text


async def test_who_calls_it_does_not_hear_what_the_query_is_called(jetway):
    answer = await jetway.ask("GET", "/api/endpoints/fails/", role="viewer")
    assert answer.json()["detail"].startswith("The endpoint fails failed.")
    event = (await jetway.get("/api/audit/", "auditor"))["results"][0]
    assert (event["endpoint"], "query" in event) == ("fails", False)


async def test_the_audit_tells_of_each_call(jetway):
    await jetway.get(f"{ORDERS}?id=2", "viewer")
    event = (await jetway.get("/api/audit/"))["results"][0]
    assert (event["action"], event["way"], event["query"]) == ("run", "query", "orders_after")
    assert event["endpoint"] == "orders_after"
    assert event["parameters"] == {"id": "2"}


async def test_what_is_settled_is_sent_by_nobody(jetway):
    page = await jetway.get("/api/endpoints/new_orders/?id=2", "viewer")
    assert page["results"] == [{"id": 3, "status": "new"}]
    refused = await jetway.ask("GET", "/api/endpoints/new_orders/?status=paid", role="viewer")
    unknown = await jetway.ask("GET", "/api/endpoints/new_orders/?colour=paid", role="viewer")
    assert refused.status_code == 422
    assert (
        refused.text.replace("status is", "colour is").replace("/status", "/colour").partition('"instance')[0]
        == (unknown.text.partition('"instance')[0])
    )


async def test_a_default_stands_in_where_nothing_is_sent(jetway):
    for sent in ({}, {"id": None}):
        page = await jetway.ask("POST", "/api/endpoints/new_orders/", sent, "viewer")
        assert [row["id"] for row in page.json()["results"]] == [2, 3]


@pytest.mark.parametrize("id_", ["by_me", "by_role"])
async def test_who_lacks_what_it_goes_by_is_told(jetway, id_):
    assert await jetway.refused("GET", f"/api/endpoints/{id_}/", role="viewer") == (403, "not_allowed")


async def test_the_columns_that_it_promises_are_those_that_it_tells(jetway):
    row = await jetway.get("/api/endpoints/customer/?name=Bo", "viewer")
    assert list(row) == ["name", "id"]
    assert await jetway.refused("GET", "/api/endpoints/stale/", role="viewer") == (409, "endpoint_changed")


async def test_the_right_to_call_it_is_not_the_right_to_run_its_query(jetway):
    assert [query["id"] for query in await jetway.get("/api/queries/", "viewer")] == ["plain"]
    run = await jetway.refused("POST", "/api/queries/customer/run/", {}, "viewer")
    assert run == (404, "unknown_query")


async def test_it_stands_in_the_document_and_in_a_list(jetway):
    document = await jetway.get("/api/openapi.json", "viewer")
    OPENAPI_31_VALIDATOR.validate(document)
    paths = document["paths"]
    assert [path for path in paths if "endpoints" in path] == [
        "/api/endpoints/",
        *(f"/api/endpoints/{id_}/" for id_ in ENDPOINTS if id_ != "takings"),
    ]
    get, post = (paths[ORDERS][method] for method in ("get", "post"))
    assert [(one["name"], one["schema"]["type"]) for one in get["parameters"]][:2] == [
        ("id", "integer"),
        ("status", "string"),
    ]
    body = post["requestBody"]["content"]["application/json"]["schema"]
    assert (body["required"], body["additionalProperties"]) == (["id"], False)
    row = paths["/api/endpoints/customer/"]["get"]["responses"]["200"]["content"]["application/json"]
    assert row["schema"]["properties"] == {
        "name": {"type": ["string", "null"]},
        "id": {"type": ["integer", "null"]},
    }
    settled = paths["/api/endpoints/new_orders/"]["get"]["parameters"]
    assert [(one["name"], one.get("required")) for one in settled] == [
        ("id", False),
        ("_page", None),
        ("_per_page", None),
    ]
    listed = {one["id"]: one for one in await jetway.get("/api/endpoints/", "viewer")}
    first = listed["orders_after"]
    assert (first["path"], first["shape"], first["methods"]) == (ORDERS, "rows", ["GET", "POST"])
    assert "takings" not in json.dumps(listed)


async def test_one_is_tried_before_it_is_saved(jetway):
    draft = {"query": "orders_after", "parameters": {"status": {"value": "new"}}}
    sent = {"endpoint": draft, "parameters": {"id": 2}}
    tried = (await jetway.ask("POST", "/api/endpoints/try/", sent)).json()
    assert tried["answer"]["results"] == [{"id": 3, "status": "new"}]
    assert tried["columns"] == {"id": "integer", "status": "text"}
    new = {"endpoint": {"query": "new"}, "queries": {"new": {"sql": "SELECT 5 AS five"}}}
    assert (await jetway.ask("POST", "/api/endpoints/try/", new)).json()["answer"]["results"] == [{"five": 5}]
    one = {"endpoint": {**draft, "shape": "value"}, "parameters": {"id": 2}}
    assert (await jetway.ask("POST", "/api/endpoints/try/", one)).json()["answer"] == {"value": 3}


@pytest.mark.parametrize(
    ("sent", "refusal"),
    [
        ({"endpoint": {"query": "absent"}}, (422, "invalid_input")),
        ({"endpoint": {"operation": "refund", "version": "1"}}, (404, "unknown_operation")),
        ({"endpoint": {"query": "mine"}, "parameters": {"a": 1}}, (422, "invalid_input")),
        ({}, (422, "invalid_input")),
    ],
)
async def test_what_cannot_be_tried_is_refused(jetway, sent, refusal):
    assert await jetway.refused("POST", "/api/endpoints/try/", sent) == refusal


async def test_those_who_do_not_run_the_project_try_nothing(jetway):
    sent = {"endpoint": {"query": "mine"}}
    assert await jetway.refused("POST", "/api/endpoints/try/", sent, "viewer") == (404, "not_found")
