"""Changes of what a source consists of, as data, and what can be said of them without asking the source."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Final, Literal, NoReturn, TypeAlias

from jetway.core.errors import InvalidInput, NotAllowed, Problem, StillNeeded, UnknownColumn
from jetway.core.expr import TRUE

if TYPE_CHECKING:
    from collections.abc import Collection

    from jetway.core.ceiling import Ceiling
    from jetway.core.schema import Column, Default, Schema, Table
    from jetway.core.view import View, VisibleTable

LONGEST_NAME = 63
"""In bytes: what every engine takes."""

RESERVED = ("jetway_", "sqlite_", "pg_")
"""How the names of Jetway's and the engines' own tables begin."""

TypeName: TypeAlias = Literal[
    "varchar",
    "text",
    "smallint",
    "integer",
    "bigint",
    "decimal",
    "float",
    "boolean",
    "date",
    "time",
    "timestamp",
    "timestamptz",
    "json",
    "uuid",
    "bytes",
]


class Kept(Enum):
    """Stands for what stays as it is, where `None` would take it away."""

    KEPT = "kept"


KEPT: Final = Kept.KEPT


@dataclass(frozen=True, slots=True)
class ColumnType:
    """A type in words of ours; each engine has its own for them."""

    name: TypeName
    length: int | None = None
    precision: int | None = None
    scale: int | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """That every value of a column is one of `column` in `table`."""

    table: Table
    column: Column


@dataclass(frozen=True, slots=True)
class NewColumn:
    """A column to be made. `numbered`: the source numbers its rows. `key`: it is part of the primary key.

    `comment`: what the source says of it, where it keeps such.
    """

    name: str
    type: ColumnType
    nullable: bool = False
    default: Default | None = None
    key: bool = False
    numbered: bool = False
    reference: Reference | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class CreateTable:
    """A new table, where the source puts one of which nothing else is said."""

    name: str
    columns: tuple[NewColumn, ...]
    comment: str = ""


@dataclass(frozen=True, slots=True)
class RenameTable:
    """Another name."""

    table: Table
    name: str


@dataclass(frozen=True, slots=True)
class DropTable:
    """The end of a table and of its rows."""

    table: Table


@dataclass(frozen=True, slots=True)
class AddColumn:
    """One more column, behind the others."""

    table: Table
    column: NewColumn


@dataclass(frozen=True, slots=True)
class AlterColumn:
    """A column as it shall be; `None` and `KEPT`: as it is."""

    table: Table
    column: Column
    name: str | None = None
    type: ColumnType | None = None
    nullable: bool | None = None
    default: Default | Literal[Kept.KEPT] | None = KEPT

    @property
    def renames(self) -> bool:
        """Whether it gets another name."""
        return self.name not in (None, self.column.name)

    @property
    def redefines(self) -> bool:
        """Whether anything but its name changes."""
        return self.type is not None or self.nullable is not None or self.default is not KEPT


@dataclass(frozen=True, slots=True)
class DropColumn:
    """The end of a column and of its values."""

    table: Table
    column: Column


Change: TypeAlias = CreateTable | RenameTable | DropTable | AddColumn | AlterColumn | DropColumn

MOST_COUNTED = 1_000_000


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change would do. In `statements`, `…` stands for what stays as it is.

    `lost`: how many rows or values it would take away or bend, up to `MOST_COUNTED`.
    """

    statements: tuple[str, ...]
    lost: int


def changeable(view: View, ceiling: Ceiling, name: str) -> Table:
    """The table of that name. Raises `UnknownTable`, and `NotAllowed` where it is not to be changed so.

    Rights go by the names of tables and columns: who lacks one could get it by a rename.
    """
    seen = view[name]
    whole = view.schema.tables[name]
    if whole.kind != "table" or ceiling.keeps(name):
        raise NotAllowed(f"{name} cannot be changed here: it is a view, or kept read-only.")
    if not _held_whole(seen, whole):
        raise NotAllowed(f"You may not change what {name} consists of: that takes every right to it.")
    return whole


def _held_whole(seen: VisibleTable, whole: Table) -> bool:
    """Whether the role lacks nothing of the table."""
    writable = {column.name for column in whole.columns if column.writable}
    rows = seen.rule == TRUE and seen.max_rows is None and not seen.presets
    columns = seen.table.columns == whole.columns and seen.creatable == seen.updatable == writable
    return rows and columns and seen.table.verbs == whole.verbs and seen.can_aggregate and seen.can_export


def column_in(table: Table, name: str) -> Column:
    """The column. Raises `UnknownColumn`."""
    found = next((column for column in table.columns if column.name == name), None)
    if found is None:
        raise UnknownColumn(f"{table.name} has no column {name!r}.")
    return found


def check_name(name: str, pointer: str, *, of_table: bool = False) -> None:
    """Raises `InvalidInput` for what cannot be a name."""
    if not name or name != name.strip() or not name.isprintable():
        refuse(pointer, "takes a name without spaces around it and without control characters")
    if len(name.encode(errors="surrogatepass")) > LONGEST_NAME:
        refuse(pointer, f"takes a name of at most {LONGEST_NAME} bytes")
    if of_table and ("." in name or name.lower().startswith(RESERVED)):
        refuse(pointer, f"takes no dot, and does not begin with {', '.join(RESERVED)}")


def check_new(table: CreateTable) -> None:
    """Raises `InvalidInput` for columns that make no table."""
    names = [column.name.lower() for column in table.columns]
    if len(set(names)) < len(names):
        refuse("/columns", "takes every name once, whatever its case")
    key = [column for column in table.columns if column.key]
    if not key:
        refuse("/columns", "takes at least one column with primary_key: rows need a key")
    if any(column.numbered for column in table.columns) and (len(key) > 1 or not key[0].numbered):
        refuse("/columns", "takes a sequence for the only column of the key")


def check_reference(reference: Reference, pointer: str) -> None:
    """Raises `InvalidInput` where several rows could be meant."""
    table, name = reference.table, reference.column.name
    if (name,) not in (table.key, *table.unique):
        refuse(pointer, f"several rows of {table.name} may have the same {name}: it is no key and not unique")


def check_possible(schema: Schema, visible: Collection[str], change: Change) -> None:
    """Raises `StillNeeded` where the key, or foreign keys that point there, are in the way.

    Tables that are not `visible` stand in the way unnamed.
    """
    match change:
        case DropColumn(table, column) | AlterColumn(table, column, nullable=True) if (
            column.name in table.key
        ):
            raise StillNeeded(f"{column.name} is part of the key of {table.name}.")
        case DropTable(table):
            found = [other for other in schema.tables.values() if other.name != table.name]
            _require_none(
                visible,
                {other.name for other in found for key in other.foreign_keys if key.target == table.name},
            )
        case DropColumn(table, column):
            pointing = {
                other.name
                for other in schema.tables.values()
                for key in other.foreign_keys
                if key.target == table.name and column.name in key.target_columns
            }
            _require_none(visible, pointing)
        case CreateTable() | RenameTable() | AddColumn() | AlterColumn():
            pass


def refuse(pointer: str, why: str) -> NoReturn:
    """Raises `InvalidInput` for one member of the body."""
    problems = (Problem(pointer, InvalidInput.code, why),)
    raise InvalidInput(f"{pointer or 'The body'}: {why}.", problems=problems)


def _require_none(visible: Collection[str], found: set[str]) -> None:
    if found:
        named = ", ".join(sorted(found & set(visible))) or "Other tables"
        raise StillNeeded(f"{named} refer to it. Remove their foreign keys first.")
