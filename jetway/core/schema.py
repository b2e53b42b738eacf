"""What a source holds: tables, columns, keys, relations, and what each of them can do."""

from __future__ import annotations

from collections.abc import Mapping  # noqa: TC003  # read at run time where a schema is kept
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from jetway.core.expr import ALL_OPS, Op, Part
from jetway.core.operation import Operation  # noqa: TC001  # read at run time where a schema is kept
from jetway.core.query import Sort  # noqa: TC001  # read at run time where a schema is kept
from jetway.core.types import Type as Type
from jetway.core.types import ops_of as ops_of


class Verb(StrEnum):
    """What can be done to a table."""

    READ = "read"
    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"


class Func(StrEnum):
    """What rows can be aggregated by."""

    COUNT = "count"
    SUM = "sum"
    AVG = "avg"
    MIN = "min"
    MAX = "max"


@dataclass(frozen=True, slots=True)
class Default:
    """What the source puts in when a new row leaves the column out.

    `value` is the constant, ready for JSON, where `kind` is "value"; else `None`.
    """

    kind: Literal["value", "sequence", "now", "uuid", "expression"]
    value: object = None


@dataclass(frozen=True, slots=True)
class Mask:
    """What is shown of a value that may not be seen: that there is one, and its last `keep` characters.

    Those only where at least as many stay hidden.
    """

    keep: int = 0


@dataclass(frozen=True, slots=True)
class FileRule:
    """Which files a column takes. `accept`: media types, `image/*`, `.pdf`; all where it is empty.

    `most_bytes`: the largest; 0 for as large as the bridge takes.
    """

    accept: tuple[str, ...] = ()
    most_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Column:
    """A column and its capabilities. `position` counts from 0 in the table's own order."""

    name: str
    type: Type
    native: str
    position: int
    nullable: bool = True
    default: Default | None = None
    generated: bool = False
    identity: Literal["", "by_default", "always"] = ""
    length: int | None = None
    precision: int | None = None
    scale: int | None = None
    minimum: int | None = None
    maximum: int | None = None
    options: tuple[str, ...] = ()
    closed: bool = False
    """Whether the source sees to it that every value is NULL or one of `options`, those of long ago too."""
    item: Type | None = None
    comment: str = ""
    ops: frozenset[Op] = ALL_OPS
    stale_ops: frozenset[Op] = frozenset()
    """What else it can be compared by, in a search of the source's own that may be behind its rows."""
    sortable: bool = True
    measured: bool = False
    """Whether rows are grouped by it, and its extremes found, although the source does not sort by it."""
    loose: bool = False
    """Whether it may hold values of any type, as in SQLite."""
    wide: bool = False
    """Whether it may hold, told and taken as text, more than its type says.

    Of a number that is NaN, Infinity and -Infinity; of a date or time what MariaDB has beside true ones.
    """
    keyset: bool = True
    """Whether comparisons follow its order exactly, so that a cursor can stand in it."""
    zone: str = ""
    """Where a request wants its moments told: `+03:00`, or a name; the source's own schema has none."""
    part: Part | None = None
    """What of its values a request compares, of which `type` then is; the source's own schema has none."""
    mask: Mask | None = None
    """How its values are shown to a role that may not see them; the source's own schema has none."""
    exact: bool = False
    """Whether a request wants its whole numbers told as text; never so in the source's own schema."""
    pins: tuple[str, ...] | None = None
    """Of the engine's own mark of a row, which the table does not hold: the columns that it looks at."""
    changed: bool = False
    """Whether it is of another type than when the roles were saved; the source's own schema does not know."""
    money: str = ""
    """The column that names the currency, where it counts the smallest unit of that."""
    file: FileRule | None = None
    """Which files it takes, where its texts name files; the source's own schema has none."""

    def __hash__(self) -> int:
        """By what mostly tells columns apart: all of it would cost several times as much."""
        return hash((self.name, self.type, self.position))

    @property
    def writable(self) -> bool:
        """Whether a value for it can be sent at all."""
        return not self.generated and self.identity != "always"

    @property
    def numbered(self) -> bool:
        """Whether the source numbers it and takes no NULL, so that a NULL can only mean "none was sent"."""
        sequence = self.default is not None and self.default.kind == "sequence"
        return not self.nullable and (sequence or bool(self.identity))

    @property
    def required(self) -> bool:
        """Whether a new row must bring a value for it."""
        return self.writable and not self.nullable and self.default is None and not self.identity

    @property
    def groupable(self) -> bool:
        """Whether rows can be grouped by it: its values are told apart by the source."""
        return (self.sortable or self.measured) and self.type not in (Type.JSON, Type.BYTES, Type.GEOMETRY)

    @property
    def aggregates(self) -> frozenset[Func]:
        """What its values can be aggregated by."""
        found = {Func.COUNT}
        if (self.sortable or self.measured) and self.type is not Type.BYTES:
            found |= {Func.MIN, Func.MAX}
        if self.type in (Type.INTEGER, Type.DECIMAL, Type.FLOAT, Type.INTERVAL):
            found |= {Func.SUM, Func.AVG}
        return frozenset() if self.mask or self.pins is not None else frozenset(found)


