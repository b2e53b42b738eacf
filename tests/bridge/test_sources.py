"""Sources that people add: a second and a third database behind the same door as the first."""

import json
from itertools import count

import pytest

from tests.bridge.conftest import new_shop, running
from tests.bridge.test_audit import grant
from tests.servers import LOGIN, PASSWORD
from tests.sources.databases import run_mariadb, run_postgresql

pytestmark = pytest.mark.anyio

SOURCES = "/api/sources/"
LEDGER = """
CREATE TABLE invoices (
  id INTEGER PRIMARY KEY, number VARCHAR(20) NOT NULL, region VARCHAR(10), total INTEGER);
CREATE TABLE payments (
  id INTEGER PRIMARY KEY, invoice_id INTEGER REFERENCES invoices (id), password VARCHAR(9));
INSERT INTO invoices VALUES (1, 'I-1', 'south', 10), (2, 'I-2', 'north', 20), (3, 'I-3', 'south', 30);
INSERT INTO payments VALUES (1, 1, 'x');
"""
_numbers = count()


def database(server, run):
    name = f"ledger_{next(_numbers)}"
    run(server, "postgres" if run is run_postgresql else "", f"CREATE DATABASE {name}")
    run(server, name, LEDGER)
    options = {
        "host": "127.0.0.1",
        "port": server.port,
        "database": name,
        "user": LOGIN,
        "password": PASSWORD,
    }
    return options | ({"sslmode": "disable"} if run is run_postgresql else {"tls": "disabled"})


async def add(jetway, name, kind, options, **more):
    answer = await jetway.ask("POST", SOURCES, {"name": name, "kind": kind, "options": options, **more})
    assert answer.status_code == 201, answer.text
    return answer


@pytest.fixture(scope="module")
def ledger(postgresql_server):
    return database(postgresql_server, run_postgresql)


@pytest.fixture(scope="module")
def maria_ledger(mariadb_server):
    return database(mariadb_server, run_mariadb)


@pytest.fixture(scope="module")
async def office(tmp_path_factory, ledger, maria_ledger):
    """A shop in SQLite with a ledger in PostgreSQL and one in MariaDB, for tests that change no source."""
    async with running(new_shop(tmp_path_factory.mktemp("sources"))) as started:
        await add(started, "billing", "postgresql", ledger, title="Billing", colour="#1c7ed6")
        await add(started, "archive", "mysql", maria_ledger)
        clerk = {"tables": {"billing/invoices": {"rows": {"column": "region", "op": "eq", "value": "south"}}}}
        await grant(started, "clerk", clerk)
        closed = {"billing/*": {"read": False}, "archive/*": {"read": False}}
        await grant(started, "seller", {"tables": closed, "every_table": {}, "audit": True})
        yield started


async def refusal(jetway, path, role, method="GET"):
    """The answer but for what is the request's own."""
    answer = await jetway.ask(method, path, role=role)
    said = answer.json()
    del said["instance"]
    return answer.status_code, said, sorted(set(answer.headers) - {"content-length"})


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "nothing/"),
        ("DELETE", "sql/"),
        ("PUT", "model_descriptions/"),
        ("GET", "models/nothing/"),
        ("DELETE", "models/nothing/group/"),
        ("POST", "sql/"),
        ("GET", "connection/?a=1"),
    ],
)
async def test_a_source_refuses_like_the_first(office, method, path):
    first = await refusal(office, f"/api/{path}", "owner", method)
    assert first[0] in (400, 404, 405, 415)
    assert await refusal(office, f"/api/sources/billing/{path}", "owner", method) == first


