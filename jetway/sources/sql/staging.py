"""The SQL of an import: lines in a temporary table, whose columns are of the target's types."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

import sqlalchemy as sa

from jetway.core.expr import TRUE, And, Compare, Exists, Not, Op, Predicate, both
from jetway.core.query import Expand, Order, Read
from jetway.core.schema import Column, Relation, Table, Type
from jetway.sources.sql.change import returned
from jetway.sources.sql.compile import finished
from jetway.sources.sql.element import Element, Field, Labelled, listed, sql
from jetway.sources.sql.predicate import Binder, condition, table_of
from jetway.sources.sql.session import ManyRows
from jetway.sources.sql.shape import bound

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from jetway.core.load import Load, Pointed
    from jetway.core.query import Row
    from jetway.sources.sql.compile import Compiled
    from jetway.sources.sql.grammar import Grammar
    from jetway.sources.sql.session import Cells, Staging

NAME = "jetway_import"
Statement = tuple[str, tuple[object, ...]]

_AGAIN = (
    "SELECT line FROM (SELECT {0} AS line, ROW_NUMBER() OVER (PARTITION BY {1} ORDER BY {0}) AS n"
    " FROM {2} AS s WHERE {3}) AS again WHERE n > 1 ORDER BY line"
)


class Added(NamedTuple):
    """The INSERT of new rows. What comes back of each: its key, as far as `Staged.keyed`, and the rest."""

    statement: Statement
    decode: Callable[[Cells], Row]


@dataclass(frozen=True, slots=True)
class Staged:
    """The staging table of a load, as the core knows tables; `line` numbers its rows."""

    load: Load
    grammar: Grammar
    engine: Staging
    table: Table
    line: Column
    noted: bool = False
    """Whether each new row goes into the audit."""

    @classmethod
    def of(cls, load: Load, grammar: Grammar, engine: Staging, *, noted: bool = False) -> Staged:
        """The table that holds the lines of `load`."""
        name = "line"
        while load.table.column(name) is not None:
            name += "_"
        line = Column(name, Type.INTEGER, "bigint", 0)
        table = Table(NAME, NAME, (line, *load.columns), schema=engine.schema, key=(name,))
        return cls(load, grammar, engine, table, line, noted and bool(load.table.key))

    def written(self, templates: Sequence[str]) -> list[str]:
        """Statements about the table as a whole."""
        columns = listed("{0}", [Field("t", column.name) for column in self.load.columns])
        parts = (_name(self.table), _name(self.load.table), columns, Field("", self.line.name))
        return [self._plain(sql(template, *parts)) for template in templates]

    def insert(self) -> tuple[ManyRows, Compiled]:
        """The INSERT of one line, and what binds its values."""
        binder = Binder(self.grammar)
        names = [column.name for column in self.table.columns]
        places = {column.name: self.grammar.assigned(column, binder.place()) for column in self.table.columns}
        statement = sa.insert(table_of(self.table, *names)).values(places)
        compiled = finished(statement, (), binder)
        columns = listed("{0}", [Field("", name) for name in names])
        text = ManyRows(compiled.text, self._plain(_name(self.table)), self._plain(columns))
        return text, compiled

    def among(self, first: int, last: int) -> Predicate:
        """Lines from `first` to `last`."""
        return And((Compare(self.line, Op.GTE, first), Compare(self.line, Op.LTE, last)))

    @property
    def matched(self) -> Predicate:
        """Lines that have a row."""
        return Exists(self.found, self.load.table, self.load.rule)

    @property
    def found(self) -> Relation:
        """From a line to the rows with the same values in `match`."""
        names = tuple(column.name for column in self.load.match)
        return Relation("", names, self.load.table.name, names, many=True)

    def pointing_at_nothing(self, pointed: Pointed) -> Predicate:
        """Lines whose foreign key points at no row that may be seen."""
        key = pointed.key
        there = [_is_null(self.table, name, wanted=False) for name in key.columns]
        relation = Relation("", key.columns, key.target, key.target_columns, many=False)
        return both(*there, Not(Exists(relation, pointed.table, pointed.where)))

    def lines(self, where: Predicate, limit: int | None = None) -> Read:
        """The numbers of lines."""
        return Read(self.table, (self.line,), where, limit=limit)

    def rows(self, columns: tuple[Column, ...], among: Predicate) -> Read:
        """Lines in their order, each with the `row` that it matches; every row is looked up by its line."""
        row = replace(self.found, name="row", many=False)
        expand = Expand(row, self.load.table, columns, self.load.rule)
        order = (Order(self.line),)
        return Read(self.table, (self.line,), among, order, expand=(expand,), whole_bytes=True)

    def again(self) -> Statement:
        """The numbers of lines whose row an earlier line has already."""
        by = listed("{0}", [Field("s", column.name) for column in self.load.match])
        known = [sql("{0} IS NOT NULL", Field("s", column.name)) for column in self.load.match]
        parts = (Field("s", self.line.name), by, _name(self.table), _all(known))
        return self._plain(sql(_AGAIN, *parts)), ()

    def delete_unchanged(self, among: Predicate) -> Statement:
        """Take out those of the lines whose row has all of their values already."""
        assert self.load.updated is not None
        same = [
            sql("NOT ({0})", self.engine.differs(column, Field("t", column.name), Field("s", column.name)))
            for column in self.load.updated
        ]
        return self._statement(self.engine.delete, [], same, among)

    def delete(self, lines: Sequence[int]) -> Statement:
        """Take out lines by their numbers."""
        binder = Binder(self.grammar)
        where = Compare(self.line, Op.IN, tuple(lines))
        statement = sa.delete(table_of(self.table)).where(condition(where, NAME, binder))
        return finished(statement, (), binder).with_values(bound(where))

    def update(self, among: Predicate) -> Statement:
        """Set the columns of the rows that these lines match."""
        assert self.load.updated is not None
        scope = "t" if self.engine.qualified else ""
        pairs = [
            sql("{0} = {1}", Field(scope, column.name), Field("s", column.name))
            for column in self.load.updated
        ]
        return self._statement(self.engine.update, pairs, [], among)

    def add(self, among: Predicate, without: Sequence[Column], told: tuple[Column, ...]) -> Added:
        """Make rows of these lines, in their order, leaving columns `without` to their defaults."""
        assert self.load.added is not None
        binder = Binder(self.grammar)
        columns = [column for column in self.load.added if column not in without]
        names: list[Element] = [Field("", column.name) for column in columns]
        values: list[Element] = [Field("s", column.name) for column in columns]
        for column, _ in self.load.presets:
            names.append(Field("", column.name))
            values.append(self.grammar.assigned(column, binder.place()))
        where = condition(among, "s", binder)
        text = "INSERT INTO {0} ({1}) SELECT {2} FROM {3} AS s WHERE {4} ORDER BY {5}"
        parts = [_name(self.load.table), listed("{0}", names), listed("{0}", values), _name(self.table)]
        element = sql(text, *parts, where, Field("s", self.line.name))
        outputs = returned(told, binder)
        back = [*self._key(), *(self.grammar.row(outputs) if told else ())]
        if back:
            element = sql("{0} RETURNING {1}", element, listed("{0}", back))
        held = [value for _, value in self.load.presets] + bound(among)
        compiled = finished(element, outputs, binder)
        return Added(compiled.with_values(held), compiled.decode)

    @property
    def tells(self) -> bool:
        """Whether the database tells of new rows, to note them."""
        return self.noted and self.grammar.returns_inserted

    @property
    def keyed(self) -> int:
        """How many values of a new row's key come first: all where there is a rule to hold them to."""
        return len(self.load.table.key) if self.load.rule != TRUE else 0

    def _key(self) -> list[Element]:
        key = self.load.table.key_columns[: self.keyed]
        wires = [self.grammar.cell(column, Field("", column.name)) for column in key]
        return [Labelled(wire, f"k{number}") for number, wire in enumerate(wires)]

    def _statement(
        self, template: str, columns: Sequence[Element], also: Sequence[Element], among: Predicate
    ) -> Statement:
        """A statement about lines and the rows that they match."""
        binder = Binder(self.grammar)
        match = [sql("{0} = {1}", Field("t", c.name), Field("s", c.name)) for c in self.load.match]
        parts = [*match, *also]
        values = []
        for predicate, scope in ((self.load.rule, "t"), (among, "s")):
            if predicate != TRUE:
                parts.append(condition(predicate, scope, binder))
                values += bound(predicate)
        names = listed("{0}", list(columns)) if columns else sql("")
        element = sql(template, _name(self.table), _name(self.load.table), names, _all(parts))
        return finished(element, (), binder).with_values(values)

    def _plain(self, element: Element) -> str:
        return finished(element, (), Binder(self.grammar)).text


def numbered(load: Load) -> list[Column]:
    """Columns that lines may leave to the source to number."""
    return [column for column in load.added or () if column.numbered]


def with_null(staged: Staged, columns: Sequence[Column], *, wanted: bool) -> Predicate:
    """Lines with NULL in all of `columns`, or in none."""
    return both(*[_is_null(staged.table, column.name, wanted=wanted) for column in columns])


def _is_null(table: Table, name: str, *, wanted: bool) -> Predicate:
    column = table.column(name)
    assert column is not None
    return Compare(replace(column), Op.IS_NULL, wanted)


def _name(table: Table) -> Element:
    return Field(table.schema or "", table.local_name)


def _all(conditions: Sequence[Element]) -> Element:
    return sql(" AND ".join(f"({{{number}}})" for number in range(len(conditions))), *conditions)
