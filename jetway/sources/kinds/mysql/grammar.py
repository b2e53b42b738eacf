"""How MariaDB and MySQL say things. Rows come flat: these servers build JSON at four times the cost."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy.dialects import mysql
from sqlalchemy.dialects.mysql.mariadb import MariaDBDialect

from jetway.core.export import BARE, FORMULAS, FREE
from jetway.core.expr import TEXT_OPS, Op
from jetway.core.schema import Func, Type
from jetway.core.told import DOTS
from jetway.sources.kinds.mysql import cells, moments
from jetway.sources.sql.element import Element, listed, sql
from jetway.sources.sql.grammar import Nested, Outputs, Value, Wire, compared, dotted, escaped, pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import sqlalchemy as sa
    from sqlalchemy.engine import Dialect

    from jetway.core.export import Csv
    from jetway.core.expr import Part
    from jetway.core.query import Row, Unit
    from jetway.core.schema import Column
    from jetway.sources.sql.grammar import Place

_MYSQL: Dialect = mysql.dialect(paramstyle="named")
_MARIADB: Dialect = MariaDBDialect(paramstyle="named")

_BYTES = "CASE WHEN LENGTH({0}) > 1024 THEN CONCAT('$', LENGTH({0})) ELSE TO_BASE64({0}) END"
_TEXT = "CAST({0} AS CHAR CHARACTER SET utf8mb4)"
_UTF8 = "CONVERT({0} USING utf8mb4)"
_OCTETS = f"CAST({_UTF8} AS BINARY)"
_QUOTED = "IFNULL(CONCAT('\"', REPLACE({0}, '\"', '\"\"'), '\"'), '')"
_FORMULAS = ", ".join(str(int.from_bytes(one.encode())) for one in FORMULAS)
_GUARDED = (  # what begins as a formula, apostrophes before it not counted
    f"CASE WHEN ORD({{0}}) IN (39, {_FORMULAS}) AND ORD(TRIM(LEADING '''' FROM {{0}})) IN ({_FORMULAS})"
    " THEN CONCAT('''', {0}) ELSE {0} END"
)


@dataclass(frozen=True, slots=True)
class MysqlGrammar:
    """MySQL's, or with `mariadb` MariaDB's, which can return what it inserts."""

    mariadb: bool
    returns_changed: bool = False
    percent_s: bool = True
    page_first: bool = False
    builds_json: bool = False
    sees_around: bool = False
    locked: str = " FOR UPDATE"

    @property
    def dialect(self) -> Dialect:
        """SQLAlchemy's."""
        return _MARIADB if self.mariadb else _MYSQL

    @property
    def returns_inserted(self) -> bool:
        """Whether INSERT has RETURNING."""
        return self.mariadb

    def placeholder(self, _number: int) -> str:
        """The driver counts them."""
        return "%s"

    def condition(self, column: Column, op: Op, field: Element, place: Place, size: int) -> Element:
        """Case counts for text, whatever the collation; the collation's own comparison lets an index help."""
        if op in TEXT_OPS:
            return _text_compared(op, field, place)
        encode = cells.encoder(column)
        found = compared(op, field, place, size, encode)
        if column.type in (Type.TEXT, Type.ENUM) and (op is Op.EQ or (op is Op.IN and size)):
            octets = compared(op, sql(_OCTETS, field), _octets(place), size, encode)
            return sql("({0} AND {1})", found, octets)
        return found

    def mark(self, _column: Column, _scope: str) -> Element:
        """No table has one: InnoDB's own number of a row cannot be asked for."""
        return sql("NULL")

    def mark_parts(self, _column: Column) -> tuple[str, ...]:
        """Never asked for."""
        return ()

    def lies_at(self, mark: str) -> str:
        """Never asked for."""
        return mark

    def wire(self, column: Column, field: Element, *, whole: bool) -> Wire:
        """What `cells` then makes values of."""
        decode = cells.decoder(column)
        match column.type:
            case Type.DECIMAL | Type.DATE | Type.TIME | Type.TIMESTAMP | Type.TIMESTAMPTZ:
                return Wire(sql(_TEXT, field), decode)
            case Type.UUID | Type.OTHER | Type.JSON:
                return Wire(sql(_TEXT, field), decode)
            case Type.INTEGER | Type.BOOLEAN if column.native.startswith(("bit", "year")):
                return Wire(sql("{0} + 0", field), decode)
            case Type.FLOAT if column.native.startswith("float"):
                return Wire(sql("CAST({0} AS DOUBLE)", field), decode)
            case Type.BYTES:
                return Wire(sql("TO_BASE64({0})" if whole else _BYTES, field), decode)
            case Type.GEOMETRY:
                return Wire(sql("ST_AsGeoJSON({0})", field), decode)
            case _:
                return Wire(field, decode)

    def masked(self, _column: Column, field: Element, keep: int) -> Wire:
        """Dots, and the end of the text."""
        text = dotted(keep, "CHAR_LENGTH({1})", f"CONCAT('{DOTS}', RIGHT({{1}}, {keep}))")
        return Wire(sql(text, field, sql(_TEXT, field)))

    def assigned(self, column: Column, place: Place) -> Element:
        """The parameter; a geometry from GeoJSON."""
        value = place(cells.encoder(column))
        return sql("ST_GeomFromGeoJSON({0})", value) if column.type is Type.GEOMETRY else value

    def cut(self, column: Column, field: Element, unit: Unit) -> Wire:
        """As the column's own values look."""
        return moments.cut(column, field, unit)

    def part(self, column: Column, field: Element, part: Part) -> Element:
        """A number; a time of day."""
        return moments.part(column, field, part)

    def measure(self, func: Func, column: Column | None, field: Element | None) -> Wire:
        """Sums and extremes as values of the column, counts and averages as numbers."""
        if column is None or field is None:
            return Wire(sql("count(*)"))
        result = sql(f"{func.value}({{0}})", field)
        match func:
            case Func.COUNT:
                return Wire(result)
            case Func.SUM | Func.AVG if column.type is Type.FLOAT:
                return Wire(result)
            case Func.SUM if column.type is Type.INTEGER:
                return Wire(result, cells.exact if column.exact else cells.whole)
            case Func.AVG if column.type is Type.INTEGER:
                return Wire(result, cells.number)
            case _:
                return self.wire(column, result, whole=False)

    def limited(self, select: sa.Select[Any], limit: int | None, offset: Place | None) -> sa.Select[Any]:
        """A literal LIMIT."""
        if limit is not None:
            select = select.limit(sql(str(limit)))
        return select if offset is None else select.offset(offset(int))

    def row(self, outputs: Outputs) -> list[Element]:
        """The values one after the other; before those of a nested row, whether there is one."""
        return [element.label(f"c{number}") for number, element in enumerate(_flat(outputs))]

    def rows(self, base: sa.Select[Any], outputs: Outputs) -> sa.Select[Any]:
        """What `row` selects."""
        return base.with_only_columns(*self.row(outputs))

    quick = rows

    def many(self, base: sa.Select[Any], outputs: Outputs, order: list[Element], limit: int | None) -> Wire:
        """An array of arrays. MariaDB's alone: MySQL's aggregate keeps no order, and the schema says so."""
        flat, keys = _flat(outputs), order
        row = ", ".join(f"{{{number}}}" for number in range(len(flat)))
        by = ", ".join(f"{{{len(flat) + number}}}" for number in range(len(keys)))
        within = (f" ORDER BY {by}" if by else "") + ("" if limit is None else f" LIMIT {limit:d}")
        made = sql(f"JSON_ARRAYAGG(JSON_ARRAY({row}){within})", *flat, *keys)
        # Text of text: MariaDB encodes UTF-8 once more where one such array is a value of another.
        listed = base.with_only_columns(sql("TO_BASE64(COALESCE({0}, '[]'))", made)).scalar_subquery()
        plan = _plan(outputs)
        return Wire(listed, lambda found: [cells.row(plan, iter(one)) for one in cells.listed(found)])

    def cell(self, column: Column, field: Element) -> Element:
        """Text, or what CONCAT makes text of."""
        match column.type:
            case Type.BOOLEAN:
                return sql("CASE WHEN {0} THEN 'true' WHEN NOT {0} THEN 'false' END", field)
            case Type.TIMESTAMPTZ:
                moment = _without_zeros(column, moments.by_clock(column, field))
                return sql(f"CONCAT({{0}}, '{column.zone or '+00:00'}')", moment)
            case Type.TIME | Type.TIMESTAMP:
                return _without_zeros(column, field)
            case Type.BYTES:
                return sql("REPLACE(TO_BASE64({0}), '\\n', '')", field)
            case Type.TEXT | Type.ENUM:
                return sql(_UTF8, field)
            case Type.DATE | Type.DECIMAL:
                return field
            case _:
                return self.wire(column, field, whole=True).element

    def csv(
        self, base: sa.Select[Any], fields: Sequence[tuple[Column, Element]], form: Csv
    ) -> sa.Select[Any]:
        """One value per row, as bytes, which the driver hands on as they are."""
        parts: list[Element] = [sql(f"'{form.delimiter}'")]
        for column, field in fields:
            element = self.cell(column, field)
            guarded = form.guarded and column.type in FREE
            value = sql(_GUARDED, element) if guarded else element
            parts.append(sql("IFNULL({0}, '')" if column.type in BARE else _QUOTED, value))
        line = sql("CAST({0} AS BINARY)", listed("CONCAT_WS({0})", parts))
        return base.with_only_columns(line)

    def decoded(self, outputs: Outputs) -> Callable[[tuple[Any, ...]], Row]:
        """Rows put together from flat values."""
        plan = _plan(outputs)
        return lambda flat: cells.row(plan, iter(flat))


