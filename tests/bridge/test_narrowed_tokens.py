"""API tokens that were narrowed when they were made: fewer tables, or reading alone."""

from contextlib import asynccontextmanager

import pytest

from jetway.control.store.api_tokens import NewApiToken, add_api_token
from jetway.control.store.projects import first_place
from tests.bridge.conftest import new_shop, running

pytestmark = pytest.mark.anyio


async def scoped_token(jetway, **scope):
    """An owner's token that has this scope."""
    async with jetway.store() as store, store.writing() as connection:
        place = await first_place(connection, store.now())
        new = NewApiToken(place.environment, "export", "owner", store.now() + 3600, **scope)
        _, token = await add_api_token(connection, new, store.now())
        return token


@asynccontextmanager
async def narrowed(tmp_path, **scope):
    """A shop, asked with an owner's token that has this scope."""
    async with running(new_shop(tmp_path)) as jetway:
        jetway.tokens["owner"] = await scoped_token(jetway, **scope)
        yield jetway


async def test_a_token_for_some_tables_knows_no_others(tmp_path):
    async with narrowed(tmp_path, tables=("orders",)) as jetway:
        names = [table["model"] for table in await jetway.get("/api/model_descriptions/")]
        assert names == ["orders"]
        assert (await jetway.get("/api/models/orders/"))["results"]
        hidden = await jetway.ask("GET", "/api/models/customers/")
        absent = await jetway.ask("GET", "/api/models/nothing/")
        assert hidden.status_code == absent.status_code == 404
        assert hidden.json()["code"] == absent.json()["code"]
        assert await jetway.refused("GET", "/api/models/orders/?customer__name=x") == (
            400,
            "unknown_column",
        )


async def test_a_token_for_reading_changes_nothing(tmp_path):
    async with narrowed(tmp_path, read_only=True) as jetway:
        assert (await jetway.get("/api/models/customers/"))["results"]
        for method, path, body in [
            ("PATCH", "/api/models/orders/1/", {"status": "new"}),
            ("DELETE", "/api/models/orders/1/", None),
            ("POST", "/api/models/regions/", {"name": "North"}),
        ]:
            assert await jetway.refused(method, path, body) == (403, "not_allowed")


async def test_a_token_that_is_not_narrowed_does_everything(tmp_path):
    async with narrowed(tmp_path) as jetway:
        assert (await jetway.ask("POST", "/api/models/regions/", {"name": "North"})).status_code == 201
