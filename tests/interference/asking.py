"""Random requests of a clerk, about what there is to see and about what is hidden."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from hypothesis import strategies as st

TABLES = ("customers", "orders", "order_lines", "people", "tags", "customer_tags")
HIDDEN_TABLES = ("regions", "salaries", "secrets", "absent", "jetway_record")
COLUMNS = {
    "customers": ("id", "name", "country", "vip"),
    "orders": ("id", "number", "status", "total", "placed_at", "customer_id"),
    "order_lines": ("order_id", "line", "quantity"),
    "people": ("id", "name", "active", "boss_id"),
    "tags": ("id", "name"),
    "customer_tags": ("customer_id", "tag_id"),
}
SHY = {
    "customers": ("email", "card", "phone", "region_id", "absent"),
    "orders": ("note", "absent"),
    "people": ("pay", "absent"),
}
"""Masked columns, hidden ones, and one that there is not."""

PATHS = {
    "customers": ("orders.total", "orders.number", "region.name", "customer_tags.tag.name", "orders.note"),
    "orders": (
        "customer.name",
        "customer.email",
        "customer.phone",
        "customer.region.name",
        "order_lines.line",
    ),
    "order_lines": ("order.number", "order.customer.name", "order.note"),
    "people": ("boss.name", "boss.pay", "boss.boss.name", "people.name", "salaries.amount"),
    "tags": ("customer_tags.customer.name", "customer_tags.customer.card"),
    "customer_tags": ("customer.name", "customer.phone", "tag.name"),
}
MEASURED = {
    "customers": ("orders__count", "orders__sum__total", "orders__max__note", "customer_tags__count"),
    "orders": ("order_lines__sum__quantity", "order_lines__count"),
    "people": ("people__count", "people__max__pay", "salaries__sum__amount"),
}
RELATIONS = (
    "customer",
    "orders",
    "order_lines",
    "order",
    "boss",
    "people",
    "region",
    "salaries",
    "tag",
    "absent",
)
VALUES = (
    *("1", "3", "8", "101", "102", "205", "206", "151", "999", "SE", "NO", "new", "paid", "blocked", "one"),
    *(
        "another",
        "A-3",
        "Ana 3",
        "ana",
        "Bo",
        "true",
        "false",
        "null",
        "2026-03-13",
        "5.50",
        "",
        "@today",
        "one3",
    ),
    *("example", "se", "+41", "tag 1"),
)
OPS = ("eq", "lt", "lte", "gt", "gte", "in", "is_null", "contains", "icontains", "starts_with")
WORDS = (
    "",
    "__gt",
    "__lte",
    "__in",
    "__isnull",
    "__icontains",
    "__contains",
    "__startswith",
    "__year",
    "__iexact",
)
value = st.sampled_from(VALUES)


@dataclass(frozen=True, slots=True)
class Request:
    """A request, without who sends it."""

    method: str
    path: str
    body: Any = None
    media_type: str = "application/json"


@st.composite
def requests(draw: st.DrawFn, table: str = "", kind: str = "") -> Request:
    """One request, of that table and that kind where they are said."""
    table = table or draw(st.sampled_from(TABLES))
    if not kind and draw(st.integers(0, 19)) == 0:
        return Request("GET", f"/api/models/{draw(st.sampled_from(HIDDEN_TABLES))}/{draw(_query(table))}")
    return draw(KINDS[kind or draw(st.sampled_from(_MIXED))](table))


def _names(table: str) -> st.SearchStrategy[str]:
    shown, shy = COLUMNS[table], SHY.get(table, ())
    return st.sampled_from((*shown, *shown, *shy, *PATHS[table]))


@st.composite
def _leaf(draw: st.DrawFn, table: str) -> dict[str, object]:
    name, op = draw(_names(table)), draw(st.sampled_from(OPS))
    said: object = draw(value)
    if op == "in":
        said = draw(st.lists(value, min_size=1, max_size=3))
    elif op == "is_null":
        said = draw(st.booleans())
    elif draw(st.booleans()) and str(said).lstrip("-").isdecimal():
        said = int(str(said))
    return {"column": name, "op": op, "value": said}


def _tree(table: str) -> st.SearchStrategy[dict[str, object]]:
    return st.recursive(
        _leaf(table),
        lambda inner: st.one_of(
            st.lists(inner, min_size=1, max_size=3).map(lambda items: {"and": items}),
            st.lists(inner, min_size=1, max_size=3).map(lambda items: {"or": items}),
            inner.map(lambda item: {"not": item}),
        ),
        max_leaves=4,
    )


@st.composite
def _conditions(draw: st.DrawFn, table: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for kind in draw(st.lists(st.sampled_from(("flat", "tree", "search", "measured", "keys")), max_size=2)):
        match kind:
            case "flat":
                name = draw(_names(table)).replace(".", "__")
                prefix = draw(st.sampled_from(("", "", "exclude__")))
                found.append((f"{prefix}{name}{draw(st.sampled_from(WORDS))}", draw(value)))
            case "tree":
                found.append(("_filter", json.dumps(draw(_tree(table)))))
            case "search":
                found.append(("_search", draw(value)))
            case "measured":
                name = draw(st.sampled_from(MEASURED.get(table, ("absent__count",))))
                found.append((f"{name}{draw(st.sampled_from(('', '__gt', '__lt')))}", draw(value)))
            case "keys":
                found.append(("_keys", ",".join(draw(st.lists(value, min_size=1, max_size=4)))))
    return found


@st.composite
def _query(draw: st.DrawFn, table: str) -> str:
    said = draw(_conditions(table))
    if draw(st.booleans()):
        names = draw(st.lists(_names(table), min_size=1, max_size=2))
        said.append(("_order_by", ",".join(draw(st.sampled_from(("", "-"))) + name for name in names)))
    if draw(st.integers(0, 3)) == 0:
        said.append(("_select", ",".join(draw(st.lists(_names(table), min_size=1, max_size=3)))))
    if draw(st.integers(0, 3)) == 0:
        said.append(("_expand", draw(st.sampled_from(RELATIONS))))
    if draw(st.booleans()):
        said.append(("_count", draw(st.sampled_from(("exact", "estimated", "capped", "none")))))
    if draw(st.integers(0, 4)) == 0:
        said += [("_cursor", ""), ("_per_page", draw(st.sampled_from(("1", "3"))))]
    elif draw(st.booleans()):
        said += [("page", draw(st.sampled_from(("1", "2", "3", "9")))), ("_per_page", "4")]
    return f"?{urlencode(said)}" if said else ""


def _list(table: str) -> st.SearchStrategy[Request]:
    return _query(table).map(lambda query: Request("GET", f"/api/models/{table}/{query}"))


@st.composite
def _export(draw: st.DrawFn, table: str) -> Request:
    said = [*draw(_conditions(table)), ("_format", draw(st.sampled_from(("csv", "json", "ndjson"))))]
    return Request("GET", f"/api/models/{table}/export/?{urlencode(said)}")


def _key(table: str) -> st.SearchStrategy[str]:
    parts = 2 if table in ("order_lines", "customer_tags") else 1
    return st.lists(value, min_size=parts, max_size=parts).map(",".join)


@st.composite
def _get(draw: st.DrawFn, table: str) -> Request:
    word = draw(st.sampled_from(("", "", "impact/", "get_siblings/")))
    said: list[tuple[str, str]] = []
    if not word and draw(st.booleans()):
        said.append(("_expand", draw(st.sampled_from(RELATIONS))))
    if word == "get_siblings/":
        said += [("_order_by", draw(_names(table)))]
    return Request("GET", f"/api/models/{table}/{draw(_key(table))}/{word}?{urlencode(said)}")


@st.composite
def _aggregate(draw: st.DrawFn, table: str) -> Request:
    said = draw(_conditions(table))
    func = draw(st.sampled_from(("count", "sum", "avg", "min", "max")))
    said.append(("_y_func", func))
    if func != "count" or draw(st.booleans()):
        said.append(("_y_column", draw(_names(table))))
    word = draw(st.sampled_from(("aggregate", "group")))
    if word == "group":
        said.append(("_x_column", draw(_names(table))))
    return Request("GET", f"/api/models/{table}/{word}/?{urlencode(said)}")


@st.composite
def _body(draw: st.DrawFn, table: str) -> dict[str, object]:
    """No keys: a database that keeps them unique tells that one is taken, whoever may see by what."""
    shown = [name for name in COLUMNS[table] if name != "id"]
    names = st.sampled_from((*shown, *shown, *SHY.get(table, ())))
    numbers = st.sampled_from(
        (1, 2, 3, 7, 101, 102, 205, 206, 151, 999, None, True, "SE", "NO", "Zoë", "paid")
    )
    return draw(st.dictionaries(names, numbers, min_size=1, max_size=3))


@st.composite
def _change(draw: st.DrawFn, table: str) -> Request:
    body = draw(_body(table))
    match draw(st.sampled_from(("one", "one", "many", "compared"))):
        case "one":
            return Request("PATCH", f"/api/models/{table}/{draw(_key(table))}/", body)
        case "many":
            said = [*draw(_conditions(table)), ("_dry_run", "1")]
            return Request("PATCH", f"/api/models/{table}/?{urlencode(said)}", body)
        case _:
            was = draw(_body(table))
            path = f"/api/models/{table}/{draw(_key(table))}/"
            return Request("PATCH", path, {"set": body, "was": was}, "application/vnd.jetway.change+json")


@st.composite
def _delete(draw: st.DrawFn, table: str) -> Request:
    said = [*draw(_conditions(table)), ("_dry_run", "1")]
    return Request("DELETE", f"/api/models/{table}/?{urlencode(said)}")


def _whole(_table: str) -> st.SearchStrategy[Request]:
    return st.sampled_from(
        [
            Request("GET", "/api/model_descriptions/"),
            Request("GET", "/api/openapi.json"),
            Request("GET", "/api/queries/"),
        ]
    )


KINDS = {
    "list": _list,
    "get": _get,
    "aggregate": _aggregate,
    "export": _export,
    "change": _change,
    "delete": _delete,
    "whole": _whole,
}
_MIXED = ("list", "list", "list", "list", "get", "get", "aggregate", "aggregate", *KINDS)
