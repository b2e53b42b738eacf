"""What every test may ask for."""

import gc
import os
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings

from tests.canaries.watch import Watch
from tests.servers import mariadb_server, postgresql_server
from tests.statements import keep_compiled

__all__ = ["anyio_backend", "mariadb_server", "postgresql_server"]

settings.register_profile("jetway", deadline=None)  # no test asserts times
settings.load_profile("jetway")

MEMORY = Path("/dev/shm")  # a folder of our own is made in it
ROOM = 4 * 2**30
"""Bytes that must be free there: far more than the databases of all tests take together."""


def pytest_configure(config: pytest.Config) -> None:
    """Databases of tests go where there is no disk to wait for, in this process and all that it starts."""
    config.pluginmanager.register(Watch())
    keep_compiled()
    if hasattr(config, "workerinput") or not os.access(MEMORY, os.W_OK):
        return
    if shutil.disk_usage(MEMORY).free < ROOM:
        return
    folder = tempfile.mkdtemp(prefix="jetway-tests-", dir=MEMORY)
    Path(folder).chmod(0o1777)  # database servers run as another user
    config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
    os.environ["TMPDIR"] = folder
    tempfile.tempdir = folder


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that share what is made for their module run in one process: else each would make it."""
    for item in items:
        if item.get_closest_marker("xdist_group") is None and _shares(item):
            item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))


def _shares(item: pytest.Item) -> bool:
    found = item._fixtureinfo.name2fixturedefs.values()  # no public way
    return any(nearest.scope == "module" for *_, nearest in found)


def pytest_collection_finish() -> None:
    """Thousands of tests are no garbage: looking through them again and again takes a tenth of the time."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 100)


@pytest.fixture(scope="session")
def anyio_backend():
    return "asyncio"
