"""The words of flat parameters, `<column>__<word>=`, and what each asks of a column."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeAlias

from jetway.core import values
from jetway.core.expr import And, Not, Op, Or, Part, Predicate
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

COMPOSED = ("range", "isempty", "date", "year", *Part)
"""Those that are made of several. The last ones, from `date`, may be followed by one of `BEHIND_A_PART`."""

BEHIND_A_PART = ("exact", "gt", "gte", "lt", "lte", "in", "range", "isnull")

_DATED = (Type.DATE, Type.TIMESTAMP, Type.TIMESTAMPTZ)
_TIMED = (Type.TIME, Type.TIMESTAMP, Type.TIMESTAMPTZ)
_OF_A_TIME = frozenset({Part.HOUR, Part.MINUTE, Part.SECOND, Part.TIME})

Comparing: TypeAlias = "Callable[[Column, Op, object], Predicate]"


def known(word: str) -> bool:
    """Whether there is such a word."""
    head, _, rest = word.partition("__")
    if rest:
        return head in COMPOSED[2:] and rest in BEHIND_A_PART
    return word in WORDS or word in COMPOSED


def asked(
    column: Column, word: str, texts: Sequence[str], compare: Comparing, zone: Callable[[], str]
) -> Predicate:
    """What `word` asks, as `compare` says each comparison; parts in `zone`. Raises `ValueRefused`."""
    head, _, rest = word.partition("__")
    if head in _SPANS:
        return _spanned(_dated(column), rest or "exact", texts, _SPANS[head], compare)
    if head in list(Part):
        return asked(_part_of(column, Part(head), zone), rest or "exact", texts, compare, zone)

    def compared(op: Op, value: object) -> Predicate:
        return compare(column, op, value)

    match word:
        case "range":
            return _between(texts, compared)
        case "isempty":
            return _empty(column, values.boolean(texts[0]), compared)
        case "in" if column.type is Type.ARRAY:
            return Or(tuple(compared(Op.HAS, text) for text in _listed(texts)))
        case "exact" if column.type is Type.ARRAY:
            return compared(Op.HAS, texts[0])
        case _:
            op = WORDS[word]
            return compared(op, _listed(texts) if op is Op.IN else texts[0])


def _part_of(column: Column, part: Part, zone: Callable[[], str]) -> Column:
    """The column, compared by that part of it alone."""
    if column.type not in (_TIMED if part in _OF_A_TIME else _DATED) or Op.LT not in column.ops:
        raise values.ValueRefused(f"has no {part}")
    return replace(
        column,
        part=part,
        type=Type.TIME if part is Part.TIME else Type.INTEGER,
        zone=zone() if column.type is Type.TIMESTAMPTZ else "",
        minimum=-(2**31),
        maximum=2**31 - 1,
    )


def _dated(column: Column) -> Column:
    if column.type not in _DATED:
        raise values.ValueRefused("is no date")
    return column


def _listed(texts: Sequence[str]) -> list[str]:
    return texts[0].split(",") if len(texts) == 1 else list(texts)


def _between(texts: Sequence[str], compare: Callable[[Op, object], Predicate]) -> Predicate:
    least, greatest = _two(texts)
    return And((compare(Op.GTE, least), compare(Op.LTE, greatest)))


def _two(texts: Sequence[str]) -> list[str]:
    ends = _listed(texts)
    if len(ends) != 2:
        raise values.ValueRefused("takes two values for range, as 1,9")
    return ends


def _empty(column: Column, wanted: bool, compare: Callable[[Op, object], Predicate]) -> Predicate:
    """NULL or, where the column holds text, the empty text."""
    parts = [compare(Op.IS_NULL, "true")]
    if column.type is Type.TEXT:
        parts.append(compare(Op.EQ, ""))
    empty: Predicate = Or(tuple(parts))
    return empty if wanted else And((compare(Op.IS_NULL, "false"), Not(empty)))


def _spanned(column: Column, word: str, texts: Sequence[str], span: Span, compare: Comparing) -> Predicate:
    """The days or years compared by their first and last moments, so that an index on the column helps."""

    def first(op: Op, text: str) -> Predicate:
        return compare(column, op, _ends(span, text)[0])

    def behind(op: Op, text: str) -> Predicate:
        return compare(column, op, _ends(span, text)[1])

    match word:
        case "isnull":
            return compare(column, Op.IS_NULL, texts[0])
        case "in":
            return Or(tuple(And((first(Op.GTE, text), behind(Op.LT, text))) for text in _listed(texts)))
        case "range":
            least, greatest = _two(texts)
            return And((first(Op.GTE, least), behind(Op.LT, greatest)))
        case "gt":
            return behind(Op.GTE, texts[0])
        case "gte":
            return first(Op.GTE, texts[0])
        case "lt":
            return first(Op.LT, texts[0])
        case "lte":
            return behind(Op.LT, texts[0])
        case _:
            return And((first(Op.GTE, texts[0]), behind(Op.LT, texts[0])))


def _ends(span: Span, text: str) -> tuple[str, str]:
    """The first day, and the day behind the last."""
    try:
        first, behind = span(text)
    except (ValueError, OverflowError):
        raise values.ValueRefused("takes a day as YYYY-MM-DD, or a year as YYYY") from None
    return first.isoformat(), behind.isoformat()


def _day(text: str) -> tuple[date, date]:
    day = date.fromisoformat(text)
    return day, day + timedelta(days=1)


def _year(text: str) -> tuple[date, date]:
    return date(int(text), 1, 1), date(int(text) + 1, 1, 1)


Span: TypeAlias = "Callable[[str], tuple[date, date]]"
_SPANS: Mapping[str, Span] = {"date": _day, "year": _year}
"""What an index can answer: a stretch of moments by its two ends."""
