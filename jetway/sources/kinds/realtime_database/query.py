"""From a read to a query of the Realtime Database, which orders by one child and takes one span of it.

https://firebase.google.com/docs/database/rest/retrieve-data
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from jetway.core.expr import Compare, Op, leaves
from jetway.sources.kinds.realtime_database.described import ID
from jetway.sources.rest.reading import place
from jetway.sources.rest.request import conjuncts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from jetway.core.expr import Predicate
    from jetway.core.query import Order, Read, Row
    from jetway.core.schema import Column
    from jetway.sources.kinds.realtime_database.described import Listed

KEY = "$key"
BOUNDS = {
    Op.EQ: "equalTo",
    Op.GT: "startAt",
    Op.GTE: "startAt",
    Op.LT: "endAt",
    Op.LTE: "endAt",
}
_INTEGERS = range(-(2**31), 2**31)


@dataclass(frozen=True, slots=True)
class Asked:
    """A query by one column: `bounds` of its values. `exact`: nothing of the condition is left to look at."""

    listed: Listed
    column: Column
    bounds: dict[str, object]
    descending: bool
    exact: bool

    def params(self, most: int) -> tuple[tuple[str, str], ...]:
        """The first `most` of them, or the last."""
        child = "/".join(self.listed.fields[self.column.name])
        bounds = [(name, json.dumps(value)) for name, value in self.bounds.items()]
        end = "limitToLast" if self.descending else "limitToFirst"
        return (("orderBy", json.dumps(child)), *bounds, (end, str(most)))


def query_of(listed: Listed, read: Read) -> Asked | None:
    """The query that leaves the least to do; `None` where the list is read by its keys."""
    leaves_ = [one for one in conjuncts(read.where) if one.column.name in listed.fields and one.op in BOUNDS]
    if read.order and (len(read.order) > 1 or read.order[0].column.name not in listed.fields):
        return None
    equal = sorted(leaves_, key=lambda one: one.op is not Op.EQ)
    column = read.order[0].column if read.order else equal[0].column if equal else None
    if column is None:
        return None
    of_it = [one for one in equal if one.column.name == column.name]
    bounds: dict[str, object] = {}
    for one in of_it:
        if "equalTo" not in bounds:
            bounds.setdefault(BOUNDS[one.op], one.value)
    exact = list(bounds) in ([], ["equalTo"]) and len(of_it) == _size(read.where)
    descending = bool(read.order) and read.order[0].descending
    return Asked(listed, column, bounds, descending, exact)


def in_order(rows: Iterable[tuple[object, Row]], order: Iterable[Order]) -> list[tuple[object, Row]]:
    """In the database's order, which its JSON does not keep: nothing, truths, numbers, texts; then by key."""
    orders = list(order)
    found = sorted(rows, key=lambda one: key_place(str(one[1][ID])))
    if orders and orders[-1].descending:
        found.reverse()
    for item in reversed(orders):
        if item.column.name == ID:
            found.sort(key=lambda one: key_place(str(one[1][ID])), reverse=item.descending)
        else:
            found.sort(key=partial(place, item.column), reverse=item.descending)
    return found


def key_place(key: str) -> tuple[int, int, str]:
    """Keys that are whole numbers stand before all others, by their size."""
    digits = key.removeprefix("-")
    if digits.isascii() and digits.isdigit() and len(digits) < 11 and int(key) in _INTEGERS:
        return 0, int(key), key
    return 1, 0, key


def _size(where: Predicate) -> int:
    """How many comparisons there are."""
    found = list(leaves(where))
    return len(found) if all(isinstance(leaf, Compare) for leaf in found) else -1
