"""How PostgreSQL says things. Sessions have UTC, ISO dates and ISO 8601 intervals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

from jetway.core.export import BARE, FORMULAS, FREE
from jetway.core.expr import TEXT_OPS, Op
from jetway.core.schema import Func, Type
from jetway.core.told import DOTS
from jetway.sources.kinds.postgresql import moments
from jetway.sources.kinds.postgresql.literal import array_text
from jetway.sources.kinds.postgresql.mark import lies_at as lies_at  # a part of the grammar
from jetway.sources.kinds.postgresql.mark import mark as mark
from jetway.sources.kinds.postgresql.mark import mark_parts as mark_parts
from jetway.sources.sql import document
from jetway.sources.sql.document import written
from jetway.sources.sql.element import Element, Labelled, listed, named, sql
from jetway.sources.sql.grammar import Nested, Value, Wire, compared, dotted, pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy.engine import Dialect

    from jetway.core.export import Csv
    from jetway.core.query import Row
    from jetway.core.schema import Column
    from jetway.sources.sql.grammar import Encode, Outputs, Place

dialect: Dialect = postgresql.dialect(paramstyle="named")  # type: ignore[no-untyped-call]  # as SQLAlchemy has it
cut = moments.cut
part = moments.part
returns_inserted = True
returns_changed = True
percent_s = False
sees_around = True
page_first = False
builds_json = True
locked = " FOR UPDATE"

_TEXT = "CAST({0} AS text)"
_WITH_MINUTES = "regexp_replace(CAST({0} AS text), '([+-][0-9]{{2}})$', '\\1:00')"
_BASE64 = "translate(encode({0}, 'base64'), chr(10), '')"
_BYTES = (
    "CASE WHEN octet_length({0}) > 1024 THEN json_build_object('$bytes', octet_length({0}))"
    f" ELSE to_json({_BASE64}) END"
)
_FORMULAS = ", ".join(str(ord(one)) for one in FORMULAS)
_GUARDED = (  # what begins as a formula, apostrophes before it not counted
    f"CASE WHEN ascii({{0}}) IN (39, {_FORMULAS}) AND ascii(ltrim({{0}}, '''')) IN ({_FORMULAS})"
    " THEN '''' || {0} ELSE {0} END"
)
_OBJECT = "(SELECT row_to_json(n.*) FROM (SELECT {0}) AS n)"


def placeholder(number: int) -> str:
    """Numbered from 1."""
    return f"${number + 1}"


def condition(column: Column, op: Op, field: Element, place: Place, size: int) -> Element:
    """The parameter has no type of its own, so that PostgreSQL gives it the column's."""
    if op in TEXT_OPS:
        return _text_compared(op, _as_text(column, field), place)
    if column.type in (Type.OTHER, Type.ENUM) and not column.sortable:
        field = sql(_TEXT, field)
    if op is Op.HAS:
        return sql("{1} = ANY ({0})", field, place(_text))
    if op is Op.IN:
        encode = encoder(column)
        return sql(
            "{0} = ANY ({1})", field, place(lambda values: array_text([encode(item) for item in values]))
        )
    return compared(op, field, place, size, encoder(column))


def wire(column: Column, field: Element, *, whole: bool) -> Wire:
    """What row_to_json makes of a type by itself is right for most; of NaN it makes text."""
    match column.type:
        case Type.DECIMAL:
            number = sql("CAST({0} AS numeric)", field) if column.native == "money" else field
            return Wire(sql(_TEXT, number))
        case Type.INTEGER if column.exact:
            return Wire(sql(_TEXT, field))
        case Type.TIMESTAMPTZ if column.zone:
            return Wire(moments.local(column, field))
        case Type.BYTES:
            return Wire(sql(_BASE64 if whole else _BYTES, field))
        case Type.ARRAY if column.item in (Type.DECIMAL, Type.OTHER):
            return Wire(sql("CAST({0} AS text[])", field))
        case Type.TEXT | Type.OTHER:
            return Wire(_as_text(column, field))
        case _:
            return Wire(field)


def masked(column: Column, field: Element, keep: int) -> Wire:
    """Dots, and the end of the text."""
    text = dotted(keep, "char_length({1})", f"'{DOTS}' || right({{1}}, {keep})")
    return Wire(sql(text, field, _as_text(column, field)))


def assigned(column: Column, place: Place) -> Element:
    """The parameter alone: a cast would cut what is too long instead of refusing it."""
    return place(encoder(column))


def measure(func: Func, column: Column | None, field: Element | None) -> Wire:
    """Sums and extremes as values of the column, counts and averages as numbers."""
    if column is None or field is None:
        return Wire(sql("count(*)"))
    number = sql("CAST({0} AS numeric)", field) if column.native == "money" else field
    match func:
        case Func.COUNT:
            return Wire(sql("count({0})", field))
        case Func.AVG if column.type is Type.INTEGER:
            return Wire(sql("CAST(avg({0}) AS double precision)", field))
        case Func.MIN | Func.MAX if column.type is Type.BOOLEAN:
            return Wire(sql("bool_and({0})" if func is Func.MIN else "bool_or({0})", field))
        case Func.MIN | Func.MAX if column.type in (Type.UUID, Type.OTHER):
            return Wire(sql(f"{func.value}({{0}})", _as_text(column, field)))
        case _:
            return wire(column, sql(f"{func.value}({{0}})", number), whole=False)


