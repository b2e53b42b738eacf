"""Model descriptions: a view as the interface and Jet Bridge's clients read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jetway.core.schema import Verb

if TYPE_CHECKING:
    from jetway.core.schema import Column, Relation, Table
    from jetway.core.view import View, VisibleTable


def describe(view: View) -> list[dict[str, object]]:
    """One entry per table, by name."""
    return [_table(view.tables[name]) for name in sorted(view.tables)]


def _table(seen: VisibleTable) -> dict[str, object]:
    table = seen.table
    return {
        "model": table.name,
        "db_table": table.name,
        "hidden": False,
        "primary_key_field": table.key[0] if table.key else None,
        "is_view": table.kind != "table",
        "schema": table.schema,
        "kind": table.kind,
        "comment": table.comment,
        "rows": table.rows,
        "key": table.key,
        "unique": table.unique,
        "verbs": [verb for verb in Verb if verb in table.verbs],
        "aggregates": sorted(table.aggregates),
        "fields": [_column(seen, column) for column in table.columns],
        "links": [_link(relation) for relation in table.relations],
    }


def _column(seen: VisibleTable, column: Column) -> dict[str, object]:
    default = column.default
    return {
        "name": column.name,
        "type": column.type,
        "native": column.native,
        "nullable": column.nullable,
        "required": column.required,
        "writable": column.writable,
        "creatable": column.name in seen.creatable,
        "updatable": _updatable(seen.table, column, seen),
        "generated": column.generated,
        "identity": column.identity,
        "default": default and {"kind": default.kind, "value": default.value},
        "length": column.length,
        "precision": column.precision,
        "scale": column.scale,
        "minimum": column.minimum,
        "maximum": column.maximum,
        "options": column.options,
        "item": column.item,
        "comment": column.comment,
        "ops": sorted(column.ops),
        "sortable": column.sortable,
        "masked": column.mask is not None,
    }


def _updatable(table: Table, column: Column, seen: VisibleTable) -> bool:
    return bool(table.key) and Verb.UPDATE in table.verbs and column.name in seen.updatable


def _link(relation: Relation) -> dict[str, object]:
    return {
        "name": relation.name,
        "columns": relation.columns,
        "target": relation.target,
        "target_columns": relation.target_columns,
        "many": relation.many,
        "on_delete": relation.on_delete,
    }
