"""Lists of objects as tables: their columns, by what a sample of the objects holds. Pure."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jetway.core.errors import BadSource
from jetway.core.expr import ORDER_OPS, Op
from jetway.core.links import link
from jetway.core.schema import Column, Default, Func, Schema, Table, Type
from jetway.sources.rest.sampled import kinds, named

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from jetway.sources.rest.sampled import Outline, Path

ID = "id"
WHOLE = 2**53 - 1
"""Beyond it, a number in JavaScript is no exact one."""

TYPES = {
    "string": Type.TEXT,
    "integer": Type.INTEGER,
    "double": Type.FLOAT,
    "boolean": Type.BOOLEAN,
}
MOST_KEY_BYTES = 768
_KEY = re.compile(r"[^\x00-\x1f\x7f.$#\[\]/]+\Z")
Node = dict[str, object]


@dataclass(frozen=True, slots=True)
class Listed:
    """A list of objects at `path`. `fields`: where in an object each column is."""

    path: str
    fields: Mapping[str, Path] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The table's name."""
        return self.path.replace("/", ".")


def asked_for(text: str) -> list[Listed]:
    """The lists that people name, one path a line. Raises `BadSource`."""
    paths = [line.strip().strip("/") for line in text.splitlines()]
    for path in filter(None, paths):
        if not all(possible(part) for part in path.split("/")):
            raise BadSource(f"{path!r} is no path in a Realtime Database, as shop/orders is one.")
    return [Listed(path) for path in paths if path]


def possible(key: str) -> bool:
    """Whether a node can have that key."""
    return bool(_KEY.match(key)) and len(key.encode()) <= MOST_KEY_BYTES


def children(value: object) -> Node:
    """The children of a node by their keys: whole numbers for keys come as an array."""
    if isinstance(value, list):
        return {str(number): item for number, item in enumerate(value) if item is not None}
    return value if isinstance(value, dict) else {}


def objects(value: object) -> dict[str, Node]:
    """The children that are objects themselves: the rows."""
    found = {key: children(item) for key, item in children(value).items()}
    return {key: item for key, item in found.items() if item}


def table(listed: Listed, sample: Sequence[Node]) -> tuple[Listed, Table]:
    """The list with its fields, and its table, by some of its objects."""
    found = kinds([_outline(one) for one in sample])
    fields = named(found, (ID,))
    known = Listed(listed.path, fields)
    columns = [_key(), *[_column(name, found[path], n) for n, (name, path) in enumerate(fields.items(), 1)]]
    made = Table(
        known.name,
        known.name,
        tuple(columns),
        key=(ID,),
        aggregates=frozenset(Func),
        related=False,
        countable=False,
        plain=True,
        natural=(),
        keys_at_once=1,
        atomic=False,
        comment=f"Columns are those of up to {len(sample)} objects.",
    )
    return known, made


def schema(tables: Iterable[Table]) -> Schema:
    """All of them, linked."""
    ordered = sorted(tables, key=lambda table: table.name)
    version = hashlib.sha256(repr(ordered).encode()).hexdigest()[:32]
    return Schema(link(ordered), version, "Realtime Database")


def _outline(node: Node) -> Outline:
    return {name: _outlined(value) for name, value in node.items()}


def _outlined(value: object) -> str | Outline:
    match value:
        case dict():
            return _outline(value)
        case bool():
            return "boolean"
        case int():
            return "integer"
        case float():
            return "double"
        case str():
            return "string"
        case _:
            return "array"


def _key() -> Column:
    comment = "Left out, the database makes one, by the time."
    ops = frozenset({Op.EQ, Op.IN})
    default = Default("expression")
    return Column(
        ID, Type.TEXT, "key", 0, nullable=False, default=default, comment=comment, ops=ops, keyset=False
    )


def _column(name: str, native: str, position: int) -> Column:
    type_ = TYPES.get(native, Type.JSON)
    ops = {Type.JSON: frozenset[Op](), Type.BOOLEAN: frozenset({Op.EQ})}
    bound = WHOLE if type_ is Type.INTEGER else None
    return Column(
        name,
        type_,
        native,
        position,
        minimum=None if bound is None else -bound,
        maximum=bound,
        ops=ops.get(type_, ORDER_OPS | {Op.EQ}),
        sortable=type_ is not Type.JSON,
        loose=True,
        keyset=False,
    )
