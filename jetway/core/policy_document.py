"""Roles and rules as the JSON that control keeps and bridges read. Knows the form, not anybody's schema."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, NoReturn

from jetway.core.errors import InvalidInput, Problem
from jetway.core.expr import And, Attribute, Condition, Not, Op, Or
from jetway.core.policy import ALL_COLUMNS, Columns, Policy, Rights, Role
from jetway.core.schema import Mask

if TYPE_CHECKING:
    from jetway.core.expr import Filter

MAX_RULE_DEPTH = 16
MAX_RULE_CONDITIONS = 200
MAX_KEPT = 16

_OPS = {op.value: op for op in Op}
_ROLE_NAME = re.compile(r"[a-z][a-z0-9_-]{0,63}\Z")
_RIGHTS = frozenset(
    {"read", "create", "update", "delete", "export", "aggregate", "rows", "mask", "preset", "max_rows"}
)


def parse_policy(document: object) -> Policy:
    """The policy that `document` describes: `{"version", "roles"}`.

    Raises `InvalidInput` with a JSON pointer to what is unknown or of the wrong form.
    """
    body = _object(document, "", {"version", "roles"})
    version = body.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 0:
        _refuse("/version", "takes a whole number")
    roles = _mapping(body.get("roles"), "/roles")
    return Policy(version, {name: _role(name, role) for name, role in roles.items()})


def _role(name: str, document: object) -> Role:
    at = f"/roles/{_escape(name)}"
    if not _ROLE_NAME.match(name):
        _refuse(at, "a role's name takes a-z, 0-9, _ and -, and begins with a letter")
    body = _object(document, at, {"tables", "every_table", "structure"})
    tables = _mapping(body.get("tables", {}), f"{at}/tables")
    return Role(
        {table: _rights(rights, f"{at}/tables/{_escape(table)}") for table, rights in tables.items()},
        _rights(body["every_table"], f"{at}/every_table") if "every_table" in body else None,
        _flag(body.get("structure", False), f"{at}/structure"),
    )


def _rights(document: object, at: str) -> Rights:
    body = _object(document, at, _RIGHTS)
    return Rights(
        read=_columns(body.get("read", True), f"{at}/read"),
        create=_columns(body.get("create", False), f"{at}/create"),
        update=_columns(body.get("update", False), f"{at}/update"),
        delete=_flag(body.get("delete", False), f"{at}/delete"),
        export=_flag(body.get("export", False), f"{at}/export"),
        aggregate=_flag(body.get("aggregate", False), f"{at}/aggregate"),
        rows=_rule(body["rows"], f"{at}/rows") if "rows" in body else None,
        masks=_masks(body.get("mask", {}), f"{at}/mask"),
        presets=_presets(body.get("preset", {}), f"{at}/preset"),
        max_rows=_max_rows(body.get("max_rows"), f"{at}/max_rows"),
    )


def _columns(value: object, at: str) -> Columns | None:
    """`None` for none at all, which an empty list says as well as `false`."""
    if isinstance(value, bool):
        return ALL_COLUMNS if value else None
    if not isinstance(value, list) or not all(isinstance(name, str) and name for name in value):
        _refuse(at, "takes true, false or a list of column names")
    return Columns(frozenset(value)) if value else None


def _flag(value: object, at: str) -> bool:
    if not isinstance(value, bool):
        _refuse(at, "takes true or false")
    return value


def _masks(document: object, at: str) -> dict[str, Mask]:
    masks = _mapping(document, at)
    return {column: _mask(mask, f"{at}/{_escape(column)}") for column, mask in masks.items()}


def _mask(document: object, at: str) -> Mask:
    """`{"kind": "full"}`, or `{"kind": "partial", "keep": 4}`: so many of the last characters stay."""
    if document == {"kind": "full"}:
        return Mask()
    body = _object(document, at, {"kind", "keep"})
    keep = body.get("keep")
    if body.get("kind") != "partial" or type(keep) is not int or not 1 <= keep <= MAX_KEPT:
        _refuse(at, f'takes {{"kind": "full"}} or {{"kind": "partial", "keep": 1 to {MAX_KEPT}}}')
    return Mask(keep)


def _max_rows(value: object, at: str) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        _refuse(at, "takes a whole number from 1")
    return value


def _presets(document: object, at: str) -> dict[str, object]:
    values = _mapping(document, at)
    return {column: _preset(value, f"{at}/{_escape(column)}") for column, value in values.items()}


def _preset(value: object, at: str) -> object:
    """A value, or an `Attribute` of whoever adds the row."""
    if not isinstance(value, Mapping):
        return value
    return Attribute(_text(_object(value, at, {"attribute"}).get("attribute"), f"{at}/attribute"))


def _rule(document: object, at: str) -> Filter:
    """The rule tree, not too deep and not too long."""
    left = [MAX_RULE_CONDITIONS]
    return _expression(document, at, MAX_RULE_DEPTH, left)


def _expression(document: object, at: str, depth: int, left: list[int]) -> Filter:
    left[0] -= 1
    if depth == 0 or left[0] < 0:
        _refuse(at, f"takes at most {MAX_RULE_CONDITIONS} conditions, at most {MAX_RULE_DEPTH} deep")
    match document:
        case {"and": list(items), **rest} if not rest:
            return And(_items(items, f"{at}/and", depth, left))
        case {"or": list(items), **rest} if not rest:
            return Or(_items(items, f"{at}/or", depth, left))
        case {"not": item, **rest} if not rest:
            return Not(_expression(item, f"{at}/not", depth - 1, left))
        case _:
            return _condition(document, at)


def _items(items: list[object], at: str, depth: int, left: list[int]) -> tuple[Filter, ...]:
    """An empty list would hold for every row, or for none: neither is a rule that somebody meant."""
    if not items:
        _refuse(at, "takes at least one condition")
    return tuple(_expression(item, f"{at}/{i}", depth - 1, left) for i, item in enumerate(items))


def _condition(document: object, at: str) -> Condition:
    body = _object(document, at, {"column", "op", "value", "attribute"})
    column = _text(body.get("column"), f"{at}/column")
    op = _op(body.get("op"), f"{at}/op")
    if ("value" in body) == ("attribute" in body):
        _refuse(at, "takes either a value or an attribute")
    if "attribute" in body:
        return Condition(column, op, Attribute(_text(body["attribute"], f"{at}/attribute")), at)
    return Condition(column, op, _value(op, body["value"], f"{at}/value"), at)


def _op(value: object, at: str) -> Op:
    if not isinstance(value, str) or value not in _OPS:
        _refuse(at, f"takes one of {', '.join(_OPS)}")
    return _OPS[value]


def _value(op: Op, value: object, at: str) -> object:
    if op is Op.IN and not isinstance(value, list):
        _refuse(at, "takes a list")
    if op is Op.IS_NULL and not isinstance(value, bool):
        _refuse(at, "takes true or false")
    if isinstance(value, Mapping) or (op is not Op.IN and isinstance(value, list)) or value is None:
        _refuse(at, "takes a text, a number, true or false; is_null asks for NULL")
    return value


def _object(value: object, at: str, known: set[str] | frozenset[str]) -> Mapping[str, object]:
    body = _mapping(value, at)
    for name in body:
        if name not in known:
            _refuse(f"{at}/{_escape(name)}", "is not known here")
    return body


def _mapping(value: object, at: str) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        _refuse(at, "takes an object")
    return value


def _text(value: object, at: str) -> str:
    if not isinstance(value, str) or not value:
        _refuse(at, "takes a name")
    return value


def _escape(name: str) -> str:
    """A part of a JSON pointer (RFC 6901, section 3)."""
    return name.replace("~", "~0").replace("/", "~1")


def _refuse(pointer: str, detail: str) -> NoReturn:
    raise InvalidInput(
        f"{pointer or 'The policy'}: {detail}.", problems=(Problem(pointer, "invalid_input", detail),)
    )
