"""What lists can be asked beyond the plain: cursors, counts, keys, zones, related rows."""

import sqlite3
from dataclasses import replace

import pytest

from tests.bridge.conftest import running
from tests.bridge.test_refusals import grant

pytestmark = pytest.mark.anyio

ORDERS = "/api/models/orders/"


def ids(page):
    return [row["id"] for row in page["results"]]


async def walked(jetway, path, role="owner"):
    """The ids of all pages, one page after the other."""
    found, address = [], path
    while address:
        page = await jetway.get(address, role)
        found.append(ids(page))
        address = page["next"]
    return found


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("", [3, 2, 1]),
        ("id", [1, 2, 3]),
        ("total", [3, 2, 1]),
        ("-total", [1, 2, 3]),
        ("status,-number", [3, 2, 1]),
        ("-customer_id,total", [2, 3, 1]),
    ],
)
@pytest.mark.parametrize("per_page", [1, 2, 3])
async def test_cursors_walk_the_whole_list_in_order(standing, order, per_page, expected):
    pages = await walked(standing, f"{ORDERS}?_cursor=&_per_page={per_page}&_order_by={order}")
    assert [one for page in pages for one in page] == expected
    assert all(len(page) == per_page for page in pages[:-1])


async def test_a_cursor_shows_no_column_that_was_not_selected(standing):
    page = await standing.get(f"{ORDERS}?_cursor=&_per_page=1&_select=number&_order_by=-total")
    assert page["results"] == [{"number": "A-1"}]
    assert (page["count"], page["count_kind"], page["has_more"]) == (None, "none", True)


@pytest.mark.parametrize(
    "other",
    [
        "/api/models/customers/?_per_page=1",
        "/api/models/orders/?_per_page=1&_order_by=total",
        "/api/models/orders/?_per_page=1&_order_by=id",
    ],
)
async def test_a_cursor_of_another_list_is_refused(standing, other):
    page = await standing.get(f"{ORDERS}?_cursor=&_per_page=1")
    cursor = page["next"].partition("_cursor=")[2].partition("&")[0]
    assert await standing.refused("GET", f"{other}&_cursor={cursor}") == (400, "invalid_cursor")


async def test_a_cursor_of_somebody_else_is_refused(standing):
    page = await standing.get(f"{ORDERS}?_cursor=&_per_page=1")
    assert await standing.refused("GET", page["next"], role="admin") == (400, "invalid_cursor")


@pytest.mark.parametrize("cursor", ["x", "AAAA", "%F0%9F%98%80", "A" * 9000, "eyJ2IjpbMV19"])
async def test_a_cursor_of_nobody_is_refused(standing, cursor):
    assert await standing.refused("GET", f"{ORDERS}?_cursor={cursor}") == (400, "invalid_cursor")


@pytest.mark.parametrize("query", ["_cursor=&page=2", "_cursor=&_no_pagination=1"])
async def test_a_cursor_stands_alone(standing, query):
    assert await standing.refused("GET", f"{ORDERS}?{query}") == (400, "invalid_parameter")


async def test_a_table_without_key_has_no_cursors(standing):
    assert await standing.refused("GET", "/api/models/visits/?_cursor=") == (400, "not_filterable")


async def test_a_small_count_is_exact_whatever_was_asked(standing):
    for kind in ("exact", "estimated", "capped"):
        page = await standing.get(f"{ORDERS}?_count={kind}&_per_page=2")
        assert (page["count"], page["count_kind"], page["has_more"]) == (3, "exact", True)


@pytest.fixture
async def analysed(shop):
    """An installation whose database knows about how many rows its tables have."""
    with sqlite3.connect(shop.database) as connection:
        connection.execute("ANALYZE")
    async with running(shop) as started:
        yield started


async def test_an_estimate_is_told_where_nothing_is_filtered(analysed):
    jetway = analysed
    page = await jetway.get(f"{ORDERS}?_count=estimated&_per_page=2")
    assert (page["count"], page["count_kind"], page["estimate"], page["has_more"]) == (
        None,
        "estimated",
        3,
        True,
    )
    filtered = await jetway.get(f"{ORDERS}?_count=estimated&status=new")
    assert (filtered["count"], filtered["count_kind"]) == (2, "exact")


async def test_an_estimate_tells_nothing_of_hidden_rows(analysed):
    paid = {"column": "status", "op": "eq", "value": "paid"}
    await grant(analysed, {"viewer": {"tables": {"orders": {"rows": paid}}}})
    page = await analysed.get(f"{ORDERS}?_count=estimated", "viewer")
    assert (page["count"], page["count_kind"]) == (1, "exact")


