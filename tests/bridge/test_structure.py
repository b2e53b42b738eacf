"""Changing tables and columns, on every engine: what is made, what is refused, and what stays as it was."""

from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from itertools import count

import apsw
import asyncmy
import psycopg
import pytest

from jetway.config import Settings
from jetway.core.errors import TableBusy
from jetway.core.structure import DropTable
from jetway.sources import Limits
from jetway.sources.kinds import open_source
from tests.bridge.conftest import new_shop, running
from tests.bridge.test_refusals import grant
from tests.servers import LOGIN, PASSWORD
from tests.sources import databases

pytestmark = pytest.mark.anyio

TABLES = "/api/tables/"
_numbers = count()
OWNER = {
    "every_table": {"create": True, "update": True, "delete": True, "export": True, "aggregate": True},
    "structure": True,
    "audit": True,
}


def sqlite_sql(path, text):
    connection = apsw.Connection(path)
    try:
        return connection.execute(text).fetchall()
    finally:
        connection.close()


@pytest.fixture(scope="module", params=["sqlite", "postgresql", "mariadb"])
async def office(request, tmp_path_factory):
    """A database of each engine; `run` runs SQL beside Jetway."""
    folder = tmp_path_factory.mktemp("structure")
    if request.param == "sqlite":
        url = str(folder / "office.sqlite")
        sqlite_sql(url, "PRAGMA journal_mode = WAL")
        run = partial(sqlite_sql, url)
    else:
        server, name = request.getfixturevalue(f"{request.param}_server"), f"structure_{next(_numbers)}"
        beside = getattr(databases, f"run_{request.param}")
        beside(server, "postgres" if request.param == "postgresql" else "", f"CREATE DATABASE {name}")
        url, run = server.url(name), partial(beside, server, name)
    run("CREATE TABLE first (id INTEGER PRIMARY KEY)")
    async with running(Settings(database=url, state=folder / "state")) as started:
        started.engine, started.run = request.param, run
        yield started


def column(name, field="CharField", **more):
    return {"name": name, "field": field, **more}


ID = column("id", "IntegerField", primary_key=True)


@pytest.fixture
async def people(office):
    """The name of a table with two rows."""
    name = f"people_{next(_numbers)}"
    columns = [ID, column("name", params={"length": 20}), column("note", "TextField", null=True)]
    assert (await office.ask("POST", TABLES, {"name": name, "columns": columns})).status_code == 201
    for person in ("Ana", "Bo"):
        assert (await office.ask("POST", f"/api/models/{name}/", {"name": person})).status_code == 201
    return name


async def columns_of(jetway, table):
    return {one["name"]: one for one in await jetway.get(f"{TABLES}{table}/columns/")}


async def rows_of(jetway, table):
    return (await jetway.get(f"/api/models/{table}/?_order_by=id"))["results"]


async def test_a_table_is_made_with_types_defaults_and_references(office, people):
    columns = [
        ID,
        column("title", params={"length": 50}, null=True),
        column("amount", "DecimalField", params={"precision": 10, "scale": 2}, null=True),
        column("active", "BooleanField", default_type="value", default_value=True),
        column("word", default_type="value", default_value="it's \\ 100%", params={"length": 30}),
        column("made", "DateTimeField", default_type="datetime_now", null=True),
        column("person", "ForeignKey", params={"related_model": {"model": people}}, null=True),
        column("meta", "JSONField", null=True),
    ]
    body = {"name": f'odd `" % {next(_numbers)}', "columns": columns}
    answer = await office.ask("POST", TABLES, body)
    assert (answer.status_code, answer.json()) == (201, body), answer.text
    path = "/api/models/" + body["name"].replace("%", "%25").replace(" ", "%20").replace('"', "%22")
    row = (await office.ask("POST", f"{path}/", {"title": "first", "amount": "1.5", "person": 1})).json()
    assert (row["id"], row["active"], row["word"], row["amount"]) == (1, True, "it's \\ 100%", "1.50") or (
        office.engine == "sqlite" and row["word"] == "it's \\ 100%"
    )
    assert row["made"].startswith("20")
    assert await office.refused("POST", f"{path}/", {"person": 99}) == (422, "invalid_reference")


