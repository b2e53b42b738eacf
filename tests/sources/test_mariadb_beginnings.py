"""Beginnings of texts in MariaDB, whose own LIKE loses rows by an index under some collations."""

import pytest

from jetway.core.expr import Compare, Op
from jetway.core.query import Read
from jetway.sources.kinds import open_source

pytestmark = pytest.mark.anyio

TEXTS = [
    "a",
    "A",
    "å",
    "a\u030a",
    "ch",
    "c",
    "ss",
    "ß",
    "dž",
    "%",
    "\\",
    " ",
    "\u200ba",
    "เก",
    "👍",
    "\U0010fffd",
]


@pytest.fixture(scope="module")
def words(make_database):
    """A database with a table for each collation, of all texts before all texts."""
    database = make_database("mariadb")
    listed = [(one + other).replace("\\", "\\\\") for one in TEXTS for other in TEXTS]
    for collation in ("bin", "unicode_ci", "czech_ci", "uca1400_ai_ci"):
        column = f"word VARCHAR(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_{collation} NOT NULL"
        database.sql(f"CREATE TABLE words_{collation} ({column}, KEY by_word (word))")
        rows = ", ".join(f"('{text}')" for text in listed)
        database.sql(f"INSERT INTO words_{collation} VALUES {rows}")
    return database


@pytest.mark.parametrize("collation", ["bin", "unicode_ci", "czech_ci", "uca1400_ai_ci"])
async def test_what_begins_so_is_found_and_nothing_else(words, collation):
    source = await open_source(words.url)
    table = (await source.describe()).tables[f"words_{collation}"]
    for beginning in TEXTS:
        where = Compare(table.columns[0], Op.STARTS_WITH, beginning)
        found = [row["word"] async for row in source.read(Read(table, table.columns, where))]
        expected = [one + other for one in TEXTS for other in TEXTS if (one + other).startswith(beginning)]
        assert sorted(found) == sorted(expected), beginning
    await source.close()
