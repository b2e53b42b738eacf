"""Rows that people put in order, over HTTP: who may, what is refused, and the rows beside one."""

import sqlite3

import pytest

from tests.bridge.conftest import running
from tests.bridge.test_refusals import grant

pytestmark = pytest.mark.anyio

TASKS = """
CREATE TABLE teams (id INTEGER PRIMARY KEY, name TEXT, secret INTEGER);
CREATE TABLE tasks (id INTEGER PRIMARY KEY, title TEXT, "na-me" TEXT, place INTEGER,
  team_id INTEGER REFERENCES teams);
INSERT INTO teams VALUES (1, 'red', 1), (2, 'blue', 2);
INSERT INTO tasks VALUES (1, 'a', 'x', 1, 1), (2, 'b', 'y', 2, 2), (3, 'c', 'x', 3, 1), (4, 'd', 'z', 4, 2);
"""
MOVE = {"ordering_field": "place", "forward": True, "segment_from": 2, "segment_to": 3, "item": 1}


@pytest.fixture
async def tasks(shop):
    with sqlite3.connect(shop.database) as connection:
        connection.executescript(TASKS)
    async with running(shop) as started:
        yield started


def places(jetway):
    return [place for (place,) in jetway.sql("SELECT place FROM tasks ORDER BY id")]


async def post(jetway, path, body, role="owner"):
    return await jetway.ask("POST", f"/api/models/tasks/{path}", body, role)


async def test_a_move_repeats_what_was_asked_and_is_done(tasks):
    answer = await post(tasks, "reorder/", MOVE)
    assert (answer.status_code, answer.json()) == (200, {**MOVE, "segment_by_ordering_field": False})
    assert places(tasks) == [3, 1, 2, 4]


@pytest.mark.parametrize(("first", "last"), [(1, 3), (3, 1)])
@pytest.mark.parametrize("by_place", [False, True])
async def test_back_the_two_ends_may_be_named_either_way(tasks, first, last, by_place):
    ends = {"segment_from": first, "segment_to": last, "segment_by_ordering_field": by_place}
    answer = await post(tasks, "reorder/", {**MOVE, **ends, "forward": False, "item": 4})
    assert answer.status_code == 200
    assert places(tasks) == [2, 3, 4, 1]


async def test_only_rows_of_the_filter_are_counted_anew(tasks):
    body = {"ordering_field": "place", "ordering": "-title"}
    assert (await post(tasks, "reset_order/?team__name=red", body)).json() == body
    assert places(tasks) == [2, 2, 1, 4]


async def test_values_come_in_the_order_that_is_given_whatever_their_column_is_called(tasks):
    await post(tasks, "reset_order/", {"ordering_field": "place", "value_ordering": "na-me-z,y"})
    assert places(tasks) == [3, 2, 4, 1]


RED = {"column": "team.name", "op": "eq", "value": "red"}


async def test_hidden_rows_are_neither_moved_nor_named(tasks):
    await grant(tasks, {"editor": {"tables": {"tasks": {"update": True, "rows": RED}, "teams": {}}}})
    for name in ("segment_from", "segment_to", "item"):
        answer = await post(
            tasks, "reorder/", {**MOVE, "segment_from": 1, "segment_to": 3, name: 2}, "editor"
        )
        assert (answer.status_code, answer.json()["code"]) == (404, "unknown_row")
    await post(tasks, "reset_order/", {"ordering_field": "place", "ordering": "-id"}, "editor")
    assert places(tasks) == [2, 2, 1, 4]


@pytest.mark.parametrize(
    "rights",
    [
        {},
        {"update": ["title"]},
        {"update": True, "rows": {"column": "place", "op": "lt", "value": 3}},
        {"update": True, "rows": {"column": "team.tasks.place", "op": "lt", "value": 3}},
    ],
)
async def test_who_may_not_change_places_moves_nothing(tasks, rights):
    await grant(tasks, {"editor": {"tables": {"tasks": rights, "teams": {}}}})
    answer = await post(tasks, "reorder/", MOVE, "editor")
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert places(tasks) == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"ordering_field": "absent"}, 400, "unknown_column"),
        ({"ordering_field": "title"}, 422, "invalid_value"),
        ({"ordering_field": "id"}, 422, "invalid_value"),
        ({"ordering_field": "team_id"}, 422, "invalid_value"),
        ({"ordering_field": 1}, 422, "invalid_value"),
        ({"ordering_field": None}, 422, "required"),
        ({"forward": "maybe"}, 422, "invalid_value"),
        ({"segment_from": 99}, 404, "unknown_row"),
        ({"segment_from": {}}, 422, "invalid_value"),
        ({"item": [1, 2]}, 404, "unknown_row"),
        ({"segment_from": "x", "segment_by_ordering_field": True}, 422, "invalid_value"),
        ({"more": 1}, 422, "unknown_field"),
    ],
)
async def test_a_move_that_makes_no_sense_is_refused(tasks, change, status, code):
    refused = await tasks.refused("POST", "/api/models/tasks/reorder/", {**MOVE, **change})
    assert refused == (status, code)
    assert places(tasks) == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"ordering": "absent"}, 400, "unknown_column"),
        ({"value_ordering": "absent-x"}, 422, "invalid_value"),
        ({"value_ordering": "place-x"}, 422, "invalid_value"),
        ({"value_ordering": "title-" + "x," * 200}, 400, "query_too_complex"),
        ({"ordering": 3}, 422, "invalid_value"),
    ],
)
async def test_an_order_that_makes_no_sense_is_refused(tasks, change, status, code):
    body = {"ordering_field": "place", **change}
    assert await tasks.refused("POST", "/api/models/tasks/reset_order/", body) == (status, code)


@pytest.mark.parametrize(
    ("path", "before", "behind"),
    [
        ("2/get_siblings/", {"id": 3}, {"id": 1}),
        ("4/get_siblings/", None, {"id": 3}),
        ("1/get_siblings/?_order_by=title", None, {"id": 2}),
        ("3/get_siblings/?_order_by=na-me,-title", None, {"id": 1}),
        ("3/get_siblings/?team__name=red", None, {"id": 1}),
    ],
)
async def test_siblings_are_the_rows_beside_one_in_the_list(tasks, path, before, behind):
    assert await tasks.get(f"/api/models/tasks/{path}") == {"prev": before, "next": behind}


async def test_siblings_name_the_whole_key(tasks):
    found = await tasks.get("/api/models/order_lines/1,2/get_siblings/")
    assert found == {"prev": {"order_id": 2, "line": 1}, "next": {"order_id": 1, "line": 1}}


async def test_siblings_show_no_hidden_row(tasks):
    await grant(tasks, {"viewer": {"tables": {"tasks": {"rows": RED}}}})
    found = await tasks.get("/api/models/tasks/1/get_siblings/", "viewer")
    assert found == {"prev": {"id": 3}, "next": None}
    refused = await tasks.refused("GET", "/api/models/tasks/2/get_siblings/", role="viewer")
    assert refused == (404, "unknown_row")


@pytest.mark.parametrize("path", ["orders/1/get_siblings/?_order_by=placed_at", "visits/x/get_siblings/"])
async def test_siblings_need_an_order_that_compares_as_it_sorts(tasks, path):
    assert await tasks.refused("GET", f"/api/models/{path}") == (400, "not_filterable")
