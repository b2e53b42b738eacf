"""What is hardest about each engine, driven through the HTTP API: the same laws hold of every table.

Each kind of oddity once; with `TORTURE=all` in the environment, all that is asked of one of all.
"""

import logging
import os
import re
from itertools import count

import apsw
import pytest

from jetway.config import Settings
from tests.bridge.conftest import running
from tests.sources.databases import run_mariadb, run_postgresql
from tests.torture.databases import NAMES, TABLES, script
from tests.torture.laws import LAWS, Asked

pytestmark = pytest.mark.anyio

PLAIN = {"table_0", "table_1", "table_499"}
OTHER = {"eq", "in", "lt", "gt", "is_null", "icontains"}
"""By these are asked the many types whose values are compared as text."""
SAMPLED = {"id", "column_7", "column_199"}

_numbers = count()


def build(engine, request, folder):
    if engine == "sqlite":
        connection = apsw.Connection(str(folder / "torture.sqlite"))
        connection.execute(f"BEGIN; {script(engine)} COMMIT")
        connection.close()
        return str(folder / "torture.sqlite")
    server, name = request.getfixturevalue(f"{engine}_server"), f"torture_{next(_numbers)}"
    run = run_postgresql if engine == "postgresql" else run_mariadb
    run(server, "postgres" if engine == "postgresql" else "", f"CREATE DATABASE {name}")
    run(server, name, script(engine))
    return server.url(name)


@pytest.fixture(scope="module", params=["sqlite", "postgresql", "mariadb"])
async def jetway(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("torture")
    url = build(request.param, request, folder)
    async with running(Settings(database=url, state=folder / "state")) as started:
        yield started


@pytest.fixture(scope="module")
async def described(jetway):
    return await jetway.get("/api/model_descriptions/")


@pytest.fixture(scope="module")
async def tables(jetway, described):
    """All but those that are like another."""
    whole = os.environ.get("TORTURE") == "all"
    return [
        Asked(jetway, table if whole else sample(table))
        for table in described
        if whole or not re.fullmatch(r"table_\d+", table["model"]) or table["model"] in PLAIN
    ]


def sample(table):
    """What is asked of it: where columns are alike, of three of them, or by few operators."""
    fields = table["fields"]
    if table["model"] == "wide":
        return table | {"fields": [field for field in fields if field["name"] in SAMPLED]}
    if table["model"] == "named" or table["model"] in NAMES:
        return table | {
            "fields": [asked_by(field, {"eq", "icontains"}) for field in fields],
            "aggregates": ["max"],
        }
    return table | {
        "fields": [asked_by(field, OTHER) if field["type"] == "other" else field for field in fields]
    }


def asked_by(field, ops):
    return field | {"ops": sorted(ops.intersection(field["ops"]))}


async def test_every_table_is_described(described):
    names = {table["db_table"] for table in described}
    assert names >= {*NAMES, *(f"table_{at}" for at in range(TABLES))}


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.__name__)
async def test_of_every_table(tables, law, caplog):
    right = [asked for asked in tables if not asked.described["model"].startswith("gap_")]
    broken = [told for asked in right for told in await law(asked)]
    assert not broken, "\n".join(broken)
    assert [record.message for record in caplog.records if record.levelno >= logging.WARNING] == []


async def test_a_gap_that_is_closed_is_named_so_no_longer(tables):
    gaps = [asked for asked in tables if asked.described["model"].startswith("gap_")]
    closed = [
        asked.described["model"] for asked in gaps if not [told for law in LAWS for told in await law(asked)]
    ]
    assert closed == []
