"""Lists, rows, aggregates and groups."""

import pytest

pytestmark = pytest.mark.anyio


def ids(page):
    return [row["id"] for row in page["results"]]


async def test_a_list_goes_down_by_key_in_an_envelope(standing):
    page = await standing.get("/api/models/orders/?_per_page=2")
    assert ids(page) == [3, 2]
    assert (page["count"], page["count_kind"], page["num_pages"], page["per_page"]) == (3, "exact", 2, 2)
    assert page["has_more"] is True
    assert page["next"] == "http://127.0.0.1:8000/api/models/orders/?_per_page=2&page=2"
    assert page["previous"] is None


async def test_the_last_page_knows_that_it_is_the_last(standing):
    page = await standing.get("/api/models/orders/?_per_page=2&page=2")
    assert ids(page) == [1]
    assert (page["has_more"], page["next"]) == (False, None)
    assert page["previous"] == "http://127.0.0.1:8000/api/models/orders/?_per_page=2"


async def test_an_exact_last_page_has_no_more(standing):
    for count in ("exact", "none"):
        page = await standing.get(f"/api/models/orders/?_per_page=3&_count={count}")
        assert page["has_more"] is False


async def test_a_list_without_count_still_knows_whether_there_is_more(standing):
    page = await standing.get("/api/models/orders/?_per_page=2&_count=none")
    assert (page["count"], page["count_kind"], page["num_pages"], page["has_more"]) == (
        None,
        "none",
        None,
        True,
    )


async def test_a_page_behind_the_last_is_empty(standing):
    page = await standing.get("/api/models/orders/?page=99")
    assert (page["results"], page["count"], page["has_more"]) == ([], 3, False)


async def test_without_pagination_the_answer_is_the_rows(standing):
    assert [row["id"] for row in await standing.get("/api/models/orders/?_no_pagination=1")] == [3, 2, 1]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("status=paid", [1]),
        ("exclude__status=paid", [3, 2]),
        ("number__icontains=a-", [3, 2, 1]),
        ("number__in=A-1,A-3", [3, 1]),
        ("number__in=A-1&number__in=A-2", [2, 1]),
        ("id__range=2,3", [3, 2]),
        ("total__gte=3", [2, 1]),
        ("total__isnull=true", [3]),
        ("placed_at__lt=2026-10-31T00:00:00", [3]),
        ("customer__country=BR", [3, 1]),
        ("customer__region__name=North", [2]),
        ("order_lines__quantity__gt=6", [1]),
        ("_search=a-2", [2]),
        (
            '_filter={"or":[{"column":"status","op":"eq","value":"paid"},{"column":"id","op":"gt","value":2}]}',
            [3, 1],
        ),
        ('_filter={"not":{"column":"customer.country","op":"eq","value":"BR"}}', [2]),
        ("_order_by=-total", [1, 2, 3]),
        ("_order_by=status,-id", [3, 2, 1]),
    ],
)
async def test_a_list_filters_searches_and_sorts(standing, query, expected):
    assert ids(await standing.get(f"/api/models/orders/?{query}")) == expected


async def test_a_selection_shortens_rows_and_brings_related_ones(standing):
    page = await standing.get("/api/models/orders/?_select=id,customer.name&id=2")
    assert page["results"] == [{"id": 2, "customer": {"name": "Bo"}}]


async def test_an_expanded_relation_that_leads_nowhere_is_null(standing):
    page = await standing.get("/api/models/customers/?_expand=region&id=3")
    assert page["results"][0]["region"] is None


async def test_a_row_is_found_by_its_key(standing):
    row = await standing.get("/api/models/orders/1/")
    assert row == {
        "id": 1,
        "number": "A-1",
        "status": "paid",
        "total": "10.5",
        "placed_at": "2026-11-01T10:00:00",
        "customer_id": 1,
    }


async def test_a_row_brings_related_ones_along(standing):
    row = await standing.get("/api/models/orders/1/?_select=id,customer.region.name")
    assert row == {"id": 1, "customer": {"region": {"name": "South"}}}


