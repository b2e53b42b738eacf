"""From an app's description to its schema: what each column and table can do by itself."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec

from jetway.core.expr import Op
from jetway.core.links import link
from jetway.core.query import Sort
from jetway.core.schema import Column, Default, ForeignKey, Func, Schema, Table, Type, Verb
from jetway.sources.rest.doing import operation_of

if TYPE_CHECKING:
    from jetway.core.operation import Operation
    from jetway.sources.rest.spec import Collection, ColumnSpec, Connector


def described(connector: Connector) -> Schema:
    """The schema, linked."""
    tables = [_table(connector, name) for name in connector.collections]
    version = hashlib.sha256(msgspec.json.encode(connector, order="deterministic")).hexdigest()[:32]
    return Schema(link(tables), version, connector.title, operations=_operations(connector))


def _table(connector: Connector, name: str) -> Table:
    spec = connector.collections[name]
    columns = tuple(
        _column(spec, column, number, columns_name)
        for number, (columns_name, column) in enumerate(spec.columns.items())
    )
    return Table(
        name,
        name,
        columns,
        key=(spec.key,),
        foreign_keys=_foreign_keys(connector, spec),
        verbs=_verbs(spec),
        aggregates=frozenset(Func),
        related=False,
        countable=bool(spec.list.total),
        plain=True,
        natural=tuple(Sort(one.removeprefix("-"), one.startswith("-")) for one in spec.natural),
        keys_at_once=None if spec.get is None else 1,
        atomic=False,
        once=bool(connector.once) and spec.create is not None,
        comment=spec.comment,
    )


def _operations(connector: Connector) -> dict[str, Operation]:
    """Those of records and those of none, by address."""
    once = bool(connector.once)
    found = [operation_of(name, way, once=once) for name, way in connector.operations.items()]
    for table, spec in connector.collections.items():
        found += [operation_of(name, way, table, once=once) for name, way in spec.operations.items()]
    return {one.address: one for one in found}


def _column(spec: Collection, column: ColumnSpec, position: int, name: str) -> Column:
    ops = set(column.filters)
    if name == spec.key and spec.get is not None:
        ops |= {Op.EQ, Op.IN}
    return Column(
        name,
        column.type,
        column.format or column.type.value,
        position,
        nullable=not column.required and column.absent is None and name != spec.key,
        default=None if column.absent is None else Default("value", column.absent),
        generated=not (column.create or column.update),
        options=column.options,
        comment=column.comment,
        ops=frozenset(ops),
        stale_ops=frozenset(column.searches.keys() - ops),
        sortable=bool(column.sort),
        measured=column.type not in (Type.ARRAY, Type.JSON),
        keyset=False,
        money=column.money,
    )


def _foreign_keys(connector: Connector, spec: Collection) -> tuple[ForeignKey, ...]:
    return tuple(
        ForeignKey((name,), column.refers, (connector.collections[column.refers].key,))
        for name, column in spec.columns.items()
        if column.refers
    )


def _verbs(spec: Collection) -> frozenset[Verb]:
    said = {
        Verb.READ: spec.list,
        Verb.CREATE: spec.create,
        Verb.UPDATE: spec.update,
        Verb.DELETE: spec.delete,
    }
    return frozenset(verb for verb, way in said.items() if way is not None)
