"""From a predicate to SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from jetway.core.expr import And, Compare, Exists, Measured, Not, Op, Or, Predicate
from jetway.core.schema import Type
from jetway.sources.sql.element import Element, Field, Parameter, named, sql
from jetway.sources.sql.shape import in_size

if TYPE_CHECKING:
    from collections.abc import Callable

    from jetway.core.query import Order
    from jetway.core.schema import Column, Relation, Table
    from jetway.sources.sql.grammar import Encode, Grammar, Place


class Binder:
    """Hands out the numbers of values, parameters and aliases while one statement is compiled.

    Values are counted in the order in which `shape` collects them. `taken` is a name that no alias gets.
    """

    def __init__(self, grammar: Grammar, taken: str = "") -> None:
        self.grammar = grammar
        self.slots: list[tuple[int, Encode]] = []
        self._taken = taken
        self._values = 0
        self._aliases = 0

    def place(self) -> Place:
        """Makes parameters for the next value."""
        value = self._values
        self._values += 1

        def parameter(encode: Encode) -> Element:
            self.slots.append((value, encode))
            return Parameter(len(self.slots) - 1)

        return parameter

    def alias(self) -> str:
        """A name that nothing in the statement has yet."""
        name = f"t{self._aliases}"
        self._aliases += 1
        return self.alias() if name == self._taken else name


def table_of(table: Table, *columns: str) -> sa.TableClause:
    """The table as SQL names it."""
    schema = None if table.schema is None else named(table.schema)
    return sa.table(named(table.local_name), *[sa.column(named(name)) for name in columns], schema=schema)


def field(column: Column, scope: str, binder: Binder) -> Element:
    """The value of `column` in the table or alias named `scope`."""
    return Field(scope, column.name) if column.pins is None else binder.grammar.mark(column, scope)


def condition(predicate: Predicate, scope: str, binder: Binder) -> Element:
    """`predicate` on the columns of the table or alias named `scope`."""
    match predicate:
        case And((first, second), in_order=True):
            parts = [condition(item, scope, binder) for item in (first, second)]
            return sql("CASE WHEN {0} THEN {1} ELSE 1 = 0 END", *parts)
        case And(items):
            return _joined(sa.and_, "1 = 1", [condition(item, scope, binder) for item in items])
        case Or(items):
            return _joined(sa.or_, "1 = 0", [condition(item, scope, binder) for item in items])
        case Not(item):
            return sa.not_(condition(item, scope, binder).self_group())
        case Exists(relation, table, where):
            return _exists(relation, table, where, scope, binder)
        case Measured():
            return _measured(predicate, scope, binder)
        case Compare(column, op, value) if column.pins is not None:
            return _marked(column, op, value, scope, binder)
        case Compare(column, op, value):
            return _compare(column, op, value, Field(scope, column.name), binder)


def joined(relation: Relation, scope: str, target: str) -> Element:
    """The rows of `target` that `relation` leads to from the row of `scope`."""
    pairs = zip(relation.columns, relation.target_columns, strict=True)
    return sa.and_(*[Field(target, there) == Field(scope, here) for here, there in pairs])


def ordered(order: tuple[Order, ...], scope: str) -> list[Element]:
    """`order` of the rows of `scope`."""
    fields = [(Field(scope, item.column.name), item.descending) for item in order]
    return [field.desc() if descending else field.asc() for field, descending in fields]


def _joined(join: Callable[..., Element], empty: str, items: list[Element]) -> Element:
    return join(*items).self_group() if items else sql(empty)


def _exists(relation: Relation, table: Table, where: Predicate, scope: str, binder: Binder) -> Element:
    alias = binder.alias()
    inner: sa.Select[Any] = sa.select(sql("1")).select_from(table_of(table).alias(named(alias)))
    return inner.where(joined(relation, scope, alias), condition(where, alias, binder)).exists()


def _measured(measured: Measured, scope: str, binder: Binder) -> Element:
    alias = binder.alias()
    of = sql("*") if measured.measured is None else Field(alias, measured.measured.name)
    inner: sa.Select[Any] = sa.select(sql(f"{measured.func.value}({{0}})", of))
    inner = inner.select_from(table_of(measured.table).alias(named(alias)))
    inner = inner.where(joined(measured.relation, scope, alias), condition(measured.where, alias, binder))
    return _compare(measured.result, measured.op, measured.value, inner.scalar_subquery(), binder)


def _compare(column: Column, op: Op, value: object, held: Element, binder: Binder) -> Element:
    if op is Op.IS_NULL and column.type is Type.OTHER:  # IS NULL is true of a composite of NULLs
        return held.is_not_distinct_from(sa.null()) if value else held.is_distinct_from(sa.null())
    if op is Op.IS_NULL:
        return held.is_(sa.null()) if value else held.is_not(sa.null())
    if column.part is not None:
        held = binder.grammar.part(column, held, column.part)
    size = in_size(len(value)) if isinstance(value, tuple) else 0
    return binder.grammar.condition(column, op, held, binder.place(), size)


def _marked(column: Column, op: Op, value: object, scope: str, binder: Binder) -> Element:
    """Where the mark says that the row lies, so that the engine looks nowhere else; and it is that row."""
    grammar, place = binder.grammar, binder.place()
    size = in_size(len(value)) if isinstance(value, tuple) else 0

    def lying(encode: Encode) -> Element:
        return place(lambda mark: encode(_each(grammar.lies_at, mark)))

    there = grammar.condition(column, op, Field(scope, column.native), lying, size)
    return sa.and_(there, grammar.condition(column, op, grammar.mark(column, scope), place, size))


def _each(lies_at: Callable[[str], str], marks: Any) -> str | tuple[str, ...]:  # noqa: ANN401  # one or several
    return tuple([lies_at(mark) for mark in marks]) if isinstance(marks, tuple) else lies_at(marks)
