"""Keyset pages: the rows behind a row, whose values in the order's columns are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jetway.core.expr import FALSE, And, Compare, Op, Or, Predicate, both

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jetway.core.query import Order


def behind(order: Sequence[Order], last: Sequence[object], *, nulls_last: bool) -> Predicate:
    """The rows that stand behind the one with the values `last`, in an order that ends with a key.

    The first column is compared once more in front, so that an index on it helps.
    """
    steps: list[Predicate] = []
    beside: list[Predicate] = []
    for item, value in zip(order, last, strict=True):
        nulls_behind = nulls_last != item.descending
        steps.append(both(*beside, _behind(item, value, nulls_behind=nulls_behind)))
        beside.append(_beside(item, value))
    if len(steps) == 1:
        return steps[0]
    first = _behind(order[0], last[0], nulls_behind=nulls_last != order[0].descending)
    return both(Or((first, _beside(order[0], last[0]))), Or(tuple(steps)))


def _behind(order: Order, value: object, *, nulls_behind: bool) -> Predicate:
    column = order.column
    if value is None:
        return FALSE if nulls_behind else Compare(column, Op.IS_NULL, value=False)
    further = Compare(column, Op.LT if order.descending else Op.GT, value)
    if nulls_behind and column.nullable:
        return Or((further, Compare(column, Op.IS_NULL, value=True)))
    return further


def _beside(order: Order, value: object) -> Predicate:
    """Neither before nor behind: by the order's own comparison, which may find more equal than `=` does."""
    if value is None:
        return Compare(order.column, Op.IS_NULL, value=True)
    return And((Compare(order.column, Op.GTE, value), Compare(order.column, Op.LTE, value)))
