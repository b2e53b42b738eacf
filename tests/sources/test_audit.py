"""The audit beside the customer's tables, on every engine: events share the transaction of their change."""

import asyncio
import json

import pytest

from jetway.bridge.audit_store import FILE, kept_audit, lines_of, verify
from jetway.core.audit import Author, Trail, Way
from jetway.core.ceiling import Ceiling
from jetway.core.errors import Failure, UnknownRow
from jetway.core.expr import TRUE, Compare, Op
from jetway.core.query import Delete, DeleteMany, UpdateMany
from jetway.sources.kinds import open_source
from tests.servers import LOGIN, PLAIN, QUOTED_PASSWORD
from tests.sources.test_round_trip import imported
from tests.sources.test_write import insert, pin, update, values

pytestmark = pytest.mark.anyio

AUTHOR = Author("p1", "Ana Łódź", "owner", Way.PAGE)


def trail_of(shop):
    return Trail(AUTHOR, shop.schema, Ceiling())


@pytest.fixture
async def trail(fresh):
    await fresh.source.make_audit()
    return trail_of(fresh)


async def kept(keeper):
    """What the audit tells, oldest first, once its chain is found whole."""
    await verify(keeper)
    return [
        (line.action, line.table_name, line.row_key, json.loads(line.details))
        async for line in lines_of(keeper, TRUE, newest=False)
    ]


async def test_a_change_and_its_event_are_kept_together(fresh, trail):
    people = fresh.table("people")
    [row] = await fresh.source.write([insert(fresh, "people", name="Eve", email="eve@x")], trail)
    await fresh.source.write([update(fresh, "people", pin(fresh, "people", id=row["id"]), name="Evä")], trail)
    await fresh.source.write([Delete(people, pin(fresh, "people", id=row["id"]))], trail)

    created, updated, deleted = await kept(fresh.source)

    assert created[:3] == ("create", "people", str(row["id"]))
    assert created[3]["to"]["name"] == "Eve"
    assert created[3]["to"]["label"] == "Eve!"
    assert updated[3] == {"from": {"name": "Eve"}, "to": {"name": "Evä"}}
    assert deleted[3]["from"]["email"] == "eve@x"


async def test_what_is_rolled_back_leaves_no_event(fresh, trail):
    nobody = update(fresh, "people", pin(fresh, "people", id=999), name="X")
    with pytest.raises(UnknownRow):
        await fresh.source.write([insert(fresh, "people", name="Eve", email="eve@x"), nobody], trail)
    wrong = insert(fresh, "people", id=1, name="Again", email="again@x")
    right = insert(fresh, "people", name="Fay", email="fay@x")
    done = await fresh.source.write_each([wrong, right], all_or_none=False, trail=trail)

    assert isinstance(done[0], Failure)
    assert [event[3]["to"]["name"] for event in await kept(fresh.source)] == ["Fay"]


async def test_many_rows_have_an_event_each(fresh, trail):
    orders, lines = fresh.table("orders"), fresh.table("lines")
    fresh.sql("DELETE FROM shipments")
    change = values(orders, total=7)
    await fresh.source.write([UpdateMany(orders, change, pin(fresh, "orders", person_id=1), 100)], trail)
    count = fresh.sql("SELECT count(*) FROM orders WHERE person_id = 1")[0][0]
    every = Compare(fresh.column("lines", "quantity"), Op.GTE, 0)
    await fresh.source.write([DeleteMany(lines, every, 100)], trail)

    events = await kept(fresh.source)

    assert [event[0] for event in events[:count]] == ["update"] * count
    assert all(set(event[3]["to"]) == {"total"} for event in events[:count])
    assert all(event[:2] == ("delete", lines.name) and "," in event[2] for event in events[count:])
    assert events[count:]


async def test_rows_without_a_key_are_counted(fresh, trail):
    logs = fresh.table("logs")
    rows = fresh.sql("SELECT count(*) FROM logs")[0][0]
    some = Compare(fresh.column("logs", "message"), Op.IS_NULL, False)
    [done] = await fresh.source.write([DeleteMany(logs, some, 100)], trail)

    assert done["count"] <= rows
    assert await kept(fresh.source) == [("delete", "logs", "", {"rows": done["count"]})]


