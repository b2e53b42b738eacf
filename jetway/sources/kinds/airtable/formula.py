"""Airtable's language for filters: a formula that is true for the records that are wanted."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from jetway.core.schema import Type
from jetway.sources.rest.language import Parameters, sorted_by, wanted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jetway.core.expr import Compare
    from jetway.core.query import Order
    from jetway.sources.rest.spec import Collection

MOST_CHARACTERS = 8_000
"""A request's address may have 16,000, and a character takes up to three there and more."""

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_ASIDE = {Type.DATE: timedelta(days=2), Type.TIMESTAMPTZ: timedelta(seconds=1)}
"""So much around a moment is let through: Airtable's field may have a zone, or whole minutes."""


class Formula(Parameters):
    """One formula, and one field to sort by."""

    def asked(
        self, spec: Collection, compared: Sequence[Compare], order: Sequence[Order]
    ) -> Iterator[tuple[str, object]]:
        """`filterByFormula`, and the order."""
        clauses: list[str] = []
        for leaf in compared:
            with suppress(ValueError, OverflowError):  # a moment that no clock knows
                clauses += _clause(spec, leaf)
        formula = f"AND({','.join(clauses)})"
        if clauses and len(formula.encode()) <= MOST_CHARACTERS:
            yield "filterByFormula", formula
        yield from sorted_by(spec, order)


def _clause(spec: Collection, leaf: Compare) -> list[str]:
    """The comparison as a formula; none where it cannot be said."""
    column = spec.columns[leaf.column.name]
    sign = column.filters.get(leaf.op)
    values = wanted(leaf)
    if sign is None or not values or "" in values:
        return []
    return [f"OR({','.join(_compared(f'{{{leaf.column.name}}}', column.type, sign, one) for one in values)})"]


def _compared(field: str, kind: Type, sign: str, value: object) -> str:
    if sign == "FIND":
        return f"FIND({quoted(str(value))},{field})"
    if kind in _ASIDE:
        return _around(field, sign, datetime.fromisoformat(str(value)), _ASIDE[kind])
    match value:
        case bool():
            return field if value else f"NOT({field})"
        case int() | float():
            return f"{field}{sign}{value!r}"
        case _:
            return f"{field}{sign}{quoted(str(value))}"


def _around(field: str, sign: str, moment: datetime, aside: timedelta) -> str:
    moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    after = f"IS_AFTER({field},{_moment(moment - aside)})"
    before = f"IS_BEFORE({field},{_moment(moment + aside)})"
    if sign == "=":
        return f"AND({after},{before})"
    return after if sign.startswith(">") else before


def _moment(moment: datetime) -> str:
    return f'DATETIME_PARSE("{moment:%Y-%m-%dT%H:%M:%S}Z")'


def quoted(text: str) -> str:
    r"""A text in a formula.

    >>> print(quoted('a "b" \\ c'))
    "a \"b\" \\ c"
    """
    return f'"{text.translate(_ESCAPES)}"'
