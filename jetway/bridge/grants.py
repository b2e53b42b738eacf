"""Control's answers about tokens, remembered. One question per token at a time, none while it is away."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from jetway.core.errors import AuthUnavailable
from jetway.throttle import Throttle

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from jetway.core.directory import Directory, Grant

Key = TypeVar("Key")
Item = TypeVar("Item")

MAX_GRANTS = 10_000
MAX_REFUSALS = 10_000
REFUSED_S = 5.0
"""How long a refusal is remembered, so that a storm of bad tokens does not reach control."""

LONGEST_PAUSE_S = 15.0
UNKNOWN_BURST = 100
UNKNOWN_EVERY_S = 1.0
"""An address may present so many tokens that nobody knows, and one more each second."""


@dataclass(frozen=True, slots=True)
class Known:
    """A grant and when control gave it, in seconds since 1970. `distrusted`: control must be asked again."""

    grant: Grant
    at_s: float
    distrusted: bool = False

    def of(self, actors: Collection[str]) -> bool:
        """Whether one of them is the actor, or views as the actor."""
        by = self.grant.by
        return self.grant.actor.id in actors or (by is not None and by.id in actors)

    def usable(self, now_s: float) -> bool:
        """Whether it holds while control is away."""
        return 0 <= now_s - self.at_s < self.grant.stale_s


class Grants:
    """Answers by the token's digest. Refusals are kept apart, so that junk never pushes a grant out.

    `epoch` and `policy_version`: those that control named last. `changed` is set whenever what is known has
    changed.
    """

    def __init__(self, directory: Directory, clock: Callable[[], float] = time.time) -> None:
        self.epoch = ""
        self.policy_version = 0
        self.changed = asyncio.Event()
        self._directory = directory
        self._clock = clock
        self._known: OrderedDict[str, Known] = OrderedDict()
        self._refused: OrderedDict[str, float] = OrderedDict()
        self._asking: dict[str, asyncio.Task[Grant | None]] = {}
        self._ended: dict[str, set[str]] = {}  # who, while the question about a token is on its way
        self._unknown = Throttle(UNKNOWN_BURST, UNKNOWN_EVERY_S, clock)
        self._away_until_s = 0.0
        self._pause_s = 0.0

    def fresh(self, token_sha256: str) -> Grant | None:
        """The grant, where it need not be asked for. A clock that was set back makes none fresh."""
        known = self._known.get(token_sha256)
        if known is None or known.distrusted:
            return None
        grant = known.grant
        return grant if 0 <= self._clock() - known.at_s < grant.fresh_s else None

    @property
    def known(self) -> Mapping[str, Known]:
        """Every grant by the digest of its token."""
        return self._known

    def take_up(self, known: Mapping[str, Known]) -> None:
        """Go on with what was known before the start. Control is asked again, as soon as it can be."""
        self._known.update(known)
        self.distrust()

    async def ask(self, token_sha256: str, address: str) -> Grant | None:
        """Control's word; `None` for a token that is not good here.

        While control is away, what it said last, as a grant that `is_stale`. Raises `AuthUnavailable`, and
        `TooManyRequests` for an address that presents many tokens that nobody knows.
        """
        if self._clock() - self._refused.get(token_sha256, float("-inf")) < REFUSED_S:
            return None
        known = self._known.get(token_sha256)
        if known is None:
            self._unknown.take(address)
        try:
            grant = await self._asked(token_sha256)
        except AuthUnavailable:
            if known is not None and known.usable(self._clock()):
                return replace(known.grant, is_stale=True)
            raise
        if known is None and grant is not None:
            self._unknown.give_back(address)
        return grant

    def hear(self, epoch: str, policy_version: int) -> None:
        """What control says with every answer. Of what it said in another epoch, nothing holds."""
        if epoch != self.epoch:
            self._known.clear()
        self.epoch, self.policy_version = epoch, policy_version

    def forget(self, actors: Collection[str]) -> None:
        """Something about these people or scripts changed: what was said of them holds no more."""
        gone = [sha256 for sha256, known in self._known.items() if known.of(actors)]
        for sha256 in gone:
            del self._known[sha256]
        for ended in self._ended.values():
            ended.update(actors)
        self.changed.set()

    def distrust(self) -> None:
        """Changes may have been missed: every grant is asked for again, as soon as control can be."""
        for sha256, known in self._known.items():
            self._known[sha256] = Known(known.grant, known.at_s, distrusted=True)

    async def _asked(self, token_sha256: str) -> Grant | None:
        """One question at a time: all who wait get its answer, and it goes on when one of them leaves."""
        task = self._asking.get(token_sha256)
        if task is None:
            task = asyncio.ensure_future(self._question(token_sha256))
            self._asking[token_sha256] = task
            task.add_done_callback(lambda done: self._answered(token_sha256, done))
        return await asyncio.shield(task)

    def _answered(self, token_sha256: str, task: asyncio.Task[Grant | None]) -> None:
        del self._asking[token_sha256]
        if not task.cancelled():
            task.exception()  # Looked at: all who waited may have gone.

    async def _question(self, token_sha256: str) -> Grant | None:
        now_s = self._clock()
        if now_s < self._away_until_s:
            wait_s = self._away_until_s - now_s
            raise AuthUnavailable(
                "Control does not answer. Try again in a moment.", retry_after_s=int(wait_s) + 1
            )
        try:
            grant = await self._answer(token_sha256)
        except AuthUnavailable:
            self._rest()
            raise
        self._pause_s = 0.0
        if grant is None:
            self._known.pop(token_sha256, None)
            remember(self._refused, token_sha256, self._clock(), MAX_REFUSALS)
        else:
            self.hear(grant.epoch, grant.policy_version)
            remember(self._known, token_sha256, Known(grant, self._clock()), MAX_GRANTS)
        self.changed.set()
        return grant

    async def _answer(self, token_sha256: str) -> Grant | None:
        """Control's word. One that was on its way while the actor's grants ended may be from before."""
        try:
            while True:
                ended = self._ended[token_sha256] = set()
                grant = await self._directory.grant(token_sha256)
                if grant is None or not Known(grant, 0).of(ended):
                    return grant
        finally:
            del self._ended[token_sha256]

    def _rest(self) -> None:
        """Ask nothing for a while, twice as long each time. Questions that failed together count once."""
        now_s = self._clock()
        if now_s >= self._away_until_s:
            self._pause_s = min(max(1.0, 2 * self._pause_s), LONGEST_PAUSE_S)
            self._away_until_s = now_s + self._pause_s


def remember(kept: OrderedDict[Key, Item], key: Key, item: Item, most: int) -> None:
    """Keep `item`, and let go of what was kept longest ago."""
    kept[key] = item
    kept.move_to_end(key)
    while len(kept) > most:
        kept.popitem(last=False)
