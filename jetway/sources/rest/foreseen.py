"""What is looked at before a row of an app is changed: there is no transaction that could be undone."""

from __future__ import annotations

from contextlib import asynccontextmanager
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from jetway.core import values
from jetway.core.audit import Action, Event
from jetway.core.errors import (
    Changed,
    ChangedMeanwhile,
    CheckFailed,
    Failure,
    InvalidValue,
    Problem,
    UpstreamTimeout,
    UpstreamUnavailable,
)
from jetway.core.expr import Compare, leaves
from jetway.core.finish import matches
from jetway.core.form import escape
from jetway.core.told import told
from jetway.core.version import version_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Container, Iterable

    from jetway.core.audit import Trail
    from jetway.core.expr import Predicate
    from jetway.core.query import Changes, Expected, Row
    from jetway.core.schema import Column, Table
    from jetway.sources.keeping import TakesEvents


@asynccontextmanager
async def noted(keeper: TakesEvents | None, event: Event | None) -> AsyncIterator[None]:
    """Have a change in the audit before it is made within, and a word there where it was refused.

    Where no answer came, nobody knows whether it was made: then the audit's line stays as it is.
    """
    if event is None or keeper is None:
        yield
        return
    await keeper.note([event])
    try:
        yield
    except (UpstreamTimeout, UpstreamUnavailable):
        raise
    except Failure:
        await keeper.note([_undone(event)])
        raise


def _undone(event: Event) -> Event:
    """Of a run, with its row: the row's history must not tell of what was not done."""
    if event.action != Action.RUN:
        return Event(event.author, Action.UNDONE, details={"events": 1})
    return replace(
        event, action=Action.UNDONE, details={"events": 1, "operation": event.details["operation"]}
    )


def ready(changes: Changes) -> dict[str, object]:
    """The values of a change as a row would have them."""
    return {column.name: str(value) if isinstance(value, Decimal) else value for column, value in changes}


def written(trail: Trail, table: Table, raw: Row) -> Row:
    """What of a row may be written down."""
    return {column.name: raw[column.name] for column in trail.columns(table.name)}


def told_row(columns: Iterable[Column], raw: Row) -> Row:
    """These columns of a row, as they are told."""
    return {column.name: told(column, raw[column.name]) for column in columns}


def require_check(check: Predicate, before: Row, changes: Changes) -> None:
    """The row as it would be must be within the rule: nothing can be taken back afterwards."""
    looked_at = [leaf.column.name for leaf in leaves(check) if isinstance(leaf, Compare)]
    row = {name: before[name] for name in looked_at} | ready(changes)
    if not matches(check, row):
        raise CheckFailed("The row would not be among those that you may see.")


def require_settable(changes: Changes, settable: Container[str]) -> None:
    """An app may take a value for a new row and not for one that is there, or the other way around."""
    wrong = [column.name for column, _ in changes if column.name not in settable]
    if wrong:
        raise refused(InvalidValue, wrong, "cannot be set by this change")


def require_expected(expected: Expected, raw: Row) -> None:
    """Raises `Changed`, `ChangedMeanwhile` where the row is not as it was seen."""
    version = version_of(told_row(expected.columns, raw))
    if expected.versions is not None and version not in expected.versions:
        raise Changed("Somebody has changed the row since. Load it again.", etag=f'"{version}"')
    other = [
        column.name for column, value in expected.was if values.stored(column, raw[column.name]) != value
    ]
    if other:
        raise refused(ChangedMeanwhile, other, "was changed by somebody else since", at="/was")


def refused(kind: type[Failure], names: Iterable[str], why: str, at: str = "") -> Failure:
    """A failure with a problem for each of these columns."""
    problems = tuple(Problem(f"{at}/{escape(name)}", kind.code, why) for name in names)
    return kind(f"{', '.join(names)} {why}.", problems=problems)
