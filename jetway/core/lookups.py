"""The words of flat parameters, `<column>__<word>=`, and what each asks of a column."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from jetway.core import values
from jetway.core.expr import And, Not, Op, Or, Predicate
from jetway.core.schema import Type

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from jetway.core.schema import Column

WORDS: Mapping[str, Op] = {
    "exact": Op.EQ,
    "iexact": Op.IEQ,
    "gt": Op.GT,
    "gte": Op.GTE,
    "lt": Op.LT,
    "lte": Op.LTE,
    "in": Op.IN,
    "isnull": Op.IS_NULL,
    "contains": Op.CONTAINS,
    "icontains": Op.ICONTAINS,
    "json_icontains": Op.ICONTAINS,
    "startswith": Op.STARTS_WITH,
    "istartswith": Op.ISTARTS_WITH,
    "endswith": Op.ENDS_WITH,
    "iendswith": Op.IENDS_WITH,
    "has": Op.HAS,
}
"""Those that are one operator."""

COMPOSED = ("range", "isempty", "date", "year")
"""Those that are made of several."""

_DATED = (Type.DATE, Type.TIMESTAMP, Type.TIMESTAMPTZ)


def known(word: str) -> bool:
    """Whether there is such a word."""
    return word in WORDS or word in COMPOSED


def asked(
    column: Column, word: str, texts: Sequence[str], compare: Callable[[Op, object], Predicate]
) -> Predicate:
    """What `word` asks, as `compare` says each comparison. Raises `ValueRefused`."""
    match word:
        case "range":
            return _between(texts, compare)
        case "isempty":
            return _empty(column, values.boolean(texts[0]), compare)
        case "date":
            return _within(column, texts[0], _day, compare)
        case "year":
            return _within(column, texts[0], _year, compare)
        case "in" if column.type is Type.ARRAY:
            return Or(tuple(compare(Op.HAS, text) for text in _listed(texts)))
        case "exact" if column.type is Type.ARRAY:
            return compare(Op.HAS, texts[0])
        case _:
            op = WORDS[word]
            return compare(op, _listed(texts) if op is Op.IN else texts[0])


def _listed(texts: Sequence[str]) -> list[str]:
    return texts[0].split(",") if len(texts) == 1 else list(texts)


def _between(texts: Sequence[str], compare: Callable[[Op, object], Predicate]) -> Predicate:
    ends = _listed(texts)
    if len(ends) != 2:
        raise values.ValueRefused("takes two values for range, as 1,9")
    return And((compare(Op.GTE, ends[0]), compare(Op.LTE, ends[1])))


def _empty(column: Column, wanted: bool, compare: Callable[[Op, object], Predicate]) -> Predicate:
    """NULL or, where the column holds text, the empty text."""
    parts = [compare(Op.IS_NULL, "true")]
    if column.type is Type.TEXT:
        parts.append(compare(Op.EQ, ""))
    empty: Predicate = Or(tuple(parts))
    return empty if wanted else And((compare(Op.IS_NULL, "false"), Not(empty)))


def _within(
    column: Column,
    text: str,
    span: Callable[[str], tuple[date, date]],
    compare: Callable[[Op, object], Predicate],
) -> Predicate:
    """From the first day to the day behind the last, so that an index on the column helps."""
    if column.type not in _DATED:
        raise values.ValueRefused("is no date")
    try:
        first, behind = span(text)
    except (ValueError, OverflowError):
        raise values.ValueRefused("takes a day as YYYY-MM-DD, or a year as YYYY") from None
    return And((compare(Op.GTE, first.isoformat()), compare(Op.LT, behind.isoformat())))


def _day(text: str) -> tuple[date, date]:
    day = date.fromisoformat(text)
    return day, day + timedelta(days=1)


def _year(text: str) -> tuple[date, date]:
    return date(int(text), 1, 1), date(int(text) + 1, 1, 1)
