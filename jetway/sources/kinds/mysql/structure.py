"""Changes of tables and columns in MariaDB and MySQL: each is one statement, whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from jetway.core.errors import InvalidInput
from jetway.core.schema import Type
from jetway.core.structure import (
    KEPT,
    AddColumn,
    AlterColumn,
    CreateTable,
    DropColumn,
    DropTable,
    RenameTable,
)
from jetway.sources.kinds.mysql.session import Login, MysqlSession
from jetway.sources.sql import structure as told
from jetway.sources.sql.definition import made
from jetway.sources.sql.spelling import Spelling
from jetway.sources.sql.structure import Alteration

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jetway.core.errors import Failure
    from jetway.core.structure import Change
    from jetway.sources.kinds.mysql.grammar import MysqlGrammar
    from jetway.sources.sql.session import Cells, Session

_TAKEN = {1050, 1060, 1061}
_BUSY = {1205, 1213}
_NEEDED = {1054, 1072, 1091, 1217, 1451, 1553, 1701, 1828, 1829, 1832, 1833, 1834, 1901, 3730}
_IN_THE_WAY = {1048, 1062, 1138, 1264, 1265, 1292, 1366, 1367, 1406, 1452, 3140, 3819, 4025, 4079}
_NO_KEY = {1005, 1215, 3780}
_WHOLE = ("smallint", "integer", "bigint")


class StructureSession(MysqlSession):
    """A connection for one change, whose statements have no parameters; with it end its locks."""

    async def fetch(self, text: str, parameters: Sequence[object] = ()) -> list[Cells]:
        """Every row at once."""
        return await super().fetch(text.replace("%", "%%"), parameters)

    async def change(self, text: str, parameters: Sequence[object] = ()) -> int:
        """How many rows the statement found."""
        return await super().change(text.replace("%", "%%"), parameters)

    def clean(self) -> bool:
        """Never used again."""
        return False

    async def tidy(self) -> bool:
        """Never used again."""
        return False


def spelling(grammar: MysqlGrammar) -> Spelling:
    """The words of the engine."""
    return Spelling(
        grammar=grammar,
        types={
            "varchar": "varchar",
            "text": "longtext",
            "smallint": "smallint",
            "integer": "int",
            "bigint": "bigint",
            "decimal": "decimal",
            "float": "double",
            "boolean": "boolean",
            "date": "date",
            "time": "time(6)",
            "timestamp": "datetime(6)",
            "timestamptz": "timestamp(6)",
            "json": "json",
            "uuid": "uuid" if grammar.mariadb else "char(36)",
            "bytes": "longblob",
        },
        now="CURRENT_TIMESTAMP(6)",
        uuid="uuid()" if grammar.mariadb else "(uuid())",
        numbered="AUTO_INCREMENT",
        unsized={"varchar": "varchar(255)", "decimal": "decimal(30, 10)"},
        escapes=True,
        comments=True,
    )


@dataclass(frozen=True, slots=True)
class MysqlStructure:
    """Changes through one login."""

    login: Login
    lock_s: float
    spelling: Spelling

    async def open(self) -> Session:
        """A connection whose statements may take their time, but for locks."""
        session = await StructureSession.opened(self.login)
        seconds = max(1, int(self.lock_s))
        await session.change(
            f"SET SESSION lock_wait_timeout = {seconds}, innodb_lock_wait_timeout = {seconds}"
        )
        return session

    async def begin(self, session: Session, change: Change) -> None:
        """Take the table for this change alone, where it matters what is in it."""
        if isinstance(change, DropTable | DropColumn | AlterColumn):
            await session.change(f"LOCK TABLES {self.spelling.named(change.table)} WRITE")

    async def alteration(self, session: Session, change: Change) -> Alteration:
        """What makes `change`."""
        quoted, named = self.spelling.quoted, self.spelling.named
        match change:
            case CreateTable():
                return Alteration((self._created(change),))
            case RenameTable(table, name):
                return Alteration((f"ALTER TABLE {named(table)} RENAME TO {quoted(name)}",))
            case DropTable(table):
                return Alteration((f"DROP TABLE {named(table)}",), lost=named(table))
            case AddColumn():
                return await self._added(session, change)
            case AlterColumn():
                return await self._altered(session, change)
            case DropColumn(table, column):
                text = f"ALTER TABLE {named(table)} DROP COLUMN {quoted(column.name)}"
                return Alteration((text,), lost=f"{named(table)} WHERE {quoted(column.name)} IS NOT NULL")

    async def finish(self, _session: Session) -> None:
        """Nothing: the engine keeps such a statement at once."""

    def refused(self, error: BaseException) -> Failure | None:
        """What an error means of a change. https://mariadb.com/kb/en/mariadb-error-codes/"""
        number = error.args[0] if error.args else 0
        if number in _TAKEN:
            return told.name_taken()
        if number in _BUSY:
            return told.busy()
        if number in _NEEDED:
            return told.still_needed()
        if number in _IN_THE_WAY:
            return told.in_the_way()
        if number in _NO_KEY:
            return InvalidInput("A foreign key takes exactly the type of the column that it points at.")
        return None

    def _created(self, change: CreateTable) -> str:
        text = self.spelling.create(self.spelling.quoted(change.name), change)
        return f"{text} COMMENT = {self.spelling.text(change.comment)}" if change.comment else text

    async def _added(self, session: Session, change: AddColumn) -> Alteration:
        column, table = change.column, self.spelling.named(change.table)
        made_up = not column.nullable and column.default is None  # by the engine, for the rows that are there
        if made_up and await session.fetch(f"SELECT 1 FROM {table} LIMIT 1"):  # noqa: S608 - quoted
            raise told.in_the_way()
        parts = [f"ADD COLUMN {self.spelling.column(column)}"]
        if column.reference is not None:
            key = self.spelling.reference(column.reference)
            parts.append(f"ADD FOREIGN KEY ({self.spelling.quoted(column.name)}) {key}")
        return Alteration((f"ALTER TABLE {table} {', '.join(parts)}",))

    async def _altered(self, session: Session, change: AlterColumn) -> Alteration:
        table, name = self.spelling.named(change.table), self.spelling.quoted(change.column.name)
        if not change.redefines and change.name:
            return Alteration(
                (f"ALTER TABLE {table} RENAME COLUMN {name} TO {self.spelling.quoted(change.name)}",)
            )
        [(_, text)] = await session.fetch(f"SHOW CREATE TABLE {table}")
        definition = made(text, escapes=True).column(change.column.name)
        if change.type is not None:
            definition = replace(definition, type=self.spelling.type(change.type))
            definition = definition.without("CHARACTER", "COLLATE")
        if change.nullable is not None:
            definition = definition.without("NOT", "NULL")
            definition = definition.having("NULL", "NULL" if change.nullable else "NOT NULL")
        if change.default is not KEPT or ("DEFAULT", "DEFAULT NULL") in definition.clauses:
            definition = definition.without("DEFAULT")
        if change.default is not KEPT and change.default is not None:
            definition = definition.having("DEFAULT", f"DEFAULT {self.spelling.default(change.default)}")
        definition = replace(definition, name=self.spelling.quoted(change.name or change.column.name))
        return Alteration(
            (f"ALTER TABLE {table} CHANGE COLUMN {name} {definition}",), lost=self._bent(change)
        )

    def _bent(self, change: AlterColumn) -> str:
        """The values that another type could change; those too that nothing says of that it could not."""
        column, type_ = change.column, change.type
        name = self.spelling.quoted(column.name)
        numbers = column.type in (Type.INTEGER, Type.DECIMAL)
        if type_ is None or type_.name in ("text", "varchar"):
            return ""  # what is too long is refused
        if type_.name in _WHOLE and numbers:
            where = f"ROUND({name}) <> {name}"
        elif type_.name == "decimal" and numbers:
            where = f"ROUND({name}, {(type_.scale or 0) if type_.precision else 10}) <> {name}"
        else:
            where = f"{name} IS NOT NULL"
        return f"{self.spelling.named(change.table)} WHERE {where}"
