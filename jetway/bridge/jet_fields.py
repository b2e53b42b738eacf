"""Columns in the words of Jet Bridge's model descriptions, so that its clients know them.

Facts from jet-bridge 1.13.1: `models/data_types.py`, `utils/db_types.py`, `views/model_description.py`.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

from jetway.core.schema import Type

if TYPE_CHECKING:
    from jetway.core.schema import Column, ForeignKey


class _Words(NamedTuple):
    """`field` and `db_field` of a type, and what stands in `db_internal_type`."""

    field: str
    db_field: str
    internal: str


_INTEGER = _Words("IntegerField", "IntegerField", "INTEGER")
_NUMBER = _Words("FloatField", "NumberField", "NUMERIC")
_DOUBLE = _Words("FloatField", "DoublePrecisionField", "DOUBLE_PRECISION")
_BOOLEAN = _Words("BooleanField", "BooleanField", "BOOLEAN")
_VARCHAR = _Words("CharField", "CharField", "VARCHAR")
_TEXT = _Words("TextField", "TextField", "TEXT")
_TIMESTAMP = _Words("DateTimeField", "TimestampField", "TIMESTAMP")
_DATETIME = _Words("DateTimeField", "DateTimeField", "DATETIME")
_UNKNOWN = _Words("CharField", "CharField", "NULL")

_NATIVE = {
    "tinyint": _INTEGER,
    "smallint": _Words("IntegerField", "SmallIntegerField", "SMALLINT"),
    "mediumint": _Words("IntegerField", "IntegerField", "MEDIUMINT"),
    "int": _INTEGER,
    "integer": _INTEGER,
    "bigint": _Words("IntegerField", "BigIntegerField", "BIGINT"),
    "numeric": _NUMBER,
    "decimal": _Words("FloatField", "DecimalField", "DECIMAL"),
    "real": _Words("FloatField", "FloatField", "REAL"),
    "float": _Words("FloatField", "FloatField", "FLOAT"),
    "double": _Words("FloatField", "FloatField", "FLOAT"),
    "double precision": _DOUBLE,
    "boolean": _BOOLEAN,
    "bool": _BOOLEAN,
    "character varying": _VARCHAR,
    "varchar": _VARCHAR,
    "nvarchar": _Words("CharField", "CharField", "NVARCHAR"),
    "character": _Words("CharField", "CharField", "CHAR"),
    "char": _Words("CharField", "CharField", "CHAR"),
    "text": _TEXT,
    "tinytext": _TEXT,
    "mediumtext": _TEXT,
    "longtext": _TEXT,
    "clob": _TEXT,
    "date": _Words("DateField", "DateField", "DATE"),
    "time": _Words("CharField", "CharField", "TIME"),
    "timestamp": _TIMESTAMP,
    "datetime": _DATETIME,
    "json": _Words("JSONField", "JSONField", "JSON"),
    "jsonb": _Words("JSONField", "JSONField", "JSONB"),
    "uuid": _Words("UUIDField", "UUIDField", "UUID"),
    "geometry": _Words("GeometryField", "GeometryField", "GEOMETRY"),
    "geography": _Words("GeographyField", "GeographyField", "GEOGRAPHY"),
}
_AS_THEY_ARE = frozenset(
    {"money", "interval", "bytea", "blob", "inet", "cidr", "macaddr", "tsvector", "bit", "hstore", "year"}
    | {"int4range", "int8range", "numrange", "tsrange", "tstzrange", "daterange", "varbinary", "binary"}
)
_BY_TYPE = {
    Type.BOOLEAN: _BOOLEAN,
    Type.ARRAY: _Words("JSONField", "JSONField", "ARRAY"),
    Type.ENUM: _Words("SelectField", "SelectField", "VARCHAR"),
}
_DEFAULTS = {"now": "datetime_now"}
_META = ("field", "name", "params", "order_after", "hidden")
_TABLE_META = ("name", "name_plural", "order_after", "hidden")
_SAYS_NOTHING: dict[tuple[str, ...], dict[str, object]] = {
    names: {f"data_source_{name}": None for name in names} for names in (_META, _TABLE_META)
}


def column_members(column: Column, key: ForeignKey | None, *, editable: bool) -> dict[str, object]:
    """What Jet Bridge says of a column. `key`: the foreign key of this column alone."""
    words = _words(column)
    members: dict[str, object] = {
        "name": column.name,
        "db_column": column.name,
        "field": "ForeignKey" if key else words.field,
        "db_field": words.db_field,
        "filterable": bool(column.ops),
        "null": column.nullable,
        "editable": editable,
        "params": _params(column, words, key),
        **_meta(column.comment, _META),
    }
    if column.default is not None:
        members["default_type"] = _DEFAULTS.get(column.default.kind, column.default.kind)
        if column.default.kind == "value":
            members["default_value"] = column.default.value
    return members


def field_of(column: Column) -> str:
    """What Jet Bridge calls the kind of a column's values."""
    return _words(column).field


def table_meta(comment: str) -> dict[str, object]:
    """What a table's comment says where it is a JSON object; else `None` for each."""
    return _meta(comment, _TABLE_META)


def _words(column: Column) -> _Words:
    if column.type in _BY_TYPE:
        return _BY_TYPE[column.type]
    native = re.sub(r"\(.*?\)| unsigned| with(out)? time zone", "", column.native).strip().lower()
    if native in _AS_THEY_ARE:
        return _Words("CharField", "CharField", native.upper())
    return _NATIVE.get(native, _UNKNOWN)


def _params(column: Column, words: _Words, key: ForeignKey | None) -> dict[str, object]:
    params: dict[str, object] = {}
    if key is not None:
        params["related_model"] = {"model": key.target}
    if words.field == "DateField":
        params |= {"date": True, "time": False}
    if column.options:
        params["options"] = [{"name": option, "value": option} for option in column.options]
    sized, length = "", column.length
    if column.type is Type.ENUM:
        length = max(map(len, column.options), default=None)
    if words.field in ("TextField", "SelectField") or (words.field == "CharField" and length):
        params["length"] = length
        sized = f"({length})" if length else ""
    if words.internal in ("NUMERIC", "DECIMAL") and column.precision is not None:
        sized = f"({column.precision}, {column.scale or 0})"
    params["db_internal_type"] = words.internal + sized
    return params


def _meta(comment: str, names: tuple[str, ...]) -> dict[str, object]:
    if not comment.startswith("{"):
        return _SAYS_NOTHING[names]
    try:
        said = json.loads(comment)
    except (ValueError, RecursionError):
        return _SAYS_NOTHING[names]
    return {f"data_source_{name}": said.get(name) for name in names}
