"""What is asked for: `Query` in names as the request said it, and the bound statements a source runs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, TypeAlias

from jetway.core.expr import TRUE

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from jetway.core.expr import Filter, Predicate
    from jetway.core.schema import Column, Func, Relation, Table

Row: TypeAlias = "Mapping[str, object]"
"""A row by column name, values ready for JSON; an expanded relation is a nested row or `None`."""


class Unit(StrEnum):
    """What a date or timestamp can be cut down to when rows are grouped by it. Weeks start on Monday."""

    SECOND = "second"
    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Sort:
    """One column to order by, in names."""

    column: str
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Query:
    """A list as asked for. `select`: column names and dotted paths; `None` for every column.

    `offset` and `limit` count rows; `limit=None` asks for as many as the limits allow.
    """

    table: str
    where: Filter | None = None
    search: str = ""
    select: tuple[str, ...] | None = None
    expand: tuple[str, ...] = ()
    order: tuple[Sort, ...] = ()
    offset: int = 0
    limit: int | None = None
    keys: tuple[str, ...] | None = None
    """Rows of these keys only: the values of the first key, then of the second, and so on."""
    now: datetime | None = None
    """The moment that relative dates count from, in the zone of whoever asks."""
    zone: str = ""
    """In which moments with a zone are told and their parts compared: `+03:00`, or `Europe/Berlin`."""
    stale: bool = False
    """Whether the source may look in a search of its own, which may be behind its rows."""


@dataclass(frozen=True, slots=True)
class Grouping:
    """Groups as asked for, in names. `by`: column and the unit it is cut down to, if any."""

    table: str
    func: Func
    column: str | None
    by: tuple[tuple[str, Unit | None], ...] = ()
    where: Filter | None = None
    search: str = ""
    now: datetime | None = None
    zone: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """One column to order by, bound. NULLs stand where `Schema.nulls_last` says."""

    column: Column
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Expand:
    """A relation to bring along under `relation.name`, of the rows of `table` that satisfy `where`.

    To one: a nested row, `None` where there is none. To many: a list of the first `limit` in `order`.
    """

    relation: Relation
    table: Table
    columns: tuple[Column, ...]
    where: Predicate = TRUE
    expand: tuple[Expand, ...] = ()
    order: tuple[Order, ...] = ()
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """Rows of one table. `limit=None`: all of them."""

    table: Table
    columns: tuple[Column, ...]
    where: Predicate = TRUE
    order: tuple[Order, ...] = ()
    limit: int | None = None
    offset: int = 0
    expand: tuple[Expand, ...] = ()
    whole_bytes: bool = False
    """Send bytes whole; else those over 1 kB come as {"$bytes": length}."""
    stale: bool = False
    """Whether it needs a search of the source's own, which may be behind its rows."""
    lasting: bool = False
    """Whether it may take as long as a file does, page behind page."""

    def where_is(self, where: Predicate) -> Read:
        """The same of other rows. Each request does it, and `replace` costs several times as much."""
        said = (self.order, self.limit, self.offset, self.expand, self.whole_bytes, self.stale, self.lasting)
        return Read(self.table, self.columns, where, *said)

    def first(self, limit: int) -> Read:
        """The same of so many rows."""
        said = (self.offset, self.expand, self.whole_bytes, self.stale, self.lasting)
        return Read(self.table, self.columns, self.where, self.order, limit, *said)


@dataclass(frozen=True, slots=True)
class Group:
    """A column to group by, cut down to `unit`. Comes back as `group`, `group_2`, …"""

    column: Column
    unit: Unit | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """A number per group, under `name`. `column` is `None` only for COUNT of rows."""

    func: Func
    column: Column | None
    name: str = "y_func"


@dataclass(frozen=True, slots=True)
class Aggregate:
    """Measures over the rows that satisfy `where`, one row per group; exactly one where `groups` is empty.

    Rows are ordered by the groups. At most `limit` rows.
    """

    table: Table
    measures: tuple[Measure, ...]
    groups: tuple[Group, ...] = ()
    where: Predicate = TRUE
    limit: int | None = None
    of_first: int | None = None
    """Only so many rows are looked at, whichever they are."""


@dataclass(frozen=True, slots=True)
class Trial:
    """Which of `clauses` hold for the row of `table` that satisfies `where`. Unknown is no."""

    table: Table
    where: Predicate
    clauses: tuple[Predicate, ...]


Changes: TypeAlias = tuple[tuple["Column", object], ...]
"""Columns and their new values, in the table's order; values as `core.values` reads them."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A row of `table` that satisfies `where` must be there for `columns` to point at: `InvalidReference`."""

    columns: tuple[str, ...]
    table: Table
    where: Predicate


@dataclass(frozen=True, slots=True)
class Insert:
    """One new row. `check` must hold for the row as stored, else `CheckFailed` and nothing is stored.

    `once`: a key of the caller's by which a source makes the row once that can (`Table.once`); "" for none.
    """

    table: Table
    values: Changes
    returning: tuple[Column, ...]
    check: Predicate = TRUE
    references: tuple[Reference, ...] = ()
    once: str = ""


@dataclass(frozen=True, slots=True)
class Expected:
    """What a row must still be when it is changed, as whoever changes it saw it in `columns`.

    `versions`: one of them is the row's (`core.version`), else `Changed`; `None`: any. `was`: what columns
    hold, else `ChangedMeanwhile`.
    """

    columns: tuple[Column, ...]
    versions: frozenset[str] | None = None
    was: Changes = ()


@dataclass(frozen=True, slots=True)
class Update:
    """Change the one row that satisfies `where`: `UnknownRow` for none; for several, nothing is changed.

    `check` must hold for the row as stored, else `CheckFailed` and nothing is changed.
    """

    table: Table
    values: Changes
    where: Predicate
    returning: tuple[Column, ...]
    check: Predicate = TRUE
    references: tuple[Reference, ...] = ()
    expected: Expected | None = None


@dataclass(frozen=True, slots=True)
class Spared:
    """Of the rows of `table` that satisfy `where`, all must be `allowed` to go too: `CascadeNotPermitted`."""

    table: Table
    where: Predicate
    allowed: Predicate


@dataclass(frozen=True, slots=True)
class Delete:
    """Delete the one row that satisfies `where`: `UnknownRow` for none; for several, nothing is deleted."""

    table: Table
    where: Predicate
    expected: Expected | None = None
    spared: tuple[Spared, ...] = ()


@dataclass(frozen=True, slots=True)
class UpdateMany:
    """Change every row that satisfies `where`. Comes back as `{"count": rows}`.

    `check` must hold for each as stored, else `CheckFailed`. `TooManyRows` for more than `most`, or for
    another number than `exactly`. Whatever fails, nothing is changed.
    """

    table: Table
    values: Changes
    where: Predicate
    most: int
    exactly: int | None = None
    check: Predicate = TRUE
    references: tuple[Reference, ...] = ()


@dataclass(frozen=True, slots=True)
class DeleteMany:
    """Delete every row that satisfies `where`. Comes back as `{"count": rows}`. Limits as of `UpdateMany`."""

    table: Table
    where: Predicate
    most: int
    exactly: int | None = None
    spared: tuple[Spared, ...] = ()


Write: TypeAlias = Insert | Update | Delete | UpdateMany | DeleteMany
CountKind: TypeAlias = Literal["exact", "estimated", "none", "capped"]
