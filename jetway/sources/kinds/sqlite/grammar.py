"""How SQLite says things. A value may be of any storage class in any column; none may break a list."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sqlalchemy.dialects import sqlite

from jetway.core.expr import Op
from jetway.core.schema import Func, Type
from jetway.core.told import DOTS
from jetway.sources.kinds.sqlite import moments
from jetway.sources.kinds.sqlite.csv_lines import cell as cell
from jetway.sources.kinds.sqlite.csv_lines import csv as csv
from jetway.sources.kinds.sqlite.encoding import encoder, number_in
from jetway.sources.kinds.sqlite.mark import lies_at as lies_at
from jetway.sources.kinds.sqlite.mark import mark as mark
from jetway.sources.kinds.sqlite.mark import mark_parts as mark_parts
from jetway.sources.sql import document
from jetway.sources.sql.element import Element, sql
from jetway.sources.sql.grammar import Nested, Value, Wire, compared, dotted

if TYPE_CHECKING:
    from collections.abc import Callable

    import sqlalchemy as sa
    from sqlalchemy.engine import Dialect

    from jetway.core.query import Row
    from jetway.core.schema import Column
    from jetway.sources.sql.grammar import Outputs, Place

dialect: Dialect = sqlite.dialect(paramstyle="named")
cut = moments.cut
part = moments.part
returns_inserted = True
returns_changed = True
percent_s = False
sees_around = True
builds_json = True
page_first = True
locked = ""  # a transaction that writes is alone

_NUMBER = "CASE WHEN abs({0}) < 9e999 THEN {0} END"
_ANY = f"CASE typeof({{0}}) WHEN 'blob' THEN {{1}} WHEN 'real' THEN {_NUMBER} ELSE {{0}} END"
_EXACT = f"CASE typeof({{0}}) WHEN 'integer' THEN CAST({{0}} AS TEXT) ELSE {_ANY} END"
_TEXT = "CASE typeof({0}) WHEN 'blob' THEN {1} ELSE {0} END"
_BOOLEAN = f"CASE {{0}} WHEN 0 THEN json('false') WHEN 1 THEN json('true') ELSE {_ANY} END"
_JSON = f"CASE WHEN json_valid({{0}}) THEN json({{0}}) ELSE {_ANY} END"
_T = "substr({0}, 1, 10) || 'T' || substr({0}, 12)"
_MOMENT = f"CASE WHEN typeof({{0}}) = 'text' AND substr({{0}}, 11, 1) = ' ' THEN {_T} ELSE {_ANY} END"
_DIGITS = (  # as few as stand for this very number: 15 are free of noise, 17 always tell it
    "CASE WHEN CAST(printf('%!.15g', {0}) AS REAL) = {0} THEN printf('%!.15g', {0})"
    " ELSE printf('%!.17g', {0}) END"
)
_DECIMAL = (
    "CASE typeof({0}) WHEN 'blob' THEN {1}"
    f" WHEN 'real' THEN CASE WHEN abs({{0}}) < 9e999 THEN {_DIGITS} END ELSE CAST({{0}} AS TEXT) END"
)
_FINITE_DECIMAL = f"CASE typeof({{0}}) WHEN 'real' THEN {_DIGITS} ELSE CAST({{0}} AS TEXT) END"
_BYTES = "CASE WHEN length({0}) > 1024 THEN json_object('$bytes', length({0})) ELSE jetway_base64({0}) END"
_T_BETWEEN = f"CASE WHEN substr({{0}}, 11, 1) = ' ' THEN {_T} ELSE {{0}} END"
# SQLite puts numbers before texts and texts before blobs.
_NO_NUMBER = "{0} >= 9e999 OR {0} <= -9e999"
_BLOB = "{0} >= x''"
_NO_TEXT = "{0} >= x'' OR {0} < ''"

_AS_TEXT = re.compile("^(?!.*INT).*(?:CHAR|CLOB|TEXT)", re.IGNORECASE | re.DOTALL)
"""Declared types of which SQLite makes text of every number."""
_WITHIN = "{0} COLLATE BINARY >= {1} AND {0} COLLATE BINARY < {2}"
"""The same once more, so that an index helps."""
_TEXT_OPS = {
    Op.CONTAINS: "instr({0}, {1}) > 0",
    Op.STARTS_WITH: "substr({0}, 1, length({1})) = {1}",
    Op.ENDS_WITH: "substr({0}, length({0}) - length({1}) + 1) = {1}",
    Op.IEQ: "jetway_lower({0}) = {1}",
    Op.ICONTAINS: "instr(jetway_lower({0}), {1}) > 0",
    Op.ISTARTS_WITH: "substr(jetway_lower({0}), 1, length({1})) = {1}",
    Op.IENDS_WITH: "substr(jetway_lower({0}), length(jetway_lower({0})) - length({1}) + 1) = {1}",
}


def placeholder(number: int) -> str:
    """Numbered from 1."""
    return f"?{number + 1}"


def condition(column: Column, op: Op, field: Element, place: Place, size: int) -> Element:
    """Case counts, and does not for the `I…` operators, in every script."""
    if op is Op.STARTS_WITH and column.type is Type.TEXT and _AS_TEXT.search(column.native):
        return sql(f"({_TEXT_OPS[op]} AND {_WITHIN})", field, place(str), place(_behind))
    if op in _TEXT_OPS:
        return sql(_TEXT_OPS[op], field, place(_lower if op.value.startswith("i") else str))
    if column.type is Type.DECIMAL and not column.native:
        # Of an aggregate, which has no affinity by which the text of a decimal would become a number.
        field = sql("CAST({0} AS NUMERIC)", field)
    if column.type in (Type.TIMESTAMP, Type.TIMESTAMPTZ) and column.native:
        return moments.compared(op, field, place, size)
    if column.type is Type.OTHER and op in (Op.EQ, Op.IN):
        text_or_number = [compared(op, field, place, size, encode) for encode in (encoder(column), number_in)]
        return sql("({0} OR {1})", *text_or_number)
    return compared(op, field, place, size, encoder(column))


def _behind(prefix: str) -> str | bytes:
    """What sorts behind every text that begins so: another text or, as all of them do before, a blob.

    >>> _behind("ab"), _behind("aÿ"), _behind("")
    ('ac', 'b', b'')
    """
    while prefix and ord(prefix[-1]) % 256 == 255:  # no text has, or sorts, the next one for sure
        prefix = prefix[:-1]
    return prefix[:-1] + chr(ord(prefix[-1]) + 1) if prefix else b""


def wire(column: Column, field: Element, *, whole: bool) -> Wire:
    """Whatever is stored, as JSON can hold it."""
    data = sql("jetway_base64({0})" if whole else _BYTES, field)
    match column.type:
        case Type.INTEGER if column.exact:
            return Wire(sql(_EXACT, field, data))
        case Type.BOOLEAN:
            text = _BOOLEAN
        case Type.JSON:
            text = _JSON
        case Type.DECIMAL:
            text = _DECIMAL
        case Type.TIMESTAMPTZ if column.zone:
            return Wire(moments.local(column, field))
        case Type.TIMESTAMP | Type.TIMESTAMPTZ:
            text = _MOMENT
        case Type.TEXT | Type.ENUM:
            text = _TEXT
        case _:
            text = _ANY
    return _wire(column, field, sql(text, field, data))


def masked(_column: Column, field: Element, keep: int) -> Wire:
    """Dots, and the end of the text."""
    text = dotted(keep, "length({1})", f"'{DOTS}' || substr({{1}}, -{keep})")
    return Wire(sql(text, field, sql("CAST({0} AS TEXT)", field)))


def assigned(column: Column, place: Place) -> Element:
    """The parameter; the column's affinity does the rest."""
    return place(encoder(column))


