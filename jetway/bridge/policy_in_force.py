"""The policy that holds: the one that control named last or, for a while, the last that could be read."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from jetway.bridge.directory import UNREADABLE
from jetway.core.errors import AuthUnavailable, Failure
from jetway.core.policy_document import parse_policy

if TYPE_CHECKING:
    from collections.abc import Callable

    from jetway.bridge.grants import Grants
    from jetway.core.directory import Directory
    from jetway.core.policy import Policy

ASK_AGAIN_S = 5.0
"""How long a policy that could not be had or read is not asked for again, unless control names another."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Missing:
    """What control named and this bridge lacks. `since_s`: when the one in force was found outdated."""

    named: tuple[str, int]
    since_s: float
    asked_s: float


class PolicyInForce:
    """The policy that every view is made of. `json`: its document, empty before there is one.

    A version says which policy it is within one `epoch` only: a store that was put back counts on from there.
    """

    def __init__(self, directory: Directory, grants: Grants, clock: Callable[[], float]) -> None:
        self.json = b""
        self._directory = directory
        self._grants = grants
        self._clock = clock
        self.epoch = ""
        self._policy: Policy | None = None
        self._missing: _Missing | None = None
        self._lock = asyncio.Lock()

    @property
    def named(self) -> Policy | None:
        """The policy, where it is that of the epoch and version that control named last."""
        policy, grants = self._policy, self._grants
        if policy is None or policy.version != grants.policy_version or self.epoch != grants.epoch:
            return None
        return policy

    async def get(self, stale_s: float) -> Policy:
        """The policy of the version that control named last, which an older one can be after a restore.

        Where that cannot be had or read, the one before goes on for `stale_s`: one bad document must not
        shut everybody out, nor keep alive what it took away. Raises `AuthUnavailable` then.
        """
        if (policy := self.named) is not None:
            return policy
        async with self._lock:
            return self.named or await self._asked(stale_s)

    def use(self, policy_json: bytes) -> Policy:
        """Go on with this document. Raises `AuthUnavailable` for one that this bridge cannot read."""
        try:
            policy = parse_policy(msgspec.json.decode(policy_json))
        except (*UNREADABLE, Failure) as error:
            said = error.detail if isinstance(error, Failure) else error
            log.error("A policy cannot be read: %s Is this bridge older than its control?", said)  # noqa: TRY400
            raise AuthUnavailable("Control gave a policy that this bridge cannot read.") from None
        self.json, self._policy, self._missing = policy_json, policy, None
        self.epoch, self._grants.policy_version = self._grants.epoch, policy.version
        self._grants.changed.set()
        return policy

    def _wanted(self) -> tuple[str, int]:
        return self._grants.epoch, self._grants.policy_version

    async def _asked(self, stale_s: float) -> Policy:
        missing, named, now_s = self._missing, self._wanted(), self._clock()
        if missing is None or missing.named != named or not 0 <= now_s - missing.asked_s < ASK_AGAIN_S:
            try:
                return self.use(await self._directory.policy())
            except AuthUnavailable as failure:
                missing = _Missing(named, missing.since_s if missing else now_s, now_s)
                self._missing = missing
                self._tell(failure, missing)
        if self._policy is None or not 0 <= now_s - missing.since_s < stale_s:
            raise AuthUnavailable(
                "The bridge cannot read the policy of its project.", retry_after_s=int(ASK_AGAIN_S)
            )
        return self._policy

    def _tell(self, failure: AuthUnavailable, missing: _Missing) -> None:
        held = "none is there" if self._policy is None else f"version {self._policy.version} goes on for now"
        log.error("%s Version %d of the policy is missing: %s.", failure.detail, missing.named[1], held)
