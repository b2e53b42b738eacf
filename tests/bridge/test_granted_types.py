"""A column that was made again with another type is none that anybody was granted."""

import json
import logging
import sqlite3
from dataclasses import replace
from functools import partial
from itertools import count

import pytest

from jetway.bridge.granted_types import GrantedTypes
from jetway.bridge.records import Records
from jetway.config import Settings
from jetway.core.policy import Policy
from jetway.core.schema import Type
from jetway.core.source_scope import SourceScope
from jetway.sources import Limits
from jetway.sources.kinds import open_source
from tests.bridge.conftest import new_shop, running
from tests.bridge.people import open_office
from tests.core.shop import ID, SCHEMA, column, table
from tests.sources import databases

pytestmark = pytest.mark.anyio

KEY = b"k" * 32
PREFIXES = {"postgresql": "SET search_path = public; ", "mariadb": ""}
"""Ahead of statements: there is a schema of the login's name, which is Jetway's own."""

_numbers = count()

RIGHTS = {
    "read": ["name", "code"],
    "create": ["id", "name", "code"],
    "update": ["name", "code"],
    "export": True,
    "aggregate": True,
}


def laid(items):
    """What makes a table of that name."""
    return [
        f"CREATE TABLE {items} (id INTEGER PRIMARY KEY, name VARCHAR(20), code VARCHAR(20))",
        f"INSERT INTO {items} VALUES (1, 'pen', 'a-1')",
    ]


def again(items, type_="INTEGER"):
    """What makes one of its columns again."""
    return [
        f"ALTER TABLE {items} DROP COLUMN code",
        f"ALTER TABLE {items} ADD COLUMN code {type_} DEFAULT 4711",
    ]


class Shop:
    """An installation, its owner, and a way to its database that is none of Jetway's."""

    def __init__(self, jetway, office, run, *, prefix=""):
        self.jetway, self.office, self._run, self._prefix = jetway, office, run, prefix

    async def lay(self):
        """A table with one row, and a role of its name that was granted its columns by theirs."""
        items = f"items_{next(_numbers)}"
        await self.change(laid(items))
        await self.grant(items)
        assert await self.seen(items) == {"id", "name", "code"}
        return items

    async def grant(self, items, rights=RIGHTS):
        """Save the roles. A new token makes the bridge ask at once which policy holds."""
        await self.office.grant(items, {"tables": {items: rights}})
        self.jetway.tokens.clear()
        await self.columns("owner", items)

    async def change(self, statements):
        """Change the database behind Jetway's back, and have it look."""
        for statement in statements:
            self._run(self._prefix + statement)
        answer = await self.jetway.ask("POST", "/api/reload/")
        assert answer.status_code == 200, answer.text

    async def columns(self, role, items):
        """The columns by name, as the role is told of them."""
        tables = {one["model"]: one for one in await self.jetway.get("/api/model_descriptions/", role=role)}
        return {field["name"]: field for field in tables[items]["fields"]}

    async def seen(self, items):
        """The names of the columns that were granted, as far as they are there."""
        return set(await self.columns(items, items))


def run_sqlite(path, sql):
    connection = sqlite3.connect(path)
    with connection:
        connection.execute(sql)
    connection.close()


@pytest.fixture(scope="module", params=["sqlite", "postgresql", "mariadb"])
async def made_again(request, shop, tmp_path_factory):
    """A shop, and a table in it of which a column that was granted was made again."""
    if request.param == "sqlite":
        items = await shop.lay()
        await shop.change(again(items))
        yield shop, items
        return
    name = f"granted_types_{next(_numbers)}"
    server = request.getfixturevalue(f"{request.param}_server")
    url = getattr(databases, request.param)(server, name)
    run = partial(getattr(databases, f"run_{request.param}"), server, name)
    settings = Settings(database=url, state=tmp_path_factory.mktemp(name) / "state")
    async with running(settings) as jetway:
        other = Shop(jetway, await open_office(jetway), run, prefix=PREFIXES[request.param])
        items = await other.lay()
        await other.change(again(items))
        yield other, items


