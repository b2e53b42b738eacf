"""What changes with the schema of an SQLite file: the statements that made it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import apsw

if TYPE_CHECKING:
    from jetway.sources.sql.session import Session

_MADE = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY rowid"


async def stamp(session: Session, *, read_only: bool) -> str:
    """Another text after every change of what the file holds, but for its rows."""
    digest = hashlib.sha256(f"{apsw.sqlitelibversion()} {read_only}".encode())
    digest.update(repr(await session.fetch(_MADE)).encode(errors="backslashreplace"))
    return digest.hexdigest()
