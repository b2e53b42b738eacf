"""Planning of exports: a whole list as the rows of a file. Knows no file format but what a row of it is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias

from jetway.core.errors import InvalidParameter, NotAllowed
from jetway.core.plan import plan_list
from jetway.core.schema import Type

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from jetway.core.directory import Actor
    from jetway.core.finish import Finish
    from jetway.core.query import Aggregate, Expand, Query, Read
    from jetway.core.schema import Column
    from jetway.core.view import View

BARE = frozenset(
    {Type.INTEGER, Type.DECIMAL, Type.FLOAT, Type.BOOLEAN, Type.DATE, Type.TIME}
    | {Type.TIMESTAMP, Type.TIMESTAMPTZ}
)
"""Types whose cells stand in CSV without quotes. All others have them, so that "" is not NULL."""

FREE = frozenset({Type.TEXT, Type.ENUM, Type.OTHER})
"""Types whose cells may read as a spreadsheet's formula."""


FORMULAS = "=+-@\t\n\r\uff1d\uff0b\uff0d\uff20"
"""What a text begins with that a spreadsheet may run; the last are full-width (OWASP, "CSV Injection")."""


@dataclass(frozen=True, slots=True)
class Csv:
    """Rows as lines of CSV. `guarded`: text that a spreadsheet would run gets an apostrophe in front."""

    delimiter: str = ","
    guarded: bool = True


@dataclass(frozen=True, slots=True)
class Json:
    """Rows as JSON objects, each on one line."""


Form: TypeAlias = Csv | Json


@dataclass(frozen=True, slots=True)
class Cell:
    """A column of a file: where it is in a row, by relations to one, and the column of the source."""

    path: tuple[str, ...]
    column: Column

    @property
    def name(self) -> str:
        """What heads the column."""
        return ".".join(self.path)


@dataclass(frozen=True, slots=True)
class Export:
    """Every row of `read`, finished by `ours` where the source cannot do all of it.

    `count` counts them; `most`: no more are sent to this actor.
    """

    read: Read
    ours: Finish | None
    count: Aggregate | None
    most: int | None

    @property
    def shown(self) -> Read:
        """The read with the columns of the file alone."""
        return self.read if self.ours is None else replace(self.read, columns=self.ours.columns)

    def first(self, most: int) -> Export:
        """The same of so many rows."""
        most = most if self.most is None else min(most, self.most)
        if self.ours is None:
            return replace(self, read=self.read.first(most), most=most)
        return replace(self, ours=replace(self.ours, limit=most), most=most)


def plan_export(view: View, actor: Actor, query: Query) -> Export:
    """What `query` lists, without pages. Each table whose columns are in it must be granted for export."""
    seen = view[query.table]
    plan = plan_list(view, actor, replace(query, offset=0, limit=None))
    require_exportable(view, query.table, plan.read.expand)
    read, ours = replace(plan.read, whole_bytes=True, lasting=True), plan.ours
    if query.select is None and ours is None:
        read = replace(read, columns=_unmarked(read.columns))
    elif query.select is None and ours is not None:
        ours = replace(ours, columns=_unmarked(ours.columns))
    export = Export(read, ours, plan.count, seen.max_rows)
    if _marked(export.shown.columns, read.expand):
        raise InvalidParameter("A file holds no marks of rows: they would soon name none. Select without.")
    return export


def require_exportable(view: View, table: str, expand: Sequence[Expand]) -> None:
    """Raises `NotAllowed` where rows of one of the tables may not be taken away."""
    for name in {table, *_tables(expand)}:
        if not view[name].can_export:
            raise NotAllowed(f"You may not export {name}. An owner can grant it in the policy.")


def cells(read: Read, select: Sequence[str] | None) -> tuple[Cell, ...]:
    """The columns of a file of `read`, in the order of `select`. Raises for relations to many."""
    return as_selected(_cells((), read.columns, read.expand), select)


def as_selected(found: Iterable[Cell], select: Sequence[str] | None) -> tuple[Cell, ...]:
    """The columns in the order of `select`; those that it does not name stay behind the others."""
    if select is None:
        return tuple(found)
    place = {name: number for number, name in enumerate(dict.fromkeys(select))}
    return tuple(sorted(found, key=lambda cell: place.get(cell.name, len(place))))


def _cells(path: tuple[str, ...], columns: Sequence[Column], expand: Sequence[Expand]) -> Iterator[Cell]:
    for column in columns:
        yield Cell((*path, column.name), column)
    for item in expand:
        name = item.relation.name
        if item.relation.many:
            raise InvalidParameter(f"{name} leads to many rows, which a table has no place for. Take JSON.")
        yield from _cells((*path, name), item.columns, item.expand)


def _unmarked(columns: Sequence[Column]) -> tuple[Column, ...]:
    return tuple(column for column in columns if column.pins is None)


def _marked(columns: Sequence[Column], expand: Sequence[Expand]) -> bool:
    here = any(column.pins is not None for column in columns)
    return here or any(_marked(item.columns, item.expand) for item in expand)


def _tables(expand: Sequence[Expand]) -> Iterator[str]:
    for item in expand:
        yield item.table.name
        yield from _tables(item.expand)
