"""Between an app's records and rows: values in, values out, and where they are."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Protocol, TypeAlias

from jetway.core import values
from jetway.core.errors import AppChanged
from jetway.core.expr import Op
from jetway.core.schema import Type

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from jetway.core.query import Changes, Row
    from jetway.core.schema import Column, Table
    from jetway.sources.rest.language import Language
    from jetway.sources.rest.spec import Collection, ColumnSpec, Connector


def at(value: object, path: str) -> object:
    """What stands at a dotted path, `None` where nothing does; the value itself for "".

    >>> at({"errors": [{"message": "no"}]}, "errors.0.message")
    'no'
    """
    return _found(value, steps(path))


def steps(path: str) -> tuple[str, ...]:
    r"""The names of a path, in which a dot of a name itself is written `\.`.

    >>> steps(r"fields.No\. of seats.number")
    ('fields', 'No. of seats', 'number')
    """
    if "\\" in path:
        return tuple(part.replace("\0", ".") for part in path.replace(r"\.", "\0").split("."))
    return tuple(path.split(".")) if path else ()


def step(name: str) -> str:
    """The name as a step of a path."""
    return name.replace(".", r"\.")


class Formatted(Protocol):
    """What has a way in which its moments are written."""

    @property
    def format(self) -> str:
        """`unix` for seconds since 1970."""
        ...


ReadRecord: TypeAlias = "Callable[[object], Row]"
"""A record's columns as a row. Raises `AppChanged` for what is no record, and the row does for a value that
is not what its column should hold."""


class RecordRow(Mapping[str, object]):
    """A record's columns. A value is looked at when it is asked for: others may be of any shape.

    So a column that somebody may not see neither fails for them nor is named to them.
    """

    __slots__ = ("_cells", "_known", "_record")

    def __init__(self, cells: Mapping[str, Callable[[object], object]], record: object) -> None:
        self._cells = cells
        self._record = record
        self._known: dict[str, object] = {}

    def __getitem__(self, name: str) -> object:
        """The column's value. Raises `AppChanged`."""
        if name not in self._known:
            self._known[name] = self._cells[name](self._record)
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        """The names of all columns."""
        return iter(self._cells)

    def __len__(self) -> int:
        """How many columns there are."""
        return len(self._cells)


def record_reader(connector: Connector, table: Table) -> ReadRecord:
    """What makes rows of the records of `table`, with all columns; asked for once."""
    spec = connector.collections[table.name]
    key = _steps(spec, spec.key)
    cells = dict(_cell(connector, table, column) for column in table.columns)

    def read(record: object) -> Row:
        if _found(record, key) is None:
            raise AppChanged(f"The app sent no record of {table.name}. Its description is out of date.")
        return RecordRow(cells, record)

    return read


def _cell(connector: Connector, table: Table, column: Column) -> tuple[str, Callable[[object], object]]:
    """A column's name, and what finds its value in a record."""
    spec = connector.collections[table.name]
    one = spec.columns[column.name]
    place = _steps(spec, column.name)
    target = connector.collections.get(one.refers)
    inner = _steps(target, target.key) if target else ()
    language = connector.language
    # An app has new states before its description has.
    read = values.text if column.type is Type.ENUM else values.reader(column)

    def cell(record: object) -> object:
        value = _found(record, place)
        if inner and isinstance(value, dict):  # brought along whole
            value = _found(value, inner)
        value = None if value is None else language.heard(one, value)
        if value is None:
            return one.absent
        try:
            found = read(value)
        except values.ValueRefused as refusal:
            raise AppChanged(
                f"{table.name}.{column.name} {refusal}, and the app sent something else. "
                "Its description is out of date."
            ) from None
        return str(found) if isinstance(found, Decimal) else found

    return column.name, cell


def _steps(spec: Collection, name: str) -> tuple[str, ...]:
    """The way to a column's value in a record."""
    path = spec.columns[name].path
    return steps(path) if path else (name,)


def _found(value: object, place: Iterable[str]) -> object:
    for step in place:
        if isinstance(value, dict):
            value = value.get(step)
        elif isinstance(value, list) and step.isdecimal():
            value = next(iter(value[int(step) :]), None)
        else:
            return None
    return value


def heard(column: ColumnSpec, value: object) -> object:
    """A moment as ISO 8601 has it, of an app that writes it as letters do; all else as it is."""
    if column.format != "rfc2822" or not isinstance(value, str):
        return value
    try:
        return parsedate_to_datetime(value).isoformat()
    except ValueError:
        return value


def wire(column: ColumnSpec, op: Op, value: object) -> str:
    """A value as a parameter has it."""
    return _plain(sought(column, op, value))


def sought(column: ColumnSpec, op: Op, value: object) -> object:
    """A value to compare with; moments never narrower than they were asked for."""
    if column.format == "unix":
        seconds = datetime.fromisoformat(str(value)).timestamp()
        return math.ceil(seconds) if op is Op.LT else math.floor(seconds)
    if column.format == "rfc2822":
        return datetime.fromisoformat(str(value)).astimezone(UTC).date().isoformat()
    return sent(column, value)


def text(one: Formatted, value: object) -> str:
    """A value as a path or a parameter has it."""
    return _plain(sent(one, value))


def sent(one: Formatted, value: object) -> object:
    """A value as a body has it."""
    match value:
        case None:
            return None
        case _ if one.format == "unix":
            return math.floor(datetime.fromisoformat(str(value)).timestamp())
        case Decimal():
            return str(value)
        case _:
            return value


def content(
    language: Language, spec: Collection, changes: Changes, wrap: str
) -> Iterator[tuple[str, object]]:
    """The values of a change, each with its place in the body, which is where a record has it."""
    if wrap:
        yield wrap, {}
    for column, value in changes:
        one = spec.columns[column.name]
        place = one.sent or one.path or step(column.name)
        yield (f"{wrap}.{place}" if wrap else place), language.sent(one, value)


def placed(values: Iterable[tuple[str, object]]) -> dict[str, object]:
    """A body with values at their places.

    >>> placed([("filter.a", 1), ("filter.b", 2)])
    {'filter': {'a': 1, 'b': 2}}
    """
    body: dict[str, object] = {}
    for place, value in values:
        put(body, place, value)
    return body


def put(body: dict[str, object], path: str, value: object) -> None:
    """Put a value where a dotted path says."""
    *above, name = steps(path)
    for one in above:
        inner = body.setdefault(one, {})
        assert isinstance(inner, dict)
        body = inner
    body[name] = value


def form(body: Mapping[str, object]) -> list[tuple[str, str]]:
    """A body as pairs, what is nested in brackets.

    >>> form({"name": "Ana", "metadata": {"plan": "pro"}, "tags": ["a"], "phone": None})
    [('name', 'Ana'), ('metadata[plan]', 'pro'), ('tags[0]', 'a'), ('phone', '')]
    """
    pairs: list[tuple[str, str]] = []
    for name, value in body.items():
        _spread(pairs, name, value)
    return pairs


def _spread(pairs: list[tuple[str, str]], name: str, value: object) -> None:
    match value:
        case dict():
            for inner, item in value.items():
                _spread(pairs, f"{name}[{inner}]", item)
        case list():
            for number, item in enumerate(value):
                _spread(pairs, f"{name}[{number}]", item)
        case _:
            pairs.append((name, _plain(value)))


def _plain(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)