def measure(func: Func, column: Column | None, field: Element | None) -> Wire:
    """Sums and extremes as values of the column, counts and averages as numbers."""
    if column is None or field is None:
        return Wire(sql("count(*)"))
    result = sql(f"{func.value}({{0}})", field)
    match func:
        case Func.COUNT:
            return Wire(result)
        case _ if func in (Func.MIN, Func.MAX) or (column.exact and func is Func.SUM):
            return wire(column, result, whole=False)
        case Func.SUM | Func.AVG if column.type is not Type.DECIMAL:
            return Wire(sql(_NUMBER, result))
        case Func.SUM if column.scale is not None:
            return Wire(sql(f"CAST(round({{0}}, {column.scale}) AS TEXT)", result))
        case Func.AVG if column.scale is not None:
            return Wire(sql(f"CAST(round({{0}}, {column.scale + 8}) AS TEXT)", result))
        case _:
            return Wire(sql("CAST({0} AS TEXT)", result))


def limited(select: sa.Select[Any], limit: int | None, offset: Place | None) -> sa.Select[Any]:
    """Always with a LIMIT: without one SQLite may drop the order of a subquery."""
    select = select.limit(sql(str(-1 if limit is None else limit)))
    return select.offset(sql("0") if offset is None else offset(int))


def row(outputs: Outputs) -> list[Element]:
    """One JSON object."""
    return [_object(outputs, _careful)]


