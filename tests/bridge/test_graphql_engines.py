"""GraphQL on every engine: the same query, the same answer."""

from itertools import count

import pytest

from jetway.config import Settings
from tests.bridge.conftest import running
from tests.bridge.test_graphql import data
from tests.sources import databases

pytestmark = pytest.mark.anyio

_numbers = count()


@pytest.fixture(scope="module", params=["sqlite", "postgresql", "mariadb"])
async def shop(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("graphql")
    if request.param == "sqlite":
        url = databases.sqlite(folder / "shop.sqlite").removeprefix("sqlite:///")
    else:
        server = request.getfixturevalue(f"{request.param}_server")
        url = getattr(databases, request.param)(server, f"graphql_{next(_numbers)}")
    async with running(Settings(database=url, state=folder / "state")) as started:
        yield started


async def test_rows_with_their_relations(shop):
    query = """{ orders(filters: [{person_id: {relation: [{name: {containsI: "a"}}]}}],
        sort: [{total: {descending: true}}], pagination: {limit: 2}) {
      data { attrs { id total } person { attrs { name } } } pagination { count hasMore } } }"""
    found = (await data(shop, query))["orders"]
    rest = await shop.get(
        "/api/models/orders/?person__name__icontains=a&_order_by=-total&_per_page=2&_expand=person"
    )
    assert len(found["data"]) == 2
    assert [record["attrs"] | {"person": record["person"]["attrs"]["name"]} for record in found["data"]] == [
        {"id": row["id"], "total": row["total"], "person": row["person"]["name"]} for row in rest["results"]
    ]
    assert found["pagination"] == {"count": rest["count"], "hasMore": rest["has_more"]}


async def test_rows_of_a_relation_to_many(shop):
    query = '{ orders_by_key(key: "1") { lines(limit: 1) { attrs { position } } } }'
    [line] = (await data(shop, query))["orders_by_key"]["lines"]
    order = await shop.get("/api/models/orders/1/?_expand=lines")
    assert line["attrs"] == {"position": order["lines"][0]["position"]}


async def test_groups_and_one_number(shop):
    query = """{ orders_aggregate(func: Sum, column: total)
      orders_group(by: [{column: person_id}, {column: placed_at, unit: Year}], func: Max, column: total) {
        group value } }"""
    found = await data(shop, query)
    by = "_x_column=person_id&_x_column=placed_at&_x_lookup=plain&_x_lookup=date_year"
    rest = await shop.get(f"/api/models/orders/group/?{by}&_y_func=max&_y_column=total")
    assert [(*group["group"], group["value"]) for group in found["orders_group"]] == [
        (row["group"], row["group_2"], row["y_func"]) for row in rest
    ]
    total = await shop.get("/api/models/orders/aggregate/?_y_func=sum&_y_column=total")
    assert found["orders_aggregate"] == total["y_func"]


async def test_numbers_keep_their_digits(shop):
    number, decimal = 9223372036854775807, "12345678.000001"
    answer = await shop.ask("POST", "/api/models/things/", {"a_integer": number, "a_decimal": decimal})
    key = answer.json()["id"]
    query = f"""{{ things(filters: [
        {{id: {{eq: {key}}}}}, {{a_integer: {{eq: {number}}}}}, {{a_decimal: {{eq: {decimal}}}}}]) {{
      data {{ attrs {{ a_integer a_decimal }} }} }} }}"""
    [record] = (await data(shop, query))["things"]["data"]
    assert record["attrs"] == {"a_integer": number, "a_decimal": decimal}
