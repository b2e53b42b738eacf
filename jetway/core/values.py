"""Values in and out: from a request's text or JSON to what a column can be compared with and set to."""

from __future__ import annotations

import base64
import binascii
import json
import math
import re
from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from jetway.core import moments
from jetway.core.refused import ValueRefused as ValueRefused
from jetway.core.schema import Type

if TYPE_CHECKING:
    from collections.abc import Callable

    from jetway.core.schema import Column

Reader: TypeAlias = "Callable[[object], object]"

TRUE_WORDS = frozenset({"true", "t", "yes", "on", "1"})
FALSE_WORDS = frozenset({"false", "f", "no", "off", "0"})
NON_FINITE = ("NaN", "Infinity", "-Infinity")
MAX_DIGITS = 1000
"""A longer number is refused: reading it takes time that grows with the square of its length."""

_INTEGER = re.compile(r"[+-]?[0-9]+\Z", re.ASCII)


def read_text(column: Column, text: str) -> object:
    """The value that `text` of a URL stands for. Raises `ValueRefused`."""
    match column.type:
        case Type.JSON | Type.ARRAY | Type.GEOMETRY:
            try:
                return _plain(json.loads(text))
            except (json.JSONDecodeError, RecursionError):
                raise ValueRefused("takes JSON") from None
        case _:
            return read(column, text)


def read(column: Column, value: object) -> object:
    """The value that `value` of a JSON body stands for; `None` stays `None`. Raises `ValueRefused`."""
    return None if value is None else reader(column)(value)


def reader(column: Column) -> Reader:  # noqa: C901 - one line per type, and mypy finds a missing one
    """What reads the column's values but `None`; asked for once where there are many."""
    match column.type:
        case Type.INTEGER:
            return partial(_integer, column)
        case Type.DECIMAL:
            return partial(_decimal, column)
        case Type.FLOAT:
            return partial(_float, column)
        case Type.BOOLEAN:
            return boolean
        case Type.DATE:
            return partial(moments.read_date, wide=column.wide)
        case Type.TIME:
            return partial(moments.read_time, wide=column.wide)
        case Type.TIMESTAMP:
            return partial(moments.read_timestamp, zoned=False, wide=column.wide)
        case Type.TIMESTAMPTZ:
            return partial(moments.read_timestamp, zoned=True, wide=column.wide)
        case Type.BYTES:
            return _bytes
        case Type.JSON:
            return _plain
        case Type.ARRAY:
            return _array
        case Type.GEOMETRY:
            return _geometry
        case Type.ENUM:
            return partial(_enum, column)
        case Type.OTHER if column.loose:
            return _any
        case Type.TEXT | Type.UUID | Type.INTERVAL | Type.OTHER:
            return text


def stored(column: Column, value: object) -> object:
    """`read` for a value that the source has sent: what does not fit its type is there all the same."""
    try:
        return read(column, value)
    except ValueRefused:
        return str(value)


def fit(column: Column, value: object) -> object:
    """`read` for a value that is to be stored: text longer than the column takes is refused as well."""
    return None if value is None else fitter(column)(value)


def fitter(column: Column) -> Reader:
    """`reader` for values that are to be stored."""
    read = reader(column)
    return read if column.length is None else partial(_within, read, column.length)


def _within(read: Reader, length: int, value: object) -> object:
    result = read(value)
    if isinstance(result, str) and len(result) > length:
        raise ValueRefused(f"takes at most {length} characters")
    return result


def boolean(value: object) -> bool:
    """`value` as true or false. Raises `ValueRefused`."""
    if isinstance(value, bool):
        return value
    word = str(value).strip().lower() if isinstance(value, str | int) else ""
    if word in TRUE_WORDS:
        return True
    if word in FALSE_WORDS:
        return False
    raise ValueRefused("takes true or false")


def text(value: object) -> str:
    """`value` as text that a database stores. Raises `ValueRefused`."""
    if value is None or isinstance(value, bool | list | dict):
        raise ValueRefused("takes text")
    said = value if isinstance(value, str) else str(value)
    try:
        said.encode()
    except UnicodeEncodeError:
        raise ValueRefused("takes text without broken characters") from None
    return said


def sortable(column: Column, value: object) -> object:
    """A row's value as something that orders and compares as the database orders and compares it."""
    if value is None:
        return None
    if column.loose:
        return banded(column, value)
    match column.type:
        case Type.DECIMAL:
            return Decimal(str(value))
        case Type.TIMESTAMPTZ:
            return moments.instant(str(value), zoned=True)
        case Type.TIMESTAMP:
            return moments.instant(str(value), zoned=False)
        case Type.BYTES:
            return base64.b64decode(value) if isinstance(value, str) else value
        case Type.JSON | Type.GEOMETRY:
            return banded(column, value)
        case Type.ARRAY if isinstance(value, list):
            return [banded(column, item) for item in value]
        case _:
            return value


