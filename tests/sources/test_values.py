"""What is read can be written back unchanged; what the database finds, Python finds."""

import json
from base64 import b64encode
from dataclasses import replace
from datetime import UTC, datetime, time
from decimal import Decimal
from ipaddress import ip_interface

import anyio.from_thread
import anyio.to_thread
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jetway.core import values
from jetway.core.expr import And, Compare, Not, Op, Or
from jetway.core.finish import matches
from jetway.core.links import declare
from jetway.core.query import Delete, Expand, Insert, Order, Read, Update
from jetway.core.schema import Declared, Type

pytestmark = pytest.mark.anyio

RUNS = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None)
TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=40)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
).filter(lambda value: value is not None)
MOMENTS = st.datetimes(datetime(1971, 1, 1), datetime(2037, 12, 31))  # as a column holds it
SINGLE = st.floats(width=32, allow_nan=False, allow_infinity=False, allow_subnormal=False).map(
    lambda number: float(f"{number:.6g}") if abs(number) < 1e38 else 0.0
)


def without_zeros(text):
    """Engines fill fractions of a second up differently; ours are sent without zeros at the end."""
    return text.rstrip("0").rstrip(".") if "." in text else text


COMMON = {
    "a_text": TEXT,
    "a_integer": st.integers(-(2**63), 2**63 - 1),
    "a_decimal": st.decimals(-(10**12), 10**12, places=6).map(lambda number: str(number + 0)),
    "a_float": st.floats(allow_nan=False, allow_infinity=False, allow_subnormal=False),
    "a_boolean": st.booleans(),
    "a_date": st.dates().map(lambda day: day.isoformat()),
    "a_time": st.times().map(time.isoformat).map(without_zeros),
    "a_timestamp": st.datetimes(datetime(1000, 1, 1)).map(datetime.isoformat).map(without_zeros),
    "a_json": JSON,
    "a_bytes": st.binary(max_size=50).map(lambda data: b64encode(data).decode()),
}
MOMENT = MOMENTS.map(lambda moment: f"{without_zeros(moment.isoformat())}+00:00")
OWN = {
    "sqlite": {
        "a_decimal": st.integers(-(10**9), 10**9).map(
            lambda n: format(Decimal(n).scaleb(-3).normalize(), "f")
        )
    },
    "postgresql": {
        "a_moment": MOMENT,
        "a_uuid": st.uuids().map(str),
        "a_real": SINGLE,
        "a_numeric": st.decimals(allow_nan=False, allow_infinity=False).map(lambda n: format(n + 0, "f")),
        "a_interval": st.sampled_from(["P1Y2M3DT4H5M6.5S", "PT0S", "P-1D", "PT100H"]),
        "a_raw_json": JSON,
        "a_citext": TEXT,
        "a_money": st.decimals(-(10**12), 10**12, places=2).map(lambda number: str(number + 0)),
        "a_inet": st.ip_addresses().map(str),
        "a_cidr": st.sampled_from(["10.0.0.0/8", "::/0"]),
        "a_range": st.sampled_from(["[1,10)", "empty", "(,5)"]),
        "a_bits": st.integers(0, 15).map(lambda n: f"{n:04b}"),
        "a_hstore": st.sampled_from(['"a"=>"1", "b"=>NULL', ""]),
        "a_xml": st.sampled_from(["<a>1</a>", "text"]),
        "a_point": st.sampled_from(["(1.5,2)", "(0,0)"]),
        "a_timetz": st.sampled_from(["05:06:07+02:00", "00:00:00+00:00"]),
        "a_vector": st.sampled_from(["'cat' 'fat'", "'a':1"]),
        "numbers": st.lists(st.none() | st.integers(-(2**31), 2**31 - 1), max_size=4),
        "texts": st.lists(st.none() | TEXT, max_size=4),
        "decimals": st.lists(st.sampled_from(["1.10", "0", "12345678901234567890.5"]), max_size=3),
        "grid": st.sampled_from([[], [[1, 2], [3, 4]], [[None, 1]]]),
        "moods": st.lists(st.sampled_from(["happy", "it's"]), max_size=3),
        "documents": st.lists(JSON, max_size=3),
    },
    "mariadb": {
        "a_moment": MOMENTS.map(lambda moment: moment.replace(microsecond=0, tzinfo=UTC).isoformat()),
        "a_uuid": st.uuids(version=4).map(str),
        "a_real": SINGLE,
        "a_unsigned": st.integers(0, 2**64 - 1),
        "a_bit": st.booleans(),
        "a_bits": st.integers(0, 4095),
        "a_year": st.integers(1901, 2155),
        "a_set": st.sampled_from(["", "a", "a,b"]),
        "a_inet": st.sampled_from(["::1", "2001:db8::ff"]),
        "a_point": st.sampled_from([{"type": "Point", "coordinates": [1, 2.5]}]),
        "a_latin": st.text("aé ÿ'\\", max_size=20),
    },
}