async def test_a_column_is_added_altered_renamed_and_dropped(office, people):
    path = f"{TABLES}{people}/columns/"
    added = column("age", default_type="value", default_value="7", params={"length": 9})
    assert (await office.ask("POST", path, added)).status_code == 201
    assert (await office.ask("PATCH", f"{path}age/", {"default_type": None, "null": True})).status_code == 200
    answer = await office.ask("PATCH", f"{path}age/?_confirm=age", {"name": "years", "field": "IntegerField"})
    assert answer.status_code == 200, answer.text
    found = await columns_of(office, people)
    assert "age" not in found
    assert (found["years"]["type"], found["years"]["null"], found["years"]["default"]) == (
        "integer",
        True,
        None,
    )
    assert [row["years"] for row in await rows_of(office, people)] == [7, 7]
    assert await office.refused("DELETE", f"{path}years/") == (428, "confirmation_required")
    assert (await office.ask("DELETE", f"{path}years/?_confirm=years")).status_code == 204
    assert list(await columns_of(office, people)) == ["id", "name", "note"]


async def test_a_document_has_a_default_and_keeps_its_definition(office, people):
    path = f"{TABLES}{people}/columns/"
    assert (await office.ask("POST", path, column("doc", "JSONField", null=True))).status_code == 201
    assert (await office.ask("PATCH", f"{path}doc/", {"name": "meta"})).status_code == 200
    changed = {"null": False, "default_type": "value", "default_value": {"it's": 1}}
    assert await office.refused("PATCH", f"{path}meta/", changed) == (409, "values_in_the_way")
    answer = await office.ask("PATCH", f"{path}meta/", changed | {"null": True})
    assert answer.status_code == 200, answer.text
    found = (await columns_of(office, people))["meta"]
    assert (found["type"], found["default"]) == ("json", {"kind": "value", "value": {"it's": 1}})


async def test_a_column_without_values_is_dropped_at_once(office, people):
    assert (await office.ask("DELETE", f"{TABLES}{people}/columns/note/")).status_code == 204
    assert await office.refused("GET", f"{TABLES}{people}/columns/note/") == (404, "not_found")


async def test_a_column_with_its_foreign_key_is_dropped(office, people):
    child = f"child_{next(_numbers)}"
    points = column("person", "ForeignKey", params={"related_model": {"model": people}}, null=True)
    await office.ask("POST", TABLES, {"name": child, "columns": [ID, points]})
    answer = await office.ask("DELETE", f"{TABLES}{child}/columns/person/")
    if office.engine == "mariadb":
        assert answer.json()["code"] == "still_needed"
    else:
        assert answer.status_code == 204, answer.text


async def test_a_table_is_renamed_and_dropped_and_others_keep_their_foreign_keys(office, people):
    child, other = f"child_{next(_numbers)}", f"renamed_{next(_numbers)}"
    points = column("person", "ForeignKey", params={"related_model": {"model": people}})
    assert (await office.ask("POST", TABLES, {"name": child, "columns": [ID, points]})).status_code == 201
    assert (await office.ask("PATCH", f"{TABLES}{people}/", {"name": other})).status_code == 200
    assert (await columns_of(office, child))["person"]["params"]["related_model"] == {"model": other}
    assert await office.refused("DELETE", f"{TABLES}{other}/?_confirm={other}") == (409, "still_needed")
    assert (await office.ask("DELETE", f"{TABLES}{child}/")).status_code == 204
    assert await office.refused("DELETE", f"{TABLES}{other}/") == (428, "confirmation_required")
    assert (await office.ask("DELETE", f"{TABLES}{other}/?_confirm={other}")).status_code == 204
    assert await office.refused("GET", f"/api/models/{other}/") == (404, "unknown_table")


