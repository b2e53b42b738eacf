"""Masked columns: what leaves the database, on every engine."""

import pytest

from jetway.core.policy import Policy, Rights, Role
from jetway.core.query import Order, Read
from jetway.core.schema import Mask, Schema, Table
from jetway.core.view import authorise

pytestmark = pytest.mark.anyio

DOTS = "••••"


def hidden(value, keep):
    """The law, on the text that the database has for a value."""
    if value is None:
        return None
    return DOTS + value[-keep:] if keep and len(value) >= 2 * keep else DOTS


def masked(column, keep):
    """As a role's view has it."""
    rights = Rights(masks={column.name: Mask(keep)})
    table = Table("t", "t", (column,))
    policy = Policy(1, {"r": Role(every_table=rights)})
    return authorise(Schema({"t": table}, "1", "test"), policy, "r")["t"].table.columns[0]


@pytest.mark.parametrize("keep", [0, 1, 2, 4])
async def test_texts_keep_their_end_and_nothing_else(shop, keep):
    people = shop.table("people")
    texts, order = (people.column("name"), people.column("email")), (Order(people.column("id")),)
    plain = await shop.rows(Read(people, texts, order=order))
    rows = await shop.rows(Read(people, tuple(masked(column, keep) for column in texts), order=order))
    assert rows == [{name: hidden(value, keep) for name, value in row.items()} for row in plain]
    lengths = {len(value) for row in plain for value in row.values() if value is not None}
    assert min(lengths) < 8 <= max(lengths)


async def test_a_column_of_any_type_can_be_masked(shop):
    for table in shop.schema.tables.values():
        columns = tuple(masked(column, 2) for column in table.columns)
        for row in await shop.rows(Read(table, columns, limit=50)):
            for value in row.values():
                assert value is None or (value[: len(DOTS)] == DOTS and len(value) <= len(DOTS) + 2)


async def test_a_statement_with_a_mask_is_not_taken_for_one_without(shop):
    people = shop.table("people")
    name = people.column("name")
    for column in (name, masked(name, 0), masked(name, 1), name):
        rows = await shop.rows(Read(people, (column,), limit=50))
        texts = {row["name"] for row in rows}
        assert (texts <= {None, DOTS}) == (column.mask == Mask(0))
        assert any(text and text.startswith(DOTS) for text in texts) == (column.mask is not None)
