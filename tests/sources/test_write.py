"""One row exactly, or nothing: inserts, updates, deletions, and what the database says against them."""

from dataclasses import replace

import anyio
import apsw
import pytest

from jetway.core import errors
from jetway.core.expr import TRUE, And, Compare, Exists, Not, Op
from jetway.core.query import Delete, Insert, Order, Read, Update
from jetway.sources import Limits
from jetway.sources.kinds import open_source
from tests.servers import LOGIN, PLAIN, QUOTED_PASSWORD

pytestmark = pytest.mark.anyio


def values(table, /, **given):
    return tuple((table.column(name), value) for name, value in given.items())


def insert(shop, name, /, check=TRUE, returning=None, **given):
    table = shop.table(name)
    return Insert(table, values(table, **given), returning or table.columns, check)


def update(shop, name, where, /, check=TRUE, **given):
    table = shop.table(name)
    return Update(table, values(table, **given), where, table.columns, check)


def pin(shop, name, /, **key):
    return And(tuple(Compare(shop.column(name, column), Op.EQ, value) for column, value in key.items()))


async def listed(shop, name):
    table = shop.table(name)
    return await shop.rows(
        Read(table, table.columns, order=tuple(Order(column) for column in table.key_columns))
    )


def pointers(failure):
    return [problem.pointer for problem in failure.value.problems]


async def refused(shop, kind, *writes):
    """The failure; nothing has changed."""
    before = [await listed(shop, name) for name in ("people", "orders", "lines")]
    with pytest.raises(kind) as failure:
        await shop.source.write(writes)
    assert [await listed(shop, name) for name in ("people", "orders", "lines")] == before
    for word in ("constraint", "CONSTRAINT", "SELECT", "INSERT", "fkey", "ibfk", "example.com"):
        assert word not in failure.value.detail
    return failure


async def test_an_inserted_row_comes_back_as_stored(fresh):
    (row,) = await fresh.source.write([insert(fresh, "people", name="Eve", email="eve@x")])
    assert row["id"] > 5
    assert row["label"] == "Eve!"
    assert row["active"] is True
    assert row["mood"] is None
    assert row in await listed(fresh, "people")


async def test_an_empty_row_is_all_defaults(fresh):
    (row,) = await fresh.source.write([insert(fresh, "things")])
    assert {name: value for name, value in row.items() if name != "id"} == dict.fromkeys(list(row)[1:])


async def test_only_the_columns_asked_for_come_back(fresh):
    people = fresh.table("people")
    write = insert(fresh, "people", returning=(people.column("label"),), name="Eve", email="eve@x")
    assert await fresh.source.write([write]) == [{"label": "Eve!"}]
    change = Update(people, values(people, name="Ann"), pin(fresh, "people", id=1), (people.column("label"),))
    assert await fresh.source.write([change]) == [{"label": "Ann!"}]


async def test_a_row_with_a_key_of_its_own_or_of_several_columns(fresh):
    (region,) = await fresh.source.write([insert(fresh, "regions", code="se", name="Sverige")])
    assert region == {"code": "se", "name": "Sverige"}
    (line,) = await fresh.source.write(
        [insert(fresh, "lines", order_id=4, position=9, product="x", quantity=1)]
    )
    assert line == {"order_id": 4, "position": 9, "product": "x", "quantity": 1}


async def test_an_update_changes_one_row_and_returns_it(fresh):
    (row,) = await fresh.source.write(
        [update(fresh, "people", pin(fresh, "people", id=2), name="Åsa", mood="it's")]
    )
    assert (row["id"], row["name"], row["label"], row["mood"]) == (2, "Åsa", "Åsa!", "it's")
    assert [person["name"] for person in await listed(fresh, "people")] == [
        "Zoë",
        "Åsa",
        "åsa",
        "100%_\\",
        "日本 😀",
    ]


