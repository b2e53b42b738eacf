"""What every process serves: its routes, behind the checks that all of them share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from starlette.middleware import Middleware

from jetway import edge, problem
from jetway.permission import declared

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.applications import Starlette
    from starlette.routing import BaseRoute

    from jetway.config import Settings


@dataclass(frozen=True, slots=True)
class Running:
    """An application, and the address to open: with the one-off code where nobody has signed up yet.

    `name`: what people call the bridge; `tables`: how many its database has.
    """

    app: Starlette
    opening: str
    name: str = ""
    tables: int = 0


def application(settings: Settings, routes: Iterable[BaseRoute], origins: Iterable[str] = ()) -> Starlette:
    """The routes for the hosts that the settings name, and for pages of `origins`."""
    allowed = edge.hosts((*settings.allowed_hosts, settings.host), settings.public_url)
    middleware = [Middleware(edge.OnlyHosts, allowed=allowed)]
    if listed := list(origins):
        middleware.append(edge.cross_origin(listed))
    return problem.application(declared(routes), middleware=middleware)
