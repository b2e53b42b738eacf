"""GraphQL over a view: queries of one plan each, bounded before they run."""

import json
import sqlite3

import pytest
from graphql import get_introspection_query

from jetway.control.default_policy import DEFAULT_ROLES
from jetway.sources.sql.source import JsonSource
from tests.bridge.conftest import new_shop, running
from tests.bridge.test_refusals import MASKED, grant

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module")
async def narrowed(tmp_path_factory):
    """One installation in which a viewer sees little."""
    orders = {
        "read": ["id", "number", "customer_id"],
        "rows": {"column": "status", "op": "eq", "value": "new"},
        "aggregate": True,
        "max_rows": 1,
    }
    customers = {"read": ["id", "name"], "aggregate": True}
    async with running(new_shop(tmp_path_factory.mktemp("narrowed"))) as jetway:
        await grant(
            jetway, DEFAULT_ROLES | {"viewer": {"tables": {"orders": orders, "customers": customers}}}
        )
        yield jetway


async def send(jetway, query, role="owner", **more):
    answer = await jetway.ask("POST", "/api/graphql/", {"query": query, **more}, role)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def data(jetway, query, role="owner", **more):
    answer = await send(jetway, query, role, **more)
    assert "errors" not in answer, answer
    return answer["data"]


async def messages(jetway, query, role="owner", **more):
    return [error["message"] for error in (await send(jetway, query, role, **more))["errors"]]


async def test_a_list_has_records_and_a_pagination(standing):
    query = """{ orders(pagination: {page: 1, limit: 2}, sort: [{number: {}}])
      { data { attrs { id total } } pagination { count limit page offset hasMore } } }"""
    assert (await data(standing, query))["orders"] == {
        "data": [{"attrs": {"id": 1, "total": "10.5"}}, {"attrs": {"id": 2, "total": "3"}}],
        "pagination": {"count": 3, "limit": 2, "page": 1, "offset": None, "hasMore": True},
    }


async def test_related_rows_stand_in_the_record(standing):
    query = """{ orders(sort: [{id: {}}], pagination: {limit: 1}) { data {
      attrs { number }
      customer { attrs { name } region { attrs { name } } }
      order_lines(limit: 1) { attrs { quantity } }
    } } }"""
    assert (await data(standing, query))["orders"]["data"] == [
        {
            "attrs": {"number": "A-1"},
            "customer": {"attrs": {"name": "Ana"}, "region": {"attrs": {"name": "South"}}},
            "order_lines": [{"attrs": {"quantity": 7}}],
        }
    ]


async def test_a_root_field_is_one_statement(shop, monkeypatch):
    asked = []
    original = JsonSource.read_json

    async def counted(source, read):
        asked.append(read.table.name)
        return await original(source, read)

    monkeypatch.setattr(JsonSource, "read_json", counted)
    async with running(shop) as jetway:
        await data(
            jetway,
            """{
              customers { data { region { attrs { name } } orders { order_lines(limit: 5) { allAttrs } } } }
              orders { data { customer { region { attrs { name } } } } } }""",
        )
    assert asked == ["customers", "orders"]


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        ('[{status: {eq: "new"}}]', [2, 3]),
        ('[{number: {containsI: "a-"}}, {id: {lt: 3}}]', [1, 2]),
        ("[{id: {in: [1, 3]}}]", [1, 3]),
        ("[{total: {isNull: true}}]", [3]),
        ("[{_or: [{id: {eq: 1}}, {id: {eq: 2}}]}]", [1, 2]),
        ("[{_not: {id: {gte: 2}}}]", [1]),
        ('[{customer_id: {relation: [{name: {eq: "Bo"}}]}}]', [2]),
        ('[{customer: {relation: [{region_id: {relation: [{name: {startsWith: "S"}}]}}]}}]', [1, 3]),
        ("[{order_lines__order_id__to__id: {relation: [{quantity: {gt: 6}}]}}]", [1]),
        ("[{customer_id: {eq: 2}}]", [2]),
        ("[{status: {isEmpty: true}}]", []),
    ],
)
async def test_rows_are_filtered(standing, filters, ids):
    query = f"{{ orders(filters: {filters}, sort: [{{id: {{}}}}]) {{ data {{ attrs {{ id }} }} }} }}"
    rows = (await data(standing, query))["orders"]["data"]
    assert [row["attrs"]["id"] for row in rows] == ids


async def test_rows_are_searched(standing):
    query = '{ customers(search: {query: "an"}) { data { allAttrs } } }'
    [record] = (await data(standing, query))["customers"]["data"]
    assert record["allAttrs"]["email"] == "ana@example.com"


