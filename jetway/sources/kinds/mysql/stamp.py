"""What changes with the schema of a MariaDB or MySQL database, in a few sums of hashes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jetway.sources.sql.session import Session

_LOGIN = "SELECT DATABASE(), CURRENT_USER(), VERSION()"
_MARK = """
SELECT COUNT(*), BIT_XOR(CAST(CONV(LEFT(MD5(CONCAT_WS('|', {columns})), 16), 16, 10) AS UNSIGNED))
FROM information_schema.{table} WHERE {where}
"""
_TOLD = (
    ("TABLES", "TABLE_SCHEMA = DATABASE()", "TABLE_NAME, TABLE_TYPE, CREATE_TIME, TABLE_COMMENT"),
    (
        "COLUMNS",
        "TABLE_SCHEMA = DATABASE()",
        """TABLE_NAME, COLUMN_NAME, ORDINAL_POSITION, COLUMN_TYPE, IS_NULLABLE, QUOTE(COLUMN_DEFAULT), EXTRA,
        COLUMN_COMMENT, GENERATION_EXPRESSION""",
    ),
    (
        "STATISTICS",
        "TABLE_SCHEMA = DATABASE()",
        "TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX, NON_UNIQUE, COLUMN_NAME, SUB_PART",
    ),
    (
        "KEY_COLUMN_USAGE",
        "TABLE_SCHEMA = DATABASE() AND REFERENCED_TABLE_SCHEMA = DATABASE()",
        "TABLE_NAME, CONSTRAINT_NAME, COLUMN_NAME, REFERENCED_TABLE_NAME, REFERENCED_COLUMN_NAME",
    ),
    (
        "REFERENTIAL_CONSTRAINTS",
        "CONSTRAINT_SCHEMA = DATABASE()",
        "TABLE_NAME, CONSTRAINT_NAME, DELETE_RULE",
    ),
    ("SCHEMA_PRIVILEGES", "TRUE", "GRANTEE, TABLE_SCHEMA, PRIVILEGE_TYPE"),
    ("TABLE_PRIVILEGES", "TABLE_SCHEMA = DATABASE()", "GRANTEE, TABLE_NAME, PRIVILEGE_TYPE"),
)
"""What is told of each, and where. A check on a column changes when its table was made."""


async def stamp(session: Session) -> str:
    """Another text after every change of what the catalogue tells this login, and in every database."""
    rows = await session.fetch(_LOGIN)
    for table, where, columns in _TOLD:
        rows += await session.fetch(_MARK.format(table=table, where=where, columns=columns))
    return " ".join(str(cell) for row in rows for cell in row)
