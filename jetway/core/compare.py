"""One comparison of one column: the operator it takes, the value that fits it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jetway.core import relative, values
from jetway.core.errors import (
    InvalidValue,
    NotFilterable,
    Problem,
    QueryTooComplex,
    UnknownColumn,
    UnknownLookup,
)
from jetway.core.expr import Attribute, Compare, Given, Op
from jetway.core.schema import Column, Table, Type, ops_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

MAX_IN = 5000
"""How many values all lists of one filter may hold together."""


def column_of(table: Table, name: str) -> Column:
    """The column of `table`. Raises `UnknownColumn`."""
    column = table.column(name)
    if column is None:
        raise UnknownColumn(f"{table.name} has no column {name!r}.")
    return column


def usable(column: Column) -> Column:
    """The column, where something may be asked about its values. Raises `NotFilterable` for a masked one."""
    if column.mask is not None:
        raise NotFilterable(f"{column.name} is masked: it is shown in part, and nothing goes by its values.")
    return column


def compare(
    column: Column, op: Op, value: object, pointer: str, now: datetime | None, *, text: bool = False
) -> Compare:
    """`column` compared with `value`, which is `text` of a URL or else JSON. `pointer`: where it was said.

    Raises `NotFilterable`, `UnknownLookup`, `InvalidValue`.
    """
    usable(column)
    if op not in column.ops and op not in ops_of(column.type):
        takes = ", ".join(sorted(column.ops | ops_of(column.type)))
        raise UnknownLookup(f"{column.name} ({column.type}) does not take {op}. It takes {takes}.")
    if isinstance(value, Attribute | Given):
        return Compare(column, op, value)
    read = values.read_text if text else values.read

    def said(column: Column, value: object) -> object:
        return read(column, relative.said(column, value, now))  # type: ignore[arg-type]  # text where `text`

    try:
        return Compare(column, op, operand(column, op, value, said))
    except values.ValueRefused as refusal:
        raise refused(column, pointer, str(refusal)) from None


def operand(
    column: Column,
    op: Op,
    value: object,
    read: Callable[[Column, object], object] = values.read,
) -> object:
    """`value` as `op` on `column` compares with it: a tuple for IN, a bool for IS_NULL, text for LIKE-like.

    Raises `ValueRefused`; a NULL is refused everywhere, for which there is IS_NULL.
    """
    match op:
        case Op.IS_NULL:
            return values.boolean(value)
        case Op.IN:
            if not isinstance(value, list | tuple):
                raise values.ValueRefused("takes a list")
            if len(value) > MAX_IN:
                raise QueryTooComplex(f"A list may hold {MAX_IN} values.")
            return tuple(operand(column, Op.EQ, item, read) for item in value)
        case Op.EQ | Op.LT | Op.LTE | Op.GT | Op.GTE:
            if value is None:
                raise values.ValueRefused("takes a value; ask for NULL with is_null")
            return read(column, value)
        case Op.HAS:
            return read(replace(column, type=column.item or Type.TEXT, length=None), value)
        case _:
            return values.text(value)


def refused(column: Column, pointer: str, why: str) -> InvalidValue:
    """A value that does not fit `column`."""
    return InvalidValue(f"{column.name} {why}.", problems=(Problem(pointer, "invalid_value", why),))
