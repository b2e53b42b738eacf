"""An open PostgreSQL database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg

from jetway.core.audit import FIRST_HASH
from jetway.core.errors import BadSource
from jetway.sources.kinds.postgresql import grammar
from jetway.sources.kinds.postgresql.catalogue import described
from jetway.sources.kinds.postgresql.failure import failure
from jetway.sources.kinds.postgresql.refused import reason
from jetway.sources.kinds.postgresql.session import PostgresqlSession
from jetway.sources.kinds.postgresql.staging import STAGING
from jetway.sources.kinds.postgresql.stamp import stamp
from jetway.sources.kinds.postgresql.statement import TOKENS, StatementSession, said
from jetway.sources.kinds.postgresql.structure import PostgresqlStructure
from jetway.sources.sql.session import AnswerTable, AuditTables, Engine, RecordTable
from jetway.sources.sql.source import JsonSource
from jetway.sources.sql.statement import Statements

if TYPE_CHECKING:
    from jetway.outbound.tunnel import Tunnel
    from jetway.sources import Limits
    from jetway.sources.kinds.postgresql import Options

RECORDS = RecordTable(
    exists="SELECT 1 WHERE to_regclass('jetway.record') IS NOT NULL",
    create=(
        "CREATE SCHEMA IF NOT EXISTS jetway",
        "CREATE TABLE IF NOT EXISTS jetway.record (name text PRIMARY KEY, value bytea NOT NULL)",
    ),
    load="SELECT value FROM jetway.record WHERE name = $1",
    save="INSERT INTO jetway.record (name, value) VALUES ($1, $2)"
    " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    add="INSERT INTO jetway.record (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING",
    replace="UPDATE jetway.record SET value = $1 WHERE name = $2 AND value = $3",
)
ANSWERS = AnswerTable(
    exists="SELECT 1 WHERE to_regclass('jetway.answer') IS NOT NULL",
    create=(
        "CREATE SCHEMA IF NOT EXISTS jetway",
        "CREATE TABLE IF NOT EXISTS jetway.answer (name bytea PRIMARY KEY, at bigint NOT NULL, value bytea)",
        "CREATE INDEX IF NOT EXISTS answer_at ON jetway.answer (at)",
    ),
    claim="INSERT INTO jetway.answer (name, at) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING",
    load="SELECT value FROM jetway.answer WHERE name = $1",
    keep="UPDATE jetway.answer SET value = $1 WHERE name = $2",
    last="SELECT at FROM jetway.answer ORDER BY at DESC LIMIT 1 OFFSET $1",
    forget="DELETE FROM jetway.answer WHERE name IN (SELECT name FROM jetway.answer"
    " WHERE at < $1 ORDER BY at LIMIT 5000 FOR UPDATE SKIP LOCKED)",
)

AUDIT = AuditTables(
    exists="SELECT 1 WHERE to_regclass('jetway.audit_head') IS NOT NULL",
    create=(
        "SELECT pg_advisory_xact_lock(hashtext('jetway.audit'))",
        "CREATE SCHEMA IF NOT EXISTS jetway",
        (
            "CREATE TABLE IF NOT EXISTS jetway.audit (number bigint PRIMARY KEY,"
            ' at text COLLATE "C" NOT NULL, actor text NOT NULL, name text NOT NULL, role text NOT NULL,'
            " way text NOT NULL, action text NOT NULL, table_name text NOT NULL,"
            " row_key text NOT NULL, details text NOT NULL, hash text NOT NULL)"
        ),
        "CREATE INDEX IF NOT EXISTS audit_row ON jetway.audit (table_name, row_key)",
        "CREATE INDEX IF NOT EXISTS audit_actor ON jetway.audit (actor)",
        "CREATE INDEX IF NOT EXISTS audit_at ON jetway.audit (at)",
        (
            "CREATE TABLE IF NOT EXISTS jetway.audit_head (id integer PRIMARY KEY, number bigint NOT NULL,"
            " hash text NOT NULL, kept_from bigint NOT NULL, kept_hash text NOT NULL)"
        ),
        (
            f"INSERT INTO jetway.audit_head VALUES (1, 0, '{FIRST_HASH}', 0, '{FIRST_HASH}')"  # noqa: S608 - a constant
            " ON CONFLICT DO NOTHING"
        ),
    ),
    add=(
        (
            "WITH head AS (UPDATE jetway.audit_head SET number = number + 1,"
            " hash = encode(sha256(convert_to(hash || $1, 'UTF8')), 'hex') RETURNING number, hash)"
            " INSERT INTO jetway.audit SELECT number, $2, $3, $4, $5, $6, $7, $8, $9, $10, hash FROM head"
        ),
    ),
    lines="audit",
    head="audit_head",
    schema="jetway",
)


IDENTITY = ("SELECT system_identifier::text, current_database()::text FROM pg_catalog.pg_control_system()",)
"""That of the cluster, which its replicas have, too."""


async def opened(options: Options, limits: Limits, tunnel: Tunnel | None) -> JsonSource:
    """The source, after a first login. Raises `BadSource`."""
    engine = Engine(
        grammar=grammar,
        open=lambda _writes: PostgresqlSession.opened(options, limits.statement_s),
        open_lasting=lambda: PostgresqlSession.opened(options, limits.export_s),
        describe=described,
        stamp=stamp,
        errors=(psycopg.Error,),
        failure=failure,
        records=RECORDS,
        answers=ANSWERS,
        audit=AUDIT,
        statements=Statements(
            lambda: StatementSession.opened(options, limits.statement_s), TOKENS, grammar.placeholder, said
        ),
        staging=STAGING,
        structure=PostgresqlStructure(options, limits),
        identity=IDENTITY,
        tunnel=tunnel,
    )
    source = JsonSource(engine, limits)
    try:
        await source.connected()
    except psycopg.Error as error:
        await source.close()
        raise BadSource(reason(options, error)) from None
    return source
