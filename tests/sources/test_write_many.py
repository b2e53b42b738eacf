"""Many rows in one transaction, and rows that must still be as they were seen: on every engine."""

import asyncio
from dataclasses import replace

import pytest

from jetway.core.errors import (
    CascadeNotPermitted,
    Changed,
    ChangedMeanwhile,
    CheckFailed,
    Failure,
    NotUnique,
    TooManyRows,
)
from jetway.core.expr import FALSE, Compare, Exists, Op
from jetway.core.query import DeleteMany, Expected, Spared, UpdateMany
from jetway.core.version import version_of
from tests.sources.test_write import insert, listed, pin, update, values

pytestmark = pytest.mark.anyio


def named(shop, *names):
    return Compare(shop.column("people", "name"), Op.IN, names)


async def names_of(shop):
    return [row["name"] for row in await listed(shop, "people")]


async def test_rows_are_changed_and_counted(fresh):
    before = await names_of(fresh)
    people = fresh.table("people")
    change = values(people, name="Same")
    done = await fresh.source.write([UpdateMany(people, change, named(fresh, *before[:2]), 10)])
    assert done == [{"count": 2}]
    assert sorted(await names_of(fresh)) == sorted(["Same", "Same", *before[2:]])


@pytest.mark.parametrize("limits", [{"most": 1}, {"most": 10, "exactly": 3}])
async def test_another_number_of_rows_changes_none(fresh, limits):
    before = await names_of(fresh)
    people = fresh.table("people")
    change = UpdateMany(people, values(people, name="x"), named(fresh, *before[:2]), **limits)
    with pytest.raises(TooManyRows):
        await fresh.source.write([change])
    assert await names_of(fresh) == before


async def test_a_check_holds_for_each_row_as_stored(fresh):
    before = await names_of(fresh)
    people = fresh.table("people")
    rule = named(fresh, *before[:2], "Good")
    good = UpdateMany(people, values(people, name="Good"), named(fresh, before[0]), 10, check=rule)
    assert await fresh.source.write([good]) == [{"count": 1}]
    bad = UpdateMany(people, values(people, name="Bad"), rule, 10, check=rule)
    with pytest.raises(CheckFailed):
        await fresh.source.write([bad])
    assert "Bad" not in await names_of(fresh)


async def test_rows_are_found_through_a_relation(fresh):
    orders = fresh.table("orders")
    relation = next(one for one in orders.relations if one.target.endswith("people") and not one.many)
    name = (await names_of(fresh))[0]
    where = Exists(relation, fresh.table("people"), named(fresh, name))
    count = sum(1 for row in await listed(fresh, "orders") if row["person_id"] == 1)
    change = values(orders, total=7)
    assert await fresh.source.write([UpdateMany(orders, change, where, 10)]) == [{"count": count}]
    assert await fresh.source.write([DeleteMany(orders, FALSE, 10)]) == [{"count": 0}]


async def test_each_item_by_itself_or_none_at_all(fresh):
    writes = [
        insert(fresh, "people", name="One", email="one@x"),
        insert(fresh, "people", name="Two", email="one@x"),
        insert(fresh, "people", name="Three", email="three@x"),
    ]
    none = await fresh.source.write_each(writes, all_or_none=True)
    assert [isinstance(item, Failure) for item in none] == [False, True]
    assert "One" not in await names_of(fresh)
    some = await fresh.source.write_each(writes, all_or_none=False)
    assert [type(item) for item in some] == [dict, NotUnique, dict]
    assert {"One", "Three"} <= set(await names_of(fresh))
    assert "Two" not in await names_of(fresh)


async def seen(shop, key):
    people = shop.table("people")
    row = next(row for row in await listed(shop, "people") if row["id"] == key)
    return people, row


async def test_a_row_is_changed_only_while_it_is_as_it_was_seen(fresh):
    people, row = await seen(fresh, 1)
    change = update(fresh, "people", pin(fresh, "people", id=1), name="Ann")
    expected = Expected(people.columns, frozenset({version_of(row)}))
    [changed] = await fresh.source.write([_with(change, expected)])
    assert changed["name"] == "Ann"
    with pytest.raises(Changed) as stale:
        await fresh.source.write([_with(change, expected)])
    assert stale.value.etag == f'"{version_of(changed)}"'
    other = Expected(people.columns, was=values(people, name="Somebody"))
    with pytest.raises(ChangedMeanwhile):
        await fresh.source.write([_with(change, other)])
    same = Expected(people.columns, was=values(people, name="Ann"))
    assert await fresh.source.write([_with(change, same)])


async def test_of_many_who_saw_the_same_row_one_changes_it(fresh):
    people, row = await seen(fresh, 1)
    expected = Expected(people.columns, frozenset({version_of(row)}))

    async def change(number):
        write = update(fresh, "people", pin(fresh, "people", id=1), name=f"N{number}")
        try:
            return await fresh.source.write([_with(write, expected)])
        except Failure as failure:
            return type(failure)

    found = await asyncio.gather(*[change(number) for number in range(12)])
    assert sum(isinstance(one, list) for one in found) == 1
    assert {one for one in found if not isinstance(one, list)} == {Changed}


async def test_what_hangs_on_a_row_must_be_allowed_to_go_too(fresh):
    fresh.sql("DELETE FROM shipments")
    orders, lines = fresh.table("orders"), fresh.table("lines")
    order = (await listed(fresh, "lines"))[0]["order_id"]
    mine = Compare(lines.column("order_id"), Op.EQ, order)
    where = pin(fresh, "orders", id=order)
    before = await listed(fresh, "lines")
    with pytest.raises(CascadeNotPermitted):
        await fresh.source.write([DeleteMany(orders, where, 10, spared=(Spared(lines, mine, FALSE),))])
    assert await listed(fresh, "lines") == before
    allowed = Spared(lines, mine, Compare(lines.column("order_id"), Op.EQ, order))
    assert await fresh.source.write([DeleteMany(orders, where, 10, spared=(allowed,))]) == [{"count": 1}]


def _with(change, expected):
    return replace(change, expected=expected)
