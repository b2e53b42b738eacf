"""Relations that people declare where the database has no foreign key."""

import sqlite3

import pytest

from jetway.config import Settings
from tests.bridge.conftest import running
from tests.bridge.test_refusals import grant
from tests.sources import databases

pytestmark = pytest.mark.anyio

PATH = "/api/model_descriptions/relationship_overrides/"
LOGS = """
CREATE TABLE notes (id INTEGER PRIMARY KEY, order_number VARCHAR(20), customer INTEGER, region_id INTEGER);
INSERT INTO notes VALUES (1, 'A-1', 1, NULL), (2, 'A-2', 3, 1), (3, 'gone', NULL, 2);
"""


def many_to_one(field, model, related):
    return {"direction": "MANYTOONE", "local_field": field, "related_model": model, "related_field": related}


def declared(*relations, model="notes"):
    return [{"model": model, "relations": list(relations)}]


NUMBER = many_to_one("order_number", "orders", "number")
CUSTOMER = many_to_one("customer", "customers", "id")


@pytest.fixture
def noted(shop):
    with sqlite3.connect(shop.database) as connection:
        connection.executescript(LOGS)
    return shop


@pytest.fixture
async def notes(noted):
    async with running(noted) as started:
        yield started


def ids(page):
    return [row["id"] for row in page["results"]]


async def links(jetway, table, role="owner"):
    [found] = [one for one in await jetway.get("/api/model_descriptions/", role) if one["model"] == table]
    return {link["name"]: link for link in found["links"]}


async def test_a_declared_relation_works_as_one_of_the_database(notes):
    body = declared(NUMBER, CUSTOMER)
    answer = await notes.ask("POST", PATH, body)
    assert (answer.status_code, answer.json()) == (200, body)
    assert ids(await notes.get("/api/models/notes/?order_number_row__customer__name=Ana")) == [1]
    assert ids(await notes.get("/api/models/orders/?notes__count=1")) == [2, 1]
    row = await notes.get("/api/models/notes/1/?_expand=order_number_row,customer_row&_select=id")
    assert (row["order_number_row"]["id"], row["customer_row"]["name"]) == (1, "Ana")
    page = await notes.get("/api/models/orders/?_expand=notes&_select=id")
    assert [len(row["notes"]) for row in page["results"]] == [0, 1, 1]
    assert {link["on_delete"] for link in (await links(notes, "notes")).values()} == {"nothing"}


async def test_the_database_keeps_nothing_because_of_it(notes):
    await notes.ask("POST", PATH, declared(NUMBER))
    assert (await notes.ask("PATCH", "/api/models/notes/1/", {"order_number": "other"})).status_code == 200


async def test_it_is_there_after_a_restart_and_gone_when_taken_away(noted):
    async with running(noted) as jetway:
        await jetway.ask("POST", PATH, declared(NUMBER))
    async with running(noted) as jetway:
        assert list(await links(jetway, "notes")) == ["order_number_row"]
        await jetway.ask("POST", PATH, declared())
        assert await links(jetway, "notes") == {}


async def test_another_bridge_of_the_database_has_it_at_its_next_description(noted, tmp_path):
    other = Settings(database=noted.database, state=tmp_path / "other")
    async with running(noted) as one:
        await one.ask("POST", PATH, declared(NUMBER))
        async with running(other) as two:
            assert list(await links(two, "notes")) == ["order_number_row"]


async def test_it_is_left_out_while_its_column_is_gone(noted):
    async with running(noted) as jetway:
        await jetway.ask("POST", PATH, declared(NUMBER))
    with sqlite3.connect(noted.database) as connection:
        connection.execute("ALTER TABLE notes RENAME COLUMN order_number TO number")
    async with running(noted) as jetway:
        assert await links(jetway, "notes") == {}