async def test_a_preview_tells_the_sql_and_the_loss_and_changes_nothing(office, people):
    before = await columns_of(office, people)
    preview = (await office.ask("DELETE", f"{TABLES}{people}/columns/name/?_preview=1")).json()
    assert ("DROP COLUMN" in preview["statements"][0], preview["lost"]) == (True, 2)
    preview = (await office.ask("DELETE", f"{TABLES}{people}/?_preview=1")).json()
    assert ("DROP TABLE" in preview["statements"][0], preview["lost"]) == (True, 2)
    changed = {"null": True, "name": "called"}
    preview = (await office.ask("PATCH", f"{TABLES}{people}/columns/name/?_preview=1", changed)).json()
    assert (bool(preview["statements"]), preview["lost"]) == (True, 0)
    new = {"name": "never", "columns": [ID]}
    preview = (await office.ask("POST", f"{TABLES}?_preview=1", new)).json()
    assert "CREATE TABLE" in preview["statements"][0]
    assert await columns_of(office, people) == before
    assert await office.refused("GET", f"{TABLES}never/columns/") == (404, "unknown_table")


async def test_values_in_the_way_leave_everything_as_it_was(office, people):
    path, before = f"{TABLES}{people}/columns/", await columns_of(office, people)
    wanted = [
        ("PATCH", f"{path}note/", {"null": False}),
        ("PATCH", f"{path}name/?_confirm=name", {"field": "IntegerField"}),
        ("PATCH", f"{path}name/?_confirm=name", {"field": "CharField", "params": {"length": 2}}),
        ("POST", path, column("must")),
    ]
    for request in wanted:
        assert await office.refused(*request) == (409, "values_in_the_way"), request
    assert await columns_of(office, people) == before
    assert [row["name"] for row in await rows_of(office, people)] == ["Ana", "Bo"]


async def test_values_that_would_be_bent_are_not_without_a_word(office, people):
    path = f"{TABLES}{people}/columns/"
    half = column("half", "DecimalField", params={"precision": 5, "scale": 2}, null=True)
    await office.ask("POST", path, half)
    await office.ask("PATCH", f"/api/models/{people}/1/", {"half": "1.25"})
    if office.engine == "sqlite":  # which keeps 1.25 in an INTEGER column
        assert (await office.ask("PATCH", f"{path}half/", {"field": "IntegerField"})).status_code == 200
        assert str((await rows_of(office, people))[0]["half"]) == "1.25"
        return
    assert await office.refused("PATCH", f"{path}half/", {"field": "IntegerField"}) == (
        428,
        "confirmation_required",
    )
    preview = await office.ask("PATCH", f"{path}half/?_preview=1", {"field": "IntegerField"})
    assert preview.json()["lost"] == 1


async def test_names_that_are_taken_or_none_are_refused(office, people):
    columns = [ID]
    assert await office.refused("POST", TABLES, {"name": people, "columns": columns}) == (409, "name_taken")
    path = f"{TABLES}{people}/columns/"
    assert await office.refused("POST", path, column("note", null=True)) == (409, "name_taken")
    for name in ("", " a", "a\n", "x" * 64, "jetway_answer", "sqlite_x", "public.x"):
        assert await office.refused("POST", TABLES, {"name": name, "columns": columns}) == (
            422,
            "invalid_input",
        ), name


@pytest.mark.parametrize(
    "columns",
    [
        [],
        [column("a")],
        [ID, ID],
        [ID, column("a", "NoField")],
        [ID, column("a", "IntegerField", default_type="sequence")],
        [ID, column("a", "IntegerField", default_type="value", default_value="x")],
        [ID, column("a", params={"length": 0})],
        [ID, column("a", "ForeignKey")],
        [ID, column("a", surprise=1)],
    ],
)
async def test_what_makes_no_table_is_refused(office, columns):
    assert await office.refused("POST", TABLES, {"name": "never", "columns": columns}) == (
        422,
        "invalid_input",
    )


