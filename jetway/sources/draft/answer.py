"""What an app's answer tells of its records: where they are, their columns, and which of these is the key."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec

from jetway.core.schema import Column, Type
from jetway.core.values import ValueRefused, read
from jetway.sources.draft.columns import MOST, guessed_key
from jetway.sources.rest.record import at
from jetway.sources.rest.spec import ColumnSpec

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

LOOKED_AT = 1000
"""So many records of an answer are looked at."""

DEEPEST = 4
"""How deep in an answer records are looked for."""

_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d.*")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_ZONED = re.compile(r".*(Z|[+-]\d\d:?\d\d)")


class Proposal(msgspec.Struct, frozen=True):
    """How an answer could be read. `many`: as a list, else as one record. `key`: "" for none."""

    records: str
    many: bool
    columns: dict[str, ColumnSpec]
    key: str


def proposal_of(answer: object) -> Proposal | None:
    """A guess, from the records in `answer`, which is JSON; `None` where there are none."""
    lists = sorted(_lists(answer, ""), key=lambda one: (one.count("."), -len(_records(answer, one))))
    if lists and not (isinstance(answer, dict) and "id" in answer):
        return _proposal(lists[0], _records(answer, lists[0]), many=True)
    if isinstance(answer, dict):
        inner = [
            name for name, one in answer.items() if isinstance(one, dict) and "id" in one and "." not in name
        ]
        path = inner[0] if "id" not in answer and len(inner) == 1 else ""
        return _proposal(path, [at(answer, path)], many=False)
    return None


def _proposal(path: str, records: Sequence[object], *, many: bool) -> Proposal:
    rows = [one for one in records[:LOOKED_AT] if isinstance(one, dict)]
    names = list(dict.fromkeys(name for row in rows for name in row if name and "." not in name))[:MOST]
    columns = {name: ColumnSpec(type=_type(row.get(name) for row in rows)) for name in names}
    unique = [name for name in names if _tells_apart(columns[name].type, [row.get(name) for row in rows])]
    return Proposal(path, many, columns, guessed_key(unique, path.rpartition(".")[2]))


def _lists(answer: object, path: str) -> Iterator[str]:
    """The paths of lists that begin with an object."""
    if isinstance(answer, list):
        if answer and isinstance(answer[0], dict):
            yield path
    elif isinstance(answer, dict) and path.count(".") < DEEPEST - 1:
        for name, one in answer.items():
            if name and "." not in name:
                yield from _lists(one, f"{path}.{name}" if path else name)


def _records(answer: object, path: str) -> list[object]:
    found = at(answer, path)
    return found if isinstance(found, list) else []


def _tells_apart(type_: Type, values: list[object]) -> bool:
    said = [one for one in values if one is not None and one != ""]
    return type_ in (Type.TEXT, Type.INTEGER, Type.UUID) and len(set(said)) == len(values)


def _type(values: Iterable[object]) -> Type:
    """What all of the values are; JSON for a mixture, and text where there is none."""
    found = {_type_of(one) for one in values if one is not None}
    if found == {Type.INTEGER, Type.FLOAT}:
        return Type.FLOAT
    if len(found) > 1 and found <= {Type.TEXT, Type.UUID, Type.DATE, Type.TIMESTAMP, Type.TIMESTAMPTZ}:
        return Type.TEXT
    return Type.JSON if len(found) > 1 else next(iter(found), Type.TEXT)


def _type_of(value: object) -> Type:
    match value:
        case bool():
            return Type.BOOLEAN
        case int():
            return Type.INTEGER
        case float() | Decimal():
            return Type.FLOAT
        case str():
            return _text(value)
        case _:
            return Type.JSON


def _text(value: str) -> Type:
    if _UUID.fullmatch(value):
        return Type.UUID
    if _DATE.fullmatch(value):
        return _if_read(Type.DATE, value)
    if _MOMENT.fullmatch(value):
        return _if_read(Type.TIMESTAMPTZ if _ZONED.fullmatch(value) else Type.TIMESTAMP, value)
    return Type.TEXT


def _if_read(type_: Type, value: str) -> Type:
    """`type_`, where rows would take the value for it."""
    try:
        read(Column("", type_, "", 0), value)
    except ValueRefused:
        return Type.TEXT
    return type_