def limited(select: sa.Select[Any], limit: int | None, offset: Place | None) -> sa.Select[Any]:
    """A bound LIMIT would make PostgreSQL plan every time anew."""
    if limit is not None:
        select = select.limit(sql(str(limit)))
    return select if offset is None else select.offset(offset(str))


def row(outputs: Outputs) -> list[Element]:
    """One JSON object, from columns in reach."""
    return [listed(_OBJECT, [Labelled(_element(output), output.name) for output in outputs])]


def rows(base: sa.Select[Any], outputs: Outputs) -> sa.Select[Any]:
    """One JSON object each."""
    return sa.select(sql("row_to_json(r.*)")).select_from(_labelled(base, outputs))


quick = rows


def many(base: sa.Select[Any], outputs: Outputs, _order: list[Element], _limit: int | None) -> Wire:
    """An array of objects."""
    listed = sa.select(sql("coalesce(json_agg(r.*), '[]')")).select_from(_labelled(base, outputs))
    return Wire(listed.scalar_subquery())


def cell(column: Column, field: Element) -> Element:
    """COPY makes text of it, of most types by itself as it should be."""
    match column.type:
        case Type.BOOLEAN:
            return sql("CASE WHEN {0} THEN 'true' WHEN NOT {0} THEN 'false' END", field)
        case Type.TIMESTAMPTZ if column.zone:
            return sql("replace({0}, 'T', ' ')", moments.local(column, field))
        case Type.TIMESTAMPTZ:
            return sql("replace(CAST({0} AS text), '+00', '+00:00')", field)
        case Type.ARRAY:
            return sql("to_json({0})", wire(column, field, whole=True).element)
        case _:
            return wire(column, field, whole=True).element


def csv(base: sa.Select[Any], fields: Sequence[tuple[Column, Element]], form: Csv) -> Element:
    """COPY: half the cost of putting lines together in a SELECT."""
    columns, quoted = [], []
    for number, (column, field) in enumerate(fields):
        element = cell(column, field)
        if form.guarded and column.type in FREE:
            element = sql(_GUARDED, element if column.type is Type.OTHER else _as_text(column, element))
        columns.append(Labelled(element, f"c{number}"))
        if column.type not in BARE:
            quoted.append(f"c{number}")
    force = f", FORCE_QUOTE ({', '.join(quoted)})" if quoted else ""
    options = f"FORMAT csv, DELIMITER '{form.delimiter}'{force}"
    return sql(f"COPY {{0}} TO STDOUT ({options})", base.with_only_columns(*columns).scalar_subquery())


def decoded(_outputs: Outputs) -> Callable[[tuple[Any, ...]], Row]:
    """From JSON."""
    return _loaded


def encoder(column: Column) -> Encode:
    """From a value to PostgreSQL's text for it."""
    match column.type:
        case Type.ARRAY:
            return _array_of_documents if column.item is Type.JSON else _array
        case Type.JSON | Type.GEOMETRY:
            return written
        case _:
            return _text


def _labelled(base: sa.Select[Any], outputs: Outputs) -> sa.Subquery:
    columns = [_element(output).label(named(output.name)) for output in outputs]
    return base.with_only_columns(*columns).subquery("r")


def _element(output: Value | Nested) -> Element:
    if isinstance(output, Value):
        return output.wire.element
    return sql("CASE WHEN {0} IS NOT NULL THEN {1} END", output.present, *row(output.outputs))


def _loaded(cells: tuple[Any, ...]) -> Row:
    return document.read(cells[0].decode(errors="replace"))  # type: ignore[no-any-return]  # an object


def _as_text(column: Column, field: Element) -> Element:
    if column.native.endswith(" with time zone") and column.type is Type.OTHER:
        return sql(_WITH_MINUTES, field)
    if column.type is Type.TEXT and (
        column.native == "text" or column.native.startswith("character varying")
    ):
        return field
    return sql("abbrev({0})" if column.native == "inet" else _TEXT, field)


def _text_compared(op: Op, field: Element, place: Place) -> Element:
    if op is Op.IEQ:
        return sql("lower({0}) = lower({1})", field, place(_text))
    operator = "ILIKE" if op.value.startswith("i") else "LIKE"
    return sql(f"{{0}} {operator} {{1}}", field, place(pattern(op)))


def _text(value: object) -> object:
    if value is None or isinstance(value, str):  # most are, and there can be millions
        return value
    match value:
        case bool():
            return "t" if value else "f"
        case bytes():
            return "\\x" + value.hex()
        case _:
            return str(value)


def _array(value: list[object] | None) -> object:
    return None if value is None else array_text(value)


def _array_of_documents(value: list[object] | None) -> object:
    return None if value is None else array_text([written(item) for item in value])
