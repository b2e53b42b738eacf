"""From the columns of a file to the columns of a table: as it was said, else by their names."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from jetway.core.change import pointer
from jetway.core.compare import column_of
from jetway.core.errors import InvalidParameter, Problem, ReadOnlyField, UnknownField, UnknownRelation
from jetway.core.expr import Op, Predicate
from jetway.core.rules import fill

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from jetway.core.directory import Actor
    from jetway.core.schema import Column, Relation, Table
    from jetway.core.view import View, VisibleTable

Mode = Literal["add", "update", "both"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """An import as asked for, in names. `mapped`: columns of the file to columns, paths, or nothing."""

    table: str
    mode: Mode
    match: tuple[str, ...] | None = None
    mapped: Mapping[str, str | None] = field(default_factory=dict)
    dry_run: bool = False
    skip_errors: bool = False


@dataclass(frozen=True, slots=True)
class Through:
    """A related row to be found by what `column` of it holds, among those that the actor sees."""

    relation: Relation
    table: Table
    column: Column
    where: Predicate


@dataclass(frozen=True, slots=True)
class Brought:
    """A column of the file, by its place there, and the columns it fills: with `through`, the relation's."""

    place: int
    columns: tuple[Column, ...]
    through: Through | None = None


def brought_by(
    view: View, actor: Actor, wanted: Wanted, names: Sequence[str]
) -> tuple[tuple[Brought, ...], tuple[str, ...]]:
    """The columns of the file: as mapped, else by their names. Those that nobody may set are ignored."""
    seen = view[wanted.table]
    for name in wanted.mapped:
        if name not in names:
            raise InvalidParameter(f"_map names {name!r}, and the file has no such column.")
    settable = _settable_names(seen, wanted)
    found, ignored, unknown = [], [], []
    for place, name in enumerate(names):
        said = wanted.mapped.get(name, name)
        if said is None:
            ignored.append(name)
        elif (column := seen.table.column(said)) is not None:
            if name not in wanted.mapped and said not in settable:
                ignored.append(name)
            elif said not in settable:
                raise ReadOnlyField(f"You may not set {said}: map {name!r} to null.")
            else:
                found.append(Brought(place, (column,)))
        elif name in wanted.mapped or _leads(seen.table, said):
            found.append(_through(view, actor, seen, place, said))
        else:
            unknown.append(name)
    _check_known(wanted.table, unknown)
    _check_once([column.name for item in found for column in item.columns])
    return tuple(found), tuple(ignored)


def _settable_names(seen: VisibleTable, wanted: Wanted) -> set[str]:
    """What is matched by need not be set."""
    match = seen.table.key if wanted.match is None else wanted.match
    return (
        (set(match) if wanted.mode != "add" else set())
        | (seen.creatable if wanted.mode != "update" else frozenset())
        | (seen.updatable if wanted.mode != "add" else frozenset())
    )


def _leads(table: Table, path: str) -> bool:
    return table.relation(path.partition(".")[0]) is not None


def _check_known(table: str, unknown: Sequence[str]) -> None:
    if unknown:
        listed = ", ".join(unknown[:10])
        raise UnknownField(
            f"{table} has no column for: {listed}. Say in _map where they go, or null to leave them out.",
            problems=tuple(Problem(pointer(name), "unknown_field", "goes nowhere") for name in unknown[:100]),
        )


def _through(view: View, actor: Actor, seen: VisibleTable, place: int, path: str) -> Brought:
    name, _, column = path.partition(".")
    relation = seen.table.relation(name)
    if relation is None:
        raise UnknownField(f"{seen.table.name} has no column {path!r}.")
    if relation.many or not column:
        raise UnknownRelation(f"{path!r} is no column of one related row, as customer.name is.")
    target = view[relation.target]
    found = column_of(target.table, column)
    if Op.IN not in found.ops:
        raise InvalidParameter(f"Rows of {relation.target} cannot be found by {column}.")
    mine = tuple(column_of(seen.table, name) for name in relation.columns)
    return Brought(place, mine, Through(relation, target.table, found, fill(target.rule, actor)))


def _check_once(names: Sequence[str]) -> None:
    for name in names:
        if names.count(name) > 1:
            raise InvalidParameter(f"Two columns of the file go to {name}: map one of them to null.")
