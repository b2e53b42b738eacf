"""Loads, on every engine: what is wrong is found line by line, and rules hold of rows as stored."""

from dataclasses import replace

import pytest

from jetway.core.expr import Condition, Op
from jetway.core.policy import FULL_RIGHTS
from tests.sources.test_round_trip import imported

pytestmark = pytest.mark.anyio

ACTIVE = replace(FULL_RIGHTS, rows=Condition("active", Op.EQ, True, ""))


def told(outcome):
    return outcome.added, outcome.updated, outcome.unchanged, sorted(outcome.wrong)


async def test_lines_are_added_and_changed_in_one_go(fresh):
    people = fresh.table("people")
    body = b"id,name,email,active\n1,Ana,,true\n,New,new@example.com,false\n500,Far,far@example.com,true\n"
    mapped = '{"email": null}'
    outcome = await imported(fresh, people, "csv", body, mode="update", map=mapped, skip_errors="1")
    assert told(outcome) == (0, 1, 0, [3, 4])
    outcome = await imported(fresh, people, "csv", body.replace(b"1,Ana,,true\n", b""), mode="both")
    assert told(outcome) == (2, 0, 0, [])
    found = fresh.sql("SELECT name FROM people WHERE name IN ('Ana', 'New', 'Far') ORDER BY name")
    assert found == [("Ana",), ("Far",), ("New",)]


async def test_what_the_database_refuses_is_found_line_by_line(fresh):
    orders = fresh.table("orders")
    lines = [f"1,N-{number},5" for number in range(400)]
    lines[0] = "1,A-1,5"  # taken by another row
    lines[100] = "1,N-99,5"  # taken by another line
    lines[200] = "1,N-200,-5"  # against a check
    lines[399] = "99,N-399,5"  # points at nothing
    body = ("person_id,number,total\n" + "\n".join(lines)).encode()
    outcome = await imported(fresh, orders, "csv", body)
    assert sorted((found.line, found.code) for found in outcome.problems) == [
        (2, "not_unique"),
        (102, "not_unique"),
        (202, "constraint_failed"),
        (401, "invalid_reference"),
    ]
    assert fresh.sql("SELECT count(*) FROM orders") == [(5,)]
    outcome = await imported(fresh, orders, "csv", body, skip_errors="1")
    assert told(outcome) == (396, 0, 0, [2, 102, 202, 401])
    assert fresh.sql("SELECT count(*) FROM orders") == [(401,)]


async def test_a_try_leaves_everything_as_it_was(fresh):
    orders = fresh.table("orders")
    body = b"id,total\n1,77\n2,0.10\n"
    outcome = await imported(fresh, orders, "csv", body, mode="update", dry_run="1")
    assert told(outcome) == (0, 1, 1, [])
    assert fresh.sql("SELECT count(*) FROM orders WHERE total = 77") == [(0,)]


async def test_a_rule_holds_of_rows_as_they_are_stored(fresh):
    people = fresh.table("people")
    rights = {people.name: ACTIVE}
    body = b"name,email,active\nA,a1@example.com,true\nB,b1@example.com,false\nC,c1@example.com,true\n"
    outcome = await imported(fresh, people, "csv", body, rights)
    assert [(found.line, found.code) for found in outcome.problems] == [(3, "check_failed")]
    body = b"id,active\n1,true\n2,false\n3,true\n"
    outcome = await imported(fresh, people, "csv", body, rights, mode="update", skip_errors="1")
    assert [(found.line, found.code) for found in outcome.problems] == [
        (4, "unknown_row"),
        (3, "check_failed"),
    ]
    assert fresh.sql("SELECT count(*) FROM people") == [(5,)]


async def test_a_key_points_at_no_row_that_is_hidden(fresh):
    orders, people = fresh.table("orders"), fresh.table("people")
    body = b"person_id,number\n1,X-1\n3,X-2\n99,X-3\n"
    outcome = await imported(fresh, orders, "csv", body, {people.name: ACTIVE})
    assert [(found.line, found.code) for found in outcome.problems] == [
        (3, "invalid_reference"),
        (4, "invalid_reference"),
    ]


async def test_related_rows_are_found_by_any_of_their_columns(fresh):
    orders = fresh.table("orders")
    relation = next(found.name for found in orders.relations if found.target == "people")
    body = "number;who\nX-1;100%_\\\nX-2;日本 😀\nX-3;nobody\n".encode()
    mapped = f'{{"who": "{relation}.name"}}'
    outcome = await imported(fresh, orders, "csv", body, map=mapped, skip_errors="1")
    assert told(outcome) == (2, 0, 0, [4])
    found = fresh.sql("SELECT number, person_id FROM orders WHERE number LIKE 'X-%' ORDER BY number")
    assert found == [("X-1", 4), ("X-2", 5)]


async def test_a_change_of_case_alone_is_a_change(fresh):
    people = fresh.table("people")
    name = fresh.sql("SELECT name FROM people WHERE id = 1")[0][0]
    body = f"id,name\n1,{name.swapcase()}\n".encode()
    assert told(await imported(fresh, people, "csv", body, mode="update")) == (0, 1, 0, [])


async def test_names_that_mean_something_in_sql_are_names(fresh):
    odd = next(table for table in fresh.schema.tables.values() if "%s" in table.name)
    columns = [column.name for column in odd.columns if column.name not in odd.key]
    head = ",".join('"' + name.replace('"', '""') + '"' for name in columns)
    body = f"{head}\n{','.join(str(number) for number in range(len(columns)))}\n".encode()
    assert told(await imported(fresh, odd, "csv", body)) == (1, 0, 0, [])
    assert told(await imported(fresh, odd, "csv", body, mode="both", match=columns[0]))[1:] == (0, 1, [])
