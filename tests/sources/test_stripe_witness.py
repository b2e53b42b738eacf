"""The Stripe kind on somebody else's: localstripe, as a process of its own.

It lists oldest first, and lacks prices and disputes: what it shares with Stripe is looked at here.
"""

import asyncio
import socket

import pytest

from jetway.core.errors import BadSource
from jetway.core.expr import Compare, Op
from jetway.core.query import Delete, Insert, Read, Update
from jetway.core.secret import Secret
from jetway.outbound.reach import Reach
from jetway.sources import Limits
from jetway.sources.kinds import connect
from jetway.sources.kinds.stripe import Options
from tests.canaries import canary
from tests.witnesses import INSTALLED, needs

pytestmark = [pytest.mark.anyio, needs("localstripe")]

SERVE = """
import sys
from aiohttp import web
from localstripe.server import app
web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), print=None)
"""


@pytest.fixture
async def witness():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    quiet = {"stdout": asyncio.subprocess.DEVNULL, "stderr": asyncio.subprocess.DEVNULL}
    python = INSTALLED / "localstripe/bin/python"
    process = await asyncio.create_subprocess_exec(python, "-c", SERVE, str(port), **quiet)
    try:
        yield await _connected(port)
    finally:
        process.terminate()
        await process.wait()


async def _connected(port):
    options = Options(Secret(f"sk_test_{canary('witness')}"), f"http://127.0.0.1:{port}")
    for _ in range(100):
        try:
            return await connect("stripe", options, Limits(reach=Reach.of(["127.0.0.1"])))
        except BadSource:
            await asyncio.sleep(0.1)
    raise AssertionError("localstripe does not answer")


async def test_rows_go_around_as_in_our_own(witness):
    table = (await witness.describe()).tables["customers"]

    def values(**said):
        return tuple((table.column(name), value) for name, value in said.items())

    async def emails(where):
        return [row["email"] async for row in witness.read(Read(table, table.columns, where))]

    made = []
    for number in range(3):
        sent = values(name=f"N{number}", email=f"n{number}@example.com", metadata={"plan": "pro"})
        made += await witness.write([Insert(table, sent, table.columns)])
    assert [row["metadata"] for row in made] == [{"plan": "pro"}] * 3
    key = Compare(table.column("id"), Op.EQ, made[0]["id"])
    assert await witness.write([Update(table, values(name="Neu"), key, (table.column("name"),))]) == [
        {"name": "Neu"}
    ]
    assert await emails(Compare(table.column("email"), Op.EQ, "n1@example.com")) == ["n1@example.com"]
    assert await witness.write([Delete(table, key)]) == [{}]
    assert await emails(key) == []
    await witness.close()


async def test_its_lists_are_of_the_shape_that_is_described(witness):
    for name, table in (await witness.describe()).tables.items():
        if name not in ("prices", "disputes"):
            rows = [row async for row in witness.read(Read(table, table.columns, limit=5))]
            assert len(rows) <= 5
    await witness.close()
