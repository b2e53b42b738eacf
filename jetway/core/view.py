"""`authorise`: from the whole schema to the part of it that a role may see and touch."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from jetway.core.bind import Scope, bind
from jetway.core.errors import Failure, UnknownTable
from jetway.core.expr import FALSE, TRUE, Predicate
from jetway.core.policy import Policy, Rights, Role
from jetway.core.schema import ForeignKey, Relation, Schema, Table, Verb

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from jetway.core.schema import Column

Link = TypeVar("Link", ForeignKey, Relation)


@dataclass(frozen=True, slots=True)
class VisibleTable:
    """One table of a view. `table` holds only what the role may see; `rule` is bound to the whole schema.

    `creatable` and `updatable`: columns that a body may set. Values in `rule` and `presets` may be
    `Attribute`s, which `plan` fills in.
    """

    table: Table
    rule: Predicate = TRUE
    creatable: frozenset[str] = frozenset()
    updatable: frozenset[str] = frozenset()
    presets: tuple[tuple[Column, object], ...] = ()
    can_aggregate: bool = False
    can_export: bool = False
    max_rows: int | None = None


@dataclass(frozen=True, slots=True)
class View:
    """What one role may know of a source. Everything a request names is looked up here and nowhere else."""

    tables: Mapping[str, VisibleTable]
    role: str
    schema: Schema
    policy_version: int

    def __getitem__(self, name: str) -> VisibleTable:
        """The table of that name. Raises `UnknownTable` for one that is absent or hidden."""
        try:
            return self.tables[name]
        except KeyError:
            raise UnknownTable(
                f"There is no table {name!r}. GET /api/model_descriptions/ lists the tables."
            ) from None


def authorise(schema: Schema, policy: Policy, role: str) -> View:
    """The view of `role`: empty for a role that the policy does not know.

    A rule that cannot be bound to the schema, because a column it names is gone, lets no row through.
    """
    rights = policy.roles.get(role, Role())
    granted = {
        name: right
        for name in schema.tables
        if (right := rights.tables.get(name, rights.every_table)) is not None and right.read is not None
    }
    seen = {name: _columns(schema.tables[name], right) for name, right in granted.items()}
    tables = {name: _visible(schema, schema.tables[name], granted[name], seen) for name in granted}
    return View(tables, role, schema, policy.version)


def _columns(table: Table, rights: Rights) -> frozenset[str]:
    """The columns to be seen: those granted, and the key, without which no row could be named."""
    everything = frozenset(column.name for column in table.columns)
    return everything & (rights.read.names(everything) | set(table.key)) if rights.read else frozenset()


def _visible(
    schema: Schema, table: Table, rights: Rights, seen: Mapping[str, frozenset[str]]
) -> VisibleTable:
    names = seen[table.name]
    writable = frozenset(column.name for column in table.columns if column.writable and column.name in names)
    return VisibleTable(
        table=_narrow(table, rights, seen),
        rule=_rule(schema, table, rights),
        creatable=(rights.create.names(writable) & writable) if rights.create else frozenset(),
        updatable=(rights.update.names(writable) & writable) if rights.update else frozenset(),
        presets=tuple(
            (column, rights.presets[column.name]) for column in table.columns if column.name in rights.presets
        ),
        can_aggregate=rights.aggregate,
        can_export=rights.export,
        max_rows=rights.max_rows,
    )


def _narrow(table: Table, rights: Rights, seen: Mapping[str, frozenset[str]]) -> Table:
    names = seen[table.name]

    def crosses(columns: tuple[str, ...], target: str, target_columns: tuple[str, ...]) -> bool:
        return names.issuperset(columns) and target in seen and seen[target].issuperset(target_columns)

    return replace(
        table,
        columns=tuple(column for column in table.columns if column.name in names),
        unique=tuple(key for key in table.unique if names.issuperset(key)),
        foreign_keys=_those(table.foreign_keys, crosses),
        relations=_those(table.relations, crosses),
        verbs=table.verbs & _verbs(table, rights),
        aggregates=table.aggregates if rights.aggregate else frozenset(),
    )


def _those(links: tuple[Link, ...], crosses: Callable[..., bool]) -> tuple[Link, ...]:
    return tuple(link for link in links if crosses(link.columns, link.target, link.target_columns))


def _verbs(table: Table, rights: Rights) -> frozenset[Verb]:
    """The verbs granted. A preset for a column that is gone stops creation: the row would lack it."""
    preset = all(table.column(name) for name in rights.presets)
    granted = {
        Verb.READ: True,
        Verb.CREATE: rights.create is not None and preset,
        Verb.UPDATE: rights.update is not None,
        Verb.DELETE: rights.delete,
    }
    return frozenset(verb for verb, held in granted.items() if held)


def _rule(schema: Schema, table: Table, rights: Rights) -> Predicate:
    if rights.rows is None:
        return TRUE
    try:
        return bind(rights.rows, table, Scope(schema.tables))
    except Failure:
        return FALSE
