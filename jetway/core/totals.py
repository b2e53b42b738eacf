"""Numbers over rows, for sources that send rows alone: counted, summed and compared here, group by group.

The law: aggregated by a database or here, the numbers are the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from jetway.core import values
from jetway.core.query import Unit
from jetway.core.schema import Func, Type
from jetway.core.told import told
from jetway.core.zones import tzinfo_of

if TYPE_CHECKING:
    from jetway.core.query import Aggregate, Group, Measure, Row
    from jetway.core.schema import Column

Number: TypeAlias = "int | float | Decimal"


@dataclass(slots=True)
class Totals:
    """What `aggregate` makes of the rows that were added; those satisfy its condition."""

    aggregate: Aggregate
    _groups: dict[tuple[object, ...], _Group] = field(default_factory=dict)

    def add(self, row: Row) -> None:
        """Take one row more into account. It has the columns that are grouped by and measured."""
        shown = [_cut(group, row[group.column.name]) for group in self.aggregate.groups]
        key = tuple(
            _place(group.column, value) for group, value in zip(self.aggregate.groups, shown, strict=True)
        )
        group = self._groups.get(key)
        if group is None:
            group = self._groups[key] = _Group(shown, [_Running() for _ in self.aggregate.measures])
        for measure, running in zip(self.aggregate.measures, group.running, strict=True):
            running.add(measure, row)

    def rows(self) -> list[Row]:
        """A row for each group, in the order of the groups, those without a value first."""
        if not self.aggregate.groups and not self._groups:
            self._groups[()] = _Group([], [_Running() for _ in self.aggregate.measures])
        ordered = sorted(self._groups.items(), key=lambda one: one[0])
        return [self._row(group) for _, group in ordered[: self.aggregate.limit]]

    def _row(self, group: _Group) -> Row:
        row: dict[str, object] = {}
        for number, (asked, value) in enumerate(zip(self.aggregate.groups, group.shown, strict=True), 1):
            row["group" if number == 1 else f"group_{number}"] = _shown(asked, value)
        for measure, running in zip(self.aggregate.measures, group.running, strict=True):
            row[measure.name] = running.result(measure)
        return row


@dataclass(slots=True)
class _Group:
    """What a group is shown as, and what becomes of each measure."""

    shown: list[object]
    running: list[_Running]


@dataclass(slots=True)
class _Running:
    """One measure so far: how many values, the sum of those that are numbers, and the extreme."""

    count: int = 0
    numbers: int = 0
    total: Number = 0
    extreme: tuple[object, object] | None = None

    def add(self, measure: Measure, row: Row) -> None:
        value = None if measure.column is None else row[measure.column.name]
        if measure.column is not None and value is None:
            return
        self.count += 1
        if measure.column is None or measure.func is Func.COUNT:
            return
        if measure.func in (Func.MIN, Func.MAX):
            self._compare(measure.func, values.sortable(measure.column, value), value)
        elif (number := _number(measure.column, value)) is not None:
            self.numbers += 1
            self.total = _sum(self.total, number)

    def _compare(self, func: Func, place: object, value: object) -> None:
        if self.extreme is not None:
            before = self.extreme[0]
            further = place < before if func is Func.MIN else place > before  # type: ignore[operator]  # one type
            if not further:
                return
        self.extreme = place, value

    def result(self, measure: Measure) -> object:
        match measure.func:
            case Func.COUNT:
                return self.count
            case Func.MIN | Func.MAX:
                assert measure.column is not None
                return None if self.extreme is None else told(measure.column, self.extreme[1])
            case Func.SUM:
                return _said(measure.column, self.total) if self.numbers else None
            case Func.AVG:
                return _plain(self.total / self.numbers) if self.numbers else None


def _number(column: Column, value: object) -> Number | None:
    """The number that a value is; `None` for what else a column without a strict type holds."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float | Decimal):
        return value
    own = values.banded(column, value)[1] if column.type is Type.DECIMAL else None
    return own if isinstance(own, Decimal) else None


def _sum(one: Number, other: Number) -> Number:
    """Exact while both are; with a float in it, a float."""
    if isinstance(one, float) != isinstance(other, float):
        return float(one) + float(other)
    return one + other  # type: ignore[operator]  # a float never meets a Decimal here


def _said(column: Column | None, total: Number) -> object:
    return str(total) if column is not None and column.exact else _plain(total)


def _plain(number: Number) -> object:
    """Decimals are text in a row."""
    return str(number) if isinstance(number, Decimal) else number


def _place(column: Column, value: object) -> tuple[bool, object]:
    return value is not None, 0 if value is None else values.sortable(column, value)


def _shown(group: Group, value: object) -> object:
    return value if group.unit is not None else told(group.column, value)


def _cut(group: Group, value: object) -> object:
    """Where the unit that the value lies in starts, told as the column's own values are."""
    if group.unit is None or value is None:
        return value
    try:
        moment = datetime.fromisoformat(str(value))
        if group.column.type is Type.TIMESTAMPTZ:
            moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
            moment = moment.astimezone(tzinfo_of(group.column.zone))
        start = _start(moment, group.unit)
    except (ValueError, OverflowError):
        return None
    return start.date().isoformat() if group.column.type is Type.DATE else start.isoformat()


def _start(moment: datetime, unit: Unit) -> datetime:
    midnight = moment.replace(hour=0, minute=0, second=0, microsecond=0)
    match unit:
        case Unit.SECOND:
            return moment.replace(microsecond=0)
        case Unit.MINUTE:
            return moment.replace(second=0, microsecond=0)
        case Unit.HOUR:
            return moment.replace(minute=0, second=0, microsecond=0)
        case Unit.DAY:
            return midnight
        case Unit.WEEK:
            return midnight - timedelta(days=moment.weekday())
        case Unit.MONTH:
            return midnight.replace(day=1)
        case Unit.QUARTER:
            return midnight.replace(month=moment.month - (moment.month - 1) % 3, day=1)
        case Unit.YEAR:
            return midnight.replace(month=1, day=1)
