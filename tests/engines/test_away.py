"""The database goes away, or takes no changes, under a running Jetway: it is said, and then all goes on."""

from contextlib import contextmanager
from dataclasses import replace
from urllib.parse import urlsplit

import psycopg
import pytest

from jetway.bridge import api
from tests.engines.test_schema_changes import NOTES
from tests.servers import PLAIN

pytestmark = pytest.mark.anyio

NOTE = "/api/models/notes/1/"


@contextmanager
def altered(place, change, back):
    """The database altered for a while; nobody stays connected to it."""
    name = urlsplit(place.url).path[1:]
    ends = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s"
    with psycopg.connect(place.url, dbname="postgres", autocommit=True) as admin:
        for clause in (change, back):
            admin.execute(f"ALTER DATABASE {name} {clause}")
            admin.execute(ends, [name])
            if clause is change:
                yield


@pytest.mark.parametrize("engine", ["postgresql"])
async def test_while_the_database_is_away_it_is_said_and_then_all_goes_on(place, monkeypatch):
    monkeypatch.setattr(api, "READY_S", 0)
    async with place.serving(NOTES) as jetway:
        assert (await jetway.ask("GET", NOTE)).status_code == 200
        with altered(place, "ALLOW_CONNECTIONS false", "ALLOW_CONNECTIONS true"):
            for method, body in (("GET", None), ("PATCH", {"title": "lost"}), ("DELETE", None)):
                answer = await jetway.ask(method, NOTE, body)
                assert (answer.status_code, answer.json()["code"]) == (503, "db_unavailable")
                assert answer.headers["retry-after"] == "2"
                assert urlsplit(place.url).path[1:] not in answer.text
            assert (await jetway.http.get("/healthz")).status_code == 200
            assert (await jetway.http.get("/readyz")).status_code == 503
        assert (await jetway.ask("GET", NOTE)).json()["title"] == "first"
        assert (await jetway.ask("PATCH", NOTE, {"title": "changed"})).status_code == 200
        assert (await jetway.http.get("/readyz")).status_code == 200


@pytest.mark.parametrize("engine", ["postgresql"])
async def test_a_database_that_takes_no_changes_is_read_on(place):
    off, on = "SET default_transaction_read_only = on", "RESET default_transaction_read_only"
    async with place.serving(NOTES) as jetway:
        with altered(place, off, on):
            assert await jetway.refused("PATCH", NOTE, {"title": "x"}) == (503, "db_read_only")
            assert (await jetway.ask("GET", NOTE)).json()["title"] == "first"
        await jetway.ask("PATCH", NOTE, {"title": "on the connection that was ended"})
        assert (await jetway.ask("PATCH", NOTE, {"title": "changed"})).status_code == 200


LOGINS = {
    "postgresql": {
        "make": "CREATE ROLE {name} LOGIN PASSWORD '{password}'; GRANT SELECT ON notes TO {name}",
        "password": "ALTER ROLE {name} PASSWORD '{password}-other'",
        "password again": "ALTER ROLE {name} PASSWORD '{password}'",
        "connections": "ALTER ROLE {name} CONNECTION LIMIT 0",
        "connections again": "ALTER ROLE {name} CONNECTION LIMIT -1",
        "end": "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE usename = '{name}'",
        "drop": "DROP OWNED BY {name}; DROP ROLE {name}",
    },
    "mariadb": {
        "make": "CREATE USER {name} IDENTIFIED BY '{password}'; GRANT SELECT ON {database}.* TO {name}",
        "password": "ALTER USER {name} IDENTIFIED BY '{password}-other'",
        "password again": "ALTER USER {name} IDENTIFIED BY '{password}'",
        "connections": "ALTER USER {name} ACCOUNT LOCK",
        "connections again": "ALTER USER {name} ACCOUNT UNLOCK",
        "end": "KILL USER {name}",
        "drop": "DROP USER {name}",
    },
}


@pytest.mark.parametrize("engine", ["postgresql", "mariadb"])
@pytest.mark.parametrize("change", ["password", "connections"])
async def test_a_login_that_is_refused_for_a_while_is_taken_up_again(place, monkeypatch, change):
    """Its password was changed; it has too many connections, or may have none."""
    monkeypatch.setattr(api, "READY_S", 0)
    parts = urlsplit(place.url)
    names = {"name": f"clerk_{change}", "database": parts.path[1:], "password": PLAIN}

    def do(word):
        place.sql(LOGINS[place.engine][word].format(**names))

    place.state.mkdir()  # where the audit is kept: the login may make no table
    place.sql(NOTES)
    do("make")
    url = place.url.replace(parts.netloc, f"{names['name']}:{PLAIN}@{parts.hostname}:{parts.port}")
    async with replace(place, url=url).serving() as jetway:
        assert (await jetway.ask("GET", NOTE)).status_code == 200
        do(change)
        do("end")
        answer = await jetway.ask("GET", NOTE)
        assert (answer.status_code, answer.json()["code"]) == (503, "db_unavailable")
        assert answer.headers["retry-after"] == "2"
        assert names["name"] not in answer.text
        assert (await jetway.http.get("/healthz")).status_code == 200
        assert (await jetway.http.get("/readyz")).status_code == 503
        do(f"{change} again")
        assert (await jetway.ask("GET", NOTE)).json()["title"] == "first"
        assert (await jetway.http.get("/readyz")).status_code == 200
    do("end")
    do("drop")
