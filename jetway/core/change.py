"""Planning of writes: a body in names becomes a bound statement that touches exactly one row."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jetway.core import values
from jetway.core.errors import (
    Failure,
    FilterRequired,
    InvalidBody,
    InvalidValue,
    NoKey,
    NotAllowed,
    NotFilterable,
    Problem,
    ReadOnlyField,
    Required,
    UnknownField,
)
from jetway.core.expr import Attribute, both, leaves
from jetway.core.impact import spared
from jetway.core.plan import found_by, key_is, where_of
from jetway.core.query import Delete, DeleteMany, Expected, Insert, Update, UpdateMany
from jetway.core.references import references
from jetway.core.rules import fill
from jetway.core.schema import Verb

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jetway.core.directory import Actor
    from jetway.core.expr import Predicate
    from jetway.core.query import Changes, Query
    from jetway.core.schema import Column
    from jetway.core.view import View, VisibleTable


@dataclass(frozen=True, slots=True)
class Precondition:
    """What a change goes by: one of these versions of the row, and by name what some columns were."""

    versions: frozenset[str] | None = None
    was: Mapping[str, object] = field(default_factory=dict)


NO_PRECONDITION = Precondition()
MAX_CHANGED = 100_000
"""How many rows one request may change or delete."""
MAX_ONE_BY_ONE = 100
"""The same, where each of them is a request to an app."""


def plan_create(view: View, actor: Actor, table: str, body: Mapping[str, object]) -> Insert:
    """A new row. Every problem of the body is reported at once."""
    seen = view[table]
    _need(seen, Verb.CREATE)
    problems = _missing(seen, body)
    changes = _changes(seen, body, seen.creatable, problems)
    stored = {**dict(changes), **preset_values(seen, actor)}
    row = _sorted(stored)
    pointed = references(view, actor, table, row, dict(changes))
    return Insert(seen.table, row, seen.table.told, fill(seen.rule, actor), pointed)


def plan_update(
    view: View,
    actor: Actor,
    table: str,
    key: Sequence[str],
    body: Mapping[str, object],
    precondition: Precondition = NO_PRECONDITION,
) -> Update:
    """A change to one row."""
    seen = view[table]
    _need(seen, Verb.UPDATE)
    _need_key(seen)
    rule = fill(seen.rule, actor)
    changes = _changes(seen, body, seen.updatable, [])
    where = both(key_is(seen.table, key), rule)
    pointed = references(view, actor, table, changes, dict(changes))
    expected = _expected(seen, precondition)
    return Update(seen.table, changes, where, seen.table.told, rule, pointed, expected)


def require_whole(view: View, table: str, body: Mapping[str, object]) -> None:
    """Raises `Required` where `body` leaves out a required column, which PUT may not."""
    missing = _missing(view[table], body)
    if missing:
        raise _failure(missing)


def plan_delete(
    view: View,
    actor: Actor,
    table: str,
    key: Sequence[str],
    precondition: Precondition = NO_PRECONDITION,
) -> Delete:
    """The end of one row."""
    seen = view[table]
    _need(seen, Verb.DELETE)
    _need_key(seen)
    where = both(key_is(seen.table, key), fill(seen.rule, actor))
    return Delete(seen.table, where, _expected(seen, precondition), spared(view, actor, table, where))


def plan_update_many(
    view: View, actor: Actor, query: Query, body: Mapping[str, object], exactly: int | None = None
) -> UpdateMany:
    """A change to every row that `query` lists."""
    seen = view[query.table]
    _need(seen, Verb.UPDATE)
    where = _many(view, seen, actor, query)
    changes = _changes(seen, body, seen.updatable, [])
    if not changes:
        raise InvalidBody("Send the columns to change.")
    pointed = references(view, actor, query.table, changes, dict(changes))
    rule = fill(seen.rule, actor)
    return UpdateMany(seen.table, changes, where, _most(seen), exactly, rule, pointed)


def plan_delete_many(view: View, actor: Actor, query: Query, exactly: int | None = None) -> DeleteMany:
    """The end of every row that `query` lists."""
    seen = view[query.table]
    _need(seen, Verb.DELETE)
    where = _many(view, seen, actor, query)
    kept = spared(view, actor, query.table, where)
    return DeleteMany(seen.table, where, _most(seen), exactly, kept)


def _many(view: View, seen: VisibleTable, actor: Actor, query: Query) -> Predicate:
    """The rows that `query` lists. Without a filter it would be all of them, which nobody means."""
    said = query.where is not None and any(True for _ in leaves(query.where))
    if not said and query.keys is None and not query.search:
        raise FilterRequired("Say which rows: with a filter, as a list takes it, or with _keys.")
    where = where_of(view, seen, actor, query)
    if not found_by(where, seen.table):
        raise NotFilterable(f"Rows of {query.table} cannot be changed under this filter.")
    return where


def _most(seen: VisibleTable) -> int:
    return MAX_CHANGED if seen.table.atomic else MAX_ONE_BY_ONE


def _expected(seen: VisibleTable, precondition: Precondition) -> Expected | None:
    """Raises `UnknownField`, `InvalidValue` for what cannot be compared."""
    if precondition == NO_PRECONDITION:
        return None
    readable = frozenset(column.name for column in seen.table.columns if column.mask is None)
    was = _changes(seen, precondition.was, readable, [], at="/was")
    return Expected(seen.table.told, precondition.versions, was)


def _need(seen: VisibleTable, verb: Verb) -> None:
    if verb not in seen.table.verbs:
        raise NotAllowed(f"You may not {verb} rows of {seen.table.name}.")


def _need_key(seen: VisibleTable) -> None:
    if not seen.table.address:
        raise NoKey(
            f"{seen.table.name} has no key, so no single row of it can be changed. Give it a primary key."
        )


def _missing(seen: VisibleTable, body: Mapping[str, object]) -> list[Problem]:
    preset = {column.name for column, _ in seen.presets}
    return [
        Problem(pointer(column.name), "required", "this field is required")
        for column in seen.table.columns
        if column.required and column.name not in body and column.name not in preset
    ]


def _changes(
    seen: VisibleTable,
    body: Mapping[str, object],
    allowed: frozenset[str],
    problems: list[Problem],
    at: str = "",
) -> Changes:
    """The body as columns and values. Raises for everything wrong in it, worst kind first."""
    changes: dict[Column, object] = {}
    for name, value in body.items():
        column = seen.table.column(name)
        if column is not None and value is None and column.numbered:
            continue
        if column is None:
            problems.append(Problem(at + pointer(name), "unknown_field", "there is no such column"))
        elif name not in allowed:
            problems.append(Problem(at + pointer(name), "read_only_field", _why_read_only(column)))
        else:
            try:
                changes[column] = values.fit(column, value)
            except values.ValueRefused as refusal:
                problems.append(Problem(at + pointer(name), "invalid_value", str(refusal)))
    if problems:
        raise _failure(problems)
    return _sorted(changes)


def _why_read_only(column: Column) -> str:
    return "you may not set this column" if column.writable else "the database computes this column"


_FAILURES: Mapping[str, type[Failure]] = {
    "unknown_field": UnknownField,
    "read_only_field": ReadOnlyField,
    "invalid_value": InvalidValue,
    "required": Required,
}


def _failure(problems: list[Problem]) -> Failure:
    """One failure that names all problems; its kind is that of the worst."""
    kinds = {problem.code for problem in problems}
    kind = next(failure for code, failure in _FAILURES.items() if code in kinds)
    listed = "; ".join(f"{problem.pointer[1:]}: {problem.detail}" for problem in problems[:10])
    return kind(f"{listed}.", problems=tuple(problems))


def preset_values(seen: VisibleTable, actor: Actor) -> dict[Column, object]:
    """What every new row gets, whatever was sent."""
    try:
        return {
            column: values.fit(column, actor.attributes[said.name] if isinstance(said, Attribute) else said)
            for column, said in seen.presets
        }
    except (KeyError, values.ValueRefused):
        raise NotAllowed(
            f"You may not create rows of {seen.table.name}: a value that your role presets is missing."
        ) from None


def _sorted(changes: Mapping[Column, object]) -> Changes:
    return tuple(sorted(changes.items(), key=lambda change: change[0].position))


def pointer(name: str) -> str:
    """A JSON pointer (RFC 6901) to a member of the body."""
    return "/" + name.replace("~", "~0").replace("/", "~1")