async def test_an_update_that_changes_nothing_still_finds_its_row(fresh):
    for given in ({"name": "Zoë"}, {}):
        (row,) = await fresh.source.write([update(fresh, "people", pin(fresh, "people", id=1), **given)])
        assert row["name"] == "Zoë"


async def test_a_key_can_change(fresh):
    where = pin(fresh, "lines", order_id=1, position=1)
    (row,) = await fresh.source.write([update(fresh, "lines", where, position=77)])
    assert (row["order_id"], row["position"]) == (1, 77)


async def test_a_condition_may_look_at_other_rows_of_the_same_table(fresh):
    people = fresh.table("people")
    leads = Exists(people.relation("people"), people, Compare(people.column("id"), Op.EQ, 5))
    (row,) = await fresh.source.write([update(fresh, "people", leads, name="boss of 5")])
    assert row["id"] == 4


async def test_a_deletion_may_look_at_other_rows_of_the_same_table(fresh):
    people, orders = fresh.table("people"), fresh.table("orders")
    led = Exists(people.relation("boss"), people, Compare(people.column("id"), Op.EQ, 4))
    await fresh.source.write([Delete(orders, pin(fresh, "orders", person_id=5)), Delete(people, led)])
    assert [row["id"] for row in await listed(fresh, "people")] == [1, 2, 3, 4]


async def test_a_deletion_takes_one_row(fresh):
    orders = fresh.table("orders")
    assert await fresh.source.write([Delete(orders, pin(fresh, "orders", id=4))]) == [{}]
    assert [row["id"] for row in await listed(fresh, "orders")] == [1, 2, 3, 5]


async def test_cascades_are_the_database_s(fresh):
    await fresh.source.write([Delete(fresh.table("orders"), pin(fresh, "orders", id=5))])
    assert {row["order_id"] for row in await listed(fresh, "lines")} == {1, 2, 3}


async def test_no_row_is_an_unknown_row(fresh):
    nowhere = pin(fresh, "people", id=77)
    await refused(fresh, errors.UnknownRow, update(fresh, "people", nowhere, name="x"))
    await refused(fresh, errors.UnknownRow, update(fresh, "people", nowhere))
    await refused(fresh, errors.UnknownRow, Delete(fresh.table("people"), nowhere))


async def test_several_rows_are_refused(fresh):
    several = Compare(fresh.column("orders", "id"), Op.GT, 3)
    await refused(fresh, errors.NotExecuted, update(fresh, "orders", several, total=1))
    await refused(fresh, errors.NotExecuted, Delete(fresh.table("orders"), several))


async def test_all_writes_or_none(fresh):
    first = insert(fresh, "people", name="Eve", email="eve@x")
    second = insert(fresh, "people", name="Eva", email="zoe@example.com")
    await refused(fresh, errors.NotUnique, first, second)
    third = insert(fresh, "people", name="Eva", email="eva@x")
    assert len(await fresh.source.write([first, third])) == 2


async def test_a_row_that_fails_its_check_is_not_stored(fresh):
    active = Compare(fresh.column("people", "active"), Op.EQ, True)
    write = insert(fresh, "people", active, name="Eve", email="eve@x", active=False)
    await refused(fresh, errors.CheckFailed, write)
    change = update(fresh, "people", pin(fresh, "people", id=1), active, active=False)
    await refused(fresh, errors.CheckFailed, change)


async def test_a_check_sees_the_row_as_stored_and_its_relations(fresh):
    people = fresh.table("people")
    in_norway = Exists(
        people.relation("region_code_row"),
        fresh.table("regions"),
        Compare(fresh.column("regions", "name"), Op.EQ, "Norge"),
    )
    label = Compare(people.column("label"), Op.EQ, "Eve!")
    check = And((in_norway, label))
    (row,) = await fresh.source.write(
        [insert(fresh, "people", check, name="Eve", email="eve@x", region_code="no")]
    )
    assert row["name"] == "Eve"
    await refused(
        fresh, errors.CheckFailed, insert(fresh, "people", check, name="Eve", email="e@x", region_code="br")
    )


