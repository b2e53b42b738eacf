"""Firestore as a source, against Google's own emulator behind a server that is as strict as Google's."""

import logging
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from jetway.core.errors import (
    BadSource,
    Changed,
    ChangedMeanwhile,
    CheckFailed,
    InvalidValue,
    NotFilterable,
    NotUnique,
    UnknownRow,
)
from jetway.core.expr import FALSE, TRUE, And, Compare, Not, Op
from jetway.core.query import Aggregate, Delete, Expected, Insert, Measure, Order, Read, Update
from jetway.core.schema import Func, Schema, Table, Type, Verb
from jetway.core.secret import Secret
from jetway.core.version import version_of
from jetway.outbound.reach import Reach
from jetway.sources import Limits
from jetway.sources.kinds import connect, kind_of
from jetway.sources.kinds.firestore import Options, reading
from jetway.sources.kinds.firestore.described import asked_for
from jetway.sources.rest.source import RestSource
from tests.fakes.firestore import LINK, Google, a_key, firestore, key_file

pytestmark = [pytest.mark.anyio, pytest.mark.xdist_group("firestore")]  # one emulator

LOCAL = Limits(reach=Reach.of(["127.0.0.1"]))


@dataclass
class Connected:
    """A database and the source on it; `google.requests` are those since it was described."""

    google: Google
    source: RestSource
    schema: Schema

    def table(self, name: str = "people") -> Table:
        return self.schema.tables[name]

    def compare(self, name: str, op: Op, value: object) -> Compare:
        return Compare(self.table().column(name), op, value)

    async def rows(self, where=TRUE, order=(), table="people", **more) -> list[dict]:
        whole = self.table(table)
        orders = tuple(Order(whole.column(name.removeprefix("-")), name.startswith("-")) for name in order)
        read = Read(whole, whole.columns, where, orders, **more)
        return [dict(row) async for row in self.source.read(read)]

    async def ids(self, where=TRUE, order=(), **more) -> list[str]:
        return [row["id"] for row in await self.rows(where, order, **more)]

    async def count(self, where=TRUE, **more) -> int:
        count = Aggregate(self.table(), (Measure(Func.COUNT, None, "n"),), where=where, **more)
        [row] = [row async for row in self.source.aggregate(count)]
        return row["n"]

    async def insert(self, table="people", **values):
        whole = self.table(table)
        changes = tuple((whole.column(name), value) for name, value in values.items())
        return (await self.source.write([Insert(whole, changes, whole.columns)]))[0]

    async def update(self, id_: str, values: dict, **more):
        whole = self.table()
        changes = tuple((whole.column(name), value) for name, value in values.items())
        where = self.compare("id", Op.EQ, id_)
        return (await self.source.write([Update(whole, changes, where, whole.columns, **more)]))[0]

    @property
    def paths(self) -> list[str]:
        return [path for _, path in self.google.requests]


def options(google: Google, **more) -> Options:
    return Options(google.project, Secret(google.key_file), **{"address": google.address, **more})


async def connected(google: Google, **more) -> Connected:
    source = await connect("firestore", options(google, **more), LOCAL)
    schema = await source.describe()
    google.requests.clear()
    return Connected(google, source, schema)


@pytest.fixture
async def base() -> AsyncIterator[Connected]:
    """Ada, 36; Bo, 40; Cy without an age; Di, whose age is a text."""
    async with firestore() as google:
        ages = {"ada": {"integerValue": "36"}, "bo": {"doubleValue": 40}, "di": {"stringValue": "old"}}
        for number, name in enumerate(("ada", "bo", "cy", "di")):
            fields = {"age": ages[name]} if name in ages else {}
            place = {"mapValue": {"fields": {"city": {"stringValue": f"C{number % 2}"}}}}
            tags = {"arrayValue": {"values": [{"stringValue": f"t{number}"}, {"stringValue": "all"}]}}
            born = {"timestampValue": f"200{number}-01-01T00:00:00Z"}
            await google.put(f"people/{name}", **fields, place=place, tags=tags, born=born)
        await google.put_all({f"people/z{n:02}": {"age": {"integerValue": str(n)}} for n in range(60)})
        one = await connected(google)
        yield one
        await one.source.close()


