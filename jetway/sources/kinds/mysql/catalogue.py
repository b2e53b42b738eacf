"""What a MariaDB or MySQL database holds and what the login may do, in queries of information_schema."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cache, partial
from typing import TYPE_CHECKING

from jetway.core.links import link
from jetway.core.schema import Column, ForeignKey, Schema, Table, Verb
from jetway.sources.kinds.mysql.types import column_of
from jetway.sources.sql.described import key_of
from jetway.sources.sql.fingerprint import fingerprint
from jetway.sources.sql.session import Described

if TYPE_CHECKING:
    from jetway.core.schema import OnDelete
    from jetway.sources.sql.session import Cells, Constraints, Session

_SERVER = """
SELECT VERSION(), CURRENT_USER(),
       CONVERT_TZ('2026-07-01 00:00:00', '+00:00', 'Europe/Berlin') IS NOT NULL
"""
_TABLES = """
SELECT TABLE_NAME, TABLE_TYPE, TABLE_ROWS, TABLE_COMMENT FROM information_schema.TABLES
WHERE TABLE_SCHEMA = DATABASE() AND TABLE_TYPE IN ('BASE TABLE', 'VIEW', 'SYSTEM VERSIONED')
  AND TABLE_NAME NOT IN ('jetway_record', 'jetway_audit', 'jetway_audit_head', 'jetway_answer')
ORDER BY TABLE_NAME
"""
_COLUMNS = """
SELECT TABLE_NAME, COLUMN_NAME, COLUMN_TYPE, DATA_TYPE, IS_NULLABLE, COLUMN_DEFAULT, EXTRA, COLUMN_COMMENT,
       CHARACTER_MAXIMUM_LENGTH, NUMERIC_PRECISION, NUMERIC_SCALE, GENERATION_EXPRESSION
FROM information_schema.COLUMNS WHERE TABLE_SCHEMA = DATABASE() ORDER BY TABLE_NAME, ORDINAL_POSITION
"""
_UNIQUE = """
SELECT TABLE_NAME, INDEX_NAME, COLUMN_NAME, SUB_PART FROM information_schema.STATISTICS
WHERE TABLE_SCHEMA = DATABASE() AND NOT NON_UNIQUE ORDER BY TABLE_NAME, INDEX_NAME, SEQ_IN_INDEX
"""
# Two queries: joined in the server, they would open every table again for each key.
_FOREIGN = """
SELECT TABLE_NAME, CONSTRAINT_NAME, COLUMN_NAME, REFERENCED_TABLE_NAME, REFERENCED_COLUMN_NAME
FROM information_schema.KEY_COLUMN_USAGE
WHERE TABLE_SCHEMA = DATABASE() AND REFERENCED_TABLE_SCHEMA = DATABASE()
ORDER BY TABLE_NAME, CONSTRAINT_NAME, ORDINAL_POSITION
"""
_RULES = """
SELECT TABLE_NAME, CONSTRAINT_NAME, DELETE_RULE FROM information_schema.REFERENTIAL_CONSTRAINTS
WHERE CONSTRAINT_SCHEMA = DATABASE()
"""
_JSON = """
SELECT TABLE_NAME, CHECK_CLAUSE FROM information_schema.CHECK_CONSTRAINTS
WHERE CONSTRAINT_SCHEMA = DATABASE() AND CHECK_CLAUSE LIKE 'json_valid(`%%`)'
"""
_RIGHTS = """
SELECT NULL, PRIVILEGE_TYPE FROM information_schema.USER_PRIVILEGES WHERE GRANTEE = %s
UNION SELECT NULL, PRIVILEGE_TYPE FROM information_schema.SCHEMA_PRIVILEGES
WHERE GRANTEE = %s AND DATABASE() LIKE TABLE_SCHEMA
UNION SELECT TABLE_NAME, PRIVILEGE_TYPE FROM information_schema.TABLE_PRIVILEGES
WHERE GRANTEE = %s AND TABLE_SCHEMA = DATABASE()
"""

_VERBS = {"SELECT": Verb.READ, "INSERT": Verb.CREATE, "UPDATE": Verb.UPDATE, "DELETE": Verb.DELETE}
_ON_DELETE: dict[str, OnDelete] = {
    "RESTRICT": "restrict",
    "CASCADE": "cascade",
    "SET NULL": "set_null",
    "SET DEFAULT": "set_default",
}


@dataclass(slots=True)
class _Found:
    """What the queries say of one table."""

    name: str
    kind: str
    rows: int | None
    comment: str
    columns: list[Column] = field(default_factory=list)
    indexes: dict[str, list[Cells]] = field(default_factory=lambda: defaultdict(list))
    foreign: dict[str, list[Cells]] = field(default_factory=lambda: defaultdict(list))

    def key(self, index: str) -> tuple[str, ...]:
        """The columns of an index; none where it is on an expression or on the beginning of a value."""
        parts = self.indexes.get(index, [])
        return () if any(part[0] is None or part[1] for part in parts) else tuple(part[0] for part in parts)


async def described(session: Session) -> Described:
    """Everything in the login's database that it may read."""
    version, login, named_zones = (await session.fetch(_SERVER))[0]
    mariadb = "mariadb" in version.lower()
    found = {cells[0]: _Found(*cells) for cells in await session.fetch(_TABLES)}
    await _add_columns(session, found, mariadb=mariadb)
    await _add_keys(session, found)
    rights = await _rights(session, login)
    tables = link([_table(item, rights, found) for item in found.values() if item.columns])
    engine = "MariaDB" if mariadb else "MySQL"
    schema = Schema(
        tables,
        fingerprint(tables),
        engine,
        version.partition("-")[0],
        named_zones=bool(named_zones),
        expands_many=mariadb,
    )
    constraints: Constraints = {
        (None, name, index): item.key(index) for name, item in found.items() for index in item.indexes
    }
    return Described(schema, constraints)


