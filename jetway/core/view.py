"""`authorise`: from the whole schema to the part of it that a role may see and touch."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from jetway.core.bind import Scope, bind
from jetway.core.ceiling import NO_CEILING, Ceiling
from jetway.core.endpoints import callable_by
from jetway.core.errors import Failure, UnknownEndpoint, UnknownOperation, UnknownQuery, UnknownTable
from jetway.core.expr import FALSE, TRUE, Predicate
from jetway.core.granted_types import changed
from jetway.core.links import link
from jetway.core.operations import permitted, reachable
from jetway.core.policy import Policy, Rights, Role
from jetway.core.rule_tables import rule_tables
from jetway.core.schema import Mask, Schema, Table, Type, Verb

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jetway.core.endpoints import Call
    from jetway.core.far import Far
    from jetway.core.operation import Operation
    from jetway.core.saved_query import SavedQuery
    from jetway.core.schema import Column, ForeignKey


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
    structure: bool = False
    """Whether the role may change what the source consists of, and declare relations."""
    may_run_sql: bool = False
    may_audit: bool = False
    """Whether the role may read who did what, of what it sees."""
    may_change_sources: bool = False
    """Whether the role may add sources to the bridge, change and remove them."""
    source: str = ""
    """The source's name, where it is not the bridge's first."""
    queries: Mapping[str, SavedQuery] = field(default_factory=dict)
    operations: Mapping[str, Operation] = field(default_factory=dict)
    endpoints: Mapping[str, Call] = field(default_factory=dict)
    far: Mapping[str, tuple[Far, ...]] = field(default_factory=dict)
    """Relations to other sources by table, where they were looked for: it takes the views of those, too."""

    def query(self, id_: str) -> SavedQuery:
        """The saved query of that id. Raises `UnknownQuery` for one that is absent or not granted."""
        try:
            return self.queries[id_]
        except KeyError:
            raise UnknownQuery("There is no such saved query.") from None

    def endpoint(self, id_: str) -> Call:
        """The endpoint of that id. Raises `UnknownEndpoint` for one that is absent or not granted."""
        try:
            return self.endpoints[id_]
        except KeyError:
            raise UnknownEndpoint("There is no such endpoint.") from None

    def operation(self, address: str) -> Operation:
        """The operation of that address. Raises `UnknownOperation` for one that is absent or not granted."""
        try:
            return self.operations[address]
        except KeyError:
            raise UnknownOperation("There is no such operation.") from None

    def __getitem__(self, name: str) -> VisibleTable:
        """The table of that name. Raises `UnknownTable` for one that is absent or hidden."""
        try:
            return self.tables[name]
        except KeyError:
            raise UnknownTable(
                f"There is no table {name!r}. GET /api/model_descriptions/ lists the tables."
            ) from None


def reaches(policy: Policy, role: str, ceiling: Ceiling) -> bool:
    """Whether `role` may see something of the ceiling's source, as far as is known without its schema."""
    only = ceiling.only is None or any(name.startswith(ceiling.prefix) for name in ceiling.only)
    return only and policy.roles.get(role, Role()).sees_any_table(ceiling.prefix)


def would_see(rights: Role, ceiling: Ceiling, table: str, column: str) -> bool:
    """Whether a role with `rights` sees the column's values if it is there, as far as is known without it."""
    right = rights.rights(ceiling.prefix, table)
    return (
        right is not None
        and right.read is not None
        and bool(right.read.names(frozenset({column})) - right.masks.keys())
        and not ceiling.hides_table(table)
        and not ceiling.hidden(table, (column,))
    )


def authorise(schema: Schema, policy: Policy, role: str, ceiling: Ceiling = NO_CEILING) -> View:
    """The view of `role` under `ceiling`: empty for a role that the policy does not know.

    A rule that cannot be bound to `rule_tables`, because a column it names is gone, of another type than when
    the roles were saved, or hidden by the ceiling, lets no row through.
    SQL and changes of structure know no tables: of a source that was added they take the right to all tables.
    """
    rights = policy.roles.get(role, Role())
    whole_source = not ceiling.prefix or rights.sees_every_table(ceiling.prefix)
    granted = _granted(schema, rights, ceiling)
    seen = {name: _columns(schema.tables[name], right, ceiling) for name, right in granted.items()}
    for name in granted:
        if not policy.holds_for_changed(role, ceiling.prefix, name):
            seen[name] -= changed(schema.tables[name])
    plain = {name: seen[name] - right.masks.keys() for name, right in granted.items()}
    ruled = any(right.rows is not None for right in granted.values())
    whole = _Whole(schema, rule_tables(schema, ceiling) if ruled else {}, ceiling, seen, plain)
    narrowed = [_narrow(whole, schema.tables[name], right) for name, right in granted.items()]
    linked = link(narrowed, schema.longest_name, schema.declared)
    tables = {name: _visible(whole, linked[name], right) for name, right in granted.items()}
    reached = reachable(schema, {name: seen.table for name, seen in tables.items()}, ceiling)
    return View(
        tables,
        role,
        schema,
        policy.version,
        structure=rights.structure and ceiling.structure and whole_source,
        may_run_sql=rights.sql and ceiling.sql == "free" and whole_source,
        may_audit=rights.audit,
        may_change_sources=rights.sources and ceiling.sources,
        source=ceiling.prefix.removesuffix("/"),
        queries=_queries(policy, rights, ceiling),
        operations=permitted(reached, rights, ceiling),
        endpoints=callable_by(rights, policy, reached, ceiling),
    )