async def test_one_row_comes_by_its_key(standing):
    query = """{ order_lines_by_key(key: "1,2") { attrs { quantity } order { attrs { number } } }
      none: orders_by_key(key: "99") { attrs { id } } odd: orders_by_key(key: "x") { attrs { id } } }"""
    assert await data(standing, query) == {
        "order_lines_by_key": {"attrs": {"quantity": 7}, "order": {"attrs": {"number": "A-1"}}},
        "none": None,
        "odd": None,
    }


async def test_rows_are_aggregated_and_grouped(standing):
    query = """{ orders_aggregate(func: Sum, column: total)
      orders_group(by: [{column: status}], func: Count) { group value } }"""
    assert await data(standing, query) == {
        "orders_aggregate": "13.5",
        "orders_group": [{"group": ["new"], "value": 2}, {"group": ["paid"], "value": 1}],
    }


async def test_aliases_fragments_variables_and_directives_work(standing):
    query = """query ($id: RawScalar, $no: Boolean = false) {
      a: orders(filters: [{id: {eq: $id}}]) { ...page __typename }
      b: orders(pagination: {limit: 1}) { d: data { x: attrs { y: id z: id __typename }
        ... on ModelordersRecordType { customer @include(if: $no) { allAttrs } } } }
    }
    fragment page on ModelordersType { data { attrs { id } } data { attrs { number } } }"""
    assert await data(standing, query, variables={"id": 2}) == {
        "a": {"data": [{"attrs": {"id": 2, "number": "A-2"}}], "__typename": "ModelordersType"},
        "b": {"d": [{"x": {"y": 3, "z": 3, "__typename": "ModelordersRecordAttrsType"}}]},
    }


async def test_names_that_graphql_does_not_take_are_replaced(standing):
    assert (await data(standing, "{ Odd_Name__ { data { attrs { id } } } }"))["Odd_Name__"]["data"] == [
        {"attrs": {"id": 2}},
        {"attrs": {"id": 1}},
    ]


async def test_a_query_may_come_by_get(standing):
    answer = await standing.get("/api/graphql/?query=%7B%20orders_aggregate(func:%20Count)%20%7D")
    assert answer == {"data": {"orders_aggregate": 3}}


async def test_the_schema_tells_itself(standing):
    found = await data(standing, get_introspection_query())
    names = {type_["name"] for type_ in found["__schema"]["types"]}
    assert {"Query", "ModelordersType", "ModelordersFiltersType", "AggregateFuncType"} <= names


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("", "Syntax Error"),
        ("{ orders", "Syntax Error"),
        ("{ nope { data { attrs { id } } } }", "Cannot query field 'nope'"),
        ("{ orders { data { attrs { nope } } } }", "Cannot query field 'nope'"),
        ("mutation { x }", "mutation"),
        ("subscription { x }", "subscription"),
        ("query A { __typename } query B { __typename }", "operationName"),
        ('{ orders(filters: [{id: {eq: "x"}}]) { data { attrs { id } } } }', "whole number"),
        ('{ orders(filters: [{total: {containsI: "1"}}]) { data { attrs { id } } } }', "total"),
        ('{ orders(filters: [{number: {eq: "\\u0000"}}]) { data { attrs { id } } } }', "NUL"),
        ("{ orders(pagination: {offset: -1}) { data { attrs { id } } } }", "offset"),
        ("{ orders(pagination: {offset: 1, page: 1}) { data { attrs { id } } } }", "page or offset"),
        ("{ orders_aggregate(func: Sum) }", "column"),
        ("{ orders_by_key { attrs { id } } }", "key"),
        (f"{{ orders(filters: [{{id: {{eq: {'9' * 5000}}}}}]) {{ data {{ attrs {{ id }} }} }} }}", "digits"),
        (f"{{ orders(pagination: {{limit: {'9' * 5000}}}) {{ data {{ attrs {{ id }} }} }} }}", "Int"),
    ],
)
async def test_what_is_wrong_is_told(standing, query, said):
    [message] = (await messages(standing, query))[:1]
    assert said in message


@pytest.mark.parametrize(
    "query",
    [
        "{ " + " ".join(f"a{n}: __typename" for n in range(51)) + " }",
        "{ " + " ".join("__typename" for _ in range(1001)) + " }",
        "{ orders { data " + "{ customer { orders " * 12 + "{ attrs { id } }" + " } }" * 12 + " } }",
        "{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }",
        "{ ...f0 } "
        + " ".join(f"fragment f{n} on Query {{ ...f{n + 1} ...f{n + 1} }}" for n in range(30))
        + " fragment f30 on Query { __typename }",
        "{ orders(pagination: {limit: 1000}) { data { order_lines(limit: 100) { attrs { line } } } } }",
        "{ customers { data { orders(limit: 100) { order_lines(limit: 100) { attrs { line } } } } } }",
        "{ " + " ".join(f"a{n}: orders_aggregate(func: Count)" for n in range(11)) + " }",
        "{ ...f0 } "
        + " ".join(f"fragment f{n} on Query {{ ...f{n + 1} }}" for n in range(300))
        + " fragment f300 on Query { __typename }",
        "{ " + "... on Query { " * 30 + "__typename" + " }" * 30 + " }",
        "{ a: __schema { types { name } } b: __schema { types { name } } }",
    ],
)
async def test_what_costs_too_much_is_refused_before_it_runs(standing, query):
    assert await standing.refused("POST", "/api/graphql/", {"query": query}) == (400, "query_too_complex")


