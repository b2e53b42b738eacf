"""What is asked of an app, as data: made from a read or a change and the app's description. Asks nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote, urlencode

import msgspec

from jetway.core.errors import UnknownRow
from jetway.core.expr import And, Compare, Op, Or
from jetway.sources.rest.faults import PLACEHOLDER
from jetway.sources.rest.record import content, form, placed
from jetway.sources.rest.searching import sought
from jetway.sources.rest.spec import Searching

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from jetway.core.expr import Predicate
    from jetway.core.query import Changes, Expand, Read
    from jetway.sources.rest.spec import Changing, Collection, Connector, Constant, Listing

Pairs = tuple[tuple[str, str], ...]
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Call:
    """One request. `target`: a path on the app's server, or the whole address that the app itself gave.

    `fields`: what a body in JSON holds at dotted places, in place of `body`. `once`: the key by which an app
    that takes such keys makes it once. `reads`: it changes nothing, whatever its method.
    """

    method: str
    target: str
    params: Pairs = ()
    body: bytes = b""
    media_type: str = ""
    once: str = ""
    headers: Pairs = ()
    reads: bool = False
    fields: tuple[tuple[str, object], ...] = ()

    @property
    def content(self) -> bytes:
        """The body, as it is sent."""
        if not self.fields:
            return self.body
        return msgspec.json.encode(placed(self.fields))

    def having(self, name: str, value: object) -> Call:
        """The call with that parameter; of a POST, with that at this place in its body."""
        if self.method == "GET":
            return replace(self, params=(*_without(self.params, name), (name, str(value))))
        return replace(self, fields=(*_without(self.fields, name), (name, value)))


def checking(connector: Connector) -> Call:
    """What shows whether the key holds."""
    check = connector.check
    if isinstance(check, str):
        return Call("GET", check)
    if check.method == "GET":
        return Call("GET", check.path, _texts(check.params.items()))
    return _posted(check.path, check.params.items(), [*check.also.items()])


def listing(connector: Connector, read: Read) -> Call:
    """The first page of the rows of `read`, or of more than those: the app compares what it can."""
    spec = connector.collections[read.table.name]
    way = way_of(spec, read)
    asked: list[tuple[str, object]]
    if isinstance(way, Searching):
        asked = [(way.query, sought(spec, list(conjuncts(read.where))))]
    else:
        asked = [*connector.language.asked(spec, list(conjuncts(read.where)), read.order)]
    said: list[tuple[str, object]] = [*way.params.items()]
    expand: list[tuple[str, object]] = []
    if connector.expand is not None:
        paths = _expanded(connector, read.table.name, read.expand)
        expand = [(connector.expand.param, connector.expand.within + path) for path in paths]
    if way.method == "GET":
        usual = [pair for pair in said if pair[0] not in dict(asked)]
        return Call("GET", way.path, _texts([*usual, *asked, *expand]))
    fields = [*(pair for pair in way.also.items() if pair[0] not in dict(asked)), *asked]
    return _posted(way.path, [*said, *expand], fields)


def way_of(spec: Collection, read: Read) -> Listing:
    """How the rows of `read` are listed: by the app's search where that is allowed and has a use."""
    if read.stale and spec.search is not None and sought(spec, list(conjuncts(read.where))):
        return spec.search
    return spec.list


def getting(connector: Connector, read: Read, key: object) -> Call:
    """The row of that key. Raises `UnknownRow` for one that no row can have."""
    spec = connector.collections[read.table.name]
    assert spec.get is not None
    params = _keyed(spec, spec.get.params, key)
    if connector.expand is not None:
        paths = _expanded(connector, read.table.name, read.expand)
        params += [(connector.expand.param, path) for path in paths]
    path = filled(spec.get.path, key)
    if spec.get.method == "GET":
        return Call("GET", path, _texts(params))
    return _posted(path, params, _keyed(spec, spec.get.also, key))


def changing(
    connector: Connector, table: str, way: Changing, changes: Changes, key: object = "", once: str = ""
) -> Call:
    """A change, or a deletion, which sends nothing where it goes by DELETE."""
    spec, target = connector.collections[table], filled(way.path, key)
    if way.method == "DELETE":
        return Call(way.method, target, once=once)
    body = placed([*content(connector.language, spec, changes, way.wrap), *_keyed(spec, way.also, key)])
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


def _posted(path: str, params: Iterable[tuple[str, object]], fields: list[tuple[str, object]]) -> Call:
    """A reading POST, whose body is an object."""
    return Call("POST", path, _texts(params), b"{}", "application/json", reads=True, fields=tuple(fields))


def _keyed(spec: Collection, said: Mapping[str, Constant], key: object) -> list[tuple[str, object]]:
    """What is said always, with the key where its name stands in braces."""
    named = f"{{{spec.key}}}"
    return [(name, key if value == named else value) for name, value in said.items()]


def _texts(pairs: Iterable[tuple[str, object]]) -> Pairs:
    return tuple((name, str(value)) for name, value in pairs)


def _without(pairs: tuple[tuple[str, Value], ...], name: str) -> tuple[tuple[str, Value], ...]:
    return tuple(pair for pair in pairs if pair[0] != name)


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
    """The comparisons that all hold, of those that an app makes."""
    match where:
        case Compare(column, op):
            if column.part is None and op in column.ops:
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
