"""Who is asking: from the Authorization header to an actor and their view of the source."""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

import anyio

from jetway.core.errors import AuthUnavailable, TokenInvalid, TokenMalformed, TokenMissing
from jetway.core.token import digest, well_formed
from jetway.core.view import View, authorise

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from jetway.core.directory import Directory, Grant
    from jetway.core.policy import Policy
    from jetway.core.schema import Schema

Key = TypeVar("Key")
Item = TypeVar("Item")

MAX_GRANTS = 10_000
MAX_VIEWS = 256
REFUSED_S = 5.0
"""How long a refusal is remembered, so that a storm of bad tokens does not reach control."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """Control's answer for one token, and when it came, on the monotonic clock."""

    grant: Grant | None
    at_s: float

    def fresh(self, now_s: float) -> bool:
        return now_s - self.at_s < (self.grant.fresh_s if self.grant else REFUSED_S)

    def usable(self, now_s: float) -> bool:
        return self.grant is not None and now_s - self.at_s < self.grant.stale_s


def token_of(headers: Sequence[str]) -> str:
    """What the one Authorization header holds, which may be junk."""
    if not headers:
        raise TokenMissing("Send a User Token or an API token: Authorization: Token jut_…")
    scheme, _, token = headers[0].partition(" ")
    if len(headers) > 1 or scheme.lower() not in ("token", "bearer"):
        raise TokenMalformed("The Authorization header holds no token of this system.")
    return token


class Gate:
    """Asks control about tokens, one call per token at a time, and remembers the answers."""

    def __init__(self, directory: Directory, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._directory = directory
        self._clock = clock
        self._answers: OrderedDict[str, _Answer] = OrderedDict()
        self._asking: dict[str, anyio.Lock] = {}
        self._policy: Policy | None = None
        self._policy_lock = anyio.Lock()
        self._views: OrderedDict[tuple[str, int, str], View] = OrderedDict()

    async def grant(self, headers: Sequence[str]) -> Grant:
        """Who sends the request, by its Authorization headers. Raises a `ControlFailure` for all others."""
        token = token_of(headers)
        token_sha256 = digest(token)
        answer = self._answers.get(token_sha256)
        if answer is None or not answer.fresh(self._clock()):
            # Junk is refused here, without asking control; what is known was no junk.
            if not well_formed(token, "jut_", "jat_"):
                raise TokenMalformed("The Authorization header holds no token of this system.")
            answer = await self._ask(token_sha256)
        if answer.grant is None:
            raise TokenInvalid("The token is unknown, expired, revoked, or made for another bridge. Sign in.")
        return answer.grant

    async def view(self, grant: Grant, schema: Schema) -> View:
        """What they may see of `schema`."""
        policy = await self._policy_of(grant.policy_version)
        return self._view(schema, policy, grant.actor.role)

    async def _ask(self, token_sha256: str) -> _Answer:
        lock = self._asking.setdefault(token_sha256, anyio.Lock())
        try:
            async with lock:
                known = self._answers.get(token_sha256)
                if known is not None and known.fresh(self._clock()):
                    return known
                return await self._answer(token_sha256, known)
        finally:
            if not lock.statistics().tasks_waiting:
                self._asking.pop(token_sha256, None)

    async def _answer(self, token_sha256: str, known: _Answer | None) -> _Answer:
        try:
            answer = _Answer(await self._directory.grant(token_sha256), self._clock())
        except AuthUnavailable:
            if known is not None and known.usable(self._clock()):
                return known
            raise
        _remember(self._answers, token_sha256, answer, MAX_GRANTS)
        return answer

    async def _policy_of(self, version: int) -> Policy:
        if self._policy is not None and self._policy.version >= version:
            return self._policy
        async with self._policy_lock:
            if self._policy is None or self._policy.version < version:
                self._policy = await self._directory.policy(version)
            return self._policy

    def _view(self, schema: Schema, policy: Policy, role: str) -> View:
        key = (schema.version, policy.version, role)
        view = self._views.get(key)
        if view is None or view.schema is not schema:
            view = authorise(schema, policy, role)
            _remember(self._views, key, view, MAX_VIEWS)
        return view


def _remember(kept: OrderedDict[Key, Item], key: Key, item: Item, most: int) -> None:
    kept[key] = item
    kept.move_to_end(key)
    while len(kept) > most:
        kept.popitem(last=False)
