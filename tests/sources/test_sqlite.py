"""What only SQLite does: values of any storage class in any column, and tables of several kinds."""

import json

import apsw
import pytest

from jetway.core.export import Json
from jetway.core.expr import Compare, Op
from jetway.core.query import Insert, Order, Read
from jetway.core.schema import Default, Type
from jetway.sources import Limits
from jetway.sources.kinds import open_source

pytestmark = pytest.mark.anyio


async def opened(tmp_path, script):
    path = tmp_path / "odd.db"
    connection = apsw.Connection(str(path))
    connection.execute(script)
    connection.close()
    source = await open_source(str(path), Limits())
    return source, (await source.describe()).tables


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16le", "UTF-16be"])
async def test_a_file_in_another_encoding_is_told_the_same(tmp_path, encoding):
    source, tables = await opened(
        tmp_path,
        f"PRAGMA encoding = '{encoding}'; CREATE TABLE names (id INTEGER PRIMARY KEY, name TEXT);"
        "INSERT INTO names VALUES (1, 'Ægir 😀'), (2, NULL)",
    )
    read = Read(tables["names"], tables["names"].columns, order=(Order(tables["names"].columns[0]),))
    told = [{"id": 1, "name": "Ægir 😀"}, {"id": 2, "name": None}]
    assert [json.loads(row) for row in await source.read_json(read)] == told
    assert [dict(row) async for row in source.read(read)] == told
    batches = [batch async for batch in source.lines(read, (), Json())]
    assert [json.loads(line) for batch in batches for line in batch] == told
    await source.close()


async def test_no_value_of_an_unexpected_kind_breaks_a_list(tmp_path):
    odd = [
        "'text'",
        "7",
        "1.5",
        "x'00ff'",
        "NULL",
        "9e999",
        "-9e999",
        "CAST(x'ff41' AS TEXT)",
        "''",
        "'{'",
        "'2026-01-01 10:00:00'",
    ]
    types = [
        "TEXT",
        "INTEGER",
        "REAL",
        "NUMERIC(5,2)",
        "BOOLEAN",
        "DATE",
        "TIME",
        "DATETIME",
        "JSON",
        "BLOB",
        "UUID",
        "",
    ]
    columns = ", ".join(f"c{number} {type_}" for number, type_ in enumerate(types))
    rows = ", ".join(f"({', '.join([value] * len(types))})" for value in odd)
    source, tables = await opened(
        tmp_path,
        f"CREATE TABLE odd (id INTEGER PRIMARY KEY, {columns});"
        f"INSERT INTO odd ({', '.join(f'c{n}' for n in range(len(types)))}) VALUES {rows}",
    )
    odd_table = tables["odd"]
    read = Read(odd_table, odd_table.columns, order=(Order(odd_table.columns[0]),), limit=100)
    listed = [row async for row in source.read(read)]
    assert len(listed) == len(odd)
    assert [json.loads(row) for row in await source.read_json(read)] == listed
    assert json.loads(json.dumps(listed, allow_nan=False)) == listed
    assert listed[3]["c0"] == "AP8="
    assert listed[0]["c1"] == "text"
    assert listed[5]["c2"] is None
    assert listed[10]["c7"] == "2026-01-01T10:00:00"
    assert listed[7]["c0"] == "�A"
    await source.close()


async def test_strict_and_rowidless_tables_and_generated_columns(tmp_path):
    source, tables = await opened(
        tmp_path,
        "CREATE TABLE a (code TEXT PRIMARY KEY, n INT, twice INT AS (n * 2)) STRICT, WITHOUT ROWID;"
        "CREATE TABLE b (id INTEGER PRIMARY KEY AUTOINCREMENT, x TEXT DEFAULT 'it''s', y REAL DEFAULT -1.5,"
        " z TEXT DEFAULT (lower(hex(randomblob(16)))), t DATETIME DEFAULT (datetime('now')));"
        "CREATE VIRTUAL TABLE f USING fts5(body);",
    )
    assert tables["a"].key == ("code",)
    assert tables["a"].column("twice").generated
    defaults = [column.default for column in tables["b"].columns]
    assert defaults == [
        Default("sequence"),
        Default("value", "it's"),
        Default("value", -1.5),
        Default("expression"),
        Default("now"),
    ]
    assert set(tables) == {"a", "b", "f"}
    a = tables["a"]
    changes = tuple(zip(a.columns[:2], ("k", 4), strict=True))
    assert await source.write([Insert(a, changes, a.columns)]) == [{"code": "k", "n": 4, "twice": 8}]
    await source.close()


async def test_names_in_foreign_keys_may_differ_in_case(tmp_path):
    source, tables = await opened(
        tmp_path,
        "CREATE TABLE Parent (Id INTEGER PRIMARY KEY);"
        "CREATE TABLE child (p REFERENCES PARENT (ID), q REFERENCES gone)",
    )
    (key,) = tables["child"].foreign_keys
    assert (key.target, key.target_columns) == ("Parent", ("Id",))
    assert tables["child"].column("p").type is Type.OTHER
    await source.close()


async def test_the_journal_mode_of_the_file_stays(tmp_path):
    source, _ = await opened(tmp_path, "CREATE TABLE a (b)")
    await source.save_record("x", b"y")
    await source.close()
    connection = apsw.Connection(str(tmp_path / "odd.db"))
    assert connection.execute("PRAGMA journal_mode").fetchall() == [("delete",)]
    connection.close()


async def test_a_decimal_shows_as_few_digits_as_stand_for_it(tmp_path):
    source, tables = await opened(
        tmp_path,
        "CREATE TABLE a (id INTEGER PRIMARY KEY, n DECIMAL(20, 6));"
        "INSERT INTO a VALUES (1, 12345678901.1235), (2, 0.1 + 0.2), (3, 12.5), (4, 7), (5, 1e22)",
    )
    a = tables["a"]
    rows = [row["n"] async for row in source.read(Read(a, a.columns, order=(Order(a.columns[0]),)))]
    assert rows == ["12345678901.1235", "0.30000000000000004", "12.5", "7", "1.0e+22"]
    await source.close()


@pytest.mark.parametrize("collation", ["BINARY", "NOCASE", "RTRIM"])
async def test_beginnings_are_found_whatever_the_order_of_the_column(tmp_path, collation):
    letters = ("", "a", "A", "Z", "[", "z", " ", "1", "ÿ", "Ā", "\ud7ff", "\uffff", "😀", "\U0010ffff")
    texts = [one + other for one in letters for other in letters]
    listed = ", ".join(f"('{text}')" for text in texts)
    script = f"CREATE TABLE notes (word varchar(9) COLLATE {collation}); INSERT INTO notes VALUES {listed};"
    source, tables = await opened(tmp_path, f"{script} CREATE INDEX by_word ON notes (word)")
    word = tables["notes"].columns[0]
    for beginning in texts:
        read = Read(tables["notes"], (word,), Compare(word, Op.STARTS_WITH, beginning))
        found = sorted([row["word"] async for row in source.read(read)])
        assert found == sorted(text for text in texts if text.startswith(beginning))
    await source.close()
