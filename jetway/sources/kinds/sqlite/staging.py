"""Where SQLite keeps the lines of an import."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jetway.core.schema import Type
from jetway.sources.kinds.sqlite.csv_lines import cell
from jetway.sources.sql.element import Element, sql
from jetway.sources.sql.session import Staging

if TYPE_CHECKING:
    from jetway.core.schema import Column

_WITHOUT_ZEROS = "CASE WHEN instr({0}, '.') THEN rtrim(rtrim({0}, '0'), '.') ELSE {0} END"


def differs(column: Column, one: Element, other: Element) -> Element:
    """Whether they are told differently."""
    return sql("{0} IS NOT {1}", _compared(column, one), _compared(column, other))


def _compared(column: Column, field: Element) -> Element:
    if column.type in (Type.TIME, Type.TIMESTAMP, Type.TIMESTAMPTZ):
        return sql(_WITHOUT_ZEROS, cell(column, field))
    if column.type is Type.OTHER:
        return sql("CAST({0} AS TEXT)", cell(column, field))  # a cell of a file has no type
    return cell(column, field)


STAGING = Staging(
    schema="temp",
    create=(
        "DROP TABLE IF EXISTS {0}",
        "CREATE TABLE {0} AS SELECT 0 AS {3}, {2} FROM {1} AS t WHERE 0",
        "CREATE UNIQUE INDEX temp.jetway_import_line ON jetway_import ({3})",
    ),
    filled=(),
    drop="DROP TABLE {0}",
    update="UPDATE {1} AS t SET {2} FROM {0} AS s WHERE {3}",
    delete="DELETE FROM {0} AS s WHERE EXISTS (SELECT 1 FROM {1} AS t WHERE {3})",
    qualified=False,
    differs=differs,
)
