"""The roles that every environment begins with, and a simple way to grant them tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jetway.core.policy import MANAGERS

if TYPE_CHECKING:
    from collections.abc import Iterable

OWNER, ADMIN, EDITOR, VIEWER = "owner", "admin", "editor", "viewer"

_ALL = {"create": True, "update": True, "delete": True, "export": True, "aggregate": True, "operations": True}
_EVERYTHING_ELSE = dict.fromkeys(
    ("structure", "sql", "audit", "queries", "sources", "operations", "endpoints"), True
)

DEFAULT_ROLES: dict[str, Any] = {
    OWNER: {"every_table": _ALL, **_EVERYTHING_ELSE},
    ADMIN: {"every_table": _ALL, **_EVERYTHING_ELSE},
    EDITOR: {"tables": {}},
    VIEWER: {"tables": {}},
}
"""Owner and admin may do everything; for the others no table exists until one is granted."""


def ranks(acting: str, target: str) -> bool:
    """Whether who is `acting` runs the project, and an owner where they act on one."""
    return acting in MANAGERS and (acting == OWNER or target != OWNER)


def roles_granting(tables: Iterable[str]) -> dict[str, Any]:
    """The default roles, where editors may also change, and viewers read, `tables`."""
    names = list(tables)
    change = {"create": True, "update": True, "aggregate": True}
    read = {"aggregate": True}
    return {
        **DEFAULT_ROLES,
        EDITOR: {"tables": dict.fromkeys(names, change)},
        VIEWER: {"tables": dict.fromkeys(names, read)},
    }
