"""Between an app's records and rows: values in, values out, and where they are."""

from __future__ import annotations

import math
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from jetway.core import values
from jetway.core.errors import AppChanged
from jetway.core.expr import Op
from jetway.core.schema import Type

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jetway.core.query import Changes, Row
    from jetway.core.schema import Table
    from jetway.sources.rest.spec import Collection, ColumnSpec, Connector


def at(value: object, path: str) -> object:
    """What stands at a dotted path, `None` where nothing does; the value itself for "".

    >>> at({"error": {"message": "no"}}, "error.message")
    'no'
    """
    for name in path.split(".") if path else ():
        value = value.get(name) if isinstance(value, dict) else None
    return value


def raw_row(connector: Connector, table: Table, record: object) -> Row:
    """All columns of a record. Raises `AppChanged` for what is none, or does not hold what it should."""
    spec = connector.collections[table.name]
    if not isinstance(record, dict) or key_in(spec, record) is None:
        raise AppChanged(f"The app sent no record of {table.name}. Its description is out of date.")
    row: dict[str, object] = {}
    for column in table.columns:
        one = spec.columns[column.name]
        value = at(record, one.path or column.name)
        if one.refers and isinstance(value, dict):
            value = key_in(connector.collections[one.refers], value)
        try:
            row[column.name] = None if value is None else _read(table, column.name, value)
        except values.ValueRefused as refusal:
            raise AppChanged(
                f"{table.name}.{column.name} {refusal}, and the app sent something else. "
                "Its description is out of date."
            ) from None
    return row


def key_in(spec: Collection, record: object) -> object:
    """The key that a record has."""
    return at(record, spec.columns[spec.key].path or spec.key)


def _read(table: Table, name: str, value: object) -> object:
    column = table.column(name)
    assert column is not None
    # An app has new states before its description has.
    read = values.text(value) if column.type is Type.ENUM else values.read(column, value)
    return str(read) if isinstance(read, Decimal) else read


def wire(column: ColumnSpec, op: Op, value: object) -> str:
    """A value as a parameter has it; moments never narrower than they were asked for."""
    if column.format == "unix":
        seconds = datetime.fromisoformat(str(value)).timestamp()
        return str(math.ceil(seconds) if op is Op.LT else math.floor(seconds))
    return _plain(_sent(column, value))


def content(spec: Collection, changes: Changes, wrap: str) -> dict[str, object]:
    """The values of a change, each where a record has it."""
    body: dict[str, object] = {}
    for column, value in changes:
        one = spec.columns[column.name]
        _put(body, one.path or column.name, _sent(one, value))
    for name in reversed(wrap.split(".") if wrap else []):
        body = {name: body}
    return body


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


def _sent(column: ColumnSpec, value: object) -> object:
    match value:
        case None:
            return None
        case _ if column.format == "unix":
            return math.floor(datetime.fromisoformat(str(value)).timestamp())
        case Decimal():
            return str(value)
        case _:
            return value


def _put(body: dict[str, object], path: str, value: object) -> None:
    *above, name = path.split(".")
    for step in above:
        inner = body.setdefault(step, {})
        assert isinstance(inner, dict)
        body = inner
    body[name] = value