async def test_it_changes_no_name_of_a_relation_of_the_database(notes):
    before = await links(notes, "customers")
    again = many_to_one("region_id", "regions", "id")
    extra = {"direction": "ONETOMANY", "local_field": "id", "related_model": "orders", "related_field": "id"}
    await notes.ask("POST", PATH, declared(again) + declared(extra, model="customers"))
    after = await links(notes, "customers")
    assert before.items() <= after.items()
    assert [name for name in after if name not in before] == ["orders_by_id"]


async def test_crossing_it_keeps_the_rules_of_both_sides(notes):
    await notes.ask("POST", PATH, declared(NUMBER))
    new = {"column": "status", "op": "eq", "value": "new"}
    await grant(notes, {"viewer": {"tables": {"notes": {}, "orders": {"rows": new}}}})
    page = await notes.get("/api/models/notes/?_expand=order_number_row&_select=id", "viewer")
    assert [row["order_number_row"] and row["order_number_row"]["id"] for row in page["results"]] == [
        None,
        2,
        None,
    ]
    assert ids(await notes.get("/api/models/notes/?order_number_row__id__gt=0", "viewer")) == [2]


async def test_a_role_sees_none_over_what_is_hidden_from_it(notes):
    await notes.ask("POST", PATH, declared(NUMBER, CUSTOMER))
    owner = {"every_table": {}, "structure": True}
    masked = {"mask": {"number": {"kind": "full"}}}
    await grant(notes, {"owner": owner, "viewer": {"tables": {"notes": {}, "orders": masked}}})
    assert await links(notes, "notes", "viewer") == {}
    [found, _] = await notes.get("/api/model_descriptions/", "viewer")
    assert found["relation_overrides"] == []


async def test_what_one_cannot_see_is_not_theirs_to_take_away(notes):
    await notes.ask("POST", PATH, declared(NUMBER, CUSTOMER))
    owner = {"every_table": {}, "structure": True}
    editor = {"tables": {"notes": {}, "customers": {}}, "structure": True}
    await grant(notes, {"owner": owner, "editor": editor})
    assert (await notes.ask("POST", PATH, declared(), "editor")).status_code == 200
    assert list(await links(notes, "notes")) == ["order_number_row"]


async def test_only_who_may_change_the_structure_declares(notes):
    await grant(notes, {"editor": {"every_table": {"update": True}}})
    assert await notes.refused("POST", PATH, declared(NUMBER), "editor") == (403, "not_allowed")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (declared(model="absent"), "invalid_relation"),
        (declared(many_to_one("absent", "orders", "number")), "invalid_relation"),
        (declared(many_to_one("order_number", "absent", "number")), "invalid_relation"),
        (declared(many_to_one("order_number", "orders", "absent")), "invalid_relation"),
        (declared(many_to_one("order_number", "orders", "id")), "invalid_relation"),
        (declared(many_to_one("order_number", "orders", "status")), "invalid_relation"),
        (declared({**NUMBER, "direction": "SIDEWAYS"}), "invalid_input"),
        (declared({**NUMBER, "more": 1}), "invalid_input"),
        ([{"model": "notes"}], "invalid_input"),
        ({}, "invalid_input"),
    ],
)
async def test_a_relation_that_makes_no_sense_is_refused(notes, body, code):
    assert await notes.refused("POST", PATH, body) == (422, code)
    assert await links(notes, "notes") == {}


@pytest.mark.parametrize("engine", ["postgresql", "mariadb"])
async def test_other_databases_keep_declared_relations_too(engine, request, tmp_path):
    server = request.getfixturevalue(f"{engine}_server")
    database = getattr(databases, engine)(server, f"declared_{engine}")
    settings = Settings(database=database, state=tmp_path / "state")
    body = declared(many_to_one("o", "people", "id"), model="letters")
    async with running(settings) as jetway:
        assert (await jetway.ask("POST", PATH, body)).status_code == 200
    async with running(settings) as jetway:
        assert list(await links(jetway, "letters"))[-1] == "o_row"
        assert ids(await jetway.get("/api/models/letters/?o_row__name__isnull=true")) == []
    assert not list((tmp_path / "state").glob("relations*"))
