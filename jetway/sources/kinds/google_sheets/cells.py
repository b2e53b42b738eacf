"""Cells and values: what a cell holds as JSON, what that is in a row, and the type of a whole column."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, TypeAlias

from jetway.core.refused import ValueRefused
from jetway.core.schema import Type

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

Cell: TypeAlias = str | int | float | bool | None
"""A cell without its format: `None` where it is empty, dates as numbers."""

EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet's moments have no zone
"""Day 0 of Google Sheets."""

DAY_MS = 24 * 3600 * 1000
EXACT = 2**53
"""Up to here, each whole number has a double of its own."""

FAULTS = frozenset({"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#ERROR!"})
"""What stands in place of a formula's value. It is no value of any type but text."""

_BY_FORMAT: Mapping[str, tuple[Type, ...]] = {
    "DATE": (Type.DATE, Type.TIMESTAMP),
    "DATE_TIME": (Type.TIMESTAMP,),
    "TIME": (Type.TIME,),
}
_BY_TABLE: Mapping[str, Type] = {
    "DOUBLE": Type.FLOAT,
    "CURRENCY": Type.FLOAT,
    "PERCENT": Type.FLOAT,
    "DATE": Type.DATE,
    "TIME": Type.TIME,
    "DATE_TIME": Type.TIMESTAMP,
    "BOOLEAN": Type.BOOLEAN,
    "TEXT": Type.TEXT,
    "DROPDOWN": Type.ENUM,
}


def cell_of(sent: object) -> Cell:
    """A cell as the API tells it."""
    if sent == "" or not isinstance(sent, str | int | float | bool):
        return None
    return sent


def type_of(cells: Collection[Cell], formats: Collection[str], declared: str = "") -> Type:
    """The type that all of `cells` fit: as `declared` by a table of Google's, else by formats of numbers.

    Cells of several kinds are text, and so is a column that holds nothing and has no format.

    >>> type_of([1, 2.5, None], ()), type_of([1, "a"], ()), type_of([True], ())
    (<Type.FLOAT: 'float'>, <Type.TEXT: 'text'>, <Type.BOOLEAN: 'boolean'>)
    """
    held = {one for one in cells if one is not None and one not in FAULTS}
    said = (_BY_TABLE[declared],) if declared in _BY_TABLE else ()
    dated = _BY_FORMAT.get(next(iter(formats)), ()) if len(formats) == 1 else ()
    both = (Type.TIMESTAMP,) if set(formats) == {"DATE", "DATE_TIME"} else ()
    guessed = (Type.BOOLEAN, Type.FLOAT) if held else ()
    candidates = (*said, *dated, *both, *guessed)
    each = _unmixed(cells)
    return next((type_ for type_ in candidates if all(_fits(type_, one) for one in each)), Type.TEXT)


def _unmixed(cells: Collection[Cell]) -> list[Cell]:
    """Each cell once; `True` and 1 are two."""
    return [one for _, one in {(isinstance(one, bool), one) for one in cells}]


def _fits(type_: Type, cell: Cell) -> bool:
    try:
        value_of(type_, cell)
    except ValueRefused:
        return False
    return True


def value_of(type_: Type, cell: Cell) -> object:
    """What a row holds for a cell. Raises `ValueRefused` where that is no value of the type."""
    if cell is None:
        return None
    if type_ in (Type.TEXT, Type.ENUM):
        return text_of(cell)
    if isinstance(cell, str):
        if cell in FAULTS:
            return None
        raise ValueRefused("holds text")
    if (type_ is Type.BOOLEAN) != isinstance(cell, bool):
        raise ValueRefused("holds values of several kinds")
    return cell if type_ is Type.BOOLEAN else _of_number(type_, cell)


def _of_number(type_: Type, number: float) -> object:
    match type_:
        case Type.FLOAT:
            return _shortest(number)
        case Type.DATE if number == int(number):
            return _moment(number).date().isoformat()
        case Type.TIMESTAMP:
            return _moment(number).isoformat()
        case Type.TIME if 0 <= number < 1:
            return _moment(number).time().isoformat()
        case _:
            raise ValueRefused("holds values of several kinds")


def _shortest(number: float) -> int | float:
    return int(number) if number == int(number) and abs(number) < EXACT else number


def _moment(serial: float) -> datetime:
    """To the millisecond, which is what a double of days holds."""
    try:
        return EPOCH + timedelta(milliseconds=round(serial * DAY_MS))
    except OverflowError:
        raise ValueRefused("holds a number that is no date") from None


def text_of(cell: Cell) -> str:
    """A cell as text.

    >>> text_of(5.0), text_of(True), text_of("a")
    ('5', 'TRUE', 'a')
    """
    match cell:
        case None:
            return ""
        case bool():
            return str(cell).upper()
        case float():
            return str(_shortest(cell))
        case _:
            return str(cell)


def cell_for(type_: Type, value: object) -> Cell:
    """The cell that holds a value of the type; `None` for none. Raises `ValueRefused`."""
    try:
        match type_:
            case _ if value is None or value == "":
                return None
            case Type.DATE:
                return (date.fromisoformat(str(value)) - EPOCH.date()).days
            case Type.TIMESTAMP:
                return _serial(datetime.fromisoformat(str(value)))
            case Type.TIME:
                return _serial(datetime.combine(EPOCH, time.fromisoformat(str(value)).replace(tzinfo=None)))
            case _:
                assert isinstance(value, str | int | float | bool)
                return value
    except ValueError:
        raise ValueRefused("takes a date of the years 1 to 9999") from None


def _serial(moment: datetime) -> float:
    return (moment - EPOCH) / timedelta(days=1)


def letters(index: int) -> str:
    """What Google Sheets calls the column at `index`, which counts from 0.

    >>> letters(0), letters(25), letters(26), letters(702)
    ('A', 'Z', 'AA', 'AAA')
    """
    found = ""
    while index >= 0:
        index, rest = divmod(index, 26)
        found, index = chr(ord("A") + rest) + found, index - 1
    return found


def names_of(header: Sequence[Cell], width: int) -> list[str]:
    """A name for each of `width` columns: blank ones by their letters, and no two alike.

    >>> names_of(["Name", None, "Name", " a  b "], 5)
    ['Name', 'Column B', 'Name_2', 'a b', 'Column E']
    """
    found: dict[str, None] = {}
    for index in range(width):
        said = " ".join(text_of(header[index]).split()) if index < len(header) else ""
        name = free = said or f"Column {letters(index)}"
        number = 1
        while free in found:
            number += 1
            free = f"{name}_{number}"
        found[free] = None
    return list(found)
