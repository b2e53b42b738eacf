"""Moments in MariaDB and MySQL: cut down, and their parts. Sessions have UTC.

Names of zones mean something to CONVERT_TZ where the server's time zone tables are loaded.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from jetway.core.expr import Part
from jetway.core.query import Unit
from jetway.core.schema import Type
from jetway.core.zones import told, tzinfo_of
from jetway.sources.sql.element import Element, sql
from jetway.sources.sql.grammar import Wire

if TYPE_CHECKING:
    from jetway.core.schema import Column

_CUTS = {
    Unit.SECOND: "DATE_FORMAT({0}, '%Y-%m-%dT%H:%i:%s')",
    Unit.MINUTE: "DATE_FORMAT({0}, '%Y-%m-%dT%H:%i:00')",
    Unit.HOUR: "DATE_FORMAT({0}, '%Y-%m-%dT%H:00:00')",
    Unit.DAY: "DATE_FORMAT({0}, '%Y-%m-%dT00:00:00')",
    Unit.WEEK: "DATE_FORMAT({0} - INTERVAL WEEKDAY({0}) DAY, '%Y-%m-%dT00:00:00')",
    Unit.MONTH: "DATE_FORMAT({0}, '%Y-%m-01T00:00:00')",
    Unit.QUARTER: "CONCAT(YEAR({0}), '-', LPAD(QUARTER({0}) * 3 - 2, 2, '0'), '-01T00:00:00')",
    Unit.YEAR: "DATE_FORMAT({0}, '%Y-01-01T00:00:00')",
}
_PARTS = {
    Part.ISO_YEAR: "YEARWEEK({0}, 3) DIV 100",
    Part.QUARTER: "QUARTER({0})",
    Part.MONTH: "MONTH({0})",
    Part.WEEK: "WEEK({0}, 3)",
    Part.DAY: "DAYOFMONTH({0})",
    Part.WEEK_DAY: "DAYOFWEEK({0})",
    Part.ISO_WEEK_DAY: "WEEKDAY({0}) + 1",
    Part.HOUR: "HOUR({0})",
    Part.MINUTE: "MINUTE({0})",
    Part.SECOND: "SECOND({0})",
    Part.TIME: "TIME({0})",
}


def cut(column: Column, field: Element, unit: Unit) -> Wire:
    """As the column's own values look."""
    start = sql(_CUTS[unit], by_clock(column, field))
    match column.type:
        case Type.DATE:
            return Wire(sql("LEFT({0}, 10)", start))
        case Type.TIMESTAMPTZ:
            return Wire(start, lambda text: with_offset(text, column.zone))
        case _:
            return Wire(start)


def part(column: Column, field: Element, part: Part) -> Element:
    """A number; a time of day."""
    return sql(f"({_PARTS[part]})", by_clock(column, field))


def in_zone(text: str, zone: str) -> str:
    """A moment in UTC, told in the zone. What Python has no date for is told in UTC."""
    if not zone:
        return f"{text}+00:00"
    try:
        return told(datetime.fromisoformat(text).replace(tzinfo=UTC), zone)
    except (ValueError, OverflowError):
        return f"{text}+00:00"


def with_offset(text: str, zone: str) -> str:
    """A time of the zone's own clocks, with the offset that it has then. What is no date has none."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=tzinfo_of(zone)).isoformat()
    except ValueError:
        return f"{text}+00:00"


def by_clock(column: Column, field: Element) -> Element:
    """As clocks of the zone show it. Neither offsets nor names of zones mean something in SQL."""
    return sql(f"CONVERT_TZ({{0}}, '+00:00', '{column.zone}')", field) if column.zone else field