@pytest.mark.parametrize("engine", ["mariadb"], indirect=True)
async def test_a_check_on_rows_that_nothing_tells_apart_is_refused(fresh):
    message = Compare(fresh.column("logs", "message"), Op.EQ, "x")
    await refused(fresh, errors.NoKey, insert(fresh, "logs", message, message="x"))


async def test_a_taken_value_names_its_columns(fresh):
    write = insert(fresh, "people", name="x", email="zoe@example.com")
    assert pointers(await refused(fresh, errors.NotUnique, write)) == ["/email"]
    write = insert(fresh, "orders", person_id=1, number="A-1")
    assert pointers(await refused(fresh, errors.NotUnique, write)) == ["/person_id", "/number"]
    write = update(fresh, "orders", pin(fresh, "orders", id=4), id=1)
    assert pointers(await refused(fresh, errors.NotUnique, write)) == ["/id"]


async def test_a_missing_value_names_its_column(fresh):
    failure = await refused(fresh, errors.Required, insert(fresh, "people", email="x@x"))
    assert pointers(failure) == ["/name"]
    write = update(fresh, "people", pin(fresh, "people", id=1), name=None)
    assert pointers(await refused(fresh, errors.Required, write)) == ["/name"]


async def test_a_reference_to_nothing_names_its_columns(fresh):
    write = insert(fresh, "people", name="x", email="x@x", boss_id=77)
    assert pointers(await refused(fresh, errors.InvalidReference, write)) == ["/boss_id"]
    write = update(fresh, "orders", pin(fresh, "orders", id=1), person_id=77)
    assert pointers(await refused(fresh, errors.InvalidReference, write)) == ["/person_id"]
    write = insert(fresh, "shipments", order_id=1, position=77)
    assert pointers(await refused(fresh, errors.InvalidReference, write)) == ["/order_id", "/position"]


async def test_a_row_that_others_point_at_stays(fresh):
    await refused(fresh, errors.StillReferenced, Delete(fresh.table("people"), pin(fresh, "people", id=1)))
    change = update(fresh, "people", pin(fresh, "people", id=1), id=99)
    await refused(fresh, errors.StillReferenced, change)


async def test_a_check_of_the_database(fresh):
    write = update(fresh, "orders", pin(fresh, "orders", id=1), total=-1)
    failure = await refused(fresh, errors.ConstraintFailed, write)
    assert pointers(failure) in ([], ["/total"])


async def test_a_value_that_does_not_fit_is_refused_not_cut(fresh):
    if fresh.engine == "sqlite":
        pytest.skip("SQLite stores what it gets")
    long = update(fresh, "people", pin(fresh, "people", id=1), name="x" * 41)
    assert pointers(await refused(fresh, errors.InvalidValue, long)) == ["/name"]
    far = insert(fresh, "lines", order_id=4, position=2**40, product="x", quantity=1)
    await refused(fresh, errors.InvalidValue, far)


async def test_a_value_with_a_nul_is_refused_or_stored_whole(fresh):
    write = update(fresh, "people", pin(fresh, "people", id=1), name="a\0b")
    if fresh.engine == "postgresql":
        assert pointers(await refused(fresh, errors.InvalidValue, write)) == ["/name"]
        return
    (row,) = await fresh.source.write([write])
    assert row["name"] == "a\0b"


async def test_columns_that_the_actor_may_not_know_are_not_named(fresh):
    people = fresh.table("people")
    shown = replace(people, columns=tuple(column for column in people.columns if column.name != "email"))
    write = Insert(shown, ((people.column("name"), "x"), (people.column("email"), "zoe@example.com")), ())
    with pytest.raises(errors.NotUnique) as failure:
        await fresh.source.write([write])
    assert pointers(failure) == []
    assert "email" not in failure.value.detail


