"""Hosts of databases and SSH servers whose name leads elsewhere when it is looked up once more."""

import socket
from dataclasses import replace

import pytest

from tests.bridge.conftest import new_shop, running
from tests.bridge.test_source_changes import problem
from tests.bridge.test_sources import SOURCES, add, database
from tests.fakes.ssh import ssh_host
from tests.outbound.servers import nobody_at
from tests.sources.databases import run_mariadb, run_postgresql

pytestmark = pytest.mark.anyio

TEST = f"{SOURCES}test/"
ROWS = "/api/sources/billing/models/invoices/"
NAME = "db.rebinding.example"
ALLOWED, INSIDE, SHUT = "127.0.0.1", "127.0.0.2", "127.0.0.3"


@pytest.fixture(scope="module")
def ledgers(postgresql_server, mariadb_server):
    return {
        "postgresql": database(postgresql_server, run_postgresql) | {"host": NAME},
        "mysql": database(mariadb_server, run_mariadb) | {"host": NAME},
    }


@pytest.fixture
async def office(tmp_path):
    """The operator permits one address, and another where nothing listens."""
    async with running(replace(new_shop(tmp_path), source_hosts=(ALLOWED, SHUT))) as started:
        yield started


@pytest.fixture
def names(monkeypatch):
    """What the name server says of `NAME`, each time; the last for ever."""
    says: list[list[str]] = []
    usual = socket.getaddrinfo

    def getaddrinfo(host, *more, **named):
        if host not in (NAME, NAME.encode()):
            return usual(host, *more, **named)
        addresses = says.pop(0) if len(says) > 1 else says[0]
        port = more[0] if more else named.get("port")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port or 0)) for one in addresses]

    monkeypatch.setattr(socket, "getaddrinfo", getaddrinfo)
    return says


@pytest.mark.parametrize("kind", ["postgresql", "mysql"])
async def test_a_second_answer_of_the_name_server_is_judged_too(office, ledgers, names, kind):
    names += [[ALLOWED], [INSIDE]]
    with nobody_at(INSIDE, ledgers[kind]["port"]):
        answer = await office.ask("POST", TEST, {"kind": kind, "options": ledgers[kind]})
    assert problem(answer)[:2] == (422, "source_not_reached")
    assert "is no host that databases may be on" in answer.json()["detail"]


async def test_a_second_answer_about_an_ssh_server_is_judged_too(office, ledgers, names):
    async with ssh_host() as ssh:
        options = {**ledgers["postgresql"], **ssh.options(ssh_host=NAME)}
        names += [[ALLOWED], [INSIDE]]
        with nobody_at(INSIDE, ssh.port):
            answer = await office.ask("POST", TEST, {"kind": "postgresql", "options": options})
        assert "is no host that databases may be on" in answer.json()["detail"]

        names[:] = [[SHUT, ALLOWED]]
        options["host"] = ALLOWED
        assert (await office.ask("POST", TEST, {"kind": "postgresql", "options": options})).status_code == 200


@pytest.mark.parametrize("kind", ["postgresql", "mysql"])
async def test_connections_that_are_opened_later_are_judged_like_the_first(office, ledgers, names, kind):
    names.append([ALLOWED])
    await add(office, "billing", kind, ledgers[kind])
    statement = {"query": "SELECT 1"}  # on a connection of its own each time
    path = "/api/sources/billing/sql/"
    assert (await office.ask("POST", path, statement)).status_code == 200
    names[:] = [[INSIDE]]
    with nobody_at(INSIDE, ledgers[kind]["port"]):
        assert await office.refused("POST", path, statement) == (503, "db_unavailable")
    names[:] = [[ALLOWED]]
    assert (await office.ask("POST", path, statement)).status_code == 200


@pytest.mark.parametrize("kind", ["postgresql", "mysql"])
async def test_of_several_addresses_one_that_answers_is_enough(office, ledgers, names, kind):
    names.append([SHUT, ALLOWED])
    await add(office, "billing", kind, ledgers[kind])
    assert len((await office.get(ROWS))["results"]) == 3


@pytest.mark.parametrize("kind", ["postgresql", "mysql"])
async def test_one_address_that_is_not_allowed_is_one_too_many(office, ledgers, names, kind):
    names.append([ALLOWED, INSIDE])
    with nobody_at(INSIDE, ledgers[kind]["port"]):
        answer = await office.ask("POST", TEST, {"kind": kind, "options": ledgers[kind]})
    assert problem(answer) == (422, "invalid_input", [("/options/host", "address_not_allowed")])
