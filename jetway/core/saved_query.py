"""Saved queries: SQL that somebody who may run SQL keeps under an id, for others to run with parameters."""

from __future__ import annotations

import re
from dataclasses import dataclass

from jetway.core.form import escape, flag, id_of, mapping, members, name, refuse
from jetway.core.operation import Parameter
from jetway.core.types import Type

MAX_QUERIES = 1000
MAX_PARAMETERS = 100
MAX_TEXT = 100_000

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,63}\Z")
_TYPES = {
    type_.value: type_
    for type_ in (
        *(Type.TEXT, Type.INTEGER, Type.DECIMAL, Type.FLOAT, Type.BOOLEAN, Type.UUID),
        *(Type.DATE, Type.TIME, Type.TIMESTAMP, Type.TIMESTAMPTZ),
    )
}


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A statement under an id. Whoever may run it never sends its text, and need not see it."""

    id: str
    title: str
    sql: str
    parameters: tuple[Parameter, ...] = ()
    schema: str = ""


def parse_queries(document: object, at: str) -> dict[str, SavedQuery]:
    """The queries of a policy document, by id. Raises `InvalidInput` with a pointer."""
    queries = mapping(document, at)
    if len(queries) > MAX_QUERIES:
        refuse(at, f"takes at most {MAX_QUERIES} queries")
    return {id_: _query(id_, query, f"{at}/{escape(id_)}") for id_, query in queries.items()}


def _query(id_: str, document: object, at: str) -> SavedQuery:
    id_of(id_, at)
    body = members(document, at, {"title", "sql", "parameters", "schema"})
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
    return SavedQuery(id_, name(body.get("title", id_), f"{at}/title"), sql, parameters, schema)


def _parameter(document: object, at: str) -> Parameter:
    body = members(document, at, {"name", "type", "required"})
    named = name(body.get("name"), f"{at}/name")
    if not _NAME.match(named):
        refuse(f"{at}/name", "takes letters, digits and _, and begins with no digit")
    type_ = body.get("type", "text")
    if not isinstance(type_, str) or type_ not in _TYPES:
        refuse(f"{at}/type", f"takes one of {', '.join(_TYPES)}")
    return Parameter(named, _TYPES[type_], flag(body.get("required", True), f"{at}/required"))