async def test_a_table_that_is_gone(fresh):
    fresh.sql("DROP TABLE logs")
    logs = fresh.table("logs")
    with pytest.raises(errors.SchemaChanged):
        await fresh.rows(Read(logs, logs.columns))
    with pytest.raises(errors.SchemaChanged):
        await fresh.source.write([insert(fresh, "logs", message="x")])


async def test_hostile_names_are_written(fresh):
    (hostile,) = [table for table in fresh.schema.tables.values() if table.name.startswith("ta")]
    texts = tuple((column, f"{column.name}'\\%") for column in hostile.columns[1:])
    (row,) = await fresh.source.write([Insert(hostile, texts, hostile.columns)])
    assert all(row[column.name] == text for column, text in texts)
    where = Compare(hostile.columns[0], Op.EQ, row[hostile.columns[0].name])
    (changed,) = await fresh.source.write([Update(hostile, texts[:1], where, hostile.columns)])
    assert changed == row
    assert await fresh.source.write([Delete(hostile, where)]) == [{}]


async def test_what_triggers_do_is_in_the_row(fresh):
    body = "UPDATE things SET a_text = 'touched' WHERE id = NEW.id"
    fresh.sql({
        "sqlite": f"CREATE TRIGGER touch AFTER INSERT ON things BEGIN {body}; END",
        "mariadb": "CREATE TRIGGER touch BEFORE INSERT ON things FOR EACH ROW SET NEW.a_text = 'touched'",
        "postgresql": "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN {body}; RETURN NULL; END $$;"
        " CREATE TRIGGER touch AFTER INSERT ON things FOR EACH ROW EXECUTE FUNCTION touch()",
    }[fresh.engine])  # fmt: skip
    touched = Compare(fresh.column("things", "a_text"), Op.EQ, "touched")
    (row,) = await fresh.source.write([insert(fresh, "things", touched, a_text="x")])
    assert row["a_text"] == "touched"
    with pytest.raises(errors.CheckFailed):
        await fresh.source.write([insert(fresh, "things", Not(touched), a_text="x")])


async def test_a_trigger_that_refuses(fresh):
    fresh.sql({
        "sqlite": "CREATE TRIGGER no BEFORE DELETE ON orders BEGIN SELECT RAISE(ABORT, 'secret'); END",
        "mariadb": "CREATE TRIGGER no BEFORE DELETE ON orders FOR EACH ROW"
        " SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'secret'",
        "postgresql": "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'secret'; END $$;"
        " CREATE TRIGGER no BEFORE DELETE ON orders FOR EACH ROW EXECUTE FUNCTION no()",
    }[fresh.engine])  # fmt: skip
    failure = await refused(
        fresh, errors.ConstraintFailed, Delete(fresh.table("orders"), pin(fresh, "orders", id=4))
    )
    assert "secret" not in failure.value.detail


@pytest.mark.parametrize("engine", ["postgresql", "sqlite"], indirect=True)
async def test_a_constraint_that_is_put_off_is_told_of_at_the_end(fresh):
    fresh.sql(
        "CREATE TABLE later"
        " (id integer PRIMARY KEY, p integer REFERENCES people DEFERRABLE INITIALLY DEFERRED)"
    )
    table = (await fresh.source.describe()).tables["later"]
    values = tuple(zip(table.columns, (1, 77), strict=True))
    with pytest.raises(errors.InvalidReference) as failure:
        await fresh.source.write([Insert(table, values, table.columns)])
    assert pointers(failure) == ["/p"]
    assert await fresh.rows(Read(table, table.columns)) == []


