"""The laws of every kind of app, over a fake of each: what its schema offers holds."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import msgspec
import pytest

from jetway.core import values
from jetway.core.errors import AppBusy, AppChanged, AppKeyRefused, BadSource, UnknownRow, UpstreamUnavailable
from jetway.core.expr import Compare, Op
from jetway.core.finish import matches
from jetway.core.query import Order
from jetway.core.schema import Column, Table, Verb
from jetway.core.secret import Secret
from jetway.sources.kinds import connect, kinds
from jetway.sources.rest import session
from tests.fakes.app import app
from tests.sources.apps import MANY, SUBJECTS, Subject
from tests.sources.connected import KEY, LOCAL, Connected, opened

pytestmark = pytest.mark.anyio

OTHERS = {"google_sheets", "firestore", "realtime_database", "rest"}
"""Apps that are asked in a way of their own, and the kind for one's own description."""


@dataclass
class Case:
    """A subject, connected; each test begins with as many records."""

    subject: Subject
    made: Connected

    @property
    def table(self) -> Table:
        return self.made.schema.tables[self.subject.table]

    async def rows(self, *where: Compare, **more) -> list[dict]:
        return await self.made.rows(self.subject.table, *where, **more)

    async def keys(self, *where: Compare, **more) -> list[object]:
        [key] = self.table.key
        return [row[key] for row in await self.rows(*where, **more)]

    def small_pages(self) -> None:
        """Have the app asked for seven records at a time."""
        reader = self.made.source._reader
        connector = reader._connector
        spec = connector.collections[self.subject.table]
        paging = msgspec.structs.replace(spec.list.paging, most=7)
        spec = msgspec.structs.replace(spec, list=msgspec.structs.replace(spec.list, paging=paging))
        reader._connector = msgspec.structs.replace(connector, collections={self.subject.table: spec})


@pytest.fixture(params=SUBJECTS, ids=lambda one: one.kind)
async def case(request, monkeypatch) -> AsyncIterator[Case]:
    monkeypatch.setattr(session, "FIRST_WAIT_S", 0.001)
    subject: Subject = request.param
    async with (
        app(subject.fake()) as fake,
        opened(subject.kind, lambda at: subject.options(at, KEY), fake) as made,
    ):
        yield Case(subject, made)


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
    assert len(case.made.fake.asked) >= MANY // 7
    assert await case.keys(limit=9, offset=5) == whole[5:14]
    assert await case.keys(limit=5, offset=MANY) == []


async def test_what_a_column_is_compared_by_finds_what_it_should(case):
    rows = await case.rows()
    for column in case.table.columns:
        for op in column.ops:
            for value in wanted(column, op, rows):
                where = Compare(column, op, value)
                found = [row for row in rows if matches(where, row)]
                assert await case.rows(where) == found, (column.name, op, value)


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
        assert await case.rows(found) == [changed]
    if Verb.DELETE in verbs:
        await case.made.delete(case.subject.table, made[key])
        assert made[key] not in await case.keys()
        with pytest.raises(UnknownRow):
            await case.made.delete(case.subject.table, made[key])


async def test_a_wrong_key_is_told_and_never_shown(case):
    wrong = case.subject.options(case.made.fake.address, Secret("wrong-canary"))
    with pytest.raises(BadSource) as caught:
        await connect(case.subject.kind, wrong, LOCAL)
    assert "key" in caught.value.detail
    assert "canary" not in caught.value.detail


async def test_a_key_that_ends_in_mid_paging_ends_the_read(case):
    case.small_pages()
    case.made.fake.faults = [None, refused(401)]
    with pytest.raises(AppKeyRefused):
        await case.rows()
    assert len(case.made.fake.asked) == 2


def refused(status: int, **headers: str):
    return status, {"message": "no"}, {name.replace("_", "-"): text for name, text in headers.items()}


@pytest.mark.parametrize("headers", [{}, {"Retry_After": "0"}, {"Retry_After": "soon"}])
async def test_an_app_that_is_busy_is_asked_again(case, headers):
    whole = await case.keys()
    case.small_pages()
    case.made.fake.faults = [None, refused(429, **headers), refused(429, **headers)]
    assert await case.keys() == whole


async def test_an_app_that_is_busy_for_long_says_for_how_long(case):
    case.made.fake.faults = [refused(429, Retry_After="3600")]
    with pytest.raises(AppBusy) as caught:
        await case.rows()
    assert caught.value.retry_after_s == 3600
    assert len(case.made.fake.asked) == 1


async def test_a_fault_of_the_app_is_told_after_some_tries(case):
    case.made.fake.faults = [refused(500), refused(503), refused(502)]
    with pytest.raises(UpstreamUnavailable):
        await case.rows()
    assert len(case.made.fake.asked) == 3


@pytest.mark.parametrize("other", [{"unexpected": True}, [], "text", None])
async def test_an_answer_of_another_shape_is_told(case, other):
    if other == [] and case.subject.kind in ("github", "sendgrid"):
        pytest.skip("an empty list is what it sends where there is nothing")
    case.made.fake.faults = [(200, other, {})]
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
    fixed = next(column for column in case.table.columns if column.generated)
    if Verb.CREATE not in case.table.verbs:
        pytest.skip("it has no rows to make")
    with pytest.raises(Exception, match="cannot be set"):
        await case.made.insert(case.subject.table, **case.subject.new, **{fixed.name: "x"})
    assert case.made.fake.asked == []