@pytest.mark.parametrize(("levels", "status"), [(10, 200), (60, 200), (100, 400), (20_000, 400)])
async def test_values_of_any_depth_are_answered(standing, levels, status):
    query = """query ($f: ModelordersFiltersType) {
      orders(filters: [{_and: [{_or: [$f]}]}]) { data { attrs { id } } } }"""
    nested = '{"_not":' * levels + '{"id":{"eq":1}}' + "}" * levels
    body = f'{{"query":{json.dumps(query)},"variables":{{"f":{nested}}}}}'
    headers = {"Authorization": f"Token {await standing.token()}", "Content-Type": "application/json"}
    answer = await standing.http.post("/api/graphql/", content=body, headers=headers)
    assert answer.status_code == status


@pytest.mark.parametrize("levels", [10, 150, 2000])
async def test_literals_of_any_depth_are_answered(standing, levels):
    nested = "{_not:" * levels + "{id:{eq:1}}" + "}" * levels
    query = f"{{ orders(filters: [{nested}]) {{ __typename }} }}"
    answer = await standing.ask("POST", "/api/graphql/", {"query": query})
    assert answer.status_code == 200
    assert ("errors" in answer.json()) == (levels > 10)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ([{"query": "{ __typename }"}], 400, "invalid_body"),
        ({}, 422, "invalid_input"),
        ({"query": 1}, 422, "invalid_input"),
        ({"query": "{ __typename }", "variables": []}, 422, "invalid_input"),
        ({"query": "x" * 300_000}, 413, "body_too_large"),
    ],
)
async def test_a_request_of_another_form_is_refused(standing, body, status, code):
    assert await standing.refused("POST", "/api/graphql/", body) == (status, code)


async def test_what_may_not_be_seen_does_not_exist(shop):
    roles = DEFAULT_ROLES | {
        "viewer": {
            "tables": {
                "orders": {
                    "read": ["number", "customer_id"],
                    "rows": {"column": "status", "op": "eq", "value": "new"},
                },
                "customers": {"read": ["name"], "rows": {"column": "country", "op": "eq", "value": "SE"}},
            }
        }
    }
    async with running(shop) as jetway:
        await grant(jetway, roles)
        query = """{ orders(sort: [{id: {}}]) {
          data { attrs { id } customer { attrs { name } } } pagination { count } } }"""
        assert (await data(jetway, query, "viewer"))["orders"] == {
            "data": [
                {"attrs": {"id": 2}, "customer": {"attrs": {"name": "Bo"}}},
                {"attrs": {"id": 3}, "customer": None},
            ],
            "pagination": {"count": 2},
        }
        hidden = await send(jetway, "{ orders { data { attrs { total } } } }", "viewer")
        absent = await send(jetway, "{ orders { data { attrs { tatal } } } }", "viewer")
        assert json.dumps(hidden).replace("total", "tatal") == json.dumps(absent)
        schema = json.dumps(await data(jetway, get_introspection_query(), "viewer"))
        for name in ("total", "placed_at", "email", "regions", "order_lines", "orders_aggregate"):
            assert name not in schema
        [message] = await messages(jetway, "{ regions { data { attrs { id } } } }", "viewer")
        assert "regions" in message


@pytest.mark.parametrize(
    "query",
    [
        "{{ {0} {{ data {{ allAttrs }} }} }}",
        '{{ {0}_by_key(key: "1") {{ allAttrs }} }}',
        "{{ {0}_aggregate(func: Count) }}",
        '{{ __type(name: "Model{0}Type") {{ name }} }}',
        "{{ orders {{ data {{ {0} {{ allAttrs }} }} }} }}",
        "{{ orders(filters: [{{{0}: {{relation: [{{quantity: {{eq: 1}}}}]}}}}]) {{ data {{ allAttrs }} }} }}",
    ],
)
async def test_a_hidden_table_answers_as_one_that_is_not_there(narrowed, query):
    assert await alike(narrowed, query, "order_lines", "order_lxnes")


