"""Conditions on what an aggregate makes of the rows that a to-many relation leads to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jetway.core import lookups, values
from jetway.core.compare import column_of, compare, refused, usable
from jetway.core.errors import UnknownLookup
from jetway.core.expr import TRUE, Compare, Measured, Op
from jetway.core.schema import Column, Func, Type, ops_of

if TYPE_CHECKING:
    from jetway.core.bind import Scope
    from jetway.core.expr import Condition, Lookup, Predicate
    from jetway.core.schema import Relation, Table


def conditioned(condition: Condition, relation: Relation, scope: Scope) -> Predicate | None:
    """`count`, `sum.total`, … of the related rows; `None` where it reads like something else."""
    target = scope.tables[relation.target]
    word, _, name = condition.name.partition(".")
    if not _is_func(word, target):
        return None
    func = _func(word, target)
    measured = _measurable(target, func, name) if name or func is not Func.COUNT else None
    result = aggregate_column(func, measured)
    bound = compare(result, condition.op, condition.value, condition.pointer, scope.now)
    return _measured(relation, scope, func, measured, bound)


def looked_up(lookup: Lookup, relation: Relation, scope: Scope) -> Predicate | None:
    """`count__gte`, `sum__total__gt`, … of the related rows; `None` where it reads like something else."""
    target = scope.tables[relation.target]
    name, _, rest = lookup.name.partition("__")
    if not _is_func(name, target):
        return None
    func = _func(name, target)
    measured, word = _split(target, func, rest)
    result = aggregate_column(func, measured)

    def compared(column: Column, op: Op, value: object) -> Predicate:
        bound = compare(column, op, value, lookup.pointer, scope.now, text=True)
        return _measured(relation, scope, func, measured, bound)

    try:
        return lookups.asked(result, word or "exact", lookup.values, compared, scope.part_zone)
    except values.ValueRefused as refusal:
        raise refused(result, lookup.pointer, str(refusal)) from None


def aggregate_column(func: Func, column: Column | None) -> Column:
    """A column as the result of `func` would be one. It has no native type: no table holds it."""
    if column is None or func is Func.COUNT:
        return Column("count", Type.INTEGER, "", -1, ops=ops_of(Type.INTEGER))
    type_ = Type.DECIMAL if func in (Func.SUM, Func.AVG) and column.type is Type.INTEGER else column.type
    return replace(column, type=type_, native="", position=-1, ops=ops_of(type_), minimum=None, maximum=None)


def _is_func(word: str, target: Table) -> bool:
    """Whether it means an aggregate: the names of the target's own come first."""
    return word in list(Func) and target.column(word) is None and target.relation(word) is None


def _func(word: str, target: Table) -> Func:
    func = Func(word)
    if func not in target.aggregates:
        raise UnknownLookup(f"{target.name} does not answer {func}.")
    return func


def _split(table: Table, func: Func, rest: str) -> tuple[Column | None, str]:
    """The column of `column__word`, or none, and the word."""
    if func is Func.COUNT and (not rest or lookups.known(rest)):
        return None, rest
    parts = rest.split("__")
    for size in range(1, len(parts)):
        name, word = "__".join(parts[:size]), "__".join(parts[size:])
        if table.column(name) is not None:
            if not lookups.known(word):
                raise UnknownLookup(f"There is no lookup {word!r}.")
            return _measurable(table, func, name), word
    return _measurable(table, func, rest), ""


def _measurable(table: Table, func: Func, name: str) -> Column:
    column = usable(column_of(table, name))
    ordered = Op.LT in ops_of(column.type) and column.type not in (Type.UUID, Type.OTHER)
    if func not in column.aggregates or (func is not Func.COUNT and not ordered):
        raise UnknownLookup(f"{column.name} ({column.type}) cannot be compared by its {func}.")
    return column


def _measured(
    relation: Relation, scope: Scope, func: Func, measured: Column | None, bound: Compare
) -> Measured:
    where = scope.rules.get(relation.target, TRUE)
    target = scope.tables[relation.target]
    return Measured(relation, target, where, func, measured, bound.column, bound.op, bound.value)
