"""What people are told when a database cannot be opened: one line, what is wrong and what to do."""

import socket
import sys

import pytest

from jetway.core.errors import BadSource
from jetway.core.secret import Secret
from jetway.sources.address import parse_address, without_password
from jetway.sources.kinds import kinds, open_source
from tests.canaries import MARK, canary

pytestmark = pytest.mark.anyio


async def refusal(url):
    with pytest.raises(BadSource) as failure:
        await open_source(url)
    assert "\n" not in failure.value.detail
    assert MARK not in failure.value.detail
    return failure.value.detail


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("oracle://u@h/d", "There is no engine for oracle://"),
        ("/nowhere/x.db", "There is no file /nowhere/x.db."),
        ("sqlite:///nowhere/x.db", "There is no file nowhere/x.db."),
        ("sqlite://host/x.db", "three slashes"),
        ("sqlite:///", "needs the path of a file"),
        ("/tmp", "/tmp is a folder."),
        ("sqlite:///x.db?mode=rwc", "mode is ro"),
        ("postgresql://u@h", "needs one database"),
        ("postgresql://h/d", "needs a user"),
        ("postgresql://u@h/d?options=-cx", "has the parameter 'options'"),
        ("postgresql://u@h:0/d", "no number from 1 to 65535"),
        ("postgresql://u@h:port/d", "no number from 1 to 65535"),
        ("mysql://u@h/d?tls=maybe", "tls is one of disabled, required, verify"),
        ("mariadb://h/d", "mariadb://user@host/database"),
    ],
)
async def test_an_address_that_says_too_little_or_too_much(url, said):
    assert said in await refusal(url)


async def test_a_file_that_is_no_database(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("no database " * 100)
    assert await refusal(str(path)) == f"{path} is not an SQLite database, or it is encrypted."


async def test_an_empty_file_is_a_database_without_tables(tmp_path):
    path = tmp_path / "empty.db"
    path.touch()
    source = await open_source(str(path))
    assert (await source.describe()).tables == {}
    await source.close()


@pytest.mark.parametrize("engine", ["postgresql", "mariadb"])
async def test_a_wrong_login_database_port_or_host(engine, request):
    server = request.getfixturevalue(f"{engine}_server")
    database = {"postgresql": "postgres", "mariadb": "mysql"}[engine]
    place = f"127.0.0.1:{server.port}"
    assert f"{place} refused the password for 'jetway'" in await refusal(
        server.url(database, password=canary("database-wrong"))
    )
    assert f"{place} has no database 'nowhere'" in await refusal(server.url("nowhere"))
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
        url = server.url(database).replace(str(server.port), str(port))
        assert f"Nothing listens at 127.0.0.1:{port}" in await refusal(url)
    url = server.url(database).replace("127.0.0.1", "no-such-host.invalid")
    assert "There is no host 'no-such-host.invalid'" in await refusal(url)


async def test_a_missing_driver_is_named_with_what_to_install(monkeypatch):
    for name in [name for name in sys.modules if name.startswith("jetway.sources.kinds.postgresql.")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "psycopg", None)
    said = await refusal("postgresql://u@h/d")
    assert said == "PostgreSQL needs the driver psycopg. Run: pip install 'jetway-admin[postgresql]'"


def test_every_kind_is_named_by_its_file():
    assert {"sqlite", "postgresql", "mysql"} <= set(kinds())


def test_an_address_is_taken_apart():
    address = parse_address("PostgreSQL://me%40x:p%2Fw@[::1]:5433/my%20db?sslmode=require")
    assert (address.scheme, address.user, address.host, address.port) == ("postgresql", "me@x", "::1", 5433)
    assert (address.path, address.query) == ("my db", {"sslmode": "require"})
    assert address.password == Secret("p/w")


def test_a_secret_does_not_show_itself():
    address = parse_address("postgresql://me:hidden@h/d")
    assert "hidden" not in repr(address)
    assert repr(address.password) == "***"


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://me:p@ss@h:1/d?sslmode=x", "postgresql://me:***@h:1/d?sslmode=***"),
        ("mysql://me@h/d", "mysql://me@h/d"),
        ("/a/b.db", "/a/b.db"),
        ("sqlite:////a/b.db", "sqlite:////a/b.db"),
        ("postgresql://u:pa?ss@host/db", "postgresql://u:***@host/db"),
    ],
)
def test_an_address_can_be_shown_without_its_password(url, shown):
    assert without_password(url) == shown
