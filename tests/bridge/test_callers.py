"""Every route of the bridge, asked by everybody who must not: never 2xx, and nothing is changed."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from starlette.routing import Route

from jetway.bridge import api, structure
from jetway.bridge.sources.routes import source_routes
from jetway.core.source_scope import FIRST_SOURCE
from jetway.server.bridge import token_store
from jetway.sources import Limits
from jetway.sources.kinds import open_source
from tests.bridge.conftest import new_shop, running
from tests.bridge.strangers import TOKENS, strangers_tokens

pytestmark = pytest.mark.anyio

TABLES = ("regions", "customers", "orders", "order_lines", "settings", "visits")


@pytest.fixture(scope="module")
async def jetway(tmp_path_factory):
    folder = tmp_path_factory.mktemp("callers")
    async with running(replace(new_shop(folder), files=str(folder / "files"))) as started:
        yield started


def requests():
    """Method and path of everything that the bridge answers."""
    words = [("customers", word, methods) for word, methods in api.OF_A_TABLE.items()]
    words += [("customers/1", word, methods) for word, methods in api.OF_A_ROW.items()]
    for below, word, methods in words:
        for method in methods:
            yield method, f"/api/models/{below}/{word}{'/' if word else ''}"
    for below, methods in [
        ("", structure.OF_TABLES),
        ("customers/", structure.OF_TABLE),
        ("customers/columns/", structure.OF_COLUMNS),
        ("customers/columns/name/", structure.OF_COLUMN),
    ]:
        for method in methods:
            yield method, f"/api/tables/{below}"
    first = SimpleNamespace(at="/api/", scope=FIRST_SOURCE, gate=None, files=True)
    registry = SimpleNamespace(opening=SimpleNamespace(first=first))
    for route in [*api.routes(first), *source_routes(registry)]:
        if isinstance(route, Route) and not route.path.startswith("/api/tables/"):
            for method in sorted((route.methods or set()) - {"HEAD"}):
                path = route.path.replace("{query}", "q").replace("{endpoint}", "q")
                path = path.replace("{operation}", "charges.refund")
                yield method, path.replace("{name}", "billing")
    for path in ("models/orders/", "sql/", "openapi.json"):
        yield "GET", f"/api/sources/billing/{path}"
    yield "GET", "/api/proxy/billing/"
    yield "POST", "/api/proxy/billing/charges.refund/"


@pytest.fixture(scope="module")
async def strangers(jetway):
    """The Authorization header of each, by who they are."""
    settings = jetway.settings
    source = await open_source(settings.database, Limits())
    enrolment = await token_store(settings, source).load()
    await source.close()
    return {
        **{who: f"Token {token}" for who, token in (await strangers_tokens(jetway)).items()},
        "nobody": None,
        "junk": "Token junk",
        "the bridge itself": f"Token {enrolment.project_token}",
        "the bridge as such": f"ProjectToken {enrolment.project_token}",
        "two at once": f"Token {await jetway.token()},Token {await jetway.token()}",
        "9 KiB": f"Token {await jetway.token()}{' ' * 9 * 1024}",
    }


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("nobody", 401),
        ("junk", 401),
        *((who, 401) for who in TOKENS),
        ("the bridge itself", 401),
        ("the bridge as such", 401),
        ("two at once", 401),
        ("9 KiB", 431),
    ],
)
async def test_strangers_get_nothing_anywhere(jetway, strangers, who, status):
    before = [jetway.sql(f"SELECT * FROM {table}") for table in TABLES]
    headers = {"Authorization": strangers[who]} if strangers[who] else {}
    body = {"name": "stolen"}
    refused = {}
    for method, path in requests():
        answer = await jetway.http.request(
            method, path, json=body if method != "GET" else None, headers=headers
        )
        refused[method, path] = answer.status_code
    assert len(refused) > 25
    assert set(refused.values()) == {status}, {key: got for key, got in refused.items() if got != status}
    assert [jetway.sql(f"SELECT * FROM {table}") for table in TABLES] == before


async def test_a_token_of_elsewhere_is_refused_byte_for_byte_as_one_that_nobody_has(jetway, strangers):
    told = set()
    for who in TOKENS:
        answer = await jetway.http.get("/api/models/orders/", headers={"Authorization": strangers[who]})
        own = answer.json()["instance"].encode()
        told.add((answer.status_code, str(answer.headers), answer.content.replace(own, b"")))
    assert len(told) == 1


async def test_the_owner_is_let_in_by_the_same_requests(jetway):
    """Else the refusals above would tell nothing."""
    statuses = {
        path: (await jetway.ask("GET", path)).status_code for method, path in requests() if method == "GET"
    }
    assert set(statuses.values()) <= {200, 400, 404, 422}, statuses
    assert 200 in statuses.values()
