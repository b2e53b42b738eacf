from __future__ import annotations

import pytest

from jetway.control.store import open_store
from tests.control.people import Clock, make_world


@pytest.fixture
def anyio_backend():
    return "asyncio"


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture(params=["sqlite"])
def store_url(request, tmp_path):
    return f"sqlite:///{tmp_path}/state/control.db"


@pytest.fixture
async def store(store_url, clock):
    store = await open_store(store_url, clock=clock)
    yield store
    await store.close()


@pytest.fixture
def world(store, clock):
    return make_world(store, clock)
