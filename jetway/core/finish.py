"""What a source cannot do itself, done on the rows it sends: filter, sort, slice.

The law: pushed down or finished here, the rows are the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cmp_to_key
from typing import TYPE_CHECKING

from jetway.core import values
from jetway.core.expr import ORDER_OPS, TRUE, And, Compare, Exists, Measured, Not, Op, Or, Predicate, leaves
from jetway.core.told import told

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from jetway.core.query import Order, Row
    from jetway.core.schema import Column


@dataclass(frozen=True, slots=True)
class Finish:
    """The rest of a list: rows that satisfy `where`, in `order`, `limit` of them from `offset` on.

    `rule`: what of `where` the actor's row rule says. Of other rows not even their number is told.
    """

    where: Predicate = TRUE
    order: tuple[Order, ...] = ()
    columns: tuple[Column, ...] = ()
    limit: int | None = None
    offset: int = 0
    nulls_last: bool = False
    rule: Predicate = TRUE

    def columns_needed(self) -> list[Column]:
        """The columns that filtering and sorting look at, whether they are shown or not."""
        compared = [leaf.column for leaf in leaves(self.where) if isinstance(leaf, Compare)]
        return compared + [order.column for order in self.order]


def finish(rows: Iterable[Row], rest: Finish) -> tuple[list[Row], int]:
    """The rows of the page, and how many there are on all pages."""
    found = [row for row in rows if matches(rest.where, row)]
    found.sort(key=cmp_to_key(lambda one, other: _compare_rows(one, other, rest)))
    end = None if rest.limit is None else rest.offset + rest.limit
    shown = {column.name: column for column in rest.columns}
    hidden = {column.name for column in rest.columns_needed()} - shown.keys()
    page = found[rest.offset : end]
    return [_told(row, shown, hidden) for row in page], len(found)


def _told(row: Row, shown: Mapping[str, Column], hidden: Container[str]) -> Row:
    """The row without what only finishing looked at; expanded relations are told already."""
    return {
        name: told(shown[name], value) if name in shown else value
        for name, value in row.items()
        if name not in hidden
    }


def matches(predicate: Predicate, row: Row) -> bool | None:
    """Whether `row` satisfies `predicate`; `None` for unknown, as SQL has it."""
    match predicate:
        case And(items):
            return _all(matches(item, row) for item in items)
        case Or(items):
            return _negated(_all(_negated(matches(item, row)) for item in items))
        case Not(item):
            return _negated(matches(item, row))
        case Compare(column, op, value):
            return _compare(column, op, value, row[column.name])
        case Exists(relation) | Measured(relation):
            raise AssertionError(f"the planner leaves {relation.name} to the source")


def _all(results: Iterable[bool | None]) -> bool | None:
    """The first that does not hold ends it: where a row rule hides a row, nothing else is looked at."""
    unknown = False
    for result in results:
        if result is False:
            return False
        unknown = unknown or result is None
    return None if unknown else True


def _negated(result: bool | None) -> bool | None:
    return None if result is None else not result


def _compare(column: Column, op: Op, value: object, stored: object) -> bool | None:
    if op is Op.IS_NULL:
        return (stored is None) == value
    if stored is None:
        return False if value == () else None
    if op is Op.IN:
        assert isinstance(value, tuple)
        return any(_ordered(column, stored, item) == 0 for item in value)
    if op in ORDER_OPS:
        return _stands(column, op, stored, value)
    if op is Op.HAS:
        return isinstance(stored, list) and _has(stored, value)
    if op is Op.EQ:
        return _ordered(column, stored, value) == 0
    return _text_matches(op, str(stored), str(value))


def _stands(column: Column, op: Op, stored: object, value: object) -> bool:
    """Whether `stored` is before or behind `value`; of a column that holds anything, only among its kind."""
    if column.loose and values.banded(column, stored)[0] != values.banded(column, value)[0]:
        return False
    order = _ordered(column, stored, value)
    if order == 0:
        return op in (Op.LTE, Op.GTE)
    return (order < 0) == (op in (Op.LT, Op.LTE))


def _text_matches(op: Op, stored: str, value: str) -> bool:
    if op in (Op.IEQ, Op.ICONTAINS, Op.ISTARTS_WITH, Op.IENDS_WITH):
        stored, value = stored.lower(), value.lower()
    match op:
        case Op.CONTAINS | Op.ICONTAINS:
            return value in stored
        case Op.STARTS_WITH | Op.ISTARTS_WITH:
            return stored.startswith(value)
        case Op.ENDS_WITH | Op.IENDS_WITH:
            return stored.endswith(value)
        case _:
            return stored == value


def _has(items: list[object], value: object) -> bool:
    """Also in an array within the array."""
    return any(_has(item, value) if isinstance(item, list) else item == value for item in items)


def _ordered(column: Column, one: object, other: object) -> int:
    """Negative, zero or positive, as `one` stands before, beside or behind `other`."""
    left, right = values.sortable(column, one), values.sortable(column, other)
    if left == right:
        return 0
    return -1 if left < right else 1  # type: ignore[operator]  # both of one column, hence of one type


def _compare_rows(one: Row, other: Row, rest: Finish) -> int:
    for order in rest.order:
        left, right = one[order.column.name], other[order.column.name]
        if left is None or right is None:
            result = (left is None) - (right is None)
            result = result if rest.nulls_last else -result
        else:
            result = _ordered(order.column, left, right)
        if result:
            return -result if order.descending else result
    return 0