def _flat(outputs: Outputs) -> list[Element]:
    elements: list[Element] = []
    for output in outputs:
        if isinstance(output, Nested):
            elements += [sql("{0} IS NOT NULL", output.present), *_flat(output.outputs)]
        else:
            elements.append(output.wire.element)
    return elements


def _plan(outputs: Outputs) -> cells.Plan:
    return tuple(
        (output.name, output.wire.decode if isinstance(output, Value) else _plan(output.outputs))
        for output in outputs
    )


def _without_zeros(column: Column, field: Element) -> Element:
    """Without the zeros that fill a fraction of a second up."""
    if "(" not in column.native:
        return field
    return sql("TRIM(TRAILING '.' FROM TRIM(TRAILING '0' FROM {0}))", field)


def _octets(place: Place) -> Place:
    return lambda encode: sql("CAST({0} AS BINARY)", place(encode))


def _text_compared(op: Op, field: Element, place: Place) -> Element:
    like = escaped if op is Op.IEQ else pattern(op)
    if op.value.startswith("i"):
        text = f"LOWER({_UTF8}) COLLATE utf8mb4_bin LIKE LOWER(CONVERT({{1}} USING utf8mb4))"
    else:
        text = f"{_UTF8} COLLATE utf8mb4_bin LIKE {{1}}"
    return sql(text, field, place(like))
