"""The sources beside the first, on one side: what a clerk may see of them is the same on the other."""

from __future__ import annotations

import json
import sqlite3
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from jetway.control.store.policies import save_endpoints, save_policy, save_queries
from jetway.control.store.projects import first_place
from tests.bridge.conftest import running
from tests.fakes.app import app
from tests.interference import world
from tests.interference.post import DESCRIPTION, PAGING, RIGHTS, post
from tests.stores import lay_sqlite

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from jetway.config import Settings
    from tests.bridge.conftest import Jetway

AGENTS = {
    "crm/agents": {
        "rows": {"column": "active", "op": "eq", "value": True},
        "read": ["id", "name", "code", "person_id"],
        "mask": {"code": {"kind": "partial", "keep": 1}},
        "update": ["name", "person_id"],
        "aggregate": True,
        "export": True,
    },
    "crm/calls": {
        "rows": {"column": "agent.active", "op": "eq", "value": True},
        "read": ["id", "customer_id", "agent_id", "parcel", "minutes"],
        "create": ["id", "customer_id", "agent_id", "parcel", "minutes"],
        "update": ["customer_id", "agent_id", "parcel", "minutes"],
        "delete": True,
        "aggregate": True,
        "export": True,
        "max_rows": 20,
    },
    "away/things": {"read": ["id", "customer_id"]},
}
CLERK = {
    "tables": {**world.CLERK["tables"], **AGENTS, **RIGHTS},
    "queries": ["sold"],
    "endpoints": ["sold", "person", "customers", "broken", "send", "bill"],
    "operations": ["post/latest"],
}
"""Of the source `vault` they see nothing, of `away` one table, but it cannot be reached."""

_CRM = """
CREATE TABLE agents (
  id INTEGER PRIMARY KEY, name TEXT NOT NULL, code TEXT UNIQUE, person_id INTEGER, wage INTEGER,
  active BOOLEAN);
CREATE TABLE calls (
  id INTEGER PRIMARY KEY, customer_id INTEGER, agent_id INTEGER REFERENCES agents (id), parcel TEXT,
  minutes INTEGER, note TEXT);
CREATE TABLE orders (id INTEGER PRIMARY KEY, number TEXT NOT NULL UNIQUE);
CREATE TABLE topics (id INTEGER PRIMARY KEY, name TEXT UNIQUE);
"""
_AWAY = """
CREATE TABLE things (id INTEGER PRIMARY KEY, customer_id INTEGER, hush TEXT UNIQUE);
CREATE TABLE whispers (id INTEGER PRIMARY KEY, name TEXT UNIQUE);
"""


def _to(column: str, source: str, table: str, theirs: str = "id", *, many: bool = False) -> dict[str, str]:
    direction = "ONETOMANY" if many else "MANYTOONE"
    names = {"local_field": column, "related_source": source, "related_model": table, "related_field": theirs}
    return {"direction": direction, **names}


RELATIONS = {
    "": {
        "orders": [_to("number", "post", "parcels", "label")],
        "order_lines": [_to("quantity", "crm", "agents")],
        "tags": [_to("id", "away", "things")],
        "customers": [_to("id", "away", "things", "customer_id", many=True)],
    },
    "crm": {
        "calls": [_to("customer_id", "default", "customers"), _to("parcel", "post", "parcels")],
        "agents": [_to("person_id", "default", "people")],
    },
    "post": {"parcels": [_to("order_id", "default", "orders")]},
}
HIDDEN_RELATIONS = {
    "": {
        "orders": [_to("status", "crm", "agents", "code"), _to("note", "post", "parcels")],
        "customers": [
            *(_to("card", "post", "parcels"), _to("region_id", "crm", "agents")),
            *(_to("name", "away", "things", "hush"), _to("country", "vault", "orders", "number")),
        ],
        "tags": [_to("name", "away", "whispers", "name"), _to("id", "crm", "topics")],
        "people": [_to("id", "crm", "orders")],
    },
    "crm": {"calls": [_to("note", "post", "parcels"), _to("minutes", "default", "salaries", "person_id")]},
    "post": {"parcels": [_to("note", "crm", "topics", "name"), _to("sender", "vault", "orders", "number")]},
}
"""Of a column, a table or a source that is hidden: on one side alone."""

_SOLD = """
SELECT id, number, total FROM orders WHERE status IN ('new', 'paid') AND id > :after AND id < 17 ORDER BY id
"""
QUERIES = {
    "sold": {"sql": _SOLD, "parameters": [{"name": "after", "type": "integer"}]},
    "person_{hidden}": {
        "sql": "SELECT id, name FROM people WHERE active AND name = :name",
        "parameters": [{"name": "name"}],
    },
    "customers_{hidden}": {"sql": "SELECT count(*) AS n FROM customers WHERE country = 'SE'"},
    "broken_{hidden}": {"sql": "SELECT absent FROM secrets"},
    "hidden": {"sql": "SELECT value FROM secrets"},
}
ENDPOINTS = {
    "sold": {"query": "sold"},
    "person": {"query": "person_{hidden}", "shape": "row"},
    "customers": {"query": "customers_{hidden}", "shape": "value"},
    "broken": {"query": "broken_{hidden}"},
    "hidden": {"query": "hidden"},
    "only_{hidden}": {"query": "hidden"},
}
"""The last two are granted to nobody but the owner. Of the queries a clerk may run the first by itself."""