def columns_of(engine):
    return COMMON | OWN[engine]


async def stored(shop, row):
    things = shop.table("things")
    changes = tuple(
        (column, values.read(column, row[column.name])) for column in things.columns if column.name in row
    )
    (inserted,) = await shop.source.write([Insert(things, changes, things.columns)])
    return inserted


async def test_what_is_read_can_be_written_back_unchanged(fresh):
    things = fresh.table("things")

    async def check(row):
        inserted = await stored(fresh, row)
        for name, value in row.items():
            assert same(inserted[name], value) or addresses_alike(name, inserted[name], value), name
        where = Compare(things.column("id"), Op.EQ, inserted["id"])
        again = tuple((column, values.read(column, inserted[column.name])) for column in things.columns)
        (updated,) = await fresh.source.write([Update(things, again, where, things.columns)])
        assert updated == inserted
        (listed,) = await fresh.rows(Read(things, things.columns, where, whole_bytes=True))
        assert listed == inserted
        await fresh.source.write([Delete(things, where)])

    await examples(st.fixed_dictionaries(columns_of(fresh.engine)), check)


async def test_equal_finds_what_was_stored(fresh):
    things = fresh.table("things")

    async def check(row):
        inserted = await stored(fresh, row)
        here = Compare(things.column("id"), Op.EQ, inserted["id"])
        for column in things.columns:
            if Op.EQ not in column.ops or inserted[column.name] is None:
                continue
            value = values.read(column, inserted[column.name])
            for op, operand in ((Op.EQ, value), (Op.IN, (value, value))):
                found = await fresh.rows(
                    Read(things, things.columns[:1], And((here, Compare(column, op, operand))))
                )
                assert found == [{"id": inserted["id"]}], (column.name, op)
        await fresh.source.write([Delete(things, here)])

    await examples(st.fixed_dictionaries(columns_of(fresh.engine)), check, runs=25)


async def test_rows_that_come_along_are_as_those_of_a_list(fresh):
    """Many of one row, and one of each of those, and their many in turn."""
    itself = Declared("things", "ONETOMANY", "id", "things", "id")
    things = declare(fresh.schema, [itself]).tables["things"]
    to_one, to_many = sorted(things.relations, key=lambda relation: relation.many)
    many = Expand(to_many, things, things.columns, order=(Order(things.column("id")),), limit=5)
    one = Expand(to_one, things, things.columns, expand=(many,))
    read = Read(things, things.columns, expand=(replace(many, expand=(one,)),), whole_bytes=True)

    async def check(row):
        inserted = await stored(fresh, row)
        where = Compare(things.column("id"), Op.EQ, inserted["id"])
        [found] = await fresh.rows(replace(read, where=where))
        [brought] = found.pop(to_many.name)
        [further] = brought.pop(to_one.name).pop(to_many.name)
        assert found == brought == further == inserted
        await fresh.source.write([Delete(things, where)])

    await examples(st.fixed_dictionaries(columns_of(fresh.engine)), check, runs=40)


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"], indirect=True)
async def test_json_built_by_the_database_is_the_json_of_the_rows(fresh):
    things = fresh.table("things")
    order = (Order(things.column("id")),)

    async def check(rows):
        made = [await stored(fresh, row) for row in rows]
        read = Read(things, things.columns, order=order, whole_bytes=True)
        assert [json.loads(row) for row in await fresh.source.read_json(read)] == made
        for row in made:
            await fresh.source.write([Delete(things, Compare(things.column("id"), Op.EQ, row["id"]))])

    await examples(st.lists(st.fixed_dictionaries(columns_of(fresh.engine)), max_size=3), check, runs=25)


