"""What is asked of an app, as data: made from a read or a change and the app's description. Asks nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import msgspec

from jetway.core.errors import UnknownRow
from jetway.core.expr import And, Compare, Op, Or
from jetway.sources.rest.faults import PLACEHOLDER
from jetway.sources.rest.record import content, form

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jetway.core.expr import Predicate
    from jetway.core.query import Changes, Expand, Read
    from jetway.sources.rest.spec import Changing, Collection, Connector

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Call:
    """One request. `target`: a path on the app's server, or the whole address that the app itself gave.

    `once`: the key by which an app that takes such keys makes it once. `reads`: it changes nothing, whatever
    its method.
    """

    method: str
    target: str
    params: Pairs = ()
    body: bytes = b""
    media_type: str = ""
    once: str = ""
    headers: Pairs = ()
    reads: bool = False


def listing(connector: Connector, read: Read) -> Call:
    """The first page of the rows of `read`, or of more than those: the app compares what it can."""
    spec = connector.collections[read.table.name]
    asked = [*connector.language.asked(spec, list(conjuncts(read.where)), read.order)]
    usual = [pair for pair in spec.list.params.items() if pair[0] not in dict(asked)]
    params = [*usual, *asked]
    if connector.expand is not None:
        paths = _expanded(connector, read.table.name, read.expand)
        params += [(connector.expand.param, connector.expand.within + path) for path in paths]
    return Call("GET", spec.list.path, tuple(params))


def getting(connector: Connector, read: Read, key: object) -> Call:
    """The row of that key. Raises `UnknownRow` for one that no row can have."""
    spec = connector.collections[read.table.name]
    assert spec.get is not None
    placed = f"{{{spec.key}}}"
    params = [(name, str(key) if text == placed else text) for name, text in spec.get.params.items()]
    if connector.expand is not None:
        paths = _expanded(connector, read.table.name, read.expand)
        params += [(connector.expand.param, path) for path in paths]
    return Call("GET", filled(spec.get.path, key), tuple(params))


def changing(spec: Collection, way: Changing, changes: Changes, key: object = "", once: str = "") -> Call:
    """A change, or a deletion, which sends nothing."""
    target = filled(way.path, key)
    if way.method == "DELETE":
        return Call(way.method, target, once=once)
    body = content(spec, changes, way.wrap) | way.also
    if way.body == "form":
        sent = urlencode(form(body)).encode()
        return Call(way.method, target, (), sent, "application/x-www-form-urlencoded", once)
    return Call(way.method, target, (), msgspec.json.encode(body), "application/json", once)


def filled(path: str, key: object) -> str:
    """The path with the key in it, which cannot lead elsewhere. Raises `UnknownRow`."""
    text = str(key)
    if PLACEHOLDER.search(path) and text in ("", ".", ".."):
        raise UnknownRow("There is no such row.")
    return PLACEHOLDER.sub(quote(text, safe=""), path)


def keys_of(spec: Collection, where: Predicate) -> list[object] | None:
    """The keys that `where` wants, once each; `None` for none, or where the app has no single records."""
    return None if spec.get is None else wanted_of(spec.key, where)


def wanted_of(name: str, where: Predicate) -> list[object] | None:
    """The values of the column that `where` wants, once each; `None` where it wants none by it."""
    for leaf in conjuncts(where):
        if leaf.column.name == name and leaf.op in (Op.EQ, Op.IN):
            return list(dict.fromkeys(leaf.value if isinstance(leaf.value, tuple) else (leaf.value,)))
    return None


def conjuncts(where: Predicate) -> Iterator[Compare]:
    """The comparisons that all hold."""
    match where:
        case Compare(column):
            if column.part is None:
                yield where
        case And(items):
            for item in items:
                yield from conjuncts(item)
        case Or((item,)):
            yield from conjuncts(item)
        case _:
            return


def _expanded(connector: Connector, table: str, expand: Sequence[Expand]) -> Iterator[str]:
    """The paths of the references to bring along, outer ones first."""
    spec = connector.collections[table]
    for one in expand:
        [name] = one.relation.columns
        path = spec.columns[name].path or name
        yield path
        for inner in _expanded(connector, one.table.name, one.expand):
            yield f"{path}.{inner}"
