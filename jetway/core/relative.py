"""Dates that are said in words: `@today-7d`. Knows what they mean for a column, given the present moment."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from jetway.core import values
from jetway.core.schema import Type

if TYPE_CHECKING:
    from jetway.core.schema import Column

_WORDS = re.compile(r"@(?P<start>now|today|week|month|quarter|year)(?P<steps>([+-][0-9]{1,5}[a-z]+)*)\Z")
_STEP = re.compile(r"([+-][0-9]+)([a-z]+)")
_SPANS = {"s": timedelta(seconds=1), "min": timedelta(minutes=1), "h": timedelta(hours=1)}
_LENGTHS = {**_SPANS, "d": timedelta(days=1), "w": timedelta(weeks=1)}
_MONTHS = {"m": 1, "q": 3, "y": 12}


def moment(text: str, now: datetime) -> datetime:
    """The moment that `text` means. Raises `ValueRefused`.

    >>> moment("@today-1d", datetime(2026, 11, 21, 10, 30)).isoformat()
    '2026-11-20T00:00:00'
    >>> moment("@month-1m+2h", datetime(2026, 1, 31, 10, 30)).isoformat()
    '2025-12-01T02:00:00'
    """
    said = _WORDS.match(text)
    if said is None:
        raise values.ValueRefused("takes a date, or words as @today-7d, @now+2h, @month, @year-1y")
    try:
        result = _start(said["start"], now)
        for count, unit in _STEP.findall(said["steps"]):
            result = _moved(result, int(count), unit)
    except (OverflowError, ValueError):
        raise values.ValueRefused("takes a date from the year 1 to 9999") from None
    return result


def said(column: Column, value: object, now: datetime | None) -> object:
    """`value` as ISO 8601, where the column holds dates and it says one in words or without a zone."""
    if now is None or not isinstance(value, str):
        return value
    if not value.startswith("@"):
        return _zoned(value, now) if column.type is Type.TIMESTAMPTZ else value
    match column.type:
        case Type.DATE:
            return moment(value, now).date().isoformat()
        case Type.TIMESTAMP:
            return moment(value, now).replace(tzinfo=None).isoformat()
        case Type.TIMESTAMPTZ:
            return moment(value, now).isoformat()
        case _:
            return value


def _zoned(text: str, now: datetime) -> str:
    """A moment without a zone is meant in the zone of whoever asks."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return text
    return moment.isoformat() if moment.tzinfo else moment.replace(tzinfo=now.tzinfo).isoformat()


def _start(word: str, now: datetime) -> datetime:
    if word == "now":
        return now
    day = now.replace(hour=0, minute=0, second=0, microsecond=0)
    match word:
        case "week":
            return day - timedelta(days=day.weekday())
        case "month":
            return day.replace(day=1)
        case "quarter":
            return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
        case "year":
            return day.replace(month=1, day=1)
        case _:
            return day


def _moved(start: datetime, count: int, unit: str) -> datetime:
    if unit in _SPANS and start.tzinfo is not None:
        # So long as it says, also where clocks are changed in between.
        return (start.astimezone(UTC) + count * _SPANS[unit]).astimezone(start.tzinfo)
    if unit in _LENGTHS:
        return start + count * _LENGTHS[unit]
    if unit not in _MONTHS:
        raise values.ValueRefused("takes s, min, h, d, w, m, q and y behind a number")
    years, month = divmod(start.year * 12 + start.month - 1 + count * _MONTHS[unit], 12)
    first = start.replace(year=years, month=month + 1, day=1)
    last = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(start.day, last.day))
