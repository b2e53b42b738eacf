"""Relations between tables of two sources, which no source knows of: they are joined here, by their keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from jetway.core.expr import Op
from jetway.core.links import stem
from jetway.core.schema import Declared, Type

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from jetway.core.schema import Column, Table


@dataclass(frozen=True, slots=True)
class DeclaredFar:
    """A relation that people declared of a table of `source`, to one of `related_source`. "": the first."""

    source: str
    related_source: str
    relation: Declared

    @property
    def ends(self) -> tuple[End, End]:
        """The relation as each of its tables has it."""
        one = self.relation
        many = one.direction == "ONETOMANY"
        here = (self.source, one.model, one.local_field)
        there = (self.related_source, one.related_model, one.related_field)
        return End(*here, *there, many, one), End(*there, *here, not many, None)


@dataclass(frozen=True, slots=True)
class End:
    """One way through a far relation. `declared`: as it was declared, where that was of this table."""

    source: str
    table: str
    column: str
    target_source: str
    target: str
    target_column: str
    many: bool
    declared: Declared | None

    @property
    def stem(self) -> str:
        """What the relation's name begins with. It depends on the declaration alone."""
        return self.target.rpartition(".")[2] if self.many else stem(self.column)


@dataclass(frozen=True, slots=True)
class Far:
    """A way from a row to rows of another source's table, as far as the role sees both.

    `name` is unique among the columns and relations of its table. `filters`: whether rows can be filtered
    through it. `away`: the other source cannot be reached, so that nothing more is known of it.
    """

    name: str
    end: End
    column: Column
    filters: bool
    away: bool = False


Granted: TypeAlias = "frozenset[tuple[str, str]]"
"""Tables and columns of a source that is away: those that a role may see, if they are there."""

Others: TypeAlias = "Mapping[str, Mapping[str, Table] | Granted]"
"""What the role sees of other sources, by their names."""


def fars(here: Table, ends: Iterable[End], others: Others) -> tuple[Far, ...]:
    """The relations of `here` that lead somewhere."""
    found: list[Far] = []
    taken = {column.name for column in here.told} | {relation.name for relation in here.relations}
    for end in ends:
        there, column = others.get(end.target_source, {}), here.column(end.column)
        if column is None or column.mask is not None or not _leads(end, here, there):
            continue
        name = _name(end, taken)
        taken.add(name)
        filters = here.plain or Op.IN in column.ops
        found.append(Far(name, end, column, filters, away=isinstance(there, frozenset)))
    return tuple(found)


def _leads(end: End, here: Table, there: Mapping[str, Table] | Granted) -> bool:
    if isinstance(there, frozenset):
        return (end.target, end.target_column) in there
    return _misfit(end, here, there.get(end.target)) is None


def misfit_far(here: Mapping[str, Table], there: Mapping[str, Table], declared: DeclaredFar) -> str | None:
    """Why no row could be found by the relation; `None` where it fits."""
    end, _ = declared.ends
    if end.table not in here:
        return f"there is no table {end.table!r}"
    return _misfit(end, here[end.table], there.get(end.target))


def _misfit(end: End, here: Table, there: Table | None) -> str | None:
    if there is None:
        return f"there is no table {end.target!r} in that source"
    near, far = here.column(end.column), there.column(end.target_column)
    if near is None or near.mask:
        return f"{here.name} has no column {end.column!r}"
    if far is None or far.mask:
        return f"{there.name} has no column {end.target_column!r}"
    if kind_of(near) is None or kind_of(near) != kind_of(far):
        return f"{near.name} ({near.native}) cannot be compared with {far.name} ({far.native})"
    one, by = (here, near) if end.many else (there, far)
    if not (is_unique(one, by.name) or (one.plain and Op.EQ in by.ops)):
        return f"several rows of {one.name} may have the same {by.name}: it is neither its key nor unique"
    if end.many and there.plain and Op.EQ not in far.ops:
        return f"{there.name} cannot be filtered by {far.name} where it is"
    return None


def is_unique(table: Table, column: str) -> bool:
    """Whether no two rows have the same value in the column."""
    return (column,) in (table.key, *table.unique)


def kind_of(column: Column) -> Literal["text", "number"] | None:
    """Columns of one kind are compared here; others are not, whose values sources write each in their way."""
    match column.type:
        case Type.TEXT | Type.ENUM | Type.UUID:
            return "text"
        case Type.INTEGER | Type.DECIMAL:
            return "number"
        case _:
            return None


def _name(end: End, taken: set[str]) -> str:
    name = end.stem
    if name in taken:
        name = f"{name}_by_{end.target_column}" if end.many else f"{name}_row"
    while name in taken:
        name += "_"
    return name
