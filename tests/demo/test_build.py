"""The database as a whole: it is repeatable, complete, and made at once."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import date

import pytest
from inline_snapshot import snapshot

from jetway.demo import DEMO_TABLES, build, build_demo

TODAY = date(2026, 11, 21)


def dump(path):
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def test_the_same_day_makes_the_same_content_in_place_of_what_was_there(demo_path, tmp_path):
    path = tmp_path / "shop.sqlite"
    path.write_bytes(b"old")
    path.with_name("shop.sqlite-wal").write_bytes(b"old log")

    build_demo(path, TODAY)

    assert [each.name for each in tmp_path.iterdir()] == ["shop.sqlite"]
    assert dump(path) == dump(demo_path)


def test_it_is_of_a_size_worth_looking_at(demo):
    counts = {table: demo.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in DEMO_TABLES}

    assert counts == snapshot(
        {
            "orders": 20000,
            "order_lines": 50336,
            "customers": 2000,
            "payments": 20910,
            "products": 312,
            "categories": 33,
            "suppliers": 24,
            "product_suppliers": 540,
            "reviews": 2600,
            "employees": 42,
            "settings": 14,
            "web_visits": 6000,
            "Stock Movements": 3000,
            "sales_by_month": 26,
            "best_sellers": 50,
        }
    )


def test_every_table_and_view_has_its_name_in_the_list(demo):
    names = demo.execute(
        "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite_%'"
    )

    assert sorted(name for (name,) in names) == sorted(DEMO_TABLES)


def test_it_is_sound(demo):
    assert demo.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert demo.execute("PRAGMA foreign_key_check").fetchall() == []


def test_every_table_has_an_estimate_of_its_rows_where_it_has_an_index(demo):
    known = {table for (table,) in demo.execute("SELECT DISTINCT tbl FROM sqlite_stat1")}

    assert known == {name for name in DEMO_TABLES if name not in {"sales_by_month", "best_sellers"}}


def test_every_foreign_key_can_be_looked_up_by_an_index(demo):
    missing = [
        (table, column)
        for (table,) in demo.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
        for (column,) in demo.execute('SELECT "from" FROM pragma_foreign_key_list(?)', [table]).fetchall()
        if column not in first_columns(demo, table)
    ]

    assert missing == []


def first_columns(demo, table):
    query = """SELECT i.name FROM pragma_index_list(?) AS l, pragma_index_info(l.name) AS i WHERE i.seqno = 0
               UNION SELECT name FROM pragma_table_info(?) WHERE pk = 1"""
    return {name for (name,) in demo.execute(query, [table, table])}


def test_a_failure_leaves_what_was_there(tmp_path, monkeypatch):
    path = tmp_path / "shop.sqlite"
    path.write_bytes(b"old")
    monkeypatch.setattr(build, "INDEXES", "CREATE INDEX nonsense;")

    with pytest.raises(sqlite3.OperationalError):
        build_demo(path, TODAY)

    assert path.read_bytes() == b"old"
    assert [each.name for each in tmp_path.iterdir()] == ["shop.sqlite"]


@pytest.mark.parametrize("today", [date(2028, 2, 29)])
def test_it_works_on_any_day(today, tmp_path):
    build_demo(tmp_path / "shop.sqlite", today)

    with closing(sqlite3.connect(tmp_path / "shop.sqlite")) as demo:
        assert demo.execute("SELECT max(placed_at) < ? FROM orders", [str(today)]).fetchone() == (1,)
