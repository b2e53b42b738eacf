"""Sources behind an SSH server, as people add them."""

import sqlite3
from dataclasses import replace

import pytest

from tests.bridge.conftest import new_shop, running
from tests.bridge.test_source_changes import problem
from tests.bridge.test_sources import SOURCES, add, database
from tests.fakes.ssh import PASSWORD, ssh_host
from tests.sources.databases import run_mariadb, run_postgresql

pytestmark = pytest.mark.anyio

TEST = f"{SOURCES}test/"
ROWS = "/api/sources/billing/models/invoices/"


@pytest.fixture(scope="module")
def ledgers(postgresql_server, mariadb_server):
    return {
        "postgresql": database(postgresql_server, run_postgresql),
        "mysql": database(mariadb_server, run_mariadb),
    }


@pytest.fixture
async def ssh():
    async with ssh_host() as started:
        yield started


@pytest.fixture
async def office(tmp_path):
    async with running(new_shop(tmp_path)) as started:
        yield started


@pytest.mark.parametrize("kind", ["postgresql", "mysql"])
async def test_a_source_behind_a_tunnel_is_served_like_any(office, ledgers, ssh, kind):
    tried = {"kind": kind, "options": {**ledgers[kind], **ssh.options(ssh_host_key="")}}
    refused = await office.ask("POST", TEST, tried)
    assert problem(refused) == (
        422,
        "source_not_reached",
        [("/options/ssh_host_key", "host_key_unconfirmed")],
    )
    assert ssh.fingerprint in refused.json()["detail"]
    assert ssh.logins == []

    options = {**ledgers[kind], **ssh.options()}
    added = await add(office, "billing", kind, options)
    assert PASSWORD not in added.text
    assert added.json()["options"]["ssh_password"] == {"$secret": True}
    assert [row["id"] for row in (await office.get(ROWS))["results"]] == [3, 2, 1]
    made = await office.ask("POST", ROWS, {"id": 9 + ssh.port, "number": "I-9"})
    assert made.status_code == 201, made.text
    assert (await office.ask("DELETE", f"{ROWS}{9 + ssh.port}/")).status_code == 204

    await ssh.stop()
    await office.ask("GET", ROWS)
    assert await office.refused("GET", ROWS) == (503, "db_unavailable")


async def test_secrets_are_for_one_ssh_server(office, ledgers, ssh):
    await add(office, "billing", "postgresql", {**ledgers["postgresql"], **ssh.options()})
    same = {"options": {"ssh_user": "tunnel"}}
    assert (await office.ask("PATCH", f"{SOURCES}billing/", same)).status_code == 200
    async with ssh_host() as other:
        for elsewhere in (
            {"ssh_port": other.port},
            {"ssh_host": "localhost"},
            {"ssh_host": ""},
            {"ssh_host_key": other.fingerprint},
            {"ssh_port": other.port, "ssh_password": {"$secret": True}, "password": {"$secret": True}},
        ):
            for method, path in (
                ("PATCH", f"{SOURCES}billing/"),
                ("PATCH", f"{SOURCES}billing/?_untested=1"),
            ):
                answer = await office.ask(method, path, {"options": elsewhere})
                assert problem(answer)[:2] == (422, "secret_required")
            body = {"kind": "postgresql", "name": "billing", "options": elsewhere}
            assert problem(await office.ask("POST", TEST, body))[:2] == (422, "secret_required")
        assert other.logins == []


@pytest.mark.parametrize(
    ("host", "detail"),
    [
        ("169.254.169.254", "is no host that databases may be on"),
        ("fd00:ec2::254", "is no host that databases may be on"),
        ("::ffff:169.254.169.254", "is no host that databases may be on"),
        ("a b", "takes the name of one host"),
        ("/run/ssh", "takes the name of one host"),
        ("user@host", "takes the name of one host"),
    ],
)
async def test_the_ssh_host_is_judged_like_a_database_host(office, ledgers, ssh, host, detail):
    options = {**ledgers["postgresql"], **ssh.options(ssh_host=host)}
    for path in (TEST, f"{SOURCES}?_untested=1"):
        body = {"kind": "postgresql", "options": options} | ({"name": "x"} if path != TEST else {})
        answer = await office.ask("POST", path, body)
        assert problem(answer) == (422, "invalid_input", [("/options/ssh_host", "address_not_allowed")])
        assert detail in answer.json()["detail"]


async def test_an_ssh_host_that_the_operator_has_not_named_is_not_asked(tmp_path, ledgers, ssh):
    async with running(replace(new_shop(tmp_path), source_hosts=("10.0.0.0/8",))) as office:
        options = {**ledgers["postgresql"], **ssh.options()}
        answer = await office.ask("POST", TEST, {"kind": "postgresql", "options": options})
    assert problem(answer) == (422, "invalid_input", [("/options/ssh_host", "address_not_allowed")])
    assert ssh.logins == []


async def test_the_database_host_is_a_name_of_the_ssh_server(tmp_path, ledgers, ssh):
    """It need not be one that the bridge knows, nor one of those that it may go to itself."""
    async with running(replace(new_shop(tmp_path), source_hosts=("127.0.0.1",))) as office:
        options = {**ledgers["postgresql"], **ssh.options(), "host": "db.behind.invalid"}
        answer = await office.ask("POST", TEST, {"kind": "postgresql", "options": options})
        assert problem(answer)[:2] == (422, "source_not_reached")
        assert "does not lead to db.behind.invalid" in answer.json()["detail"]
        wrong = await office.ask("POST", TEST, {"kind": "postgresql", "options": {**options, "host": "/run"}})
        assert problem(wrong) == (422, "invalid_input", [("/options/host", "address_not_allowed")])


async def test_no_secret_of_a_tunnel_is_kept_in_clear(tmp_path, ledgers, ssh, caplog):
    async with running(new_shop(tmp_path)) as office:
        key = {"ssh_password": None, "ssh_key": ssh.private_key}
        await add(office, "billing", "postgresql", {**ledgers["postgresql"], **ssh.options(**key)})
        await add(office, "other", "postgresql", {**ledgers["postgresql"], **ssh.options()})
        told = await office.get(SOURCES)
        audit = await office.get("/api/audit/")
    middle = ssh.private_key.splitlines()[1]
    with sqlite3.connect(tmp_path / "shop.sqlite") as connection:
        kept = "".join(connection.iterdump())
    for secret in (PASSWORD, middle):
        assert secret not in str(told) + str(audit) + kept + caplog.text
