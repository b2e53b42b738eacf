"""Routes that say what each of their methods takes; nothing is served by any other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

from starlette.routing import BaseRoute, Match, Route

from jetway.core.errors import UndeclaredRoute

if TYPE_CHECKING:
    from collections.abc import Awaitable, Iterable

    from starlette.requests import Request
    from starlette.responses import Response
    from starlette.types import Scope

Permissions: TypeAlias = Mapping[str, Callable[..., Any]]
"""By method, what lets a caller in, or raises."""


class DeclaredRoute(Route):
    """A route that cannot be made without saying, for each method, who may ask it."""

    def __init__(
        self, path: str, answer: Callable[[Request], Awaitable[Response]], permissions: Permissions
    ) -> None:
        super().__init__(path, answer, methods=list(permissions), name=path)
        self.permissions = permissions


class Under(BaseRoute):
    """A route to all that lies under `path`. It finds its own way from there."""

    path: str

    def leads_to(self, path: str) -> bool:
        """Whether it is the way to `path`."""
        return path.startswith(self.path)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Whether the request is for us."""
        ours = scope["type"] == "http" and self.leads_to(scope["path"])
        return (Match.FULL if ours else Match.NONE), {}


def anybody(*_: object) -> None:
    """For what takes no token and tells no data."""


def declared(routes: Iterable[BaseRoute]) -> list[BaseRoute]:
    """The routes. Raises `UndeclaredRoute` for the first that came from no table of permissions."""
    listed = list(routes)
    for route in listed:
        if not getattr(route, "permissions", None):
            path = getattr(route, "path", type(route).__name__)
            raise UndeclaredRoute(f"{path} does not say who may ask it. List it with a permission.")
    return listed
