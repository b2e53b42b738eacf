"""From what Notion tells of its databases to collections: https://developers.notion.com/reference.

Since its version 2025-09-03 a database holds data sources, and these the pages: a table is a data source.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import msgspec
from msgspec.structs import replace

from jetway.core.errors import AppChanged
from jetway.core.expr import Op
from jetway.core.schema import Type
from jetway.sources.kinds.notion.property import Pages, plain
from jetway.sources.rest.loading import sound
from jetway.sources.rest.record import step
from jetway.sources.rest.request import Call
from jetway.sources.rest.spec import (
    Changing,
    Collection,
    ColumnSpec,
    Connector,
    Constant,
    Cursor,
    Getting,
    Listing,
    Sorting,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jetway.sources.rest.session import Session

MOST_TABLES = 200

_TEXTS = ("title", "rich_text", "url", "email", "phone_number")
_TYPES = {
    **dict.fromkeys(_TEXTS, Type.TEXT),
    "number": Type.FLOAT,
    "checkbox": Type.BOOLEAN,
    "select": Type.ENUM,
    "status": Type.ENUM,
    "multi_select": Type.ARRAY,
    "relation": Type.ARRAY,
    "date": Type.DATE,
    "created_time": Type.TIMESTAMPTZ,
    "last_edited_time": Type.TIMESTAMPTZ,
    "unique_id": Type.TEXT,
}
"""Properties of other types, such as formulas and files, are JSON as Notion has it."""

_COMPUTED = {"relation", "created_time", "last_edited_time", "unique_id"}
"""Relations are not set here: a page tells the first 25 of them, and the others would be lost."""

_EMPTY = {Op.IS_NULL: "is_empty"}
_EQUAL = _EMPTY | {Op.EQ: "equals", Op.IN: "equals"}
_TEXT = _EQUAL | {Op.CONTAINS: "contains", Op.STARTS_WITH: "starts_with", Op.ENDS_WITH: "ends_with"}
_MOMENT = {Op.EQ: "", Op.LT: "", Op.LTE: "", Op.GT: "", Op.GTE: ""}
_ORDERED = {
    Op.LT: "less_than",
    Op.LTE: "less_than_or_equal_to",
    Op.GT: "greater_than",
    Op.GTE: "greater_than_or_equal_to",
}
_FILTERS: Mapping[str, dict[Op, str]] = {
    **dict.fromkeys(_TEXTS, _TEXT),
    "number": _EQUAL | _ORDERED,
    "checkbox": {Op.EQ: "equals"},
    "select": _EQUAL,
    "status": _EQUAL,
    "multi_select": _EMPTY | {Op.HAS: "contains"},
    "date": _EMPTY | _MOMENT,
}
_COMMENTS = {
    "date": "The day on which it begins. A change sets one whole day, without an end.",
    "relation": "The first 25 pages.",
    "title": "A change sets plain text.",
    "rich_text": "A change sets plain text.",
}
_OWN = {
    "id": ColumnSpec(type=Type.TEXT),
    "url": ColumnSpec(type=Type.TEXT),
    "created_time": ColumnSpec(type=Type.TIMESTAMPTZ, filters=_MOMENT, sort="created_time"),
    "last_edited_time": ColumnSpec(type=Type.TIMESTAMPTZ, filters=_MOMENT, sort="last_edited_time"),
}


class Notion(Connector, frozen=True, kw_only=True):
    """What is shared with an integration."""

    language = Pages()


class DataSource(msgspec.Struct):
    """A data source, as Notion tells of it. `properties`: by name, each with what holds for its type."""

    id: str
    title: list[dict[str, Any]]
    properties: dict[str, dict[str, Any]]


class Found(msgspec.Struct):
    """A page of what a search finds."""

    results: list[DataSource]
    next_cursor: str | None = None


async def learn(connector: Notion, session: Session) -> Notion:
    """What is shared, with its tables. Raises `AppChanged`."""
    collections: dict[str, Collection] = {}
    budget = session.budget()
    only_sources = (("filter", {"property": "object", "value": "data_source"}), ("page_size", 100))
    call: Call | None = Call(
        "POST", "/v1/search", (), b"", "application/json", reads=True, fields=only_sources
    )
    while call is not None and len(collections) < MOST_TABLES:
        try:
            told = msgspec.convert((await session.ask(call, budget)).body, Found)
            for one in told.results[: MOST_TABLES - len(collections)]:
                collections[_free(plain(one.title) or "Untitled", collections)] = collection(one)
        except (msgspec.ValidationError, KeyError):
            raise AppChanged("Notion does not tell its databases as described.") from None
        call = call.having("start_cursor", told.next_cursor) if told.next_cursor else None
    return sound(replace(connector, collections=collections))


def collection(source: DataSource) -> Collection:
    """A data source. Its pages have one path with all pages of Notion, hence what they are `within`."""
    columns = dict(_OWN)
    for name, told in source.properties.items():
        columns[_free(name, columns)] = column(name, told)
    parent: dict[str, Constant] = {"parent.type": "data_source_id", "parent.data_source_id": source.id}
    return Collection(
        key="id",
        columns=columns,
        list=Listing(
            path=f"/v1/data_sources/{quote(source.id, safe='')}/query",
            method="POST",
            records="results",
            paging=Cursor(param="start_cursor", next="next_cursor", more="has_more", size="page_size"),
        ),
        get=Getting(path="/v1/pages/{id}", within={"parent.data_source_id": source.id}),
        create=Changing(path="/v1/pages", also=parent),
        update=Changing(path="/v1/pages/{id}", method="PATCH"),
        delete=Changing(path="/v1/pages/{id}", method="PATCH", also={"in_trash": True}),
        sort=Sorting(param="sorts"),
        gone="in_trash",
    )


def column(name: str, told: Mapping[str, Any]) -> ColumnSpec:
    """A property as a column. Its path ends with its type, which is how its language knows it."""
    type_ = str(told.get("type"))
    kind = _TYPES.get(type_, Type.JSON)
    about = told.get(type_) or {}
    settable = type_ in _TYPES and type_ not in _COMPUTED
    return ColumnSpec(
        type=kind,
        path=f"properties.{step(name)}.{step(type_)}",
        absent=False if kind is Type.BOOLEAN else None,
        create=settable,
        update=settable,
        options=tuple(str(one["name"]) for one in about.get("options", ())) if kind is Type.ENUM else (),
        filters=_FILTERS.get(type_, {}),
        comment=_COMMENTS.get(type_, ""),
    )


def _free(name: str, taken: Mapping[str, object]) -> str:
    """The name, with a number behind it where it is taken."""
    free, number = name, 1
    while free in taken:
        number += 1
        free = f"{name}_{number}"
    return free
