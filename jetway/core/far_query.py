"""A query that crosses into other sources, taken apart: what is for the table's own source, and the rest."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING
from uuid import UUID

from jetway.core import values
from jetway.core.compare import operand
from jetway.core.errors import FarNotSortable, InvalidParameter, QueryTooComplex
from jetway.core.expr import And, Condition, Filter, Joined, Linked, Lookup, Not, Op, Or, leaves
from jetway.core.far import kind_of
from jetway.core.schema import Type

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from jetway.core.far import Far
    from jetway.core.query import Query
    from jetway.core.schema import Column, Table

MAX_THROUGH = 10
"""How many conditions of one filter may stand on rows of other sources: each of them is a request there."""

MAX_DIGITS = 100
"""A number with more is the key of nothing."""


@dataclass(frozen=True, slots=True)
class Brought:
    """A relation whose rows come along with a list. `select` and `expand`: of the other source's row.

    `unasked`: whether the column that it goes by is read for this alone.
    """

    far: Far
    select: tuple[str, ...] | None
    expand: tuple[str, ...]
    unasked: bool


@dataclass(frozen=True, slots=True)
class Through:
    """A condition of a filter on rows of another source. `inner`: as that source is asked."""

    leaf: Condition | Lookup
    far: Far
    inner: Condition | Lookup


def taken_apart(query: Query, table: Table, fars: Sequence[Far]) -> tuple[Query, tuple[Brought, ...]]:
    """The query without what it wants of other sources, and that. Filters are left as they are.

    Raises `FarNotSortable`, and `InvalidParameter` for a relation to many rows.
    """
    by_name = {far.name: far for far in fars}
    _refuse_sorting(query, table, by_name)
    own_select = query.select and [name for name in query.select if _head(name, table) not in by_name]
    own_expand = tuple(path for path in query.expand if path.partition(".")[0] not in by_name)
    brought = []
    for far in fars:
        select, expand = _tails(query.select or (), far, table), _tails(query.expand, far)
        if not select and not expand:
            continue
        if far.end.many:
            raise InvalidParameter(
                f"{far.name} leads to many rows; list {far.end.target} in its source with a filter instead."
            )
        unasked = own_select is not None and far.column.name not in own_select
        wanted = None if "" in expand else tuple(select)
        brought.append(Brought(far, wanted, tuple(path for path in expand if path), unasked))
    if own_select is not None:
        keys = [one.far.column.name for one in brought]
        own_select = tuple(dict.fromkeys([*own_select, *keys]))
    return replace(query, select=own_select, expand=own_expand), tuple(brought)


def _refuse_sorting(query: Query, table: Table, by_name: Mapping[str, Far]) -> None:
    for sort in query.order:
        far = by_name.get(_head(sort.column, table))
        if far is not None:
            raise FarNotSortable(
                f"Rows cannot be sorted by {sort.column}: it is in another source. "
                f"Sort them by {far.column.name}, or list {far.end.target} in its own source."
            )


def _head(path: str, table: Table) -> str:
    """What the path goes through first; "" where it is a column of the table."""
    return "" if table.column(path) is not None else path.partition(".")[0]


def _tails(paths: Iterable[str], far: Far, table: Table | None = None) -> list[str]:
    """What follows behind the relation; "" for the relation itself."""
    if table is not None:
        paths = [path for path in paths if table.column(path) is None]
    return [path[len(far.name) + 1 :] for path in paths if path.partition(".")[0] == far.name]


def conditions_through(filter_: Filter, table: Table, fars: Sequence[Far]) -> list[Through]:
    """The conditions of the filter on rows of other sources. Raises `QueryTooComplex`."""
    conditions: Iterable[Condition | Lookup | Joined | Linked] = leaves(filter_)
    found = [one for leaf in conditions if (one := _through(leaf, table, fars)) is not None]
    if len(found) > MAX_THROUGH:
        raise QueryTooComplex(f"A filter may hold {MAX_THROUGH} conditions on other sources.")
    return found


def _through(leaf: Condition | Lookup | Joined | Linked, table: Table, fars: Sequence[Far]) -> Through | None:
    if not isinstance(leaf, Condition | Lookup) or table.column(leaf.name) is not None:
        return None
    between = "." if isinstance(leaf, Condition) else "__"
    for far in fars:
        if leaf.name.startswith(far.name + between):
            tail = leaf.name[len(far.name) + len(between) :]
            return Through(leaf, far, replace(leaf, name=tail, pointer=leaf.pointer or leaf.name))
    return None


def rewritten(filter_: Filter, found: Mapping[int, Filter]) -> Filter:
    """The filter with others in place of some of its conditions, by their `id`."""
    match filter_:
        case And(items):
            return And(tuple(rewritten(item, found) for item in items))
        case Or(items):
            return Or(tuple(rewritten(item, found) for item in items))
        case Not(item):
            return Not(rewritten(item, found))
        case Condition() | Lookup() | Joined() | Linked():
            return found.get(id(filter_), filter_)


def leads_to(column: Column, keys: Iterable[object]) -> Filter:
    """Rows whose `column` is one of `keys`; of no value at all it is known that it is none of them."""
    among = Condition(column.name, Op.IN, comparable(column, keys))
    if not column.nullable:
        return among
    return And((Condition(column.name, Op.IS_NULL, value=False), among))


def comparable(column: Column, keys: Iterable[object]) -> list[object]:
    """Of the keys, as another source told them, those that the column can have at all."""
    found: list[object] = []
    for key in keys:
        value = str(key) if kind_of(column) == "text" else _whole(key)
        with suppress(values.ValueRefused, ValueError):
            operand(column, Op.EQ, value)
            found.append(str(UUID(str(value))) if column.type is Type.UUID else value)
    return found


def sameness(one: Column, other: Column) -> Callable[[object], object]:
    """What makes the same of equal keys of both columns, however their sources tell them."""
    if kind_of(one) == "number":
        return _number
    return _folded if Type.UUID in (one.type, other.type) else str


def _folded(value: object) -> object:
    return str(value).lower()


def _number(value: object) -> object:
    try:
        return Decimal(str(value))
    except InvalidOperation:  # a column of SQLite may hold anything
        return str(value)


def _whole(value: object) -> object:
    """A decimal number without a fraction is a whole one."""
    number = _number(value)
    if isinstance(number, Decimal) and number.is_finite() and number.adjusted() < MAX_DIGITS:
        return int(number) if number == number.to_integral_value() else str(number)
    return value
