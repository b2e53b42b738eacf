"""PostgreSQL's types and defaults, as the core knows them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from jetway.core.schema import Default, Type
from jetway.sources.sql.defaults import computed, constant

if TYPE_CHECKING:
    from collections.abc import Mapping

_TYPES = {
    "bool": Type.BOOLEAN,
    "int2": Type.INTEGER,
    "int4": Type.INTEGER,
    "int8": Type.INTEGER,
    "numeric": Type.DECIMAL,
    "money": Type.DECIMAL,
    "float4": Type.FLOAT,
    "float8": Type.FLOAT,
    "text": Type.TEXT,
    "varchar": Type.TEXT,
    "bpchar": Type.TEXT,
    "char": Type.TEXT,
    "name": Type.TEXT,
    "citext": Type.TEXT,
    "date": Type.DATE,
    "time": Type.TIME,
    "timestamp": Type.TIMESTAMP,
    "timestamptz": Type.TIMESTAMPTZ,
    "interval": Type.INTERVAL,
    "uuid": Type.UUID,
    "json": Type.JSON,
    "jsonb": Type.JSON,
    "bytea": Type.BYTES,
}
_BITS = {"int2": 16, "int4": 32, "int8": 64}
_LITERAL = re.compile(r"\(?'((?:[^']|'')*)'(?:::[^']+?)?\)?(?:::[^']+)?\Z")
_BARE = re.compile(r"\(?([+-]?[0-9.]+|true|false)\)?(?:::.+)?\Z")


@dataclass(frozen=True, slots=True)
class NativeType:
    """A row of pg_type. `base`: of a domain; `element`: of an array; `ordered`: it has a B-tree order."""

    name: str
    kind: str
    base: int
    modifier: int
    element: int
    not_null: bool
    ordered: bool


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a column's type comes to, domains resolved.

    `ordered`: `<` and `=` take its values as they are, which they do not for a domain over an enum.
    """

    type: Type
    native: NativeType
    modifier: int
    not_null: bool
    ordered: bool
    item: Type | None = None
    options: tuple[str, ...] = ()


def meaning(
    oid: int, modifier: int, types: Mapping[int, NativeType], labels: Mapping[int, tuple[str, ...]]
) -> Meaning:
    """What the type of that number means."""
    native, not_null = types[oid], False
    domain = native.kind == "d"
    while native.kind == "d":
        oid, not_null = native.base, not_null or native.not_null
        modifier = native.modifier if modifier < 0 else modifier
        native = types[oid]
    if oid in labels:
        return Meaning(Type.ENUM, native, modifier, not_null, not domain, options=labels[oid])
    if native.element and native.name.startswith("_"):
        item = meaning(native.element, -1, types, labels)
        return Meaning(Type.ARRAY, native, modifier, not_null, item.ordered, item.type, item.options)
    type_ = _TYPES.get(native.name, Type.OTHER)
    return Meaning(type_, native, modifier, not_null, native.ordered and type_ is not Type.JSON)


def length(found: Meaning) -> int | None:
    """How many characters fit."""
    sized = found.native.name in ("varchar", "bpchar") and found.modifier >= 4
    return found.modifier - 4 if sized else None


def precision(found: Meaning) -> tuple[int | None, int | None]:
    """How many digits, and how many of them after the point."""
    if found.native.name != "numeric" or found.modifier < 4:
        return None, None
    packed = found.modifier - 4
    return packed >> 16 & 0xFFFF, ((packed & 0x7FF) ^ 1024) - 1024


def extremes(found: Meaning) -> tuple[int | None, int | None]:
    """The least and the greatest whole number."""
    bits = _BITS.get(found.native.name)
    return (None, None) if bits is None else (-(1 << bits - 1), (1 << bits - 1) - 1)


@lru_cache(2000)
def default(type_: Type, text: str | None) -> Default | None:
    """What `pg_get_expr` of a default means."""
    if text is None or text.upper().startswith("NULL"):
        return None
    if text.startswith("nextval("):
        return Default("sequence")
    if match := _LITERAL.match(text):
        return constant(type_, match[1].replace("''", "'"))
    if match := _BARE.match(text):
        return constant(type_, match[1])
    return computed(text)
