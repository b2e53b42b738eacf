"""Values between the driver and the core: cells of a row decoded, values encoded."""

from __future__ import annotations

import base64
import json
import struct
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeAlias

from jetway.core.errors import NotExecuted
from jetway.core.schema import Type
from jetway.sources.kinds.mysql.moments import in_zone
from jetway.sources.sql import document

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jetway.core.schema import Column
    from jetway.sources.sql.grammar import Decode, Encode

Plan: TypeAlias = "tuple[tuple[str, Callable[[Any], object] | Plan | None], ...]"
"""The names of a row in order, each with how its cell is decoded, or with the plan of a nested row."""


def row(plan: Plan, cells: Iterator[Any]) -> dict[str, object]:
    """The row that `cells` holds, nested rows included."""
    result: dict[str, object] = {}
    for name, decode in plan:
        cell = next(cells)
        if isinstance(decode, tuple):
            nested = row(decode, cells)
            result[name] = nested if cell else None
        else:
            result[name] = cell if decode is None or cell is None else decode(cell)
    return result


def decoder(column: Column) -> Decode | None:
    """From what is selected for the column to a value ready for JSON. Never asked about NULL."""
    match column.type:
        case Type.BOOLEAN:
            return bool
        case Type.INTEGER if column.exact:
            return exact
        case Type.TIMESTAMP:
            return _moment
        case Type.TIMESTAMPTZ:
            return lambda text: in_zone(_moment(text), column.zone)
        case Type.TIME:
            return _without_zeros
        case Type.JSON | Type.GEOMETRY:
            return _document
        case Type.BYTES:
            return _bytes
        case Type.FLOAT if column.native.startswith("float"):
            return _shortest
        case _:
            return None


def encoder(column: Column) -> Encode:
    """From a value to what is bound."""
    match column.type:
        case Type.DECIMAL:
            return lambda value: None if value is None else Decimal(format(value, "f"))
        case Type.BOOLEAN:
            return lambda value: None if value is None else int(value)
        case Type.TIMESTAMP | Type.TIMESTAMPTZ:
            return _stored_moment
        case Type.JSON | Type.GEOMETRY:
            return document.written
        case Type.FLOAT if column.native.startswith("float"):
            return _single
        case _:
            return _same


def whole(value: Any) -> object:  # noqa: ANN401  # Decimal or float, as the server likes
    """A sum of whole numbers."""
    return int(value)


def exact(value: Any) -> object:  # noqa: ANN401  # int or Decimal, as the server likes
    """A whole number as text."""
    return str(int(value))


def number(value: Any) -> object:  # noqa: ANN401  # Decimal or float, as the server likes
    """An average."""
    return float(value)


def _same(value: object) -> object:
    return value


def _without_zeros(text: str) -> str:
    """Without the zeros that fill a fraction up."""
    return text.rstrip("0").rstrip(".") if "." in text else text


def _moment(text: str) -> str:
    return _without_zeros(text).replace(" ", "T")


def _stored_moment(value: str | None) -> object:
    """In UTC and without an offset, which MariaDB does not read."""
    if value is None:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:  # a date without day, month or year
        return value.removesuffix("+00:00")
    return (moment.astimezone(UTC) if moment.tzinfo else moment).replace(tzinfo=None).isoformat(" ")


def listed(text: str) -> Any:  # noqa: ANN401  # JSON
    """An array of rows, each an array of cells, from base64. Raises `NotExecuted` where it was cut off."""
    try:
        return json.loads(base64.b64decode(text))
    except ValueError:
        raise NotExecuted(
            "The related rows of one row are more than the database can send along. Select fewer columns."
        ) from None


def _document(text: str) -> object:
    try:
        return document.read(text)
    except json.JSONDecodeError:
        return text


def _bytes(text: str) -> object:
    """Base64, or the length after a dollar sign."""
    return {"$bytes": int(text[1:])} if text.startswith("$") else text.replace("\n", "")


def _shortest(value: float) -> float:
    """The shortest decimal that stands for the same single-precision number."""
    for digits in range(6, 9):
        short = float(f"{value:.{digits}g}")
        if _single(short) == value:
            return short
    return float(f"{value:.9g}")


def _single(value: float | None) -> float | None:
    """Rounded to single precision, as the column holds it."""
    if value is None:
        return None
    try:
        return float(struct.unpack("f", struct.pack("f", value))[0])
    except OverflowError:
        return value
