"""Model descriptions: a view as the interface and Jet Bridge's clients read it."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from typing import TYPE_CHECKING

from jetway.bridge import render
from jetway.bridge.grants import remember
from jetway.bridge.jet_fields import column_members, table_meta
from jetway.core.schema import Verb

if TYPE_CHECKING:
    from jetway.core.schema import Column, ForeignKey, Relation, Table
    from jetway.core.view import View, VisibleTable


MAX_KEPT = 64


class Descriptions:
    """Views as they were last described: for most requests nothing has changed."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[View, bytes, str]] = OrderedDict()

    def of(self, view: View) -> tuple[bytes, str]:
        """The description as JSON, and its ETag."""
        kept = self._kept.get(view.role)
        if kept is None or kept[0] is not view:
            body = render.rows(describe(view))
            kept = (view, body, f'"{hashlib.sha256(body).hexdigest()[:32]}"')
            remember(self._kept, view.role, kept, MAX_KEPT)
        return kept[1], kept[2]


def describe(view: View) -> list[dict[str, object]]:
    """One entry per table, by name."""
    return [_table(view, view.tables[name]) for name in sorted(view.tables)]


def _table(view: View, seen: VisibleTable) -> dict[str, object]:
    table = seen.table
    keys = {key.columns[0]: key for key in reversed(table.foreign_keys) if len(key.columns) == 1}
    return {
        "model": table.name,
        "db_table": table.name,
        "hidden": False,
        "primary_key_field": table.key[0] if table.key else None,
        "primary_key_auto": False,
        "is_view": table.kind != "table",
        "schema": table.schema,
        "kind": table.kind,
        "comment": table.comment,
        "rows": table.rows,
        "key": table.key,
        "unique": table.unique,
        "verbs": [verb for verb in Verb if verb in table.verbs],
        "aggregates": sorted(table.aggregates),
        "fields": [_column(seen, column, keys.get(column.name)) for column in table.columns],
        "links": [_link(relation) for relation in table.relations],
        "relations": sorted((_jet_relation(view, relation) for relation in table.relations), key=_name),
        "relation_overrides": [],
        **table_meta(table.comment),
    }


def _column(seen: VisibleTable, column: Column, key: ForeignKey | None) -> dict[str, object]:
    default = column.default
    editable = column.name in seen.creatable | seen.updatable
    return {
        **column_members(column, key, editable=editable),
        "type": column.type,
        "native": column.native,
        "nullable": column.nullable,
        "required": column.required,
        "writable": column.writable,
        "creatable": Verb.CREATE in seen.table.verbs and column.name in seen.creatable,
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
        "groupable": column.groupable,
        "aggregates": sorted(column.aggregates & seen.table.aggregates),
        "masked": column.mask is not None,
    }


def _updatable(table: Table, column: Column, seen: VisibleTable) -> bool:
    return bool(table.key) and Verb.UPDATE in table.verbs and column.name in seen.updatable


def _jet_relation(view: View, relation: Relation) -> dict[str, object]:
    """A relation in Jet Bridge's words, of a composite one the first pair of columns."""
    local, related = relation.columns[0], relation.target_columns[0]
    target = view.tables[relation.target].table.local_name
    named = f"{target}__{related}__to__{local}" if relation.many else f"{local}__to__{target}__{related}"
    return {
        "name": named,
        "direction": "ONETOMANY" if relation.many else "MANYTOONE",
        "local_field": local,
        "related_model": relation.target,
        "related_field": related,
    }


def _name(relation: dict[str, object]) -> str:
    return str(relation["name"])


def _link(relation: Relation) -> dict[str, object]:
    return {
        "name": relation.name,
        "columns": relation.columns,
        "target": relation.target,
        "target_columns": relation.target_columns,
        "many": relation.many,
        "on_delete": relation.on_delete,
    }
