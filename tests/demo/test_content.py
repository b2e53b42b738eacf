"""The rows agree with each other: sums, times, states and pictures."""

from __future__ import annotations

import json
import struct
import zlib
from datetime import date, timedelta
from decimal import Decimal

import pytest

TODAY = date(2026, 11, 21)


def rows(demo, query, *values):
    return demo.execute(query, values).fetchall()


def test_the_total_of_an_order_is_the_sum_of_its_lines(demo):
    totals = dict(rows(demo, "SELECT id, total FROM orders"))
    sums = dict.fromkeys(totals, Decimal(0))
    for order, amount in rows(demo, "SELECT order_id, amount FROM order_lines"):
        sums[order] += Decimal(str(amount))

    assert sums == {order: Decimal(str(total)) for order, total in totals.items()}


def test_the_items_of_an_order_are_the_quantities_of_its_lines(demo):
    assert not rows(
        demo,
        """SELECT o.id FROM orders AS o JOIN order_lines AS l ON l.order_id = o.id
           GROUP BY o.id HAVING o.items <> sum(l.quantity)""",
    )


@pytest.mark.parametrize(
    "column",
    [
        "customers.credit_limit",
        "employees.salary",
        "order_lines.amount",
        "order_lines.discount",
        "order_lines.unit_price",
        "orders.total",
        "payments.amount",
        "product_suppliers.cost",
        "products.price",
    ],
)
def test_money_has_at_most_two_digits_and_is_a_number(demo, column):
    table, name = column.split(".")

    values = [value for (value,) in rows(demo, f"SELECT {name} FROM {table}")]

    assert not [value for value in values if isinstance(value, str) or round(value, 2) != value]


@pytest.mark.parametrize(
    "column",
    [
        "customers.created_at",
        "employees.birthday",
        "employees.hired",
        "orders.placed_at",
        "orders.shipped_at",
        "payments.paid_at",
        "products.released",
        "reviews.created_at",
        "settings.updated_at",
        "web_visits.visited_at",
        '"Stock Movements"."moved at"',
    ],
)
def test_nothing_lies_ahead(demo, column):
    table, _, name = column.rpartition(".")

    assert rows(demo, f"SELECT max({name}) < ? FROM {table}", str(TODAY)) == [(1,)]


@pytest.mark.parametrize(
    "column", ["orders.placed_at", "payments.paid_at", "customers.created_at", "reviews.created_at"]
)
def test_something_has_just_happened(demo, column):
    table, name = column.split(".")

    [(count,)] = rows(demo, f"SELECT count(*) FROM {table} WHERE {name} >= ?", str(TODAY - timedelta(days=2)))

    assert count > 0


def test_the_last_weeks_are_the_busiest(demo):
    query = "SELECT count(*) FROM orders WHERE placed_at >= ? AND placed_at < ?"
    now, month, year = str(TODAY), str(TODAY - timedelta(days=30)), str(TODAY - timedelta(days=365))
    before = str(TODAY - timedelta(days=395))

    assert rows(demo, query, month, now) > rows(demo, query, before, year)


def test_an_order_is_placed_before_it_is_shipped_and_paid_for(demo):
    assert not rows(demo, "SELECT id FROM orders WHERE shipped_at <= placed_at")
    assert not rows(
        demo,
        "SELECT p.id FROM payments AS p JOIN orders AS o ON o.id = p.order_id WHERE p.paid_at < o.placed_at",
    )


def test_nobody_buys_before_they_are_a_customer_or_sells_before_they_are_hired(demo):
    assert not rows(
        demo,
        """SELECT o.id FROM orders AS o JOIN customers AS c ON c.id = o.customer_id
           LEFT JOIN employees AS e ON e.id = o.salesperson_id
           WHERE o.placed_at < c.created_at OR o.placed_at < e.hired""",
    )


def test_nothing_is_sold_before_it_is_released(demo):
    assert not rows(
        demo,
        """SELECT o.id FROM orders AS o JOIN order_lines AS l ON l.order_id = o.id
           JOIN products AS p ON p.id = l.product_id WHERE o.placed_at < p.released""",
    )


def test_an_order_is_settled_when_money_came_in(demo):
    assert not rows(
        demo,
        """SELECT id FROM orders WHERE settled <> (id IN
           (SELECT order_id FROM payments WHERE status = 'captured'))""",
    )


def test_refunds_give_back_all_of_it(demo):
    assert not rows(
        demo,
        """SELECT o.id FROM orders AS o JOIN payments AS p ON p.order_id = o.id WHERE o.status = 'refunded'
           GROUP BY o.id HAVING count(*) <> 2 OR sum(p.amount) <> 0""",
    )


def test_leads_have_bought_nothing(demo):
    assert not rows(
        demo,
        "SELECT c.id FROM customers AS c JOIN orders AS o ON o.customer_id = c.id WHERE c.status = 'lead'",
    )


def test_everybody_was_grown_up_when_hired(demo):
    assert not rows(demo, "SELECT id FROM employees WHERE julianday(hired) - julianday(birthday) < 18 * 365")


@pytest.mark.parametrize(
    "column", ["customers.tags", "products.attributes", "payments.payload", "settings.value"]
)
def test_documents_are_json(demo, column):
    table, name = column.split(".")

    assert [json.loads(str(text)) for (text,) in rows(demo, f"SELECT {name} FROM {table}")]


def test_every_photo_is_a_small_png_that_decodes(demo):
    assert {measure(photo) for (photo,) in rows(demo, "SELECT photo FROM products")} == {(64, 64)}


def measure(photo):
    """Width and height, where all else is as the format wants it."""
    assert photo.startswith(b"\x89PNG\r\n\x1a\n")
    assert len(photo) < 1000
    found = dict(chunks(photo[8:]))
    width, height, depth, colour_type = struct.unpack(">IIBB", found[b"IHDR"][:10])
    pixels = zlib.decompress(found[b"IDAT"])
    assert (depth, colour_type, len(pixels)) == (8, 3, height * (width + 1))
    assert max(pixels) < len(found[b"PLTE"]) // 3
    return width, height


def chunks(data):
    while data:
        (length,) = struct.unpack(">I", data[:4])
        kind, body = data[4:8], data[8 : 8 + length]
        assert struct.unpack(">I", data[8 + length : 12 + length]) == (zlib.crc32(kind + body),)
        yield kind, body
        data = data[12 + length :]


def test_photos_differ(demo):
    assert rows(demo, "SELECT count(DISTINCT photo) > 250 FROM products") == [(1,)]


def test_awkward_names_are_there(demo):
    assert rows(
        demo, """SELECT count("Order") > 0, count("select") > 0, count("na-me") > 0 FROM "Stock Movements" """
    ) == [(1, 1, 1)]
    assert rows(demo, "SELECT 現地名 FROM suppliers WHERE name = 'Kiso Woodworks'") == [("木曽木工所",)]
    assert rows(demo, "SELECT value FROM settings WHERE key = 'checkout/vat%/DE'") == [(19,)]
    assert rows(demo, "SELECT count(*) FROM pragma_table_info('web_visits') WHERE pk") == [(0,)]


def test_sales_by_month_has_every_month(demo):
    months = [month for (month,) in rows(demo, "SELECT month FROM sales_by_month")]

    assert months[-1] == "2026-11"
    assert len(months) == 26
