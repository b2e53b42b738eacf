"""Control over HTTP: the bridge's only line to it, over the network or over an in-memory transport."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import httpx2
import msgspec

from jetway.core.ceiling import WHOLE, TokenScope
from jetway.core.directory import Actor, Changes, Grant
from jetway.core.errors import (
    AuthUnavailable,
    BridgeLocked,
    BridgeMoved,
    EnrolmentInvalid,
    EnrolmentPending,
    NotEnrolled,
    SlowDown,
    SourceFailure,
)

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

Said = TypeVar("Said")

UNREADABLE = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
"""What decoding garbage raises: of another form, of bytes that are no text, nested without end."""

TIMEOUT = httpx2.Timeout(2.0, connect=1.0)
PATIENT = httpx2.Timeout(30.0, connect=1.0)
MAX_ANSWER_BYTES = 4 * 2**20
MAX_ID = 64
LOOKED_S = 3 * 60 * 60
"""How long ago the Project Token may have been looked at, to be used without looking again: far less than
the day for which control takes the one before."""


class SaidActor(msgspec.Struct, frozen=True):
    """An actor in a form that is read and written."""

    id: str
    role: str
    attributes: dict[str, object] = {}

    def actor(self) -> Actor:
        """The actor."""
        return Actor(self.id, self.role, self.attributes)


class _Member(msgspec.Struct, frozen=True):
    actor: SaidActor | None = None


class _Changes(msgspec.Struct, frozen=True):
    last: int
    actors: frozenset[str]
    policy_version: int
    missed: bool
    epoch: str = ""


class _Grant(msgspec.Struct, frozen=True):
    active: bool
    actor: SaidActor | None = None
    by: SaidActor | None = None
    policy_version: int = 0
    epoch: str = ""
    fresh_s: float = 0
    stale_s: float = 0
    scope: TokenScope = WHOLE


def client(control_url: str, transport: httpx2.AsyncBaseTransport | None = None) -> httpx2.AsyncClient:
    """A client for control. No proxies, no redirects, no environment."""
    return httpx2.AsyncClient(
        base_url=control_url, transport=transport, timeout=TIMEOUT, follow_redirects=False, trust_env=False
    )


class About(msgspec.Struct, frozen=True):
    """How a bridge is called, where browsers reach it ("" under control's own address), what it serves."""

    name: str
    url: str
    engine: str


class HttpDirectory:
    """The `Directory` of `core.directory`, asked with the bridge's Project Token.

    `renew` lets it `use` the newest one. It is called where nobody has looked for long, as after a pause of
    the machine: control takes one who shows a token of long ago for a thief.
    """

    def __init__(
        self,
        http: httpx2.AsyncClient,
        project_token: str,
        renew: Renew | None = None,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._http = http
        self._project_token = project_token
        self._renew = renew
        self._clock = clock
        self._looked_s = float("-inf")

    def use(self, project_token: str) -> None:
        """Ask with this Project Token, which is the newest, from now on."""
        self._project_token = project_token
        self._looked_s = self._clock()

    async def grant(self, token_sha256: str) -> Grant | None:
        """Who the token is, or `None`."""
        body = {"token_sha256": token_sha256}
        answer = await self._call("POST", "/api/project_auth/", body)
        said = _decoded(answer, _Grant)
        if not said.active or said.actor is None:
            return None
        by = None if said.by is None else said.by.actor()
        times = (said.fresh_s, said.stale_s)
        return Grant(said.actor.actor(), said.policy_version, *times, said.scope, by=by, epoch=said.epoch)

    async def member(self, id_: str) -> Actor | None:
        """A member of the project, or `None`."""
        if not (id_.isascii() and id_.isalnum() and len(id_) <= MAX_ID):
            return None
        said = _decoded(await self._call("GET", f"/api/bridge/members/{id_}/", None), _Member)
        return None if said.actor is None else said.actor.actor()

    async def policy(self) -> bytes:
        """The policy that holds now."""
        return await self._call("GET", "/api/bridge/policy/", None)

    async def changes(self, after: int | None) -> Changes:
        """What changed behind `after`. Control holds the answer back until something has, for up to 10 s."""
        query = "" if after is None else f"?after={after}"
        answer = await self._call("GET", f"/api/bridge/changes/{query}", None, within=PATIENT)
        said = _decoded(answer, _Changes)
        return Changes(said.last, said.actors, said.policy_version, said.missed, said.epoch)

    async def present(self, about: About) -> None:
        """Tell control how this bridge is called and reached.

        Raises `NotEnrolled`, `AuthUnavailable`, and `BridgeMoved` where control knows another address.
        """
        await self._call("PUT", "/api/bridge/", msgspec.to_builtins(about))

    async def rotate(self, project_token: str, token_sha256: str) -> None:
        """Let control know the bridge of `project_token` by another. Repeated, it changes nothing more.

        Raises `NotEnrolled`, and `AuthUnavailable`: also where another replica was faster.
        """
        request = ("PUT", "/api/bridge/project_token/", {"token_sha256": token_sha256})
        await self._send(project_token, *request)

    async def _call(self, method: str, path: str, body: object, within: httpx2.Timeout = TIMEOUT) -> bytes:
        if self._renew is not None and not 0 <= self._clock() - self._looked_s < LOOKED_S:
            try:
                await self._renew(self)
            except SourceFailure:
                raise AuthUnavailable(
                    "The bridge cannot read its own token. Try again in a moment.", retry_after_s=5
                ) from None
        return await self._send(self._project_token, method, path, body, within)

    async def _send(
        self, project_token: str, method: str, path: str, body: object, within: httpx2.Timeout = TIMEOUT
    ) -> bytes:
        headers = {"Authorization": f"ProjectToken {project_token}"}
        request = self._http.build_request(method, path, json=body, headers=headers, timeout=within)
        try:
            answer = await self._http.send(request, stream=True)
            try:
                content = await _at_most(answer, MAX_ANSWER_BYTES)
            finally:
                await answer.aclose()
        except httpx2.HTTPError:
            raise AuthUnavailable(
                "Control does not answer. Try again in a moment.", retry_after_s=5
            ) from None
        if answer.status_code == 401 and _code(content) == BridgeLocked.code:
            raise NotEnrolled("Control has locked this bridge. An owner unlocks it in the settings.")
        if answer.status_code == 409 and _code(content) == BridgeMoved.code:
            raise BridgeMoved(
                "Control knows this bridge at another address, and sends people there. If it has moved, an "
                "owner says so in the settings, under Bridges, or connects it anew."
            )
        if answer.status_code == 401:
            raise NotEnrolled("Control does not know this bridge any more. Run jetway connect again.")
        if answer.status_code >= 300:
            raise AuthUnavailable(f"Control answered {answer.status_code}.", retry_after_s=5)
        return content


async def _at_most(answer: httpx2.Response, most: int) -> bytes:
    """The body, read no further than `most`. Raises `AuthUnavailable` for a longer one."""
    content = bytearray()
    async for chunk in answer.aiter_bytes():
        content += chunk
        if len(content) > most:
            raise AuthUnavailable("Control gave an answer that is far too long.", retry_after_s=5)
    return bytes(content)


Renew: TypeAlias = "Callable[[HttpDirectory], Awaitable[None]]"


class Enrolled(msgspec.Struct, frozen=True):
    """What a bridge gets once, when it is let in."""

    project_token: str
    bridge: str
    project: str


class Device(msgspec.Struct, frozen=True):
    """An enrolment that waits for a person. `code` is for them, `device` for polling."""

    device: str
    code: str
    verify_url: str
    interval_s: float
    expires_s: float


async def enrol_with_key(http: httpx2.AsyncClient, key: str, about: About) -> Enrolled:
    """Let in at once by a one-off key. Raises `EnrolmentInvalid`, `AuthUnavailable`."""
    answer = await _post(http, "/api/enrolments/", {"key": key, **msgspec.to_builtins(about)})
    return _decoded(answer, Enrolled)


async def ask_to_enrol(http: httpx2.AsyncClient, about: About) -> Device:
    """The start of the dialogue: a code that a signed-in owner types at control."""
    return _decoded(await _post(http, "/api/enrolments/", msgspec.to_builtins(about)), Device)


async def poll_enrolment(http: httpx2.AsyncClient, device: str) -> Enrolled:
    """The Project Token, once. Raises `EnrolmentPending` and `SlowDown` before somebody approved."""
    answer = await _post(http, "/api/enrolments/poll/", {"device": device})
    return _decoded(answer, Enrolled)


async def _post(http: httpx2.AsyncClient, path: str, body: object) -> bytes:
    try:
        answer = await http.post(path, json=body)
    except httpx2.HTTPError as error:
        raise AuthUnavailable(f"Control at {http.base_url} does not answer: {error}.") from None
    if answer.is_success:
        return answer.content
    code = _code(answer.content)
    if code == EnrolmentPending.code:
        raise EnrolmentPending("Nobody has approved the code yet.")
    if code == SlowDown.code:
        raise SlowDown("Control asks to be asked less often.")
    if code == EnrolmentInvalid.code:
        raise EnrolmentInvalid("Control refused the code or key: it is wrong, used up or expired.")
    raise AuthUnavailable(f"Control at {http.base_url} answered {answer.status_code}. Is the address right?")


def _decoded(answer: bytes, form: type[Said]) -> Said:
    """What control said. Raises `AuthUnavailable` for garbage: then it counts as away."""
    try:
        return msgspec.json.decode(answer, type=form)
    except UNREADABLE:
        raise AuthUnavailable("Control gave an answer that cannot be read. Is its address right?") from None


def _code(answer: bytes) -> str:
    try:
        problem = msgspec.json.decode(answer)
    except UNREADABLE:
        return ""
    return str(problem.get("code", "")) if isinstance(problem, dict) else ""
