"""Endpoints: a saved query or an operation at an address of its own, for programs, as the policy keeps it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from jetway.core.expr import Attribute
from jetway.core.form import escape, id_of, mapping, members, name, refuse
from jetway.core.parameters import value_of
from jetway.core.types import Type
from jetway.core.values import ValueRefused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jetway.core.saved_query import SavedQuery

MAX_ENDPOINTS = 1000
MAX_COLUMNS = 1000
KEY = "_key"
"""What the key of an operation's row is sent as. All that begins with `_` is the endpoint's own."""


class Shape(StrEnum):
    """As what the rows of a query are told: a page of them, the first, or the first value of that."""

    ROWS = "rows"
    ROW = "row"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Something to run under an id. Its caller sends what is left of the parameters.

    `query`: the id of a saved query; else `operation`, as `<source>/<operation>` of another source than the
    first, as it is in `version`. `settled`: parameters that nobody sends, with a value or an `Attribute` of
    the caller. `defaults`: what stands in where none is sent. `columns`: all that is told of a query's rows;
    empty: whatever they have.
    """

    id: str
    title: str
    query: str = ""
    operation: str = ""
    version: str = ""
    shape: Shape = Shape.ROWS
    settled: Mapping[str, object] = field(default_factory=dict)
    defaults: dict[str, object] = field(default_factory=dict)
    columns: Mapping[str, Type] = field(default_factory=dict)


TRY = "try"
"""No endpoint has this id: where it would be, one is tried."""

_TYPES = {type_.value: type_ for type_ in Type}
_SHAPES = {shape.value: shape for shape in Shape}
_OF_ALL = frozenset({"title", "parameters"})
_OF_A_QUERY = _OF_ALL | {"query", "shape", "columns"}
_OF_AN_OPERATION = _OF_ALL | {"operation", "version"}


def parse_endpoints(document: object, queries: Mapping[str, SavedQuery], at: str) -> dict[str, Endpoint]:
    """The endpoints of a policy document, by id. Raises `InvalidInput` with a pointer."""
    endpoints = mapping(document, at)
    if len(endpoints) > MAX_ENDPOINTS:
        refuse(at, f"takes at most {MAX_ENDPOINTS} endpoints")
    if TRY in endpoints:
        refuse(f"{at}/{TRY}", "is the id of none, but where endpoints are tried")
    return {
        id_of(id_, f"{at}/{escape(id_)}"): parse_endpoint(id_, one, queries, f"{at}/{escape(id_)}")
        for id_, one in endpoints.items()
    }


def parse_endpoint(id_: str, document: object, queries: Mapping[str, SavedQuery], at: str) -> Endpoint:
    """One endpoint, over one of the `queries` or an operation. Raises `InvalidInput` with a pointer."""
    of_query = "query" in mapping(document, at)
    body = members(document, at, _OF_A_QUERY if of_query else _OF_AN_OPERATION)
    title = name(body.get("title", id_), f"{at}/title")
    settings = mapping(body.get("parameters", {}), f"{at}/parameters")
    settled, defaults = _settings(settings, f"{at}/parameters")
    if not of_query:
        operation = name(body.get("operation"), f"{at}/operation")
        version = name(body.get("version"), f"{at}/version")
        return Endpoint(id_, title, operation=operation, version=version, settled=settled, defaults=defaults)
    query = _query(body["query"], queries, f"{at}/query")
    _fit(query, {**settled, **defaults}, f"{at}/parameters")
    return Endpoint(
        id_,
        title,
        query.id,
        shape=_shape(body.get("shape", Shape.ROWS), f"{at}/shape"),
        settled=settled,
        defaults=defaults,
        columns=_columns(body.get("columns", {}), f"{at}/columns"),
    )


def _query(value: object, queries: Mapping[str, SavedQuery], at: str) -> SavedQuery:
    query = queries.get(name(value, at))
    if query is None:
        refuse(at, "there is no saved query of this id")
    if any(parameter.name.startswith("_") for parameter in query.parameters):
        refuse(at, "a query behind an endpoint takes no parameters that begin with _")
    return query


def _settings(settings: Mapping[str, object], at: str) -> tuple[dict[str, object], dict[str, object]]:
    """What is settled, and what stands in where nothing is sent."""
    settled: dict[str, object] = {}
    defaults: dict[str, object] = {}
    for named, one in settings.items():
        match one:
            case {"value": str() | bool() | int() | float() as value, **rest} if not rest:
                settled[named] = value
            case {"attribute": str() as attribute, **rest} if attribute and not rest:
                settled[named] = Attribute(attribute)
            case {"default": str() | bool() | int() | float() as value, **rest} if not rest:
                defaults[named] = value
            case _:
                refuse(f"{at}/{escape(named)}", "takes one of value, attribute and default")
    return settled, defaults


def _fit(query: SavedQuery, settings: Mapping[str, object], at: str) -> None:
    """What is said of parameters is of those that the query has, and values are of their types."""
    known = {parameter.name: parameter for parameter in query.parameters}
    for named, value in settings.items():
        if named not in known:
            refuse(f"{at}/{escape(named)}", "is no parameter of the query")
        if isinstance(value, Attribute):
            continue
        try:
            value_of(known[named], value)
        except ValueRefused as refused:
            refuse(f"{at}/{escape(named)}", str(refused))


def _shape(value: object, at: str) -> Shape:
    if not isinstance(value, str) or value not in _SHAPES:
        refuse(at, f"takes one of {', '.join(_SHAPES)}")
    return _SHAPES[value]


def _columns(document: object, at: str) -> dict[str, Type]:
    columns = mapping(document, at)
    if len(columns) > MAX_COLUMNS:
        refuse(at, f"takes at most {MAX_COLUMNS} columns")
    return {named: _type(type_, f"{at}/{escape(named)}") for named, type_ in columns.items()}


def _type(value: object, at: str) -> Type:
    if not isinstance(value, str) or value not in _TYPES:
        refuse(at, f"takes one of {', '.join(_TYPES)}")
    return _TYPES[value]
