"""Who may call a route. Every route names one of these functions; it returns whom the route serves."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from starlette.requests import Request

from jetway.authorization import MALFORMED, credentials
from jetway.control.bridge_lock import bridge_known_by
from jetway.control.cookies import SESSION, secret_in
from jetway.control.default_policy import OWNER
from jetway.control.desk import Desk
from jetway.control.store.bridges import Bridge
from jetway.control.store.bridges import mark_seen as mark_bridge_seen
from jetway.control.store.sessions import SEEN_EVERY_S, Session, find_session, mark_seen
from jetway.control.store.tokens import CONTROL, Member, find_member
from jetway.core.errors import (
    CrossSite,
    ReauthenticationNeeded,
    RightMissing,
    SessionMissing,
    TokenInvalid,
    TokenMalformed,
    UnknownResource,
)
from jetway.core.policy import MANAGERS
from jetway.core.token import digest, well_formed
from jetway.json_body import require_json
from jetway.origin import origin

if TYPE_CHECKING:
    from jetway.control.desk import ControlConfig

C = TypeVar("C")
Who: TypeAlias = Callable[[Desk, Request], Awaitable[C]]

RECENT_S = 15 * 60
SAFE_METHODS = frozenset({"GET", "HEAD"})


async def anybody(_desk: Desk, _request: Request) -> None:
    """Everybody, signed in or not. For routes that need no cookie and change nothing by one."""


async def browser(desk: Desk, request: Request) -> None:
    """A page of ours in a browser, signed in or not. Raises `CrossSite`, `UnsupportedMediaType`."""
    if request.method in SAFE_METHODS:
        return
    _require_same_site(desk.config, request)
    if request.method != "DELETE":
        require_json(request)


async def session(desk: Desk, request: Request) -> Session:
    """A browser that is signed in. Raises `SessionMissing`, and what `browser` raises."""
    await browser(desk, request)
    found = await current_session(desk, request)
    if found is None:
        raise SessionMissing("You are not signed in, or the session has ended. Sign in.")
    return found


async def member(desk: Desk, request: Request) -> Member:
    """A member of the project that the path names, with a User Token for control."""
    token = _token(request, "token")
    async with desk.store.reading() as connection:
        found = await find_member(connection, digest(token), CONTROL, desk.store.now())
    if found is None:
        raise TokenInvalid("The token is not valid here. Ask control for a new one.")
    if found.project != request.path_params["project"]:
        raise UnknownResource("There is no such project.")
    return found


async def manager(desk: Desk, request: Request) -> Member:
    """A member who is owner or admin. Raises `RightMissing`, and what `member` raises."""
    found = await member(desk, request)
    require_manager(found.role)
    return found


async def owner(desk: Desk, request: Request) -> Member:
    """A member who is owner. Raises `RightMissing`, and what `member` raises."""
    found = await member(desk, request)
    if found.role != OWNER:
        raise RightMissing("Only an owner of the project may do this. Ask one of them.")
    return found


async def recent_session(desk: Desk, request: Request) -> Session:
    """A session whose person proved who they are a short while ago. Raises `ReauthenticationNeeded`."""
    found = await session(desk, request)
    require_recent(desk, found.proved_at)
    return found


async def recent_member(desk: Desk, request: Request) -> Member:
    """A member who proved who they are a short while ago. Raises `ReauthenticationNeeded`."""
    found = await member(desk, request)
    require_recent(desk, found.proved_at)
    return found


async def recent_manager(desk: Desk, request: Request) -> Member:
    """An owner or admin who proved who they are a short while ago. Raises `ReauthenticationNeeded`."""
    found = await manager(desk, request)
    require_recent(desk, found.proved_at)
    return found


async def recent_owner(desk: Desk, request: Request) -> Member:
    """An owner who proved who they are a short while ago. Raises `ReauthenticationNeeded`."""
    found = await owner(desk, request)
    require_recent(desk, found.proved_at)
    return found


async def bridge(desk: Desk, request: Request) -> Bridge:
    """A bridge, known by its Project Token. Raises `TokenInvalid`, `BridgeLocked`."""
    found = await bridge_known_by(desk, _token(request, "projecttoken"))
    now = desk.store.now()
    if found.seen_at is None or now - found.seen_at >= SEEN_EVERY_S:
        async with desk.store.writing() as connection:
            await mark_bridge_seen(connection, found.id, now)
    return found


def require_manager(role: str) -> None:
    """Raises `RightMissing` for a role that does not run the project."""
    if role not in MANAGERS:
        raise RightMissing("Only an owner or an admin of the project may do this. Ask one of them.")


def require_recent(desk: Desk, proved_at: int) -> None:
    """Raises `ReauthenticationNeeded` for a proof that is older than 15 minutes."""
    if desk.store.now() - proved_at >= RECENT_S:
        raise ReauthenticationNeeded("This takes a recent sign-in. Prove again who you are, then repeat it.")


def client_address(request: Request) -> str:
    """Where the request comes from, as the server believes it."""
    return request.client.host if request.client else ""


async def current_session(desk: Desk, request: Request) -> Session | None:
    """The session that the cookie names, where there is one; its idle time starts anew."""
    secret = secret_in(desk.config, request, SESSION)
    if not secret:
        return None
    now = desk.store.now()
    async with desk.store.reading() as connection:
        found = await find_session(connection, secret, now)
    if found and now - found.seen_at >= SEEN_EVERY_S:
        async with desk.store.writing() as connection:
            await mark_seen(connection, found, now)
    return found


def _require_same_site(config: ControlConfig, request: Request) -> None:
    """Browsers say where a request comes from, and pages cannot make them say something else."""
    said = request.headers.get("origin")
    site = request.headers.get("sec-fetch-site")
    if site is None:
        allowed = bool(said) and said == origin(config.public_url or "")
    else:
        allowed = site in ("same-origin", "none") and said != "null"
    if not allowed:
        raise CrossSite("This request did not come from a page of this server. Open its own address.")


def _token(request: Request, scheme: str) -> str:
    """The token of the `Authorization` header. Raises `TokenMalformed`, and what `credentials` raises."""
    said, token = credentials(request.headers.getlist("authorization"))
    if said != scheme or not well_formed(token, "jut_", "jat_", "jpt_"):
        raise TokenMalformed(MALFORMED)
    return token
