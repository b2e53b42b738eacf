"""Declarations whose table or column is gone: told, and taken away."""

import sqlite3
from contextlib import closing
from dataclasses import replace

import pytest

from tests.bridge.conftest import running
from tests.bridge.test_audit import grant
from tests.bridge.test_files import declare, declared, shop_with_files
from tests.bridge.test_relations import PATH as RELATIONS
from tests.bridge.test_relations import many_to_one
from tests.bridge.test_sources import add

pytestmark = pytest.mark.anyio

LEFT_OUT = "/api/model_descriptions/left_out/"
REGION = many_to_one("n", "regions", "id")


@pytest.fixture
async def jetway(tmp_path):
    async with running(shop_with_files(tmp_path)) as started:
        await declare(started, [*declared(), *declared("plan", "seats")])
        body = [{"model": "badges", "relations": [REGION]}]
        assert (await started.ask("POST", RELATIONS, body)).status_code == 200
        yield started


async def drop(jetway, *statements):
    for statement in statements:
        with closing(sqlite3.connect(jetway.settings.database)) as connection:
            connection.execute(statement)
            connection.commit()
    assert (await jetway.ask("POST", "/api/reload/")).status_code == 200


async def reasons(jetway, role="owner"):
    return {(one["model"], one["column"]): one["why"] for one in await jetway.get(LEFT_OUT, role)}


async def test_what_fits_is_not_left_out(jetway):
    assert await jetway.get(LEFT_OUT) == []


async def test_what_names_a_column_or_table_that_is_gone_is_listed_with_what_is_missing(jetway):
    await drop(jetway, "ALTER TABLE badges DROP COLUMN picture", "DROP TABLE seats")
    assert await reasons(jetway) == {
        ("badges", "picture"): "badges has no column 'picture'",
        ("seats", "plan"): "there is no table 'seats'",
    }
    await drop(jetway, "ALTER TABLE badges DROP COLUMN n")
    [relation] = [one for one in await jetway.get(LEFT_OUT) if one["relation"]]
    assert (relation["model"], relation["why"]) == ("badges", "badges has no column 'n'")
    assert relation["relation"] == REGION


async def test_what_was_taken_away_does_not_come_back_with_its_column(jetway):
    await drop(jetway, "ALTER TABLE badges DROP COLUMN picture", "ALTER TABLE badges DROP COLUMN n")
    for one in await jetway.get(LEFT_OUT):
        assert (await jetway.ask("DELETE", f"{LEFT_OUT}{one['id']}/")).status_code == 204
    assert await jetway.get(LEFT_OUT) == []
    await drop(jetway, "ALTER TABLE badges ADD COLUMN picture TEXT", "ALTER TABLE badges ADD COLUMN n INT")
    [badges] = [one for one in await jetway.get("/api/model_descriptions/") if one["model"] == "badges"]
    assert badges["links"] == []
    assert not any(field.get("file") for field in badges["fields"])
    events = (await jetway.get("/api/audit/?action=structure"))["results"]
    assert [one["change"] for one in events][:2] == ["TakeDeclarationAway"] * 2


async def test_what_is_there_is_not_taken_away_so(jetway):
    await drop(jetway, "ALTER TABLE badges DROP COLUMN picture")
    [gone] = await jetway.get(LEFT_OUT)
    await drop(jetway, "ALTER TABLE badges ADD COLUMN picture TEXT")
    refused = await jetway.refused("DELETE", f"{LEFT_OUT}{gone['id']}/")
    assert refused == (404, "unknown_resource")
    assert await jetway.refused("DELETE", f"{LEFT_OUT}x/") == (404, "unknown_resource")


async def test_only_who_may_declare_hears_of_it_and_nothing_of_what_they_would_not_see(jetway):
    await drop(jetway, "ALTER TABLE badges DROP COLUMN picture", "DROP TABLE seats")
    assert await jetway.refused("GET", LEFT_OUT, role="viewer") == (403, "not_allowed")
    for role, read in (("blind", ["id", "n"]), ("sees", ["id", "picture"])):
        await grant(jetway, role, {"tables": {"badges": {"read": read}}, "structure": True})
    assert await jetway.get(LEFT_OUT, "blind") == []
    assert list(await reasons(jetway, "sees")) == [("badges", "picture")]
    for one in await jetway.get(LEFT_OUT):
        refused = await jetway.refused("DELETE", f"{LEFT_OUT}{one['id']}/", role="blind")
        assert refused == (404, "unknown_resource")


async def test_a_relation_to_another_source_is_told_while_that_one_is_there(tmp_path):
    settings = replace(shop_with_files(tmp_path), source_folders=(str(tmp_path),))
    with closing(sqlite3.connect(tmp_path / "crm.sqlite")) as connection:
        connection.execute("CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT)")
    async with running(settings) as jetway:
        await add(jetway, "crm", "sqlite", {"path": str(tmp_path / "crm.sqlite")})
        far = many_to_one("n", "people", "id") | {"related_source": "crm"}
        body = [{"model": "badges", "relations": [far]}]
        assert (await jetway.ask("POST", RELATIONS, body)).status_code == 200
        assert await jetway.get(LEFT_OUT) == []
        await drop(jetway, "ALTER TABLE badges DROP COLUMN n")
        [gone] = await jetway.get(LEFT_OUT)
        assert (gone["relation"], gone["why"]) == (far, "badges has no column 'n'")
        await grant(jetway, "here", {"tables": {"badges": {"read": True}}, "structure": True})
        assert await jetway.get(LEFT_OUT, "here") == []
        assert (await jetway.ask("DELETE", f"{LEFT_OUT}{gone['id']}/")).status_code == 204
        await drop(jetway, "ALTER TABLE badges ADD COLUMN n INTEGER")
        [badges] = [one for one in await jetway.get("/api/model_descriptions/") if one["model"] == "badges"]
        assert badges["links"] == []
