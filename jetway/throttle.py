"""Slowing down whoever tries too often. Keeps a bounded number of names in memory, and locks nobody out."""

from __future__ import annotations

import math
from collections import OrderedDict
from typing import TYPE_CHECKING

from jetway.core.errors import TooManyRequests

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_NAMES = 10_000


class Throttle:
    """A bucket of `burst` tries per name; one comes back every `every_s` seconds."""

    def __init__(self, burst: int, every_s: float, clock: Callable[[], float]) -> None:
        self._burst = burst
        self._every_s = every_s
        self._clock = clock
        self._full_at: OrderedDict[str, float] = OrderedDict()

    def take(self, name: str) -> None:
        """Use up one try. Raises `TooManyRequests` where none is left."""
        now = self._clock()
        full_at = max(self._full_at.get(name, now), now) + self._every_s
        wait_s = full_at - now - self._burst * self._every_s
        if wait_s > 0:
            retry_after_s = math.ceil(wait_s)
            raise TooManyRequests(
                f"Too many tries. Try again in {retry_after_s} seconds.", retry_after_s=retry_after_s
            )
        self._remember(name, full_at)

    def give_back(self, name: str) -> None:
        """The try was a good one: it does not count."""
        if name in self._full_at:
            self._remember(name, self._full_at[name] - self._every_s)

    def _remember(self, name: str, full_at: float) -> None:
        self._full_at[name] = full_at
        self._full_at.move_to_end(name)
        if len(self._full_at) > MAX_NAMES:
            self._full_at.popitem(last=False)
