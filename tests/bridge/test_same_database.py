"""The first source's own database, added once more: its rules and its ceiling would not hold for that."""

import os
from dataclasses import replace

import pytest

from jetway.config import Settings
from tests.bridge.conftest import new_shop, running
from tests.bridge.test_sources import SOURCES, add, database
from tests.servers import PASSWORD
from tests.sources.databases import run_mariadb, run_postgresql
from tests.stores import lay_sqlite

pytestmark = pytest.mark.anyio

OF_POSTGRESQL = f"""
CREATE ROLE other_login LOGIN PASSWORD '{PASSWORD}' IN ROLE pg_read_all_data;
ALTER ROLE other_login SET search_path = information_schema, public;
ALTER ROLE other_login SET timezone = 'Asia/Tokyo';
"""
OF_MARIADB = f"""
CREATE USER other_login@'127.0.0.1' IDENTIFIED BY '{PASSWORD}';
CREATE USER other_login@localhost IDENTIFIED BY '{PASSWORD}';
GRANT SELECT ON *.* TO other_login@'127.0.0.1';
GRANT SELECT ON *.* TO other_login@localhost;
"""
ENGINES = {"postgresql": (run_postgresql, OF_POSTGRESQL), "mysql": (run_mariadb, OF_MARIADB)}
SERVERS = {"postgresql": "postgresql_server", "mysql": "mariadb_server"}


@pytest.fixture(scope="module", params=ENGINES)
async def beside(request, tmp_path_factory):
    """A bridge whose first source is on a server; that one's options, and those of its neighbour there."""
    run, login = ENGINES[request.param]
    server = request.getfixturevalue(SERVERS[request.param])
    run(server, "postgres" if run is run_postgresql else "", login)
    first, other = database(server, run), database(server, run)
    state = tmp_path_factory.mktemp("same")
    lay_sqlite(state / "control.sqlite")
    async with running(Settings(database=server.url(first["database"]), state=state)) as jetway:
        yield jetway, request.param, first, other


async def refusal(jetway, kind, options, query=""):
    body = {"name": "again", "kind": kind, "options": options}
    answer = await jetway.ask("POST", f"{SOURCES}{query}", body)
    return answer.status_code, answer.json().get("detail", "")


@pytest.mark.parametrize(
    "other_way",
    [{}, {"user": "other_login"}, {"host": "localhost"}, {"user": "other_login", "host": "localhost"}],
)
async def test_it_is_known_again_by_whatever_login_and_address(beside, other_way):
    jetway, kind, first, _ = beside
    status, detail = await refusal(jetway, kind, first | other_way)
    assert status == 422
    assert detail.startswith("This is the database of the bridge's first source.")


async def test_its_neighbour_on_the_same_server_is_another(beside):
    jetway, kind, _, other = beside
    await add(jetway, "neighbour", kind, other | {"user": "other_login"})
    assert await jetway.get("/api/sources/neighbour/model_descriptions/")


async def test_one_that_was_added_untested_is_not_opened(beside):
    jetway, kind, first, _ = beside
    assert (await refusal(jetway, kind, first, "?_untested=1"))[0] == 201
    answer = await jetway.ask("GET", "/api/sources/again/models/invoices/")
    assert answer.status_code == 503
    assert "invoices" not in answer.text.replace("/api/sources/again/models/invoices/", "")


@pytest.mark.parametrize("link", [os.link, os.symlink])
async def test_a_file_is_the_same_by_another_name(tmp_path, link):
    settings = new_shop(tmp_path)
    files = tmp_path / "files"
    files.mkdir()
    link(settings.database, files / "another.sqlite")
    async with running(replace(settings, source_folders=(str(files),))) as jetway:
        status, detail = await refusal(jetway, "sqlite", {"path": str(files / "another.sqlite")})
    assert status == 422
    assert "is in no folder that files may be opened in" in detail
