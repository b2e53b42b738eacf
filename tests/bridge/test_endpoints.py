"""Saved queries at addresses of their own."""

import pytest

from jetway.control.default_policy import DEFAULT_ROLES
from jetway.control.store.policies import save_policy, save_queries
from jetway.control.store.projects import first_place
from jetway.core.errors import InvalidInput
from jetway.core.policy_document import parse_policy
from tests.bridge.conftest import new_shop, running

pytestmark = pytest.mark.anyio

ORDERS = "/api/endpoints/orders_after/"
QUERIES = {
    "orders_after": {
        "title": "Orders after one",
        "sql": "SELECT id, status FROM orders WHERE id > :id AND status = coalesce(:status, status)",
        "parameters": [{"name": "id", "type": "integer"}, {"name": "status", "required": False}],
        "endpoint": "rows",
    },
    "customer": {
        "title": "Customer",
        "sql": "SELECT id, name FROM customers WHERE name = :name",
        "parameters": [{"name": "name"}],
        "endpoint": "row",
    },
    "takings": {"sql": "SELECT sum(total) AS total, count(*) AS n FROM orders", "endpoint": "value"},
    "mine": {"sql": "SELECT {{actor.role}} AS role", "endpoint": "value"},
    "broken": {"sql": "SELECT secret FROM hidden_table", "endpoint": "value"},
    "plain": {"sql": "SELECT 1 AS one"},
}
ROLES = DEFAULT_ROLES | {"viewer": {"queries": ["orders_after", "customer", "mine", "broken", "plain"]}}


@pytest.fixture(scope="module")
async def jetway(tmp_path_factory):
    async with running(new_shop(tmp_path_factory.mktemp("endpoints"))) as started:
        async with started.store() as store, store.writing() as connection:
            place = await first_place(connection, store.now())
            await save_policy(connection, place.environment, ROLES, based_on=1, now=store.now())
            await save_queries(connection, place.environment, 2, QUERIES)
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


async def test_the_audit_tells_of_each_call(jetway):
    await jetway.get(f"{ORDERS}?id=2", "viewer")
    event = (await jetway.get("/api/audit/"))["results"][0]
    assert (event["action"], event["way"], event["query"]) == ("run", "query", "orders_after")
    assert event["parameters"] == {"id": "2"}


async def test_it_stands_in_the_document_and_in_the_list_of_queries(jetway):
    paths = (await jetway.get("/api/openapi.json", "viewer"))["paths"]
    assert [path for path in paths if "endpoints" in path] == [
        f"/api/endpoints/{id_}/" for id_ in ("orders_after", "customer", "mine", "broken")
    ]
    get, post = (paths[ORDERS][method] for method in ("get", "post"))
    assert [(one["name"], one["schema"]["type"]) for one in get["parameters"]][:2] == [
        ("id", "integer"),
        ("status", "string"),
    ]
    body = post["requestBody"]["content"]["application/json"]["schema"]
    assert (body["required"], body["additionalProperties"]) == (["id"], False)
    listed = {query["id"]: query.get("endpoint") for query in await jetway.get("/api/queries/", "viewer")}
    assert listed["orders_after"] == {"path": ORDERS, "shape": "rows"}
    assert listed["plain"] is None


@pytest.mark.parametrize(
    "query",
    [{"endpoint": "table"}, {"endpoint": True}, {"endpoint": "row", "parameters": [{"name": "_page"}]}],
)
def test_an_endpoint_has_one_of_three_shapes_and_no_parameter_of_a_page(query):
    with pytest.raises(InvalidInput) as refusal:
        parse_policy({"version": 1, "roles": {}, "queries": {"q": {"sql": "SELECT 1", **query}}})
    assert refusal.value.problems[0].pointer == "/queries/q/endpoint"
