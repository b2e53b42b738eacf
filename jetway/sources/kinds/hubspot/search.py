"""HubSpot's way to search: groups of filters, of which one is enough here, and values that are texts."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from jetway.core.expr import Op
from jetway.core.schema import Type
from jetway.sources.rest.language import Parameters, wanted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jetway.core.expr import Compare
    from jetway.core.query import Order
    from jetway.sources.rest.spec import Collection, ColumnSpec

MOST = 6
"""Filters of a group, of the different numbers that HubSpot's pages name the lowest."""

MOST_CHARACTERS = 1_000
MOST_VALUES = 100
_ASIDE = {Type.DATE: timedelta(days=1), Type.TIMESTAMPTZ: timedelta(seconds=1)}
"""So much around a moment is let through: a day begins at different times."""


class Search(Parameters):
    """One group of filters that all hold, and one property to sort by."""

    def asked(
        self, spec: Collection, compared: Sequence[Compare], order: Sequence[Order]
    ) -> Iterator[tuple[str, object]]:
        """`filterGroups` and `sorts`."""
        filters: dict[tuple[object, object], dict[str, object]] = {}
        for leaf in compared:
            with suppress(ValueError, OverflowError):  # a moment that no clock knows
                for one in _filters(leaf.column.name, spec.columns[leaf.column.name], leaf):
                    filters.setdefault((one["propertyName"], one["operator"]), one)
        told = _few([*filters.values()])
        if told:
            yield "filterGroups", [{"filters": told}]
        if order:
            direction = "DESCENDING" if order[0].descending else "ASCENDING"
            name = spec.columns[order[0].column.name].sort
            yield "sorts", [{"propertyName": name, "direction": direction}]

    def heard(self, column: ColumnSpec, value: object) -> object:
        """Nothing is an empty text, and several values have semicolons between them."""
        if value == "":
            return None
        return value.split(";") if column.type is Type.ARRAY and isinstance(value, str) else value

    def sent(self, column: ColumnSpec, value: object) -> object:  # noqa: ARG002  # all are texts
        """A text."""
        match value:
            case None:
                return ""
            case bool():
                return str(value).lower()
            case list():
                return ";".join(map(str, value))
            case _:
                return str(value)


def _few(filters: Sequence[dict[str, object]]) -> list[dict[str, object]]:
    """As many as HubSpot takes; the answer is looked at again in any case."""
    told: list[dict[str, object]] = []
    for one in filters[:MOST]:
        if len(msgspec.json.encode([*told, one])) <= MOST_CHARACTERS:
            told.append(one)
    return told


def _filters(name: str, column: ColumnSpec, leaf: Compare) -> list[dict[str, object]]:
    """The comparison as filters that all hold; none where it cannot be said."""
    operator = column.filters.get(leaf.op)
    values = wanted(leaf)
    if operator is None or not values or "" in values or len(values) > MOST_VALUES:
        return []
    if leaf.op is Op.IS_NULL:
        return [{"propertyName": name, "operator": "NOT_HAS_PROPERTY" if leaf.value else operator}]
    if leaf.op is Op.IN:
        texts = [str(value) for value in values]
        if column.type is Type.TEXT:  # HubSpot takes them in small letters, and which these are is not said
            texts = [text.lower() for text in texts]
        return [{"propertyName": name, "operator": operator, "values": texts}] if _plain(texts) else []
    if column.type in _ASIDE:
        return list(_around(name, leaf.op, str(leaf.value), _ASIDE[column.type]))
    value = str(leaf.value).lower() if isinstance(leaf.value, bool) else str(leaf.value)
    return [{"propertyName": name, "operator": operator, "value": value}]


def _around(name: str, op: Op, text: str, aside: timedelta) -> Iterator[dict[str, object]]:
    """From a little before until a little after, in milliseconds since 1970."""
    moment = datetime.fromisoformat(text)
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    for wanted_ops, operator, end in (
        ((Op.EQ, Op.GT, Op.GTE), "GTE", moment - aside),
        ((Op.EQ, Op.LT, Op.LTE), "LTE", moment + aside),
    ):
        if op in wanted_ops:
            milliseconds = str(int(end.timestamp() * 1000))
            yield {"propertyName": name, "operator": operator, "value": milliseconds}


def _plain(texts: Sequence[str]) -> bool:
    return all(text.isascii() for text in texts)