@pytest.mark.parametrize("kind", ["exact", "capped"])
async def test_a_count_that_takes_too_long_is_left_out(shop, kind):
    numbers = "WITH RECURSIVE s(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM s) SELECT x FROM s"
    with sqlite3.connect(shop.database) as connection:
        connection.execute(f"CREATE VIEW endless AS {numbers} WHERE x < 50")
    async with running(replace(shop, statement_s=0.1)) as started:
        page = await started.get(f"/api/models/endless/?_count={kind}&_per_page=2")
    assert len(page["results"]) == 2
    assert (page["count"], page["count_kind"], page["has_more"]) == (None, "estimated", True)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("orders/?_keys=1,3", [3, 1]),
        ("orders/?_keys=1,99,x", [1]),
        ("orders/?_keys=1,3&status=new", [3]),
    ],
)
async def test_rows_are_found_by_their_keys(standing, path, expected):
    assert ids(await standing.get(f"/api/models/{path}")) == expected


async def test_composite_and_odd_keys_are_found_together(standing):
    page = await standing.get("/api/models/order_lines/?_keys=1,2,2,1")
    assert [row["quantity"] for row in page["results"]] == [1, 7]
    odd = await standing.get("/api/models/settings/?_keys=x%252Cy,a%2Fb")
    assert sorted(row["key"] for row in odd["results"]) == ["a/b", "x,y"]


async def test_no_cursor_stands_where_text_sorts_otherwise_than_it_compares(standing):
    assert await standing.refused("GET", f"{ORDERS}?_cursor=&_order_by=placed_at") == (400, "not_filterable")


@pytest.mark.parametrize("path", ["order_lines/?_keys=1", "totals/?_keys=1"])
async def test_keys_that_are_not_whole_are_refused(standing, path):
    assert await standing.refused("GET", f"/api/models/{path}") == (400, "invalid_parameter")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("customer__name__isempty=false", [3, 2, 1]),
        ("placed_at__isempty=true", [2]),
        ("placed_at__date=2026-11-01", [1]),
        ("placed_at__year=2026", [3, 1]),
        ("placed_at__lt=@now%2B900y", [3, 1]),
        ("placed_at__gt=@today%2B900y", []),
        ("order_lines__count=2", [1]),
        ("order_lines__count__gte=1", [2, 1]),
        ("order_lines__count=0", [3]),
        ("order_lines__sum__quantity__gt=11", [1]),
        ("order_lines__avg__quantity=6", [1]),
        ("order_lines__max__quantity__in=1,7", [2, 1]),
        ("customer__orders__count=2", [3, 1]),
        ("customer__orders__sum__total__gte=10.5", [3, 1]),
        ("customer__orders__sum__total=3", [2]),
        ("exclude__order_lines__count__gt=0", [3]),
        ('_filter={"column": "order_lines.count", "op": "lt", "value": 1}', [3]),
        ('_filter={"column": "order_lines.sum.quantity", "op": "gt", "value": 11}', [1]),
        ('_filter={"column": "customer.orders.max.total", "op": "isnull", "value": false}', [3, 2, 1]),
        ('_filter={"not": {"column": "customer.orders.count", "op": "in", "value": [2]}}', [2]),
        ('_filter={"column": "customer.orders.max.placed_at", "op": "year__gt", "value": 2025}', [3, 1]),
        ("_relation=customer_id.customers.id|country.BR", [3, 1]),
        ("_relation=customer_id.customers.id|region_id.regions.id|name.North,East", [2]),
        ("_relation=status.paid,lost", None),
        ("_relation=number.A-1,A-3", [3, 1]),
        ("_relation=", [3, 2, 1]),
        ("_m2m=tags", []),
    ],
)
async def test_a_list_filters_by_more_than_columns(standing, query, expected):
    answer = await standing.ask("GET", f"{ORDERS}?{query}")
    assert (answer.status_code == 422) if expected is None else (ids(answer.json()) == expected)


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("order_lines__sum__absent__gt=1", 400, "unknown_column"),
        ('_filter={"column": "order_lines.sum.absent", "op": "gt", "value": 1}', 400, "unknown_column"),
        ('_filter={"column": "order_lines.sum", "op": "gt", "value": 1}', 400, "unknown_column"),
        ('_filter={"column": "customer.orders.sum.number", "op": "gt", "value": 1}', 400, "unknown_lookup"),
        ('_filter={"column": "order_lines.count", "op": "gt", "value": "x"}', 422, "invalid_value"),
        ("order_lines__sum=1", 400, "unknown_column"),
        ("order_lines__count__like=1", 400, "unknown_column"),
        ("customer__orders__sum__number=1", 400, "unknown_lookup"),
        ("order_lines__count=x", 422, "invalid_value"),
        ("_relation=customer_id.absent.id|name.x", 400, "unknown_relation"),
        ("_relation=customer_id", 400, "invalid_parameter"),
        ("_m2m=absent,1", 400, "unknown_relation"),
        ("tz=garbage", 400, "invalid_parameter"),
        ("tz=%2B25:00", 400, "invalid_parameter"),
        ("placed_at__gt=@tomorrow", 422, "invalid_value"),
        ("placed_at__gt=@now%2B9x", 422, "invalid_value"),
        ("placed_at__gt=@now%2B99999y", 422, "invalid_value"),
        ("placed_at__date=x", 422, "invalid_value"),
        ("number__year=2026", 422, "invalid_value"),
    ],
)
async def test_a_filter_that_makes_no_sense_is_refused(standing, query, status, code):
    assert await standing.refused("GET", f"{ORDERS}?{query}") == (status, code)


