"""What a role may see of the audit: lines about what it sees, without what is hidden from it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from jetway.core.audit import Action
from jetway.core.errors import NotAllowed
from jetway.core.expr import TRUE
from jetway.core.source_scope import of_another

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from jetway.core.audit import Line
    from jetway.core.view import View, VisibleTable

_OF_ROWS = frozenset({Action.CREATE, Action.UPDATE, Action.DELETE, Action.ORDER})


def require_audit(view: View) -> None:
    """Raises `NotAllowed` for a role without the right."""
    if not view.may_audit:
        raise NotAllowed(
            "You may not read the audit. An owner can grant it in the policy, with the right audit."
        )


def shown(view: View, line: Line) -> dict[str, object] | None:
    """The line as `view` lets it be seen; `None` where it does not. Row rules are not looked at."""
    details = json.loads(line.details)
    seen = view.tables.get(line.table_name)
    if line.table_name and seen is None and not _of_what_is_gone(view, line):
        return None
    if seen is None:
        said = _of_source(view, details)
    elif line.action in _OF_ROWS:
        said = _of_row(seen, details)
    elif "operation" in details:
        said = _of_operation(view, seen, details)
    else:
        said = _of_table(view, seen, details)
    if said is None:
        return None
    who = {"id": line.actor, "name": line.name, "role": line.role}
    head: dict[str, object] = {"id": line.number, "at": line.at, "actor": who, "way": line.way}
    key = line.row_key if seen is not None and seen.table.key else ""
    return {**head, "action": line.action, "table": line.table_name, "key": key, **said}


def _of_what_is_gone(view: View, line: Line) -> bool:
    """How a table came to its end is for those who may end tables."""
    gone = line.table_name not in view.schema.tables and (view.source or not of_another(line.table_name))
    return gone and view.structure and line.action in (Action.STRUCTURE, Action.UNDONE)


def ruled(view: View, line: Line) -> bool:
    """Whether the line may be shown only while its row is there for the role."""
    seen = view.tables.get(line.table_name)
    of_row = line.action in _OF_ROWS or bool(line.row_key)
    return seen is not None and seen.rule != TRUE and of_row


def _of_row(seen: VisibleTable, details: Mapping[str, object]) -> dict[str, object] | None:
    """Values of columns to be seen. A change of hidden columns alone is none."""
    if "rows" in details:
        return dict(details) if seen.rule == TRUE else None
    plain = {column.name for column in seen.table.columns if column.mask is None}
    masked = {column.name for column in seen.table.columns if column.mask is not None}
    said: dict[str, object] = {}
    behind: set[str] = set()
    for side in ("from", "to"):
        values = details.get(side)
        if isinstance(values, dict):
            said[side] = _plain(values, plain)
            behind |= masked & values.keys()
    if behind:
        said["masked"] = sorted(behind)
    if not any(said.values()):
        return None
    row = details.get("row")
    return said | {"row": _plain(row, plain)} if isinstance(row, dict) else said


def _plain(values: Mapping[str, object], plain: Collection[str]) -> dict[str, object]:
    return {name: value for name, value in values.items() if name in plain}


def _of_operation(view: View, seen: VisibleTable, details: Mapping[str, object]) -> dict[str, object] | None:
    """For those who may run it so; what was sent may tell of hidden columns, and is for who sees them all.

    Who calls an endpoint need not know of what is behind it.
    """
    address = f"{seen.table.name}.{details['operation']}"
    if not _may_run(view, address, details):
        return None
    whole = view.schema.tables[seen.table.name].columns == seen.table.columns
    hidden = {*(() if whole else ("parameters",)), *(() if address in view.operations else ("operation",))}
    return {name: value for name, value in details.items() if name not in hidden}


def _of_table(view: View, seen: VisibleTable, details: Mapping[str, object]) -> dict[str, object]:
    """A filter may name columns and hold values of them: it is for those who see the table whole."""
    whole = view.schema.tables[seen.table.name]
    if seen.rule == TRUE and seen.table.columns == whole.columns:
        return dict(details)
    return {name: value for name, value in details.items() if name not in ("filter", "key", "column", "sent")}


def _of_source(view: View, details: Mapping[str, object]) -> dict[str, object] | None:
    """SQL may say anything, and is for those who may run any; sources are for those who may change them."""
    if "source" in details and not view.may_change_sources:
        return None
    if "sql" in details:
        return dict(details) if view.may_run_sql else None
    if "query" in details and details["query"] not in view.queries and not _may_call(view, details):
        return None
    if "operation" in details and not _may_run(view, str(details["operation"]), details):
        return None
    if view.may_run_sql:
        return dict(details)
    known = {"query": view.queries, "operation": view.operations}
    hidden = {"parameters", *(name for name, some in known.items() if details.get(name) not in some)}
    return {name: value for name, value in details.items() if name not in hidden}


def _may_run(view: View, address: str, details: Mapping[str, object]) -> bool:
    return address in view.operations or _may_call(view, details)


def _may_call(view: View, details: Mapping[str, object]) -> bool:
    return details.get("endpoint") in view.endpoints
