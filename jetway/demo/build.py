"""The demo database as a file: the rows in the order their keys need, written at once."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import time
from contextlib import closing, suppress
from datetime import date
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from jetway.demo import catalogue, feedback, office, payments, people, sales, supply
from jetway.demo.days import midnight
from jetway.demo.logos import logo
from jetway.demo.tables import INDEXES, TABLES, VIEWS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_SEED = 1843
_PREFIX = ".demo-"
_UNFINISHED_S = 60
"""Making a demo takes seconds: what is older than this was left behind."""
_FAST = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;"
"""Nobody sees the file before it is complete, so nothing has to be undone."""

_FILL = """
INSERT INTO categories VALUES (?, ?, ?, ?)
INSERT INTO products VALUES (?, ?, ?, ?, ? / 100.0, ?, ?, ?, ?, ?, ?)
INSERT INTO suppliers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
INSERT INTO product_suppliers VALUES (?, ?, ? / 100.0, ?)
INSERT INTO employees VALUES (?, ?, ?, ?, ?, ?, ?, ?, ? / 100.0, ?)
INSERT INTO customers VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? / 100.0, ?, ?)
INSERT INTO orders VALUES (?, ?, ?, ?, ? / 100.0, ?, ?, ?, ?, ?, ?, ?, ?)
INSERT INTO order_lines VALUES (?, ?, ?, ?, ? / 100.0, ? / 100.0)
INSERT INTO payments VALUES (?, ?, ? / 100.0, ?, ?, ?, ?)
INSERT INTO reviews VALUES (?, ?, ?, ?, ?, ?, ?)
INSERT INTO settings VALUES (?, ?, ?, ?)
INSERT INTO web_visits VALUES (?, ?, ?, ?, ?, ?, ?)
INSERT INTO "Stock Movements" VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
""".strip().splitlines()
"""One statement per table, parents first. Money arrives in cents."""


def build_demo(path: Path, today: date) -> None:
    """Write the demo database to `path`, in place of what is there; the same content for the same `today`.

    It is complete or not there at all: the file is made beside `path` and renamed. Nothing in it is as late
    as `today`.
    """
    with tempfile.TemporaryDirectory(prefix=_PREFIX, dir=path.parent) as folder:
        fresh = Path(folder) / "demo.sqlite"
        with closing(sqlite3.connect(fresh)) as connection:
            _write(connection, today)
        for suffix in ("-wal", "-shm", "-journal"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        fresh.replace(path)


def remove_unfinished(folder: Path) -> None:
    """Remove what was left by a process that was killed while it made a demo; not what is being made."""
    for left in folder.glob(f"{_PREFIX}*"):
        with suppress(FileNotFoundError):
            if time.time() - left.stat().st_mtime > _UNFINISHED_S:
                shutil.rmtree(left)


def _write(connection: sqlite3.Connection, today: date) -> None:
    connection.executescript(_FAST + TABLES)
    for insert, rows in zip(_FILL, _rows(Random(_SEED), today), strict=True):  # noqa: S311 - made to be repeatable
        connection.executemany(insert, _plain(rows))
    connection.commit()
    connection.executescript(INDEXES + VIEWS + "ANALYZE;")


def _rows(rng: Random, today: date) -> Iterator[Sequence[tuple[object, ...]]]:
    """The rows of each table, in the order of `_FILL`."""
    end = midnight(today)
    products = catalogue.products(rng, today)
    staff = people.employees(rng, today)
    customers = people.customers(rng, today)
    shop = sales.open_shop(rng, today, customers, products, staff)
    placed, lines = sales.sell(rng, shop, today)
    orders, paid = payments.settle(rng, placed, end)
    reviews = feedback.reviews(rng, orders, lines, end)
    yield catalogue.categories()
    yield feedback.rate(products, reviews)
    yield [(*row[:3], logo(row[1]).path, *row[3:]) for row in supply.suppliers(rng)]
    yield supply.deliveries(rng, products)
    yield staff
    yield feedback.sort_out(rng, customers, orders, end)
    yield orders
    yield lines
    yield paid
    yield reviews
    yield office.settings(rng, today)
    yield office.visits(rng, today)
    yield supply.movements(rng, orders, lines, [person.name for person in staff])


def _plain(rows: Sequence[tuple[object, ...]]) -> Iterator[tuple[object, ...]]:
    """The rows with dates and times as text. A column holds one type of value, and perhaps None."""
    return zip(*map(_texts, zip(*rows, strict=True)), strict=True)


def _texts(values: tuple[object, ...]) -> Sequence[object]:
    first = next((value for value in values if value is not None), None)
    return [value and str(value) for value in values] if isinstance(first, date) else values
