"""JSON Schemas of rows and of what can be sent for them. Knows columns, and no path."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from jetway.bridge.openapi.parts import ref
from jetway.core.exact import is_large
from jetway.core.schema import Column, Type
from jetway.core.source_scope import FIRST_NAME

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jetway.core.far import Far
    from jetway.core.schema import Relation
    from jetway.core.view import VisibleTable

Json: TypeAlias = dict[str, Any]

_PLAIN: dict[Type, Json] = {
    Type.TEXT: {"type": "string"},
    Type.ENUM: {"type": "string"},
    Type.OTHER: {"type": "string"},
    Type.UUID: {"type": "string"},
    Type.INTEGER: {"type": "integer"},
    Type.DECIMAL: {"type": "string", "description": "A decimal number, exact."},
    Type.FLOAT: {"type": "number"},
    Type.BOOLEAN: {"type": "boolean"},
    Type.DATE: {"type": "string", "description": "A date, as 2026-11-21."},
    Type.TIME: {"type": "string", "description": "A time, as 10:30:00."},
    Type.TIMESTAMP: {
        "type": "string",
        "description": "A date and time without offset, as 2026-11-21T10:30:00.",
    },
    Type.TIMESTAMPTZ: {"type": "string", "format": "date-time"},
    Type.INTERVAL: {"type": "string", "description": "An ISO 8601 duration."},
    Type.BYTES: {"type": "string", "contentEncoding": "base64"},
    Type.ARRAY: {"type": "array"},
    Type.GEOMETRY: {"type": "object", "description": "GeoJSON."},
    Type.JSON: {},
}


def row(seen: VisibleTable, numbers: Mapping[str, int], fars: Iterable[Far] = ()) -> Json:
    """A row as it is answered without `_select`; related rows stand beside it where they were asked for.

    `numbers`: those of the schemas of rows, by table.
    """
    columns = {column.name: _shown(column) for column in seen.table.told}
    related = {one.name: _related(one, f"row_{numbers[one.target]}") for one in seen.table.relations}
    away = {far.name: _far(far) for far in fars if not far.end.many and not far.away}
    schema: Json = {"type": "object", "properties": columns | related | away, "required": list(columns)}
    if seen.table.comment:
        schema["description"] = seen.table.comment
    return schema


def _related(relation: Relation, name: str) -> Json:
    """The rows that it leads to, or the one."""
    target = ref("schemas", name)
    if relation.many:
        return {"type": "array", "items": target, "description": "With _expand."}
    return {"anyOf": [target, {"type": "null"}], "description": "With _expand."}


def _far(far: Far) -> Json:
    """A row of another source."""
    said = f"The row of {far.end.target} in the source {far.end.target_source or FIRST_NAME}, with _expand."
    not_filtered = "" if far.filters else " Rows cannot be filtered through it."
    return {"type": ["object", "null"], "description": f"{said} Rows cannot be sorted by it.{not_filtered}"}


def create(seen: VisibleTable) -> Json:
    """What a new row is made from."""
    columns = [column for column in seen.table.columns if column.name in seen.creatable]
    preset = {column.name for column, _ in seen.presets}
    required = [column.name for column in columns if column.required and column.name not in preset]
    return _sent(columns, required)


def update(seen: VisibleTable) -> Json:
    """What a row can be changed by: any of these columns."""
    return _sent([column for column in seen.table.columns if column.name in seen.updatable], [])


def value(column: Column) -> Json:
    """One value of the column that is not NULL."""
    schema = dict(_PLAIN[column.type])
    if column.wide and column.type in (Type.DECIMAL, Type.FLOAT):
        schema["description"] = "A number; NaN, Infinity and -Infinity as text."
    unit = f"In the smallest unit of the currency that {column.money} names." if column.money else ""
    if said := " ".join(filter(None, (unit, column.comment))):
        schema["description"] = said
    return schema


def _sent(columns: Iterable[Column], required: list[str]) -> Json:
    schema: Json = {
        "type": "object",
        "properties": {column.name: _stored(column) for column in columns},
        "additionalProperties": False,
    }
    return schema | ({"required": required} if required else {})


def _stored(column: Column) -> Json:
    """One value of a row as it is sent: what was read of it may be."""
    schema = taken(column)
    if is_large(column):
        schema |= nullable({"type": ["integer", "string"], "pattern": "^-?[0-9]+$"}, column)
    return schema


def _shown(column: Column) -> Json:
    schema = value(column)
    if column.mask is not None:
        schema["description"] = "Masked: shown in part."
    elif column.closed:
        return _one_of(schema, column)
    if column.loose and column.type is Type.OTHER:
        schema.pop("type")  # a column without a type, which holds values of any
    if column.type is Type.BYTES:
        large = {"type": "object", "properties": {"$bytes": {"type": "integer"}}}
        return {"anyOf": [nullable(schema, column), large]}
    if is_large(column):
        schema["type"] = ["integer", "string"]
    if column.type is Type.FLOAT and column.wide:
        schema["type"] = ["number", "string"]
    return nullable(schema, column)


def taken(column: Column) -> Json:
    """One value as it is sent for the column."""
    schema = value(column)
    match column.type:
        case Type.ENUM if column.options:
            return _one_of(schema, column)
        case Type.DECIMAL:
            schema["type"] = ["string", "number"]
        case Type.FLOAT if column.wide:
            schema["type"] = ["number", "string"]
        case Type.OTHER if column.loose:
            schema["type"] = ["string", "number"]
        case Type.INTEGER:
            limits = {"minimum": column.minimum, "maximum": column.maximum}
            schema |= {name: limit for name, limit in limits.items() if limit is not None}
        case Type.TEXT if column.length is not None:
            schema["maxLength"] = column.length
        case _:
            pass
    return nullable(schema, column)


def _one_of(schema: Json, column: Column) -> Json:
    """The options, with the column's comment."""
    options = [*column.options, *([None] if column.nullable else [])]
    return {name: said for name, said in schema.items() if name != "type"} | {"enum": options}


def nullable(schema: Json, column: Column) -> Json:
    """The schema of a value that may be NULL where the column may hold it."""
    if not column.nullable or "type" not in schema:
        return schema
    types = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    return schema | {"type": [*types, "null"]}
