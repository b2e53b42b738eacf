"""Dates and moments in SQLite, which are text of several forms: compared, cut down, and told in a zone."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from jetway.core.expr import Op, Part
from jetway.core.query import Unit
from jetway.core.schema import Type
from jetway.core.zones import told, tzinfo_of
from jetway.sources.sql import grammar
from jetway.sources.sql.element import Element, sql
from jetway.sources.sql.grammar import Wire

if TYPE_CHECKING:
    import apsw

    from jetway.core.schema import Column
    from jetway.sources.sql.grammar import Place

_PLAIN = "rtrim(replace(replace({0}, 'T', ' '), '+00:00', ''), 'Z')"
_STORED = f"CASE WHEN instr({{0}}, '.') THEN rtrim(rtrim({_PLAIN}, '0'), '.') ELSE {_PLAIN} END"
_QUARTER = "(strftime('%m', {0}) + 2) / 3"
_CUTS = {
    Unit.SECOND: "strftime('%Y-%m-%dT%H:%M:%S', {0})",
    Unit.MINUTE: "strftime('%Y-%m-%dT%H:%M:00', {0})",
    Unit.HOUR: "strftime('%Y-%m-%dT%H:00:00', {0})",
    Unit.DAY: "strftime('%Y-%m-%dT00:00:00', {0})",
    Unit.WEEK: "strftime('%Y-%m-%dT00:00:00', {0}, 'weekday 0', '-6 days')",
    Unit.MONTH: "strftime('%Y-%m-01T00:00:00', {0})",
    Unit.QUARTER: f"strftime('%Y-', {{0}}) || printf('%02d', {_QUARTER} * 3 - 2) || '-01T00:00:00'",
    Unit.YEAR: "strftime('%Y-01-01T00:00:00', {0})",
}
# A week belongs to the year of its Thursday.
_PARTS = {
    Part.ISO_YEAR: "CAST(strftime('%Y', {0}, '-3 days', 'weekday 4') AS INTEGER)",
    Part.QUARTER: _QUARTER,
    Part.MONTH: "CAST(strftime('%m', {0}) AS INTEGER)",
    Part.WEEK: "(strftime('%j', {0}, '-3 days', 'weekday 4') - 1) / 7 + 1",
    Part.DAY: "CAST(strftime('%d', {0}) AS INTEGER)",
    Part.WEEK_DAY: "strftime('%w', {0}) + 1",
    Part.ISO_WEEK_DAY: "(strftime('%w', {0}) + 6) % 7 + 1",
    Part.HOUR: "CAST(strftime('%H', {0}) AS INTEGER)",
    Part.MINUTE: "CAST(strftime('%M', {0}) AS INTEGER)",
    Part.SECOND: "CAST(strftime('%S', {0}) AS INTEGER)",
    Part.TIME: "strftime('%H:%M:%f', {0})",
}


def register(connection: apsw.Connection) -> None:
    """Make the functions that zones need known to `connection`."""
    connection.create_scalar_function("jetway_local", _local, 2, deterministic=True)
    connection.create_scalar_function("jetway_offset", _offset, 2, deterministic=True)


def local(column: Column, field: Element) -> Element:
    """The moment in the zone, with its offset. A zone's name has no character that means something in SQL."""
    return sql(f"jetway_local({{0}}, '{column.zone}')", field)


def cut(column: Column, field: Element, unit: Unit) -> Wire:
    """As the column's own values look."""
    start = sql(_CUTS[unit], _by_clock(column, field))
    match column.type:
        case Type.DATE:
            return Wire(sql("substr({0}, 1, 10)", start))
        case Type.TIMESTAMPTZ if column.zone:
            return Wire(sql(f"{{0}} || jetway_offset({{0}}, '{column.zone}')", start))
        case Type.TIMESTAMPTZ:
            return Wire(sql("{0} || '+00:00'", start))
        case _:
            return Wire(start)


def part(column: Column, field: Element, part: Part) -> Element:
    """A number; a time of day as text, to the millisecond."""
    return sql(f"({_PARTS[part]})", _by_clock(column, field))


def compared(op: Op, field: Element, place: Place, size: int) -> Element:
    """By what a stored moment means, with a space or a T between; days in front let an index help."""
    exact = grammar.compared(op, sql(_STORED, field), place, size, _utc)
    if op is Op.IN:
        return exact
    parts = [exact]
    if op in (Op.EQ, Op.GT, Op.GTE):
        parts.insert(0, field >= place(lambda value: _utc(value)[:10]))
    if op in (Op.EQ, Op.LT, Op.LTE):
        parts.insert(0, field < place(lambda value: _utc(value)[:10] + "U"))
    return sql(f"({' AND '.join(f'{{{number}}}' for number in range(len(parts)))})", *parts)


def stored(value: str | None) -> object:
    """As SQLite's own functions write moments."""
    return None if value is None else value.replace("T", " ")


def _utc(value: str) -> str:
    """Told in UTC, without an offset and without zeros at the end of the second's digits."""
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return value.replace("T", " ")
    seconds, point, fraction = value.partition(".")
    if moment.tzinfo is not None:
        fraction = fraction.partition("+")[0].partition("-")[0].rstrip("Z")
        with suppress(OverflowError):
            seconds = moment.astimezone(UTC).replace(tzinfo=None, microsecond=0).isoformat()
    fraction = fraction.rstrip("0")
    return f"{seconds}{fraction and point}{fraction}".replace("T", " ")


def of_day(value: str) -> str:
    """A time of day as `part` has it."""
    time, _, fraction = value.partition(".")
    return f"{time}.{fraction[:3]:0<3}"


def _by_clock(column: Column, field: Element) -> Element:
    """The moment as clocks of the zone show it, without an offset."""
    return sql("substr({0}, 1, length({0}) - 6)", local(column, field)) if column.zone else field


def _local(*values: apsw.SQLiteValue) -> apsw.SQLiteValue:
    """What is no moment stays what it is."""
    moment, zone = values
    if not isinstance(moment, str):
        return moment
    try:
        read = datetime.fromisoformat(moment)
        return told(read if read.tzinfo else read.replace(tzinfo=UTC), str(zone))
    except (ValueError, OverflowError):
        return moment


def _offset(*values: apsw.SQLiteValue) -> str | None:
    """The zone's offset at a moment of its own clocks."""
    clock, zone = values
    if not isinstance(clock, str):
        return None
    return datetime.fromisoformat(clock).replace(tzinfo=tzinfo_of(str(zone))).isoformat()[19:]