async def test_the_rows_of_a_to_many_relation_come_along(standing):
    page = await standing.get(f"{ORDERS}?_expand=order_lines&_select=id")
    assert page["results"] == [
        {"id": 3, "order_lines": []},
        {"id": 2, "order_lines": [{"order_id": 2, "line": 1, "quantity": 1}]},
        {
            "id": 1,
            "order_lines": [
                {"order_id": 1, "line": 2, "quantity": 7},
                {"order_id": 1, "line": 1, "quantity": 5},
            ],
        },
    ]


async def test_hops_to_many_and_to_one_are_mixed(standing):
    row = await standing.get(
        "/api/models/regions/1/?_select=name,customers.orders.number,customers.region.name"
    )
    assert row == {
        "name": "South",
        "customers": [{"orders": [{"number": "A-3"}, {"number": "A-1"}], "region": {"name": "South"}}],
    }


async def test_what_is_hidden_comes_along_nowhere(jetway):
    paid = {"column": "status", "op": "eq", "value": "paid"}
    role = {
        "tables": {
            "customers": {"read": ["name"]},
            "orders": {"aggregate": True, "read": ["number", "customer_id"], "rows": paid},
        }
    }
    await grant(jetway, {"viewer": role})
    page = await jetway.get("/api/models/customers/?_expand=orders&orders__count__gte=0", "viewer")
    assert [(row["name"], [order["number"] for order in row["orders"]]) for row in page["results"]] == [
        ("Chi", []),
        ("Bo", []),
        ("Ana", ["A-1"]),
    ]


@pytest.mark.parametrize(
    "query",
    [
        "orders__sum__total__gt=1",
        "_expand=order_lines",
        "_select=orders.order_lines.quantity",
        "_relation=id.order_lines.order_id|line.1",
        "_m2m=order_lines,1",
        "orders__order_lines__count=1",
    ],
)
async def test_what_is_hidden_answers_as_what_is_not_there(jetway, query):
    role = {
        "tables": {
            "customers": {"read": ["name"]},
            "orders": {"aggregate": True, "read": ["number", "customer_id"]},
        }
    }
    await grant(jetway, {"viewer": role})
    hidden = await jetway.ask("GET", f"/api/models/customers/?{query}", role="viewer")
    absent = query.replace("order_lines", "absent").replace("total", "absent")
    unknown = await jetway.ask("GET", f"/api/models/customers/?{absent}", role="viewer")
    assert hidden.status_code == unknown.status_code == 400
    assert (
        hidden.json()["detail"].replace("order_lines", "absent").replace("total", "absent")
        == (unknown.json()["detail"])
    )


async def test_an_answer_that_was_cut_says_so(jetway):
    rights = {"aggregate": True, "max_rows": 2}
    await grant(
        jetway, {"owner": {"every_table": {"aggregate": True}}, "viewer": {"tables": {"orders": rights}}}
    )
    groups = f"{ORDERS}group/?_x_column=number&_y_func=count"
    for path in (groups, f"{ORDERS}?_no_pagination=1"):
        cut, whole = await jetway.ask("GET", path, role="viewer"), await jetway.ask("GET", path)
        assert (len(cut.json()), cut.headers["jetway-truncated"]) == (2, "2")
        assert (len(whole.json()), "jetway-truncated" in whole.headers) == (3, False)


@pytest.mark.parametrize("key", ["tomorrow", "5", "2026-11-01"])
async def test_a_row_that_is_listed_is_found_by_the_key_shown(shop, key):
    with sqlite3.connect(shop.database) as connection:
        connection.executescript("CREATE TABLE days (day DATE PRIMARY KEY, note TEXT) WITHOUT ROWID;")
        connection.executescript("INSERT INTO days VALUES ('tomorrow', ''), (5, ''), ('2026-11-01', '')")
    async with running(shop) as jetway:
        path = f"/api/models/days/{key}/"
        assert str((await jetway.get(path))["day"]) == key
        assert [
            str(row["day"]) for row in (await jetway.get(f"/api/models/days/?_keys={key}"))["results"]
        ] == [key]
        first = await jetway.get("/api/models/days/?_cursor=&_per_page=2")
        assert (len(first["results"]), len((await jetway.get(first["next"]))["results"])) == (2, 1)
        await grant(jetway, {"editor": {"tables": {"days": {"update": True, "rows": NOT_GONE}}}})
        assert (await jetway.ask("PATCH", path, {"note": "x"}, "editor")).status_code == 200


NOT_GONE = {"not": {"column": "note", "op": "eq", "value": "gone"}}


async def test_a_rule_may_count_related_rows(jetway):
    rule = {"column": "order_lines.count", "op": "gte", "value": 2}
    await grant(jetway, {"viewer": {"tables": {"orders": {"rows": rule}}}})
    assert ids(await jetway.get(ORDERS, "viewer")) == [1]
