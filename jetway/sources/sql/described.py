"""What every catalogue needs on the way from its rows to a schema, and from there to bytes and back."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec

from jetway.core.expr import Op
from jetway.core.schema import Column, Schema, Table, Type
from jetway.sources.sql.session import Described

if TYPE_CHECKING:
    from collections.abc import Iterator

NOTHING = Described(Schema({}, "", ""), {})

_Key = tuple[str | None, str, str]
_encode = msgspec.msgpack.Encoder().encode
_decoder = msgspec.msgpack.Decoder(
    tuple[Schema, list[Column], list[tuple[int, ...]], list[tuple[_Key, tuple[str, ...]]]]
)


def key_of(columns: tuple[Column, ...], unique: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    """The first unique key without NULLs, for a table that has no primary key."""
    filled = {column.name for column in columns if not column.nullable}
    return next((key for key in unique if filled.issuperset(key)), ())


def with_mark(table: Table, place: str, looks_at: tuple[str, ...] = ()) -> Table:
    """`table`, which has no key, with a mark. `place`: what the engine calls where a row lies."""
    name = "_row"
    while table.column(name):
        name += "_"
    ops = frozenset({Op.EQ, Op.IN})
    mark = Column(name, Type.TEXT, place, len(table.columns), nullable=False, generated=True, ops=ops)
    return replace(table, mark=replace(mark, sortable=False, keyset=False, pins=looks_at))


def packed(described: Described) -> bytes:
    """For `unpacked`, by the same version of this program. Columns that are alike, as many are, go once."""
    numbers: dict[bytes, int] = {}
    tables, held = {}, []
    for name, table in described.schema.tables.items():
        held.append([numbers.setdefault(_encode(column), len(numbers)) for column in table.columns])
        tables[name] = replace(table, columns=())
    columns = [msgspec.Raw(column) for column in numbers]
    schema = replace(described.schema, tables=tables)
    return _encode((schema, columns, held, list(described.constraints.items())))


def unpacked(data: bytes) -> Described:
    """What was `packed`. Raises `ValueError` for anything else."""
    with without_collection():
        schema, columns, held, constraints = _decoder.decode(data)
        found = [tuple([columns[number] for number in numbers]) for numbers in held]
        whole = map(_with_columns, schema.tables.values(), found)
        tables = dict(zip(schema.tables, whole, strict=True))
        return Described(replace(schema, tables=tables), dict(constraints))


def _with_columns(table: Table, columns: tuple[Column, ...]) -> Table:
    return replace(table, columns=columns)


@contextmanager
def without_collection() -> Iterator[None]:
    """No garbage collection inside: it would look at a large new schema again and again, and free nothing."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()
