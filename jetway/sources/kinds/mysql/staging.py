"""Where MariaDB and MySQL keep the lines of an import."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jetway.core.schema import Type
from jetway.sources.sql.element import Element, sql
from jetway.sources.sql.session import Staging

if TYPE_CHECKING:
    from jetway.core.schema import Column
    from jetway.sources.kinds.mysql.grammar import MysqlGrammar

_CREATE = (  # columns of an outer join take NULL, whatever the target's own do
    "CREATE TEMPORARY TABLE {0} (PRIMARY KEY ({3})) SELECT CAST(0 AS SIGNED) AS {3}, {2}"
    " FROM (SELECT 1 AS one) AS o LEFT JOIN {1} AS t ON 1 = 0 WHERE 1 = 0"
)
_COMPACT = "CASE WHEN JSON_VALID({0}) THEN JSON_COMPACT({0}) ELSE {0} END"
_BARE = "NULLIF({0}, 'null')"
"""JSON's null is told as a NULL is."""


def staging(grammar: MysqlGrammar) -> Staging:
    """MySQL keeps JSON in a form of its own, MariaDB as it was written."""

    def compared(column: Column, field: Element) -> Element:
        cell = grammar.cell(column, field)
        if column.type is not Type.JSON:
            return sql("CAST({0} AS BINARY)", cell)
        return sql(_BARE, sql("CAST({0} AS BINARY)", sql(_COMPACT, cell) if grammar.mariadb else cell))

    def differs(column: Column, one: Element, other: Element) -> Element:
        made = [compared(column, field) for field in (one, other)]
        return sql("NOT ({0} <=> {1})", *made)

    return Staging(
        schema=None,
        create=(
            "DROP TEMPORARY TABLE IF EXISTS {0}",
            _CREATE,
        ),
        filled=(),
        drop="DROP TEMPORARY TABLE {0}",
        update="UPDATE {1} AS t JOIN {0} AS s ON {3} SET {2}",
        delete="DELETE s FROM {0} AS s WHERE EXISTS (SELECT 1 FROM {1} AS t WHERE {3})",
        qualified=True,
        differs=differs,
    )
