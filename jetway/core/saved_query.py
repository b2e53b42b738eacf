"""Saved queries: SQL that somebody who may run SQL keeps under an id, for others to run with parameters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from jetway.core.errors import NotAllowed
from jetway.core.form import escape, flag, mapping, members, name, refuse
from jetway.core.operation import Parameter
from jetway.core.parameters import taken
from jetway.core.statement import Statement
from jetway.core.types import Type

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jetway.core.directory import Actor

MAX_QUERIES = 1000
MAX_PARAMETERS = 100
MAX_TEXT = 100_000

_ID = re.compile(r"[a-z][a-z0-9_-]{0,63}\Z")
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}\Z")
_OF_ACTOR = re.compile(r"\{\{\s*actor\.(?P<name>\w+)\s*\}\}", re.ASCII)
_TYPES = {
    type_.value: type_
    for type_ in (
        *(Type.TEXT, Type.INTEGER, Type.DECIMAL, Type.FLOAT, Type.BOOLEAN, Type.UUID),
        *(Type.DATE, Type.TIME, Type.TIMESTAMP, Type.TIMESTAMPTZ),
    )
}


class Shape(StrEnum):
    """As what rows are told to programs: a page of them, the first, or the first value of that."""

    ROWS = "rows"
    ROW = "row"
    VALUE = "value"


_SHAPES = {shape.value: shape for shape in Shape}


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A statement under an id. Whoever may run it never sends its text, and need not see it.

    `endpoint`: as what its rows are told at an address of its own; `None` where it has none.
    """

    id: str
    title: str
    sql: str
    parameters: tuple[Parameter, ...] = ()
    schema: str = ""
    endpoint: Shape | None = None


def parse_queries(document: object, at: str) -> dict[str, SavedQuery]:
    """The queries of a policy document, by id. Raises `InvalidInput` with a pointer."""
    queries = mapping(document, at)
    if len(queries) > MAX_QUERIES:
        refuse(at, f"takes at most {MAX_QUERIES} queries")
    return {id_: _query(id_, query, f"{at}/{escape(id_)}") for id_, query in queries.items()}


def statement_of(query: SavedQuery, sent: Mapping[str, object], actor: Actor, at: str) -> Statement:
    """The query with the values that were sent, and those of the actor that it names.

    `at`: the JSON pointer to what was sent.

    Raises `InvalidInput`, and `NotAllowed` for an actor without an attribute that the query needs.
    """
    bound = taken(query.parameters, sent, at)
    of_actor = {f"actor.{found['name']}": found["name"] for found in _OF_ACTOR.finditer(query.sql)}
    attributes = {**actor.attributes, "id": actor.id, "role": actor.role}
    for place, attribute in of_actor.items():
        if attributes.get(attribute) is None:
            raise NotAllowed(f"This query goes by your attribute {attribute!r}, and you have none.")
        bound[place] = attributes[attribute]
    return Statement(query.sql, bound, schema=query.schema)


def _query(id_: str, document: object, at: str) -> SavedQuery:
    if not _ID.match(id_):
        refuse(at, "an id takes a-z, 0-9, _ and -, and begins with a letter")
    body = members(document, at, {"title", "sql", "parameters", "schema", "endpoint"})
    sql = name(body.get("sql"), f"{at}/sql")
    if len(sql) > MAX_TEXT:
        refuse(f"{at}/sql", f"takes at most {MAX_TEXT} characters")
    listed = body.get("parameters", [])
    if not isinstance(listed, list) or len(listed) > MAX_PARAMETERS:
        refuse(f"{at}/parameters", f"takes a list of at most {MAX_PARAMETERS}")
    parameters = tuple(_parameter(one, f"{at}/parameters/{number}") for number, one in enumerate(listed))
    if len({parameter.name for parameter in parameters}) != len(parameters):
        refuse(f"{at}/parameters", "takes each name once")
    schema = name(body["schema"], f"{at}/schema") if "schema" in body else ""
    endpoint = _shape(body["endpoint"], parameters, f"{at}/endpoint") if "endpoint" in body else None
    return SavedQuery(id_, name(body.get("title", id_), f"{at}/title"), sql, parameters, schema, endpoint)


def _shape(value: object, parameters: Sequence[Parameter], at: str) -> Shape:
    """Beside its parameters stand those of pages, which begin with `_`."""
    if not isinstance(value, str) or value not in _SHAPES:
        refuse(at, f"takes one of {', '.join(_SHAPES)}")
    if any(parameter.name.startswith("_") for parameter in parameters):
        refuse(at, "takes no parameters that begin with _")
    return _SHAPES[value]


def _parameter(document: object, at: str) -> Parameter:
    body = members(document, at, {"name", "type", "required"})
    named = name(body.get("name"), f"{at}/name")
    if not _NAME.match(named):
        refuse(f"{at}/name", "takes letters, digits and _, and begins with no digit")
    type_ = body.get("type", "text")
    if not isinstance(type_, str) or type_ not in _TYPES:
        refuse(f"{at}/type", f"takes one of {', '.join(_TYPES)}")
    return Parameter(named, _TYPES[type_], flag(body.get("required", True), f"{at}/required"))
