"""When things happen: more of them lately, on working days, before Christmas, around lunch and after dinner.

Nothing falls on `today` itself: its hours may still lie ahead, wherever in the world the reader is.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import accumulate
from math import exp
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

_WEEKDAYS = (1.12, 1.05, 1.0, 1.02, 1.1, 0.74, 0.66)
_MONTHS = (0.82, 0.8, 0.92, 0.96, 1.0, 0.94, 0.84, 0.82, 1.0, 1.06, 1.38, 1.5)
_HOURS = (2, 1, 1, 1, 1, 2, 4, 8, 14, 19, 22, 23, 25, 21, 18, 18, 19, 20, 22, 25, 26, 20, 12, 6)


def midnight(day: date) -> datetime:
    """The first moment of a day."""
    return datetime.combine(day, time())


def moments(rng: Random, today: date, span_days: int, count: int) -> list[datetime]:
    """`count` moments of the `span_days` days before `today`, in order."""
    days = [today - timedelta(days=age) for age in range(1, span_days + 1)]
    weights = list(accumulate(_weight(day, age) for age, day in enumerate(days)))
    hours = list(accumulate(_HOURS))
    seconds = [3600 * hour for hour in rng.choices(range(24), cum_weights=hours, k=count)]
    starts = rng.choices([midnight(day) for day in days], cum_weights=weights, k=count)
    return sorted(
        start + timedelta(seconds=second + int(rng.random() * 3600))
        for start, second in zip(starts, seconds, strict=True)
    )


def _weight(day: date, age: int) -> float:
    return (0.3 + exp(-age / 260)) * _WEEKDAYS[day.weekday()] * _MONTHS[day.month - 1]
