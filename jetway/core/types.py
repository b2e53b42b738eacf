"""What values mean, and how values of each meaning can be compared."""

from __future__ import annotations

from enum import StrEnum
from functools import cache

from jetway.core.expr import ALL_OPS, EQUALITY_OPS, ORDER_OPS, Op


class Type(StrEnum):
    """What a column's values mean. The exact type of the engine is `Column.native`.

    A row holds values ready for JSON (`docs/reference/values.md`), and so does a bound value, but for
    `bytes` (bytes) and `decimal` (Decimal).
    """

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    FLOAT = "float"
    BOOLEAN = "boolean"
    DATE = "date"
    TIME = "time"
    TIMESTAMP = "timestamp"
    TIMESTAMPTZ = "timestamptz"
    INTERVAL = "interval"
    UUID = "uuid"
    JSON = "json"
    BYTES = "bytes"
    ENUM = "enum"
    ARRAY = "array"
    GEOMETRY = "geometry"
    OTHER = "other"


@cache
def ops_of(type_: Type) -> frozenset[Op]:
    """The operators that make sense for a type, where the source can do all of them."""
    match type_:
        case Type.TEXT | Type.ENUM | Type.UUID | Type.OTHER:
            return ALL_OPS
        case Type.INTEGER | Type.DECIMAL | Type.FLOAT | Type.DATE | Type.TIME:
            return EQUALITY_OPS | ORDER_OPS
        case Type.TIMESTAMP | Type.TIMESTAMPTZ | Type.INTERVAL:
            return EQUALITY_OPS | ORDER_OPS
        case Type.BOOLEAN | Type.BYTES:
            return EQUALITY_OPS
        case Type.JSON:
            return frozenset({Op.IS_NULL, Op.CONTAINS, Op.ICONTAINS})
        case Type.ARRAY:
            return frozenset({Op.IS_NULL, Op.CONTAINS, Op.ICONTAINS, Op.HAS})
        case Type.GEOMETRY:
            return frozenset({Op.IS_NULL})