def _granted(schema: Schema, rights: Role, ceiling: Ceiling) -> Mapping[str, Rights]:
    """The rights to the tables that are to be seen."""
    return {
        name: right
        for name in schema.tables
        if (right := rights.rights(ceiling.prefix, name)) is not None
        and right.read is not None
        and not ceiling.hides_table(name)
    }


def _queries(policy: Policy, rights: Role, ceiling: Ceiling) -> Mapping[str, SavedQuery]:
    if ceiling.sql == "off" or ceiling.prefix:  # a saved query is for the first source
        return {}
    granted = policy.queries.keys() if rights.queries is None else rights.queries
    return {id_: query for id_, query in policy.queries.items() if id_ in granted}


@dataclass(frozen=True, slots=True)
class _Whole:
    """What the view of one table depends on. `seen` columns of every table; `plain`: those not masked.

    `for_rules`: the tables as rules know them, where there are rules.
    """

    schema: Schema
    for_rules: Mapping[str, Table]
    ceiling: Ceiling
    seen: Mapping[str, frozenset[str]]
    plain: Mapping[str, frozenset[str]]


def _columns(table: Table, rights: Rights, ceiling: Ceiling) -> frozenset[str]:
    """The columns to be seen: those granted, and the key, without which no row could be named."""
    everything = frozenset(column.name for column in table.columns)
    granted = rights.read.names(everything) | set(table.key) if rights.read else frozenset()
    return everything & granted - ceiling.hidden(table.name, granted)


def _visible(whole: _Whole, seen: Table, rights: Rights) -> VisibleTable:
    """The table as it is `seen`, with what may be done to its rows."""
    table = whole.schema.tables[seen.name]
    names = whole.plain[seen.name]
    writable = frozenset(column.name for column in table.columns if column.writable and column.name in names)
    creatable = (rights.create.names(writable) & writable) if rights.create else frozenset()
    return VisibleTable(
        table=seen
        if _fillable(table, rights, creatable)
        else replace(seen, verbs=seen.verbs - {Verb.CREATE}),
        rule=_rule(whole.for_rules, seen.name, rights),
        creatable=creatable,
        updatable=(rights.update.names(writable) & writable) if rights.update else frozenset(),
        presets=tuple(
            (column, rights.presets[column.name]) for column in table.columns if column.name in rights.presets
        ),
        can_aggregate=rights.aggregate,
        can_export=rights.export,
        max_rows=rights.max_rows,
    )


def _fillable(table: Table, rights: Rights, creatable: frozenset[str]) -> bool:
    """Whether a new row can be whole. A column that the role cannot fill stops it, or a preset for none."""
    filled = creatable | rights.presets.keys()
    required = all(column.name in filled for column in table.columns if column.required)
    presets = rights.presets.keys()
    return required and presets <= {column.name for column in table.columns if not column.changed}


def _narrow(whole: _Whole, table: Table, rights: Rights) -> Table:
    plain, seen = whole.plain, whole.seen[table.name]
    names = plain[table.name]
    kept = whole.ceiling.keeps(table.name)

    def crosses(key: ForeignKey) -> bool:
        there = plain.get(key.target, frozenset())
        return names.issuperset(key.columns) and there.issuperset(key.target_columns)

    return replace(
        table,
        columns=tuple(
            _masked(_known(column, names), rights) for column in table.columns if column.name in seen
        ),
        key=table.key if names.issuperset(table.key) else (),
        unique=tuple(key for key in table.unique if names.issuperset(key)),
        foreign_keys=tuple(key for key in table.foreign_keys if crosses(key)),
        relations=(),
        rows=None if rights.rows is not None else table.rows,  # the estimate counts hidden rows too
        verbs=table.verbs & ({Verb.READ} if kept else _verbs(rights)),
        aggregates=table.aggregates if rights.aggregate else frozenset(),
    )


def _known(column: Column, names: frozenset[str]) -> Column:
    """The column without the name of another that is hidden, or masked."""
    return replace(column, money="") if column.money and column.money not in names else column


def _masked(column: Column, rights: Rights) -> Column:
    """A masked column is text that can be shown and nothing else. A geometry is hidden whole."""
    mask = rights.masks.get(column.name)
    if mask is None:
        return column
    if column.type is Type.GEOMETRY:
        mask = Mask()
    bare = replace(
        column,
        type=Type.TEXT,
        mask=mask,
        ops=frozenset(),
        stale_ops=frozenset(),
        sortable=False,
        default=None,
        options=(),
        file=None,
    )
    return replace(bare, length=None, precision=None, scale=None, minimum=None, maximum=None, item=None)


def _verbs(rights: Rights) -> frozenset[Verb]:
    granted = {
        Verb.READ: True,
        Verb.CREATE: rights.create is not None,
        Verb.UPDATE: rights.update is not None,
        Verb.DELETE: rights.delete,
    }
    return frozenset(verb for verb, held in granted.items() if held)


def _rule(tables: Mapping[str, Table], name: str, rights: Rights) -> Predicate:
    if rights.rows is None:
        return TRUE
    try:
        return bind(rights.rows, tables[name], Scope(tables))
    except Failure:
        return FALSE
