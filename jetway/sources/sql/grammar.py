"""What differs from engine to engine in the SQL of a statement: one module per engine answers this."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from jetway.core.expr import Op
from jetway.core.told import DOTS
from jetway.sources.sql.element import Element, sql

if TYPE_CHECKING:
    from collections.abc import Sequence

    import sqlalchemy as sa
    from sqlalchemy.engine import Dialect
    from sqlalchemy.sql.expression import ClauseElement

    from jetway.core.export import Csv
    from jetway.core.expr import Part
    from jetway.core.query import Row, Unit
    from jetway.core.schema import Column, Func

Encode: TypeAlias = Callable[[Any], object]
"""From a value as `core.values` reads it to what the driver binds."""

Place: TypeAlias = Callable[[Encode], Element]
"""A new parameter for the value at hand, sent as the function makes it."""

Decode: TypeAlias = Callable[[Any], object]
"""From what the driver yields to a value ready for JSON."""


@dataclass(frozen=True, slots=True)
class Wire:
    """A value on its way out: what to select, and what is still to be done with what comes back.

    `usual` yields the same for less, `unless` holds of the value.
    """

    element: Element
    decode: Decode | None = None
    usual: Element | None = None
    unless: Element | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a row, under `name`."""

    name: str
    wire: Wire


@dataclass(frozen=True, slots=True)
class Nested:
    """A row within a row. `present` is NULL where there is none."""

    name: str
    present: Element
    outputs: Outputs


Outputs: TypeAlias = tuple["Value | Nested", ...]


class Grammar(Protocol):
    """An engine's way of saying things."""

    @property
    def dialect(self) -> Dialect:
        """SQLAlchemy's, with named parameters: it doubles no percent sign and renames nothing."""
        ...

    @property
    def returns_inserted(self) -> bool:
        """Whether INSERT can return the row."""
        ...

    @property
    def returns_changed(self) -> bool:
        """Whether UPDATE and DELETE can return the row."""
        ...

    @property
    def percent_s(self) -> bool:
        """Whether placeholders are `%s`, counted by their order, and other percent signs are doubled."""
        ...

    @property
    def builds_json(self) -> bool:
        """Whether a row comes as one JSON object, made by the database."""
        ...

    @property
    def page_first(self) -> bool:
        """Whether to choose the rows in a subquery: the engine makes JSON of all rows that it sorts."""
        ...

    @property
    def sees_around(self) -> bool:
        """Whether a subquery in FROM sees the columns of the row around it."""
        ...

    @property
    def locked(self) -> str:
        """What stands behind a SELECT whose rows nobody else may change until the transaction ends."""
        ...

    def placeholder(self, number: int) -> str:
        """How the driver wants the parameter of that number, counted from 0."""
        ...

    def condition(self, column: Column, op: Op, field: Element, place: Place, size: int) -> Element:
        """`field` compared with a value, or with `size` values for IN. Never asked for IS_NULL."""
        ...

    def mark(self, column: Column, scope: str) -> Element:
        """The engine's own mark of a row of `scope`, as text. Asked for where a table has one."""
        ...

    def mark_parts(self, column: Column) -> Sequence[str]:
        """The columns, the engine's own among them, that the mark is made of."""
        ...

    def lies_at(self, mark: str) -> str:
        """What the mark says of where the row lies; of what is no mark, a place where no row lies."""
        ...

    def wire(self, column: Column, field: Element, *, whole: bool) -> Wire:
        """The value as `docs/reference/bridge-api.md` has it; bytes over 1 kB only where `whole`."""
        ...

    def masked(self, column: Column, field: Element, keep: int) -> Wire:
        """The value as text that hides it: dots, and behind them `keep` of its last characters."""
        ...

    def assigned(self, column: Column, place: Place) -> Element:
        """A value on its way into the column."""
        ...

    def cut(self, column: Column, field: Element, unit: Unit) -> Wire:
        """ISO text of the start of the unit that the date or timestamp lies in."""
        ...

    def part(self, column: Column, field: Element, part: Part) -> Element:
        """The part of a date, time or moment, as a number or a time of day; of a moment in `column.zone`."""
        ...

    def measure(self, func: Func, column: Column | None, field: Element | None) -> Wire:
        """An aggregate; of rows where there is no column."""
        ...

    def limited(self, select: sa.Select[Any], limit: int | None, offset: Place | None) -> sa.Select[Any]:
        """`select` with a literal LIMIT and an OFFSET."""
        ...

    def row(self, outputs: Outputs) -> list[Element]:
        """What to select, or to return from a change, for one row of `outputs`."""
        ...

    def rows(self, base: sa.Select[Any], outputs: Outputs) -> sa.Select[Any]:
        """`base` with columns: what `row` selects, or the same made faster."""
        ...

    def quick(self, base: sa.Select[Any], outputs: Outputs) -> sa.Select[Any]:
        """What `rows` selects, or for less a NULL where only `rows` tells the row."""
        ...

    def many(self, base: sa.Select[Any], outputs: Outputs, order: list[Element], limit: int | None) -> Wire:
        """An array of the rows of `base`, as a value of the row around it.

        Where the engine `sees_around`, `base` has its order and limit already.
        """
        ...

    def cell(self, column: Column, field: Element) -> Element:
        """The value as a cell of a file has it; NULL where it is NULL, or has no form there."""
        ...

    def csv(self, base: sa.Select[Any], fields: Sequence[tuple[Column, Element]], form: Csv) -> ClauseElement:
        """A statement of the lines that the cells of `fields` make of the rows of `base`."""
        ...

    def decoded(self, outputs: Outputs) -> Callable[[tuple[Any, ...]], Row]:
        """From what `rows` yields to a row."""
        ...


