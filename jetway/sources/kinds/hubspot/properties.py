"""From what HubSpot tells of its properties to columns: https://developers.hubspot.com/docs/guides/api/crm."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from jetway.core.errors import AppChanged, AppNotPermitted
from jetway.core.expr import Op
from jetway.core.schema import Type
from jetway.sources.kinds.hubspot.search import Search
from jetway.sources.rest.loading import sound
from jetway.sources.rest.record import step
from jetway.sources.rest.request import Call
from jetway.sources.rest.spec import ColumnSpec, Connector

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from jetway.sources.rest.session import Session
    from jetway.sources.rest.spec import Collection

MOST_CHARACTERS = 1_600
"""Of the names of a search's properties: its whole body may have 3,000 characters."""

_PERSON = ("phone", "address", "city", "state", "zip", "country", "lifecyclestage", "hubspot_owner_id")
USUAL = {
    "contacts": (
        *("firstname", "lastname", "email", "company", "jobtitle", "mobilephone", "website"),
        *(*_PERSON, "hs_lead_status", "createdate", "lastmodifieddate"),
    ),
    "companies": (
        *("name", "domain", "website", "industry", "type", "description", "numberofemployees"),
        *(*_PERSON, "annualrevenue", "createdate", "hs_lastmodifieddate"),
    ),
    "deals": (
        *("dealname", "amount", "pipeline", "dealstage", "dealtype", "closedate", "description"),
        *("hubspot_owner_id", "createdate", "hs_lastmodifieddate"),
    ),
    "tickets": (
        *("subject", "content", "hs_pipeline", "hs_pipeline_stage", "hs_ticket_priority"),
        *("hs_ticket_category", "source_type", "hubspot_owner_id", "createdate", "hs_lastmodifieddate"),
        "closed_date",
    ),
}
"""Of HubSpot's own properties, some hundred for each kind of record, those that people know."""

ALWAYS = ("createdate", "lastmodifieddate", "hs_lastmodifieddate")
"""Every record has a value for them: what HubSpot does with records without one when it sorts is not said."""

_TYPES = {
    "number": Type.DECIMAL,
    "bool": Type.BOOLEAN,
    "date": Type.DATE,
    "datetime": Type.TIMESTAMPTZ,
}
_EMPTY = {Op.IS_NULL: "HAS_PROPERTY"}
_EQUAL = _EMPTY | {Op.EQ: "EQ", Op.IN: "IN"}
_ORDERED = _EMPTY | {Op.EQ: "EQ", Op.LT: "LT", Op.LTE: "LTE", Op.GT: "GT", Op.GTE: "GTE"}
_FILTERS = {
    Type.TEXT: _EQUAL,
    Type.ENUM: _EQUAL,
    Type.BOOLEAN: _EMPTY | {Op.EQ: "EQ"},
    Type.ARRAY: _EMPTY,
    **dict.fromkeys((Type.DECIMAL, Type.DATE, Type.TIMESTAMPTZ), _ORDERED),
}


class HubSpot(Connector, frozen=True, kw_only=True):
    """An account."""

    language = Search()


class Option(msgspec.Struct):
    """A value to choose."""

    value: str


class Modification(msgspec.Struct, rename="camel", frozen=True):
    """Whether a value can be set."""

    read_only_value: bool = False


class Property(msgspec.Struct, rename="camel"):
    """A property, as HubSpot tells of it."""

    name: str
    type: str
    field_type: str = ""
    label: str = ""
    options: list[Option] = []
    calculated: bool = False
    hidden: bool = False
    hubspot_defined: bool = False
    external_options: bool = False
    modification_metadata: Modification = Modification()


class Properties(msgspec.Struct):
    """The properties of a kind of record."""

    results: list[Property]


async def learn(connector: HubSpot, session: Session) -> HubSpot:
    """The account, with the columns of what the token may see. Raises `AppChanged`, `AppNotPermitted`."""
    collections: dict[str, Collection] = {}
    for name, spec in connector.collections.items():
        try:
            heard = await session.ask(Call("GET", f"/crm/v3/properties/{name}"), session.budget())
        except AppNotPermitted:
            continue
        try:
            told = msgspec.convert(heard.body, Properties)
        except msgspec.ValidationError:
            raise AppChanged("HubSpot does not tell its properties as described.") from None
        collections[name] = with_columns(spec, chosen(told.results, USUAL[name]))
    if not collections:
        raise AppNotPermitted(
            "The token may see no contacts, companies, deals or tickets. Give it such a scope."
        )
    return sound(replace(connector, collections=collections))


def chosen(properties: Iterable[Property], usual: tuple[str, ...]) -> Iterator[Property]:
    """The usual ones, and behind them those of the account itself, as many as a search can ask for."""
    there = {one.name: one for one in properties}
    named = [there[name] for name in usual if name in there]
    own = [one for one in there.values() if not (one.hubspot_defined or one.hidden) and one not in named]
    left = MOST_CHARACTERS
    for one in (*named, *own):
        left -= len(one.name) + 3
        if left >= 0 and one.name != "id":
            yield one


def with_columns(spec: Collection, properties: Iterable[Property]) -> Collection:
    """The collection, with a column for each property, which its requests ask for."""
    columns = {one.name: column(one) for one in properties}
    names = tuple(columns)
    assert spec.get is not None
    return replace(
        spec,
        columns={**spec.columns, **columns},
        list=replace(spec.list, also={"properties": names}),
        get=replace(spec.get, params={"properties": ",".join(names)}),
    )


def column(one: Property) -> ColumnSpec:
    """A property as a column."""
    kind = _type(one)
    settable = not (one.calculated or one.modification_metadata.read_only_value or one.name in ALWAYS)
    return ColumnSpec(
        type=kind,
        path=f"properties.{step(one.name)}",
        create=settable,
        update=settable,
        options=tuple(option.value for option in one.options) if kind is Type.ENUM else (),
        filters=_FILTERS[kind],
        sort=one.name if one.name in ALWAYS else "",
        comment=one.label,
    )


def _type(one: Property) -> Type:
    if one.type != "enumeration":
        return _TYPES.get(one.type, Type.TEXT)
    if one.field_type == "checkbox":
        return Type.ARRAY
    return Type.TEXT if one.external_options or not one.options else Type.ENUM
