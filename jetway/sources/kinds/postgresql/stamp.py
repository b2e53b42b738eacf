"""What changes with a PostgreSQL database's schema, in one query."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jetway.sources.sql.session import Session

# A row of a catalogue carries the transaction that wrote it last, and later ones have higher numbers: so rows
# that come, go or change always change their number or the sum. Statistics are kept without a transaction.
_MARKS = """
WITH tables AS MATERIALIZED (
  SELECT oid, xmin FROM pg_class WHERE relkind IN ('r', 'v', 'm', 'f', 'p') AND relpersistence <> 't'
    AND relnamespace NOT IN ('pg_catalog'::regnamespace, 'information_schema'::regnamespace)),
marks (part, mark) AS (
  SELECT 1, xmin FROM tables
  UNION ALL SELECT 2, a.xmin FROM pg_attribute a JOIN tables t ON t.oid = a.attrelid
  UNION ALL SELECT 3, d.xmin FROM pg_attrdef d JOIN tables t ON t.oid = d.adrelid
  UNION ALL SELECT 4, i.xmin FROM pg_index i JOIN tables t ON t.oid = i.indrelid
  UNION ALL SELECT 5, c.xmin FROM pg_constraint c JOIN tables t ON t.oid = c.conrelid
  UNION ALL SELECT 6, d.xmin FROM pg_description d JOIN tables t ON t.oid = d.objoid
  UNION ALL SELECT 7, xmin FROM pg_type WHERE typtype IN ('d', 'e')
  UNION ALL SELECT 8, xmin FROM pg_enum
  UNION ALL SELECT 9, xmin FROM pg_namespace WHERE nspname !~ '^pg_'
  UNION ALL SELECT 10, xmin FROM pg_auth_members)
SELECT part, count(*), sum(mark::text::bigint) FROM marks GROUP BY part ORDER BY part
"""
_LOGIN = """
SELECT d.oid, current_setting('server_version'), current_user, current_setting('is_superuser'),
       array_to_string(current_schemas(false), ',')
FROM pg_database d WHERE d.datname = current_database()
"""


async def stamp(session: Session) -> str:
    """Another text after every change of what the catalogue tells this login, and in every database."""
    rows = [*await session.fetch(_LOGIN), *await session.fetch(_MARKS)]
    return " ".join(str(cell) for row in rows for cell in row)
