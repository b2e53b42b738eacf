"""Exports on a real server: one that breaks off is seen to, a reader that leaves or dawdles holds nothing."""

import http.client
import re
import time
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from tests.e2e.conftest import start, stop
from tests.servers import Server
from tests.test_command_line import jetway

TABLES = """
CREATE VIEW endless AS SELECT generate_series(1, 100000000) AS x, repeat('y', 100) AS y;
CREATE VIEW broken AS SELECT 1 / (5000 - x) AS y FROM generate_series(1, 10000) x;
"""
pytestmark = pytest.mark.xdist_group("leaving export")  # one server

RUNNING = (
    "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'COPY%'"
    " AND datname = current_database()"
)


@pytest.fixture(scope="module")
def served(postgresql_server: Server, tmp_path_factory):
    """A bridge on PostgreSQL whose exports take three seconds at most, and a look at the server."""
    with psycopg.connect(postgresql_server.url("postgres"), autocommit=True) as admin:
        admin.execute("DROP DATABASE IF EXISTS leaving_export WITH (FORCE)")
        admin.execute("CREATE DATABASE leaving_export")
    look = psycopg.connect(postgresql_server.url("leaving_export"), autocommit=True)
    look.execute(TABLES)
    state = tmp_path_factory.mktemp("served")
    server = start("up", postgresql_server.url("leaving_export"), state=state, JETWAY_EXPORT_S="3")
    token = jetway("token", "create", "--state", str(state), "--role", "owner").stdout.strip()
    yield server, token, look
    stop(server.process)
    look.close()


@contextmanager
def download(server, token, table):
    client = http.client.HTTPConnection(urlsplit(server.url).netloc, timeout=20)
    path = f"/api/models/{table}/export/?_format=csv"
    with closing(client):
        client.request("GET", path, headers={"Authorization": f"Token {token}"})
        with closing(client.getresponse()) as answer:
            assert answer.status == 200
            yield answer


def wait_until(look, expected: int, within_s: float) -> bool:
    end_s = time.monotonic() + within_s
    while time.monotonic() < end_s:
        if look.execute(RUNNING).fetchone() == (expected,):
            return True
        time.sleep(0.02)
    return False


def memory_mb(pid: int) -> int:
    return int(re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())[1]) // 1024


def test_an_export_that_fails_half_way_does_not_look_whole(served):
    server, token, _ = served
    with download(server, token, "broken") as answer, pytest.raises(http.client.IncompleteRead):
        answer.read()


def test_a_reader_that_leaves_ends_its_export(served):
    server, token, look = served
    with download(server, token, "endless") as answer:
        answer.read(1000)
        assert wait_until(look, 1, within_s=1)
    assert wait_until(look, 0, within_s=2)


def test_a_reader_that_dawdles_fills_no_memory_and_holds_the_connection_for_the_limit_only(served):
    server, token, look = served
    with download(server, token, "endless") as answer:
        answer.read(1000)
        before = memory_mb(server.process.pid)
        time.sleep(1.5)
        assert memory_mb(server.process.pid) - before < 10
        assert wait_until(look, 1, within_s=0.1)
        assert wait_until(look, 0, within_s=5)
