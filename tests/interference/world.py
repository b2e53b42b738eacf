"""Two databases that agree on all that a clerk may see, and differ in everything else."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from tests.sources.databases import run_mariadb, run_postgresql

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.servers import Server

ONE = {"every_hidden": "one", "hidden_rows": (101, 102, 103, 104)}
OTHER = {"every_hidden": "another", "hidden_rows": (205, 206)}

CLERK = {
    "tables": {
        "customers": {
            "rows": {"column": "country", "op": "eq", "value": "SE"},
            "read": ["id", "name", "country", "email", "card", "vip"],
            "mask": {"email": {"kind": "partial", "keep": 2}, "card": {"kind": "full"}},
            "create": ["id", "name", "country", "vip"],
            "update": ["name", "vip"],
            "delete": True,
            "export": True,
            "aggregate": True,
        },
        "orders": {
            "rows": {
                "and": [
                    {"column": "status", "op": "in", "value": ["new", "paid"]},
                    {"column": "customer.country", "op": "eq", "value": "SE"},
                ]
            },
            "read": ["id", "number", "status", "total", "placed_at", "customer_id"],
            "create": True,
            "update": True,
            "delete": True,
            "export": True,
            "aggregate": True,
            "max_rows": 50,
        },
        "order_lines": {"update": True, "aggregate": True, "export": True},
        "people": {
            "rows": {"not": {"column": "active", "op": "eq", "value": False}},
            "read": ["id", "name", "boss_id", "active"],
            "update": ["name", "boss_id"],
            "aggregate": True,
        },
        "devices": {
            "rows": {"column": "api_key", "op": "contains", "value": "one"},
            "create": ["id", "name", "person_id"],
            "update": ["name"],
            "delete": True,
            "export": True,
            "aggregate": True,
        },
        "tags": {"aggregate": True},
        "customer_tags": {"export": True, "aggregate": True},
    }
}
"""The role. `regions`, `salaries` and `secrets` are hidden, and so are all columns that `read` leaves out.

The rule of `devices` is of somebody who edits roles to learn what the bridge's own ceiling hides.
"""

_SCHEMA = """
CREATE TABLE regions (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40) NOT NULL);
CREATE TABLE customers (
  id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40) NOT NULL, country VARCHAR(2), email VARCHAR(60),
  card VARCHAR(30), phone VARCHAR(30), vip BOOLEAN, region_id INTEGER REFERENCES regions (id));
CREATE TABLE orders (
  id INTEGER NOT NULL PRIMARY KEY, number VARCHAR(20) NOT NULL, status VARCHAR(10) NOT NULL,
  total DECIMAL(10, 2), placed_at TIMESTAMP NULL, note VARCHAR(60),
  customer_id INTEGER NOT NULL REFERENCES customers (id));
CREATE TABLE order_lines (
  order_id INTEGER NOT NULL, line INTEGER NOT NULL, quantity INTEGER NOT NULL,
  PRIMARY KEY (order_id, line), FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE);
CREATE TABLE people (
  id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40) NOT NULL, active BOOLEAN, pay INTEGER,
  boss_id INTEGER REFERENCES people (id) ON DELETE SET NULL);
CREATE TABLE salaries (person_id INTEGER NOT NULL PRIMARY KEY REFERENCES people (id), amount INTEGER);
CREATE TABLE tags (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(20) NOT NULL);
CREATE TABLE customer_tags (
  customer_id INTEGER NOT NULL REFERENCES customers (id), tag_id INTEGER NOT NULL REFERENCES tags (id),
  PRIMARY KEY (customer_id, tag_id));
CREATE TABLE devices (
  id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(40) NOT NULL, api_key VARCHAR(60),
  person_id INTEGER REFERENCES people (id));
CREATE TABLE secrets (id INTEGER NOT NULL PRIMARY KEY, value VARCHAR(60));
"""


def script(side: dict) -> str:
    """The tables and the rows of one side."""
    inserts = [f"INSERT INTO {table} VALUES {row};\n" for table, row in _rows(**side)]
    return _SCHEMA + "".join(inserts)


def _rows(every_hidden: str, hidden_rows: tuple[int, ...]) -> Iterator[tuple[str, str]]:
    word, size = every_hidden, len(hidden_rows)
    for n in range(1, size + 1):
        yield "regions", f"({n}, '{word} {n}')"
    for n in range(1, 9):
        shy = f"'{n}@{word}.se', '{word}{n}', '+{size}{n}'"
        yield "customers", f"({n}, 'Ana {n}', 'SE', {shy}, {_truth(n % 2)}, {n % size + 1})"
    for n in hidden_rows:
        yield "customers", f"({n}, '{word} {n}', 'NO', '{word}@example.no', NULL, NULL, NULL, 1)"
    for n in range(1, 17):
        status, total = ("new", "paid")[n % 2], "NULL" if n == 5 else f"{n}.50"
        at = f"2026-0{n % 9 + 1}-1{n % 9} 10:00:00"
        yield "orders", f"({n}, 'A-{n}', '{status}', {total}, '{at}', '{word} {n}', {n % 8 + 1})"
        yield "order_lines", f"({n}, 1, {n})"
    for n in hidden_rows:
        # Of a customer that the clerk sees, and of one that is hidden.
        yield "orders", f"({n}, '{word}', 'blocked', {n}, '2026-01-01 00:00:00', NULL, {n % 8 + 1})"
        yield "orders", f"({n + 50}, '{word}', 'paid', {n}, NULL, '{word}', {n})"
    for n in range(1, 7):
        yield "people", f"({n}, 'Bo {n}', {_truth(1)}, {size * n}, {'NULL' if n < 3 else n - 2})"
        yield "devices", f"({n}, 'Device {n}', '{word}{n}', {n})"
    for n in hidden_rows:
        yield "people", f"({n}, '{word} {n}', {_truth(0)}, {n}, {n % 6 + 1})"
        yield "salaries", f"({n}, {n})"
        yield "secrets", f"({n}, '{word}')"
    for n in range(1, 4):
        yield "tags", f"({n}, 'tag {n}')"
    for n in range(1, 9):
        yield "customer_tags", f"({n}, {n % 3 + 1})"


def _truth(value: int) -> str:
    return "TRUE" if value else "FALSE"


def sqlite(folder: Path, side: dict) -> str:
    """A file; its URL."""
    path = folder / "world.sqlite"
    connection = sqlite3.connect(path)
    connection.executescript(script(side) + "ANALYZE;")
    connection.close()
    return str(path)


def postgresql(server: Server, name: str, side: dict) -> str:
    """A database of that name; its URL."""
    run_postgresql(server, "postgres", f"CREATE DATABASE {name}")
    run_postgresql(server, name, script(side) + "ANALYZE;")
    return server.url(name)


def mariadb(server: Server, name: str, side: dict) -> str:
    """A database of that name; its URL."""
    run_mariadb(server, "", f"CREATE DATABASE {name}")
    run_mariadb(server, name, script(side))
    return server.url(name)
