"""An app with GraphQL as a source: a shop on the reference implementation, with lists of the usual shapes."""

import json
from collections.abc import AsyncIterator

import msgspec
import pytest
from graphql import build_schema, introspection_from_schema

from jetway.core.errors import (
    AppBusy,
    AppKeyRefused,
    AppNotPermitted,
    AppRefused,
    BadSource,
    GraphqlRefused,
    UpstreamUnavailable,
)
from jetway.core.expr import Op
from jetway.core.schema import Type, Verb
from jetway.core.secret import Secret
from jetway.sources.draft.graphql.draft import api, draft_of
from jetway.sources.kinds import connect, graphql, rest
from jetway.sources.rest.auth import ApiKey
from tests.fakes.app import app
from tests.fakes.graphql import KEY, SCHEMA, Shop
from tests.sources.connected import LOCAL, Connected, opened

pytestmark = pytest.mark.anyio

BEARER = ApiKey(secret="key", name="Authorization", prefix="Bearer ")


def options(address: str) -> graphql.Options:
    return graphql.Options(f"{address}/graphql", Secret(KEY))


@pytest.fixture
async def shop() -> AsyncIterator[Connected]:
    async with app(Shop()) as kept:
        ana = kept.customer("Ana", email="ana@example.com", address={"city": "Porto"}, tags=["a", "b"])
        for number in range(45):
            kept.customer(f"n{number:02}")
        kept.order("A1", total=12.5, customer=ana, meta={"note": [1]})
        kept.order("A2", state="PAID")
        kept.order("A3", state="PAID", total=3.0)
        kept.product("Pen", price=1.5)
        kept.product("Ink", active=False)
        async with opened("graphql", options, kept) as made:
            yield made


def variables(made: Connected) -> dict:
    return made.fake.sent().get("variables", {})


async def test_queries_that_list_records_become_tables(shop):
    assert list(shop.schema.tables) == ["customers", "orders", "products"]
    orders = shop.schema.tables["orders"]
    types = {column.name: column.type for column in orders.columns}
    assert types == {
        "id": Type.INTEGER,
        "number": Type.TEXT,
        "state": Type.ENUM,
        "total": Type.FLOAT,
        "placed_at": Type.TIMESTAMPTZ,
        "meta": Type.JSON,
        "customer.id": Type.TEXT,
        "customer.name": Type.TEXT,
        "customer.email": Type.TEXT,
        "customer.tags": Type.ARRAY,
    }
    assert orders.column("state").options == ("NEW", "PAID", "SENT")
    assert all(table.verbs == set(Verb) for table in shop.schema.tables.values())
    assert shop.schema.tables["customers"].countable
    assert not orders.countable
    customers = shop.schema.tables["customers"]
    assert (customers.comment, customers.column("name").comment) == ("Who buys.", "As on the letter.")


async def test_a_connection_is_read_to_its_end(shop):
    rows = await shop.rows("customers")
    assert [row["name"] for row in rows] == ["Ana", *(f"n{number:02}" for number in range(45))]
    assert len(shop.fake.asked) == 3
    assert (rows[0]["address.city"], rows[1]["address.city"], rows[0]["tags"]) == ("Porto", None, ["a", "b"])
    [two, three] = await shop.rows("customers", limit=2, offset=1)
    assert (two["name"], three["name"], variables(shop)) == ("n00", "n01", {"first": 3})


async def test_a_list_is_read_to_its_end(shop):
    for number in range(250):
        shop.fake.order(f"B{number}")
    assert [row["id"] for row in await shop.rows("orders")] == list(range(1, 254))
    assert variables(shop) == {"limit": 100, "offset": 253}


