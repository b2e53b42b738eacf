"""The laws of every kind of app, over a fake of each: what its schema offers holds."""

from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial

import msgspec
import pytest

from jetway.core import values
from jetway.core.errors import (
    AppBusy,
    AppChanged,
    AppKeyRefused,
    AppRefused,
    BadSource,
    Changed,
    InvalidValue,
    TooManyRows,
    UnknownRow,
    UpstreamUnavailable,
)
from jetway.core.expr import TRUE, Compare, Not, Op, Or
from jetway.core.finish import matches
from jetway.core.load import Load, Outcome
from jetway.core.query import (
    Aggregate,
    Delete,
    DeleteMany,
    Expected,
    Group,
    Measure,
    Order,
    Unit,
    Update,
    UpdateMany,
)
from jetway.core.schema import Column, Func, Table, Type, Verb
from jetway.core.secret import Secret
from jetway.sources.kinds import connect, kinds
from jetway.sources.kinds.google_sheets import rows
from jetway.sources.rest import session
from tests.canaries import MARK, canary
from tests.fakes.app import app
from tests.sources.apps import MANY, SUBJECTS, Subject
from tests.sources.connected import LOCAL, Connected, opened

pytestmark = pytest.mark.anyio

OTHERS = {"rest"}
"""The kind for one's own description."""


MARKS = {"firestore": pytest.mark.xdist_group("firestore")}  # one emulator


@dataclass
class Case:
    """A subject, connected; each test begins with as many records."""

    subject: Subject
    made: Connected
    patch: pytest.MonkeyPatch

    @property
    def table(self) -> Table:
        return self.made.schema.tables[self.subject.table]

    async def rows(self, *where: Compare, **more) -> list[dict]:
        return await self.made.rows(self.subject.table, *where, **more)

    async def keys(self, *where: Compare, **more) -> list[object]:
        [key] = self.table.key
        return [row[key] for row in await self.rows(*where, **more)]

    def ordered(self, found: list[dict]) -> list[dict]:
        """As they came, where the table says in which order; by their keys where no column tells it."""
        [key] = self.table.key
        return found if self.table.natural != () else sorted(found, key=lambda row: row[key])

    def small_pages(self) -> None:
        """Have the app asked for seven records at a time."""
        if not self.subject.paged:
            return
        if self.subject.pages is not None:
            self.patch.setattr(self.subject.pages, "PAGE", 7)
            return
        reader = self.made.source._reader
        connector = reader._connector
        spec = connector.collections[self.subject.table]
        paging = msgspec.structs.replace(spec.list.paging, most=7)
        spec = msgspec.structs.replace(spec, list=msgspec.structs.replace(spec.list, paging=paging))
        reader._connector = msgspec.structs.replace(connector, collections={self.subject.table: spec})


def cases(wanted: Callable[[Subject], bool] = lambda one: True) -> list:
    """The subjects that a law is about."""
    return [pytest.param(one, marks=MARKS.get(one.kind, ()), id=one.kind) for one in SUBJECTS if wanted(one)]


@pytest.fixture(params=cases())
async def case(request, monkeypatch) -> AsyncIterator[Case]:
    monkeypatch.setattr(session, "FIRST_WAIT_S", 0.001)
    monkeypatch.setattr(rows, "KEPT_S", 0.0)
    subject: Subject = request.param
    async with (
        app(subject.fake()) as fake,
        opened(subject.kind, lambda at: subject.options(at, subject.key()), fake) as made,
    ):
        yield Case(subject, made, monkeypatch)


def test_every_kind_of_app_is_a_subject():
    known = {one.kind for one in SUBJECTS} | OTHERS
    engines = {"sqlite", "postgresql", "mysql"}
    assert set(kinds()) - known - engines == set()