def rows(base: sa.Select[Any], outputs: Outputs) -> sa.Select[Any]:
    """One JSON object each, as a blob: text would be decoded and encoded again for nothing."""
    return base.with_only_columns(sql("CAST({0} AS BLOB)", *row(outputs)))


def quick(base: sa.Select[Any], outputs: Outputs) -> sa.Select[Any]:
    """One look at all values of a row instead of one at each: half the work."""
    made, unless = _object(outputs, _usual), _unless(outputs)
    if unless:
        odd = sql(" OR ".join(f"{{{number}}}" for number in range(len(unless))), *unless)
        made = sql("CASE WHEN {0} THEN NULL ELSE {1} END", odd, made)
    return base.with_only_columns(sql("CAST({0} AS BLOB)", made))


def many(base: sa.Select[Any], outputs: Outputs, _order: list[Element], _limit: int | None) -> Wire:
    """An array of objects. A subquery's value is text, not JSON, unless it is read again."""
    listed = base.with_only_columns(sql("json_group_array({0})", *row(outputs)))
    return Wire(sql("json({0})", listed.scalar_subquery()))


def decoded(_outputs: Outputs) -> Callable[[tuple[Any, ...]], Row]:
    """From JSON."""
    return _loaded


def _loaded(cells: tuple[Any, ...]) -> Row:
    (data,) = cells
    text = data.decode(errors="replace") if isinstance(data, bytes) else data
    return document.read(text)  # type: ignore[no-any-return]  # an object, by `row`


def _lower(value: object) -> str:
    return str(value).lower()


def _wire(column: Column, field: Element, careful: Element) -> Wire:
    """The same with the short cut for what the column's type promises."""
    match column.type:
        case Type.INTEGER | Type.FLOAT:
            return Wire(careful, usual=field, unless=sql(_NO_NUMBER, field))
        case Type.DECIMAL:
            return Wire(careful, usual=sql(_FINITE_DECIMAL, field), unless=sql(_NO_NUMBER, field))
        case Type.BOOLEAN:
            usual = sql(_BOOLEAN.replace(_ANY, "{0}"), field)
            return Wire(careful, usual=usual, unless=sql(_NO_NUMBER, field))
        case Type.TEXT | Type.ENUM:
            return Wire(careful, usual=field, unless=sql(_BLOB, field))
        case Type.TIMESTAMP | Type.TIMESTAMPTZ:
            return Wire(careful, usual=sql(_T_BETWEEN, field), unless=sql(_NO_TEXT, field))
        case Type.DATE | Type.TIME | Type.UUID:
            return Wire(careful, usual=field, unless=sql(_NO_TEXT, field))
        case _:
            return Wire(careful)


def _object(outputs: Outputs, value: Callable[[Wire], Element]) -> Element:
    parts: list[Element] = []
    for output in outputs:
        parts += [sql(_literal(output.name)), _member(output, value)]
    return sql(f"json_object({', '.join(f'{{{number}}}' for number in range(len(parts)))})", *parts)


def _member(output: Value | Nested, value: Callable[[Wire], Element]) -> Element:
    if isinstance(output, Value):
        return value(output.wire)
    return sql("CASE WHEN {0} IS NOT NULL THEN {1} END", output.present, _object(output.outputs, value))


def _careful(wire: Wire) -> Element:
    return wire.element


def _usual(wire: Wire) -> Element:
    return wire.element if wire.usual is None else wire.usual


def _unless(outputs: Outputs) -> list[Element]:
    """What holds of a row in which some value is not as its column promises."""
    found: list[Element] = []
    for output in outputs:
        if isinstance(output, Nested):
            found += _unless(output.outputs)
        elif output.wire.unless is not None:
            found.append(output.wire.unless)
    return found


def _literal(text: str) -> str:
    """A string literal, safe from the braces of a template."""
    quoted = text.replace("'", "''").replace("{", "{{").replace("}", "}}")
    return f"'{quoted}'"
