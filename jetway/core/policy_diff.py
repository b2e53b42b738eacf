"""What differs between two policy documents: by role, table, right and column, not by text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

EVERY_TABLE = "*"
"""The name that stands for tables that are not named."""

_OF_ROLE: Mapping[str, Any] = dict.fromkeys(
    ("structure", "sql", "audit", "queries", "sources", "operations", "endpoints"), False
)
_BY_COLUMN: Mapping[str, Any] = {"read": True, "create": False, "update": False}
_OF_TABLE: Mapping[str, Any] = {
    "delete": False, "export": False, "aggregate": False, "rows": None, "max_rows": None, "operations": False,
}  # fmt: skip
_NO_TABLE = {"read": False}


def policy_diff(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The changes from `old` to `new`, in the order of names.

    Each is `{"role", "table", "right", "column", "from", "to"}`, of which what does not apply is left out; of
    a saved query `{"query", "from", "to"}`, of an endpoint `{"endpoint", "from", "to"}`. A role that is new
    or gone has the right `role`.
    """
    changes = [
        change
        for role in _names(old["roles"], new["roles"])
        for change in _role(role, old["roles"].get(role), new["roles"].get(role))
    ]
    return [*changes, *_kept("query", "queries", old, new), *_kept("endpoint", "endpoints", old, new)]


def _kept(one: str, several: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What the policy keeps for roles, each as a whole."""
    was, now = old.get(several, {}), new.get(several, {})
    for id_ in _names(was, now):
        if was.get(id_) != now.get(id_):
            yield {one: id_, **_change(was.get(id_), now.get(id_))}


def _role(
    name: str, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None
) -> Iterator[dict[str, Any]]:
    if old is None or new is None:
        yield {"role": name, "right": "role", **_change(old is not None, new is not None)}
    was, now = old or {}, new or {}
    for right, default in _OF_ROLE.items():
        if was.get(right, default) != now.get(right, default):
            yield {"role": name, "right": right, **_change(was.get(right, default), now.get(right, default))}
    before, after = _tables(was), _tables(now)
    for table in _names(before, after):
        # A table that is not named has the rights of every table, if there are any.
        every = (before.get(EVERY_TABLE, _NO_TABLE), after.get(EVERY_TABLE, _NO_TABLE))
        for change in _table(before.get(table, every[0]), after.get(table, every[1])):
            yield {"role": name, "table": table, **change}


def _tables(role: Mapping[str, Any]) -> dict[str, Any]:
    every = {EVERY_TABLE: role["every_table"]} if "every_table" in role else {}
    return {**every, **role.get("tables", {})}


def _table(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for right, default in _BY_COLUMN.items():
        yield from _columns(right, old.get(right, default), new.get(right, default))
    for right, default in _OF_TABLE.items():
        if old.get(right, default) != new.get(right, default):
            yield {"right": right, **_change(old.get(right, default), new.get(right, default))}
    for right in ("mask", "preset", "types"):
        was, now = old.get(right, {}), new.get(right, {})
        for column in _names(was, now):
            if was.get(column) != now.get(column):
                yield {"right": right, "column": column, **_change(was.get(column), now.get(column))}


def _columns(right: str, old: bool | list[str], new: bool | list[str]) -> Iterator[dict[str, Any]]:
    """By column where both are lists; `true` is all columns, now and later, and stands by itself."""
    was, now = (set(said) if isinstance(said, list) else (None if said else set()) for said in (old, new))
    if was is None or now is None:
        if was != now:
            yield {"right": right, **_change(old, new)}
        return
    for column in sorted(was ^ now):
        yield {"right": right, "column": column, **_change(column in was, column in now)}


def _change(old: Any, new: Any) -> dict[str, Any]:  # noqa: ANN401 - what JSON holds
    return {"from": old, "to": new}


def _names(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    return sorted({*old, *new})
