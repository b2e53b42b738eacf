"""Whole numbers that not every reader of JSON can hold, told as text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jetway.core.schema import Func, Type

if TYPE_CHECKING:
    from jetway.core.plan import Plan
    from jetway.core.query import Aggregate, Expand, Group, Measure, Read
    from jetway.core.schema import Column

SAFE = 2**53
"""Beyond it, two whole numbers can be one and the same to JavaScript."""


def is_large(column: Column) -> bool:
    """Whether it may hold whole numbers beyond `SAFE`."""
    return column.type is Type.INTEGER and (column.maximum is None or column.maximum > SAFE)


def exact_plan(plan: Plan) -> Plan:
    """The list with such columns as text; as it is where its rows are finished here, by their numbers."""
    return plan if plan.ours else replace(plan, read=exact_read(plan.read))


def exact_read(read: Read) -> Read:
    """The rows with such columns as text, those of related rows too."""
    return replace(read, columns=_columns(read.columns), expand=_expand(read.expand))


def exact_aggregate(aggregate: Aggregate) -> Aggregate:
    """The groups and numbers that may be so large as text. A sum may be whatever its column is."""
    return replace(
        aggregate,
        groups=tuple(_group(group) for group in aggregate.groups),
        measures=tuple(_measure(measure) for measure in aggregate.measures),
    )


def _columns(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    return tuple(_exact(column) for column in columns)


def _expand(expand: tuple[Expand, ...]) -> tuple[Expand, ...]:
    return tuple(
        replace(item, columns=_columns(item.columns), expand=_expand(item.expand)) for item in expand
    )


def _group(group: Group) -> Group:
    return replace(group, column=_exact(group.column))


def _measure(measure: Measure) -> Measure:
    column = measure.column
    if column is None or column.type is not Type.INTEGER:
        return measure
    sums = measure.func is Func.SUM
    return replace(measure, column=replace(column, exact=True) if sums else _exact(column))


def _exact(column: Column) -> Column:
    return replace(column, exact=True) if is_large(column) else column
