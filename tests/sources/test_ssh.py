"""Real databases behind a real SSH server, each through a door of its own."""

import asyncio
import os
import socket
import stat
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from itertools import count
from urllib.parse import quote

import anyio
import pytest

from jetway.core.errors import BadSource, HostKeyUnconfirmed, QueryTimeout, SourceUnavailable
from jetway.core.query import Aggregate, Insert, Measure, Read
from jetway.core.schema import Func
from jetway.sources import Limits
from jetway.sources.kinds import connect, kinds, open_source
from jetway.sources.options import read
from jetway.sources.ssh import tunnel
from tests.canaries import canary
from tests.fakes.ssh import PASSWORD as SSH_PASSWORD
from tests.fakes.ssh import USER, SshHost, ssh_host
from tests.servers import LOGIN, PASSWORD, QUOTED_PASSWORD
from tests.sources.conftest import Database
from tests.sources.databases import run_mariadb, run_postgresql
from tests.sources.test_limits import SLOW, stopped

pytestmark = pytest.mark.anyio

TABLE = "CREATE TABLE notes (id INTEGER PRIMARY KEY, text VARCHAR(20))"
OTHER_KEY = "SHA256:" + "A" * 43
_numbers = count()


@dataclass
class Behind:
    """A database that is to be reached through `ssh`. `beside`: the way to it without."""

    kind: str
    port: int
    database: str
    ssh: SshHost
    beside: Database

    def options(self, **more):
        login = {"host": "127.0.0.1", "port": self.port, "user": LOGIN, "password": PASSWORD}
        encryption = {"sslmode": "disable"} if self.kind == "postgresql" else {"tls": "disabled"}
        said = {**login, "database": self.database, **encryption, **self.ssh.options(), **more}
        return read(kinds()[self.kind].KIND.options, said)

    async def open(self, **more):
        return await connect(self.kind, self.options(**more), Limits(statement_s=1, connections=2))

    async def refused(self, **more):
        with pytest.raises(BadSource) as failure:
            await self.open(**more)
        assert SSH_PASSWORD not in failure.value.detail
        assert "\n" not in failure.value.detail
        return failure.value


@pytest.fixture(scope="module")
def databases(postgresql_server, mariadb_server):
    """A database in each, and how to run SQL there."""
    name = f"behind_{next(_numbers)}"
    run_postgresql(postgresql_server, "postgres", f"CREATE DATABASE {name}")
    run_mariadb(mariadb_server, "", f"CREATE DATABASE {name}")
    made = {
        "postgresql": Database("postgresql", "", lambda sql: run_postgresql(postgresql_server, name, sql)),
        "mysql": Database("mariadb", "", lambda sql: run_mariadb(mariadb_server, name, sql)),
    }
    for one in made.values():
        one.sql(TABLE)
        one.sql(SLOW[one.engine])
    ports = {"postgresql": postgresql_server.port, "mysql": mariadb_server.port}
    return name, ports, made


@pytest.fixture
async def ssh():
    async with ssh_host() as started:
        yield started


@pytest.fixture(params=["postgresql", "mysql"])
def behind(request, databases, ssh):
    name, ports, made = databases
    return Behind(request.param, ports[request.param], name, ssh, made[request.param])


@pytest.fixture
def postgresql(databases, ssh):
    name, ports, made = databases
    return Behind("postgresql", ports["postgresql"], name, ssh, made["postgresql"])


async def notes(source):
    table = (await source.describe()).tables["notes"]
    return [row["id"] async for row in source.read(Read(table, table.columns))]


async def maximum(source, schema):
    table = schema.tables["slow"]
    return [row async for row in source.aggregate(Aggregate(table, (Measure(Func.MAX, table.columns[0]),)))]


async def test_rows_are_written_and_read_through_the_tunnel(behind):
    source = await behind.open()
    table = (await source.describe()).tables["notes"]
    values = ((table.column("id"), 1), (table.column("text"), "x" * 20))
    await source.write([Insert(table, values, table.columns)])
    assert await notes(source) == [1]
    assert behind.beside.sql("DELETE FROM notes WHERE id = 1 RETURNING id") == [(1,)]
    await source.close()
    assert set(behind.ssh.forwarded) == {("127.0.0.1", behind.port)}
    assert behind.ssh.logins == [USER]


async def test_a_key_logs_in_also_where_a_field_of_one_line_took_its_line_breaks(behind):
    for key in (behind.ssh.private_key, behind.ssh.private_key.replace("\n", "")):
        source = await behind.open(ssh_password=None, ssh_key=key)
        assert await notes(source) == []
        await source.close()


