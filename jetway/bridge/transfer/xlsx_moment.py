"""Moments as spreadsheets keep them: days since an epoch. Only a format tells them from numbers."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from decimal import Decimal

DAY_US = 86_400_000_000

_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\]hms]*\]|_.|\*.', re.IGNORECASE)
_MOMENT = 22
_DATES = frozenset({*range(14, 18), *range(27, 37), *range(50, 59)})
_TIMES = frozenset({*range(18, 22), *range(45, 48)})


class Epoch(Enum):
    """The moment that is the number 0."""

    of_1900 = datetime(1899, 12, 30)  # noqa: DTZ001  # a sheet's moments have no zone
    of_1904 = datetime(1904, 1, 1)  # noqa: DTZ001


def is_moment(number: int, code: str) -> str:
    """What numbers of a format are: "date", "time", "moment", "" for numbers. ECMA-376 part 1, 18.8.30."""
    if number == _MOMENT:
        return "moment"
    if number in _DATES:
        return "date"
    if number in _TIMES:
        return "time"
    said = _LITERAL.sub("", code.partition(";")[0]).lower()
    if "y" in said or "d" in said:
        return "moment" if "h" in said else "date"
    return "time" if "h" in said or "s" in said else ""


def told(number: Decimal, kind: str, epoch: Epoch) -> str:
    """The moment as ISO 8601: of a date the day alone, of a time within a day the time alone."""
    microseconds = int((number * DAY_US).to_integral_value())
    try:
        moment = epoch.value + timedelta(microseconds=microseconds)
    except OverflowError:
        return str(number)
    if kind == "time" and 0 <= microseconds < DAY_US:
        return moment.time().isoformat()
    day_alone = kind == "date" and not microseconds % DAY_US
    return moment.date().isoformat() if day_alone else moment.isoformat(" ")
