"""Lines of CSV made by SQLite. A value may be of any storage class in any column; none may break a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jetway.core.export import BARE, FORMULAS, FREE
from jetway.core.schema import Type
from jetway.sources.sql.element import Element, sql

if TYPE_CHECKING:
    from collections.abc import Sequence

    import sqlalchemy as sa

    from jetway.core.export import Csv
    from jetway.core.schema import Column

_DIGITS = (
    "CASE WHEN CAST(printf('%!.15g', {0}) AS REAL) = {0} THEN printf('%!.15g', {0})"
    " ELSE printf('%!.17g', {0}) END"
)
_FINITE = f"CASE WHEN abs({{0}}) < 9e999 THEN {_DIGITS} END"
_ANY = f"CASE typeof({{0}}) WHEN 'blob' THEN jetway_base64({{0}}) WHEN 'real' THEN {_FINITE} ELSE {{0}} END"
_BOOLEAN = f"CASE {{0}} WHEN 0 THEN 'false' WHEN 1 THEN 'true' ELSE {_ANY} END"
_JSON = f"CASE WHEN json_valid({{0}}) THEN json({{0}}) ELSE {_ANY} END"
_MOMENT = (
    "CASE WHEN typeof({0}) = 'text' AND substr({0}, 11, 1) = 'T'"
    f" THEN substr({{0}}, 1, 10) || ' ' || substr({{0}}, 12) ELSE {_ANY} END"
)
_FORMULAS = ", ".join(str(ord(one)) for one in FORMULAS)
_FORMULA = (  # what begins as one, apostrophes before it not counted
    f"unicode({{0}}) IN (39, {_FORMULAS}) AND unicode(ltrim({{0}}, '''')) IN ({_FORMULAS})"
)
_GUARDED = f"CASE WHEN {_FORMULA} THEN '''' || {{0}} ELSE {{0}} END"
_QUOTED = "ifnull('\"' || replace({0}, '\"', '\"\"') || '\"', '')"

# Each has a short cut for what the column's type promises; {1} is for what else is stored.
_NUMBER_PART = (
    f"CASE typeof({{0}}) WHEN 'integer' THEN {{0}} WHEN 'real' THEN ifnull({_FINITE}, '') ELSE {{1}} END"
)
_BOOLEAN_PART = "CASE {0} WHEN 0 THEN 'false' WHEN 1 THEN 'true' ELSE {1} END"
_MOMENT_PART = (
    "CASE WHEN {0} GLOB '[0-9]*' AND {0} NOT GLOB '*[^-0-9:.+TZ ]*' THEN replace({0}, 'T', ' ') ELSE {1} END"
)
_TEXT_PART = "CASE typeof({0}) WHEN 'text' THEN {1} WHEN 'null' THEN '' ELSE {2} END"


def cell(column: Column, field: Element) -> Element:
    """An integer, text or NULL."""
    match column.type:
        case Type.BOOLEAN:
            return sql(_BOOLEAN, field)
        case Type.JSON:
            return sql(_JSON, field)
        case Type.TIMESTAMPTZ if column.zone:
            return sql(f"strftime('%Y-%m-%d %H:%M:%S', {{0}}, '{column.zone}') || '{column.zone}'", field)
        case Type.TIMESTAMP | Type.TIMESTAMPTZ:
            return sql(_MOMENT, field)
        case _:
            return sql(_ANY, field)


def csv(base: sa.Select[Any], fields: Sequence[tuple[Column, Element]], form: Csv) -> sa.Select[Any]:
    """One value per row, as a blob: text would be decoded and encoded again for nothing."""
    parts = [_part(column, field, form) for column, field in fields]
    line = f" || '{form.delimiter}' || ".join(f"{{{number}}}" for number in range(len(parts)))
    return base.with_only_columns(sql(f"CAST({line} AS BLOB)", *parts))


def _part(column: Column, field: Element, form: Csv) -> Element:
    any_ = _quoted(cell(column, field), guarded=form.guarded and column.type in BARE | FREE)
    match column.type:
        case Type.INTEGER | Type.DECIMAL | Type.FLOAT:
            return sql(_NUMBER_PART, field, any_)
        case Type.BOOLEAN:
            return sql(_BOOLEAN_PART, field, any_)
        case Type.TIMESTAMPTZ if column.zone:
            return any_
        case Type.DATE | Type.TIME | Type.TIMESTAMP | Type.TIMESTAMPTZ:
            return sql(_MOMENT_PART, field, any_)
        case Type.TEXT | Type.ENUM:
            return sql(_TEXT_PART, field, _quoted(field, guarded=form.guarded), any_)
        case _:
            return any_


def _quoted(value: Element, *, guarded: bool) -> Element:
    return sql(_QUOTED, sql(_GUARDED, value) if guarded else value)