@pytest.mark.parametrize("source", ["billing", "archive"])
async def test_a_source_is_served_like_the_first(office, source):
    at = f"/api/sources/{source}/"
    page = await office.get(f"{at}models/invoices/?_order_by=-id&_per_page=2")
    assert [row["number"] for row in page["results"]] == ["I-3", "I-2"]
    assert page["next"].startswith(f"http://127.0.0.1:8000{at}models/invoices/?")
    following = await office.get(page["next"])
    assert [row["number"] for row in following["results"]] == ["I-1"]

    made = await office.ask("POST", f"{at}models/invoices/", {"id": 9, "number": "I-9"})
    assert made.status_code == 201, made.text
    assert (await office.ask("PATCH", f"{at}models/invoices/9/", {"total": 5})).json()["total"] == 5
    assert (await office.ask("DELETE", f"{at}models/invoices/9/")).status_code == 204

    assert (await office.get(f"{at}models/invoices/aggregate/?_y_func=sum&_y_column=total"))["y_func"] == 60
    ran = (await office.ask("POST", f"{at}sql/", {"query": "SELECT count(*) FROM invoices"})).json()
    assert ran["data"] == [[3]]
    asked = {"query": "{ payments { data { attrs { id } } } }"}
    assert "errors" not in (await office.ask("POST", f"{at}graphql/", asked)).json()
    exported = await office.ask("GET", f"{at}models/invoices/export/?_format=csv")
    assert "I-2" in exported.text
    tables = {table["model"] for table in await office.get(f"{at}model_descriptions/")}
    assert tables == {"invoices", "payments"}


async def test_the_document_of_a_source_names_its_own_paths(office):
    document = await office.get("/api/sources/billing/openapi.json")
    assert all(path.startswith("/api/sources/billing/") for path in document["paths"])
    assert "/api/sources/billing/models/invoices/" in document["paths"]
    assert document["servers"] == [{"url": "../../../"}]
    first = await office.get("/api/openapi.json")
    assert first["servers"] == [{"url": "../"}]
    assert "post" in first["paths"]["/api/sources/"]
    assert set((await office.get("/api/openapi.json", "seller"))["paths"]["/api/sources/"]) == {"get"}


async def test_the_first_source_knows_nothing_of_the_others(office):
    assert await office.refused("GET", "/api/models/invoices/") == (404, "unknown_table")
    assert await office.refused("GET", "/api/models/billing%2Finvoices/") == (404, "unknown_table")
    assert await office.refused("GET", "/api/sources/billing/models/orders/") == (404, "unknown_table")


async def test_a_role_has_rights_to_the_tables_of_a_source_by_its_name(office):
    page = await office.get("/api/sources/billing/models/invoices/", "clerk")
    assert {row["id"] for row in page["results"]} == {1, 3}
    payments = await office.refused("GET", "/api/sources/billing/models/payments/", role="clerk")
    assert payments == (404, "unknown_table")
    assert await office.refused("GET", "/api/models/orders/", role="clerk") == (404, "unknown_table")
    assert await office.refused("GET", "/api/sources/billing/models/invoices/2/", role="clerk") == (
        404,
        "unknown_row",
    )


async def test_the_ceiling_holds_for_every_source(office):
    [row] = (await office.get("/api/sources/billing/models/payments/"))["results"]
    assert "password" not in row


@pytest.mark.parametrize(
    "rest",
    ["models/invoices/", "models/nothing/1/", "model_descriptions/", "openapi.json", "sql/", "nothing/"],
)
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
async def test_a_source_that_is_hidden_does_not_exist(office, rest, method):
    hidden = await refusal(office, f"/api/sources/billing/{rest}", "seller", method)
    absent = await refusal(office, f"/api/sources/nowhere/{rest}", "seller", method)
    assert hidden == absent
    assert hidden[:2] == (404, {**hidden[1], "code": "not_found"})
    assert hidden == await refusal(office, "/api/nothing/", "seller")


async def test_nothing_is_told_without_a_token(office):
    answers = [
        await office.http.get(f"/api/sources/{path}")
        for path in ("billing/models/invoices/", "no/models/x/", "")
    ]
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(401, "token_missing")}


async def test_the_list_holds_what_somebody_sees_something_of(office):
    everything = await office.get(SOURCES)
    assert [(one["name"], one["kind"], one["path"], one["state"]) for one in everything] == [
        ("default", "sqlite", "/api/", "ok"),
        ("billing", "postgresql", "/api/sources/billing/", "ok"),
        ("archive", "mysql", "/api/sources/archive/", "ok"),
    ]
    assert (everything[1]["title"], everything[1]["colour"], everything[2]["title"]) == (
        "Billing",
        "#1c7ed6",
        "archive",
    )
    assert [one["name"] for one in await office.get(SOURCES, "clerk")] == ["default", "billing"]
    assert [one["name"] for one in await office.get(SOURCES, "seller")] == ["default"]


