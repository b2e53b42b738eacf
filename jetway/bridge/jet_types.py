"""Columns to be made, as Jet Bridge's clients send them: from its words to ours."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args

import msgspec

from jetway.core import values
from jetway.core.refused import ValueRefused
from jetway.core.schema import Column, Default, Type
from jetway.core.structure import (
    KEPT,
    AlterColumn,
    ColumnType,
    CreateTable,
    Kept,
    NewColumn,
    Reference,
    TypeName,
    check_name,
    check_new,
    check_reference,
    column_in,
    refuse,
)

if TYPE_CHECKING:
    from jetway.core.schema import Table
    from jetway.core.view import View

MOST_COLUMNS = 500
_FIELDS: dict[str, TypeName] = {
    "CharField": "varchar",
    "TextField": "text",
    "SelectField": "varchar",
    "BooleanField": "boolean",
    "SmallIntegerField": "smallint",
    "IntegerField": "integer",
    "BigIntegerField": "bigint",
    "FloatField": "float",
    "DoublePrecisionField": "float",
    "DecimalField": "decimal",
    "NumberField": "decimal",
    "DateField": "date",
    "TimeField": "time",
    "DateTimeField": "timestamp",
    "TimestampField": "timestamp",
    "JSONField": "json",
    "UUIDField": "uuid",
}
_TYPES: dict[TypeName, Type] = {
    "varchar": Type.TEXT,
    "smallint": Type.INTEGER,
    "bigint": Type.INTEGER,
}
_BITS: dict[TypeName, int] = {"smallint": 16, "integer": 32, "bigint": 64}
_NAMES: dict[str, TypeName] = {name: name for name in get_args(TypeName)}
_NO_CONSTANT = ("timestamptz", "bytes")
_KINDS: dict[str, Default] = {"datetime_now": Default("now"), "uuid": Default("uuid")}


class Related(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The table that a foreign key points at, by its key unless `field` names another unique column."""

    model: str
    field: str | None = None


