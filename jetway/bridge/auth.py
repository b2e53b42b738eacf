"""Who is asking: from the Authorization header to an actor, the policy and the ceiling that hold for them."""

from __future__ import annotations

import time
from collections import OrderedDict
from hashlib import blake2b
from typing import TYPE_CHECKING

from jetway.authorization import MALFORMED, credentials
from jetway.bridge.grants import MAX_GRANTS, Grants, Known, remember
from jetway.bridge.policy_in_force import PolicyInForce
from jetway.core.ceiling import NO_CEILING, Ceiling
from jetway.core.errors import TokenInvalid, TokenMalformed
from jetway.core.source_scope import FIRST_SOURCE, SourceScope
from jetway.core.token import digest, well_formed
from jetway.core.view import reaches

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from jetway.core.directory import Actor, Changes, Directory, Grant
    from jetway.core.policy import Policy


class Gate:
    """Lets callers in by what control says of their token, and knows what their role was granted."""

    def __init__(
        self, directory: Directory, ceiling: Ceiling = NO_CEILING, *, clock: Callable[[], float] = time.time
    ) -> None:
        self._directory = directory
        self._ceiling = ceiling
        # Of the tokens that are let in, by a hash of Python's own: OpenSSL's takes twice the time of it.
        self._sha256: OrderedDict[bytes, str] = OrderedDict()
        self.grants = Grants(directory, clock)
        self._in_force = PolicyInForce(directory, self.grants, clock)

    async def grant(self, headers: Sequence[str], address: str = "") -> Grant:
        """Who sends the request, by its Authorization headers. Raises a `ControlFailure` for all others."""
        scheme, token = credentials(headers)
        if scheme not in ("token", "bearer"):
            raise TokenMalformed(MALFORMED)
        quick = blake2b(token.encode(), digest_size=32).digest()
        fresh = self.grants.fresh(self._sha256.get(quick, ""))
        if fresh is not None:
            return fresh
        # Junk is refused here, without asking control; what is known was no junk.
        if not well_formed(token, "jut_", "jat_"):
            raise TokenMalformed(MALFORMED)
        token_sha256 = digest(token)
        grant = await self.grants.ask(token_sha256, address)
        if grant is None:
            raise TokenInvalid("The token is unknown, expired, revoked, or made for another bridge. Sign in.")
        remember(self._sha256, quick, token_sha256, MAX_GRANTS)
        return grant

    async def reaches(self, grant: Grant, source: SourceScope) -> bool:
        """Whether they may see something of the source, as far as that is known without its schema."""
        return reaches(await self.policy(grant), grant.actor.role, self.ceiling(grant, source))

    async def policy(self, grant: Grant) -> Policy:
        """The policy that holds for them. Raises `AuthUnavailable` where it has been missing for too long."""
        return await self._in_force.get(grant.stale_s)

    @property
    def policy_at_hand(self) -> Policy | None:
        """The policy that holds for everybody, where control need not be asked for it."""
        return self._in_force.named

    @property
    def policy_json(self) -> bytes:
        """The document of the policy that holds; empty before the first."""
        return self._in_force.json

    @property
    def policy_epoch(self) -> str:
        """The epoch that its version counts in."""
        return self._in_force.epoch

    async def member(self, id_: str) -> Actor | None:
        """A member of the project as the actor that they would be here."""
        return await self._directory.member(id_)

    def local_ceiling(self, source: SourceScope = FIRST_SOURCE) -> Ceiling:
        """What nobody is served of the source."""
        return self._ceiling if source == FIRST_SOURCE else self._ceiling.over(source)

    def ceiling(self, grant: Grant, source: SourceScope = FIRST_SOURCE) -> Ceiling:
        """What they may be served of the source at most, whatever their role."""
        return self.local_ceiling(source).narrowed(grant.scope)

    def take(self, changes: Changes) -> None:
        """What control pushed: whose grants ended, and which policy holds now."""
        self.grants.forget(changes.actors)
        if changes.missed:
            self.grants.distrust()
        self.grants.hear(changes.epoch, changes.policy_version)

    def take_up(self, epoch: str, policy_json: bytes, known: Mapping[str, Known]) -> None:
        """Go on with a policy and grants of before the start, until control says otherwise."""
        self.grants.epoch = epoch
        self._in_force.use(policy_json)
        self.grants.take_up(known)