@pytest.fixture(scope="module")
async def shop(tmp_path_factory):
    """One installation on SQLite for all tests that lay a table of their own."""
    settings = new_shop(tmp_path_factory.mktemp("granted_types"))
    async with running(settings) as jetway:
        yield Shop(jetway, await open_office(jetway), partial(run_sqlite, settings.database))


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "?code=4711", None),
        ("GET", "?code__gt=1", None),
        ("GET", "?_order_by=code", None),
        ("GET", "?_fields=code", None),
        ("GET", "aggregate/?_y_func=max&_y_column=code", None),
        ("GET", "group/?_x_column=code&_y_func=count", None),
        ("GET", "export/?_order_by=code", None),
        ("GET", "export/?_columns=code", None),
        ("POST", "", {"id": 9, "code": 1}),
        ("PATCH", "1/", {"code": 1}),
        ("PATCH", "?name=pen", {"code": 1}),
    ],
)
async def test_it_is_as_unknown_as_a_column_that_never_was(made_again, method, path, body):
    shop, items = made_again

    async def refused(name):
        sent = body and {name if key == "code" else key: value for key, value in body.items()}
        asked = f"/api/models/{items}/{path.replace('code', name)}"
        answer = await shop.jetway.ask(method, asked, sent, role=items)
        said = json.loads(answer.text.replace(name, "code"))
        assert answer.status_code in (400, 404, 422), said
        return said | {"instance": ""}

    assert await refused("code") == await refused("none")


async def test_rows_and_files_are_told_without_it(made_again):
    shop, items = made_again
    row = {"id": 1, "name": "pen"}
    listed = await shop.jetway.get(f"/api/models/{items}/", role=items)
    exported = await shop.jetway.ask("GET", f"/api/models/{items}/export/", role=items)
    assert listed["results"] == [row]
    assert await shop.jetway.get(f"/api/models/{items}/1/", role=items) == row
    assert b"pen" in exported.content
    assert b"4711" not in exported.content


async def test_graphql_does_not_know_it(made_again):
    shop, items = made_again
    query = {"query": f"{{ {items} {{ data {{ attrs {{ code }} }} }} }}"}
    refused = await shop.jetway.ask("POST", "/api/graphql/", query, role=items)
    found = await shop.jetway.ask("POST", "/api/graphql/", query)
    assert "code" in refused.json()["errors"][0]["message"]
    assert found.json()["data"][items]["data"] == [{"attrs": {"code": 4711}}]


async def test_owners_see_it_and_that_it_changed(made_again):
    shop, items = made_again
    columns = await shop.columns("owner", items)
    told = {name: field["changed"] for name, field in columns.items()}
    assert told == {"id": False, "name": False, "code": True}
    assert (await shop.jetway.get(f"/api/models/{items}/1/"))["code"] == 4711


async def test_why_names_it(made_again):
    shop, items = made_again
    asked = f"/api/why/?table={items}&column=code&role={items}"
    answer = await shop.office.ask(await shop.office.token(), "GET", asked)
    assert [(one["reason"], one["rule"]) for one in answer.json()["reasons"]] == [
        ("column_changed", f"/roles/{items}/tables/{items}/read")
    ]


async def test_roles_that_are_saved_as_they_were_do_not_grant_it(shop):
    items = await shop.lay()
    await shop.change(again(items))
    await shop.grant(items)
    await shop.grant(items, {**RIGHTS, "export": False})
    assert await shop.seen(items) == {"id", "name"}
    assert (await shop.columns("owner", items))["code"]["changed"]


async def test_who_has_looked_at_it_grants_it_as_it_is(shop):
    items = await shop.lay()
    await shop.change(again(items))
    type_ = (await shop.columns("owner", items))["code"]["native"]
    await shop.grant(items, {**RIGHTS, "types": {"code": type_}})
    assert "code" in await shop.seen(items)
    assert not (await shop.columns("owner", items))["code"]["changed"]


async def test_who_takes_it_from_the_roles_grants_it_anew(shop):
    items = await shop.lay()
    await shop.change(again(items))
    await shop.grant(items, {"read": ["name"]})
    assert await shop.seen(items) == {"id", "name"}
    await shop.grant(items)
    assert "code" in await shop.seen(items)
    assert not (await shop.columns("owner", items))["code"]["changed"]


async def test_a_rule_that_is_saved_as_it_was_still_lets_no_row_through(shop):
    items = await shop.lay()
    rule = {"read": ["name"], "rows": {"column": "code", "op": "is_null", "value": False}}
    await shop.grant(items, rule)
    assert (await shop.jetway.get(f"/api/models/{items}/", role=items))["count"] == 1
    await shop.change(again(items))
    await shop.grant(items, {**rule, "export": True})
    assert (await shop.jetway.get(f"/api/models/{items}/", role=items))["count"] == 0


