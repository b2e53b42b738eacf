"""The Realtime Database as a source, against a strict server of our own."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from jetway.core.errors import BadSource, Changed, InvalidValue, NotFilterable, NotUnique, UnknownRow
from jetway.core.expr import TRUE, And, Compare, Op
from jetway.core.query import Aggregate, Delete, Expected, Insert, Measure, Order, Read, Update
from jetway.core.schema import Func, Schema, Table, Type
from jetway.core.version import version_of
from jetway.outbound.reach import Reach
from jetway.sources import Limits
from jetway.sources.kinds import connect, open_source
from jetway.sources.kinds.realtime_database import Options, reading
from jetway.sources.rest.source import RestSource
from tests.fakes.realtime_database import Realtime, realtime_database

pytestmark = pytest.mark.anyio

LOCAL = Limits(reach=Reach.of(["127.0.0.1"]))
PEOPLE = {
    "ada": {"age": 36, "place": {"city": "C0"}, "tags": {"x": True}},
    "bo": {"age": 40.5, "place": {"city": "C1"}},
    "cy": {"place": {"city": "C0"}},
    "10": {"age": 2, "place": {"city": "C2"}},
    "9": {"age": 2, "place": {"city": "C3"}},
    "di": {"age": "old"},
}
BY_KEY = ["9", "10", "ada", "bo", "cy", "di"]


@dataclass
class Connected:
    """A database and the source on it; `kept.requests` are those since it was described."""

    kept: Realtime
    source: RestSource
    schema: Schema

    @property
    def table(self) -> Table:
        return self.schema.tables["people"]

    def compare(self, name: str, op: Op, value: object) -> Compare:
        return Compare(self.table.column(name), op, value)

    async def rows(self, where=TRUE, order=(), **more) -> list[dict]:
        orders = tuple(
            Order(self.table.column(name.removeprefix("-")), name.startswith("-")) for name in order
        )
        read = Read(self.table, self.table.columns, where, orders, **more)
        return [dict(row) async for row in self.source.read(read)]

    async def ids(self, where=TRUE, order=(), **more) -> list[str]:
        return [row["id"] for row in await self.rows(where, order, **more)]

    async def update(self, id_: str, values: dict, **more):
        changes = tuple((self.table.column(name), value) for name, value in values.items())
        where = self.compare("id", Op.EQ, id_)
        return (await self.source.write([Update(self.table, changes, where, self.table.columns, **more)]))[0]

    async def insert(self, **values):
        changes = tuple((self.table.column(name), value) for name, value in values.items())
        return (await self.source.write([Insert(self.table, changes, self.table.columns)]))[0]


@pytest.fixture
async def base() -> AsyncIterator[Connected]:
    async with realtime_database() as kept:
        kept.tree = {
            "people": {key: dict(one) for key, one in PEOPLE.items()},
            "settings": {"theme": "dark"},
            "shop": {"orders": {"1": {"total": 5}, "2": {"total": 6}}},
        }
        kept.indexed = {"age", "place/city"}
        source = await connect("realtime_database", Options(kept.address, lists="shop/orders"), LOCAL)
        schema = await source.describe()
        kept.requests.clear()
        yield Connected(kept, source, schema)
        await source.close()


async def test_lists_of_objects_are_tables_and_nothing_else_is(base):
    assert set(base.schema.tables) == {"people", "shop", "shop.orders"}
    types = {column.name: column.type for column in base.table.columns}
    assert types == {"id": Type.TEXT, "age": Type.JSON, "place.city": Type.TEXT, "tags.x": Type.BOOLEAN}


async def test_rows_come_by_their_keys_page_behind_page(base, monkeypatch):
    monkeypatch.setattr(reading, "PAGE", 2)
    assert await base.ids() == BY_KEY
    assert len(base.kept.requests) == 4
    assert await base.ids(offset=2, limit=2) == BY_KEY[2:4]


async def test_numbers_for_keys_come_as_an_array(base):
    orders = base.schema.tables["shop.orders"]
    rows = [dict(row) async for row in base.source.read(Read(orders, orders.columns))]
    assert rows == [{"id": "1", "total": 5}, {"id": "2", "total": 6}]


@pytest.mark.parametrize(
    ("name", "op", "value", "found"),
    [
        ("place.city", Op.EQ, "C0", ["ada", "cy"]),
        ("place.city", Op.GT, "C1", ["10", "9"]),
        ("place.city", Op.LTE, "C1", ["ada", "bo", "cy"]),
        ("id", Op.IN, ("cy", "no", "a/b", ".."), ["cy"]),
        ("id", Op.EQ, "9", ["9"]),
    ],
)
async def test_filters_find_what_looking_at_every_row_would(base, name, op, value, found):
    where = base.compare(name, op, value)
    assert sorted(await base.ids(where)) == found
    base.kept.indexed.clear()
    assert sorted(await base.ids(where)) == found


async def test_an_order_is_the_databases_own_also_without_an_index(base, caplog):
    up = ["di", "ada", "cy", "bo", "10", "9"]
    assert await base.ids(order=["place.city"]) == up
    assert await base.ids(order=["-place.city"]) == up[::-1]
    assert await base.ids(order=["place.city"], offset=1, limit=2) == up[1:3]
    assert "limitToFirst=3" in base.kept.requests[-1][1]
    base.kept.indexed.clear()
    assert await base.ids(order=["-place.city"]) == up[::-1]
    assert "indexOn" in caplog.text


async def test_keys_that_are_numbers_are_sorted_as_such(base):
    assert await base.ids(order=["id"]) == BY_KEY
    assert await base.ids(order=["-id"]) == BY_KEY[::-1]


async def test_too_many_rows_are_a_clear_refusal(base, monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 3)
    monkeypatch.setattr(reading, "PAGE", 2)
    with pytest.raises(NotFilterable, match="Narrow the filter"):
        await base.ids(order=["-id"])


async def test_rows_are_counted_here(base):
    where = base.compare("place.city", Op.EQ, "C0")
    count = Aggregate(base.table, (Measure(Func.COUNT, None, "n"),), where=where)
    assert [row async for row in base.source.aggregate(count)] == [{"n": 2}]


async def test_a_row_is_made_with_a_key_or_gets_one(base):
    made = await base.insert(id="eve", **{"place.city": "C9"})
    assert (made["id"], made["place.city"]) == ("eve", "C9")
    pushed = await base.insert(**{"place.city": "C9"})
    assert base.kept.at(["people", pushed["id"]]) == {"place": {"city": "C9"}}
    with pytest.raises(NotUnique):
        await base.insert(id="eve", **{"place.city": "C1"})
    for wrong in ("a/b", "a.b", "$x", "x" * 769):
        with pytest.raises(InvalidValue):
            await base.insert(id=wrong, **{"place.city": "C9"})
    with pytest.raises(InvalidValue, match="row without any value"):
        await base.insert(id="fay")


async def test_what_somebody_else_changed_in_between_is_not_lost(base):
    base.kept.before_change = lambda: base.kept.put(["people", "ada", "age"], 37)
    await base.update("ada", {"place.city": "C5"})
    assert base.kept.at(["people", "ada"]) == {"age": 37, "place": {"city": "C5"}, "tags": {"x": True}}


async def test_a_row_that_is_not_as_it_was_seen_is_not_changed(base):
    [seen] = await base.rows(base.compare("id", Op.EQ, "ada"))
    expected = Expected(base.table.columns, versions=frozenset({version_of(seen)}))
    base.kept.before_change = lambda: base.kept.put(["people", "ada", "age"], 37)
    with pytest.raises(Changed):
        await base.update("ada", {"place.city": "C5"}, expected=expected)
    with pytest.raises(Changed):
        await base.source.write([Delete(base.table, base.compare("id", Op.EQ, "ada"), expected)])
    assert base.kept.at(["people", "ada", "place", "city"]) == "C0"


async def test_a_row_is_deleted_and_then_not_there(base):
    await base.source.write([Delete(base.table, base.compare("id", Op.EQ, "bo"))])
    assert base.kept.at(["people", "bo"]) is None
    for id_ in ("bo", "a/b", "nobody"):
        with pytest.raises(UnknownRow):
            await base.update(id_, {"place.city": "C1"})


async def test_a_row_is_never_emptied_by_a_change(base):
    where = And((base.compare("id", Op.EQ, "cy"), base.compare("place.city", Op.EQ, "C0")))
    change = ((base.table.column("place.city"), None),)
    with pytest.raises(InvalidValue, match="row without any value"):
        await base.source.write([Update(base.table, change, where, base.table.columns)])
    assert base.kept.at(["people", "cy"]) == PEOPLE["cy"]


async def test_options_that_lead_nowhere_are_refused():
    for wrong in (
        Options("http://db.example"),
        Options("https://db.firebaseio.com"),
        Options("https://db.firebaseio.com", lists="a.b"),
    ):
        with pytest.raises(BadSource):
            await connect("realtime_database", wrong, Limits())
    with pytest.raises(BadSource, match="The address is"):
        await open_source("realtime-database://:key@host", LOCAL)
