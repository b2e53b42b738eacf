"""Whoever is cancelled in the middle of a transaction leaves nothing behind."""

import asyncio

import anyio
import anyio.lowlevel
import pytest
from sqlalchemy import text

from jetway.control.store import open_store

pytestmark = pytest.mark.anyio


async def test_a_cancelled_transaction_ends_with_its_connection(tmp_path):
    """A driver whose call is cancelled twice waits for ever, and so did a server that was to stop."""
    store = await open_store(f"sqlite:///{tmp_path / 'control.sqlite'}")

    async def work():
        while True:
            async with store.writing() as connection:
                await connection.execute(text("SELECT 1"))
            await anyio.lowlevel.checkpoint()

    for step in range(60):
        async with anyio.create_task_group() as tasks:
            tasks.start_soon(work)
            await anyio.sleep(step / 10_000)
            tasks.cancel_scope.cancel()
    await store.close()
    await anyio.sleep(0.1)
    assert [task for task in asyncio.all_tasks() if "terminate" in repr(task)] == []
