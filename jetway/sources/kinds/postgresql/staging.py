"""Where PostgreSQL keeps the lines of an import."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jetway.core.schema import Type
from jetway.sources.kinds.postgresql.grammar import cell
from jetway.sources.sql.element import Element, sql
from jetway.sources.sql.session import Staging

if TYPE_CHECKING:
    from jetway.core.schema import Column

_ITSELF = frozenset({Type.INTEGER, Type.BOOLEAN, Type.DATE, Type.TIMESTAMP, Type.TIMESTAMPTZ, Type.UUID})
"""Types whose values are equal only where they are told alike."""

_JSON = (  # jsonb knows what is the same, but no NUL; its null is told as a NULL is
    "CASE WHEN position('\\u0000' IN concat(CAST({0} AS text), CAST({1} AS text))) = 0"
    " THEN NULLIF(CAST({0} AS jsonb), 'null') IS DISTINCT FROM NULLIF(CAST({1} AS jsonb), 'null')"
    " ELSE CAST({0} AS text) IS DISTINCT FROM CAST({1} AS text) END"
)

_CREATE = (
    "CREATE TEMPORARY TABLE {0} ON COMMIT DROP AS"
    " SELECT CAST(0 AS bigint) AS {3}, {2} FROM {1} AS t WHERE false"
)


def differs(column: Column, one: Element, other: Element) -> Element:
    """Whether they are told differently."""
    if column.type is Type.JSON:
        return sql(_JSON, cell(column, one), cell(column, other))
    made = [_compared(column, field) for field in (one, other)]
    return sql("{0} IS DISTINCT FROM {1}", *made)


def _compared(column: Column, field: Element) -> Element:
    if column.type in _ITSELF:
        return field
    if column.type is Type.FLOAT:
        return cell(column, field)  # 0 and -0 are one number
    return sql("CAST({0} AS text)", cell(column, field))


STAGING = Staging(
    schema="pg_temp",
    create=(
        _CREATE,
        "ALTER TABLE {0} ADD PRIMARY KEY ({3})",
    ),
    filled=("ANALYZE {0}",),
    drop="DROP TABLE {0}",
    update="UPDATE {1} AS t SET {2} FROM {0} AS s WHERE {3}",
    delete="DELETE FROM {0} AS s WHERE EXISTS (SELECT 1 FROM {1} AS t WHERE {3})",
    qualified=False,
    differs=differs,
)