async def test_a_reference_to_what_is_not_there_is_refused(office):
    points = column("a", "ForeignKey", params={"related_model": {"model": "absent"}})
    body = {"name": "never", "columns": [ID, points]}
    assert await office.refused("POST", TABLES, body) == (404, "unknown_table")


async def test_the_key_is_not_dropped_and_not_emptied(office, people):
    path = f"{TABLES}{people}/columns/id/"
    assert await office.refused("DELETE", f"{path}?_confirm=id") == (409, "still_needed")
    assert await office.refused("PATCH", path, {"null": True}) == (409, "still_needed")


@asynccontextmanager
async def held(jetway, table):
    """Somebody else in the middle of using the table."""
    address = jetway.settings.database
    if jetway.engine == "sqlite":
        connection = apsw.Connection(address)
        connection.execute("BEGIN IMMEDIATE")
        yield
        connection.close()
    elif jetway.engine == "postgresql":
        async with await psycopg.AsyncConnection.connect(address) as connection:
            await connection.execute(f"SELECT * FROM {table}")
            yield
    else:
        port, _, database = address.rpartition(":")[2].partition("/")
        login = {"user": LOGIN, "password": PASSWORD, "database": database}
        async with asyncmy.connect(host="127.0.0.1", port=int(port), **login) as connection:
            async with connection.cursor() as cursor:
                await cursor.execute(f"SELECT * FROM {table}")
            yield


async def test_a_table_in_use_is_not_waited_for_long(office, people):
    source = await open_source(office.settings.database, Limits(lock_s=0.1))
    drop = DropTable((await source.describe()).tables[people])
    async with held(office, people):
        with pytest.raises(TableBusy):
            await source.restructure(drop, losing=True)
    await source.close()
    assert len(await rows_of(office, people)) == 2


async def test_the_audit_tells_who_changed_what(office, people):
    await office.ask("DELETE", f"{TABLES}{people}/columns/note/")
    await office.refused("DELETE", f"{TABLES}{people}/")
    events = (await office.get(f"/api/audit/?table={people}"))["results"]
    assert [event["action"] for event in events if event["action"] != "create"] == [
        *("undone", "structure"),
        *("structure", "structure"),
    ]
    [dropped] = [event for event in events if event.get("column") == "note"]
    assert (dropped["change"], dropped["actor"]["role"]) == ("DropColumn", "owner")


