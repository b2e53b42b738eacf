"""Random requests about the rows of a table: those that a clerk sees, and those that are hidden."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from hypothesis import strategies as st

from tests.interference.names import COLUMNS, FAR_VALUES, MEASURED, PATHS, SHY, SHY_PATHS, VALUES

OPS = ("eq", "lt", "lte", "gt", "gte", "in", "is_null", "contains", "icontains", "starts_with")
WORDS = (
    *("", "__gt", "__lte", "__in", "__isnull", "__icontains", "__contains", "__startswith", "__year"),
    "__iexact",
)
MADE_BY_APP = "post/parcels"
"""A database takes the next key for a new row, behind hidden ones, too; this app counts what it was sent."""

now_and_then = st.sampled_from((False, False, False, False, True))


@dataclass(frozen=True, slots=True)
class Request:
    """A request, without who sends it."""

    method: str
    path: str
    body: Any = None
    media_type: str = "application/json"
    after_owner: bool = False
    """Whether the owner asks the same just before: nothing that is remembered of it may be told again."""


def at(table: str) -> str:
    """The path of the source that the table is in."""
    source, _, _ = table.rpartition("/")
    return f"/api/sources/{source}/" if source else "/api/"


def rows_of(table: str) -> str:
    """The path of the table's rows."""
    return f"{at(table)}models/{table.rpartition('/')[2]}/"


def value_of(table: str) -> st.SearchStrategy[str]:
    """What it may be compared with."""
    return st.sampled_from(FAR_VALUES if "/" in table else VALUES)


def names_of(table: str) -> st.SearchStrategy[str]:
    """A column, or a path to one; now and then one that nobody may ask about."""
    return _often(
        (*COLUMNS[table], *COLUMNS[table], *PATHS[table]),
        (*SHY.get(table, ("absent",)) * 3, *SHY_PATHS.get(table, ())),
    )


def columns_of(table: str) -> st.SearchStrategy[str]:
    """The same without paths, but for a few."""
    return _often(COLUMNS[table], (*SHY.get(table, ("absent",)), *PATHS[table]))


def relations_of(table: str) -> st.SearchStrategy[str]:
    """What a path of the table crosses: one relation or two."""
    paths = (PATHS[table], SHY_PATHS.get(table, ("absent.absent",)))
    return _often(*(tuple(path.rpartition(".")[0] for path in some) for some in paths))


@st.composite
def _often(draw: st.DrawFn, often: tuple[str, ...], seldom: tuple[str, ...]) -> str:
    return draw(st.sampled_from(seldom if draw(now_and_then) else often or seldom))


@st.composite
def _leaf(draw: st.DrawFn, table: str) -> dict[str, object]:
    name, op = draw(names_of(table)), draw(st.sampled_from(OPS))
    said: object = draw(value_of(table))
    if op == "in":
        said = draw(st.lists(value_of(table), min_size=1, max_size=3))
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
    kinds = ("flat", "tree", "search", "search", "keys", *(["measured"] if table in MEASURED else []))
    for kind in draw(st.lists(st.sampled_from(kinds), max_size=2)):
        match kind:
            case "flat":
                name = draw(names_of(table)).replace(".", "__")
                prefix = draw(st.sampled_from(("", "", "exclude__")))
                found.append((f"{prefix}{name}{draw(st.sampled_from(WORDS))}", draw(value_of(table))))
            case "tree":
                found.append(("_filter", json.dumps(draw(_tree(table)))))
            case "search":
                found.append(("_search", draw(value_of(table))))
            case "measured":
                name = draw(st.sampled_from(MEASURED[table]))
                found.append((f"{name}{draw(st.sampled_from(('', '__gt', '__lt')))}", draw(value_of(table))))
            case "keys":
                found.append(("_keys", ",".join(draw(st.lists(value_of(table), min_size=1, max_size=4)))))
    return found


@st.composite
def query_of(draw: st.DrawFn, table: str) -> str:
    said = draw(_conditions(table))
    if draw(st.booleans()):
        names = draw(st.lists(columns_of(table), min_size=1, max_size=2))
        said.append(("_order_by", ",".join(draw(st.sampled_from(("", "-"))) + name for name in names)))
    if draw(st.integers(0, 3)) == 0:
        said.append(("_select", ",".join(draw(st.lists(names_of(table), min_size=1, max_size=3)))))
    if draw(st.integers(0, 3)) == 0:
        said.append(("_expand", draw(relations_of(table))))
    if draw(st.booleans()):
        said.append(("_count", draw(st.sampled_from(("exact", "estimated", "capped", "none")))))
    if draw(st.integers(0, 4)) == 0:
        said += [("_cursor", ""), ("_per_page", draw(st.sampled_from(("1", "3"))))]
    elif draw(st.booleans()):
        said += [("page", draw(st.sampled_from(("1", "2", "3", "9")))), ("_per_page", "4")]
    return f"?{urlencode(said)}" if said else ""