@pytest.mark.parametrize("engine", ["postgresql", "mariadb"], indirect=True)
async def test_a_right_that_the_login_lacks(fresh):
    fresh.sql({
        "postgresql": f"CREATE ROLE guest LOGIN PASSWORD '{PLAIN}'; GRANT SELECT ON people TO guest",
        "mariadb": f"CREATE OR REPLACE USER guest@'%' IDENTIFIED BY '{PLAIN}';"
        "GRANT SELECT ON people TO guest@'%'",
    }[fresh.engine])  # fmt: skip
    source = await open_source(fresh.url.replace(f"{LOGIN}:{QUOTED_PASSWORD}", f"guest:{PLAIN}"))
    with pytest.raises(errors.PermissionDenied):
        await source.write([update(fresh, "people", pin(fresh, "people", id=1), name="x")])
    orders = fresh.table("orders")
    with pytest.raises(errors.PermissionDenied):
        [row async for row in source.read(Read(orders, orders.columns))]
    await source.close()
    fresh.sql(
        "DROP OWNED BY guest; DROP ROLE guest" if fresh.engine == "postgresql" else "DROP USER guest@'%'"
    )


@pytest.mark.parametrize("engine", ["postgresql", "mariadb"], indirect=True)
async def test_a_row_that_somebody_else_holds_for_too_long(fresh, make_database):
    source = await open_source(fresh.url, Limits(statement_s=1))
    async with fresh.source._writers_session() as other:
        await other.change("UPDATE people SET name = 'held' WHERE id = 1")
        with pytest.raises((errors.QueryTimeout, errors.Retry)):
            await source.write([update(fresh, "people", pin(fresh, "people", id=1), name="x")])
    (row,) = await source.write([update(fresh, "people", pin(fresh, "people", id=1), name="x")])
    assert row["name"] == "x"
    await source.close()


WAITING = {
    "postgresql": "SELECT count(*) FROM pg_locks WHERE NOT granted",
    "mariadb": "SELECT count(*) FROM information_schema.INNODB_TRX WHERE trx_state = 'LOCK WAIT'",
}
LOOK_EVERY_S = 0.15
"""MariaDB tells anew of its transactions only where nobody has asked for a tenth of a second."""


@pytest.mark.parametrize("engine", ["postgresql", "mariadb"], indirect=True)
async def test_of_two_changes_that_wait_for_each_other_one_is_to_be_tried_again(fresh):
    came = []

    async def change(*keys):
        writes = [update(fresh, "people", pin(fresh, "people", id=key), name=f"N{keys}") for key in keys]
        try:
            came.append([row["id"] for row in await fresh.source.write(writes)])
        except errors.Retry as failure:
            came.append(failure.code)

    async with anyio.create_task_group() as tasks, fresh.source._writers_session() as other:
        await other.change("UPDATE people SET name = 'held' WHERE id = 1")
        tasks.start_soon(change, 3, 1, 4)
        tasks.start_soon(change, 4, 1, 3)
        with anyio.fail_after(5):
            while fresh.sql(WAITING[fresh.engine]) != [(2,)]:  # noqa: ASYNC110 - nobody tells us
                await anyio.sleep(LOOK_EVERY_S)
    assert came.count("retry") == 1
    [changed] = [keys for keys in came if keys != "retry"]
    names = {person["id"]: person["name"] for person in await listed(fresh, "people")}
    assert {names[key] for key in (1, 3, 4)} == {f"N{tuple(changed)}"}


async def test_writes_to_a_locked_file_are_to_be_tried_again(make_database):
    database = make_database("sqlite")
    source = await open_source(database.url, Limits(statement_s=0.2))
    people = (await source.describe()).tables["people"]
    holder = apsw.Connection(database.url.removeprefix("sqlite:///"))
    holder.execute("BEGIN IMMEDIATE")
    where = Compare(people.column("id"), Op.EQ, 1)
    write = Update(people, ((people.column("name"), "x"),), where, people.columns[:1])
    with pytest.raises(errors.Retry):
        await source.write([write])
    holder.execute("ROLLBACK")
    holder.close()
    assert await source.write([write]) == [{"id": 1}]
    await source.close()
