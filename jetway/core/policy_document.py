"""Roles and rules as the JSON that control keeps and bridges read. Knows the form, not anybody's schema."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from jetway.core.endpoint import parse_endpoints
from jetway.core.expr import And, Attribute, Condition, Not, Op, Or
from jetway.core.form import escape, flag, mapping, members, name, refuse
from jetway.core.policy import ALL_COLUMNS, Columns, Policy, Rights, Role
from jetway.core.saved_query import parse_queries
from jetway.core.schema import Mask

if TYPE_CHECKING:
    from jetway.core.expr import Filter

MAX_RULE_DEPTH = 16
MAX_RULE_CONDITIONS = 200
MAX_KEPT = 16

_OPS = {op.value: op for op in Op}
_ROLE_NAME = re.compile(r"[a-z][a-z0-9_-]{0,63}\Z")
_ROLE = frozenset(
    {"tables", "every_table", "structure", "sql", "audit", "queries", "sources", "operations", "endpoints"}
)
_RIGHTS = frozenset(
    {"read", "create", "update", "delete", "export", "aggregate", "rows", "mask", "preset", "max_rows"}
    | {"operations", "types"}
)


def parse_policy(document: object) -> Policy:
    """The policy that `document` describes: `{"version", "roles", "queries", "endpoints"}`.

    Raises `InvalidInput` with a JSON pointer to what is unknown or of the wrong form.
    """
    body = members(document, "", {"version", "roles", "queries", "endpoints"})
    version = body.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 0:
        refuse("/version", "takes a whole number")
    roles = mapping(body.get("roles"), "/roles")
    queries = parse_queries(body.get("queries", {}), "/queries")
    return Policy(
        version,
        {named: _role(named, role) for named, role in roles.items()},
        queries,
        parse_endpoints(body.get("endpoints", {}), queries, "/endpoints"),
    )


def _role(named: str, document: object) -> Role:
    at = f"/roles/{escape(named)}"
    if not _ROLE_NAME.match(named):
        refuse(at, "a role's name takes a-z, 0-9, _ and -, and begins with a letter")
    body = members(document, at, _ROLE)
    tables = mapping(body.get("tables", {}), f"{at}/tables")
    return Role(
        {table: _rights(rights, f"{at}/tables/{escape(table)}") for table, rights in tables.items()},
        _rights(body["every_table"], f"{at}/every_table") if "every_table" in body else None,
        structure=flag(body.get("structure", False), f"{at}/structure"),
        sql=flag(body.get("sql", False), f"{at}/sql"),
        audit=flag(body.get("audit", False), f"{at}/audit"),
        queries=_listed(body.get("queries", False), f"{at}/queries"),
        sources=flag(body.get("sources", False), f"{at}/sources"),
        operations=_listed(body.get("operations", False), f"{at}/operations"),
        endpoints=_listed(body.get("endpoints", False), f"{at}/endpoints"),
    )


def _listed(value: object, at: str) -> frozenset[str] | None:
    """`None` for all of them."""
    if isinstance(value, bool):
        return None if value else frozenset()
    if not isinstance(value, list) or not all(isinstance(named, str) and named for named in value):
        refuse(at, "takes true, false or a list of names")
    return frozenset(value)


def _rights(document: object, at: str) -> Rights:
    body = members(document, at, _RIGHTS)
    return Rights(
        read=_columns(body.get("read", True), f"{at}/read"),
        create=_columns(body.get("create", False), f"{at}/create"),
        update=_columns(body.get("update", False), f"{at}/update"),
        delete=flag(body.get("delete", False), f"{at}/delete"),
        export=flag(body.get("export", False), f"{at}/export"),
        aggregate=flag(body.get("aggregate", False), f"{at}/aggregate"),
        rows=_rule(body["rows"], f"{at}/rows") if "rows" in body else None,
        masks=_masks(body.get("mask", {}), f"{at}/mask"),
        presets=_presets(body.get("preset", {}), f"{at}/preset"),
        types=_types(body.get("types", {}), f"{at}/types"),
        max_rows=_max_rows(body.get("max_rows"), f"{at}/max_rows"),
        operations=_listed(body.get("operations", False), f"{at}/operations"),
    )


def _columns(value: object, at: str) -> Columns | None:
    """`None` for none at all, which an empty list says as well as `false`."""
    if isinstance(value, bool):
        return ALL_COLUMNS if value else None
    if not isinstance(value, list) or not all(isinstance(one, str) and one for one in value):
        refuse(at, "takes true, false or a list of column names")
    return Columns(frozenset(value)) if value else None


def _types(document: object, at: str) -> dict[str, str]:
    types = mapping(document, at)
    return {column: name(type_, f"{at}/{escape(column)}") for column, type_ in types.items()}


def _masks(document: object, at: str) -> dict[str, Mask]:
    masks = mapping(document, at)
    return {column: _mask(mask, f"{at}/{escape(column)}") for column, mask in masks.items()}


def _mask(document: object, at: str) -> Mask:
    """`{"kind": "full"}`, or `{"kind": "partial", "keep": 4}`: so many of the last characters stay."""
    if document == {"kind": "full"}:
        return Mask()
    body = members(document, at, {"kind", "keep"})
    keep = body.get("keep")
    if body.get("kind") != "partial" or type(keep) is not int or not 1 <= keep <= MAX_KEPT:
        refuse(at, f'takes {{"kind": "full"}} or {{"kind": "partial", "keep": 1 to {MAX_KEPT}}}')
    return Mask(keep)


def _max_rows(value: object, at: str) -> int | None:
    if value is None:
        return None
    if not isinstance(value, int) or isinstance(value, bool) or value < 1:
        refuse(at, "takes a whole number from 1")
    return value


def _presets(document: object, at: str) -> dict[str, object]:
    values = mapping(document, at)
    return {column: _preset(value, f"{at}/{escape(column)}") for column, value in values.items()}


def _preset(value: object, at: str) -> object:
    """A value, or an `Attribute` of whoever adds the row."""
    if not isinstance(value, Mapping):
        return value
    return Attribute(name(members(value, at, {"attribute"}).get("attribute"), f"{at}/attribute"))


def _rule(document: object, at: str) -> Filter:
    """The rule tree, not too deep and not too long."""
    left = [MAX_RULE_CONDITIONS]
    return _expression(document, at, MAX_RULE_DEPTH, left)


def _expression(document: object, at: str, depth: int, left: list[int]) -> Filter:
    left[0] -= 1
    if depth == 0 or left[0] < 0:
        refuse(at, f"takes at most {MAX_RULE_CONDITIONS} conditions, at most {MAX_RULE_DEPTH} deep")
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
        refuse(at, "takes at least one condition")
    return tuple(_expression(item, f"{at}/{i}", depth - 1, left) for i, item in enumerate(items))


def _condition(document: object, at: str) -> Condition:
    body = members(document, at, {"column", "op", "value", "attribute"})
    column = name(body.get("column"), f"{at}/column")
    op = _op(body.get("op"), f"{at}/op")
    if ("value" in body) == ("attribute" in body):
        refuse(at, "takes either a value or an attribute")
    if "attribute" in body:
        return Condition(column, op, Attribute(name(body["attribute"], f"{at}/attribute")), at)
    return Condition(column, op, _value(op, body["value"], f"{at}/value"), at)


def _op(value: object, at: str) -> Op:
    if not isinstance(value, str) or value not in _OPS:
        refuse(at, f"takes one of {', '.join(_OPS)}")
    return _OPS[value]


def _value(op: Op, value: object, at: str) -> object:
    if op is Op.IN and not isinstance(value, list):
        refuse(at, "takes a list")
    if op is Op.IS_NULL and not isinstance(value, bool):
        refuse(at, "takes true or false")
    if isinstance(value, Mapping) or (op is not Op.IN and isinstance(value, list)) or value is None:
        refuse(at, "takes a text, a number, true or false; is_null asks for NULL")
    return value
