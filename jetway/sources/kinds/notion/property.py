"""Notion's values, each wrapped in its type, and its trees of filters."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from jetway.core.errors import AppChanged
from jetway.core.expr import Op
from jetway.core.schema import Type
from jetway.sources.rest.language import Parameters, wanted
from jetway.sources.rest.record import at, steps

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from jetway.core.expr import Compare
    from jetway.core.query import Order
    from jetway.sources.rest.spec import Collection, ColumnSpec

MOST_CONDITIONS = 90
LONGEST = 2000
"""Characters of a piece of text, of a text to compare with, and of an address."""

_CHOSEN = ("select", "status")
_TIMESTAMPS = ("created_time", "last_edited_time")
_ASIDE = {Type.DATE: timedelta(days=1), Type.TIMESTAMPTZ: timedelta(minutes=1)}
"""So much around a moment is let through: days begin at different times, and pages tell whole minutes."""


class Pages(Parameters):
    """A tree of filters, and a timestamp to sort by."""

    def asked(
        self, spec: Collection, compared: Sequence[Compare], order: Sequence[Order]
    ) -> Iterator[tuple[str, object]]:
        """`filter` and `sorts`."""
        filters: list[object] = []
        for leaf in compared:
            with suppress(ValueError, OverflowError):  # a moment that no clock knows
                filters += _filters(spec.columns[leaf.column.name], leaf)
        if filters and _conditions(filters) <= MOST_CONDITIONS:
            yield "filter", {"and": filters}
        if order:
            direction = "descending" if order[0].descending else "ascending"
            yield "sorts", [{"timestamp": spec.columns[order[0].column.name].sort, "direction": direction}]

    def heard(self, column: ColumnSpec, value: object) -> object:
        """What stands in the wrapping. Raises `AppChanged`."""
        try:
            return _unwrapped(_type(column), value)
        except (TypeError, KeyError, AttributeError):
            raise AppChanged("Notion sent a value that is not of its property's type.") from None

    def sent(self, column: ColumnSpec, value: object) -> object:
        """The value, wrapped."""
        match _type(column), value:
            case (("title" | "rich_text"), _):
                text = "" if value is None else str(value)
                pieces = range(0, len(text), LONGEST)
                return [{"text": {"content": text[start : start + LONGEST]}} for start in pieces]
            case "multi_select", _:
                names = value if isinstance(value, list) else []
                return [{"name": str(name)} for name in names]
            case _, None | "":
                return None
            case (("select" | "status"), _):
                return {"name": value}
            case "date", _:
                return {"start": value}
            case _:
                return value


def plain(pieces: Iterable[dict[str, Any]]) -> str:
    """Rich text without its looks."""
    return "".join(piece["plain_text"] for piece in pieces)


def _type(column: ColumnSpec) -> str:
    """The type of its property; "" for a column of the page itself."""
    path = steps(column.path)
    return path[2] if len(path) == 3 else ""


def _unwrapped(type_: str, value: Any) -> object:  # noqa: ANN401  # as Notion sends it
    match type_:
        case "title" | "rich_text":
            return plain(value) or None
        case "select" | "status":
            return value["name"]
        case "multi_select":
            return [one["name"] for one in value] or None
        case "relation":
            return [one["id"] for one in value]
        case "date":
            return value["start"][:10]
        case "unique_id":
            return "-".join(str(one) for one in (value["prefix"], value["number"]) if one is not None)
        case _:
            return value


def _filters(column: ColumnSpec, leaf: Compare) -> list[object]:
    """The comparison as conditions that all hold; none where it cannot be said."""
    condition, values = column.filters.get(leaf.op), wanted(leaf)
    if condition is None or not values:
        return []
    if column.type in _ASIDE and leaf.op is not Op.IS_NULL:
        return list(_around(column, leaf.op, str(leaf.value)))
    if leaf.op is Op.IS_NULL:
        return [_condition(column, "is_empty" if leaf.value else "is_not_empty", value=True)]
    known = _type(column) not in _CHOSEN or set(values) <= set(column.options)
    if not known or any(isinstance(value, str) and not 0 < len(value) <= LONGEST for value in values):
        return []
    conditions = [_condition(column, condition, value) for value in values]
    return conditions if len(conditions) == 1 else [{"or": conditions}]


def _around(column: ColumnSpec, op: Op, text: str) -> Iterator[object]:
    """From a little before until a little after."""
    moment = datetime.fromisoformat(text)
    moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    aside = _ASIDE[column.type]
    day = column.type is Type.DATE
    for ops, condition, end in (
        ((Op.EQ, Op.GT, Op.GTE), "on_or_after", moment - aside),
        ((Op.EQ, Op.LT, Op.LTE), "on_or_before", moment + aside),
    ):
        if op in ops:
            yield _condition(column, condition, end.date().isoformat() if day else end.isoformat())


def _condition(column: ColumnSpec, condition: str, value: object) -> object:
    if not _type(column):
        timestamp = column.sort
        return {"timestamp": timestamp, timestamp: {condition: value}}
    _, name, type_ = steps(column.path)
    return {"property": name, type_: {condition: value}}


def _conditions(filters: Sequence[object]) -> int:
    several = [at(one, "or") for one in filters]
    return sum(len(one) if isinstance(one, list) else 1 for one in several)
