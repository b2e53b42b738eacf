"""The local ceiling as a file, and the secrets that are hidden without one."""

from dataclasses import replace

import pytest

from jetway.bridge.ceiling_file import load_ceiling
from jetway.core.ceiling import USUAL_SECRETS, Ceiling
from jetway.core.errors import BadSource
from tests.bridge.conftest import new_shop, running

pytestmark = pytest.mark.anyio


async def test_what_the_file_hides_is_hidden_from_an_owner(tmp_path):
    file = tmp_path / "ceiling.toml"
    file.write_text('hidden_tables = ["visits"]\nhidden_columns = ["*.email"]\nread_only = ["orders"]\n')
    async with running(replace(new_shop(tmp_path), ceiling=str(file))) as jetway:
        assert await jetway.refused("GET", "/api/models/visits/") == (404, "unknown_table")
        assert "email" not in (await jetway.get("/api/models/customers/1/"))
        assert await jetway.refused("GET", "/api/models/customers/?email=x") == (400, "unknown_column")
        assert await jetway.refused("PATCH", "/api/models/orders/1/", {"status": "new"}) == (
            403,
            "not_allowed",
        )
        names = [table["model"] for table in await jetway.get("/api/model_descriptions/")]
        assert "visits" not in names


async def test_secrets_are_hidden_without_a_file(tmp_path):
    settings = new_shop(tmp_path)
    async with running(settings) as jetway:
        jetway.sql("CREATE TABLE logins (id INTEGER PRIMARY KEY, name TEXT, password TEXT)")
        jetway.sql("INSERT INTO logins VALUES (1, 'ana', 'canary')")
        await jetway.get("/api/models/customers/")
    async with running(settings) as jetway:
        assert (await jetway.get("/api/models/logins/"))["results"] == [{"id": 1, "name": "ana"}]


def test_what_a_file_leaves_out_has_its_default(tmp_path):
    file = tmp_path / "ceiling.toml"
    file.write_text('sql = "off"')
    assert load_ceiling(file) == Ceiling(sql="off", hidden_columns=USUAL_SECRETS)


@pytest.mark.parametrize(
    "text", ["hidden_tables = 1", 'hidden_tables = [""]', 'sql = "on"', "hide = []", "=", "structure = 1"]
)
def test_a_file_of_another_form_is_refused(tmp_path, text):
    file = tmp_path / "ceiling.toml"
    file.write_text(text)
    with pytest.raises(BadSource, match=r"ceiling\.toml is not as"):
        load_ceiling(file)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(BadSource, match="cannot be read"):
        load_ceiling(tmp_path / "absent.toml")
