"""An open MariaDB or MySQL database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from asyncmy.errors import MySQLError

from jetway.core.audit import FIRST_HASH
from jetway.core.errors import BadSource
from jetway.sources.kinds.mysql.catalogue import described
from jetway.sources.kinds.mysql.failure import failure
from jetway.sources.kinds.mysql.grammar import MysqlGrammar
from jetway.sources.kinds.mysql.refused import reason
from jetway.sources.kinds.mysql.session import Login, MysqlSession
from jetway.sources.kinds.mysql.staging import staging
from jetway.sources.kinds.mysql.stamp import stamp
from jetway.sources.kinds.mysql.statement import TOKENS, StatementSession, placeholder, said
from jetway.sources.kinds.mysql.structure import MysqlStructure, spelling
from jetway.sources.sql.session import AnswerTable, AuditTables, Engine, RecordTable
from jetway.sources.sql.source import SqlSource
from jetway.sources.sql.statement import Statements

if TYPE_CHECKING:
    from jetway.outbound.tunnel import Tunnel
    from jetway.sources import Limits
    from jetway.sources.kinds.mysql import Options

RECORDS = RecordTable(
    exists="SELECT 1 FROM information_schema.TABLES"
    " WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'jetway_record'",
    create=(
        "CREATE TABLE IF NOT EXISTS jetway_record (name VARBINARY(200) PRIMARY KEY, value LONGBLOB NOT NULL)",
    ),
    load="SELECT value FROM jetway_record WHERE name = %s",
    save="REPLACE INTO jetway_record (name, value) VALUES (%s, %s)",
    add="INSERT IGNORE INTO jetway_record (name, value) VALUES (%s, %s)",
    replace="UPDATE jetway_record SET value = %s WHERE name = %s AND value = %s",
)

ANSWERS = AnswerTable(
    exists="SELECT 1 FROM information_schema.TABLES"
    " WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'jetway_answer'",
    create=(
        """CREATE TABLE IF NOT EXISTS jetway_answer
           (name VARBINARY(32) PRIMARY KEY, at BIGINT NOT NULL, value LONGBLOB, INDEX (at))""",
    ),
    claim="INSERT IGNORE INTO jetway_answer (name, at) VALUES (%s, %s)",
    load="SELECT value FROM jetway_answer WHERE name = %s LOCK IN SHARE MODE",
    keep="UPDATE jetway_answer SET value = %s WHERE name = %s",
    last="SELECT at FROM jetway_answer ORDER BY at DESC LIMIT 1 OFFSET %s",
    forget="DELETE FROM jetway_answer WHERE at < %s ORDER BY at LIMIT 5000",
)

AUDIT = AuditTables(
    exists="SELECT 1 FROM information_schema.TABLES"
    " WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'jetway_audit_head'",
    create=(
        (
            "CREATE TABLE IF NOT EXISTS jetway_audit (number BIGINT PRIMARY KEY, at CHAR(27) NOT NULL,"
            " actor VARCHAR(64) NOT NULL, name TEXT NOT NULL, role VARCHAR(64) NOT NULL,"
            " way VARCHAR(16) NOT NULL, action VARCHAR(16) NOT NULL, table_name VARCHAR(200) NOT NULL,"
            " row_key TEXT NOT NULL, details LONGTEXT NOT NULL, hash CHAR(64) NOT NULL,"
            " INDEX (table_name, row_key(150)), INDEX (actor), INDEX (at))"
            " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin"
        ),
        (
            "CREATE TABLE IF NOT EXISTS jetway_audit_head (id INT PRIMARY KEY, number BIGINT NOT NULL,"
            " hash CHAR(64) NOT NULL,"
            " kept_from BIGINT NOT NULL, kept_hash CHAR(64) NOT NULL) CHARACTER SET ascii COLLATE ascii_bin"
        ),
        f"INSERT IGNORE INTO jetway_audit_head VALUES (1, 0, '{FIRST_HASH}', 0, '{FIRST_HASH}')",  # noqa: S608 - a constant
    ),
    add=(
        (
            "UPDATE jetway_audit_head SET number = number + 1,"
            " hash = SHA2(CONCAT(CONVERT(hash USING utf8mb4), %s), 256)"
        ),
        (
            "INSERT INTO jetway_audit SELECT number, %s, %s, %s, %s, %s, %s, %s, %s, %s, hash"
            " FROM jetway_audit_head"
        ),
    ),
    lines="jetway_audit",
    head="jetway_audit_head",
)


IDENTITY = (
    (
        "SHOW GLOBAL VARIABLES WHERE Variable_name IN"
        " ('server_uid', 'server_uuid', 'hostname', 'port', 'datadir', 'pid_file')"
    ),
    "SELECT lower(database())",
)
"""Every server has some of these. Whether it tells names apart by their case, the address need not know."""


async def opened(options: Options, limits: Limits, tunnel: Tunnel | None) -> SqlSource:
    """The source, after a first login, which tells MariaDB from MySQL. Raises `BadSource`."""
    try:
        first = await MysqlSession.opened(Login(options, limits.statement_s))
    except (MySQLError, OSError, TimeoutError) as error:
        raise BadSource(reason(options, error)) from None
    mariadb = first.mariadb
    await first.close()
    login = Login(options, limits.statement_s, mariadb=mariadb)
    changing = Login(options, limits.structure_s, mariadb=mariadb)
    lasting = Login(options, limits.export_s, mariadb=mariadb)
    grammar = MysqlGrammar(mariadb=mariadb)
    engine = Engine(
        grammar=grammar,
        open=lambda _writes: MysqlSession.opened(login),
        open_lasting=lambda: MysqlSession.opened(lasting),
        describe=described,
        stamp=stamp,
        errors=(MySQLError, OSError, TimeoutError),
        failure=failure,
        records=RECORDS,
        answers=ANSWERS,
        audit=AUDIT,
        statements=Statements(lambda: StatementSession.opened(login), TOKENS, placeholder, said),
        staging=staging(grammar),
        structure=MysqlStructure(changing, limits.lock_s, spelling(grammar)),
        identity=IDENTITY,
        tunnel=tunnel,
    )
    return SqlSource(engine, limits)