@pytest.mark.parametrize(
    ("place", "op", "value", "found", "sent"),
    [
        ("customers.email", Op.EQ, "ana@example.com", ["Ana"], {"email": "ana@example.com", "first": 100}),
        ("orders.state", Op.EQ, "PAID", ["A2", "A3"], {"where": {"state": {"_eq": "PAID"}}}),
        ("orders.state", Op.IN, ("NEW", "SENT"), ["A1"], {"where": {"state": {"_in": ["NEW", "SENT"]}}}),
        ("orders.total", Op.IS_NULL, True, ["A2"], {"where": {"total": {"_is_null": True}}}),
        ("orders.total", Op.GT, 3.0, ["A1"], {"where": {"total": {"_gt": 3.0}}}),
        ("orders.placed_at", Op.LT, "2024-05-03T00:00:00+00:00", ["A1"], {}),
        ("products.active", Op.EQ, False, ["Ink"], {"condition": {"active": False}, "first": 100}),
        ("products.name", Op.CONTAINS, "n", ["Pen", "Ink"], {"first": 100}),
    ],
)
async def test_arguments_are_filters_where_their_shape_tells(shop, place, op, value, found, sent):
    table = place.partition(".")[0]
    rows = await shop.rows(table, shop.compare(place, op, value))
    assert [row.get("number", row.get("name")) for row in rows] == found
    [(_, _, _, body), *_] = shop.fake.asked
    assert json.loads(body).get("variables", {}).items() >= sent.items()
    assert "where" in sent or "where" not in json.loads(body)["variables"]


@pytest.mark.parametrize(
    ("table", "column", "said"),
    [
        ("customers", "name", {"orderBy": {"field": "NAME", "direction": "DESC"}}),
        ("orders", "number", {"order_by": {"number": "desc"}}),
        ("products", "name", {"orderBy": "NAME_DESC"}),
    ],
)
async def test_the_usual_ways_to_sort_are_known(shop, table, column, said):
    rows = await shop.rows(table, order=shop.order(table, column, descending=True), limit=2)
    assert rows == sorted(rows, key=lambda row: row[column], reverse=True)
    assert variables(shop).items() >= said.items()
    assert not shop.schema.tables["orders"].column("total").sortable


async def test_a_record_is_read_by_its_key(shop):
    assert [row["number"] for row in await shop.rows("orders", shop.compare("orders.id", Op.EQ, 2))] == ["A2"]
    assert variables(shop) == {"id": 2}
    assert await shop.rows("customers", shop.compare("customers.id", Op.IN, ("nobody",))) == []


async def test_customers_are_changed_by_an_argument_and_an_input(shop):
    made = await shop.insert("customers", name='D" } {', tags=["x"])
    assert (made["name"], made["tags"]) == ('D" } {', ["x"])
    changed = await shop.update("customers", made["id"], email="di@example.com")
    assert (changed["name"], changed["email"]) == ('D" } {', "di@example.com")
    assert variables(shop) == {"id": made["id"], "input": {"email": "di@example.com"}}
    await shop.delete("customers", made["id"])
    assert made["id"] not in shop.fake.customers
    with pytest.raises(AppRefused):
        await shop.delete("customers", "c001")


async def test_orders_are_changed_as_hasura_has_it(shop):
    made = await shop.insert("orders", number="A9", state="SENT")
    assert variables(shop) == {"object": {"number": "A9", "state": "SENT"}}
    assert (await shop.update("orders", made["id"], total=7.5))["total"] == 7.5
    assert variables(shop) == {"pk_columns": {"id": made["id"]}, "_set": {"total": 7.5}}
    await shop.delete("orders", made["id"])
    assert made["id"] not in shop.fake.orders


async def test_products_are_changed_as_postgraphile_has_it(shop):
    made = await shop.insert("products", name="Cap", price=2.0)
    assert variables(shop) == {"input": {"product": {"name": "Cap", "price": 2.0}}}
    assert (await shop.update("products", made["id"], active=False))["active"] is False
    assert variables(shop) == {"input": {"id": made["id"], "patch": {"active": False}}}
    await shop.delete("products", made["id"])
    assert made["id"] not in shop.fake.products