async def test_the_list_tells_who_may_add_to_it(office):
    told = [(await office.ask("GET", SOURCES, role=role)).headers["Allow"] for role in ("owner", "clerk")]
    assert told == ["GET, POST", "GET"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", ""),
        ("GET", "kinds/"),
        ("POST", "test/"),
        ("GET", "billing/"),
        ("PATCH", "no/"),
        ("DELETE", "billing/"),
    ],
)
async def test_sources_are_changed_by_who_has_the_right(office, method, path):
    assert await office.refused(method, f"{SOURCES}{path}", role="clerk") == (403, "not_allowed")


async def test_the_audit_of_all_sources_is_one_chain_and_each_tells_its_own(office):
    await office.ask("PATCH", "/api/models/orders/1/", {"status": "new"})
    await office.ask("PATCH", "/api/sources/billing/models/invoices/1/", {"total": 11})
    await office.ask("PATCH", "/api/sources/archive/models/invoices/1/", {"total": 12})

    first = (await office.get("/api/audit/"))["results"]
    billing = (await office.get("/api/sources/billing/audit/?table=invoices"))["results"]
    history = (await office.get("/api/sources/archive/models/invoices/1/history/"))["results"]

    assert first[0]["table"] == "orders"
    assert {event["table"] for event in first} <= {"orders", ""}
    assert (billing[0]["table"], billing[0]["to"]) == ("invoices", {"total": 11})
    assert (history[0]["from"], history[0]["to"]) == ({"total": 10}, {"total": 12})
    lines = office.sql("SELECT table_name FROM jetway_audit ORDER BY number DESC LIMIT 3")
    assert lines == [("archive/invoices",), ("billing/invoices",), ("orders",)]
    restored = await office.ask(
        "POST", f"/api/sources/archive/models/invoices/1/history/{history[0]['id']}/restore/", {}
    )
    assert restored.json()["total"] == 10


async def test_the_audit_tells_of_sources_to_who_may_change_them(office):
    added = [
        event for event in (await office.get("/api/audit/"))["results"] if event.get("change") == "AddSource"
    ]
    assert [event["source"] for event in added] == ["archive", "billing"]
    assert added[1]["sent"]["options"]["password"] == {"$secret": True}
    assert not [
        event for event in (await office.get("/api/audit/", "seller"))["results"] if "source" in event
    ]


async def test_why_points_into_the_policy_as_it_stands(office):
    said = await office.get("/api/sources/billing/why/?role=clerk&table=invoices&key=2")
    assert [clause["rule"] for clause in said["clauses"]] == ["/roles/clerk/tables/billing~1invoices/rows"]
    said = await office.get("/api/sources/billing/why/?role=seller&table=invoices")
    assert said["reasons"][0]["rule"] == "/roles/seller/tables/billing~1*/read"


async def test_secrets_are_never_told_and_kept_sealed(office):
    asked = [await office.ask("GET", f"{SOURCES}{path}") for path in ("", "billing/", "kinds/")]
    assert asked[1].json()["options"]["password"] == {"$secret": True}
    told = "".join(answer.text for answer in asked) + json.dumps(await office.get("/api/audit/"))
    assert PASSWORD not in told
    assert "sslkey" not in told
    [(record,)] = office.sql("SELECT value FROM jetway_record WHERE name LIKE 'sources_%'")
    assert PASSWORD.encode() not in record
    assert b"billing" not in record


async def test_a_cursor_of_one_source_is_refused_by_another(office):
    page = await office.get("/api/sources/billing/models/invoices/?_cursor=&_per_page=1")
    cursor = page["next"].partition("_cursor=")[2].partition("&")[0]
    other = f"/api/sources/archive/models/invoices/?_cursor={cursor}&_per_page=1"
    assert await office.refused("GET", other) == (400, "invalid_cursor")
