"""The shape of a statement: everything that its SQL depends on, and apart from it the values."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, TypeVar

from jetway.core.expr import And, Compare, Exists, Measured, Not, Op, Or, Predicate
from jetway.core.ordering import Numbering, Shift
from jetway.core.query import Aggregate, Delete, Expand, Insert, Read, Update

if TYPE_CHECKING:
    from collections.abc import Hashable

    from jetway.core.query import Order
    from jetway.core.schema import Column, Relation, Table

Key = TypeVar("Key")
Item = TypeVar("Item")

MOST_FORMS = 2000
_forms: OrderedDict[int, tuple[tuple[Column, ...], Hashable]] = OrderedDict()
"""By the identity of columns, which are kept so that it stays theirs, what stands for their shape."""

_tokens: OrderedDict[Hashable, Hashable] = OrderedDict()
"""What stands for a shape of columns, which is hashed by its identity alone."""

Values = list[object]
"""The values of a statement, in the order in which `compile` meets their places."""


def shape(
    statement: Read | Aggregate | Insert | Update | Delete | Shift | Numbering,
) -> tuple[Hashable, Values]:
    """A key that is equal for statements with equal SQL, and the values to bind."""
    values: Values = []
    key: Hashable
    match statement:
        case Read():
            return _read(statement, values), values
        case Aggregate():
            return _aggregate(statement, values), values
        case Insert(table, changes, returning):
            key = ("insert", _table(table), _changes(changes, values), _columns(returning))
        case Update(table, changes, where, returning):
            assigned = _changes(changes, values)
            key = ("update", _table(table), assigned, (_columns(returning), _where(where, values)))
        case Delete(table, where):
            key = ("delete", _table(table), (), _where(where, values))
        case Shift(table, column, where, by):
            key = ("shift", _table(table), _column(column), by, _where(where, values))
        case Numbering(table, column, where, ranks, order):
            ranked = tuple(_where(rank, values) for rank in ranks)
            key = ("number", _table(table), _column(column), ranked, _order(order), _where(where, values))
    return key, values


def bound(predicate: Predicate) -> Values:
    """The values of a predicate alone."""
    values: Values = []
    _where(predicate, values)
    return values


def in_size(count: int) -> int:
    """How many places an IN of `count` values gets: the next power of two, so that few shapes are enough."""
    return 1 << (count - 1).bit_length() if count else 0


def _read(read: Read, values: Values) -> Hashable:
    where = _where(read.where, values)
    if read.offset:
        values.append(read.offset)
    expand = tuple(_expand(item, values) for item in read.expand)
    return (
        "read",
        _table(read.table),
        _columns(read.columns),
        where,
        _order(read.order),
        (read.limit, bool(read.offset), read.whole_bytes),
        expand,
    )


def _aggregate(aggregate: Aggregate, values: Values) -> Hashable:
    return (
        "aggregate",
        _table(aggregate.table),
        tuple(
            (measure.func, measure.column and _column(measure.column), measure.name)
            for measure in aggregate.measures
        ),
        tuple((_column(group.column), group.unit) for group in aggregate.groups),
        _where(aggregate.where, values),
        (aggregate.limit, aggregate.of_first),
    )


def _expand(expand: Expand, values: Values) -> Hashable:
    where = _where(expand.where, values)
    return (
        _relation(expand.relation),
        _table(expand.table),
        _columns(expand.columns),
        where,
        tuple(_expand(item, values) for item in expand.expand),
        (_order(expand.order), expand.limit),
    )


def _order(order: tuple[Order, ...]) -> Hashable:
    return tuple((_column(item.column), item.descending) for item in order)


def _where(predicate: Predicate, values: Values) -> Hashable:
    match predicate:
        case And(items, in_order):
            return ("case" if in_order else "and", *[_where(item, values) for item in items])
        case Or(items):
            return ("or", *[_where(item, values) for item in items])
        case Not(item):
            return ("not", _where(item, values))
        case Exists(relation, table, where):
            return ("exists", _relation(relation), _table(table), _where(where, values))
        case Measured(relation, table, where, func, measured, result, op, value):
            of = (_relation(relation), _table(table), _where(where, values), measured and _column(measured))
            return ("measured", func, of, _compared(result, op, value, values))
        case Compare(column, op, value):
            return _compared(column, op, value, values)


def _compared(column: Column, op: Op, value: object, values: Values) -> Hashable:
    if op is Op.IS_NULL:
        return (_column(column), op, value)
    values.append(value)
    size = in_size(len(value)) if isinstance(value, tuple) else 0
    return (_column(column), op, size)


def _changes(changes: tuple[tuple[Column, object], ...], values: Values) -> Hashable:
    values.extend(value for _, value in changes)
    return _token(tuple([column for column, _ in changes]))


def _table(table: Table) -> Hashable:
    return (table.schema, table.local_name)


def _relation(relation: Relation) -> Hashable:
    return (relation.name, relation.columns, relation.target_columns)


def _columns(columns: tuple[Column, ...]) -> Hashable:
    """Columns of a plan that is known are the very same each time: their shape is neither made nor hashed."""
    known = _forms.get(id(columns))
    if known is not None and known[0] is columns:
        _forms.move_to_end(id(columns))
        return known[1]
    token = _token(columns)
    _remember(_forms, id(columns), (columns, token))
    return token


def _token(columns: tuple[Column, ...]) -> Hashable:
    form = tuple([_column(column) for column in columns])
    token = _tokens.get(form)
    if token is None:
        token = object()
        _remember(_tokens, form, token)
    return token


def _remember(kept: OrderedDict[Key, Item], key: Key, item: Item) -> None:
    kept[key] = item
    if len(kept) > MOST_FORMS:
        kept.popitem(last=False)


def _column(column: Column) -> Hashable:
    facts = (column.name, column.type, column.native, column.item, column.scale, column.sortable)
    more = (column.zone, column.mask, column.part, column.exact, column.pins)
    return (*facts, *more) if any(more) else facts
