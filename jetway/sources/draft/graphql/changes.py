"""Which mutations make, change and delete the records of a list, and where in them the values go."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from graphql import GraphQLObjectType
from msgspec.structs import replace

from jetway.sources.draft.graphql.shape import (
    bare,
    comparable,
    declared,
    input_fields,
    is_needed,
    items_type,
    needed_of,
    passed,
    record_type,
    selection,
)
from jetway.sources.rest.spec import Changing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from graphql import GraphQLField

    from jetway.sources.draft.graphql.shape import Input
    from jetway.sources.rest.spec import Collection, Constant

Way: TypeAlias = Literal["create", "update", "delete"]

_NAMES: Mapping[Way, tuple[str, ...]] = {
    "create": ("create{}", "{}create", "insert{}one", "add{}", "new{}"),
    "update": ("update{}", "{}update", "update{}bypk", "edit{}"),
    "delete": ("delete{}", "{}delete", "delete{}bypk", "remove{}"),
}
_ERRORS = ("userErrors", "errors")


@dataclass(frozen=True, slots=True)
class Inputs:
    """One level of what a mutation takes: what stands at `place` among its variables."""

    place: str
    fields: Mapping[str, Input]


def with_changes(
    mutation: GraphQLObjectType | None,
    record: GraphQLObjectType,
    name: str,
    collection: Collection,
) -> Collection:
    """The collection, with the changes whose mutations are recognised by their names and shapes."""
    if mutation is None:
        return collection
    fields = {bare(one): (one, field) for one, field in mutation.fields.items()}
    nouns = dict.fromkeys((bare(record.name), bare(name), bare(name).removesuffix("s")))
    for way, patterns in _NAMES.items():
        named = (fields.get(pattern.format(noun)) for noun in nouns for pattern in patterns)
        for found in filter(None, named):
            made = _changed(*found, record, way, collection)
            if made is not None:
                collection = made
                break
    return collection


def _changed(
    name: str, field: GraphQLField, record: GraphQLObjectType, way: Way, collection: Collection
) -> Collection | None:
    """The collection with one mutation; `None` where it takes or gives what nobody knows."""
    levels = list(_levels(field))
    values = None if way == "delete" else max(levels, key=lambda one: len(_settable(record, one, collection)))
    settable = _settable(record, values, collection) if values else set()
    keyed = "" if way == "create" else _key_place(record, levels, collection.key, values)
    if (values is not None and not settable) or (way != "create" and not keyed):
        return None
    given = {name for name in settable if values and (way == "create" or not is_needed(values.fields[name]))}
    used = {*(f"{values.place}.{one}" for one in given if values), *filter(None, [keyed])}
    if not _suffices(levels, used):
        return None
    answer = _answer(name, field, record, collection)
    if answer is None and way != "delete":
        return None
    asked, record_at, errors = answer or _told(name, field)
    text = f"mutation{declared(field.args)} {{ {name}{passed(field.args)}{asked} }}"
    also: dict[str, Constant] = {"query": text}
    if keyed:
        also[keyed] = f"{{{collection.key}}}"
    path, wrap = collection.list.path, values.place if values else ""
    change = Changing(path=path, wrap=wrap, also=also, record=record_at, errors=errors)
    return _with(collection, way, change, record, values)


def _with(
    collection: Collection, way: Way, change: Changing, record: GraphQLObjectType, values: Inputs | None
) -> Collection:
    match way:
        case "delete":
            return replace(collection, delete=change)
        case "create" | "update":
            assert values is not None
            settable = _settable(record, values, collection)
            columns = {
                name: replace(one, create=True, required=is_needed(values.fields[name]))
                if way == "create"
                else replace(one, update=True)
                for name, one in collection.columns.items()
                if name in settable
            }
            columns = {**collection.columns, **columns}
            if way == "create":
                return replace(collection, create=change, columns=columns)
            return replace(collection, update=change, columns=columns)


def _levels(field: GraphQLField) -> Iterator[Inputs]:
    """The arguments, the input objects among them, and those within these."""
    yield Inputs("variables", field.args)
    for name, arg in field.args.items():
        inner = input_fields(arg)
        yield Inputs(f"variables.{name}", inner)
        yield from (Inputs(f"variables.{name}.{below}", input_fields(one)) for below, one in inner.items())


def _settable(record: GraphQLObjectType, level: Inputs, collection: Collection) -> set[str]:
    """The columns that take a value on a level."""
    return {
        name
        for name, one in level.fields.items()
        if name in collection.columns and name != collection.key and comparable(record, name, one.type)
    }


def _key_place(record: GraphQLObjectType, levels: list[Inputs], key: str, values: Inputs | None) -> str:
    """Where the key stands: beside the values, where it may, rather than among them; "" for nowhere."""
    names = (bare(key), "id", bare(f"{record.name}Id"))
    found = [
        (level is values, f"{level.place}.{name}")
        for level in levels
        for name, one in level.fields.items()
        if bare(name) in names and comparable(record, key, one.type)
    ]
    return min(found, key=lambda one: one[0])[1] if found else ""


def _suffices(levels: list[Inputs], used: set[str]) -> bool:
    """Whether a value at each of these places is all that must be sent."""
    opened = [level for level in levels if any(one.startswith(f"{level.place}.") for one in used)]
    needed = [f"{level.place}.{name}" for level in opened for name in needed_of(level.fields)]
    return all(any(f"{one}.".startswith(f"{place}.") for one in used) for place in needed)


def _answer(
    name: str, field: GraphQLField, record: GraphQLObjectType, collection: Collection
) -> tuple[str, str, str] | None:
    """What is asked of the answer, where in it the record is, and where its errors are."""
    inner = selection(collection.columns)
    payload = record_type(field.type)
    if payload is record:
        return f" {{ {inner} }}", f"data.{name}", ""
    if payload is None:
        return None
    for one, held in payload.fields.items():
        if record_type(held.type) is record and not held.args:
            asked, errors = _errors(payload)
            at = f"data.{name}"
            return f" {{ {one} {{ {inner} }}{asked} }}", f"{at}.{one}", errors and f"{at}.{errors}"
    return None


def _told(name: str, field: GraphQLField) -> tuple[str, str, str]:
    """The same of a deletion that does not answer with the record."""
    payload = record_type(field.type)
    if payload is None:
        return "", "", f"data.{name}"
    asked, errors = _errors(payload)
    return f" {{ __typename{asked} }}", "", errors and f"data.{name}.{errors}"


def _errors(payload: GraphQLObjectType) -> tuple[str, str]:
    """What a payload tells of what went wrong, for people: a list of messages."""
    for name in _ERRORS:
        told = items_type(payload.fields[name].type) if name in payload.fields else None
        if isinstance(told, GraphQLObjectType) and "message" in told.fields:
            return f" {name} {{ message }}", name
    return "", ""