async def test_what_the_database_finds_python_finds(shop):
    people = shop.table("people")
    order = (Order(people.column("id")),)
    everyone = await shop.rows(Read(people, people.columns, order=order))

    async def check(predicate):
        found = await shop.rows(Read(people, people.columns, predicate, order))
        assert found == [row for row in everyone if matches(predicate, row)]

    await examples(predicates(shop, everyone), check, runs=150)


async def test_bytes_over_a_kilobyte_come_as_their_length_unless_whole(shop):
    things = shop.table("things")
    column = things.column("a_bytes")
    (row,) = await shop.source.write([Insert(things, ((column, b"x" * 2000),), things.columns)])
    where = Compare(things.column("id"), Op.EQ, row["id"])
    assert len(row["a_bytes"]) == 2668
    assert await shop.rows(Read(things, (column,), where)) == [{"a_bytes": {"$bytes": 2000}}]
    assert await shop.rows(Read(things, (column,), where, whole_bytes=True)) == [{"a_bytes": row["a_bytes"]}]
    await shop.source.write([Delete(things, where)])


async def test_postgresql_sends_numbers_without_a_json_form_as_text(make_database, fresh):
    if fresh.engine != "postgresql":
        pytest.skip("only PostgreSQL stores them")
    fresh.sql("INSERT INTO things (a_float, a_real) VALUES ('NaN', 'Infinity'), ('-Infinity', 1.1)")
    things = fresh.table("things")
    read = Read(
        things, (things.column("a_float"), things.column("a_real")), order=(Order(things.column("id")),)
    )
    assert await fresh.rows(read) == [
        {"a_float": "NaN", "a_real": "Infinity"},
        {"a_float": "-Infinity", "a_real": 1.1},
    ]


def predicates(shop, everyone):
    """Predicates over people, values mostly of the rows themselves."""
    people = shop.table("people")
    compared = [column for column in people.columns if column.type is not Type.JSON]
    collated = shop.engine == "mariadb"  # whose texts are ordered by a collation

    def leaf(column):
        ops = sorted(op for op in column.ops if op is not Op.IS_NULL)
        if column.type is Type.ENUM or (collated and column.type is Type.TEXT):
            ops = [op for op in ops if op not in (Op.LT, Op.LTE, Op.GT, Op.GTE)]
        known = st.sampled_from([row[column.name] for row in everyone if row[column.name] is not None])
        value = known.map(lambda stored: values.read(column, stored))
        if column.type is Type.TEXT:
            value |= st.text("åÅaAsS%_\\! Zzë😀", max_size=3)
        single = st.sampled_from([op for op in ops if op is not Op.IN])
        one = st.builds(lambda op, operand: Compare(column, op, operand), single, value)
        several = st.lists(value, max_size=3).map(lambda operands: Compare(column, Op.IN, tuple(operands)))
        return one | several | st.booleans().map(lambda null: Compare(column, Op.IS_NULL, null))

    return st.recursive(
        st.one_of([leaf(column) for column in compared]),
        lambda inner: (
            st.builds(Not, inner)
            | st.lists(inner, max_size=3).map(lambda items: And(tuple(items)))
            | st.lists(inner, max_size=3).map(lambda items: Or(tuple(items)))
        ),
        max_leaves=6,
    )


def same(one, other):
    """Equal, where zeros at the end of a fraction do not count."""
    if isinstance(one, str) and isinstance(other, str):
        return without_zeros(one) == without_zeros(other)
    return one == other


def addresses_alike(name, one, other):
    """The same address, which Python and PostgreSQL shorten differently: `::ffff:0:0`, `::ffff:0.0.0.0`."""
    return name == "a_inet" and ip_interface(one) == ip_interface(other)


async def examples(strategy, check, runs=60):
    """Run `check` on examples of `strategy` in the loop that runs already, shrinking what fails."""

    @settings(RUNS, max_examples=runs)
    @given(strategy)
    def law(example):
        anyio.from_thread.run(check, example)

    await anyio.to_thread.run_sync(law)