def _any(value: object) -> object:
    """A number stays one, of a size that a database without types holds; all else is text."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return text(value)
    if isinstance(value, int) and -(2**63) <= value < 2**63:
        return value
    return _finite(value)


def _integer(column: Column, value: object) -> int:
    number: int
    if isinstance(value, bool):
        raise ValueRefused("takes a whole number")
    if isinstance(value, int):
        number = value
    elif (isinstance(value, float) and value.is_integer()) or (
        isinstance(value, Decimal) and value == value.to_integral_value()
    ):
        number = int(value)
    elif isinstance(value, str) and len(value) <= MAX_DIGITS and _INTEGER.match(value.strip()):
        number = int(value.strip())
    else:
        raise ValueRefused("takes a whole number")
    if column.minimum is not None and number < column.minimum:
        raise ValueRefused(f"takes {column.minimum} or more")
    if column.maximum is not None and number > column.maximum:
        raise ValueRefused(f"takes {column.maximum} or less")
    return number


def _decimal(column: Column, value: object) -> Decimal | str:
    if column.wide and value in NON_FINITE:
        return str(value)
    number_like = isinstance(value, int | float | str | Decimal) and not isinstance(value, bool)
    if not number_like or len(str(value)) > MAX_DIGITS:
        raise ValueRefused("takes a decimal number")
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        raise ValueRefused("takes a decimal number") from None
    if not number.is_finite() or abs(number.adjusted()) > MAX_DIGITS:
        raise ValueRefused("takes a finite decimal number")
    return number


def _float(column: Column, value: object) -> float | str:
    if column.wide and value in NON_FINITE:
        return str(value)
    return _finite(value)


def _finite(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        raise ValueRefused("takes a number")
    try:
        number = float(value)
    except (ValueError, OverflowError):
        raise ValueRefused("takes a number") from None
    if not math.isfinite(number):
        raise ValueRefused("takes a finite number")
    return number


def _bytes(value: object) -> bytes:
    try:
        return base64.b64decode(value if isinstance(value, str) else "!", validate=True)
    except (binascii.Error, ValueError):
        raise ValueRefused("takes bytes as base64") from None


def _plain(value: object) -> object:
    """JSON without NaN and lone surrogates, which no database stores; long numbers are `Decimal`s."""
    try:
        json.dumps(value, allow_nan=False, ensure_ascii=False, default=str).encode()
    except (ValueError, UnicodeEncodeError, RecursionError):
        raise ValueRefused("takes JSON without NaN or broken characters") from None
    return value


def _array(value: object) -> object:
    if not isinstance(value, list):
        raise ValueRefused("takes a JSON array")
    return _plain(value)


def _geometry(value: object) -> object:
    if not isinstance(value, dict) or "type" not in value:
        raise ValueRefused("takes a GeoJSON geometry")
    return _plain(value)


def _enum(column: Column, value: object) -> str:
    if isinstance(value, str) and (not column.options or value in column.options):
        return value
    raise ValueRefused(f"takes one of {', '.join(column.options)}")


def banded(column: Column, value: object) -> tuple[int, object]:
    """A value of a column that may hold any: its band, and what orders it among those of the same band.

    Truths stand before numbers (NaN first), then moments, texts (bytes as base64 too), and all else.
    """
    match value:
        case bool():
            return 0, value
        case int() | float() | Decimal():
            return 2, value
        case str() if value in NON_FINITE and column.type is Type.FLOAT:
            return (1, value) if value == "NaN" else (2, float(value))
        case str() if (own := _own(column, value)) is not None:
            return own
        case bytes():
            return 4, base64.b64encode(value).decode()
        case str():
            return 4, value
        case _:
            return 5, json.dumps(value, sort_keys=True, default=str)


def _own(column: Column, text: str) -> tuple[int, object] | None:
    """A text that is how numbers or moments of the column's type are told."""
    with suppress(ValueError, InvalidOperation):
        match column.type:
            case Type.DECIMAL:
                number = Decimal(text)
                return (1, "NaN") if number.is_nan() else (2, number)
            case Type.TIMESTAMPTZ | Type.TIMESTAMP:
                moment = datetime.fromisoformat(text)
                return 3, moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            case _:
                pass
    return None
