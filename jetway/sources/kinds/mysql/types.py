"""MariaDB's and MySQL's types and defaults, as the core knows them."""

from __future__ import annotations

import re
from typing import Any

from jetway.core.schema import Column, Default, Type, ops_of
from jetway.sources.sql.defaults import computed, constant

_TYPES = {
    "tinyint": Type.INTEGER,
    "smallint": Type.INTEGER,
    "mediumint": Type.INTEGER,
    "int": Type.INTEGER,
    "bigint": Type.INTEGER,
    "year": Type.INTEGER,
    "bit": Type.INTEGER,
    "decimal": Type.DECIMAL,
    "float": Type.FLOAT,
    "double": Type.FLOAT,
    "char": Type.TEXT,
    "varchar": Type.TEXT,
    "tinytext": Type.TEXT,
    "text": Type.TEXT,
    "mediumtext": Type.TEXT,
    "longtext": Type.TEXT,
    "enum": Type.ENUM,
    "date": Type.DATE,
    "time": Type.TIME,
    "datetime": Type.TIMESTAMP,
    "timestamp": Type.TIMESTAMPTZ,
    "uuid": Type.UUID,
    "json": Type.JSON,
    "binary": Type.BYTES,
    "varbinary": Type.BYTES,
    "tinyblob": Type.BYTES,
    "blob": Type.BYTES,
    "mediumblob": Type.BYTES,
    "longblob": Type.BYTES,
}
_GEOMETRIES = frozenset(
    {
        "geometry",
        "point",
        "linestring",
        "polygon",
        "multipoint",
        "multilinestring",
        "multipolygon",
        "geometrycollection",
        "geomcollection",
    }
)
_BITS = {"tinyint": 8, "smallint": 16, "mediumint": 24, "int": 32, "bigint": 64}
_OPTION = re.compile(r"'((?:[^']|'')*)'")
_LITERAL = re.compile(r"'((?:[^'\\]|''|\\.)*)'\Z", re.DOTALL)
_BARE = re.compile(r"[+-]?[0-9.]+\Z")


def column_of(name: str, cells: tuple[Any, ...], position: int, *, mariadb: bool, document: bool) -> Column:
    """The column of a row of information_schema.COLUMNS. `document`: a check says that it holds JSON."""
    native, data_type, nullable, default, extra, comment, length, digits, scale, expression = cells
    type_ = Type.JSON if document else _type(native, data_type)
    generated = bool(expression)
    least, greatest = _extremes(type_, native, data_type)
    return Column(
        name=name,
        type=type_,
        native=native,
        position=position,
        nullable=nullable == "YES",
        default=None if generated else _default(type_, default, extra, mariadb=mariadb),
        generated=generated,
        length=length if data_type in ("char", "varchar") else None,
        precision=digits if type_ is Type.DECIMAL else None,
        scale=scale if type_ is Type.DECIMAL else None,
        minimum=least,
        maximum=greatest,
        options=_options(native) if type_ is Type.ENUM else (),
        comment=comment,
        ops=ops_of(type_),
        sortable=type_ not in (Type.JSON, Type.GEOMETRY),
        # Enums sort by their place in the declaration, and compare as text.
        keyset=type_ is not Type.ENUM,
        wide=type_ in (Type.DATE, Type.TIME, Type.TIMESTAMP, Type.TIMESTAMPTZ),
    )


def _type(native: str, data_type: str) -> Type:
    if native.startswith("tinyint(1)") or native == "bit(1)":
        return Type.BOOLEAN
    if data_type in _GEOMETRIES:
        return Type.GEOMETRY
    return _TYPES.get(data_type, Type.OTHER)


def _extremes(type_: Type, native: str, data_type: str) -> tuple[int | None, int | None]:
    """The least and the greatest whole number."""
    if type_ is not Type.INTEGER:
        return None, None
    if data_type == "year":
        return 0, 2155
    if data_type == "bit":
        return 0, (1 << int(native[len("bit(") : -1])) - 1
    bits = _BITS[data_type]
    if "unsigned" in native:
        return 0, (1 << bits) - 1
    return -(1 << bits - 1), (1 << bits - 1) - 1


def _default(type_: Type, text: str | None, extra: str, *, mariadb: bool) -> Default | None:
    """MariaDB has an expression's text, literals quoted; MySQL a literal's text, expressions marked."""
    if "auto_increment" in extra:
        return Default("sequence")
    if text is None or (mariadb and text == "NULL"):
        return None
    if mariadb:
        if match := _LITERAL.match(text):
            return constant(type_, match[1].replace("''", "'").replace("\\'", "'"))
        return constant(type_, text) if _BARE.match(text) else computed(text)
    if "DEFAULT_GENERATED" in extra or text.upper().startswith("CURRENT_TIMESTAMP"):
        return computed(text)
    return constant(type_, text)


def _options(native: str) -> tuple[str, ...]:
    return tuple(option.replace("''", "'") for option in _OPTION.findall(native))
