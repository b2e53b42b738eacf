"""A client that leaves takes its statement along, and a slow one is told so."""

import socket
import time
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.e2e.conftest import start, stop
from tests.servers import Server
from tests.test_command_line import jetway

SLOW = "CREATE VIEW slow AS SELECT x FROM generate_series(1, 1000000000) x"
RUNNING = (
    "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE '%slow%'"
    " AND pid <> pg_backend_pid() AND datname = current_database()"
)


@pytest.fixture
def slow(postgresql_server: Server, tmp_path):
    """A bridge on PostgreSQL with a view that never ends, a token for it, and a look at the server."""
    with psycopg.connect(postgresql_server.url("postgres"), autocommit=True) as admin:
        admin.execute("DROP DATABASE IF EXISTS leaving WITH (FORCE)")
        admin.execute("CREATE DATABASE leaving")
    look = psycopg.connect(postgresql_server.url("leaving"), autocommit=True)
    look.execute(SLOW)
    server = start("up", postgresql_server.url("leaving"), state=tmp_path / "s", JETWAY_STATEMENT_S="20")
    token = jetway("token", "create", "--state", str(tmp_path / "s"), "--role", "owner").stdout.strip()
    yield server, token, look
    stop(server.process)
    look.close()


def wait_until(look, expected: int, within_s: float) -> bool:
    end_s = time.monotonic() + within_s
    while time.monotonic() < end_s:
        if look.execute(RUNNING).fetchone() == (expected,):
            return True
    return False


def test_a_client_that_leaves_ends_its_statement_in_the_database(slow):
    server, token, look = slow
    parts = urlsplit(server.url)
    with socket.create_connection((parts.hostname, parts.port)) as client:
        path = "/api/models/slow/aggregate/?_y_func=max&_y_column=x"
        request = f"GET {path} HTTP/1.1\r\nHost: {parts.netloc}\r\nAuthorization: Token {token}\r\n\r\n"
        client.sendall(request.encode())
        assert wait_until(look, 1, within_s=10)
    assert wait_until(look, 0, within_s=2)