async def _add_columns(session: Session, found: dict[str, _Found], *, mariadb: bool) -> None:
    documents: set[tuple[str, str]] = set()
    if mariadb:
        rows = await session.fetch(_JSON)
        documents = {(table, clause[len("json_valid(`") : -2].replace("``", "`")) for table, clause in rows}
    column = cache(partial(column_of, mariadb=mariadb))  # many are alike
    for table, name, *rest in await session.fetch(_COLUMNS):
        if table in found:
            columns = found[table].columns
            document = (table, name) in documents
            columns.append(column(name, tuple(rest), len(columns), document=document))


async def _add_keys(session: Session, found: dict[str, _Found]) -> None:
    for table, index, *part in await session.fetch(_UNIQUE):
        if table in found:
            found[table].indexes[index].append(tuple(part))
    rules = {(table, name): rule for table, name, rule in await session.fetch(_RULES)}
    for table, name, *part in await session.fetch(_FOREIGN):
        if table in found:
            found[table].foreign[name].append((*part, rules.get((table, name), "NO ACTION")))


async def _rights(session: Session, login: str) -> dict[str | None, set[Verb]]:
    """By table; under `None` on all of them. Everything where the server tells nothing, as of roles."""
    user, _, host = login.rpartition("@")
    rights: dict[str | None, set[Verb]] = defaultdict(set)
    for table, right in await session.fetch(_RIGHTS, (f"'{user}'@'{host}'",) * 3):
        if right in _VERBS:
            rights[table].add(_VERBS[right])
    return rights or {None: set(Verb)}


def _table(item: _Found, rights: dict[str | None, set[Verb]], found: dict[str, _Found]) -> Table:
    view = item.kind == "VIEW"
    columns = tuple(item.columns)
    unique = tuple(
        dict.fromkeys(key for name in item.indexes if name != "PRIMARY" and (key := item.key(name)))
    )
    verbs = frozenset(rights.get(None, set()) | rights.get(item.name, set()) | {Verb.READ})
    return Table(
        name=item.name,
        local_name=item.name,
        columns=columns,
        kind="view" if view else "table",
        key=item.key("PRIMARY") or key_of(columns, unique),
        unique=unique,
        foreign_keys=tuple(_foreign_key(parts) for parts in item.foreign.values() if parts[0][1] in found),
        verbs=frozenset({Verb.READ}) if view else verbs,
        rows=None if view else item.rows,
        comment="" if view else item.comment,
    )


def _foreign_key(parts: list[Cells]) -> ForeignKey:
    _, target, _, rule = parts[0]
    columns, target_columns = tuple(part[0] for part in parts), tuple(part[2] for part in parts)
    return ForeignKey(columns, target, target_columns, _ON_DELETE.get(rule, "no_action"))