async def test_fields_become_columns_and_maps_dotted_ones(base):
    columns = {column.name: column for column in base.table().columns}
    types = {name: column.type for name, column in columns.items()}
    assert types == {
        "id": Type.TEXT,
        "age": Type.FLOAT,
        "born": Type.TIMESTAMPTZ,
        "place.city": Type.TEXT,
        "tags": Type.ARRAY,
        "_create_time": Type.TIMESTAMPTZ,
        "_update_time": Type.TIMESTAMPTZ,
    }
    assert columns["_update_time"].writable is False
    assert columns["place.city"].ops >= {Op.EQ, Op.LT, Op.IN, Op.IS_NULL}


async def test_mixed_values_make_a_json_column_and_large_numbers_stay_whole():
    async with firestore() as google:
        await google.put("things/a", v={"integerValue": str(2**62 + 1)}, m={"stringValue": "x"})
        await google.put("things/b", v={"integerValue": "1"}, m={"booleanValue": True})
        one = await connected(google)
        column = one.table("things").column("v")
        assert (column.type, one.table("things").column("m").type) == (Type.INTEGER, Type.JSON)
        rows = await one.rows(table="things")
        assert [(row["v"], row["m"]) for row in rows] == [(2**62 + 1, "x"), (1, True)]
        await one.source.close()


async def test_rows_come_by_their_ids_page_behind_page(base, monkeypatch):
    monkeypatch.setattr(reading, "PAGE", 25)
    every = await base.ids()
    assert every == sorted(every)
    assert (len(every), base.paths) == (64, [":runQuery"] * 3)
    assert await base.ids(offset=30, limit=5) == every[30:35]


@pytest.mark.parametrize(
    ("name", "op", "value", "found"),
    [
        ("age", Op.GT, 58.5, ["z59"]),
        ("age", Op.EQ, 36, ["ada", "z36"]),
        ("age", Op.IN, (36.0, 1), ["ada", "z01", "z36"]),
        ("age", Op.IS_NULL, True, ["cy"]),
        ("born", Op.LTE, "2001-01-01T00:00:00+00:00", ["ada", "bo"]),
        ("born", Op.LT, "infinity", []),
        ("place.city", Op.EQ, "C1", ["bo", "di"]),
        ("place.city", Op.IS_NULL, False, ["ada", "bo", "cy", "di"]),
        ("tags", Op.HAS, "t2", ["cy"]),
        ("id", Op.IN, ("di", "ada", "no", "a/b", ".."), ["ada", "di"]),
        ("age", Op.IN, tuple(range(100, 140)), []),
    ],
)
async def test_filters_find_what_looking_at_every_row_would(base, name, op, value, found):
    assert sorted(await base.ids(base.compare(name, op, value))) == found


async def test_several_filters_together(base):
    where = And((base.compare("age", Op.GTE, 30), base.compare("age", Op.LT, 33)))
    assert await base.ids(where) == ["z30", "z31", "z32"]
    assert base.paths == [":runQuery"]
    both = And((base.compare("place.city", Op.EQ, "C0"), base.compare("born", Op.GT, "2001-01-01T00:00:00Z")))
    assert await base.ids(both) == ["cy"]


async def test_documents_without_the_sorted_field_do_not_vanish(base):
    up, down = await base.ids(order=["age"]), await base.ids(order=["-age"])
    assert (len(up), up[0], up[-1]) == (64, "cy", "di")
    assert down == up[::-1]


async def test_sorting_asks_firestore_alone_where_nothing_is_left_out(base):
    where = base.compare("age", Op.IS_NULL, False)
    assert (await base.ids(where, ["-age"], limit=3)) == ["di", "z59", "z58"]
    assert base.paths == [":runQuery"]


