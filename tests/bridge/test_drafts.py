"""Descriptions of apps, drafted over the bridge's API for whoever may change sources."""

import json
from dataclasses import replace

import pytest

from jetway.bridge.sources import drafts
from tests.bridge.conftest import new_shop, running
from tests.bridge.test_audit import grant
from tests.canaries import canary
from tests.fakes.app import app
from tests.fakes.graphql import KEY, Shop
from tests.sources.test_draft_openapi import SHOP, document

pytestmark = pytest.mark.anyio

IMPORT = "/api/sources/import_openapi/"
IMPORT_GRAPHQL = "/api/sources/import_graphql/"
PROPOSE = "/api/sources/propose/"
DESCRIBE = "/api/sources/describe/"


ALIASES = b"""
openapi: 3.0.0
a0: &a0 {type: object, properties: {id: {type: integer}}}
%s
paths: {/a: {get: {responses: {'200': {content: {application/json: {schema: {type: array, items: *a9}}}}}}}}
""" % b"\n".join(
    b"a%d: &a%d {allOf: [%s]}" % (n, n, b", ".join([b"*a%d" % (n - 1)] * 20)) for n in range(1, 10)
)


async def imported(jetway, content, media_type="application/yaml"):
    headers = {"Authorization": f"Token {await jetway.token()}", "Content-Type": media_type}
    return await jetway.http.post(IMPORT, content=content, headers=headers)


async def test_an_openapi_document_becomes_a_description_that_a_source_takes(standing):
    made = await imported(standing, SHOP)
    assert made.status_code == 200, made.text
    description = made.json()["description"]
    assert (list(description["collections"]), description["auth"]) == (
        ["orders"],
        {"kind": "bearer", "secret": "key"},
    )
    options = {"description": json.dumps({**description, "address": "https://127.0.0.1:9"}), "key": "k"}
    sent = {"name": "shop", "kind": "rest", "options": options}
    added = await standing.ask("POST", "/api/sources/?_untested=1", sent)
    assert added.status_code == 201, added.text
    await standing.ask("DELETE", "/api/sources/shop/")


@pytest.mark.parametrize(
    ("content", "media_type", "refusal"),
    [
        (b"[" * 100_000, "application/yaml", (422, "openapi_refused")),
        (document('"/a": {"$ref": "paths.json#/a"}'), "application/json", (422, "openapi_refused")),
        (b"x" * (drafts.MOST_BYTES + 1), "application/yaml", (413, "body_too_large")),
        (SHOP, "text/plain", (415, "unsupported_media_type")),
        (b'{"a":' * 1_000_000, "application/json", (422, "openapi_refused")),
        (
            b'{"openapi": "3.0.0", "a": ' + b"9" * 1_000_000 + b"}",
            "application/json",
            (422, "openapi_refused"),
        ),
        (b"openapi: 3.0.0\na: " + b"9" * 1_000_000, "application/yaml", (422, "openapi_refused")),
        (b"&a {*a : 1}", "application/yaml", (422, "openapi_refused")),
        (b"!!python/object/apply:os.system [id]", "application/yaml", (422, "openapi_refused")),
    ],
    # By the documents themselves, the name of a test would be larger than an environment takes.
    ids=["nested", "of files", "large", "text", "objects", "digits", "digits in YAML", "alias", "call"],
)
async def test_a_document_that_cannot_be_used_is_refused(standing, content, media_type, refusal):
    answer = await imported(standing, content, media_type)
    assert (answer.status_code, answer.json()["code"]) == refusal


async def test_a_document_that_takes_too_much_memory_is_given_up(standing):
    answer = await imported(standing, b'{"a":[' + b"[[[[]]]]," * 1_800_000 + b"0]}", "application/json")
    assert (answer.status_code, answer.json()["code"]) == (422, "openapi_refused")
    assert "more than 512 MB of memory" in answer.json()["detail"]
    assert (await imported(standing, SHOP)).status_code == 200


async def test_a_small_document_that_grows_by_aliases_is_given_up(standing, monkeypatch):
    monkeypatch.setattr(drafts, "IMPORT_S", 0.5)
    answer = await imported(standing, ALIASES)
    assert (answer.status_code, answer.json()["code"]) == (422, "import_too_slow")


async def test_a_document_that_takes_too_long_is_given_up(standing, monkeypatch):
    monkeypatch.setattr(drafts, "IMPORT_S", 0.5)
    answer = await imported(standing, b"- {a: 1, b: 2}\n" * 1_000_000)
    assert (answer.status_code, answer.json()["code"]) == (422, "import_too_slow")


async def test_an_answer_tells_how_it_could_be_read(standing):
    rows = [{"id": 1, "at": "2026-01-01T00:00:00Z"}, {"id": 2, "at": None}]
    told = await standing.ask("POST", PROPOSE, {"answer": {"data": rows}})
    assert told.json() == {
        "records": "data",
        "many": True,
        "columns": {"id": {"type": "integer"}, "at": {"type": "timestamptz"}},
        "key": "id",
    }
    assert (await standing.ask("POST", PROPOSE, {"answer": "no record"})).json() is None


async def test_a_text_tells_what_it_says_and_what_is_wrong_with_it(standing):
    told = (await standing.ask("POST", DESCRIBE, {"text": 'title = "Shop"'})).json()
    assert told["description"] == {"title": "Shop"}
    assert told["toml"] == 'title = "Shop"\n'
    assert "missing required field `address`" in told["fault"]
    assert await standing.refused("POST", DESCRIBE, {"text": "title ="}) == (422, "invalid_input")


async def test_drafts_are_for_who_may_change_sources(standing):
    await grant(standing, "clerk", {"tables": {"customers": {"read": ["id"]}}})
    for path in (IMPORT, IMPORT_GRAPHQL, PROPOSE, DESCRIBE):
        assert await standing.refused("POST", path, {"answer": 1}, role="clerk") == (403, "not_allowed")


async def test_a_graphql_api_becomes_a_description_that_a_source_takes(tmp_path_factory):
    settings = replace(new_shop(tmp_path_factory.mktemp("graphql")), outbound_private=("127.0.0.1",))
    async with app(Shop()) as shop, running(settings) as jetway:
        options = {"address": f"{shop.address}/graphql", "key": KEY}
        made = await jetway.ask("POST", IMPORT_GRAPHQL, {"options": options})
        assert made.status_code == 200, made.text
        description = made.json()["description"]
        assert list(description["collections"]) == ["customers", "orders", "products"]
        assert KEY not in made.text
        sent = {"description": json.dumps(description), "key": KEY}
        added = await jetway.ask("POST", "/api/sources/", {"name": "shop", "kind": "rest", "options": sent})
        assert added.status_code == 201, added.text
        refused = await jetway.ask(
            "POST", IMPORT_GRAPHQL, {"options": {**options, "key": canary("graphql-wrong")}}
        )
        assert (refused.status_code, refused.json()["code"]) == (422, "source_not_reached")
        shop.faults = [(200, {"data": {}}, {})]
        refused = await jetway.ask("POST", IMPORT_GRAPHQL, {"options": options})
        assert (refused.status_code, refused.json()["code"]) == (422, "graphql_refused")
