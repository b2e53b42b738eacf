"""Dates, times and moments: from what a request says to ISO 8601 text."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time
from decimal import Decimal

from jetway.core.refused import ValueRefused

_FRACTION = re.compile(r"[.,]([0-9]{1,6})", re.ASCII)
_FAR_DATE = re.compile(r"[+-]?[0-9]{4,6}-[0-9]{2}-[0-9]{2}([T ][0-9:.+-]+)?( BC)?\Z", re.ASCII)
_ZERO = r"(?:0000-[0-9]{2}-[0-9]{2}|[0-9]{4}-00-[0-9]{2}|[0-9]{4}-[0-9]{2}-00)"
_ZERO_DATE = re.compile(_ZERO, re.ASCII)
_ZERO_MOMENT = re.compile(
    rf"{_ZERO}[T ][0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}(\.[0-9]{{1,6}})?(\+00:00)?", re.ASCII
)
_LONG_TIME = re.compile(r"-?([0-9]{1,3}):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,6})?", re.ASCII)
MOST_HOURS = 838
"""Of a time in MariaDB and MySQL."""


def read_date(value: object, *, wide: bool = False) -> str:
    """The day, also of a moment; where `wide`, a date may lack day, month or year. Raises `ValueRefused`."""
    text = value.strip() if isinstance(value, str) else ""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(text).date().isoformat()
    except ValueError:
        if wide and _ZERO_DATE.fullmatch(text):
            return text
        return _far(text, "takes a date as YYYY-MM-DD")


def read_time(value: object, *, wide: bool = False) -> str:
    """The time of day; where `wide` also a negative one, or one beyond a day. Raises `ValueRefused`."""
    text = value.strip() if isinstance(value, str) else ""
    try:
        return _as_said(time.fromisoformat(text), text)
    except ValueError:
        long = _LONG_TIME.fullmatch(text) if wide else None
        if long and int(long[1]) <= MOST_HOURS:
            return text
        raise ValueRefused("takes a time as HH:MM:SS") from None


def read_timestamp(value: object, *, zoned: bool, wide: bool = False) -> str:
    """ISO 8601 text: with an offset where `zoned` (UTC where none was sent), without one otherwise.

    Where `wide`, its date may lack day, month or year. A number is seconds since 1970-01-01 UTC. An offset
    sent to a column without zone is applied first. Raises `ValueRefused`.
    """
    moment = _moment(value)
    if moment is None:
        text = value.strip() if isinstance(value, str) else ""
        if wide and _ZERO_MOMENT.fullmatch(text):
            return text
        return _far(text, "takes a date and time as YYYY-MM-DDTHH:MM:SS")
    if zoned:
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    elif moment.tzinfo:
        moment = moment.astimezone(UTC).replace(tzinfo=None)
    return _as_said(moment, value)


def instant(text: str, *, zoned: bool) -> datetime:
    """The moment that `read_timestamp` told; for one beyond Python's years, the last or the first one.

    >>> instant("infinity", zoned=False).year, instant("0044-03-15T12:00:00 BC", zoned=False).year
    (9999, 1)
    """
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if zoned else moment
    except (ValueError, OverflowError):
        zone = UTC if zoned else None
        if text.startswith(("-", "0001-")) or text.endswith(" BC"):
            return datetime(1, 1, 1, tzinfo=zone)
        return datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=zone)


def _as_said(moment: datetime | time, value: object) -> str:
    """ISO 8601 text. Of a text, with as many digits of the second as it has: none is added or lost."""
    if not isinstance(value, str):
        return moment.isoformat()
    seconds, _, rest = moment.isoformat(timespec="microseconds").partition(".")
    said = _FRACTION.search(value)
    fraction = f".{rest[: len(said[1])]}" if said else ""
    return f"{seconds}{fraction}{rest[6:]}"


def _moment(value: object) -> datetime | None:
    try:
        if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            return datetime.fromtimestamp(float(value), UTC)
        return datetime.fromisoformat(value.strip() if isinstance(value, str) else "")
    except (ValueError, OverflowError, OSError):
        return None


def _far(text: str, message: str) -> str:
    """Dates outside Python's years 1 to 9999, which some engines store, pass for the engine to judge."""
    if text in ("infinity", "-infinity") or (_FAR_DATE.match(text) and not re.match(r"\d{4}-", text)):
        return text
    if text.endswith(" BC") and _FAR_DATE.match(text):
        return text
    raise ValueRefused(message)