@pytest.mark.parametrize(
    "query",
    [
        "{{ orders {{ data {{ attrs {{ {0} }} }} }} }}",
        "{{ orders(filters: [{{{0}: {{gt: 1}}}}]) {{ data {{ allAttrs }} }} }}",
        "{{ orders(filters: [{{_or: [{{{0}: {{isNull: true}}}}]}}]) {{ data {{ allAttrs }} }} }}",
        "{{ orders(sort: [{{{0}: {{}}}}]) {{ data {{ allAttrs }} }} }}",
        "{{ orders_aggregate(func: Sum, column: {0}) }}",
        "{{ orders_group(by: [{{column: {0}}}], func: Count) {{ group value }} }}",
        "{{ customers(filters: [{{orders: {{relation: [{{{0}: {{gt: 1}}}}]}}}}]) {{ __typename }} }}",
        "query ($f: ModelordersFiltersType = {{{0}: {{gt: 1}}}}) {{ orders(filters:[$f]) {{ __typename }} }}",
    ],
)
async def test_a_hidden_column_answers_as_one_that_is_not_there(narrowed, query):
    assert await alike(narrowed, query, "total", "tatal")


async def alike(jetway, query, hidden, absent):
    """Whether both names answer the same bytes, but for the name."""
    first = await jetway.ask("POST", "/api/graphql/", {"query": query.format(hidden)}, "viewer")
    second = await jetway.ask("POST", "/api/graphql/", {"query": query.format(absent)}, "viewer")
    assert first.status_code == second.status_code == 200
    return first.text.replace(hidden, absent) == second.text


async def test_a_masked_column_is_shown_in_part_under_any_name_and_nothing_goes_by_it(jetway):
    await grant(jetway, MASKED)
    query = """{ customers(sort: [{id: {}}], pagination: {limit: 1}) { data { ...some attrs { x: email } } }
      orders(pagination: {limit: 1}) { data { customer { attrs { email } } } } }
      fragment some on ModelcustomersRecordType { allAttrs }"""
    answer = await send(jetway, query, "editor")
    assert "errors" not in answer
    assert answer["data"]["customers"]["data"][0]["attrs"] == {"x": "••••.com"}
    assert "ana@" not in json.dumps(answer)
    for query in (
        '{ customers(filters: [{email: {startsWith: "ana@"}}]) { data { attrs { id } } } }',
        "{ customers(sort: [{email: {}}]) { data { attrs { id } } } }",
        "{ customers_group(by: [{column: email}], func: Count) { group } }",
        "{ customers_aggregate(func: Max, column: email) }",
        '{ orders(filters: [{customer: {relation: [{email: {startsWith: "ana@"}}]}}]) { __typename } }',
    ):
        answer = await send(jetway, query, "editor")
        assert answer["errors"]
        assert "example.com" not in json.dumps(answer)


async def test_a_relation_brings_and_groups_show_as_many_rows_as_the_role_may_see(narrowed):
    query = """{
      customers(sort: [{id: {}}]) { data { orders(limit: 50) { attrs { id } } } pagination { limit } }
      orders_group(by: [{column: id}], func: Count) { group } }"""
    assert await data(narrowed, query, "viewer") == {
        "customers": {
            "data": [{"orders": [{"attrs": {"id": key}}]} for key in (3, 2)] + [{"orders": []}],
            "pagination": {"limit": 100},
        },
        "orders_group": [{"group": [2]}],
    }


async def test_nobody_without_a_table_gets_one(standing):
    found = await data(standing, "{ __schema { queryType { fields { name } } } }", "viewer")
    assert found["__schema"]["queryType"]["fields"] == [{"name": "nothing_is_granted"}]


async def test_no_digit_is_lost(shop):
    number, decimal = 9223372036854775807, "1234567890.12"
    with sqlite3.connect(shop.database) as connection:
        connection.execute("CREATE TABLE big (id BIGINT PRIMARY KEY, price DECIMAL(16, 2), data JSON)")
        connection.execute(f"INSERT INTO big VALUES ({number}, {decimal}, '[0.12345678901234567890]')")
    query = f"""query ($n: RawScalar) {{
      big(filters: [{{id: {{eq: {number}}}}}, {{price: {{eq: {decimal}}}}}, {{id: {{eq: $n}}}}]) {{
        data {{ attrs {{ id price data }} }} }} }}"""
    async with running(shop) as jetway:
        answer = await jetway.ask("POST", "/api/graphql/", {"query": query, "variables": {"n": number}})
    assert answer.text == (
        f'{{"data":{{"big":{{"data":[{{"attrs":{{"id":{number},"price":"{decimal}",'
        '"data":[0.12345678901234567890]}}]}}}'
    )


async def test_graphql_takes_a_token(standing):
    assert (await standing.http.post("/api/graphql/", json={"query": "{ __typename }"})).status_code == 401