async def test_another_host_key_is_refused_before_anything_is_told(behind):
    for expected in (OTHER_KEY, ""):
        failure = await behind.refused(ssh_host_key=expected)
        assert isinstance(failure, HostKeyUnconfirmed)
        assert behind.ssh.fingerprint in failure.detail
        assert [problem.pointer for problem in failure.problems] == ["/options/ssh_host_key"]
    assert behind.ssh.logins == []


async def test_a_key_that_this_machine_knows_still_has_to_be_confirmed(behind, tmp_path, monkeypatch):
    known = tmp_path / ".ssh" / "known_hosts"
    known.parent.mkdir()
    public = behind.ssh.host_key.export_public_key().decode()
    known.write_text(f"[127.0.0.1]:{behind.ssh.port} {public}")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert isinstance(await behind.refused(ssh_host_key=""), HostKeyUnconfirmed)


async def test_no_key_or_set_up_of_this_machine_is_used(behind, tmp_path, monkeypatch):
    home = tmp_path / ".ssh"
    home.mkdir()
    (home / "id_ed25519").write_text(behind.ssh.private_key)
    (home / "config").write_text("Host *\n  User somebody\n  ProxyCommand false\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    failure = await behind.refused(ssh_password=canary("ssh-wrong"))
    assert "refused the login of 'tunnel'" in failure.detail


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"ssh_password": canary("ssh-wrong")}, "refused the login of 'tunnel'"),
        ({"ssh_user": "nobody"}, "refused the login of 'nobody'"),
        ({"ssh_user": ""}, "needs a user"),
        ({"ssh_password": None}, "Enter an SSH private key or an SSH password"),
        ({"ssh_key": "no key"}, "The SSH private key cannot be read"),
        (
            {"ssh_key": "-----BEGIN OPENSSH PRIVATE KEY-----x-----END OPENSSH PRIVATE KEY-----"},
            "cannot be read",
        ),
        ({"ssh_host_key": "ssh-ed25519 AAAA"}, "takes the fingerprint SHA256:"),
        ({"ssh_host": "no-such-host.invalid"}, "There is no host 'no-such-host.invalid'"),
        ({"ssh_host": "x" * 70 + ".example"}, "There is no host"),
        ({"password": canary("database-wrong")}, "refused the password"),
        ({"host": "no-such-host.invalid"}, "does not lead to no-such-host.invalid"),
    ],
)
async def test_what_is_wrong_is_told_in_one_line(behind, more, told):
    assert told in (await behind.refused(**more)).detail


async def test_an_encrypted_key_is_refused(behind):
    key = behind.ssh.user_key.export_private_key("pkcs8-pem", passphrase="canary").decode()
    failure = await behind.refused(ssh_password=None, ssh_key=key)
    assert [problem.pointer for problem in failure.problems] == ["/options/ssh_key"]
    assert "has a passphrase. Take it off a copy" in failure.detail


async def test_a_server_that_forbids_forwarding_is_named(behind):
    behind.ssh.forwards = False
    assert "forbids forwarding" in (await behind.refused()).detail


async def test_what_speaks_no_ssh_is_told(behind):
    assert "does not speak SSH" in (await behind.refused(ssh_port=behind.port)).detail


async def test_where_nothing_listens_is_told(behind):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    assert "Nothing listens" in (await behind.refused(ssh_port=port)).detail


async def ask_on(source):
    while True:
        await notes(source)


async def lost(behind):
    """An open source whose SSH server has gone away, as those who asked have seen."""
    source = await behind.open()
    await source.describe()
    await behind.ssh.stop()
    with anyio.fail_after(5), pytest.raises(SourceUnavailable):
        await ask_on(source)
    with pytest.raises(SourceUnavailable):
        await notes(source)
    return source


async def test_a_tunnel_that_was_lost_is_made_anew(behind, monkeypatch, caplog):
    monkeypatch.setattr("jetway.outbound.tunnel.AGAIN_S", 0)
    source = await lost(behind)
    assert "Nothing listens" in caplog.text
    assert caplog.text.count("A tunnel does not lead on") == 1
    await behind.ssh.start()
    assert await notes(source) == []
    assert behind.ssh.logins == [USER, USER]
    await source.close()


async def test_a_lost_ssh_server_is_not_asked_by_everybody(behind, monkeypatch):
    monkeypatch.setattr("jetway.outbound.tunnel.AGAIN_S", 60)
    source = await lost(behind)
    await behind.ssh.start()
    with pytest.raises(SourceUnavailable):
        await notes(source)
    assert behind.ssh.logins == [USER]
    await source.close()


async def test_another_server_in_its_place_is_not_logged_in_to(behind, monkeypatch, caplog):
    monkeypatch.setattr("jetway.outbound.tunnel.AGAIN_S", 0)
    source = await lost(behind)
    behind.ssh.host_key = behind.ssh.user_key
    await behind.ssh.start()
    with pytest.raises(SourceUnavailable) as failure:
        await notes(source)
    assert behind.ssh.logins == [USER]
    assert "SHA256" not in failure.value.detail
    assert f"shows the host key {behind.ssh.fingerprint}" in caplog.text
    await source.close()