async def test_too_many_rows_to_sort_here_are_a_clear_refusal(base, monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 50)
    monkeypatch.setattr(reading, "PAGE", 50)
    with pytest.raises(NotFilterable, match="where age is not null"):
        await base.ids(order=["age"])


async def test_counting_is_one_request(base):
    assert (await base.count(), await base.count(base.compare("age", Op.LT, 10))) == (64, 10)
    assert base.paths == [":runAggregationQuery"] * 2
    assert await base.count(of_first=10) == 10
    assert await base.count(base.compare("age", Op.IS_NULL, True)) == 1


async def test_counting_tells_nothing_of_rows_that_a_rule_hides(base):
    young = base.compare("age", Op.LT, 10)
    assert [await base.count(where) for where in (FALSE, And((FALSE, young)), And((young, FALSE)))] == [0] * 3


async def test_without_an_index_rows_are_looked_through_here(base, caplog):
    base.google.indexes = False
    where = base.compare("place.city", Op.EQ, "C1")
    assert await base.ids(where, ["-born"]) == ["di", "bo"]
    assert LINK in caplog.text
    assert base.source.advice() == (LINK,)
    assert (await base.ids(order=["-id"]))[:2] == ["z59", "z58"]
    spans = And((base.compare("age", Op.GT, 57), base.compare("place.city", Op.IS_NULL, False)))
    assert await base.ids(spans) == []
    assert await base.count(And((where, base.compare("born", Op.GT, "2002-01-01T00:00:00Z")))) == 1


async def test_a_subcollection_and_a_group_are_tables(base):
    await base.google.put("people/ada/orders/o1", total={"integerValue": "5"})
    await base.google.put("people/bo/orders/o1", total={"integerValue": "6"})
    one = await connected(base.google, collections="people/ada/orders\n*/orders")
    assert [row["id"] for row in await one.rows(table="people.ada.orders")] == ["o1"]
    group = [row["id"] for row in await one.rows(table="orders_everywhere")]
    assert group == ["people/ada/orders/o1", "people/bo/orders/o1"]
    assert Verb.CREATE not in one.table("orders_everywhere").verbs
    made = await one.insert("people.ada.orders", id="o2", total=7)
    assert (made["id"], made["total"]) == ("o2", 7)
    whole = one.table("orders_everywhere")
    key = Compare(whole.column("id"), Op.EQ, "people/bo/orders/o1")
    await one.source.write([Update(whole, ((whole.column("total"), 9),), key, whole.columns)])
    assert await base.google.get("people/bo/orders/o1") == {"total": {"integerValue": "9"}}
    await one.source.close()


async def test_a_row_is_made_with_an_id_or_gets_one(base):
    made = await base.insert(id="eve", age=1.5, **{"place.city": "C9"})
    assert (made["id"], made["age"], made["place.city"]) == ("eve", 1.5, "C9")
    assert len((await base.insert(age=2.0))["id"]) >= 16
    with pytest.raises(NotUnique):
        await base.insert(id="eve")
    for wrong in ("a/b", "..", "__x__", "x" * 1501):
        with pytest.raises(InvalidValue):
            await base.insert(id=wrong)


async def test_a_change_touches_its_own_fields_and_keeps_types_within_maps(base):
    note = {
        "mapValue": {"fields": {"at": {"timestampValue": "2026-01-01T00:00:00Z"}, "n": {"doubleValue": 3}}}
    }
    inner = {"mapValue": {"fields": {"city": {"stringValue": "C0"}, "note": note}}}
    await base.google.put("people/ada", age={"integerValue": "36"}, place=inner, other={"booleanValue": True})
    one = await connected(base.google)
    changed = {"at": "2027-01-01T00:00:00+00:00", "n": 3, "new": ["x", 1]}
    row = await one.update("ada", {"place.note": changed})
    assert row["place.note"] == changed
    stored = await base.google.get("people/ada")
    kept = stored["place"]["mapValue"]["fields"]["note"]["mapValue"]["fields"]
    assert (kept["at"], kept["n"]) == ({"timestampValue": "2027-01-01T00:00:00Z"}, {"doubleValue": 3.0})
    assert stored["other"] == {"booleanValue": True}
    assert stored["place"]["mapValue"]["fields"]["city"] == {"stringValue": "C0"}
    await one.source.close()


