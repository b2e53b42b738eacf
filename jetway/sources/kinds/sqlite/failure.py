"""What apsw's errors mean. https://www.sqlite.org/rescode.html"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import apsw

from jetway.sources.sql import failures

if TYPE_CHECKING:
    from jetway.core.errors import Failure
    from jetway.core.query import Write
    from jetway.sources.sql.session import Constraints

_COLUMN = re.compile(r"column (?P<table>.+)\.(?P<column>[^.]+)\Z")


def failure(error: Exception, write: Write | None, _constraints: Constraints) -> Failure:
    """The failure to tell of."""
    match error:
        case apsw.ConstraintError():
            return _violation(error, write)
        case apsw.InterruptError():
            return failures.timeout()
        case apsw.BusyError() | apsw.LockedError():
            return failures.retry()
        case apsw.ReadOnlyError():
            return failures.read_only()
        case apsw.PermissionsError() | apsw.AuthError():
            return failures.permission_denied()
        case apsw.MismatchError() | apsw.TooBigError() | UnicodeError() | OverflowError():
            return failures.invalid_value(write, ())
        case apsw.SchemaChangeError():
            return failures.schema_changed()
        case apsw.SQLError() if re.match("no such (table|column)", str(error)):
            return failures.schema_changed()
        case (
            apsw.IOError()
            | apsw.CantOpenError()
            | apsw.NotADBError()
            | apsw.CorruptError()
            | apsw.FullError()
        ):
            return failures.unavailable()
        case _:
            return failures.not_executed()


def _violation(error: apsw.ConstraintError, write: Write | None) -> Failure:
    match error.extendedresult:  # type: ignore[attr-defined]  # set by apsw, absent from its stub
        case apsw.SQLITE_CONSTRAINT_UNIQUE | apsw.SQLITE_CONSTRAINT_PRIMARYKEY | apsw.SQLITE_CONSTRAINT_ROWID:
            return failures.not_unique(write, _columns(error, write))
        case apsw.SQLITE_CONSTRAINT_NOTNULL:
            return failures.required(write, _columns(error, write))
        case apsw.SQLITE_CONSTRAINT_FOREIGNKEY:
            return failures.reference_failed(write, None)
        case apsw.SQLITE_CONSTRAINT_TRIGGER if (
            str(error) == "FOREIGN KEY constraint failed"
        ):  # ON DELETE RESTRICT
            return failures.reference_failed(write, None)
        case apsw.SQLITE_CONSTRAINT_DATATYPE:
            found = _COLUMN.search(str(error))
            return failures.invalid_value(write, [found["column"]] if found else ())
        case _:
            return failures.constraint_failed(write)


def _columns(error: apsw.ConstraintError, write: Write | None) -> list[str]:
    """Of `UNIQUE constraint failed: table.column, table.column`; no name in it is quoted."""
    if write is None:
        return []
    said = str(error).partition("failed: ")[2]
    prefix = f"{write.table.local_name}."
    return [part.removeprefix(prefix) for part in said.split(", ") if part.startswith(prefix)]