class Params(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Sizes of a type, and where a foreign key points."""

    length: Annotated[int, msgspec.Meta(ge=1, le=16000)] | None = None
    precision: Annotated[int, msgspec.Meta(ge=1, le=38)] | None = None
    scale: Annotated[int, msgspec.Meta(ge=0, le=30)] | None = None
    related_model: Related | None = None


class Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is said of a column beside its name; what is not sent stays as it is, or is as usual."""

    field: str | None = None
    db_field: str | None = None
    type: TypeName | None = None
    params: Params = Params()
    null: bool | None = None
    default_type: Literal["value", "datetime_now", "uuid", "sequence"] | msgspec.UnsetType | None = (
        msgspec.UNSET
    )
    default_value: Any = None  # JSON of the column's type


class AlteredColumn(Said, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A column as it shall be."""

    name: str | None = None


class AddedColumn(Said, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A column to be made."""

    name: str
    primary_key: bool = False
    data_source_field: str | None = None
    data_source_name: str | None = None
    data_source_params: dict[str, Any] | None = None
    data_source_order_after: str | None = None
    data_source_hidden: bool | None = None


class CreatedTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table to be made."""

    name: str
    columns: Annotated[tuple[AddedColumn, ...], msgspec.Meta(min_length=1, max_length=MOST_COLUMNS)]
    data_source_name: str | None = None
    data_source_name_plural: str | None = None
    data_source_order_after: str | None = None
    data_source_hidden: bool | None = None


class RenamedTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A table's new name."""

    name: str


def table_of(view: View, sent: CreatedTable) -> CreateTable:
    """The table to be made. Raises `InvalidInput`, `UnknownTable`, `UnknownColumn`."""
    check_name(sent.name, "/name", of_table=True)
    keys = [column for column in sent.columns if column.primary_key]
    columns = tuple(
        column_of(view, column, f"/columns/{number}", alone=keys == [column])
        for number, column in enumerate(sent.columns)
    )
    table = CreateTable(sent.name, columns, _comment(sent, "name name_plural order_after hidden"))
    check_new(table)
    return table


def column_of(view: View, sent: AddedColumn, at: str = "", *, alone: bool = False) -> NewColumn:
    """The column to be made; `alone`: it is the whole key of a new table."""
    check_name(sent.name, f"{at}/name")
    if sent.primary_key and not at:
        refuse("/primary_key", "is for the columns of a new table")
    type_, reference = _type(view, sent, at)
    default = _default(sent, type_, at)
    whole = type_.name in _BITS and reference is None
    numbered = default == Default("sequence") or (alone and whole and default is None)
    if numbered and not (alone and whole):
        refuse(f"{at}/default_type", "takes sequence for whole numbers that are the key of a new table")
    return NewColumn(
        sent.name,
        type_,
        nullable=bool(sent.null) and not sent.primary_key,
        default=None if numbered else default,
        key=sent.primary_key,
        numbered=numbered,
        reference=reference,
        comment=_comment(sent, "field name params order_after hidden"),
    )


def alteration_of(table: Table, column: Column, sent: AlteredColumn) -> AlterColumn:
    """What is to become of the column. Raises `InvalidInput`."""
    if sent.name is not None:
        check_name(sent.name, "/name")
    type_ = None
    if sent.field or sent.db_field or sent.type:
        if sent.field == "ForeignKey" or sent.params.related_model:
            refuse("/field", "takes ForeignKey for new columns only")
        type_ = _own_type(sent, "")
    elif sent.params != Params():
        refuse("/params", "takes sizes together with field or type")
    default: Default | Literal[Kept.KEPT] | None = KEPT
    if sent.default_type is not msgspec.UNSET:
        default = _default(sent, type_ or _type_of(column), "")
        if default == Default("sequence"):
            refuse("/default_type", "takes sequence for the key of a new table only")
    elif sent.default_value is not None:
        refuse("/default_type", "is required beside default_value")
    changed = AlterColumn(table, column, sent.name, type_, sent.null, default)
    if not changed.renames and not changed.redefines:
        refuse("", "takes what is to change: name, field, null or default_type")
    return changed


def _type(view: View, sent: Said, at: str) -> tuple[ColumnType, Reference | None]:
    related = sent.params.related_model
    if sent.field != "ForeignKey":
        if related is not None:
            refuse(f"{at}/params/related_model", "goes with the field ForeignKey")
        return _own_type(sent, at), None
    if related is None:
        refuse(f"{at}/params/related_model", "is required for a ForeignKey")
    table = view[related.model].table
    if related.field is None and len(table.key) != 1:
        refuse(f"{at}/params/related_model", f"takes a field: the key of {table.name} is not one column")
    column = column_in(table, related.field or table.key[0])
    reference = Reference(table, column)
    check_reference(reference, f"{at}/params/related_model")
    return _type_of(column), reference


def _own_type(sent: Said, at: str) -> ColumnType:
    params = sent.params
    name = sent.type or _FIELDS.get(sent.db_field or sent.field or "")
    if name is None:
        refuse(f"{at}/field", f"takes one of {', '.join(_FIELDS)}; or send type: {', '.join(_NAMES)}")
    if (params.scale or 0) > (params.precision or 0):
        refuse(f"{at}/params/scale", "is at most the precision")
    return ColumnType(name, params.length, params.precision, params.scale)


def _type_of(column: Column) -> ColumnType:
    """The type of a column that is there, as far as our words go."""
    name = _NAMES.get(column.type.value)
    if name is None:
        refuse("", f"cannot go by the type of {column.name}")
    match column.type:
        case Type.INTEGER:
            bits = (column.maximum or 0).bit_length() + 1
            return ColumnType("smallint" if bits <= 16 else "integer" if bits <= 32 else "bigint")
        case Type.TEXT if column.length:
            return ColumnType("varchar", column.length)
        case Type.DECIMAL:
            return ColumnType("decimal", None, column.precision, column.scale)
        case _:
            return ColumnType(name)


def _default(sent: Said, type_: ColumnType, at: str) -> Default | None:
    match sent.default_type:
        case None | msgspec.UNSET:
            return None
        case "sequence":
            return Default("sequence")
        case "value":
            return _constant(sent.default_value, type_, f"{at}/default_value")
        case word:
            return _KINDS[word]


def _constant(value: object, type_: ColumnType, at: str) -> Default | None:
    """The value as the column would take it; a document as text."""
    if value is None:
        return None
    if type_.name in _NO_CONSTANT:
        refuse(at, f"cannot be given for {type_.name}")
    bits = _BITS.get(type_.name)
    column = Column(
        "",
        _TYPES.get(type_.name) or Type(type_.name),
        "",
        0,
        length=type_.length,
        minimum=-(2 ** (bits - 1)) if bits else None,
        maximum=2 ** (bits - 1) - 1 if bits else None,
    )
    try:
        fitting = values.fit(column, value)
    except ValueRefused as refused:
        refuse(at, str(refused))
    if column.type is Type.JSON:
        fitting = json.dumps(fitting, ensure_ascii=False, default=str)
    if isinstance(fitting, str) and "\0" in fitting:
        refuse(at, "takes no text with a NUL")
    return Default("value", fitting)


def _comment(sent: msgspec.Struct, names: str) -> str:
    """What was said for the interface, as a comment holds it."""
    said = {name: getattr(sent, f"data_source_{name}") for name in names.split()}
    told = {name: value for name, value in said.items() if value is not None}
    return json.dumps(told, ensure_ascii=False, default=str) if told else ""