async def test_what_somebody_else_changed_in_between_is_not_lost(base):
    async def other() -> None:
        await base.google.put("people/ada", age={"integerValue": "37"}, born={"nullValue": None})

    base.google.before_change = other
    row = await base.update("ada", {"place.city": "C5"})
    assert (row["age"], row["place.city"]) == (37, "C5")


async def test_a_row_that_is_not_as_it_was_seen_is_not_changed(base):
    async def other() -> None:
        await base.google.put("people/ada", age={"integerValue": "37"})

    table = base.table()
    [seen] = await base.rows(base.compare("id", Op.EQ, "ada"))
    expected = Expected(table.columns, versions=frozenset({version_of(seen)}))
    base.google.before_change = other
    with pytest.raises(Changed):
        await base.update("ada", {"place.city": "C5"}, expected=expected)
    was = Expected(table.columns, was=((table.column("age"), 36.0),))
    with pytest.raises(ChangedMeanwhile):
        await base.update("ada", {"age": 1.0}, expected=was)
    base.google.before_change = other
    with pytest.raises(Changed):
        await base.source.write([Delete(table, base.compare("id", Op.EQ, "ada"), expected)])
    assert await base.google.get("people/ada") == {"age": {"integerValue": "37"}}


async def test_a_row_that_is_gone_or_outside_the_rule(base):
    table = base.table()
    await base.source.write([Delete(table, base.compare("id", Op.EQ, "bo"))])
    for write in (lambda: base.update("bo", {"age": 1.0}), lambda: base.update("a/b", {"age": 1.0})):
        with pytest.raises(UnknownRow):
            await write()
    with pytest.raises(CheckFailed):
        await base.update("ada", {"age": 1.0}, check=base.compare("age", Op.GT, 30.0))
    assert (await base.google.get("people/ada"))["age"] == {"integerValue": "36"}


async def test_a_negated_filter_is_only_asked_of_a_scan(base):
    where = And((base.compare("age", Op.LT, 5), Not(base.compare("age", Op.EQ, 3))))
    assert await base.ids(where) == ["z00", "z01", "z02", "z04"]


async def test_the_claim_names_whom_and_what_for(base):
    [claim] = base.google.claims
    assert claim["iss"] == "jetway@shop.iam.gserviceaccount.com"
    assert (claim["scope"], claim["aud"]) == (
        "https://www.googleapis.com/auth/datastore",
        f"{base.google.address}/token",
    )


async def test_a_wrong_key_is_one_clear_line(caplog):
    caplog.set_level(logging.DEBUG)
    async with firestore() as google:
        wrong = Options(google.project, Secret(key_file(a_key(1), google.address)), address=google.address)
        with pytest.raises(BadSource, match=r"127\.0\.0\.1:\d+ gives no token"):
            await connect("firestore", wrong, LOCAL)
        bare = Options(google.project, address=google.address)
        with pytest.raises(BadSource, match="does not take the key"):
            await connect("firestore", bare, LOCAL)
        assert wrong.key_file.reveal() not in caplog.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"project": "../x"},
        {"project": "p", "database": "a/b"},
        {"project": "p", "collections": "a/b"},
        {"project": "p", "collections": "a//c"},
        {"project": "p", "address": "http://firestore.example"},
        {"project": "p"},
    ],
)
async def test_options_that_lead_nowhere_are_refused_before_anything_is_asked(wrong):
    with pytest.raises(BadSource):
        await connect("firestore", Options(**wrong), Limits())


def test_an_address_says_the_options():
    assert kind_of("firestore://:k@/shop") == "firestore"
    assert [one.name for one in asked_for("a\n\n /b/c/d/ \n*/e")] == ["a", "b.c.d", "e_everywhere"]