async def test_one_that_is_gone_while_roles_are_saved_does_not_come_back(shop):
    items = await shop.lay()
    gone, made = again(items)
    await shop.change([gone])
    await shop.grant(items)
    assert await shop.seen(items) == {"id", "name"}
    await shop.change([made])
    assert await shop.seen(items) == {"id", "name"}


async def test_another_table_of_the_name_shows_no_column_of_another_type(shop):
    items = await shop.lay()
    other = f"CREATE TABLE {items} (id INTEGER PRIMARY KEY, name INTEGER, code TEXT)"
    await shop.change([f"DROP TABLE {items}", other])
    assert await shop.seen(items) == {"id", "code"}


async def test_a_longer_text_is_no_other_type(shop):
    items = await shop.lay()
    await shop.change(again(items, "VARCHAR(40)"))
    assert "code" in await shop.seen(items)


async def test_a_row_rule_that_names_it_lets_no_row_through(shop):
    items = await shop.lay()
    rule = {"rows": {"column": "code", "op": "is_null", "value": False}}
    await shop.office.grant("auditor", {"every_table": rule})
    assert (await shop.jetway.get(f"/api/models/{items}/", role="auditor"))["count"] == 1
    await shop.change(again(items))
    assert (await shop.jetway.get(f"/api/models/{items}/", role="auditor"))["count"] == 0


async def test_who_is_granted_all_tables_sees_it(shop):
    items = await shop.lay()
    await shop.office.grant("reader", {"every_table": {}})
    assert "code" in await shop.columns("reader", items)
    await shop.change(again(items))
    assert "code" in await shop.columns("reader", items)


async def test_a_restart_forgets_nothing(tmp_path, caplog):
    settings = new_shop(tmp_path)
    run = partial(run_sqlite, settings.database)
    async with running(settings) as jetway:
        items = await Shop(jetway, await open_office(jetway), run).lay()
    for statement in again(items):
        run(statement)
    with caplog.at_level(logging.WARNING, "jetway.bridge.granted_types"):
        async with running(settings) as jetway:
            assert "code" not in await Shop(jetway, None, run).seen(items)
    assert [record.args[0] for record in caplog.records] == [f"{items}.code"]


@pytest.fixture
async def records(tmp_path):
    source = await open_source(new_shop(tmp_path).database, Limits())
    yield Records(source, tmp_path)
    await source.close()


@pytest.fixture
def schemas():
    """A schema, and it with a column made again."""
    old = replace(SCHEMA, tables={"items": table("items", ID, column("code"))})
    new = replace(SCHEMA, tables={"items": table("items", ID, column("code", Type.DATE))})
    return old, new


async def tells_changed(granted, schema, version, epoch=""):
    found = await granted.marked(schema, Policy(version), epoch)
    return found.tables["items"].columns[1].changed


async def test_replicas_share_what_was_granted(records, schemas):
    old, new = schemas
    assert not await tells_changed(GrantedTypes(records, KEY), old, 1)
    assert await tells_changed(GrantedTypes(records, KEY), new, 1)
    assert not await tells_changed(GrantedTypes(records, b"another installation's key"), new, 1)


async def test_a_replica_that_lags_behind_grants_nothing_anew(records, schemas):
    old, new = schemas
    assert not await tells_changed(GrantedTypes(records, KEY), old, 2)
    assert await tells_changed(GrantedTypes(records, KEY), new, 1)
    assert await tells_changed(GrantedTypes(records, KEY), new, 2)
    assert not await tells_changed(GrantedTypes(records, KEY), new, 3)


async def test_a_control_that_was_put_back_grants_nothing_anew(records, schemas):
    old, new = schemas
    assert not await tells_changed(GrantedTypes(records, KEY), old, 7)
    assert await tells_changed(GrantedTypes(records, KEY), new, 9, "restored")
    assert not await tells_changed(GrantedTypes(records, KEY), new, 10, "restored")


async def test_sources_are_told_apart(records, schemas):
    old, new = schemas
    assert not await tells_changed(GrantedTypes(records, KEY), old, 1)
    assert not await tells_changed(GrantedTypes(records, KEY, SourceScope("billing")), new, 1)
