"""MySQL proper has no RETURNING. MariaDB runs its statements too."""

import pytest

from jetway.core import errors
from jetway.core.expr import TRUE, And, Compare, Op
from jetway.core.query import Delete, Expand, Insert, Read, Update
from jetway.sources.kinds.mysql.grammar import MysqlGrammar
from jetway.sources.sql.compile import Compiler

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("engine", ["mariadb"], indirect=True)]


@pytest.fixture
def mysql(fresh):
    """The shop, spoken to as to MySQL."""
    fresh.source._compiler = Compiler(MysqlGrammar(mariadb=False))
    return fresh


async def test_a_numbered_row_is_found_by_the_number_it_got(mysql):
    people = mysql.table("people")
    values = ((people.column("name"), "Eve"), (people.column("email"), "eve@x"))
    (row,) = await mysql.source.write([Insert(people, values, people.columns)])
    assert (row["id"], row["label"]) == (6, "Eve!")


async def test_a_row_is_found_by_the_key_it_was_given(mysql):
    lines = mysql.table("lines")
    values = tuple(zip(lines.columns, (4, 1, "nut", 5), strict=True))
    (row,) = await mysql.source.write([Insert(lines, values, lines.columns)])
    assert row == {"order_id": 4, "position": 1, "product": "nut", "quantity": 5}


async def test_a_check_holds_there_too(mysql):
    people = mysql.table("people")
    named = Compare(people.column("name"), Op.EQ, "Eve")
    values = ((people.column("name"), "Eva"), (people.column("email"), "eve@x"))
    with pytest.raises(errors.CheckFailed):
        await mysql.source.write([Insert(people, values, people.columns, named)])
    assert len(await mysql.rows(Read(people, people.columns))) == 5


async def test_a_row_changes_and_goes_by_its_key(mysql):
    lines = mysql.table("lines")
    first = And(
        (Compare(lines.column("order_id"), Op.EQ, 1), Compare(lines.column("product"), Op.EQ, "bolt"))
    )
    (row,) = await mysql.source.write(
        [Update(lines, ((lines.column("position"), 50),), first, lines.columns)]
    )
    assert row["position"] == 50
    assert await mysql.source.write([Delete(lines, first)]) == [{}]
    with pytest.raises(errors.UnknownRow):
        await mysql.source.write([Delete(lines, first)])


async def test_a_table_without_a_key_takes_no_changes(mysql):
    logs = mysql.table("logs")
    with pytest.raises(errors.NoKey):
        await mysql.source.write([Delete(logs, TRUE)])


async def test_related_rows_that_are_too_large_are_refused_rather_than_cut(fresh):
    fresh.sql("INSERT INTO `lines` SELECT 4, seq, REPEAT('\"', 65000), 1 FROM seq_1_to_100")
    orders, lines = fresh.table("orders"), fresh.table("lines")
    relation = next(one for one in orders.relations if one.target == "lines")
    expand = Expand(relation, lines, lines.columns, limit=100)
    with pytest.raises(errors.NotExecuted, match="fewer columns"):
        await fresh.rows(Read(orders, orders.columns, expand=(expand,)))
    some = Expand(relation, lines, lines.columns[:2], limit=100)
    rows = await fresh.rows(Read(orders, orders.columns, expand=(some,)))
    assert [len(row["lines"]) for row in rows if row["id"] == 4] == [100]