async def test_an_import_tells_of_each_row(fresh, trail):
    people = fresh.table("people")
    body = b"id,name,email\n1,First,first@x\n,Newest,newest@x\n,Newest,first@x\n"
    before = fresh.sql("SELECT name FROM people WHERE id = 1")[0][0]
    await imported(fresh, people, "csv", body, trail=trail, mode="both", skip_errors="1")
    await imported(fresh, people, "csv", body, trail=trail, mode="both", dry_run="1")

    created, updated = sorted(await kept(fresh.source))

    assert updated[:3] == ("update", "people", "1")
    assert (updated[3]["from"]["name"], updated[3]["to"]["name"]) == (before, "First")
    assert (created[0], created[3]["to"]["email"]) == ("create", "newest@x")


async def test_of_an_imported_row_neither_large_values_nor_secrets_are_kept(fresh, trail):
    people = fresh.table("people")
    hidden = Trail(AUTHOR, fresh.schema, Ceiling(hidden_columns=("people.email",)))
    await imported(fresh, people, "csv", b"name,email\nNew,one@x\n", trail=hidden)
    await imported(fresh, fresh.table("things"), "csv", b'a_text\n"' + b'""' * 40_000 + b'"\n', trail=hidden)

    person, thing = [event for _, _, _, event in await kept(fresh.source)]

    assert person["secret"] == ["email"]
    assert (person["to"]["name"], "email" in person["to"]) == ("New", False)
    assert thing["to"]["a_text"] == {"$bytes": 80_002}


async def test_an_import_is_told_elsewhere_in_full(fresh, tmp_path):
    (tmp_path / FILE).touch()
    async with kept_audit(fresh.source, tmp_path) as keeper:
        body = b"name,email\nNew,one@x\n"
        await imported(fresh, fresh.table("people"), "csv", body, trail=trail_of(fresh))
        [event] = await kept(keeper)
    assert event[:3] == ("create", "people", str(event[3]["to"]["id"]))
    assert (event[3]["to"]["name"], event[3]["to"]["email"]) == ("New", "one@x")


async def test_those_who_write_at_once_stand_in_one_chain(fresh, trail):
    async def write(number):
        person = insert(fresh, "people", name=f"N{number}", email=f"n{number}@x")
        [row] = await fresh.source.write([person], trail)
        await fresh.source.write(
            [update(fresh, "people", pin(fresh, "people", id=row["id"]), name="Z")], trail
        )

    await asyncio.gather(*[write(number) for number in range(12)])

    assert len(await kept(fresh.source)) == 24


async def test_old_lines_are_let_go_and_the_chain_holds(fresh, trail):
    for number in range(5):
        await fresh.source.write([insert(fresh, "people", name="N", email=f"{number}@x")], trail)
    middle = [line.at async for line in lines_of(fresh.source, TRUE, newest=False)][3]

    assert await fresh.source.forget_audit(middle, 2) == 2
    assert await fresh.source.forget_audit(middle, 2) == 1
    assert await fresh.source.forget_audit(middle, 2) == 0

    assert [event[3]["to"]["email"] for event in await kept(fresh.source)] == ["3@x", "4@x"]
    assert (await verify(fresh.source)).kept_from == 3


async def test_the_audit_is_not_described(fresh, trail):
    assert await fresh.source.describe() == fresh.schema


async def test_a_login_that_may_make_no_table_has_its_audit_in_the_state_folder(
    make_database, postgresql_server, tmp_path
):
    database = make_database("postgresql")
    database.sql("DROP ROLE IF EXISTS clerk")
    database.sql(
        f"CREATE ROLE clerk LOGIN PASSWORD '{PLAIN}'; GRANT SELECT, INSERT, UPDATE ON people TO clerk"
    )
    database.sql("GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO clerk")
    source = await open_source(database.url.replace(f"{LOGIN}:{QUOTED_PASSWORD}", f"clerk:{PLAIN}"))
    schema = await source.describe()
    people = schema.tables["people"]
    name = people.column("name")
    first = Compare(people.column("id"), Op.EQ, 1)
    many = UpdateMany(people, ((name, "Same"),), first, 10, exactly=5)

    async with kept_audit(source, tmp_path) as keeper:
        trail = Trail(AUTHOR, schema, Ceiling())
        await source.write([UpdateMany(people, ((name, "Same"),), first, 10)], trail)
        with pytest.raises(Failure):
            await source.write([many], trail)
        events = await kept(keeper)

    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600
    assert [event[0] for event in events] == ["update"]
    await source.close()
    database.sql("DROP OWNED BY clerk; DROP ROLE clerk")