async def test_every_record_comes_once_and_in_the_same_order_however_it_is_paged(case):
    whole = await case.keys()
    assert len(set(whole)) == len(whole) == MANY
    case.made.fake.asked.clear()
    assert await case.keys(limit=5) == whole[:5]
    assert len(case.made.fake.asked) == 1
    case.small_pages()
    case.made.fake.asked.clear()
    assert await case.keys() == whole
    assert len(case.made.fake.asked) >= (MANY // 7 if case.subject.paged else 1)
    assert await case.keys(limit=9, offset=5) == whole[5:14]
    assert await case.keys(limit=5, offset=MANY) == []


async def test_a_row_is_found_by_its_key_in_one_request(case):
    whole = await case.rows()
    [key] = case.table.key
    where = Compare(case.table.column(key), Op.EQ, whole[MANY // 2][key])
    case.made.fake.asked.clear()
    assert await case.rows(where, limit=1) == [whole[MANY // 2]]
    assert len(case.made.fake.asked) == 1


async def test_what_a_column_is_compared_by_finds_what_it_should(case):
    rows = await case.rows()
    for column in case.table.columns:
        for op in column.ops:
            for value in wanted(column, op, rows):
                where = Compare(column, op, value)
                wanted_rows = [row for row in rows if matches(where, row)]
                found = await case.rows(where)
                assert case.ordered(found) == case.ordered(wanted_rows), (column.name, op, value)


def wanted(column: Column, op: Op, rows: list[dict]) -> list[object]:
    """Values to compare with: those of the first and of a middle row that have one."""
    if op is Op.IS_NULL:
        return [True, False]
    there = [row[column.name] for row in rows if row[column.name] is not None]
    some = [there[0], there[len(there) // 2]] if there else []
    match op:
        case Op.IN:
            return [tuple(some)] if some else []
        case Op.HAS:
            return [one[0] for one in some]
        case _:
            return some


async def test_what_a_table_is_sorted_by_is_its_order(case):
    for column in case.table.columns:
        if not column.sortable:
            continue
        for descending in (False, True):
            order = (Order(column, descending),)
            found = [row[column.name] for row in await case.rows(order=order)]
            assert found == sorted(found, key=lambda one: place(column, one), reverse=descending), column.name


def place(column: Column, value: object) -> tuple:
    return value is not None, values.sortable(column, value)


async def test_pages_of_a_sorted_list_have_each_row_once(case):
    for column in (one for one in case.table.columns if one.sortable):
        order = (Order(column, descending=True),)
        pages = [await case.keys(order=order, limit=7, offset=start) for start in range(0, MANY + 7, 7)]
        assert sorted(one for page in pages for one in page) == sorted(await case.keys()), column.name


async def test_a_value_comes_back_as_it_was_sent_or_is_refused_by_its_name(case):
    if Verb.UPDATE not in case.table.verbs:
        pytest.skip("its rows do not change")
    [key] = case.table.key
    row = (await case.rows())[3]
    names = sorted((case.subject.new.keys() | case.subject.other.keys()) - {key})
    for column in (case.table.column(name) for name in names):
        for value in () if column.options else EDGES.get(column.type, ()):
            try:
                made = await case.made.update(case.subject.table, row[key], **{column.name: value})
            except AppRefused:  # in the app's words
                continue
            except InvalidValue as failure:
                refused_at = failure.problems
            else:
                [now] = [one for one in await case.rows() if one[key] == row[key]]
                assert now == made
                assert made[column.name] in (value, value or None), (column.name, value)
                continue
            assert [one.pointer for one in refused_at] == [f"/{column.name}"], (column.name, value)


EDGES = {
    Type.TEXT: ["ünï 😀 \"'\\\u200f", "two\nlines & more", "=1+1", "007", "true", "null", ""],
    Type.INTEGER: [0, -1, 2**53 + 1, 2**63 - 1],
    Type.FLOAT: [0.1, -1.5e300],
    Type.DATE: ["0001-01-01", "1899-12-31", "1900-02-29", "9999-12-31"],
}
"""Values that are easily told as others."""


async def test_a_change_of_a_row_that_is_another_since_is_not_made(case):
    verbs, table, [key] = case.table.verbs, case.table, case.table.key
    row = (await case.rows())[3]
    where = Compare(table.column(key), Op.EQ, row[key])
    stale = Expected(table.told, frozenset({"0" * 32}))
    values = tuple((table.column(name), value) for name, value in case.subject.other.items())
    changes = [Update(table, values, where, table.columns, expected=stale)] if Verb.UPDATE in verbs else []
    changes += [Delete(table, where, stale)] if Verb.DELETE in verbs else []
    for change in changes:
        with pytest.raises(Changed):
            await case.made.source.write([change])
    assert (await case.rows())[3] == row


async def test_numbers_over_rows_are_those_of_the_rows(case):
    rows, source, table = await case.rows(), case.made.source, case.table
    for column in table.columns:
        held = [row[column.name] for row in rows if row[column.name] is not None]
        measures = tuple(Measure(func, column, func.value) for func in sorted(column.aggregates))
        [found] = [row async for row in source.aggregate(Aggregate(table, measures))]
        ordered = sorted(held, key=partial(values.sortable, column)) if Func.MIN in found else []
        expected = {"count": len(held)}
        if Func.MIN in found:
            expected |= {"min": ordered[0] if held else None, "max": ordered[-1] if held else None}
        if Func.SUM in found:
            total = sum(map(Decimal, map(str, held))) if held else None
            expected |= {"sum": total, "avg": total / len(held) if held else None}
        assert found.keys() == expected.keys()
        for name, value in expected.items():
            told = found[name]
            assert told == value or float(told) == pytest.approx(float(value)), (column.name, name)


async def test_groups_are_those_of_the_rows(case):
    rows, source, table = await case.rows(), case.made.source, case.table
    for column in (one for one in table.columns if one.groupable):
        count = Aggregate(table, (Measure(Func.COUNT, None),), (Group(column),))
        found = [(row["group"], row["y_func"]) async for row in source.aggregate(count)]
        assert dict(found) == Counter(row[column.name] for row in rows), column.name
        assert [one for one, _ in found] == sorted(dict(found), key=partial(place, column)), column.name


async def test_groups_of_moments_begin_where_their_month_does(case):
    rows, source, table = await case.rows(), case.made.source, case.table
    for column in (one for one in table.columns if one.type in (Type.DATE, Type.TIMESTAMPTZ)):
        count = Aggregate(table, (Measure(Func.COUNT, None),), (Group(column, Unit.MONTH),))
        found = {row["group"]: row["y_func"] async for row in source.aggregate(count)}
        held = [row[column.name] for row in rows]
        assert Counter({one and one[:7]: number for one, number in found.items()}) == Counter(
            one and one[:7] for one in held
        )
        assert all(one is None or one[8:10] == "01" for one in found)


async def test_numbers_over_rows_take_any_filter(case):
    rows, source, table, [key] = await case.rows(), case.made.source, case.table, case.table.key
    column = table.column(key)
    others = Not(Compare(column, Op.EQ, rows[3][key]))
    some = Or((Compare(column, Op.EQ, rows[0][key]), Compare(column, Op.EQ, rows[5][key])))
    for where, number in ((others, MANY - 1), (some, 2)):
        count = Aggregate(table, (Measure(Func.COUNT, None),), where=where)
        assert [row async for row in source.aggregate(count)] == [{"y_func": number}]


async def test_a_row_is_made_found_changed_and_deleted(case):
    verbs, [key] = case.table.verbs, case.table.key
    if Verb.CREATE in verbs:
        made = await case.made.insert(case.subject.table, **case.subject.new)
        assert made.items() >= case.subject.new.items()
        assert len(await case.keys()) == MANY + 1
    else:
        made = (await case.rows())[3]
    found = Compare(case.table.column(key), Op.EQ, made[key])
    if Op.EQ in case.table.column(key).ops:
        assert await case.rows(found) == [made]
    if Verb.UPDATE in verbs:
        changed = await case.made.update(case.subject.table, made[key], **case.subject.other)
        assert changed.items() >= case.subject.other.items()
        left = {column.name for column in case.table.columns if column.writable} - case.subject.other.keys()
        assert {name: changed[name] for name in left} == {name: made[name] for name in left}
        assert await case.rows(found) == [changed]
    if Verb.DELETE in verbs:
        await case.made.delete(case.subject.table, made[key])
        assert made[key] not in await case.keys()
        with pytest.raises(UnknownRow):
            await case.made.delete(case.subject.table, made[key])


async def test_many_rows_are_changed_and_deleted_one_by_one(case):
    table, verbs, column = case.table, case.table.verbs, case.table.column(case.table.key[0])
    some = (await case.keys())[2:5]
    where = Compare(column, Op.IN, tuple(some))
    if Verb.UPDATE in verbs:
        values = tuple((table.column(name), value) for name, value in case.subject.other.items())
        few = UpdateMany(table, values, where, most=2)
        with pytest.raises(TooManyRows):
            await case.made.source.write([few])
        assert await case.made.source.write([replace(few, most=9, exactly=3)]) == [{"count": 3}]
        changed = [row for row in await case.rows() if row[column.name] in some]
        assert all(row.items() >= case.subject.other.items() for row in changed)
    if Verb.DELETE in verbs:
        assert await case.made.source.write([DeleteMany(table, where, most=9)]) == [{"count": 3}]
        assert not set(some) & set(await case.keys())
        assert await case.made.source.write([DeleteMany(table, where, most=9)]) == [{"count": 0}]


async def test_lines_of_a_file_become_rows_and_change_rows(case):
    table, verbs, [key] = case.table, case.table.verbs, case.table.key
    if Verb.CREATE in verbs:
        found = await loaded(case, [case.subject.new], match=())
        assert (found.added, found.wrong, found.stopped) == (1, set(), None)
        assert len(await case.keys()) == MANY + 1
    if Verb.UPDATE in verbs and Op.EQ in table.column(key).ops:
        kept, other = (await case.rows())[3:5]
        names = [key, *case.subject.other]
        lines = [{name: kept[name] for name in names}, {**case.subject.other, key: other[key]}]
        found = await loaded(case, [{**line, key: line[key]} for line in lines], match=(table.column(key),))
        assert (found.updated, found.unchanged, found.wrong, found.stopped) == (1, 1, set(), None)
        rows = await case.rows()
        assert kept in rows
        assert next(row for row in rows if row[key] == other[key]).items() >= case.subject.other.items()


async def loaded(case, lines: list[dict], match: tuple[Column, ...]) -> Outcome:
    columns = tuple(case.table.column(name) for name in lines[0])
    changed = tuple(column for column in columns if column not in match)
    whole = Load(
        case.table,
        columns,
        match,
        added=None if match else changed,
        updated=changed if match else None,
        presets=(),
        rule=TRUE,
        pointed=(),
        dry_run=False,
        skip_errors=False,
    )
    outcome = Outcome()

    async def given():
        yield [
            (number, *[values.read(column, line[column.name]) for column in columns])
            for number, line in enumerate(lines, 2)
        ]

    await case.made.source.load(whole, given(), outcome)
    return outcome


async def test_a_wrong_key_is_told_and_never_shown(case):
    wrong = case.subject.options(case.made.fake.address, Secret(canary(f"{case.subject.kind}-wrong")))
    with pytest.raises(BadSource) as caught:
        await connect(case.subject.kind, wrong, LOCAL)
    assert "key" in caught.value.detail
    assert MARK not in caught.value.detail


async def test_a_key_that_ends_in_mid_paging_ends_the_read(case):
    if not case.subject.paged:
        pytest.skip("one request has all its rows")
    case.small_pages()
    renewal = [None, refused(401)] if case.subject.renewed else []
    case.made.fake.faults = [None, refused(401), *renewal]
    with pytest.raises(AppKeyRefused):
        await case.rows()
    assert len(case.made.fake.asked) == 2 + len(renewal)


@pytest.mark.parametrize("case", cases(lambda one: one.renewed and one.paged), indirect=True)
async def test_a_token_that_ends_in_mid_paging_is_renewed_and_the_read_goes_on(case):
    whole = await case.keys()
    case.small_pages()
    case.made.fake.asked.clear()
    assert await case.keys() == whole
    asked = len(case.made.fake.asked)
    case.made.fake.asked.clear()
    case.made.fake.faults = [None, refused(401)]
    assert await case.keys() == whole
    assert len(case.made.fake.asked) == asked + 2  # the token, and the page once more


def refused(status: int, **headers: str):
    return status, {"message": "no"}, {name.replace("_", "-"): text for name, text in headers.items()}


@pytest.mark.parametrize("headers", [{}, {"Retry_After": "0"}, {"Retry_After": "soon"}])
async def test_an_app_that_is_busy_is_asked_again(case, headers):
    whole = await case.keys()
    case.small_pages()
    case.made.fake.faults = [None, refused(429, **headers), refused(429, **headers)]
    assert await case.keys() == whole


@pytest.mark.parametrize("pages", [0, 1])
async def test_an_app_that_is_busy_for_long_says_for_how_long(case, pages):
    if pages and not case.subject.paged:
        pytest.skip("one request has all its rows")
    case.small_pages()
    case.made.fake.faults = [*[None] * pages, refused(429, Retry_After="3600")]
    with pytest.raises(AppBusy) as caught:
        await case.rows()
    assert caught.value.retry_after_s == 3600
    assert len(case.made.fake.asked) == pages + 1


async def test_a_fault_of_the_app_is_told_after_some_tries(case):
    faults = [refused(500), refused(503), refused(502)] * 2
    case.made.fake.faults = list(faults)
    with pytest.raises(UpstreamUnavailable):
        await case.rows()
    assert len(case.made.fake.asked) == len(faults) - len(case.made.fake.faults)
    assert 3 <= len(case.made.fake.asked) <= 5


@pytest.mark.parametrize("other", [{"unexpected": True}, [], "text", None])
async def test_an_answer_of_another_shape_is_told(case, other):
    if other == [] and case.subject.kind in ("github", "sendgrid", "firestore"):
        pytest.skip("an empty list is what it sends where there is nothing")
    case.made.fake.faults = [(200, other, {})]
    if case.subject.kind == "realtime_database":
        assert await case.rows() == []  # whatever lies there is data, of which objects alone are rows
        return
    with pytest.raises(AppChanged):
        await case.rows()


async def test_a_change_whose_answer_is_lost_is_made_once(case):
    if Verb.CREATE not in case.table.verbs:
        pytest.skip("it has no rows to make")
    case.made.fake.lost = 1
    if case.subject.once:
        await case.made.insert(case.subject.table, **case.subject.new)
    else:
        with pytest.raises(UpstreamUnavailable):
            await case.made.insert(case.subject.table, **case.subject.new)
    assert len(await case.keys()) == MANY + 1


async def test_columns_that_cannot_be_set_are_not_sent(case):
    fixed = next((column for column in case.table.columns if column.generated), None)
    if fixed is None or Verb.CREATE not in case.table.verbs:
        pytest.skip("it has no rows to make, or takes any value")
    with pytest.raises(Exception, match="cannot be set"):
        await case.made.insert(case.subject.table, **case.subject.new, **{fixed.name: "x"})
    assert case.made.fake.asked == []
