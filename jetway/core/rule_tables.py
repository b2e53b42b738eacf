"""What row rules may go by: less than the whole schema, as whoever edits roles learns what a rule goes by."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from jetway.core.granted_types import changed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jetway.core.ceiling import Ceiling
    from jetway.core.schema import Relation, Schema, Table


def rule_tables(schema: Schema, ceiling: Ceiling) -> Mapping[str, Table]:
    """The tables without what the ceiling hides, the columns marked as changed, and relations by those.

    A ceiling that serves some tables `only` hides none of the others from rules.
    """
    hides = replace(ceiling, only=None)
    known = {name: table for name, table in schema.tables.items() if not hides.hides_table(name)}
    gone = {name: _gone(table, hides) for name, table in known.items()}
    if len(known) == len(schema.tables) and not any(gone.values()):
        return schema.tables

    def stays(table: Table, relation: Relation) -> bool:
        here, there = gone[table.name], gone.get(relation.target)
        return there is not None and not here & {*relation.columns} and not there & {*relation.target_columns}

    return {
        name: replace(
            table,
            columns=tuple(column for column in table.columns if column.name not in gone[name]),
            relations=tuple(relation for relation in table.relations if stays(table, relation)),
        )
        for name, table in known.items()
    }


def _gone(table: Table, ceiling: Ceiling) -> frozenset[str]:
    return changed(table) | ceiling.hidden(table.name, (column.name for column in table.columns))
