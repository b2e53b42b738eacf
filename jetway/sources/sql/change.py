"""Insert, Update and Delete as SQL. The checks around them are `write`'s."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from jetway.core.expr import TRUE
from jetway.sources.sql.element import Element, Field, named, sql
from jetway.sources.sql.grammar import Outputs, Value, shown
from jetway.sources.sql.predicate import Binder, condition, field, ordered, table_of

if TYPE_CHECKING:
    from sqlalchemy.sql.dml import ReturningDelete

    from jetway.core.ordering import Numbering, Shift
    from jetway.core.query import Changes, Delete, Insert, Update
    from jetway.core.schema import Column


def insert(insert: Insert, binder: Binder) -> tuple[sa.Insert, Outputs]:
    """INSERT, returning `insert.returning` where the engine can."""
    table = table_of(insert.table, *_names(insert.values))
    statement = sa.insert(table).values(_assigned(insert.values, binder))
    if not binder.grammar.returns_inserted:
        return statement, ()
    outputs = returned(insert.returning, binder)
    return statement.returning(*binder.grammar.row(outputs)), outputs


def update(update: Update, binder: Binder) -> tuple[sa.Update, Outputs]:
    """UPDATE, returning `update.returning` where the engine can."""
    table = table_of(update.table, *_names(update.values))
    statement = sa.update(table).values(_assigned(update.values, binder))
    if update.where != TRUE:
        statement = statement.where(condition(update.where, update.table.local_name, binder))
    if not binder.grammar.returns_changed or not update.returning:
        return statement, ()
    outputs = returned(update.returning, binder)
    return statement.returning(*binder.grammar.row(outputs)), outputs


def delete(delete: Delete, binder: Binder) -> sa.Delete | ReturningDelete[Any]:
    """DELETE, returning one value per row where the engine can."""
    statement = sa.delete(table_of(delete.table))
    if delete.where != TRUE:
        statement = statement.where(condition(delete.where, delete.table.local_name, binder))
    return statement.returning(sql("1")) if binder.grammar.returns_changed else statement


def shift(shift: Shift, binder: Binder) -> sa.Update:
    """UPDATE of all rows at once."""
    place = Field("", shift.column.name)
    statement = sa.update(table_of(shift.table, shift.column.name))
    statement = statement.values({named(shift.column.name): sql(f"{{0}} + {shift.by:d}", place)})
    return statement.where(condition(shift.where, shift.table.local_name, binder))


def number(numbering: Numbering, binder: Binder) -> sa.Update:
    """UPDATE by a join with the rows as a window function counts them."""
    key = numbering.table.key
    scope = binder.alias()
    by = ordered(numbering.order, scope)
    if numbering.ranks:
        ranked = enumerate([condition(rank, scope, binder) for rank in numbering.ranks])
        last = sql(str(len(numbering.ranks)))
        by.insert(0, sa.case(*[(holds, sql(str(place))) for place, holds in ranked], else_=last))
    counted: sa.Select[Any] = sa.select(
        *[Field(scope, name).label(named(name)) for name in key],
        sa.func.row_number().over(order_by=by).label("jetway_place"),
    ).select_from(table_of(numbering.table).alias(named(scope)))
    if numbering.where != TRUE:
        counted = counted.where(condition(numbering.where, scope, binder))
    rows = counted.subquery(named(binder.alias()))
    table = table_of(numbering.table, numbering.column.name, *key)
    same = [table.c[name] == rows.c[name] for name in key]
    statement = sa.update(table).values({table.c[numbering.column.name]: rows.c.jetway_place})
    return statement.where(*same)


def returned(columns: tuple[Column, ...], binder: Binder) -> Outputs:
    """Of the row as changed. Without a scope: inside RETURNING there is no other row."""
    return tuple(
        Value(column.name, shown(binder.grammar, column, field(column, "", binder), whole=True))
        for column in columns
    )


def _names(changes: Changes) -> list[str]:
    return [column.name for column, _ in changes]


def _assigned(changes: Changes, binder: Binder) -> dict[str, Element]:
    return {named(column.name): binder.grammar.assigned(column, binder.place()) for column, _ in changes}
