"""Which columns and related rows a read brings: `_select` and `_expand`, by the rules of every hop."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jetway.core.bind import MAX_HOPS
from jetway.core.compare import column_of
from jetway.core.errors import InvalidParameter, UnknownRelation
from jetway.core.query import Expand, Order
from jetway.core.rules import fill
from jetway.core.schema import Type

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jetway.core.directory import Actor
    from jetway.core.query import Query
    from jetway.core.schema import Column, Table
    from jetway.core.view import View

MAX_EXPANSIONS = 20
MANY = 100
"""How many rows of a to-many relation come along with each row."""

Selection = tuple[tuple["Column", ...], tuple[Expand, ...]]


def selection(view: View, table: Table, actor: Actor, query: Query) -> Selection:
    """The columns to read and the relations to bring along."""
    names = [name for name in query.select or () if "." not in name or table.column(name)]
    dotted = dict.fromkeys(query.select or ()).keys() - names
    columns = table.told if query.select is None else tuple(column_of(table, name) for name in names)
    wanted: dict[str, set[str] | None] = {}
    for path in query.expand:
        wanted[path] = None
    for path in dotted:
        hops, _, column = path.rpartition(".")
        known = wanted.setdefault(hops, set())
        if known is not None:
            known.add(column)
    if len(wanted) > MAX_EXPANSIONS:
        raise InvalidParameter(f"One request may expand {MAX_EXPANSIONS} relations.")
    return in_zone(columns, query.zone), _expansions(view, table, actor, query.zone, wanted)


def in_zone(columns: tuple[Column, ...], zone: str) -> tuple[Column, ...]:
    """The columns, their moments told in that zone."""
    if not zone:
        return columns
    return tuple(
        replace(column, zone=zone) if column.type is Type.TIMESTAMPTZ else column for column in columns
    )


def _expansions(
    view: View, table: Table, actor: Actor, zone: str, wanted: Mapping[str, set[str] | None]
) -> tuple[Expand, ...]:
    if any(path.count(".") >= MAX_HOPS for path in wanted):
        raise InvalidParameter(f"A path may cross {MAX_HOPS} relations.")
    heads = dict.fromkeys(path.partition(".")[0] for path in wanted)
    return tuple(_expansion(view, table, actor, zone, _Head(head, wanted)) for head in heads)


class _Head:
    """The first hop of some paths: what is wanted of it, and what lies beyond."""

    def __init__(self, name: str, wanted: Mapping[str, set[str] | None]) -> None:
        self.name = name
        self.columns = wanted.get(name, set())
        self.beyond = {
            path.partition(".")[2]: columns for path, columns in wanted.items() if path.startswith(f"{name}.")
        }


def _expansion(view: View, table: Table, actor: Actor, zone: str, head: _Head) -> Expand:
    relation = table.relation(head.name)
    if relation is None:
        raise UnknownRelation(f"{table.name} has no relation {head.name!r}.")
    if relation.many and not view.schema.expands_many:
        raise InvalidParameter(
            f"{head.name} leads to many rows; list {relation.target} with a filter instead."
        )
    target = view[relation.target]
    columns = (
        target.table.columns
        if head.columns is None
        else tuple(column_of(target.table, name) for name in sorted(head.columns))
    )
    return Expand(
        relation,
        target.table,
        in_zone(columns, zone),
        fill(target.rule, actor),
        _expansions(view, target.table, actor, zone, head.beyond),
        tuple(Order(column, descending=True) for column in target.table.key_columns) if relation.many else (),
        min(MANY, target.max_rows or MANY) if relation.many else None,
    )