def compared(op: Op, field: Element, place: Place, size: int, encode: Encode) -> Element:
    """A comparison as every engine has it, of a field with a value that `encode` makes."""
    match op:
        case Op.EQ:
            return field == place(encode)
        case Op.LT:
            return field < place(encode)
        case Op.LTE:
            return field <= place(encode)
        case Op.GT:
            return field > place(encode)
        case Op.GTE:
            return field >= place(encode)
        case Op.IN:
            return among(field, place, size, encode)
        case _:
            raise AssertionError(f"{op} is not the same on every engine")


def among(field: Element, place: Place, size: int, encode: Encode) -> Element:
    """IN with `size` places; the last value fills those that are left over. Never true for none."""
    if not size:
        return sql("1 = 0")
    return field.in_([place(_item(number, encode)) for number in range(size)])


def _item(number: int, encode: Encode) -> Encode:
    def item(values: tuple[object, ...]) -> object:
        return encode(values[min(number, len(values) - 1)])

    return item


def escaped(text: str) -> str:
    """`text` for LIKE, its wildcards taken literally; backslash escapes."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def pattern(op: Op) -> Encode:
    """From a text to the LIKE pattern of a text operator."""
    match op:
        case Op.STARTS_WITH | Op.ISTARTS_WITH:
            return lambda text: f"{escaped(text)}%"
        case Op.ENDS_WITH | Op.IENDS_WITH:
            return lambda text: f"%{escaped(text)}"
        case _:
            return lambda text: f"%{escaped(text)}%"


def shown(grammar: Grammar, column: Column, field: Element, *, whole: bool) -> Wire:
    """The value as the role may see it: what is masked never leaves the source."""
    if column.mask is not None:
        return grammar.masked(column, field, column.mask.keep)
    return grammar.wire(column, field, whole=whole)


def dotted(keep: int, length: str, tail: str) -> str:
    """SQL of a masked value: `{0}` is the value and `{1}` its text, of `length`, that ends in `tail`.

    The dots do not tell how long it is, and at least as much of it is hidden as shown.
    """
    if not keep:
        return f"CASE WHEN {{0}} IS NOT NULL THEN '{DOTS}' END"
    return f"CASE WHEN {{0}} IS NULL THEN NULL WHEN {length} < {2 * keep} THEN '{DOTS}' ELSE {tail} END"
