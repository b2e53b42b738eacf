"""Foreign keys of a change: they may point at no row that the actor cannot see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jetway.core.expr import FALSE, TRUE, Compare, Op, both
from jetway.core.query import Reference
from jetway.core.rules import fill

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jetway.core.directory import Actor
    from jetway.core.expr import Predicate
    from jetway.core.query import Changes
    from jetway.core.schema import Column, ForeignKey, Table
    from jetway.core.view import View


def references(
    view: View, actor: Actor, table: str, stored: Changes, sent: Iterable[Column]
) -> tuple[Reference, ...]:
    """What the columns that were `sent` point at, where it must be seen and not only be there.

    A composite key of which some columns are in `stored` and others are not points at nothing: which row it
    would be is not known here. One with a NULL in it points nowhere.
    """
    values = {column.name: value for column, value in stored}
    touched = {column.name for column in sent}
    found = []
    for key in view.schema.tables[table].foreign_keys:
        rule = _rule(view, actor, key)
        nowhere = any(values.get(name, ...) is None for name in key.columns)
        if rule != TRUE and touched.intersection(key.columns) and not nowhere:
            target = view.schema.tables[key.target]
            found.append(Reference(key.columns, target, both(_pointed_at(key, target, values), rule)))
    return tuple(found)


def _pointed_at(key: ForeignKey, target: Table, values: Mapping[str, object]) -> Predicate:
    if not values.keys() >= set(key.columns):
        return FALSE
    pairs = zip(key.columns, key.target_columns, strict=True)
    return both(*[_same(target, theirs, values[mine]) for mine, theirs in pairs])


def _rule(view: View, actor: Actor, key: ForeignKey) -> Predicate:
    """What the actor sees of the rows that the key may point at: nothing of a table that is hidden."""
    seen = view.tables.get(key.target)
    return FALSE if seen is None else fill(seen.rule, actor)


def _same(target: Table, name: str, value: object) -> Predicate:
    column = next(column for column in target.columns if column.name == name)
    return Compare(column, Op.EQ, value)
