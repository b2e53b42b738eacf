"""The OpenAPI document: valid, whole, and without a name that its reader may not know."""

import json

import pytest
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR

from jetway.bridge.api import OF_A_ROW, OF_A_TABLE
from jetway.config import Settings
from jetway.control.default_policy import DEFAULT_ROLES
from tests.bridge.conftest import running
from tests.bridge.test_refusals import grant
from tests.sources import databases

pytestmark = pytest.mark.anyio

ROLES = DEFAULT_ROLES | {
    "viewer": {"tables": {"orders": {"read": ["number", "customer_id"]}, "customers": {"read": ["name"]}}},
    "editor": {"tables": {"orders": {"create": ["number", "customer_id"], "preset": {"status": "new"}}}},
}


@pytest.fixture
async def document(standing):
    return await standing.get("/api/openapi.json")


async def test_the_document_is_valid(document):
    OPENAPI_31_VALIDATOR.validate(document)


async def test_every_route_of_a_table_is_in_the_document(document):
    for word, methods in OF_A_TABLE.items():
        path = f"/api/models/orders/{word}{'/' if word else ''}"
        assert {method.lower() for method in methods} == document["paths"][path].keys(), path
    for word, methods in OF_A_ROW.items():
        path = f"/api/models/orders/{{key}}/{word}{'/' if word else ''}"
        assert {method.lower() for method in methods} == document["paths"][path].keys() - {"parameters"}, path


async def test_every_other_route_is_in_the_document(document):
    others = {path for path in document["paths"] if not path.startswith("/api/models/")}
    assert others == {
        "/api/audit/",
        "/api/audit/export/",
        "/api/endpoints/",
        "/api/endpoints/try/",
        "/api/graphql/",
        "/api/model_descriptions/",
        "/api/model_descriptions/left_out/",
        "/api/model_descriptions/left_out/{declaration}/",
        "/api/model_descriptions/relationship_overrides/",
        "/api/openapi.json",
        "/api/queries/",
        "/api/sources/",
        "/api/sources/ask_consent/",
        "/api/sources/describe/",
        "/api/sources/import_graphql/",
        "/api/sources/import_openapi/",
        "/api/sources/keep_consent/",
        "/api/sources/kinds/",
        "/api/sources/propose/",
        "/api/sources/test/",
        "/api/sources/try/",
        "/api/sources/{name}/",
        "/api/sql/",
        "/api/tables/",
        "/api/tables/{table}/",
        "/api/tables/{table}/columns/",
        "/api/tables/{table}/columns/{column}/",
        "/api/why/",
    }


async def test_operations_have_names_of_their_own(document):
    ids = [
        operation["operationId"]
        for path in document["paths"].values()
        for method, operation in path.items()
        if method != "parameters"
    ]
    assert len(ids) == len(set(ids))


async def test_a_column_without_a_type_may_hold_any(document):
    [total] = [
        schema["properties"]["total"]
        for name, schema in document["components"]["schemas"].items()
        if name.startswith("row_") and schema["properties"].keys() == {"customer_id", "total"}
    ]
    assert total == {}


async def test_names_are_escaped_in_paths(document):
    assert "/api/models/Odd%20Name%2F%25/" in document["paths"]


async def test_a_document_that_is_known_is_not_sent_again(standing):
    headers = {"Authorization": f"Token {await standing.token()}"}
    first = await standing.http.get("/api/openapi.json", headers=headers)
    again = await standing.http.get(
        "/api/openapi.json", headers=headers | {"If-None-Match": first.headers["etag"]}
    )
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")


async def test_a_document_takes_a_token(standing):
    assert (await standing.http.get("/api/openapi.json")).status_code == 401


async def test_what_may_not_be_seen_or_done_is_not_in_the_document(shop):
    async with running(shop) as jetway:
        await grant(jetway, ROLES)
        document = await jetway.get("/api/openapi.json", "viewer")
        text = json.dumps(document)
        assert {path.split("/")[3] for path in document["paths"] if "/models/" in path} == {
            "orders",
            "customers",
        }
        for hidden in ("placed_at", "total", "email", "country", "regions", "order_lines", "/api/sql/"):
            assert hidden not in text
        assert document["paths"]["/api/models/orders/"].keys() == {"get"}
        assert "/api/models/orders/group/" not in document["paths"]


async def test_a_document_says_what_a_new_row_takes(shop):
    async with running(shop) as jetway:
        await grant(jetway, ROLES)
        document = await jetway.get("/api/openapi.json", "editor")
        body = document["paths"]["/api/models/orders/"]["post"]["requestBody"]
        name = body["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        created = document["components"]["schemas"][name]
        assert created["properties"].keys() == {"number", "customer_id"}
        assert created["required"] == ["number", "customer_id"]


async def test_rows_have_all_of_their_columns_and_related_rows_where_asked_for(document):
    answer = document["paths"]["/api/models/orders/{key}/"]["get"]["responses"]["200"]
    schemas = document["components"]["schemas"]
    order = schemas[answer["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]]
    assert set(order["required"]) == order["properties"].keys() - {"customer", "order_lines"}
    customer, none = order["properties"]["customer"]["anyOf"]
    assert "email" in schemas[customer["$ref"].rpartition("/")[2]]["required"]
    assert none == {"type": "null"}
    assert order["properties"]["order_lines"]["type"] == "array"


async def test_what_was_read_of_a_large_number_can_be_sent(document):
    body = document["paths"]["/api/models/orders/"]["post"]["requestBody"]["content"]["application/json"]
    created = document["components"]["schemas"][body["schema"]["$ref"].rpartition("/")[2]]
    assert created["properties"]["customer_id"]["type"] == ["integer", "string"]


@pytest.mark.parametrize("engine", ["postgresql", "mariadb"])
async def test_a_row_has_the_options_where_its_database_lets_nothing_else_be(engine, request, tmp_path):
    server = request.getfixturevalue(f"{engine}_server")
    url = getattr(databases, engine)(server, "openapi_options")
    async with running(Settings(database=url, state=tmp_path / "state")) as jetway:
        schemas = (await jetway.get("/api/openapi.json"))["components"]["schemas"]
    told, sent = (
        next(
            one["properties"]["mood"]
            for name, one in schemas.items()
            if name.startswith(kind) and "mood" in one["properties"]
        )
        for kind in ("row_", "create_")
    )
    taken = {"description": "Today", "enum": ["happy", "sad", "it's", None]}
    # MariaDB keeps an empty text in an enum for what it did not take.
    kept = taken if engine == "postgresql" else {"description": "Today", "type": ["string", "null"]}
    assert (told, sent) == (kept, taken)
