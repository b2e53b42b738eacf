"""Model descriptions: a view as the interface and Jet Bridge's clients read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jetway.bridge.jet_fields import column_members, table_meta
from jetway.bridge.told_operations import told
from jetway.core.links import misfit
from jetway.core.schema import Verb, ops_of
from jetway.core.source_scope import FIRST_NAME

if TYPE_CHECKING:
    from jetway.core.expr import Op
    from jetway.core.far import Far
    from jetway.core.schema import Column, ForeignKey, Relation, Table
    from jetway.core.view import View, VisibleTable


def describe(view: View) -> list[dict[str, object]]:
    """One entry per table, by name."""
    return [_table(view, view.tables[name]) for name in sorted(view.tables)]


def _table(view: View, seen: VisibleTable) -> dict[str, object]:
    table = seen.table
    key = [column.name for column in table.address]
    return {
        "model": table.name,
        "db_table": table.name,
        "hidden": False,
        "primary_key_field": key[0] if key else None,
        "primary_key_auto": False,
        "is_view": table.kind != "table",
        "schema": table.schema,
        "kind": table.kind,
        "comment": table.comment,
        "rows": table.rows,
        "key": key,
        "unique": table.unique,
        "verbs": [verb for verb in Verb if verb in table.verbs],
        "aggregates": sorted(table.aggregates),
        "atomic": table.atomic,
        "once": table.once,
        "natural_order": _natural(table),
        "exportable": seen.can_export,
        "operations": told(view, table.name),
        "has_history": view.may_audit and bool(table.key),
        "declarable": view.structure,
        "fields": columns_of(seen),
        "links": [*map(_link, table.relations), *map(_far_link, _fars(view, table))],
        "relations": _jet_relations(view, table),
        "relation_overrides": _overrides(view, table),
        **table_meta(table.comment),
    }


def _natural(table: Table) -> list[str] | None:
    """As `_order_by` takes it, as far as it shows; `None` for a source that has no order of its own."""
    if table.natural is None:
        return None
    shown = [sort for sort in table.natural if table.column(sort.column) is not None]
    return [("-" if sort.descending else "") + sort.column for sort in shown]


def columns_of(seen: VisibleTable) -> list[dict[str, object]]:
    """One entry per column that a row tells, its mark included, in their order."""
    keys = {key.columns[0]: key for key in reversed(seen.table.foreign_keys) if len(key.columns) == 1}
    return [_column(seen, column, keys.get(column.name)) for column in seen.table.told]


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
        "stale_ops": sorted(column.stale_ops),
        "finished_ops": _finished(seen.table, column),
        "sortable": column.sortable,
        "groupable": column.groupable,
        "aggregates": sorted(column.aggregates & seen.table.aggregates),
        "masked": column.mask is not None,
        "mark": column.pins is not None,
        "changed": column.changed,
        "money": column.money or None,
        **({"file": column.file} if column.file else {}),
    }


def _finished(table: Table, column: Column) -> list[Op]:
    """The operators that the source lacks and the bridge does in its place, on all rows that it gives."""
    plain = table.plain and column.mask is None and column.pins is None
    return sorted(ops_of(column.type) - column.ops) if plain else []


def _updatable(table: Table, column: Column, seen: VisibleTable) -> bool:
    return bool(table.address) and Verb.UPDATE in table.verbs and column.name in seen.updatable


def _jet_relations(view: View, table: Table) -> list[dict[str, object]]:
    """The relations that the source has itself; of a composite one the first pair of columns."""
    found = []
    for relation in table.relations:
        if relation.on_delete != "nothing":
            direction = "ONETOMANY" if relation.many else "MANYTOONE"
            by = (relation.columns[0], relation.target, relation.target_columns[0])
            found.append(_jet_relation(view, direction, *by))
    return sorted(found, key=_name)


def _overrides(view: View, table: Table) -> list[dict[str, object]]:
    """The relations that were declared of this table, as far as the view shows them."""
    tables = {name: seen.table for name, seen in view.tables.items()}
    found = [
        _jet_relation(view, one.direction, one.local_field, one.related_model, one.related_field)
        for one in view.schema.declared
        if one.model == table.name and misfit(tables, one) is None
    ]
    return sorted(found + _far_overrides(view, table), key=_name)


def _far_overrides(view: View, table: Table) -> list[dict[str, object]]:
    """Those of them that lead to other sources."""
    return [
        {
            **_jet_names(one.direction, one.local_field, one.related_model, one.related_field),
            "related_source": far.end.target_source or FIRST_NAME,
        }
        for far in _fars(view, table)
        if (one := far.end.declared) is not None
    ]


def _fars(view: View, table: Table) -> list[Far]:
    return [far for far in view.far.get(table.name, ()) if not far.away]


def _jet_relation(view: View, direction: str, local: str, target: str, related: str) -> dict[str, object]:
    """A relation in Jet Bridge's words."""
    return {
        **_jet_names(direction, local, view.tables[target].table.local_name, related),
        "related_model": target,
    }


def _jet_names(direction: str, local: str, target: str, related: str) -> dict[str, object]:
    many = direction == "ONETOMANY"
    return {
        "name": f"{target}__{related}__to__{local}" if many else f"{local}__to__{target}__{related}",
        "direction": direction,
        "local_field": local,
        "related_model": target,
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


def _far_link(far: Far) -> dict[str, object]:
    """A relation to another source. Rows cannot be sorted through it, and many do not come along."""
    return {
        "name": far.name,
        "columns": (far.end.column,),
        "source": far.end.target_source or FIRST_NAME,
        "target": far.end.target,
        "target_columns": (far.end.target_column,),
        "many": far.end.many,
        "on_delete": "nothing",
        "filters": far.filters,
    }
