"""What MariaDB's and MySQL's errors mean. https://mariadb.com/kb/en/mariadb-error-codes/"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from jetway.core.query import Delete, DeleteMany
from jetway.sources.sql import failures

if TYPE_CHECKING:
    from jetway.core.errors import Failure
    from jetway.core.query import Write
    from jetway.sources.sql.session import Constraints

_COLUMN = re.compile(r"(?:[Cc]olumn|[Ff]ield) (?:`[^`]*`\.`[^`]*`\.)?[`'](?P<name>.+?)[`'](?: |\Z)")
_KEY = re.compile(r"for key '(?P<name>[^']+)'\Z")
_FOREIGN = re.compile(r"FOREIGN KEY \((?P<columns>.*?)\) REFERENCES ")
_CHECK = re.compile(r"[`'](?P<name>[^`']+)[`']")

_REQUIRED = {1048, 1364, 1263}
_INVALID = {1264, 1265, 1267, 1292, 1366, 1367, 1406, 1411, 1416, 1525, 3140, 3141, 4079}
_REFERENCE = {1216, 1452}
_REFERENCED = {1217, 1451}
_CHECKED = {3819, 4025, 1644, 1369, 3572}
_TIMEOUT = {1317, 1969, 3024}
_DENIED = {1044, 1045, 1142, 1143, 1227, 1370}
_READ_ONLY = {1290, 1792, 1836}
_CHANGED = {1049, 1054, 1146, 1356}
_RETRY = {1020, 1205, 1213}
_OUT_OF_RANGE = 1690


def failure(error: BaseException, write: Write | None, constraints: Constraints) -> Failure:
    """The failure to tell of."""
    if isinstance(error, TimeoutError):
        return failures.timeout()
    number, said = (error.args[0], str(error.args[1])) if len(error.args) > 1 else (0, "")
    if number in (1062, 1169, 1586):
        return failures.not_unique(write, _key(said, write, constraints))
    if number in _REQUIRED:
        return failures.required(write, _column(said))
    if number in _INVALID:
        return failures.invalid_value(write, _column(said) or _only(write))
    if number in _REFERENCE:
        return failures.reference_failed(write, _foreign(said))
    if number in _REFERENCED:
        return failures.still_referenced()
    if number in _CHECKED:
        return failures.constraint_failed(write, _check(said, write))
    return _other(number)


def _other(number: int) -> Failure:
    if number in _TIMEOUT:
        return failures.timeout()
    if number in _DENIED:
        return failures.permission_denied()
    if number in _READ_ONLY:
        return failures.read_only()
    if number in _CHANGED:
        return failures.schema_changed()
    if number in _RETRY:
        return failures.retry()
    if number == _OUT_OF_RANGE:
        return failures.out_of_range()
    if number == 0 or 2000 <= number < 3000 or number in (1040, 1053, 1129, 1203, 1226, 1927):
        return failures.unavailable()
    return failures.not_executed()


def _column(said: str) -> list[str]:
    found = _COLUMN.search(said)
    return [found["name"]] if found else []


def _only(write: Write | None) -> list[str]:
    """Where there is one value alone, it is that."""
    if write is None or isinstance(write, Delete | DeleteMany) or len(write.values) != 1:
        return []
    return [write.values[0][0].name]


def _key(said: str, write: Write | None, constraints: Constraints) -> tuple[str, ...]:
    """MySQL 8 says `table.key`, MariaDB `key`."""
    found = _KEY.search(said)
    if found is None or write is None:
        return ()
    table = write.table.local_name
    return constraints.get((None, table, found["name"].removeprefix(f"{table}.")), ())


def _foreign(said: str) -> list[str] | None:
    found = _FOREIGN.search(said)
    return found["columns"].strip("`").split("`, `") if found else None


def _check(said: str, write: Write | None) -> list[str]:
    """MariaDB names a column's check `table.column`."""
    found = _CHECK.search(said)
    if found is None or write is None:
        return []
    return [found["name"].removeprefix(f"{write.table.local_name}.")]
