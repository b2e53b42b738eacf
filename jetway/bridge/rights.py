"""What a route of the bridge may take besides a valid token: each right holds, or raises.

What may be done with the rows and columns of a table is the plan's to say: it is made from a view.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from jetway.core.audit_view import require_audit
from jetway.core.errors import NOTHING_HERE, NotAllowed, RouteNotFound
from jetway.core.policy import MANAGERS

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.responses import Response

    from jetway.bridge.asked import Asked, Handler

Right: TypeAlias = "Callable[[Asked], object]"


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """What answers one method of a path, and the right that it takes. It is a handler itself."""

    right: Right
    handler: Handler

    def __call__(self, asked: Asked) -> Awaitable[Response]:
        """The answer to whoever has the right."""
        self.right(asked)
        return self.handler(asked)


def any_role(_: Asked) -> None:
    """For everybody with a role: the answer is made of what their view shows."""


def sees_table(asked: Asked) -> None:
    """Raises `UnknownTable` for a table that is absent or hidden."""
    asked.view[asked.table]


def may_run_query(asked: Asked) -> None:
    """Raises `UnknownQuery` for a saved query that is absent or not granted."""
    asked.view.query(asked.request.path_params["query"])


def may_call(asked: Asked) -> None:
    """Raises `UnknownEndpoint` for an endpoint that is absent or not granted."""
    asked.view.endpoint(asked.request.path_params["endpoint"])


def may_run_operation(asked: Asked) -> None:
    """Raises `UnknownOperation` for an operation that is absent or not granted."""
    asked.view.operation(asked.request.path_params["operation"])


def may_run_sql(asked: Asked) -> None:
    """Raises `NotAllowed`."""
    if not asked.view.may_run_sql:
        raise NotAllowed("You may not run SQL. An owner can grant it in the policy, with the right sql.")


def may_audit(asked: Asked) -> None:
    """Raises `NotAllowed`."""
    require_audit(asked.view)


def may_declare(asked: Asked) -> None:
    """Raises `NotAllowed`."""
    if not asked.view.structure:
        raise NotAllowed(
            "You may not declare relations, nor files. An owner can grant it: structure, in the policy."
        )


def may_reload(asked: Asked) -> None:
    """Raises `NotAllowed`."""
    if not asked.view.structure:
        raise NotAllowed(
            "You may not describe the database again. It is done by itself within half a minute of a change."
        )


def may_restructure(asked: Asked) -> None:
    """Raises `NotAllowed`."""
    if not asked.view.structure:
        raise NotAllowed("You may not change tables. An owner can grant it: structure, in the policy.")


def may_change_sources(asked: Asked) -> None:
    """Raises `NotAllowed`."""
    if not asked.view.may_change_sources:
        raise NotAllowed("You may not change sources. An owner can grant it in the policy: sources.")


def may_try(asked: Asked) -> None:
    """Raises `RouteNotFound`."""
    if asked.actor.role not in MANAGERS:
        raise RouteNotFound(NOTHING_HERE)


def may_explain(asked: Asked) -> None:
    """Raises `RouteNotFound`, also for a token that was narrowed to some tables."""
    asking = asked.grant.by or asked.actor
    if asking.role not in MANAGERS or asked.grant.scope.tables is not None:
        raise RouteNotFound(NOTHING_HERE)
