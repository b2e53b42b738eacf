"""What every test may ask for."""

import pytest

from tests.servers import mariadb_server, postgresql_server

__all__ = ["anyio_backend", "mariadb_server", "postgresql_server"]


@pytest.fixture(scope="session")
def anyio_backend():
    return "asyncio"
