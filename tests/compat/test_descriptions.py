"""Model descriptions hold what Jet Bridge's hold, table by table and column by column."""

import pytest

from jetway.config import Settings
from tests.bridge.conftest import running
from tests.compat.compare import Difference
from tests.compat.compare import differences as compared
from tests.compat.replay import captures, postgresql_databases, sqlite_databases

pytestmark = pytest.mark.anyio


def otherwise(server: str, table, column: str, found: Difference) -> bool:
    """What is said otherwise on purpose."""
    match found.name:
        case "primary_key_field" | "primary_key_auto":  # of a table without a key, or a view
            return table["key"] == []
        case "editable":  # the database computes it
            return column == "c_gen"
        case "default_value":  # the text of a sequence
            return "::regclass" in str(found.recorded)
        case "required" | "null":  # what a row of SQLite must bring; views take none
            return server == "sqlite" or table["key"] == []
        case "field" | "db_field" | "db_internal_type":  # a type that SQLite does not know
            return column == "c_weird"
    return False


@pytest.mark.parametrize("server", ["sqlite", "pg"])
async def test_descriptions_hold_what_was_recorded(server, request, tmp_path):
    if server == "pg":
        fresh = postgresql_databases(request.getfixturevalue("postgresql_server"))
    else:
        fresh = sqlite_databases(tmp_path)
    [capture] = [one for one in captures(server) if one["group"] == "model_descriptions"]
    async with running(Settings(database=fresh(), state=tmp_path / "state")) as jetway:
        ours = {table["model"]: table for table in await jetway.get(capture["path"])}
    recorded = {table["model"]: table for table in capture["response_body"]}
    assert recorded.keys() - ours.keys() <= {"sqlite_sequence"}
    assert list(ours) == sorted(ours)
    wrong = []
    for name, table in ours.items():
        columns = {column["name"]: column for column in table["fields"]}
        theirs = recorded[name].pop("fields")
        assert [column["name"] for column in theirs] == list(columns)
        found = [("", one) for one in compared(recorded[name], table)]
        for column in theirs:
            found += [(column["name"], one) for one in compared(column, columns[column["name"]])]
        wrong += [(name, column, one) for column, one in found if not otherwise(server, table, column, one)]
    assert wrong == []
