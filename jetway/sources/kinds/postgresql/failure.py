"""What PostgreSQL's errors mean. https://www.postgresql.org/docs/current/errcodes-appendix.html"""

from __future__ import annotations

from typing import TYPE_CHECKING

import psycopg

from jetway.core.query import Delete, DeleteMany
from jetway.sources.sql import failures

if TYPE_CHECKING:
    from jetway.core.errors import Failure
    from jetway.core.query import Write
    from jetway.sources.sql.session import Constraints


def failure(error: psycopg.Error, write: Write | None, constraints: Constraints) -> Failure:
    """The failure to tell of."""
    state = error.sqlstate
    if state is None:
        refused = isinstance(error, psycopg.DataError)  # psycopg itself, of text with a NUL
        return failures.invalid_value(write, _only(write)) if refused else failures.unavailable()
    match state[:2]:
        case "23" | "44":
            return _violation(state, error, write, constraints)
        case "22" if state == "22003" and write is None and not error.diag.context:  # which a parameter has
            return failures.out_of_range()
        case "22":
            return failures.invalid_value(write, _only(write))
        case "08" | "53" | "57" if state != "57014":
            return failures.unavailable()
        case _:
            return _other(state, write)


def _violation(state: str, error: psycopg.Error, write: Write | None, constraints: Constraints) -> Failure:
    diagnosis = error.diag
    name = (diagnosis.schema_name, diagnosis.table_name or "", diagnosis.constraint_name or "")
    columns = constraints.get(name, ())
    match state:
        case "23505":
            return failures.not_unique(write, columns)
        case "23502":
            return failures.required(write, [diagnosis.column_name] if diagnosis.column_name else [])
        case "23503":
            own = write is not None and diagnosis.table_name == write.table.local_name
            return failures.reference_failed(write, columns if own else ("",))
        case _:
            return failures.constraint_failed(write, columns)


def _other(state: str, write: Write | None) -> Failure:
    match state:
        case "57014":
            return failures.timeout()
        case "42501":
            return failures.permission_denied()
        case "25006":
            return failures.read_only()
        case "42P01" | "42703" | "3F000" | "0A000" | "26000":
            return failures.schema_changed()
        case "40001" | "40P01" | "55P03":
            return failures.retry()
        case "P0001":
            return failures.constraint_failed(write)
        case "42804" | "428C9":
            return failures.invalid_value(write, _only(write))
        case _:
            return failures.not_executed()


def _only(write: Write | None) -> list[str]:
    """PostgreSQL does not say which value was wrong; where there is one alone, it is that."""
    if write is None or isinstance(write, Delete | DeleteMany) or len(write.values) != 1:
        return []
    return [write.values[0][0].name]
