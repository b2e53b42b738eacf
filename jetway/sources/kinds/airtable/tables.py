"""From what Airtable tells of a base to its description: https://airtable.com/developers/web/api."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import quote

import msgspec
from msgspec.structs import replace

from jetway.core.errors import AppChanged
from jetway.core.expr import Op
from jetway.core.schema import Type
from jetway.sources.kinds.airtable.formula import Formula
from jetway.sources.rest.auth import Bearer
from jetway.sources.rest.loading import sound
from jetway.sources.rest.request import checking
from jetway.sources.rest.spec import (
    Bounds,
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
    from jetway.sources.rest.language import Language
    from jetway.sources.rest.session import Session

_TEXTS = ("singleLineText", "multilineText", "richText", "email", "url", "phoneNumber")
_TYPES = {
    **dict.fromkeys(_TEXTS, Type.TEXT),
    **dict.fromkeys(("number", "percent", "currency", "duration"), Type.FLOAT),
    **dict.fromkeys(("rating", "autoNumber", "count"), Type.INTEGER),
    "singleSelect": Type.ENUM,
    "checkbox": Type.BOOLEAN,
    "date": Type.DATE,
    **dict.fromkeys(("dateTime", "createdTime", "lastModifiedTime"), Type.TIMESTAMPTZ),
    **dict.fromkeys(("multipleSelects", "multipleRecordLinks"), Type.ARRAY),
}
"""Fields of other types, such as formulas, which may hold errors, are JSON."""

_COMPUTED = {"autoNumber", "count", "createdTime", "lastModifiedTime"}
_EQUAL = {Op.EQ: "=", Op.IN: "="}
_ORDERED = _EQUAL | {Op.LT: "<", Op.LTE: "<=", Op.GT: ">", Op.GTE: ">="}
_FILTERS = {
    Type.TEXT: _EQUAL | {Op.CONTAINS: "FIND"},
    Type.ENUM: _EQUAL,
    Type.BOOLEAN: {Op.EQ: "="},
    **dict.fromkeys((Type.INTEGER, Type.FLOAT, Type.DATE, Type.TIMESTAMPTZ), _ORDERED),
}
_OWN = {"id": ColumnSpec(type=Type.TEXT), "createdTime": ColumnSpec(type=Type.TIMESTAMPTZ)}
_SORTED = {Type.TEXT, Type.INTEGER, Type.FLOAT, Type.DATE, Type.TIMESTAMPTZ}


class Airtable(Connector, frozen=True, kw_only=True):
    """A base."""

    language: ClassVar[Language] = Formula()


class Field(msgspec.Struct):
    """A field, as Airtable tells of it."""

    id: str
    name: str
    type: str
    description: str = ""
    options: dict[str, Any] = {}


class Told(msgspec.Struct):
    """A table, as Airtable tells of it."""

    id: str
    name: str
    fields: list[Field]
    description: str = ""


class Tables(msgspec.Struct):
    """The tables of a base."""

    tables: list[Told]


def described(base: str) -> Airtable:
    """The base, without its tables."""
    return Airtable(
        title="Airtable",
        address="https://api.airtable.com",
        auth=Bearer(secret="token"),  # noqa: S106  # the name of the option
        check=f"/v0/meta/bases/{quote(base, safe='')}/tables",
        collections={},
        message="error.message",
        limits=Bounds(per_second=5),
    )


async def learn(connector: Airtable, session: Session) -> Airtable:
    """The base with its tables. Raises `AppChanged`."""
    call = checking(connector)
    heard = await session.ask(call, session.budget())
    try:
        told = msgspec.convert(heard.body, Tables)
    except msgspec.ValidationError:
        raise AppChanged("Airtable does not tell its tables as described.") from None
    base = call.target.split("/")[4]
    return sound(replace(connector, collections={one.name: collection(base, one) for one in told.tables}))


def collection(base: str, table: Told) -> Collection:
    """A table. Fields go by their ids, which stay when a name changes."""
    path = f"/v0/{base}/{quote(table.id, safe='')}"
    by_id: dict[str, Constant] = {"returnFieldsByFieldId": True}
    return Collection(
        key="id",
        columns={**_OWN, **{_free(one.name): column(one) for one in table.fields}},
        list=Listing(
            path=path,
            records="records",
            params={"returnFieldsByFieldId": "true"},
            paging=Cursor(param="offset", next="offset", size="pageSize"),
        ),
        get=Getting(path=f"{path}/{{id}}", params={"returnFieldsByFieldId": "true"}),
        create=Changing(path=path, also=by_id),
        update=Changing(path=f"{path}/{{id}}", method="PATCH", also=by_id),
        delete=Changing(path=f"{path}/{{id}}", method="DELETE"),
        sort=Sorting(param="sort[0][field]", direction="sort[0][direction]"),
        comment=table.description,
    )


def _free(name: str) -> str:
    """The name of a field, with _ behind it where a record has that name itself."""
    return f"{name}_" if name in _OWN else name


def column(one: Field) -> ColumnSpec:
    """A field as a column."""
    kind = _TYPES.get(one.type, Type.JSON)
    settable = one.type in _TYPES and one.type not in _COMPUTED
    choices = one.options.get("choices", ()) if kind is Type.ENUM else ()
    # No formula names the others for certain, or sees the marks of a rich text.
    comparable = not set(one.name) & set("{}\\") and one.name not in _OWN and one.type != "richText"
    return ColumnSpec(
        type=kind,
        path=f"fields.{one.id}",
        absent=False if kind is Type.BOOLEAN else None,
        create=settable,
        update=settable,
        options=tuple(str(choice["name"]) for choice in choices),
        filters=_FILTERS.get(kind, {}) if comparable else {},
        sort=one.id if kind in _SORTED else "",
        comment=one.description,
    )