OnDelete = Literal["no_action", "restrict", "cascade", "set_null", "set_default", "nothing"]
"""What the source does to rows that refer to a deleted one; "nothing" where it knows of no reference."""


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """A constraint as the source declares it. `target` is the name of a `Table`."""

    columns: tuple[str, ...]
    target: str
    target_columns: tuple[str, ...]
    on_delete: OnDelete = "no_action"


@dataclass(frozen=True, slots=True)
class Relation:
    """A way from a row to rows of `target`. `many`: any number of them, else at most one.

    `columns` of this table pair with `target_columns` of the target, in order. `name` is unique among
    the relations of its table and never the name of one of its columns.
    """

    name: str
    columns: tuple[str, ...]
    target: str
    target_columns: tuple[str, ...]
    many: bool
    on_delete: OnDelete = "no_action"


@dataclass(frozen=True, slots=True)
class Declared:
    """A relation of `model` that people declared, as the source has no foreign key for it."""

    model: str
    direction: Literal["MANYTOONE", "ONETOMANY"]
    local_field: str
    related_model: str
    related_field: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table, view or collection. `name` is unique in its source: `orders`, or `schema.orders`.

    `key`: the columns that identify a row, none where nothing does. `mark`: then what the engine tells a row
    by, as text, if it does: it pins one row as it is now, and is another once the row was changed or moved.
    `rows` is an estimate. `keys_at_once`: how many rows one request finds by their keys, where not all.
    """

    name: str
    local_name: str
    columns: tuple[Column, ...]
    schema: str | None = None
    kind: Literal["table", "view", "materialized_view"] = "table"
    key: tuple[str, ...] = ()
    mark: Column | None = None
    unique: tuple[tuple[str, ...], ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    relations: tuple[Relation, ...] = ()
    verbs: frozenset[Verb] = frozenset(Verb)
    aggregates: frozenset[Func] = frozenset(Func)
    related: bool = True
    """Whether the source filters its rows through relations."""
    countable: bool = True
    """Whether the source counts its rows under a filter."""
    plain: bool = False
    """Whether the source compares columns with values, and no more: no OR, no NOT, no parts of dates."""
    natural: tuple[Sort, ...] | None = None
    """The order in which the source gives its rows by itself, and pages through them; `()` for one that no
    column tells. `None`: it has none, and takes any that ends with the key.
    """
    keys_at_once: int | None = None
    atomic: bool = True
    """Whether several changes can be made together or not at all."""
    once: bool = False
    """Whether the source itself makes a new row once that is sent again under the same key."""
    rows: int | None = None
    comment: str = ""

    def column(self, name: str) -> Column | None:
        """The column of that name, the mark among them, or `None`."""
        return next((column for column in self.told if column.name == name), None)

    def relation(self, name: str) -> Relation | None:
        """The relation of that name, or `None`."""
        return next((relation for relation in self.relations if relation.name == name), None)

    @property
    def told(self) -> tuple[Column, ...]:
        """What a row of it tells: its columns, and the mark."""
        return self.columns if self.mark is None else (*self.columns, self.mark)

    @property
    def address(self) -> tuple[Column, ...]:
        """What one row is found by: the key's columns, else the mark; none where nothing tells it."""
        return self.key_columns if self.key or self.mark is None else (self.mark,)

    @property
    def key_columns(self) -> tuple[Column, ...]:
        """The columns of the key, in key order."""
        by_name = {column.name: column for column in self.columns}
        return tuple(by_name[name] for name in self.key)


@dataclass(frozen=True, slots=True)
class Schema:
    """All tables of a source by name. `version` changes whenever anything in them does.

    `nulls_last`: where NULLs stand in an ascending order, as the engine does it by itself.
    """

    tables: Mapping[str, Table]
    version: str
    engine: str
    engine_version: str = ""
    nulls_last: bool = False
    longest_name: int | None = None
    """How many bytes a name may have before the engine cuts it."""
    named_zones: bool = True
    """Whether the source cuts and compares moments in a zone that has a name, as `Europe/Berlin`."""
    expands_many: bool = False
    """Whether the source brings the rows of a to-many relation along."""
    notes: tuple[str, ...] = field(default=())
    declared: tuple[Declared, ...] = ()
    """Those that fit the tables."""
    operations: Mapping[str, Operation] = field(default_factory=dict)
    """What the source does by name, beside reading and writing rows."""
    keeps_files: bool = False
    """Whether files are kept beside the source."""
