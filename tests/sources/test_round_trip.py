"""A file that was exported and is imported again changes nothing, in any format, on any engine."""

import io
from contextlib import aclosing

import pytest
from hypothesis import strategies as st

from jetway.bridge.transfer.fitting import fitted
from jetway.bridge.transfer.formats import FORMATS
from jetway.bridge.transfer.parameters import export_request, import_request
from jetway.core.directory import Actor
from jetway.core.export import cells
from jetway.core.load import Outcome, plan_load
from jetway.core.plan import key_is
from jetway.core.policy import FULL_RIGHTS, Policy, Role
from jetway.core.query import Delete, Order, Read
from jetway.core.schema import Verb
from jetway.core.view import authorise
from tests.sources.test_values import columns_of, examples, stored

pytestmark = pytest.mark.anyio

OWNER = Actor("1", "owner", {})


async def exported(shop, table, name):
    """The bytes of a file of all rows."""
    read = Read(table, table.columns, order=tuple(map(Order, table.key_columns)), whole_bytes=True)
    file = FORMATS[name]
    columns = cells(read, None) if file.flat else ()
    writer = file.writer(export_request(table.name, {"_format": [name]}), columns)
    parts = [writer.head()]
    async with aclosing(shop.source.lines(read, columns, writer.form)) as batches:
        parts += [writer.rows(batch) async for batch in batches]
    return b"".join([*parts, writer.tail()])


async def imported(shop, table, name, data, tables=None, trail=None, **sent):
    """What becomes of a file; `tables`: rights of the sender by table, where they are not full."""
    role = Role(tables or {}, every_table=FULL_RIGHTS)
    view = authorise(shop.schema, Policy(1, {"owner": role}), "owner")
    wanted = import_request(table.name, {f"_{word}": [text] for word, text in sent.items()})
    sheet = FORMATS[name].reader(io.BytesIO(data), wanted)
    plan = plan_load(view, OWNER, wanted.wanted, sheet.names)
    outcome = Outcome()
    async with aclosing(fitted(shop.source, plan, sheet, wanted.zone, outcome)) as lines:
        await shop.source.load(plan.load, lines, outcome, trail)
    return outcome


@pytest.mark.parametrize("name", FORMATS)
async def test_what_was_exported_is_imported_unchanged(fresh, name):
    things = fresh.table("things")

    async def check(rows):
        for row in await fresh.rows(Read(things, things.key_columns)):
            await fresh.source.write([Delete(things, key_is(things, [str(row["id"])]))])
        for row in rows:
            await stored(fresh, row)
        data = await exported(fresh, things, name)
        outcome = await imported(fresh, things, name, data, mode="both")
        assert outcome.problems == []
        assert (outcome.unchanged, outcome.added, outcome.updated) == (len(rows), 0, 0)

    rows = st.lists(st.fixed_dictionaries(columns_of(fresh.engine)), min_size=1, max_size=3)
    await examples(rows, check, runs=40)


@pytest.mark.parametrize("name", FORMATS)
async def test_apostrophes_that_guard_formulas_come_off_again(fresh, name):
    things = fresh.table("things")
    texts = ["=1", "'=1", "''=1", "'", "''", "-1", "'x", "\t", "+", "", " ", '"', "a\r\nb", "_x0041_", "é"]
    texts += ["\n", "\r", "\uff1d1", "'\uff1d1", "\uff20"]
    for text in texts:
        await stored(fresh, {"a_text": text})
    outcome = await imported(fresh, things, name, await exported(fresh, things, name), mode="both")
    assert (outcome.problems, outcome.updated, outcome.unchanged) == ([], 0, len(texts))


async def test_every_table_is_imported_unchanged(shop):
    for table in shop.schema.tables.values():
        if table.key and Verb.UPDATE in table.verbs and (await shop.rows(Read(table, table.key_columns))):
            data = await exported(shop, table, "csv")
            outcome = await imported(shop, table, "csv", data, mode="both", dry_run="1")
            assert outcome.problems == [], table.name
            assert (outcome.added, outcome.updated) == (0, 0), table.name
            assert outcome.unchanged == outcome.lines > 0, table.name
