"""Moments in PostgreSQL: told in a zone, cut down, and their parts. Sessions have UTC."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jetway.core.expr import Part
from jetway.core.schema import Type
from jetway.core.zones import is_named
from jetway.sources.sql.element import Element, sql
from jetway.sources.sql.grammar import Wire

if TYPE_CHECKING:
    from jetway.core.query import Unit
    from jetway.core.schema import Column

_ISO = "(to_json({0}) #>> '{{}}')"
_ABOVE_UTC = "({0} - ({1} AT TIME ZONE 'UTC'))"
_OFFSET = (
    f"CASE WHEN {_ABOVE_UTC} < INTERVAL '0' THEN '-' || to_char(-{_ABOVE_UTC}, 'HH24:MI')"
    f" ELSE '+' || to_char({_ABOVE_UTC}, 'HH24:MI') END"
)
_PARTS = {
    Part.ISO_YEAR: "extract(isoyear FROM {0})",
    Part.QUARTER: "extract(quarter FROM {0})",
    Part.MONTH: "extract(month FROM {0})",
    Part.WEEK: "extract(week FROM {0})",
    Part.DAY: "extract(day FROM {0})",
    Part.WEEK_DAY: "extract(dow FROM {0}) + 1",
    Part.ISO_WEEK_DAY: "extract(isodow FROM {0})",
    Part.HOUR: "extract(hour FROM {0})",
    Part.MINUTE: "extract(minute FROM {0})",
    Part.SECOND: "floor(extract(second FROM {0}))",
}


def local(column: Column, field: Element) -> Element:
    """The moment in the zone, with its offset."""
    return _with_offset(column, _by_clock(column, field), field)


def cut(column: Column, field: Element, unit: Unit) -> Wire:
    """As the column's own values look."""
    start = sql(f"date_trunc('{unit.value}', {{0}})", _by_clock(column, field))
    if column.zone:
        return Wire(_with_offset(column, start, sql(f"({{0}} {_at(column)})", start)))
    return Wire(sql("CAST({0} AS date)", start) if column.type is Type.DATE else start)


def part(column: Column, field: Element, part: Part) -> Element:
    """A number; a time of day."""
    clock = _by_clock(column, field)
    if part is Part.TIME:
        return sql("CAST({0} AS time)", clock)
    return sql(f"CAST({_PARTS[part]} AS integer)", clock)


def _by_clock(column: Column, field: Element) -> Element:
    """The moment as clocks of the zone show it, without an offset."""
    return sql(f"({{0}} {_at(column)})", field) if column.zone else field


def _at(column: Column) -> str:
    """An offset and a zone's name have no characters that mean something in SQL."""
    return f"AT TIME ZONE {'' if is_named(column.zone) else 'INTERVAL '}'{column.zone}'"


def _with_offset(column: Column, clock: Element, moment: Element) -> Element:
    """`clock` of the zone as text, with the offset that the zone has at `moment`."""
    if not is_named(column.zone):
        return sql(f"{_ISO} || '{column.zone}'", clock)
    return sql(f"{_ISO} || {_OFFSET}", clock, moment)