async def test_errors_that_come_with_status_200_are_failures(shop):
    with pytest.raises(AppRefused, match="A price is not negative"):
        await shop.update("products", "p001", price=-1.0)
    with pytest.raises(AppRefused, match="It is for sale"):
        await shop.delete("products", "p001")
    with pytest.raises(AppRefused, match="Nobody may not come in"):
        await shop.insert("customers", name="Nobody")
    for code, failure in (
        ("UNAUTHENTICATED", AppKeyRefused),
        ("FORBIDDEN", AppNotPermitted),
        ("INTERNAL_SERVER_ERROR", UpstreamUnavailable),
        ("THROTTLED", AppBusy),
    ):
        refusal = {"data": None, "errors": [{"message": "no", "extensions": {"code": code}}]}
        shop.fake.faults = [(200, refusal, {})] * 3
        with pytest.raises(failure):
            await shop.rows("orders")
        shop.fake.faults.clear()


async def test_a_server_that_does_not_tell_its_schema_is_told():
    async with app(Shop()) as kept:
        for address, key, why in (
            (f"{kept.address}/graphql", "other", "does not take the key"),
            (f"{kept.address}/other", KEY, "POST JSON"),
            ("https://user@example.com/graphql", KEY, "no address"),
        ):
            with pytest.raises(BadSource, match=why):
                await connect("graphql", graphql.Options(address, Secret(key)), LOCAL)
        with pytest.raises(BadSource, match="name of a header"):
            await connect("graphql", graphql.Options(f"{kept.address}/graphql", Secret(KEY), "a: b"), LOCAL)
        kept.faults = [(200, {"data": {"__schema": None}}, {})]
        with pytest.raises(BadSource, match="introspection is off"):
            await connect("graphql", options(kept.address), LOCAL)


async def test_a_draft_is_a_description_that_the_rest_source_takes(shop):
    draft = draft_of(introspection_from_schema(SCHEMA), api(shop.fake.address, "/graphql", BEARER))
    why = {one.path: one.why for one in draft.left_out}
    assert why["secrets"].startswith("it needs the argument token")
    assert why["regions"] == "its records have no key"
    assert why["version"] == "it lists no records"
    text = msgspec.json.encode(draft.description).decode()
    source = await connect("rest", rest.Options(text, Secret(KEY)), LOCAL)
    assert list((await source.describe()).tables) == ["customers", "orders", "products"]
    await source.close()


@pytest.mark.parametrize(
    "told",
    [
        None,
        [],
        {},
        {"data": {"__schema": {}}},
        {"__schema": {"types": 7}},
        {"__schema": {"types": [{"kind": "x"}]}},
    ],
)
def test_what_is_no_schema_is_refused(told):
    with pytest.raises(GraphqlRefused):
        draft_of(told, api("https://example.com", "/graphql", BEARER))


@pytest.mark.parametrize(
    ("mutations", "verbs"),
    [
        ("createThing(name: String!): Thing", {Verb.CREATE}),
        ("thingCreate(input: In!): Thing  thingDelete(thingId: ID!): ID", {Verb.CREATE, Verb.DELETE}),
        ("createThing(name: String!, captcha: String!): Thing", set()),
        ("createThing(name: String!): ID", set()),
        ("updateThing(input: Change!): Thing", {Verb.UPDATE}),
        ("updateThing(input: Whole!): Thing", set()),
        ("deleteThing(input: In!): Thing", set()),
    ],
)
def test_only_mutations_that_are_understood_whole_become_changes(mutations, verbs):
    schema = build_schema(f"""
        type Thing {{ id: ID! name: String! size: Int }}
        type Query {{ things: [Thing!]! }}
        input In {{ name: String! }}
        input Change {{ id: ID! name: String size: Int }}
        input Whole {{ id: ID! name: String! size: Int! }}
        type Mutation {{ {mutations} }}
    """)
    drafted = draft_of(introspection_from_schema(schema), api("https://example.com", "/", BEARER))
    thing = drafted.description.collections["things"]
    made = {Verb.CREATE: thing.create, Verb.UPDATE: thing.update, Verb.DELETE: thing.delete}
    assert {verb for verb, way in made.items() if way is not None} == verbs
