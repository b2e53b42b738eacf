"""What is told of a database's refusal: plain words and pointers, never the driver's text.

A column is only named where the write's own table shows it: the actor may not know of others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from jetway.core.errors import (
    ChangedMeanwhile,
    ConstraintFailed,
    Failure,
    InvalidReference,
    InvalidValue,
    NotExecuted,
    NotUnique,
    PermissionDenied,
    Problem,
    QueryTimeout,
    Required,
    Retry,
    SchemaChanged,
    SourceReadOnly,
    SourceUnavailable,
    StillReferenced,
)
from jetway.core.query import Delete, DeleteMany, Insert

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jetway.core.query import Write

AFailure = TypeVar("AFailure", bound=Failure)


def not_unique(write: Write | None, columns: Iterable[str]) -> Failure:
    """Another row has the same values."""
    names = _shown(write, columns)
    detail = f"Another row has the same {' and '.join(names)}." if names else "Another row is the same."
    return _at(NotUnique, detail, names, "is taken by another row")


def required(write: Write | None, columns: Iterable[str]) -> Failure:
    """A value is missing."""
    names = _shown(write, columns)
    return _at(Required, f"{_subject(names)} must have a value.", names, "must have a value")


def invalid_value(write: Write | None, columns: Iterable[str], what: str = "has a wrong value") -> Failure:
    """A value does not fit."""
    names = _shown(write, columns)
    return _at(InvalidValue, f"{_subject(names)} {what}.", names, what)


def invalid_reference(write: Write | None, columns: Iterable[str]) -> Failure:
    """A foreign key points at nothing."""
    names = _shown(write, columns)
    return _at(InvalidReference, f"{_subject(names)} points at no row.", names, "points at no row")


def constraint_failed(write: Write | None, columns: Iterable[str] = ()) -> Failure:
    """A check or trigger refused."""
    names = _shown(write, columns)
    return _at(ConstraintFailed, "A rule of the database refused the change.", names, "is refused by a rule")


def changed_meanwhile(columns: Iterable[str]) -> Failure:
    """The columns hold other values than whoever changes them saw."""
    names = tuple(columns)
    problems = tuple(
        Problem(f"/was{_pointer(name)}", ChangedMeanwhile.code, "was changed by somebody else since")
        for name in names
    )
    return ChangedMeanwhile(f"Somebody has changed {_subject(names)} since.", problems=problems)


def still_referenced() -> Failure:
    """Other rows point at this one."""
    return StillReferenced("Other rows point at this one. Change or delete them first.")


def reference_failed(write: Write | None, columns: Iterable[str] | None) -> Failure:
    """A foreign key refused `write`; `columns`: those of the key in the written table, where known."""
    if write is None or isinstance(write, Delete | DeleteMany):
        return still_referenced()
    changed = {column.name for column, _ in write.values}
    if columns is None:
        keys = [key.columns for key in write.table.foreign_keys if changed.intersection(key.columns)]
        columns = keys[0] if len(keys) == 1 else None
        points = bool(keys)
    else:
        points = bool(changed.intersection(columns))
    if isinstance(write, Insert) or points:
        return invalid_reference(write, columns or ())
    return still_referenced()


def out_of_range() -> Failure:
    """A sum, an average or the like."""
    return NotExecuted("A computed number is larger than the database can hold. Narrow the filter.")


def timeout() -> Failure:
    """The time limit."""
    return QueryTimeout("The database took too long and the statement was cancelled. Narrow the filter.")


def unavailable() -> Failure:
    """No connection."""
    return SourceUnavailable("The database cannot be reached. Try again in a moment.", retry_after_s=2)


def read_only() -> Failure:
    """No writes at all."""
    return SourceReadOnly("The database takes no changes now: it is read-only.")


def permission_denied() -> Failure:
    """The login lacks a right."""
    return PermissionDenied("The database login that Jetway uses lacks the right to do this.")


def schema_changed() -> Failure:
    """A table or column is gone."""
    return SchemaChanged("A table or column has changed in the database. Reload and try again.")


def retry() -> Failure:
    """Somebody else holds a lock."""
    return Retry("Another change was in the way. Try again.", retry_after_s=1)


def not_executed() -> Failure:
    """For a reason without a name."""
    return NotExecuted("The database refused the statement.")


def _shown(write: Write | None, columns: Iterable[str]) -> tuple[str, ...]:
    return tuple(name for name in columns if write is not None and write.table.column(name) is not None)


def _subject(names: tuple[str, ...]) -> str:
    return " and ".join(names) if names else "A column"


def _at(kind: type[AFailure], detail: str, names: tuple[str, ...], what: str) -> AFailure:
    return kind(detail, problems=tuple(Problem(_pointer(name), kind.code, what) for name in names))


def _pointer(name: str) -> str:
    return "/" + name.replace("~", "~0").replace("/", "~1")
