"""Model descriptions hold what Jet Bridge's hold, table by table and column by column."""

import pytest

from jetway.config import Settings
from tests.bridge.conftest import running
from tests.compat.compare import Difference
from tests.compat.compare import differences as compared
from tests.compat.replay import DESCRIPTIONS, captures, postgresql_databases, sqlite_databases

pytestmark = pytest.mark.anyio


def otherwise(server: str, table, column: str, found: Difference) -> bool:
    """What is said otherwise on purpose."""
    match found.name:
        case "primary_key_field" | "primary_key_auto":  # of a table without a key, or a view
            return table["key"] in ([], ["_row"])
        case "editable":  # the database computes it
            return column == "c_gen"
        case "default_value":  # the text of a sequence
            return "::regclass" in str(found.recorded)
        case "required" | "null":  # what a row of SQLite must bring; views take none
            return server == "sqlite" or table["key"] in ([], ["_row"])
        case "field" | "db_field" | "db_internal_type":  # a type that SQLite does not know
            return column == "c_weird"
    return False


@pytest.mark.parametrize("server", ["sqlite", "pg"])
async def test_descriptions_hold_what_was_recorded(server, request, tmp_path):
    if server == "pg":
        fresh = postgresql_databases(request.getfixturevalue("postgresql_server"))
    else:
        fresh = sqlite_databases(tmp_path)
    wanted = [one for one in captures(server) if one["path"].startswith(DESCRIPTIONS)]
    wrong = []
    async with running(Settings(database=fresh(), state=tmp_path / "state")) as jetway:
        for capture in wanted:
            answer = await jetway.ask(capture["method"], capture["path"], capture.get("request_body"))
            if capture["path"] == DESCRIPTIONS:
                wrong += differing(server, capture["response_body"], answer.json())
    assert wrong == []


def differing(server: str, recorded, answered) -> list[tuple[str, str, Difference]]:
    """By table and column."""
    ours = {table["model"]: table for table in answered}
    theirs = {table["model"]: table for table in recorded}
    assert theirs.keys() - ours.keys() <= {"sqlite_sequence"}
    assert list(ours) == sorted(ours)
    found = []
    for name, table in ours.items():
        # Jet Bridge has no marks of rows without a key.
        columns = {column["name"]: column for column in table["fields"] if not column.get("mark")}
        fields = theirs[name]["fields"]
        assert [column["name"] for column in fields] == list(columns)
        found += [
            ("", table, one) for one in compared({**theirs[name], "fields": []}, {**table, "fields": []})
        ]
        for column in fields:
            found += [(column["name"], table, one) for one in compared(column, columns[column["name"]])]
    return [
        (column, table["model"], one)
        for column, table, one in found
        if not otherwise(server, table, column, one)
    ]