@pytest.mark.parametrize(
    ("segment", "key"),
    [
        ("a%2Fb", "a/b"),
        ("50%25", "50%"),
        ("%F0%9F%98%80", "😀"),
        ("=", ""),
        ("x%2Cy", "x,y"),
        ("=x%2Cy", "x,y"),
        ("=group", "group"),
    ],
)
async def test_keys_of_any_shape_find_their_row(standing, segment, key):
    assert (await standing.get(f"/api/models/settings/{segment}/"))["key"] == key


async def test_a_composite_key_is_joined_by_commas(standing):
    assert (await standing.get("/api/models/order_lines/1,2/"))["quantity"] == 7


async def test_an_aggregate_is_one_number(standing):
    path = "/api/models/orders/aggregate/"
    assert await standing.get(f"{path}?_y_func=count") == {"y_func": 3}
    assert await standing.get(f"{path}?_y_func=sum&_y_column=total&customer__country=BR") == {
        "y_func": "10.5"
    }
    assert await standing.get(f"{path}?_y_func=max&_y_column=number") == {"y_func": "A-3"}


async def test_groups_are_ordered_and_numbered(standing):
    path = "/api/models/orders/group/"
    assert await standing.get(f"{path}?_y_func=count&_x_column=status") == [
        {"group": "new", "y_func": 2},
        {"group": "paid", "y_func": 1},
    ]
    months = await standing.get(
        f"{path}?_y_func=count&_x_column=placed_at&_x_lookup=date_month&_x_column=status&placed_at__isnull=false"
    )
    assert months == [
        {"group": "2026-10-01T00:00:00", "group_2": "new", "y_func": 1},
        {"group": "2026-11-01T00:00:00", "group_2": "paid", "y_func": 1},
    ]


async def test_groups_by_nothing_are_one(standing):
    assert await standing.get("/api/models/orders/group/?_y_func=Count") == [{"y_func": 3}]


async def test_days_have_short_names(standing):
    path = "/api/models/orders/group/?_y_func=count&_x_column=placed_at&placed_at__isnull=false&_x_lookup"
    days = await standing.get(f"{path}=date_day")
    assert days == await standing.get(f"{path}=date") == await standing.get(f"{path}=auto")


async def test_a_sum_over_nothing_is_zero(standing):
    path = "/api/models/orders/aggregate/?_y_func={}&_y_column=id&id=99"
    assert await standing.get(path.format("sum")) == {"y_func": 0}
    assert await standing.get(path.format("max")) == {"y_func": None}


async def test_a_search_finds_references(standing):
    assert ids(await standing.get("/api/models/orders/?_search=2")) == [2]
    assert ids(await standing.get("/api/models/orders/?_search=1&number=A-3")) == [3]


async def test_model_descriptions_tell_columns_links_and_verbs(standing):
    tables = {table["model"]: table for table in await standing.get("/api/model_descriptions/")}
    assert tables["order_lines"]["key"] == ["order_id", "line"]
    assert tables["totals"]["verbs"] == ["read"]
    assert {(link["name"], link["many"]) for link in tables["orders"]["links"]} == {
        ("customer", False),
        ("order_lines", True),
    }
    status = next(field for field in tables["orders"]["fields"] if field["name"] == "status")
    assert (status["type"], status["options"], status["required"]) == ("enum", ["new", "paid"], False)
    assert not any(name.startswith("jetway") for name in tables)


async def test_a_table_made_while_serving_can_be_read_after_the_next_description(jetway):
    await jetway.get("/api/model_descriptions/")
    jetway.sql("ALTER TABLE orders RENAME COLUMN total TO amount")
    page = await jetway.get("/api/models/orders/?id=1")
    assert page["results"][0]["amount"] == "10.5"


async def test_the_next_page_has_a_proper_address_whatever_the_tables_name(standing):
    page = await standing.get("/api/models/Odd%20Name%2F%25/?_per_page=1")
    assert page["next"] == "http://127.0.0.1:8000/api/models/Odd%20Name%2F%25/?_per_page=1&page=2"
