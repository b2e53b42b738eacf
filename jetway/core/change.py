"""Planning of writes: a body in names becomes a bound statement that touches exactly one row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jetway.core import values
from jetway.core.errors import (
    Failure,
    InvalidValue,
    NoKey,
    NotAllowed,
    Problem,
    ReadOnlyField,
    Required,
    UnknownField,
)
from jetway.core.expr import Attribute, both
from jetway.core.plan import key_is
from jetway.core.query import Delete, Insert, Update
from jetway.core.references import references
from jetway.core.rules import fill
from jetway.core.schema import Verb

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jetway.core.directory import Actor
    from jetway.core.query import Changes
    from jetway.core.schema import Column
    from jetway.core.view import View, VisibleTable


def plan_create(view: View, actor: Actor, table: str, body: Mapping[str, object]) -> Insert:
    """A new row. Every problem of the body is reported at once."""
    seen = view[table]
    _need(seen, Verb.CREATE)
    problems = _missing(seen, body)
    changes = _changes(seen, body, seen.creatable, problems)
    stored = {**dict(changes), **_presets(seen, actor)}
    row = _sorted(stored)
    pointed = references(view, actor, table, row, dict(changes))
    return Insert(seen.table, row, seen.table.columns, fill(seen.rule, actor), pointed)


def plan_update(
    view: View,
    actor: Actor,
    table: str,
    key: Sequence[str],
    body: Mapping[str, object],
    *,
    whole: bool = False,
) -> Update:
    """A change to one row; `whole` wants every required column, as PUT does."""
    seen = view[table]
    _need(seen, Verb.UPDATE)
    _need_key(seen)
    rule = fill(seen.rule, actor)
    changes = _changes(seen, body, seen.updatable, _missing(seen, body) if whole else [])
    where = both(key_is(seen.table, key), rule)
    pointed = references(view, actor, table, changes, dict(changes))
    return Update(seen.table, changes, where, seen.table.columns, rule, pointed)


def plan_delete(view: View, actor: Actor, table: str, key: Sequence[str]) -> Delete:
    """The end of one row."""
    seen = view[table]
    _need(seen, Verb.DELETE)
    _need_key(seen)
    return Delete(seen.table, both(key_is(seen.table, key), fill(seen.rule, actor)))


def _need(seen: VisibleTable, verb: Verb) -> None:
    if verb not in seen.table.verbs:
        raise NotAllowed(f"You may not {verb} rows of {seen.table.name}.")


def _need_key(seen: VisibleTable) -> None:
    if not seen.table.key:
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
    seen: VisibleTable, body: Mapping[str, object], allowed: frozenset[str], problems: list[Problem]
) -> Changes:
    """The body as columns and values. Raises for everything wrong in it, worst kind first."""
    changes: dict[Column, object] = {}
    for name, value in body.items():
        column = seen.table.column(name)
        if column is not None and value is None and column.numbered:
            continue
        if column is None:
            problems.append(Problem(pointer(name), "unknown_field", "there is no such column"))
        elif name not in allowed:
            problems.append(Problem(pointer(name), "read_only_field", _why_read_only(column)))
        else:
            try:
                changes[column] = values.fit(column, value)
            except values.ValueRefused as refusal:
                problems.append(Problem(pointer(name), "invalid_value", str(refusal)))
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


def _presets(seen: VisibleTable, actor: Actor) -> dict[Column, object]:
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
