"""Which fields of a query list records, how they are paged, and how one record is read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jetway.sources.draft.graphql.shape import (
    bare,
    comparable,
    declared,
    items_type,
    needed_of,
    passed,
    record_type,
    selection,
)
from jetway.sources.rest.spec import Cursor, Getting, Listing, Offset, OnePage, PageNumber

if TYPE_CHECKING:
    from collections.abc import Mapping

    from graphql import GraphQLField, GraphQLObjectType

    from jetway.sources.rest.spec import ColumnSpec, Constant, Paging

MOST = 100
"""How many records are asked for at once."""

MOST_AT_ONCE = 1_000
"""Where nothing says how to go on."""

_ENVELOPES = ("nodes", "items", "data", "results", "records", "rows", "list")
_TOTALS = ("totalcount", "total", "count")
_SIZES = ("first", "limit", "pagesize", "perpage", "take", "size", "count")
_AFTER = ("after", "cursor")
_OFFSETS = ("offset", "skip")
_PAGES = ("page", "pagenumber")


@dataclass(frozen=True, slots=True)
class Records:
    """A list of `record`s, as a field holds them: at `path` in it, each at `item` there.

    `total` and `info`: the names of what tells how many there are, and how to go on.
    """

    record: GraphQLObjectType
    path: str = ""
    item: str = ""
    total: str = ""
    info: str = ""


def records_of(field: GraphQLField) -> Records | None:
    """The list that a field holds: by itself, in an envelope, or as a connection; `None` for none."""
    record = items_type(field.type)
    if record is not None:
        return Records(record)
    envelope = record_type(field.type)
    if envelope is None:
        return None
    total = next((name for name in envelope.fields if bare(name) in _TOTALS), "")
    info = "pageInfo" if "pageInfo" in envelope.fields else ""
    for name in _ENVELOPES:
        if name in envelope.fields and (record := items_type(envelope.fields[name].type)) is not None:
            return Records(record, name, "", total, info)
    edge = items_type(envelope.fields["edges"].type) if "edges" in envelope.fields else None
    node = record_type(edge.fields["node"].type) if edge is not None and "node" in edge.fields else None
    return Records(node, "edges", "node", total, info) if node is not None else None


def why_not(field: GraphQLField, records: Records | None) -> str:
    """Why a field becomes no table; "" where it does."""
    if records is None:
        return "it lists no records"
    known = (*_SIZES, *_PAGES, *_OFFSETS)
    needed = next((name for name in needed_of(field.args) if bare(name) not in known), "")
    return f"it needs the argument {needed}: describe it by hand, with that in also" if needed else ""


def listing_of(
    path: str, name: str, field: GraphQLField, records: Records, columns: Mapping[str, ColumnSpec]
) -> Listing:
    """How the records are listed."""
    inner = selection(columns)
    for step in filter(None, (records.item, records.path)):
        inner = f"{step} {{ {inner} }}"
    about = f" {records.info} {{ hasNextPage endCursor }}" if records.info else ""
    about += f" {records.total}" if records.total else ""
    text = f"query{declared(field.args)} {{ {name}{passed(field.args)} {{ {inner}{about} }} }}"
    at = f"data.{name}"
    return Listing(
        path=path,
        method="POST",
        also={"query": text},
        records=f"{at}.{records.path}" if records.path else at,
        item=records.item,
        total=f"{at}.{records.total}" if records.total else "",
        paging=_paging(at, field, records),
    )


def getting_of(
    path: str,
    query: GraphQLObjectType,
    record: GraphQLObjectType,
    key: str,
    columns: Mapping[str, ColumnSpec],
) -> Getting | None:
    """How one record is read: by a field with one argument, which is the key; `None` for none."""
    names = (bare(key), "id", bare(f"{record.name}Id"))
    for name, field in query.fields.items():
        if record_type(field.type) is not record:
            continue
        fits = {arg: comparable(record, key, one.type) for arg, one in field.args.items()}
        keyed = next((arg for arg in fits if bare(arg) in names and fits[arg]), None)
        if keyed is None or set(needed_of(field.args)) - {keyed}:
            continue
        args = {keyed: field.args[keyed]}
        text = f"query{declared(args)} {{ {name}{passed(args)} {{ {selection(columns)} }} }}"
        also: dict[str, Constant] = {"query": text, f"variables.{keyed}": f"{{{key}}}"}
        return Getting(path=path, method="POST", also=also, record=f"data.{name}")
    return None


def _paging(at: str, field: GraphQLField, records: Records) -> Paging:
    named = {bare(name): f"variables.{name}" for name in field.args}
    size = next((named[word] for word in _SIZES if word in named), "")
    after = next((named[word] for word in _AFTER if word in named), "")
    if records.info and after:
        info = f"{at}.{records.info}"
        return Cursor(param=after, next=f"{info}.endCursor", more=f"{info}.hasNextPage", size=size, most=MOST)
    for word in _OFFSETS:
        if word in named:
            return Offset(param=named[word], size=size, most=MOST)
    for word in _PAGES:
        if word in named:
            return PageNumber(param=named[word], size=size, most=MOST)
    return OnePage(size=size, most=MOST_AT_ONCE)
