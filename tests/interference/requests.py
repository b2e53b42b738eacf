"""Random requests of a clerk, to any route of any source."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from hypothesis import strategies as st

from tests.interference.asking import (
    OF_ROWS,
    Request,
    at,
    columns_of,
    key_of,
    names_of,
    now_and_then,
    query_of,
    relations_of,
    rows_of,
    value_of,
)
from tests.interference.names import COLUMNS, HIDDEN_TABLES

OPERATIONS = ("parcels.send", "parcels.bill", "latest", "parcels.one", "parcels.another", "one", "bills.send")
PARCELS = ("p1", "p3", "p7", "p101", "p103", "p205", "p255", "m1", "p99", "1", 3)
ENDPOINTS = (
    *("sold", "person", "customers", "broken", "hidden", "only_one", "only_another", "absent"),
    *("send", "bill", "do_one", "do_another"),
)
OF_POST = ENDPOINTS[-4:]
SOURCES = ("", "", "crm/", "post/", "away/", "vault/", "absent/")
GRAPHQL_OPS = ("eq", "lt", "gte", "in", "isNull", "containsI")


@st.composite
def requests(draw: st.DrawFn, table: str = "", kind: str = "") -> Request:
    """One request, of that table and that kind where they are said."""
    if not kind and draw(now_and_then) and draw(now_and_then):
        query = draw(query_of("orders"))
        return Request("GET", f"{rows_of(draw(st.sampled_from(HIDDEN_TABLES)))}{query}")
    table = table or draw(st.sampled_from(tuple(COLUMNS)))
    asked = draw(KINDS[kind or draw(st.sampled_from(_MIXED))](table))
    return replace(asked, after_owner=asked.method == "GET" and draw(now_and_then))


@st.composite
def _graphql(draw: st.DrawFn, table: str) -> Request:
    name, columns = table.rpartition("/")[2], COLUMNS[table]
    told = f"attrs {{ {' '.join(draw(st.lists(st.sampled_from(columns), min_size=1, max_size=3)))} }}"
    if draw(st.booleans()):
        told += f" {draw(relations_of(table))} {{ attrs {{ id name }} }}"
    filters = draw(st.lists(_filtered(table), max_size=2))
    args = [f"filters: [{', '.join(filters)}]"] if filters else []
    match draw(st.sampled_from(("list", "list", "key", "number", "groups"))):
        case "list":
            args.append("pagination: {limit: 3}")
            query = f"{name}({', '.join(args)}) {{ data {{ {told} }} pagination {{ count hasMore }} }}"
        case "key":
            query = f"{name}_by_key(key: {json.dumps(draw(key_of(table)))}) {{ {told} }}"
        case "number":
            args.append(
                f"func: Max, column: {draw(columns_of(table))}" if draw(st.booleans()) else "func: Count"
            )
            query = f"{name}_aggregate({', '.join(args)})"
        case _:
            args.append(f"func: Count, by: [{{column: {draw(columns_of(table))}}}]")
            query = f"{name}_group({', '.join(args)}) {{ group value }}"
    return Request("POST", f"{at(table)}graphql/", {"query": f"{{ {query} }}"})


@st.composite
def _filtered(draw: st.DrawFn, table: str) -> str:
    *way, name = draw(names_of(table)).split(".")
    op = draw(st.sampled_from(GRAPHQL_OPS))
    said = {"in": json.dumps([draw(value_of(table)), draw(value_of(table))]), "isNull": "true"}.get(
        op, json.dumps(draw(value_of(table)))
    )
    filter_ = f"{{{name}: {{{op}: {said}}}}}"
    for relation in reversed(way):
        filter_ = f"{{{relation}: {{relation: [{filter_}]}}}}"
    return filter_


@st.composite
def _operation(draw: st.DrawFn, _table: str) -> Request:
    """What an operation does with its parameters is for the app to say."""
    source = draw(st.sampled_from(("post",) * 9 + ("default", "crm", "away", "vault", "absent")))
    operation = draw(st.sampled_from((*OPERATIONS[:3] * 3, *OPERATIONS)))
    sent = st.fixed_dictionaries(
        {"weight": st.sampled_from((1, 7, None))}, optional={"label": st.sampled_from(("A-3", "x", 3))}
    )
    body: dict[str, object] = {"parameters": draw(sent)} if operation == "parcels.send" else {}
    if operation.startswith("parcels") or draw(now_and_then):
        body["key"] = draw(st.sampled_from(PARCELS))
    return Request("POST", f"/api/proxy/{source}/{operation}/", body)


@st.composite
def _endpoint(draw: st.DrawFn, table: str) -> Request:
    query = draw(st.sampled_from(ENDPOINTS))
    source = draw(st.sampled_from(SOURCES)) if draw(now_and_then) else "post/" if query in OF_POST else ""
    names = st.sampled_from(("after", "name", "absent", "_per_page", "_page", "_key"))
    strange = st.dictionaries(names, value_of(table), max_size=2)
    said = draw(strange if draw(now_and_then) else _fitting(query))
    match "post" if query in OF_POST else draw(st.sampled_from(("get", "get", "post", "run"))):
        case "get":
            return Request("GET", f"{at(source)}endpoints/{query}/?{urlencode(said)}")
        case "post":
            return Request("POST", f"{at(source)}endpoints/{query}/", said)
        case _:
            return Request("POST", f"{at(source)}queries/{query}/run/", {"params_obj": said})


def _fitting(query: str) -> st.SearchStrategy[dict[str, Any]]:
    """The parameters that it takes."""
    match query:
        case "sold":
            return st.fixed_dictionaries({"after": st.sampled_from(("0", "3", "12", "101"))})
        case "person":
            return st.fixed_dictionaries(
                {"name": st.sampled_from(("Bo 2", "Bo 5", "one 101", "another 205"))}
            )
        case "send":
            return st.fixed_dictionaries(
                {"_key": st.sampled_from(PARCELS), "weight": st.sampled_from((1, 7))}
            )
        case "bill" | "do_one" | "do_another":
            return st.fixed_dictionaries({"_key": st.sampled_from(PARCELS)})
        case _:
            return st.just({})


def _whole(table: str) -> st.SearchStrategy[Request]:
    """What is told of the table's source, of others, and of all of them."""
    schema = {"query": "{ __schema { types { name fields { name } inputFields { name } } } }"}
    found = [Request("GET", "/api/sources/"), Request("GET", "/api/audit/")]
    for source in (table, *SOURCES):
        words = ("model_descriptions/", "openapi.json", "queries/", "endpoints/", "discover/tables/")
        found += [Request("GET", f"{at(source)}{word}") for word in words]
        found.append(Request("GET", f"/api/proxy/{source.rpartition('/')[0] or 'default'}/"))
        found.append(Request("POST", f"{at(source)}graphql/", schema))
    return st.sampled_from(found)


KINDS = {**OF_ROWS, "graphql": _graphql, "operation": _operation, "endpoint": _endpoint, "whole": _whole}
_MIXED = ("list", "list", "list", "list", "list", "get", "get", "aggregate", "aggregate", "operation", *KINDS)
