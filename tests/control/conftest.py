from __future__ import annotations

import secrets
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.engine import make_url

from jetway.control.desk import close_desk
from jetway.control.mail import mail_server
from jetway.control.store import open_store
from tests.canaries.databases import look_at_rows
from tests.control.mailbox import Mailbox, serving
from tests.control.people import Clock, make_world
from tests.stores import lay_postgresql, lay_sqlite


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request):
    """The address of a store that is not there yet."""
    return request.getfixturevalue(f"{request.param}_store_url")


@pytest.fixture
def sqlite_store_url(tmp_path):
    return f"sqlite:///{tmp_path}/state/control.db"


@pytest.fixture
def postgresql_store_url(postgresql_server):
    """A schema of its own: made and dropped in no time, which a database is not."""
    name = f"control_{secrets.token_hex(8)}"
    with psycopg.connect(postgresql_server.url("postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}")
        yield postgresql_server.url("postgres") + f"?options=-csearch_path%3D{name}"
        look_at_rows(connection, name)
        connection.execute(f"DROP SCHEMA {name} CASCADE")


@pytest.fixture
async def store(store_url, clock, request):
    url = make_url(store_url)
    if url.get_backend_name() == "sqlite":
        lay_sqlite(Path(url.database))
    else:
        server = request.getfixturevalue("postgresql_server")
        with psycopg.connect(server.url("postgres"), autocommit=True) as connection:
            lay_postgresql(connection, server, url.query["options"].removeprefix("-csearch_path="))
    store = await open_store(store_url, clock=clock)
    yield store
    await store.close()


@pytest.fixture
async def world(store, clock):
    world = make_world(store, clock)
    yield world
    await close_desk(world.control.desk)


@pytest.fixture(scope="module")
async def standing(tmp_path_factory):
    """One control for all tests of a module that change nothing, nor depend on the database."""
    path = tmp_path_factory.mktemp("standing") / "control.db"
    lay_sqlite(path)
    clock = Clock()
    store = await open_store(f"sqlite:///{path}", clock=clock)
    world = make_world(store, clock)
    yield world
    await close_desk(world.control.desk)
    await store.close()


@pytest.fixture
def mailbox():
    return Mailbox()


@pytest.fixture
def mail(mailbox):
    """A real mail server on this machine, and how to reach it."""
    with serving(mailbox) as port:
        yield mail_server(f"smtp://127.0.0.1:{port}", "jetway@example.com")


@pytest.fixture
async def mailing_world(store, clock, mail):
    world = make_world(store, clock, mail=mail)
    yield world
    await close_desk(world.control.desk)


def pytest_collection_modifyitems(config, items):
    """Of a test with many cases, PostgreSQL gets the first: the others send it the same statements."""
    left_out = [item for item in items if is_another_case(item)]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if item not in left_out]


def is_another_case(item):
    case = getattr(item, "callspec", None)
    if case is None or case.params.get("store_url") != "postgresql":
        return False
    return any(number for name, number in case.indices.items() if name != "store_url")
