"""Collections as tables: their columns, by what a sample of their documents holds."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jetway.core.errors import BadSource
from jetway.core.expr import EQUALITY_OPS, ORDER_OPS, Op
from jetway.core.links import link
from jetway.core.schema import Column, Default, Func, Schema, Table, Type, Verb
from jetway.sources.kinds.firestore.value import LEAST, MOST, outline
from jetway.sources.rest.sampled import kinds, named

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from jetway.sources.kinds.firestore.value import Typed
    from jetway.sources.rest.sampled import Path

ID, CREATED, UPDATED = "id", "_create_time", "_update_time"
TYPES = {
    "string": Type.TEXT,
    "integer": Type.INTEGER,
    "double": Type.FLOAT,
    "boolean": Type.BOOLEAN,
    "timestamp": Type.TIMESTAMPTZ,
    "bytes": Type.BYTES,
    "reference": Type.TEXT,
    "array": Type.ARRAY,
}
COMPARED = EQUALITY_OPS | ORDER_OPS
OPS = {
    Type.BOOLEAN: EQUALITY_OPS,
    Type.ARRAY: frozenset({Op.IS_NULL, Op.HAS}),
    Type.BYTES: frozenset[Op](),
    Type.JSON: frozenset[Op](),
}


@dataclass(frozen=True, slots=True)
class Collection:
    """A collection, or all of one name wherever they are. `path` is below the database's root.

    `fields`: where in a document each column is; the key and the times are in none.
    """

    path: str
    group: bool = False
    fields: Mapping[str, Path] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The table's name."""
        return self.path.replace("/", ".") + ("_everywhere" if self.group else "")

    @property
    def parent(self) -> str:
        """The document that the collection is in, with a slash before it; "" for the root."""
        above = self.path.rpartition("/")[0]
        return f"/{above}" if above else ""

    @property
    def last(self) -> str:
        """The collection's own id."""
        return self.path.rpartition("/")[2]


def asked_for(text: str) -> list[Collection]:
    """The collections that people name, one a line: `users/ana/orders`, or `*/orders`. Raises `BadSource`."""
    found = []
    for line in filter(None, (line.strip().strip("/") for line in text.splitlines())):
        parts = line.split("/")
        group = len(parts) == 2 and parts[0] == "*"
        if not all(parts) or not (group or len(parts) % 2):
            raise BadSource(
                f"{line!r} is no path of a collection: it is users/ana/orders, or */orders for all orders."
            )
        found.append(Collection(parts[-1] if group else line, group))
    return found


def table(collection: Collection, documents: Sequence[Mapping[str, Typed]]) -> tuple[Collection, Table]:
    """The collection with its fields, and its table, by the fields of some documents."""
    found = kinds([outline(dict(fields)) for fields in documents])
    fields = named(found, (ID, CREATED, UPDATED))
    columns = [
        _key(collection),
        *[_column(name, found[path], number) for number, (name, path) in enumerate(fields.items(), 1)],
        _time(CREATED, len(fields) + 1),
        _time(UPDATED, len(fields) + 2),
    ]
    known = Collection(collection.path, collection.group, fields)
    verbs = frozenset(Verb) - ({Verb.CREATE} if collection.group else frozenset())
    made = Table(
        known.name,
        known.name,
        tuple(columns),
        key=(ID,),
        verbs=verbs,
        aggregates=frozenset(Func),
        related=False,
        plain=True,
        natural=(),
        atomic=False,
        comment=f"Columns are those of up to {len(documents)} documents." if documents else "",
    )
    return known, made


def schema(tables: Iterable[Table]) -> Schema:
    """All of them, linked."""
    ordered = sorted(tables, key=lambda table: table.name)
    version = hashlib.sha256(repr(ordered).encode()).hexdigest()[:32]
    return Schema(link(ordered), version, "Firestore")


def _key(collection: Collection) -> Column:
    comment = "Its path in the database." if collection.group else "Left out, Firestore makes one."
    ops = frozenset({Op.EQ, Op.IN})
    default = Default("expression")
    return Column(
        ID, Type.TEXT, "id", 0, nullable=False, default=default, comment=comment, ops=ops, keyset=False
    )


def _time(name: str, position: int) -> Column:
    return Column(
        name,
        Type.TIMESTAMPTZ,
        "timestamp",
        position,
        nullable=False,
        generated=True,
        ops=frozenset(),
        sortable=False,
        measured=True,
        keyset=False,
    )


def _column(name: str, native: str, position: int) -> Column:
    type_ = TYPES.get(native, Type.JSON)
    return Column(
        name,
        type_,
        native,
        position,
        minimum=LEAST if type_ is Type.INTEGER else None,
        maximum=MOST if type_ is Type.INTEGER else None,
        ops=OPS.get(type_, COMPARED),
        sortable=type_ not in (Type.ARRAY, Type.BYTES, Type.JSON),
        loose=True,
        wide=type_ is Type.FLOAT,
        keyset=False,
    )
