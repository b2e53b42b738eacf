"""What database servers keep, bridges' and control's stores among it.

Searched are the files of a server that has stopped: tables as they were written, with what was changed or
deleted since, for as long as nothing was written over it, and the logs of changes as far back as they are
kept. Left out are a server's own catalogues, in which logins are, as hashes. PostgreSQL compresses
long values in its files, so all that Jetway itself keeps is read as rows besides.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import psycopg

from tests.canaries.watch import look

if TYPE_CHECKING:
    from pathlib import Path

BRIDGE = "jetway"
"""The schema in which a bridge keeps what is its own."""

_OF_MARIADB = {"mysql", "sys", "performance_schema"}
_OF_POSTGRESQL = 16384
"""Files with smaller numbers are catalogues: `FirstNormalObjectId` of access/transam.h."""
_SCHEMAS = "2615"
"""The file in which a database of PostgreSQL has the names of its schemas."""
_ROWS = """
SELECT query_to_xml(format('SELECT * FROM %%s', oid::regclass), true, true, '')::text FROM pg_class
WHERE relnamespace = to_regnamespace(%s) AND relkind = 'r' AND pg_relation_size(oid) > 0
"""


def look_at_files(data: Path, of: str) -> None:
    """What a server has written into its folder `data`."""
    for path in data.rglob("*"):
        place = path.relative_to(data)
        if path.is_file() and not _is_its_own(place):
            look(path.read_bytes(), f"the files of {of}: {place}")


def look_at_bridges(data: Path, url: str) -> None:
    """All that bridges keep in a PostgreSQL server. `url`: of its database `postgres`, as a superuser."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CHECKPOINT")
        databases = connection.execute("SELECT oid::text, datname FROM pg_database").fetchall()
    for number, name in databases:
        if BRIDGE.encode() in (data / "base" / number / _SCHEMAS).read_bytes():  # connecting takes long
            with psycopg.connect(url, dbname=name) as connection:
                look_at_rows(connection, BRIDGE)


def look_at_rows(connection: psycopg.Connection, schema: str) -> None:
    """All rows of a schema, if there is one."""
    for (rows,) in connection.execute(_ROWS, [schema]):
        look(rows.encode(), f"the schema {schema} of {connection.info.dbname}")


def _is_its_own(place: Path) -> bool:
    """Whether a file of a server's folder is its key or a catalogue."""
    if place.name == "server.key" or place.parts[0] in _OF_MARIADB:
        return True
    number = re.match(r"\d+", place.name)
    return place.parts[0] in ("base", "global") and number is not None and int(number[0]) < _OF_POSTGRESQL