async def test_a_key_for_idempotency_is_refused(office, people):
    headers = {"Authorization": f"Token {await office.token()}", "Idempotency-Key": "one"}
    answer = await office.http.request("DELETE", f"{TABLES}{people}/", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid_parameter")


# From here on in the shop, which is SQLite.


async def test_it_takes_the_right_and_a_hidden_table_is_not_there(jetway):
    narrow = {"tables": {"customers": OWNER["every_table"]}, "structure": True}
    await grant(jetway, {"owner": OWNER, "viewer": {"every_table": {}}, "editor": narrow})
    added = column("x", null=True)
    for path in ("orders/columns/", "absent/columns/"):
        hidden = await jetway.ask("POST", f"{TABLES}{path}", added, "editor")
        assert (hidden.status_code, hidden.json()["code"]) == (404, "unknown_table")
    assert await jetway.refused("POST", f"{TABLES}orders/columns/", added, "viewer") == (403, "not_allowed")
    body = {"name": "x", "columns": [ID]}
    assert await jetway.refused("POST", TABLES, body, "viewer") == (403, "not_allowed")
    points = column("a", "ForeignKey", params={"related_model": {"model": "orders"}})
    body = {"name": "x", "columns": [ID, points]}
    assert await jetway.refused("POST", TABLES, body, "editor") == (404, "unknown_table")
    said = (await jetway.ask("DELETE", f"{TABLES}customers/", role="editor")).json()
    assert (said["code"], "orders" in said["detail"]) == ("still_needed", False)


@pytest.mark.parametrize(
    "less",
    [
        {"read": ["id", "name"]},
        {"mask": {"email": {"kind": "full"}}},
        {"rows": {"column": "country", "op": "eq", "value": "BR"}},
        {"delete": False},
        {"preset": {"country": "BR"}},
    ],
)
async def test_who_holds_a_table_in_part_does_not_get_at_the_rest_by_a_rename(jetway, less):
    part = OWNER["every_table"] | less
    role = OWNER | {"tables": {"customers": part}}
    await grant(jetway, {"owner": OWNER, "editor": role})
    for method, path, body in [
        ("PATCH", "customers/", {"name": "people"}),
        ("PATCH", "customers/columns/name/", {"name": "called"}),
        ("DELETE", "customers/columns/name/?_preview=1", None),
    ]:
        assert await jetway.refused(method, f"{TABLES}{path}", body, "editor") == (403, "not_allowed")


async def test_the_ceiling_keeps_tables_and_views_are_none(tmp_path):
    file = tmp_path / "ceiling.toml"
    file.write_text('read_only = ["orders"]')
    async with running(replace(new_shop(tmp_path), ceiling=str(file))) as jetway:
        for table in ("orders", "totals"):
            assert await jetway.refused("DELETE", f"{TABLES}{table}/") == (403, "not_allowed")


async def test_sqlite_makes_a_table_anew_with_all_that_belongs_to_it(jetway):
    jetway.sql(
        "CREATE TABLE log (id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT DEFAULT (datetime('now', '-1 day')),"
        ' /* a, comment */ "odd, (name" TEXT COLLATE NOCASE CHECK ("odd, (name" <> \')\'), -- of (it\n'
        " twice INTEGER GENERATED ALWAYS AS (id * 2), up REFERENCES log (id), UNIQUE (at, up))"
    )
    jetway.sql("CREATE INDEX log_at ON log (at DESC) WHERE up IS NULL")
    jetway.sql("CREATE TABLE seen (id INTEGER)")
    jetway.sql("CREATE TRIGGER log_seen AFTER INSERT ON log BEGIN INSERT INTO seen VALUES (new.id); END")
    jetway.sql("CREATE VIEW lately AS SELECT at FROM log")
    jetway.sql("INSERT INTO log (at, up) VALUES ('a', NULL), ('b', 1)")
    jetway.sql("DELETE FROM log WHERE at = 'b'")
    await jetway.ask("POST", "/api/reload/")
    answer = await jetway.ask("PATCH", f"{TABLES}log/columns/at/", {"null": False})
    assert answer.status_code == 200, answer.text
    [(made,)] = jetway.sql("SELECT sql FROM sqlite_schema WHERE name = 'log'")
    for kept in (
        "at TEXT NOT NULL DEFAULT (datetime",
        "COLLATE NOCASE CHECK",
        "AS (id * 2)",
        "UNIQUE (at, up)",
    ):
        assert kept.replace(" NOT NULL", "") in made.replace(" NOT NULL", ""), made
    assert jetway.sql("SELECT name FROM sqlite_schema WHERE name LIKE 'log%' ORDER BY name") == [
        *[("log",), ("log_at",), ("log_seen",)]
    ]
    assert jetway.sql("SELECT * FROM lately") == [("a",)]
    jetway.sql("INSERT INTO log (at) VALUES ('c')")
    assert jetway.sql("SELECT id, twice FROM log") == [(1, 2), (3, 6)]
    assert jetway.sql("SELECT count(*) FROM seen") == [(3,)]
    assert jetway.sql("PRAGMA foreign_key_check") == []
    assert jetway.sql("PRAGMA integrity_check") == [("ok",)]


async def test_sqlite_copies_columns_that_jetway_has_not_seen_yet(jetway):
    jetway.sql("ALTER TABLE regions ADD COLUMN since TEXT DEFAULT 'long'")
    assert (await jetway.ask("PATCH", f"{TABLES}regions/columns/name/", {"null": True})).status_code == 200
    assert jetway.sql("SELECT name, since FROM regions ORDER BY id") == [("South", "long"), ("North", "long")]
