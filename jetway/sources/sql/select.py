"""Read and Aggregate as SELECT.

To-one relations: the page in a subquery, then LEFT JOIN; joining before the limit costs half as much again.
To-many relations: a subquery per row of the page.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from jetway.core.expr import TRUE
from jetway.core.query import Read
from jetway.sources.sql.element import Element, Field, named, sql
from jetway.sources.sql.grammar import Nested, Outputs, Value, Wire, shown
from jetway.sources.sql.predicate import Binder, condition, field, joined, ordered, table_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlalchemy.sql.expression import ClauseElement

    from jetway.core.export import Cell, Csv
    from jetway.core.query import Aggregate, Expand, Group, Measure, Trial
    from jetway.core.schema import Column
    from jetway.sources.sql.grammar import Grammar

    Told = Callable[[Column, Element], Wire]
    """How a value is selected."""


def read(read: Read, binder: Binder, *, quick: bool = False) -> tuple[sa.Select[Any], Outputs]:
    """The SELECT and what its rows hold. `quick`: as `Grammar.quick` has them."""
    base, outputs = _rows(read, binder, partial(shown, binder.grammar, whole=read.whole_bytes))
    select = binder.grammar.quick if quick else binder.grammar.rows
    return select(base, outputs), outputs


def csv(read: Read, cells: Sequence[Cell], form: Csv, binder: Binder) -> ClauseElement:
    """The statement of the lines of CSV."""
    base, outputs = _rows(read, binder, partial(_plain, binder.grammar))
    found = dict(_by_path((), outputs))
    return binder.grammar.csv(base, [(cell.column, found[cell.path]) for cell in cells], form)


def _plain(grammar: Grammar, column: Column, field: Element) -> Wire:
    """The field itself, for the grammar to make a cell of; of a masked column what may be seen."""
    return Wire(field) if column.mask is None else grammar.masked(column, field, column.mask.keep)


def _rows(read: Read, binder: Binder, told: Told) -> tuple[sa.Select[Any], Outputs]:
    """The rows without columns, and what each of them holds."""
    scope = binder.alias()
    base = _page(read, scope, binder)
    if not _page_first(read, binder.grammar):
        return base, _values(read.columns, scope, binder, told)
    page = base.with_only_columns(*_labelled(read, scope, binder.grammar))
    scope = binder.alias()
    outputs, source = _expanded(read, page.subquery(named(scope)), scope, binder, told)
    return sa.select().select_from(source).order_by(*ordered(read.order, scope)), outputs


def _page_first(read: Read, grammar: Grammar) -> bool:
    """Whether a subquery chooses the rows, so that only those cost what is made of them."""
    if read.expand or (grammar.page_first and read.order):
        return True
    marked = any(column.pins is not None for column in read.columns)
    return marked and bool(read.order or read.offset)


def _by_path(path: tuple[str, ...], outputs: Outputs) -> Iterator[tuple[tuple[str, ...], Element]]:
    """Values of a row and of the rows within it; those of one that is not there are NULL by themselves."""
    for output in outputs:
        if isinstance(output, Nested):
            yield from _by_path((*path, output.name), output.outputs)
        else:
            yield (*path, output.name), output.wire.element


def aggregate(aggregate: Aggregate, binder: Binder) -> tuple[sa.Select[Any], Outputs]:
    """The SELECT and what its rows hold."""
    grammar = binder.grammar
    scope = binder.alias()
    base: sa.Select[Any] = sa.select().select_from(table_of(aggregate.table).alias(named(scope)))
    if aggregate.where != TRUE:
        base = base.where(condition(aggregate.where, scope, binder))
    if aggregate.of_first is not None:
        base, scope = _first(aggregate, base, scope, binder)
    by = [_grouped(group, scope, binder) for group in aggregate.groups]
    if by:
        base = base.group_by(*by).order_by(*by)
    base = grammar.limited(base, aggregate.limit, None)
    outputs = _group_values(aggregate, scope, binder)
    outputs += tuple(_measured(measure, scope, binder) for measure in aggregate.measures)
    return grammar.rows(base, outputs), outputs


def trial(trial: Trial, binder: Binder) -> sa.Select[Any]:
    """The SELECT of a 1, and 1 or 0 for each clause."""
    scope = binder.alias()
    where = condition(trial.where, scope, binder)
    held = [
        sa.case((condition(clause, scope, binder), sql("1")), else_=sql("0")).label(f"clause_{number}")
        for number, clause in enumerate(trial.clauses)
    ]
    found = sa.select(sql("1").label("found"), *held)
    return found.select_from(table_of(trial.table).alias(named(scope))).where(where)


def _first(
    aggregate: Aggregate, base: sa.Select[Any], scope: str, binder: Binder
) -> tuple[sa.Select[Any], str]:
    columns = [measure.column for measure in aggregate.measures] + [
        group.column for group in aggregate.groups
    ]
    names = dict.fromkeys(column.name for column in columns if column is not None)
    fields = [Field(scope, name).label(named(name)) for name in names] or [sql("1").label("one")]
    limited = binder.grammar.limited(base.with_only_columns(*fields), aggregate.of_first, None)
    scope = binder.alias()
    return sa.select().select_from(limited.subquery(named(scope))), scope


def _page(read: Read, scope: str, binder: Binder) -> sa.Select[Any]:
    """Everything but the columns."""
    base: sa.Select[Any] = sa.select().select_from(table_of(read.table).alias(named(scope)))
    if read.where != TRUE:
        base = base.where(condition(read.where, scope, binder))
    offset = binder.place() if read.offset else None
    base = base.order_by(*ordered(read.order, scope))
    return binder.grammar.limited(base, read.limit, offset)


def _labelled(read: Read, scope: str, grammar: Grammar) -> list[sa.Label[Any]]:
    """What the page brings, of the table named `scope`."""
    return [Field(scope, name).label(named(name)) for name in _needed(read, grammar)]


def _needed(read: Read, grammar: Grammar) -> list[str]:
    """The columns that the page must bring: shown, or what a mark is made of, joined by and ordered by."""
    names: list[str] = []
    for column in read.columns:
        names += [column.name] if column.pins is None else grammar.mark_parts(column)
    names += [name for expand in read.expand for name in expand.relation.columns]
    names += [order.column.name for order in read.order]
    return list(dict.fromkeys(names)) or [read.table.columns[0].name]


def _values(columns: tuple[Column, ...], scope: str, binder: Binder, told: Told) -> Outputs:
    return tuple(Value(column.name, told(column, field(column, scope, binder))) for column in columns)


def _expanded(
    read: Read, page: sa.FromClause, scope: str, binder: Binder, told: Told
) -> tuple[Outputs, sa.FromClause]:
    source = page
    outputs = _values(read.columns, scope, binder, told)
    for expand in read.expand:
        nested, source = _brought(expand, source, scope, binder, told)
        outputs += (nested,)
    return outputs, source


def _brought(
    expand: Expand, source: sa.FromClause, scope: str, binder: Binder, told: Told
) -> tuple[Value | Nested, sa.FromClause]:
    if expand.relation.many:
        return _listed(expand, scope, binder, told), source
    return _nested(expand, source, scope, binder, told)


def _listed(expand: Expand, scope: str, binder: Binder, told: Told) -> Value:
    """A correlated subquery: the limit holds for each parent by itself."""
    read = Read(expand.table, expand.columns, expand.where, expand.order, expand.limit, expand=expand.expand)
    inner = binder.alias()
    grammar, on = binder.grammar, joined(expand.relation, scope, inner)
    if not grammar.sees_around:
        rows, outputs = _unlimited(read, inner, binder, told)
        order = ordered(read.order, inner)
        return Value(expand.relation.name, grammar.many(rows.where(on), outputs, order, read.limit))
    page = _page(read, inner, binder).where(on)
    page = page.with_only_columns(*_labelled(read, inner, grammar))
    outer = binder.alias()
    outputs, source = _expanded(read, page.subquery(named(outer)), outer, binder, told)
    order = ordered(read.order, outer)
    rows = sa.select().select_from(source).order_by(*order)
    return Value(expand.relation.name, grammar.many(rows, outputs, order, None))


def _unlimited(read: Read, scope: str, binder: Binder, told: Told) -> tuple[sa.Select[Any], Outputs]:
    """All rows, with what they bring along, in no order."""
    where = condition(read.where, scope, binder)
    outputs, source = _expanded(read, table_of(read.table).alias(named(scope)), scope, binder, told)
    return sa.select().select_from(source).where(where), outputs


def _nested(
    expand: Expand, source: sa.FromClause, scope: str, binder: Binder, told: Told
) -> tuple[Nested, sa.FromClause]:
    alias = binder.alias()
    on = joined(expand.relation, scope, alias)
    if expand.where != TRUE:
        on = sa.and_(on, condition(expand.where, alias, binder))
    source = sa.outerjoin(source, table_of(expand.table).alias(named(alias)), on)
    outputs = _values(expand.columns, alias, binder, told)
    for inner in expand.expand:
        nested, source = _brought(inner, source, alias, binder, told)
        outputs += (nested,)
    # Equality joined them, hence it is not NULL where there is a row.
    present = Field(alias, expand.relation.target_columns[0])
    return Nested(expand.relation.name, present, outputs), source


def _grouped(group: Group, scope: str, binder: Binder) -> Element:
    by = Field(scope, group.column.name)
    return binder.grammar.cut(group.column, by, group.unit).element if group.unit else by


def _group_values(aggregate: Aggregate, scope: str, binder: Binder) -> Outputs:
    grammar, outputs = binder.grammar, []
    for number, group in enumerate(aggregate.groups, start=1):
        by = Field(scope, group.column.name)
        if group.unit:
            wire = grammar.cut(group.column, by, group.unit)
        else:
            wire = grammar.wire(group.column, by, whole=False)
        outputs.append(Value("group" if number == 1 else f"group_{number}", wire))
    return tuple(outputs)


def _measured(measure: Measure, scope: str, binder: Binder) -> Value:
    of = None if measure.column is None else Field(scope, measure.column.name)
    return Value(measure.name, binder.grammar.measure(measure.func, measure.column, of))
