"""From a read to Firestore's structured queries. Pure.

https://firebase.google.com/docs/firestore/reference/rest/v1/StructuredQuery
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from jetway.core.expr import ORDER_OPS, Compare, Op, both
from jetway.sources.kinds.firestore.value import at, of_kind
from jetway.sources.rest.request import conjuncts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from jetway.core.expr import Predicate
    from jetway.core.query import Order, Read
    from jetway.sources.kinds.firestore.described import Collection
    from jetway.sources.rest.sampled import Path

MOST_IN = 30
NAME = "__name__"
WORDS = {
    Op.EQ: "EQUAL",
    Op.LT: "LESS_THAN",
    Op.LTE: "LESS_THAN_OR_EQUAL",
    Op.GT: "GREATER_THAN",
    Op.GTE: "GREATER_THAN_OR_EQUAL",
    Op.IN: "IN",
    Op.HAS: "ARRAY_CONTAINS",
}
_SIMPLE = re.compile(r"[a-zA-Z_][a-zA-Z_0-9]*\Z", re.ASCII)
Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Asked:
    """A query: `filters` that all hold, the field it is ordered by before the name, none for that alone.

    `exact`: whether nothing of the read's condition is left to look at. `sorted`: whether it has its order.
    """

    collection: Collection
    filters: tuple[Compare, ...]
    order: Path | None
    descending: bool
    exact: bool
    sorted: bool

    def structured(self, root: str, limit: int | None = None, after: Document | None = None) -> Document:
        """As Firestore takes it; `after`: the last document of the page before."""
        source = {"collectionId": self.collection.last, "allDescendants": self.collection.group}
        asked: Document = {"from": [source], "orderBy": list(self._orders())}
        if self.filters:
            said = [_filter(self.collection.fields, one, root) for one in self.filters]
            asked["where"] = {"compositeFilter": {"op": "AND", "filters": said}}
        if limit is not None:
            asked["limit"] = limit
        if after is not None:
            asked["startAt"] = {"values": list(self._place(after)), "before": False}
        return asked

    @property
    def leaves_out(self) -> bool:
        """Whether the order may leave out documents that the filters let through: those without the field."""
        compared = [self.collection.fields[one.column.name] for one in self.filters if one.op is not Op.HAS]
        return self.order is not None and self.order not in compared

    @property
    def unordered(self) -> Asked:
        """The same documents, and those without the field, by their names; a span needs its own order."""
        spanned = [self.collection.fields[one.column.name] for one in self.filters if ranging(one)]
        return replace(self, order=spanned[0] if spanned else None, descending=False, sorted=False)

    def _orders(self) -> Iterator[Document]:
        direction = "DESCENDING" if self.descending else "ASCENDING"
        for field in filter(None, (self.order and field_path(self.order), NAME)):
            yield {"field": {"fieldPath": field}, "direction": direction}

    def _place(self, document: Document) -> Iterator[Document]:
        if self.order is not None:
            yield at(document["fields"], self.order) or {"nullValue": None}
        yield {"referenceValue": document["name"]}


def queries(collection: Collection, read: Read) -> Iterator[Asked]:
    """Ways to have the rows of `read`, the best first; the later ones need no index but leave more to do."""
    filters = tuple(_pushed(collection, read.where))
    exact = both(*filters) == both(read.where)  # no fewer, and no rule beside them that lets nothing through
    ranged = next((collection.fields[one.column.name] for one in filters if ranging(one)), None)
    order, descending = _ordering(collection, read.order)
    first = Asked(collection, filters, order, descending, exact, sorted=True)
    if not read.order and ranged is not None:
        first = replace(first, order=ranged)
    yield first
    if first.order is None and not filters and not descending:
        return
    equal = tuple(one for one in filters if one.op is Op.EQ)
    for fewer in dict.fromkeys((equal, ())):
        left = exact and fewer == filters
        yield Asked(collection, fewer, None, descending=False, exact=left, sorted=not read.order)


def field_path(path: Path) -> str:
    """As Firestore writes it: what is no simple name stands between backticks.

    >>> field_path(("place", "first name"))
    'place.`first name`'
    """
    return ".".join(name if _SIMPLE.match(name) else f"`{_escaped(name)}`" for name in path)


def ranging(one: Compare) -> bool:
    """Whether it takes a span of values, by which Firestore orders what it finds."""
    return one.op in ORDER_OPS or one.op is Op.IS_NULL


def _escaped(name: str) -> str:
    return name.replace("\\", "\\\\").replace("`", "\\`")


def _ordering(collection: Collection, order: tuple[Order, ...]) -> tuple[Path | None, bool]:
    if not order:
        return None, False
    return collection.fields.get(order[0].column.name), order[0].descending


def _pushed(collection: Collection, where: Predicate) -> Iterator[Compare]:
    """What Firestore compares: spans of one column, one list, one look into an array."""
    spanned, multiple = None, False
    for leaf in conjuncts(where):
        if leaf.column.name not in collection.fields or not _sayable(leaf):
            continue
        if leaf.op in (Op.IN, Op.HAS):
            if multiple:
                continue
            multiple = True
        if ranging(leaf):
            if spanned not in (None, leaf.column.name):
                continue
            spanned = leaf.column.name
        yield leaf


def _sayable(leaf: Compare) -> bool:
    """A document without a field is not found by its being nothing, and a list holds 1 to 30 values."""
    match leaf.op:
        case Op.IS_NULL:
            return leaf.value is False
        case Op.IN:
            values = leaf.value if isinstance(leaf.value, tuple) else ()
            return 0 < len(values) <= MOST_IN and all(_known(leaf, value) for value in values)
        case Op.HAS:
            return True
        case _:
            return leaf.op in WORDS and _known(leaf, leaf.value)


def _known(leaf: Compare, value: object) -> bool:
    """A moment of the calendar's years."""
    if leaf.column.native != "timestamp":
        return True
    try:
        return datetime.fromisoformat(str(value)).tzinfo is not None
    except ValueError:
        return False


def _filter(fields: Mapping[str, Path], one: Compare, root: str) -> Document:
    field = {"fieldPath": field_path(fields[one.column.name])}
    native = one.column.native
    if one.op is Op.IS_NULL:
        return {"unaryFilter": {"field": field, "op": "IS_NOT_NULL"}}
    if isinstance(one.value, tuple):
        value = {"arrayValue": {"values": [of_kind(native, item, root) for item in one.value]}}
    else:
        value = of_kind("" if one.op is Op.HAS else native, one.value, root)
    return {"fieldFilter": {"field": field, "op": WORDS[one.op], "value": value}}
