"""Kept answers: claimed once, kept with the change or not at all, forgotten in time."""

import anyio
import apsw
import pytest

from jetway.core import errors
from jetway.core.promise import AnsweredBefore, Promise
from jetway.sources import Limits
from jetway.sources.keeping import KeepsAnswers
from jetway.sources.kinds import open_source
from tests.sources.test_write import insert, listed

pytestmark = pytest.mark.anyio

NAME, OTHER = b"n" * 32, b"o" * 32


@pytest.fixture
async def ready(fresh):
    assert isinstance(fresh.source, KeepsAnswers)
    await fresh.source.prepare_answers()
    return fresh


def promise(name=NAME, at_s=1000, told=b"told"):
    return Promise(name, at_s, lambda done: told)


async def kept(source, **about):
    """What was kept before; `None` where the change is made now."""
    try:
        await source.write([], promise=promise(**about))
    except AnsweredBefore as before:
        return before.kept
    return None


async def test_an_answer_is_kept_with_the_change(ready):
    eve = insert(ready, "people", name="Eve", email="eve@x")
    await ready.source.write([eve], promise=promise(told=bytes(range(256))))
    assert await kept(ready.source) == bytes(range(256))
    assert await kept(ready.source, name=OTHER) is None
    assert ready.sql("SELECT count(*) FROM people WHERE email = 'eve@x'") == [(1,)]


async def test_it_is_told_of_what_was_made(ready):
    eve = insert(ready, "people", name="Eve", email="eve@x")
    told = []
    await ready.source.write([eve], promise=Promise(NAME, 1000, lambda done: told.append(done) or b"x"))
    assert [row["name"] for row in told[0]] == ["Eve"]


async def test_nothing_is_kept_of_a_change_that_was_undone(ready):
    zoe = insert(ready, "people", name="Eve", email="zoe@example.com")
    with pytest.raises(errors.NotUnique):
        await ready.source.write([zoe], promise=promise())
    assert await kept(ready.source) is None


async def test_who_asks_second_waits_for_the_first(ready):
    other, found = await open_source(ready.url, Limits()), []

    async def make(source):
        found.append(await kept(source))

    async with anyio.create_task_group() as tasks:
        for source in (ready.source, other, ready.source, other):
            tasks.start_soon(make, source)
    await other.close()
    assert (found.count(None), found.count(b"told")) == (1, 3)


async def test_who_waits_too_long_is_told(ready):
    other = await open_source(ready.url, Limits(statement_s=1))
    if ready.engine == "sqlite":
        hold = apsw.Connection(ready.url.removeprefix("sqlite:///"))
        hold.execute("BEGIN IMMEDIATE")
        with pytest.raises((errors.Retry, errors.QueryTimeout, errors.IdempotencyBusy)):
            await kept(other)
        hold.close()
    else:
        async with ready.source._writers_session() as session:
            await ready.source._claim(session, promise())
            with pytest.raises(errors.IdempotencyBusy):
                await kept(other)
    await other.close()


async def test_old_answers_are_forgotten(ready):
    for number in range(6):
        await kept(ready.source, name=bytes([number]) * 32, at_s=1000 + number)
    table = "jetway.answer" if ready.engine == "postgresql" else "jetway_answer"
    await ready.source.forget_answers(1002, 100)
    assert ready.sql(f"SELECT at FROM {table} ORDER BY at") == [(1002,), (1003,), (1004,), (1005,)]
    await ready.source.forget_answers(0, 1)
    assert ready.sql(f"SELECT at FROM {table} ORDER BY at") == [(1004,), (1005,)]


async def test_the_table_is_hidden(ready):
    assert await ready.source.describe() == ready.schema
    assert len(await listed(ready, "people")) == 5


async def test_many_may_make_the_table_at_once(fresh):
    sources = [await open_source(fresh.url, Limits()) for _ in range(4)]
    async with anyio.create_task_group() as tasks:
        for source in sources:
            tasks.start_soon(source.prepare_answers)
    assert await kept(sources[0]) is None
    assert await kept(sources[1]) == b"told"
    for source in sources:
        await source.close()