def _list(table: str) -> st.SearchStrategy[Request]:
    return query_of(table).map(lambda query: Request("GET", f"{rows_of(table)}{query}"))


@st.composite
def _export(draw: st.DrawFn, table: str) -> Request:
    said = [*draw(_conditions(table)), ("_format", draw(st.sampled_from(("csv", "json", "ndjson"))))]
    if draw(st.booleans()):
        said.append(("_select", ",".join(draw(st.lists(names_of(table), min_size=1, max_size=3)))))
    return Request("GET", f"{rows_of(table)}export/?{urlencode(said)}")


def key_of(table: str) -> st.SearchStrategy[str]:
    parts = 2 if table in ("order_lines", "customer_tags") else 1
    return st.lists(value_of(table), min_size=parts, max_size=parts).map(",".join)


@st.composite
def _get(draw: st.DrawFn, table: str) -> Request:
    word = draw(st.sampled_from(("", "", "impact/", "get_siblings/")))
    said: list[tuple[str, str]] = []
    if not word and draw(st.booleans()):
        said.append(("_expand", draw(relations_of(table))))
    if word == "get_siblings/":
        said += [("_order_by", draw(columns_of(table)))]
    return Request("GET", f"{rows_of(table)}{draw(key_of(table))}/{word}?{urlencode(said)}")


@st.composite
def _aggregate(draw: st.DrawFn, table: str) -> Request:
    said = draw(_conditions(table))
    func = draw(st.sampled_from(("count", "sum", "avg", "min", "max")))
    said.append(("_y_func", func))
    if func != "count" or draw(st.booleans()):
        said.append(("_y_column", draw(columns_of(table))))
    word = draw(st.sampled_from(("aggregate", "group")))
    if word == "group":
        said.append(("_x_column", draw(columns_of(table))))
    return Request("GET", f"{rows_of(table)}{word}/?{urlencode(said)}")


@st.composite
def _body(draw: st.DrawFn, table: str) -> dict[str, object]:
    """No keys: a database that keeps them unique tells that one is taken, whoever may see by what."""
    shown = [name for name in COLUMNS[table] if name != "id"]
    names = st.sampled_from((*shown * 3, *SHY.get(table, ())))
    numbers = st.sampled_from(
        (1, 2, 3, 7, 101, 102, 205, 206, 151, 999, None, True, "SE", "NO", "Zoë", "paid", "c2", "c5")
    )
    return draw(st.dictionaries(names, numbers, min_size=1, max_size=3))


@st.composite
def _change(draw: st.DrawFn, table: str) -> Request:
    body = draw(_body(table))
    kinds = ("one", "one", "many", "compared", *(["new", "several", "end"] if table == MADE_BY_APP else []))
    match draw(st.sampled_from(kinds)):
        case "one":
            return Request("PATCH", f"{rows_of(table)}{draw(key_of(table))}/", body)
        case "many":
            said = [*draw(_conditions(table)), ("_dry_run", "1")]
            return Request("PATCH", f"{rows_of(table)}?{urlencode(said)}", body)
        case "new":
            return Request("POST", rows_of(table), body)
        case "several":
            return Request("POST", f"{rows_of(table)}bulk_create/", [body, draw(_body(table))])
        case "end":
            return Request("DELETE", f"{rows_of(table)}{draw(key_of(table))}/")
        case _:
            was = draw(_body(table))
            path = f"{rows_of(table)}{draw(key_of(table))}/"
            return Request("PATCH", path, {"set": body, "was": was}, "application/vnd.jetway.change+json")


@st.composite
def _delete(draw: st.DrawFn, table: str) -> Request:
    said = [*draw(_conditions(table)), ("_dry_run", "1")]
    return Request("DELETE", f"{rows_of(table)}?{urlencode(said)}")


OF_ROWS = {
    "list": _list,
    "get": _get,
    "aggregate": _aggregate,
    "export": _export,
    "change": _change,
    "delete": _delete,
}