@asynccontextmanager
async def with_sources(settings: Settings, folder: Path, side: dict) -> AsyncIterator[Jetway]:
    """One side: its first database and the other sources, what relates them, and what its clerk may do."""
    lay_sqlite(settings.state / "control.sqlite")
    async with app(post(**side)) as office, running(settings) as jetway:
        await _add_sources(jetway, office.address, folder, side)
        yield jetway


async def _add_sources(jetway: Jetway, address: str, folder: Path, side: dict) -> None:
    description = DESCRIPTION.format(address=address, paging=PAGING, **side)
    files = {"crm": _CRM + "".join(_inserts(**side)), "away": _AWAY, "vault": _CRM}
    hidden = side == world.ONE
    await _add(jetway, "post", "rest", {"description": description})
    for name, text in files.items() if hidden else [*files.items()][:-1]:
        path = folder / f"{name}.sqlite"
        with sqlite3.connect(path) as connection:
            connection.executescript(text)
        await _add(jetway, name, "sqlite", {"path": str(path)})
    await _relate(jetway, hidden=hidden)
    gone = {"options": {"path": str(folder / "nowhere.sqlite")}}
    answer = await jetway.ask("PATCH", "/api/sources/away/?_untested=1", gone)
    assert answer.status_code == 200, answer.text
    await _grant(jetway, side["every_hidden"])


async def _add(jetway: Jetway, name: str, kind: str, options: dict[str, str]) -> None:
    answer = await jetway.ask("POST", "/api/sources/", {"name": name, "kind": kind, "options": options})
    assert answer.status_code == 201, answer.text


async def _relate(jetway: Jetway, *, hidden: bool) -> None:
    for source, tables in RELATIONS.items():
        others = HIDDEN_RELATIONS[source] if hidden else {}
        body = [
            {"model": table, "relations": tables.get(table, []) + others.get(table, [])}
            for table in tables | others
        ]
        at = f"/api/sources/{source}/" if source else "/api/"
        answer = await jetway.ask("POST", f"{at}model_descriptions/relationship_overrides/", body)
        assert answer.status_code == 200, answer.text


async def _grant(jetway: Jetway, hidden: str) -> None:
    """The clerk's rights, the queries and the endpoints: those of operations, and some that are `hidden`."""
    operations = {one["operation"]: one["version"] for one in await jetway.get("/api/proxy/post/")}
    by_operation = {
        name: {"operation": f"post/parcels.{of}", "version": operations[f"parcels.{of}"]}
        for name, of in (("send", "send"), ("bill", "bill"), (f"do_{hidden}", hidden))
    }
    queries, endpoints = (
        json.loads(json.dumps(kept).replace("{hidden}", hidden)) for kept in (QUERIES, ENDPOINTS)
    )
    async with jetway.store() as store, store.writing() as connection:
        place = await first_place(connection, store.now())
        roles = {"owner": {"every_table": {}}, "clerk": CLERK}
        version = await save_policy(connection, place.environment, roles, based_on=1, now=store.now())
        await save_queries(connection, place.environment, version, queries)
        await save_endpoints(connection, place.environment, version, endpoints | by_operation)


def _inserts(every_hidden: str, hidden_rows: tuple[int, ...]) -> Iterator[str]:
    """Calls are of customers, agents and parcels of which some are hidden, and some are not there."""
    word, size = every_hidden, len(hidden_rows)
    for n in range(1, 9):
        yield f"INSERT INTO agents VALUES ({n}, 'Eve {n}', '{word}{n}', {n}, {size * n}, TRUE);"
    for n in (12, 13, *hidden_rows):
        yield f"INSERT INTO agents VALUES ({n}, '{word} {n}', '{word}{n}', {n % 6 + 1}, {n}, FALSE);"
        yield f"INSERT INTO topics VALUES ({n}, '{word} {n}');"
        yield f"INSERT INTO orders VALUES ({n}, '{word} {n}');"
    for n in range(1, 17):
        customer = n if n < 9 else 101
        yield f"INSERT INTO calls VALUES ({n}, {customer}, {n % 8 + 1}, 'p{n}', {n * 3}, '{word}');"
    for n in hidden_rows:
        yield f"INSERT INTO calls VALUES ({n}, {n % 8 + 1}, {n}, 'p{n % 12 + 1}', {n}, NULL);"