async def test_a_statement_is_stopped_through_the_tunnel(behind):
    source = await behind.open()
    schema = await source.describe()
    with anyio.fail_after(5), pytest.raises(QueryTimeout):
        await maximum(source, schema)
    with anyio.move_on_after(0.2):
        await maximum(source, schema)
    await stopped(behind.beside)
    assert await notes(source) == []
    await source.close()


async def test_a_closed_source_leaves_the_ssh_server(behind):
    source = await behind.open()
    assert len(behind.ssh.connections) == 1
    await source.close()
    with anyio.fail_after(2):
        await behind.ssh.left()


async def test_a_source_that_is_not_opened_leaves_the_ssh_server(behind):
    await behind.refused(password=canary("database-wrong"))
    with anyio.fail_after(2):
        await behind.ssh.left()


# Asks for encryption, as libpq begins. PostgreSQL answers by one letter.
KNOCK = """
import socket, sys
with socket.create_connection(("127.0.0.1", int(sys.argv[1])), 5) as door:
    print("met")
    try:
        door.sendall((8).to_bytes(4, "big") + (80877103).to_bytes(4, "big"))
        print(door.recv(1).decode())
    except ConnectionError:
        pass
"""


def knock(port, *before):
    """What a process hears that comes to the door."""
    command = [*before, "/usr/bin/env", "python3", "-c", KNOCK, str(port)]
    return subprocess.check_output(command, text=True, cwd="/", timeout=10).split()


async def test_the_door_of_mariadb_is_in_a_folder_of_our_own(databases, ssh, monkeypatch, tmp_path_factory):
    outside = tmp_path_factory.mktemp("door")  # the address of a socket has at most 108 bytes
    monkeypatch.setattr(tempfile, "tempdir", str(outside))
    name, ports, made = databases
    source = await Behind("mysql", ports["mysql"], name, ssh, made["mysql"]).open()
    [folder] = outside.iterdir()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [stat.S_ISSOCK(one.stat().st_mode) for one in folder.iterdir()] == [True]
    await source.close()
    assert list(outside.iterdir()) == []


@pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0, reason="only root can become another user, on Linux"
)
async def test_the_door_of_postgresql_is_shut_to_other_users(postgresql):
    async with tunnel(postgresql.options(), "127.0.0.1", postgresql.port) as made:
        port = await made.port()
        mine = await asyncio.to_thread(knock, port)
        theirs = await asyncio.to_thread(knock, port, "setpriv", "--reuid=nobody", "--clear-groups")
        await made.close()
    assert (mine, theirs) in ((["met", "N"], ["met"]), (["met", "S"], ["met"]))
    assert len(postgresql.ssh.forwarded) == 1


async def test_much_goes_through_in_order(behind):
    source = await behind.open()
    numbers = "generate_series(1, 50000) AS s (seq)" if behind.kind == "postgresql" else "seq_1_to_50000"
    behind.beside.sql(f"CREATE VIEW many AS SELECT seq FROM {numbers}")
    table = (await source.describe()).tables["many"]
    rows = [row["seq"] async for row in source.read(Read(table, table.columns))]
    behind.beside.sql("DROP VIEW many")
    await source.close()
    assert rows == list(range(1, 50001))


async def test_an_address_leads_through_a_tunnel_too(behind, tmp_path):
    key = tmp_path / "key"
    key.write_text(behind.ssh.private_key)
    at = f"{behind.kind}://{LOGIN}:{QUOTED_PASSWORD}@127.0.0.1:{behind.port}/{behind.database}"
    way = f"ssh_host=127.0.0.1&ssh_port={behind.ssh.port}&ssh_user={USER}"
    host_key = f"ssh_host_key={quote(behind.ssh.fingerprint, safe='')}"
    for login in (f"ssh_password={quote(SSH_PASSWORD)}", f"ssh_key_file={key}"):
        source = await open_source(f"{at}?{way}&{host_key}&{login}")
        assert await notes(source) == []
        await source.close()


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("ssh_port=x", "ssh_port takes a number from 1 to 65535"),
        ("ssh_key_file=/no/such/file", "/no/such/file cannot be read"),
        ("ssh_key=x", "has the parameter 'ssh_key'"),
    ],
)
async def test_what_is_wrong_in_an_address_is_told(said, told):
    for scheme in ("postgresql", "mysql"):
        with pytest.raises(BadSource, match=told):
            await open_source(f"{scheme}://user@host/database?ssh_host=h&{said}")
