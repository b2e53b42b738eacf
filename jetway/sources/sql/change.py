"""Insert, Update and Delete as SQL. The checks around them are `write`'s."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from jetway.core.expr import TRUE
from jetway.sources.sql.element import Element, Field, named, sql
from jetway.sources.sql.grammar import Outputs, Value, shown
from jetway.sources.sql.predicate import Binder, condition, table_of

if TYPE_CHECKING:
    from sqlalchemy.sql.dml import ReturningDelete

    from jetway.core.query import Changes, Delete, Insert, Update
    from jetway.core.schema import Column


def insert(insert: Insert, binder: Binder) -> tuple[sa.Insert, Outputs]:
    """INSERT, returning `insert.returning` where the engine can."""
    table = table_of(insert.table, *_names(insert.values))
    statement = sa.insert(table).values(_assigned(insert.values, binder))
    if not binder.grammar.returns_inserted:
        return statement, ()
    outputs = _returned(insert.returning, binder)
    return statement.returning(*binder.grammar.row(outputs)), outputs


def update(update: Update, binder: Binder) -> tuple[sa.Update, Outputs]:
    """UPDATE, returning `update.returning` where the engine can."""
    table = table_of(update.table, *_names(update.values))
    statement = sa.update(table).values(_assigned(update.values, binder))
    if update.where != TRUE:
        statement = statement.where(condition(update.where, update.table.local_name, binder))
    if not binder.grammar.returns_changed or not update.returning:
        return statement, ()
    outputs = _returned(update.returning, binder)
    return statement.returning(*binder.grammar.row(outputs)), outputs


def delete(delete: Delete, binder: Binder) -> sa.Delete | ReturningDelete[Any]:
    """DELETE, returning one value per row where the engine can."""
    statement = sa.delete(table_of(delete.table))
    if delete.where != TRUE:
        statement = statement.where(condition(delete.where, delete.table.local_name, binder))
    return statement.returning(sql("1")) if binder.grammar.returns_changed else statement


def _names(changes: Changes) -> list[str]:
    return [column.name for column, _ in changes]


def _assigned(changes: Changes, binder: Binder) -> dict[str, Element]:
    return {named(column.name): binder.grammar.assigned(column, binder.place()) for column, _ in changes}


def _returned(columns: tuple[Column, ...], binder: Binder) -> Outputs:
    """Of the row as changed. Without a scope: inside RETURNING there is no other row."""
    return tuple(
        Value(column.name, shown(binder.grammar, column, Field("", column.name), whole=True))
        for column in columns
    )
